# What a user pays for VethLab when a shell starts: the whole life of a shell that does nothing, without the module and with it.
param([int] $Runs)
$work = [System.IO.Directory]::CreateTempSubdirectory('VethLab-bench-').FullName

# The milliseconds that a command line takes, started $Runs times and once before that.
function Measure-Words([string[]] $Words, [string] $Module) {
    foreach ($run in 0..$Runs) {
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
        if ($run) { $clock.Elapsed.TotalMilliseconds }
    }
}

# ./vethlab imports by itself; an empty module in VethLab's place shows what it takes without.
[System.IO.File]::WriteAllText("$work/VethLab.psd1", "@{ ModuleVersion = '0.0.1' }")
$rows = @(
    $launcher = [System.IO.Path]::GetFullPath("$PSScriptRoot/../../vethlab")
    $bare = Measure-Words @($launcher, '-Command', '1') "$work/VethLab.psd1"
    $with = Measure-Words @($launcher, '-Command', '1')
    @{ shell = './vethlab'; bare = Format-Runs $bare; 'with VethLab' = Format-Runs $with; difference = Format-Milliseconds ((Get-Median $with) - (Get-Median $bare)) }
    if (Get-Command pwsh -CommandType Application -ErrorAction Ignore) {
        $bare = Measure-Words 'pwsh', '-NoProfile', '-Command', '1'
        $with = Measure-Words 'pwsh', '-NoProfile', '-Command', "Import-Module '$moduleManifest'; 1"
        @{ shell = 'pwsh'; bare = Format-Runs $bare; 'with VethLab' = Format-Runs $with; difference = Format-Milliseconds ((Get-Median $with) - (Get-Median $bare)) }
    }
)
[System.IO.Directory]::Delete($work, $true)
'## Import-Module'
''
"A shell's whole life, from its start to its exit, without the module and with it. Milliseconds: the median of $Runs runs, and the worst of them in brackets."
''
Format-MarkdownTable shell, bare, 'with VethLab', difference $rows
