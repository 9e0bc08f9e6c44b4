# Set-NetInterface -TargetNamespace: to a namespace and back to here, which has no name, and what an interface keeps on the way.
BeforeAll {
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Engines.ps1
    $others = @(Get-NamespaceNames)
    function Get-HereLinks { @(ip -j link | ConvertFrom-Json | ForEach-Object { $_.ifname }) }
}

Describe 'Moving an interface' {
    BeforeEach {
        foreach ($name in 'lab', 'ns01') { ip netns add $name }
        ip link add move01 mtu 1400 address 02:00:00:00:00:01 type veth peer name move02
        ip link set move01 up alias 'of the test'
        ip address add 10.44.0.1/24 dev move01
    }
    AfterEach {
        Remove-NamespacesExcept $others
        ip link delete move02 2> $null
    }

    It 'goes to a namespace and comes back to here, which Get-NetNamespace -Current returns' {
        $here = Get-NetNamespace -Current
        $there = Set-NetInterface move01 -TargetNamespace ns01 -PassThru
        Get-HereLinks | Should -Not -Contain move01
        $there.Namespace, $there.IsUp, "$($there.IPAddress)" | Should -Be ns01, $false, ''
        $there.Mtu, $there.MacAddress, $there.Alias | Should -Be 1400, 02:00:00:00:00:01, 'of the test'
        $back = $there | Set-NetInterface -TargetNamespace $here -Up -PassThru
        Get-HereLinks | Should -Contain move01
        $back.NamespaceId.Inode | Should -Be $here.NamespaceId.Inode
        $back.IsUp | Should -BeTrue
        @(ip -j -4 address show dev move01 | ConvertFrom-Json | ForEach-Object { $_.addr_info } | Where-Object { $_.local }) | Should -BeNullOrEmpty -Because 'a move takes the addresses'
        (Get-VethPair move01).PeerName | Should -BeExactly move02
    }

    It 'comes back by the number of a process that is here, and by a process' {
        Set-NetInterface move01 -TargetNamespace ns01
        Set-NetInterface move01 -Namespace ns01 -TargetNamespace pid:$PID
        Get-HereLinks | Should -Contain move01
        Set-NetInterface move01 -TargetNamespace ns01
        Get-NetInterface move01 -Namespace ns01 | Set-NetInterface -TargetNamespace (Get-Process -Id $PID)
        Get-HereLinks | Should -Contain move01
    }

    It 'goes where another object lives' {
        $lo = Get-NetInterface lo -Namespace lab
        Set-NetInterface move01 -TargetNamespace $lo
        (Get-IPLink lab move01).ifname | Should -Be move01
    }

    It 'is fetched from inside' {
        $here = Get-NetNamespace -Current
        Invoke-NetNamespace ns01 { Set-NetInterface move01 -Namespace $here -TargetNamespace (Get-NetNamespace -Current) }
        (Get-IPLink ns01 move01).ifname | Should -Be move01
    }

    It 'many at a time' {
        ip link add move03 type veth peer name move04
        Get-NetInterface move0[13] | Set-NetInterface -TargetNamespace ns01
        (Get-IPLink ns01).ifname | Sort-Object | Should -Be lo, move01, move03
        Get-NetInterface -Namespace ns01 -Kind veth | Set-NetInterface -TargetNamespace (Get-NetNamespace -Current)
        Get-HereLinks | Where-Object { $_ -like 'move0[13]' } | Sort-Object | Should -Be move01, move03
        ip link delete move03
    }

    It 'refuses a process that is not there, and a text that only looks like one' {
        Assert-Refused { Set-NetInterface move01 -TargetNamespace pid:2147483646 } ProcessNotFound ObjectNotFound 2147483646
        Assert-Refused { Set-NetInterface move01 -TargetNamespace pid:none } NamespaceNotFound ObjectNotFound pid:none
        Get-HereLinks | Should -Contain move01
    }

    It 'prefers a namespace that is called so' {
        ip netns add pid:1
        Set-NetInterface move01 -TargetNamespace pid:1
        (Get-IPLink pid:1 move01).ifname | Should -Be move01
        (Get-NetInterface move01 -Namespace pid:1).Namespace | Should -BeExactly pid:1
        (Get-NetNamespace pid:1).Path | Should -BeExactly /run/netns/pid:1
    }

    It 'refuses where the name is taken at the target, and leaves the interface as it was' {
        ip -n ns01 link add move01 type bridge
        Assert-Refused { Set-NetInterface move01 -TargetNamespace ns01 -Alias other } InterfaceExists ResourceExists move01 -Message '*namespace ns01*'
        $link = ip -j link show dev move01 | ConvertFrom-Json
        $link.ifalias | Should -BeExactly 'of the test'
        $link.flags | Should -Contain UP
    }

    It 'takes the move back when the interface cannot come up at the target, with its addresses' {
        # Of two macvlans with one MAC only one can be up, wherever they are.
        ip link add low01 type veth peer name low02
        try {
            foreach ($name in 'mac01', 'mac02') { ip link add link low01 name $name address 02:00:00:00:00:77 type macvlan }
            ip link set mac02 up
            ip address add 10.45.0.1/24 dev mac01
            $errors = @(Get-ErrorsOf { Set-NetInterface mac01 -TargetNamespace ns01 -Up -Alias other })
            $errors | Should -HaveCount 1
            "$($errors[0])" | Should -BeLike '*Undone: *link set mac01 netns ns01*'
            Get-HereLinks | Should -Contain mac01
            (Get-IPLink ns01).ifname | Should -Be lo
            (ip -4 -o address show dev mac01) -join ' ' | Should -BeLike '*10.45.0.1/24*'
            (ip -j link show dev mac01 | ConvertFrom-Json).ifalias | Should -BeNullOrEmpty
        }
        finally { ip link delete low01 }
    }

    It 'says who may, without privilege, and moves nothing' {
        $script = 'try { Set-NetInterface move01 -TargetNamespace ns01 -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }'
        $process = Start-Words (Get-UnprivilegedWords (Get-ShellWords $script))
        $said = $process.StandardOutput.ReadToEnd()
        $process.WaitForExit()
        $said | Should -BeLike 'NotPermitted,*'
        Get-HereLinks | Should -Contain move01
    }
}
