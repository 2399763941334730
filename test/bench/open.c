/* SPDX-License-Identifier: Apache-2.0 */
/* An open loop over yima's HTTP interface: so many commands a second arrive, whatever it does.
 *
 *   open PORT RATE CONNECTIONS SECONDS FILE MIX        YIMA_TOKEN as for `load`
 *
 * Single commands, each with its Idempotency-Key, over keep-alive connections. A command that finds
 * every connection busy waits here, and its latency counts from the moment at which it arrived. All
 * must be accepted, and the version of each answer must be the number of commands on that dispute.
 * FILE, made by `load PORT register`, is written back with the new versions. Prints one line. */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>

#include "arrivals.h"
#include "cases.h"
#include "measure.h"
#include "wire.h"

#define CONNECTIONS_MAX 256
#define REQUEST_BYTES   4096
#define IDLE_US         100000
#define HANG_US         INT64_C(30000000)

struct client {
    struct wire wire;
    uint32_t at;   /* dispute of the command under way */
    int64_t since; /* when that was to be sent */
    int64_t sent;
    bool is_busy;
};

struct run {
    struct cases cases;
    struct arrivals arrivals;
    struct client *clients;
    size_t clients_n;
    size_t next; /* the client whose turn it is */
    bool *busy;  /* by dispute: a command on it is under way */
    size_t under_way;
    size_t most_under_way;
    uint64_t seed;
    uint64_t accepted;
    struct samples samples;
};

static bool fail(const struct client *c, const char *what)
{
    (void)fprintf(stderr, "open: %s: status %d: %.*s\n", what, c->wire.status,
                  (int)(c->wire.body_n > 600 ? 600 : c->wire.body_n),
                  c->wire.status == 0 ? "" : c->wire.body);
    return false;
}

static bool start(struct run *r, struct client *c, int64_t now)
{
    do {
        c->at = (uint32_t)measure_random(&r->seed, r->cases.n);
    } while (r->busy[c->at]);
    r->busy[c->at] = true;
    c->is_busy = true;
    c->since = arrivals_take(&r->arrivals);
    c->sent = now;
    r->under_way++;
    if (r->under_way > r->most_under_way)
        r->most_under_way = r->under_way;
    wire_begin(&c->wire);
    cases_add_single(&r->cases, &c->wire, &r->cases.disputes[c->at]);
    return wire_write(&c->wire) ? true : fail(c, "the connection was lost while writing");
}

static bool finish(struct run *r, struct client *c)
{
    struct dispute *d = &r->cases.disputes[c->at];

    d->version++;
    if (!cases_is_version(&c->wire, d->version))
        return fail(c, "not accepted, or another version than the number of commands");
    r->busy[c->at] = false;
    r->under_way--;
    c->is_busy = false;
    r->accepted++;
    return samples_add(&r->samples, measure_now() - c->since);
}

static bool serve(struct run *r, struct client *c, short events)
{
    bool is_done = false;

    if (!c->is_busy)
        return events == 0 ? true : fail(c, "the connection was lost while idle");
    if ((events & POLLOUT) != 0 && !wire_write(&c->wire))
        return fail(c, "the connection was lost while writing");
    if ((events & (POLLIN | POLLHUP | POLLERR)) != 0 && !wire_read(&c->wire, &is_done))
        return fail(c, "the connection was lost");
    return is_done ? finish(r, c) : true;
}

static bool wait_for(struct run *r, struct pollfd *fds)
{
    const int64_t now = measure_now();
    int64_t us = arrivals_sleep(&r->arrivals, now, IDLE_US);
    struct timespec ts;

    for (size_t i = 0; i < r->clients_n; i++) {
        const struct client *c = &r->clients[i];

        fds[i] = (struct pollfd){ .fd = c->wire.fd, .events = POLLIN };
        if (c->is_busy && !wire_is_written(&c->wire))
            fds[i].events |= POLLOUT;
        if (c->is_busy && now - c->sent > HANG_US)
            return fail(c, "no answer within 30 s");
    }
    ts = (struct timespec){ .tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000 };
    return ppoll(fds, r->clients_n, &ts, NULL) >= 0 || errno == EINTR;
}

/* In turn, so that no connection idles until the server closes it. */
static bool start_waiting(struct run *r, int64_t now)
{
    for (size_t i = 0; i < r->clients_n && arrivals_waiting(&r->arrivals) > 0; i++) {
        struct client *const c = &r->clients[r->next];

        r->next = (r->next + 1) % r->clients_n;
        if (!c->is_busy && !start(r, c, now))
            return false;
    }
    return true;
}

static bool loop(struct run *r)
{
    struct pollfd fds[CONNECTIONS_MAX] = { { .fd = -1 } };

    while (!arrivals_over(&r->arrivals) || r->under_way > 0) {
        int64_t now;

        for (size_t i = 0; i < r->clients_n; i++)
            if (fds[i].revents != 0 && !serve(r, &r->clients[i], fds[i].revents))
                return false;
        now = measure_now();
        if (!arrivals_come(&r->arrivals, now))
            return false;
        if (!start_waiting(r, now))
            return false;
        if (!wait_for(r, fds))
            return false;
    }
    return true;
}

static bool open_clients(struct run *r, unsigned short port)
{
    r->clients = calloc(r->clients_n, sizeof(*r->clients));
    r->busy = calloc(r->cases.n, sizeof(*r->busy));
    if (r->clients == NULL || r->busy == NULL)
        return false;
    for (size_t i = 0; i < r->clients_n; i++)
        if (!wire_open(&r->clients[i].wire, port, REQUEST_BYTES))
            return false;
    return true;
}

static int measure(struct run *r, char **args)
{
    const unsigned short port = (unsigned short)measure_number("PORT", args[0], 1, 65535);
    const uint64_t rate = measure_number("RATE", args[1], 1, 1000000);
    const int64_t seconds = (int64_t)measure_number("SECONDS", args[3], 1, 3600);
    int64_t began;
    double cpu;
    double took;

    r->clients_n = measure_number("CONNECTIONS", args[2], 1, CONNECTIONS_MAX);
    if (!cases_read(&r->cases, args[4]))
        return 1;
    if (r->cases.n < 2 * r->clients_n) {
        (void)fputs("open: fewer disputes than connections need\n", stderr);
        return 2;
    }
    if (!open_clients(r, port))
        return 1;
    r->seed = r->cases.key;
    cpu = measure_cpu();
    began = measure_now();
    arrivals_start(&r->arrivals, rate, seconds, r->seed);
    if (!loop(r))
        return 1;
    took = (double)(measure_now() - began) / 1e6;
    (void)printf("n=%" PRIu64 " rate=%.0f p50=%.2f p99=%.2f p999=%.2f under_way=%zu"
                 " client_us=%.1f\n",
                 r->accepted, (double)r->accepted / took, samples_at(&r->samples, 500),
                 samples_at(&r->samples, 990), samples_at(&r->samples, 999), r->most_under_way,
                 r->accepted == 0 ? 0.0 : (measure_cpu() - cpu) * 1e6 / (double)r->accepted);
    return cases_write(&r->cases, args[4]) ? 0 : 1;
}

static int usage(FILE *to)
{
    (void)fputs("usage: YIMA_TOKEN=… open PORT RATE CONNECTIONS SECONDS FILE mediation|reassign\n",
                to);
    return to == stdout ? 0 : 2;
}

int main(int argc, char **argv)
{
    struct run r = { .accepted = 0 };

    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return usage(stdout);
    if (argc != 7)
        return usage(stderr);
    (void)prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
    if (!cases_init(&r.cases) || !cases_mix(&r.cases, argv[6]))
        return usage(stderr);
    return measure(&r, argv + 1);
}
