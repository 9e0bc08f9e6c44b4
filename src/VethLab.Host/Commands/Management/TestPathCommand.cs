using System.Management.Automation;
using VethLab.Host.Commands;
using VethLab.Host.Engine;

namespace Microsoft.PowerShell.Commands;

/// <summary>What Test-Path may be asked for.</summary>
public enum TestPathType
{
    Any,
    Container,
    Leaf,
}

/// <summary>Test-Path. The file system adds -OlderThan and -NewerThan.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Path", DefaultParameterSetName = "Path")]
[OutputType(typeof(bool))]
public sealed class TestPathCommand : PathCommand
{
    [Parameter(Position = 0, ParameterSetName = "Path", Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public override string[] Path { get; set; } = [];

    [Parameter(ParameterSetName = "LiteralPath", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public override string[] LiteralPath { get; set; } = [];

    private const string NullPath = "The provided Path argument was null or an empty collection.";

    [Parameter]
    [Alias("Type")]
    public TestPathType PathType { get; set; } = TestPathType.Any;

    [Parameter]
    public SwitchParameter IsValid { get; set; }

    private protected override object? FindDynamicParameters(ProviderContext context) =>
        PathType == TestPathType.Any && !IsValid && Path is not null && LiteralPath is not null ? InvokeProvider.Item.ItemExistsDynamicParameters(FirstPath, context) : null;

    protected override void ProcessRecord()
    {
        var paths = ParameterSetName == "LiteralPath" ? LiteralPath : Path;
        if (paths is null || paths.Length == 0)
        {
            WriteError(new ErrorRecord(
                new ArgumentNullException(NullPath),
                "NullPathNotPermitted", ErrorCategory.InvalidArgument, paths));
            return;
        }
        foreach (var path in paths)
            WriteObject(!string.IsNullOrWhiteSpace(path) && Test(path));
    }

    private bool Test(string path)
    {
        try
        {
            var context = NewContext();
            if (IsValid)
                return SessionState.Path.IsValid(path, context);
            var found = InvokeProvider.Item.Exists(path, context);
            return PathType switch
            {
                TestPathType.Container => found && InvokeProvider.Item.IsContainer(path, context),
                TestPathType.Leaf => found && !InvokeProvider.Item.IsContainer(path, context),
                _ => found,
            };
        }
        catch (Exception failure) when (failure is SessionStateException or PSNotSupportedException)
        {
            return false; // no such drive, provider or item: the path does not exist
        }
    }
}
