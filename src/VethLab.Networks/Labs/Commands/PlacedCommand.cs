using VethLab.Networks.Labs.Description;

namespace VethLab.Networks.Labs.Commands;

/// <summary>A command of a lab with its place.</summary>
/// <param name="Number">Within the lab, from 1; what its processes are marked with.</param>
/// <param name="Namespace">Where it is run; null: in the lab's own namespace.</param>
/// <param name="Command">The command.</param>
internal sealed record PlacedCommand(int Number, string? Namespace, LabCommand Command)
{
    /// <summary>All of a lab's, in the order in which they are started.</summary>
    internal static IReadOnlyList<PlacedCommand> Of(LabDescription lab)
    {
        var all = new List<PlacedCommand>();
        Add(null, lab.Host);
        foreach (var space in lab.Namespaces)
            Add(space.Name, space);
        return all;

        void Add(string? space, LabHost host)
        {
            foreach (var command in host.Commands)
                all.Add(new PlacedCommand(all.Count + 1, space, command));
        }
    }
}
