/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"
#include "report/print.h"
#include "view.h"

/* Chinese and English in one field. */
static void put_pair(struct ym_buf *out, struct ym_span zh, struct ym_span en)
{
    ym_buf_putc(out, '"');
    if (ym_csv_is_formula(zh))
        ym_buf_putc(out, '\'');
    ym_csv_quoted(out, zh);
    if (zh.n > 0 && en.n > 0)
        ym_buf_putc(out, ' ');
    ym_csv_quoted(out, en);
    ym_buf_putc(out, '"');
}

static void put_line(struct ym_buf *out, struct ym_span zh, struct ym_span en)
{
    put_pair(out, zh, en);
    ym_buf_puts(out, "\r\n");
}

static void put_cell(struct ym_buf *out, const struct view_cell *cell)
{
    char text[VIEW_CELL_BYTES];

    if (cell->kind == VIEW_TEXT) {
        put_pair(out, cell->zh, cell->en);
        return;
    }
    view_print(cell, false, text);
    ym_buf_puts(out, text);
}

static void put_table(struct ym_buf *out, const struct view_table *t)
{
    ym_buf_puts(out, "\r\n");
    put_line(out, ym_span_of(t->zh), ym_span_of(t->en));
    for (size_t c = 0; c < t->ncolumns; c++) {
        if (c > 0)
            ym_buf_putc(out, ',');
        put_pair(out, ym_span_of(t->columns[c].zh), ym_span_of(t->columns[c].en));
    }
    ym_buf_puts(out, "\r\n");
    for (size_t r = 0; r < t->nrows; r++) {
        for (size_t c = 0; c < t->ncolumns; c++) {
            if (c > 0)
                ym_buf_putc(out, ',');
            put_cell(out, &t->rows[r].cells[c]);
        }
        ym_buf_puts(out, "\r\n");
    }
    if (t->note_zh.n > 0)
        put_line(out, t->note_zh, t->note_en);
}

static void put_all(struct ym_buf *out, const struct view *v)
{
    ym_buf_puts(out, YM_CSV_BOM);
    put_line(out, v->title_zh, v->title_en);
    put_line(out, v->scope_zh, YM_SPAN(""));
    put_line(out, v->state_zh, v->state_en);
    put_line(out, v->lead_zh, v->lead_en);
    for (size_t i = 0; i < v->ntables; i++)
        put_table(out, &v->tables[i]);
    ym_buf_puts(out, "\r\n");
    for (size_t i = 0; i < v->nnotes; i++)
        put_line(out, ym_span_of(v->notes[i].zh), ym_span_of(v->notes[i].en));
}

enum ym_err report_csv(const struct report *r, struct ym_buf *out, struct ym_error *reterr)
{
    struct ym_arena arena;
    struct view v;
    bool fits;

    if (!ym_arena_init(&arena, REPORT_SHEET_BYTES))
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to print a report");
    fits = view_make(r, &arena, &v);
    if (fits)
        put_all(out, &v);
    ym_arena_release(&arena);
    if (!fits)
        return ym_fail(reterr, YM_E_TOO_LARGE, "the report does not fit into its table");
    if (!ym_buf_ok(out))
        return ym_buf_fail(out, "the report does not fit into its table", reterr);
    return YM_E_OK;
}
