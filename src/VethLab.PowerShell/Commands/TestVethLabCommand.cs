using System.Management.Automation;
using VethLab.Networks.Labs.Testing;
using VethLab.PowerShell.Completion;
using VethLab.PowerShell.Parameters;

namespace VethLab.PowerShell.Commands;

/// <summary>Test-VethLab: who reaches whom in a lab, and whether that is as it should be.</summary>
[Cmdlet(VerbsDiagnostic.Test, "VethLab")]
[OutputType(typeof(LabReachability), typeof(LabMatrix), typeof(bool))]
public sealed class TestVethLabCommand : NetCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LabCompleter))]
    public LabReference[] Name { get; set; } = [];

    [Parameter]
    [ValidateRange(0.001, 3600)]
    public double TimeoutSeconds { get; set; } = 2;

    /// <summary>Return one drawing for each lab.</summary>
    [Parameter]
    public SwitchParameter Matrix { get; set; }

    /// <summary>Return one truth value for each lab: whether all is as expected.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var lab in Name)
            ForEachObject(() => Test(lab.Name));
    }

    private void Test(string lab)
    {
        var results = new List<LabReachability>();
        LabTester.Run(lab, TimeSpan.FromSeconds(TimeoutSeconds), OnResult, WriteVerbose, WriteWarning, Cancellation);
        if (Cancellation.IsCancellationRequested)
            return;
        if (Matrix)
            WriteObject(LabMatrix.Of(lab, results));
        else if (Quiet)
            WriteObject(results.TrueForAll(result => result.IsAsExpected));

        void OnResult(LabReachability result)
        {
            results.Add(result);
            if (!Matrix && !Quiet)
                WriteObject(result);
        }
    }
}
