# Networks that were broken in exactly one way: Test-NetPath names it, and its fix mends it, as ping(8) and socat(1) find too. Of each row of
# shared/PathFaults.ps1 one case is run, the topologies, families and protocols in turn; with VETHLAB_PATH_FAULTS=all every one.
# docs/path-verdicts.md has the results of all.
BeforeDiscovery {
    . "$PSScriptRoot/shared/PathWords.ps1"
    $rows = . "$PSScriptRoot/shared/PathFaults.ps1"
    $turn = 0
    $cases = @(foreach ($row in $rows) {
            $all = @(Expand-PathFault $row)
            if ($env:VETHLAB_PATH_FAULTS -eq 'all') { $all; continue }
            $all[$turn % $all.Count]
            $turn += 5      # no divisor of most counts
        })
    foreach ($case in $cases) { $case.Title = "$($case.Topology), IPv$($case.Family), $($case.Protocol): $(if ($case.Break -eq 'true') { "to $($case.To) $($case.Ask)" } else { $case.Break })" }
    $topologies = @($topologyWords.Keys | Sort-Object | ForEach-Object { @{ Topology = $_ } })
}

BeforeAll { . "$PSScriptRoot/shared/PathCases.ps1" }

Describe 'A path that is broken' {
    It '<Cause>: <Title>' -ForEach $cases {
        $result = Invoke-PathCase @{ Cause = $Cause; Topology = $Topology; Family = $Family; Protocol = $Protocol; Ask = $Ask; Break = $Break; To = $To; Works = $Works; HasFix = $HasFix } -Briefly
        $verdict = $result.Verdict
        $text = "$verdict`n$($verdict.Evidence -join "`n")`n$([VethLab.Networks.Paths.PathLadder]::Draw($verdict.Hops) -join "`n")"
        "$($verdict.Cause)" | Should -BeExactly $Cause -Because $text
        if ($Works -eq 'yes') { $verdict.Reachable | Should -BeTrue -Because $text }
        if ($Works -eq '') { $verdict.Reachable | Should -Not -BeTrue -Because $text }
        $verdict.Evidence | Should -Not -BeNullOrEmpty
        if (-not $HasFix) { return }
        $verdict.Fix | Should -Not -BeNullOrEmpty -Because $text
        $result.Fault | Should -BeNullOrEmpty -Because "the fix is $($verdict.Fix)"
        "$($result.Mended.Reachable) $($result.Mended.Cause)" | Should -BeExactly 'True None' -Because "the fix is $($verdict.Fix), and then: $($result.Mended.Evidence -join "`n")"
        $result.Witness | Should -BeTrue -Because "the fix is $($verdict.Fix)"
    }
}

Describe 'A path that works: <Topology>' -ForEach $topologies {
    BeforeAll { New-PathNetwork $Topology }
    AfterAll { Remove-PathNetwork }

    It 'is said to, by IPv<Family> and <Protocol>, with and without a probe' -ForEach @(foreach ($family in 4, 6) { foreach ($protocol in 'Icmp', 'Tcp', 'Udp') { @{ Family = $family; Protocol = $protocol } } }) {
        $question = Get-PathQuestion @{ To = Expand-PathWords '{dst}' $Topology $Family; Protocol = $Protocol; Ask = 'null' }
        Test-Independently $question | Should -BeTrue
        $verdict = Test-NetPath @question
        $text = "$verdict`n$($verdict.Evidence -join "`n")`n$([VethLab.Networks.Paths.PathLadder]::Draw($verdict.Hops) -join "`n")"
        "$($verdict.Reachable) $($verdict.Cause)" | Should -BeExactly 'True None' -Because $text
        $verdict.Fix | Should -BeNullOrEmpty
        $verdict.Hops.State | Should -Not -Contain Stops -Because $text
        $verdict.Hops.IsSeen | Should -Not -Contain $false -Because $text
        $still = Test-NetPath @question -NoProbe
        "$($still.Reachable) $($still.Cause)" | Should -BeExactly ' None' -Because "$still"
    }

    It 'is said to from everybody to everybody whom ping reaches' {
        $addresses = @(ip netns list | ForEach-Object { $_.Split(' ')[0] } | Sort-Object | ForEach-Object { Get-NetIPAddress -Namespace $_ } | Where-Object { $_.Scope -eq 'Global' })
        foreach ($from in $addresses.Namespace | Sort-Object -Unique) {
            foreach ($to in $addresses.IPAddress) {
                $question = @{ Namespace = $from; Destination = $to; TimeoutSeconds = 0.5; Protocol = 'Icmp' }
                $null = ip netns exec $from ping -n -c 1 -W 0.3 $to 2> $null
                if ($LASTEXITCODE) { continue }
                $verdict = Test-NetPath @question
                "$($verdict.Reachable) $($verdict.Cause)" | Should -BeExactly 'True None' -Because "$from to $($to): $verdict $($verdict.Evidence)"
            }
        }
    }
}
