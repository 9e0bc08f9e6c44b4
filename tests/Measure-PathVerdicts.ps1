# Runs every case of Pester/shared/PathFaults.ps1 and writes what Test-NetPath said to docs/path-verdicts.md:
#   ./vethlab -Isolated tests/Measure-PathVerdicts.ps1
# It takes about ten minutes, and needs iproute2, nftables, iptables, ping and socat. Parts can be run beside each other, with -Cause and -ResultPath, and
# put together with -From.
param(
    [string[]] $Cause = '*',                                        # only these
    [string] $ResultPath,                                           # write results there (JSON), and no page
    [string[]] $From,                                               # results to make the page of, instead of running anything
    [string] $Path = "$PSScriptRoot/../docs/path-verdicts.md"
)
. $PSScriptRoot/Pester/shared/PathCases.ps1
$ErrorActionPreference = 'Stop'
$rows = . $PSScriptRoot/Pester/shared/PathFaults.ps1
$clock = [System.Diagnostics.Stopwatch]::StartNew()
$results = if ($From) { @(foreach ($file in $From) { [System.IO.File]::ReadAllText($file) | ConvertFrom-Json | ForEach-Object { $_ } }) }
else {
    @(foreach ($case in Expand-PathFault $rows | Where-Object { $case = $_; $Cause | Where-Object { $case.Cause -like $_ } }) {
            $started = $clock.Elapsed.TotalSeconds
            $result = Invoke-PathCase $case
            $works = $result.Mended.Reachable -and "$($result.Mended.Cause)" -eq 'None' -and $result.Witness
            $remark = @(
                if ($case.Works -ne 'maybe' -and $result.IsBroken -eq ($case.Works -eq 'yes')) { 'the fault is none' }
                if ($result.Grade -ne 'exact') { "said $($result.Verdict.Cause): $($result.Verdict.Message)" }
                elseif ($case.HasFix -and -not $works) { "the fix does not mend it: $($result.Verdict.Fix) $($result.Fault) $($result.Mended)" }
            ) -join '; '
            if ($remark) { $Host.UI.WriteLine("$(Get-PathTitle $case): $remark") }
            [pscustomobject]@{
                Cause = $case.Cause; Topology = $case.Topology; Family = $case.Family; Protocol = $case.Protocol; Title = Get-PathTitle $case
                Grade = $result.Grade; Mended = $case.HasFix ? [bool] $works : $null; Remark = $remark; Seconds = $clock.Elapsed.TotalSeconds - $started
            }
        })
}
if ($ResultPath) { [System.IO.File]::WriteAllText($ResultPath, (ConvertTo-Json @($results))) }
$count = @{}
foreach ($grade in 'exact', 'undecided', 'wrong') { $count[$grade] = @($results | Where-Object Grade -EQ $grade).Count }
$fixes = @($results | Where-Object { $null -ne $_.Mended })
$mended = @($fixes | Where-Object Mended).Count
$seconds = ($results | Measure-Object Seconds -Sum).Sum
$summary = "$($results.Count) cases in $($seconds.ToString('0')) s: $($count.exact) exact ($((100 * $count.exact / $results.Count).ToString('0.0')) %), $($count.undecided) undecided, $($count.wrong) wrong; $mended of $($fixes.Count) fixes mend."
$Host.UI.WriteLine($summary)
if ($ResultPath -or "$Cause" -ne '*') { return }

$columns = foreach ($topology in 'bridge', 'two_bridges', 'bridged_and_routed', 'internet', 'chain') { foreach ($family in 4, 6) { , @($topology, $family) } }
$lines = @(
    '# What Test-NetPath says of broken paths'
    ''
    'Each case is a network that works and is broken in exactly one way, by iproute2, nft, iptables or a sysctl file. Test-NetPath is asked, its fix'
    'is run, and it is asked again; ping or socat has to agree. Made by `./vethlab -Isolated tests/Measure-PathVerdicts.ps1`; what breaks the networks is in'
    '`tests/Pester/shared/PathFaults.ps1`, the networks are in `path-topologies.sh` beside it. The test suite runs a part of these.'
    'What was wrong or undecided in earlier runs has been mended since, so these figures say less of faults that nobody has thought of.'
    ''
    "$summary Kernel $((& uname -r) -replace '-.*')."
    ''
    '- *bridge*: two nodes at one bridge. *two bridges*: joined by a router. *routed*: two bridges in one namespace, which routes. *internet*: a node behind a'
    '  bridge, masquerade and an uplink. *chain*: pairs and two routers.'
    '- A cell has the protocols (**I**CMP, **T**CP, **U**DP) of its exact verdicts, with the number of cases where there are several; **?** undecided; **✗** wrong.'
    '- *Fixes*: those that were run and worked, of all that are known. Nobody but the owner can start a server, or say what a host that is not there is for.'
    ''
    '| cause | bridge v4 | v6 | two bridges v4 | v6 | routed v4 | v6 | internet v4 | v6 | chain v4 | v6 | fixes |'
    '|---|---|---|---|---|---|---|---|---|---|---|---|'
    foreach ($name in $rows.Cause | Select-Object -Unique) {
        $mine = @($results | Where-Object { $_.Cause -eq $name })
        $cells = foreach ($column in $columns) {
            $here = @($mine | Where-Object { $_.Topology -eq $column[0] -and $_.Family -eq $column[1] })
            $parts = foreach ($protocol in 'Icmp', 'Tcp', 'Udp') {
                foreach ($group in $here | Where-Object { $_.Protocol -eq $protocol } | Group-Object Grade) {
                    "$(@{ exact = ''; undecided = '?'; wrong = '✗' }[$group.Name])$($protocol[0])$(if ($group.Count -gt 1) { $group.Count })"
                }
            }
            $parts -join ' '
        }
        $known = @($mine | Where-Object { $null -ne $_.Mended })
        "| $name | $($cells -join ' | ') | $(if ($known) { "$(@($known | Where-Object Mended).Count)/$($known.Count)" } else { '–' }) |"
    }
    ''
    $odd = @($results | Where-Object Remark)
    if ($odd) {
        '## Not exact, or not mended'
        ''
        foreach ($one in $odd) { "- $($one.Title): $($one.Remark)" }
    }
    else { 'Nothing was undecided or wrong, and every fix that was run worked.' }
)
[System.IO.File]::WriteAllText($Path, ($lines -join "`n") + "`n")
