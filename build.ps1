# VethLab's tasks, under pwsh (./build.ps1) and under ./vethlab (./vethlab build.ps1).
#   Build   everything, quietly
#   Test    builds, then runs all tests isolated from the machine's network; the last line is
#           "N passed, N failed, N skipped", the exit code 0 only if something passed and nothing failed
#   Package builds, then makes what is installed elsewhere, below artifacts/: a folder to copy and a NuGet package
#   Bench   builds, then measures and writes docs/benchmarks.md; half an hour, with -Topic less, with -Quick some minutes and no file
#   Help    builds, then brings docs/help up to date with the cmdlets and makes en-US, what Get-Help shows, of it. Only under
#           pwsh, with the module Microsoft.PowerShell.PlatyPS
#   Clean   removes what Build made
[CmdletBinding()]
param(
    # Several are done in the order given, each only if the one before it succeeded.
    [string[]] $Task = 'Build',

    # First installs what tests compare against, and with Bench the contenders, from Debian's packages, where it is missing. Needs root.
    [switch] $Bootstrap,

    # Test: only tests with one of these tags (Pester) or values of the trait Category (xunit).
    [string[]] $Tag,

    # Test: only tests whose full name is like one of these wildcards, such as '*bridge*'.
    [string[]] $Name,

    # Test: the module to test instead of the clone's: its folder, the folder of its versions, or its manifest. After
    # -Task Package that is artifacts/VethLab.
    [string] $Module,

    # Bench: few runs, printed only.
    [switch] $Quick,

    # Bench: only these topics (bench/Topics); the page's other sections stay.
    [string[]] $Topic,

    # Bench: how often each thing is measured; by default 7 times, with -Quick twice.
    [ValidateRange(1, 100)]
    [int] $Runs
)
$tasks = @('Build', 'Test', 'Package', 'Bench', 'Help', 'Clean')
$Task = @($Task.Split(','))         # a command line passes Build,Test as one word
foreach ($one in $Task) { if ($one -notin $tasks) { throw "There is no task '$one'. Tasks are $($tasks -join ', ')." } }

# Returns the exit code; what was wrong has been printed. Always Release, as ./vethlab builds: both write bin/, and this
# process may have loaded what is there.
function Invoke-Build {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $output = & dotnet build "$PSScriptRoot/VethLab.slnx" -c Release -v q -nologo 2>&1
    if ($LASTEXITCODE -eq 0) { $output = & "$PSScriptRoot/vethlab" -Version 2>&1 }      # builds the engine host, where it is missing
    $exitCode = $LASTEXITCODE
    if ($exitCode -ne 0) { foreach ($line in $output) { $Host.UI.WriteLine("$line") } }
    $Host.UI.WriteLine("$(if ($exitCode) { 'The build failed' } else { 'Built' }) in $($clock.Elapsed.TotalSeconds.ToString('0.0'))s")
    $exitCode
}

function Remove-BuildOutput {
    $projects = foreach ($folder in 'src', 'tests', 'bench') {
        [System.IO.Directory]::GetFiles("$PSScriptRoot/$folder", '*.csproj', 'AllDirectories') | ForEach-Object { [System.IO.Path]::GetDirectoryName($_) }
    }
    # bin/ last: ./vethlab may be running from there.
    foreach ($output in @($projects | ForEach-Object { "$_/obj"; "$_/bin" }) + "$PSScriptRoot/artifacts" + "$PSScriptRoot/bin") {
        if ([System.IO.Directory]::Exists($output)) { [System.IO.Directory]::Delete($output, $true) }
    }
}

$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_NOLOGO = '1'
if ($Bootstrap) { & $PSScriptRoot/tests/Install-ComparedTools.ps1 }
if ($Bootstrap -and 'Bench' -in $Task) { & $PSScriptRoot/bench/Install-Contenders.ps1 }
foreach ($one in $Task) {
    $exitCode = 0
    if ($one -ne 'Clean') { $exitCode = Invoke-Build }
    if ($one -eq 'Test' -and $exitCode -eq 0) { $exitCode = & $PSScriptRoot/tests/Invoke-IsolatedTests.ps1 -Root $PSScriptRoot -Tag $Tag -Name $Name -Module $Module }
    if ($one -eq 'Package' -and $exitCode -eq 0) { & $PSScriptRoot/package/Build-Package.ps1 -Root $PSScriptRoot }
    if ($one -eq 'Bench' -and $exitCode -eq 0) { $exitCode = & $PSScriptRoot/bench/Invoke-Bench.ps1 -Root $PSScriptRoot -Quick:$Quick -Topic $Topic -Runs $Runs }
    if ($one -eq 'Help' -and $exitCode -eq 0) { & $PSScriptRoot/docs/Build-Help.ps1 -Root $PSScriptRoot }
    if ($one -eq 'Clean') { Remove-BuildOutput }
    if ($exitCode -ne 0) { exit $exitCode }
}
