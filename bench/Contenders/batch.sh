#!/bin/sh
# The star by ip -batch: one process for the names, one for all links, and one in each namespace. Usage: batch.sh build|remove COUNT
set -e
. "$(dirname "$0")/gone.sh"
address() { address="10.88.$(($1 / 250)).$(($1 % 250 + 2))"; }
if [ "$1" = build ]; then
    seq -f 'netns add s%.0f' "$2" | ip -batch -
    {
        printf 'link add br0 type bridge\naddr add 10.88.0.1/16 dev br0\nlink set br0 up\n'
        for i in $(seq "$2"); do printf 'link add p%d numtxqueues 1 numrxqueues 1 type veth peer name eth0 numtxqueues 1 numrxqueues 1 netns s%d\nlink set p%d master br0 up\n' "$i" "$i" "$i"; done
    } | ip -batch -
    for i in $(seq "$2"); do
        address "$i"
        printf 'addr add %s/16 dev eth0\nlink set lo up\nlink set eth0 up\nroute add default via 10.88.0.1\n' "$address" | ip -n "s$i" -batch -
    done
else
    seq -f 'netns del s%.0f' "$2" | ip -batch -
    wait_until_gone
    ip link del br0
fi
