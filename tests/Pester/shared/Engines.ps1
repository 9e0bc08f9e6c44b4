# Starts the shell that these tests run in once more, as another process: pwsh in pwsh, ./vethlab in ./vethlab.
. "$PSScriptRoot/Module.ps1"
$projectRoot = [System.IO.Path]::GetFullPath("$PSScriptRoot/../../..")
$isPwsh = [System.Environment]::ProcessPath -like '*/pwsh'

# The words of a command line that runs a script text with VethLab imported, its errors on standard error.
function Get-ShellWords([string] $Script) {
    if ($isPwsh) {
        [System.Environment]::ProcessPath, '-NoProfile', '-NonInteractive', '-Command', "Import-Module '$moduleManifest'; $Script"
    }
    else { "$projectRoot/vethlab", '-NonInteractive', '-Command', $Script }
}

# Starts words as a process with its outputs redirected.
function Start-Words([string[]] $Words) {
    $start = [System.Diagnostics.ProcessStartInfo]::new($Words[0])
    foreach ($word in $Words | Select-Object -Skip 1) { $start.ArgumentList.Add($word) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $start.Environment['VETHLAB_SKIP_BUILD'] = '1'
    $start.Environment['NO_COLOR'] = '1'
    [System.Diagnostics.Process]::Start($start)
}

# Starts a script in the shell, waits for its line 'ready', and returns the process.
function Start-Shell([string] $Script) {
    $process = Start-Words (Get-ShellWords $Script)
    $line = $process.StandardOutput.ReadLine()
    if ($line -ne 'ready') { throw "The script said '$line' and: $($process.StandardError.ReadToEnd())" }
    $process
}

# Presses Ctrl+C, and returns how long the process took to end; it is killed where it does not end.
function Stop-Shell([System.Diagnostics.Process] $Process, [double] $Seconds = 20) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    & kill -INT $Process.Id
    if (-not $Process.WaitForExit([int]($Seconds * 1000))) {
        $Process.Kill($true)
        throw "Ctrl+C did not end the process within $Seconds s."
    }
    $clock.Elapsed.TotalSeconds
}

# Words that run a command line as the user nobody, without any capability.
function Get-UnprivilegedWords([string[]] $Words) { @('setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--inh-caps=-all') + $Words }
