// The star by Go's vishvananda/netlink: one handle here, one in each namespace. Usage: star build|remove COUNT
package main

import (
	"fmt"
	"net"
	"os"
	"runtime"
	"strconv"
	"time"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
	"golang.org/x/sys/unix"
)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func attributes(name string) netlink.LinkAttrs {
	attrs := netlink.NewLinkAttrs()
	attrs.Name = name
	return attrs
}

func network(i int) *net.IPNet {
	return &net.IPNet{IP: net.IPv4(10, 88, byte(i/250), byte(i%250+2)), Mask: net.CIDRMask(16, 32)}
}

func build(count int) {
	home, err := netns.Get()
	check(err)
	here, err := netlink.NewHandle()
	check(err)
	bridge := &netlink.Bridge{LinkAttrs: attributes("br0")}
	check(here.LinkAdd(bridge))
	gateway := net.IPv4(10, 88, 0, 1)
	check(here.AddrAdd(bridge, &netlink.Addr{IPNet: &net.IPNet{IP: gateway, Mask: net.CIDRMask(16, 32)}}))
	check(here.LinkSetUp(bridge))
	for i := 1; i <= count; i++ {
		space, err := netns.NewNamed("s" + strconv.Itoa(i))
		check(err)
		check(netns.Set(home))
		attrs := attributes("p" + strconv.Itoa(i))
		attrs.MasterIndex = bridge.Index
		attrs.NumTxQueues, attrs.NumRxQueues = 1, 1
		attrs.Flags = net.FlagUp
		check(here.LinkAdd(&netlink.Veth{LinkAttrs: attrs, PeerName: "eth0", PeerNamespace: netlink.NsFd(space)}))
		there, err := netlink.NewHandleAt(space, unix.NETLINK_ROUTE)
		check(err)
		end, err := there.LinkByName("eth0")
		check(err)
		loopback, err := there.LinkByName("lo")
		check(err)
		check(there.AddrAdd(end, &netlink.Addr{IPNet: network(i)}))
		check(there.LinkSetUp(loopback))
		check(there.LinkSetUp(end))
		check(there.RouteAdd(&netlink.Route{Gw: gateway}))
		there.Delete()
		space.Close()
	}
}

func remove(count int) {
	for i := 1; i <= count; i++ {
		check(netns.DeleteNamed("s" + strconv.Itoa(i)))
	}
	for {
		links, err := netlink.LinkList()
		check(err)
		if len(links) <= 2 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	check(netlink.LinkDel(&netlink.Bridge{LinkAttrs: attributes("br0")}))
}

func main() {
	runtime.LockOSThread()
	count, err := strconv.Atoi(os.Args[2])
	check(err)
	if os.Args[1] == "build" {
		build(count)
	} else {
		remove(count)
	}
}
