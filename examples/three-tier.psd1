# A web site in three tiers with a firewall in the middle: clients reach the web server and nothing behind it, each tier the next one only.
# Test-VethLab pings; the same rules let the tiers' TCP ports through.
@{
    name         = 'three-tier'
    bridges      = @{
        outside = @{ subnet = '203.0.113.0/24'; gateway = '203.0.113.1' }
        front   = @{ subnet = '10.10.1.0/24'; gateway = '10.10.1.1' }
        middle  = @{ subnet = '10.10.2.0/24'; gateway = '10.10.2.1' }
        back    = @{ subnet = '10.10.3.0/24'; gateway = '10.10.3.1' }
    }
    namespaces   = @{
        client = @{}
        web    = @{}
        app    = @{}
        db     = @{}
        wall   = @{
            forwarding = $true
            firewall   = @{
                policy = 'drop'
                input  = 'drop'
                allow  = @(
                    'any -> web tcp 80,443'
                    'web -> app tcp 8080'
                    'app -> db tcp 5432'
                    'outside -> web icmp'
                    'web -> app icmp'
                    'app -> db icmp'
                    'any -> wall icmp'
                )
            }
        }
    }
    links        = @(
        @{ ends = @{ node = 'wall'; interface = 'outside'; addresses = '203.0.113.1/24' }, 'outside' }
        @{ ends = @{ node = 'wall'; interface = 'front'; addresses = '10.10.1.1/24' }, 'front' }
        @{ ends = @{ node = 'wall'; interface = 'middle'; addresses = '10.10.2.1/24' }, 'middle' }
        @{ ends = @{ node = 'wall'; interface = 'back'; addresses = '10.10.3.1/24' }, 'back' }
        @{ ends = 'client', 'outside' }
        @{ ends = @{ node = 'web'; addresses = '10.10.1.10/24'; gateway = '10.10.1.1' }, 'front' }
        @{ ends = @{ node = 'app'; addresses = '10.10.2.10/24'; gateway = '10.10.2.1' }, 'middle' }
        @{ ends = @{ node = 'db'; addresses = '10.10.3.10/24'; gateway = '10.10.3.1' }, 'back' }
    )
    reachability = @(
        @{ from = 'client'; to = 'web', 'wall' }
        @{ from = 'client'; to = 'app', 'db'; reachable = $false }
        @{ from = 'web'; to = 'app', 'wall' }
        @{ from = 'web'; to = 'client', 'db'; reachable = $false }
        @{ from = 'app'; to = 'db', 'wall' }
        @{ from = 'app'; to = 'client', 'web'; reachable = $false }
        @{ from = 'db'; to = 'wall' }
        @{ from = 'db'; to = 'client', 'web', 'app'; reachable = $false }
        @{ from = 'wall'; to = 'client', 'web', 'app', 'db' }
    )
}
