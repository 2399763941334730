/* SPDX-License-Identifier: Apache-2.0 */
#include "document/sheet.h"

#include <cairo-pdf.h>

#include "flow.h"
#include "qr/grid.h"
#include "yima/utf8.h"

#define FOOT_BYTES_MAX 64
#define GLOSS_KEEP     (9 * FLOW_LEADING + 4) /* points: a line of a gloss and the space above it */

static const struct flow_style styles[DOC_BLOCK_COUNT] = {
    [DOC_TITLE] = { .size = 20,
                    .align = PANGO_ALIGN_CENTER,
                    .is_bold = true,
                    .before = 6,
                    .keep = 3 * FLOW_BODY_SIZE },
    [DOC_SUBTITLE] = { .size = 11,
                       .align = PANGO_ALIGN_CENTER,
                       .grey = 0.35,
                       .before = 2,
                       .keep = 2 * FLOW_BODY_SIZE },
    [DOC_RIGHT] = { .size = FLOW_BODY_SIZE, .align = PANGO_ALIGN_RIGHT, .before = 6 },
    [DOC_ADDRESSEE] = { .size = FLOW_BODY_SIZE, .align = PANGO_ALIGN_LEFT, .before = 10 },
    [DOC_HEADING] = { .size = 13,
                      .align = PANGO_ALIGN_LEFT,
                      .is_bold = true,
                      .before = 10,
                      .keep = 2 * FLOW_BODY_SIZE * FLOW_LEADING },
    [DOC_TEXT] = { .size = FLOW_BODY_SIZE,
                   .indent = 2 * FLOW_BODY_SIZE,
                   .align = PANGO_ALIGN_LEFT,
                   .before = 4 },
    [DOC_NOTE] = { .size = 9, .align = PANGO_ALIGN_LEFT, .grey = 0.35, .before = 10 },
    [DOC_GLOSS] = { .size = 9, .align = PANGO_ALIGN_LEFT, .grey = 0.35, .before = 3 },
    [DOC_CODE] = { .size = 11, .align = PANGO_ALIGN_CENTER, .before = 6 },
    [DOC_SIGN] = { .size = FLOW_BODY_SIZE, .align = PANGO_ALIGN_LEFT, .before = 22 },
};

/* ---- Is it fit to be set? ---- */

static enum ym_err check_text(struct ym_span text, const char *what, struct ym_error *reterr)
{
    if (text.n > DOC_TEXT_BYTES)
        return ym_fail(reterr, YM_E_TOO_LARGE, "%s of the document is longer than %u bytes", what,
                       DOC_TEXT_BYTES);
    if (!ym_utf8_valid(text))
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "%s of the document is not valid UTF-8", what);
    for (size_t i = 0; i < text.n; i++) {
        const unsigned char c = (unsigned char)text.at[i];

        if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
            return ym_fail(reterr, YM_E_UNPROCESSABLE,
                           "%s of the document holds a control character", what);
    }
    return YM_E_OK;
}

static enum ym_err check_table(const struct doc_table *t, struct ym_error *reterr)
{
    enum ym_err err = YM_E_OK;

    if (t->columns == 0 || t->columns > DOC_COLUMNS_MAX || t->rows == 0 || t->rows > DOC_ROWS_MAX)
        return ym_fail(reterr, YM_E_TOO_LARGE,
                       "a table of a document has 1 to %u columns and 1 to %u rows",
                       DOC_COLUMNS_MAX, DOC_ROWS_MAX);
    for (size_t c = 0; c < t->columns; c++) {
        if (t->shares[c] < 1 || t->shares[c] > 100)
            return ym_fail(reterr, YM_E_UNPROCESSABLE,
                           "the share of a column in the width is 1 to 100");
    }
    for (size_t i = 0; i < t->rows * t->columns && err == YM_E_OK; i++)
        err = check_text(t->cells[i], "a cell", reterr);
    return err;
}

static enum ym_err check_bars(const struct doc_table *t, struct ym_error *reterr)
{
    if (t->columns != 2 || t->rows > DOC_BARS_MAX || t->look == NULL || t->look->lengths == NULL)
        return ym_fail(reterr, YM_E_TOO_LARGE,
                       "a chart has two columns, a length for each row, and at most %u rows",
                       DOC_BARS_MAX);
    for (size_t i = 0; i < t->rows; i++) {
        if (t->look->lengths[i] > DOC_BAR_MAX)
            return ym_fail(reterr, YM_E_UNPROCESSABLE, "the length of a bar is 0 to %u",
                           DOC_BAR_MAX);
    }
    return check_table(t, reterr);
}

/* A short line at the foot of each page. */
static enum ym_err check_foot(struct ym_span text, const char *what, struct ym_error *reterr)
{
    if (text.n > FOOT_BYTES_MAX)
        return ym_fail(reterr, YM_E_TOO_LARGE, "%s of a document has at most %d bytes", what,
                       FOOT_BYTES_MAX);
    return check_text(text, what, reterr);
}

static enum ym_err check_head(const struct doc_sheet *s, struct ym_error *reterr)
{
    struct ym_qr_grid grid;
    enum ym_err err = check_text(s->title, "the title", reterr);

    if (err == YM_E_OK)
        err = check_foot(s->number, "the number", reterr);
    if (err == YM_E_OK)
        err = check_foot(s->seal, "the seal's code", reterr);
    if (err == YM_E_OK && (unsigned)s->colour >= YM_COLOUR_COUNT)
        err = ym_fail(reterr, YM_E_UNPROCESSABLE, "there is no such colour");
    if (err == YM_E_OK && s->code.n > 0)
        err = ym_qr_grid_make(s->code, &grid, reterr);
    return err;
}

static enum ym_err check(const struct doc_sheet *s, struct ym_error *reterr)
{
    enum ym_err err = check_head(s, reterr);

    if (err == YM_E_OK && (s->n == 0 || s->n > DOC_BLOCKS_MAX))
        err = ym_fail(reterr, YM_E_TOO_LARGE, "a document has 1 to %u blocks", DOC_BLOCKS_MAX);
    for (size_t i = 0; i < s->n && err == YM_E_OK; i++) {
        if (s->blocks[i].kind == DOC_TABLE)
            err = check_table(s->blocks[i].table, reterr);
        else if (s->blocks[i].kind == DOC_BARS)
            err = check_bars(s->blocks[i].table, reterr);
        else
            err = check_text(s->blocks[i].text, "a text", reterr);
    }
    return err;
}

/* ---- Setting ---- */

/* A gloss stands below what it explains, at the same edge. */
static void set_gloss(struct flow *f, const struct doc_block *b, enum doc_block_kind above)
{
    struct flow_style style = styles[DOC_GLOSS];

    style.align = styles[above].align;
    if (above == DOC_TEXT)
        style.inset = styles[DOC_TEXT].indent;
    if (above == DOC_RIGHT || above == DOC_HEADING)
        style.before = 0;
    flow_text(f, b->text, &style);
}

/* What must stand below block i on its page: the first line of its gloss, and below a heading the
 * beginning of a table. */
static double kept_below(struct flow *f, size_t i)
{
    const struct doc_sheet *s = f->sheet;
    const bool has_gloss = i + 1 < s->n && s->blocks[i + 1].kind == DOC_GLOSS;
    const size_t next = i + (has_gloss ? 2 : 1);
    double keep = styles[s->blocks[i].kind].keep;

    if (has_gloss && keep < GLOSS_KEEP)
        keep = GLOSS_KEEP;
    if (s->blocks[i].kind == DOC_HEADING && next < s->n && s->blocks[next].kind == DOC_TABLE)
        keep += flow_table_beginning(f, s->blocks[next].table);
    return keep < FLOW_HEIGHT / 2 ? keep : FLOW_HEIGHT / 2;
}

static void set_text(struct flow *f, size_t i)
{
    const struct doc_block *b = &f->sheet->blocks[i];
    struct flow_style style = styles[b->kind];

    style.keep = kept_below(f, i);
    flow_text(f, b->text, &style);
}

static void set_sheet(struct flow *f)
{
    const struct doc_sheet *s = f->sheet;

    flow_begin(f);
    for (size_t i = 0; i < s->n && f->page <= DOC_PAGES_MAX; i++) {
        const struct doc_block *b = &s->blocks[i];

        if (b->kind == DOC_TABLE)
            flow_table(f, b->table);
        else if (b->kind == DOC_BARS)
            flow_bars(f, b->table);
        else if (b->kind == DOC_CODE)
            flow_code(f, b->text, &styles[DOC_CODE]);
        else if (b->kind == DOC_GLOSS)
            set_gloss(f, b, i > 0 ? s->blocks[i - 1].kind : DOC_TEXT);
        else
            set_text(f, i);
    }
}

static cairo_status_t take(void *arg, const unsigned char *at, unsigned n)
{
    struct ym_buf *out = arg;

    ym_buf_add(out, (struct ym_span){ (const char *)at, n });
    return ym_buf_ok(out) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static bool has_font(void)
{
    return pango_font_map_get_family(pango_cairo_font_map_get_default(), FLOW_FONT) != NULL;
}

/* The viewer's title ends at a NUL: the span is copied by the buffer that the caller lends. */
static void describe(cairo_surface_t *surface, const struct doc_sheet *s, struct ym_buf *words)
{
    char made[YM_USEC_TEXT_MAX];

    ym_usec_print(s->made_at, made);
    if (sizeof(made) > 20 && made[0] != '\0') {
        made[19] = '\0'; /* without fractions: what PDF knows */
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, made);
    }
    ym_buf_add(words, s->title);
    if (ym_buf_ok(words) && s->title.n > 0)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, words->at);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "yima");
}

static enum ym_err set_twice(struct flow *f, struct ym_error *reterr)
{
    set_sheet(f);
    if (f->page > DOC_PAGES_MAX)
        return ym_fail(reterr, YM_E_TOO_LARGE, "the document has more than %u pages",
                       DOC_PAGES_MAX);
    if (f->unknown > 0)
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "no installed font has %d characters of this document", f->unknown);
    f->pages = f->page;
    f->page = 0;
    f->is_drawn = true;
    set_sheet(f);
    cairo_show_page(f->cr);
    return YM_E_OK;
}

enum ym_err doc_sheet_pdf(const struct doc_sheet *s, struct ym_buf *out, struct ym_error *reterr)
{
    struct flow f = { .sheet = s };
    struct ym_buf words;
    cairo_surface_t *surface;
    enum ym_err err = check(s, reterr);

    if (err != YM_E_OK)
        return err;
    if (!has_font())
        return ym_fail(reterr, YM_E_UNAVAILABLE,
                       "the font %s is not installed: apt-get install fonts-noto-cjk", FLOW_FONT);
    for (size_t i = 0; i < s->n; i++)
        f.is_large = f.is_large || s->blocks[i].kind == DOC_CODE;
    ym_buf_init(&words, DOC_TEXT_BYTES + 1);
    surface = cairo_pdf_surface_create_for_stream(take, out, FLOW_PAGE_WIDTH, FLOW_PAGE_HEIGHT);
    describe(surface, s, &words);
    f.cr = cairo_create(surface);
    f.layout = pango_cairo_create_layout(f.cr);
    pango_context_set_language(pango_layout_get_context(f.layout),
                               pango_language_from_string("zh-cn"));
    err = ym_buf_ok(&words) ? set_twice(&f, reterr)
                            : ym_buf_fail(&words, "the title of the document is too long", reterr);
    g_object_unref(f.layout);
    cairo_destroy(f.cr);
    cairo_surface_finish(surface);
    if (err == YM_E_OK && !ym_buf_ok(out))
        err = ym_buf_fail(out, "the document does not fit into its buffer", reterr);
    else if (err == YM_E_OK && cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "the document cannot be drawn: %s",
                      cairo_status_to_string(cairo_surface_status(surface)));
    cairo_surface_destroy(surface);
    ym_buf_release(&words);
    return err;
}
