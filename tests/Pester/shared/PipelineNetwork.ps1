# A network made by `ip`, every kind of object that describes a part of it, and what such an object becomes in JSON and CSV. Dot-source it in
# BeforeAll.
. "$PSScriptRoot/Errors.ps1"
$others = @(Get-NamespaceNames)

# lab plays the host: br01 (192.168.88.1/24, masqueraded) with the port br-veth01, whose other end is veth01 (192.168.88.11/24) in ns01.
# In few calls, since it is made anew for each of some hundred tests.
function New-PipelineNetwork {
    ip netns add lab
    ip netns add ns01
    @'
link add veth01 address 02:00:00:00:00:01 type veth peer name br-veth01 address 02:00:00:00:01:01 netns lab
link set veth01 up addrgenmode none
address add 192.168.88.11/24 broadcast + dev veth01
route add default via 192.168.88.1 proto static
neighbour add 192.168.88.1 lladdr 02:00:00:00:00:b1 dev veth01
'@ | ip -n ns01 -batch -
    @'
link set lo addrgenmode none
link add br01 address 02:00:00:00:00:b1 type bridge mcast_snooping 0
link set br-veth01 up addrgenmode none master br01
link set br01 up addrgenmode none
address add 192.168.88.1/24 broadcast + dev br01
neighbour add 192.168.88.77 lladdr 02:00:00:00:00:77 dev br01
'@ | ip -n lab -batch -
    $null = Enable-Masquerade br01 -Namespace lab 3> $null
}

function Remove-PipelineNetwork { Remove-NamespacesExcept $others }

# An object of each kind, by its name.
$producers = @{
    NetNamespace  = { Get-NetNamespace ns01 }
    NetInterface  = { Get-NetInterface veth01 -Namespace ns01 }
    Port          = { Get-NetInterface br-veth01 -Namespace lab }
    NetBridge     = { Get-NetBridge br01 -Namespace lab }
    VethPair      = { Get-VethPair veth01 -Namespace ns01 }
    NetIPAddress  = { Get-NetIPAddress 192.168.88.11 -Namespace ns01 }
    NetRoute      = { Get-NetRoute default -Namespace ns01 }
    NetNeighbor   = { Get-NetNeighbor 192.168.88.1 -Namespace ns01 }
    NetBridgeFdb  = { Get-NetBridgeFdb br01 -InterfaceAlias br-veth01 -MacAddress 02:00:00:00:01:01 -Namespace lab }
    Masquerade    = { Get-Masquerade -Namespace lab }
    NetForwarding = { Get-NetForwarding lab }
    NetFirewallChain = { Get-NetFirewallChain postrouting -Namespace lab }
    NetFirewallRule = { Get-NetFirewallChain postrouting -Rule -Namespace lab }
    NetPathVerdict = { Test-NetPath 192.168.88.77 -Namespace lab -TimeoutSeconds 0.05 }
    PingResult    = { Test-NetPing 192.168.88.77 -Namespace lab -TimeoutSeconds 0.05 }      # its MAC is known and nobody's
}

# Reads an object and returns it in a form: as it is, or as it comes back from JSON or CSV.
function Get-Piped([string] $From, [string] $Form) {
    $objects = @(& $producers[$From])
    if (-not $objects) { throw "There is no $From." }
    switch ($Form) {
        object { $objects }
        JSON { ConvertTo-Json $objects -Depth 5 | ConvertFrom-Json | ForEach-Object { $_ } }
        CSV { $objects | ConvertTo-Csv | ConvertFrom-Csv }
    }
}
