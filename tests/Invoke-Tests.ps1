# Runs tests in this process's namespaces and writes their results to a file: build.ps1 starts it inside -Isolated, in
# another process, which is why all arguments are plain texts. Lines of the file: result TAB file TAB name TAB what it
# said, its middle left out where that is long; the last one is "end", and a file without it is a run that died.
param(
    [Parameter(Mandatory)] [string] $ResultPath,
    [string] $Path = $PSScriptRoot + '/Pester',     # test files and folders, separated by ':'; '-' for none
    [string] $Assembly,                             # the xunit assembly to run first, if any
    [string] $Tag,                                  # separated by ','
    [string] $ExcludeTag,
    [string] $Name,                                 # wildcards over a test's full name, separated by ','
    [string] $Engine = 'Auto'
)
. $PSScriptRoot/Pester/shared/Module.ps1       # before any test file takes the clone's
$filters = @{}
if ($Tag) { $filters.Tag = $Tag.Split(',') }
if ($ExcludeTag) { $filters.ExcludeTag = $ExcludeTag.Split(',') }
if ($Name) { $filters.FullName = $Name.Split(',') }
$results = @(
    if ($Assembly) { & $PSScriptRoot/Runner/Invoke-XunitAssembly.ps1 $Assembly @filters }
    if ($Path -ne '-') { & $PSScriptRoot/Runner/Invoke-TestFiles.ps1 -Path $Path.Split(':') -Engine $Engine @filters }
)
$lines = foreach ($result in $results) {
    if ($result.Result -notin 'Passed', 'Failed', 'Skipped', 'NotRun') { throw "Something that is no test result was returned: $result" }
    $message = "$($result.PSObject.Properties['Message']?.Value)" -replace '\s+', ' '
    "$($result.Result)`t$($result.File)`t$("$($result.Name)" -replace '\s+', ' ')`t$($message.Length -le 600 ? $message : ($message[0..299] -join '') + ' … ' + ($message[-300..-1] -join ''))"
}
[System.IO.File]::WriteAllLines($ResultPath, [string[]] (@($lines) + 'end'))
