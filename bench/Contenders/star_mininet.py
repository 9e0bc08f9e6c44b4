"""The star by mininet with its LinuxBridge; it keeps its hosts in one process. Prints the milliseconds from that process's start until the star is
built, and those that removing it takes. Usage: star_mininet.py COUNT"""
import os
import sys
import time

with open("/proc/self/stat", encoding="ascii") as stat:
    started = int(stat.read().rsplit(")", 1)[1].split()[19]) / os.sysconf("SC_CLK_TCK")

from mininet.net import Mininet
from mininet.nodelib import LinuxBridge
from mininet.topo import Topo


class Star(Topo):
    def build(self, count):
        bridge = self.addSwitch("br0", ip="10.88.0.1/16")
        for i in range(1, count + 1):
            self.addLink(self.addHost(f"s{i}", ip=f"10.88.{i // 250}.{i % 250 + 2}/16", defaultRoute="via 10.88.0.1"), bridge)


net = Mininet(topo=Star(int(sys.argv[1])), switch=LinuxBridge, controller=None, waitConnected=False)
net.start()
built = time.clock_gettime(time.CLOCK_BOOTTIME)
net.stop()
while any(name.startswith("br0-") for name in os.listdir("/sys/class/net")):
    time.sleep(0.001)
removed = time.clock_gettime(time.CLOCK_BOOTTIME)
print(f"{(built - started) * 1000:.1f} {(removed - built) * 1000:.1f}")
