# Returns one sentence for each thing that is there and was not, was there and is not, or has another value.
# Some things go a little later than the call that removes them (links of a deleted namespace, threads that end), so
# there is a moment of grace.
function Get-Leaks {
    param([Parameter(Mandatory)] [hashtable] $Before, [double] $GraceSeconds = 3)
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        $leaks = @(Compare-NetworkState $Before (Get-NetworkState))
        if ($leaks.Count -eq 0 -or $clock.Elapsed.TotalSeconds -gt $GraceSeconds) { return $leaks }
        [System.Threading.Thread]::Sleep(100)
    }
}

function Compare-NetworkState([hashtable] $Before, [hashtable] $After) {
    foreach ($kind in $Before.Keys) {
        if ($kind -eq 'sysctl') { continue }
        # Lists may hold the same text twice: a mount over a mount, a descriptor and its duplicate.
        $rest = [System.Collections.Generic.List[string]]::new([string[]] $Before[$kind])
        foreach ($thing in $After[$kind]) { if (-not $rest.Remove($thing)) { "left behind: $kind $thing" } }
        foreach ($thing in $rest) {
            # What was left by an earlier test may well end now.
            if ($kind -notin 'descriptor of a namespace', 'thread in another namespace') { "gone: $kind $thing" }
        }
    }
    foreach ($path in $Before['sysctl'].Keys) {
        $now = $After['sysctl'][$path]
        # Values come and go with modules; only one that changed is a change.
        if ($null -ne $now -and $now -cne $Before['sysctl'][$path]) {
            "changed: sysctl $($path.Substring('/proc/sys/'.Length)) from '$($Before['sysctl'][$path])' to '$now'"
        }
    }
}
