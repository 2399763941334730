/* SPDX-License-Identifier: Apache-2.0 */
/* The log of reads: natural batching, as for commands. While a statement is on its way, what comes
 * gathers; then it goes, all at once. */
#include <assert.h>
#include <stdlib.h>

#include "casefile_private.h"

#define COLUMN_BYTES ((size_t)PG_CASEFILE_BATCH * (APP_CALLER_NAME_MAX + 8) + 64)

static void send(struct pg_casefile *f);

static const enum ym_pg_type types[PG_LOG_COLUMNS] = {
    YM_PG_INT4, YM_PG_INT8, YM_PG_INT8, YM_PG_TIMESTAMPTZ, YM_PG_TEXT, YM_PG_INT2,
    YM_PG_INT8, YM_PG_INT8, YM_PG_INT2, YM_PG_INT2,        YM_PG_INT2,
};

bool pg_read_log_init(struct pg_read_log *log)
{
    log->rows = calloc(PG_CASEFILE_READS, sizeof(*log->rows));
    for (size_t i = 0; i < PG_LOG_COLUMNS; i++)
        ym_column_init(&log->columns[i], types[i], COLUMN_BYTES);
    return log->rows != NULL;
}

void pg_read_log_release(struct pg_read_log *log)
{
    for (size_t i = 0; i < PG_LOG_COLUMNS; i++)
        ym_column_release(&log->columns[i]);
    free(log->rows);
}

static struct pg_read_row *at(struct pg_read_log *log, size_t i)
{
    return &log->rows[(log->first + i) % PG_CASEFILE_READS];
}

/* A list that spans disputes stands in a bucket of its reader, so that no bucket gets them all. */
static int32_t bucket_of(const struct app_access *a)
{
    uint32_t h = 2166136261u; /* FNV-1a */

    if (a->dispute.v != 0)
        return (int32_t)ym_id_bucket(a->dispute);
    for (const char *c = a->reader; *c != '\0'; c++)
        h = (h ^ (unsigned char)*c) * 16777619u;
    return (int32_t)(h % YM_BUCKETS);
}

static void add_row(struct ym_column c[PG_LOG_COLUMNS], const struct app_access *a)
{
    ym_column_i32(&c[0], bucket_of(a));
    ym_column_i64(&c[1], a->dispute.v);
    ym_column_i64(&c[2], a->id);
    ym_column_usec(&c[3], a->at);
    ym_column_span(&c[4], ym_span_of(a->reader));
    ym_column_i16(&c[5], a->role);
    ym_column_i64(&c[6], a->staff);
    ym_column_i64(&c[7], a->body);
    if (a->seat < YM_SEATS_MAX)
        ym_column_i16(&c[8], a->seat);
    else
        ym_column_null(&c[8]);
    ym_column_i16(&c[9], a->purpose);
    ym_column_i16(&c[10], a->what);
}

enum ym_err pg_casefile_log_now(struct ym_conn *conn, const struct app_access *row,
                                struct ym_error *reterr)
{
    struct ym_column columns[PG_LOG_COLUMNS];
    struct ym_param params[PG_LOG_COLUMNS];
    struct ym_statement statement;
    bool is_whole = true;
    enum ym_err err;

    for (size_t i = 0; i < PG_LOG_COLUMNS; i++) {
        ym_column_init(&columns[i], types[i], COLUMN_BYTES);
        ym_column_clear(&columns[i]);
    }
    add_row(columns, row);
    for (size_t i = 0; i < PG_LOG_COLUMNS; i++) {
        is_whole = is_whole && ym_column_ok(&columns[i]);
        params[i] = ym_column_param(&columns[i]);
    }
    statement = pg_sql_statement(PG_SQL_access_insert, params, PG_LOG_COLUMNS);
    err = is_whole ? ym_conn_run(conn, &statement, NULL, NULL, reterr)
                   : ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the log of reads");
    for (size_t i = 0; i < PG_LOG_COLUMNS; i++)
        ym_column_release(&columns[i]);
    return err;
}

/* Whoever is told may ask for the next read at once: it waits behind the others. */
static void tell(struct pg_casefile *f, enum ym_err err)
{
    struct pg_read_log *log = &f->log;

    while (log->sent > 0) {
        const struct pg_read_row r = *at(log, 0);

        log->first = (log->first + 1) % PG_CASEFILE_READS;
        log->n--;
        log->sent--;
        r.done(r.arg, err);
    }
}

/* In doubt counts as not logged: a row too many says nothing wrong, one too few would. */
static void on_done(void *arg, const struct ym_outcome *outcome)
{
    struct pg_casefile *f = arg;
    const bool is_ok = outcome->verdict == YM_VERDICT_COMMITTED;

    if (is_ok) {
        f->log.logged += f->log.sent;
        f->log.batches++;
    }
    tell(f, is_ok ? YM_E_OK : YM_E_UNAVAILABLE);
    if (f->log.n > 0)
        send(f);
}

static void on_refused(struct pg_question *q, enum ym_err err)
{
    struct pg_casefile *f = q->arg;

    tell(f, err);
    if (f->log.n > 0)
        send(f);
}

static void send(struct pg_casefile *f)
{
    struct pg_read_log *log = &f->log;
    bool is_whole = true;

    assert(log->sent == 0);
    for (size_t i = 0; i < PG_LOG_COLUMNS; i++)
        ym_column_clear(&log->columns[i]);
    while (log->sent < log->n && log->sent < PG_CASEFILE_BATCH)
        add_row(log->columns, &at(log, log->sent++)->row);
    for (size_t i = 0; i < PG_LOG_COLUMNS; i++)
        is_whole = is_whole && ym_column_ok(&log->columns[i]);
    for (size_t i = 0; is_whole && i < PG_LOG_COLUMNS; i++)
        log->params[i] = ym_column_param(&log->columns[i]);
    log->statement = pg_sql_statement(PG_SQL_access_insert, log->params, PG_LOG_COLUMNS);
    log->unit = (struct ym_pg_unit){
        .kind = YM_UNIT_SINGLE, .statements = &log->statement, .n = 1, .on_done = on_done, .arg = f
    };
    if (!is_whole || ym_link_submit(f->asker.link, &log->unit) != YM_E_OK)
        pg_ask_refuse(&f->asker, on_refused, NULL, f, YM_E_BUSY);
}

/* Refused alone: what waits is more than may. */
static void on_full(struct pg_question *q, enum ym_err err)
{
    ((app_logged_fn *)q->done)(q->arg, err);
}

void pg_casefile_log(struct app_casefile *port, const struct app_access *row, app_logged_fn *done,
                     void *arg)
{
    struct pg_casefile *f = pg_casefile_of(port);
    struct pg_read_log *log = &f->log;

    if (log->n < PG_CASEFILE_READS) {
        *at(log, log->n++) = (struct pg_read_row){ *row, done, arg };
        if (log->sent == 0)
            send(f);
        return;
    }
    pg_ask_refuse(&f->asker, on_full, PG_DONE(done), arg, YM_E_BUSY);
}
