# IPv4 and IPv6 on one bridge, and a second network behind a router that is reached by both.
@{
    name       = 'dual-stack'
    bridges    = @{
        br01 = @{ subnet = '10.10.0.0/24', 'fd00:10::/64'; count = 3; gateway = '10.10.0.1', 'fd00:10::1'; prefix = 'host' }
    }
    namespaces = @{
        gate   = @{ forwarding = $true }
        server = @{ addresses = '192.0.2.1/32', '2001:db8::1/128' }
    }
    links      = @(
        @{ ends = @{ node = 'gate'; interface = 'inside'; addresses = '10.10.0.1/24', 'fd00:10::1/64' }, 'br01' }
        @{ ends = @(
                @{ node = 'gate'; interface = 'outside'; addresses = '10.20.0.1/30', 'fd00:20::1/64' }
                @{ node = 'server'; interface = 'eth0'; addresses = '10.20.0.2/30', 'fd00:20::2/64'; gateway = '10.20.0.1', 'fd00:20::1' }
            )
            mtu = 1400
        }
    )
}
