# The experiment that VethLab exists for: what Docker and flannel build for containers, built by hand, step by step.
#
#                  br01 192.168.88.1/24 ──(masquerade)── ens160 10.10.12.27/24 ── internet
#                  │                 │
#             br-veth01          br-veth02          host ends, ports of br01
#                  │                 │              veth pairs
#               veth01            veth02            container ends
#         ns01 192.168.88.11   ns02 192.168.88.12   namespaces, default route via 192.168.88.1
#
# One namespace plays the host and one the internet, so nothing here can reach the machine's own network. Every step says what must be
# true after it; the exit code is 0 only if all of it was.
#
#   ./vethlab -Isolated examples/container-network.ps1
[CmdletBinding()]
param(
    # Use the real machine and its uplink instead. Needs root and a default route, and changes the machine for as long as it runs.
    [switch] $OnHost
)
$ErrorActionPreference = 'Stop'
if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../VethLab.psd1" }

$script:disappointments = 0

# Prints a step's title and its commands, and returns the commands for the caller to run in its own scope: . (Step …) | Out-Host
function Step([string] $title, [scriptblock] $commands) {
    Write-Host "`n== $title" -ForegroundColor Cyan
    $lines = $commands.ToString().Trim("`r", "`n").Split("`n")
    $indent = ($lines | Where-Object { $_.Trim() } | ForEach-Object { $_.Length - $_.TrimStart().Length } | Measure-Object -Minimum).Minimum
    foreach ($line in $lines) {
        if ($line.Trim()) { Write-Host "PS> $($line.Substring($indent).TrimEnd())" -ForegroundColor Yellow }
    }
    $commands
}

# Says whether something is as it should be.
function Expect([string] $what, [bool] $isSo) {
    if ($isSo) {
        Write-Host "  ok      $what" -ForegroundColor Green
    }
    else {
        Write-Host "  FAILED  $what" -ForegroundColor Red
        $script:disappointments++
    }
}

# All that the experiment could leave behind, as text, to be compared.
function Get-Trace {
    foreach ($name in (Get-NetNamespace).Name) { "namespace $name" }
    foreach ($link in Get-NetInterface) { "interface $($link.Name) $($link.IsUp) $($link.Mtu) $($link.Bridge)" }
    foreach ($address in Get-NetIPAddress) { "address $address on $($address.InterfaceAlias)" }
    foreach ($route in Get-NetRoute) { "route $route metric $($route.RouteMetric)" }
    foreach ($masquerade in Get-Masquerade) { "masquerade $masquerade" }
    $forwarding = Get-NetForwarding
    "forwarding IPv4 $($forwarding.IPv4) IPv6 $($forwarding.IPv6)"
    foreach ($chain in $forwarding.Chains) { "chain $chain rules $($chain.RuleCount)" }
}

# What Docker did to the tutorial's machine: iptables' FORWARD chain with the policy DROP, made as iptables-nft itself makes it.
function Add-DockersForwardChain {
    Edit-Ruleset {
        $dropping = [VethLab.Linux.NfTables.NfBaseChain]::new('filter', 'Forward', 0, 'Drop')
        $_.AddTable('IPv4', 'filter').AddChain('IPv4', 'filter', 'FORWARD', $dropping)
    }
}

function Remove-DockersForwardChain { Edit-Ruleset { $_.DeleteTable('IPv4', 'filter') } }

function Edit-Ruleset([scriptblock] $edit) {
    $socket = [VethLab.Linux.Netlink.NetlinkSocket]::OpenNetfilter()
    try { [VethLab.Linux.NfTables.NfTablesClient]::new($socket).Commit(([VethLab.Linux.NfTables.NfBatch]::new() | ForEach-Object $edit)) }
    finally { $socket.Dispose() }
}

$experiment = {
    $before = Get-Trace
    $forwardingBefore = (Get-NetForwarding).IPv4

    . (Step '1. A bridge, up, with an address' {
        $br = New-NetBridge br01 -IPAddress 192.168.88.1/24
        Get-NetBridge br01
    }) | Out-Host
    Expect 'br01 is up and has its address' ($br.IsUp -and "$($br.IPAddress)" -eq '192.168.88.1/24')
    Expect 'the connected route exists' ((Get-NetRoute 192.168.88.0/24).InterfaceAlias -eq 'br01')

    . (Step '2. Two namespaces' {
        New-NetNamespace ns01, ns02
    }) | Out-Host
    Expect 'both are listed' (((Get-NetNamespace ns0*).Name -join ' ') -eq 'ns01 ns02')

    . (Step '3a. Two veth pairs, both ends here, down' {
        New-VethPair veth01 br-veth01 -Down
        New-VethPair veth02 br-veth02 -Down
    }) | Out-Host
    Expect 'each end names its peer' ((Get-NetInterface veth01).PeerName -eq 'br-veth01' -and (Get-NetInterface br-veth02).PeerName -eq 'veth02')

    . (Step '3b. The host ends into the bridge' {
        Get-NetInterface br-veth01, br-veth02 | Add-VethToBridge br01
        Get-NetBridge br01
    }) | Out-Host
    $br = Get-NetBridge br01
    Expect 'br01 has both ports, STP is off' ("$($br.Ports)" -eq 'br-veth01 br-veth02' -and -not $br.Stp)

    . (Step '3c. Host ends up, container ends into their namespaces' {
        Get-NetInterface br-veth01, br-veth02 | Set-NetInterface -Up
        Set-NetInterface veth01 -TargetNamespace ns01
        Set-NetInterface veth02 -TargetNamespace ns02
    }) | Out-Host
    Expect 'the container ends are gone from here' (-not (Get-NetInterface veth0*))

    . (Step '3d. Any command inside a namespace: its interfaces' {
        Invoke-NetNamespace ns01 { Get-NetInterface }
    }) | Out-Host
    $inside = Get-NetInterface -Namespace ns01
    Expect 'ns01 has loopback and veth01 only' ("$($inside.Name)" -eq 'lo veth01')
    Expect 'veth01 is down, its peer is known by index and namespace id' (
        -not $inside[1].IsUp -and $inside[1].PeerIndex -eq (Get-NetInterface br-veth01).Index -and $null -ne $inside[1].PeerNamespaceId)

    . (Step '3e. Container ends up, addresses, default routes' {
        foreach ($n in 1, 2) {
            $veth = Set-NetInterface "veth0$n" -Namespace "ns0$n" -Up -PassThru
            $null = $veth | New-NetIPAddress "192.168.88.1$n/24"
            $null = New-NetRoute default 192.168.88.1 -Namespace "ns0$n"
        }
        Get-NetIPAddress -Namespace ns01, ns02 -AddressFamily IPv4 | Format-Table
        Get-NetRoute -Namespace ns01, ns02 -AddressFamily IPv4 | Format-Table
    }) | Out-Host
    Expect 'address, connected and default route are there' ("$((Get-NetRoute -Namespace ns02 -AddressFamily IPv4).DestinationPrefix)" -eq '0.0.0.0/0 192.168.88.0/24')

    . (Step '4. Ping from ns01 to ns02 and back, watched on br01' {
        $there = Watch-NetPacket br01 -Protocol ICMP -While { $ping = Test-NetPing -Namespace ns01 192.168.88.12 }
        $back = Watch-NetPacket br01 -Protocol ICMP -While { $pong = Test-NetPing -Namespace ns02 192.168.88.11 }
        $ping, $pong
        $there + $back | Format-Table
    }) | Out-Host
    Expect 'both are answered with ttl 64 and a round-trip time' (
        $ping.IsSuccess -and $pong.IsSuccess -and $ping.TimeToLive -eq 64 -and $pong.TimeToLive -eq 64 -and $ping.RoundTripTime -gt 0)
    Expect 'br01 saw exactly request and reply' (
        $there.Count -eq 2 -and $there[0].IcmpType -eq 8 -and $there[1].IcmpType -eq 0 -and
        "$($there[0].SourceAddress) $($there[0].DestinationAddress)" -eq '192.168.88.11 192.168.88.12' -and
        "$($there[1].SourceAddress) $($there[1].DestinationAddress)" -eq '192.168.88.12 192.168.88.11')

    . (Step '5. The ARP table of ns01, and the MACs it should hold' {
        $null = Test-NetPing -Namespace ns01 192.168.88.1
        Get-NetNeighbor -Namespace ns01
    }) | Out-Host
    $arp = @{}
    foreach ($entry in Get-NetNeighbor -Namespace ns01) { $arp["$($entry.IPAddress)"] = "$($entry.MacAddress)" }
    Expect '192.168.88.12 is veth02, 192.168.88.1 is br01' (
        $arp['192.168.88.12'] -eq (Get-NetInterface veth02 -Namespace ns02).MacAddress -and $arp['192.168.88.1'] -eq (Get-NetInterface br01).MacAddress)

    if (-not $forwardingBefore) {
        . (Step '6a. Ping the internet from ns02, without forwarding: fails' {
            $outside = @(Watch-NetPacket $uplink -Protocol ICMP -While {
                $inside = Watch-NetPacket br01 -Protocol ICMP -While { $ping = Test-NetPing -Namespace ns02 114.114.114.114 -TimeoutSeconds 1 }
            })
            $ping
        }) | Out-Host
        Expect "no answer; the request is seen on br01, nothing on $uplink" (
            -not $ping.IsSuccess -and $inside[0].IcmpType -eq 8 -and $outside.Count -eq 0)
    }

    . (Step '6a. With forwarding, without NAT: fails' {
        Enable-NetForwarding -WarningAction SilentlyContinue
        $outside = @(Watch-NetPacket $uplink -Protocol ICMP -While { $ping = Test-NetPing -Namespace ns02 114.114.114.114 -TimeoutSeconds 1 })
        $ping
        $outside | Format-Table
    }) | Out-Host
    Expect "no answer; the request leaves $uplink with the source 192.168.88.12" (
        -not $ping.IsSuccess -and $outside.Count -eq 1 -and "$($outside[0].SourceAddress)" -eq '192.168.88.12')

    . (Step '6b. Masqueraded: works' {
        $br | Enable-Masquerade
        $places = @(Get-NetInterface veth02 -Namespace ns02) + @(Get-NetInterface br-veth02, br01, $uplink)
        $packets = $places | Watch-NetPacket -Protocol ICMP -While { $ping = Test-NetPing -Namespace ns02 114.114.114.114 }
        $ping
        $packets | Group-NetPacket | Format-Custom
        Get-Masquerade | Format-Table
    }) | Out-Host
    Expect 'it is answered' $ping.IsSuccess
    $there, $back = $packets | Group-NetPacket | Where-Object HopCount -GT 1
    Expect 'each packet is seen on its whole way' ("$($there.Hops.Interface)" -eq "veth02 br-veth02 br01 $uplink" -and "$($back.Hops.Interface)" -eq "$uplink br01 br-veth02 veth02")
    Expect "on $uplink the source is $uplinkAddress" ("$($there.Hops[-1].Packet.SourceAddress)" -eq $uplinkAddress)
    Expect 'on br01 the reply comes back to 192.168.88.12' ($back.Hops[1].Packet.IcmpType -eq 0 -and "$($back.Hops[1].Packet.DestinationAddress)" -eq '192.168.88.12')

    if (-not $OnHost) {
        . (Step '8. As on a machine with Docker: the FORWARD policy is DROP. Bridged packets pass that chain too: ping fails' {
            Add-DockersForwardChain
            $ping = Test-NetPing -Namespace ns01 192.168.88.12 -TimeoutSeconds 1
            $ping
            Get-NetForwarding | Format-List IPv4, BridgeCallsIptables, Chains, Findings
        }) | Out-Host
        $forwarding = Get-NetForwarding
        if ($forwarding.BridgeCallsIptables) {
            Expect 'ARP works, ping does not' ($ping.Status -eq 'TimedOut')
            Expect 'chain, policy and sysctl are named' (
                "$($forwarding.Findings)" -match 'ip filter FORWARD' -and "$($forwarding.Findings)" -match 'drop' -and "$($forwarding.Findings)" -match 'bridge-nf-call-iptables')
        }
        else {
            Write-Host '  (this kernel has no br_netfilter, so bridged packets do not pass the chain)'
        }

        . (Step '8. Let what br01 bridges and routes pass: works' {
            Enable-NetForwarding -Bridge br01
            $ping = Test-NetPing -Namespace ns01 192.168.88.12
            $routed = Test-NetPing -Namespace ns02 114.114.114.114
            $ping, $routed
        }) | Out-Host
        Expect 'bridged and routed packets pass' ($ping.IsSuccess -and $routed.IsSuccess)
        Disable-NetForwarding -Bridge br01
        $chain = (Get-NetForwarding).Chains | Where-Object Chain -EQ 'FORWARD'
        Expect 'taken back, the chain is as it was: policy drop, no rule' ($chain.Policy -eq 'drop' -and $chain.RuleCount -eq 0)
        Remove-DockersForwardChain
    }

    . (Step '7. Clean up' {
        Get-NetNamespace ns01, ns02 | Remove-NetNamespace
        $br | Disable-Masquerade
        Disable-NetForwarding -WarningAction SilentlyContinue
        $br | Remove-NetBridge
    }) | Out-Host
    Expect 'the host is as it was' (($before -join "`n") -ceq ((Get-Trace) -join "`n"))
}

# What is there before is somebody else's: nothing is begun then, and nothing cleaned up.
$names = if ($OnHost) { 'ns01', 'ns02' } else { 'host', 'internet', 'ns01', 'ns02' }
$taken = @(Get-NetNamespace | Where-Object Name -In $names) + @(if ($OnHost) { Get-NetInterface br01, br-veth0*, veth0* -ErrorAction SilentlyContinue })
if ($taken) { throw "The experiment needs names that are taken: $($taken -join ', '). Are they left from an earlier run?" }

$everything = Get-Trace
try {
    if ($OnHost) {
        $default = Get-NetRoute 0.0.0.0/0 | Sort-Object RouteMetric | Select-Object -First 1
        $uplink = $default.InterfaceAlias
        $uplinkAddress = "$(@(Get-NetIPAddress -InterfaceAlias $uplink -AddressFamily IPv4)[0].IPAddress)"
        $wasEnabled = (Get-NetForwarding).IsEnabledByVethLab
        & $experiment
    }
    else {
        $uplink, $uplinkAddress = 'ens160', '10.10.12.27'
        . (Step '0. A namespace plays the host, one plays the internet' {
            New-NetNamespace host, internet | Format-Table
            New-VethPair ens160 lan -Namespace host -PeerNamespace internet -IPAddress 10.10.12.27/24 -PeerIPAddress 10.10.12.1/24 -Gateway 10.10.12.1 | Format-Table
            New-NetIPAddress 114.114.114.114/32 lo -Namespace internet | Format-Table
        }) | Out-Host
        Invoke-NetNamespace host $experiment
    }
}
finally {
    # Whatever happened: what is left of the experiment goes.
    Get-NetNamespace | Where-Object Name -In $names | Remove-NetNamespace
    if ($OnHost) {
        Get-Masquerade -Bridge br01 | Disable-Masquerade -WarningAction SilentlyContinue
        if (-not $wasEnabled -and (Get-NetForwarding).IsEnabledByVethLab) { Disable-NetForwarding -WarningAction SilentlyContinue }
        Get-NetInterface br01, br-veth0*, veth0* -ErrorAction SilentlyContinue | Remove-NetInterface -ErrorAction SilentlyContinue
    }
}
Expect 'nothing is left anywhere' (($everything -join "`n") -ceq ((Get-Trace) -join "`n"))

Write-Host
if ($script:disappointments) {
    Write-Host "$($script:disappointments) of the expectations FAILED." -ForegroundColor Red
    exit 1
}
Write-Host 'Every step turned out as it should.' -ForegroundColor Green
exit 0
