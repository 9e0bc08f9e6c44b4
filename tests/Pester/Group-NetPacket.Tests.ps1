# Group-NetPacket: a packet's way through the tutorial's network, masqueraded, bridged and lost.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Witnesses.ps1
    . $PSScriptRoot/shared/TutorialHost.ps1

    $places = @('veth02', 'ns02'), @('br-veth02', 'host'), @('br01', 'host'), @('ens160', 'host'), @('eth0', 'internet')

    # What all these interfaces see while a block runs.
    function Watch-All([object[]] $Place, [scriptblock] $Block) {
        $Place | ForEach-Object { [pscustomobject]@{ Name = $_[0]; Namespace = $_[1] } } | Watch-NetPacket -While $Block
    }

    function Get-Ways($Trails) { $Trails | ForEach-Object { "$($_.Protocol) $($_.Hops.Place -join ' ')" } }
}

Describe 'Group-NetPacket' {
    BeforeAll {
        New-TutorialHost
        Add-TutorialBridge
        $null = Invoke-NetNamespace host { Get-NetBridge br01 | Enable-Masquerade 3> $null }
        # ARP is done with beforehand.
        $null = Test-NetPing 114.114.114.114 -Namespace ns02
        $script:trails = @(Watch-All $places { Test-NetPing 114.114.114.114 -Namespace ns02 } | Group-NetPacket | Where-Object Protocol -EQ 'ICMP')
    }
    AfterAll { Remove-TutorialNamespaces }

    It 'joins what five interfaces saw of a request and of its reply' {
        $trails | Should -HaveCount 2
        Get-Ways $trails | Should -Be @(
            'ICMP ns02/veth02 host/br-veth02 host/br01 host/ens160 internet/eth0'
            'ICMP internet/eth0 host/ens160 host/br01 host/br-veth02 ns02/veth02')
    }

    It 'shows where the source is translated, and back' {
        $there, $back = $trails
        $there.Source, $there.Destination | Should -Be '192.168.88.12', '114.114.114.114'
        "$($there.Hops[3].Changes | Where-Object Field -EQ 'source')" | Should -BeExactly 'source 192.168.88.12 → 10.10.12.27'
        "$($there.Hops[3].Changes | Where-Object Field -EQ 'ttl')" | Should -BeExactly 'ttl 64 → 63'
        "$($back.Hops[2].Changes | Where-Object Field -EQ 'destination')" | Should -BeExactly 'destination 10.10.12.27 → 192.168.88.12'
        $trails.IsTranslated | Should -Be $true, $true
        $trails.IsAmbiguous | Should -Be $false, $false
    }

    It 'tells the MAC addresses that ip tells' {
        $router = (Get-IPJson internet link, show, dev, eth0).address
        $uplink = (Get-IPJson host link, show, dev, ens160).address
        ($trails[0].Hops[3].Changes | Where-Object Field -EQ 'MAC').After | Should -BeExactly "$uplink > $router"
        $trails[0].Hops[4].Changes.Field | Should -Not -Contain 'MAC'
    }

    It 'tells delays that add up' {
        foreach ($trail in $trails) {
            $trail.Hops[0].Delay | Should -BeNullOrEmpty
            $trail.Hops | Select-Object -Skip 1 | ForEach-Object { $_.Delay | Should -Not -BeLessThan 0 }
            ($trail.Hops.Delay | Measure-Object -Sum).Sum | Should -BeGreaterThan ($trail.Delay - 0.00001)
            ($trail.Hops.Delay | Measure-Object -Sum).Sum | Should -BeLessThan ($trail.Delay + 0.00001)
        }
    }

    It 'is a ladder when it is shown' {
        $text = $trails | Out-String -Width 200
        $text | Should -Match '192\.168\.88\.12 > 114\.114\.114\.114: ICMP echo request.*\(5 hops in 0\.\d+ ms\)'
        $text | Should -Match '│ → host/ens160 +new MACs, source 192\.168\.88\.12 → 10\.10\.12\.27(, id .*)?, ttl 64 → 63'
        $text | Should -Match '└ ← internet/eth0'
    }

    It 'follows TCP and UDP, whose checksums are translated as well' {
        $seen = @(Watch-All $places { ip netns exec ns02 bash -c 'echo hello > /dev/udp/114.114.114.114/9999; echo x > /dev/tcp/114.114.114.114/9' 2>&1 } | Group-NetPacket)
        ($seen | Where-Object Protocol -EQ 'UDP').HopCount | Should -Be 5
        ($seen | Where-Object { $_.Protocol -eq 'TCP' }).HopCount | Should -Be 5, 5
    }

    It 'joins an ICMP error with itself, though what it quotes is translated' {
        $seen = @(Watch-All $places { ip netns exec ns02 ping -c 1 -W 1 -t 2 10.10.12.1; ip netns exec ns02 bash -c 'echo hello > /dev/udp/10.10.12.1/9999' 2>&1 } | Group-NetPacket)
        $unreachable = @($seen | Where-Object { $_.Hops[0].Packet.IcmpType -eq 3 })
        $unreachable | Should -HaveCount 1
        $unreachable.HopCount | Should -Be 5
    }

    It 'shows a broadcast as one trail with branches' {
        ip -n ns02 neigh flush dev veth02
        $seen = @(Watch-All (@('veth02', 'ns02'), @('br-veth02', 'host'), @('br-veth01', 'host'), @('veth01', 'ns01'), @('br01', 'host')) { Test-NetPing 192.168.88.1 -Namespace ns02 } | Group-NetPacket)
        $request = @($seen | Where-Object { $_.Hops[0].Packet.ArpOperation -eq 'Request' -and $_.Source -eq '192.168.88.12' })
        $request | Should -HaveCount 1
        $request.HopCount | Should -Be 5
        $request.IsBranched | Should -BeTrue
        $request.Hops[-1].Place, $request.Hops[0].Place | Should -Contain 'ns02/veth02'
        $request.Hops.Place | Should -Contain 'ns01/veth01'
    }

    It 'shows where a packet was lost: its trail ends there' {
        ip netns exec host nft 'add table ip filter; add chain ip filter forward { type filter hook forward priority 0; policy drop; }'
        try { $seen = @(Watch-All $places { Test-NetPing 114.114.114.114 -Namespace ns02 -TimeoutSeconds 0.3 } | Group-NetPacket | Where-Object Protocol -EQ 'ICMP') }
        finally { ip netns exec host nft delete table ip filter }
        Get-Ways $seen | Should -Be 'ICMP ns02/veth02 host/br-veth02 host/br01'
    }

    It 'takes packets as an argument, and nothing of nothing' {
        $packets = @($trails.Hops.Packet)
        Group-NetPacket $packets | Should -HaveCount 2
        @() | Group-NetPacket | Should -BeNullOrEmpty
    }

    It 'takes what comes after -TimeoutSeconds for another packet' {
        @($trails[0].Hops.Packet | Group-NetPacket -TimeoutSeconds 0).Count | Should -BeGreaterThan 2
    }
}
