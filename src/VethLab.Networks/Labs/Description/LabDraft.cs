using System.Net;
using VethLab.Linux.Route;

namespace VethLab.Networks.Labs.Description;

/// <summary>A value with the place where it was written.</summary>
internal sealed record Written<T>(T Value, DocumentNode At);

/// <summary>A description on its way from what was written to what is meant: names and addresses that were left out are filled in step by step.</summary>
internal sealed class LabDraft(DocumentNode at, string name)
{
    internal DocumentNode At { get; } = at;

    internal string Name { get; } = name;

    internal LabPlacement Placement { get; set; }

    internal List<DraftBridge> Bridges { get; } = [];

    internal List<DraftHost> Namespaces { get; } = [];

    internal List<DraftLink> Links { get; } = [];

    internal DraftHost Host { get; set; } = new(at, string.Empty);

    /// <summary>Where masquerading was asked for; null: it was not.</summary>
    internal DocumentNode? MasqueradeAt { get; set; }

    /// <summary>The networks to masquerade; empty: those of the bridges.</summary>
    internal List<Written<IPPrefix>> Masquerade { get; } = [];

    internal LabUplink? Uplink { get; set; }

    internal List<Written<LabExpectation>> Reachability { get; } = [];

    private readonly Dictionary<string, List<DraftEnd>> ends = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DraftHost> spaces = new(StringComparer.Ordinal);
    private int knownLinks, knownSpaces;

    /// <summary>All ends in a namespace.</summary>
    internal IReadOnlyList<DraftEnd> EndsIn(string space)
    {
        for (; knownLinks < Links.Count; knownLinks++)
        {
            foreach (var end in Links[knownLinks].Ends.Where(end => end.Kind == LabNodeKind.Namespace))
            {
                if (!ends.TryGetValue(end.Node, out var those))
                    ends[end.Node] = those = [];
                those.Add(end);
            }
        }
        return ends.TryGetValue(space, out var found) ? found : [];
    }

    /// <summary>The namespace of a name, the first where there are several; null: there is none.</summary>
    internal DraftHost? Space(string name)
    {
        for (; knownSpaces < Namespaces.Count; knownSpaces++)
            spaces.TryAdd(Namespaces[knownSpaces].Name, Namespaces[knownSpaces]);
        return spaces.GetValueOrDefault(name);
    }
}

/// <summary>A namespace, or the one where the bridges live.</summary>
internal sealed class DraftHost(DocumentNode at, string name)
{
    internal DocumentNode At { get; } = at;

    internal string Name { get; } = name;

    internal List<Written<IPPrefix>> Addresses { get; } = [];

    internal bool Forwarding { get; set; }

    internal List<Written<LabSysctl>> Sysctls { get; } = [];

    internal List<Written<LabRoute>> Routes { get; } = [];

    internal List<Written<LabCommand>> Commands { get; } = [];

    internal DraftFirewall? Firewall { get; set; }
}

internal sealed class DraftFirewall(DocumentNode at)
{
    internal DocumentNode At { get; } = at;

    /// <summary>Null: what is forwarded is dropped, where anything is forwarded.</summary>
    internal FirewallPolicy? Policy { get; init; }

    internal FirewallPolicy Input { get; init; }

    internal FirewallPolicy Output { get; init; }

    internal List<Written<FirewallRule>> Rules { get; } = [];
}

internal sealed class DraftBridge(DocumentNode at, string name)
{
    internal DocumentNode At { get; } = at;

    internal string Name { get; } = name;

    internal List<Written<IPPrefix>> Subnets { get; } = [];

    /// <summary>Null: the first address of each subnet.</summary>
    internal List<Written<IPPrefix>>? Addresses { get; set; }

    /// <summary>Null: the bridge itself.</summary>
    internal List<Written<IPAddress>>? Gateways { get; set; }

    internal Written<MacAddress>? MacAddress { get; set; }

    internal int? Mtu { get; set; }

    internal bool Stp { get; set; }
}

internal sealed class DraftLink(DocumentNode at, DraftEnd end, DraftEnd peer)
{
    internal DocumentNode At { get; } = at;

    internal DraftEnd[] Ends { get; } = [end, peer];

    internal int? Mtu { get; init; }
}

internal sealed class DraftEnd(DocumentNode at, LabNodeKind kind, string node)
{
    internal DocumentNode At { get; } = at;

    internal LabNodeKind Kind { get; } = kind;

    internal string Node { get; } = node;

    /// <summary>Empty: a name is to be found for it.</summary>
    internal string Name { get; set; } = string.Empty;

    /// <summary>Null: they are handed out, where the other end's bridge has a subnet.</summary>
    internal List<Written<IPPrefix>>? Addresses { get; set; }

    /// <summary>Null: the bridge's, where addresses are handed out.</summary>
    internal List<Written<IPAddress>>? Gateways { get; set; }

    internal Written<MacAddress>? MacAddress { get; init; }

    /// <summary>Null: its link's.</summary>
    internal int? Mtu { get; init; }
}
