# Get-NetNeighbor: the ARP and ND tables, as `ip neighbour` has them.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
}

Describe 'Get-NetNeighbor' {
    BeforeAll {
        ip netns add lab
        ip netns add lab02
        foreach ($name in 'lab', 'lab02') { ip -n $name link set lo up }
        ip link add eth0 netns lab type veth peer name eth0 netns lab02
        ip -n lab link add eth1 type veth peer name eth2
        ip -n lab address add 192.168.88.11/24 dev eth0
        ip -n lab02 address add 192.168.88.12/24 dev eth0
        ip -n lab address add fd00::11/64 nodad dev eth0
        ip -n lab02 address add fd00::12/64 nodad dev eth0
        ip -n lab link set eth0 up
        ip -n lab02 link set eth0 up
        ip -n lab link set eth1 up
        ip -n lab link set eth2 up
        ip -n lab neigh add 192.168.88.50 lladdr 02:00:00:00:00:50 nud permanent dev eth0
        ip -n lab neigh add 192.168.88.51 lladdr 02:00:00:00:00:51 nud stale dev eth0
        ip -n lab neigh add fd00::50 lladdr 02:00:00:00:00:52 nud permanent dev eth1
    }
    AfterAll { ip netns delete lab; ip netns delete lab02 }

    It 'reads what ip reads, entry by entry' {
        $null = ip netns exec lab ping -c 1 -W 2 192.168.88.12
        $null = ip netns exec lab ping -c 1 -W 2 fd00::12
        $null = ip netns exec lab ping -c 1 -W 1 192.168.88.99      # nobody: its entry is incomplete, then failed
        function Read-Both {
            $script:told = @(Get-IPJson lab neigh | ForEach-Object { "$($_.dst) $($_.dev) $($_.lladdr) $($_.state -join ', ')".ToLower() } | Sort-Object)
            $script:read = @(Get-NetNeighbor -Namespace lab | ForEach-Object { "$($_.IPAddress) $($_.InterfaceAlias) $($_.MacAddress) $($_.State)".ToLower() } | Sort-Object)
            "$told" -ceq "$read"
        }
        # States go on by themselves, so a reading between the two is made again.
        $null = Wait-Until { Read-Both }
        $told.Count | Should -Not -BeLessThan 6
        $read | Should -BeExactly $told
    }

    It 'knows the MAC of a neighbour that was pinged, as its link has it' {
        $null = ip netns exec lab ping -c 1 -W 2 192.168.88.12
        $neighbor = Get-NetNeighbor 192.168.88.12 -Namespace lab
        "$($neighbor.MacAddress)" | Should -BeExactly (Get-IPJson lab02 link, show, dev, eth0).address
        "$($neighbor.MacAddress)" | Should -BeExactly "$((Get-NetInterface eth0 -Namespace lab02).MacAddress)"
        "$($neighbor.State)" | Should -BeIn 'Reachable', 'Delay', 'Probe', 'Stale'
        $neighbor.Namespace | Should -BeExactly 'lab'
    }

    It 'shows no MAC for one that does not answer' {
        $null = ip netns exec lab ping -c 1 -W 1 192.168.88.98
        (Get-NetNeighbor 192.168.88.98 -Namespace lab).MacAddress | Should -BeNullOrEmpty
        "$((Get-NetNeighbor 192.168.88.98 -Namespace lab).State)" | Should -BeIn 'Incomplete', 'Failed'
    }

    It 'leaves out the kernel''s own entries, as ip does' {
        "$((Get-NetNeighbor -Namespace lab).State)" | Should -Not -BeLike '*NoArp*'
    }

    It 'finds <What>' -ForEach @(
        @{ What = 'one by its address'; Arguments = @{ IPAddress = '192.168.88.50' }; Names = '192.168.88.50' }
        @{ What = 'one by its address written otherwise'; Arguments = @{ IPAddress = 'FD00:0::50' }; Names = 'fd00::50' }
        @{ What = 'some by wildcard'; Arguments = @{ IPAddress = '*.5?' }; Names = '192.168.88.50', '192.168.88.51' }
        @{ What = 'those of an interface'; Arguments = @{ InterfaceAlias = 'eth1' }; Names = 'fd00::50' }
        @{ What = 'those of a family'; Arguments = @{ AddressFamily = 'InterNetworkV6'; Interface = 'eth1' }; Names = 'fd00::50' }
    ) {
        (Get-NetNeighbor @Arguments -Namespace lab).Name | Sort-Object | Should -Be $Names
    }

    It 'reads those of an interface and of a namespace from the pipeline' {
        (Get-NetInterface eth1 -Namespace lab | Get-NetNeighbor).Name | Should -BeExactly 'fd00::50'
        (Get-NetNamespace lab | Get-NetNeighbor 192.168.88.50).Name | Should -BeExactly '192.168.88.50'
    }

    It 'reads the namespace it is in' {
        (Invoke-NetNamespace lab { Get-NetNeighbor fd00::50 }).Namespace | Should -BeExactly 'lab'
    }

    It 'shows a table and a list' {
        $neighbor = Get-NetNeighbor 192.168.88.50 -Namespace lab
        $neighbor | Format-Table | Out-String | Should -Match '192\.168\.88\.50 +02:00:00:00:00:50 +Permanent +eth0 +lab'
        $neighbor | Format-List | Out-String | Should -Match '(?s)MacAddress +: 02:00:00:00:00:50.*State +: Permanent'
    }

    It 'says that <What>' -ForEach @(
        @{ What = 'there is no such neighbour'; Arguments = @{ IPAddress = '192.168.88.77' }; Id = 'AddressNotFound'; Target = '192.168.88.77' }
        @{ What = 'there is no such interface'; Arguments = @{ InterfaceAlias = 'eth7' }; Id = 'InterfaceNotFound'; Target = 'eth7' }
        @{ What = 'there is no such namespace'; Arguments = @{ Namespace = 'nowhere' }; Id = 'NamespaceNotFound'; Target = 'nowhere' }
    ) {
        if (-not $Arguments.Namespace) { $Arguments.Namespace = 'lab' }
        $refusal = Get-FirstError { Get-NetNeighbor @Arguments }
        $refusal.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$($refusal.CategoryInfo.Category)" | Should -BeExactly 'ObjectNotFound'
        "$($refusal.TargetObject)" | Should -BeExactly $Target
        $refusal.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}
