/* SPDX-License-Identifier: Apache-2.0 */
/* The same record as yima keeps, written the obvious way: the floor that others are measured from.
 *
 *   naive CONNINFO prepare DISPUTES
 *   naive CONNINFO run DISPUTES THREADS SECONDS SEED
 *   naive CONNINFO lsn
 *
 * One transition is one transaction of six prepared statements over a blocking connection: look at
 * colour and version and lock, update the dispute, insert the event, delete its deadline, insert
 * another, insert the outbox row. Each thread has a connection and goes on as soon as its commit is
 * answered. It computes no hash, checks no rule and keeps no idempotency key. */
#include <inttypes.h>
#include <libpq-fe.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "measure.h"

#define THREADS_MAX 256
#define HASH_TEXT   67 /* "\x", 64 digits, NUL */

struct worker {
    pthread_t thread;
    PGconn *conn;
    uint64_t disputes; /* ids are 1..disputes */
    uint64_t seed;
    int64_t until; /* measure_now() at which to stop */
    struct samples samples;
    bool ok;
};

static const char schema[] =
    "set client_min_messages = warning;"
    "drop schema if exists naive cascade;"
    "create schema naive;"
    "create table naive.dispute (id bigint primary key, number text not null, title text not null,"
    " description text not null, type smallint not null, channel smallint not null,"
    " source smallint not null, region bigint not null, body bigint not null, mediator bigint,"
    " amount_fen bigint, received_at timestamptz not null, version integer not null,"
    " colour smallint not null, stage smallint not null, updated_at timestamptz not null,"
    " due_at timestamptz, last_hash bytea not null);"
    "create table naive.event (dispute_id bigint not null, seq integer not null,"
    " at timestamptz not null, rule smallint not null, kind smallint not null,"
    " payload jsonb not null, prev_hash bytea not null, hash bytea not null,"
    " primary key (dispute_id, seq));"
    "create table naive.deadline (dispute_id bigint not null, kind smallint not null,"
    " due_at timestamptz not null, primary key (dispute_id, kind));"
    "create index on naive.deadline (due_at);"
    "create table naive.outbox (id bigserial primary key, dispute_id bigint not null,"
    " seq integer not null, topic text not null, payload jsonb not null)";

static const char fill_disputes[] =
    "insert into naive.dispute select i, 'DISPUTE-' || i, '房屋漏水赔偿纠纷 ' || i,"
    " repeat('楼上住户装修后漏水，双方对修复与赔偿数额有分歧。', 3), 2, 1, 1, 330108001005, 1014,"
    " null, i * 100, now(), 2, 1, 2, now(), now() + interval '30 days',"
    " sha256(i::text::bytea) from generate_series(1, $1::bigint) i";

static const char fill_deadlines[] =
    "insert into naive.deadline select i, 1, now() + interval '30 days'"
    " from generate_series(1, $1::bigint) i";

/* In the order in which a transition runs them. */
enum statement { LOOK, UPDATE, EVENT, UNDUE, DUE, OUTBOX, STATEMENTS };

static const char *const names[STATEMENTS] = {
    "look", "update", "event", "undue", "due", "outbox"
};

static const char *const texts[STATEMENTS] = {
    "select colour, version, last_hash from naive.dispute where id = $1::bigint for update",
    "update naive.dispute set version = version + 1, stage = 3 - stage, mediator = 5038,"
    " updated_at = now(), due_at = now() + interval '30 days', last_hash = $2::bytea"
    " where id = $1::bigint and version = $3::integer",
    "insert into naive.event values ($1::bigint, $2::integer, now(), 207, 9, $3::jsonb, $4::bytea,"
    " $5::bytea)",
    "delete from naive.deadline where dispute_id = $1::bigint and kind = 1",
    "insert into naive.deadline values ($1::bigint, 1, now() + interval '30 days')",
    "insert into naive.outbox (dispute_id, seq, topic, payload)"
    " values ($1::bigint, $2::integer, 'dispute', $3::jsonb)",
};

static bool complain(PGconn *conn, const char *what)
{
    (void)fprintf(stderr, "naive: %s: %s", what, PQerrorMessage(conn));
    return false;
}

static PGconn *connect_to(const char *conninfo)
{
    PGconn *conn = PQconnectdb(conninfo);

    if (PQstatus(conn) == CONNECTION_OK)
        return conn;
    (void)complain(conn, "connecting");
    PQfinish(conn);
    exit(1);
}

static bool command(PGconn *conn, const char *text)
{
    PGresult *res = PQexec(conn, text);
    const bool ok = PQresultStatus(res) == PGRES_COMMAND_OK;

    PQclear(res);
    return ok ? true : complain(conn, text);
}

/* ---- One transition ---- */

static PGresult *step(struct worker *w, enum statement s, const char *const *values, int n)
{
    PGresult *res = PQexecPrepared(w->conn, names[s], n, values, NULL, NULL, 0);
    const ExecStatusType status = PQresultStatus(res);
    const bool hit = s == LOOK ? status == PGRES_TUPLES_OK && PQntuples(res) == 1
                               : status == PGRES_COMMAND_OK && strcmp(PQcmdTuples(res), "1") == 0;

    if (hit)
        return res;
    (void)complain(w->conn, names[s]);
    PQclear(res);
    return NULL;
}

static bool write_step(struct worker *w, enum statement s, const char *const *values, int n)
{
    PGresult *res = step(w, s, values, n);

    PQclear(res);
    return res != NULL;
}

/* About as long as an event of yima's: who, what, under which rule, in which words. */
static void print_event(char *ret, size_t size, const char *id, int version)
{
    (void)snprintf(ret, size,
                   "{\"dispute\":\"%s\",\"seq\":%d,\"kind\":\"assign\",\"rule\":207,"
                   "\"procedure\":\"zhejiang-2025\",\"by\":{\"role\":\"body_manager\",\"staff\":"
                   "\"5037\",\"body\":\"1013\"},\"from\":\"FIRST\",\"to\":\"FIRST\",\"mediator\":"
                   "\"5038\",\"reason\":\"与当事人一方相识，为公正起见改派调解员\","
                   "\"armed\":\"case_answer\",\"disarmed\":\"assignment\"}",
                   id, version);
}

static bool write_all(struct worker *w, const char *id, int version, const char *last_hash)
{
    char event[512];
    char old[16];
    char new[16];
    char hash[HASH_TEXT] = "\\x";

    (void)snprintf(old, sizeof(old), "%d", version);
    (void)snprintf(new, sizeof(new), "%d", version + 1);
    for (int i = 0; i < 4; i++)
        (void)snprintf(hash + 2 + 16 * i, 17, "%016" PRIx64, measure_random(&w->seed, UINT64_MAX));
    print_event(event, sizeof(event), id, version + 1);
    return write_step(w, UPDATE, (const char *[]){ id, hash, old }, 3) &&
           write_step(w, EVENT, (const char *[]){ id, new, event, last_hash, hash }, 5) &&
           write_step(w, UNDUE, (const char *[]){ id }, 1) &&
           write_step(w, DUE, (const char *[]){ id }, 1) &&
           write_step(w, OUTBOX, (const char *[]){ id, new, event }, 3);
}

static bool transition(struct worker *w)
{
    char id[24];
    PGresult *found;
    bool ok;

    (void)snprintf(id, sizeof(id), "%" PRIu64, 1 + measure_random(&w->seed, w->disputes));
    if (!command(w->conn, "begin"))
        return false;
    found = step(w, LOOK, (const char *[]){ id }, 1);
    if (found == NULL)
        return false;
    ok = strcmp(PQgetvalue(found, 0, 0), "1") == 0 &&
         write_all(w, id, (int)strtol(PQgetvalue(found, 0, 1), NULL, 10), PQgetvalue(found, 0, 2));
    PQclear(found);
    return ok && command(w->conn, "commit");
}

/* ---- Threads ---- */

static bool prepare_statements(PGconn *conn)
{
    for (int i = 0; i < STATEMENTS; i++) {
        PGresult *res = PQprepare(conn, names[i], texts[i], 0, NULL);
        const bool ok = PQresultStatus(res) == PGRES_COMMAND_OK;

        PQclear(res);
        if (!ok)
            return complain(conn, names[i]);
    }
    return true;
}

static void *work(void *arg)
{
    struct worker *w = arg;
    int64_t began = measure_now();

    w->ok = true;
    while (w->ok && began < w->until) {
        int64_t ended;

        w->ok = transition(w);
        ended = measure_now();
        w->ok = w->ok && samples_add(&w->samples, ended - began);
        began = ended;
    }
    return NULL;
}

static uint64_t lsn_of(PGconn *conn)
{
    PGresult *res = PQexec(conn, "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')");
    uint64_t lsn = 0;

    if (PQresultStatus(res) == PGRES_TUPLES_OK)
        lsn = strtoull(PQgetvalue(res, 0, 0), NULL, 10);
    else
        (void)complain(conn, "lsn");
    PQclear(res);
    return lsn;
}

/* Wait for every thread; joins their samples. False when one failed. */
static bool gather(struct worker *workers, size_t n, struct samples *all)
{
    bool ok = true;

    for (size_t i = 0; i < n; i++) {
        (void)pthread_join(workers[i].thread, NULL);
        ok = workers[i].ok && samples_join(all, &workers[i].samples) && ok;
        samples_free(&workers[i].samples);
        PQfinish(workers[i].conn);
    }
    return ok;
}

static int run(const char *conninfo, char **args)
{
    const uint64_t disputes = measure_number("DISPUTES", args[0], 1, 100000000);
    const size_t n = (size_t)measure_number("THREADS", args[1], 1, THREADS_MAX);
    const int64_t seconds = (int64_t)measure_number("SECONDS", args[2], 1, 3600);
    const uint64_t seed = measure_number("SEED", args[3], 0, UINT64_MAX);
    struct worker *workers = calloc(n, sizeof(*workers));
    struct samples all = { .n = 0 };
    PGconn *conn = connect_to(conninfo);
    int64_t began;
    double took;
    uint64_t lsn;
    bool ok = workers != NULL;

    for (size_t i = 0; ok && i < n; i++) {
        workers[i].conn = connect_to(conninfo);
        workers[i].disputes = disputes;
        workers[i].seed = seed * 1000 + i;
        ok = prepare_statements(workers[i].conn);
    }
    if (!ok)
        return 1;
    lsn = lsn_of(conn);
    began = measure_now();
    for (size_t i = 0; i < n; i++) {
        workers[i].until = began + seconds * 1000000;
        if (pthread_create(&workers[i].thread, NULL, work, &workers[i]) != 0)
            exit(1);
    }
    ok = gather(workers, n, &all);
    took = (double)(measure_now() - began) / 1e6;
    lsn = lsn_of(conn) - lsn;
    (void)printf("n=%zu rate=%.0f p50=%.2f p99=%.2f wal=%.0f\n", all.n, (double)all.n / took,
                 samples_at(&all, 500), samples_at(&all, 990),
                 all.n == 0 ? 0.0 : (double)lsn / (double)all.n);
    samples_free(&all);
    free(workers);
    PQfinish(conn);
    return ok ? 0 : 1;
}

/* ---- Preloading ---- */

static bool fill(PGconn *conn, const char *text, const char *disputes)
{
    PGresult *res = PQexecParams(conn, text, 1, NULL, &disputes, NULL, NULL, 0);
    const bool ok = PQresultStatus(res) == PGRES_COMMAND_OK;

    PQclear(res);
    return ok ? true : complain(conn, "filling");
}

static int prepare(const char *conninfo, const char *disputes)
{
    PGconn *conn = connect_to(conninfo);
    bool ok;

    (void)measure_number("DISPUTES", disputes, 1, 100000000);
    ok = command(conn, schema) && fill(conn, fill_disputes, disputes) &&
         fill(conn, fill_deadlines, disputes) && command(conn, "vacuum analyze") &&
         command(conn, "checkpoint");
    PQfinish(conn);
    return ok ? 0 : 1;
}

static int show_lsn(const char *conninfo)
{
    PGconn *conn = connect_to(conninfo);

    (void)printf("%" PRIu64 "\n", lsn_of(conn));
    PQfinish(conn);
    return 0;
}

static int usage(FILE *to)
{
    (void)fputs(
        "usage: naive CONNINFO prepare DISPUTES | run DISPUTES THREADS SECONDS SEED | lsn\n", to);
    return to == stdout ? 0 : 2;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[2], "lsn") == 0)
        return show_lsn(argv[1]);
    if (argc == 4 && strcmp(argv[2], "prepare") == 0)
        return prepare(argv[1], argv[3]);
    if (argc == 7 && strcmp(argv[2], "run") == 0)
        return run(argv[1], argv + 3);
    return usage(argc == 2 && strcmp(argv[1], "--help") == 0 ? stdout : stderr);
}
