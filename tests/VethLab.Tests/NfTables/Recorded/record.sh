#!/bin/bash
# Records what nft and iptables-nft say to the kernel and hear from it, as the *.hex files here. Needs root, strace, nftables, iptables,
# iproute2 and awk; everything happens in a network namespace that ends with the script:
#   unshare --net --mount ./record.sh
set -eu
cd "$(dirname "$0")"
subsystem=10
tools="$(nft --version), $(iptables --version)"
. ../../Support/record-netlink.sh

ip link set lo up
ip link add br01 type bridge
ip link add br02 type bridge

# What iptables-nft writes, each into an empty ruleset.
accept() { record "$@"; nft flush ruleset; }
accept iptables-in-interface iptables -A FORWARD -i br01 -j ACCEPT
accept iptables-out-interface iptables -I FORWARD -o br01 -j ACCEPT
accept iptables-not-interfaces iptables -A FORWARD ! -i br01 ! -o br02 -j DROP
accept iptables-interface-beginning iptables -A FORWARD -i br+ -j ACCEPT
accept iptables-comment iptables -A FORWARD -i br01 -m comment --comment "vethlab: br01" -j ACCEPT
accept iptables-source-24 iptables -A FORWARD -s 192.168.88.0/24 -j ACCEPT
accept iptables-source-20 iptables -A FORWARD -s 10.1.16.0/20 -j ACCEPT
accept iptables-not-destination-24 iptables -A FORWARD ! -d 192.168.88.0/24 -j RETURN
accept iptables-destination-host iptables -A FORWARD -d 192.168.88.11 -j ACCEPT
accept iptables-everything iptables -A FORWARD -i br01 ! -o br01 -s 192.168.88.0/24 ! -d 10.0.0.0/9 -j ACCEPT
accept iptables-masquerade iptables -t nat -A POSTROUTING -s 192.168.88.0/24 -j MASQUERADE
accept ip6tables-source-64 ip6tables -A FORWARD -s fd00:88::/64 -j ACCEPT
accept ip6tables-not-destination-49 ip6tables -A FORWARD ! -d fd00:88::/49 -j ACCEPT

# What nft writes.
nft add table ip vethlab
record nft-chain nft add chain ip vethlab postrouting '{ type nat hook postrouting priority srcnat; policy accept; }'
record nft-masquerade nft add rule ip vethlab postrouting ip saddr 192.168.88.0/24 ip daddr != 192.168.80.0/20 oifname != '"br01"' counter masquerade comment '"héllo"'
nft flush ruleset

# What the kernel lists, written by both.
nft -f - <<'RULES'
table ip vethlab {
    comment "a lab"
    set allowed { type ipv4_addr; elements = { 10.0.0.1 } }
    chain saved { }
    chain prerouting { type nat hook prerouting priority -100; policy accept; }
    chain postrouting { type nat hook postrouting priority 100; policy accept; }
    chain forward { type filter hook forward priority -5; policy drop; }
}
table inet both {
    chain input { type filter hook input priority 0; policy accept; }
    chain early { type filter hook ingress device "br01" priority 5; policy accept; }
}
table bridge lan {
    chain forward { type filter hook forward priority -200; policy accept; }
}
table netdev dev {
    chain in { type filter hook ingress devices = { br01, br02 } priority 0; policy accept; }
}
table arp neighbours {
    chain out { type filter hook output priority 0; policy accept; }
}
add rule ip vethlab saved counter comment "net.ipv4.ip_forward=0"
add rule ip vethlab prerouting tcp dport 8080 dnat to 192.168.88.11:80
add rule ip vethlab postrouting ip saddr 192.168.88.0/24 ip daddr != 192.168.88.0/24 oifname != "br01" counter masquerade random comment "lab one"
add rule ip vethlab postrouting oif br01 snat to 10.10.12.27
add rule ip vethlab forward iifname "br*" ct state established,related accept
add rule ip vethlab forward ip saddr @allowed log prefix "x " group 3 accept
add rule ip vethlab forward limit rate over 10/second burst 7 packets meta mark 0x10 reject with icmp port-unreachable
add rule ip vethlab forward ip saddr 10.0.0.1-10.0.0.9 jump saved
add rule ip vethlab forward ip saddr 10.128.0.0/9 goto saved
add rule inet both input ip saddr 10.0.0.0/8 ip protocol udp reject
add rule inet both input meta nfproto ipv6 ip6 saddr != fd00:88::/64 tcp dport 22 reject with tcp reset
add rule bridge lan forward ip daddr 224.0.0.0/4 drop
RULES
iptables -A FORWARD -i br01 -o br+ -m comment --comment "iptables' own" -j ACCEPT
iptables -A FORWARD -p tcp -m tcp --dport 80 -m conntrack --ctstate NEW -j DROP
iptables -t nat -A POSTROUTING -s 192.168.88.0/24 -j MASQUERADE
record list-ruleset nft list ruleset

# What nft writes for firewalls.
nft flush ruleset
nft add table inet wall
nft add chain inet wall forward
record nft-replies nft add rule inet wall forward ct state established,related accept
record nft-tcp-port nft add rule inet wall forward ip saddr 10.0.1.2 ip daddr 10.0.2.0/24 tcp dport 8080 counter accept
record nft-udp-ports nft add rule inet wall forward ip6 daddr fd00:88::/64 udp dport 5000-6000 counter drop
record nft-icmp nft add rule inet wall forward ip saddr 10.1.16.0/20 meta l4proto icmp counter accept
record nft-discovery nft add rule inet wall forward icmpv6 type 133-136 accept
