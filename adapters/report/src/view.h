/* SPDX-License-Identifier: Apache-2.0 */
/* What people read of a report: titles, paragraphs, tables and their charts. The printers of CSV,
 * HTML and PDF walk the same view, so that they cannot say different things. */
#ifndef YM_REPORT_SRC_VIEW_H
#define YM_REPORT_SRC_VIEW_H

#include "base/arena.h"
#include "base/buf.h"
#include "report/report.h"

#define VIEW_TABLES_MAX 24
#define VIEW_BARS_MAX   24 /* lines of a chart; with more there is none, the table alone */
#define VIEW_TILES_MAX  6
#define VIEW_NOTES_MAX  8
#define VIEW_CELL_BYTES 48 /* a printed number and its NUL */

enum view_kind {
    VIEW_NONE, /* nothing can be said: a dash */
    VIEW_TEXT,
    VIEW_COUNT,
    VIEW_DELTA,      /* a count with its sign */
    VIEW_FEN,        /* yuan with two decimals */
    VIEW_PER_MILLE,  /* per cent with one decimal */
    VIEW_CHANGE,     /* per cent with two decimals and a sign, from units of 1/10000 */
    VIEW_TENTHS,     /* one decimal */
    VIEW_HUNDREDTHS, /* two decimals */
};

struct view_cell {
    enum view_kind kind;
    int64_t v;
    struct ym_span zh, en; /* of TEXT; en may be empty */
};

struct view_column {
    const char *zh, *en;
    unsigned char share; /* of the width, 1..100 */
    bool is_figure;      /* set at the right edge */
};

struct view_row {
    struct view_cell *cells; /* as many as columns */
    bool is_sum;             /* a total or subtotal */
    uint8_t indent;          /* of the first cell */
};

struct view_bar {
    struct ym_span zh, en;
    int64_t v;             /* its length, 0.. */
    struct view_cell told; /* what stands beside it */
    int colour;            /* enum ym_colour, or -1: the chart's own */
};

struct view_table {
    const char *zh, *en;
    struct ym_span note_zh, note_en; /* below; may be empty */
    size_t ncolumns, nrows, nbars;
    const struct view_column *columns;
    struct view_row *rows;
    struct view_bar *bars;
};

struct view_tile {
    const char *zh, *en;
    struct view_cell value;
    const char *unit;
    struct view_cell month, year; /* change against them */
};

struct view_note {
    const char *zh, *en;
};

struct view {
    const struct report *r;
    struct ym_arena *arena;
    struct ym_span title_zh, title_en;
    struct ym_span scope_zh, scope_en;
    struct ym_span state_zh, state_en; /* revision or preview */
    struct ym_span lead_zh, lead_en;
    size_t ntiles, ntables, nnotes;
    struct view_tile tiles[VIEW_TILES_MAX];
    struct view_table tables[VIEW_TABLES_MAX];
    struct view_note notes[VIEW_NOTES_MAX];
};

/* Lay it out; everything lies in arena or in r. False: arena is too small. */
__attribute__((warn_unused_result)) bool view_make(const struct report *r, struct ym_arena *arena,
                                                   struct view *ret);

/* view_dimensions.c and view_sections.c: append their tables. */
void view_heads(struct view *v); /* titles, lead and tiles: view_head.c */
void view_key(struct view *v);
void view_dimensions(struct view *v);
void view_sections(struct view *v);
void view_sources(struct view *v);

/* A new table with room for these rows and columns, whose cells say nothing until they are set.
 * NULL when there is no memory: then v's arena says so. */
struct view_table *view_table(struct view *v, const char *zh, const char *en,
                              const struct view_column *columns, size_t ncolumns, size_t nrows);

/* Give the table bars; NULL: no memory or too many. */
struct view_bar *view_bars(struct view *v, struct view_table *t, size_t n);

/* Cells. */
struct view_cell view_number(enum view_kind kind, int64_t value);
struct view_cell view_words(const char *zh, const char *en);
struct view_cell view_share(int64_t part, int64_t whole); /* NONE when there is no whole */
struct view_cell view_change(int64_t now, int64_t then);  /* likewise */
__attribute__((format(printf, 2, 3))) struct ym_span view_text(struct view *v, const char *format,
                                                               ...);

/* Print a cell that is no text. for_people: thousands apart, plus and real minus signs; else as
 * programs read numbers, and nothing for NONE. */
void view_print(const struct view_cell *cell, bool for_people, char out[VIEW_CELL_BYTES]);

#endif
