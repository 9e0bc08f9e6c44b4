using VethLab.Networks.Interfaces;

namespace VethLab.PowerShell.Completion;

/// <summary>Names of interfaces in the namespaces of the command line.</summary>
public class InterfaceCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) => line.InEachNamespace(session =>
        InterfaceReader.List(session).Where(Includes).Select(link => (TextOf(link), $"{link.Kind} {link.Name} {link.MacAddress} {link.IPAddress}".TrimEnd())));

    private protected virtual bool Includes(NetInterface link) => true;

    private protected virtual string TextOf(NetInterface link) => link.Name;
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

/// <summary>Numbers of interfaces.</summary>
public sealed class InterfaceIndexCompleter : InterfaceCompleter
{
    private protected override string TextOf(NetInterface link) => $"{link.Index}";
}

/// <summary>Kinds of the interfaces that there are.</summary>
public sealed class KindCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Hint)> Offer(CompletionLine line) => line.InEachNamespace(session =>
        InterfaceReader.List(session).GroupBy(link => link.Kind).Select(kind => (kind.Key, string.Join(", ", kind.Select(link => link.Name)))));
}
