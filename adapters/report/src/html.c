/* SPDX-License-Identifier: Apache-2.0 */
/* The page. Everything from outside goes through html_text(). */
#include "html.h"

#include "base/embedded.h"
#include "report/print.h"

extern const struct ym_embedded ym_report_style_files[];

void html_text(struct ym_buf *out, struct ym_span text)
{
    for (size_t i = 0; i < text.n; i++) {
        switch (text.at[i]) {
        case '&':
            ym_buf_puts(out, "&amp;");
            break;
        case '<':
            ym_buf_puts(out, "&lt;");
            break;
        case '>':
            ym_buf_puts(out, "&gt;");
            break;
        case '"':
            ym_buf_puts(out, "&quot;");
            break;
        default:
            ym_buf_putc(out, text.at[i]);
            break;
        }
    }
}

static void put_words(struct ym_buf *out, const char *zh, const char *en)
{
    html_text(out, ym_span_of(zh));
    ym_buf_puts(out, " <span class=\"en\" lang=\"en\">");
    html_text(out, ym_span_of(en));
    ym_buf_puts(out, "</span>");
}

static void put_paragraph(struct ym_buf *out, const char *name, const char *lang,
                          struct ym_span text)
{
    if (text.n == 0)
        return;
    ym_buf_printf(out, "<p class=\"%s\" lang=\"%s\">", name, lang);
    html_text(out, text);
    ym_buf_puts(out, "</p>\n");
}

/* ---- Head ---- */

static void put_change(struct ym_buf *out, const char *zh, const char *en,
                       const struct view_cell *cell)
{
    char text[VIEW_CELL_BYTES];

    if (cell->kind == VIEW_NONE)
        return;
    view_print(cell, true, text);
    ym_buf_printf(out, "<span>%s %s <i class=\"en\" lang=\"en\">%s</i></span>", zh, text, en);
}

static void put_tile(struct ym_buf *out, const struct view_tile *tile)
{
    char text[VIEW_CELL_BYTES];

    view_print(&tile->value, true, text);
    ym_buf_puts(out, "<div class=\"tile\"><span>");
    put_words(out, tile->zh, tile->en);
    ym_buf_printf(out, "</span><b%s>%s<small>%s</small></b>",
                  tile->value.kind == VIEW_FEN ? " class=\"money\"" : "", text, tile->unit);
    put_change(out, "同比", "year", &tile->year);
    put_change(out, "环比", "month", &tile->month);
    ym_buf_puts(out, "</div>\n");
}

static void put_head(struct ym_buf *out, const struct view *v)
{
    const struct ym_span style = report_style();

    ym_buf_puts(out, "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                     "<title>");
    html_text(out, v->title_zh);
    ym_buf_puts(out, "</title>\n<style>");
    ym_buf_add(out, style);
    ym_buf_printf(out, "</style>\n</head>\n<body%s>\n<header>\n<h1>",
                  v->r->is_preview ? " class=\"draft\"" : "");
    html_text(out, v->title_zh);
    ym_buf_puts(out, "</h1>\n");
    put_paragraph(out, "en", "en", v->title_en);
    put_paragraph(out, "scope", "zh-CN", v->scope_zh);
    ym_buf_puts(out, "<p class=\"state\">");
    html_text(out, v->state_zh);
    ym_buf_puts(out, " <span class=\"en\" lang=\"en\">");
    html_text(out, v->state_en);
    ym_buf_puts(out, "</span></p>\n</header>\n");
    put_paragraph(out, "lead", "zh-CN", v->lead_zh);
    put_paragraph(out, "en", "en", v->lead_en);
    ym_buf_puts(out, "<div class=\"tiles\">\n");
    for (size_t i = 0; i < v->ntiles; i++)
        put_tile(out, &v->tiles[i]);
    ym_buf_puts(out, "</div>\n");
}

/* ---- Tables ---- */

static void put_cell(struct ym_buf *out, const struct view_row *row, size_t c, bool is_figure)
{
    const struct view_cell *cell = &row->cells[c];
    char text[VIEW_CELL_BYTES];

    if (c == 0 && row->indent > 0)
        ym_buf_printf(out, "<td class=\"i%u\">", row->indent);
    else
        ym_buf_puts(out, is_figure ? "<td class=\"n\">" : "<td>");
    if (cell->kind == VIEW_TEXT) {
        html_text(out, cell->zh);
        if (cell->en.n > 0) {
            ym_buf_puts(out, "<span class=\"en\">");
            html_text(out, cell->en);
            ym_buf_puts(out, "</span>");
        }
    } else {
        view_print(cell, true, text);
        ym_buf_puts(out, text);
    }
    ym_buf_puts(out, "</td>");
}

static void put_rows(struct ym_buf *out, const struct view_table *t)
{
    ym_buf_printf(out, "<div class=\"wide\"><table%s>\n<thead><tr>",
                  t->ncolumns <= 4 ? " class=\"few\"" : "");
    for (size_t c = 0; c < t->ncolumns; c++) {
        ym_buf_puts(out, "<th scope=\"col\">");
        put_words(out, t->columns[c].zh, t->columns[c].en);
        ym_buf_puts(out, "</th>");
    }
    ym_buf_puts(out, "</tr></thead>\n<tbody>\n");
    for (size_t r = 0; r < t->nrows; r++) {
        ym_buf_puts(out, t->rows[r].is_sum ? "<tr class=\"sum\">" : "<tr>");
        for (size_t c = 0; c < t->ncolumns; c++)
            put_cell(out, &t->rows[r], c, t->columns[c].is_figure);
        ym_buf_puts(out, "</tr>\n");
    }
    ym_buf_puts(out, "</tbody></table></div>\n");
}

static void put_table(struct ym_buf *out, const struct view_table *t)
{
    ym_buf_puts(out, "<section>\n<h2>");
    put_words(out, t->zh, t->en);
    ym_buf_puts(out, "</h2>\n");
    if (t->nbars > 0)
        ym_buf_puts(out, "<div class=\"both\"><div>\n");
    put_rows(out, t);
    if (t->nbars > 0) {
        ym_buf_puts(out, "</div>\n");
        html_bars(out, t);
        ym_buf_puts(out, "</div>\n");
    }
    put_paragraph(out, "note", "zh-CN", t->note_zh);
    put_paragraph(out, "note", "en", t->note_en);
    ym_buf_puts(out, "</section>\n");
}

static void put_foot(struct ym_buf *out, const struct view *v)
{
    ym_buf_puts(out, "<footer>\n<ol>\n");
    for (size_t i = 0; i < v->nnotes; i++) {
        ym_buf_puts(out, "<li>");
        put_words(out, v->notes[i].zh, v->notes[i].en);
        ym_buf_puts(out, "</li>\n");
    }
    ym_buf_puts(out, "</ol>\n");
    if (v->r->procedures.n > 0) {
        ym_buf_puts(out, "<p>程序表 SHA-256 <code>");
        html_text(out, v->r->procedures);
        ym_buf_puts(out, "</code></p>\n");
    }
    if (v->r->calendar.n > 0) {
        ym_buf_puts(out, "<p>工作日历 SHA-256 <code>");
        html_text(out, v->r->calendar);
        ym_buf_puts(out, "</code></p>\n");
    }
    ym_buf_puts(out, "</footer>\n</body>\n</html>\n");
}

struct ym_span report_style(void)
{
    return (struct ym_span){ (const char *)ym_report_style_files[0].at,
                             ym_report_style_files[0].n };
}

enum ym_err report_html(const struct report *r, struct ym_buf *out, struct ym_error *reterr)
{
    struct ym_arena arena;
    struct view v;
    bool fits;

    if (!ym_arena_init(&arena, REPORT_SHEET_BYTES))
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to print a report");
    fits = view_make(r, &arena, &v);
    if (fits) {
        put_head(out, &v);
        for (size_t i = 0; i < v.ntables; i++)
            put_table(out, &v.tables[i]);
        put_foot(out, &v);
    }
    ym_arena_release(&arena);
    if (!fits)
        return ym_fail(reterr, YM_E_TOO_LARGE, "the report does not fit into its page");
    if (!ym_buf_ok(out))
        return ym_buf_fail(out, "the report does not fit into its page", reterr);
    return YM_E_OK;
}
