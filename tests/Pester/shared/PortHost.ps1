# The tutorial's host with addresses of both families and servers in ns01: 80 (web) and 8005 (range), TCP and UDP.
. $PSScriptRoot/TutorialHost.ps1
. $PSScriptRoot/PortServers.ps1

function New-PortHost {
    New-TutorialHost
    Add-TutorialBridge
    $outer = (Get-VethPair ens160 -Namespace host).PeerName
    ip -n host address add fd88::1/64 nodad dev br01
    ip -n host address add 2001:db8::27/64 nodad dev ens160
    ip -n internet address add 2001:db8::1/64 nodad dev $outer
    foreach ($number in 1, 2) {
        ip -n ns0$number address add fd88::1$number/64 nodad dev veth0$number
        ip -n ns0$number route add default via fd88::1
    }
    $script:portServers = foreach ($protocol in 'Tcp', 'Udp') { Start-PortServer ns01 $protocol 80 web; Start-PortServer ns01 $protocol 8005 range }
}

function Remove-PortHost {
    foreach ($server in $script:portServers) { $server | Stop-Process -ErrorAction SilentlyContinue }
    foreach ($name in 'ns01', 'internet', 'host') { ip netns pids $name | ForEach-Object { Stop-Process -Id $_ -Force -ErrorAction SilentlyContinue } }
    Remove-TutorialNamespaces
}

function Set-BridgeFilter([int] $Value) { foreach ($name in 'iptables', 'ip6tables') { Set-Sysctl host bridge/bridge-nf-call-$name $Value } }

function Remove-AllMappings { Get-NetPortMapping -Namespace host | Remove-NetPortMapping -WarningAction SilentlyContinue }
