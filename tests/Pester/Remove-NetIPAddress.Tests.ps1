# Remove-NetIPAddress: made by `ip`, removed by VethLab; and what VethLab made, ip no longer sees.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    function Get-Addresses { (Get-IPJson lab address, show, dev, eth0).addr_info | Where-Object scope -EQ global | ForEach-Object { "$($_.local)/$($_.prefixlen)" } }
}

Describe 'Remove-NetIPAddress' {
    BeforeEach {
        ip netns add lab
        ip -n lab link add eth0 type veth peer name eth1
        ip -n lab link set eth0 up
        ip -n lab address add 192.168.88.1/24 dev eth0
        ip -n lab address add 192.168.89.1/24 dev eth0
        ip -n lab address add fd00::1/64 nodad dev eth0
    }
    AfterEach { ip netns delete lab }

    It 'takes one address and leaves the others' {
        Remove-NetIPAddress 192.168.88.1/24 eth0 -Namespace lab | Should -BeNullOrEmpty
        Get-Addresses | Should -Be '192.168.89.1/24', 'fd00::1/64'
    }

    It 'takes several, of both families' {
        Remove-NetIPAddress 192.168.88.1/24, fd00::1/64 eth0 -Namespace lab
        Get-Addresses | Should -Be '192.168.89.1/24'
    }

    It 'takes the prefix length apart' {
        Remove-NetIPAddress 192.168.88.1 eth0 -PrefixLength 24 -Namespace lab
        Get-Addresses | Should -Be '192.168.89.1/24', 'fd00::1/64'
    }

    It 'needs neither prefix length nor interface' {
        Remove-NetIPAddress 192.168.88.1 -Namespace lab
        Remove-NetIPAddress FD00:0::1 eth0 -Namespace lab
        Get-Addresses | Should -Be '192.168.89.1/24'
        Assert-Refused { Remove-NetIPAddress 192.168.88.1 -Namespace lab } AddressNotFound ObjectNotFound 192.168.88.1
    }

    It 'takes the interface by its index' {
        $index = (Get-IPJson lab link, show, dev, eth0).ifindex
        Assert-Refused { Remove-NetIPAddress 192.168.88.1 -InterfaceIndex ($index + 1000) -Namespace lab } AddressNotFound ObjectNotFound 192.168.88.1
        Remove-NetIPAddress 192.168.88.1 -ifIndex $index -Namespace lab
        Get-Addresses | Should -Be '192.168.89.1/24', 'fd00::1/64'
    }

    It 'removes what Get-NetIPAddress found' {
        Get-NetIPAddress 192.168.*, fd00* -Namespace lab | Remove-NetIPAddress
        Get-Addresses | Should -BeNullOrEmpty
    }

    It 'removes an object where it lives, wherever that is done' {
        $address = Invoke-NetNamespace lab { Get-NetIPAddress 192.168.88.1 }
        $address | Remove-NetIPAddress
        Get-Addresses | Should -Be '192.168.89.1/24', 'fd00::1/64'
    }

    It 'takes the interface as an object' {
        Remove-NetIPAddress 192.168.88.1/24 (Get-NetInterface eth0 -Namespace lab)
        Get-Addresses | Should -Not -Contain '192.168.88.1/24'
    }

    It 'leaves as they were those that the kernel keeps as secondary' {
        ip -n lab address add 192.168.88.2/24 dev eth0
        Set-Sysctl lab ipv4/conf/eth0/promote_secondaries 1
        Remove-NetIPAddress 192.168.88.1/24 eth0 -Namespace lab
        Get-Addresses | Should -Be '192.168.89.1/24', '192.168.88.2/24', 'fd00::1/64'
    }

    It 'removes what ip gave a peer' {
        ip -n lab address add 10.7.0.1 peer 10.7.0.2/32 dev eth0
        Get-VerboseLines { Get-NetIPAddress 10.7.0.1 -Namespace lab | Remove-NetIPAddress -Verbose -ErrorAction Stop } |
            Should -Contain 'ip -n lab address delete 10.7.0.1 peer 10.7.0.2/32 dev eth0'
        Get-Addresses | Should -Not -Contain '10.7.0.1/32'
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-KernelState lab
        Remove-NetIPAddress 192.168.88.1/24 eth0 -Namespace lab -WhatIf
        Get-KernelState lab | Should -BeExactly $before
    }

    It 'tells with -Verbose the ip command that does the same' {
        Get-VerboseLines { Remove-NetIPAddress 192.168.88.1/24 eth0 -Namespace lab -Verbose } | Should -Contain 'ip -n lab address delete 192.168.88.1/24 dev eth0'
    }

    It 'says that <What>' -ForEach @(
        @{ What = 'the interface has no such address'; Text = '10.0.0.1/24'; Interface = 'eth0'; Id = 'AddressNotFound'; Category = 'ObjectNotFound'; Target = '10.0.0.1/24' }
        @{ What = 'the prefix length is another'; Text = '192.168.88.1/16'; Interface = 'eth0'; Id = 'AddressNotFound'; Category = 'ObjectNotFound'; Target = '192.168.88.1/16' }
        @{ What = 'the address is another interface''s'; Text = '192.168.88.1/24'; Interface = 'eth1'; Id = 'AddressNotFound'; Category = 'ObjectNotFound'; Target = '192.168.88.1/24' }
        @{ What = 'there is no such interface'; Text = '192.168.88.1/24'; Interface = 'eth7'; Id = 'InterfaceNotFound'; Category = 'ObjectNotFound'; Target = 'eth7' }
        @{ What = 'the prefix length is impossible'; Text = '192.168.88.1/33'; Interface = 'eth0'; Id = 'InvalidPrefixLength'; Category = 'InvalidArgument'; Target = '192.168.88.1/33' }
        @{ What = 'it is no address'; Text = '10.1/16'; Interface = 'eth0'; Id = 'InvalidAddress'; Category = 'InvalidArgument'; Target = '10.1/16' }
        @{ What = 'an empty text is no address'; Text = ''; Interface = 'eth0'; Id = 'InvalidAddress'; Category = 'InvalidArgument'; Target = '' }
    ) {
        Assert-Refused { Remove-NetIPAddress $Text $Interface -Namespace lab } $Id $Category $Target
    }

    It 'says on a second run that it is gone' {
        $address = Get-NetIPAddress 192.168.88.1 -Namespace lab
        $address | Remove-NetIPAddress
        Assert-Refused { $address | Remove-NetIPAddress } AddressNotFound ObjectNotFound 192.168.88.1/24
    }

    It 'removes two of three and reports the third' {
        Remove-NetIPAddress 192.168.88.1/24, 10.0.0.1/8, fd00::1/64 eth0 -Namespace lab -ErrorVariable missing -ErrorAction SilentlyContinue
        Get-Addresses | Should -Be '192.168.89.1/24'
        $missing.TargetObject | Should -BeExactly '10.0.0.1/8'
    }

    It 'reports an object whose namespace is gone' {
        ip netns add lab02
        ip -n lab02 link set lo up
        $address = Get-NetIPAddress 127.0.0.1 -Namespace lab02
        ip netns delete lab02
        Assert-Refused { $address | Remove-NetIPAddress } NamespaceNotFound ObjectNotFound lab02
    }
}
