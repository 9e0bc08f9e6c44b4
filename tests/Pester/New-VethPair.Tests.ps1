BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    . "$PSScriptRoot/shared/Engines.ps1"
    $others = @(Get-NamespaceNames)
}

Describe 'New-VethPair' {
    BeforeEach { New-NetNamespace lab, ns01 }
    AfterEach { Remove-NamespacesExcept $others }

    It 'makes both ends where they shall live, up, marked, each naming its peer' {
        $pair = New-VethPair veth01 br-veth01 -Namespace ns01 -PeerNamespace lab
        $end = Get-IPLink ns01 veth01
        $peer = Get-IPLink lab br-veth01
        foreach ($link in $end, $peer) {
            $link.linkinfo.info_kind | Should -Be veth
            $link.flags | Should -Contain UP
            $link.ifalias | Should -BeExactly vethlab
            [uint] $link.group | Should -Be 0x56000000
        }
        $end.link_index | Should -Be $peer.ifindex
        $peer.link_index | Should -Be $end.ifindex
        "$pair" | Should -BeExactly 'veth01 <-> br-veth01'
        $pair.Namespace, $pair.PeerNamespace | Should -BeExactly 'ns01', 'lab'
        $pair.Interface.Index, $pair.Interface.PeerIndex | Should -Be $end.ifindex, $end.link_index
        "$($pair.Interface.MacAddress)", "$($pair.Peer.MacAddress)" | Should -Be $end.address, $peer.address
    }

    It 'tells that both ends are up, at once, also where the kernel gives both the same index' {
        $pairs = foreach ($i in 1..20) {
            New-VethPair v w -Namespace ns01 -PeerNamespace lab
            Remove-NetNamespace lab, ns01
            New-NetNamespace lab, ns01 | Out-Null
        }
        $pairs.Interface.Index + $pairs.Peer.Index | Select-Object -Unique | Should -Be 2
        $pairs += foreach ($i in 1..20) { New-VethPair "v$i" "w$i" -Namespace lab -PeerNamespace ns01; New-VethPair "x$i" "y$i" -Namespace lab -PeerNamespace lab }
        # Before Linux 6.7 the kernel may by chance have told just before that an end was down, and cannot be hurried then.
        $possible = [Environment]::OSVersion.Version -lt [version] '6.7' ? 'Up', 'Down', 'LowerLayerDown' : 'Up'
        $pairs.Interface.State + $pairs.Peer.State | ForEach-Object { "$_" } | Should -BeIn $possible
    }

    It 'works here without -Namespace' {
        $pair = Invoke-NetNamespace lab { New-VethPair a b }
        $pair.Namespace, $pair.PeerNamespace | Should -Be 'lab', 'lab'
        (Get-IPLink lab).ifname | Should -Contain a
        (Get-IPLink lab a).link | Should -Be b
        $pair.Interface.PeerName, $pair.Peer.PeerName | Should -Be 'b', 'a'
    }

    It 'leaves nothing in the namespace in which it is called' {
        Invoke-NetNamespace lab { New-VethPair veth01 br-veth01 -Namespace ns01 } | Out-Null
        (Get-IPLink lab).ifname | Should -Be 'lo', 'br-veth01'
        (Get-IPLink ns01).ifname | Should -Be 'lo', 'veth01'
    }

    It 'gives addresses and the default route of the tutorial' {
        New-VethPair veth01 br-veth01 -Namespace ns01 -PeerNamespace lab -IPAddress 192.168.88.11/24 -Gateway 192.168.88.1 | Out-Null
        Get-IPAddressText ns01 veth01 | Should -Be 192.168.88.11/24
        (& ip -n ns01 -j address show dev veth01 | ConvertFrom-Json).addr_info[0].broadcast | Should -Be 192.168.88.255
        $routes = & ip -n ns01 -j route | ConvertFrom-Json
        ($routes | Where-Object dst -EQ default).gateway | Should -Be 192.168.88.1
        ($routes | Where-Object dst -EQ 192.168.88.0/24).dev | Should -Be veth01
        Get-IPAddressText lab br-veth01 | Should -BeNullOrEmpty
    }

    It 'takes addresses for both ends, several, of both families, with -PrefixLength too' {
        $pair = New-VethPair v w -Namespace ns01 -PeerNamespace lab -IPAddress 10.0.0.1/24, fd00::1/64 -PeerIPAddress 10.0.0.2/24, fd00::2/64
        Get-IPAddressText ns01 v | Should -Be '10.0.0.1/24', 'fd00::1/64'
        Get-IPAddressText lab w | Should -Be '10.0.0.2/24', 'fd00::2/64'
        "$($pair.IPAddress)" | Should -BeLike '10.0.0.1/24*fd00::1/64*'
        & ip netns exec ns01 ping -c 1 -W 2 10.0.0.2 | Out-Null
        $LASTEXITCODE | Should -Be 0
        & ip netns exec ns01 ping -c 1 -W 2 fd00::2 | Out-Null
        $LASTEXITCODE | Should -Be 0 -Because 'an IPv6 address is usable at once'
        New-VethPair x y -Namespace ns01 -PeerNamespace lab -IPAddress 10.1.0.1 -PeerIPAddress 10.1.0.2 -PrefixLength 30 | Out-Null
        Get-IPAddressText ns01 x | Should -Be 10.1.0.1/30
        Get-IPAddressText lab y | Should -Be 10.1.0.2/30
    }

    It 'gives IPv6 addresses when both ends are up, others before' {
        $steps = @(New-VethPair veth0 veth1 -Namespace ns01 -PeerNamespace lab -IPAddress fd00::1/64, 10.0.0.1/24 -PeerIPAddress fd00::2/64 -Gateway fd00::2 -Verbose 4>&1 | ForEach-Object { "$_" })
        $words = '*add 10.0.0.1/24*', '*link set veth1 up', '*link set veth0 up', '*add fd00::1/64*', '*add fd00::2/64*', '*route add default*'
        $order = foreach ($word in $words) { 0..$steps.Count | Where-Object { $steps[$_] -like $word } }
        $order | Should -HaveCount 6
        $order | Should -Be ($order | Sort-Object)
    }

    It 'gives MTU and MACs' {
        New-VethPair v w -Namespace ns01 -PeerNamespace lab -Mtu 9000 -MacAddress 02:00:00:00:00:01 -PeerMacAddress 02:00:00:00:00:02 | Out-Null
        (Get-IPLink ns01 v).mtu, (Get-IPLink ns01 v).address | Should -Be 9000, '02:00:00:00:00:01'
        (Get-IPLink lab w).mtu, (Get-IPLink lab w).address | Should -Be 9000, '02:00:00:00:00:02'
    }

    It 'leaves both ends down with -Down' {
        New-VethPair v w -Namespace ns01 -PeerNamespace lab -Down -IPAddress 10.0.0.1/24 | Out-Null
        (Get-IPLink ns01 v).flags | Should -Not -Contain UP
        (Get-IPLink lab w).flags | Should -Not -Contain UP
        Get-IPAddressText ns01 v | Should -Be 10.0.0.1/24
    }

    It 'makes a pair for each row of a table, as Import-Csv would give them' {
        $rows = foreach ($i in 1..5) { [pscustomobject]@{ Name = "v$i"; PeerName = "w$i"; Namespace = 'ns01'; PeerNamespace = 'lab'; IPAddress = "10.0.$i.1/24"; Mtu = 1400 + $i } }
        ($rows | New-VethPair).Name | Should -Be 'v1', 'v2', 'v3', 'v4', 'v5'
        (Get-IPLink lab w3).mtu | Should -Be 1403
        Get-IPAddressText ns01 v5 | Should -Be 10.0.5.1/24
    }

    It 'takes the longest names, in bytes: <_>' -ForEach 'fifteen-bytes-x', 'üüüüüüü1', '網路網路網' {
        New-VethPair $_ "$('p' * 15)" -Namespace ns01 -PeerNamespace lab | ForEach-Object Name | Should -BeExactly $_
        (Get-IPLink ns01).ifname | Should -Contain $_
    }

    It 'sends no IPv6 chatter where addresses are IPv4 alone' {
        New-VethPair v w -Namespace ns01 -PeerNamespace lab -IPAddress 10.0.0.1/24 | Out-Null
        & ip -n ns01 -6 -o address show dev v | Should -BeNullOrEmpty
        & ip -n lab -6 -o address show dev w | Should -BeNullOrEmpty
    }

    It 'says with -WhatIf what it would do, and does nothing' {
        $before = Get-NetworkPicture
        $script = 'New-VethPair veth01 br-veth01 -Namespace ns01 -PeerNamespace lab -IPAddress 192.168.88.11/24 -Gateway 192.168.88.1 -WhatIf'
        $process = Start-Words (Get-ShellWords $script)
        $told = $process.StandardOutput.ReadToEnd()
        $process.WaitForExit()
        $told | Should -Match 'ip -n ns01 link add veth01 .* type veth peer name br-veth01 .* netns lab'
        $told | Should -Match 'ip -n ns01 address add 192\.168\.88\.11/24 .*dev veth01'
        $told | Should -Match 'ip -n ns01 route add default via 192\.168\.88\.1 dev veth01'
        Get-NetworkPicture | Should -Be $before
    }

    It 'tells with -Verbose commands that do the same' {
        $said = New-VethPair veth01 br-veth01 -Namespace ns01 -PeerNamespace lab -IPAddress 192.168.88.11/24 -Gateway 192.168.88.1 -Mtu 1400 -MacAddress 02:00:00:00:00:01 -PeerMacAddress 02:00:00:00:00:02 -Verbose 4>&1
        $commands = $said | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] -and "$_" -match '^(ip|sysctl|nft) ' } | ForEach-Object { "$_" }
        @($commands).Count | Should -BeGreaterThan 4
        $made = Get-NetworkPicture
        Remove-VethPair veth01 -Namespace ns01
        Get-NetworkPicture | Should -Not -Be $made
        foreach ($command in $commands) {
            & sh -c $command
            $LASTEXITCODE | Should -Be 0 -Because $command
        }
        # New links get new indexes.
        (Get-NetworkPicture) -replace '(?m)^\d+: |@if\d+' | Should -Be ($made -replace '(?m)^\d+: |@if\d+')
    }

    Context 'refuses, and leaves nothing,' {
        It 'the name <Label>' -ForEach @(
            @{ Label = 'of 16 bytes'; Name = 'n' * 16; Says = '*16 bytes, 15*' }
            @{ Label = 'of 8 characters in 16 bytes'; Name = 'ü' * 8; Says = '*16 bytes, 15*' }
            @{ Label = 'of 4 characters in 16 bytes'; Name = "`u{1F427}" * 4; Says = '*16 bytes, 15*' }
            @{ Label = 'that is empty'; Name = ''; Says = '*empty*' }
            @{ Label = '.'; Name = '.'; Says = '*directory*' }
            @{ Label = '..'; Name = '..'; Says = '*directory*' }
            @{ Label = 'a/b'; Name = 'a/b'; Says = "*'/'*" }
            @{ Label = 'a:b'; Name = 'a:b'; Says = "*':'*" }
            @{ Label = 'with a blank'; Name = 'a b'; Says = '*white space*' }
            @{ Label = 'with a tab'; Name = "a`tb"; Says = '*white space*' }
            @{ Label = 'with a newline'; Name = "a`nb"; Says = '*white space*' }
            @{ Label = 'veth%d'; Name = 'veth%d'; Says = "*'%'*" }
        ) {
            Assert-Refused { New-VethPair $name w -Namespace ns01 -PeerNamespace lab } -Id InvalidName -Category InvalidArgument -Target $name -Message $says
            Assert-Refused { New-VethPair v $name -Namespace ns01 -PeerNamespace lab } -Id InvalidName -Category InvalidArgument -Target $name -Message $says
        }

        It 'a name that VethLab''s own interface has, at either end, and says so' {
            New-VethPair v w -Namespace ns01 -PeerNamespace lab | Out-Null
            Assert-Refused { New-VethPair v x -Namespace ns01 -PeerNamespace lab } -Id InterfaceExists -Category ResourceExists -Target v -Message '*namespace ns01*made by VethLab*' -Advice '*earlier run*'
            Assert-Refused { New-VethPair x w -Namespace ns01 -PeerNamespace lab } -Id InterfaceExists -Category ResourceExists -Target w -Message '*namespace lab*made by VethLab*'
        }

        It 'a name that somebody else''s interface has, and says so' {
            & ip -n ns01 link add v type bridge
            Assert-Refused { New-VethPair v w -Namespace ns01 -PeerNamespace lab } -Id InterfaceExists -Category ResourceExists -Target v -Message '*a bridge not made by VethLab*' -Advice "*not VethLab's*"
        }

        It 'one name for both ends in one namespace; in two it is possible' {
            Assert-Refused { New-VethPair v v -Namespace ns01 -PeerNamespace ns01 } -Id InvalidName -Category InvalidArgument -Target v
            (New-VethPair v v -Namespace ns01 -PeerNamespace lab).PeerName | Should -Be v
        }

        It 'a namespace that does not exist' {
            Assert-Refused { New-VethPair v w -Namespace nowhere -PeerNamespace lab } -Id NamespaceNotFound -Category ObjectNotFound -Target nowhere
            Assert-Refused { New-VethPair v w -Namespace ns01 -PeerNamespace nowhere } -Id NamespaceNotFound -Category ObjectNotFound -Target nowhere
        }

        It '<Label>' -ForEach @(
            @{ Label = 'an address without a prefix'; With = @{ IPAddress = '10.0.0.1' }; Id = 'InvalidPrefixLength' }
            @{ Label = 'an impossible prefix'; With = @{ IPAddress = '10.0.0.1/33' }; Id = 'InvalidPrefixLength' }
            @{ Label = 'an impossible IPv6 prefix'; With = @{ IPAddress = 'fd00::1/129' }; Id = 'InvalidPrefixLength' }
            @{ Label = 'a word for an address'; With = @{ IPAddress = 'localhost/8' }; Id = 'InvalidAddress' }
            @{ Label = 'a malformed gateway'; With = @{ IPAddress = '10.0.0.1/24'; Gateway = '10.0.0' }; Id = 'InvalidAddress' }
            @{ Label = 'a gateway of the wrong family'; With = @{ IPAddress = '10.0.0.1/24'; Gateway = 'fd00::1' }; Id = 'WrongAddressFamily' }
            @{ Label = 'a gateway outside the subnet'; With = @{ IPAddress = '10.0.0.1/24'; Gateway = '10.0.1.1' }; Id = 'GatewayUnreachable' }
            @{ Label = 'a gateway that is the address itself'; With = @{ IPAddress = '10.0.0.1/24'; Gateway = '10.0.0.1' }; Id = 'GatewayUnreachable' }
            @{ Label = 'a gateway without an address'; With = @{ Gateway = '10.0.0.1' }; Id = 'GatewayUnreachable' }
            @{ Label = 'an MTU that is too small'; With = @{ Mtu = 67 }; Id = 'InvalidMtu' }
            @{ Label = 'an MTU that is too large'; With = @{ Mtu = 65536 }; Id = 'InvalidMtu' }
            @{ Label = 'a negative MTU'; With = @{ Mtu = -1 }; Id = 'InvalidMtu' }
            @{ Label = 'a multicast MAC'; With = @{ MacAddress = '01:00:5e:00:00:01' }; Id = 'InvalidMacAddress' }
            @{ Label = 'a zero MAC'; With = @{ PeerMacAddress = '00:00:00:00:00:00' }; Id = 'InvalidMacAddress' }
            @{ Label = 'a malformed MAC'; With = @{ MacAddress = '02:00:00:00:00' }; Id = 'InvalidMacAddress' }
        ) {
            Assert-Refused { New-VethPair v w -Namespace ns01 -PeerNamespace lab @with } -Id $id -Category InvalidArgument
        }
    }

    Context 'that fails at its last step' {
        It 'leaves no half pair, and says what was undone' {
            New-VethPair first first-peer -Namespace ns01 -PeerNamespace lab -IPAddress 10.0.0.2/24 -Gateway 10.0.0.1 | Out-Null
            Assert-Refused { New-VethPair v w -Namespace ns01 -PeerNamespace lab -IPAddress 10.1.0.2/24 -Gateway 10.1.0.1 } -Id RouteExists -Category ResourceExists -Message '*Undone: *ip -n ns01 link add v *'
            (Get-IPLink ns01).ifname | Should -Be 'lo', 'first'
            (Get-IPLink lab).ifname | Should -Be 'lo', 'first-peer'
        }

        It 'lets the others of the pipeline be made' {
            $rows = foreach ($i in 1..3) { [pscustomobject]@{ Name = "v$i"; PeerName = "w$i"; Namespace = 'ns01'; PeerNamespace = 'lab'; IPAddress = "10.0.$i.2/24"; Gateway = if ($i -lt 3) { "10.0.$i.1" } else { $null } } }
            $errors = @(Get-ErrorsOf { $rows | New-VethPair })
            $errors | Should -HaveCount 1
            Assert-NetError $errors[0] -Id RouteExists -Category ResourceExists
            (Get-IPLink ns01).ifname | Should -Be 'lo', 'v1', 'v3'
            (Get-IPLink lab).ifname | Should -Be 'lo', 'w1', 'w3'
        }
    }

    It 'shows its columns' {
        $pair = New-VethPair veth01 br-veth01 -Namespace ns01 -PeerNamespace lab -IPAddress 192.168.88.11/24
        $table = $pair | Format-Table | Out-String -Width 160
        foreach ($word in 'Name', 'Namespace', 'IPAddress', 'PeerName', 'PeerNamespace', 'Bridge', 'veth01', 'ns01', '192.168.88.11/24', 'br-veth01', 'lab') { $table | Should -Match "(?m)(^|\s)$([regex]::Escape($word))(\s|$)" }
        $list = $pair | Format-List | Out-String
        foreach ($property in 'Name', 'Namespace', 'IPAddress', 'MacAddress', 'IsUp', 'State', 'PeerName', 'PeerNamespace', 'PeerMacAddress', 'PeerBridge') { $list | Should -Match "(?m)^$property +:" }
    }
}
