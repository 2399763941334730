/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/seal.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/gate.h"
#include "asker.h"
#include "seal_private.h"

#define PUT_PARAMS  14 /* of seal_insert.sql */
#define PART_PARAMS 3  /* of seal_part_insert.sql */
#define PART_MARGIN                                                                                \
    256 /* bytes of a stored part beside its plain ones, and of the array's head                   \
         */

struct pg_seals;

/* A document on its way into the database: one transaction, then a look at what is stored. */
struct put {
    struct pg_seals *seals;
    struct put *next; /* free */
    struct app_seal seal;
    app_seal_fn *done;
    void *arg;
    struct ym_pg_unit unit;
    struct ym_statement statements[2];
    struct ym_param params[PUT_PARAMS], part_params[PART_PARAMS];
    struct ym_scalar rooms[PUT_PARAMS], part_rooms[PART_PARAMS];
    struct ym_column parts;
    char by[APP_CALLER_NAME_MAX];
};

struct pg_seals {
    struct app_seals port; /* must be first */
    struct pg_asker asker;
    struct put puts[APP_SEAL_AT_ONCE];
    struct put *free_puts;
    void (*on_closed)(void *arg);
    void *closed_arg;
    union { /* the answer that is being given; one at a time */
        struct app_seal_key keys[APP_SEAL_KEYS_MAX];
        struct app_seal seals[APP_SEALS_MAX];
        struct ym_span parts[APP_SEAL_PARTS_MAX];
    } answer;
};

static struct pg_seals *of(struct app_seals *port)
{
    return (struct pg_seals *)port;
}

static struct pg_seals *asked(struct pg_question *q)
{
    return (struct pg_seals *)(void *)((char *)q->asker - offsetof(struct pg_seals, asker));
}

/* ---- Keys ---- */

static void keys_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_seal_key *keys = asked(q)->answer.keys;

    q->is_answered = true;
    ((app_seal_keys_fn *)q->done)(q->arg, YM_E_OK, keys, pg_take_seal_keys(rows, keys));
}

static void keys_end(struct pg_question *q, enum ym_err err)
{
    ((app_seal_keys_fn *)q->done)(q->arg, err != YM_E_OK ? err : YM_E_INTERNAL, NULL, 0);
}

static void ask_keys(struct app_seals *port, app_seal_keys_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(&of(port)->asker, keys_rows, keys_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_i64(q, APP_SEAL_KEYS_MAX);
    pg_ask_now(q, PG_SQL_seal_keys, YM_UNIT_READ);
}

static void key_put_end(struct pg_question *q, enum ym_err err)
{
    ((app_seal_put_fn *)q->done)(q->arg, err);
}

static void add_key(struct app_seals *port, const struct app_seal_key *key, app_seal_put_fn *done,
                    void *arg)
{
    struct pg_question *q = pg_ask_new(&of(port)->asker, NULL, key_put_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_i32(q, (int32_t)key->number);
    pg_give_i16(q, key->ring);
    pg_give_bytes(q, (struct ym_span){ (const char *)key->open, sizeof(key->open) });
    pg_give_usec(q, key->from);
    pg_ask_now(q, PG_SQL_seal_key_put, YM_UNIT_SINGLE);
}

/* ---- One document, and those of a dispute ---- */

static void one_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_seal seal;
    enum ym_err err = YM_E_OK;

    if (ym_rows_count(rows) == 0)
        err = YM_E_NOT_FOUND;
    else if (!pg_take_seal(rows, 0, &seal))
        err = YM_E_INTERNAL;
    q->is_answered = true;
    ((app_seal_fn *)q->done)(q->arg, err, err == YM_E_OK ? &seal : NULL);
}

static void one_end(struct pg_question *q, enum ym_err err)
{
    ((app_seal_fn *)q->done)(q->arg, err != YM_E_OK ? err : YM_E_INTERNAL, NULL);
}

static void give_dispute(struct pg_question *q, struct ym_id dispute)
{
    pg_give_i32(q, (int32_t)ym_id_bucket(dispute));
    pg_give_i64(q, dispute.v);
}

static void find(struct app_seals *port, const struct app_seal *like, app_seal_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(&of(port)->asker, one_rows, one_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    give_dispute(q, like->dispute);
    pg_give_i16(q, like->document);
    pg_give_i32(q, (int32_t)like->version);
    pg_give_text(q, ym_span_of(like->subject));
    pg_ask_now(q, PG_SQL_seal_find, YM_UNIT_READ);
}

static void give_code(struct pg_question *q, const struct ym_seal_code *code)
{
    pg_give_i32(q, (int32_t)ym_seal_code_bucket(code));
    pg_give_text(q, ym_span_of(code->text));
}

static void read_one(struct app_seals *port, const struct ym_seal_code *code, app_seal_fn *done,
                     void *arg)
{
    struct pg_question *q = pg_ask_new(&of(port)->asker, one_rows, one_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    give_code(q, code);
    pg_ask_now(q, PG_SQL_seal_read, YM_UNIT_READ);
}

static void list_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_seal *seals = asked(q)->answer.seals;
    enum ym_err err = YM_E_OK;
    size_t n = 0;

    for (int row = 0; row < ym_rows_count(rows) && n < APP_SEALS_MAX; row++) {
        if (!pg_take_seal(rows, row, &seals[n++]))
            err = YM_E_INTERNAL;
    }
    q->is_answered = true;
    ((app_seals_fn *)q->done)(q->arg, err, err == YM_E_OK ? seals : NULL, err == YM_E_OK ? n : 0);
}

static void list_end(struct pg_question *q, enum ym_err err)
{
    ((app_seals_fn *)q->done)(q->arg, err != YM_E_OK ? err : YM_E_INTERNAL, NULL, 0);
}

static void list(struct app_seals *port, struct ym_id dispute, app_seals_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(&of(port)->asker, list_rows, list_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    give_dispute(q, dispute);
    pg_give_i64(q, APP_SEALS_MAX);
    pg_ask_now(q, PG_SQL_seal_list, YM_UNIT_READ);
}

/* ---- Its bytes ---- */

static void parts_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct ym_span *parts = asked(q)->answer.parts;
    size_t n = 0;

    for (int row = 0; row < ym_rows_count(rows) && n < APP_SEAL_PARTS_MAX; row++)
        parts[n++] = ym_rows_span(rows, row, 0);
    q->is_answered = true;
    ((app_seal_parts_fn *)q->done)(q->arg, YM_E_OK, parts, n);
}

static void parts_end(struct pg_question *q, enum ym_err err)
{
    ((app_seal_parts_fn *)q->done)(q->arg, err != YM_E_OK ? err : YM_E_INTERNAL, NULL, 0);
}

static void read_parts(struct app_seals *port, const struct ym_seal_code *code,
                       app_seal_parts_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(&of(port)->asker, parts_rows, parts_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    give_code(q, code);
    pg_give_i64(q, APP_SEAL_PARTS_MAX);
    pg_ask_now(q, PG_SQL_seal_parts, YM_UNIT_READ);
}

/* ---- Storing ---- */

static void put_end(struct put *p)
{
    struct pg_seals *s = p->seals;

    ym_column_release(&p->parts);
    p->next = s->free_puts;
    s->free_puts = p;
}

/* The answer of the look; none means that it was not stored, since there are as many as may be. */
static void on_stored(void *arg, enum ym_err err, const struct app_seal *seal)
{
    struct put *p = arg;
    app_seal_fn *const done = p->done;
    void *const done_arg = p->arg;

    put_end(p);
    done(done_arg, err == YM_E_NOT_FOUND ? YM_E_CONFLICT : err, seal);
}

static void on_put(void *arg, const struct ym_outcome *outcome)
{
    struct put *p = arg;

    /* In doubt is looked up, too: it is there, or it is not. */
    if (outcome->verdict == YM_VERDICT_COMMITTED || outcome->verdict == YM_VERDICT_IN_DOUBT)
        find(&p->seals->port, &p->seal, on_stored, p);
    else
        on_stored(p,
                  outcome->verdict == YM_VERDICT_FAILED && outcome->class == YM_SQL_POISON
                      ? YM_E_INTERNAL
                      : YM_E_UNAVAILABLE,
                  NULL);
}

static void on_put_refused(struct pg_question *q, enum ym_err err)
{
    on_stored(q->arg, err, NULL);
}

static void on_no_room(struct pg_question *q, enum ym_err err)
{
    ((app_seal_fn *)q->done)(q->arg, err, NULL);
}

static struct ym_span bytes_of(const unsigned char *at, size_t n)
{
    return (struct ym_span){ (const char *)at, n };
}

static void fill_document(struct put *p)
{
    const struct app_seal *s = &p->seal;
    struct ym_scalar *r = p->rooms;
    const struct ym_param all[PUT_PARAMS] = {
        ym_param_i32(&r[0], (int32_t)ym_id_bucket(s->dispute)),
        ym_param_i64(&r[1], s->dispute.v),
        ym_param_text(ym_span_of(s->code.text)),
        ym_param_i16(&r[3], s->document),
        ym_param_i32(&r[4], (int32_t)s->version),
        ym_param_text(ym_span_of(s->subject)),
        ym_param_usec(&r[6], s->made_at),
        ym_param_text(ym_span_of(p->by)),
        ym_param_i32(&r[8], (int32_t)s->key),
        ym_param_i32(&r[9], (int32_t)s->size),
        ym_param_bytes(bytes_of(s->sha256, sizeof(s->sha256))),
        s->has_terms ? ym_param_bytes(bytes_of(s->terms_sha256, sizeof(s->terms_sha256)))
                     : ym_param_null(YM_PG_BYTEA),
        ym_param_bytes(bytes_of(s->signature, sizeof(s->signature))),
        ym_param_i64(&r[13], APP_SEALS_MAX),
    };

    memcpy(p->params, all, sizeof(all));
    p->statements[0] = pg_sql_statement(PG_SQL_seal_insert, p->params, PUT_PARAMS);
}

/* False: no memory. */
static bool fill_parts(struct put *p, const struct ym_span *parts, size_t n)
{
    size_t bytes = PART_MARGIN;

    for (size_t i = 0; i < n; i++)
        bytes += parts[i].n + PART_MARGIN;
    ym_column_init(&p->parts, YM_PG_BYTEA, bytes);
    for (size_t i = 0; i < n; i++)
        ym_column_span(&p->parts, parts[i]);
    if (!ym_column_ok(&p->parts))
        return false;
    p->part_params[0] =
        ym_param_i32(&p->part_rooms[0], (int32_t)ym_seal_code_bucket(&p->seal.code));
    p->part_params[1] = ym_param_text(ym_span_of(p->seal.code.text));
    p->part_params[2] = ym_column_param(&p->parts);
    p->statements[1] = pg_sql_statement(PG_SQL_seal_part_insert, p->part_params, PART_PARAMS);
    return true;
}

static void put(struct app_seals *port, const struct app_seal_new *what, app_seal_fn *done,
                void *arg)
{
    struct pg_seals *s = of(port);
    struct put *p = s->free_puts;

    if (p == NULL || s->asker.is_closing) {
        pg_ask_refuse(&s->asker, on_no_room, PG_DONE(done), arg,
                      p == NULL ? YM_E_BUSY : YM_E_UNAVAILABLE);
        return;
    }
    s->free_puts = p->next;
    *p = (struct put){ .seals = s, .seal = what->seal, .done = done, .arg = arg };
    (void)snprintf(p->by, sizeof(p->by), "%s", what->by);
    fill_document(p);
    p->unit = (struct ym_pg_unit){ .kind = YM_UNIT_TRANSACTION,
                                   .statements = p->statements,
                                   .n = 2,
                                   .on_done = on_put,
                                   .arg = p };
    if (!fill_parts(p, what->parts, what->n))
        pg_ask_refuse(&s->asker, on_put_refused, NULL, p, YM_E_UNAVAILABLE);
    else if (ym_link_submit(s->asker.link, &p->unit) != YM_E_OK)
        pg_ask_refuse(&s->asker, on_put_refused, NULL, p, YM_E_BUSY);
}

/* ---- Proofs ---- */

enum { PROVED_NONE, PROVED_LOCKED, PROVED_OPEN };

static void prove_rows(struct pg_question *q, const struct ym_rows *rows)
{
    q->n = PROVED_NONE;
    if (ym_rows_count(rows) == 0)
        return;
    q->n = ym_rows_bool(rows, 0, 0) ? PROVED_LOCKED : PROVED_OPEN;
    q->limit = (unsigned)ym_rows_i32(rows, 0, 1);
}

static void prove_end(struct pg_question *q, enum ym_err err)
{
    struct app_proof proof = { .result = APP_PROOF_LOCKED };

    if (err == YM_E_OK && q->n == PROVED_NONE)
        err = YM_E_NOT_FOUND;
    if (err == YM_E_OK && q->n == PROVED_OPEN) {
        proof.result = q->role != 0 ? APP_PROOF_RIGHT : APP_PROOF_WRONG;
        proof.left = q->limit < APP_PROOF_TRIES_MAX ? APP_PROOF_TRIES_MAX - (int32_t)q->limit : 0;
    }
    ((app_proof_fn *)q->done)(q->arg, err, err == YM_E_OK ? &proof : NULL);
}

static void prove(struct app_seals *port, const struct app_proof_trial *trial, app_proof_fn *done,
                  void *arg)
{
    struct pg_question *q = pg_ask_new(&of(port)->asker, prove_rows, prove_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    q->role = trial->is_right;
    give_dispute(q, trial->dispute);
    pg_give_i16(q, trial->seat);
    pg_give_bool(q, trial->is_right);
    pg_give_usec(q, trial->now);
    pg_give_i32(q, APP_PROOF_TRIES_MAX);
    pg_ask_now(q, PG_SQL_seal_prove, YM_UNIT_SINGLE);
}

/* ---- Life ---- */

static const struct app_seals_ops ops = {
    .keys = ask_keys,
    .add_key = add_key,
    .find = find,
    .read = read_one,
    .list = list,
    .put = put,
    .parts = read_parts,
    .prove = prove,
};

struct pg_seals *pg_seals_open(struct ym_loop *loop, const char *conninfo, bool is_unprepared,
                               struct ym_error *reterr)
{
    struct pg_seals *s = calloc(1, sizeof(*s));

    if (s == NULL) {
        (void)ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for sealed documents");
        return NULL;
    }
    s->port.ops = &ops;
    for (size_t i = 0; i < APP_SEAL_AT_ONCE; i++) {
        s->puts[i].next = s->free_puts;
        s->free_puts = &s->puts[i];
    }
    if (pg_asker_open(&s->asker, loop, conninfo, is_unprepared, reterr) != YM_E_OK) {
        free(s);
        return NULL;
    }
    return s;
}

static void on_closed(void *arg)
{
    struct pg_seals *s = arg;
    void (*const then)(void *arg) = s->on_closed;
    void *const then_arg = s->closed_arg;

    free(s);
    if (then != NULL)
        then(then_arg);
}

void pg_seals_close(struct pg_seals *s, void (*then)(void *arg), void *arg)
{
    s->on_closed = then;
    s->closed_arg = arg;
    pg_asker_close(&s->asker, on_closed, s);
}

struct app_seals *pg_seals_port(struct pg_seals *s)
{
    return &s->port;
}
