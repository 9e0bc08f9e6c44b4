# Capturing a flood of small packets, to a file and as decoded packets: VethLab and tcpdump in turns, run by run, and at the same time. Frames of 64
# bytes come as fast as one and two senders can (bench/Senders/flood.c, built by gcc where there is one).
param([int] $Runs)
Import-Module $PSScriptRoot/../Measure.psm1
Import-Module $PSScriptRoot/../Flood.psm1
$seconds = 5
$work = [System.IO.Directory]::CreateTempSubdirectory('VethLab-bench-').FullName
$ways = & $PSScriptRoot/../CaptureWays.ps1

# A row of the table: medians, the worst loss, and the ratios to the peer's of the same round.
function Format-Way([string] $What, [hashtable[]] $Had, [hashtable[]] $Peer) {
    $ratio = { param($of) '{0:0.00}' -f (Get-Median @(for ($i = 0; $i -lt $Had.Count; $i++) { (& $of $Had[$i]) / [Math]::Max(1e-9, (& $of $Peer[$i])) })) }
    $lost = Get-Median $Had.LostPercent
    $peerLost = Get-Median $Peer.LostPercent
    @{
        ''                  = $What
        'packets/s'         = '{0:N0}' -f (Get-Median $Had.Rate)
        '÷ peer''s'         = & $ratio { param($one) $one.Rate }
        'lost %'            = '{0:0.00}' -f $lost
        'worst %'           = '{0:0.00}' -f [System.Linq.Enumerable]::Max([double[]] $Had.LostPercent)
        'lost ÷ peer''s'    = if ($peerLost -gt 0) { '{0:0.00}' -f ($lost / $peerLost) } elseif ($lost -gt 0) { 'peer 0' } else { 'both 0' }
        'CPU, µs a packet'  = '{0:0.000}' -f (Get-Median $Had.PerPacket)
        'CPU ÷ peer''s'     = & $ratio { param($one) $one.PerPacket }
        'MiB after 1 s'     = '{0:N0}' -f (Get-Median $Had.Early)
        'MiB at the end'    = '{0:N0}' -f (Get-Median $Had.Late)
    }
}

$columns = '', 'packets/s', '÷ peer''s', 'lost %', 'worst %', 'lost ÷ peer''s', 'CPU, µs a packet', 'CPU ÷ peer''s', 'MiB after 1 s', 'MiB at the end'
'## Capture'
''
if (-not (Get-Command gcc -CommandType Application -ErrorAction Ignore) -or -not (Get-Command tcpdump -CommandType Application -ErrorAction Ignore)) {
    'Not measured: there is no gcc for the sender, or no tcpdump.'
    return
}
"64-byte UDP frames for $seconds s as fast as sendmmsg(2) takes them, over a veth pair; $Runs rounds, in each of which all ways had their turn. Peer is tcpdump"
'with as large a ring as VethLab''s, 16 MiB (`-B 16384`); its default is 2 MiB. Ratios are medians of those within a round. tcpdump''s text goes to'
'/dev/null. CPU is the process''s own, user and system; memory is what is resident. A capture that keeps its packets has up to 256 MiB of memory for'
'those that nobody has taken so far.'
New-Flood $work
try {
    foreach ($senders in 1, 2) {
        $had = @(foreach ($run in 1..$Runs) {
            # One more way: two that must not be compared with themselves, on the same packets.
            foreach ($way in $ways) { Measure-Flood $way $work $senders $seconds }
            foreach ($one in Measure-Flood ($ways | Where-Object { $_.Kind -eq 'to file' -and ($_.Peer -or $_.Script) }) $work $senders $seconds) { $one.What += ', both at once'; $one }
        })
        foreach ($kind in 'to file', 'to file, both at once', 'decoded') {
            $what = @($ways | Where-Object Kind -EQ $kind.Split(',')[0])
            if ($kind -like '*at once') { $what = @($what | Where-Object { $_.Peer -or $_.Script } | ForEach-Object { @{ What = "$($_.What), both at once"; Peer = $_.Peer } }) }
            $peer = @($had | Where-Object What -EQ ($what | Where-Object Peer).What)
            $rows = foreach ($one in $what) {
                $mine = @($had | Where-Object What -EQ $one.What)
                $Host.UI.WriteLine("  $($one.What), $senders senders: $(@($mine | ForEach-Object { "$($_.Captured) + $($_.Lost) lost of $($_.Sent), $('{0:0.000}' -f $_.PerPacket) µs" }) -join '; ')")
                Format-Way $one.What $mine $peer
            }
            $columns[0] = "$kind, $senders sender$(if ($senders -gt 1) { 's' })"
            foreach ($row in $rows) { $row[$columns[0]] = $row[''] }
            ''
            Format-MarkdownTable $columns $rows
        }
    }
}
finally {
    Remove-Flood
    [System.IO.Directory]::Delete($work, $true)
}
