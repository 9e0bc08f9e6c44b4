/* Route netlink, as little of it as the floor needs: messages are packed into one buffer, sent at once, and the last is acknowledged. */
#pragma once
#include <linux/rtnetlink.h>
#include <stddef.h>
#include <stdint.h>

struct batch {
    int socket;
    size_t length;
    struct nlmsghdr *last;
    char bytes[8192];
};

/* A socket in the calling thread's namespace. */
int netlink_open(void);

/* Begins a message with a fixed part; attributes follow. */
void *message(struct batch *batch, int type, int flags, size_t fixed);
void attribute(struct batch *batch, int type, const void *value, size_t length);
void text(struct batch *batch, int type, const char *value);
void number(struct batch *batch, int type, uint32_t value);
struct rtattr *nest(struct batch *batch, int type);
void end_nest(struct batch *batch, struct rtattr *nest);

/* Sends what is packed and waits for the acknowledgement of the last message; ends the program where the kernel refuses one. */
void deliver(struct batch *batch, const char *what);

/* Lists all links; returns how many of them have an index that is at least this. */
int count_links(int socket, int least);

void die(const char *what);
double milliseconds(void);
