# Get-NetIPAddress: made by `ip`, read by VethLab.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
}

Describe 'Get-NetIPAddress' {
    BeforeAll {
        ip netns add lab
        ip -n lab link set lo up
        ip -n lab link add eth0 type veth peer name eth1
        ip -n lab link set eth0 up
        ip -n lab link set eth1 up
        ip -n lab address add 192.168.88.1/24 broadcast + dev eth0
        ip -n lab address add 192.168.88.2/24 dev eth0
        ip -n lab address add 10.0.0.0/31 dev eth0
        ip -n lab address add 10.9.9.9/32 scope link dev eth1
        ip -n lab address add 10.7.0.1 peer 10.7.0.2/32 dev eth1
        ip -n lab address add 10.8.0.1/24 scope host dev eth1
        ip -n lab address add fd00::1/64 nodad dev eth0
        ip -n lab address add fd00::2/64 preferred_lft 0 nodad dev eth0
        ip -n lab address add fd00::3/128 dev eth1
        ip -n lab -6 address add fec0::1/64 nodad dev eth1
        ip netns add lab02
        ip -n lab02 link set lo up
    }
    AfterAll { ip netns delete lab; ip netns delete lab02 }

    It 'reads what ip reads, address by address' {
        $read = Get-NetIPAddress -Namespace lab | ForEach-Object { "$($_.InterfaceIndex) $($_.InterfaceAlias) $($_.IPAddress)/$($_.PrefixLength) $($_.Broadcast) $($_.Scope.ToLower())" } | Sort-Object
        $told = Get-IPJson lab address | ForEach-Object { $link = $_; $_.addr_info | ForEach-Object { "$($link.ifindex) $($link.ifname) $($_.local)/$($_.prefixlen) $($_.broadcast) $($_.scope)" } } | Sort-Object
        $read.Count | Should -BeGreaterThan 10
        $read | Should -BeExactly $told
    }

    It 'knows the state of each' {
        $states = Get-NetIPAddress -Namespace lab
        ($states | Where-Object Name -eq 'fd00::1/64').AddressState | Should -BeExactly 'Preferred'
        ($states | Where-Object Name -eq 'fd00::2/64').AddressState | Should -BeExactly 'Deprecated'
        ($states | Where-Object Name -eq '192.168.88.2/24').Flags | Should -BeLike '*Secondary*'
    }

    It 'sees duplicate detection begin and end' {
        ip -n lab address add fd00::4/64 dev eth1
        (Get-NetIPAddress fd00::4 -Namespace lab).AddressState | Should -BeExactly 'Tentative'
        Wait-Until { (Get-NetIPAddress fd00::4 -Namespace lab).AddressState -eq 'Preferred' } | Should -BeTrue
        ip -n lab address delete fd00::4/64 dev eth1
    }

    It 'finds <What>' -ForEach @(
        @{ What = 'an address without its length'; Arguments = @{ IPAddress = '192.168.88.1' }; Names = '192.168.88.1/24' }
        @{ What = 'an address with its length'; Arguments = @{ IPAddress = 'fd00::1/64' }; Names = 'fd00::1/64' }
        @{ What = 'addresses by wildcard'; Arguments = @{ IPAddress = '192.168.*' }; Names = '192.168.88.1/24', '192.168.88.2/24' }
        @{ What = 'several'; Arguments = @{ IPAddress = '10.0.0.0', '10.9.*' }; Names = '10.0.0.0/31', '10.9.9.9/32' }
        @{ What = 'those of an interface and a family'; Arguments = @{ InterfaceAlias = 'eth0'; AddressFamily = 'InterNetwork' }; Names = '192.168.88.1/24', '10.0.0.0/31', '192.168.88.2/24' }
        @{ What = 'those of interfaces by wildcard'; Arguments = @{ Interface = 'l*'; AddressFamily = 'InterNetworkV6' }; Names = '::1/128' }
        @{ What = 'none without complaint for a wildcard'; Arguments = @{ IPAddress = '172.16.*' }; Names = @() }
    ) {
        (Get-NetIPAddress @Arguments -Namespace lab -ErrorAction Stop).Name | Sort-Object | Should -Be @($Names | Sort-Object)
    }

    It 'reads the addresses of interfaces from the pipeline' {
        (Get-NetInterface eth0 -Namespace lab | Get-NetIPAddress -AddressFamily InterNetwork).InterfaceAlias | Should -Be 'eth0', 'eth0', 'eth0'
        (Get-NetInterface eth0 -Namespace lab | Get-NetIPAddress 10.*).Name | Should -BeExactly '10.0.0.0/31'
    }

    It 'takes addresses from the pipeline, however they are written' {
        ('10.0.0.0', 'FD00:0::1', 'fd00:0::1/64', '192.168.88.2/24' | Get-NetIPAddress -Namespace lab).Name | Should -Be '10.0.0.0/31', 'fd00::1/64', 'fd00::1/64', '192.168.88.2/24'
    }

    It 'reads all of a namespace from the pipeline' {
        $all = Get-NetNamespace lab, lab02 | Get-NetIPAddress 127.0.0.1
        $all.Namespace | Should -Be 'lab', 'lab02'
    }

    It 'reads several namespaces by name' {
        (Get-NetIPAddress 127.0.0.1 -Namespace lab, lab02).Namespace | Should -Be 'lab', 'lab02'
    }

    It 'reads the namespace it is in' {
        (Invoke-NetNamespace lab { Get-NetIPAddress 192.168.88.1 }).Namespace | Should -BeExactly 'lab'
    }

    It 'returns equal objects for equal states' {
        Get-NetIPAddress 192.168.88.1 -Namespace lab | Should -Be (Get-NetIPAddress 192.168.88.1 -Namespace lab)
        (Get-NetIPAddress 127.0.0.1 -Namespace lab) -eq (Get-NetIPAddress 127.0.0.1 -Namespace lab02) | Should -BeFalse
    }

    It 'reads again an address that is piped in' {
        (Get-NetIPAddress 192.168.88.1 -Namespace lab | Get-NetIPAddress).Name | Should -BeExactly '192.168.88.1/24'
    }

    It 'shows a table' {
        Get-NetIPAddress 192.168.88.1 -Namespace lab | Format-Table | Out-String | Should -Match 'eth0 +192\.168\.88\.1 +24 Global +Preferred +lab'
    }

    It 'knows the other end of a point-to-point link' {
        "$((Get-NetIPAddress 10.7.0.1 -Namespace lab).Peer)" | Should -BeExactly '10.7.0.2'
        (Get-NetIPAddress 10.0.0.0 -Namespace lab).Peer | Should -BeNullOrEmpty
    }

    It 'says that there is no <Text>' -ForEach @(@{ Text = '192.168.88.77' }, @{ Text = 'fd00::77/64' }) {
        Assert-Refused { Get-NetIPAddress $Text -Namespace lab } AddressNotFound ObjectNotFound $Text
    }

    It 'says that there is no interface of that name' {
        Assert-Refused { Get-NetIPAddress -InterfaceAlias eth7 -Namespace lab } InterfaceNotFound ObjectNotFound eth7
    }

    It 'returns nothing for an interface without addresses' {
        ip -n lab link add eth8 type veth peer name eth9
        Get-NetIPAddress -InterfaceAlias eth8 -Namespace lab -ErrorAction Stop | Should -BeNullOrEmpty
        Get-NetInterface eth9 -Namespace lab | Get-NetIPAddress -ErrorAction Stop | Should -BeNullOrEmpty
        ip -n lab link delete eth8
    }

    It 'says that there is no such namespace, and reads the others' {
        $read = Get-NetIPAddress 127.0.0.1 -Namespace lab, nowhere, lab02 -ErrorVariable missing -ErrorAction SilentlyContinue
        $read.Namespace | Should -Be 'lab', 'lab02'
        $missing.FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound,*'
    }
}
