/* SPDX-License-Identifier: Apache-2.0 */
#include "change.h"

#include <assert.h>
#include <string.h>

#include "yima/canon.h"

#define TERM_BYTES_MAX  32 /* of one search term: two characters and room */
#define FORM_PARAMS_MAX 16

/* When a statement has something to do. */
enum when { ALWAYS, REGISTERS, UPDATES, TELLS, KEYS, ROWS };

struct form {
    enum pg_sql sql;
    enum when when; /* ROWS: its first column has elements */
    size_t n;
    uint8_t columns[FORM_PARAMS_MAX];
};

#define C(name) PG_COLUMN_##name

/* The statements of a batch, in the order in which they run: the outbox and the request keys look
 * for the event before this batch inserts it. */
static const struct form forms[] = {
    { PG_SQL_dispute_insert,
      REGISTERS,
      16,
      { C(BUCKET), C(ID), C(VERSION), C(REGION), C(BODY), C(COURT), C(MEDIATOR), C(TYPE), C(COLOUR),
        C(STAGE), C(OPEN), C(DUE), C(AT), C(STATE), C(HEAD), C(KEY) } },
    { PG_SQL_dispute_update,
      UPDATES,
      16,
      { C(BUCKET), C(ID), C(VERSION), C(REGION), C(BODY), C(COURT), C(MEDIATOR), C(TYPE), C(COLOUR),
        C(STAGE), C(OPEN), C(DUE), C(AT), C(STATE), C(HEAD), C(KEY) } },
    { PG_SQL_outbox_insert, TELLS, 5, { C(BUCKET), C(ID), C(HEAD), C(SEQ), C(TELL) } },
    { PG_SQL_request_key_insert,
      KEYS,
      7,
      { C(BUCKET), C(ID), C(HEAD), C(SEQ), C(AT), C(KEY), C(FINGERPRINT) } },
    { PG_SQL_event_insert,
      ALWAYS,
      8,
      { C(BUCKET), C(ID), C(HEAD), C(SEQ), C(AT), C(RULE), C(KIND), C(PAYLOAD) } },
    { PG_SQL_detail_insert,
      ROWS,
      14,
      { C(DETAIL_BUCKET), C(DETAIL_ID), C(DETAIL_HEAD), C(DETAIL_TYPE), C(DETAIL_CHANNEL),
        C(DETAIL_SOURCE), C(DETAIL_REGION), C(DETAIL_PROCEDURE), C(DETAIL_RECEIVED),
        C(DETAIL_EXTERNAL), C(DETAIL_AMOUNT), C(DETAIL_TITLE), C(DETAIL_DESCRIPTION),
        C(DETAIL_TERMS) } },
    { PG_SQL_party_insert,
      ROWS,
      13,
      { C(PARTY_BUCKET), C(PARTY_ID), C(PARTY_HEAD), C(PARTY_SEAT), C(PARTY_SIDE), C(PARTY_KIND),
        C(PARTY_NAME), C(PARTY_IDENTITY), C(PARTY_HASH), C(PARTY_PHONE), C(PARTY_ADDRESS),
        C(PARTY_AGENT), C(PARTY_AGENT_PHONE) } },
    { PG_SQL_code_revoke,
      ROWS,
      4,
      { C(REVOKE_BUCKET), C(REVOKE_ID), C(REVOKE_HEAD), C(REVOKE_AT) } },
    { PG_SQL_code_insert,
      ROWS,
      5,
      { C(CODE_BUCKET), C(CODE_ID), C(CODE_HEAD), C(CODE_TOKEN), C(CODE_AT) } },
    { PG_SQL_detail_update,
      ROWS,
      9,
      { C(WORDS_BUCKET), C(WORDS_ID), C(WORDS_HEAD), C(WORDS_TYPE), C(WORDS_REGION),
        C(WORDS_PROCEDURE), C(WORDS_TITLE), C(WORDS_DESCRIPTION), C(WORDS_TERMS) } },
    { PG_SQL_docket_delete,
      ROWS,
      5,
      { C(LEFT_BUCKET), C(LEFT_ID), C(LEFT_HEAD), C(LEFT_KIND), C(LEFT_HOLDER) } },
    { PG_SQL_docket_insert,
      ROWS,
      5,
      { C(CAME_BUCKET), C(CAME_ID), C(CAME_HEAD), C(CAME_KIND), C(CAME_HOLDER) } },
    { PG_SQL_deadline_delete,
      ROWS,
      5,
      { C(STOP_BUCKET), C(STOP_ID), C(STOP_HEAD), C(STOP_DUE), C(STOP_KIND) } },
    { PG_SQL_deadline_insert,
      ROWS,
      5,
      { C(START_BUCKET), C(START_ID), C(START_HEAD), C(START_DUE), C(START_KIND) } },
    { PG_SQL_external_insert,
      ROWS,
      6,
      { C(EXTERNAL_BUCKET), C(EXTERNAL_CHANNEL), C(EXTERNAL_TEXT), C(EXTERNAL_HOME), C(EXTERNAL_ID),
        C(EXTERNAL_HEAD) } },
    { PG_SQL_attachment_attach,
      ROWS,
      6,
      { C(PAPER_BUCKET), C(PAPER_ID), C(PAPER_HEAD), C(PAPER_NUMBER), C(PAPER_SEQ), C(PAPER_AT) } },
};

_Static_assert(sizeof(forms) / sizeof(forms[0]) == PG_CHANGE_STATEMENTS, "one form a statement");
_Static_assert(PG_CHANGE_STATEMENTS <= YM_UNIT_STATEMENTS_MAX, "a batch must fit into a unit");

void pg_changes_init(struct pg_changes *c)
{
    static const enum ym_pg_type types[] = {
#define X(name, type) YM_PG_##type,
        PG_COLUMNS(X)
#undef X
    };

    *c = (struct pg_changes){ .text = PG_TEXT_PLAIN };
    for (size_t i = 0; i < PG_COLUMN_COUNT; i++)
        ym_column_init(&c->columns[i], types[i], PG_COLUMN_BYTES_MAX);
    ym_buf_init(&c->scratch, (size_t)YM_TERMS_MAX * TERM_BYTES_MAX);
}

void pg_changes_release(struct pg_changes *c)
{
    for (size_t i = 0; i < PG_COLUMN_COUNT; i++)
        ym_column_release(&c->columns[i]);
    ym_buf_release(&c->scratch);
}

void pg_changes_clear(struct pg_changes *c)
{
    for (size_t i = 0; i < PG_COLUMN_COUNT; i++)
        ym_column_clear(&c->columns[i]);
    c->nstatements = 0;
    c->registers = c->updates = c->tells = c->keys = 0;
}

static struct ym_span bytes(const void *at, size_t n)
{
    return (struct ym_span){ at, n };
}

static void add_i16(struct pg_changes *c, enum pg_column column, int v)
{
    ym_column_i16(&c->columns[column], (int16_t)v);
}

static void add_i64(struct pg_changes *c, enum pg_column column, int64_t v)
{
    ym_column_i64(&c->columns[column], v);
}

static void add_span(struct pg_changes *c, enum pg_column column, struct ym_span v)
{
    ym_column_span(&c->columns[column], v.at != NULL ? v : YM_SPAN(""));
}

/* An empty span is NULL. */
static void add_optional(struct pg_changes *c, enum pg_column column, struct ym_span v)
{
    if (v.n > 0)
        ym_column_span(&c->columns[column], v);
    else
        ym_column_null(&c->columns[column]);
}

static void add_usec(struct pg_changes *c, enum pg_column column, ym_usec at)
{
    if (at != YM_USEC_NONE)
        ym_column_usec(&c->columns[column], at);
    else
        ym_column_null(&c->columns[column]);
}

/* Bucket, id and head: the first three columns of every block but the first. */
static void add_key(struct pg_changes *c, enum pg_column first, const struct ym_dispute *d)
{
    ym_column_i32(&c->columns[first], (int32_t)ym_id_bucket(d->id));
    ym_column_i64(&c->columns[first + 1], d->id.v);
    ym_column_span(&c->columns[first + 2], bytes(d->head, sizeof(d->head)));
}

ym_usec pg_next_due(const struct ym_dispute *d)
{
    ym_usec next = YM_USEC_NONE;

    for (size_t i = 0; i < d->nclocks; i++) {
        ym_usec due = d->clocks[i].due;

        if (due != 0 && (next == YM_USEC_NONE || due < next))
            next = due;
    }
    return next;
}

static void add_row(struct pg_changes *c, const struct ym_change *change)
{
    const struct ym_dispute *d = change->after;
    unsigned char state[YM_STATE_BYTES_MAX];
    size_t n = ym_dispute_pack(d, state, sizeof(state));

    assert(n > 0);
    ym_column_i32(&c->columns[C(BUCKET)], (int32_t)ym_id_bucket(d->id));
    add_i64(c, C(ID), d->id.v);
    ym_column_i32(&c->columns[C(VERSION)], (int32_t)change->before->version);
    add_i64(c, C(REGION), d->region);
    add_i64(c, C(BODY), d->body);
    add_i64(c, C(COURT), d->court);
    add_i64(c, C(MEDIATOR), d->mediator);
    add_i16(c, C(TYPE), d->type);
    add_span(c, C(STATE), bytes(state, n));
    add_span(c, C(HEAD), bytes(d->head, sizeof(d->head)));
    add_i16(c, C(COLOUR), change->colour);
    add_i16(c, C(STAGE), change->stage);
    ym_column_bool(&c->columns[C(OPEN)], change->is_open);
    add_usec(c, C(DUE), pg_next_due(d));
    add_usec(c, C(AT), change->event->c.at);
    add_optional(c, C(KEY), bytes(change->key.key, change->key.given ? YM_KEY_BYTES : 0));
    add_optional(c, C(FINGERPRINT),
                 bytes(change->key.fingerprint, change->key.given ? YM_KEY_BYTES : 0));
    ym_column_i32(&c->columns[C(SEQ)], (int32_t)change->event->seq);
    add_i16(c, C(RULE), change->event->rule);
    add_i16(c, C(KIND), change->event->c.kind);
    add_span(c, C(PAYLOAD), change->payload);
    ym_column_bool(&c->columns[C(TELL)], change->tell);
}

static void add_code(struct pg_changes *c, const struct ym_change *change,
                     const struct ym_token *token)
{
    add_key(c, C(CODE_BUCKET), change->after);
    add_span(c, C(CODE_TOKEN), bytes(token->text, strlen(token->text)));
    add_usec(c, C(CODE_AT), change->event->c.at);
}

static void add_party(struct pg_changes *c, const struct ym_dispute *d, int seat,
                      const struct ym_party *p)
{
    static const unsigned char none[sizeof(p->identity_hash)];
    bool is_hashed = memcmp(p->identity_hash, none, sizeof(none)) != 0;

    add_key(c, C(PARTY_BUCKET), d);
    add_i16(c, C(PARTY_SEAT), seat);
    add_i16(c, C(PARTY_SIDE), p->side);
    add_i16(c, C(PARTY_KIND), p->kind);
    add_span(c, C(PARTY_NAME), p->name);
    add_optional(c, C(PARTY_IDENTITY), p->identity);
    add_optional(c, C(PARTY_HASH), bytes(p->identity_hash, is_hashed ? sizeof(none) : 0));
    add_optional(c, C(PARTY_PHONE), p->phone);
    add_optional(c, C(PARTY_ADDRESS), p->address);
    add_optional(c, C(PARTY_AGENT), p->agent);
    add_optional(c, C(PARTY_AGENT_PHONE), p->agent_phone);
}

/* Terms in one text, until the scratch is used again. */
static struct ym_span joined(struct pg_changes *c, const struct ym_span *terms, size_t n)
{
    ym_buf_clear(&c->scratch);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            ym_buf_putc(&c->scratch, '\x1f');
        ym_buf_add(&c->scratch, terms[i]);
    }
    return ym_buf_span(&c->scratch);
}

uint32_t pg_external_bucket(uint8_t channel, struct ym_span reference)
{
    uint32_t h = (UINT32_C(2166136261) ^ channel) * UINT32_C(16777619); /* FNV-1a */

    for (size_t i = 0; i < reference.n; i++)
        h = (h ^ (unsigned char)reference.at[i]) * UINT32_C(16777619);
    return h % YM_BUCKETS;
}

static void add_external(struct pg_changes *c, const struct ym_dispute *d, struct ym_span reference)
{
    if (reference.n == 0)
        return;
    ym_column_i32(&c->columns[C(EXTERNAL_BUCKET)],
                  (int32_t)pg_external_bucket(d->channel, reference));
    add_i16(c, C(EXTERNAL_CHANNEL), d->channel);
    add_span(c, C(EXTERNAL_TEXT), reference);
    add_key(c, C(EXTERNAL_HOME), d);
}

static void add_intake(struct pg_changes *c, const struct ym_change *change)
{
    const struct ym_intake *in = change->intake;
    const struct ym_dispute *d = change->after;

    add_key(c, C(DETAIL_BUCKET), d);
    add_i16(c, C(DETAIL_TYPE), d->type);
    add_i16(c, C(DETAIL_CHANNEL), d->channel);
    add_i16(c, C(DETAIL_SOURCE), d->source);
    add_i64(c, C(DETAIL_REGION), d->region);
    add_i16(c, C(DETAIL_PROCEDURE), d->procedure);
    add_usec(c, C(DETAIL_RECEIVED), d->received_at);
    add_optional(c, C(DETAIL_EXTERNAL), in->external_ref);
    if (in->amount_fen >= 0)
        add_i64(c, C(DETAIL_AMOUNT), in->amount_fen);
    else
        ym_column_null(&c->columns[C(DETAIL_AMOUNT)]);
    add_span(c, C(DETAIL_TITLE), in->title);
    add_span(c, C(DETAIL_DESCRIPTION), in->description);
    add_span(c, C(DETAIL_TERMS), joined(c, in->terms, in->nterms));
    for (int seat = 0; seat < in->nparties; seat++)
        add_party(c, d, seat, &in->parties[seat]);
    add_code(c, change, &in->token);
    add_external(c, d, in->external_ref);
}

/* The words change on CORRECT, the procedure on MIGRATE. */
static void add_words(struct pg_changes *c, const struct ym_change *change)
{
    const struct ym_dispute *d = change->after;
    const struct ym_correction none = { .title = { NULL, 0 } };
    const struct ym_correction *words = change->correction != NULL ? change->correction : &none;

    add_key(c, C(WORDS_BUCKET), d);
    add_i16(c, C(WORDS_TYPE), d->type);
    add_i64(c, C(WORDS_REGION), d->region);
    add_i16(c, C(WORDS_PROCEDURE), d->procedure);
    add_optional(c, C(WORDS_TITLE), words->title);
    add_optional(c, C(WORDS_DESCRIPTION), words->description);
    add_optional(c, C(WORDS_TERMS), joined(c, words->terms, words->nterms));
}

/* From one docket of this kind into another; 0: none. */
static void add_move(struct pg_changes *c, const struct ym_change *change, enum pg_docket kind,
                     int64_t from, int64_t to)
{
    if (from == to)
        return;
    if (from != 0) {
        add_key(c, C(LEFT_BUCKET), change->after);
        add_i16(c, C(LEFT_KIND), (int)kind);
        add_i64(c, C(LEFT_HOLDER), from);
    }
    if (to != 0) {
        add_key(c, C(CAME_BUCKET), change->after);
        add_i16(c, C(CAME_KIND), (int)kind);
        add_i64(c, C(CAME_HOLDER), to);
    }
}

static void add_dockets(struct pg_changes *c, const struct ym_change *change, bool is_new)
{
    const struct ym_dispute *a = change->before, *b = change->after;

    add_move(c, change, PG_DOCKET_BODY, is_new ? 0 : a->body, b->body);
    add_move(c, change, PG_DOCKET_MEDIATOR, is_new ? 0 : a->mediator, b->mediator);
    add_move(c, change, PG_DOCKET_COURT, is_new ? 0 : a->court, b->court);
}

static bool runs_in(const struct ym_clock *clock, const struct ym_dispute *d)
{
    for (size_t i = 0; i < d->nclocks; i++) {
        if (d->clocks[i].deadline == clock->deadline && d->clocks[i].due == clock->due)
            return true;
    }
    return false;
}

/* Add the clocks that run in a and do not run likewise in b. */
static void add_clocks(struct pg_changes *c, enum pg_column first, const struct ym_change *change,
                       const struct ym_dispute *a, const struct ym_dispute *b)
{
    for (size_t i = 0; i < a->nclocks; i++) {
        if (a->clocks[i].due == 0 || runs_in(&a->clocks[i], b))
            continue;
        add_key(c, first, change->after);
        add_usec(c, first + 3, a->clocks[i].due);
        add_i16(c, first + 4, a->clocks[i].deadline);
    }
}

/* A paper becomes part of the file together with its event. */
static void add_paper(struct pg_changes *c, const struct ym_change *change)
{
    if (change->event->c.kind != YM_CMD_ATTACH)
        return;
    add_key(c, C(PAPER_BUCKET), change->after);
    add_i64(c, C(PAPER_NUMBER), change->event->c.ref);
    ym_column_i32(&c->columns[C(PAPER_SEQ)], (int32_t)change->event->seq);
    add_usec(c, C(PAPER_AT), change->event->c.at);
}

void pg_changes_add(struct pg_changes *c, const struct ym_change *change)
{
    bool is_new = change->before->version == 0;

    add_row(c, change);
    c->registers += is_new;
    c->updates += !is_new;
    c->tells += change->tell;
    c->keys += change->key.given;
    if (change->intake != NULL)
        add_intake(c, change);
    if (change->token != NULL || change->event->c.kind == YM_CMD_REVOKE_CODE) {
        add_key(c, C(REVOKE_BUCKET), change->after);
        add_usec(c, C(REVOKE_AT), change->event->c.at);
    }
    if (change->token != NULL)
        add_code(c, change, change->token);
    if (change->correction != NULL ||
        (!is_new && change->before->procedure != change->after->procedure))
        add_words(c, change);
    add_dockets(c, change, is_new);
    add_paper(c, change);
    if (!is_new)
        add_clocks(c, C(STOP_BUCKET), change, change->before, change->after);
    add_clocks(c, C(START_BUCKET), change, change->after, change->before);
}

static bool has_work(const struct pg_changes *c, const struct form *f)
{
    switch (f->when) {
    case ALWAYS:
        return true;
    case REGISTERS:
        return c->registers > 0;
    case UPDATES:
        return c->updates > 0;
    case TELLS:
        return c->tells > 0;
    case KEYS:
        return c->keys > 0;
    case ROWS:
        return c->columns[f->columns[0]].n > 0;
    }
    return false;
}

bool pg_changes_finish(struct pg_changes *c, enum pg_sql_text text)
{
    size_t used = 0;

    c->text = text;
    for (size_t i = 0; i < PG_COLUMN_COUNT; i++) {
        if (!ym_column_ok(&c->columns[i]))
            return false;
    }
    for (size_t i = 0; i < PG_CHANGE_STATEMENTS; i++) {
        const struct form *f = &forms[i];

        if (!has_work(c, f))
            continue;
        if (f->sql == PG_SQL_event_insert)
            c->event_statement = c->nstatements;
        assert(used + f->n <= sizeof(c->params) / sizeof(c->params[0]));
        c->statements[c->nstatements++] = pg_sql_in(text, f->sql, &c->params[used], f->n);
        for (size_t k = 0; k < f->n; k++)
            c->params[used++] = ym_column_param(&c->columns[f->columns[k]]);
    }
    return ym_buf_ok(&c->scratch);
}
