# Watch-NetPacket on a link with VLAN tags, which the kernel takes off and keeps beside the frame. The witness is tcpdump with a file that it wrote of
# the same frames: live, it finds some of them only if the words come in another order.
BeforeAll {
    . $PSScriptRoot/shared/Captures.ps1
    . $PSScriptRoot/shared/Tcpdump.ps1
    . $PSScriptRoot/shared/RawFrames.ps1
    # The same datagram to UDP port 9: without a tag, in VLAN 100 with priority 5, and in VLAN 100 within VLAN 5 of a provider.
    $macs, $datagram = '020000000002020000000001', '080045000020000100004011 66c8 0a050001 0a050002 1388 0009 000c 0000 70696e67'.Replace(' ', '')
    $frames = "$macs$datagram", "${macs}8100a064$datagram", "${macs}88a8000581000064$datagram"
}

Describe 'Watch-NetPacket, of VLANs' {
    BeforeAll {
        New-KnownNetwork
        $folder = [System.IO.Directory]::CreateTempSubdirectory('VethLab-vlans-').FullName
        $tcpdump = Start-Tcpdump r eth1 'udp port 9 or (vlan and udp port 9) or (vlan and udp port 9)' '-w', "$folder/all.pcap", '-U', '-Z', 'root'
        Invoke-NetNamespace a { Send-Frame eth0 $frames }
        $null = Wait-Until { [System.IO.FileInfo]::new("$folder/all.pcap").Length -gt 200 } 5
        $null = Stop-Tcpdump $tcpdump 0
    }
    AfterAll {
        Remove-RoutedNetwork
        [System.IO.Directory]::Delete($folder, $true)
    }

    It 'shows tags where they are in the frame, with their priority' {
        $seen = @(Watch-NetPacket eth1 -Namespace r -Port 9 -While { Invoke-NetNamespace a { Send-Frame eth0 $frames } })
        $seen.ForEach({ [Convert]::ToHexString($_.Data) }) | Should -BeExactly $frames.ToUpperInvariant()
        @($seen.VlanId) | Should -Be $null, 100, 5
        $seen[1].VlanPriority | Should -Be 5
        $seen[2].InnerVlanId | Should -Be 100
        $seen.SourcePort | Should -Be 5000, 5000, 5000
        $seen.EtherType | Should -Be 0x800, 0x800, 0x800
        $seen[1].Summary | Should -BeLike 'vlan 100, p 5, IP 10.5.0.1.5000 > 10.5.0.2.9: UDP, length 4'
    }

    It 'selects by <Parameter> <Value>' -ForEach @(
        @{ Parameter = 'VlanId'; Value = '100'; Which = 1 }
        @{ Parameter = 'VlanId'; Value = '5'; Which = 2 }
        @{ Parameter = 'VlanId'; Value = '100', '5'; Which = 1, 2 }
        @{ Parameter = 'VlanId'; Value = '!100'; Which = 0, 2 }
        @{ Parameter = 'Filter'; Value = 'vlan'; Which = 1, 2 }
        @{ Parameter = 'Filter'; Value = 'vlan 100'; Which = 1 }
        @{ Parameter = 'Filter'; Value = 'not vlan'; Which = 0 }
        @{ Parameter = 'Filter'; Value = 'vlan 100 and udp port 9'; Which = 1 }
        @{ Parameter = 'Filter'; Value = 'vlan 5 and vlan 100'; Which = 2 }
        @{ Parameter = 'Filter'; Value = 'vlan 5 and vlan 100 and udp'; Which = 2 }
        @{ Parameter = 'Filter'; Value = 'vlan 7'; Which = @() }
    ) {
        $arguments = @{ $Parameter = $Value; EtherType = '!0x86dd', '!0x0806' }
        $seen = @(Watch-NetPacket eth1 -Namespace r @arguments -While { Invoke-NetNamespace a { Send-Frame eth0 $frames } })
        $seen.ForEach({ [Convert]::ToHexString($_.Data) }) | Should -BeExactly @($Which.ForEach({ $frames[$_].ToUpperInvariant() }))
        if ($Parameter -eq 'Filter') {
            $told = @(tcpdump -nn -t -e -r "$folder/all.pcap" $Value 2> $null)
            $told.ForEach({ [regex]::Matches($_, 'vlan \d+').Value -join ', ' }) | Should -BeExactly $seen.ForEach({ @($_.VlanId; $_.InnerVlanId).Where({ $null -ne $_ }).ForEach({ "vlan $_" }) -join ', ' })
        }
    }

    It 'goes into files with the tags, which select there as well' {
        $file = "$folder/own.pcapng"
        $capture = Start-NetCapture eth1 -Namespace r -Port 9 -Path $file
        Invoke-NetNamespace a { Send-Frame eth0 $frames }
        (Stop-NetCapture $capture -PassThru).Packets | Should -Be 3
        @(Get-TsharkPacket $file 'vlan.id', 'vlan.priority', 'ieee8021ad.id' | ForEach-Object { "$($_.'vlan.id') $($_.'vlan.priority') $($_.'ieee8021ad.id')" }) | Should -BeExactly '  ', '100 5 ', '100 0 5'
        (Import-NetCapture $file -VlanId 5).InnerVlanId | Should -Be 100
        (Import-NetCapture $file -Filter 'vlan 100').VlanPriority | Should -Be 5
        @(Import-NetCapture $file -VlanId '!100', '!5').VlanId | Should -BeNullOrEmpty
    }
}
