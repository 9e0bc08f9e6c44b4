# Two bridges joined by a router, a namespace with a leg in each. The bridges have no addresses, so all packets between them pass the router.
@{
    name       = 'two-bridges'
    bridges    = @{
        left  = @{ subnet = '10.1.0.0/24'; gateway = '10.1.0.1' }
        right = @{ subnet = '10.2.0.0/24'; gateway = '10.2.0.1' }
    }
    namespaces = @{
        router = @{ forwarding = $true }
        l1     = @{}
        l2     = @{}
        r1     = @{}
        r2     = @{}
    }
    links      = @(
        @{ ends = @{ node = 'router'; interface = 'left'; addresses = '10.1.0.1/24' }, 'left' }
        @{ ends = @{ node = 'router'; interface = 'right'; addresses = '10.2.0.1/24' }, 'right' }
        @{ ends = 'l1', 'left' }                    # handed out: 10.1.0.2/24, default route via 10.1.0.1
        @{ ends = 'l2', 'left' }
        @{ ends = 'r1', 'right' }
        @{ ends = 'r2', 'right' }
    )
}
