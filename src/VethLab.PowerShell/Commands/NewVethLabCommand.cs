using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Management.Automation;
using VethLab.Networks.Errors;
using VethLab.Networks.Labs.Description;
using VethLab.Networks.Labs.Plans;
using VethLab.Networks.Labs.State;
using VethLab.Networks.Namespaces;
using VethLab.Networks.Plans;
using VethLab.PowerShell.Errors;
using VethLab.PowerShell.Labs;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>New-VethLab: makes a whole lab from a description, all of it or nothing.</summary>
[Cmdlet(VerbsCommon.New, "VethLab", SupportsShouldProcess = true, DefaultParameterSetName = "Star")]
[OutputType(typeof(NetworkLab), typeof(LabStep))]
public sealed class NewVethLabCommand : NetCmdlet
{
    /// <summary>Steps after which making a lab is worth a progress bar.</summary>
    private const int ManySteps = 60;

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Star")]
    [Parameter(Position = 0, ParameterSetName = "Description")]
    [Parameter(Position = 0, ParameterSetName = "Path")]
    [AllowEmptyString]
    public string? Name { get; set; }

    /// <summary>Networks of the one bridge, IPv4 or IPv6, from which everybody gets addresses.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Star")]
    public string[] Subnet { get; set; } = [];

    /// <summary>Number of namespaces.</summary>
    [Parameter(ParameterSetName = "Star")]
    public int Count { get; set; } = 2;

    /// <summary>Of the namespaces' names.</summary>
    [Parameter(ParameterSetName = "Star")]
    public string NamespacePrefix { get; set; } = "ns";

    /// <summary>A hashtable, an object, or a script block that returns one; files from Get-ChildItem are read. (Of another type, the engine would run the block.)</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ParameterSetName = "Description")]
    public object? Description { get; set; }

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path")]
    [Alias("FullName")]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    [Parameter]
    public LabPlacement? Placement { get; set; }

    [Parameter]
    public SwitchParameter Masquerade { get; set; }

    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case "Star":
                Make(Star(), null, []);
                break;
            case "Description" when Bare(Description) is FileInfo file:
                MakeFrom(file.FullName);
                break;
            case "Description":
                ForEachObject(() => Make(ObjectReader.Read(Described()), null, []));
                break;
            default:
                foreach (var pattern in Path)
                {
                    foreach (var file in ResolveFiles(pattern))
                        MakeFrom(file);
                }
                break;
        }
    }

    /// <summary>What the parameters say, as a document whose paths are the parameters' names.</summary>
    private DocumentNode Star()
    {
        var bridge = DocumentNode.Map("br01", default,
        [
            Member("subnet", DocumentNode.List("-Subnet", default, Subnet.Select(text => DocumentNode.Single("-Subnet", default, text)).ToList())),
            Member("count", DocumentNode.Single("-Count", default, (long)Count)),
            Member("prefix", DocumentNode.Single("-NamespacePrefix", default, NamespacePrefix)),
        ]);
        return DocumentNode.Map("-Name", default, [Member("bridges", DocumentNode.Map("bridges", default, [Member("br01", bridge)]))]);

        static DocumentMember Member(string key, DocumentNode value) => new(key, default, value);
    }

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private object? Described()
    {
        if (Bare(Description) is not ScriptBlock block)
            return Description;
        var output = block.Invoke();
        return output.Count == 1 ? output[0] : throw new NetworkException(
            NetworkError.DescriptionInvalid, $"The script block returned {output.Count} objects; a description is one hashtable.", block,
            "Let it end with @{ … }, and keep the output of other commands out of it: $null = …");
    }

    private Collection<string> ResolveFiles(string pattern)
    {
        try
        {
            return GetResolvedProviderPathFromPSPath(pattern, out _);
        }
        catch (Exception failure) when (failure is ItemNotFoundException or System.Management.Automation.DriveNotFoundException)
        {
            WriteError(ErrorRecords.From(new NetworkException(NetworkError.DescriptionInvalid, failure.Message, pattern, "Check the path.", failure)));
            return [];
        }
    }

    private void MakeFrom(string file)
    {
        var (root, problems, notes) = DescriptionFile.Read(file);
        foreach (var note in notes)
            WriteWarning(note.ToString());
        if (root is null)
            Report(problems);
        else
            Make(root, DescriptionFile.ShownName(file), problems);
    }

    private void Make(DocumentNode root, string? file, IReadOnlyList<LabProblem> known) => ForEachObject(() =>
    {
        var reading = LabDocument.Read(root, file, Name, Placement, Masquerade);
        // What could not be read at all needs no second complaint.
        var problems = known.Concat(reading.Problems.Where(problem => !known.Any(other => other.Path == problem.Path))).OrderBy(problem => problem.Line).ToList();
        Report(problems);
        if (problems.Count > 0 || reading.Description is not { } lab)
            return;
        // What comes down the pipeline may want its turn in here next.
        try
        {
            var made = MakeAlone(lab, out var changes);
            foreach (var change in changes)
                WriteInformation(change, ["VethLab", "LabChange", "PSHOST"]);
            if (made is not null)
                WriteObject(made, enumerateCollection: true);
        }
        catch (LabConflictException conflicts)
        {
            Report(conflicts.All.Select(reading.Places!.ProblemOf).OrderBy(problem => problem.Line).ThenBy(problem => problem.Column).ToList());
        }
    });

    /// <summary>Makes a lab while nobody else changes what labs share here. Returns it; its plan with -WhatIf; null where the user does not want it.</summary>
    /// <param name="lab">The lab.</param>
    /// <param name="changes">What became different in one that was there.</param>
    private object? MakeAlone(LabDescription lab, out IReadOnlyList<LabChange> changes)
    {
        changes = [];
        var here = SessionFor((NamespaceReference?)null);
        using var alone = NamespaceTurn.Take(here, Cancellation);
        using var plan = LabPlanner.Plan(lab, here, Cancellation);
        if (IsWhatIf)
            return plan.Steps.ToList();
        var action = plan.IsUpdate ? "Change lab" : "Create lab";
        if (plan.Steps.Count > 0 && !Perform(plan.Plan, action, lab.Name, Progress($"{action} {lab.Name}", plan.Steps)))
            return null;
        changes = plan.Changes;
        return plan.ReadBack(here);
    }

    /// <summary>All of them, each with its place.</summary>
    private void Report(IReadOnlyList<LabProblem> problems)
    {
        foreach (var problem in problems)
            WriteError(ErrorRecords.From(problem.ToException()));
    }

    private Action<Step>? Progress(string activity, IReadOnlyList<LabStep> steps)
    {
        if (steps.Count < ManySteps)
            return null;
        var number = 0;
        var told = Stopwatch.GetTimestamp();
        return _ =>
        {
            var isLast = ++number == steps.Count;
            if (!isLast && Stopwatch.GetElapsedTime(told) < TimeSpan.FromMilliseconds(200))
                return;
            told = Stopwatch.GetTimestamp();
            var step = steps[number - 1];
            WriteProgress(new ProgressRecord(0, activity, $"{step.Action} {step.Target}")
            {
                PercentComplete = 100 * number / steps.Count,
                RecordType = isLast ? ProgressRecordType.Completed : ProgressRecordType.Processing,
            });
        };
    }
}
