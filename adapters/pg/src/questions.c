/* SPDX-License-Identifier: Apache-2.0 */
/* What can be asked: each question with its parameters and its lane. */
#include <assert.h>
#include <string.h>

#include "change.h"
#include "reader_private.h"
#include "sql.h"

/* ---- Parameters ---- */

static struct ym_scalar *room(struct pg_read *read)
{
    assert(read->nparams < PG_READ_PARAMS_MAX);
    return &read->rooms[read->nparams];
}

static void put(struct pg_read *read, struct ym_param p)
{
    assert(read->nparams < PG_READ_PARAMS_MAX);
    read->params[read->nparams++] = p;
}

static void put_i32(struct pg_read *read, int32_t v)
{
    put(read, ym_param_i32(room(read), v));
}

static void put_i64(struct pg_read *read, int64_t v)
{
    put(read, ym_param_i64(room(read), v));
}

/* A wish: NULL when there is none. */
static void wish_i64(struct pg_read *read, bool is_wished, int64_t v)
{
    put(read, is_wished ? ym_param_i64(room(read), v) : ym_param_null(YM_PG_INT8));
}

static void wish_i16(struct pg_read *read, uint8_t v)
{
    put(read, v != APP_ANY ? ym_param_i16(room(read), v) : ym_param_null(YM_PG_INT2));
}

/* A text that must outlive the call. False when it is longer than anything that could be found. */
static bool put_text(struct pg_read *read, struct ym_span text)
{
    if (text.n > sizeof(read->text))
        return false;
    if (text.n > 0)
        memcpy(read->text, text.at, text.n);
    put(read, ym_param_text((struct ym_span){ read->text, text.n }));
    return true;
}

/* ---- The port ---- */

static struct pg_reader *reader_of(struct app_reader *port)
{
    return (struct pg_reader *)port;
}

static void read_dispute(struct app_reader *port, struct ym_id id, app_view_fn *done, void *arg)
{
    struct pg_read *read =
        pg_read_take(reader_of(port), PG_LANE_QUICK, pg_answer_view, pg_fail_view, arg);

    read->done.view = done;
    put_i32(read, (int32_t)ym_id_bucket(id));
    put_i64(read, id.v);
    pg_read_send(read, PG_SQL_read_dispute);
}

static void read_events(struct app_reader *port, struct ym_id id, uint32_t after, unsigned limit,
                        app_events_fn *done, void *arg)
{
    struct pg_read *read =
        pg_read_take(reader_of(port), PG_LANE_QUICK, pg_answer_events, pg_fail_events, arg);

    assert(limit > 0);
    assert(limit <= APP_PAGE_MAX);
    read->done.events = done;
    put_i32(read, (int32_t)ym_id_bucket(id));
    put_i64(read, id.v);
    put_i32(read, after < YM_VERSION_MAX ? (int32_t)after : YM_VERSION_MAX);
    put_i64(read, limit);
    pg_read_send(read, PG_SQL_read_events);
}

static void read_scan(struct app_reader *port, const struct ym_token *token, app_scan_fn *done,
                      void *arg)
{
    struct pg_read *read =
        pg_read_take(reader_of(port), PG_LANE_QUICK, pg_answer_scan, pg_fail_scan, arg);
    bool fits;

    read->done.scan = done;
    put_i32(read, (int32_t)ym_token_bucket(token));
    fits = put_text(read, ym_span_of(token->text));
    assert(fits);
    pg_read_send(read, PG_SQL_read_scan);
}

/* A docket to read a list from; holder 0: none. */
struct source {
    enum pg_docket kind;
    int64_t holder;
};

/* The docket of the narrowest holder that is wished for or that the asker is. */
static struct source source_of(const struct app_filter *f)
{
    const struct app_scope *s = &f->scope;
    const struct source sources[] = {
        { PG_DOCKET_MEDIATOR, f->mediator },
        { PG_DOCKET_MEDIATOR, s->kind == APP_SCOPE_MEDIATOR ? s->lo : 0 },
        { PG_DOCKET_COURT, f->court },
        { PG_DOCKET_COURT, s->kind == APP_SCOPE_COURT ? s->lo : 0 },
        { PG_DOCKET_BODY, f->body },
        { PG_DOCKET_BODY, s->kind == APP_SCOPE_BODY ? s->lo : 0 },
    };

    for (size_t i = 0;
         f->nterms == 0 && f->external_ref.n == 0 && i < sizeof(sources) / sizeof(sources[0]);
         i++) {
        if (sources[i].holder != 0)
            return sources[i];
    }
    return (struct source){ .holder = 0 };
}

/* A wish that the docket does not fulfil by itself: the planner would take the two for independent
 * and expect hardly any row. */
static void wish_holder(struct pg_read *read, bool is_wished, const struct source *source,
                        struct source wish)
{
    bool is_source = wish.holder != 0 && source->kind == wish.kind && source->holder == wish.holder;

    wish_i64(read, is_wished && !is_source, wish.holder);
}

/* Region from and to, body, mediator, court, dispute: six parameters, all NULL for ALL. */
static void put_scope(struct pg_read *read, const struct app_scope *s, const struct source *source)
{
    wish_i64(read, s->kind == APP_SCOPE_REGION, s->lo);
    wish_i64(read, s->kind == APP_SCOPE_REGION, s->hi);
    wish_holder(read, s->kind == APP_SCOPE_BODY, source, (struct source){ PG_DOCKET_BODY, s->lo });
    wish_holder(read, s->kind == APP_SCOPE_MEDIATOR, source,
                (struct source){ PG_DOCKET_MEDIATOR, s->lo });
    wish_holder(read, s->kind == APP_SCOPE_COURT, source,
                (struct source){ PG_DOCKET_COURT, s->lo });
    /* NOTHING: the dispute that does not exist */
    wish_i64(read, s->kind == APP_SCOPE_DISPUTE || s->kind == APP_SCOPE_NOTHING,
             s->kind == APP_SCOPE_DISPUTE ? s->lo : 0);
}

static void put_wishes(struct pg_read *read, const struct app_filter *f,
                       const struct source *source)
{
    bool has_region = f->region_lo != 0 || f->region_hi != 0;

    wish_i16(read, f->colour);
    wish_i16(read, f->stage);
    wish_i16(read, f->type);
    put(read, f->is_open != APP_ANY ? ym_param_bool(room(read), f->is_open != 0)
                                    : ym_param_null(YM_PG_BOOL));
    put(read, f->is_overdue ? ym_param_usec(room(read), f->now) : ym_param_null(YM_PG_TIMESTAMPTZ));
    wish_i64(read, has_region, f->region_lo);
    wish_i64(read, has_region, f->region_hi);
    wish_holder(read, f->body != 0, source, (struct source){ PG_DOCKET_BODY, f->body });
    wish_holder(read, f->mediator != 0, source, (struct source){ PG_DOCKET_MEDIATOR, f->mediator });
    wish_holder(read, f->court != 0, source, (struct source){ PG_DOCKET_COURT, f->court });
    wish_i64(read, f->before.v != 0, f->before.v);
    put_i64(read, (int64_t)f->limit + 1); /* one more, to see whether there is more */
    put_scope(read, &f->scope, source);
}

static void put_terms(struct pg_read *read, const struct app_filter *f)
{
    ym_column_init(&read->array, YM_PG_TEXT, PG_READ_ARRAY_MAX);
    for (size_t i = 0; i < f->nterms; i++)
        ym_column_span(&read->array, f->terms[i]);
    put(read, f->nterms > 0 && ym_column_ok(&read->array) ? ym_column_param(&read->array)
                                                          : ym_param_null(YM_PG_TEXT_ARRAY));
}

/* Behind the wishes: the number in another system, the terms that must all occur, or the docket;
 * what to ask with them. */
static enum pg_sql put_source(struct pg_read *read, const struct app_filter *f,
                              const struct source *source)
{
    if (f->external_ref.n > 0) {
        if (!put_text(read, f->external_ref))
            put(read, ym_param_null(YM_PG_TEXT)); /* longer than any: finds nothing */
        wish_i16(read, f->channel);
        put_terms(read, f);
        return PG_SQL_read_external;
    }
    if (f->nterms > 0) {
        put_terms(read, f);
        return PG_SQL_read_search;
    }
    if (source->holder == 0)
        return f->is_overdue ? PG_SQL_read_overdue : PG_SQL_read_list;
    put(read, ym_param_i16(room(read), (int16_t)source->kind));
    put_i64(read, source->holder);
    return PG_SQL_read_docket;
}

static void read_list(struct app_reader *port, const struct app_filter *f, app_list_fn *done,
                      void *arg)
{
    struct pg_read *read =
        pg_read_take(reader_of(port), PG_LANE_LIST, pg_answer_list, pg_fail_list, arg);
    const struct source source = source_of(f);
    enum pg_sql which;

    assert(f->limit > 0);
    assert(f->limit <= APP_PAGE_MAX);
    assert(f->nterms <= APP_FILTER_TERMS_MAX);
    read->done.list = done;
    read->limit = f->limit;
    put_wishes(read, f, &source);
    which = put_source(read, f, &source);
    read->statements[1] = pg_sql_statement(which, read->params, read->nparams);
    read->statements[1].name = NULL; /* planned for these wishes */
    pg_read_send_all(read, 1);
}

static void read_duplicates(struct app_reader *port, const unsigned char (*hashes)[32], size_t n,
                            uint8_t type, app_list_fn *done, void *arg)
{
    struct pg_read *read =
        pg_read_take(reader_of(port), PG_LANE_LIST, pg_answer_list, pg_fail_list, arg);

    assert(n <= YM_SEATS_MAX);
    read->done.list = done;
    read->limit = APP_DUPLICATES_MAX;
    ym_column_init(&read->array, YM_PG_BYTEA, PG_READ_ARRAY_MAX);
    for (size_t i = 0; i < n; i++)
        ym_column_span(&read->array, (struct ym_span){ (const char *)hashes[i], 32 });
    put(read, ym_column_ok(&read->array) ? ym_column_param(&read->array)
                                         : ym_param_null(YM_PG_BYTEA_ARRAY));
    put(read, ym_param_i16(room(read), type));
    put_i64(read, APP_DUPLICATES_MAX + 1);
    pg_read_send(read, PG_SQL_read_duplicates);
}

static void read_counts(struct app_reader *port, const struct app_scope *scope, ym_usec now,
                        app_counts_fn *done, void *arg)
{
    struct pg_read *read =
        pg_read_take(reader_of(port), PG_LANE_LIST, pg_answer_counts, pg_fail_counts, arg);
    const struct source none = { .holder = 0 };

    read->done.counts = done;
    put(read, ym_param_usec(room(read), now));
    put_scope(read, scope, &none);
    read->statements[1] = pg_sql_statement(PG_SQL_read_counts, read->params, read->nparams);
    read->statements[1].name = NULL; /* planned for this scope */
    pg_read_send_all(read, 1);
}

const struct app_reader_ops *pg_reader_ops(void)
{
    static const struct app_reader_ops ops = { read_dispute, read_events,     read_scan,
                                               read_list,    read_duplicates, read_counts };

    return &ops;
}

struct app_reader *pg_reader_port(struct pg_reader *r)
{
    return &r->port;
}

/* ---- Besides the port ---- */

void pg_read_token(struct pg_reader *r, struct ym_span token_id, pg_token_fn *done, void *arg)
{
    struct pg_read *read = pg_read_take(r, PG_LANE_QUICK, pg_answer_token, pg_fail_token, arg);

    read->done.token = done;
    if (put_text(read, token_id))
        pg_read_send(read, PG_SQL_read_token);
    else
        pg_read_fail(read, YM_E_NOT_FOUND);
}

void pg_read_revision(struct pg_reader *r, pg_revision_fn *done, void *arg)
{
    struct pg_read *read =
        pg_read_take(r, PG_LANE_QUICK, pg_answer_revision, pg_fail_revision, arg);

    read->done.revision = done;
    pg_read_send(read, PG_SQL_revision_read);
}

void pg_read_registry(struct pg_reader *r, pg_registry_fn *done, void *arg)
{
    struct pg_read *read = pg_read_take(r, PG_LANE_BULK, pg_answer_registry, pg_fail_registry, arg);

    read->done.registry = done;
    read->registry = pg_registry_new();
    pg_registry_statements(&read->statements[1]);
    if (read->registry != NULL)
        pg_read_send_all(read, PG_REGISTRY_STATEMENTS);
    else
        pg_read_fail(read, YM_E_UNAVAILABLE);
}
