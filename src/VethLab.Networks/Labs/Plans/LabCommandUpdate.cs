using VethLab.Networks.Labs.Commands;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.State;
using VethLab.Networks.Records;

namespace VethLab.Networks.Labs.Plans;

/// <summary>The steps that change what runs in a lab: commands that are the same in the same namespace keep their numbers, and run on.</summary>
internal sealed class LabCommandUpdate
{
    private readonly LabPlan plan;
    private readonly LabUpdatePlaces places;
    private readonly string lab;
    private readonly LabMark mark;
    private readonly LabCommandSteps steps;
    private readonly IReadOnlyList<PlacedCommand> present;
    private readonly List<PlacedCommand> going;
    private readonly List<PlacedCommand> coming = [];
    private readonly List<PlacedCommand> all = [];

    internal LabCommandUpdate(LabPlan plan, LabUpdatePlaces places, LabSitting sitting, LabDescription wanted, LabCommandSteps steps)
    {
        this.plan = plan;
        this.places = places;
        this.steps = steps;
        lab = wanted.Name;
        mark = LabMark.Of(lab);
        present = CommandRecord.Read(sitting.Records);
        going = [.. present];
        var next = present.Select(command => command.Number).DefaultIfEmpty(0).Max() + 1;
        foreach (var command in PlacedCommand.Of(wanted))
        {
            var same = going.FindIndex(other => other.Namespace == command.Namespace && other.Command == command.Command);
            all.Add(same >= 0 ? going[same] : command with { Number = next++ });
            if (same >= 0)
                going.RemoveAt(same);
            else
                coming.Add(all[^1]);
        }
    }

    /// <summary>What is written before anything is started.</summary>
    internal IEnumerable<string> Records => coming.SelectMany(CommandRecord.Write);

    internal void AddEnds()
    {
        foreach (var command in going)
        {
            steps.AddEnd(PlaceOf(command), command);
            plan.Tell(LabChangeAction.Remove, "command", command.Command.ToString(), PlaceOf(command));
        }
    }

    internal void AddStarts()
    {
        steps.Add(coming, PlaceOf);
        foreach (var command in coming)
            plan.Tell(LabChangeAction.Add, "command", command.Command.ToString(), PlaceOf(command));
        AddOrder();
    }

    /// <summary>The records in the order in which commands are asked for, without those that are not any more: in it they are started when the lab is made again.</summary>
    private void AddOrder()
    {
        if (places.Bridges.IsNew || InNamespaces(present) == InNamespaces(all))
            return;
        LabRecordSteps.Replace(
            plan, places.Bridges, mark, CommandRecord.Is, [.. present.Concat(coming).SelectMany(CommandRecord.Write)], [.. all.SelectMany(CommandRecord.Write)]);
        if (going.Count == 0 && coming.Count == 0)
            plan.Tell(LabChangeAction.Change, "order of commands", lab);

        static string InNamespaces(IEnumerable<PlacedCommand> commands) =>
            string.Join('\n', commands.GroupBy(command => command.Namespace).OrderBy(group => group.Key, StringComparer.Ordinal).SelectMany(group => group).SelectMany(CommandRecord.Write));
    }

    private LabPlace PlaceOf(PlacedCommand command) => command.Namespace is { } space ? places[space] : places.Bridges;
}
