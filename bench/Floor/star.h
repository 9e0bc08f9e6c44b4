/* The star that all contenders build: a bridge with 10.88.0.1/16, COUNT namespaces s1, s2 … with a veth pair to it each. */
#pragma once
enum { BRIDGE = 100000, FIRST_PORT = BRIDGE + 1, GROUP = 4242 };

/* Builds it, for IPv4 alone; or for both, with fd88::1/64 on the bridge, and for each namespace an address of that network, the kernel's link-local one and a
   default route. */
void build(int count, int ipv6);

/* Removes it by unmounting the namespaces, or by deleting the links' group first; returns when no link of it is left. */
void remove_star(int count, int by_group);

/* Pings all pairs of namespaces, both ways; returns how many replied. */
int ping_pairs(int count, int are_known);
