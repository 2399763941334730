/* SPDX-License-Identifier: Apache-2.0 */
/* Plans of migration: begun, read, changed. */
#include "pg/migration.h"

#include <inttypes.h>
#include <string.h>

#include "pg/bin.h"
#include "sql.h"

#define COUNT(a)         (sizeof(a) / sizeof((a)[0]))
#define COLUMN_BYTES_MAX 256 /* of the states from which a plan comes to another */

/* ---- Rows ---- */

static bool keep(char *room, size_t cap, struct ym_span text, struct ym_span *ret)
{
    if (text.n >= cap)
        return false;
    if (text.n > 0)
        memcpy(room, text.at, text.n);
    room[text.n] = '\0';
    *ret = (struct ym_span){ room, text.n };
    return true;
}

void pg_migration_copy(struct pg_migration *ret, const struct pg_migration *from)
{
    *ret = *from;
    ret->m.map.at = ret->map;
    ret->m.reason.at = ret->reason;
    ret->m.by.at = ret->by;
}

static bool take(const struct ym_rows *rows, int i, struct pg_migration *ret)
{
    const bool has_print = !ym_rows_is_null(rows, i, 18);

    ret->m = (struct app_migration){
        .plan = ym_rows_i32(rows, i, 0),
        .state = (uint8_t)ym_rows_i16(rows, i, 1),
        .from = (uint16_t)ym_rows_i16(rows, i, 2),
        .to = (uint16_t)ym_rows_i16(rows, i, 3),
        .only_open = ym_rows_bool(rows, i, 7),
        .dispute = { ym_rows_i64(rows, i, 8) },
        .rate = ym_rows_i32(rows, i, 9),
        .until = { ym_rows_i64(rows, i, 10) },
        .at = { ym_rows_i64(rows, i, 11) },
        .looked = ym_rows_i64(rows, i, 12),
        .moved = ym_rows_i64(rows, i, 13),
        .stayed = ym_rows_i64(rows, i, 14),
        .begun_at = ym_rows_usec(rows, i, 15),
        .changed_at = ym_rows_usec(rows, i, 16),
        .ended_at = ym_rows_is_null(rows, i, 17) ? YM_USEC_NONE : ym_rows_usec(rows, i, 17),
        .pending = ym_rows_i64(rows, i, 19),
    };
    if (has_print && ym_rows_span(rows, i, 18).n == YM_KEY_BYTES)
        memcpy(ret->m.fingerprint, ym_rows_span(rows, i, 18).at, YM_KEY_BYTES);
    return ret->m.state > APP_MIGRATION_NONE && ret->m.state < APP_MIGRATION_STATE_COUNT &&
           keep(ret->map, sizeof(ret->map), ym_rows_span(rows, i, 4), &ret->m.map) &&
           keep(ret->reason, sizeof(ret->reason), ym_rows_span(rows, i, 5), &ret->m.reason) &&
           keep(ret->by, sizeof(ret->by), ym_rows_span(rows, i, 6), &ret->m.by);
}

struct reading {
    struct pg_migration *at;
    size_t n, max;
    bool is_last, is_bad; /* is_last: of all rows the last one is wanted */
};

static void on_plans(void *arg, const struct ym_rows *rows)
{
    struct reading *r = arg;
    const int n = ym_rows_count(rows);

    for (int i = r->is_last && n > 0 ? n - 1 : 0; i < n && r->n < r->max; i++)
        r->is_bad = !take(rows, i, &r->at[r->n++]) || r->is_bad;
}

/* plan 0 and key NULL: all of them. */
static enum ym_err read_plans(struct ym_conn *c, int32_t plan, const unsigned char *key,
                              bool is_waiting, struct reading *r, struct ym_error *reterr)
{
    struct ym_scalar room[3];
    const struct ym_param params[] = {
        plan != 0 ? ym_param_i32(&room[0], plan) : ym_param_null(YM_PG_INT4),
        key != NULL ? ym_param_bytes((struct ym_span){ (const char *)key, YM_KEY_BYTES })
                    : ym_param_null(YM_PG_BYTEA),
        ym_param_bool(&room[1], is_waiting),
        ym_param_i64(&room[2], APP_MIGRATIONS_MAX),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_plan_read, params, COUNT(params));
    const enum ym_err err = ym_conn_run(c, &s, on_plans, r, reterr);

    if (err == YM_E_OK && r->is_bad)
        return ym_fail(reterr, YM_E_INTERNAL, "a plan of migration holds what no program wrote");
    return err;
}

static enum ym_err read_one(struct ym_conn *c, int32_t plan, const unsigned char *key,
                            struct pg_migration *ret, struct ym_error *reterr)
{
    struct reading r = { .at = ret, .max = 1 };
    const enum ym_err err = read_plans(c, plan, key, false, &r, reterr);

    if (err == YM_E_OK && r.n == 0)
        return ym_fail(reterr, YM_E_NOT_FOUND,
                       "there is no plan %" PRId32 "; `yima procedure migrate list` shows them",
                       plan);
    return err;
}

enum ym_err pg_migration_read(struct ym_conn *c, int32_t plan, struct pg_migration *ret,
                              struct ym_error *reterr)
{
    if (plan <= 0)
        return ym_fail(reterr, YM_E_NOT_FOUND, "plans are numbered from 1");
    return read_one(c, plan, NULL, ret, reterr);
}

enum ym_err pg_migration_list(struct ym_conn *c, struct pg_migration *ret, size_t max,
                              size_t *ret_n, struct ym_error *reterr)
{
    struct reading r = { .at = ret, .max = max };
    const enum ym_err err = read_plans(c, 0, NULL, false, &r, reterr);

    *ret_n = err == YM_E_OK ? r.n : 0;
    return err;
}

enum ym_err pg_migration_next(struct ym_conn *c, struct pg_migration *ret, struct ym_error *reterr)
{
    struct reading r = { .at = ret, .max = 1, .is_last = true };
    const enum ym_err err = read_plans(c, 0, NULL, true, &r, reterr);

    if (err == YM_E_OK && r.n == 0)
        return ym_fail(reterr, YM_E_NOT_FOUND, "no plan has anything left to do");
    return err;
}

/* ---- Beginning ---- */

static void on_number(void *arg, const struct ym_rows *rows)
{
    if (ym_rows_count(rows) == 1)
        *(int32_t *)arg = ym_rows_i32(rows, 0, 0);
}

static enum ym_err put(struct ym_conn *c, const struct app_migration *row,
                       const struct ym_request_key *key, ym_usec now, int32_t *ret_plan,
                       struct ym_error *reterr)
{
    struct ym_scalar room[7];
    const bool has_key = key != NULL && key->given;
    const struct ym_param params[] = {
        ym_param_i16(&room[0], (int16_t)row->from),
        ym_param_i16(&room[1], (int16_t)row->to),
        ym_param_text(row->map),
        ym_param_text(row->reason),
        ym_param_text(row->by),
        ym_param_bool(&room[2], row->only_open),
        ym_param_i64(&room[3], row->dispute.v),
        ym_param_i32(&room[4], row->rate),
        ym_param_usec(&room[5], now),
        has_key ? ym_param_bytes((struct ym_span){ (const char *)key->key, YM_KEY_BYTES })
                : ym_param_null(YM_PG_BYTEA),
        has_key ? ym_param_bytes((struct ym_span){ (const char *)key->fingerprint, YM_KEY_BYTES })
                : ym_param_null(YM_PG_BYTEA),
        ym_param_i64(&room[6], APP_MIGRATIONS_OPEN_MAX),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_plan_put, params, COUNT(params));

    *ret_plan = 0;
    return ym_conn_run(c, &s, on_number, ret_plan, reterr);
}

/* The open plan that moves disputes of a version; 0: none. */
static enum ym_err find_open(struct ym_conn *c, uint16_t from, int32_t *ret_plan,
                             struct ym_error *reterr)
{
    struct ym_scalar room[1];
    const struct ym_param params[] = { ym_param_i16(&room[0], (int16_t)from) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_plan_open, params, COUNT(params));

    *ret_plan = 0;
    return ym_conn_run(c, &s, on_number, ret_plan, reterr);
}

/* Why was no plan begun? CONFLICT, with the plan that stands in the way in *room (number 0: none
 * does), unless the database does not say. */
static enum ym_err say_not_begun(struct ym_conn *c, const struct app_migration *row,
                                 struct pg_migration *room, struct ym_error *reterr)
{
    int32_t plan;
    enum ym_err err = find_open(c, row->from, &plan, reterr);

    room->m.plan = 0;
    if (err == YM_E_OK && plan != 0)
        err = pg_migration_read(c, plan, room, reterr);
    if (err != YM_E_OK)
        return err;
    if (plan != 0)
        return ym_fail(reterr, YM_E_CONFLICT,
                       "plan %" PRId32 " is %s and moves disputes of that version already: %s",
                       plan, app_migration_state_word(room->m.state)->en,
                       app_migration_way_out(room->m.state));
    return ym_fail(reterr, YM_E_CONFLICT,
                   "%d plans are open, or another one was begun in this moment: let them end, "
                   "cancel one, or try again",
                   APP_MIGRATIONS_OPEN_MAX);
}

enum ym_err pg_migration_begin(struct ym_conn *c, const struct app_migration *row,
                               const struct ym_request_key *key, ym_usec now,
                               struct pg_migration *ret, struct ym_error *reterr)
{
    const bool has_key = key != NULL && key->given;
    int32_t plan;
    enum ym_err err;

    if (row->map.n >= sizeof(ret->map) || row->reason.n >= sizeof(ret->reason) ||
        row->by.n >= sizeof(ret->by))
        return ym_fail(reterr, YM_E_INVALID, "the names, the reason or the login are too long");
    err = put(c, row, key, now, &plan, reterr);
    if (err != YM_E_OK)
        return err;
    if (plan != 0)
        return read_one(c, plan, NULL, ret, reterr);
    if (has_key && read_one(c, 0, key->key, ret, reterr) == YM_E_OK)
        return memcmp(ret->m.fingerprint, key->fingerprint, YM_KEY_BYTES) == 0
                   ? YM_E_OK
                   : ym_fail(reterr, YM_E_KEY_REUSED,
                             "use a new Idempotency-Key for a new request");
    return say_not_begun(c, row, ret, reterr);
}

/* ---- Changing ---- */

static enum ym_err set_state(struct ym_conn *c, int32_t plan, enum app_migration_state state,
                             ym_usec now, bool *ret_is_set, struct ym_error *reterr)
{
    struct ym_column from;
    struct ym_scalar room[4];
    int32_t set = 0;
    enum ym_err err;

    ym_column_init(&from, YM_PG_INT2, COLUMN_BYTES_MAX);
    for (unsigned s = 0; s < APP_MIGRATION_STATE_COUNT; s++)
        if (app_migration_may(s, state))
            ym_column_i16(&from, (int16_t)s);
    if (!ym_column_ok(&from)) {
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to change a plan");
    } else {
        const struct ym_param params[] = {
            ym_param_i32(&room[0], plan),
            ym_column_param(&from),
            ym_param_i16(&room[1], (int16_t)state),
            ym_param_bool(&room[2],
                          state == APP_MIGRATION_DONE || state == APP_MIGRATION_CANCELLED),
            ym_param_usec(&room[3], now),
        };
        const struct ym_statement s = pg_sql_statement(PG_SQL_plan_state, params, COUNT(params));

        err = ym_conn_run(c, &s, on_number, &set, reterr);
    }
    ym_column_release(&from);
    *ret_is_set = set != 0;
    return err;
}

enum ym_err pg_migration_change(struct ym_conn *c, int32_t plan, enum app_migration_state state,
                                ym_usec now, struct pg_migration *ret, struct ym_error *reterr)
{
    bool is_set;
    enum ym_err err = set_state(c, plan, state, now, &is_set, reterr);

    if (err == YM_E_OK)
        err = pg_migration_read(c, plan, ret, reterr);
    if (err == YM_E_OK && !is_set && ret->m.state != state)
        err = ym_fail(reterr, YM_E_CONFLICT, "plan %" PRId32 " is %s and cannot be %s", plan,
                      app_migration_state_word(ret->m.state)->en,
                      app_migration_state_word(state)->en);
    return err;
}

/* ---- Who stayed ---- */

struct telling {
    pg_migration_stay_fn *fn;
    void *arg;
};

static void on_stays(void *arg, const struct ym_rows *rows)
{
    const struct telling *t = arg;

    for (int i = 0; i < ym_rows_count(rows); i++)
        t->fn(t->arg, &(struct app_migration_stay){ .dispute = { ym_rows_i64(rows, i, 0) },
                                                    .why = ym_rows_span(rows, i, 1),
                                                    .at = ym_rows_usec(rows, i, 2) });
}

enum ym_err pg_migration_stays(struct ym_conn *c, int32_t plan,
                               const struct pg_migration_page *page, pg_migration_stay_fn *fn,
                               void *arg, struct ym_error *reterr)
{
    struct ym_scalar room[3];
    const struct ym_param params[] = { ym_param_i32(&room[0], plan),
                                       ym_param_i64(&room[1], page->after.v),
                                       ym_param_i64(&room[2], (int64_t)page->max) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_plan_stays, params, COUNT(params));
    struct telling t = { fn, arg };

    return ym_conn_run(c, &s, on_stays, &t, reterr);
}
