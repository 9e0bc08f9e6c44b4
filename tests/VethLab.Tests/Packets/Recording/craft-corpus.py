"""Frames of protocols that no tool at hand sends, well-formed first and broken ones after: python3 craft-corpus.py FOLDER

Writes FOLDER/crafted.pcap and FOLDER/broken.pcap. Where a frame is broken on purpose, the line says how.
"""
import ipaddress
import struct
import sys

A, B = bytes.fromhex('020000000001'), bytes.fromhex('020000000002')
ALL = b'\xff' * 6


def checksum(data):
    data += b'\0' * (len(data) % 2)
    total = sum(struct.unpack(f'!{len(data) // 2}H', data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def ip(text):
    return ipaddress.ip_address(text).packed


def ether(payload, kind=0x800, to=B, source=A):
    return to + source + struct.pack('!H', kind) + payload


def ip4(payload, protocol, source='10.0.0.1', to='10.0.0.2', ttl=64, ident=7, flags=0x4000, options=b'', length=None, tos=0):
    header = struct.pack('!BBHHHBBH', 0x45 + len(options) // 4, tos, 20 + len(options) + len(payload) if length is None else length,
                         ident, flags, ttl, protocol, 0) + ip(source) + ip(to) + options
    return header[:10] + struct.pack('!H', checksum(header)) + header[12:] + payload


def ip6(payload, protocol, source='fd00::1', to='fd00::2', hops=64, flow=0x12345, traffic=0, length=None):
    return struct.pack('!IHBB', 6 << 28 | traffic << 20 | flow, len(payload) if length is None else length, protocol, hops) + ip(source) + ip(to) + payload


def summed(payload, offset, protocol, source, to):
    pseudo = ip(source) + ip(to) + (struct.pack('!BBH', 0, protocol, len(payload)) if '.' in source else struct.pack('!IxxxB', len(payload), protocol))
    return payload[:offset] + struct.pack('!H', checksum(pseudo + payload)) + payload[offset + 2:]


def udp(payload, port=4000, to_port=4001, source='10.0.0.1', to='10.0.0.2', length=None, **more):
    body = struct.pack('!HHHH', port, to_port, 8 + len(payload) if length is None else length, 0) + payload
    body = summed(body, 6, 17, source, to)
    return ether(ip4(body, 17, source, to, **more)) if '.' in source else ether(ip6(body, 17, source, to, **more), 0x86dd)


def tcp(flags, options=b'', payload=b'', sequence=1000, acknowledgment=0, source='10.0.0.1', to='10.0.0.2', offset=None):
    head = (20 + len(options)) // 4 if offset is None else offset
    body = struct.pack('!HHIIHHHH', 40000, 80, sequence, acknowledgment, head << 12 | flags, 64240, 0, 0) + options + payload
    body = summed(body, 16, 6, source, to)
    return ether(ip4(body, 6, source, to)) if '.' in source else ether(ip6(body, 6, source, to), 0x86dd)


def choice(kind, data=b''):
    return bytes([kind, 2 + len(data)]) + data


def icmp(kind, code, rest, source='10.0.0.1', to='10.0.0.2', **more):
    body = struct.pack('!BBH', kind, code, 0) + rest
    return ether(ip4(body[:2] + struct.pack('!H', checksum(body)) + body[4:], 1, source, to, **more))


def icmp6(kind, code, rest, source='fe80::1', to='ff02::1', hops=255, before=b'', first=58):
    body = summed(struct.pack('!BBH', kind, code, 0) + rest, 2, 58, source, to)
    return ether(ip6(before + body, first, source, to, hops), 0x86dd)


def igmp(kind, code, rest, to):
    body = struct.pack('!BBH', kind, code, 0) + rest
    return ether(ip4(body[:2] + struct.pack('!H', checksum(body)) + body[4:], 2, to=to, ttl=1, options=bytes.fromhex('94040000')))


def name(text):
    return b''.join(bytes([len(label)]) + label.encode() for label in text.split('.') if label) + b'\0'


def question(text, kind, group=1):
    return name(text) + struct.pack('!HH', kind, group)


def record(owner, kind, data, seconds=300, group=1):
    return owner + struct.pack('!HHIH', kind, group, seconds, len(data)) + data


def dns(ident, flags, questions=(), answers=(), authorities=(), additionals=()):
    parts = (questions, answers, authorities, additionals)
    return struct.pack('!HHHHHH', ident, flags, *(len(part) for part in parts)) + b''.join(b''.join(part) for part in parts)


def option(code, data):
    return bytes([code, len(data)]) + data


def dhcp(operation, options, yours='0.0.0.0', cookie=b'\x63\x82\x53\x63'):
    return (struct.pack('!BBBBIHH', operation, 1, 6, 0, 0x1234abcd, 3, 0x8000) + ip('0.0.0.0') + ip(yours) + ip('0.0.0.0') + ip('0.0.0.0')
            + A + b'\0' * 10 + b'\0' * 192 + cookie + options)


def option6(code, data):
    return struct.pack('!HH', code, len(data)) + data


def bpdu(version, kind, flags=0, more=b''):
    body = struct.pack('!HBB', 0, version, kind)
    if kind != 0x80:
        body += bytes([flags]) + b'\x80\0' + A + struct.pack('!I', 4) + b'\x90\0' + B + struct.pack('!HHHHH', 0x8001, 256, 20 * 256, 2 * 256, 15 * 256) + more
    return llc(b'\x42\x42\x03' + body, to=bytes.fromhex('0180c2000000'))


def llc(payload, to=B):
    frame = to + A + struct.pack('!H', len(payload)) + payload
    return frame + b'\0' * (60 - len(frame))


def vxlan(inner, port=4789, vni=42, flags=8):
    return udp(struct.pack('!II', flags << 24, vni << 8) + inner, 50000, port)


POINT = b'\xc0\x0c'     # to the question's name
NOP = b'\x01'
STAMPS = bytes([8, 10]) + struct.pack('!II', 77, 5)
ECHO = ip4(b'\x08\0' + struct.pack('!H', checksum(b'\x08\0\0\0\0\x09\0\x01' + b'x' * 24)) + b'\0\x09\0\x01' + b'x' * 24, 1, '10.9.0.1', '10.9.0.2')
ECHO6 = ip6(summed(b'\x80\0\0\0\0\x09\0\x01hello', 2, 58, 'fd09::1', 'fd09::2'), 58, 'fd09::1', 'fd09::2')
UDP4 = ip4(struct.pack('!HHHH', 4000, 4001, 12, 0) + b'ping', 17)
UDP6 = ip6(summed(struct.pack('!HHHH', 4000, 4001, 12, 0) + b'ping', 6, 17, 'fd00::1', 'fd00::2'), 17)
TCP4 = ip4(struct.pack('!HHIIHHHH', 40000, 80, 1000, 0, 5 << 12 | 2, 64240, 0, 0), 6)
LINK = lambda kind, mac: bytes([kind, 1]) + mac
PREFIX = struct.pack('!BBBBIII', 3, 4, 64, 0xc0, 86400, 14400, 0) + ip('fd00:1::')
ALERT = bytes.fromhex('3a00050200000100')

crafted = [
    tcp(0x002, choice(2, b'\x05\xb4') + choice(4) + STAMPS + NOP + choice(3, b'\x07')),
    tcp(0x012, choice(2, b'\x05\xa0') + NOP + NOP + choice(4) + NOP + choice(3, b'\x08'), acknowledgment=1001),
    tcp(0x010, NOP + NOP + choice(5, struct.pack('!IIII', 3000, 4000, 5000, 6000)), acknowledgment=2000),
    tcp(0x018, NOP + NOP + STAMPS, b'GET / HTTP/1.0\r\n\r\n', acknowledgment=3),
    tcp(0x0d8, payload=b'marks', acknowledgment=3),
    tcp(0x011, acknowledgment=9, source='fd00::1', to='fd00::2'),
    tcp(0x014),
    udp(b'abc', 4000, 4001, ident=0, tos=0xb8),
    udp(b'six', 4000, 4001, 'fd00::1', 'fd00::2', traffic=0x2e),
    udp(dns(1, 0x0100, [question('www.example.com', 1)]), 5000, 53),
    udp(dns(1, 0x8180, [question('www.example.com', 1)], [record(POINT, 5, name('web.example.com')), record(name('web.example.com'), 1, ip('192.0.2.1'))]), 53, 5000),
    udp(dns(2, 0x0100, [question('example.com', 28)], additionals=[record(b'\0', 41, b'', 0x8000, 1232)]), 5000, 53),
    udp(dns(2, 0x8580, [question('example.com', 28)], [record(POINT, 28, ip('2001:db8::1'))]), 53, 5000),
    udp(dns(3, 0x8180, [question('example.com', 15)], [record(POINT, 15, b'\0\x0a\x04mail' + POINT), record(POINT, 15, b'\0\x14\x05mail2' + POINT)]), 53, 5000),
    udp(dns(4, 0x8180, [question('_sip._udp.example.com', 33)], [record(POINT, 33, struct.pack('!HHH', 1, 5, 5060) + name('sip.example.com'))]), 53, 5000),
    udp(dns(5, 0x8180, [question('example.com', 16)], [record(POINT, 16, b'\x06v=spf1\x04-all')]), 53, 5000),
    udp(dns(6, 0x8183, [question('nowhere.example.com', 1)], [], [record(b'\xc0\x14', 6, name('ns.example.com') + name('admin.example.com') + struct.pack('!IIIII', 1, 2, 3, 4, 5))]), 53, 5000),
    udp(dns(7, 0x8182, [question('example.com', 1)]), 53, 5000),
    udp(dns(8, 0x8180, [question('1.2.0.192.in-addr.arpa', 12)], [record(POINT, 12, name('www.example.com'))]), 53, 5000),
    udp(dns(9, 0x8400, [question('example.com', 2)], [record(POINT, 2, b'\x02ns' + POINT)], additionals=[record(b'\x02ns' + POINT, 1, ip('192.0.2.53'))]), 53, 5000),
    udp(dns(10, 0x0100, [question('example.com', 1)]), 5000, 53, 'fd00::1', 'fd00::2'),
    udp(dns(0, 0, [question('printer.local', 1, 0x8001)]), 5353, 5353, to='224.0.0.251', ttl=255),
    udp(dns(0, 0x8400, [], [record(name('printer.local'), 1, ip('10.0.0.9'), 120, 0x8001)]), 5353, 5353, to='224.0.0.251', ttl=255),
    udp(dhcp(1, option(53, b'\x01') + option(61, b'\x01' + A) + option(12, b'ns01') + option(55, b'\x01\x03\x06\x0f') + b'\xff'), 68, 67, '0.0.0.0', '255.255.255.255'),
    udp(dhcp(2, option(53, b'\x02') + option(54, ip('10.0.0.1')) + option(51, struct.pack('!I', 3600)) + option(1, ip('255.255.255.0')) + option(3, ip('10.0.0.1'))
             + option(6, ip('10.0.0.1') + ip('10.0.0.3')) + option(15, b'lab.test') + b'\xff', '10.0.0.50'), 67, 68, '10.0.0.1', '255.255.255.255'),
    udp(dhcp(1, option(53, b'\x03') + option(50, ip('10.0.0.50')) + option(54, ip('10.0.0.1')) + b'\0\0\xff'), 68, 67, '0.0.0.0', '255.255.255.255'),
    udp(dhcp(2, option(53, b'\x05') + option(54, ip('10.0.0.1')) + option(51, struct.pack('!I', 3600)) + b'\xff', '10.0.0.50'), 67, 68, '10.0.0.1', '10.0.0.50'),
    udp(dhcp(2, option(53, b'\x06') + option(56, b'not for you') + b'\xff'), 67, 68, '10.0.0.1', '255.255.255.255'),
    udp(b'\x01\x00\xab\xcd' + option6(1, b'\0\x03\0\x01' + A) + option6(3, struct.pack('!III', 1, 0, 0)) + option6(6, b'\0\x17\0\x18'), 546, 547, 'fe80::1', 'ff02::1:2', hops=1),
    udp(b'\x02\x00\xab\xcd' + option6(1, b'\0\x03\0\x01' + A) + option6(2, b'\0\x03\0\x01' + B) + option6(3, struct.pack('!III', 1, 1800, 2880)
        + option6(5, ip('fd00::50') + struct.pack('!II', 3600, 7200))) + option6(23, ip('fd00::53')), 547, 546, 'fe80::2', 'fe80::1'),
    udp(b'\x0c\x00' + ip('fd00::') + ip('fe80::1') + option6(9, b'\x01\x00\xab\xcd' + option6(1, b'\0\x03\0\x01' + A)), 547, 547, 'fe80::3', 'fe80::2'),
    vxlan(ether(ECHO)),
    vxlan(ether(ECHO), 8472, 7),
    vxlan(ether(ECHO6, 0x86dd)),
    vxlan(ether(struct.pack('!HHBBH', 1, 0x800, 6, 4, 1) + A + ip('10.9.0.1') + b'\0' * 6 + ip('10.9.0.2'), 0x806, ALL)),
    ether(ip4(ECHO, 4)),
    ether(ip4(ECHO6, 41)),
    ether(ip6(ECHO, 4), 0x86dd),
    ether(ip4(struct.pack('!HH', 0, 0x800) + ECHO, 47)),
    ether(ip4(struct.pack('!HHII', 0x3000, 0x800, 99, 5) + ECHO, 47)),
    ether(ip4(struct.pack('!HHI', 0x2000, 0x6558, 3) + ether(ECHO), 47)),
    icmp(8, 0, struct.pack('!HH', 77, 3) + b'payload'),
    icmp(0, 0, struct.pack('!HH', 77, 3) + b'payload', ttl=63, ident=0x1234, flags=0),
    icmp(3, 0, b'\0' * 4 + UDP4, to='10.0.0.1'), icmp(3, 1, b'\0' * 4 + UDP4), icmp(3, 2, b'\0' * 4 + UDP4), icmp(3, 3, b'\0' * 4 + UDP4),
    icmp(3, 4, b'\0\0\x05\x14' + UDP4), icmp(3, 13, b'\0' * 4 + TCP4[:28]),
    icmp(5, 1, ip('10.0.0.254') + UDP4),
    icmp(11, 0, b'\0' * 4 + ECHO[:28]), icmp(11, 1, b'\0' * 4 + UDP4), icmp(12, 0, b'\x08\0\0\0' + UDP4),
    icmp(4, 0, b'\0' * 4 + UDP4),
    icmp(13, 0, struct.pack('!HHIII', 5, 1, 1000, 0, 0)), icmp(14, 0, struct.pack('!HHIII', 5, 1, 1000, 2000, 2001)),
    icmp(17, 0, struct.pack('!HHI', 5, 1, 0)), icmp(18, 0, struct.pack('!HHI', 5, 1, 0xffffff00)),
    icmp(10, 0, b'\0' * 4, to='224.0.0.2', ttl=1), icmp(9, 0, struct.pack('!BBH', 1, 2, 1800) + ip('10.0.0.1') + b'\0' * 4, to='224.0.0.1', ttl=1),
    icmp6(1, 0, b'\0' * 4 + UDP6, to='fe80::2'), icmp6(1, 4, b'\0' * 4 + UDP6, to='fe80::2'), icmp6(2, 0, struct.pack('!I', 1280) + UDP6, to='fe80::2'),
    icmp6(3, 0, b'\0' * 4 + UDP6, to='fe80::2'), icmp6(4, 1, struct.pack('!I', 6) + UDP6, to='fe80::2'),
    icmp6(128, 0, struct.pack('!HH', 9, 1) + b'hello', to='fe80::2', hops=64), icmp6(129, 0, struct.pack('!HH', 9, 1) + b'hello', to='fe80::2', hops=64),
    icmp6(133, 0, b'\0' * 4 + LINK(1, A), to='ff02::2'),
    icmp6(134, 0, struct.pack('!BBHII', 64, 0x40, 1800, 30000, 1000) + LINK(1, A) + struct.pack('!BBHI', 5, 1, 0, 1400) + PREFIX
          + struct.pack('!BBHI', 25, 3, 0, 600) + ip('fd00::53')),
    icmp6(135, 0, b'\0' * 4 + ip('fe80::2') + LINK(1, A), to='ff02::1:ff00:2'),
    icmp6(136, 0, b'\xe0\0\0\0' + ip('fe80::2') + LINK(2, B), to='fe80::1'),
    icmp6(137, 0, b'\0' * 4 + ip('fe80::3') + ip('fd00::2') + LINK(2, B) + bytes([4, 1 + (len(UDP6) + 4) // 8]) + b'\0' * 6 + UDP6 + b'\0' * 4, to='fe80::2'),
    icmp6(130, 0, struct.pack('!HH', 1000, 0) + ip('::'), hops=1, before=ALERT, first=0),
    icmp6(130, 0, struct.pack('!HH', 10000, 0) + ip('ff02::fb') + b'\x02\x7d\0\0', hops=1, before=ALERT, first=0),
    icmp6(131, 0, b'\0' * 4 + ip('ff02::fb'), to='ff02::fb', hops=1, before=ALERT, first=0),
    icmp6(132, 0, b'\0' * 4 + ip('ff02::fb'), to='ff02::2', hops=1, before=ALERT, first=0),
    icmp6(143, 0, struct.pack('!HH', 0, 2) + struct.pack('!BBH', 4, 0, 0) + ip('ff02::fb') + struct.pack('!BBH', 3, 0, 1) + ip('ff05::1') + ip('fd00::9'), to='ff02::16', hops=1, before=ALERT, first=0),
    igmp(0x11, 100, ip('0.0.0.0'), '224.0.0.1'), igmp(0x11, 20, ip('239.1.1.1') + b'\x02\x7d\0\0', '239.1.1.1'), igmp(0x16, 0, ip('239.1.1.1'), '239.1.1.1'),
    igmp(0x17, 0, ip('239.1.1.1'), '224.0.0.2'), igmp(0x12, 0, ip('239.1.1.1'), '239.1.1.1'),
    igmp(0x22, 0, struct.pack('!HHBBH', 0, 2, 4, 0, 0) + ip('239.1.1.1') + struct.pack('!BBH', 1, 0, 2) + ip('239.1.1.2') + ip('10.0.0.5') + ip('10.0.0.6'), '224.0.0.22'),
    bpdu(0, 0), bpdu(0, 0, 0x81), bpdu(2, 2, 0x7c, b'\0'), bpdu(0, 0x80),
    llc(b'\xaa\xaa\x03\0\0\0\x08\0' + ECHO), llc(b'\xe0\xe0\x03\xff\xff\0\x22'),
    ether(bytes.fromhex('02070402000000000104040565746806020078') + b'\x0a\x04host\0\0', 0x88cc, bytes.fromhex('0180c200000e')),
    ether(struct.pack('!HHBBH', 1, 0x800, 6, 4, 1) + A + ip('10.0.0.1') + b'\0' * 6 + ip('10.0.0.2'), 0x806, ALL),
    ether(struct.pack('!HHBBH', 1, 0x800, 6, 4, 2) + B + ip('10.0.0.2') + A + ip('10.0.0.1'), 0x806, A, B),
    ether(struct.pack('!HHBBH', 1, 0x800, 6, 4, 3) + A + ip('0.0.0.0') + A + ip('0.0.0.0'), 0x8035, ALL),
    ether(struct.pack('!HH', 0x6064, 0x800) + ECHO, 0x8100), ether(struct.pack('!HHHH', 0x0064, 0x8100, 0x000a, 0x800) + ECHO, 0x88a8),
    ether(struct.pack('!HHHH', 0x0014, 0x8100, 0xa005, 0x86dd) + ECHO6, 0x8100),
    ether(ip4(ECHO[20:], 1, flags=0x2000, ident=99)), ether(ip4(b'y' * 24, 1, flags=0x0004, ident=99)),
    ether(ip6(struct.pack('!BBHI', 17, 0, 1, 99) + UDP6[40:] + b'\0' * 4, 44), 0x86dd), ether(ip6(struct.pack('!BBHI', 17, 0, 0x10, 99) + b'z' * 12, 44), 0x86dd),
    ether(ip6(b'\x2b\0\x01\x04\0\0\0\0' + b'\x3c\x02\x02\x01\0\0\0\0' + ip('fd00::9') + b'\x11\0\x01\x04\0\0\0\0' + UDP6[40:], 0), 0x86dd),
    ether(ip6(b'\x11\x04\0\0\0\0\0\x05\0\0\0\x06' + b'\x07' * 12 + UDP6[40:], 51), 0x86dd),
    ether(ip6(b'', 59), 0x86dd),
    ether(ip4(b'esp' * 8, 50)), ether(ip4(b'x' * 20, 253)), ether(b'\x01\x02\x03\x04', 0x88b5),
    ether(ip4(UDP4[20:], 17, options=bytes.fromhex('01010100'))),
]

LOOP = struct.pack('!HHHHHH', 1, 0x0100, 1, 0, 0, 0) + b'\xc0\x0c' + struct.pack('!HH', 1, 1)
broken = [
    udp(LOOP, 5000, 53),                                                                                # a name that points to itself
    udp(struct.pack('!HHHHHH', 1, 0x0100, 1, 0, 0, 0) + b'\xc0\x12\0\x01\0\x01\xc0\x0c', 5000, 53),       # and two that point to each other
    udp(struct.pack('!HHHHHH', 1, 0x8180, 0, 65535, 0, 0) + record(b'\0', 1, ip('10.0.0.1')), 53, 5000),  # fewer answers than it says
    udp(dns(1, 0x0100, [b'\x3fshort']), 5000, 53),                                                      # a label that is cut
    udp(dns(1, 0x8180, [], [record(b'\0', 1, b'\x01\x02')]), 53, 5000),                                 # an address of two bytes
    udp(dhcp(1, option(53, b'\x01') + b'\x0c\xc8short'), 68, 67),                                       # an option that is longer than the packet
    udp(dhcp(1, b'')[:100], 68, 67),                                                                    # half of it
    tcp(0x002, b'\x02\xc8\x05\xb4'), tcp(0x002, offset=3), tcp(0x002, offset=15), tcp(0x002)[:40],       # options, headers of impossible length; a cut
    icmp6(135, 0, b'\0' * 4 + ip('fe80::2') + b'\x01\0' + A), icmp6(135, 0, b'\0' * 4 + ip('fe80::2')[:9]), icmp6(143, 0, struct.pack('!HH', 0, 9)),
    ether(ip4(b'', 17, length=10)), ether(ip4(UDP4[20:], 17, length=500)), ether(b'\x41' + UDP4[1:]), ether(UDP6, 0x800), ether(UDP4, 0x86dd),
    udp(b'abc', length=7), udp(b'abc', length=400),
    ether(ip6(b'\x11\x20\0\0\0\0\0\0' + UDP6[40:], 0), 0x86dd),                                         # an extension header that is longer than the packet
    ether(ip6(UDP6[40:], 17, length=900), 0x86dd),
    vxlan(b'\x01\x02'), vxlan(ether(ECHO[:12])), udp(b'\x08\0', 50000, 4789), ether(ip4(b'\x20\0\x08\0', 47)), ether(ip4(b'\0', 47)), ether(ip4(ECHO[:9], 4)),
    bpdu(0, 0)[:30], llc(b'\x42\x42\x03\0\x01\0\0'), ether(b'\0\x01\x08', 0x806), ether(b'\0\x64', 0x8100), b'\x02\0\0', ether(b'', 0x800),
    ether(b'\x0a\xff', 0x88cc), icmp(3, 3, b'\0' * 4 + UDP4[:9]), icmp(8, 0, b'\0'), igmp(0x22, 0, struct.pack('!HH', 0, 7), '224.0.0.22'),
]


def write(path, frames):
    with open(path, 'wb') as file:
        file.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 262144, 1))
        for number, frame in enumerate(frames):
            file.write(struct.pack('<IIII', 1700000000, number, len(frame), len(frame)) + frame)


write(sys.argv[1] + '/crafted.pcap', crafted)
write(sys.argv[1] + '/broken.pcap', broken)
