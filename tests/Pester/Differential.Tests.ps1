# The Get- cmdlets against ip and bridge on one network that has some of everything. Random ones, and every property, are compared below the
# cmdlets, in tests/VethLab.Tests/Differential.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Witnesses.ps1

    # `ip -N` writes numbers where there are names for tables, protocols, scopes and groups.
    function Get-Shown([string] $Namespace, [string[]] $Arguments) {
        @(ip netns exec $Namespace ip -N -j -d @Arguments | ConvertFrom-Json | ForEach-Object { $_ } | Where-Object { $_.PSObject.Properties })
    }
    function Join-Way($Way) {
        $hop = if ($Way.via) { $Way.via.host } else { $Way.gateway }
        (@($hop, $(if ($Way.dev) { "dev $($Way.dev)" }), $(if ($Way.weight -gt 1) { "weight $($Way.weight)" })) + @($Way.flags) | Where-Object { $_ }) -join ' '
    }
    function Get-Prefix($Text, $Family) {
        if ($Text -eq 'default') { $Family -eq '-4' ? '0.0.0.0/0' : '::/0' } elseif ($Text -like '*/*') { $Text } else { "$Text/$($Family -eq '-4' ? 32 : 128)" }
    }
    $scopes = @{ '0' = 'Global'; '253' = 'Link'; '254' = 'Host' }
    $protocols = @{ '2' = 'Kernel'; '3' = 'Boot'; '4' = 'Static'; '16' = 'Dhcp' }
    $places = 'lab', 'other'
}

Describe 'What the Get- cmdlets show' {
    BeforeAll {
        foreach ($name in $places) {
            ip netns add $name
            ip -n $name link set lo up
        }
        ip -n lab link add br01 address 02:00:00:00:00:01 type bridge forward_delay 374 ageing_time 12345 mcast_snooping 0
        ip -n lab link add veth01 address 02:00:00:00:00:02 type veth peer name eth0 address 02:00:00:00:00:03 netns other
        ip -n lab link add v1 address 02:00:00:00:00:04 type veth peer name v2 address 02:00:00:00:00:05
        ip -n lab link add vx0 address 02:00:00:00:00:06 type vxlan id 7 dstport 4789 dev v1
        ip -n lab link add mac0 link v1 address 02:00:00:00:00:07 type macvlan mode bridge
        ip -n lab link set veth01 master br01 alias 'to "other" — 橋' group 77
        ip -n lab link set vx0 master br01
        ip -n lab link set v1 mtu 1400 txqueuelen 500
        ip -n lab link set v2 group 1442840583
        foreach ($name in 'br01', 'veth01', 'v1', 'v2', 'vx0', 'mac0') {
            ip -n lab link set $name addrgenmode none
            ip -n lab link set $name up
        }
        ip -n other link set eth0 up addrgenmode none
        ip -n lab address add 192.168.88.1/24 broadcast + dev br01
        ip -n lab address add 192.168.88.2/24 dev br01 label br01:second
        ip -n lab address add 10.9.0.1 peer 10.9.0.2/32 dev v1 scope link metric 7
        ip -n lab address add fd00::1/64 dev br01 nodad
        ip -n lab address add fd00::2/64 dev br01 nodad preferred_lft 0
        ip -n other address add 192.168.88.11/24 dev eth0
        # The kernel looks for carriers in its own time, and next hop objects need one.
        Wait-Until { @(Get-Shown lab link | Where-Object { $_.ifname -ne 'lo' -and $_.flags -notcontains 'LOWER_UP' }).Count -eq 0 } | Should -BeTrue
        ip -n lab nexthop add id 5 via 192.168.88.9 dev br01
        ip -n lab route add default via 192.168.88.254
        ip -n lab route add 10.1.0.0/16 metric 3 mtu 1300 nexthop via 192.168.88.7 weight 3 nexthop via 10.9.0.2 dev v1
        ip -n lab route add 10.2.0.0/16 nhid 5 tos 0x10
        ip -n lab route add 10.3.0.0/16 via inet6 fd00::9
        ip -n lab route add blackhole 10.4.0.0/16 table 4294967295
        ip -n lab -6 route add fd01::/48 nexthop via fd00::7 nexthop via fd00::8 weight 2
        ip -n lab -6 route add unreachable fd02::/48 metric 9
        ip -n lab -6 route add fd03::/48 via fd00::7 src fd00::1 proto static
        ip -n lab neighbour add 192.168.88.9 lladdr 02:00:00:00:00:09 dev br01 nud permanent
        ip -n lab neighbour add fd00::7 lladdr 02:00:00:00:00:0a dev br01 nud stale router
        ip netns exec lab bridge fdb add 02:aa:00:00:00:01 dev veth01 master static
        ip netns exec lab bridge fdb add 02:aa:00:00:00:02 dev veth01 master dynamic extern_learn
        ip netns exec lab bridge fdb add 02:aa:00:00:00:03 dev vx0 dst 10.9.0.2 port 5000 vni 9 self
    }
    AfterAll { foreach ($name in $places) { ip netns delete $name } }

    It 'of interfaces is what ip link shows' {
        foreach ($place in $places) {
            $all = Get-Shown $place link
            $shown = $all | ForEach-Object {
                $isVeth = $_.linkinfo.info_kind -eq 'veth'
                $kind = $_.linkinfo.info_kind ?? 'loopback'
                $owner = if ([uint]$_.group -shr 24 -eq 0x56) { 'vethlab' }
                "$($_.ifindex) $($_.ifname) $kind up=$($_.flags -contains 'UP') carrier=$($_.flags -contains 'LOWER_UP') $($_.operstate) $($_.mtu) $($_.address)" +
                    " master=$($_.master) port=$($_.linkinfo.info_slave_data.state) peer=$(if ($isVeth) { "$($_.link)/$($_.link_netnsid)" }) parent=$(if (-not $isVeth) { $_.link })" +
                    " '$($_.ifalias)' $($_.group) owner=$owner $($_.qdisc) $($_.txqlen)"
            }
            $read = Get-NetInterface -Namespace $place | ForEach-Object {
                "$($_.Index) $($_.Name) $($_.Kind) up=$($_.IsUp) carrier=$($_.HasCarrier) $("$($_.State)".ToUpperInvariant()) $($_.Mtu) $($_.MacAddress)" +
                    " master=$($_.Master) port=$("$($_.PortState)".ToLowerInvariant()) peer=$(if ($_.Kind -eq 'veth') { "$($_.PeerName)/$($_.PeerNamespaceId)" }) parent=$($_.Parent)" +
                    " '$($_.Alias)' $($_.Group) owner=$($_.Owner) $($_.Qdisc) $($_.TransmitQueueLength)"
            }
            $read | Should -Be $shown
        }
    }

    It 'of counters is what ip -s link shows' {
        $null = ip netns exec other ping -c 1 -W 1 192.168.88.1
        # Nobody else sends on a link whose other end is alone with it.
        $counts = { (Get-Shown lab '-s', link, show, dev, veth01).stats64 | ForEach-Object { "$($_.rx.packets) $($_.tx.packets) $($_.rx.bytes) $($_.tx.bytes)" } }
        $same = Wait-Until {
            $before = & $counts
            $read = (Get-NetInterface veth01 -Namespace lab).Counters
            $text = "$($read.ReceivedPackets) $($read.SentPackets) $($read.ReceivedBytes) $($read.SentBytes)"
            $text -eq $before -and $text -notlike '0 *'
        }
        $same | Should -BeTrue
    }

    It 'of bridges is what ip link and bridge link show' {
        $shown = (Get-Shown lab link, show, dev, br01).linkinfo.info_data
        $ports = ip netns exec lab bridge -j link | ConvertFrom-Json | ForEach-Object { $_ } | Where-Object master -EQ br01
        $bridge = Get-NetBridge br01 -Namespace lab
        $bridge.Stp | Should -Be ($shown.stp_state -eq 1)
        $bridge.ForwardDelay.TotalMilliseconds / 10 | Should -Be $shown.forward_delay
        $bridge.AgeingTime.TotalMilliseconds / 10 | Should -Be $shown.ageing_time
        $bridge.MulticastSnooping | Should -Be ($shown.mcast_snooping -eq 1)
        $bridge.Ports | Should -Be @($ports.ifname)
    }

    It 'of pairs is who is joined to whom' {
        Get-VethPair -Namespace lab | ForEach-Object { "$($_.Name) $($_.Namespace) $($_.PeerName) $($_.PeerNamespace)" } | Sort-Object |
            Should -Be @('v2 lab v1 lab', 'veth01 lab eth0 other')
        (Get-VethPair eth0 -Namespace other).Peer.Alias | Should -BeExactly (Get-Shown lab link, show, dev, veth01).ifalias
    }

    It 'of addresses is what ip address shows' {
        foreach ($place in $places) {
            $shown = foreach ($link in Get-Shown $place address) {
                foreach ($one in $link.addr_info) {
                    $state = if ($one.tentative) { 'Tentative' } elseif ($one.deprecated) { 'Deprecated' } else { 'Preferred' }
                    $lifetimes = foreach ($seconds in $one.valid_life_time, $one.preferred_life_time) { if ($seconds -ne 4294967295) { $seconds } else { 'ever' } }
                    "$($one.local)/$($one.prefixlen) $($link.ifname) peer=$($one.address) $($one.broadcast) $($scopes[$one.scope]) $state $lifetimes" +
                        " label=$(if ($one.label -ne $link.ifname) { $one.label }) $([int]$one.metric) nodad=$([bool]$one.nodad) secondary=$([bool]$one.secondary)"
                }
            }
            $read = Get-NetIPAddress -Namespace $place | ForEach-Object {
                $lifetimes = foreach ($time in $_.ValidLifetime, $_.PreferredLifetime) { if ($null -eq $time) { 'ever' } else { $time.TotalSeconds } }
                "$($_.Name) $($_.InterfaceAlias) peer=$($_.Peer) $($_.Broadcast) $($_.Scope) $($_.AddressState) $lifetimes" +
                    " label=$($_.Label) $($_.RouteMetric) nodad=$("$($_.Flags)" -like '*NoDuplicateDetection*') secondary=$("$($_.Flags)" -like '*Secondary*')"
            }
            $read | Sort-Object | Should -Be ($shown | Sort-Object)
            $read | Should -Not -BeNullOrEmpty
        }
    }

    It 'of routes is what ip route shows, in all tables' {
        $shown = foreach ($family in '-4', '-6') {
            Get-Shown lab $family, route, show, table, all | ForEach-Object {
                $ways = if ($_.nexthops) { $_.nexthops } elseif ($_.dev -or $_.gateway -or $_.via) { $_ }
                "$(Get-Prefix $_.dst $family) [$(@($ways | ForEach-Object { Join-Way $_ }) -join ', ')] nhid=$($_.nhid) $([int]$_.metric) src=$($_.prefsrc)" +
                    " tos=$([int]$_.tos) mtu=$($_.metrics.mtu) $($_.type) $($_.table) $($protocols[$_.protocol]) $($scopes[$_.scope])"
            }
        }
        $tables = $shown | ForEach-Object { $_.Split(' ')[-3] } | Sort-Object -Unique
        $tables | Should -Contain 4294967295
        $read = foreach ($table in $tables) {
            Get-NetRoute -Table $table -Namespace lab | ForEach-Object {
                "$($_.DestinationPrefix) [$($_.NextHops -join ', ')] nhid=$($_.NextHopId) $($_.RouteMetric) src=$($_.Source)" +
                    " tos=$($_.Tos) mtu=$($_.Mtu) $([int]$_.Type) $($_.Table) $($_.Protocol) $($_.Scope)"
            }
        }
        $read | Sort-Object | Should -Be ($shown | Sort-Object)
    }

    It 'of neighbours is what ip neighbour shows' {
        $shown = Get-Shown lab neighbour | ForEach-Object { "$($_.dst) $($_.dev) $($_.lladdr) $($_.state) router=$($_.PSObject.Properties.Name -contains 'router')" }
        $read = Get-NetNeighbor -Namespace lab | ForEach-Object {
            "$($_.IPAddress) $($_.InterfaceAlias) $($_.MacAddress) $("$($_.State)".ToUpperInvariant()) router=$("$($_.Flags)" -like '*Router*')"
        }
        $read | Where-Object { $_ -match 'STALE|PERMANENT' } | Sort-Object | Should -Be ($shown | Where-Object { $_ -match 'STALE|PERMANENT' } | Sort-Object)
        $read | Should -Contain 'fd00::7 br01 02:00:00:00:00:0a STALE router=True'
    }

    It 'of forwarding entries is what bridge fdb shows' {
        $read = {
            Get-NetBridgeFdb -Namespace lab -IncludeSelf | ForEach-Object {
                $state = if ($_.IsLocal -or (-not $_.Bridge -and $_.IsStatic)) { 'permanent' } elseif ($_.IsStatic) { 'static' }
                "$($_.MacAddress) $($_.InterfaceAlias) $($_.Bridge) $state dst=$($_.Destination) port=$($_.DestinationPort) vni=$($_.Vni) learnt=$("$($_.Flags)" -like '*ExternallyLearned*')"
            } | Sort-Object
        }
        $shown = {
            ip netns exec lab bridge -j -d fdb show | ConvertFrom-Json | ForEach-Object { $_ } | ForEach-Object {
                "$($_.mac) $($_.ifname) $($_.master) $($_.state) dst=$($_.dst) port=$($_.port) vni=$($_.vni) learnt=$($_.flags -contains 'extern_learn')"
            } | Sort-Object
        }
        & $read | Should -Be (& $shown)
        & $read | Should -Contain '02:aa:00:00:00:03 vx0  permanent dst=10.9.0.2 port=5000 vni=9 learnt=False'
        Get-NetBridgeFdb -Namespace lab | Where-Object { -not $_.Bridge } | Should -BeNullOrEmpty -Because 'without -IncludeSelf there are bridges only'
    }
}
