# What a user pays for VethLab when a shell starts: the whole life of a shell that does nothing, without the module, with it, and with a first cmdlet.
param([int] $Runs)
Import-Module $PSScriptRoot/../Measure.psm1
Import-Module $PSScriptRoot/../Goals.psm1
$work = [System.IO.Directory]::CreateTempSubdirectory('VethLab-bench-').FullName
$first = '$null = Get-NetInterface lo'

# The milliseconds that a command line takes from its start to its end.
function Measure-Words([string[]] $Words, [string] $Module) {
    $before = $env:VETHLAB_MODULE
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    if ($Module) { $env:VETHLAB_MODULE = $Module }
    $process = Start-Words $Words
    $env:VETHLAB_MODULE = $before
    $process.StandardInput.Close()
    $errors = $process.StandardError.ReadToEnd()
    $process.WaitForExit()
    if ($process.ExitCode -ne 0 -or $errors) { throw "$Words failed: $errors" }
    $process.Dispose()
    $clock.Elapsed.TotalMilliseconds
}

# ./vethlab imports by itself; an empty module in VethLab's place shows what it takes without.
[System.IO.File]::WriteAllText("$work/VethLab.psd1", "@{ ModuleVersion = '0.0.1' }")
$launcher = [System.IO.Path]::GetFullPath("$PSScriptRoot/../../vethlab")
$shells = @(
    @{ Name = './vethlab'; Bare = @($launcher, '-Command', '1'); Empty = "$work/VethLab.psd1"; With = @($launcher, '-Command', '1'); First = @($launcher, '-Command', $first) }
    if (Get-Command pwsh -CommandType Application -ErrorAction Ignore) {
        $import = "Import-Module '$moduleManifest'"
        @{ Name = 'pwsh'; Bare = 'pwsh', '-NoProfile', '-Command', '1'; With = 'pwsh', '-NoProfile', '-Command', $import; First = 'pwsh', '-NoProfile', '-Command', "$import; $first" }
    }
)
$all = foreach ($run in 0..$Runs) {
    foreach ($shell in $shells) {
        $one = [pscustomobject]@{ Name = $shell.Name; Bare = Measure-Words $shell.Bare $shell.Empty; With = Measure-Words $shell.With; First = Measure-Words $shell.First }
        if ($run) { $one }
    }
}
[System.IO.Directory]::Delete($work, $true)
'## Import-Module'
''
"A shell's whole life, from its start to its exit: without the module, with it, and with it and a first cmdlet, ``Get-NetInterface lo``. Milliseconds: the median of $Runs runs in turns,"
'and the worst of them in brackets; differences are medians of those within a run.'
''
$rows = foreach ($shell in $shells) {
    $had = @($all | Where-Object Name -EQ $shell.Name)
    @{ shell = $shell.Name; bare = Format-Runs $had.Bare; 'with VethLab' = Format-Runs $had.With; 'and a cmdlet' = Format-Runs $had.First }
}
Format-MarkdownTable shell, bare, 'with VethLab', 'and a cmdlet' $rows
''
Format-GoalTable @(foreach ($shell in $shells) {
    $had = @($all | Where-Object Name -EQ $shell.Name)
    New-FigureGoal "$($shell.Name): import" (Get-Median @($had | ForEach-Object { $_.With - $_.Bare })) 60 'ms'
    New-FigureGoal "$($shell.Name): first cmdlet" (Get-Median @($had | ForEach-Object { $_.First - $_.With })) 60 'ms'
})
