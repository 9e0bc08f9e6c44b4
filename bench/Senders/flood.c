/* Sends UDP datagrams of 22 bytes (frames of 64) to 10.66.0.2:9 as fast as sendmmsg(2) takes them, for so many seconds; prints how many.
 * flood SECONDS SOURCE_PORT */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { BATCH = 64, PAYLOAD = 22 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in from = { .sin_family = AF_INET, .sin_port = htons(atoi(argv[2])) };
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(9) };
    inet_pton(AF_INET, "10.66.0.2", &to.sin_addr);
    if (s < 0 || bind(s, (struct sockaddr *)&from, sizeof from) || connect(s, (struct sockaddr *)&to, sizeof to)) {
        perror("flood");
        return 1;
    }
    char payload[PAYLOAD] = "VethLab";
    struct iovec vector = { payload, PAYLOAD };
    struct mmsghdr messages[BATCH];
    memset(messages, 0, sizeof messages);
    for (int i = 0; i < BATCH; i++) {
        messages[i].msg_hdr.msg_iov = &vector;
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    unsigned long long sent = 0;
    double end = now() + atof(argv[1]);
    do {
        int n = sendmmsg(s, messages, BATCH, 0);
        if (n > 0)
            sent += n;
    } while (now() < end);
    printf("%llu\n", sent);
    return 0;
}
