# $TestDrive and TestDrive:, a temporary folder for each test file; what a block leaves in it goes when the block ends.
$script:TestDriveRoot = $null

function New-TestDrive {
    $script:TestDriveRoot = [System.IO.Directory]::CreateTempSubdirectory('TestDrive-').FullName
    $provider = $ExecutionContext.SessionState.Provider.GetOne('FileSystem')
    $drive = [System.Management.Automation.PSDriveInfo]::new('TestDrive', $provider, $script:TestDriveRoot, 'the running test file''s folder', $null)
    $null = $ExecutionContext.SessionState.Drive.New($drive, 'Global')
    $global:TestDrive = $script:TestDriveRoot
}

function Get-TestDriveEntries {
    if ($script:TestDriveRoot) { [System.IO.Directory]::GetFileSystemEntries($script:TestDriveRoot, '*', 'AllDirectories') }
}

function Clear-TestDrive([string[]] $Except) {
    foreach ($entry in @(Get-TestDriveEntries)) {
        # What was in a folder went with it.
        if ($entry -in $Except -or -not [System.IO.Directory]::Exists([System.IO.Path]::GetDirectoryName($entry))) { continue }
        if ([System.IO.Directory]::Exists($entry) -and -not [System.IO.FileInfo]::new($entry).LinkTarget) { [System.IO.Directory]::Delete($entry, $true) }
        else { [System.IO.File]::Delete($entry) }
    }
}

function Remove-TestDrive {
    $ExecutionContext.SessionState.Drive.Remove('TestDrive', $true, 'Global')
    $ExecutionContext.SessionState.PSVariable.Remove('global:TestDrive')
    [System.IO.Directory]::Delete($script:TestDriveRoot, $true)
    $script:TestDriveRoot = $null
}
