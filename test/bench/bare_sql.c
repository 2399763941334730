/* SPDX-License-Identifier: Apache-2.0 */
#include "bare_sql.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "crypto/crypto.h"

#define STATEMENTS_MAX 5
#define DAYS_30        (INT64_C(30) * 86400 * 1000000)

static const char tuned_schema[] =
    "set client_min_messages = warning;"
    "drop schema if exists tuned cascade;"
    "create schema tuned;"
    "create table tuned.dispute (id bigint primary key, version integer not null,"
    " colour smallint not null, stage smallint not null, updated_at timestamptz not null,"
    " due_at timestamptz, state bytea not null, head bytea not null) with (fillfactor = 75,"
    " autovacuum_vacuum_scale_factor = 0.05);"
    "alter table tuned.dispute alter column state set storage plain,"
    " alter column head set storage plain;"
    "create table tuned.event (dispute_id bigint not null, seq integer not null,"
    " at timestamptz not null, rule smallint not null, kind smallint not null,"
    " hash bytea not null, payload bytea not null, primary key (dispute_id, seq));"
    "create table tuned.outbox (dispute_id bigint not null, seq integer not null,"
    " topic smallint not null, primary key (dispute_id, seq))";

static const char tuned_fill[] =
    "insert into tuned.dispute select i, 2, 1, 2, now(), now() + interval '30 days',"
    " decode(repeat('5a', 94), 'hex'), sha256(i::text::bytea)"
    " from generate_series(1, $1::bigint) i";

/* Their parameters are arrays of a batch: which, by place in struct bare. */
struct statement {
    const char *text;
    size_t n;
    unsigned char uses[BARE_ARRAYS];
};

/* What the arrays hold. */
enum { A_ID, A_VERSION, A_HEAD, A_AT, A_PAYLOAD, A_STATE, A_DUE, A_LAST };

static const struct statement tuned[] = {
    { "update tuned.dispute d set version = i.version + 1, stage = 3 - d.stage, updated_at = i.at,"
      " due_at = i.due_at, state = i.state, head = i.head"
      " from unnest($1::bigint[], $2::integer[], $3::bytea[], $4::timestamptz[], $5::timestamptz[],"
      " $6::bytea[]) as i(id, version, head, at, due_at, state)"
      " where d.id = i.id and d.version = i.version and d.colour = 1",
      6,
      { A_ID, A_VERSION, A_HEAD, A_AT, A_DUE, A_STATE } },
    { "insert into tuned.event select i.id, i.version + 1, i.at, 207, 9, i.hash, i.payload"
      " from unnest($1::bigint[], $2::integer[], $3::timestamptz[], $4::bytea[], $5::bytea[])"
      " as i(id, version, at, hash, payload)",
      5,
      { A_ID, A_VERSION, A_AT, A_HEAD, A_PAYLOAD } },
    { "insert into tuned.outbox select i.id, i.version + 1, 1"
      " from unnest($1::bigint[], $2::integer[]) as i(id, version)",
      2,
      { A_ID, A_VERSION } },
};

static const struct statement plain[] = {
    { "update naive.dispute d set version = i.version + 1, stage = 3 - d.stage, mediator = 5038,"
      " updated_at = i.at, due_at = i.due_at, last_hash = i.head"
      " from unnest($1::bigint[], $2::integer[], $3::bytea[], $4::timestamptz[], $5::timestamptz[])"
      " as i(id, version, head, at, due_at)"
      " where d.id = i.id and d.version = i.version and d.colour = 1",
      5,
      { A_ID, A_VERSION, A_HEAD, A_AT, A_DUE } },
    { "insert into naive.event select i.id, i.version + 1, i.at, 207, 9, i.payload, i.last, i.hash"
      " from unnest($1::bigint[], $2::integer[], $3::timestamptz[], $4::jsonb[], $5::bytea[],"
      " $6::bytea[]) as i(id, version, at, payload, last, hash)",
      6,
      { A_ID, A_VERSION, A_AT, A_PAYLOAD, A_LAST, A_HEAD } },
    { "delete from naive.deadline t using unnest($1::bigint[]) as i(id)"
      " where t.dispute_id = i.id and t.kind = 1",
      1,
      { A_ID } },
    { "insert into naive.deadline select i.id, 1, i.due_at"
      " from unnest($1::bigint[], $2::timestamptz[]) as i(id, due_at)",
      2,
      { A_ID, A_DUE } },
    { "insert into naive.outbox (dispute_id, seq, topic, payload)"
      " select i.id, i.version + 1, 'dispute', i.payload"
      " from unnest($1::bigint[], $2::integer[], $3::jsonb[]) as i(id, version, payload)",
      3,
      { A_ID, A_VERSION, A_PAYLOAD } },
};

static const struct statement *statements_of(const struct bare *b)
{
    return b->layout == BARE_TUNED ? tuned : plain;
}

size_t bare_statements_n(const struct bare *b)
{
    return b->layout == BARE_TUNED ? sizeof(tuned) / sizeof(tuned[0])
                                   : sizeof(plain) / sizeof(plain[0]);
}

static bool check(PGconn *conn, PGresult *res, const char *what)
{
    const ExecStatusType status = PQresultStatus(res);
    const bool ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;

    if (!ok)
        (void)fprintf(stderr, "bare: %s: %s", what, PQerrorMessage(conn));
    PQclear(res);
    return ok;
}

bool bare_prepare(PGconn *conn, uint64_t disputes)
{
    char number[24];
    const char *const values[] = { number };

    (void)snprintf(number, sizeof(number), "%llu", (unsigned long long)disputes);
    return check(conn, PQexec(conn, tuned_schema), "making tables") &&
           check(conn, PQexecParams(conn, tuned_fill, 1, NULL, values, NULL, NULL, 0), "filling") &&
           check(conn, PQexec(conn, "vacuum analyze tuned.dispute"), "vacuum") &&
           check(conn, PQexec(conn, "checkpoint"), "checkpoint");
}

static bool take_rows(struct bare *b, const PGresult *res)
{
    b->disputes_n = (size_t)PQntuples(res);
    b->disputes = calloc(b->disputes_n, sizeof(*b->disputes));
    if (b->disputes == NULL || b->disputes_n == 0)
        return false;
    for (size_t i = 0; i < b->disputes_n; i++) {
        uint32_t version;

        if (PQgetlength(res, (int)i, 1) != BARE_HASH)
            return false;
        memcpy(&version, PQgetvalue(res, (int)i, 0), sizeof(version));
        b->disputes[i].version = (int32_t)ntohl(version);
        memcpy(b->disputes[i].head, PQgetvalue(res, (int)i, 1), BARE_HASH);
    }
    return true;
}

bool bare_open(struct bare *b, PGconn *conn, enum bare_layout layout)
{
    PGresult *res;
    bool ok;

    *b = (struct bare){ .layout = layout };
    memset(b->payload, 'x', BARE_PAYLOAD);
    res = PQexecParams(conn,
                       layout == BARE_TUNED
                           ? "select version, head from tuned.dispute order by id"
                           : "select version, last_hash from naive.dispute order by id",
                       0, NULL, NULL, NULL, NULL, 1);
    ok = PQresultStatus(res) == PGRES_TUPLES_OK && take_rows(b, res);
    if (!ok)
        (void)fprintf(stderr, "bare: reading disputes: %s\n", PQerrorMessage(conn));
    PQclear(res);
    return ok;
}

bool bare_statements(const struct bare *b, PGconn *conn)
{
    bool ok = check(conn, PQprepare(conn, "begin", "begin", 0, NULL), "begin") &&
              check(conn, PQprepare(conn, "commit", "commit", 0, NULL), "commit");

    for (size_t i = 0; ok && i < bare_statements_n(b); i++) {
        const char name[] = { 's', (char)('0' + i), '\0' };

        ok = check(conn, PQprepare(conn, name, statements_of(b)[i].text, 0, NULL), name);
    }
    return ok;
}

/* About what yima writes of a command, as long as its average; canonical JSON is ASCII here. */
static void print_payload(struct bare *b, uint64_t id, int32_t seq)
{
    const int n =
        snprintf(b->payload, sizeof(b->payload),
                 "{\"at\":\"2026-11-22T14:51:06.696512+08:00\",\"by\":{\"body\":\"1013\","
                 "\"region\":\"330108003000\",\"role\":\"body_manager\"},\"clocks\":"
                 "[{\"deadline\":2}],\"command\":\"accept_case\",\"detail\":{\"note\":\"\"},"
                 "\"dispute\":\"%llu\",\"risk\":0,\"rule\":209,\"seq\":%d,\"to\":[4,26,38],"
                 "\"x\":\"",
                 (unsigned long long)id, (int)seq);

    if (n < 0 || n > BARE_PAYLOAD - 2)
        return;
    memset(b->payload + n, 'x', (size_t)(BARE_PAYLOAD - 2 - n));
    memcpy(b->payload + BARE_PAYLOAD - 2, "\"}", 3);
}

static void add_row(struct bare *b, uint32_t at, int64_t now)
{
    static const unsigned char state[BARE_STATE] = { 1 };
    struct bare_dispute *d = &b->disputes[at];
    unsigned char hash[BARE_HASH];

    print_payload(b, at + 1U, d->version + 1);
    ym_sha256_2(d->head, BARE_HASH, b->payload, BARE_PAYLOAD, hash);
    array_add_number(&b->arrays[A_ID], (int64_t)at + 1);
    array_add_number(&b->arrays[A_VERSION], d->version);
    array_add_bytes(&b->arrays[A_HEAD], hash, BARE_HASH);
    array_add_number(&b->arrays[A_AT], now);
    array_add_bytes(&b->arrays[A_PAYLOAD], b->payload, BARE_PAYLOAD);
    array_add_bytes(&b->arrays[A_STATE], state, BARE_STATE);
    array_add_number(&b->arrays[A_DUE], now + DAYS_30);
    array_add_bytes(&b->arrays[A_LAST], d->head, BARE_HASH);
    memcpy(d->head, hash, BARE_HASH);
    d->version++;
}

static void build(struct bare *b, const uint32_t *at, size_t n)
{
    static const uint32_t types[BARE_ARRAYS] = {
        ARRAY_INT8,  ARRAY_INT4,  ARRAY_BYTEA,       ARRAY_TIMESTAMPTZ,
        ARRAY_BYTEA, ARRAY_BYTEA, ARRAY_TIMESTAMPTZ, ARRAY_BYTEA,
    };
    struct timespec ts;

    (void)clock_gettime(CLOCK_REALTIME, &ts);
    for (size_t i = 0; i < BARE_ARRAYS; i++)
        array_begin(&b->arrays[i],
                    i == A_PAYLOAD && b->layout == BARE_PLAIN ? ARRAY_JSONB : types[i]);
    for (size_t i = 0; i < n; i++)
        add_row(b, at[i], (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000);
    for (size_t i = 0; i < BARE_ARRAYS; i++)
        array_end(&b->arrays[i]);
}

static bool send_statement(const struct bare *b, PGconn *conn, size_t which)
{
    const struct statement *s = &statements_of(b)[which];
    const char name[] = { 's', (char)('0' + which), '\0' };
    const char *values[BARE_ARRAYS];
    int lengths[BARE_ARRAYS];
    int formats[BARE_ARRAYS];

    for (size_t i = 0; i < s->n; i++) {
        values[i] = (const char *)b->arrays[s->uses[i]].buf;
        lengths[i] = (int)b->arrays[s->uses[i]].n;
        formats[i] = 1;
    }
    return PQsendQueryPrepared(conn, name, (int)s->n, values, lengths, formats, 0) == 1;
}

bool bare_send(struct bare *b, PGconn *conn, const uint32_t *at, size_t n)
{
    bool ok;

    build(b, at, n);
    ok = PQsendQueryPrepared(conn, "begin", 0, NULL, NULL, NULL, 0) == 1;
    for (size_t i = 0; ok && i < bare_statements_n(b); i++)
        ok = send_statement(b, conn, i);
    return ok && PQpipelineSync(conn) == 1 &&
           PQsendQueryPrepared(conn, "commit", 0, NULL, NULL, NULL, 0) == 1 &&
           PQpipelineSync(conn) == 1;
}
