#!/bin/sh
# Records the frames in RecordedFrames.cs together with what tcpdump and tshark read in them, in namespaces of its own:
#   unshare --net --mount sh record.sh > ../RecordedFrames.cs
# Needs iproute2, iputils-ping, tcpdump, tshark, python3.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mount -t tmpfs tmpfs /run
mkdir -p /run/netns

{
    for name in a b c; do ip netns add $name; ip -n $name link set lo up; done
    for name in a b c; do ip netns exec $name sysctl -q net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0; done
    ip -n a link add va address 02:00:00:00:00:01 type veth peer name vb address 02:00:00:00:00:02 netns b
    ip -n b link add wb address 02:00:00:00:01:02 mtu 1400 type veth peer name wc address 02:00:00:00:01:03 mtu 1400 netns c
    ip -n a address add 10.0.0.1/24 dev va; ip -n a address add fd00::1/64 dev va nodad
    ip -n b address add 10.0.0.2/24 dev vb; ip -n b address add fd00::2/64 dev vb nodad
    ip -n b address add 10.0.1.2/24 dev wb; ip -n b address add fd00:1::2/64 dev wb nodad
    ip -n c address add 10.0.1.3/24 dev wc; ip -n c address add fd00:1::3/64 dev wc nodad
    ip netns exec b sysctl -q net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
    # The peer is down, so nothing passes before tcpdump is there.
    ip -n a link set va up
    ip netns exec a tcpdump -i va -U -w "$work/frames.pcap" 2> "$work/tcpdump" &
    tcpdump=$!
    until grep -q listening "$work/tcpdump"; do kill -0 $tcpdump; sleep 0.1; done
    ip -n b link set vb up; ip -n b link set wb up; ip -n c link set wc up
    sleep 1
    for end in a c; do
        gateway=$([ $end = a ] && echo 0 || echo 1)
        ip -n $end route add default via 10.0.$gateway.2
        ip -n $end -6 route add default via $([ $end = a ] && echo fd00::2 || echo fd00:1::2)
    done
    python3=$(command -v python3)
    ip netns exec b "$python3" "$here/exchange.py" serve > "$work/serve" &
    server=$!
    until grep -q ready "$work/serve"; do kill -0 $server; sleep 0.1; done
    ip netns exec a ping -c 2 -i 0.2 10.0.0.2
    ip netns exec a ping -c 2 -i 0.2 fd00::2
    ip netns exec a ping -c 1 -s 1600 10.0.0.2
    ip netns exec a ping -c 1 -s 1600 fd00::2
    ip netns exec a "$python3" "$here/exchange.py" talk
    ip netns exec a ping -c 1 -t 1 10.0.1.3 || true
    ip netns exec a ping -c 1 -t 1 fd00:1::3 || true
    ip netns exec a ping -c 1 -M "do" -s 1472 10.0.1.3 || true
    ip netns exec a ping -c 1 -M "do" -s 1452 fd00:1::3 || true
    ip netns exec a ping -c 1 -W 5 10.0.1.99 || true
    ip netns exec a ping -c 1 -W 5 fd00:1::99 || true
    ip netns exec a ping -c 1 172.16.0.1 || true
    ip netns exec a ping -c 1 fd00:9::1 || true
    ip netns exec a "$python3" "$here/send-frames.py" va
    sleep 1
    kill $tcpdump
    wait $tcpdump || true
} > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }

fields="frame.len eth.src eth.dst eth.type ieee8021ad.id vlan.id vlan.etype ip.src ip.dst ip.ttl ip.proto ip.id ip.frag_offset ip.flags.mf
    ipv6.src ipv6.dst ipv6.hlim ipv6.fraghdr.offset ipv6.fraghdr.more ipv6.fraghdr.ident
    arp.opcode arp.src.hw_mac arp.src.proto_ipv4 arp.dst.hw_mac arp.dst.proto_ipv4
    icmp.type icmp.code icmp.ident icmp.seq
    icmpv6.type icmpv6.code icmpv6.echo.identifier icmpv6.echo.sequence_number icmpv6.nd.ns.target_address icmpv6.nd.na.target_address
    tcp.srcport tcp.dstport tcp.flags tcp.seq_raw tcp.ack_raw tcp.window_size_value tcp.len udp.srcport udp.dstport udp.length"
# shellcheck disable=SC2046
tshark -r "$work/frames.pcap" -o ip.defragment:FALSE -o ipv6.defragment:FALSE -T fields -E separator='|' -E occurrence=f \
    $(printf -- '-e %s ' $fields) > "$work/fields" 2> "$work/tshark"
# One line per packet: what tcpdump adds on lines of its own is its hexadecimal dump.
tcpdump -nn -S -t -r "$work/frames.pcap" 2> /dev/null | grep -v "^$(printf '\t')" > "$work/lines"
tcpdump -nn -t -xx -r "$work/frames.pcap" 2> /dev/null \
    | awk '/^\t0x/ { sub(/^\t0x[0-9a-f]*: */, ""); gsub(/ /, ""); hex = hex $0; next } { if (hex) print hex; hex = "" } END { print hex }' > "$work/hex"

cat << END
namespace VethLab.Tests.Packets;

/// <summary>
/// Frames of a real exchange, with what tcpdump $(tcpdump --version 2>&1 | sed -n 's/^tcpdump version //p') and tshark $(tshark --version | sed -n '1s/[^0-9]*\([0-9.]*\)\..*/\1/p') read in them. Made by Recording/record.sh; do not edit.
/// </summary>
internal static class RecordedFrames
{
    /// <summary>The names of tshark's fields.</summary>
    internal const string Fields = "$(echo $fields)";

    /// <summary>Three lines per frame: tcpdump -nn -S -t; tshark's fields; the bytes.</summary>
    internal const string Text = """
END
paste -d '\n' "$work/lines" "$work/fields" "$work/hex" | sed 's/^/        /'
printf '        """;\n}\n'
