# Two hosts and a router between them, made with `ip` alone: a (10.1.0.2, fd01::2) - r - b (10.2.0.2, fd02::2).
function New-RoutedNetwork {
    foreach ($name in 'a', 'r', 'b') {
        ip netns add $name
        ip -n $name link set lo up
    }
    ip link add eth0 netns a type veth peer name eth1 netns r
    ip link add eth0 netns b type veth peer name eth2 netns r
    foreach ($end in @(@('a', 'eth0', '10.1.0.2', 'fd01::2'), @('r', 'eth1', '10.1.0.1', 'fd01::1'), @('r', 'eth2', '10.2.0.1', 'fd02::1'), @('b', 'eth0', '10.2.0.2', 'fd02::2'))) {
        $name, $interface, $address, $address6 = $end
        ip -n $name address add $address/24 broadcast + dev $interface
        ip -n $name address add $address6/64 nodad dev $interface
        ip -n $name link set $interface up
    }
    foreach ($host1 in @(@('a', 1), @('b', 2))) {
        ip -n $host1[0] route add default via "10.$($host1[1]).0.1"
        ip -n $host1[0] -6 route add default via "fd0$($host1[1])::1"
    }
    ip netns exec r sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward; echo 1 > /proc/sys/net/ipv6/conf/all/forwarding'
}

function Remove-RoutedNetwork { foreach ($name in 'a', 'r', 'b') { ip netns delete $name } }
