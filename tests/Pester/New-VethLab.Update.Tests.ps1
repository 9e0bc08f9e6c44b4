# A description applied to a lab that is there.
BeforeAll {
    . "$PSScriptRoot/shared/Labs.ps1"
    . "$PSScriptRoot/shared/ChildSession.ps1"
    $others = @(Get-NamespaceNames)
    $WarningPreference = 'SilentlyContinue'

    # Runs a block; returns what it reported as changes, shown nowhere.
    function Get-Changes([scriptblock] $Block) { @(& $Block 6>&1 | Where-Object { $_ -is [System.Management.Automation.InformationRecord] } | ForEach-Object MessageData) }

    function Get-Index([string] $Namespace, [string] $Link) { & ip -n $Namespace -j link show $Link | ConvertFrom-Json | ForEach-Object ifindex }
}

Describe 'New-VethLab, of a lab that is there' {
    BeforeEach {
        $before = Get-HereState
        $star = @{ bridges = @{ br01 = @{ subnet = '10.0.0.0/24'; count = 2 } }; masquerade = $true; namespaces = @{ ns01 = @{ addresses = '10.9.9.1/32' } } }
        $lab = New-VethLab demo $star
    }
    AfterEach {
        Get-VethLab | Remove-VethLab
        Remove-NamespacesExcept $others
        Get-HereState | Should -Be $before
    }

    It 'changes nothing where nothing differs: the kernel hears of no change' {
        $listen = "exec > $TestDrive/heard; trap 'kill 0' TERM; for n in ns01 ns02 demo; do ip -n `$n monitor link address route & done; ip monitor link address route & nft monitor & wait"
        # The kernel tells of carriers up to a second later.
        Start-Sleep -Milliseconds 1500
        $watch = Start-Words @('setsid', 'sh', '-c', $listen)
        Start-Sleep -Milliseconds 500
        $again = New-VethLab demo $star
        Get-Changes { New-VethLab demo $star } | Should -BeNullOrEmpty
        @(New-VethLab demo $star -WhatIf) | Should -BeNullOrEmpty
        Start-Sleep -Milliseconds 300
        & kill -TERM -- "-$($watch.Id)"
        $watch.WaitForExit()
        [System.IO.File]::ReadAllText("$TestDrive/heard") | Should -BeNullOrEmpty
        "$again" | Should -Be demo
    }

    It 'touches what differs, and reports it' {
        $kept = Get-Index ns01 eth0
        $inode = (Get-NetNamespace ns01).NamespaceId
        $star.bridges.br01.count = 3
        $star.bridges.br01.mtu = 1400
        $star.namespaces.ns01 = @{ addresses = '10.9.9.2/32'; routes = @(@{ destination = '172.16.0.0/16'; nextHop = '10.0.0.1' }) }
        $changes = Get-Changes { New-VethLab demo $star }
        $changes | ForEach-Object ToString | Sort-Object | Should -BeExactly (@(
                'demo: + address 10.9.9.2/32 of lo in ns01', 'demo: MTU of br01 in demo: 1500 -> 1400', 'demo: + link ns03:eth0 - br01:veth03', 'demo: + namespace ns03'
                'demo: + route 172.16.0.0/16 via 10.0.0.1 in ns01', 'demo: - address 10.9.9.1/32 of lo in ns01') | Sort-Object)
        $changes[0].Lab | Should -Be demo
        Get-Index ns01 eth0 | Should -Be $kept
        (Get-NetNamespace ns01).NamespaceId | Should -Be $inode
        (& ip -n demo -j link show br01 | ConvertFrom-Json).mtu | Should -Be 1400
        "$(& ip -n ns01 -o address show lo)" | Should -Match '10\.9\.9\.2/32'
        (Test-VethLab demo).Status | Sort-Object -Unique | Should -Be Success
    }

    It 'plans only that with -WhatIf' {
        $star.bridges.br01.count = 1
        $steps = @(New-VethLab demo $star -WhatIf)
        $steps.Action | Should -BeExactly 'Remove link', 'Remove namespace'
        $steps[-1].Command | Should -BeExactly 'ip netns delete ns02'
        Get-NamespaceNames | Should -Contain ns02
    }

    It 'gives back what was changed by hand' {
        & ip -n ns01 link set eth0 down
        & ip -n ns01 link set eth0 mtu 1300
        & ip -n ns02 route del default
        & ip -n ns02 link set lo down
        & ip -n demo link set uplink down
        & ip -n ns02 address add 10.7.7.7/32 dev lo
        & ip -n demo link set veth02 nomaster
        & ip netns exec demo sysctl -qw net.ipv4.ip_forward=0
        & ip route del 10.0.0.0/24
        Get-Changes { New-VethLab demo $star } | ForEach-Object Kind | Sort-Object -Unique | Should -Be 'address', 'forwarding', 'link', 'MTU', 'route', 'state'
        Get-Changes { New-VethLab demo $star } | Should -BeNullOrEmpty
        (Test-VethLab demo).Status | Sort-Object -Unique | Should -Be Success
        & ip -n ns01 route show default | Should -Match 'via 10.0.0.1'
        & ip route show 10.0.0.0/24 | Should -Match 'dev vl-'
        & ip -n ns02 link show lo up | Should -Not -BeNullOrEmpty
        & ip -n demo link show uplink up | Should -Not -BeNullOrEmpty
        & ip -n demo route show default | Should -Match 'dev uplink'
    }

    It 'gives a setting that is not asked for any more the value of a fresh namespace, and here the former one' {
        $fresh = & ip netns exec ns02 cat /proc/sys/net/ipv4/conf/all/rp_filter /proc/sys/net/ipv4/conf/eth0/arp_ignore
        $star.namespaces.ns02 = @{ sysctls = @{ 'net.ipv4.conf.all.rp_filter' = 2; 'net.ipv4.conf.eth0.arp_ignore' = 1 } }
        $null = New-VethLab demo $star 6> $null
        & ip netns exec ns02 cat /proc/sys/net/ipv4/conf/all/rp_filter /proc/sys/net/ipv4/conf/eth0/arp_ignore | Should -Be 2, 1
        $star.namespaces.Remove('ns02')
        Get-Changes { New-VethLab demo $star } | ForEach-Object { "$($_.Action) $($_.Kind)" } | Should -Be 'Remove sysctl', 'Remove sysctl'
        & ip netns exec ns02 cat /proc/sys/net/ipv4/conf/all/rp_filter /proc/sys/net/ipv4/conf/eth0/arp_ignore | Should -Be $fresh
        Remove-VethLab demo

        $former = [System.IO.File]::ReadAllText('/proc/sys/net/ipv4/conf/all/log_martians')
        $null = New-VethLab demo @{ placement = 'Host'; sysctls = @{ 'net.ipv4.conf.all.log_martians' = 1 } }
        [System.IO.File]::ReadAllText('/proc/sys/net/ipv4/conf/all/log_martians').Trim() | Should -Be 1
        $null = New-VethLab demo @{ placement = 'Host' } 6> $null
        [System.IO.File]::ReadAllText('/proc/sys/net/ipv4/conf/all/log_martians') | Should -Be $former
    }

    It 'keeps routes that go with the link that is replaced' {
        foreach ($interface in 'eth0', 'lan') {
            $null = New-VethLab far @{
                bridges    = @{ br02 = @{ addresses = '10.8.0.1/24' } }
                namespaces = @{ far01 = @{ routes = @(@{ destination = '172.16.0.0/16'; nextHop = '10.8.0.1' }) } }
                links      = @(@{ ends = @{ node = 'far01'; interface = $interface; addresses = '10.8.0.2/24' }, 'br02:port' })
            } 6> $null
            "$(& ip -n far01 route show 172.16.0.0/16)" | Should -BeLike "*via 10.8.0.1 dev $interface *"
        }
    }

    It 'gives addresses in the order that is asked for, and touches no more than that takes' {
        $order = { (& ip -n ns02 -4 -o address show lo scope global) -replace '.*inet (\S+) .*', '$1' }
        foreach ($addresses in @('10.6.0.1/24', '10.6.0.2/24', '10.6.0.3/24'), @('10.6.0.1/24', '10.6.0.3/24', '10.6.0.2/24'), @('10.6.0.2/24', '10.6.0.3/24'), @('10.6.0.3/24', '10.6.0.9/24', '10.6.0.2/24')) {
            $star.namespaces.ns02 = @{ addresses = $addresses }
            $changes = Get-Changes { New-VethLab demo $star }
            $changes | Should -Not -BeNullOrEmpty
            & $order | Should -Be $addresses
            @(New-VethLab demo $star -WhatIf) | Should -BeNullOrEmpty
        }
        $star.namespaces.ns02 = @{ addresses = '10.6.0.3/24', '10.6.0.9/24', '10.6.0.2/24', '10.6.0.4/24' }
        (New-VethLab demo $star -WhatIf).Command | Should -BeExactly 'ip -n ns02 address add 10.6.0.4/24 broadcast 10.6.0.255 dev lo'
    }

    It 'knows a setting that the kernel shows in other words' {
        $star.namespaces.ns02 = @{ sysctls = @{ 'net.ipv4.ip_local_reserved_ports' = '8080,8081,8082' } }
        $null = New-VethLab demo $star 6> $null
        & ip netns exec ns02 cat /proc/sys/net/ipv4/ip_local_reserved_ports | Should -Be 8080-8082
        @(New-VethLab demo $star -WhatIf) | Should -BeNullOrEmpty
        & ip netns exec ns02 sysctl -qw net.ipv4.ip_local_reserved_ports=9
        "$(Get-Changes { New-VethLab demo $star })" | Should -BeExactly 'demo: sysctl of net/ipv4/ip_local_reserved_ports in ns02: 9 -> 8080,8081,8082'
    }

    It 'lets connections that are open already out with another address, when masquerade comes' {
        New-Internet
        # The kernel follows connections where somebody needs it.
        Enable-Masquerade -Subnet 10.77.0.0/24 -Namespace machine
        $routed = @{ bridges = @{ br02 = @{ subnet = '10.50.0.0/24'; count = 1; prefix = 'open' } }; uplink = $true }
        Invoke-NetNamespace machine { $null = New-VethLab out $routed }
        # The internet knows no way back to the lab: nothing comes, but a flow is known.
        $null = & ip netns exec open01 ping -c 1 -W 0.3 -e 77 114.114.114.114
        "$(Get-NetConnection -Namespace machine)" | Should -Match '10\.50\.0\.2'
        $routed.masquerade = $true
        Invoke-NetNamespace machine { $null = New-VethLab out $routed 6> $null }
        & ip netns exec open01 ping -c 1 -W 2 -e 77 114.114.114.114 | Should -Contain '1 packets transmitted, 1 received, 0% packet loss, time 0ms'
    }

    It 'turns off STP that somebody turned on' {
        & ip -n demo link set br01 type bridge stp_state 1
        "$(Get-Changes { New-VethLab demo $star })" | Should -BeExactly 'demo: STP of br01 in demo: on -> off'
        & ip -n demo -d link show br01 | Select-String 'stp_state 0' | Should -HaveCount 1
    }

    It 'leaves alone what is not its own' {
        & ip -n ns01 link add mine type bridge
        & ip netns exec ns01 nft add table ip mine
        $star.bridges.br01.count = 3
        $null = New-VethLab demo $star
        & ip -n ns01 -o link show mine | Should -Match mine
        & ip netns exec ns01 nft list tables | Should -Match mine
    }

    It 'takes everything back where a step fails' {
        $facts = { (& sh -c 'for n in ns01 ns02 demo; do ip -n $n -o address; ip -n $n route; done; nft --stateless list ruleset; ip route') -join "`n" -replace '(?m)^\d+: ' -replace 'ns03' }
        $start = & $facts
        $star.bridges.br01.count = 3
        $star.namespaces.ns01 = @{ sysctls = @{ 'net.ipv4.conf.all.rp_filter' = 'nonsense' } }
        Assert-Refused { New-VethLab demo $star } -Id InvalidValue -Category InvalidArgument -Message '*nonsense*Undone:*'
        & $facts | Should -Be $start
        Get-NamespaceNames | Should -Not -Contain ns03
    }

    It 'ends and starts commands that differ, and leaves the others running' {
        $star.namespaces.ns01.commands = 'exec sleep 781', 'exec sleep 782'
        $processes = (New-VethLab demo $star 6>$null).Processes
        $star.namespaces.ns01.commands = 'exec sleep 781', 'exec sleep 783'
        $after = (New-VethLab demo $star 6>$null).Processes
        $after.Command | Should -Be 'exec sleep 781', 'exec sleep 783'
        $after[0].Id | Should -Be $processes[0].Id
        & pgrep -f '^sleep 782' | Should -BeNullOrEmpty
    }

    It 'completes what a killed process has left half made' {
        $null = Remove-VethLab demo
        # A namespace with the lab's mark is all there is.
        & ip netns add demo
        & ip -n demo link set lo alias vethlab:demo group $lab.Bridges[0].Group
        Get-VethLab demo | Should -Not -BeNullOrEmpty
        (New-VethLab demo $star 6>$null).Namespaces | Should -Be ns01, ns02
        (Test-VethLab demo).Status | Sort-Object -Unique | Should -Be Success
    }

    It 'completes a bridge to which many ports were being added when the process was killed' {
        & ip -n demo link set br01 down type bridge mcast_snooping 0
        @(New-VethLab demo $star -WhatIf).Command | Should -Contain 'ip -n demo link set br01 up && ip -n demo link set br01 type bridge mcast_snooping 1'
        Get-Changes { New-VethLab demo $star } | ForEach-Object { "$_" } | Should -Contain 'demo: state of br01 in demo: down -> up'
        & ip -n demo -d link show br01 | Out-String | Should -Match 'mcast_snooping 1 '
        & ip -n demo link show up | Out-String | Should -Match 'br01'
    }

    It 'has let go of everything when it tells: what listens can work here' {
        $star.bridges.br01.count = 3
        $heard = @(New-VethLab demo $star 6>&1 | ForEach-Object { Enable-Masquerade -Subnet 10.99.0.0/24; "$_" })
        $heard | Should -Be 'demo: + namespace ns03', 'demo: + link ns03:eth0 - br01:veth03', 'demo'
        Disable-Masquerade -Subnet 10.99.0.0/24
    }

    It 'shows each change, where somebody looks on' {
        $shown = Invoke-ChildSession "`$null = New-VethLab demo @{ bridges = @{ br01 = @{ subnet = '10.0.0.0/24'; count = 1 } }; masquerade = `$true; namespaces = @{ ns01 = @{ addresses = '10.9.9.1/32' } } }"
        "$shown" | Should -Match 'demo: - namespace ns02'
    }
}
