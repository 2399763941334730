/* SPDX-License-Identifier: Apache-2.0 */
#include "view.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "yima/indicator.h"

#define TEXT_BYTES 2048 /* a paragraph */

/* ---- Cells ---- */

struct view_cell view_number(enum view_kind kind, int64_t value)
{
    return (struct view_cell){ .kind = kind, .v = value };
}

struct view_cell view_words(const char *zh, const char *en)
{
    return (struct view_cell){ .kind = VIEW_TEXT,
                               .zh = ym_span_of(zh),
                               .en = en != NULL ? ym_span_of(en) : YM_SPAN("") };
}

struct view_cell view_share(int64_t part, int64_t whole)
{
    int64_t v;

    return ym_share(part, whole, 1000, &v) ? view_number(VIEW_PER_MILLE, v)
                                           : view_number(VIEW_NONE, 0);
}

struct view_cell view_change(int64_t now, int64_t then)
{
    int64_t v;

    return ym_change(now, then, 10000, &v) ? view_number(VIEW_CHANGE, v)
                                           : view_number(VIEW_NONE, 0);
}

struct ym_span view_text(struct view *v, const char *format, ...)
{
    char text[TEXT_BYTES];
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof(text)) {
        v->arena->overflowed = true;
        return YM_SPAN("");
    }
    return ym_arena_text(v->arena, (struct ym_span){ text, (size_t)n });
}

/* ---- Numbers as text ---- */

struct digits {
    char text[VIEW_CELL_BYTES];
    size_t n;
};

static void put(struct digits *d, const char *text)
{
    for (; *text != '\0' && d->n + 1 < sizeof(d->text); text++)
        d->text[d->n++] = *text;
    d->text[d->n] = '\0';
}

/* A whole number, with commas between groups of three when it is for people. */
static void put_whole(struct digits *d, int64_t v, bool for_people)
{
    char plain[24];
    const int n = snprintf(plain, sizeof(plain), "%" PRId64, v);

    for (int i = 0; i < n; i++) {
        const char one[2] = { plain[i], '\0' };

        if (for_people && i > 0 && (n - i) % 3 == 0)
            put(d, ",");
        put(d, one);
    }
}

static void put_sign(struct digits *d, int64_t v, bool is_signed, bool for_people)
{
    if (v < 0)
        put(d, for_people ? "\u2212" : "-");
    else if (is_signed && for_people && v > 0)
        put(d, "+");
}

/* v / scale; scale is 1, 10 or 100. */
static void put_decimal(struct digits *d, int64_t v, int64_t scale, bool for_people)
{
    const int64_t size = v < 0 ? -v : v;

    put_whole(d, size / scale, for_people);
    if (scale > 1) {
        char rest[8];

        (void)snprintf(rest, sizeof(rest), scale == 10 ? ".%01d" : ".%02d", (int)(size % scale));
        put(d, rest);
    }
}

void view_print(const struct view_cell *cell, bool for_people, char out[VIEW_CELL_BYTES])
{
    /* Decimal places, as a scale, sign and unit of each kind. */
    static const struct {
        int64_t scale;
        bool is_signed;
        const char *unit;
    } forms[] = {
        [VIEW_NONE] = { 1, false, "" },         [VIEW_TEXT] = { 1, false, "" },
        [VIEW_COUNT] = { 1, false, "" },        [VIEW_DELTA] = { 1, true, "" },
        [VIEW_FEN] = { 100, false, "" },        [VIEW_PER_MILLE] = { 10, false, "%" },
        [VIEW_CHANGE] = { 100, true, "%" },     [VIEW_TENTHS] = { 10, false, "" },
        [VIEW_HUNDREDTHS] = { 100, false, "" },
    };
    struct digits d = { .n = 0 };

    if (cell->kind == VIEW_NONE) {
        put(&d, for_people ? "—" : "");
    } else if (cell->kind != VIEW_TEXT) {
        put_sign(&d, cell->v, forms[cell->kind].is_signed, for_people);
        put_decimal(&d, cell->v, forms[cell->kind].scale, for_people);
        put(&d, forms[cell->kind].unit);
    }
    memcpy(out, d.text, d.n);
    out[d.n] = '\0';
}

/* ---- Tables ---- */

struct view_table *view_table(struct view *v, const char *zh, const char *en,
                              const struct view_column *columns, size_t ncolumns, size_t nrows)
{
    struct view_row *rows = ym_arena_alloc(v->arena, nrows + 1, sizeof(*rows));
    struct view_cell *cells = ym_arena_alloc(v->arena, nrows * ncolumns + 1, sizeof(*cells));
    struct view_table *t;

    if (rows == NULL || cells == NULL || v->ntables == VIEW_TABLES_MAX) {
        v->arena->overflowed = true;
        return NULL;
    }
    for (size_t i = 0; i < nrows; i++)
        rows[i].cells = &cells[i * ncolumns];
    t = &v->tables[v->ntables++];
    *t = (struct view_table){
        .zh = zh, .en = en, .ncolumns = ncolumns, .nrows = nrows, .columns = columns, .rows = rows
    };
    return t;
}

struct view_bar *view_bars(struct view *v, struct view_table *t, size_t n)
{
    struct view_bar *bars;

    if (n == 0 || n > VIEW_BARS_MAX)
        return NULL;
    bars = ym_arena_alloc(v->arena, n, sizeof(*bars));
    if (bars == NULL)
        return NULL;
    for (size_t i = 0; i < n; i++)
        bars[i].colour = -1;
    t->bars = bars;
    t->nbars = n;
    return bars;
}

bool view_make(const struct report *r, struct ym_arena *arena, struct view *v)
{
    *v = (struct view){ .r = r, .arena = arena };
    view_heads(v);
    view_key(v);
    view_dimensions(v);
    view_sections(v);
    view_sources(v);
    return ym_arena_ok(arena);
}
