# What Get- cmdlets select by beside names: namespaces with wildcards, kinds, bridges, states, tables. `ip` and `bridge` made what is there.
BeforeAll {
    . $PSScriptRoot/shared/Errors.ps1
    $others = @(Get-NamespaceNames)
    function Get-Place($Object) { "$($Object.Namespace)/$($Object.Name)" }
}

Describe 'Filters' {
    BeforeAll {
        foreach ($name in 'flt-lab', 'flt-ns01', 'flt-ns02', 'flt[1]') { ip netns add $name }
        @'
link set lo addrgenmode none
link add br01 address 02:00:00:00:00:b1 type bridge mcast_snooping 0
link add br02 address 02:00:00:00:00:b2 type bridge mcast_snooping 0
link add br-v1 address 02:00:00:00:01:01 type veth peer name v1 address 02:00:00:00:00:01 netns flt-ns01
link add br-v2 address 02:00:00:00:01:02 type veth peer name v2 address 02:00:00:00:00:02 netns flt-ns02
link add in1 type veth peer name in2
link set br-v1 up addrgenmode none master br01
link set br-v2 up addrgenmode none master br02
link set in1 up addrgenmode none master br01
link set in2 up addrgenmode none
link set br01 up addrgenmode none
link set br02 up addrgenmode none
address add 192.168.88.1/24 dev br01
address add 192.168.89.1/25 dev br02
address add 10.0.0.1/24 dev in2
address add fd88::1/64 nodad dev br01
address add fd88::2/64 nodad preferred_lft 0 dev br01
route add 10.8.0.0/16 via 192.168.88.254 metric 5
route add 10.8.0.0/16 via 192.168.89.126 metric 6
route add blackhole 10.9.0.0/16
route add 10.10.0.0/16 via 192.168.88.253 table 100
route add fd99::/64 via fd88::fe
neighbour add 192.168.88.77 lladdr 02:00:00:00:00:77 dev br01
neighbour add 192.168.88.78 lladdr 02:00:00:00:00:78 nud stale dev br01
neighbour add fd88::77 lladdr 02:00:00:00:00:77 dev br01
'@ | ip -n flt-lab -batch -
        ip -n flt-ns01 link set v1 up addrgenmode none
        ip -n flt-ns02 link set v2 up addrgenmode none
        ip netns exec flt-lab bridge fdb add 02:00:00:00:00:aa dev br-v1 master static
        Enable-Masquerade br01, br02 -Namespace flt-lab 3> $null
        Enable-Masquerade -Subnet 10.99.0.0/16 -Namespace flt-lab 3> $null
    }
    AfterAll { Remove-NamespacesExcept $others }

    Context '-Namespace' {
        It 'takes wildcards' {
            Get-NetInterface v* -Namespace flt-ns* | ForEach-Object { Get-Place $_ } | Should -Be flt-ns01/v1, flt-ns02/v2
            Get-NetInterface lo -Namespace flt-ns0[12] | ForEach-Object { Get-Place $_ } | Should -Be flt-ns01/lo, flt-ns02/lo
        }

        It '* is every namespace with a name' {
            (Get-NetInterface lo -Namespace *).Namespace | Should -Be (Get-NamespaceNames)
        }

        It 'takes lists, wildcards and objects together' {
            Get-NetInterface lo -Namespace flt-lab, flt-ns*, (Get-NetNamespace 'flt`[1`]') | ForEach-Object { Get-Place $_ } |
                Should -Be flt-lab/lo, flt-ns01/lo, flt-ns02/lo, 'flt[1]/lo'
        }

        It 'takes what lives in a namespace for it' {
            $link = Get-NetInterface v1 -Namespace flt-ns01
            (Get-NetInterface -Namespace $link).Name | Should -Be lo, v1
        }

        It 'finds a name with brackets when they are escaped, and what an object with such a name came from' {
            (Get-NetInterface -Namespace 'flt`[1`]').Namespace | Should -BeExactly 'flt[1]'
            (Get-NetNamespace 'flt`[1`]' | Get-NetInterface).Namespace | Should -BeExactly 'flt[1]'
            (Get-NetInterface lo -Namespace 'flt`[1`]' | ConvertTo-Json | ConvertFrom-Json | Get-NetInterface).Namespace | Should -BeExactly 'flt[1]'
        }

        It 'is case-sensitive, and a wildcard that finds nothing returns nothing, a missing name is an error: <Cmdlet>' -ForEach @(
            'Get-NetInterface', 'Get-NetBridge', 'Get-VethPair', 'Get-NetIPAddress', 'Get-NetRoute', 'Get-NetNeighbor', 'Get-NetBridgeFdb', 'Get-Masquerade', 'Get-NetForwarding' | ForEach-Object { @{ Cmdlet = $_ } }
        ) {
            Get-ErrorsOf { & $Cmdlet -Namespace none* } | Should -BeNullOrEmpty
            & $Cmdlet -Namespace FLT-* | Should -BeNullOrEmpty
            @(& $Cmdlet -Namespace flt-l*) | Should -Not -BeNullOrEmpty
            @(& $Cmdlet -Namespace flt-l*).Namespace | Sort-Object -Unique | Should -Be flt-lab
            Assert-Refused { & $Cmdlet -Namespace nowhere } NamespaceNotFound ObjectNotFound nowhere
        }

        It 'passes over files that hold no namespace' {
            [System.IO.File]::WriteAllText('/run/netns/flt-stale', '')
            try {
                Get-ErrorsOf { Get-NetInterface lo -Namespace flt-* } | Should -BeNullOrEmpty
                Assert-Refused { Get-NetInterface -Namespace flt-stale } NamespaceStale InvalidData flt-stale
            }
            finally { [System.IO.File]::Delete('/run/netns/flt-stale') }
        }

        It 'takes the number of a process' {
            (Get-NetInterface lo -Namespace pid:$PID).NamespaceId | Should -Be (Get-NetInterface lo).NamespaceId
            Assert-Refused { Get-NetInterface -Namespace pid:2147483646 } ProcessNotFound ObjectNotFound 2147483646
        }
    }

    Context 'interfaces' {
        It 'by kind' {
            (Get-NetInterface -Kind bridge -Namespace flt-lab).Name | Should -Be br01, br02
            (Get-NetInterface -Kind veth, loop* -Namespace flt-ns01).Name | Should -Be lo, v1
            (Get-NetInterface -Kind VETH -Namespace flt-ns01).Name | Should -Be v1
            Get-NetInterface -Kind vxlan -Namespace flt-lab | Should -BeNullOrEmpty
        }

        It 'by bridge: a name, a wildcard, an object, which is looked for where it lives' {
            (Get-NetInterface -Bridge br01 -Namespace flt-lab).Name | Sort-Object | Should -Be (ip -n flt-lab -j link show master br01 | ConvertFrom-Json | ForEach-Object { $_.ifname } | Sort-Object)
            (Get-NetInterface -Bridge br* -Namespace flt-*).Name | Sort-Object | Should -Be br-v1, br-v2, in1
            (Get-NetInterface -Bridge (Get-NetBridge br02 -Namespace flt-lab)).Name | Should -Be br-v2
            (Get-NetInterface in* -Bridge br01 -Namespace flt-lab).Name | Should -Be in1
        }

        It 'by bridge: an error where there is none of the name, nothing where a wildcard finds none' {
            Assert-Refused { Get-NetInterface -Bridge nope -Namespace flt-lab } BridgeNotFound ObjectNotFound nope
            Assert-Refused { Get-NetInterface -Bridge in1 -Namespace flt-lab } BridgeNotFound ObjectNotFound in1
            Get-ErrorsOf { Get-NetInterface -Bridge nope* -Namespace flt-lab } | Should -BeNullOrEmpty
        }

        It 'by index' {
            $index = (Get-IPLink flt-lab br02).ifindex
            (Get-NetInterface -InterfaceIndex $index -Namespace flt-lab).Name | Should -Be br02
            (Get-NetInterface -ifIndex $index, 1 -Namespace flt-lab).Name | Should -Be lo, br02
            Get-NetInterface -ifIndex 9999 -Namespace flt-lab | Should -BeNullOrEmpty
        }

        It 'a name that is there and not of the kind is no error' {
            Get-ErrorsOf { Get-NetInterface br01 -Kind veth -Namespace flt-lab } | Should -BeNullOrEmpty
            Assert-Refused { Get-NetInterface nope -Kind veth -Namespace flt-lab } InterfaceNotFound ObjectNotFound nope
        }

        It 'pairs by bridge, in one namespace and in many' {
            (Get-VethPair -Bridge br01 -Namespace flt-lab | ForEach-Object { "$_" } | Sort-Object) | Should -Be 'br-v1 <-> v1', 'in2 <-> in1'
            (Get-VethPair -Bridge (Get-NetBridge br02 -Namespace flt-lab)).Name | Should -Be br-v2
            Get-VethPair -Bridge br01 -Namespace flt-ns01 -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        }

        It 'pairs in all namespaces, each once' {
            @(Get-VethPair -Namespace flt-*) | Should -HaveCount 3
            @(Get-VethPair -Namespace flt-lab, flt-ns01) | Should -HaveCount 4 -Because 'who names the namespaces gets the pairs as each sees them'
        }
    }

    Context 'addresses' {
        It 'by prefix length, state, family, index' {
            (Get-NetIPAddress -PrefixLength 25, 24 -AddressFamily IPv4 -Namespace flt-lab).Name | Sort-Object | Should -Be 10.0.0.1/24, 192.168.88.1/24, 192.168.89.1/25
            (Get-NetIPAddress -AddressState Deprecated -Namespace flt-lab).Name | Should -Be fd88::2/64
            (Get-NetIPAddress -AddressState p*, dep* -InterfaceAlias br01 -AddressFamily IPv6 -Namespace flt-lab).Name | Sort-Object | Should -Be fd88::1/64, fd88::2/64
            (Get-NetIPAddress -InterfaceIndex (Get-IPLink flt-lab br02).ifindex -Namespace flt-lab).Name | Should -Be 192.168.89.1/25
        }

        It 'the family as on Windows, as .NET calls it, and no other' {
            (Get-NetIPAddress -AddressFamily ipv4 -InterfaceAlias br01 -Namespace flt-lab).Name | Should -Be 192.168.88.1/24
            (Get-NetIPAddress -AddressFamily InterNetwork -InterfaceAlias br01 -Namespace flt-lab).Name | Should -Be 192.168.88.1/24
            (Get-NetIPAddress -AddressFamily ([System.Net.Sockets.AddressFamily]::InterNetworkV6) -InterfaceAlias br01 -Namespace flt-lab).Name | Sort-Object | Should -Be fd88::1/64, fd88::2/64
            Assert-Refused { Get-NetIPAddress -AddressFamily Unix -Namespace flt-lab } InvalidValue InvalidArgument Unix -Advice '*IPv4 or IPv6*'
            Assert-Refused { Remove-NetRoute default -AddressFamily 5 -Namespace flt-lab } InvalidValue InvalidArgument 5
        }
    }

    Context 'routes' {
        It 'by next hop, metric, type, protocol' {
            (Get-NetRoute -NextHop 192.168.88.* -Namespace flt-lab).RouteMetric | Should -Be 5
            (Get-NetRoute -Gateway 192.168.89.126 -Namespace flt-lab).RouteMetric | Should -Be 6
            (Get-NetRoute -NextHop FD88:0::FE -Namespace flt-lab).Name | Should -Be fd99::/64
            (Get-NetRoute -RouteMetric 5, 6 -Namespace flt-lab).Name | Should -Be 10.8.0.0/16, 10.8.0.0/16
            (Get-NetRoute -Type Blackhole -Namespace flt-lab).Name | Should -Be 10.9.0.0/16
            (Get-NetRoute -Protocol kern* -AddressFamily IPv4 -Namespace flt-lab).Name | Sort-Object | Should -Be 10.0.0.0/24, 192.168.88.0/24, 192.168.89.0/25
        }

        It 'of table <Table>, as ip shows it' -ForEach @(@{ Table = 'main' }, @{ Table = 'local' }, @{ Table = 'all' }, @{ Table = '100' }, @{ Table = '254' }) {
            $found = @(Get-NetRoute -Table $Table -AddressFamily IPv4 -Namespace flt-lab)
            $found.Count | Should -Be @(ip -n flt-lab -4 -j route show table $Table | ConvertFrom-Json | ForEach-Object { $_ }).Count
            $found.Count | Should -BeGreaterThan 0
        }

        It 'of several tables, and none that is not there' {
            (Get-NetRoute -Table 100, main -Namespace flt-lab).Table | Sort-Object -Unique | Should -Be 100, 254
            Get-NetRoute -Table 77 -Namespace flt-lab | Should -BeNullOrEmpty
            foreach ($bad in 'mine', '0', '-1', '4294967296', '') { Assert-Refused { Get-NetRoute -Table $bad -Namespace flt-lab } InvalidValue InvalidArgument $bad }
        }

        It 'New- and Remove- take names of tables too' {
            (New-NetRoute 10.77.0.0/16 192.168.88.254 -Table default -Namespace flt-lab).Table | Should -Be 253
            ip -n flt-lab route show table default | Should -BeLike '10.77.0.0/16 via 192.168.88.254 *'
            Remove-NetRoute 10.77.0.0/16 -Table default -Namespace flt-lab
            ip -n flt-lab route show table default | Should -BeNullOrEmpty
            Assert-Refused { New-NetRoute 10.77.0.0/16 192.168.88.254 -Table all -Namespace flt-lab } InvalidValue InvalidArgument all
        }
    }

    Context 'neighbours, MAC tables, masquerades' {
        It 'neighbours by state and MAC address' {
            (Get-NetNeighbor -State Permanent -Namespace flt-lab).Name | Sort-Object | Should -Be 192.168.88.77, fd88::77
            (Get-NetNeighbor -State Stale, Reachable -Namespace flt-lab).Name | Should -Be 192.168.88.78
            (Get-NetNeighbor -LinkLayerAddress 02:*:77 -AddressFamily IPv4 -Namespace flt-lab).Name | Should -Be 192.168.88.77
        }

        It 'lines of a MAC table by port' {
            (Get-NetBridgeFdb -InterfaceAlias br-v1 -Namespace flt-lab).MacAddress | Sort-Object | Should -Be 02:00:00:00:00:aa, 02:00:00:00:01:01
            (Get-NetBridgeFdb br0* -Port br-v* -MacAddress *:01:0? -Namespace flt-lab).InterfaceAlias | Sort-Object | Should -Be br-v1, br-v2
            Assert-Refused { Get-NetBridgeFdb -InterfaceAlias nope -Namespace flt-lab } InterfaceNotFound ObjectNotFound nope
        }

        It 'masquerades by bridge' {
            (Get-Masquerade -Bridge br01 -Namespace flt-lab).Name | Should -Be 192.168.88.0/24
            (Get-Masquerade -Bridge (Get-NetBridge br02 -Namespace flt-lab)).Name | Should -Be 192.168.89.0/25
            @(Get-Masquerade -Bridge * -Namespace flt-lab) | Should -HaveCount 2 -Because 'the third is for a subnet alone'
        }
    }
}
