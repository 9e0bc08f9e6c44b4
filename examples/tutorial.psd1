# The tutorial's network: two namespaces on a bridge, masqueraded. Run it with
#   New-VethLab -Path examples/tutorial.psd1
# Its bridge lives in a namespace called tutorial; with -Placement Host it lives here, as in the tutorial itself.
@{
    name       = 'tutorial'
    bridges    = @{
        br01 = @{ subnet = '192.168.88.0/24' }      # gets 192.168.88.1
    }
    namespaces = 'ns01', 'ns02'
    links      = @(
        @{ ends = @{ node = 'ns01'; interface = 'veth01'; addresses = '192.168.88.11/24'; gateway = '192.168.88.1' }, 'br01:br-veth01' }
        @{ ends = @{ node = 'ns02'; interface = 'veth02'; addresses = '192.168.88.12/24'; gateway = '192.168.88.1' }, 'br01:br-veth02' }
    )
    masquerade = $true
}
