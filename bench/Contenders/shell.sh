#!/bin/sh
# The star by a shell's script, with a process of ip for each step. Usage: shell.sh build|remove COUNT [tutorial]
# As in the tutorial, pairs are made here and their ends moved into the namespaces, which the kernel takes its time for; without, they are made there.
set -e
. "$(dirname "$0")/gone.sh"
address() { echo "10.88.$(($1 / 250)).$(($1 % 250 + 2))"; }
if [ "$1" = build ]; then
    ip link add br0 type bridge
    ip addr add 10.88.0.1/16 dev br0
    ip link set br0 up
    for i in $(seq "$2"); do
        ip netns add "s$i"
        if [ "$3" = tutorial ]; then
            ip link add "p$i" type veth peer name "c$i"
            ip link set "c$i" netns "s$i" name eth0
        else
            ip link add "p$i" type veth peer name eth0 netns "s$i"
        fi
        ip link set "p$i" master br0
        ip link set "p$i" up
        ip -n "s$i" addr add "$(address "$i")/16" dev eth0
        ip -n "s$i" link set lo up
        ip -n "s$i" link set eth0 up
        ip -n "s$i" route add default via 10.88.0.1
    done
else
    for i in $(seq "$2"); do ip netns del "s$i"; done
    wait_until_gone
    ip link del br0
fi
