# Broken paths, several at a time: most of a case is waiting for what does not come. Each process has a /run/netns of its own, so the names are the same everywhere.
. "$PSScriptRoot/PathCases.ps1"
. "$PSScriptRoot/Engines.ps1"

# Of each row of PathFaults.ps1 one case, the topologies, families and protocols in turn; or all. Each knows its number.
function Get-PathFaultChoice([switch] $Complete) {
    $turn = 0
    $number = 0
    foreach ($row in . "$PSScriptRoot/PathFaults.ps1") {
        $cases = @(Expand-PathFault $row)
        foreach ($case in $(if ($Complete) { $cases } else { $cases[$turn % $cases.Count] })) {
            $case.Number = $number++
            $case
        }
        $turn += 5      # no divisor of most counts
    }
}

# Runs every so manieth case in here and writes what came of it, in words, to a file.
function Export-PathCases([int] $Part, [int] $Of, [string] $Path, [switch] $Complete) {
    $results = foreach ($case in Get-PathFaultChoice -Complete:$Complete) {
        if ($case.Number % $Of -ne $Part) { continue }
        try {
            $result = Invoke-PathCase $case -Briefly
            $verdict = $result.Verdict
            @{
                Number = $case.Number; Error = $null
                Cause = "$($verdict.Cause)"; Reachable = $verdict.Reachable; Evidence = @($verdict.Evidence); Fix = $verdict.Fix
                Text = "$verdict`n$($verdict.Evidence -join "`n")`n$([VethLab.Networks.Paths.PathLadder]::Draw($verdict.Hops) -join "`n")"
                Fault = $result.Fault; Mended = "$($result.Mended.Reachable) $($result.Mended.Cause)"; MendedEvidence = "$($result.Mended.Evidence -join "`n")"; Witness = $result.Witness
            }
        }
        catch { @{ Number = $case.Number; Error = "$_" } }
    }
    [System.IO.File]::WriteAllText($Path, (ConvertTo-Json @($results) -Depth 3))
}

# Runs all of them in so many processes side by side, and returns what came of them by their numbers.
function Invoke-PathCases([string] $Folder, [int] $Processes = 4, [switch] $Complete) {
    $isolation = 'mount -t tmpfs -o mode=755 cases /run/netns && mount --make-shared /run/netns && { mount -t sysfs cases /sys 2> /dev/null || :; } && ip link set lo up && exec "$@"'
    $children = foreach ($part in 0..($Processes - 1)) {
        $script = "`$ErrorActionPreference = 'Stop'; . '$PSScriptRoot/PathCaseRuns.ps1'; Export-PathCases $part $Processes '$Folder/$part' -Complete:`$$Complete"
        Start-Words (@('unshare', '--net', '--mount', '--propagation', 'private', '--', 'sh', '-c', $isolation, 'sh') + (Get-ShellWords $script))
    }
    try {
        foreach ($child in $children) { $child.StandardInput.Close() }
        $said = foreach ($child in $children) { , @($child.StandardOutput.ReadToEndAsync(), $child.StandardError.ReadToEndAsync()) }
        foreach ($child in $children) { $child.WaitForExit() }
        for ($i = 0; $i -lt $children.Count; $i++) {
            if ($children[$i].ExitCode -ne 0) { throw "A process of cases failed: $($said[$i][0].Result) $($said[$i][1].Result)" }
        }
    }
    finally {
        foreach ($child in $children) {
            if (-not $child.HasExited) { $child.Kill($true); $child.WaitForExit() }
            $child.Dispose()
        }
    }
    $results = @{}
    foreach ($part in 0..($Processes - 1)) {
        foreach ($result in [System.IO.File]::ReadAllText("$Folder/$part") | ConvertFrom-Json) { $results[[int] $result.Number] = $result }
    }
    $results
}
