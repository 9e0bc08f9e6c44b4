# Every way in which a working path is broken: what breaks it (a shell command of iproute2, nft, iptables or a sysctl file), where, and which
# cause must be told. Words in braces are the topology's and the family's (PathWords.ps1). A row becomes a case for each of its topologies,
# families and protocols.
# A datagram needs no way back, so UDP is not asked about that.
#   For     families; both by default        Via    protocols; ICMP by default      Ask   further arguments of Test-NetPath
#   NoFix   nobody but the owner can mend it  Works  packets pass all the same; it is told nevertheless ('maybe': they may or may not)
$routed = 'two_bridges', 'bridged_and_routed', 'internet', 'chain'
$between = 'two_bridges', 'bridged_and_routed', 'chain'
$all = @('bridge') + $routed
$every = 'Icmp', 'Tcp', 'Udp'
$large = @{ BufferSize = 1400; DontFragment = $true }

# A chain of nft in the router, or in another namespace.
function Chain([string] $In, [string] $Text, [string] $Hook = 'forward priority 0', [string] $Policy = 'accept', [string] $Table = 'inet t') {
    "ip netns exec $In nft 'table $Table { chain c { type filter hook $Hook; policy $Policy; $Text; }; }'" -replace '; ;', ';'
}
$discovery = 'icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit, nd-router-advert } accept'

@(
    @{ Cause = 'LinkDown'; In = 'bridge'; Break = 'ip -n a link set veth01 down' }
    @{ Cause = 'LinkDown'; In = 'bridge'; Break = 'ip -n b link set veth02 down' }
    @{ Cause = 'LinkDown'; In = 'bridge'; Break = 'ip -n host link set br-veth01 down' }
    @{ Cause = 'LinkDown'; In = 'bridge'; Break = 'ip -n host link set br-veth02 down'; Via = $every }
    @{ Cause = 'LinkDown'; In = 'bridge'; Break = 'ip -n host link set br01 down' }
    @{ Cause = 'LinkDown'; In = 'two_bridges'; Break = 'ip -n sw link set p-r1 down' }
    @{ Cause = 'LinkDown'; In = 'two_bridges'; Break = 'ip -n sw link set p-b down' }
    @{ Cause = 'LinkDown'; In = 'two_bridges', 'chain'; Break = 'ip -n {last} link set eth2 down' }
    @{ Cause = 'LinkDown'; In = 'bridged_and_routed'; Break = 'ip -n host link set p-b down' }
    @{ Cause = 'LinkDown'; In = 'bridged_and_routed'; Break = 'ip -n host link set br2 down' }
    @{ Cause = 'LinkDown'; In = 'internet'; Break = 'ip -n host link set br-veth01 down' }
    @{ Cause = 'LinkDown'; In = 'internet'; Break = 'ip -n internet link set eth0 down' }

    # The other end is in a namespace without a name, which nothing here can look into.
    @{ Cause = 'NoCarrier'; In = 'internet'; Break = 'ip -n internet link set eth0 down; umount /run/netns/internet; rm /run/netns/internet'; NoFix = $true }

    @{ Cause = 'PortNotInBridge'; In = 'bridge'; Break = 'ip -n host link set br-veth01 nomaster' }
    @{ Cause = 'PortNotInBridge'; In = 'bridge'; Break = 'ip -n host link set br-veth02 nomaster'; Via = $every }
    @{ Cause = 'PortNotInBridge'; In = 'two_bridges'; Break = 'ip -n sw link set p-r1 nomaster' }
    @{ Cause = 'PortNotInBridge'; In = 'two_bridges'; Break = 'ip -n sw link set p-b nomaster' }
    @{ Cause = 'PortNotInBridge'; In = 'bridged_and_routed'; Break = 'ip -n host link set p-b nomaster' }
    @{ Cause = 'PortNotInBridge'; In = 'internet'; Break = 'ip -n host link set br-veth01 nomaster' }

    @{ Cause = 'StpNotForwarding'; In = 'bridge'; Break = 'bridge -n host link set dev br-veth01 state 1' }
    @{ Cause = 'StpNotForwarding'; In = 'bridge'; Break = 'bridge -n host link set dev br-veth02 state 2'; Via = $every }
    @{ Cause = 'StpNotForwarding'; In = 'bridge'; Break = 'ip -n host link set br01 type bridge stp_state 1 forward_delay 200; ip -n host link set br-veth02 down; ip -n host link set br-veth02 up' }
    @{ Cause = 'StpNotForwarding'; In = 'two_bridges'; Break = 'bridge -n sw link set dev p-r2 state 1' }
    @{ Cause = 'StpNotForwarding'; In = 'bridged_and_routed'; Break = 'bridge -n host link set dev p-b state 2' }
    @{ Cause = 'StpNotForwarding'; In = 'internet'; Break = 'bridge -n host link set dev br-veth01 state 0' }

    @{ Cause = 'NoAddress'; In = 'bridge'; Break = 'ip -n a -{v} address flush dev veth01 scope global'; Via = 'Icmp', 'Tcp' }
    @{ Cause = 'NoAddress'; In = 'bridge'; Break = 'ip -n b -{v} address flush dev veth02 scope global'; Via = $every }

    @{ Cause = 'WrongPrefixLength'; In = 'bridge'; Break = 'ip -n a address del {src}/{len} dev veth01; ip -n a address add {src}/{narrow} dev veth01' }
    @{ Cause = 'WrongPrefixLength'; In = 'bridge'; Break = 'ip -n b address del {dst}/{len} dev veth02; ip -n b address add {dst}/{narrow} dev veth02; ip -n b -{v} route flush default'; Via = 'Icmp', 'Tcp' }
    @{ Cause = 'WrongPrefixLength'; In = $between; Break = 'ip -n a address del {src}/{len} dev eth0; ip -n a address add {src}/8 dev eth0; ip -n a -{v} route replace default via {gw}'; Via = 'Icmp', 'Udp' }
    @{ Cause = 'WrongPrefixLength'; In = $between; Break = 'ip -n b address del {dst}/{len} dev eth0; ip -n b address add {dst}/8 dev eth0; ip -n b -{v} route replace default via {dgw}' }

    @{ Cause = 'NoRoute'; In = 'chain'; Break = 'ip -n r1 route del {dnet}'; Via = $every }
    @{ Cause = 'NoRoute'; In = 'internet'; Break = 'ip -n host -{v} route del default' }
    @{ Cause = 'NoRoute'; In = 'chain'; Break = 'ip -n a -{v} route del default; ip -n a route add {elsewhere} via {gw}' }
    @{ Cause = 'NoDefaultRoute'; In = $routed; Break = 'ip -n a -{v} route del default' }
    @{ Cause = 'NoDefaultRoute'; In = 'chain'; Break = 'ip -n a -{v} route del default'; Via = 'Tcp', 'Udp' }

    @{ Cause = 'WrongGateway'; In = $routed; Break = 'ip -n a -{v} route replace default via {nobody}' }
    @{ Cause = 'WrongGateway'; In = 'two_bridges'; Break = 'ip -n a -{v} route replace default via {other}'; Via = $every }
    @{ Cause = 'WrongGateway'; In = 'chain'; Break = 'ip -n r1 route replace {dnet} via {nobody2}' }
    @{ Cause = 'WrongGateway'; In = $between; Break = 'ip -n b -{v} route replace default via {nobody3}' }

    @{ Cause = 'NeighborNotAnswering'; In = 'bridge'; Break = 'ip -n b link set veth02 arp off'; For = 4; Via = $every }
    @{ Cause = 'NeighborNotAnswering'; In = $routed; Break = 'ip netns exec {router} sh -c "echo 8 > /proc/sys/net/ipv4/conf/{in}/arp_ignore"'; For = 4 }
    @{ Cause = 'NeighborNotAnswering'; In = 'bridge'; Break = 'true'; To = '{nobody}'; NoFix = $true }

    @{ Cause = 'DuplicateAddress'; In = 'bridge'; Break = 'ip -n c address add {dst}/{len} dev veth03 nodad'; Works = 'maybe' }
    @{ Cause = 'DuplicateAddress'; In = 'bridge'; Break = 'ip -n c address add {src}/{len} dev veth03 nodad'; Works = 'maybe' }
    @{ Cause = 'DuplicateAddress'; In = 'two_bridges'; Break = 'ip -n c address add {gw}/{len} dev eth0 nodad'; Works = 'maybe' }
    @{ Cause = 'DuplicateMac'; In = 'bridge'; Break = 'ip -n b link set veth02 address $(ip netns exec a cat /sys/class/net/veth01/address)' }
    @{ Cause = 'DuplicateMac'; In = 'bridge'; Break = 'ip -n c link set veth03 address $(ip netns exec b cat /sys/class/net/veth02/address)'; Works = 'maybe' }
    @{ Cause = 'DuplicateMac'; In = 'two_bridges'; Break = 'ip -n a link set eth0 address $(ip netns exec r cat /sys/class/net/eth1/address)' }

    @{ Cause = 'ForwardingOff'; In = $routed; Break = 'ip netns exec {router} sh -c "echo 0 > /proc/sys/net/{forwarding}"'; Via = $every }
    @{ Cause = 'ForwardingOff'; In = 'chain'; Break = 'ip netns exec r2 sh -c "echo 0 > /proc/sys/net/{forwarding}"' }
    @{ Cause = 'InterfaceForwardingOff'; In = $routed; Break = 'ip netns exec {router} sh -c "echo 0 > /proc/sys/net/ipv4/conf/{in}/forwarding"'; For = 4 }
    @{ Cause = 'InterfaceForwardingOff'; In = $routed; Break = 'ip netns exec {router} sh -c "echo 0 > /proc/sys/net/ipv4/conf/{out}/forwarding"'; For = 4; Via = 'Icmp', 'Tcp' }
    @{ Cause = 'InterfaceForwardingOff'; In = 'chain'; Break = 'ip netns exec r2 sh -c "echo 0 > /proc/sys/net/ipv4/conf/eth1/forwarding"'; For = 4 }

    @{ Cause = 'ChainPolicyDrop'; In = 'bridge'; Break = 'ip netns exec host {ipt} -P FORWARD DROP'; Via = $every }
    @{ Cause = 'ChainPolicyDrop'; In = $routed; Break = 'ip netns exec {router} {ipt} -P FORWARD DROP'; Via = 'Icmp', 'Tcp' }
    @{ Cause = 'ChainPolicyDrop'; In = 'bridge', 'internet'; Break = 'for word in "-N DOCKER-USER" "-A DOCKER-USER -j RETURN" "-A FORWARD -j DOCKER-USER" "-A FORWARD -o docker0 -j ACCEPT" "-P FORWARD DROP"; do ip netns exec host {ipt} $word; done' }
    @{ Cause = 'ChainPolicyDrop'; In = $all; Break = Chain '{router}' '' -Policy drop -Table '{nf} t' }
    @{ Cause = 'ChainPolicyDrop'; In = 'chain'; Break = Chain r2 '{nf} daddr {dst} accept' -Policy drop; Via = 'Icmp', 'Tcp' }
    @{ Cause = 'ChainPolicyDrop'; In = 'bridge'; Break = Chain host "ether type arp accept; $discovery" -Policy drop -Table 'bridge t' }
    @{ Cause = 'ChainPolicyDrop'; In = 'bridge', 'chain'; Break = Chain b $discovery -Hook 'input priority 0' -Policy drop; Via = $every }
    @{ Cause = 'ChainPolicyDrop'; In = 'bridge'; Break = Chain a $discovery -Hook 'output priority 0' -Policy drop; Via = $every }

    @{ Cause = 'RuleDrop'; In = $all; Break = 'ip netns exec {router} {ipt} -A FORWARD -d {dst} -j DROP' }
    @{ Cause = 'RuleDrop'; In = 'bridge', 'chain'; Break = 'ip netns exec {router} {ipt} -A FORWARD -p tcp --dport 80 -j DROP'; Via = 'Tcp' }
    @{ Cause = 'RuleDrop'; In = $all; Break = Chain '{router}' '{nf} daddr {dst} meta l4proto { icmp, ipv6-icmp, tcp, udp } counter drop'; Via = 'Tcp', 'Udp' }
    @{ Cause = 'RuleDrop'; In = $between; Break = Chain '{router}' '{nf} saddr {dst} counter drop'; Via = 'Icmp', 'Tcp' }
    @{ Cause = 'RuleDrop'; In = $all; Break = "ip netns exec {router} {ipt} -A FORWARD -j ACCEPT; $(Chain '{router}' '{nf} daddr {dst} drop' -Hook 'forward priority -200' -Table '{nf} early')" }
    @{ Cause = 'RuleDrop'; In = 'bridge'; Break = Chain host '{nf} daddr {dst} drop' -Table 'bridge t' }
    @{ Cause = 'RuleDrop'; In = 'two_bridges', 'internet'; Break = 'ip netns exec {router} {ipt} -t raw -A PREROUTING -d {dst} -j DROP' }
    @{ Cause = 'RuleDrop'; In = 'bridge', 'chain'; Break = Chain b 'tcp dport 80 drop; udp dport 80 drop' -Hook 'input priority 0'; Via = 'Tcp', 'Udp' }
    @{ Cause = 'RuleDrop'; In = 'bridge', 'chain'; Break = Chain a '{nf} saddr {dst} drop' -Hook 'input priority 0'; Via = 'Icmp', 'Tcp' }

    @{ Cause = 'RuleReject'; In = $all; Break = 'ip netns exec {router} {ipt} -A FORWARD -d {dst} -j REJECT' }
    @{ Cause = 'RuleReject'; In = 'bridge', 'chain'; Break = 'ip netns exec {router} {ipt} -A FORWARD -p tcp --dport 80 -j REJECT --reject-with tcp-reset'; Via = 'Tcp' }
    @{ Cause = 'RuleReject'; In = 'chain'; Break = Chain r2 '{nf} daddr {dst} reject with icmpx admin-prohibited'; Via = $every }
    @{ Cause = 'RuleReject'; In = 'bridge', 'chain'; Break = Chain b 'tcp dport 80 reject with tcp reset; udp dport 80 reject' -Hook 'input priority 0'; Via = 'Tcp', 'Udp' }

    @{ Cause = 'NoMasquerade'; In = 'internet'; Break = 'ip netns exec host nft delete table {nf} nat'; Via = 'Icmp', 'Tcp' }
    @{ Cause = 'MasqueradeForOther'; In = 'internet'; Break = 'ip netns exec host sh -c ''nft flush chain {nf} nat POSTROUTING; nft add rule {nf} nat POSTROUTING {nf} saddr {otherNet} oifname ens160 masquerade'''; Via = 'Icmp', 'Tcp' }
    @{ Cause = 'MasqueradeForOther'; In = 'internet'; Break = 'ip netns exec host sh -c ''nft flush chain {nf} nat POSTROUTING; nft add rule {nf} nat POSTROUTING {nf} saddr {snet} oifname eth9 masquerade''' }
    # Where the host forwards, the bridge finds the way back; without, IPv4's answers end there.
    @{ Cause = 'MasqueradeSameSubnet'; In = 'bridge'; Break = 'forward host; ip netns exec host {ipt} -t nat -A POSTROUTING -s {snet} -j MASQUERADE'; Via = $every; Works = 'yes' }
    @{ Cause = 'MasqueradeSameSubnet'; In = 'bridge'; Break = 'ip netns exec host iptables -t nat -A POSTROUTING -s {snet} -j MASQUERADE'; For = 4; Via = 'Icmp', 'Tcp' }

    @{ Cause = 'ReversePathFilter'; In = $between; For = 4; Via = $every; Ask = @{ Source = '10.3.0.2' }
        Break = 'wire a eth1 {router} eth3; address a eth1 10.3.0.2/24; address {router} eth3 10.3.0.1/24; [ {router} != r1 ] || ip -n r2 route add 10.3.0.0/24 via 10.12.0.1; ip netns exec {router} sh -c "echo 1 > /proc/sys/net/ipv4/conf/{in}/rp_filter"' }

    @{ Cause = 'MtuTooSmall'; In = $routed; Break = 'ip -n {router} link set {out} mtu 1300'; Ask = $large }
    @{ Cause = 'MtuTooSmall'; In = 'chain'; Break = 'ip -n r1 link set eth2 mtu 1300'; Ask = $large; Via = 'Udp' }
    @{ Cause = 'MtuTooSmall'; In = 'chain'; Break = 'ip -n b link set eth0 mtu 1300'; Ask = $large }
    @{ Cause = 'MtuTooSmall'; In = 'bridge'; Break = 'ip -n host link set br-veth02 mtu 1300'; Ask = $large }
    @{ Cause = 'MtuTooSmall'; In = 'bridge'; Break = 'ip -n a link set veth01 mtu 1300'; Ask = $large }

    @{ Cause = 'NoReturnRoute'; In = $between; Break = 'ip -n b -{v} route del default'; Via = 'Icmp', 'Tcp' }
    @{ Cause = 'NoReturnRoute'; In = 'chain'; Break = 'ip -n r2 route del {snet}' }

    @{ Cause = 'PortClosed'; In = $all; Break = 'true'; Ask = @{ Port = 81 }; Via = 'Tcp', 'Udp'; NoFix = $true }

    @{ Cause = 'LoopbackDown'; In = 'bridge'; Break = 'ip -n a link set lo down'; To = '{localhost}' }
    @{ Cause = 'LoopbackDown'; In = 'bridge'; Break = 'ip -n a link set lo down'; To = '{src}' }

    @{ Cause = 'BlackholeRoute'; In = $between; Break = 'ip -n a route add blackhole {dnet}' }
    @{ Cause = 'BlackholeRoute'; In = $routed; Break = 'ip -n {router} route add blackhole {dst}'; Via = 'Icmp', 'Tcp' }
    @{ Cause = 'BlackholeRoute'; In = 'chain'; Break = 'ip -n r1 route add unreachable {dst}' }
    @{ Cause = 'BlackholeRoute'; In = 'chain'; Break = 'ip -n r2 route add prohibit {dst}'; Via = 'Icmp', 'Udp' }
    @{ Cause = 'BlackholeRoute'; In = 'chain'; Break = 'ip -n b route add blackhole {snet}' }
    @{ Cause = 'BlackholeRoute'; In = $routed; Break = 'ip -n {router} -{v} rule add to {dst} pref 77 blackhole' }

    @{ Cause = 'EchoIgnored'; In = $all; Break = 'ip netns exec {end} sh -c "echo 1 > /proc/sys/net/{echo}"' }

    # Its rules cannot be judged: that they may drop is all that can be said.
    @{ Cause = 'LegacyIptables'; In = $all; Break = 'ip netns exec {router} {ipt}-legacy -A FORWARD -d {dst} -j DROP'; NoFix = $true }
)
