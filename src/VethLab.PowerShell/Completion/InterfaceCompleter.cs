using System.Collections;
using VethLab.Networks.Interfaces;

namespace VethLab.PowerShell.Completion;

/// <summary>Names of interfaces in the namespace of the command line.</summary>
public class InterfaceCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(IDictionary bound)
    {
        using var session = SessionOf(bound);
        return InterfaceReader.List(session).Where(Includes)
            .Select(link => (link.Name, $"{link.Kind} {link.Name} {link.MacAddress} {link.IPAddress}".TrimEnd())).ToList();
    }

    private protected virtual bool Includes(NetInterface link) => true;
}

/// <summary>Names of bridges.</summary>
public sealed class BridgeCompleter : InterfaceCompleter
{
    private protected override bool Includes(NetInterface link) => link.Kind == "bridge";
}

/// <summary>Names of veth ends.</summary>
public sealed class VethCompleter : InterfaceCompleter
{
    private protected override bool Includes(NetInterface link) => link.Kind == "veth";
}

/// <summary>Names of bridges' ports.</summary>
public sealed class PortCompleter : InterfaceCompleter
{
    private protected override bool Includes(NetInterface link) => link.Bridge is not null;
}
