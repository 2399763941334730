/* SPDX-License-Identifier: Apache-2.0 */
/* Partners and their keys. Each change ends with the row as it stands. */
#include <assert.h>
#include <string.h>

#include "app/query.h"
#include "exchange_private.h"

enum { KEY_COLUMN = 22, PRINT_COLUMN = 21 };

#define KEYS_READ ((int64_t)APP_PARTNERS_MAX * (APP_PARTNER_KEYS_MAX + 1))

static void give(struct pg_question *q, enum ym_err err, size_t n)
{
    q->is_answered = true;
    ((app_partners_fn *)q->done)(q->arg, err,
                                 err == YM_E_OK ? pg_exchange_asked(q)->answer.partners : NULL, n);
}

static void end(struct pg_question *q, enum ym_err err)
{
    give(q, err != YM_E_OK ? err : YM_E_INTERNAL, 0);
}

/* ---- Rows ---- */

static void take_key(const struct ym_rows *rows, int row, struct app_partner *p)
{
    const struct ym_span open = pg_exchange_span(rows, row, KEY_COLUMN);
    struct app_partner_key *key = &p->keys[p->nkeys];

    if (open.n != sizeof(key->open) || p->nkeys == APP_PARTNER_KEYS_MAX)
        return;
    memcpy(key->open, open.at, open.n);
    key->from = pg_exchange_usec(rows, row, KEY_COLUMN + 1);
    key->until = pg_exchange_usec(rows, row, KEY_COLUMN + 2);
    p->nkeys++;
}

static void take_sending(const struct ym_rows *rows, int row, struct app_partner *p)
{
    p->ours = (struct app_own_key){ (uint16_t)ym_rows_i16(rows, row, 8),
                                    (uint32_t)ym_rows_i32(rows, row, 9) };
    p->before = (struct app_own_key){ (uint16_t)ym_rows_i16(rows, row, 10),
                                      (uint32_t)ym_rows_i32(rows, row, 11) };
    p->before_until = pg_exchange_usec(rows, row, 12);
    p->cert_file = ym_rows_span(rows, row, 13);
    p->cert_key_file = ym_rows_span(rows, row, 14);
    p->ca_file = ym_rows_span(rows, row, 15);
    p->kinds = (uint32_t)ym_rows_i32(rows, row, 16);
    p->bytes_max = (uint32_t)ym_rows_i32(rows, row, 17);
    p->answer_hours = (uint16_t)ym_rows_i16(rows, row, 18);
    p->policy_at = pg_exchange_usec(rows, row, 19);
}

static void take(const struct ym_rows *rows, int row, struct app_partner *p)
{
    const struct ym_span print = ym_rows_span(rows, row, PRINT_COLUMN);

    *p = (struct app_partner){ .id = ym_rows_i64(rows, row, 0),
                               .kind = (uint8_t)ym_rows_i16(rows, row, 1),
                               .code = ym_rows_span(rows, row, 2),
                               .zh = ym_rows_span(rows, row, 3),
                               .body = ym_rows_i64(rows, row, 4),
                               .url = ym_rows_span(rows, row, 5),
                               .is_active = ym_rows_bool(rows, row, 6),
                               .stopped_at = pg_exchange_usec(rows, row, 7),
                               .created_at = ym_rows_usec(rows, row, 20) };
    take_sending(rows, row, p);
    if (print.n == sizeof(p->by.fingerprint))
        memcpy(p->by.fingerprint, print.at, print.n);
}

static size_t take_all(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_partner *list = pg_exchange_asked(q)->answer.partners;
    size_t n = 0;

    for (int row = 0; row < ym_rows_count(rows); row++) {
        if (n == 0 || ym_rows_i64(rows, row, 0) != list[n - 1].id) {
            if (n == APP_PARTNERS_MAX)
                break;
            take(rows, row, &list[n++]);
        }
        take_key(rows, row, &list[n - 1]);
    }
    return n;
}

/* ---- Reading ---- */

/* q->limit: exactly one is looked for. */
static void read_rows(struct pg_question *q, const struct ym_rows *rows)
{
    const size_t n = take_all(q, rows);

    give(q, n == 0 && q->limit == 1 ? YM_E_NOT_FOUND : YM_E_OK, n);
}

static void made_rows(struct pg_question *q, const struct ym_rows *rows)
{
    const size_t n = take_all(q, rows);
    const struct app_partner *made = pg_exchange_asked(q)->answer.partners;

    if (n == 0)
        give(q, YM_E_CONFLICT, 0);
    else if (memcmp(made->by.fingerprint, q->print, YM_KEY_BYTES) != 0)
        give(q, YM_E_KEY_REUSED, 0);
    else
        give(q, YM_E_OK, 1);
}

static void put_read(struct pg_question *q, int64_t id, struct ym_span code,
                     const unsigned char *made_by)
{
    if (id != 0)
        pg_give_i64(q, id);
    else
        pg_give_null(q, YM_PG_INT8);
    pg_give_text_or_null(q, code.n > 0 ? &code : NULL);
    if (made_by != NULL)
        pg_give_print(q, made_by, YM_KEY_BYTES);
    else
        pg_give_null(q, YM_PG_BYTEA);
    pg_give_i64(q, KEYS_READ);
    pg_ask_now(q, PG_SQL_partner_read, YM_UNIT_READ);
}

void pg_exchange_partners(struct app_exchange *x, int64_t id, struct ym_span code,
                          app_partners_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(pg_exchange_asker(x), read_rows, end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    q->limit = id != 0 || code.n > 0 ? 1 : 0;
    put_read(q, id, code, NULL);
}

/* ---- Making ---- */

static void read_made(struct pg_question *q, enum ym_err err)
{
    if (err != YM_E_OK) {
        end(q, err);
        return;
    }
    pg_ask_on(q, made_rows, end);
    put_read(q, 0, (struct ym_span){ NULL, 0 }, q->key);
}

/* The lanes of the partner with this id, or of the one that a request made. */
static void put_lane(struct pg_question *q, int64_t id, const unsigned char *made_by)
{
    pg_give_i64(q, id);
    pg_give_i32(q, (int32_t)APP_TOPICS_ALL);
    if (made_by != NULL)
        pg_give_print(q, made_by, YM_KEY_BYTES);
    else
        pg_give_null(q, YM_PG_BYTEA);
    pg_ask_now(q, PG_SQL_partner_lane, YM_UNIT_SINGLE);
}

static void lane_made(struct pg_question *q, enum ym_err err)
{
    if (err != YM_E_OK) {
        end(q, err);
        return;
    }
    pg_ask_on(q, NULL, read_made);
    put_lane(q, 0, q->key);
}

void pg_exchange_add_partner(struct app_exchange *x, const struct app_partner *row,
                             app_partners_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(pg_exchange_asker(x), NULL, lane_made, PG_DONE(done), arg);

    assert(row->by.given);
    if (q == NULL)
        return;
    memcpy(q->key, row->by.key, YM_KEY_BYTES);
    memcpy(q->print, row->by.fingerprint, YM_KEY_BYTES);
    pg_give_i64(q, row->id);
    pg_give_i16(q, row->kind);
    pg_give_text(q, row->code);
    pg_give_text(q, row->zh);
    pg_give_i64(q, row->body);
    pg_give_text(q, row->url);
    pg_give_i16(q, (int16_t)row->ours.ring);
    pg_give_i32(q, (int32_t)row->ours.number);
    pg_give_text(q, row->cert_file);
    pg_give_text(q, row->cert_key_file);
    pg_give_text(q, row->ca_file);
    pg_give_i32(q, (int32_t)row->kinds);
    pg_give_i32(q, (int32_t)row->bytes_max);
    pg_give_i16(q, (int16_t)row->answer_hours);
    pg_give_usec(q, row->created_at);
    pg_give_print(q, q->key, YM_KEY_BYTES);
    pg_give_print(q, q->print, YM_KEY_BYTES);
    pg_give_i64(q, APP_PARTNERS_MAX);
    pg_give_i64(q, APP_SUBSCRIPTIONS_MAX);
    pg_ask_now(q, PG_SQL_partner_put, YM_UNIT_SINGLE);
}

/* ---- Changing: the row, the lane, what waited, and the row again. q->staff: its id ---- */

static void read_changed(struct pg_question *q, enum ym_err err)
{
    if (err != YM_E_OK) {
        end(q, err);
        return;
    }
    pg_ask_on(q, read_rows, end);
    q->limit = 1;
    put_read(q, q->staff, (struct ym_span){ NULL, 0 }, NULL);
}

static void resume(struct pg_question *q, enum ym_err err)
{
    const struct app_partner_change *c = q->about;

    if (err != YM_E_OK || c->is_active == NULL || !*c->is_active) {
        read_changed(q, err);
        return;
    }
    pg_ask_on(q, NULL, read_changed);
    pg_give_i64(q, q->staff);
    pg_give_usec(q, c->now);
    pg_ask_now(q, PG_SQL_partner_resume, YM_UNIT_SINGLE);
}

static void lane_changed(struct pg_question *q, enum ym_err err)
{
    if (err != YM_E_OK) {
        end(q, err);
        return;
    }
    pg_ask_on(q, NULL, resume);
    put_lane(q, q->staff, NULL);
}

static void give_i32(struct pg_question *q, const uint32_t *v)
{
    if (v != NULL)
        pg_give_i32(q, (int32_t)*v);
    else
        pg_give_null(q, YM_PG_INT4);
}

static void give_i16(struct pg_question *q, const uint16_t *v)
{
    if (v != NULL)
        pg_give_i16(q, (int16_t)*v);
    else
        pg_give_null(q, YM_PG_INT2);
}

void pg_exchange_change_partner(struct app_exchange *x, int64_t id,
                                const struct app_partner_change *c, app_partners_fn *done,
                                void *arg)
{
    struct pg_question *q =
        pg_ask_new(pg_exchange_asker(x), NULL, lane_changed, PG_DONE(done), arg);

    if (q == NULL)
        return;
    q->staff = id;
    q->about = c;
    pg_give_i64(q, id);
    pg_give_text_or_null(q, c->zh);
    pg_give_text_or_null(q, c->url);
    if (c->body != NULL)
        pg_give_i64(q, *c->body);
    else
        pg_give_null(q, YM_PG_INT8);
    if (c->is_active != NULL)
        pg_give_bool(q, *c->is_active);
    else
        pg_give_null(q, YM_PG_BOOL);
    give_i32(q, c->kinds);
    give_i32(q, c->bytes_max);
    give_i16(q, c->answer_hours);
    pg_give_usec_or_null(q, c->policy_at != NULL ? *c->policy_at : YM_USEC_NONE);
    pg_give_text_or_null(q, c->cert_file);
    give_i16(q, c->ours != NULL ? &c->ours->ring : NULL);
    give_i32(q, c->ours != NULL ? &c->ours->number : NULL);
    pg_give_usec_or_null(q, c->ours != NULL ? c->before_until : YM_USEC_NONE);
    pg_give_usec(q, c->now);
    pg_give_text_or_null(q, c->cert_key_file);
    pg_give_text_or_null(q, c->ca_file);
    pg_ask_now(q, PG_SQL_partner_change, YM_UNIT_SINGLE);
}

/* ---- Their keys ---- */

static void key_put(struct pg_question *q, enum ym_err err)
{
    if (err == YM_E_OK && q->n == 0)
        give(q, YM_E_CONFLICT, 0);
    else
        read_changed(q, err);
}

void pg_exchange_put_key(struct app_exchange *x, int64_t id, const struct app_partner_key *key,
                         app_partners_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(pg_exchange_asker(x), pg_exchange_touch, key_put, PG_DONE(done), arg);

    if (q == NULL)
        return;
    q->staff = id;
    pg_give_i64(q, id);
    pg_give_print(q, key->open, sizeof(key->open));
    pg_give_usec(q, key->from);
    pg_give_usec_or_null(q, key->until);
    pg_give_i64(q, APP_PARTNER_KEYS_MAX);
    pg_ask_now(q, PG_SQL_partner_key_put, YM_UNIT_SINGLE);
}
