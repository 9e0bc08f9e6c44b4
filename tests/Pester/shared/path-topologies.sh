# Networks in which paths are broken, made with iproute2, nft and sysctl files alone: `. path-topologies.sh; topology bridge`.
# The packets go from namespace a to the one that has $4 and $6 (b, or the internet). Everybody has IPv4 and IPv6.

# Namespaces whose kernel is quick: an unanswered ARP takes 3 * 50 ms, ICMP errors are not limited, addresses are usable at once.
spaces() {
    for name in "$@"; do
        ip netns add "$name"
        ip netns exec "$name" sh -c '
            cd /proc/sys/net
            echo 0 | tee ipv4/icmp_ratelimit > ipv6/icmp/ratelimit
            echo 0 | tee ipv6/conf/all/accept_dad > ipv6/conf/default/accept_dad
            echo 1 | tee ipv6/conf/all/keep_addr_on_down > ipv6/conf/default/keep_addr_on_down
            ip link set lo up'
    done
}

# Neighbour discovery has its times for each interface; call it when all are there.
quick_discovery() {
    for name in /run/netns/*; do
        ip netns exec "${name##*/}" sh -c 'for file in /proc/sys/net/ipv[46]/neigh/*/retrans_time_ms; do echo 50 > $file; done'
    done
}

# topology NAME: bridge, two_bridges, bridged_and_routed, internet, chain.
topology() { "$1_topology" && quick_discovery; }

# wire NAMESPACE INTERFACE NAMESPACE INTERFACE: a pair, up at both ends.
wire() {
    ip link add "$2" netns "$1" type veth peer name "$4" netns "$3"
    ip -n "$1" link set "$2" up
    ip -n "$3" link set "$4" up
}

# port NAMESPACE INTERFACE BRIDGE
port() { ip -n "$1" link set "$2" master "$3"; }

# bridge NAMESPACE NAME
bridge_in() { ip -n "$1" link add "$2" type bridge; ip -n "$1" link set "$2" up; }

# address NAMESPACE INTERFACE ADDRESS...
address() {
    space=$1; interface=$2; shift 2
    for one in "$@"; do ip -n "$space" address add "$one" dev "$interface" nodad; done 2> /dev/null
}

# gateway NAMESPACE ADDRESS...
gateway() {
    space=$1; shift
    for one in "$@"; do ip -n "$space" route add default via "$one"; done
}

forward() {
    for name in "$@"; do
        ip netns exec "$name" sh -c 'echo 1 | tee /proc/sys/net/ipv4/ip_forward > /proc/sys/net/ipv6/conf/all/forwarding'
    done
}

# a - host:br01 - b, and c beside them: one bridge with an address.
bridge_topology() {
    spaces host a b c
    bridge_in host br01
    address host br01 192.168.88.1/24 fd88::1/64
    number=1
    for name in a b c; do
        wire $name veth0$number host br-veth0$number
        port host br-veth0$number br01
        address $name veth0$number 192.168.88.1$number/24 fd88::1$number/64
        gateway $name 192.168.88.1 fd88::1
        number=$((number + 1))
    done
}

# a - sw:br1 - r - sw:br2 - b, and c beside a: two bridges that a router joins.
two_bridges_topology() {
    spaces sw r a b c
    bridge_in sw br1
    bridge_in sw br2
    wire a eth0 sw p-a;  port sw p-a br1
    wire c eth0 sw p-c;  port sw p-c br1
    wire r eth1 sw p-r1; port sw p-r1 br1
    wire r eth2 sw p-r2; port sw p-r2 br2
    wire b eth0 sw p-b;  port sw p-b br2
    address a eth0 10.1.0.2/24 fd01::2/64
    address c eth0 10.1.0.3/24 fd01::3/64
    address r eth1 10.1.0.1/24 fd01::1/64
    address r eth2 10.2.0.1/24 fd02::1/64
    address b eth0 10.2.0.2/24 fd02::2/64
    forward r
    for name in a c; do gateway $name 10.1.0.1 fd01::1; done
    gateway b 10.2.0.1 fd02::1
}

# a - host:br1, host:br2 - b: the bridges' namespace routes between them.
bridged_and_routed_topology() {
    spaces host a b
    bridge_in host br1
    bridge_in host br2
    wire a eth0 host p-a; port host p-a br1
    wire b eth0 host p-b; port host p-b br2
    address a eth0 10.1.0.2/24 fd01::2/64
    address b eth0 10.2.0.2/24 fd02::2/64
    address host br1 10.1.0.1/24 fd01::1/64
    address host br2 10.2.0.1/24 fd02::1/64
    forward host
    gateway a 10.1.0.1 fd01::1
    gateway b 10.2.0.1 fd02::1
}

# a - host:br01, host:ens160 - internet: the tutorial, with masquerade.
internet_topology() {
    spaces host internet a
    bridge_in host br01
    address host br01 192.168.88.1/24 fd88::1/64
    wire a veth01 host br-veth01; port host br-veth01 br01
    address a veth01 192.168.88.11/24 fd88::11/64
    gateway a 192.168.88.1 fd88::1
    wire host ens160 internet eth0
    address host ens160 10.10.12.27/24 2001:db8:12::27/64
    address internet eth0 10.10.12.1/24 2001:db8:12::1/64
    address internet lo 114.114.114.114/32 2001:db8:114::114/128
    gateway host 10.10.12.1 2001:db8:12::1
    forward host
    ip netns exec host nft -f - <<'RULES'
table ip nat { chain POSTROUTING { type nat hook postrouting priority srcnat; ip saddr 192.168.88.0/24 oifname "ens160" masquerade; }; }
table ip6 nat { chain POSTROUTING { type nat hook postrouting priority srcnat; ip6 saddr fd88::/64 oifname "ens160" masquerade; }; }
RULES
}

# a - r1 - r2 - b: pairs alone, with static routes.
chain_topology() {
    spaces a r1 r2 b
    wire a eth0 r1 eth1
    wire r1 eth2 r2 eth1
    wire r2 eth2 b eth0
    address a eth0 10.1.0.2/24 fd01::2/64
    address r1 eth1 10.1.0.1/24 fd01::1/64
    address r1 eth2 10.12.0.1/24 fd12::1/64
    address r2 eth1 10.12.0.2/24 fd12::2/64
    address r2 eth2 10.2.0.1/24 fd02::1/64
    address b eth0 10.2.0.2/24 fd02::2/64
    forward r1 r2
    gateway a 10.1.0.1 fd01::1
    gateway b 10.2.0.1 fd02::1
    ip -n r1 route add 10.2.0.0/24 via 10.12.0.2
    ip -n r1 route add fd02::/64 via fd12::2
    ip -n r2 route add 10.1.0.0/24 via 10.12.0.1
    ip -n r2 route add fd01::/64 via fd12::1
}
