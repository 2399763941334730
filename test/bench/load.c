/* SPDX-License-Identifier: Apache-2.0 */
/* Load on yima's HTTP interface.
 *
 *   load PORT register DISPUTES FILE       register and accept disputes; their list goes to FILE
 *   load PORT single CONNECTIONS SECONDS FILE MIX
 *   load PORT bulk CONNECTIONS SECONDS FILE MIX
 *
 * The token is read from YIMA_TOKEN; it must be that of a manager of body 1013 of the sample data.
 * A connection sends the next request when the last one is answered. MIX: see
 * cases.h. A dispute belongs to one
 * connection, so every command must be accepted: anything else ends the program with status 1, and
 * so does a version, read back at the end, that is not the number of commands accepted. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include "cases.h"
#include "measure.h"
#include "wire.h"

#define CONNECTIONS_MAX 256
#define BATCH           256
#define ROW_BYTES       1024 /* of a request, at most */
#define CHECKED         2000 /* disputes read back at the end */
#define TIMEOUT_MS      30000

enum mode { REGISTER, ACCEPT, SINGLE, BULK, CHECK };

struct client {
    struct wire wire;
    uint32_t *own; /* disputes of this connection */
    size_t own_n;
    uint32_t at[BATCH]; /* those in the request under way */
    size_t n;
    int64_t sent; /* measure_now() */
    bool is_busy;
};

struct load {
    struct cases cases;
    struct client *clients;
    size_t clients_n;
    int epoll;
    enum mode mode;
    size_t cursor; /* next dispute of a mode that goes through all of them */
    size_t stride;
    int64_t until; /* end of a mode that goes on for a time */
    uint64_t seed;
    uint64_t accepted;
    struct samples samples;
};

/* ---- What to send ---- */

static bool is_timed(const struct load *l)
{
    return l->mode == SINGLE || l->mode == BULK;
}

static bool is_batch(const struct load *l)
{
    return l->mode == REGISTER || l->mode == ACCEPT || l->mode == BULK;
}

/* The disputes of the next request into c->at: random ones of its own, or the next in line. */
static bool pick(struct load *l, struct client *c)
{
    const size_t want = is_batch(l) ? BATCH : 1;

    c->n = 0;
    if (is_timed(l) && measure_now() >= l->until)
        return false;
    while (is_timed(l) && c->n < want && c->n < c->own_n) {
        const size_t j = c->n + measure_random(&l->seed, c->own_n - c->n);
        const uint32_t chosen = c->own[j];

        c->own[j] = c->own[c->n];
        c->own[c->n] = c->at[c->n] = chosen;
        c->n++;
    }
    while (!is_timed(l) && c->n < want && l->cursor < l->cases.n) {
        c->at[c->n++] = (uint32_t)l->cursor;
        l->cursor += l->stride;
    }
    return c->n > 0;
}

static void add_batch(struct load *l, struct client *c)
{
    struct wire *w = &c->wire;
    size_t mark;

    cases_add_head(&l->cases, w, "POST", "commands");
    mark = wire_body(w);
    wire_add(w, "{\"commands\":[");
    for (size_t i = 0; i < c->n; i++) {
        const struct dispute *d = &l->cases.disputes[c->at[i]];

        wire_add(w, "%s{\"key\":\"%" PRIx64 "-%" PRIu64 "\",", i > 0 ? "," : "", l->cases.key,
                 l->cases.keys++);
        if (l->mode == REGISTER) {
            cases_add_intake(w, c->at[i]);
        } else {
            wire_add(w, "\"id\":\"%s\",", d->id);
            cases_add_command(&l->cases, w, d);
        }
        wire_add(w, "}");
    }
    wire_add(w, "]}");
    wire_body_end(w, mark);
}

static void add_single(struct load *l, struct client *c)
{
    const struct dispute *d = &l->cases.disputes[c->at[0]];
    char path[64];

    if (l->mode != CHECK) {
        cases_add_single(&l->cases, &c->wire, d);
        return;
    }
    (void)snprintf(path, sizeof(path), "disputes/%s", d->id);
    cases_add_head(&l->cases, &c->wire, "GET", path);
    wire_add(&c->wire, "\r\n");
}

static bool send_next(struct load *l, struct client *c)
{
    c->is_busy = pick(l, c);
    if (!c->is_busy)
        return true;
    wire_begin(&c->wire);
    if (is_batch(l))
        add_batch(l, c);
    else
        add_single(l, c);
    c->sent = measure_now();
    return wire_write(&c->wire);
}

/* ---- What came ---- */

static bool reject(const struct client *c, const char *what)
{
    (void)fprintf(stderr, "load: %s: status %d: %.*s\n", what, c->wire.status,
                  (int)(c->wire.body_n > 600 ? 600 : c->wire.body_n), c->wire.body);
    return false;
}

static bool take_id(const char *item, struct dispute *d)
{
    static const char member[] = "\"id\":\"";
    const char *from = strstr(item, member);
    size_t n;

    if (from == NULL)
        return false;
    from += sizeof(member) - 1;
    n = strcspn(from, "\"");
    if (n >= sizeof(d->id))
        return false;
    memcpy(d->id, from, n);
    d->id[n] = '\0';
    return true;
}

/* Each item of a good batch begins with its status; no text can hold such a quote unescaped. */
static bool settle_batch(struct load *l, struct client *c)
{
    const char *const good = l->mode == REGISTER ? "{\"status\":201," : "{\"status\":200,";
    const char *at = c->wire.body;

    if (c->wire.status != 200)
        return reject(c, "batch");
    for (size_t i = 0; i < c->n; i++) {
        struct dispute *d = &l->cases.disputes[c->at[i]];

        at = strstr(at, good);
        if (at == NULL || (l->mode == REGISTER && !take_id(at, d)))
            return reject(c, "a row was not accepted");
        at += strlen(good);
        d->version++;
        l->accepted++;
    }
    return true;
}

static bool settle_single(struct load *l, struct client *c)
{
    struct dispute *d = &l->cases.disputes[c->at[0]];

    if (c->wire.status != 200)
        return reject(c, "command");
    if (l->mode != CHECK) {
        d->version++;
        l->accepted++;
    }
    return cases_is_version(&c->wire, d->version)
               ? true
               : reject(c, "another version than the number of commands");
}

static bool settle(struct load *l, struct client *c)
{
    const bool ok = is_batch(l) ? settle_batch(l, c) : settle_single(l, c);

    return ok && samples_add(&l->samples, measure_now() - c->sent);
}

/* ---- The loop ---- */

static bool serve(struct load *l, struct client *c, uint32_t events)
{
    bool is_done;

    if ((events & EPOLLOUT) != 0 && !wire_is_written(&c->wire) && !wire_write(&c->wire))
        return reject(c, "the connection was lost while writing");
    if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) == 0)
        return true;
    if (!wire_read(&c->wire, &is_done))
        return reject(c, "the connection was lost");
    return is_done ? settle(l, c) && send_next(l, c) : true;
}

static size_t busy_clients(const struct load *l)
{
    size_t n = 0;

    for (size_t i = 0; i < l->clients_n; i++)
        n += l->clients[i].is_busy;
    return n;
}

/* Run one mode to its end. */
static bool run(struct load *l, enum mode mode, int64_t seconds)
{
    struct epoll_event events[CONNECTIONS_MAX];

    l->mode = mode;
    l->cursor = 0;
    l->stride = mode == CHECK ? l->cases.n / CHECKED + 1 : 1;
    l->accepted = l->samples.n = 0;
    l->until = measure_now() + seconds * 1000000;
    for (size_t i = 0; i < l->clients_n; i++) {
        if (!send_next(l, &l->clients[i]))
            return reject(&l->clients[i], "cannot send");
    }
    while (busy_clients(l) > 0) {
        const int n = epoll_wait(l->epoll, events, CONNECTIONS_MAX, TIMEOUT_MS);

        if (n <= 0) {
            (void)fputs("load: no answer within 30 s\n", stderr);
            return false;
        }
        for (int i = 0; i < n; i++) {
            if (!serve(l, &l->clients[events[i].data.u32], events[i].events))
                return false;
        }
    }
    return true;
}

static bool open_clients(struct load *l, unsigned short port, size_t n)
{
    l->clients = calloc(n, sizeof(*l->clients));
    l->clients_n = n;
    l->epoll = epoll_create1(EPOLL_CLOEXEC);
    for (size_t i = 0; l->clients != NULL && i < n; i++) {
        struct client *c = &l->clients[i];
        struct epoll_event event = { .events = EPOLLIN | EPOLLOUT | EPOLLET,
                                     .data = { .u32 = (uint32_t)i } };

        c->own = calloc(l->cases.n / n + 1, sizeof(*c->own));
        if (c->own == NULL || !wire_open(&c->wire, port, 8192 + (size_t)BATCH * ROW_BYTES) ||
            epoll_ctl(l->epoll, EPOLL_CTL_ADD, c->wire.fd, &event) != 0)
            return false;
        for (size_t d = i; d < l->cases.n; d += n)
            c->own[c->own_n++] = (uint32_t)d;
    }
    return l->clients != NULL && l->epoll >= 0;
}

/* ---- Main ---- */

static bool run_timed(struct load *l, enum mode mode, int64_t seconds)
{
    const int64_t began = measure_now();
    const double cpu = measure_cpu();
    double took;

    if (!run(l, mode, seconds))
        return false;
    took = (double)(measure_now() - began) / 1e6;
    (void)printf("n=%" PRIu64 " rate=%.0f p50=%.2f p99=%.2f client_us=%.1f\n", l->accepted,
                 (double)l->accepted / took, samples_at(&l->samples, 500),
                 samples_at(&l->samples, 990),
                 l->accepted == 0 ? 0.0 : (measure_cpu() - cpu) * 1e6 / (double)l->accepted);
    return run(l, CHECK, 0);
}

static int prepare(struct load *l, unsigned short port, const char *number, const char *path)
{
    l->cases.n = measure_number("DISPUTES", number, 1, 10000000);
    l->cases.disputes = calloc(l->cases.n, sizeof(*l->cases.disputes));
    return l->cases.disputes != NULL && open_clients(l, port, 4) && run(l, REGISTER, 0) &&
                   run(l, ACCEPT, 0) && cases_write(&l->cases, path)
               ? 0
               : 1;
}

static int measure(struct load *l, unsigned short port, char **args)
{
    const enum mode mode = strcmp(args[0], "bulk") == 0 ? BULK : SINGLE;
    const size_t n = measure_number("CONNECTIONS", args[1], 1, CONNECTIONS_MAX);
    const int64_t seconds = (int64_t)measure_number("SECONDS", args[2], 1, 3600);

    if (!cases_read(&l->cases, args[3]))
        return 1;
    if (l->cases.n < n * (mode == BULK ? BATCH : 1)) {
        (void)fputs("load: fewer disputes than connections need\n", stderr);
        return 2;
    }
    return open_clients(l, port, n) && run_timed(l, mode, seconds) &&
                   cases_write(&l->cases, args[3])
               ? 0
               : 1;
}

static int usage(FILE *to)
{
    (void)fputs("usage: YIMA_TOKEN=… load PORT register DISPUTES FILE\n"
                "       YIMA_TOKEN=… load PORT single|bulk CONNECTIONS SECONDS FILE "
                "mediation|reassign\n",
                to);
    return to == stdout ? 0 : 2;
}

int main(int argc, char **argv)
{
    struct load l = { .mode = CHECK };
    unsigned short port;

    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return usage(stdout);
    if (argc < 5)
        return usage(stderr);
    if (!cases_init(&l.cases))
        return 2;
    l.seed = l.cases.key;
    port = (unsigned short)measure_number("PORT", argv[1], 1, 65535);
    if (argc == 5 && strcmp(argv[2], "register") == 0)
        return prepare(&l, port, argv[3], argv[4]);
    if (argc == 7 && (strcmp(argv[2], "single") == 0 || strcmp(argv[2], "bulk") == 0) &&
        cases_mix(&l.cases, argv[6]))
        return measure(&l, port, argv + 2);
    return usage(stderr);
}
