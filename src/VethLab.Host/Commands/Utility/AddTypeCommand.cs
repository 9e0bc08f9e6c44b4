using System.Management.Automation;
using System.Reflection;

namespace Microsoft.PowerShell.Commands;

/// <summary>Add-Type -AssemblyName and -Path. There is no compiler here, so -TypeDefinition and -MemberDefinition are errors that say so.</summary>
[Cmdlet(VerbsCommon.Add, "Type", DefaultParameterSetName = "FromSource")]
[OutputType(typeof(Type))]
public sealed class AddTypeCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "FromSource")]
    public string? TypeDefinition { get; set; }

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "FromMember")]
    public string? Name { get; set; }

    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "FromMember")]
    public string[]? MemberDefinition { get; set; }

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "FromPath")]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "FromLiteralPath")]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "FromAssemblyName")]
    [Alias("AN")]
    public string[] AssemblyName { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    public SwitchParameter IgnoreWarnings { get; set; }

    protected override void EndProcessing()
    {
        switch (ParameterSetName)
        {
            case "FromAssemblyName":
                foreach (var name in AssemblyName)
                    Load(name, () => Assembly.Load(new AssemblyName(name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name)));
                break;
            case "FromPath":
                foreach (var path in Path.SelectMany(path => SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _)))
                    Load(path, () => Assembly.LoadFrom(path));
                break;
            case "FromLiteralPath":
                foreach (var path in LiteralPath.Select(GetUnresolvedProviderPathFromPSPath))
                    Load(path, () => Assembly.LoadFrom(path));
                break;
            default:
                ThrowTerminatingError(new ErrorRecord(
                    new PSNotSupportedException("VethLab's host has no C# compiler. Run the script with pwsh, or load a compiled assembly with -Path."),
                    "NoCompiler", ErrorCategory.NotImplemented, null));
                break;
        }
    }

    private void Load(string name, Func<Assembly> load)
    {
        try
        {
            var assembly = load();
            if (PassThru)
                WriteObject(assembly.GetExportedTypes(), enumerateCollection: true);
        }
        catch (Exception failure) when (failure is IOException or BadImageFormatException)
        {
            ThrowTerminatingError(new ErrorRecord(failure, "PASSEMBLY_NOT_FOUND", ErrorCategory.ObjectNotFound, name));
        }
    }
}
