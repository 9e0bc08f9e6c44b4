"""Asks the kernel, over a socket with NETLINK_EXT_ACK and NETLINK_CAP_ACK, for what it refuses: a kind of link that it does not have, an
attribute that is too short, and one that a strictly checked request must not have."""
import socket
import struct

route = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE)
for option in (10, 11, 12):
    route.setsockopt(270, option, 1)
route.bind((0, 0))


def attribute(kind, payload):
    return struct.pack("=HH", 4 + len(payload), kind) + payload + bytes(-len(payload) % 4)


def ask(sequence, kind, flags, body):
    route.sendmsg([struct.pack("=IHHII", 16 + len(body), kind, flags | 5, sequence, 0) + body])
    route.recvmsg(65536)


link = bytes(16)
ask(1, 16, 0x600, link + attribute(3, b"dummy0\0") + attribute(18, attribute(1, b"dummy\0")))
ask(2, 16, 0x600, link + attribute(3, b"x0\0") + attribute(4, b"\0\0"))
ask(3, 18, 0x300, link + attribute(4, struct.pack("=I", 1500)))
ask(4, 18, 0, struct.pack("=BBHiII", 0, 0, 0, 1, 0, 0))
