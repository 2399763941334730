/* SPDX-License-Identifier: Apache-2.0 */
/* Many viewers of the live stream, for measurements and tests.
 *
 *   stream_client PORT TOKENS VIEWERS SECONDS [QUERY]
 *
 * TOKENS: a file with one bearer token a line, used in turn. Opens VIEWERS streams on 127.0.0.1, at
 * most 256 of them under way at once, prints "open N" when all have said `ready`, then counts what
 * comes for SECONDS and prints one line: what came, and how old each change was on arrival (its
 * member "at" against the clock of this machine). Ends by itself. Linux only. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define OPENING_MAX 256
#define LINE_MAX_N  512
#define TOKEN_MAX   128
#define TOKENS_MAX  20000
#define BUCKET_US   500 /* of the histogram of ages */
#define BUCKETS     40000
#define OPEN_S_MAX  120
#define READ_BYTES  65536

struct viewer {
    int fd;
    bool is_ready;
    bool is_gone;
    size_t line_n;
    char line[LINE_MAX_N]; /* a line that has not ended yet */
};

struct crowd {
    int epoll;
    int port;
    char (*tokens)[TOKEN_MAX];
    size_t tokens_n;
    const char *query;
    struct viewer *viewers;
    size_t n, asked, ready, gone;
    uint64_t changes, resyncs, ends, refused;
    uint64_t ages[BUCKETS];
    uint64_t aged;
    bool is_counting;
};

static int64_t now_usec(void)
{
    struct timespec t;

    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

__attribute__((noreturn)) static void die(const char *what)
{
    perror(what);
    exit(1);
}

/* ---- What comes ---- */

/* "2026-11-22T15:16:42.120086+08:00" as microseconds since 1970. */
static int64_t instant(const char *text)
{
    struct tm t = { 0 };
    int usec = 0;
    char fraction[8] = "";

    if (sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d.%7[0-9]", &t.tm_year, &t.tm_mon, &t.tm_mday,
               &t.tm_hour, &t.tm_min, &t.tm_sec, fraction) < 6)
        return 0;
    t.tm_year -= 1900;
    t.tm_mon -= 1;
    usec = (int)strtol(fraction, NULL, 10);
    for (size_t n = strlen(fraction); n < 6; n++)
        usec *= 10;
    return ((int64_t)timegm(&t) - 8 * 3600) * 1000000 + usec;
}

static void take_data(struct crowd *c, const char *line)
{
    const char *at = strstr(line, "\"at\":\"");
    int64_t age;

    if (at == NULL)
        return;
    c->changes++;
    age = now_usec() - instant(at + 6);
    if (age < 0)
        age = 0;
    c->ages[age / BUCKET_US < BUCKETS ? age / BUCKET_US : BUCKETS - 1]++;
    c->aged++;
}

static void take_line(struct crowd *c, struct viewer *v)
{
    const char *line = v->line;

    if (strncmp(line, "data: ", 6) == 0 && c->is_counting) {
        take_data(c, line);
    } else if (strcmp(line, "event: ready") == 0 && !v->is_ready) {
        v->is_ready = true;
        c->ready++;
    } else if (strcmp(line, "event: resync") == 0) {
        c->resyncs++;
    } else if (strcmp(line, "event: end") == 0) {
        c->ends++;
    } else if (strncmp(line, "HTTP/1.1 ", 9) == 0 && strncmp(line + 9, "200", 3) != 0) {
        c->refused++;
    }
}

static void take_bytes(struct crowd *c, struct viewer *v, const char *bytes, size_t n)
{
    while (n > 0) {
        const char *end = memchr(bytes, '\n', n);
        const size_t part = end != NULL ? (size_t)(end - bytes) : n;
        const size_t room = LINE_MAX_N - 1 - v->line_n;

        memcpy(v->line + v->line_n, bytes, part < room ? part : room);
        v->line_n += part < room ? part : room;
        if (end == NULL)
            return;
        while (v->line_n > 0 && v->line[v->line_n - 1] == '\r')
            v->line_n--;
        v->line[v->line_n] = '\0';
        take_line(c, v);
        v->line_n = 0;
        bytes += part + 1;
        n -= part + 1;
    }
}

static void drop(struct crowd *c, struct viewer *v)
{
    close(v->fd);
    v->is_gone = true;
    c->gone++;
}

static void read_some(struct crowd *c, struct viewer *v)
{
    static char bytes[READ_BYTES];
    ssize_t n;

    while ((n = recv(v->fd, bytes, sizeof(bytes), MSG_DONTWAIT)) > 0)
        take_bytes(c, v, bytes, (size_t)n);
    if (n == 0 || (errno != EAGAIN && errno != EINTR))
        drop(c, v);
}

/* ---- Opening ---- */

static void ask(struct crowd *c, size_t i)
{
    struct viewer *v = &c->viewers[i];
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)c->port) };
    struct epoll_event e = { .events = EPOLLIN, .data.ptr = v };
    char text[512];
    int n;

    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    v->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (v->fd < 0 || connect(v->fd, (struct sockaddr *)&to, sizeof(to)) != 0)
        die("connect");
    n = snprintf(text, sizeof(text),
                 "GET /api/v1/stream%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                 "%s\r\n\r\n",
                 c->query, c->tokens[i % c->tokens_n]);
    if (send(v->fd, text, (size_t)n, 0) != n)
        die("send");
    if (epoll_ctl(c->epoll, EPOLL_CTL_ADD, v->fd, &e) != 0)
        die("epoll_ctl");
}

static void turn(struct crowd *c, int wait_ms)
{
    struct epoll_event ready[512];
    const int n = epoll_wait(c->epoll, ready, 512, wait_ms);

    for (int i = 0; i < n; i++) {
        struct viewer *v = ready[i].data.ptr;

        if (!v->is_gone)
            read_some(c, v);
    }
}

static void open_all(struct crowd *c)
{
    const int64_t until = now_usec() + (int64_t)OPEN_S_MAX * 1000000;

    while (c->ready + c->gone < c->n && now_usec() < until) {
        while (c->asked < c->n && c->asked - c->ready - c->gone < OPENING_MAX)
            ask(c, c->asked++);
        turn(c, 10);
    }
}

/* ---- The whole ---- */

static void read_tokens(struct crowd *c, const char *path)
{
    FILE *f = fopen(path, "r");

    if (f == NULL)
        die(path);
    c->tokens = calloc(TOKENS_MAX, TOKEN_MAX);
    while (c->tokens != NULL && c->tokens_n < TOKENS_MAX &&
           fgets(c->tokens[c->tokens_n], TOKEN_MAX, f) != NULL) {
        c->tokens[c->tokens_n][strcspn(c->tokens[c->tokens_n], "\r\n")] = '\0';
        c->tokens_n += c->tokens[c->tokens_n][0] != '\0';
    }
    fclose(f);
    if (c->tokens_n == 0) {
        fprintf(stderr, "no tokens in %s\n", path);
        exit(2);
    }
}

/* In milliseconds. */
static double age(const struct crowd *c, double part)
{
    const uint64_t want = (uint64_t)(part * (double)c->aged);
    uint64_t seen = 0;

    for (size_t i = 0; i < BUCKETS; i++) {
        seen += c->ages[i];
        if (seen > want)
            return (double)(i + 1) * BUCKET_US / 1000.0;
    }
    return 0;
}

static void allow_descriptors(size_t n)
{
    struct rlimit files;

    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
        if (files.rlim_cur < n + 64) {
            fprintf(stderr, "%zu viewers need a higher limit of open files (ulimit -Hn)\n", n);
            exit(2);
        }
    }
}

int main(int argc, char **argv)
{
    struct crowd *c = calloc(1, sizeof(*c));
    int64_t began, until;

    if (argc < 5 || c == NULL) {
        fprintf(stderr, "usage: stream_client PORT TOKENS VIEWERS SECONDS [QUERY]\n");
        return 2;
    }
    c->port = (int)strtol(argv[1], NULL, 10);
    c->n = strtoul(argv[3], NULL, 10);
    c->query = argc > 5 ? argv[5] : "";
    allow_descriptors(c->n);
    read_tokens(c, argv[2]);
    c->viewers = calloc(c->n, sizeof(*c->viewers));
    c->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (c->viewers == NULL || c->epoll < 0)
        die("start");
    began = now_usec();
    open_all(c);
    printf("open %zu refused %llu gone %zu in %.1f s\n", c->ready, (unsigned long long)c->refused,
           c->gone, (double)(now_usec() - began) / 1e6);
    fflush(stdout);
    c->is_counting = true;
    until = now_usec() + (int64_t)strtoul(argv[4], NULL, 10) * 1000000;
    while (now_usec() < until)
        turn(c, 20);
    printf("changes %llu resyncs %llu ends %llu gone %zu age_ms p50 %.1f p99 %.1f max %.1f\n",
           (unsigned long long)c->changes, (unsigned long long)c->resyncs,
           (unsigned long long)c->ends, c->gone, age(c, 0.5), age(c, 0.99), age(c, 0.999999));
    return 0;
}
