namespace VethLab.Networks.Labs.Description;

/// <summary>What became of reading a description: the description, or everything that is wrong with it.</summary>
public sealed record LabReading(LabDescription? Description, IReadOnlyList<LabProblem> Problems)
{
    /// <summary>Where the parts of the lab are written; null where there is no description.</summary>
    public LabPlaces? Places { get; init; }
}

/// <summary>From what was written to what is meant. docs/labs.md tells what can be written.</summary>
public static class LabDocument
{
    /// <summary>Reads a whole document. Nothing is looked up in the kernel.</summary>
    /// <param name="root">The document.</param>
    /// <param name="file">Its file, for problems; null where there is none.</param>
    /// <param name="name">The lab's name, instead of the document's own.</param>
    /// <param name="change">What to change in the result of reading before it is completed, as parameters beside a file do.</param>
    internal static LabReading Read(DocumentNode root, string? file, string? name, Action<LabDraft>? change)
    {
        var problems = new LabProblems(file);
        var draft = new LabDraftReader(problems).Read(root, name);
        if (draft is null)
            return new LabReading(null, problems.All);
        change?.Invoke(draft);
        new LabCompletion(draft, problems).Complete();
        new LabRules(draft, problems).Check();
        return problems.All.Count > 0 ? new LabReading(null, problems.All) : new LabReading(Finish(draft), []) { Places = new LabPlaces(draft, file) };
    }

    /// <summary>The same, with what parameters beside a document say: they win.</summary>
    public static LabReading Read(DocumentNode root, string? file = null, string? name = null, LabPlacement? placement = null, bool masquerade = false) =>
        Read(root, file, name, draft =>
        {
            draft.Placement = placement ?? draft.Placement;
            if (masquerade)
                draft.MasqueradeAt ??= root;
        });

    private static LabDescription Finish(LabDraft draft)
    {
        var host = Finish(draft.Host, new LabHost());
        // Packets for outside must pass where the bridges live.
        host = host with { Forwarding = host.Forwarding || draft.Uplink is not null || draft.Masquerade.Count > 0 };
        return new LabDescription(draft.Name)
        {
            Placement = draft.Placement,
            Bridges = draft.Bridges.Select(bridge => new LabBridge(bridge.Name)
            {
                IPAddress = Values(bridge.Addresses!),
                MacAddress = bridge.MacAddress?.Value,
                Mtu = bridge.Mtu,
                Stp = bridge.Stp,
            }).ToSnapshotList(),
            Namespaces = draft.Namespaces.Select(space => Finish(space, new LabNamespace(space.Name))).ToSnapshotList(),
            Links = draft.Links.Select(link => new LabLink(Finish(link.Ends[0]), Finish(link.Ends[1])) { Mtu = link.Mtu }).ToSnapshotList(),
            Host = host with { Firewall = Finish(draft.Host.Firewall, host.Forwarding) },
            Masquerade = Values(draft.Masquerade),
            Uplink = draft.Uplink,
            Reachability = draft.Reachability.Select(one => one.Value).Distinct().ToSnapshotList(),
        };
    }

    private static T Finish<T>(DraftHost draft, T host) where T : LabHost => host with
    {
        IPAddress = Values(draft.Addresses),
        Forwarding = draft.Forwarding,
        Sysctls = Values(draft.Sysctls),
        Routes = Values(draft.Routes),
        Commands = Values(draft.Commands),
        Firewall = Finish(draft.Firewall, draft.Forwarding),
    };

    private static LabFirewall? Finish(DraftFirewall? draft, bool forwards) => draft is null ? null : new LabFirewall
    {
        Forward = draft.Policy ?? (forwards ? FirewallPolicy.Drop : FirewallPolicy.Accept),
        Input = draft.Input,
        Output = draft.Output,
        Rules = Values(draft.Rules),
    };

    private static LabEnd Finish(DraftEnd end) => new(end.Kind, end.Node, end.Name)
    {
        IPAddress = Values(end.Addresses!),
        MacAddress = end.MacAddress?.Value,
        Mtu = end.Mtu,
    };

    private static SnapshotList<T> Values<T>(IEnumerable<Written<T>> some) => some.Select(one => one.Value).ToSnapshotList();
}
