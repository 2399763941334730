/* SPDX-License-Identifier: Apache-2.0 */
/* The view as blocks of a document on A4: heads in Chinese, their English in a line below the
 * heading, so that many columns find room. */
#include "report/print.h"
#include "view.h"

#define PART_ROWS (DOC_ROWS_MAX - 1) /* a longer table goes on in a further one */

struct laying {
    struct view v;
    struct doc_block *blocks; /* DOC_BLOCKS_MAX of them */
    size_t n;
};

static void put_block(struct laying *l, enum doc_block_kind kind, struct ym_span text,
                      const struct doc_table *table)
{
    if (l->n == DOC_BLOCKS_MAX) {
        l->v.arena->overflowed = true;
        return;
    }
    if (text.n > 0 || table != NULL)
        l->blocks[l->n++] = (struct doc_block){ kind, text, table };
}

static struct ym_span print_cell(struct laying *l, const struct view_row *row, size_t c)
{
    const struct view_cell *cell = &row->cells[c];
    char text[VIEW_CELL_BYTES];

    if (cell->kind != VIEW_TEXT) {
        view_print(cell, true, text);
        return view_text(&l->v, "%s", text);
    }
    if (c == 0 && row->indent > 0)
        return view_text(&l->v, "%.*s%.*s", 3 * (row->indent < 5 ? row->indent : 5),
                         "\u3000\u3000\u3000\u3000\u3000", (int)cell->zh.n,
                         cell->zh.n > 0 ? cell->zh.at : "");
    return cell->zh;
}

/* Rows from..until of a table under its head. */
static void put_part(struct laying *l, const struct view_table *t, size_t from, size_t until)
{
    struct ym_arena *a = l->v.arena;
    const size_t rows = until - from + 1;
    struct doc_table *table = ym_arena_alloc(a, 1, sizeof(*table));
    struct doc_look *look = ym_arena_alloc(a, 1, sizeof(*look));
    struct ym_span *cells = ym_arena_alloc(a, rows * t->ncolumns, sizeof(*cells));
    unsigned char *shares = ym_arena_alloc(a, t->ncolumns, 1);
    unsigned char *strong = ym_arena_alloc(a, rows, 1);

    if (strong == NULL)
        return;
    for (size_t c = 0; c < t->ncolumns; c++) {
        cells[c] = ym_span_of(t->columns[c].zh);
        shares[c] = t->columns[c].share;
        look->figures |= t->columns[c].is_figure ? 1u << c : 0;
    }
    for (size_t r = from; r < until; r++) {
        strong[r - from + 1] = t->rows[r].is_sum;
        for (size_t c = 0; c < t->ncolumns; c++)
            cells[(r - from + 1) * t->ncolumns + c] = print_cell(l, &t->rows[r], c);
    }
    look->is_dense = true;
    look->strong = strong;
    *table = (struct doc_table){ t->ncolumns, rows, cells, shares, look };
    put_block(l, DOC_TABLE, YM_SPAN(""), table);
}

static void put_bars(struct laying *l, const struct view_table *t)
{
    struct ym_arena *a = l->v.arena;
    struct doc_table *table = ym_arena_alloc(a, 1, sizeof(*table));
    struct doc_look *look = ym_arena_alloc(a, 1, sizeof(*look));
    struct ym_span *cells = ym_arena_alloc(a, 2 * t->nbars, sizeof(*cells));
    uint16_t *lengths = ym_arena_alloc(a, t->nbars, sizeof(*lengths));
    static const unsigned char shares[2] = { 1, 1 };
    int64_t max = 1;

    if (lengths == NULL)
        return;
    for (size_t i = 0; i < t->nbars; i++)
        max = t->bars[i].v > max ? t->bars[i].v : max;
    for (size_t i = 0; i < t->nbars; i++) {
        char text[VIEW_CELL_BYTES];

        view_print(&t->bars[i].told, true, text);
        cells[2 * i] = t->bars[i].zh;
        cells[2 * i + 1] = view_text(&l->v, "%s", text);
        lengths[i] = (uint16_t)(t->bars[i].v * DOC_BAR_MAX / max);
    }
    look->lengths = lengths;
    *table = (struct doc_table){ 2, t->nbars, cells, shares, look };
    put_block(l, DOC_BARS, YM_SPAN(""), table);
}

/* "Line | Carried | Accepted": the heads in English. */
static struct ym_span english_heads(struct laying *l, const struct view_table *t)
{
    struct ym_span so_far = ym_span_of(t->en);

    for (size_t c = 0; c < t->ncolumns; c++)
        so_far = view_text(&l->v, "%.*s%s%s", (int)so_far.n, so_far.at, c == 0 ? ": " : " · ",
                           t->columns[c].en);
    return so_far;
}

static void put_table(struct laying *l, const struct view_table *t)
{
    put_block(l, DOC_HEADING, ym_span_of(t->zh), NULL);
    put_block(l, DOC_GLOSS, english_heads(l, t), NULL);
    for (size_t from = 0; from < t->nrows || from == 0; from += PART_ROWS)
        put_part(l, t, from, t->nrows - from < PART_ROWS ? t->nrows : from + PART_ROWS);
    if (t->nbars > 0)
        put_bars(l, t);
    put_block(l, DOC_NOTE, t->note_zh, NULL);
    put_block(l, DOC_GLOSS, t->note_en, NULL);
}

static void put_all(struct laying *l)
{
    struct view *v = &l->v;

    put_block(l, DOC_TITLE, v->title_zh, NULL);
    put_block(l, DOC_SUBTITLE, v->title_en, NULL);
    put_block(l, DOC_SUBTITLE,
              view_text(v, "%.*s　　%.*s", (int)v->scope_zh.n, v->scope_zh.at, (int)v->state_zh.n,
                        v->state_zh.at),
              NULL);
    put_block(l, DOC_TEXT, v->lead_zh, NULL);
    put_block(l, DOC_GLOSS, v->lead_en, NULL);
    for (size_t i = 0; i < v->ntables; i++)
        put_table(l, &v->tables[i]);
    put_block(l, DOC_HEADING, YM_SPAN("说明"), NULL);
    for (size_t i = 0; i < v->nnotes; i++) {
        put_block(l, DOC_NOTE, ym_span_of(v->notes[i].zh), NULL);
        put_block(l, DOC_GLOSS, ym_span_of(v->notes[i].en), NULL);
    }
}

enum ym_err report_sheet(const struct report *r, struct ym_arena *arena, struct doc_sheet *ret,
                         struct ym_error *reterr)
{
    struct laying *l = ym_arena_alloc(arena, 1, sizeof(*l));

    if (l != NULL)
        l->blocks = ym_arena_alloc(arena, DOC_BLOCKS_MAX, sizeof(*l->blocks));
    if (l == NULL || l->blocks == NULL || !view_make(r, arena, &l->v))
        return ym_fail(reterr, YM_E_TOO_LARGE, "the report does not fit into its pages");
    put_all(l);
    if (!ym_arena_ok(arena))
        return ym_fail(reterr, YM_E_TOO_LARGE, "the report does not fit into its pages");
    *ret = (struct doc_sheet){
        .title = l->v.title_zh,
        .number = l->v.state_zh.n <= 64 ? l->v.state_zh : YM_SPAN(""),
        .colour = YM_COLOUR_NONE,
        /* The end of the month, so that the same report gives the same bytes. */
        .made_at = ym_day_start(ym_day_plus_months(r->month, 1)),
        .blocks = l->blocks,
        .n = l->n,
    };
    return YM_E_OK;
}

enum ym_err report_pdf(const struct report *r, struct ym_buf *out, struct ym_error *reterr)
{
    struct ym_arena arena;
    struct doc_sheet sheet;
    enum ym_err err;

    if (!ym_arena_init(&arena, REPORT_SHEET_BYTES))
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to print a report");
    err = report_sheet(r, &arena, &sheet, reterr);
    if (err == YM_E_OK)
        err = doc_sheet_pdf(&sheet, out, reterr);
    ym_arena_release(&arena);
    return err;
}
