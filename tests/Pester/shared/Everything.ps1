# All that a change could leave anywhere, as lines, and what differs between two times. Needs Namespaces.ps1.

# Links with their kind's settings, addresses, routes, neighbours, rules and forwarding of every named namespace. Left out is what the kernel
# does by itself and in its own time: timers, counters, carrier, link-local addresses. The order of a table's chains means nothing.
function Get-Everything {
    $see = 'ip -d -o link | sed -E "s/[a-z_]*timer +[0-9.]+//g; s/ (state|qlen) [A-Za-z0-9]*//g; s/NO-CARRIER,//; s/,LOWER_UP//; s/ (bridge_id|designated_root) [^ ]*//g; s/topology_change[a-z_]* [0-9]//g; s/link-netnsid [0-9]*//"
        ip -4 -o address; ip -6 -o address show scope global; ip -4 route show table all; ip -6 route show table all | grep -v -e ^fe80 -e ^ff00 -e "^multicast ff00" -e "^local fe80"
        ip neighbour show nud permanent; nft list ruleset | sed -E "s/packets [0-9]+ bytes [0-9]+//"; iptables -S
        grep icmp /proc/net/nf_conntrack | sed -E "s/ [0-9]+ src/ src/"
        cat /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/conf/*/forwarding /proc/sys/net/ipv4/conf/all/accept_redirects'
    $parts = foreach ($name in Get-NamespaceNames) { "namespace $name"; & ip netns exec $name sh -c $see | ForEach-Object { "$name $_" } }
    $parts -replace ' linkdown' | Sort-Object
}

# The lines that are in only one of two pictures.
function Get-Difference([string[]] $Was, [string[]] $Is) { @($Was | Where-Object { $_ -cnotin $Is } | ForEach-Object { "- $_" }) + @($Is | Where-Object { $_ -cnotin $Was } | ForEach-Object { "+ $_" }) }

# A namespace `lab` with a bridge and a pair, addresses, routes and iptables' policy DROP, and an empty one, ns01; with `ip` alone.
function New-Everything {
    foreach ($name in 'lab', 'ns01') { ip netns add $name; ip -n $name link set lo up }
    ip -n lab link add br01 type bridge
    ip -n lab address add 192.168.88.1/24 dev br01
    ip -n lab link set br01 up
    ip -n lab link add eth0 address 02:00:00:00:00:01 type veth peer name eth1
    ip -n lab link set eth0 up
    ip -n lab address add 10.4.0.1/24 dev eth0
    ip -n lab address add fd04::1/64 dev eth0 nodad
    ip -n lab route add 10.40.0.0/16 via 10.4.0.2 dev eth0
    ip -n lab neighbour add 10.4.0.2 lladdr 02:00:00:00:00:02 dev eth0
    ip netns exec lab iptables -P FORWARD DROP
}
