BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    $others = @(Get-NamespaceNames)
}

Describe 'New-NetBridge' {
    BeforeEach { New-NetNamespace lab }
    AfterEach { Remove-NamespacesExcept $others }

    It 'makes the tutorial''s bridge: up, with its address and connected route' {
        $bridge = New-NetBridge br01 -IPAddress 192.168.88.1/24 -Namespace lab
        $link = Get-IPLink lab br01
        $link.linkinfo.info_kind | Should -Be bridge
        $link.flags | Should -Contain UP
        $link.ifalias | Should -BeExactly vethlab
        [uint] $link.group | Should -Be 0x56000000
        Get-IPAddressText lab br01 | Should -Be 192.168.88.1/24
        (& ip -n lab -j route | ConvertFrom-Json | Where-Object dst -EQ 192.168.88.0/24).dev | Should -Be br01
        $bridge.Name, $bridge.Namespace, "$($bridge.IPAddress)" | Should -Be 'br01', 'lab', '192.168.88.1/24'
        $bridge.IsUp | Should -BeTrue
        $bridge.Owner | Should -BeExactly vethlab
        "$($bridge.MacAddress)" | Should -Be $link.address
    }

    It 'works here without -Namespace' {
        (Invoke-NetNamespace lab { New-NetBridge br01 }).Namespace | Should -Be lab
        (Get-IPLink lab).ifname | Should -Contain br01
    }

    It 'gives several addresses, MTU, MAC and STP' {
        New-NetBridge br01 -Namespace lab -IPAddress 10.0.0.1/24, fd00::1/64 -Mtu 1400 -MacAddress 02:00:00:00:00:01 -Stp | Out-Null
        $link = Get-IPLink lab br01
        $link.mtu, $link.address, $link.linkinfo.info_data.stp_state | Should -Be 1400, '02:00:00:00:00:01', 1
        Get-IPAddressText lab br01 | Should -Be '10.0.0.1/24', 'fd00::1/64'
        (New-NetBridge br02 -Namespace lab -IPAddress 10.1.0.1 -PrefixLength 24).IPAddress[0].ToString() | Should -Be 10.1.0.1/24
    }

    It 'gives IPv6 addresses when it is up, others before' {
        $steps = @(New-NetBridge br01 -Namespace lab -IPAddress fd00::1/64, 10.0.0.1/24 -Verbose 4>&1 | ForEach-Object { "$_" })
        $order = foreach ($word in '*add 10.0.0.1/24*', '*link set br01 up', '*add fd00::1/64*') { 0..$steps.Count | Where-Object { $steps[$_] -like $word } }
        $order | Should -HaveCount 3
        $order | Should -Be ($order | Sort-Object)
        New-NetBridge br02 -Namespace lab -IPAddress fd01::1/64 -Down | Out-Null
        Get-IPAddressText lab br02 | Should -Be fd01::1/64
    }

    It 'leaves it down with -Down' {
        New-NetBridge br01 -Namespace lab -Down | Out-Null
        (Get-IPLink lab br01).flags | Should -Not -Contain UP
    }

    It 'makes one for each name of the pipeline' {
        ('br01', 'br02', 'br03' | New-NetBridge -Namespace lab).Name | Should -Be 'br01', 'br02', 'br03'
        (Get-IPLink lab).ifname | Should -Be 'lo', 'br01', 'br02', 'br03'
    }

    It 'keeps its MAC and its id as ports come and go' {
        $mac = "$((New-NetBridge br01 -Namespace lab).MacAddress)"
        $id = (Get-NetBridge br01 -Namespace lab).BridgeId
        # Lower than any random address: it would become the bridge's if that were not fixed.
        & ip -n lab link add low address 00:00:00:00:00:02 type veth peer name low-peer
        & ip -n lab link set low up
        & ip -n lab link set low master br01
        (Get-IPLink lab br01).address | Should -Be $mac
        (Get-NetBridge br01 -Namespace lab).BridgeId | Should -Be $id
        & ip -n lab link delete low
        (Get-IPLink lab br01).address | Should -Be $mac
        # The witness: a bridge that ip made without an address does change.
        & ip -n lab link add other type bridge
        $other = (Get-IPLink lab other).address
        & ip -n lab link add low address 00:00:00:00:00:02 type veth peer name low-peer
        & ip -n lab link set low master other
        (Get-IPLink lab other).address | Should -Not -Be $other
    }

    It 'gives each a MAC of its own, unicast and locally administered' {
        $addresses = 1..8 | ForEach-Object { "$((New-NetBridge "br$_" -Namespace lab).MacAddress)" }
        @($addresses | Sort-Object -Unique) | Should -HaveCount 8
        foreach ($address in $addresses) { [Convert]::ToInt32($address.Substring(0, 2), 16) -band 3 | Should -Be 2 }
    }

    It 'agrees with brctl' {
        $bridge = New-NetBridge br01 -Namespace lab
        New-NetBridge br02 -Namespace lab -Stp
        foreach ($i in 1, 2) { New-VethPair "v$i" "p$i" -Namespace lab -PeerNamespace lab | Add-VethToBridge br01 -Namespace lab }
        $lines = & ip netns exec lab brctl show
        $lines | Where-Object { $_ -match '^br01\s' } | Should -Match "^br01\s+$([regex]::Escape($bridge.BridgeId))\s+no\s+p1$"
        $lines | Where-Object { $_ -match '^\s+p2$' } | Should -HaveCount 1
        $lines | Where-Object { $_ -match '^br02\s' } | Should -Match '\syes\s*$'
        (Get-NetBridge br01 -Namespace lab).Ports | Should -Be 'p1', 'p2'
    }

    It 'says nothing and does nothing with -WhatIf; tells commands that do the same with -Verbose' {
        $before = Get-NetworkPicture
        New-NetBridge br01 -IPAddress 10.0.0.1/24 -Namespace lab -WhatIf | Should -BeNullOrEmpty
        Get-NetworkPicture | Should -Be $before
        $said = New-NetBridge br01 -IPAddress 10.0.0.1/24, fd00::1/64 -Mtu 1400 -MacAddress 02:00:00:00:00:01 -Stp -Namespace lab -Verbose 4>&1
        $commands = $said | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] -and "$_" -match '^(ip|sysctl) ' } | ForEach-Object { "$_" }
        $made = Get-NetworkPicture
        Remove-NetBridge br01 -Namespace lab
        foreach ($command in $commands) {
            & sh -c $command
            $LASTEXITCODE | Should -Be 0 -Because $command
        }
        # New links get new indexes, and the kernel makes a link-local address in its own time.
        (Get-NetworkPicture) -replace '(?m)^\d+: ' -replace '(?m)^.*fe80::.*\n?' | Should -Be ($made -replace '(?m)^\d+: ' -replace '(?m)^.*fe80::.*\n?')
    }

    Context 'refuses, and leaves nothing,' {
        It 'the name <Label>' -ForEach @(
            @{ Label = 'of 16 bytes'; Name = 'n' * 16; Says = '*16 bytes*' }
            @{ Label = 'of 8 characters in 16 bytes'; Name = 'ü' * 8; Says = '*16 bytes*' }
            @{ Label = 'that is empty'; Name = ''; Says = '*empty*' }
            @{ Label = '..'; Name = '..'; Says = '*directory*' }
            @{ Label = 'a/b'; Name = 'a/b'; Says = "*'/'*" }
            @{ Label = 'a:b'; Name = 'a:b'; Says = "*':'*" }
            @{ Label = 'with a blank'; Name = 'a b'; Says = '*white space*' }
            @{ Label = 'br%d'; Name = 'br%d'; Says = "*'%'*" }
        ) {
            Assert-Refused { New-NetBridge -Name $name -Namespace lab } -Id InvalidName -Category InvalidArgument -Target $name -Message $says
        }

        It 'a name that exists, and says whose it is' {
            New-NetBridge br01 -Namespace lab
            & ip -n lab link add br02 type bridge
            Assert-Refused { New-NetBridge br01 -Namespace lab } -Id InterfaceExists -Category ResourceExists -Target br01 -Message '*a bridge made by VethLab*' -Advice '*earlier run*'
            Assert-Refused { New-NetBridge br02 -Namespace lab } -Id InterfaceExists -Category ResourceExists -Target br02 -Message '*not made by VethLab*'
        }

        It '<Label>' -ForEach @(
            @{ Label = 'an MTU that is too small'; With = @{ Mtu = 67 }; Id = 'InvalidMtu'; Category = 'InvalidArgument' }
            @{ Label = 'an MTU that is too large'; With = @{ Mtu = 65536 }; Id = 'InvalidMtu'; Category = 'InvalidArgument' }
            @{ Label = 'a multicast MAC'; With = @{ MacAddress = '33:33:00:00:00:01' }; Id = 'InvalidMacAddress'; Category = 'InvalidArgument' }
            @{ Label = 'an address without a prefix'; With = @{ IPAddress = '10.0.0.1' }; Id = 'InvalidPrefixLength'; Category = 'InvalidArgument' }
            @{ Label = 'no address at all'; With = @{ IPAddress = '10.0.0/24' }; Id = 'InvalidAddress'; Category = 'InvalidArgument' }
            @{ Label = 'the same address twice, in its last steps'; With = @{ IPAddress = '10.0.0.1/24', '10.0.0.1/24' }; Id = 'AddressExists'; Category = 'ResourceExists' }
        ) {
            Assert-Refused { New-NetBridge br01 -Namespace lab @with } -Id $id -Category $category
        }
    }

    It 'shows its columns' {
        $bridge = New-NetBridge br01 -Namespace lab -IPAddress 192.168.88.1/24
        $table = $bridge | Format-Table | Out-String -Width 160
        foreach ($word in 'Name', 'State', 'BridgeId', 'STP', 'IPAddress', 'Ports', 'br01', $bridge.BridgeId, '192.168.88.1/24') { $table | Should -Match "(?m)(^|\s)$([regex]::Escape($word))(\s|$)" }
        $list = $bridge | Format-List | Out-String
        foreach ($property in 'Name', 'Namespace', 'Index', 'MacAddress', 'Mtu', 'BridgeId', 'Ports', 'Stp', 'AgeingTime', 'Owner') { $list | Should -Match "(?m)^$property +:" }
    }
}
