/* SPDX-License-Identifier: Apache-2.0 */
/* What can be asked: each question with its parameters and its lane. */
#include <assert.h>
#include <string.h>

#include "change.h"
#include "reader_private.h"
#include "sql.h"

/* ---- Parameters ---- */

/* A text that must outlive the call. False when it is longer than anything that could be found. */
static bool put_text(struct pg_read *read, struct ym_span text)
{
    if (text.n > sizeof(read->text))
        return false;
    if (text.n > 0)
        memcpy(read->text, text.at, text.n);
    pg_put(read, ym_param_text((struct ym_span){ read->text, text.n }));
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
    pg_put_i32(read, (int32_t)ym_id_bucket(id));
    pg_put_i64(read, id.v);
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
    pg_put_i32(read, (int32_t)ym_id_bucket(id));
    pg_put_i64(read, id.v);
    pg_put_i32(read, after < YM_VERSION_MAX ? (int32_t)after : YM_VERSION_MAX);
    pg_put_i64(read, limit);
    pg_read_send(read, PG_SQL_read_events);
}

static void read_scan(struct app_reader *port, const struct ym_token *token, app_scan_fn *done,
                      void *arg)
{
    struct pg_read *read =
        pg_read_take(reader_of(port), PG_LANE_QUICK, pg_answer_scan, pg_fail_scan, arg);
    bool fits;

    read->done.scan = done;
    pg_put_i32(read, (int32_t)ym_token_bucket(token));
    fits = put_text(read, ym_span_of(token->text));
    assert(fits);
    pg_read_send(read, PG_SQL_read_scan);
}

/* What a list is read from. */
struct source {
    enum pg_sql sql;       /* the walk */
    enum pg_docket docket; /* counts for read_docket */
    int64_t key;           /* the docket's holder, or the region's code cut to its level; 0: none */
};

static struct source docket_of(enum pg_docket docket, int64_t holder)
{
    return (struct source){ .sql = PG_SQL_read_docket, .docket = docket, .key = holder };
}

/* The region from lo to hi, when it is one community, street or district; else none. */
static struct source region_of(int64_t lo, int64_t hi)
{
    static const struct {
        int64_t size; /* codes of one such region */
        enum pg_sql sql;
    } levels[] = { { 1, PG_SQL_read_community },
                   { 1000, PG_SQL_read_street },
                   { 1000000, PG_SQL_read_district } };

    for (size_t i = 0; lo > 0 && i < sizeof(levels) / sizeof(levels[0]); i++) {
        if (hi - lo + 1 == levels[i].size && lo % levels[i].size == 0)
            return (struct source){ .sql = levels[i].sql, .key = lo / levels[i].size };
    }
    return (struct source){ .sql = PG_SQL_read_list };
}

/* Of two regions the smaller; none is larger than any. */
static struct source smaller_of(struct source a, struct source b)
{
    if (a.key == 0 || b.key == 0)
        return a.key != 0 ? a : b;
    return a.key >= b.key ? a : b; /* the longer code */
}

/* The narrowest of what is wished for and what the asker may see; where there is nothing narrow,
 * all disputes. */
static struct source source_of(const struct app_filter *f)
{
    const struct app_scope *s = &f->scope;
    const bool is_region = s->kind == APP_SCOPE_REGION;
    const struct source region =
        smaller_of(region_of(f->region_lo, f->region_hi),
                   region_of(is_region ? s->lo : 0, is_region ? s->hi : 0));
    const bool is_wide = region.sql == PG_SQL_read_district;
    const struct source none = { .sql = PG_SQL_read_list };
    const struct source sources[] = {
        docket_of(PG_DOCKET_MEDIATOR, f->mediator),
        docket_of(PG_DOCKET_MEDIATOR, s->kind == APP_SCOPE_MEDIATOR ? s->lo : 0),
        is_wide ? none : region,
        docket_of(PG_DOCKET_BODY, f->body),
        docket_of(PG_DOCKET_BODY, s->kind == APP_SCOPE_BODY ? s->lo : 0),
        docket_of(PG_DOCKET_COURT, f->court),
        docket_of(PG_DOCKET_COURT, s->kind == APP_SCOPE_COURT ? s->lo : 0),
        region,
    };

    if (s->kind == APP_SCOPE_DISPUTE || s->kind == APP_SCOPE_NOTHING)
        return none; /* which finds the one dispute by its id */
    for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
        if (sources[i].key != 0)
            return sources[i];
    }
    return none;
}

static void put_wishes(struct pg_read *read, const struct app_filter *f)
{
    bool has_region = f->region_lo != 0 || f->region_hi != 0;

    pg_wish_i16(read, f->colour);
    pg_wish_i16(read, f->stage);
    pg_wish_i16(read, f->type);
    if (f->is_open != APP_ANY)
        pg_put_bool(read, f->is_open != 0);
    else
        pg_put(read, ym_param_null(YM_PG_BOOL));
    pg_wish_usec(read, f->is_overdue, f->now);
    pg_wish_i64(read, has_region, f->region_lo);
    pg_wish_i64(read, has_region, f->region_hi);
    pg_wish_i64(read, f->body != 0, f->body);
    pg_wish_i64(read, f->mediator != 0, f->mediator);
    pg_wish_i64(read, f->court != 0, f->court);
    pg_wish_i64(read, f->before.v != 0, f->before.v);
    pg_put_i64(read, (int64_t)f->limit + 1); /* one more, to see whether there is more */
    pg_put_scope(read, &f->scope);
    pg_put_i64(read, f->looks != 0 ? f->looks : APP_LIST_LOOKS);
}

static void put_terms(struct pg_read *read, const struct app_filter *f)
{
    ym_column_init(&read->array, YM_PG_TEXT, PG_READ_ARRAY_MAX);
    for (size_t i = 0; i < f->nterms; i++)
        ym_column_span(&read->array, f->terms[i]);
    pg_put(read, f->nterms > 0 && ym_column_ok(&read->array) ? ym_column_param(&read->array)
                                                             : ym_param_null(YM_PG_TEXT_ARRAY));
}

/* Behind the wishes: words, the number in another system, and what the list is read from. */
static void put_source(struct pg_read *read, const struct app_filter *f,
                       const struct source *source)
{
    put_terms(read, f);
    if (f->external_ref.n == 0)
        pg_put(read, ym_param_null(YM_PG_TEXT));
    else if (!put_text(read, f->external_ref))
        pg_put(read, ym_param_text(YM_SPAN(""))); /* longer than any: finds nothing */
    pg_wish_i16(read, f->external_ref.n > 0 ? f->channel : APP_ANY);
    pg_wish_i64(read, source->key != 0, source->key);
    pg_wish_i16(read, source->sql == PG_SQL_read_docket ? (uint8_t)source->docket : APP_ANY);
}

/* A number finds its disputes by itself, what is overdue and rare words theirs as long as these are
 * few; then the walk need not be asked. */
static enum pg_sql shortcut_of(const struct app_filter *f, const struct source *walk)
{
    if (f->scope.kind == APP_SCOPE_DISPUTE || f->scope.kind == APP_SCOPE_NOTHING)
        return walk->sql;
    if (f->external_ref.n > 0)
        return PG_SQL_read_external;
    if (f->nterms > 0)
        return PG_SQL_read_search;
    /* a mediator has fewer disputes than there are clocks to look at */
    if (f->is_overdue && walk->docket != PG_DOCKET_MEDIATOR)
        return PG_SQL_read_overdue;
    return walk->sql;
}

static void read_list(struct app_reader *port, const struct app_filter *f, app_list_fn *done,
                      void *arg)
{
    struct pg_read *read =
        pg_read_take(reader_of(port), PG_LANE_LIST, pg_answer_page, pg_fail_list, arg);
    const struct source source = source_of(f);
    const enum pg_sql first = shortcut_of(f, &source);

    assert(f->limit > 0);
    assert(f->limit <= APP_PAGE_MAX);
    assert(f->looks <= APP_LIST_LOOKS);
    assert(f->nterms <= APP_FILTER_TERMS_MAX);
    read->done.list = done;
    read->limit = f->limit;
    put_wishes(read, f);
    put_source(read, f, &source);
    read->statements[1] = pg_sql_statement(first, read->params, read->nparams);
    read->statements[1].name = NULL; /* planned for these wishes */
    if (first == PG_SQL_read_search || first == PG_SQL_read_overdue) {
        read->fallback = pg_sql_statement(source.sql, read->params, read->nparams);
        read->fallback.name = NULL;
    }
    pg_read_send_all(read, 1);
}

static void read_duplicates(struct app_reader *port, const unsigned char (*hashes)[32], size_t n,
                            uint8_t type, app_list_fn *done, void *arg)
{
    struct pg_read *read =
        pg_read_take(reader_of(port), PG_LANE_LIST, pg_answer_list, pg_fail_list, arg);

    assert(n <= 2 * YM_SEATS_MAX); /* of two generations of hashes, at most */
    read->done.list = done;
    read->limit = APP_DUPLICATES_MAX;
    ym_column_init(&read->array, YM_PG_BYTEA, PG_READ_ARRAY_MAX);
    for (size_t i = 0; i < n; i++)
        ym_column_span(&read->array, (struct ym_span){ (const char *)hashes[i], 32 });
    pg_put(read, ym_column_ok(&read->array) ? ym_column_param(&read->array)
                                            : ym_param_null(YM_PG_BYTEA_ARRAY));
    pg_put_i16(read, type);
    pg_put_i64(read, APP_DUPLICATES_MAX + 1);
    pg_read_send(read, PG_SQL_read_duplicates);
}

const struct app_reader_ops *pg_reader_ops(void)
{
    static const struct app_reader_ops ops = { .dispute = read_dispute,
                                               .events = read_events,
                                               .scan = read_scan,
                                               .list = read_list,
                                               .duplicates = read_duplicates,
                                               .board = pg_read_board,
                                               .radar = pg_read_radar,
                                               .work = pg_read_work };

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
