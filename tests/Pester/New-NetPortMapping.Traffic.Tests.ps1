# New-NetPortMapping: traffic of socat in each direction reaches the port, as long as the mapping is there.
BeforeDiscovery {
    $ways = foreach ($protocol in 'Tcp', 'Udp') {
        foreach ($family in 4, 6) {
            $own = if ($family -eq 4) { '192.168.88.1' } else { 'fd88::1' }
            $outer = if ($family -eq 4) { '10.10.12.27' } else { '2001:db8::27' }
            $stranger = if ($family -eq 4) { '10.10.12.1' } else { '2001:db8::1' }
            @{ Protocol = $protocol; Family = $family; Way = 'from outside'; From = 'internet'; To = $outer; Peer = $stranger }
            @{ Protocol = $protocol; Family = $family; Way = 'from the host by its outer address'; From = 'host'; To = $outer; Peer = $outer }
            @{ Protocol = $protocol; Family = $family; Way = 'from the host by the bridge''s address'; From = 'host'; To = $own; Peer = $own }
            @{ Protocol = $protocol; Family = $family; Way = 'from a sibling by the outer address'; From = 'ns02'; To = $outer; Peer = $own }
            @{ Protocol = $protocol; Family = $family; Way = 'from a sibling by the bridge''s address'; From = 'ns02'; To = $own; Peer = $own }
            @{ Protocol = $protocol; Family = $family; Way = 'from the namespace itself'; From = 'ns01'; To = $outer; Peer = $own }
        }
        @{ Protocol = $protocol; Family = 4; Way = 'from the host by 127.0.0.1'; From = 'host'; To = '127.0.0.1'; Peer = '192.168.88.1' }
        @{ Protocol = $protocol; Family = 4; Way = 'from the host by 127.7.7.7'; From = 'host'; To = '127.7.7.7'; Peer = '192.168.88.1' }
    }
}
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Witnesses.ps1
    . $PSScriptRoot/shared/PortHost.ps1
    New-PortHost
}
AfterAll { Remove-PortHost }

Describe 'New-NetPortMapping' {
    Context 'traffic with bridge-nf-call-iptables <_>' -ForEach 0, 1 {
        BeforeAll {
            Set-BridgeFilter $_
            $before = Get-VethLabBaseline -Namespace host, ns01, ns02
            New-NetPortMapping 8080 ns01 -DestinationPort 80 -Protocol Tcp, Udp -Namespace host -WarningAction SilentlyContinue
        }
        AfterAll { Remove-AllMappings }

        It 'reaches a <Protocol> port over IPv<Family> <Way>' -ForEach $ways {
            Get-PortAnswer $From $To 8080 $Protocol | Should -BeExactly "web $Peer"
        }

        It 'leaves nothing when the mappings are removed' {
            Remove-AllMappings
            ip netns exec host nft list ruleset | Should -BeNullOrEmpty
            Compare-VethLabBaseline $before | Should -BeNullOrEmpty
        }

        It 'is not reached any more: <Protocol> over IPv<Family> <Way>' -ForEach $ways {
            Get-PortAnswer $From $To 8080 $Protocol -Seconds 0.3 | Should -BeNullOrEmpty
        }
    }
}
