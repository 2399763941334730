/* SPDX-License-Identifier: Apache-2.0 */
/* Reference data: all rows of the file are read and checked, then stored in one transaction. */
#include <stdlib.h>
#include <string.h>

#include "database.h"
#include "import_item.h"
#include "json/calendar.h"

struct gathering {
    struct cli_import *im;
    enum cli_import_kind kind;
    struct cli_item *items; /* owned, n of cap */
    size_t n, cap;
};

/* ---- Gathering ---- */

/* Takes the item over; when there is no room for it, it is freed. */
static enum ym_err keep(struct gathering *g, const struct cli_item *item, struct ym_error *reterr)
{
    if (g->n == CLI_REFERENCE_MAX) {
        free(item->texts);
        return ym_fail(reterr, YM_E_TOO_LARGE, "more than %d rows: split the file",
                       CLI_REFERENCE_MAX);
    }
    if (g->n == g->cap) {
        const size_t cap = g->cap == 0 ? 256 : g->cap * 2;
        struct cli_item *items = realloc(g->items, cap * sizeof(*items));

        if (items == NULL) {
            free(item->texts);
            return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for so many rows");
        }
        g->items = items;
        g->cap = cap;
    }
    g->items[g->n++] = *item;
    return YM_E_OK;
}

static enum ym_err gather(struct gathering *g, struct ym_error *reterr)
{
    struct cli_row row;

    while (cli_rows_next(g->im->rows, &row)) {
        struct cli_item item;
        enum ym_err err = cli_item_read(g->im->rows, g->kind, &row, &item, reterr);

        if (err != YM_E_OK && err != YM_E_UNAVAILABLE) {
            cli_reject(&g->im->rejects, row.line, reterr->text, row.text,
                       row.n > 0 ? row.fields : NULL, row.n);
            continue;
        }
        if (err == YM_E_OK)
            err = keep(g, &item, reterr);
        if (err != YM_E_OK)
            return err;
    }
    return cli_rows_result(g->im->rows, reterr);
}

/* A day with the notices that the file names for its year. */
static enum ym_err keep_day(struct gathering *g, const struct json_calendar *calendar,
                            const struct ym_calendar_day *day, struct ym_error *reterr)
{
    const struct ym_span source = json_calendar_source(calendar, day->day);
    struct cli_item item = { .key = day->day, .texts = malloc(source.n + 1) };

    if (item.texts == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for so many rows");
    memcpy(item.texts, source.at, source.n);
    item.u.day = (struct pg_day){ .day = day->day,
                                  .is_working = day->works,
                                  .name = YM_SPAN(""),
                                  .source = { item.texts, source.n } };
    return keep(g, &item, reterr);
}

/* A calendar in the form of engine/calendars/: one document, not lines. */
static enum ym_err gather_calendar(struct gathering *g, struct ym_error *reterr)
{
    struct json_calendar *owned;
    const struct ym_calendar *c;
    char *text;
    size_t n;
    enum ym_err err = cli_read_file(g->im->path, JSON_CALENDAR_BYTES_MAX, &text, &n, reterr);

    if (err != YM_E_OK)
        return err;
    err = json_calendar_parse((struct ym_span){ text, n }, &owned, reterr);
    free(text);
    if (err != YM_E_OK)
        return err;
    c = json_calendar_get(owned);
    for (size_t i = 0; err == YM_E_OK && i < c->n; i++)
        err = keep_day(g, owned, &c->days[i], reterr);
    json_calendar_free(owned);
    return err;
}

static int compare(const void *pa, const void *pb)
{
    const struct cli_item *a = pa;
    const struct cli_item *b = pb;

    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

/* Of several rows with one key the first counts; the others are rejected. */
static void drop_doubles(struct gathering *g)
{
    size_t kept = 0;

    if (g->n > 0)
        qsort(g->items, g->n, sizeof(*g->items), compare);
    for (size_t i = 0; i < g->n; i++) {
        if (kept > 0 && g->items[kept - 1].key == g->items[i].key) {
            cli_reject(&g->im->rejects, g->items[i].line,
                       "an earlier row has the same id, code or key, day or year", YM_SPAN(""),
                       NULL, 0);
            free(g->items[i].texts);
        } else {
            g->items[kept++] = g->items[i];
        }
    }
    g->n = kept;
}

/* ---- Storing ---- */

static size_t row_size(enum cli_import_kind kind)
{
    switch (kind) {
    case CLI_IMPORT_REGIONS:
        return sizeof(struct pg_region);
    case CLI_IMPORT_BODIES:
        return sizeof(struct pg_body);
    case CLI_IMPORT_STAFF:
        return sizeof(struct pg_staff);
    case CLI_IMPORT_POPULATION:
        return sizeof(struct pg_population);
    case CLI_IMPORT_OFFICE:
        return sizeof(struct ym_office_row);
    case CLI_IMPORT_CALENDAR:
    case CLI_IMPORT_DISPUTES:
    case CLI_IMPORT_KINDS:
        break;
    }
    return sizeof(struct pg_day);
}

static enum ym_err put_population(struct ym_conn *conn, const struct pg_population *rows, size_t n,
                                  size_t *ret_changed, struct ym_error *reterr)
{
    int64_t changed = 0;
    const enum ym_err err = pg_population_put(conn, rows, n, &changed, reterr);

    *ret_changed = (size_t)changed;
    return err;
}

static enum ym_err put(enum cli_import_kind kind, struct ym_conn *conn, const void *rows, size_t n,
                       size_t *ret_changed, struct ym_error *reterr)
{
    switch (kind) {
    case CLI_IMPORT_REGIONS:
        return pg_regions_put(conn, rows, n, ret_changed, reterr);
    case CLI_IMPORT_BODIES:
        return pg_bodies_put(conn, rows, n, ret_changed, reterr);
    case CLI_IMPORT_STAFF:
        return pg_staff_put(conn, rows, n, ret_changed, reterr);
    case CLI_IMPORT_POPULATION:
        return put_population(conn, rows, n, ret_changed, reterr);
    case CLI_IMPORT_OFFICE:
        return pg_office_put(conn, rows, n, cli_now(), ret_changed, reterr);
    case CLI_IMPORT_CALENDAR:
    case CLI_IMPORT_DISPUTES:
    case CLI_IMPORT_KINDS:
        break;
    }
    return pg_days_put(conn, rows, n, ret_changed, reterr);
}

static enum ym_err store(struct gathering *g, struct ym_error *reterr)
{
    const size_t size = row_size(g->kind);
    unsigned char *rows = malloc(g->n * size + 1);
    struct cli_database db;
    size_t changed = 0;
    enum ym_err err;

    if (rows == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for so many rows");
    for (size_t i = 0; i < g->n; i++)
        memcpy(rows + i * size, &g->items[i].u, size);
    err = cli_database_open(g->im->cli, &db, reterr);
    if (err == YM_E_OK) {
        err = put(g->kind, db.conn, rows, g->n, &changed, reterr);
        cli_database_close(&db);
    }
    free(rows);
    if (err == YM_E_OK) {
        g->im->fresh = changed;
        g->im->known = g->n - changed;
    }
    return err;
}

enum ym_err cli_import_reference(struct cli_import *im, enum cli_import_kind kind,
                                 struct ym_error *reterr)
{
    struct gathering g = { .im = im, .kind = kind };
    const size_t path_n = strlen(im->path);
    const bool is_document =
        kind == CLI_IMPORT_CALENDAR && path_n > 5 && strcmp(im->path + path_n - 5, ".json") == 0;
    enum ym_err err = cli_item_columns_check(im->rows, kind, reterr);

    if (err == YM_E_OK)
        err = is_document ? gather_calendar(&g, reterr) : gather(&g, reterr);
    if (err == YM_E_OK)
        drop_doubles(&g);
    if (err == YM_E_OK && g.n > 0)
        err = store(&g, reterr);
    for (size_t i = 0; i < g.n; i++)
        free(g.items[i].texts);
    free(g.items);
    return err;
}
