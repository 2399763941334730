/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/keep.h"

#include <assert.h>
#include <string.h>

#include "app/credit_access.h"
#include "pg/bin.h"
#include "pg/credit.h"
#include "sql.h"
#include "yima/id.h"

#define DAY           YM_USEC_PER_DAY
#define USEC_PER_MS   1000
#define COUNT(params) (sizeof(params) / sizeof((params)[0]))

/* Short, polite, and not waited for: another program's lock or a slow plan ends the slice. */
#define BEGIN                                                                                      \
    "begin; set local statement_timeout = 5000; set local lock_timeout = 1000; "                   \
    "set local synchronous_commit = off"

_Static_assert(PG_KEEP_STATEMENT_MS == 5000, "BEGIN says it too");

struct answer {
    bool is_given;     /* there was a row, and its first value was not null */
    int64_t n;         /* rows touched */
    int64_t values[2]; /* first columns of the row */
    ym_usec at;        /* third column of keep_turn */
};

static void on_answer(void *arg, const struct ym_rows *rows)
{
    struct answer *a = arg;

    a->n = ym_rows_affected(rows);
    if (ym_rows_count(rows) == 0 || ym_rows_is_null(rows, 0, 0))
        return;
    a->is_given = true;
    a->values[0] = ym_rows_int(rows, 0, 0);
    if (ym_rows_columns(rows) > 1 && !ym_rows_is_null(rows, 0, 1))
        a->values[1] = ym_rows_int(rows, 0, 1);
}

static void on_turn(void *arg, const struct ym_rows *rows)
{
    struct pg_keep *k = arg;

    if (ym_rows_count(rows) == 0)
        return;
    k->is_mine = true;
    k->now = ym_rows_usec(rows, 0, 0);
    k->bucket = ym_rows_i32(rows, 0, 1);
    k->round_at = ym_rows_usec(rows, 0, 2);
}

static struct ym_param instance_param(const struct pg_keep *k)
{
    return ym_param_bytes((struct ym_span){ (const char *)k->instance, sizeof(k->instance) });
}

/* ---- One transaction each ---- */

static enum ym_err run(struct ym_conn *c, struct ym_statement s, ym_conn_rows_fn *on_rows,
                       void *arg, struct ym_error *reterr)
{
    enum ym_err err = ym_conn_script(c, BEGIN, reterr);

    if (err == YM_E_OK)
        err = ym_conn_run(c, &s, on_rows, arg, reterr);
    if (err == YM_E_OK)
        err = ym_conn_script(c, "commit", reterr);
    if (err != YM_E_OK && ym_conn_script(c, "rollback", NULL) != YM_E_OK)
        return err; /* the connection is gone, and the transaction with it */
    return err;
}

/* Take the turn or hold on to it. */
static enum ym_err hold_turn(struct pg_keep *k, struct ym_conn *c, struct ym_error *reterr)
{
    struct ym_scalar room[2];
    const struct ym_param params[] = { instance_param(k), ym_param_i64(&room[0], PG_KEEP_TURN_MS),
                                       ym_param_usec(&room[1], k->now) };

    k->is_mine = false;
    return run(c, pg_sql_statement(PG_SQL_keep_turn, params, COUNT(params)), on_turn, k, reterr);
}

/* Note how far the round is. */
static enum ym_err save(const struct pg_keep *k, struct ym_conn *c, bool is_over,
                        struct ym_error *reterr)
{
    struct ym_scalar room[3];
    const struct ym_param params[] = { instance_param(k), ym_param_i32(&room[0], k->bucket),
                                       ym_param_usec(&room[1], k->round_at),
                                       ym_param_bool(&room[2], is_over) };

    return run(c, pg_sql_statement(PG_SQL_keep_done, params, COUNT(params)), NULL, NULL, reterr);
}

static enum ym_err take_turn(struct pg_keep *k, struct ym_conn *c, struct ym_error *reterr)
{
    enum ym_err err = hold_turn(k, c, reterr);

    if (err != YM_E_OK)
        return err;
    k->is_round = k->bucket != 0 || k->now - PG_KEEP_ROUND_MS * (ym_usec)USEC_PER_MS >= k->round_at;
    k->has_end = false;
    k->step = k->is_mine ? PG_KEEP_MARK : PG_KEEP_DONE;
    return YM_E_OK;
}

static enum ym_err mark(struct pg_keep *k, struct ym_conn *c, struct ym_error *reterr)
{
    struct ym_scalar room[2];
    const struct ym_param params[] = { ym_param_usec(&room[0], k->now),
                                       ym_param_i64(&room[1], PG_KEEP_MARK_MS) };
    struct ym_scalar old_room;
    const struct ym_param old = ym_param_usec(&old_room, k->now - k->feed);
    enum ym_err err =
        run(c, pg_sql_statement(PG_SQL_keep_mark, params, COUNT(params)), NULL, NULL, reterr);

    if (err == YM_E_OK)
        err = run(c, pg_sql_statement(PG_SQL_keep_unmark, &old, 1), NULL, NULL, reterr);
    k->hours = 0;
    k->step = k->tally != NULL ? PG_KEEP_TALLY : PG_KEEP_FEED;
    return err;
}

/* The turn must outlive many hours that are behind. */
static enum ym_err add_up(struct pg_keep *k, struct ym_conn *c, struct ym_error *reterr)
{
    const ym_usec now = k->now;
    bool is_more;
    enum ym_err err = pg_tally_slice(k->tally, c, k->now, &is_more, reterr);

    k->tallied += err == YM_E_OK;
    if (err == YM_E_OK && is_more && ++k->hours % PG_TALLY_HOLD == 0) {
        err = hold_turn(k, c, reterr);
        k->now = now;
        if (err == YM_E_OK && !k->is_mine)
            k->step = PG_KEEP_DONE; /* this program slept, and another goes on */
    } else if (err == YM_E_OK && !is_more) {
        k->step = PG_KEEP_FEED;
    }
    return err;
}

static void after_feed(struct pg_keep *k)
{
    k->step = k->is_round ? PG_KEEP_KEYS : PG_KEEP_DONE;
}

static enum ym_err find_feed_end(struct pg_keep *k, struct ym_conn *c, struct ym_error *reterr)
{
    struct ym_scalar room;
    const struct ym_param old = ym_param_usec(&room, k->now - k->feed);
    struct answer a = { .is_given = false };
    enum ym_err err =
        run(c, pg_sql_statement(PG_SQL_keep_feed_end, &old, 1), on_answer, &a, reterr);

    k->has_end = true;
    k->feed_from = 0;
    k->feed_end = a.is_given ? a.values[0] : 0;
    if (err == YM_E_OK && !a.is_given)
        after_feed(k);
    return err;
}

static enum ym_err prune_feed(struct pg_keep *k, struct ym_conn *c, struct ym_error *reterr)
{
    struct ym_scalar room[3];
    const struct ym_param params[] = { ym_param_i64(&room[0], k->feed_end),
                                       ym_param_i64(&room[1], k->feed_from),
                                       ym_param_i64(&room[2], PG_KEEP_ROWS) };
    struct answer a = { .is_given = false };
    enum ym_err err =
        run(c, pg_sql_statement(PG_SQL_keep_feed, params, COUNT(params)), on_answer, &a, reterr);

    if (err != YM_E_OK)
        return err;
    k->feed_gone += (uint64_t)a.values[0];
    k->feed_from = a.values[1];
    if (a.values[0] < PG_KEEP_ROWS)
        after_feed(k);
    return YM_E_OK;
}

/* The turn must outlive a long round; the number of its buckets is noted on the way. */
static enum ym_err next_bucket(struct pg_keep *k, struct ym_conn *c, struct ym_error *reterr)
{
    enum ym_err err = YM_E_OK;
    const int32_t bucket = ++k->bucket;
    const ym_usec now = k->now;

    if (bucket == YM_BUCKETS) {
        k->bucket = 0;
        k->upload_bucket = 0;
        k->step = PG_KEEP_UPLOADS;
    } else if (bucket % PG_KEEP_SAVE_BUCKETS == 0) {
        err = save(k, c, false, reterr);
        if (err == YM_E_OK)
            err = hold_turn(k, c, reterr);
        k->now = now;
        if (err == YM_E_OK && !k->is_mine)
            k->step = PG_KEEP_DONE; /* this program slept, and another goes on */
    }
    return err;
}

static ym_usec upload_age(const struct pg_keep *k)
{
    return k->now - PG_KEEP_UPLOAD_MS * (ym_usec)USEC_PER_MS;
}

/* What nobody finished, of one bucket. */
static enum ym_err prune_bucket(struct pg_keep *k, struct ym_conn *c, struct ym_error *reterr)
{
    struct ym_scalar room[5];
    const struct ym_param params[] = {
        ym_param_i32(&room[0], k->upload_bucket),
        ym_param_usec(&room[1], upload_age(k)),
        ym_param_usec(&room[2], k->now),
        ym_param_usec(&room[3], k->now - PG_KEEP_GONE_MS * (ym_usec)USEC_PER_MS),
        ym_param_i64(&room[4], PG_KEEP_GONE_MAX),
    };
    struct answer a = { .is_given = false };
    enum ym_err err =
        run(c, pg_sql_statement(PG_SQL_keep_uploads, params, COUNT(params)), on_answer, &a, reterr);

    if (err != YM_E_OK)
        return err;
    k->uploads_gone += (uint64_t)a.values[0];
    k->upload_bucket += a.values[0] < PG_KEEP_GONE_MAX;
    return YM_E_OK;
}

/* Those buckets alone that hold any. */
static enum ym_err prune_uploads(struct pg_keep *k, struct ym_conn *c, struct ym_error *reterr)
{
    struct ym_scalar room[2];
    const struct ym_param params[] = { ym_param_i32(&room[0], k->upload_bucket),
                                       ym_param_usec(&room[1], upload_age(k)) };
    struct answer a = { .is_given = false };
    enum ym_err err = run(c, pg_sql_statement(PG_SQL_keep_uploads_next, params, COUNT(params)),
                          on_answer, &a, reterr);

    if (err != YM_E_OK)
        return err;
    if (!a.is_given) {
        k->step = PG_KEEP_TOKENS;
        return YM_E_OK;
    }
    k->upload_bucket = (int32_t)a.values[0];
    return prune_bucket(k, c, reterr);
}

static enum ym_err prune_keys(struct pg_keep *k, struct ym_conn *c, struct ym_error *reterr)
{
    struct ym_scalar room[3];
    const struct ym_param params[] = { ym_param_i32(&room[0], k->bucket),
                                       ym_param_usec(&room[1], k->now - k->keys),
                                       ym_param_i64(&room[2], PG_KEEP_ROWS) };
    struct answer a = { .is_given = false };
    enum ym_err err =
        run(c, pg_sql_statement(PG_SQL_keep_keys, params, COUNT(params)), on_answer, &a, reterr);

    if (err != YM_E_OK)
        return err;
    k->keys_gone += (uint64_t)a.n;
    return a.n < PG_KEEP_ROWS ? next_bucket(k, c, reterr) : YM_E_OK;
}

/* Delete PG_KEEP_ROWS of what ended before `age` ago, a statement of two parameters; go on with
 * next when there were fewer. */
static enum ym_err prune(struct pg_keep *k, struct ym_conn *c, enum pg_sql sql, ym_usec age,
                         enum pg_keep_step next, struct ym_error *reterr)
{
    struct ym_scalar room[2];
    const struct ym_param params[] = { ym_param_usec(&room[0], k->now - age),
                                       ym_param_i64(&room[1], PG_KEEP_ROWS) };
    struct answer a = { .is_given = false };
    enum ym_err err = run(c, pg_sql_statement(sql, params, COUNT(params)), on_answer, &a, reterr);

    if (err != YM_E_OK)
        return err;
    k->tokens_gone += (uint64_t)a.n;
    if (a.n < PG_KEEP_ROWS)
        k->step = next;
    return YM_E_OK;
}

static enum ym_err prune_links(struct pg_keep *k, struct ym_conn *c, struct ym_error *reterr)
{
    k->shelf = 0;
    return prune(k, c, PG_SQL_keep_links, PG_KEEP_ENDED_MS * (ym_usec)USEC_PER_MS, PG_KEEP_CREDIT,
                 reterr);
}

/* ---- Credit ---- */

#define BY_OFFICE (-1) /* days: as struct pg_keep says for looks */

/* What goes after which time, and how much of it in one slice. */
static const struct shelf {
    enum pg_sql sql;
    int32_t days;
    int64_t rows;
} shelves[] = {
    { PG_SQL_sweep_looks, BY_OFFICE, PG_KEEP_ROWS },
    { PG_SQL_sweep_objections, YM_CREDIT_EXPIRY_DAYS_MAX, PG_KEEP_ROWS },
    { PG_SQL_sweep_statements, YM_CREDIT_EXPIRY_DAYS_MAX, PG_KEEP_ROWS },
    { PG_SQL_sweep_certificates, 0, PG_KEEP_GONE_MAX },
    { PG_SQL_sweep_sources, YM_CREDIT_EXPIRY_DAYS_MAX, PG_KEEP_ROWS },
    { PG_SQL_sweep_barred, YM_CREDIT_EXPIRY_DAYS_MAX, PG_KEEP_ROWS },
    { PG_SQL_sweep_profiles, 0, PG_KEEP_ROWS }, /* each run says for how long */
};

/* The last step of a round: what is left of months whose items are all past their time. */
static enum ym_err prune_profiles(struct pg_keep *k, struct ym_conn *c, struct ym_error *reterr)
{
    int64_t n = 0;
    const enum ym_err err = pg_credit_sweep(c, k->now, &n, reterr);

    k->credit_gone += (uint64_t)n;
    if (err == YM_E_OK) {
        k->round_at = k->now;
        k->step = PG_KEEP_DONE;
    }
    return err;
}

static enum ym_err prune_credit(struct pg_keep *k, struct ym_conn *c, struct ym_error *reterr)
{
    const struct shelf *s = k->shelf < COUNT(shelves) ? &shelves[k->shelf] : NULL;
    struct ym_scalar room[2];
    struct ym_param params[2];
    struct answer a = { .is_given = false };
    enum ym_err err;

    if (s == NULL)
        return prune_profiles(k, c, reterr);
    if (s->days == BY_OFFICE && k->looks == 0) {
        k->shelf++;
        return YM_E_OK;
    }
    params[0] = ym_param_usec(&room[0], k->now - (s->days == BY_OFFICE ? k->looks : s->days * DAY));
    params[1] = ym_param_i64(&room[1], s->rows);
    err = run(c, pg_sql_statement(s->sql, params, COUNT(params)), on_answer, &a, reterr);
    if (err != YM_E_OK)
        return err;
    k->credit_gone += (uint64_t)a.n;
    if (a.n < s->rows)
        k->shelf++;
    return YM_E_OK;
}

/* ---- The interface ---- */

void pg_keep_init(struct pg_keep *k, const unsigned char instance[PG_KEEP_INSTANCE_LEN])
{
    *k = (struct pg_keep){ .keys = PG_KEEP_KEYS_DAYS * DAY,
                           .feed = PG_KEEP_FEED_DAYS * DAY,
                           .tokens = PG_KEEP_TOKENS_DAYS * DAY,
                           .step = PG_KEEP_DONE };
    memcpy(k->instance, instance, sizeof(k->instance));
}

void pg_keep_begin(struct pg_keep *k, ym_usec now)
{
    k->now = now;
    k->step = PG_KEEP_TURN;
    k->is_mine = false;
}

static enum ym_err slice(struct pg_keep *k, struct ym_conn *c, struct ym_error *reterr)
{
    switch (k->step) {
    case PG_KEEP_TURN:
        return take_turn(k, c, reterr);
    case PG_KEEP_MARK:
        return mark(k, c, reterr);
    case PG_KEEP_TALLY:
        return add_up(k, c, reterr);
    case PG_KEEP_FEED:
        return k->has_end ? prune_feed(k, c, reterr) : find_feed_end(k, c, reterr);
    case PG_KEEP_KEYS:
        return prune_keys(k, c, reterr);
    case PG_KEEP_UPLOADS:
        return prune_uploads(k, c, reterr);
    case PG_KEEP_TOKENS:
        return prune(k, c, PG_SQL_keep_tokens, k->tokens, PG_KEEP_SESSIONS, reterr);
    case PG_KEEP_SESSIONS:
        return prune(k, c, PG_SQL_keep_sessions, PG_KEEP_ENDED_MS * (ym_usec)USEC_PER_MS,
                     PG_KEEP_LINKS, reterr);
    case PG_KEEP_LINKS:
        return prune_links(k, c, reterr);
    case PG_KEEP_CREDIT:
        return prune_credit(k, c, reterr);
    case PG_KEEP_DONE:
        break;
    }
    return YM_E_OK;
}

enum ym_err pg_keep_slice(struct pg_keep *k, struct ym_conn *c, struct ym_error *reterr)
{
    enum ym_err err;

    assert(k->step != PG_KEEP_DONE);
    err = slice(k, c, reterr);
    k->slices++;
    if (err == YM_E_OK && k->step == PG_KEEP_DONE && k->is_mine) {
        err = save(k, c, true, reterr);
        k->sweeps += err == YM_E_OK;
        k->swept_at = err == YM_E_OK ? k->now : k->swept_at;
    }
    if (err != YM_E_OK) {
        k->failures++;
        k->step = PG_KEEP_DONE;
    }
    return err;
}

void pg_keep_leave(struct pg_keep *k, struct ym_conn *c)
{
    if (k->is_mine && k->step != PG_KEEP_DONE && save(k, c, true, NULL) == YM_E_OK)
        k->is_mine = false; /* else it ends by itself */
    k->step = PG_KEEP_DONE;
}

const char *pg_keep_step_name(enum pg_keep_step step)
{
    static const char *const names[] = {
#define X(name) [PG_KEEP_##name] = #name,
        PG_KEEP_STEPS(X)
#undef X
    };

    return names[step];
}
