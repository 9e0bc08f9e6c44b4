# The tutorial's machine and its internet as namespaces, made with `ip` alone: `host` has ens160 10.10.12.27/24 with its default route,
# `internet` has the other end, 10.10.12.1, and owns 114.114.114.114.
function New-TutorialHost {
    ip netns add host
    ip netns add internet
    ip -n host link set lo up
    ip -n internet link set lo up
    ip link add ens160 netns host type veth peer name eth0 netns internet
    ip -n host address add 10.10.12.27/24 broadcast + dev ens160
    ip -n internet address add 10.10.12.1/24 broadcast + dev eth0
    ip -n internet address add 114.114.114.114/32 dev lo
    ip -n host link set ens160 up
    ip -n internet link set eth0 up
    ip -n host route add default via 10.10.12.1
}

# br01 with two namespaces behind it, as the tutorial has them after row 3; with `ip` alone.
function Add-TutorialBridge([string] $Namespace = 'host') {
    ip -n $Namespace link add br01 type bridge
    ip -n $Namespace address add 192.168.88.1/24 broadcast + dev br01
    ip -n $Namespace link set br01 up
    foreach ($number in 1, 2) {
        ip netns add ns0$number
        ip -n ns0$number link set lo up
        ip link add veth0$number netns ns0$number type veth peer name br-veth0$number netns $Namespace
        ip -n ns0$number address add 192.168.88.1$number/24 broadcast + dev veth0$number
        ip -n ns0$number link set veth0$number up
        ip -n $Namespace link set br-veth0$number up master br01
        ip -n ns0$number route add default via 192.168.88.1
    }
}

function Remove-TutorialNamespaces {
    foreach ($name in ip netns list | ForEach-Object { $_.Split(' ')[0] } | Where-Object { $_ -in 'host', 'internet', 'ns01', 'ns02', 'ns03' }) { ip netns delete $name }
}
