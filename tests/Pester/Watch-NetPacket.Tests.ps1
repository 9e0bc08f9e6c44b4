# Watch-NetPacket: live packets as objects; tcpdump, run at the same time, is the witness.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    . $PSScriptRoot/shared/Tcpdump.ps1
    . $PSScriptRoot/shared/RoutedNetwork.ps1
    . $PSScriptRoot/shared/Module.ps1

    # Watches in a runspace of its own; returns it and its output when the kernel shows its socket in the namespace.
    function Start-Watch([string] $Arguments, [string] $Namespace) {
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $output.EnumeratorNeverBlocks = $true       # else looking at its items waits for the end
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2()).AddScript("Import-Module '$moduleManifest'; Watch-NetPacket $Arguments -Namespace $Namespace")
        $run = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output)
        if (-not (Wait-Until { Test-Socket $Namespace } 20)) { throw "It does not watch: $($shell.Streams.Error)" }
        @{ Shell = $shell; Run = $run; Output = $output }
    }

    # Whether something captures there: /proc/net/packet has a line for each packet socket, with protocol 3 (ETH_P_ALL) once it does.
    function Test-Socket([string] $Namespace) { @(ip netns exec $Namespace cat /proc/net/packet) -match ' 0003 ' -as [bool] }

    function Stop-Watch($Watch) {
        $Watch.Shell.Stop()
        $Watch.Shell.Dispose()
    }
}

Describe 'Watch-NetPacket' {
    BeforeAll {
        New-RoutedNetwork
        # Their chatter comes when it likes; what these tests look at is asked for.
        foreach ($name in 'a', 'b') { $null = ip netns exec $name ping -c 1 -W 2 fd02::1 }
    }
    AfterAll { Remove-RoutedNetwork }

    It 'sees what a ping sends and gets, field by field' {
        $mac = (Get-IPJson a link, show, dev, eth0).address
        $router = (Get-IPJson r link, show, dev, eth1).address
        $before = [DateTimeOffset]::UtcNow
        $request, $reply = Watch-NetPacket eth0 -Namespace a -Protocol ICMP -Count 2 -TimeoutSeconds 3 -While { $script:answer = Test-NetPing 10.2.0.2 -Namespace a }
        $answer.IsSuccess | Should -BeTrue
        "$($request.SourceAddress) > $($request.DestinationAddress) $($request.Protocol) $($request.IcmpType) $($request.IcmpCode) $($request.TimeToLive) $($request.Length)" | Should -BeExactly '10.1.0.2 > 10.2.0.2 ICMP 8 0 64 98'
        "$($reply.SourceAddress) > $($reply.DestinationAddress) $($reply.Protocol) $($reply.IcmpType) $($reply.IcmpCode) $($reply.TimeToLive) $($reply.Length)" | Should -BeExactly '10.2.0.2 > 10.1.0.2 ICMP 0 0 63 98'
        "$($request.SourceMac) > $($request.DestinationMac)" | Should -BeExactly "$mac > $router"
        "$($reply.SourceMac) > $($reply.DestinationMac)" | Should -BeExactly "$router > $mac"
        $reply.IcmpId | Should -Be $request.IcmpId
        $reply.IcmpSequence | Should -Be 1
        "$($request.Direction) $($reply.Direction)" | Should -BeExactly 'Outgoing Incoming'
        $request.Time | Should -Not -BeLessThan $before
        $reply.Time | Should -Not -BeLessThan $request.Time
        ($reply.Time - $request.Time).TotalMilliseconds | Should -Not -BeGreaterThan ($answer.RoundTripTime + 1)
        "$($request.Namespace) $($request.Interface)" | Should -BeExactly 'a eth0'
    }

    It 'says of every packet what tcpdump says' {
        $tcpdump = Start-Tcpdump b eth0 'ip or arp' '-t', '-S'
        $seen = @(Watch-NetPacket eth0 -Namespace b -Protocol ICMP, UDP, TCP, ARP -TimeoutSeconds 0.5 -While {
            ip -n b neigh flush dev eth0
            $null = ip netns exec a ping -c 2 -i 0.01 -s 100 10.2.0.2
            $null = ip netns exec a bash -c 'echo hello > /dev/udp/10.2.0.2/9999' 2>&1
            $null = ip netns exec a bash -c 'echo hello > /dev/tcp/10.2.0.2/9' 2>&1
        })
        $told = Stop-Tcpdump $tcpdump $seen.Count
        ($seen.Protocol | Sort-Object -Unique) | Should -Be 'ARP', 'ICMP', 'TCP', 'UDP'
        $seen.Summary | Should -BeExactly $told
    }

    It 'says the same of IPv6' {
        $tcpdump = Start-Tcpdump b eth0 'icmp6[0] == 128 or icmp6[0] == 129' '-t'
        $seen = @(Watch-NetPacket eth0 -Namespace b -Protocol ICMPv6 -TimeoutSeconds 0.2 -While { $null = ip netns exec a ping -c 2 -i 0.01 fd02::2 })
        $told = Stop-Tcpdump $tcpdump 4
        $told | Should -HaveCount 4
        ($seen | Where-Object IcmpType -In 128, 129).Summary -replace '\[flowlabel \w+\] ' | Should -BeExactly ($told -replace '\[flowlabel \w+\] ')
    }

    Context 'its end' {
        It 'is after -Count packets, whatever else comes' {
            $seen = Watch-NetPacket eth0 -Namespace a -Protocol ICMP -Count 3 -While { Test-NetPing 10.2.0.2 -Namespace a -Count 5 -IntervalSeconds 0 }
            $seen | Should -HaveCount 3
        }

        It 'is after -TimeoutSeconds where nothing comes' {
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            Watch-NetPacket lo -Namespace a -TimeoutSeconds 0.3 | Should -BeNullOrEmpty
            $clock.Elapsed.TotalSeconds | Should -BeGreaterThan 0.29
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 3
        }

        It 'is with the block of -While, whose packets are all there' {
            $seen = Watch-NetPacket eth0 -Namespace a -Protocol ICMP -While { Test-NetPing 10.2.0.2 -Namespace a -Count 20 -IntervalSeconds 0 }
            $seen | Should -HaveCount 40
        }

        It 'closes the socket' {
            $null = Watch-NetPacket lo -Namespace a -TimeoutSeconds 0
            Test-Socket a | Should -BeFalse
        }

        It 'leaves the interface as it was: promiscuous only meanwhile' {
            $null = Watch-NetPacket eth0 -Namespace a -TimeoutSeconds 0 -While { $script:meanwhile = (Get-IPJson a '-d', link, show, dev, eth0).promiscuity }
            $meanwhile | Should -Be 1
            (Get-IPJson a '-d', link, show, dev, eth0).promiscuity | Should -Be 0
        }
    }

    Context '-While' {
        It 'runs in the caller''s scope, and shows only packets' {
            $counter = 0
            $seen = Watch-NetPacket lo -Namespace a -While { $counter = 7; 'not a packet'; $null = Test-NetPing 127.0.0.1 -Namespace a }
            $counter | Should -Be 7
            $seen.Protocol | Sort-Object -Unique | Should -Be 'ICMP'
        }

        It 'that fails ends the watch with its error' {
            { Watch-NetPacket lo -Namespace a -While { throw 'the block failed' } } | Should -Throw 'the block failed'
            Test-Socket a | Should -BeFalse
        }
    }

    Context 'live' {
        It 'hands over each packet as it comes, and stops when it is stopped' {
            $watch = Start-Watch 'eth0 -Protocol ICMP' b
            try {
                $null = ip netns exec a ping -c 1 -W 2 10.2.0.2
                Wait-Until { $watch.Output.Count -eq 2 } | Should -BeTrue
                $watch.Run.IsCompleted | Should -BeFalse
                $null = ip netns exec a ping -c 1 -W 2 10.2.0.2
                Wait-Until { $watch.Output.Count -eq 4 } | Should -BeTrue
                $watch.Output.IcmpType | Should -Be 8, 0, 8, 0
            }
            finally { Stop-Watch $watch }
            Test-Socket b | Should -BeFalse
        }

        It 'ends by itself with the last of -Count' {
            $watch = Start-Watch 'eth0 -Protocol ICMP -Count 2' b
            try {
                $null = ip netns exec a ping -c 1 -W 2 10.2.0.2
                Wait-Until { $watch.Run.IsCompleted } | Should -BeTrue
                $watch.Output.Count | Should -Be 2
            }
            finally { Stop-Watch $watch }
        }

        It 'says so when the interface is removed meanwhile' {
            ip -n b link add gone0 type veth peer name gone1
            ip -n b link set gone0 up
            $watch = Start-Watch 'gone0' b
            try {
                ip -n b link delete gone0
                Wait-Until { $watch.Run.IsCompleted } | Should -BeTrue
                $watch.Shell.Streams.Error.Count | Should -Be 1
                $watch.Shell.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'InterfaceNotFound,*'
                "$($watch.Shell.Streams.Error[0])" | Should -BeExactly "'gone0' was removed while it was watched."
                $watch.Shell.Streams.Error[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            }
            finally { Stop-Watch $watch }
        }

        It 'goes on when the interface was down for a while' {
            ip -n b link add dip0 type veth peer name dip1
            ip -n b address add 10.77.0.1/24 dev dip0
            ip -n b link set dip1 up
            ip -n b link set dip0 up
            $watch = Start-Watch 'dip0 -Protocol ARP' b
            try {
                ip -n b link set dip0 down
                ip -n b link set dip0 up
                $null = ip netns exec b ping -c 1 -W 0.2 10.77.0.2
                Wait-Until { $watch.Output.Count -ge 1 } | Should -BeTrue
                $watch.Run.IsCompleted | Should -BeFalse
            }
            finally { Stop-Watch $watch; ip -n b link delete dip0 }
        }
    }

    Context 'its parameters' {
        It 'takes an interface as an object, where it lives' {
            $seen = Get-NetInterface eth0 -Namespace b | Watch-NetPacket -Protocol ICMP -While { Test-NetPing 10.2.0.2 -Namespace a }
            $seen.Namespace | Should -Be 'b', 'b'
        }

        It 'works in the namespace it is in' {
            $seen = Invoke-NetNamespace b { Watch-NetPacket eth0 -Protocol ICMP -While { Test-NetPing 10.1.0.2 } }
            $seen.Namespace | Should -Be 'b', 'b'
        }

        It 'takes protocols by wildcard, whatever their case' {
            $seen = Watch-NetPacket eth0 -Namespace a -Protocol icmp* -While { Test-NetPing 10.2.0.2, fd02::2 -Namespace a }
            $seen.Protocol | Sort-Object -Unique | Should -Be 'ICMP', 'ICMPv6'
        }
    }

    It 'shows a table and a list' {
        $seen = Watch-NetPacket eth0 -Namespace a -Protocol ICMP -Count 1 -While { Test-NetPing 10.2.0.2 -Namespace a }
        $seen | Format-Table | Out-String -Width 200 | Should -Match ' a/eth0 +IP 10\.1\.0\.2 > 10\.2\.0\.2: '
        $seen | Format-List | Out-String -Width 200 | Should -Match '(?s)SourceMac +: ..:..:..:..:..:...*SourceAddress +: 10\.1\.0\.2.*TimeToLive +: 64'
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'an interface that is not there'; Arguments = @{ InterfaceAlias = 'eth7'; Namespace = 'a' }; Id = 'InterfaceNotFound'; Category = 'ObjectNotFound'; Target = 'eth7' }
        @{ What = 'an impossible name'; Arguments = @{ InterfaceAlias = 'a-name-longer-than-15'; Namespace = 'a' }; Id = 'InvalidName'; Category = 'InvalidArgument'; Target = 'a-name-longer-than-15' }
        @{ What = 'a namespace that is not there'; Arguments = @{ InterfaceAlias = 'eth0'; Namespace = 'nowhere' }; Id = 'NamespaceNotFound'; Category = 'ObjectNotFound'; Target = 'nowhere' }
    ) {
        Assert-Refused { Watch-NetPacket @Arguments -TimeoutSeconds 0 } $Id $Category $Target
    }
}
