# Test-NetPing: answers, losses and refusals, each a result; ping(8) is the witness.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    . $PSScriptRoot/shared/RoutedNetwork.ps1
}

Describe 'Test-NetPing' {
    BeforeAll {
        New-RoutedNetwork
        # Whoever does not answer ARP is given up after 3 * 50 ms, not 3 s.
        foreach ($name in 'a', 'b') { Set-Sysctl $name ipv4/neigh/eth0/retrans_time_ms 50 }
        Set-Sysctl r ipv4/neigh/eth2/retrans_time_ms 50
        # Other ICMP errors are limited too, unless that is turned off.
        Set-Sysctl r ipv4/icmp_ratelimit 0
        Set-Sysctl r ipv6/icmp/ratelimit 0
        # Neighbours that are found late would be in one measurement and not in the other.
        foreach ($address in '10.2.0.2', 'fd02::2') { $null = ip netns exec a ping -c 1 -W 3 $address }
    }
    AfterAll { Remove-RoutedNetwork }

    Context 'answers' {
        It 'agrees with ping(8) about <Address>' -ForEach @(
            @{ Address = '10.2.0.2'; Ttl = 63 }
            @{ Address = '10.1.0.1'; Ttl = 64 }
            @{ Address = '10.1.0.2'; Ttl = 64 }
            @{ Address = '127.0.0.1'; Ttl = 64 }
            @{ Address = 'fd02::2'; Ttl = 63 }
            @{ Address = 'fd01::1'; Ttl = 64 }
            @{ Address = '::1'; Ttl = 64 }
        ) {
            $told = "$(ip netns exec a ping -c 1 -W 2 $Address)" -match '(\d+) bytes from (\S+): icmp_seq=(\d+) ttl=(\d+) time=([\d.]+) ms'
            $told | Should -BeTrue
            $size, $from, $sequence, $ttl, $time = $Matches[1..5]
            $read = Test-NetPing $Address -Namespace a
            "$($read.Status)" | Should -BeExactly 'Success'
            $read.IsSuccess | Should -BeTrue
            "$($read.Responder)" | Should -BeExactly $from
            $read.Sequence | Should -Be $sequence
            $read.TimeToLive | Should -Be $ttl
            $read.TimeToLive | Should -Be $Ttl
            $read.Size | Should -Be $size
            $read.RoundTripTime | Should -BeGreaterThan 0
            [Math]::Abs($read.RoundTripTime - [double]$time) | Should -BeLessThan 50
            $read.Namespace | Should -BeExactly 'a'
        }

        It 'needs no ping_group_range: it is empty there' {
            Get-Sysctl a ipv4/ping_group_range | Should -Match '^1\s+0$'
            Test-NetPing 10.2.0.2 -Namespace a -Quiet | Should -BeTrue
        }

        It 'works in the namespace it is in' {
            (Invoke-NetNamespace b { Test-NetPing 10.1.0.2 }).Namespace | Should -BeExactly 'b'
        }

        It 'sends -Count requests, numbered from 1' {
            $read = Test-NetPing 10.2.0.2 -Namespace a -Count 3 -IntervalSeconds 0.01
            $read.Sequence | Should -Be 1, 2, 3
            $read.IsSuccess | Should -Be $true, $true, $true
        }

        It 'sends -BufferSize bytes' -ForEach @(@{ Size = 0 }, @{ Size = 1 }, @{ Size = 1472 }, @{ Size = 9000 }) {
            (Test-NetPing 10.2.0.2 -Namespace a -BufferSize $Size).Size | Should -Be ($Size + 8)
        }

        It 'sends from -Source' {
            ip -n a address add 10.1.0.77/24 dev eth0
            $seen = Watch-NetPacket eth0 -Namespace b -Protocol ICMP -Count 1 -TimeoutSeconds 3 -While { Test-NetPing 10.2.0.2 -Namespace a -Source 10.1.0.77 }
            "$($seen.SourceAddress)" | Should -BeExactly '10.1.0.77'
            ip -n a address delete 10.1.0.77/24 dev eth0
        }
    }

    Context 'targets' {
        It 'takes many from the pipeline, of both families, and pings them at once' {
            ip -n r route add blackhole 203.0.113.0/24
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            $read = @(1..40 | ForEach-Object { "203.0.113.$_" }) + '10.2.0.2' + 'fd02::2' | Test-NetPing -Namespace a -TimeoutSeconds 0.5
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 10 -Because 'one after the other takes 20 s'
            ip -n r route delete blackhole 203.0.113.0/24
            $read | Should -HaveCount 42
            @($read | Where-Object Status -EQ TimedOut) | Should -HaveCount 40
            ($read | Where-Object IsSuccess).Name | Sort-Object | Should -Be '10.2.0.2', 'fd02::2'
        }

        It 'takes objects that have addresses' {
            (Get-NetIPAddress 10.2.0.2 -Namespace b | Test-NetPing -Namespace a).IsSuccess | Should -BeTrue
            (Get-NetInterface eth0 -Namespace b | Test-NetPing -Namespace a | Where-Object Name -NotLike 'fe80*').Name | Sort-Object | Should -Be '10.2.0.2', 'fd02::2'
            ([System.Net.IPAddress]::Parse('10.2.0.2') | Test-NetPing -Namespace a).IsSuccess | Should -BeTrue
        }

        It 'pings the same target twice when it is asked twice' {
            Test-NetPing 10.2.0.2, 10.2.0.2 -Namespace a | Should -HaveCount 2
        }
    }

    Context 'losses are results' {
        BeforeAll {
            ip -n r route add blackhole 203.0.113.1
            ip -n r route add unreachable 203.0.113.2
            ip -n r route add prohibit 203.0.113.3
            ip -n a route add prohibit 203.0.113.4
            ip -n a route add unreachable 203.0.113.5
            ip -n a route add throw 203.0.113.6
            'table ip t { chain o { type filter hook output priority 0; ip daddr 203.0.113.7 drop; }; }' | ip netns exec a nft -f -
            'table ip t { chain i { type filter hook input priority 0; icmp type echo-request ip saddr 10.1.0.2 ip daddr 10.2.0.1 reject; }; }' | ip netns exec r nft -f -
        }
        AfterAll {
            ip netns exec a nft flush ruleset
            ip netns exec r nft flush ruleset
            foreach ($name in 'a', 'r') { foreach ($type in 'blackhole', 'unreachable', 'prohibit', 'throw') { ip -n $name route flush type $type } }
        }

        It 'says <Status> where <What>' -ForEach @(
            @{ Status = 'TimedOut'; What = 'nothing comes back'; Address = '203.0.113.1'; Responder = '' }
            @{ Status = 'HostUnreachable'; What = 'a router says so'; Address = '203.0.113.2'; Responder = '10.1.0.1' }
            @{ Status = 'HostUnreachable'; What = 'a router finds nobody'; Address = '10.2.0.99'; Responder = '10.1.0.1' }
            @{ Status = 'HostUnreachable'; What = 'nobody answers on the own link'; Address = '10.1.0.99'; Responder = '10.1.0.2' }
            @{ Status = 'AdministrativelyProhibited'; What = 'a router forbids it'; Address = '203.0.113.3'; Responder = '10.1.0.1' }
            @{ Status = 'NetworkUnreachable'; What = 'a router knows no route'; Address = '198.51.100.1'; Responder = '10.1.0.1' }
            @{ Status = 'PortUnreachable'; What = 'a rule rejects it'; Address = '10.2.0.1'; Responder = '10.2.0.1' }
            @{ Status = 'SendRefused'; What = 'the own routes prohibit it'; Address = '203.0.113.4'; Responder = '' }
            @{ Status = 'SendRefused'; What = 'an own rule drops it'; Address = '203.0.113.7'; Responder = '' }
        ) {
            # A router tells a host of dead ends about once a second (ip_error in net/ipv4/route.c), so it may take more than one.
            $null = Wait-Until {
                $script:read = Test-NetPing $Address -Namespace a -TimeoutSeconds 1 -ErrorAction Stop -ErrorVariable script:errors
                "$($read.Status)" -eq $Status
            }
            $errors | Should -BeNullOrEmpty
            "$($read.Status)" | Should -BeExactly $Status
            $read.IsSuccess | Should -BeFalse
            "$($read.Responder)" | Should -BeExactly $Responder
            $read.Message | Should -Not -BeNullOrEmpty
            if ($Status -in 'TimedOut', 'SendRefused') { $read.RoundTripTime | Should -BeNullOrEmpty }
        }

        It 'says NoRoute where there is none, for IPv4 and IPv6' {
            ip netns add lonely
            ip -n lonely link set lo up
            $read = Test-NetPing 10.2.0.2, fd02::2 -Namespace lonely
            ip netns delete lonely
            $read.Status -join ' ' | Should -BeExactly 'NoRoute NoRoute'
        }

        It 'says TtlExpired, and where' -ForEach @(@{ Address = '10.2.0.2'; Router = '10.1.0.1' }, @{ Address = 'fd02::2'; Router = 'fd01::1' }) {
            $read = Test-NetPing $Address -Namespace a -TimeToLive 1
            "$($read.Status) $($read.Responder)" | Should -BeExactly "TtlExpired $Router"
            (Test-NetPing $Address -Namespace a -TimeToLive 2).IsSuccess | Should -BeTrue
        }

        It 'says PacketTooBig where it may not be fragmented' {
            "$((Test-NetPing 10.2.0.2 -Namespace a -BufferSize 2000 -DontFragment).Status)" | Should -BeExactly 'PacketTooBig'
        }

        It 'leaves nothing in $Error' {
            $global:Error.Clear()
            $null = Test-NetPing 203.0.113.1, 203.0.113.4, 203.0.113.2 -Namespace a -TimeoutSeconds 0.2
            $global:Error.Count | Should -Be 0
        }

        It 'says false with -Quiet when one is lost, true when none is' {
            Test-NetPing 10.2.0.2, fd02::2 -Namespace a -Quiet -Count 2 -IntervalSeconds 0 | Should -BeTrue
            $answer = @(Test-NetPing 10.2.0.2, 203.0.113.1 -Namespace a -Quiet -TimeoutSeconds 0.2)
            $answer | Should -HaveCount 1
            $answer[0] | Should -BeOfType [bool]
            $answer[0] | Should -BeFalse
        }

        It 'shows losses and answers in one table' {
            $table = Test-NetPing 10.2.0.2, 203.0.113.4 -Namespace a | Format-Table | Out-String
            foreach ($column in 'Destination', 'Status', 'Time/ms', 'TTL', 'Responder', 'Namespace') { $table | Should -BeLike "*$column*" }
            $table | Should -Match '10\.2\.0\.2 +1 Success +\d+\.\d{3} +63 '
            $table | Should -Match '203\.0\.113\.4 +1 SendRefused'
        }
    }

    Context 'bad input' {
        It 'refuses ''<Text>''' -ForEach @(@{ Text = 'localhost' }, @{ Text = 'example.com' }, @{ Text = '10.1' }, @{ Text = '256.1.1.1' }, @{ Text = '10.2.0.2/24' }, @{ Text = '' }) {
            Assert-Refused { Test-NetPing $Text -Namespace a } InvalidAddress InvalidArgument $Text
        }

        It 'refuses a source that is <What>' -ForEach @(
            @{ What = 'nobody''s here'; Source = '10.99.0.1'; Id = 'AddressNotFound'; Category = 'ObjectNotFound'; Target = '10.99.0.1' }
            @{ What = 'of the other family'; Source = 'fd01::2'; Id = 'WrongAddressFamily'; Category = 'InvalidArgument'; Target = '10.2.0.2' }
            @{ What = 'no address'; Source = 'eth0'; Id = 'InvalidAddress'; Category = 'InvalidArgument'; Target = 'eth0' }
        ) {
            Assert-Refused { Test-NetPing 10.2.0.2 -Namespace a -Source $Source } $Id $Category $Target
        }

        It 'refuses a namespace that is not there' {
            Assert-Refused { Test-NetPing 10.2.0.2 -Namespace nowhere } NamespaceNotFound ObjectNotFound nowhere
        }

        It 'refuses an interface without an address' {
            ip -n a link add bare type veth peer name bare1
            Assert-Refused { Get-NetInterface bare -Namespace a | Test-NetPing -Namespace b } InvalidAddress InvalidArgument bare
            ip -n a link delete bare
        }

        It 'pings the others when one is refused' {
            $read = '10.2.0.2', 'localhost', '10.1.0.1' | Test-NetPing -Namespace a -ErrorVariable refused -ErrorAction SilentlyContinue
            $read.Name | Sort-Object | Should -Be '10.1.0.1', '10.2.0.2'
            $refused.TargetObject | Should -BeExactly 'localhost'
        }
    }
}
