using VethLab.Networks.Errors;
using VethLab.Networks.Labs.Commands;
using VethLab.Networks.Records;

namespace VethLab.Networks.Labs.Description;

/// <summary>Reads the commands of a namespace: each a text, or a map where it needs more than that.</summary>
internal sealed class LabCommandReader(LabProblems problems)
{
    internal IEnumerable<Written<LabCommand>> Read(DocumentMap host)
    {
        foreach (var node in host.List("commands") ?? [])
        {
            var command = node is { IsMap: false } ? DocumentMap.TextOf(node, problems) is { } text ? new LabCommand(text) : null : ReadMap(node);
            if (command is not null && Check(command, node))
                yield return new Written<LabCommand>(command, node);
        }
    }

    private LabCommand? ReadMap(DocumentNode node)
    {
        if (DocumentMap.Of(node, problems, LabKeys.Command) is not { } map)
            return null;
        if (map["run"] is null)
            problems.Add(node, "the command has nothing to run", "Give 'run': a line for sh.");
        return map.Text("run") is { } run
            ? new LabCommand(run)
            {
                Wait = map.Flag("wait"),
                Name = map.Text("name"),
                Environment = Variables(map).ToSnapshotList(),
                Log = map.Text("log"),
            }
            : null;
    }

    private IEnumerable<LabVariable> Variables(DocumentMap map)
    {
        if (map["env"] is { } node && node.Members is null)
            problems.Add(node, $"a map is expected, this is {node.Kind}", "Write names and values: @{ PORT = 8080 }.");
        foreach (var member in map["env"]?.Members ?? [])
        {
            if (member.Key.Length == 0 || member.Key.Contains('=', StringComparison.Ordinal) || member.Key.StartsWith(CommandMark.Variable, StringComparison.Ordinal))
                problems.Add(member.Value.Path, member.Position, $"'{member.Key}' cannot be set", $"Names have no '='; {CommandMark.Variable} and what begins so is the lab's mark.", NetworkError.InvalidName);
            else if (member.Value is { IsMap: false, IsList: false, Value: bool flag })
                yield return new LabVariable(member.Key, flag ? "true" : "false");
            else if (DocumentMap.TextOf(member.Value, problems) is { } value)
                yield return new LabVariable(member.Key, value);
        }
    }

    private bool Check(LabCommand command, DocumentNode node)
    {
        var before = problems.All.Count;
        if (string.IsNullOrWhiteSpace(command.Run))
            problems.Add(node, "the command is empty", "Write a line for sh, or leave it out.", NetworkError.InvalidValue);
        if (command.Log is { } log && !log.StartsWith('/'))
            problems.Add(node, $"'{log}' is no whole path", "Commands run in /, so write the log's path from there. In a .psd1 file $PSScriptRoot is the file's folder.", NetworkError.InvalidValue);
        if (CommandRecord.Texts(command).Any(text => text.Contains('\0', StringComparison.Ordinal)))
            problems.Add(node, "a text contains NUL", "No program can be given that.", NetworkError.InvalidValue);
        if (!CommandRecord.Fits(command))
            problems.Add(node, $"the command is too long to be remembered in the kernel: {CommandRecord.MaximumLength} bytes are possible", "Put it into a script and run that.", NetworkError.InvalidValue);
        return problems.All.Count == before;
    }
}
