/* SPDX-License-Identifier: Apache-2.0 */
/* The bare record in set-based batches: the ceiling that others are measured against.
 *
 *   bare CONNINFO prepare DISPUTES
 *   bare CONNINFO closed LAYOUT BATCH SECONDS SEED      the next batch when the last is committed
 *   bare CONNINFO open LAYOUT RATE SECONDS SEED         so many arrivals a second
 *
 * LAYOUT is plain (the tables of `naive prepare`) or tuned; see bare_sql.h. Two connections, each
 * with its half of the disputes and at most one batch under way, as one pipelined unit. In open
 * mode a connection that is free takes what waits for it, 64 at most (natural batching). Prints one
 * line; the status is 1 when any row was not written. */
#include <errno.h>
#include <inttypes.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>

#include "arrivals.h"
#include "bare_sql.h"
#include "measure.h"

#define LINKS      2
#define OPEN_BATCH 64
#define IDLE_US    100000
#define HANG_US    INT64_C(30000000)

struct link {
    PGconn *conn;
    uint32_t at[BARE_BATCH_MAX];   /* disputes of the batch under way, ascending */
    int64_t since[BARE_BATCH_MAX]; /* when each of them was to be sent */
    size_t n;                      /* 0: free */
    size_t updated;                /* rows that the update changed */
    unsigned syncs;                /* seen of the two */
    bool committed;
    int64_t sent;
};

struct run {
    struct bare bare;
    struct link links[LINKS];
    struct arrivals arrivals;
    bool is_open;
    size_t batch;
    int64_t until;
    uint64_t seed;
    uint64_t done;
    uint64_t batches;
    struct samples samples;
};

static PGconn *connect_to(const char *conninfo)
{
    PGconn *conn = PQconnectdb(conninfo);

    if (PQstatus(conn) == CONNECTION_OK)
        return conn;
    (void)fprintf(stderr, "bare: connecting: %s", PQerrorMessage(conn));
    PQfinish(conn);
    exit(1);
}

/* ---- Batches ---- */

/* A random dispute of this link that is in no batch. */
static uint32_t pick(struct run *r, size_t which)
{
    uint32_t at;

    do {
        at = (uint32_t)(measure_random(&r->seed, r->bare.disputes_n / LINKS) * LINKS + which);
    } while (r->bare.disputes[at].is_busy);
    r->bare.disputes[at].is_busy = true;
    return at;
}

static int ascending(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a;
    const uint32_t y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

static bool flush(struct link *l)
{
    if (PQflush(l->conn) >= 0)
        return true;
    (void)fprintf(stderr, "bare: writing: %s", PQerrorMessage(l->conn));
    return false;
}

/* Fill a free link with what there is to do. The order of arrival and that of ids are unrelated, so
 * that samples need not know which is which. */
static bool fill(struct run *r, size_t which, int64_t now)
{
    struct link *l = &r->links[which];

    if (r->is_open) {
        while (l->n < OPEN_BATCH && arrivals_waiting(&r->arrivals) > 0)
            l->since[l->n++] = arrivals_take(&r->arrivals);
    } else if (now < r->until) {
        for (l->n = 0; l->n < r->batch; l->n++)
            l->since[l->n] = now;
    }
    if (l->n == 0)
        return true;
    for (size_t i = 0; i < l->n; i++)
        l->at[i] = pick(r, which);
    qsort(l->at, l->n, sizeof(l->at[0]), ascending);
    l->updated = 0;
    l->syncs = 0;
    l->committed = false;
    l->sent = now;
    return bare_send(&r->bare, l->conn, l->at, l->n) && flush(l);
}

static bool finish(struct run *r, struct link *l)
{
    const int64_t now = measure_now();

    if (!l->committed || l->updated != l->n) {
        (void)fprintf(stderr, "bare: %zu of %zu rows, %s\n", l->updated, l->n,
                      l->committed ? "committed" : "not committed");
        return false;
    }
    for (size_t i = 0; i < l->n; i++) {
        r->bare.disputes[l->at[i]].is_busy = false;
        if (!samples_add(&r->samples, now - l->since[i]))
            return false;
    }
    r->done += l->n;
    r->batches++;
    l->n = 0;
    return true;
}

static bool take(struct link *l, PGresult *res)
{
    const ExecStatusType status = PQresultStatus(res);
    const char *tag = PQcmdStatus(res);
    bool ok = true;

    if (status == PGRES_PIPELINE_SYNC) {
        l->syncs++;
    } else if (status != PGRES_COMMAND_OK) {
        (void)fprintf(stderr, "bare: %s\n", PQresultErrorMessage(res));
        ok = false;
    } else if (strncmp(tag, "UPDATE ", 7) == 0) {
        l->updated = strtoul(tag + 7, NULL, 10);
    } else if (strcmp(tag, "COMMIT") == 0) {
        l->committed = true;
    }
    PQclear(res);
    return ok;
}

static bool receive(struct run *r, struct link *l)
{
    if (PQconsumeInput(l->conn) == 0 || !flush(l)) {
        (void)fprintf(stderr, "bare: reading: %s", PQerrorMessage(l->conn));
        return false;
    }
    while (l->n > 0 && PQisBusy(l->conn) == 0) {
        PGresult *res = PQgetResult(l->conn);

        if (res != NULL && !take(l, res))
            return false;
        if (l->syncs == 2)
            return finish(r, l);
    }
    return true;
}

/* ---- The loop ---- */

static bool is_over(const struct run *r)
{
    for (size_t i = 0; i < LINKS; i++)
        if (r->links[i].n > 0)
            return false;
    return r->is_open ? arrivals_over(&r->arrivals) : measure_now() >= r->until;
}

static bool wait_for(struct run *r)
{
    const int64_t now = measure_now();
    int64_t us = r->is_open ? arrivals_sleep(&r->arrivals, now, IDLE_US) : IDLE_US;
    struct pollfd fds[LINKS];
    struct timespec ts;
    bool are_all_busy = true;

    for (size_t i = 0; i < LINKS; i++) {
        const struct link *l = &r->links[i];

        fds[i] = (struct pollfd){ .fd = PQsocket(l->conn), .events = POLLIN };
        if (l->n > 0 && PQflush(l->conn) == 1)
            fds[i].events |= POLLOUT;
        are_all_busy = are_all_busy && l->n > 0;
        if (l->n > 0 && now - l->sent > HANG_US) {
            (void)fputs("bare: no answer within 30 s\n", stderr);
            return false;
        }
    }
    /* What arrives while no link is free need not be seen to: it waits in any case. */
    if (are_all_busy)
        us = IDLE_US;
    ts = (struct timespec){ .tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000 };
    return ppoll(fds, LINKS, &ts, NULL) >= 0 || errno == EINTR;
}

static bool loop(struct run *r)
{
    while (!is_over(r)) {
        if (r->is_open && !arrivals_come(&r->arrivals, measure_now()))
            return false;
        for (size_t i = 0; i < LINKS; i++) {
            if (r->links[i].n > 0 && !receive(r, &r->links[i]))
                return false;
            if (r->links[i].n == 0 && !fill(r, i, measure_now()))
                return false;
        }
        if (!wait_for(r))
            return false;
    }
    return true;
}

/* Statements, and pipelines that never block. */
static bool make_ready(struct run *r)
{
    for (size_t i = 0; i < LINKS; i++) {
        PGconn *conn = r->links[i].conn;

        if (!bare_statements(&r->bare, conn) || PQenterPipelineMode(conn) != 1 ||
            PQsetnonblocking(conn, 1) != 0)
            return false;
    }
    return true;
}

static int measure(struct run *r, const char *conninfo, char **args)
{
    const enum bare_layout layout = strcmp(args[0], "tuned") == 0 ? BARE_TUNED : BARE_PLAIN;
    const int64_t seconds = (int64_t)measure_number("SECONDS", args[2], 1, 3600);
    const uint64_t rate = measure_number(r->is_open ? "RATE" : "BATCH", args[1], 1,
                                         r->is_open ? 1000000 : BARE_BATCH_MAX);
    int64_t began;
    double cpu;
    double took;

    r->seed = measure_number("SEED", args[3], 0, UINT64_MAX);
    for (size_t i = 0; i < LINKS; i++)
        r->links[i].conn = connect_to(conninfo);
    if (!bare_open(&r->bare, r->links[0].conn, layout))
        return 1;
    if (r->bare.disputes_n < (size_t)LINKS * 2 * BARE_BATCH_MAX) {
        (void)fprintf(stderr, "bare: needs %d disputes\n", LINKS * 2 * BARE_BATCH_MAX);
        return 2;
    }
    if (!make_ready(r))
        return 1;
    cpu = measure_cpu();
    began = measure_now();
    r->batch = (size_t)rate;
    r->until = began + seconds * 1000000;
    if (r->is_open)
        arrivals_start(&r->arrivals, rate, seconds, r->seed);
    if (!loop(r))
        return 1;
    took = (double)(measure_now() - began) / 1e6;
    (void)printf("n=%" PRIu64 " rate=%.0f p50=%.2f p99=%.2f p999=%.2f batch=%.1f client_us=%.1f\n",
                 r->done, (double)r->done / took, samples_at(&r->samples, 500),
                 samples_at(&r->samples, 990), samples_at(&r->samples, 999),
                 r->batches == 0 ? 0.0 : (double)r->done / (double)r->batches,
                 r->done == 0 ? 0.0 : (measure_cpu() - cpu) * 1e6 / (double)r->done);
    for (size_t i = 0; i < LINKS; i++)
        PQfinish(r->links[i].conn);
    return 0;
}

static int usage(FILE *to)
{
    (void)fputs("usage: bare CONNINFO prepare DISPUTES\n"
                "       bare CONNINFO closed plain|tuned BATCH SECONDS SEED\n"
                "       bare CONNINFO open plain|tuned RATE SECONDS SEED\n",
                to);
    return to == stdout ? 0 : 2;
}

int main(int argc, char **argv)
{
    struct run r = { .is_open = false };

    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return usage(stdout);
    (void)prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
    if (argc == 4 && strcmp(argv[2], "prepare") == 0) {
        PGconn *conn = connect_to(argv[1]);
        const bool ok = bare_prepare(conn, measure_number("DISPUTES", argv[3], 1, 100000000));

        PQfinish(conn);
        return ok ? 0 : 1;
    }
    r.is_open = argc == 7 && strcmp(argv[2], "open") == 0;
    if (argc != 7 || (!r.is_open && strcmp(argv[2], "closed") != 0) ||
        (strcmp(argv[3], "plain") != 0 && strcmp(argv[3], "tuned") != 0))
        return usage(stderr);
    return measure(&r, argv[1], argv + 3);
}
