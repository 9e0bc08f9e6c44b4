# Where the time goes: what a namespace of a star costs in calls of the kernel, VethLab's and the floor's, and what is known of the rest.
param([int] $Runs)
Import-Module $PSScriptRoot/../Measure.psm1
Import-Module $PSScriptRoot/../Contenders.psm1
$work = [System.IO.Directory]::CreateTempSubdirectory('VethLab-bench-').FullName
$calls = 'sendto', 'recvfrom', 'unshare', 'mount', 'openat', 'setns', 'socket', 'statx', 'futex'

# How many calls each further namespace costs, from stars of 10 and 50.
function Measure-Calls([scriptblock] $WordsOf, [scriptblock] $Remove) {
    $counts = @{}
    foreach ($count in 10, 50) {
        $null = Invoke-Words (@('strace', '-f', '-qq', '-o', "$work/calls") + (& $WordsOf $count))
        & $Remove $count
        Wait-Kernel
        $counts[$count] = @{}
        foreach ($line in [System.IO.File]::ReadAllLines("$work/calls")) { if ($line -match '^\d+ +(\w+)\(') { $counts[$count][$Matches[1]]++ } }
    }
    $one = @{}
    foreach ($call in $calls) { $one[$call] = ([double] $counts[50][$call] - [double] $counts[10][$call]) / 40 }
    $one
}

'## Where the time goes'
''
try {
    $floor = New-Floor $work
    if (-not $floor -or -not (Test-Program strace)) {
        'Not counted: there is no gcc for the floor, or no strace.'
    }
    else {
        $ways = [ordered]@{
            floor         = Measure-Calls { param($count) $floor, 'build4', "$count" } { param($count) $null = Invoke-Words $floor, 'group', "$count" }
            'New-VethLab' = Measure-Calls { param($count) Get-ShellWords "`$null = New-VethLab star -Subnet 10.88.0.0/16 -Count $count" } { Remove-VethLab star }
        }
        'Calls of the kernel for each further namespace of a star, counted by strace(1).'
        ''
        Format-MarkdownTable (@('calls') + $calls) @(foreach ($name in $ways.Keys) { $row = @{ calls = $name }; foreach ($call in $calls) { $row[$call] = $ways[$name][$call].ToString('0.0', [cultureinfo]::InvariantCulture) }; $row })
        ''
    }
}
finally {
    Remove-VethLab star -ErrorAction Ignore
    [System.IO.Directory]::Delete($work, $true)
}
@'
What perf(1) showed once of a New-VethLab of 1,000 in a running session (2026-11-30): of its threads' time half was requests (sendto), much of that waiting for the lock of route
netlink, which allows one change at a time on the whole machine, and a third unshare, on the other thread at the same time. VethLab's own code and the framework's took 3 %.

What was found in this way and is done otherwise now, as measured on that day:

| what took the time | before | now |
|---|--:|--:|
| a buffer of 32 KiB for each socket: allocated bytes a namespace, all together | 83,000 | 37,000 |
| looking at an answer before it is read: calls of the kernel for a request | 3 | 2 |
| descriptions read and planned with the square of their size: ms of processor time at 1,000 | 152 | 48 |
| the lab found among all namespaces anew to read it back: ms of processor time at 1,000 | 216 | 113 |
| IPv4 forwarding of a new namespace read in /proc/sys, where the kernel looks through files of that name in all namespaces: share of the time at 1,000 | 9 % | - |
| after New-VethPair, all namespaces opened to find the other end; its name looked for at each step: statx(2), requests for one of 100 pairs | 605, 124 | 11, 24 |
| a first New-VethLab in ./vethlab, compiled as it went: s of processor time | 0.56 | 0.31 |
| a bridge of 1,000 ports brought up while it snoops multicast, for which each port looks at all: ms | 177 | 48 |
| namespaces read when their bridge was up and a thousand IPv6 nodes talked to each other: ms of New-VethLab of both families | 1,160 | 1,010 |
| a socket in each namespace to see which lab it belongs to, before one is removed: ms of Remove-VethLab of 1,000 | 870 | 800 |
| whether a namespace is the lab's own: all looked through for each link; ms of New-VethLab of 1,000 of both families | 25 | 0 |
| namespaces read when all had been made, and links told of when a thousand IPv6 nodes talked to each other, instead of meanwhile: ms of New-VethLab of both families | 925 | 880 |
| threads of this process looked through once for each namespace that goes: ms at 1,000 | 90 | 16 |
| methods that are compiled all the same when a process makes a lab of 20 and removes it | 202 | 50 |
| those of them that are compiled after its start, as the guard counts them | 37 | 31 |

What remains of a lab's time is the kernel's: a link whose other end is elsewhere is told of with the number of that namespace, for which the kernel looks through all
those numbers (peernet2id), at each of its changes; so the time for each grows with their number, for the floor as well.
'@
