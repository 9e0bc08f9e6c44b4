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
    /// <summary>Pairs that were returned for a namespace that a wildcard found, by their ends: the other end's may be found as well.</summary>
    private readonly HashSet<(ulong Inode, int Index)> returned = [];

    /// <summary>Name of an end.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(VethCompleter))]
    [ValidateNotNull]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Bridges that an end is a port of.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BridgeCompleter))]
    [ValidateNotNull]
    public InterfaceReference[]? Bridge { get; set; }

    private protected override string[] Patterns => Name;

    private protected override IEnumerable<NamespaceReference?> Places =>
        Namespace is null && Bridge is not null ? BridgeFilter.PlacesOf(Bridge) : base.Places;

    private protected override IEnumerable<VethPair> List(NamespaceSession session)
    {
        foreach (var bridge in Bridge ?? [])
            ForEachObject(() => BridgeFilter.Check(bridge, session));
        return VethReader.List(session, Cancellation);
    }

    private protected override Func<NamespaceSession, string, VethPair?>? NamedReader => Bridge is null ? (session, name) => VethReader.TryRead(session, name) : null;

    private protected override string NameOf(VethPair item) => item.Name;

    /// <summary>A pair inside one namespace counts once, but is found by either name.</summary>
    private protected override string NameOf(VethPair item, string pattern) =>
        IsMeantByPeer(item, pattern) ? item.PeerName : item.Name;

    private protected override bool Passes(VethPair item)
    {
        if (!Joins(item, Bridge))
            return false;
        if (Namespace is null || !Array.Exists(Namespace, NamespaceFilter.IsPattern))
            return true;
        return !returned.Contains((item.PeerNamespaceId.Inode, item.Interface.PeerIndex ?? 0)) && returned.Add((item.NamespaceId.Inode, item.Interface.Index));
    }

    /// <summary>Under the name that it was looked for by.</summary>
    private protected override VethPair Present(VethPair item, string pattern, NamespaceSession session) =>
        IsMeantByPeer(item, pattern) ? VethReader.Read(session, item.PeerName) : item;

    private protected override NetworkException Missing(string name, NamespaceSession session) => new(
        NetworkError.InterfaceNotFound, $"There is no veth pair with an end '{name}' in {session.Description}.", name,
        "Get-VethPair lists the pairs there are; -Namespace looks in another namespace.");

    /// <summary>Of a bridge the pairs with an end in it; else the pair itself, or the one that an interface is an end of.</summary>
    private protected override IEnumerable<Search> SearchesFor(PipedObject piped)
    {
        if (piped.IsBridge || piped.Has("Subnet"))
            return piped.Interfaces().Select(bridge => Search.All(bridge.Place, pair => Joins(pair, bridge.Name)));
        return piped.Interfaces().Take(1).Select(end => Search.Exactly(end.Place, end.Name));
    }

    private static bool Joins(VethPair pair, InterfaceReference[]? bridges) =>
        BridgeFilter.Matches(bridges, pair.Interface.Bridge, pair.NamespaceId)
        || (pair.PeerNamespaceId == pair.NamespaceId && BridgeFilter.Matches(bridges, pair.Peer?.Bridge, pair.NamespaceId));

    private static bool Joins(VethPair pair, string bridge) => Joins(pair, [new InterfaceReference(WildcardPattern.Escape(bridge))]);

    private static bool IsMeantByPeer(VethPair pair, string pattern) =>
        pair.NamespaceId == pair.PeerNamespaceId && pair.PeerName.Length > 0 && !Matches(pattern, pair.Name) && Matches(pattern, pair.PeerName);

    private static bool Matches(string pattern, string name) => NameFilter.Matching(pattern)(name);
}
