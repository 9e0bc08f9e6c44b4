"""A short TCP conversation and two UDP datagrams, the second to a closed port, over IPv4 and IPv6: exchange.py serve|talk."""
import socket
import sys

ADDRESSES = [(socket.AF_INET, "10.0.0.2"), (socket.AF_INET6, "fd00::2")]

if sys.argv[1] == "serve":
    listeners = []
    for family, address in ADDRESSES:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, 4001))
        listener.listen()
        receiver = socket.socket(family, socket.SOCK_DGRAM)
        receiver.bind((address, 4001))
        listeners.append((listener, receiver))
    print("ready", flush=True)
    for listener, receiver in listeners:
        connection, _ = listener.accept()
        connection.sendall(connection.recv(100).upper())
        connection.recv(1)
        connection.close()
        receiver.recv(100)
else:
    for family, address in ADDRESSES:
        connection = socket.create_connection((address, 4001))
        connection.sendall(b"hello")
        connection.recv(100)
        connection.close()
        sender = socket.socket(family, socket.SOCK_DGRAM)
        sender.sendto(b"datagram", (address, 4001))
        sender.sendto(b"closed", (address, 4009))
        refused = socket.socket(family, socket.SOCK_STREAM)
        refused.connect_ex((address, 4009))
