#define _GNU_SOURCE
#include "netlink.h"
#include "star.h"
#include <stdio.h>
#include <sys/mount.h>
#include <time.h>
#include <unistd.h>

static void delete_links(int socket, int type, uint32_t value) {
    struct batch batch = { .socket = socket };
    struct ifinfomsg *link = message(&batch, RTM_DELLINK, 0, sizeof *link);
    if (type)
        number(&batch, type, value);
    else
        link->ifi_index = value;
    deliver(&batch, "delete links");
}

void remove_star(int count, int by_group) {
    char path[64];
    int socket = netlink_open();
    if (by_group)
        delete_links(socket, IFLA_GROUP, GROUP);
    for (int i = 1; i <= count; i++) {
        snprintf(path, sizeof path, "/run/netns/s%d", i);
        if (umount2(path, MNT_DETACH) || unlink(path))
            die(path);
    }
    while (count_links(socket, FIRST_PORT) > 0)
        nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
    delete_links(socket, 0, BRIDGE);
    close(socket);
}
