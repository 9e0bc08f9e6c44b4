# What the cmdlets return are snapshots: equal by value, fit to sort and group, readable as JSON and CSV, and taken back from there.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Witnesses.ps1

    # Every Get- cmdlet with arguments that find something in the network below.
    $reads = [ordered]@{
        NetNamespace  = { Get-NetNamespace lab }
        NetInterface  = { Get-NetInterface -Namespace lab | Select-Object -ExcludeProperty Counters }
        NetBridge     = { Get-NetBridge -Namespace lab }
        VethPair      = { Get-VethPair -Namespace lab }
        NetIPAddress  = { Get-NetIPAddress -Namespace lab }
        NetRoute      = { Get-NetRoute -Namespace lab }
        NetNeighbor   = { Get-NetNeighbor -Namespace lab }
        NetBridgeFdb  = { Get-NetBridgeFdb -Namespace lab }
        Masquerade    = { Get-Masquerade -Namespace lab }
        NetPortMapping = { Get-NetPortMapping -Namespace lab }
        NetForwarding = { Get-NetForwarding lab }
        NetFirewallChain = { Get-NetFirewallChain -Namespace lab }
    }
}

Describe 'Objects' {
    BeforeAll {
        # Without IPv6 chatter, so that nothing changes between two readings.
        ip netns add lab
        ip netns add ns01
        ip -n lab link set lo up
        ip -n lab link add br01 address 02:00:00:00:00:b1 type bridge mcast_snooping 0
        foreach ($n in 1, 2) {
            ip -n lab link add br-veth0$n address 02:00:00:00:01:0$n type veth peer name veth0$n address 02:00:00:00:00:0$n netns ns01
            ip -n lab link set br-veth0$n addrgenmode none
            ip -n ns01 link set veth0$n up addrgenmode none
            ip -n lab link set br-veth0$n up master br01
        }
        ip -n lab link set br01 up addrgenmode none
        ip -n lab address add 192.168.88.1/24 broadcast + dev br01
        ip -n lab address add fd88::1/64 nodad dev br01
        ip -n lab route add 10.9.0.0/16 via 192.168.88.254 src 192.168.88.1 metric 7
        ip -n lab route add blackhole 10.10.0.0/16
        ip -n lab neighbour add 192.168.88.77 lladdr 02:00:00:00:00:77 dev br01
        ip -n lab neighbour add fd88::77 lladdr 02:00:00:00:00:77 dev br01
        $null = Enable-Masquerade br01 -Namespace lab 3> $null
        $null = New-NetPortMapping 8080 -DestinationAddress 192.168.88.77 -Namespace lab 3> $null
        $null = Enable-NetForwarding br01 -Namespace lab 3> $null
        Wait-Until { (Get-NetInterface br-veth0* -Namespace lab).PortState -notmatch 'Listening|Learning|Disabled' } | Should -BeTrue
    }
    AfterAll { foreach ($name in 'lab', 'ns01') { ip netns delete $name } }

    Context 'compare by value' {
        It 'two readings of <Name> are equal' -ForEach @('NetNamespace', 'NetBridge', 'VethPair', 'NetIPAddress', 'NetRoute', 'NetNeighbor', 'NetBridgeFdb', 'Masquerade', 'NetPortMapping', 'NetForwarding' | ForEach-Object { @{ Name = $_ } }) {
            $first = @(& $reads[$Name])
            $second = @(& $reads[$Name])
            $first.Count | Should -BeGreaterThan 0
            for ($i = 0; $i -lt $first.Count; $i++) {
                $first[$i] -eq $second[$i] | Should -BeTrue
                [object]::ReferenceEquals($first[$i], $second[$i]) | Should -BeFalse
                $first[$i].GetHashCode() | Should -Be $second[$i].GetHashCode()
            }
        }

        It 'one that has changed is not equal' {
            $before = Get-NetInterface br-veth01 -Namespace lab
            ip -n lab link set br-veth01 alias changed
            $after = Get-NetInterface br-veth01 -Namespace lab
            ip -n lab link set br-veth01 alias ''
            $before -eq $after | Should -BeFalse
            $before.Alias | Should -BeExactly '' -Because 'a snapshot does not follow'
        }

        It 'the same names in two namespaces are not equal' {
            ip -n ns01 link set lo up
            (Get-NetIPAddress 127.0.0.1 -Namespace lab) -eq (Get-NetIPAddress 127.0.0.1 -Namespace ns01) | Should -BeFalse
        }

        It 'can be looked for in a list' {
            $routes = @(Get-NetRoute -Namespace lab)
            $routes -contains (Get-NetRoute 10.9.0.0/16 -Namespace lab) | Should -BeTrue
            $routes.IndexOf((Get-NetRoute 10.10.0.0/16 -Namespace lab)) | Should -BeGreaterThan -1
        }

        It 'properties compare with plain text' {
            $address = Get-NetIPAddress 192.168.88.1 -Namespace lab
            $address.IPAddress -eq '192.168.88.1' | Should -BeTrue
            (Get-NetInterface br01 -Namespace lab).MacAddress -eq '02:00:00:00:00:b1' | Should -BeTrue
            (Get-NetInterface br01 -Namespace lab).IPAddress -contains '192.168.88.1/24' | Should -BeTrue
        }
    }

    Context 'sort and group' {
        It 'groups interfaces by bridge, kind and state' {
            $groups = Get-NetInterface -Namespace lab | Group-Object Bridge
            ($groups | Where-Object Name -EQ br01).Group.Name | Sort-Object | Should -Be br-veth01, br-veth02
            (Get-NetInterface -Namespace lab | Group-Object Kind -AsHashTable -AsString).Keys | Sort-Object | Should -Be bridge, loopback, veth
        }

        It 'groups by an address' {
            (Get-NetNeighbor -Namespace lab | Group-Object MacAddress).Count | Should -Be 2
        }

        It 'sorts by name, index and MAC address' {
            (Get-NetInterface -Namespace lab | Sort-Object Name).Name | Should -Be br-veth01, br-veth02, br01, lo
            (Get-NetInterface -Namespace lab | Sort-Object Index -Descending)[-1].Name | Should -Be lo
            (Get-NetInterface br* -Namespace lab | Sort-Object MacAddress).MacAddress | Should -Be 02:00:00:00:00:b1, 02:00:00:00:01:01, 02:00:00:00:01:02
        }

        It 'drops equal ones with -Unique' {
            $twice = @(Get-NetRoute -Namespace lab) + @(Get-NetRoute -Namespace lab)
            @($twice | Sort-Object DestinationPrefix -Unique) | Should -HaveCount @(Get-NetRoute -Namespace lab).Count
        }
    }

    Context 'JSON and CSV' {
        # A list of pairs is one level deeper than ConvertTo-Json goes by itself: list, pair, interface, addresses.
        It 'writes <Name> as JSON without cutting anything off, and reads it back' -ForEach @('NetNamespace', 'NetBridge', 'VethPair', 'NetIPAddress', 'NetRoute', 'NetNeighbor', 'NetBridgeFdb', 'Masquerade', 'NetForwarding' | ForEach-Object { @{ Name = $_ } }) {
            $objects = @(& $reads[$Name])
            $warnings = @()
            $json = ConvertTo-Json $objects -Depth $(if ($Name -eq 'VethPair') { 3 } else { 2 }) -WarningVariable warnings -WarningAction SilentlyContinue
            $warnings | Should -BeNullOrEmpty
            $json | Should -Not -Match 'IsIPv6|ScopeId|IsMulticast|VethLab\.|System\.'
            $back = @($json | ConvertFrom-Json)
            $back.Name | Should -Be $objects.Name
            foreach ($property in $objects[0].PSObject.Properties.Name) { $back[0].PSObject.Properties.Name | Should -Contain $property }
        }

        It 'writes MAC and IP addresses as text' {
            $bridge = Get-NetInterface br01 -Namespace lab | ConvertTo-Json | ConvertFrom-Json
            $bridge.MacAddress | Should -BeExactly 02:00:00:00:00:b1
            $bridge.IPAddress | Should -Be 192.168.88.1/24, fd88::1/64
            $pair = Get-VethPair br-veth01 -Namespace lab | ConvertTo-Json | ConvertFrom-Json
            $pair.Interface.MacAddress | Should -BeExactly 02:00:00:00:01:01
            $pair.Peer.MacAddress | Should -BeExactly 02:00:00:00:00:01
            $route = Get-NetRoute 10.9.0.0/16 -Namespace lab | ConvertTo-Json | ConvertFrom-Json
            "$($route.NextHop) $($route.Source)" | Should -BeExactly '192.168.88.254 192.168.88.1'
            $neighbor = Get-NetNeighbor fd88::77 -Namespace lab | ConvertTo-Json | ConvertFrom-Json
            "$($neighbor.IPAddress) $($neighbor.MacAddress)" | Should -BeExactly 'fd88::77 02:00:00:00:00:77'
            $address = Get-NetIPAddress 192.168.88.1 -Namespace lab | ConvertTo-Json | ConvertFrom-Json
            "$($address.IPAddress)/$($address.PrefixLength) $($address.Broadcast)" | Should -BeExactly '192.168.88.1/24 192.168.88.255'
            (Get-Masquerade -Namespace lab | ConvertTo-Json | ConvertFrom-Json).Subnet | Should -BeExactly 192.168.88.0/24
            (Get-NetBridgeFdb br01 -MacAddress *:b1 -Namespace lab | Select-Object -First 1 | ConvertTo-Json | ConvertFrom-Json).MacAddress | Should -BeExactly 02:00:00:00:00:b1
            (Test-NetPing 127.0.0.1 -Namespace lab | ConvertTo-Json | ConvertFrom-Json).Destination | Should -BeExactly 127.0.0.1
        }

        It 'writes names of states with -EnumsAsStrings' {
            (Get-NetNeighbor 192.168.88.77 -Namespace lab | ConvertTo-Json -EnumsAsStrings | ConvertFrom-Json).State | Should -BeExactly Permanent
        }

        It 'writes CSV with the addresses in it' {
            (Get-NetIPAddress -Namespace lab | ConvertTo-Csv | ConvertFrom-Csv | Where-Object InterfaceAlias -EQ br01).Name | Should -Be 192.168.88.1/24, fd88::1/64
        }
    }

    Context 'taken back from JSON' {
        BeforeEach {
            ip netns add copy
            ip -n copy link add br01 type bridge
            ip -n copy link set br01 up addrgenmode none
            ip -n copy address add 192.168.88.1/24 dev br01
        }
        AfterEach { ip netns delete copy }

        It 'makes a network again that was saved' {
            ip -n copy link delete br01
            $saved = @{
                Bridges   = Get-NetBridge br01 -Namespace lab
                Routes    = Get-NetRoute 10.9.0.0/16, 10.10.0.0/16 -Namespace lab
                Neighbors = Get-NetNeighbor -Namespace lab | Where-Object State -EQ Permanent
            } | ConvertTo-Json -Depth 4 | ConvertFrom-Json
            $bridge = $saved.Bridges | New-NetBridge -Namespace copy
            "$($bridge.Namespace) $($bridge.Name) $($bridge.MacAddress) $($bridge.IPAddress -join ' ')" | Should -BeExactly 'copy br01 02:00:00:00:00:b1 192.168.88.1/24 fd88::1/64'
            $null = $saved.Routes | New-NetRoute -Namespace copy
            $null = $saved.Neighbors | New-NetNeighbor -Namespace copy
            foreach ($words in @('route', 'show', '10.0.0.0/8'), @('route', 'show', 'root', '10.0.0.0/8'), @('neighbour', 'show', 'nud', 'permanent')) {
                ip -n copy @words | ForEach-Object { $_ -replace ' proto static| linkdown' } | Sort-Object |
                    Should -Be (ip -n lab @words | ForEach-Object { $_ -replace ' proto static| linkdown' } | Sort-Object)
            }
        }

        It 'makes a bridge again from the object itself, with all its addresses' {
            ip -n copy link delete br01
            (Get-NetBridge br01 -Namespace lab | New-NetBridge -Namespace copy).IPAddress | Should -BeExactly 192.168.88.1/24, fd88::1/64
        }

        It 'makes a namespace again' {
            $json = Get-NetNamespace copy | ConvertTo-Json
            Remove-NetNamespace copy
            ($json | ConvertFrom-Json | New-NetNamespace).Name | Should -BeExactly copy
        }

        It 'removes what a saved object names, in its namespace: <What>' -ForEach @(
            @{ What = 'an address'; Read = { Get-NetIPAddress 192.168.88.1 -Namespace copy }; Remove = { $input | Remove-NetIPAddress } }
            @{ What = 'a route'; Read = { Get-NetRoute 192.168.88.0/24 -Namespace copy }; Remove = { $input | Remove-NetRoute } }
            @{ What = 'a bridge'; Read = { Get-NetBridge br01 -Namespace copy }; Remove = { $input | Remove-NetBridge } }
            @{ What = 'an interface'; Read = { Get-NetInterface br01 -Namespace copy }; Remove = { $input | Remove-NetInterface } }
            @{ What = 'a masquerade'; Read = { Enable-Masquerade br01 -Namespace copy -PassThru 3> $null }; Remove = { $input | Disable-Masquerade 3> $null } }
            @{ What = 'a pair'; Read = { New-VethPair v1 w1 -Namespace copy -PeerNamespace copy }; Remove = { $input | Remove-VethPair } }
        ) {
            $before = Get-KernelState copy
            $saved = & $Read | ConvertTo-Json | ConvertFrom-Json
            $saved | & $Remove
            $after = Get-KernelState copy
            if ($What -in 'a masquerade', 'a pair') { $after | Should -BeExactly $before } else { $after | Should -Not -BeExactly $before }
            Get-KernelState lab | Should -Match '192\.168\.88\.1/24' -Because 'the namespace that the same names are in stays as it is'
        }

        It 'reads again what a saved object names' {
            (Get-NetBridge br01 -Namespace copy | ConvertTo-Json | ConvertFrom-Json | Get-NetBridge).Namespace | Should -BeExactly copy
            (Get-NetRoute 10.9.0.0/16 -Namespace lab | ConvertTo-Json | ConvertFrom-Json | Get-NetRoute).RouteMetric | Should -Be 7
            (Get-NetNamespace copy | ConvertTo-Json | ConvertFrom-Json | Get-NetNamespace).Name | Should -BeExactly copy
        }
    }

    Context 'piped into their own cmdlet' {
        It 'Get-<Name> takes what it returned' -ForEach @('NetNamespace', 'NetBridge', 'VethPair', 'NetIPAddress', 'NetRoute', 'NetNeighbor', 'NetBridgeFdb', 'Masquerade', 'NetForwarding' | ForEach-Object { @{ Name = $_ } }) {
            $objects = @(& $reads[$Name])
            $again = @($objects | & "Get-$Name" -ErrorAction Stop)
            $again | Should -Be $objects
        }

        It 'Get-NetInterface takes what it returned' {
            (Get-NetInterface -Namespace lab | Get-NetInterface).Name | Should -Be (Get-NetInterface -Namespace lab).Name
        }

        It 'Test-NetPing pings again what it pinged, and what others returned' {
            (Test-NetPing 127.0.0.1 -Namespace lab | Test-NetPing -Namespace lab).IsSuccess | Should -BeTrue
            (Get-NetIPAddress 192.168.88.1 -Namespace lab | Test-NetPing -Namespace lab).IsSuccess | Should -BeTrue
            (Get-NetInterface br01 -Namespace lab | Test-NetPing -Namespace lab).IsSuccess | Should -Be $true, $true
            (Get-NetNeighbor 192.168.88.77 -Namespace lab | Test-NetPing -Namespace lab -TimeoutSeconds 0.05).Destination | Should -BeExactly 192.168.88.77
        }

        It 'what <Name> passes thru it takes again' -ForEach @(
            @{ Name = 'Set-NetBridge'; Block = { Set-NetBridge br01 -AgeingTimeSeconds 200 -Namespace lab -PassThru | Set-NetBridge -AgeingTimeSeconds 300 -PassThru } }
            @{ Name = 'Set-NetInterface'; Block = { Set-NetInterface br01 -Mtu 1400 -Namespace lab -PassThru | Set-NetInterface -Mtu 1500 -PassThru } }
            @{ Name = 'Remove-VethFromBridge'; Block = { Remove-VethFromBridge br-veth02 -Namespace lab -PassThru | Add-VethToBridge br01 -Namespace lab -PassThru } }
            @{ Name = 'Enable-NetForwarding'; Block = { Enable-NetForwarding br01 -Namespace lab -PassThru 3> $null | Enable-NetForwarding -PassThru 3> $null } }
            @{ Name = 'Disable-NetForwarding'; Block = { $out = Get-NetForwarding lab; $null = $out | Disable-NetForwarding 3> $null; $out } }
        ) {
            $out = @(& $Block)
            $out | Should -HaveCount 1
            $out[0].Namespace | Should -BeExactly lab
        }

        It 'an object keeps to its namespace when the name has become another''s' {
            ip netns add short
            ip -n short link set lo up
            $objects = @(Get-NetIPAddress 127.0.0.1 -Namespace short; Get-NetInterface lo -Namespace short; Get-NetRoute 127.0.0.0/8 -Table 255 -Namespace short)
            ip netns delete short
            ip netns add short
            ip -n short link set lo up
            try {
                { $objects[0] | Remove-NetIPAddress -ErrorAction Stop } | Should -Throw -ErrorId 'NamespaceNotFound,*'
                { $objects[1] | Set-NetInterface -Mtu 1400 -ErrorAction Stop } | Should -Throw -ErrorId 'NamespaceNotFound,*'
                { $objects[2] | Remove-NetRoute -ErrorAction Stop } | Should -Throw -ErrorId 'NamespaceNotFound,*'
                (Get-NetInterface lo -Namespace short).Mtu | Should -Be 65536
                (Get-NetIPAddress -Namespace short).Name | Should -Contain 127.0.0.1/8
            }
            finally { ip netns delete short }
        }
    }
}
