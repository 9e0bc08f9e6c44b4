# New-NetNeighbor: what it makes must look to `ip -j neighbour` as if `ip neighbour add … nud permanent` had made it.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    function Get-NeighborText([string] $Interface) {
        @(Get-IPJson lab neighbour, show, dev, $Interface | Where-Object { $_.dst } | ForEach-Object { "$($_.dst) $($_.lladdr) $($_.state)" } | Sort-Object)
    }
}

Describe 'New-NetNeighbor' {
    BeforeAll {
        ip netns add lab
        ip -n lab link add eth0 type veth peer name eth1
        foreach ($name in 'eth0', 'eth1') {
            ip -n lab link set $name up addrgenmode none
        }
        ip -n lab address add 10.0.0.1/24 dev eth0
        ip -n lab address add fd00::1/64 nodad dev eth0
    }
    AfterEach {
        ip -n lab neighbour flush nud permanent dev eth0
        ip -n lab neighbour flush nud permanent dev eth1
    }
    AfterAll { ip netns delete lab }

    It 'makes <Address> as ip makes it' -ForEach @(
        @{ Address = '10.0.0.9' }, @{ Address = '192.0.2.1' }, @{ Address = 'fd00::9' }, @{ Address = 'fe80::77' }
    ) {
        $made = New-NetNeighbor $Address 02:00:00:00:00:09 eth0 -Namespace lab
        ip -n lab neighbour add $Address lladdr 02:00:00:00:00:09 nud permanent dev eth1
        Get-NeighborText eth0 | Should -HaveCount 1
        Get-NeighborText eth0 | Should -BeExactly (Get-NeighborText eth1)
        "$($made.IPAddress) $($made.MacAddress) $($made.State) $($made.InterfaceAlias) $($made.Namespace)" |
            Should -BeExactly "$Address 02:00:00:00:00:09 Permanent eth0 lab"
    }

    It 'returns what Get-NetNeighbor reads' {
        $made = New-NetNeighbor 10.0.0.9 02:00:00:00:00:09 eth0 -Namespace lab
        $made | Should -Be (Get-NetNeighbor 10.0.0.9 -Namespace lab)
    }

    It 'takes the MAC address written as <Text>' -ForEach @(@{ Text = '02-AA-00-00-00-09' }, @{ Text = '02aa00000009' }, @{ Text = '02:AA:00:00:00:09' }) {
        (New-NetNeighbor 10.0.0.9 $Text eth0 -Namespace lab).MacAddress | Should -BeExactly 02:aa:00:00:00:09
    }

    It 'is used: no ARP request goes out for it' {
        $null = New-NetNeighbor 10.0.0.9 02:00:00:00:00:09 eth0 -Namespace lab
        $packets = Watch-NetPacket eth0 -Namespace lab -Protocol ARP, ICMP -TimeoutSeconds 0.1 -While { ip netns exec lab ping -c 1 -W 0.1 10.0.0.9 }
        $packets.Protocol | Should -Be ICMP
        $packets.DestinationMac | Should -Be 02:00:00:00:00:09
    }

    It 'works in the namespace it is in' {
        (Invoke-NetNamespace lab { New-NetNeighbor 10.0.0.9 02:00:00:00:00:09 eth0 }).Namespace | Should -BeExactly lab
        Get-NeighborText eth0 | Should -HaveCount 1
    }

    It 'takes interfaces from the pipeline, each where it lives' {
        $links = Invoke-NetNamespace lab { Get-NetInterface eth0, eth1 }
        ($links | New-NetNeighbor 10.0.0.9 02:00:00:00:00:09).InterfaceAlias | Should -Be eth0, eth1
        Get-NeighborText eth1 | Should -Be '10.0.0.9 02:00:00:00:00:09 PERMANENT'
        ('eth0', 'eth1' | New-NetNeighbor 10.0.0.8 02:00:00:00:00:08 -Namespace lab).IPAddress | Should -Be 10.0.0.8, 10.0.0.8
    }

    It 'takes rows of a table, and entries that were read' {
        @'
IPAddress,MacAddress,InterfaceAlias,Namespace
10.0.0.7,02:00:00:00:00:07,eth0,lab
fd00::7,02:00:00:00:00:07,eth1,lab
'@ | ConvertFrom-Csv | New-NetNeighbor | ForEach-Object { "$($_.InterfaceAlias) $($_.IPAddress)" } | Should -Be 'eth0 10.0.0.7', 'eth1 fd00::7'
        $entry = Get-NetNeighbor 10.0.0.7 -Namespace lab
        $entry | Remove-NetNeighbor
        $entry | New-NetNeighbor | Should -Be $entry
    }

    It 'changes nothing with -WhatIf' {
        New-NetNeighbor 10.0.0.9 02:00:00:00:00:09 eth0 -Namespace lab -WhatIf | Should -BeNullOrEmpty
        Get-NeighborText eth0 | Should -BeNullOrEmpty
    }

    It 'tells with -Verbose the ip command that does the same' {
        Get-VerboseLines { New-NetNeighbor 10.0.0.9 02:00:00:00:00:09 eth0 -Namespace lab -Verbose } |
            Should -Contain 'ip -n lab neighbour add 10.0.0.9 lladdr 02:00:00:00:00:09 nud permanent dev eth0'
    }

    It 'shows a table and a list' {
        $made = New-NetNeighbor 10.0.0.9 02:00:00:00:00:09 eth0 -Namespace lab
        $made | Format-Table | Out-String | Should -Match 'IPAddress +MacAddress +State +InterfaceAlias +Namespace'
        $made | Format-List | Out-String | Should -Match '(?s)IPAddress +: 10\.0\.0\.9.*MacAddress +: 02:00:00:00:00:09.*State +: Permanent'
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'what is no address'; Address = '10.0.9'; Mac = '02:00:00:00:00:09'; Interface = 'eth0'; Id = 'InvalidAddress'; Category = 'InvalidArgument'; Target = '10.0.9' }
        @{ What = 'a prefix length'; Address = '10.0.0.9/24'; Mac = '02:00:00:00:00:09'; Interface = 'eth0'; Id = 'InvalidAddress'; Category = 'InvalidArgument'; Target = '10.0.0.9/24' }
        @{ What = 'what is no MAC address'; Address = '10.0.0.9'; Mac = '02:00:00:00:09'; Interface = 'eth0'; Id = 'InvalidMacAddress'; Category = 'InvalidArgument'; Target = '02:00:00:00:09' }
        @{ What = 'a multicast MAC address'; Address = '10.0.0.9'; Mac = '01:00:00:00:00:09'; Interface = 'eth0'; Id = 'InvalidMacAddress'; Category = 'InvalidArgument'; Target = 'eth0' }
        @{ What = 'an interface that is not there'; Address = '10.0.0.9'; Mac = '02:00:00:00:00:09'; Interface = 'eth7'; Id = 'InterfaceNotFound'; Category = 'ObjectNotFound'; Target = 'eth7' }
    ) {
        Assert-Refused { New-NetNeighbor $Address $Mac $Interface -Namespace lab } $Id $Category $Target
        Get-NeighborText eth0 | Should -BeNullOrEmpty
    }

    It 'refuses an entry that is there, and leaves it as it is' {
        ip -n lab neighbour add 10.0.0.9 lladdr 02:00:00:00:00:01 nud permanent dev eth0
        Assert-Refused { New-NetNeighbor 10.0.0.9 02:00:00:00:00:09 eth0 -Namespace lab } NeighborExists ResourceExists 10.0.0.9
        Get-NeighborText eth0 | Should -Be '10.0.0.9 02:00:00:00:00:01 PERMANENT'
    }

    It 'refuses a namespace that is not there' {
        Assert-Refused { New-NetNeighbor 10.0.0.9 02:00:00:00:00:09 eth0 -Namespace nowhere } NamespaceNotFound ObjectNotFound nowhere
    }

    It 'gives the others their entries when one is refused' {
        $made = 'eth0', 'eth7', 'eth1' | New-NetNeighbor 10.0.0.9 02:00:00:00:00:09 -Namespace lab -ErrorVariable refused -ErrorAction SilentlyContinue
        $made.InterfaceAlias | Should -Be eth0, eth1
        $refused.FullyQualifiedErrorId | Should -BeLike 'InterfaceNotFound,*'
    }
}
