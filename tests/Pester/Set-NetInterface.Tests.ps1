BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    $others = @(Get-NamespaceNames)
}

Describe 'Set-NetInterface' {
    BeforeEach {
        New-NetNamespace lab, ns01
        $pair = New-VethPair v w -Namespace lab -PeerNamespace ns01 -IPAddress 10.0.0.1/24
    }

    AfterEach { Remove-NamespacesExcept $others }

    It 'takes an interface down and up' {
        Set-NetInterface v -Down -Namespace lab | Should -BeNullOrEmpty
        (Get-IPLink lab v).flags | Should -Not -Contain UP
        Set-NetInterface v -Up -Namespace lab
        (Get-IPLink lab v).flags | Should -Contain UP
    }

    It 'tells of an interface that it took up that it is up, once its peer is' {
        $told = foreach ($i in 1..20) {
            New-VethPair "x$i" "y$i" -Namespace lab -PeerNamespace lab -Down | Out-Null
            (Set-NetInterface "x$i" -Up -Namespace lab -PassThru).HasCarrier
            (Set-NetInterface "y$i" -Up -Namespace lab -PassThru).State
        }
        $told | Select-Object -Unique | Should -Be $false, 'Up'
    }

    It 'sets MTU and MAC' {
        Set-NetInterface v -Mtu 1400 -MacAddress 02:00:00:00:00:99 -Namespace lab
        (Get-IPLink lab v).mtu, (Get-IPLink lab v).address | Should -Be 1400, '02:00:00:00:00:99'
    }

    It 'takes interfaces, pairs, bridges and names from the pipeline' {
        New-NetBridge br01 -Namespace lab
        Get-NetInterface v -Namespace lab | Set-NetInterface -Mtu 1401
        (Get-IPLink lab v).mtu | Should -Be 1401
        $pair | Set-NetInterface -Mtu 1402
        (Get-IPLink lab v).mtu | Should -Be 1402
        'v', 'br01' | Set-NetInterface -Mtu 1403 -Namespace lab
        (Get-IPLink lab v).mtu, (Get-IPLink lab br01).mtu | Should -Be 1403, 1403
    }

    It 'moves an interface to a namespace, where it arrives down and without addresses' {
        New-NetNamespace ns02
        $moved = Set-NetInterface v -TargetNamespace ns02 -Namespace lab -PassThru
        $moved.Namespace, $moved.IsUp, "$($moved.IPAddress)" | Should -Be 'ns02', $false, ''
        (Get-IPLink lab).ifname | Should -Be lo
        (Get-IPLink ns02 v).flags | Should -Not -Contain UP
        Get-IPAddressText ns02 v | Should -BeNullOrEmpty
        (Get-IPLink ns02 v).address | Should -Be "$($pair.Interface.MacAddress)"
        (Get-VethPair v -Namespace ns02).PeerName | Should -Be w
    }

    It 'moves and takes up in one call, and sets MTU and MAC on the way' {
        New-NetNamespace ns02
        Set-NetInterface v -TargetNamespace ns02 -Up -Mtu 1400 -MacAddress 02:00:00:00:00:99 -Namespace lab
        $link = Get-IPLink ns02 v
        $link.flags | Should -Contain UP
        $link.mtu, $link.address | Should -Be 1400, '02:00:00:00:00:99'
    }

    It 'does nothing, and says so, where all is so already' {
        $link = Get-NetInterface v -Namespace lab
        Set-NetInterface v -Up -Mtu $link.Mtu -MacAddress "$($link.MacAddress)" -TargetNamespace lab -Namespace lab -Verbose 4>&1 |
            ForEach-Object { "$_" } | Should -BeLike "*'v' is so already*"
        Get-IPAddressText lab v | Should -Be 10.0.0.1/24
    }

    It 'changes nothing with -WhatIf, and tells the equivalent commands with -Verbose' {
        $before = Get-NetworkPicture
        Set-NetInterface v -Down -Mtu 1400 -Namespace lab -WhatIf
        Get-NetworkPicture | Should -Be $before
        $said = Set-NetInterface v -Down -Mtu 1400 -Namespace lab -Verbose 4>&1 | ForEach-Object { "$_" }
        $said | Should -Contain 'ip -n lab link set v mtu 1400'
        $said | Should -Contain 'ip -n lab link set v down'
    }

    Context 'refuses, and changes nothing:' {
        It '<Label>' -ForEach @(
            @{ Label = 'an MTU below 68'; With = @{ Mtu = 67 }; Id = 'InvalidMtu' }
            @{ Label = 'an MTU above 65535'; With = @{ Mtu = 65536 }; Id = 'InvalidMtu' }
            @{ Label = 'a multicast MAC'; With = @{ MacAddress = '01:00:5e:00:00:01' }; Id = 'InvalidMacAddress' }
            @{ Label = 'a zero MAC'; With = @{ MacAddress = '00:00:00:00:00:00' }; Id = 'InvalidMacAddress' }
            @{ Label = 'a malformed MAC'; With = @{ MacAddress = '02:00' }; Id = 'InvalidMacAddress' }
            @{ Label = 'both up and down'; With = @{ Up = $true; Down = $true }; Id = 'InvalidValue' }
        ) {
            Assert-Refused { Set-NetInterface v -Namespace lab @with } -Id $id -Category InvalidArgument
        }

        It 'an MTU that the device itself refuses' {
            # A tun device takes 65521 bytes at most, less than what an interface may have in general.
            & ip -n lab tuntap add mode tap name tap0
            Assert-Refused { Set-NetInterface tap0 -Mtu 65535 -Namespace lab } -Id InvalidMtu -Category InvalidArgument -Target tap0 -Message "*'tap0' cannot have an MTU of 65535*"
        }

        It 'to move loopback' {
            Assert-Refused { Set-NetInterface lo -TargetNamespace ns01 -Namespace lab } -Id InvalidValue -Category InvalidArgument -Target lo
        }

        It 'to move where the name is taken' {
            New-VethPair v2 x -Namespace lab -PeerNamespace ns01
            & ip -n ns01 link set x down
            & ip -n ns01 link set x name v
            Assert-Refused { Set-NetInterface v -TargetNamespace ns01 -Namespace lab } -Id InterfaceExists -Category ResourceExists -Target v -Message '*namespace ns01*'
        }

        It 'an interface or namespace that does not exist, and goes on' {
            Assert-Refused { Set-NetInterface v -TargetNamespace nowhere -Namespace lab } -Id NamespaceNotFound -Category ObjectNotFound -Target nowhere
            $errors = @(Get-ErrorsOf { 'nope', 'v' | Set-NetInterface -Mtu 1300 -Namespace lab })
            $errors | Should -HaveCount 1
            Assert-NetError $errors[0] -Id InterfaceNotFound -Category ObjectNotFound -Target nope
            (Get-IPLink lab v).mtu | Should -Be 1300
        }
    }

    It 'takes back what it did when a later step fails' {
        # tap0 takes the MAC, but not so large an MTU.
        & ip -n lab tuntap add mode tap name tap0
        $before = Get-IPLink lab tap0
        $errors = @(Get-ErrorsOf { Set-NetInterface tap0 -MacAddress 02:00:00:00:00:99 -Mtu 65535 -Namespace lab })
        $errors | Should -HaveCount 1
        Assert-NetError $errors[0] -Id InvalidMtu -Category InvalidArgument -Message '*Undone: ip -n lab link set tap0 address 02:00:00:00:00:99*'
        (Get-IPLink lab tap0).mtu, (Get-IPLink lab tap0).address | Should -Be $before.mtu, $before.address
    }
}
