/* SPDX-License-Identifier: Apache-2.0 */
/* Ids come from a cursor; what belongs to each chunk of them is looked up by key and walked side by
 * side, since everything is ordered by id. Deadline rows have no key by dispute: they come from a
 * second cursor in the same order. One repeatable-read snapshot holds it all together. */
#include "pg/scan.h"

#include <libpq-fe.h>
#include <string.h>

#include "conn_private.h"
#include "pg/bin.h"
#include "rows_private.h"
#include "sql.h"

#define COLUMN_BYTES_MAX 65536

struct scan {
    struct ym_conn *c;
    const struct pg_scan_options *o;
    struct ym_error *reterr;
    enum ym_err err;
    bool is_over; /* a callback wants no more */
    struct ym_column buckets, ids;
    struct ym_id first, last;                              /* of the chunk */
    size_t n;                                              /* ids in the chunk */
    struct ym_rows rows, parties, sources, events, clocks; /* results owned; NULL: none */
    int party_at, source_at, event_at, clock_at;           /* rows of them that are dealt with */
    struct pg_scan_row row;
};

/* Run a statement file; NULL after an error, which is kept. */
static PGresult *ask(struct scan *s, const char *name, const struct ym_param *params, size_t n)
{
    Oid types[8];
    const char *values[8];
    int lengths[8];
    int formats[8];
    PGresult *res;

    for (size_t i = 0; i < n; i++) {
        types[i] = params[i].type;
        values[i] = params[i].at;
        lengths[i] = params[i].n;
        formats[i] = 1;
    }
    res = PQexecParams(s->c->pg, pg_sql_text(name), (int)n, types, values, lengths, formats, 1);
    s->err = ym_conn_fault(s->c, res, name, s->reterr);
    if (s->err == YM_E_OK)
        return res;
    PQclear(res);
    return NULL;
}

static void forget(struct ym_rows *rows)
{
    PQclear((PGresult *)(uintptr_t)rows->res);
    rows->res = NULL;
}

/* ---- Clocks ---- */

static bool more_clocks(struct scan *s)
{
    if (s->clocks.res != NULL && s->clock_at < ym_rows_count(&s->clocks))
        return true;
    if (s->clocks.res != NULL && ym_rows_count(&s->clocks) == 0)
        return false; /* the cursor has ended */
    forget(&s->clocks);
    s->clocks.res = ask(s, "scan_deadlines_next", NULL, 0);
    s->clock_at = 0;
    return s->clocks.res != NULL && ym_rows_count(&s->clocks) > 0;
}

/* The clocks of this dispute; those of ids before it belong to none. */
static void take_clocks(struct scan *s)
{
    s->row.nclocks = 0;
    while (s->o->wants_clocks && more_clocks(s)) {
        const int64_t id = ym_rows_i64(&s->clocks, s->clock_at, 0);

        if (id > s->row.id.v)
            return;
        if (id == s->row.id.v && s->row.nclocks++ < PG_SCAN_CLOCKS_MAX)
            s->row.clocks[s->row.nclocks - 1] =
                (struct pg_scan_clock){ .due = ym_rows_usec(&s->clocks, s->clock_at, 1),
                                        .deadline = ym_rows_i16(&s->clocks, s->clock_at, 2) };
        s->clock_at++;
    }
}

/* ---- Rows ---- */

static struct ym_span text_of(const struct ym_rows *r, int row, int column)
{
    return ym_rows_is_null(r, row, column) ? (struct ym_span){ NULL, 0 }
                                           : ym_rows_span(r, row, column);
}

static ym_usec usec_of(const struct ym_rows *r, int row, int column)
{
    return ym_rows_is_null(r, row, column) ? YM_USEC_NONE : ym_rows_usec(r, row, column);
}

static void take_holders(struct pg_scan_row *ret, const struct ym_rows *r, int i)
{
    ret->type = ym_rows_i16(r, i, 9);
    ret->body = ym_rows_i64(r, i, 10);
    ret->mediator = ym_rows_i64(r, i, 11);
    ret->court = ym_rows_i64(r, i, 12);
    ret->region = ym_rows_i64(r, i, 13);
    ret->dockets = ym_rows_i32(r, i, 14);
}

static void take_words(struct pg_scan_row *ret, const struct ym_rows *r, int i)
{
    ret->has_words = ym_rows_bool(r, i, 15);
    if (!ret->has_words)
        return;
    ret->words.type = ym_rows_i16(r, i, 16);
    ret->words.channel = ym_rows_i16(r, i, 17);
    ret->words.source = ym_rows_i16(r, i, 18);
    ret->words.region = ym_rows_i64(r, i, 19);
    ret->words.procedure = ym_rows_i16(r, i, 20);
    ret->words.received_at = ym_rows_usec(r, i, 21);
    ret->words.external_ref = text_of(r, i, 22);
    ret->words.amount_fen = ym_rows_is_null(r, i, 23) ? -1 : ym_rows_i64(r, i, 23);
    ret->words.title = ym_rows_span(r, i, 24);
    ret->words.description = ym_rows_span(r, i, 25);
}

static void take_parties(struct scan *s)
{
    const struct ym_rows *r = &s->parties;

    s->row.nseats = 0;
    while (r->res != NULL && s->party_at < ym_rows_count(r) &&
           ym_rows_i64(r, s->party_at, 0) == s->row.id.v) {
        const int i = s->party_at++;

        if (s->row.nseats == YM_SEATS_MAX)
            continue;
        s->row.seats[s->row.nseats++] =
            (struct pg_scan_party){ .seat = (uint8_t)ym_rows_i16(r, i, 1),
                                    .side = (uint8_t)ym_rows_i16(r, i, 2),
                                    .kind = (uint8_t)ym_rows_i16(r, i, 3),
                                    .name = ym_rows_span(r, i, 4),
                                    .has_identity = ym_rows_bool(r, i, 5),
                                    .has_phone = ym_rows_bool(r, i, 6),
                                    .agent = text_of(r, i, 7) };
    }
}

static bool bytes_of(const struct ym_rows *r, int row, int column, unsigned char *ret, size_t n)
{
    const struct ym_span bytes = text_of(r, row, column);

    if (bytes.n != n)
        return false;
    memcpy(ret, bytes.at, n);
    return true;
}

static void take_source(struct scan *s)
{
    const struct ym_rows *r = &s->sources;
    struct pg_credit_source *source = &s->row.source;
    const int i = s->source_at;

    s->row.has_source =
        r->res != NULL && i < ym_rows_count(r) && ym_rows_i64(r, i, 0) == s->row.id.v;
    if (!s->row.has_source)
        return;
    s->source_at++;
    *source = (struct pg_credit_source){
        .id = s->row.id,
        .version = (uint32_t)ym_rows_i32(r, i, 1),
        .edition = ym_rows_i16(r, i, 2),
        .since = ym_rows_date(r, i, 3),
        .oldest = ym_rows_is_null(r, i, 4) ? YM_DAY_NONE : ym_rows_date(r, i, 4),
        .items = ym_rows_span(r, i, 7),
    };
    s->row.has_proof = bytes_of(r, i, 5, source->head, sizeof(source->head)) &&
                       bytes_of(r, i, 6, source->proof, sizeof(source->proof));
}

static void take_row(struct scan *s, int i)
{
    const struct ym_rows *r = &s->rows;

    s->row = (struct pg_scan_row){ .id = { ym_rows_i64(r, i, 0) },
                                   .version = ym_rows_i32(r, i, 1),
                                   .state = ym_rows_span(r, i, 2),
                                   .head = ym_rows_span(r, i, 3),
                                   .colour = ym_rows_i16(r, i, 4),
                                   .stage = ym_rows_i16(r, i, 5),
                                   .is_open = ym_rows_bool(r, i, 6),
                                   .due_at = usec_of(r, i, 7),
                                   .updated_at = ym_rows_usec(r, i, 8) };
    take_holders(&s->row, r, i);
    take_words(&s->row, r, i);
    s->row.parties = ym_rows_i64(r, i, 26);
    s->row.codes = ym_rows_i64(r, i, 27);
    s->row.event_max = ym_rows_i32(r, i, 28);
    s->row.is_anonymised = ym_rows_bool(r, i, 29);
    take_parties(s);
    take_source(s);
    take_clocks(s);
}

/* ---- Events ---- */

/* The next page behind the last event seen, of this chunk. */
static bool ask_events(struct scan *s, int64_t id, int32_t seq)
{
    struct ym_scalar room[4];
    const struct ym_param params[] = {
        ym_column_param(&s->buckets),       ym_column_param(&s->ids),
        ym_param_i64(&room[0], s->first.v), ym_param_i64(&room[1], s->last.v),
        ym_param_i64(&room[2], id),         ym_param_i32(&room[3], seq),
    };

    forget(&s->events);
    s->events.res = ask(s, "scan_events", params, 6);
    s->event_at = 0;
    return s->events.res != NULL;
}

static bool more_events(struct scan *s)
{
    const int n = ym_rows_count(&s->events);

    if (s->event_at < n)
        return true;
    return n > 0 &&
           ask_events(s, ym_rows_i64(&s->events, n - 1, 0), ym_rows_i32(&s->events, n - 1, 1)) &&
           ym_rows_count(&s->events) > 0;
}

static void tell_event(struct scan *s)
{
    const struct ym_rows *r = &s->events;
    const int i = s->event_at++;
    const struct ym_span hash = ym_rows_span(r, i, 5);
    struct app_event e = { .seq = (uint32_t)ym_rows_i32(r, i, 1),
                           .at = ym_rows_usec(r, i, 2),
                           .rule = (uint16_t)ym_rows_i16(r, i, 3),
                           .kind = (uint8_t)ym_rows_i16(r, i, 4),
                           .payload = ym_rows_span(r, i, 6) };

    if (hash.n == sizeof(e.hash))
        memcpy(e.hash, hash.at, sizeof(e.hash));
    s->is_over = !s->o->on_event(s->o->arg, &e);
}

static void tell_events(struct scan *s)
{
    while (!s->is_over && s->err == YM_E_OK && more_events(s) &&
           ym_rows_i64(&s->events, s->event_at, 0) == s->row.id.v)
        tell_event(s);
}

/* ---- Chunks ---- */

static bool next_ids(struct scan *s)
{
    struct ym_rows ids = { .res = ask(s, "scan_ids_next", NULL, 0) };

    s->n = 0;
    ym_column_clear(&s->buckets);
    ym_column_clear(&s->ids);
    if (ids.res == NULL)
        return false;
    for (int i = 0; i < ym_rows_count(&ids); i++) {
        const struct ym_id id = { ym_rows_i64(&ids, i, 0) };

        ym_column_i32(&s->buckets, (int32_t)ym_id_bucket(id));
        ym_column_i64(&s->ids, id.v);
        if (s->n++ == 0)
            s->first = id;
        s->last = id;
    }
    forget(&ids);
    if (!ym_column_ok(&s->buckets) || !ym_column_ok(&s->ids))
        s->err = ym_fail(s->reterr, YM_E_UNAVAILABLE, "no memory for a scan");
    return s->err == YM_E_OK && s->n > 0;
}

static bool load_chunk(struct scan *s)
{
    const struct ym_param params[] = { ym_column_param(&s->buckets), ym_column_param(&s->ids) };

    forget(&s->rows);
    forget(&s->parties);
    forget(&s->sources);
    s->party_at = 0;
    s->source_at = 0;
    s->rows.res = ask(s, "scan_rows", params, 2);
    if (s->err == YM_E_OK && s->o->wants_parties)
        s->parties.res = ask(s, "scan_parties", params, 2);
    if (s->err == YM_E_OK && s->o->wants_sources)
        s->sources.res = ask(s, "scan_sources", params, 2);
    return s->err == YM_E_OK && (!s->o->wants_events || ask_events(s, 0, 0));
}

static void walk_chunk(struct scan *s)
{
    for (int i = 0; i < ym_rows_count(&s->rows) && !s->is_over && s->err == YM_E_OK; i++) {
        take_row(s, i);
        if (s->err != YM_E_OK)
            return;
        s->is_over = !s->o->on_dispute(s->o->arg, &s->row);
        if (s->o->wants_events)
            tell_events(s);
        if (!s->is_over && s->err == YM_E_OK && s->o->on_end != NULL)
            s->is_over = !s->o->on_end(s->o->arg);
    }
}

/* ---- The scan ---- */

static bool open_cursors(struct scan *s)
{
    struct ym_scalar room[2];
    const ym_usec since = s->o->since == YM_USEC_NONE ? YM_USEC_MIN : s->o->since;
    const struct ym_param params[] = { ym_param_i64(&room[0], s->o->from.v),
                                       ym_param_usec(&room[1], since) };
    struct ym_rows count = { .res = ask(s, "scan_count", params, 2) };

    if (count.res == NULL)
        return false;
    if (s->o->on_count != NULL)
        s->o->on_count(s->o->arg, ym_rows_i64(&count, 0, 0));
    forget(&count);
    PQclear(ask(s, "scan_ids_open", params, 2));
    if (s->err == YM_E_OK && s->o->wants_clocks)
        PQclear(ask(s, "scan_deadlines_open", params, 1));
    return s->err == YM_E_OK;
}

enum ym_err pg_scan_run(struct ym_conn *c, const struct pg_scan_options *o, struct ym_error *reterr)
{
    struct scan s = { .c = c, .o = o, .reterr = reterr };
    struct ym_error ignored;

    s.err = ym_conn_script(c, "begin isolation level repeatable read read only", reterr);
    if (s.err != YM_E_OK)
        return s.err;
    ym_column_init(&s.buckets, YM_PG_INT4, COLUMN_BYTES_MAX);
    ym_column_init(&s.ids, YM_PG_INT8, COLUMN_BYTES_MAX);
    if (open_cursors(&s)) {
        while (!s.is_over && s.err == YM_E_OK && next_ids(&s) && load_chunk(&s))
            walk_chunk(&s);
    }
    forget(&s.rows);
    forget(&s.parties);
    forget(&s.sources);
    forget(&s.events);
    forget(&s.clocks);
    ym_column_release(&s.buckets);
    ym_column_release(&s.ids);
    (void)!ym_conn_script(c, "rollback", &ignored); /* it only read */
    return s.err;
}

struct strays {
    pg_stray_fn *fn;
    void *arg;
};

static void on_strays(void *arg, const struct ym_rows *rows)
{
    const struct strays *s = arg;

    for (int i = 0; i < ym_rows_count(rows); i++)
        s->fn(s->arg, ym_rows_span(rows, i, 0), (struct ym_id){ ym_rows_i64(rows, i, 1) },
              ym_rows_i64(rows, i, 2));
}

enum ym_err pg_scan_strays(struct ym_conn *c, pg_stray_fn *fn, void *arg, struct ym_error *reterr)
{
    const struct ym_statement statement = { .name = "verify_strays",
                                            .sql = pg_sql_text("verify_strays") };
    struct strays s = { fn, arg };

    return ym_conn_run(c, &statement, on_strays, &s, reterr);
}
