#define _GNU_SOURCE
#include "star.h"
#include "netlink.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/veth.h>
#include <net/if.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

struct space {
    int descriptor, socket;
};

static struct space *spaces;
static int wanted, made, keeps_ipv6;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t one_more = PTHREAD_COND_INITIALIZER;

static void set_link(struct batch *batch, int index, int up) {
    struct ifinfomsg *link = message(batch, RTM_NEWLINK, 0, sizeof *link);
    link->ifi_index = index;
    if (up)
        link->ifi_flags = link->ifi_change = IFF_UP;
}

/* No IPv6 link-local address. The kernel heeds it after IFF_UP of the same message, so it takes one of its own. */
static void be_quiet(struct batch *batch, int index) {
    uint8_t none = IN6_ADDR_GEN_MODE_NONE;
    set_link(batch, index, 0);
    struct rtattr *families = nest(batch, IFLA_AF_SPEC), *family = nest(batch, AF_INET6);
    attribute(batch, IFLA_INET6_ADDR_GEN_MODE, &none, 1);
    end_nest(batch, family);
    end_nest(batch, families);
}

/* An address of fd88::/64, without looking for duplicates, for a link that is up: one that was given before is dropped without a word where the kernel has no memory at
   once (percpu, GFP_ATOMIC) for its route as the link comes up, and with many namespaces that happens. */
static void add_address6(struct batch *batch, int index, uint32_t number) {
    struct in6_addr address = { .s6_addr = { 0xfd, 0x88 } };
    address.s6_addr32[3] = htonl(number);
    struct ifaddrmsg *fixed = message(batch, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, sizeof *fixed);
    *fixed = (struct ifaddrmsg){ .ifa_family = AF_INET6, .ifa_prefixlen = 64, .ifa_flags = IFA_F_NODAD, .ifa_index = index };
    attribute(batch, IFA_LOCAL, &address, sizeof address);
}

static void add_default_route6(struct batch *batch, int index) {
    struct in6_addr gateway = { .s6_addr = { 0xfd, 0x88, [15] = 1 } };
    struct rtmsg *route = message(batch, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, sizeof *route);
    *route = (struct rtmsg){ .rtm_family = AF_INET6, .rtm_table = RT_TABLE_MAIN, .rtm_protocol = RTPROT_BOOT, .rtm_type = RTN_UNICAST };
    attribute(batch, RTA_GATEWAY, &gateway, sizeof gateway);
    number(batch, RTA_OIF, index);
}

static void add_address(struct batch *batch, int index, uint32_t address) {
    struct ifaddrmsg *fixed = message(batch, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, sizeof *fixed);
    *fixed = (struct ifaddrmsg){ .ifa_family = AF_INET, .ifa_prefixlen = 16, .ifa_index = index };
    number(batch, IFA_LOCAL, htonl(address));
    number(batch, IFA_ADDRESS, htonl(address));
    number(batch, IFA_BROADCAST, htonl(address | 0xffff));
}

/* What a bridge is made of or changed to. */
static void bridge(struct batch *batch, int flags, uint8_t snooping) {
    struct ifinfomsg *link = message(batch, RTM_NEWLINK, flags, sizeof *link);
    link->ifi_index = BRIDGE;
    if (flags)
        text(batch, IFLA_IFNAME, "br0");
    struct rtattr *info = nest(batch, IFLA_LINKINFO);
    text(batch, IFLA_INFO_KIND, "bridge");
    struct rtattr *data = nest(batch, IFLA_INFO_DATA);
    attribute(batch, IFLA_BR_MCAST_SNOOPING, &snooping, 1);
    end_nest(batch, data);
    end_nest(batch, info);
}

/* The pair of namespace number i: the port is the bridge's from the beginning, the other end in its namespace. Both indexes are chosen here. */
static void make_pair(struct batch *batch, int i) {
    char name[16];
    struct ifinfomsg *link = message(batch, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, sizeof *link);
    link->ifi_index = FIRST_PORT + i;
    snprintf(name, sizeof name, "p%d", i + 1);
    text(batch, IFLA_IFNAME, name);
    number(batch, IFLA_GROUP, GROUP);
    number(batch, IFLA_NUM_TX_QUEUES, 1);
    number(batch, IFLA_NUM_RX_QUEUES, 1);
    number(batch, IFLA_MASTER, BRIDGE);
    struct rtattr *info = nest(batch, IFLA_LINKINFO);
    text(batch, IFLA_INFO_KIND, "veth");
    struct rtattr *data = nest(batch, IFLA_INFO_DATA), *peer = nest(batch, VETH_INFO_PEER);
    struct ifinfomsg end = { .ifi_index = 2 };
    memcpy(batch->bytes + batch->length, &end, sizeof end);
    batch->length += sizeof end;
    text(batch, IFLA_IFNAME, "eth0");
    number(batch, IFLA_NUM_TX_QUEUES, 1);
    number(batch, IFLA_NUM_RX_QUEUES, 1);
    number(batch, IFLA_NET_NS_FD, spaces[i].descriptor);
    end_nest(batch, peer);
    end_nest(batch, data);
    end_nest(batch, info);
    be_quiet(batch, FIRST_PORT + i);
    set_link(batch, FIRST_PORT + i, 1);
    deliver(batch, "make a pair");
}

static void configure(struct batch *batch, int i) {
    if (!keeps_ipv6)
        be_quiet(batch, 2);
    add_address(batch, 2, 0x0a580000 + i + 2 + i / 250 * 6);
    set_link(batch, 1, 1);
    set_link(batch, 2, 1);
    if (keeps_ipv6)
        add_address6(batch, 2, i + 2);
    struct rtmsg *route = message(batch, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, sizeof *route);
    *route = (struct rtmsg){ .rtm_family = AF_INET, .rtm_table = RT_TABLE_MAIN, .rtm_protocol = RTPROT_BOOT, .rtm_type = RTN_UNICAST };
    number(batch, RTA_GATEWAY, htonl(0x0a580001));
    if (keeps_ipv6)
        add_default_route6(batch, 2);
    deliver(batch, "configure an end");
}

static void *make_spaces(void *unused) {
    char path[64];
    for (int i = 0; i < wanted; i++) {
        if (unshare(CLONE_NEWNET))
            die("unshare");
        spaces[i].descriptor = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
        spaces[i].socket = netlink_open();
        snprintf(path, sizeof path, "/run/netns/s%d", i + 1);
        close(open(path, O_CREAT | O_EXCL | O_RDONLY | O_CLOEXEC, 0444));
        if (mount("/proc/thread-self/ns/net", path, NULL, MS_BIND, NULL))
            die("mount");
        pthread_mutex_lock(&lock);
        made = i + 1;
        pthread_cond_signal(&one_more);
        pthread_mutex_unlock(&lock);
    }
    return unused;
}

void build(int count, int ipv6) {
    pthread_t maker;
    wanted = count;
    keeps_ipv6 = ipv6;
    spaces = calloc(count, sizeof *spaces);
    pthread_create(&maker, NULL, make_spaces, NULL);
    struct batch here = { .socket = netlink_open() };
    bridge(&here, NLM_F_CREATE | NLM_F_EXCL, 0);
    if (!ipv6)
        be_quiet(&here, BRIDGE);
    add_address(&here, BRIDGE, 0x0a580001);
    deliver(&here, "make the bridge");
    for (int i = 0; i < count; i++) {
        pthread_mutex_lock(&lock);
        while (made <= i)
            pthread_cond_wait(&one_more, &lock);
        pthread_mutex_unlock(&lock);
        make_pair(&here, i);
        struct batch there = { .socket = spaces[i].socket };
        configure(&there, i);
        close(spaces[i].socket);
        close(spaces[i].descriptor);
    }
    pthread_join(maker, NULL);
    /* Not the other way round: while it snoops, each port that comes up has the kernel look at all ports. */
    set_link(&here, BRIDGE, 1);
    bridge(&here, 0, 1);
    if (ipv6)
        add_address6(&here, BRIDGE, 1);
    deliver(&here, "bring up the bridge");
    close(here.socket);
}
