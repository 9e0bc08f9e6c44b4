#!/bin/bash
# Records what ip says to the kernel and hears from it, as the *.hex files here, and what ip -json printed of it beside them. Needs root,
# strace, iproute2, awk and python3; everything happens in namespaces that end with the script:
#   unshare --net --mount ./record.sh
set -eu
cd "$(dirname "$0")"
subsystem=0
tools=$(ip -V)
. ../../Support/record-netlink.sh
mount -t tmpfs tmpfs /run
list() { output=$1.json record "$@"; }
refused() { may_fail=true record "$@" 2> /dev/null; }

ip link set lo up
ip netns add elsewhere
ip netns add unknown

# What ip sends. The encoders are compared with these.
record create-veth ip link add veth01 address 02:00:00:00:00:01 mtu 1400 group 1442840576 numtxqueues 1 numrxqueues 1 \
    type veth peer name br-veth01 address 02:00:00:00:00:02 mtu 1400 group 1442840576 numtxqueues 1 numrxqueues 1 netns elsewhere
record create-bridge ip link add br01 address 02:00:00:00:00:03 mtu 1400 group 1442840576 \
    type bridge stp_state 1 forward_delay 400 ageing_time 6000 mcast_snooping 0
ip link add veth02 type veth peer name br-veth02
record set-master ip link set br-veth02 master br01
record set-nomaster ip link set br-veth02 nomaster
record set-up ip link set veth02 up
record set-down ip link set veth02 down
record set-mtu ip link set veth02 mtu 1300
record set-address ip link set veth02 address 02:00:00:00:00:04
record set-alias ip link set veth02 alias 'vethlab — lab'
record set-addrgenmode ip link set veth02 addrgenmode none
record set-netns ip link set veth02 netns elsewhere
record delete-link ip link delete br-veth02
record add-address-4 ip address add 192.168.88.1/24 broadcast + dev br01
record add-address-6 ip address add fd00:88::1/64 dev br01 nodad
record delete-address ip address delete 192.168.88.1/24 dev br01
ip address add 192.168.88.1/24 dev br01
ip link set br01 up
record add-route-default ip route add default via 192.168.88.254 dev br01 proto static
record add-route-link ip route add 10.1.0.0/16 dev br01 metric 77 src 192.168.88.1 proto static
record add-route-table ip route add 10.2.0.0/16 via 192.168.88.254 table 1000 proto static
record add-route-6 ip -6 route add fd00:99::/64 via fd00:88::254 dev br01 proto static
record delete-route ip route delete 10.1.0.0/16 dev br01 metric 77

# Links of many kinds, with all that ip reads.
ip link set br01 alias 'a bridge' group 7
ip link add plain type bridge
ip link set veth01 up
ip link add veth03 type veth peer name br-veth03
ip link set br-veth03 master br01 up
ip link set veth03 up
ip link add veth04 type veth peer name br-veth04
ip link set br-veth04 master br01
ip link add vx0 type vxlan id 5 dstport 4789 dev br01
ip link add mac0 link veth03 type macvlan mode bridge
ip link set vx0 addrgenmode none
list list-links ip -json -details -statistics link show
output=find-link.json record find-link ip -json -details link show dev br-veth03

# Addresses of both families.
ip address add 192.168.88.2/24 broadcast 192.168.88.255 dev br01 label br01:second
ip address add 10.9.0.1 peer 10.9.0.2/32 dev veth03
ip address add 10.9.1.1/31 dev veth03 scope link
ip address add fd00:88::2/128 dev br01 nodad
ip address add fd00:88::3/64 dev br01 preferred_lft 0 valid_lft 1000
list list-addresses ip -json -details address show

# Routes of both families and several tables.
ip route add blackhole 10.66.0.0/16
ip route add unreachable 10.67.0.0/16 metric 5
ip route add prohibit 10.68.0.0/16 table 200
ip route add 10.3.0.0/16 nexthop via 192.168.88.253 weight 2 nexthop via 192.168.88.252
ip route add 10.4.0.0/16 via inet6 fd00:88::254 dev br01
ip route add 10.5.0.0/16 via 192.168.88.254 src 192.168.88.2 metric 12 proto dhcp
ip -6 route add default via fd00:88::254 metric 2048
ip -6 route add blackhole fd00:66::/64
ip -6 route add fd00:77::/64 nexthop via fd00:88::253 nexthop via fd00:88::252
sleep 2
list list-routes-4 ip -json -details -4 route show table all
list list-routes-6 ip -json -details -6 route show table all

ip neighbour add 192.168.88.9 lladdr 02:00:00:00:00:09 dev br01
ip neighbour add fd00:88::9 lladdr 02:00:00:00:00:0a dev br01 nud stale
ip neighbour add 192.168.88.10 dev br01 nud failed || ip neighbour add 192.168.88.10 dev br01 nud incomplete
list list-neighbours ip -json neighbour show nud all

# Routes by next hop objects, with several ways, metrics and more; entries with flags.
record add-route-ways ip route add 10.6.0.0/16 proto static nexthop via 192.168.88.253 dev br01 weight 3 nexthop via 192.168.88.252 dev br01 onlink
record delete-route-ways ip route delete 10.6.0.0/16 proto static nexthop via 192.168.88.253 dev br01 weight 3 nexthop via 192.168.88.252 dev br01 onlink
record add-route-via ip route add 10.7.0.0/16 via inet6 fd00:88::254 dev br01 onlink proto static
# Next hop objects need a carrier, which the bridge has when spanning tree lets a port forward.
until ip link show br01 | grep -q LOWER_UP; do sleep 0.2; done
ip nexthop add id 11 via 192.168.88.251 dev br01
ip nexthop add id 12 via 192.168.88.250 dev br01
ip nexthop add id 13 group 11,3/12
ip nexthop add id 14 blackhole
record add-route-object ip route add 10.11.0.0/16 nhid 11 proto static
record delete-route-object ip route delete 10.11.0.0/16 nhid 11 proto static
for id in 11 13 14; do ip route add 10.$id.0.0/16 nhid $id; done
ip route add 10.21.0.0/16 via 192.168.88.254 tos 0x10 mtu 1300 advmss 1200 realm 5
ip route add 10.22.0.0/16 via 1.2.3.4 dev br01 onlink
ip route add 10.23.0.0/16 nexthop via 192.168.88.249 weight 256 nexthop via inet6 fd00:88::249 nexthop dev veth03
ip -6 route add fd00:79::/64 via fd00:88::254 from fd00:88::/64 mtu 1400 expires 1000 pref high
ip -6 route add fd00:7a::/64 nexthop via fd00:88::249 weight 4 nexthop via fe80::9 dev br01
list list-routes-ways-4 ip -N -json -details -4 route show table all
list list-routes-ways-6 ip -N -json -details -6 route show table all
ip neighbour add fd00:88::b lladdr 02:00:00:00:00:0b dev br01 nud permanent router
ip neighbour add 192.168.88.11 lladdr 02:00:00:00:00:0c dev br01 nud noarp extern_learn
ip neighbour add 192.168.88.12 dev br01 managed
list list-neighbours-flags ip -json neighbour show nud all
bridge fdb add 02:aa:00:00:00:01 dev br-veth03 master static sticky
bridge fdb add 02:aa:00:00:00:02 dev br-veth03 master dynamic extern_learn
bridge fdb add 02:aa:00:00:00:03 dev vx0 self dst 10.0.0.2 port 5000 vni 9
bridge fdb append 00:00:00:00:00:00 dev vx0 self dst 10.0.0.3 via br01
list list-fdb bridge -json -details fdb show
ip address add 10.9.2.1 peer 10.9.2.2/24 dev veth03 label veth03:x scope site metric 7 valid_lft 3000 preferred_lft 2000 noprefixroute
ip address add fd00:88::4/64 dev br01 home nodad
list list-addresses-more ip -N -json -details address show

# The numbers of namespaces; ip asks by name for each.
list list-namespaces ip -json netns list

# Refusals. ip asks for extended acknowledgements but lets the kernel send the request back whole; refuse.py has it capped.
refused refused-kind ip link add dummy0 type dummy
refused refused-exists ip link add br01 type bridge
refused refused-gateway ip route add 10.77.0.0/16 via 1.2.3.4
refused refused-no-link ip link show dev missing
refused refused-dump ip route show table 999
refused refused-capped python3 refuse.py
