"""The star by pyroute2: a NetNS object for each namespace. Usage: star_pyroute2.py build|remove COUNT"""
import sys
import time

from pyroute2 import IPRoute, NetNS, netns


def build(count):
    with IPRoute() as here:
        here.link("add", ifname="br0", kind="bridge")
        bridge = here.link_lookup(ifname="br0")[0]
        here.addr("add", index=bridge, address="10.88.0.1", prefixlen=16)
        here.link("set", index=bridge, state="up")
        for i in range(1, count + 1):
            name = f"s{i}"
            netns.create(name)
            here.link("add", ifname=f"p{i}", kind="veth", peer={"ifname": "eth0", "net_ns_fd": name})
            port = here.link_lookup(ifname=f"p{i}")[0]
            here.link("set", index=port, master=bridge, state="up")
            with NetNS(name) as there:
                end = there.link_lookup(ifname="eth0")[0]
                there.addr("add", index=end, address=f"10.88.{i // 250}.{i % 250 + 2}", prefixlen=16)
                there.link("set", index=1, state="up")
                there.link("set", index=end, state="up")
                there.route("add", dst="default", gateway="10.88.0.1")


def remove(count):
    for i in range(1, count + 1):
        netns.remove(f"s{i}")
    with IPRoute() as here:
        while len(here.get_links()) > 2:
            time.sleep(0.001)
        here.link("del", index=here.link_lookup(ifname="br0")[0])


if __name__ == "__main__":
    {"build": build, "remove": remove}[sys.argv[1]](int(sys.argv[2]))
