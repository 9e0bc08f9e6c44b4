# Processes that were started with the environment variable VETHLAB_TEST_RUN=<mark>, whoever is their parent by now.
# What still runs after its test run holds the run's namespaces, named or not.
function Get-MarkedProcesses([Parameter(Mandatory)] [string] $Mark) {
    foreach ($folder in [System.IO.Directory]::GetDirectories('/proc')) {
        if ($folder -notmatch '^/proc/\d+$') { continue }
        try {
            if (-not [System.IO.File]::ReadAllText("$folder/environ").Contains("VETHLAB_TEST_RUN=$Mark")) { continue }
            "$($folder.Substring(6)) $([System.IO.File]::ReadAllText("$folder/cmdline").Replace("`0", ' ').Trim())"
        }
        catch [System.IO.IOException], [System.UnauthorizedAccessException] { }     # ended meanwhile, or not ours
    }
}
