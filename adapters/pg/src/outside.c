/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/outside.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "asker.h"

struct pg_outside {
    struct app_orders port; /* must be first */
    struct pg_asker asker;
    void (*on_closed)(void *arg);
    void *closed_arg;
    union { /* the answer that is being given; one at a time, since nothing is given later */
        struct app_order_row orders[APP_ORDER_PAGE_MAX];
        struct app_reference_row references[APP_REFERENCES_MAX];
        struct ym_id ids[APP_ORDER_LOOKS];
    } answer;
};

static struct pg_outside *of(struct app_orders *port)
{
    return (struct pg_outside *)port;
}

static struct pg_outside *asked(struct pg_question *q)
{
    return (struct pg_outside *)(void *)((char *)q->asker - offsetof(struct pg_outside, asker));
}

static struct ym_span span_or_none(const struct ym_rows *rows, int row, int column)
{
    return ym_rows_is_null(rows, row, column) ? (struct ym_span){ "", 0 }
                                              : ym_rows_span(rows, row, column);
}

static void give_bytes(struct pg_question *q, const unsigned char *at, size_t n)
{
    pg_give_bytes(q, (struct ym_span){ (const char *)at, n });
}

static void give_dispute(struct pg_question *q, struct ym_id dispute)
{
    pg_give_i32(q, (int32_t)ym_id_bucket(dispute));
    pg_give_i64(q, dispute.v);
}

static void give_order(struct pg_question *q, int64_t order)
{
    pg_give_i32(q, (int32_t)app_order_bucket(order));
    pg_give_i64(q, order);
}

/* ---- Orders ---- */

static void answer_orders(struct pg_question *q, enum ym_err err, size_t n, bool has_more)
{
    q->is_answered = true;
    ((app_order_rows_fn *)q->done)(q->arg, err, err == YM_E_OK ? asked(q)->answer.orders : NULL, n,
                                   has_more);
}

static void orders_end(struct pg_question *q, enum ym_err err)
{
    answer_orders(q, err != YM_E_OK ? err : YM_E_INTERNAL, 0, false);
}

static void take_order(const struct ym_rows *rows, int row, struct app_order_row *ret)
{
    const struct ym_span digest = ym_rows_span(rows, row, 10);

    *ret = (struct app_order_row){
        .id = ym_rows_i64(rows, row, 0),
        .revision = ym_rows_i32(rows, row, 1),
        .channel = (uint8_t)ym_rows_i16(rows, row, 2),
        .state = (uint8_t)ym_rows_i16(rows, row, 3),
        .type = (uint8_t)ym_rows_i16(rows, row, 4),
        .wants_status = ym_rows_bool(rows, row, 5),
        .tasks = (uint32_t)ym_rows_i32(rows, row, 6),
        .region = ym_rows_i64(rows, row, 7),
        .received_at = ym_rows_usec(rows, row, 8),
        .dispute = { ym_rows_i64(rows, row, 9) },
        .partner = ym_rows_span(rows, row, 11),
        .reference = ym_rows_span(rows, row, 12),
        .kind = ym_rows_span(rows, row, 13),
        .cause_list = ym_rows_span(rows, row, 14),
        .cause = ym_rows_span(rows, row, 15),
        .likely = ym_rows_span(rows, row, 16),
        .done_at = ym_rows_is_null(rows, row, 17) ? YM_USEC_NONE : ym_rows_usec(rows, row, 17),
        .done_by = ym_rows_span(rows, row, 18),
        .done_note = span_or_none(rows, row, 19),
        .payload = span_or_none(rows, row, 20),
    };
    if (digest.n == sizeof(ret->digest))
        memcpy(ret->digest, digest.at, sizeof(ret->digest));
}

static void orders_rows(struct pg_question *q, const struct ym_rows *rows)
{
    const int count = ym_rows_count(rows);
    size_t n = 0;

    for (int row = 0; row < count && n < q->limit; row++)
        take_order(rows, row, &asked(q)->answer.orders[n++]);
    answer_orders(q, YM_E_OK, n, (size_t)count > n);
}

static void newest(struct app_orders *s, struct ym_span partner, struct ym_span reference,
                   app_order_rows_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(&of(s)->asker, orders_rows, orders_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    q->limit = 2;
    pg_give_i32(q, (int32_t)app_reference_bucket(partner, reference));
    pg_give_text(q, partner);
    pg_give_text(q, reference);
    pg_ask_now(q, PG_SQL_order_newest, YM_UNIT_READ);
}

static void list(struct app_orders *s, const struct app_order_wish *wish, app_order_rows_fn *done,
                 void *arg)
{
    struct pg_question *q = pg_ask_new(&of(s)->asker, orders_rows, orders_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    q->limit = wish->limit;
    pg_give_i64(q, wish->region_lo);
    pg_give_i64(q, wish->region_hi);
    pg_give_i32(q, (int32_t)wish->tasks);
    pg_give_text(q, wish->partner.n > 0 ? wish->partner : YM_SPAN(""));
    pg_give_i64(q, wish->after);
    pg_give_i64(q, (int64_t)wish->limit + 1);
    pg_ask_now(q, PG_SQL_order_list, YM_UNIT_READ);
}

static void one_row(struct pg_question *q, const struct ym_rows *rows)
{
    if (ym_rows_count(rows) == 0) {
        answer_orders(q, YM_E_NOT_FOUND, 0, false);
        return;
    }
    take_order(rows, 0, &asked(q)->answer.orders[0]);
    answer_orders(q, YM_E_OK, 1, false);
}

static void read_one(struct app_orders *s, int64_t order, app_order_rows_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(&of(s)->asker, one_row, orders_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    give_order(q, order);
    pg_ask_now(q, PG_SQL_order_read, YM_UNIT_READ);
}

/* ---- What changes something ---- */

/* The rows that it touched are known before it is committed; the answer waits for that. */
static void count_rows(struct pg_question *q, const struct ym_rows *rows)
{
    q->n = ym_rows_affected(rows);
}

static void answer_done(struct pg_question *q, enum ym_err err)
{
    q->is_answered = true;
    ((app_orders_done_fn *)q->done)(q->arg, err);
}

/* Something must have changed. */
static void settle_end(struct pg_question *q, enum ym_err err)
{
    answer_done(q, err == YM_E_OK && q->n == 0 ? YM_E_CONFLICT : err);
}

static void take(struct app_orders *s, const struct app_order_row *row, app_orders_done_fn *done,
                 void *arg)
{
    struct pg_question *q = pg_ask_new(&of(s)->asker, NULL, answer_done, PG_DONE(done), arg);

    if (q == NULL)
        return;
    give_order(q, row->id);
    pg_give_text(q, row->partner);
    pg_give_text(q, row->reference);
    pg_give_i16(q, row->channel);
    pg_give_i64(q, row->region);
    pg_give_usec(q, row->received_at);
    give_bytes(q, row->digest, sizeof(row->digest));
    pg_give_bytes(q, row->payload);
    pg_give_bool(q, row->wants_status);
    pg_give_i16(q, row->state);
    pg_give_i16(q, row->type);
    pg_give_text(q, row->kind);
    pg_give_i32(q, (int32_t)row->tasks);
    pg_give_i64(q, APP_ORDER_REVISIONS);
    pg_ask_now(q, PG_SQL_order_take, YM_UNIT_SINGLE);
}

static void end_order(struct app_orders *s, const struct app_order_end *end,
                      app_orders_done_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(&of(s)->asker, count_rows, settle_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    give_order(q, end->order);
    pg_give_i16(q, end->state);
    pg_give_i16(q, end->type);
    pg_give_i64(q, end->dispute.v);
    pg_give_i32(q, (int32_t)end->tasks);
    pg_give_text(q, end->cause_list);
    pg_give_text(q, end->cause);
    pg_give_text(q, ym_span_of(end->likely));
    pg_ask_now(q, PG_SQL_order_end, YM_UNIT_SINGLE);
}

static void settle(struct app_orders *s, const struct app_order_settling *what,
                   app_orders_done_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(&of(s)->asker, count_rows, settle_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    give_order(q, what->order);
    pg_give_i32(q, (int32_t)what->tasks);
    pg_give_usec(q, what->now);
    pg_give_text(q, what->by);
    pg_give_bytes(q, what->note);
    pg_ask_now(q, PG_SQL_order_settle, YM_UNIT_SINGLE);
}

/* ---- Numbers of disputes ---- */

static void refer(struct app_orders *s, const struct app_reference_row *row,
                  app_orders_done_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(&of(s)->asker, NULL, answer_done, PG_DONE(done), arg);

    if (q == NULL)
        return;
    give_dispute(q, row->dispute);
    pg_give_text(q, row->partner);
    pg_give_text(q, row->reference);
    pg_give_i16(q, row->channel);
    pg_give_i64(q, row->order);
    pg_give_i16(q, row->how);
    pg_give_usec(q, row->received_at);
    pg_give_bool(q, row->wants_status);
    pg_ask_now(q, PG_SQL_refer_put, YM_UNIT_SINGLE);
}

static void unrefer(struct app_orders *s, const struct app_reference_row *row,
                    app_orders_done_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(&of(s)->asker, NULL, answer_done, PG_DONE(done), arg);

    if (q == NULL)
        return;
    give_dispute(q, row->dispute);
    pg_give_text(q, row->partner);
    pg_give_text(q, row->reference);
    pg_ask_now(q, PG_SQL_refer_drop, YM_UNIT_SINGLE);
}

static void answer_references(struct pg_question *q, enum ym_err err, size_t n)
{
    q->is_answered = true;
    ((app_references_fn *)q->done)(q->arg, err, err == YM_E_OK ? asked(q)->answer.references : NULL,
                                   n);
}

static void references_end(struct pg_question *q, enum ym_err err)
{
    answer_references(q, err != YM_E_OK ? err : YM_E_INTERNAL, 0);
}

static void references_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_reference_row *at = asked(q)->answer.references;
    size_t n = 0;

    for (int row = 0; row < ym_rows_count(rows) && n < APP_REFERENCES_MAX; row++)
        at[n++] = (struct app_reference_row){ .dispute = { ym_rows_i64(rows, row, 0) },
                                              .partner = ym_rows_span(rows, row, 1),
                                              .reference = ym_rows_span(rows, row, 2),
                                              .channel = (uint8_t)ym_rows_i16(rows, row, 3),
                                              .how = (uint8_t)ym_rows_i16(rows, row, 4),
                                              .order = ym_rows_i64(rows, row, 5),
                                              .received_at = ym_rows_usec(rows, row, 6),
                                              .wants_status = ym_rows_bool(rows, row, 7) };
    answer_references(q, YM_E_OK, n);
}

static void references(struct app_orders *s, struct ym_id dispute, app_references_fn *done,
                       void *arg)
{
    struct pg_question *q =
        pg_ask_new(&of(s)->asker, references_rows, references_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    give_dispute(q, dispute);
    pg_give_i64(q, APP_REFERENCES_MAX);
    pg_ask_now(q, PG_SQL_refer_list, YM_UNIT_READ);
}

/* ---- Phones ---- */

static uint32_t phone_bucket(const unsigned char hash[32])
{
    return ((uint32_t)hash[0] | (uint32_t)hash[1] << 8) % YM_BUCKETS;
}

static void put_phone(struct app_orders *s, const unsigned char hash[32], struct ym_id dispute,
                      ym_usec at, app_orders_done_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(&of(s)->asker, NULL, answer_done, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_i32(q, (int32_t)phone_bucket(hash));
    give_bytes(q, hash, 32);
    pg_give_i64(q, dispute.v);
    pg_give_usec(q, at);
    pg_ask_now(q, PG_SQL_phone_put, YM_UNIT_SINGLE);
}

static void answer_ids(struct pg_question *q, enum ym_err err, size_t n)
{
    q->is_answered = true;
    ((app_ids_fn *)q->done)(q->arg, err, err == YM_E_OK ? asked(q)->answer.ids : NULL, n);
}

static void ids_end(struct pg_question *q, enum ym_err err)
{
    answer_ids(q, err != YM_E_OK ? err : YM_E_INTERNAL, 0);
}

static void ids_rows(struct pg_question *q, const struct ym_rows *rows)
{
    size_t n = 0;

    for (int row = 0; row < ym_rows_count(rows) && n < APP_ORDER_LOOKS; row++)
        asked(q)->answer.ids[n++] = (struct ym_id){ ym_rows_i64(rows, row, 0) };
    answer_ids(q, YM_E_OK, n);
}

static void find_phone(struct app_orders *s, const unsigned char hash[32], ym_usec since,
                       app_ids_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(&of(s)->asker, ids_rows, ids_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_i32(q, (int32_t)phone_bucket(hash));
    give_bytes(q, hash, 32);
    pg_give_usec(q, since);
    pg_give_i64(q, APP_ORDER_LOOKS);
    pg_ask_now(q, PG_SQL_phone_find, YM_UNIT_READ);
}

/* ---- Classes ---- */

static void answer_class(struct pg_question *q, enum ym_err err, const struct app_class *class)
{
    q->is_answered = true;
    ((app_class_fn *)q->done)(q->arg, err, class);
}

static void class_end(struct pg_question *q, enum ym_err err)
{
    answer_class(q, err != YM_E_OK ? err : YM_E_INTERNAL, NULL);
}

static void class_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_class class = { .type = YM_TYPE_OTHER };

    if (ym_rows_count(rows) == 0) {
        answer_class(q, YM_E_NOT_FOUND, NULL);
        return;
    }
    class.channel = (uint8_t)ym_rows_i16(rows, 0, 0);
    class.days = ym_rows_i16(rows, 0, 1);
    class.body = ym_rows_i64(rows, 0, 2);
    class.is_mapped = !ym_rows_is_null(rows, 0, 3);
    if (class.is_mapped) {
        class.type = (uint8_t)ym_rows_i16(rows, 0, 3);
        class.cause_list = ym_rows_span(rows, 0, 4);
        class.cause = ym_rows_span(rows, 0, 5);
        class.name = ym_rows_span(rows, 0, 6);
    }
    answer_class(q, YM_E_OK, &class);
}

static void give_day(struct pg_question *q, ym_day day)
{
    assert(q->nparams < PG_ASKER_PARAMS);
    q->params[q->nparams] = ym_param_date(&q->rooms[q->nparams], day);
    q->nparams++;
}

static void class_of(struct app_orders *s, struct ym_span partner, struct ym_span code, ym_day day,
                     app_class_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(&of(s)->asker, class_rows, class_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_text(q, partner);
    pg_give_text(q, code.n > 0 ? code : YM_SPAN(""));
    give_day(q, day);
    pg_ask_now(q, PG_SQL_class_of, YM_UNIT_READ);
}

/* ---- Life ---- */

static const struct app_orders_ops ops = {
    .take = take,
    .newest = newest,
    .end = end_order,
    .class_of = class_of,
    .refer = refer,
    .unrefer = unrefer,
    .references = references,
    .put_phone = put_phone,
    .phone = find_phone,
    .list = list,
    .read = read_one,
    .settle = settle,
};

struct pg_outside *pg_outside_open(struct ym_loop *loop, const char *conninfo, bool is_unprepared,
                                   struct ym_error *reterr)
{
    struct pg_outside *o = calloc(1, sizeof(*o));

    if (o == NULL) {
        (void)ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the orders of others");
        return NULL;
    }
    o->port.ops = &ops;
    if (pg_asker_open(&o->asker, loop, conninfo, is_unprepared, reterr) != YM_E_OK) {
        free(o);
        return NULL;
    }
    return o;
}

static void on_closed(void *arg)
{
    struct pg_outside *o = arg;
    void (*const then)(void *arg) = o->on_closed;
    void *const then_arg = o->closed_arg;

    free(o);
    if (then != NULL)
        then(then_arg);
}

void pg_outside_close(struct pg_outside *o, void (*then)(void *arg), void *arg)
{
    o->on_closed = then;
    o->closed_arg = arg;
    pg_asker_close(&o->asker, on_closed, o);
}

struct app_orders *pg_outside_port(struct pg_outside *o)
{
    return &o->port;
}
