using System.Management.Automation.Runspaces;
using Microsoft.PowerShell.Commands;
using VethLab.Host.Engine;

namespace VethLab.Host.Session;

/// <summary>The commands of this program: those of pwsh's Utility and Management modules that the engine's package lacks.</summary>
internal static class HostCommands
{
    /// <summary>All of them, under the names of the modules they belong to in pwsh.</summary>
    internal static IEnumerable<SessionStateCmdletEntry> Entries() =>
    [
        .. Utility.Select(command => SnapIns.Entry(SnapIns.Utility, command.Name, command.Type)),
        .. Management.Select(command => SnapIns.Entry(SnapIns.Management, command.Name, command.Type)),
    ];

    // A list, not a search for attributes: reflection over all types costs more than the rest of the start.
    private static readonly (string Name, Type Type)[] Utility =
    [
        ("Add-Member", typeof(AddMemberCommand)),
        ("Add-Type", typeof(AddTypeCommand)),
        ("Clear-Variable", typeof(ClearVariableCommand)),
        ("Compare-Object", typeof(CompareObjectCommand)),
        ("ConvertFrom-Csv", typeof(ConvertFromCsvCommand)),
        ("ConvertFrom-Json", typeof(ConvertFromJsonCommand)),
        ("ConvertTo-Csv", typeof(ConvertToCsvCommand)),
        ("ConvertTo-Json", typeof(ConvertToJsonCommand)),
        ("Export-Csv", typeof(ExportCsvCommand)),
        ("Format-Custom", typeof(FormatCustomCommand)),
        ("Format-List", typeof(FormatListCommand)),
        ("Format-Table", typeof(FormatTableCommand)),
        ("Format-Wide", typeof(FormatWideCommand)),
        ("Get-Alias", typeof(GetAliasCommand)),
        ("Get-Date", typeof(GetDateCommand)),
        ("Get-Host", typeof(GetHostCommand)),
        ("Get-Member", typeof(GetMemberCommand)),
        ("Get-Random", typeof(GetRandomCommand)),
        ("Get-Unique", typeof(GetUniqueCommand)),
        ("Get-Variable", typeof(GetVariableCommand)),
        ("Group-Object", typeof(GroupObjectCommand)),
        ("Import-Csv", typeof(ImportCsvCommand)),
        ("Import-PowerShellDataFile", typeof(ImportPowerShellDataFileCommand)),
        ("Invoke-Expression", typeof(InvokeExpressionCommand)),
        ("Measure-Command", typeof(MeasureCommandCommand)),
        ("Measure-Object", typeof(MeasureObjectCommand)),
        ("New-Alias", typeof(NewAliasCommand)),
        ("New-Guid", typeof(NewGuidCommand)),
        ("New-Object", typeof(NewObjectCommand)),
        ("New-TemporaryFile", typeof(NewTemporaryFileCommand)),
        ("New-TimeSpan", typeof(NewTimeSpanCommand)),
        ("New-Variable", typeof(NewVariableCommand)),
        ("Out-File", typeof(OutFileCommand)),
        ("Out-String", typeof(OutStringCommand)),
        ("Read-Host", typeof(ReadHostCommand)),
        ("Remove-Alias", typeof(RemoveAliasCommand)),
        ("Remove-Variable", typeof(RemoveVariableCommand)),
        ("Select-Object", typeof(SelectObjectCommand)),
        ("Select-String", typeof(SelectStringCommand)),
        ("Set-Alias", typeof(SetAliasCommand)),
        ("Set-Variable", typeof(SetVariableCommand)),
        ("Sort-Object", typeof(SortObjectCommand)),
        ("Start-Sleep", typeof(StartSleepCommand)),
        ("Tee-Object", typeof(TeeObjectCommand)),
        ("Write-Debug", typeof(WriteDebugCommand)),
        ("Write-Error", typeof(WriteErrorCommand)),
        ("Write-Host", typeof(WriteHostCommand)),
        ("Write-Information", typeof(WriteInformationCommand)),
        ("Write-Output", typeof(WriteOutputCommand)),
        ("Write-Progress", typeof(WriteProgressCommand)),
        ("Write-Verbose", typeof(WriteVerboseCommand)),
        ("Write-Warning", typeof(WriteWarningCommand)),
    ];

    private static readonly (string Name, Type Type)[] Management =
    [
        ("Add-Content", typeof(AddContentCommand)),
        ("Clear-Content", typeof(ClearContentCommand)),
        ("Clear-Item", typeof(ClearItemCommand)),
        ("Convert-Path", typeof(ConvertPathCommand)),
        ("Copy-Item", typeof(CopyItemCommand)),
        ("Get-ChildItem", typeof(GetChildItemCommand)),
        ("Get-Content", typeof(GetContentCommand)),
        ("Get-Item", typeof(GetItemCommand)),
        ("Get-ItemProperty", typeof(GetItemPropertyCommand)),
        ("Get-ItemPropertyValue", typeof(GetItemPropertyValueCommand)),
        ("Get-Location", typeof(GetLocationCommand)),
        ("Get-PSDrive", typeof(GetPSDriveCommand)),
        ("Get-PSProvider", typeof(GetPSProviderCommand)),
        ("Get-Process", typeof(GetProcessCommand)),
        ("Join-Path", typeof(JoinPathCommand)),
        ("Move-Item", typeof(MoveItemCommand)),
        ("New-Item", typeof(NewItemCommand)),
        ("New-PSDrive", typeof(NewPSDriveCommand)),
        ("Pop-Location", typeof(PopLocationCommand)),
        ("Push-Location", typeof(PushLocationCommand)),
        ("Remove-Item", typeof(RemoveItemCommand)),
        ("Remove-PSDrive", typeof(RemovePSDriveCommand)),
        ("Rename-Item", typeof(RenameItemCommand)),
        ("Resolve-Path", typeof(ResolvePathCommand)),
        ("Set-Content", typeof(SetContentCommand)),
        ("Set-Item", typeof(SetItemCommand)),
        ("Set-ItemProperty", typeof(SetItemPropertyCommand)),
        ("Set-Location", typeof(SetLocationCommand)),
        ("Split-Path", typeof(SplitPathCommand)),
        ("Start-Process", typeof(StartProcessCommand)),
        ("Stop-Process", typeof(StopProcessCommand)),
        ("Test-Path", typeof(TestPathCommand)),
        ("Wait-Process", typeof(WaitProcessCommand)),
    ];
}
