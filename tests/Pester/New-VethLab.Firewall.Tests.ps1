# Firewalls of a lab, with real connections: what is allowed passes, its replies and errors too, and nothing else.
BeforeAll {
    . "$PSScriptRoot/shared/Labs.ps1"
    $others = @(Get-NamespaceNames)
    $WarningPreference = 'SilentlyContinue'

    # Listens in a namespace; connections are made by the kernel, nobody need accept them.
    function Start-Listener([string] $Namespace, [int] $Port) {
        Invoke-NetNamespace $Namespace {
            $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::IPv6Any, $Port)
            $listener.Server.DualMode = $true
            $listener.Start()
            $listener
        }
    }

    # Whether a TCP connection comes about, by bash alone.
    function Test-Tcp([string] $From, [string] $Address, [int] $Port) {
        & ip netns exec $From timeout 1 bash -c "exec 3<>/dev/tcp/$Address/$Port" 2> $null
        $LASTEXITCODE -eq 0
    }
}

Describe 'The firewall of a lab' {
    BeforeEach { $before = Get-HereState }
    AfterEach {
        foreach ($listener in $listeners) { $listener.Stop() }
        Get-VethLab | Remove-VethLab
        Remove-NamespacesExcept $others
        Get-HereState | Should -Be $before
    }

    It 'of the three-tier example lets each tier''s port through, and no other' {
        $null = New-VethLab -Path $examples/three-tier.psd1
        $web, $app, $db = '10.10.1.10', '10.10.2.10', '10.10.3.10'
        $listeners = @((Start-Listener web 80), (Start-Listener web 443), (Start-Listener web 8080), (Start-Listener app 8080), (Start-Listener app 5432), (Start-Listener db 5432), (Start-Listener wall 22))
        Test-Tcp client $web 80 | Should -BeTrue
        Test-Tcp client $web 443 | Should -BeTrue
        Test-Tcp web $app 8080 | Should -BeTrue
        Test-Tcp app $db 5432 | Should -BeTrue
        Test-Tcp client $web 8080 | Should -BeFalse
        Test-Tcp client $app 8080 | Should -BeFalse
        Test-Tcp web $app 5432 | Should -BeFalse
        Test-Tcp web $db 5432 | Should -BeFalse
        Test-Tcp client 203.0.113.1 22 | Should -BeFalse
        $chain = Get-NftJson wall rule 'chain inet vethlab-three-tier forward'
        ($chain | Where-Object comment -EQ 'allow web -> app tcp 8080').expr.counter.packets | Where-Object { $null -ne $_ } | Should -Be 1 -Because 'what comes after the first packet is established'
    }

    It 'lets through the errors that what is allowed causes, and both families' {
        $null = New-VethLab demo @{
            bridges    = @{ left = @{ subnet = '10.1.0.0/24', 'fd01::/64'; gateway = '10.1.0.1', 'fd01::1' }; right = @{ subnet = '10.2.0.0/24', 'fd02::/64'; gateway = '10.2.0.1', 'fd02::1' } }
            namespaces = @{
                a = @{ }; b = @{ }
                w = @{ forwarding = $true; firewall = @{ input = 'drop'; output = 'drop'; allow = 'a -> b tcp 80', 'a -> b udp 9', 'any -> w icmp'; deny = 'a -> 10.2.0.0/24 tcp 80' } }
            }
            links      = @(
                @{ ends = @{ node = 'w'; addresses = '10.1.0.1/24', 'fd01::1/64' }, 'left' }, @{ ends = @{ node = 'w'; addresses = '10.2.0.1/24', 'fd02::1/64' }, 'right' }
                @{ ends = 'a', 'left' }, @{ ends = 'b', 'right' }
            )
        }
        $listeners = @((Start-Listener b 80), (Start-Listener b 81))
        # A router asks for neighbours from its link-local addresses, which are usable after a second or two.
        Wait-Until { Test-Tcp a fd02::2 80 } 10 | Should -BeTrue
        Test-Tcp a fd02::2 81 | Should -BeFalse
        Test-Tcp a 10.2.0.2 80 | Should -BeFalse -Because 'what is denied is denied whatever is allowed'
        # Nobody is at the port: the second word is refused, since the ICMP error for the first has come through.
        foreach ($address in '10.2.0.2', 'fd02::2') {
            $told = & ip netns exec a bash -c "exec 3<>/dev/udp/$address/9; echo 1 >&3; sleep 0.2; echo 2 >&3" 2>&1
            "$told" | Should -Match 'Connection refused'
        }
        # The namespace itself: pings are answered, neighbours found, and it asks nobody anything.
        (Test-NetPing -Namespace a 10.1.0.1, fd01::1).Status | Should -Be Success, Success
        (Test-NetPing -Namespace w 10.1.0.2 -TimeoutSeconds 1).Status | Should -Not -Be Success
    }

    It 'of the lab''s own namespace stands between its bridges' {
        $null = New-VethLab demo @{
            forwarding = $true
            bridges    = @{ left = @{ subnet = '10.1.0.0/24'; count = 1; prefix = 'l' }; right = @{ subnet = '10.2.0.0/24'; count = 1; prefix = 'r' } }
            firewall   = @{ allow = 'left -> right icmp' }
        }
        (Test-NetPing -Namespace l01 10.2.0.2).Status | Should -Be Success
        (Test-NetPing -Namespace r01 10.1.0.2 -TimeoutSeconds 1).Status | Should -Be TimedOut
        (Test-NetPing -Namespace r01 10.2.0.1).Status | Should -Be Success
    }

    It 'is shown by -WhatIf as a command line of nft that does the same' {
        $steps = New-VethLab -Path $examples/three-tier.psd1 -WhatIf
        $step = $steps | Where-Object Action -EQ 'Set up firewall'
        $step.Target, $step.Namespace | Should -Be wall, wall
        $null = New-VethLab -Path $examples/three-tier.psd1
        $ours = & ip netns exec wall nft -s list table inet vethlab-three-tier
        & ip netns exec wall nft flush ruleset
        & sh -c $step.Command
        & ip netns exec wall nft -s list table inet vethlab-three-tier | Should -BeExactly $ours
    }
}
