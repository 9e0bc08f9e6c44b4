# Runs the topics in bench/Topics inside `./vethlab -Isolated`, and writes what they found to docs/benchmarks.md. Under pwsh they run in
# pwsh, which the launcher starts inside. Returns the exit code.
#   -Quick   few runs, and the result is shown only: to see whether a change helps, not to be written down
#   -Topic   only these; the other sections of the page stay
#   -Runs    how often each thing is measured; 0: 7 times, with -Quick twice
param([Parameter(Mandatory)] [string] $Root, [switch] $Quick, [string[]] $Topic, [int] $Runs)
# Nothing else needs BenchmarkDotNet, so it is no part of the solution.
if (-not $Topic -or 'Wire' -in $Topic.Split(',')) {
    $output = & dotnet build "$PSScriptRoot/VethLab.Wire" -c Release -v q -nologo 2>&1
    if ($LASTEXITCODE -ne 0) {
        foreach ($line in $output) { $Host.UI.WriteLine("$line") }
        return $LASTEXITCODE
    }
}
$page = if ($Quick) { [System.IO.Path]::GetTempFileName() } else { "$Root/docs/benchmarks.md" }
$arguments = @('-Page', $page) + @(if ($Quick) { '-Quick' }) + @(if ($Topic) { '-Topic', ($Topic -join ',') }) + @(if ($Runs) { '-Runs', "$Runs" })
$script = "$PSScriptRoot/Write-Page.ps1"
$env:VETHLAB_SKIP_BUILD = '1'       # inside there is no network to restore from, and all is built
try {
    if ([System.Environment]::ProcessPath -like '*/pwsh') {
        $words = @([System.Environment]::ProcessPath, '-NoProfile', '-NonInteractive', '-File', $script) + $arguments
        $command = '& ' + (@($words | ForEach-Object { if ($_ -like '-*') { $_ } else { "'" + $_.Replace("'", "''") + "'" } }) -join ' ') + '; exit $LASTEXITCODE'
        & "$Root/vethlab" -Isolated -NonInteractive -Command $command | ForEach-Object { $Host.UI.WriteLine("$_") }
    }
    else { & "$Root/vethlab" -Isolated -NonInteractive $script @arguments | ForEach-Object { $Host.UI.WriteLine("$_") } }
    $exitCode = $LASTEXITCODE
}
finally { $env:VETHLAB_SKIP_BUILD = $null }
if ($Quick) {
    if ($exitCode -eq 0) { $Host.UI.WriteLine([System.IO.File]::ReadAllText($page)) }
    [System.IO.File]::Delete($page)
}
elseif ($exitCode -eq 0) { $Host.UI.WriteLine('Wrote docs/benchmarks.md') }
$exitCode
