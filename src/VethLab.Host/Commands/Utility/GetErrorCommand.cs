using System.Collections;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-Error: the last error, or the last ones, in full.</summary>
[Cmdlet(VerbsCommon.Get, "Error", DefaultParameterSetName = "Newest")]
public sealed class GetErrorCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = "Error")]
    public PSObject? InputObject { get; set; }

    [Parameter(ParameterSetName = "Newest")]
    [Alias("Last")]
    [ValidateRange(1, int.MaxValue)]
    public int Newest { get; set; } = 1;

    protected override void ProcessRecord()
    {
        var errors = InputObject is not null
            ? [InputObject.BaseObject]
            : ((ArrayList)SessionState.PSVariable.Get("error").Value).Cast<object>().Take(Newest).ToArray();
        foreach (var error in errors)
            WriteObject(Extended(error));
    }

    /// <summary>The engine's format data shows everything of an error under these type names.</summary>
    private static PSObject Extended(object error)
    {
        var extended = new PSObject(error).Copy();
        foreach (var plain in new[] { "System.Management.Automation.ErrorRecord", "System.Exception" })
            if (extended.TypeNames.Remove(plain))
                extended.TypeNames.Insert(0, plain + "#PSExtendedError");
        return extended;
    }
}
