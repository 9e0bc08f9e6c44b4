#define _GNU_SOURCE
#include "netlink.h"
#include "star.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* So many pairs are pinged, both ways, before the neighbours that became known are forgotten: all namespaces of a machine share one table, which has
   room for 1,024 at stock settings. And so many requests are on their way at once. */
enum { ROUND = 350, WINDOW = 256 };

struct node {
    int socket;
    struct batch forget;
};

static uint16_t checksum(const uint16_t *words, int count) {
    uint32_t sum = 0;
    while (count--)
        sum += *words++;
    sum = (sum >> 16) + (sum & 0xffff);
    return ~(sum + (sum >> 16));
}

static uint32_t address(int i) { return htonl(0x0a580000 + i + 2 + i / 250 * 6); }

/* A raw ICMP socket in namespace number i, and a netlink socket. */
static struct node open_in(int i, int home) {
    char path[64];
    snprintf(path, sizeof path, "/run/netns/s%d", i + 1);
    int space = open(path, O_RDONLY | O_CLOEXEC);
    if (space < 0 || setns(space, CLONE_NEWNET))
        die(path);
    struct node node = { .socket = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_ICMP), .forget.socket = netlink_open() };
    uint32_t refused = ~(1u << ICMP_ECHOREPLY);
    setsockopt(node.socket, SOL_RAW, 1 /* ICMP_FILTER */, &refused, sizeof refused);
    close(space);
    if (node.socket < 0 || setns(home, CLONE_NEWNET))
        die("socket");
    return node;
}

static void forget(struct node *node, int neighbor) {
    struct ndmsg *entry = message(&node->forget, RTM_DELNEIGH, 0, sizeof *entry);
    *entry = (struct ndmsg){ .ndm_family = AF_INET, .ndm_ifindex = 2 };
    number(&node->forget, NDA_DST, address(neighbor));
    if (node->forget.length > sizeof node->forget.bytes - 128)
        deliver(&node->forget, "forget neighbours");
}

static void send_echo(int socket, int from, int to) {
    struct {
        struct icmphdr header;
        uint16_t pair[2];
    } echo = { { .type = ICMP_ECHO }, { from, to } };
    struct sockaddr_in target = { .sin_family = AF_INET, .sin_addr.s_addr = address(to) };
    echo.header.checksum = checksum((uint16_t *)&echo, sizeof echo / 2);
    if (sendto(socket, &echo, sizeof echo, 0, (struct sockaddr *)&target, sizeof target) < 0)
        die("sendto");
}

/* One round: pings the pairs both ways; returns how many replied. */
static int ping_round(struct node *nodes, int poll, int (*pairs)[2], int count) {
    struct epoll_event events[64];
    char answer[256];
    int sent = 0, replies = 0;
    while (replies < 2 * count) {
        for (; sent < 2 * count && sent - replies < WINDOW; sent++)
            send_echo(nodes[pairs[sent / 2][sent % 2]].socket, pairs[sent / 2][sent % 2], pairs[sent / 2][1 - sent % 2]);
        int ready = epoll_wait(poll, events, 64, 2000);
        if (ready <= 0)
            break;
        for (int i = 0; i < ready; i++)
            while (recv(nodes[events[i].data.u32].socket, answer, sizeof answer, 0) > 0)
                replies++;
    }
    return replies;
}

/* Where all neighbours are known for good there is no need of rounds. */
int ping_pairs(int count, int are_known) {
    int home = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC), poll = epoll_create1(EPOLL_CLOEXEC), replies = 0, planned = 0;
    struct node *nodes = calloc(count, sizeof *nodes);
    int(*pairs)[2] = calloc((size_t)count * count / 2, sizeof *pairs);
    for (int i = 0; i < count; i++) {
        nodes[i] = open_in(i, home);
        epoll_ctl(poll, EPOLL_CTL_ADD, nodes[i].socket, &(struct epoll_event){ .events = EPOLLIN, .data.u32 = i });
        for (int other = 0; other < i; other++, planned++)
            pairs[planned][0] = other, pairs[planned][1] = i;
    }
    int length = are_known ? planned : ROUND;
    for (int first = 0; first < planned; first += length) {
        int last = first + length < planned ? first + length : planned;
        replies += ping_round(nodes, poll, pairs + first, last - first);
        for (int i = first; i < last && planned > length; i++) {
            forget(&nodes[pairs[i][0]], pairs[i][1]);
            forget(&nodes[pairs[i][1]], pairs[i][0]);
        }
        for (int i = 0; i < count; i++)
            if (nodes[i].forget.last)
                deliver(&nodes[i].forget, "forget neighbours");
    }
    return replies;
}
