# The tutorial's experiment, row by row, in namespaces that play the host and the internet. VethLab builds; `ip`, `brctl`, `bridge`,
# `nft`, `iptables`, `ping` and `tcpdump` tell what came of it.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Witnesses.ps1
    . $PSScriptRoot/shared/Tcpdump.ps1
    . $PSScriptRoot/shared/TutorialHost.ps1

    function Get-Mac([string] $Namespace, [string] $Interface) { (Get-IPJson $Namespace link, show, dev, $Interface).address }
}

Describe 'The container network' {
    BeforeAll {
        New-TutorialHost
        Set-Sysctl host bridge/bridge-nf-call-iptables 1
        $before = Get-KernelState host, internet
        $sysctls = Get-AllSysctls host
    }
    AfterAll { Remove-TutorialNamespaces }

    Context 'row 1: bridge br01, up, 192.168.88.1/24' {
        BeforeAll { $script:bridge = Invoke-NetNamespace host { New-NetBridge br01 -IPAddress 192.168.88.1/24 } }

        It 'is a bridge, and up' {
            $link = Get-IPJson host '-d', link, show, dev, br01
            $link.linkinfo.info_kind | Should -BeExactly 'bridge'
            $link.flags | Should -Contain 'UP'
        }

        It 'has the address' { (Get-IPAddressJson host br01 | Where-Object family -EQ inet | ForEach-Object { "$($_.local)/$($_.prefixlen) $($_.broadcast)" }) | Should -BeExactly '192.168.88.1/24 192.168.88.255' }

        It 'has the connected route' { (Get-IPJson host route | Where-Object dev -EQ br01).dst | Should -BeExactly '192.168.88.0/24' }
    }

    Context 'row 2: namespaces ns01 and ns02' {
        BeforeAll { $null = Invoke-NetNamespace host { New-NetNamespace ns01, ns02 } }

        It 'are listed by VethLab' { (Get-NetNamespace ns0*).Name | Should -Be 'ns01', 'ns02' }

        It 'are listed by ip' { ip netns list | ForEach-Object { $_.Split(' ')[0] } | Where-Object { $_ -like 'ns0*' } | Sort-Object | Should -Be 'ns01', 'ns02' }
    }

    Context 'row 3: veth pairs, host ends into the bridge, container ends into the namespaces' {
        BeforeAll {
            # In the tutorial's order: the container end is moved DOWN and without addresses.
            Invoke-NetNamespace host {
                New-VethPair veth01 br-veth01 -Down | Add-VethToBridge br01
                New-VethPair veth02 br-veth02 -Down | Add-VethToBridge br01
            }
        }

        It 'a: both ends of each exist and name each other' {
            foreach ($number in 1, 2) {
                $end, $peer = Get-IPJson host link | Where-Object { $_.ifname -in "veth0$number", "br-veth0$number" } | Sort-Object ifname -Descending
                $end.link | Should -BeExactly "br-veth0$number"
                $peer.link | Should -BeExactly "veth0$number"
                (Get-VethPair veth0$number -Namespace host).PeerName | Should -BeExactly "br-veth0$number"
            }
        }

        It 'b: brctl shows both ports, the bridge''s id and STP off' {
            $words = @((ip netns exec host brctl show br01) -join ' ' -split '\s+')
            $words[-5..-1] | Should -Be 'br01', $bridge.BridgeId, 'no', 'br-veth01', 'br-veth02'
            (Get-NetBridge br01 -Namespace host).Ports -join ' ' | Should -BeExactly 'br-veth01 br-veth02'
        }

        It 'b: bridge(8) shows the same ports' {
            (ip netns exec host bridge -j link | ConvertFrom-Json).ifname | Sort-Object | Should -Be 'br-veth01', 'br-veth02'
        }

        Context 'c: moved and up' {
            BeforeAll {
                Invoke-NetNamespace host {
                    Set-NetInterface br-veth01, br-veth02 -Up
                    Set-NetInterface veth01 -TargetNamespace ns01
                    Set-NetInterface veth02 -TargetNamespace ns02
                }
            }

            It 'the container ends are gone from the host and present in the namespaces' {
                (Get-IPJson host link).ifname | Should -Not -Contain 'veth01'
                (Get-IPJson host link).ifname | Should -Not -Contain 'veth02'
                (Get-IPJson ns01 link).ifname | Should -Be 'lo', 'veth01'
                (Get-IPJson ns02 link).ifname | Should -Be 'lo', 'veth02'
            }

            It 'the host ends are up' { foreach ($name in 'br-veth01', 'br-veth02') { (Get-IPJson host link, show, dev, $name).flags | Should -Contain 'UP' } }

            It 'd: a command inside sees only lo and the veth, which is DOWN, with its peer''s index' {
                $index = (Get-IPJson host link, show, dev, br-veth01).ifindex
                $lines = Invoke-NetNamespace ns01 -FilePath ip -ArgumentList '-o', 'link'
                $lines | Should -HaveCount 2
                $lines[1] | Should -Match "veth01@if$($index): <BROADCAST,MULTICAST(,M-DOWN)?> .* state DOWN .* link-netns"
            }

            It 'd: VethLab shows the same: index and namespace of the peer' {
                $end = Get-NetInterface veth01 -Namespace ns01
                $end.IsUp | Should -BeFalse
                $end.PeerIndex | Should -Be (Get-IPJson host link, show, dev, br-veth01).ifindex
                "$((Get-VethPair veth01 -Namespace ns01).PeerNamespace)" | Should -BeExactly 'host'
            }
        }

        Context 'e: addresses and default routes' {
            BeforeAll {
                foreach ($number in 1, 2) {
                    Set-NetInterface veth0$number -Up -Namespace ns0$number
                    $null = New-NetIPAddress 192.168.88.1$number/24 veth0$number -Namespace ns0$number
                    $null = New-NetRoute default 192.168.88.1 -Namespace ns0$number
                }
            }

            It 'ns0<_> has its address, its connected and its default route' -ForEach 1, 2 {
                (Get-IPAddressJson ns0$_ veth0$_ | Where-Object family -EQ inet).local | Should -BeExactly "192.168.88.1$_"
                $routes = Get-IPJson ns0$_ route
                ($routes | Where-Object dst -EQ default).gateway | Should -BeExactly '192.168.88.1'
                ($routes | Where-Object dst -EQ 192.168.88.0/24).dev | Should -BeExactly "veth0$_"
            }
        }
    }

    Context 'row 4: ns01 and ns02 ping each other, seen on br01' {
        It 'ping(8) is answered with ttl 64, both ways' {
            ip netns exec ns01 ping -c 1 -W 3 192.168.88.12 | Out-String | Should -Match '1 received'
            ip netns exec ns02 ping -c 1 -W 3 192.168.88.11 | Out-String | Should -Match 'ttl=64'
        }

        It 'Test-NetPing is answered, and tcpdump sees exactly request and reply' {
            $tcpdump = Start-Tcpdump host br01
            $answer = Test-NetPing 192.168.88.12 -Namespace ns01
            $seen = Stop-Tcpdump $tcpdump 2
            "$($answer.Status) $($answer.TimeToLive)" | Should -BeExactly 'Success 64'
            $answer.RoundTripTime | Should -BeGreaterThan 0
            $seen | Should -HaveCount 2
            $seen[0] | Should -BeLike '*IP 192.168.88.11 > 192.168.88.12: ICMP echo request*'
            $seen[1] | Should -BeLike '*IP 192.168.88.12 > 192.168.88.11: ICMP echo reply*'
        }

        It 'Watch-NetPacket sees exactly the same of ping(8)' {
            $seen = Watch-NetPacket br01 -Namespace host -Protocol ICMP -TimeoutSeconds 0.2 -While { $null = ip netns exec ns02 ping -c 1 -W 3 192.168.88.11 }
            $seen | ForEach-Object { "$($_.SourceAddress) > $($_.DestinationAddress) $($_.IcmpType)" } | Should -Be '192.168.88.12 > 192.168.88.11 8', '192.168.88.11 > 192.168.88.12 0'
        }
    }

    Context 'row 5: the ARP table of ns01' {
        It 'has the MACs that the links have' {
            $null = ip netns exec ns01 ping -c 1 -W 3 192.168.88.1
            "$((Get-NetNeighbor 192.168.88.12 -Namespace ns01).MacAddress)" | Should -BeExactly (Get-Mac ns02 veth02)
            "$((Get-NetNeighbor 192.168.88.1 -Namespace ns01).MacAddress)" | Should -BeExactly (Get-Mac host br01)
        }

        It 'is what ip shows' {
            $told = Get-IPJson ns01 neigh | Where-Object lladdr | ForEach-Object { "$($_.dst) $($_.lladdr)" } | Where-Object { $_ -like '192.*' } | Sort-Object
            Get-NetNeighbor 192.168.* -Namespace ns01 | ForEach-Object { "$($_.IPAddress) $($_.MacAddress)" } | Sort-Object | Should -BeExactly $told
        }
    }

    Context 'row 6a: no way out yet' {
        It 'without forwarding, requests are on br01 and not on ens160' {
            $inside = Start-Tcpdump host br01
            $outside = Start-Tcpdump host ens160
            $answer = Test-NetPing 114.114.114.114 -Namespace ns02 -TimeoutSeconds 0.5
            @(Stop-Tcpdump $inside 1) | Should -BeLike '*IP 192.168.88.12 > 114.114.114.114: ICMP echo request*'
            Stop-Tcpdump $outside 0 | Should -BeNullOrEmpty
            $answer.IsSuccess | Should -BeFalse
        }

        It 'with forwarding, requests are on ens160 with the inner source, and unanswered' {
            Invoke-NetNamespace host { Enable-NetForwarding -WarningAction SilentlyContinue }
            $outside = Start-Tcpdump host ens160
            $answer = Test-NetPing 114.114.114.114 -Namespace ns02 -TimeoutSeconds 0.5
            $seen = @(Stop-Tcpdump $outside 1)
            Invoke-NetNamespace host { Disable-NetForwarding -WarningAction SilentlyContinue }
            $seen[0] | Should -BeLike '*IP 192.168.88.12 > 114.114.114.114: ICMP echo request*'
            @($seen) -like '*reply*' | Should -BeNullOrEmpty
            "$($answer.Status)" | Should -BeExactly 'TimedOut'
        }
    }

    Context 'row 6b: masqueraded' {
        BeforeAll { Invoke-NetNamespace host { $bridge | Enable-Masquerade -WarningAction SilentlyContinue } }

        It 'the ping is answered; outside it comes from ens160, inside the reply comes back to ns02' {
            $inside = Start-Tcpdump host br01
            $outside = Start-Tcpdump host ens160
            $answer = Test-NetPing 114.114.114.114 -Namespace ns02
            $within = Stop-Tcpdump $inside 2
            $without = Stop-Tcpdump $outside 2
            $answer.IsSuccess | Should -BeTrue
            $answer.TimeToLive | Should -Be 63
            $without[0] | Should -BeLike '*IP 10.10.12.27 > 114.114.114.114: ICMP echo request*'
            $without[1] | Should -BeLike '*IP 114.114.114.114 > 10.10.12.27: ICMP echo reply*'
            $within[1] | Should -BeLike '*IP 114.114.114.114 > 192.168.88.12: ICMP echo reply*'
        }

        It 'ping(8) is answered as well' { ip netns exec ns01 ping -c 1 -W 3 114.114.114.114 | Out-String | Should -Match '1 received' }

        It 'is a rule that nft shows' {
            ip netns exec host nft list table ip vethlab | Out-String | Should -Match 'ip saddr 192\.168\.88\.0/24 .* counter packets \d+ bytes \d+ masquerade'
        }
    }

    Context 'row 8: FORWARD has the policy DROP, as Docker sets it' {
        BeforeAll { ip netns exec host iptables -P FORWARD DROP }

        It 'ARP passes and ping dies' {
            ip -n ns01 neigh flush dev veth01
            "$((Test-NetPing 192.168.88.12 -Namespace ns01 -TimeoutSeconds 0.5).Status)" | Should -BeExactly 'TimedOut'
            (Get-IPJson ns01 neigh, show, 192.168.88.12).lladdr | Should -BeExactly (Get-Mac ns02 veth02)
        }

        It 'the cause is named: chain, policy, sysctl, and what helps' {
            $state = Invoke-NetNamespace host { Get-NetForwarding }
            $chain = $state.Chains | Where-Object Chain -EQ FORWARD
            "$($chain.Family) $($chain.Table) $($chain.Chain) $($chain.Policy) $($chain.Owner)" | Should -BeExactly 'ip filter FORWARD drop iptables-nft'
            $state.BridgeCallsIptables | Should -BeTrue
            @($state.Findings) -like '*ip filter FORWARD*policy drop*bridge-nf-call-iptables is 1*Enable-NetForwarding -Bridge*' | Should -HaveCount 1
        }

        It 'the fix works, for bridged and for routed packets, and iptables shows it' {
            Invoke-NetNamespace host { $bridge | Enable-NetForwarding }
            Test-NetPing 192.168.88.12 -Namespace ns01 -Quiet | Should -BeTrue
            Test-NetPing 114.114.114.114 -Namespace ns02 -Quiet | Should -BeTrue
            @(ip netns exec host iptables -S FORWARD) -like '-A FORWARD -? br01 *-j ACCEPT' | Should -HaveCount 2
        }

        It 'and is taken back, the policy as it was' {
            Invoke-NetNamespace host { $bridge | Disable-NetForwarding }
            ip netns exec host iptables -S FORWARD | Should -BeExactly '-P FORWARD DROP'
            Test-NetPing 192.168.88.12 -Namespace ns01 -TimeoutSeconds 0.5 -Quiet | Should -BeFalse
            ip netns exec host nft delete table ip filter
            Test-NetPing 192.168.88.12 -Namespace ns01 -Quiet | Should -BeTrue
        }
    }

    Context 'row 7: cleaned up' {
        BeforeAll {
            Invoke-NetNamespace host {
                Get-NetNamespace ns01, ns02 | Remove-NetNamespace
                $bridge | Disable-Masquerade -WarningAction SilentlyContinue
                $bridge | Remove-NetBridge
            }
        }

        It 'the host is exactly as it was before row 1' {
            $null = Wait-Until { (Get-IPJson host link).ifname -notlike 'br-veth*' }
            Get-KernelState host, internet | Should -BeExactly $before
        }

        It 'so is every setting' { Get-AllSysctls host | Should -BeExactly $sysctls }

        It 'no table is left' { ip netns exec host nft list ruleset | Should -BeNullOrEmpty }
    }
}

Describe 'The tutorial in seven lines' {
    BeforeAll {
        New-TutorialHost
        $before = Get-KernelState host, internet
        $sysctls = Get-AllSysctls host
        $script:output = Invoke-NetNamespace host {
            $br = New-NetBridge br01 -IPAddress 192.168.88.1/24
            New-NetNamespace ns01, ns02
            New-VethPair veth01 br-veth01 -Namespace ns01 -IPAddress 192.168.88.11/24 -Gateway 192.168.88.1 | Add-VethToBridge $br
            New-VethPair veth02 br-veth02 -Namespace ns02 -IPAddress 192.168.88.12/24 -Gateway 192.168.88.1 | Add-VethToBridge $br
            $br | Enable-Masquerade
            Test-NetPing -Namespace ns02 114.114.114.114
            Get-NetNamespace ns01, ns02 | Remove-NetNamespace; $br | Disable-Masquerade; $br | Remove-NetBridge
        } 3> $null
    }
    AfterAll { Remove-TutorialNamespaces }

    It 'reaches the internet' {
        $ping = @($output | Where-Object { $_.Destination })
        $ping | Should -HaveCount 1
        "$($ping.Destination) $($ping.Status)" | Should -BeExactly '114.114.114.114 Success'
    }

    It 'returns the namespaces that it made' { ($output | Where-Object Path).Name | Should -Be 'ns01', 'ns02' }

    It 'leaves nothing' {
        $null = Wait-Until { (Get-KernelState host, internet) -eq $before }
        Get-KernelState host, internet | Should -BeExactly $before
        Get-AllSysctls host | Should -BeExactly $sysctls
    }

    It 'is what the README shows' {
        $lines = [System.IO.File]::ReadAllLines("$PSScriptRoot/ContainerNetwork.Tests.ps1") | ForEach-Object Trim
        $first = [array]::IndexOf([string[]] $lines, '$br = New-NetBridge br01 -IPAddress 192.168.88.1/24')
        $readme = [System.IO.File]::ReadAllText("$PSScriptRoot/../../README.md")
        foreach ($line in $lines[$first..($first + 6)]) { $readme.Contains($line) | Should -BeTrue -Because "the README has the line $line" }
    }
}
