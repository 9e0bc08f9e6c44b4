#!/bin/sh
# Records ../Corpus/kernel.pcap: what the kernel itself sends on a link with a bridge that speaks STP, tunnels and VLANs over it, and hosts that
# join groups, and writes crafted.pcap and broken.pcap beside it. In namespaces of its own:
#   unshare --net --mount sh record-corpus.sh
# Needs iproute2, iputils-ping, tcpdump, python3; leaves out the kinds of tunnels that the kernel has not.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mount -t tmpfs tmpfs /run
mkdir -p /run/netns
python3 "$here/craft-corpus.py" "$here/../Corpus"

for name in a b; do ip netns add $name; ip -n $name link set lo up; done
ip -n a link add va address 02:00:00:00:00:01 type veth peer name vb address 02:00:00:00:00:02 netns b
ip -n b link add br0 address 02:00:00:00:00:b0 type bridge stp_state 1 forward_delay 200 hello_time 100
ip -n b link set vb master br0
ip -n a address add 10.0.0.1/24 dev va; ip -n a address add fd00::1/64 dev va nodad
ip -n b address add 10.0.0.2/24 dev br0; ip -n b address add fd00::2/64 dev br0 nodad
ip -n a link set va up
ip netns exec a tcpdump -i va -U -w "$work/kernel.pcap" 2> "$work/tcpdump" &
tcpdump=$!
until grep -q listening "$work/tcpdump"; do kill -0 $tcpdump; sleep 0.1; done
ip -n b link set vb up; ip -n b link set br0 up
sleep 6

# Adds a tunnel at both ends, pings through it, and takes it away.
tunnel() {
    number=$1; shift
    for end in a b; do
        near=$([ $end = a ] && echo 1 || echo 2); far=$((3 - near))
        ip -n $end link add t0 type "$@" local 10.0.0.$near remote 10.0.0.$far || return 0
        ip -n $end address add 10.$number.0.$near/24 dev t0
        ip -n $end link set t0 up
    done
    ip netns exec a ping -c 1 -W 2 10.$number.0.2 || true
    for end in a b; do ip -n $end link delete t0; done
}
for end in a b; do
    near=$([ $end = a ] && echo 1 || echo 2); far=$((3 - near)); under=$([ $end = a ] && echo va || echo br0)
    ip -n $end link add x0 type vxlan id 42 dstport 4789 local 10.0.0.$near remote 10.0.0.$far dev $under
    ip -n $end link add x1 type vxlan id 7 local 10.0.0.$near remote 10.0.0.$far dev $under dstport 0
    ip -n $end address add 10.21.0.$near/24 dev x0; ip -n $end address add fd21::$near/64 dev x0 nodad; ip -n $end address add 10.22.0.$near/24 dev x1
    ip -n $end link set x0 up; ip -n $end link set x1 up
done
ip netns exec a ping -c 1 -W 2 10.21.0.2 || true
ip netns exec a ping -c 1 -W 2 fd21::2 || true
ip netns exec a ping -c 1 -W 2 10.22.0.2 || true
for end in a b; do ip -n $end link delete x0; ip -n $end link delete x1; done
tunnel 30 gre; tunnel 31 gre key 5 seq; tunnel 32 ipip; tunnel 33 sit; tunnel 34 gretap
if ip -n a link add va.5 link va type vlan id 5; then
    ip -n a address add 10.40.0.1/24 dev va.5; ip -n a link set va.5 up
    ip netns exec a ping -c 1 -W 1 10.40.0.2 || true
    ip -n a link delete va.5
fi
for version in 2 3; do
    ip netns exec a sysctl -q net.ipv4.conf.va.force_igmp_version=$version net.ipv6.conf.va.force_mld_version=$((version - 1))
    ip netns exec a "$(command -v python3)" -c "
import socket, struct, time
four, six = socket.socket(), socket.socket(socket.AF_INET6)
four = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); six = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
four.setsockopt(0, socket.IP_ADD_MEMBERSHIP, socket.inet_aton('239.1.1.1') + socket.inet_aton('10.0.0.1'))
six.setsockopt(41, socket.IPV6_JOIN_GROUP, socket.inet_pton(socket.AF_INET6, 'ff05::1:3') + struct.pack('@I', socket.if_nametoindex('va')))
time.sleep(1.5)"
done
sleep 1
kill $tcpdump
wait $tcpdump || true
cp "$work/kernel.pcap" "$here/../Corpus/kernel.pcap"
