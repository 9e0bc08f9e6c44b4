using System.Management.Automation;
using VethLab.Networks.Errors;
using VethLab.Networks.Interfaces;
using VethLab.Networks.Namespaces;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Get-VethPair: veth pairs with both ends, wherever the other end lives.</summary>
[Cmdlet(VerbsCommon.Get, "VethPair")]
[OutputType(typeof(VethPair))]
public sealed class GetVethPairCommand : GetByNameCmdlet<VethPair>
{
    /// <summary>Name of an end.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(VethCompleter))]
    public string[] Name { get; set; } = ["*"];

    private protected override string[] Patterns => Name;

    /// <summary>A pair inside one namespace counts once, but is found by either name.</summary>
    private protected override IEnumerable<VethPair> List(NamespaceSession session)
    {
        foreach (var pair in VethReader.List(session))
        {
            var turned = pair.NamespaceId == pair.PeerNamespaceId && pair.PeerName.Length > 0
                && !Patterns.Any(pattern => Matches(pattern, pair.Name)) && Patterns.Any(pattern => Matches(pattern, pair.PeerName));
            yield return turned ? VethReader.Read(session, pair.PeerName) : pair;
        }
    }

    private static bool Matches(string pattern, string name) => NameFilter.Matching(pattern)(name);

    private protected override string NameOf(VethPair item) => item.Name;

    private protected override NetworkException Missing(string name, NamespaceSession session) => new(
        NetworkError.InterfaceNotFound, $"There is no veth pair with an end '{name}' in {session.Description}.", name,
        "Get-VethPair lists the pairs there are; -Namespace looks in another namespace.");
}
