/* The floor: what the kernel itself needs for the star of the benchmarks, with every trick that is known to help. Each command prints the
   milliseconds it took, without the process's own start. For the network and mount namespaces that it is started in. */
#include "netlink.h"
#include "star.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int is(const char *word, const char *expected) { return strcmp(word, expected) == 0; }

int main(int arguments, char **words) {
    if (arguments != 3) {
        fprintf(stderr, "usage: floor build4|build6|unmount|group|list|ping|pingknown COUNT\n");
        return 2;
    }
    const char *command = words[1];
    int count = atoi(words[2]);
    double start = milliseconds();
    if (is(command, "build4") || is(command, "build6"))
        build(count, is(command, "build6"));
    else if (is(command, "unmount") || is(command, "group"))
        remove_star(count, is(command, "group"));
    else if (is(command, "list"))
        count_links(netlink_open(), 0);
    else if ((is(command, "ping") || is(command, "pingknown")) && ping_pairs(count, is(command, "pingknown")) != count * (count - 1)) {
        fprintf(stderr, "replies are missing\n");
        return 1;
    }
    printf("%.3f\n", milliseconds() - start);
    return 0;
}
