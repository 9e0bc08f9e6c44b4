# Test-NetPath as a cmdlet: what it takes, what it returns, how it looks. What it says of broken paths is in Test-NetPath.Faults.Tests.ps1.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    . $PSScriptRoot/shared/RoutedNetwork.ps1
}

Describe 'Test-NetPath' {
    BeforeAll {
        New-RoutedNetwork
        foreach ($name in 'a', 'b') { Set-Sysctl $name ipv4/neigh/eth0/retrans_time_ms 50 }
        Set-Sysctl r ipv4/neigh/eth2/retrans_time_ms 50
    }
    AfterAll { Remove-RoutedNetwork }

    Context 'a path that works' {
        It 'is reachable, by <Address>, with a time and no cause' -ForEach @(@{ Address = '10.2.0.2' }, @{ Address = 'fd02::2' }) {
            $verdict = Test-NetPath $Address -Namespace a
            $verdict.Reachable | Should -BeTrue
            "$($verdict.Cause)" | Should -BeExactly None
            $verdict.RoundTripTime | Should -BeGreaterThan 0
            $verdict.Destination | Should -BeExactly $Address
            $verdict.Name | Should -BeExactly $Address
            $verdict.Source | Should -BeExactly ($Address -eq 'fd02::2' ? 'fd01::2' : '10.1.0.2')
            "$($verdict.Protocol)" | Should -BeExactly Icmp
            $verdict.Namespace | Should -BeExactly a
            $verdict.Fix | Should -BeNullOrEmpty
        }

        It 'has its hops in order, there and back, each seen' {
            $verdict = Test-NetPath 10.2.0.2 -Namespace a
            $verdict.Hops.Index | Should -Be (1..$verdict.Hops.Count)
            $places = @($verdict.Hops | Where-Object { "$($_.Kind)" -in 'Interface', 'Veth' } | ForEach-Object { "$($_.Namespace)/$($_.Name)$(if ($_.IsReturn) { ' back' })" } | Select-Object -Unique)
            $places | Should -Be 'a/eth0', 'r/eth1', 'r/eth2', 'b/eth0', 'b/eth0 back', 'r/eth2 back', 'r/eth1 back', 'a/eth0 back'
            $verdict.Hops.IsSeen | Should -Not -Contain $false
            $verdict.Hops.IsSeen | Should -Not -Contain $null
        }

        It 'needs no ping_group_range' {
            Get-Sysctl a ipv4/ping_group_range | Should -Match '^1\s+0$'
            Test-NetPath 10.2.0.2 -Namespace a -Quiet | Should -BeTrue
        }

        It 'changes nothing' {
            $null = ip netns exec a ping -c 1 10.2.0.2
            $before = Get-KernelState a, r, b
            $sysctls = Get-AllSysctls r
            $null = Test-NetPath 10.2.0.2, fd02::2 -Namespace a
            Get-KernelState a, r, b | Should -BeExactly $before
            Get-AllSysctls r | Should -Be $sysctls
            @([System.IO.Directory]::GetFiles('/run/netns')).Count | Should -Be 3
        }
    }

    Context 'ports' {
        BeforeAll {
            $listener = Invoke-NetNamespace b { $socket = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Any, 80); $socket.Start(); , $socket }
        }
        AfterAll { $listener.Stop() }

        It 'are asked for by TCP where nothing else is said' {
            $verdict = Test-NetPath 10.2.0.2 -Namespace a -Port 80
            "$($verdict.Protocol) $($verdict.Port) $($verdict.Reachable)" | Should -BeExactly 'Tcp 80 True'
        }

        It 'that are closed are told from those that a firewall guards' {
            $verdict = Test-NetPath 10.2.0.2 -Namespace a -Port 81
            "$($verdict.Reachable) $($verdict.Cause)" | Should -BeExactly 'False PortClosed'
            'table ip t { chain i { type filter hook input priority 0; tcp dport 81 drop; }; }' | ip netns exec b nft -f -
            try { "$((Test-NetPath 10.2.0.2 -Namespace a -Port 81 -TimeoutSeconds 0.3).Cause)" | Should -BeExactly RuleDrop }
            finally { ip netns exec b nft flush ruleset }
        }
    }

    Context 'destinations' {
        It 'are taken from the pipeline, of both families' {
            $read = '10.2.0.2', 'fd02::2', '10.1.0.1' | Test-NetPath -Namespace a
            $read.Destination | Should -Be '10.2.0.2', 'fd02::2', '10.1.0.1'
            $read.Reachable | Should -Be $true, $true, $true
        }

        It 'are objects that have addresses, and namespaces' {
            (Get-NetIPAddress 10.2.0.2 -Namespace b | Test-NetPath -Namespace a).Reachable | Should -BeTrue
            (Get-NetNamespace b | Test-NetPath -Namespace a).Destination | Sort-Object | Should -Be '10.2.0.2', 'fd02::2'
            (Get-NetRoute default -Namespace a | Test-NetPath).Destination | Should -Be '10.1.0.1', 'fd01::1'
            (Test-NetPing 10.2.0.2 -Namespace a | Test-NetPath).Namespace | Should -BeExactly a
            (Test-NetPath 10.2.0.2 -Namespace a | Test-NetPath).Namespace | Should -BeExactly a
        }

        It 'are reached from each namespace of the pipeline' {
            $read = Get-NetNamespace a, r | Test-NetPath 10.2.0.2
            "$($read.Namespace)" | Should -BeExactly 'a r'
            $read.Reachable | Should -Be $true, $true
        }

        It 'are reached from here where nothing is said' { (Invoke-NetNamespace b { Test-NetPath 10.1.0.2 }).Namespace | Should -BeExactly b }

        It 'that are here are reached by loopback' { (Test-NetPath 10.1.0.2 -Namespace a).Reachable | Should -BeTrue }
    }

    Context 'options' {
        It '-Source: from that address' {
            ip -n a address add 10.1.0.77/24 dev eth0
            try { (Test-NetPath 10.2.0.2 -Namespace a -Source 10.1.0.77).Source | Should -BeExactly 10.1.0.77 }
            finally { ip -n a address delete 10.1.0.77/24 dev eth0 }
        }

        It '-BufferSize and -DontFragment: the same limit as ping -M do has' -ForEach @(@{ Address = '10.2.0.2'; Fits = 1472 }, @{ Address = 'fd02::2'; Fits = 1452 }) {
            foreach ($size in $Fits, ($Fits + 1)) {
                $null = ip netns exec a ping -c 1 -W 0.3 -M do -s $size $Address 2>&1
                $passes = $LASTEXITCODE -eq 0
                $passes | Should -Be ($size -eq $Fits)
                $verdict = Test-NetPath $Address -Namespace a -BufferSize $size -DontFragment -TimeoutSeconds 0.5
                "$($verdict.Reachable) $($verdict.Cause)" | Should -BeExactly ($passes ? 'True None' : 'False MtuTooSmall')
            }
        }

        It '-NoProbe: sends nothing, and knows no more than the configuration' {
            $seen = @(Watch-NetPacket eth0 -Namespace b -Protocol ICMP -TimeoutSeconds 0.3 -While { $script:verdict = Test-NetPath 10.2.0.2 -Namespace a -NoProbe })
            $seen | Should -BeNullOrEmpty
            $verdict.Reachable | Should -BeNullOrEmpty
            "$($verdict.Cause)" | Should -BeExactly None
            $verdict.Hops.IsSeen | Where-Object { $null -ne $_ } | Should -BeNullOrEmpty
            Invoke-NetNamespace r { sh -c 'echo 0 > /proc/sys/net/ipv4/ip_forward' }
            try {
                $verdict = Test-NetPath 10.2.0.2 -Namespace a -NoProbe
                "$($verdict.Reachable) $($verdict.Cause)" | Should -BeExactly 'False ForwardingOff'
            }
            finally { Invoke-NetNamespace r { sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward' } }
        }

        It '-Quiet: one truth value for all' {
            Test-NetPath 10.2.0.2, fd02::2 -Namespace a -Quiet | Should -BeTrue
            $answer = @(Test-NetPath 10.2.0.2, 10.1.0.99 -Namespace a -Quiet -TimeoutSeconds 0.3)
            $answer | Should -HaveCount 1
            $answer[0] | Should -BeOfType [bool]
            $answer[0] | Should -BeFalse
        }

        It '-Verbose: what it looks at' {
            $said = Test-NetPath 10.2.0.2 -Namespace a -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
            "$said" | Should -BeLike '*route*10.2.0.2*a/eth0, r/eth1, r/eth2, b/eth0*probe:*'
        }
    }

    Context 'views' {
        BeforeAll {
            $rendering = $PSStyle.OutputRendering
            $PSStyle.OutputRendering = 'PlainText'
            ip -n r route add blackhole 203.0.113.0/24
            $lost = Test-NetPath 203.0.113.1 -Namespace a -TimeoutSeconds 0.3
            $works = Test-NetPath 10.2.0.2 -Namespace a
        }
        AfterAll {
            ip -n r route del blackhole 203.0.113.0/24
            $PSStyle.OutputRendering = $rendering
        }

        It 'a table has verdicts side by side' {
            $lines = @($works, $lost | Out-String -Width 120 -Stream | Where-Object { $_ })
            $lines[0] | Should -BeLike 'Destination*Protocol*Reachable*Cause*Message*'
            $lines[2] | Should -Match '^10\.2\.0\.2 +Icmp +True +None +The path works\.'
            $lines[3] | Should -Match '^203\.0\.113\.1 +Icmp +False +BlackholeRoute '
        }

        It 'a list has a line for each hop, with marks, within 120 columns' {
            foreach ($verdict in $works, $lost) {
                $lines = @($verdict | Format-List | Out-String -Width 120 -Stream | ForEach-Object TrimEnd)
                $lines | Where-Object { $_.Length -gt 120 } | Should -BeNullOrEmpty
                @($lines -match '^(Hops +:| +) +\d+ [✓✗?] [●○] ').Count | Should -Be $verdict.Hops.Count -Because ($lines -join "`n")
            }
            @($lost.Hops | Where-Object { "$($_.State)" -eq 'Stops' }).Count | Should -Be 1
            $lost.Hops[-1].IsSeen | Should -BeFalse
            "$($lost | Format-List | Out-String)" | Should -BeLike '*✗ ○*'
            "$($works | Format-List | Out-String)" | Should -BeLike '*and back*'
        }
    }

    Context 'bad input' {
        It 'refuses ''<Text>''' -ForEach @(@{ Text = 'localhost' }, @{ Text = '10.1' }, @{ Text = '10.2.0.2/24' }, @{ Text = '' }) {
            Assert-Refused { Test-NetPath $Text -Namespace a } InvalidAddress InvalidArgument $Text
        }

        It 'refuses <What>' -ForEach @(
            @{ What = 'TCP without a port'; More = @{ Protocol = 'Tcp' } }
            @{ What = 'UDP without a port'; More = @{ Protocol = 'Udp' } }
            @{ What = 'ICMP with a port'; More = @{ Protocol = 'Icmp'; Port = 80 } }
            @{ What = 'TCP with data'; More = @{ Port = 80; BufferSize = 10 } }
        ) {
            $record = Get-FirstError { Test-NetPath 10.2.0.2 -Namespace a @More }
            $record.FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
            $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'refuses a source that is <What>' -ForEach @(
            @{ What = 'nobody''s here'; Source = '10.99.0.1'; Id = 'AddressNotFound'; Category = 'ObjectNotFound'; Target = '10.99.0.1' }
            @{ What = 'of the other family'; Source = 'fd01::2'; Id = 'WrongAddressFamily'; Category = 'InvalidArgument'; Target = '10.2.0.2' }
            @{ What = 'no address'; Source = 'eth0'; Id = 'InvalidAddress'; Category = 'InvalidArgument'; Target = 'eth0' }
        ) {
            Assert-Refused { Test-NetPath 10.2.0.2 -Namespace a -Source $Source } $Id $Category $Target
        }

        It 'refuses a namespace that is not there, or has no address' {
            Assert-Refused { Test-NetPath 10.2.0.2 -Namespace nowhere } NamespaceNotFound ObjectNotFound nowhere
            ip netns add bare
            try { Assert-Refused { Get-NetNamespace bare | Test-NetPath -Namespace a } InvalidAddress InvalidArgument bare }
            finally { ip netns delete bare }
        }

        It 'tests the others when one is refused' {
            $read = '10.2.0.2', 'localhost', '10.1.0.1' | Test-NetPath -Namespace a -ErrorVariable refused -ErrorAction SilentlyContinue
            $read.Destination | Should -Be '10.2.0.2', '10.1.0.1'
            $refused.TargetObject | Should -BeExactly localhost
        }
    }
}
