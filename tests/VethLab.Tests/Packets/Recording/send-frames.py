"""Sends the frames that no ordinary program here sends, byte by byte, on the interface named first."""
import socket
import struct
import sys

MACS = bytes.fromhex("020000000002020000000001")
SOURCE, TARGET = "10.0.0.1", "10.0.0.2"


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ip(protocol, payload, ttl=64, options=b""):
    words = 5 + len(options) // 4
    header = struct.pack("!BBHHHBBH4s4s", 0x40 | words, 0, words * 4 + len(payload), 7, 0, ttl, protocol, 0,
                         socket.inet_aton(SOURCE), socket.inet_aton(TARGET)) + options
    return header[:10] + struct.pack("!H", checksum(header)) + header[12:] + payload


def udp(source, target, payload):
    return struct.pack("!HHHH", source, target, 8 + len(payload), 0) + payload


def tcp(flags, options=b"", payload=b"", urgent=0):
    words = 5 + len(options) // 4
    return struct.pack("!HHIIHHHH", 4000, 4001, 1000, 2000, words << 12 | flags, 500, 0, urgent) + options + payload


def icmp(kind, code, rest=b"\0\0\0\0", payload=b""):
    body = struct.pack("!BBH", kind, code, 0) + rest + payload
    return body[:2] + struct.pack("!H", checksum(body)) + body[4:]


def ether(kind, payload):
    return MACS + struct.pack("!H", kind) + payload


TAGGED = ip(17, udp(4000, 4001, b"tagged"))
ABOUT = ip(17, udp(4000, 4001, b"x" * 8))
FRAMES = [
    ether(0x8100, struct.pack("!HH", 3 << 13 | 5, 0x0800) + TAGGED),
    ether(0x88A8, struct.pack("!HHHH", 100, 0x8100, 5, 0x0800) + TAGGED),
    ether(0x8100, struct.pack("!HH", 0, 0x0806) + struct.pack("!HHBBH", 1, 0x800, 6, 4, 1) + MACS[6:] + socket.inet_aton(SOURCE)
          + bytes(6) + socket.inet_aton(TARGET)),
    ether(0x0800, ip(6, tcp(0x010, b"\1\1\5\x12" + struct.pack("!IIII", 3000, 3100, 3200, 3300)))),
    ether(0x0800, ip(6, tcp(0x0C2, b"\2\4\5\xb4\4\2\3\3\7\0\0\0"))),
    ether(0x0800, ip(6, tcp(0x039, payload=b"urgent", urgent=4))),
    ether(0x0800, ip(6, tcp(0x004))),
    ether(0x0800, ip(6, tcp(0x000))),
    ether(0x0800, ip(17, udp(4000, 4001, b"options"), ttl=3, options=b"\x94\4\0\0")),
    ether(0x0800, ip(17, udp(4000, 4001, b""))),
    ether(0x0800, ip(253, b"\0" * 20)),
    ether(0x0800, ip(1, icmp(5, 1, socket.inet_aton("10.0.0.254"), ABOUT))),
    ether(0x0800, ip(1, icmp(12, 0, b"\x0a\0\0\0", ABOUT))),
    ether(0x0800, ip(1, icmp(4, 0, payload=ABOUT))),
    *[ether(0x0800, ip(1, icmp(3, code, payload=ABOUT))) for code in (0, 2, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)],
    ether(0x0806, struct.pack("!HHBBH", 1, 0x800, 6, 4, 1) + MACS[6:] + socket.inet_aton(SOURCE)
          + MACS[:6] + socket.inet_aton(TARGET)),
]

sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
sender.bind((sys.argv[1], 0))
for frame in FRAMES:
    sender.send(frame)
