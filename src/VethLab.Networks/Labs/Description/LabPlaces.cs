using VethLab.Networks.Labs.Plans;

namespace VethLab.Networks.Labs.Description;

/// <summary>Where in a document the parts of a lab are written, for what only a look at the kernel shows to be wrong.</summary>
public sealed class LabPlaces
{
    private readonly Dictionary<(LabPart, string), DocumentNode> places = [];
    private readonly DocumentNode root;
    private readonly string? file;

    internal LabPlaces(LabDraft draft, string? file)
    {
        this.file = file;
        root = draft.At;
        foreach (var space in draft.Namespaces)
            places.TryAdd((LabPart.Namespace, space.Name), space.At);
        places.TryAdd((LabPart.Namespace, draft.Name), Member("name"));
        foreach (var bridge in draft.Bridges)
        {
            places.TryAdd((LabPart.Interface, bridge.Name), bridge.At);
            foreach (var address in bridge.Addresses!)
                places.TryAdd((LabPart.Network, address.Value.Network.ToString()), address.At);
        }
        foreach (var end in draft.Links.SelectMany(link => link.Ends).Where(end => end.Kind != LabNodeKind.Namespace))
            places.TryAdd((LabPart.Interface, end.Name), end.At);
        foreach (var sysctl in draft.Host.Sysctls)
            places.TryAdd((LabPart.Sysctl, sysctl.Value.Key), sysctl.At);
        foreach (var network in draft.Masquerade)
            places.TryAdd((LabPart.Network, network.Value.ToString()), network.At);
        if (draft.Uplink is not { } uplink)
            return;
        var at = root.Members?.Any(member => Is(member, "uplink")) == true ? Member("uplink") : draft.MasqueradeAt ?? root;
        places.TryAdd((LabPart.Interface, uplink.InterfaceAlias), at);
        if (uplink.Network is { } own)
            places.TryAdd((LabPart.Network, own.ToString()), at);
    }

    /// <summary>The conflict as a problem of the document, at the place of what it concerns.</summary>
    public LabProblem ProblemOf(LabConflict conflict)
    {
        var at = places.GetValueOrDefault((conflict.Part, conflict.Name), root);
        return new LabProblem(conflict.Failure.Error, at.Path, conflict.Failure.Message, conflict.Failure.Advice ?? string.Empty)
        {
            File = file,
            Line = at.Position.Line,
            Column = at.Position.Column,
        };
    }

    private DocumentNode Member(string key) => root.Members?.FirstOrDefault(member => Is(member, key))?.Value ?? root;

    private static bool Is(DocumentMember member, string key) => string.Equals(member.Key, key, StringComparison.OrdinalIgnoreCase);
}
