using VethLab.Networks.Labs.Description;

namespace VethLab.Networks.Labs.Commands;

/// <summary>A command of a lab with its place.</summary>
/// <param name="Number">Within the lab, from 1; what its processes are marked with.</param>
/// <param name="Namespace">Where it is run; null: in the lab's own namespace.</param>
/// <param name="Command">The command.</param>
internal sealed record PlacedCommand(int Number, string? Namespace, LabCommand Command)
{
    /// <summary>All of a lab's, in the order in which they are started.</summary>
    internal static IReadOnlyList<PlacedCommand> Of(LabDescription lab) => lab.Host.Commands.Select(command => (Namespace: (string?)null, Command: command))
        .Concat(lab.Namespaces.SelectMany(space => space.Commands.Select(command => (Namespace: (string?)space.Name, Command: command))))
        .Select((one, i) => new PlacedCommand(i + 1, one.Namespace, one.Command)).ToList();
}
