using VethLab.Linux.Route;

namespace VethLab.Networks.Labs.Plans;

/// <summary>What a lab has already, and so does not stand in its own way.</summary>
/// <param name="Namespaces">Names of namespaces.</param>
/// <param name="Interfaces">Names of interfaces where it was made.</param>
/// <param name="Networks">Networks to which it has routes there.</param>
/// <param name="Sysctls">Settings there, by their keys.</param>
internal sealed record LabHoldings(IReadOnlySet<string> Namespaces, IReadOnlySet<string> Interfaces, IReadOnlySet<IPPrefix> Networks, IReadOnlySet<string> Sysctls)
{
    internal static LabHoldings None { get; } = new(new HashSet<string>(), new HashSet<string>(), new HashSet<IPPrefix>(), new HashSet<string>());
}
