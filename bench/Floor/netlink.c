#define _GNU_SOURCE
#include "netlink.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

void die(const char *what) {
    perror(what);
    exit(1);
}

double milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

int netlink_open(void) {
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    struct sockaddr_nl self = { .nl_family = AF_NETLINK };
    if (fd < 0 || bind(fd, (struct sockaddr *)&self, sizeof self) < 0)
        die("netlink socket");
    return fd;
}

static void end_message(struct batch *batch) {
    if (batch->last)
        batch->last->nlmsg_len = (uint32_t)(batch->bytes + batch->length - (char *)batch->last);
}

static void *append(struct batch *batch, size_t length) {
    void *place = batch->bytes + batch->length;
    memset(place, 0, NLMSG_ALIGN(length));
    batch->length += NLMSG_ALIGN(length);
    return place;
}

void *message(struct batch *batch, int type, int flags, size_t fixed) {
    end_message(batch);
    batch->last = append(batch, NLMSG_HDRLEN);
    batch->last->nlmsg_type = type;
    batch->last->nlmsg_flags = NLM_F_REQUEST | flags;
    return append(batch, fixed);
}

void attribute(struct batch *batch, int type, const void *value, size_t length) {
    struct rtattr *header = append(batch, RTA_LENGTH(length));
    header->rta_type = type;
    header->rta_len = RTA_LENGTH(length);
    if (length)
        memcpy(RTA_DATA(header), value, length);
}

void text(struct batch *batch, int type, const char *value) { attribute(batch, type, value, strlen(value) + 1); }

void number(struct batch *batch, int type, uint32_t value) { attribute(batch, type, &value, sizeof value); }

struct rtattr *nest(struct batch *batch, int type) {
    struct rtattr *header = (void *)(batch->bytes + batch->length);
    attribute(batch, type, NULL, 0);
    return header;
}

void end_nest(struct batch *batch, struct rtattr *nest) { nest->rta_len = batch->bytes + batch->length - (char *)nest; }

void deliver(struct batch *batch, const char *what) {
    char answer[8192];
    end_message(batch);
    batch->last->nlmsg_flags |= NLM_F_ACK;
    if (send(batch->socket, batch->bytes, batch->length, 0) < 0)
        die(what);
    ssize_t length = recv(batch->socket, answer, sizeof answer, 0);
    struct nlmsghdr *reply = (void *)answer;
    if (length < (ssize_t)sizeof *reply || reply->nlmsg_type != NLMSG_ERROR)
        die(what);
    errno = -((struct nlmsgerr *)NLMSG_DATA(reply))->error;
    if (errno)
        die(what);
    batch->length = 0;
    batch->last = NULL;
}

int count_links(int socket, int least) {
    static char answer[256 * 1024];
    struct batch batch = { .socket = socket };
    message(&batch, RTM_GETLINK, NLM_F_DUMP, sizeof(struct ifinfomsg));
    end_message(&batch);
    if (send(socket, batch.bytes, batch.length, 0) < 0)
        die("list links");
    for (int count = 0;;) {
        ssize_t left = recv(socket, answer, sizeof answer, 0);
        if (left < 0)
            die("list links");
        for (struct nlmsghdr *one = (void *)answer; NLMSG_OK(one, left); one = NLMSG_NEXT(one, left)) {
            if (one->nlmsg_type == NLMSG_DONE)
                return count;
            struct ifinfomsg *link = NLMSG_DATA(one);
            struct rtattr *part = IFLA_RTA(link);
            for (int rest = IFLA_PAYLOAD(one); RTA_OK(part, rest); part = RTA_NEXT(part, rest))
                if (part->rta_type == IFLA_IFNAME)
                    count += link->ifi_index >= least;
        }
    }
}
