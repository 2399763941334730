/* SPDX-License-Identifier: Apache-2.0 */
#include "layout.h"

#include <assert.h>
#include <inttypes.h>

#include "qr/sheet.h"

#define SHEET_W (2 * YM_QR_PAGE_W) /* of A4, in hundredths of a millimetre */
#define SHEET_H 29700
#define FONTS                                                                                      \
    "font-family=\"'" YM_QR_FONT "','Source Han Sans SC','PingFang SC','Microsoft YaHei',"         \
    "sans-serif\""

/* Draws into a text buffer. The canvas comes first, so that one pointer is both. */
struct svg {
    struct ym_qr_canvas canvas;
    struct ym_buf *buf;
};

static struct ym_buf *buf_of(struct ym_qr_canvas *c)
{
    return ((struct svg *)(void *)c)->buf;
}

/* The only way in which text from outside enters the document. */
static void escaped(struct ym_buf *buf, struct ym_span text)
{
    for (size_t i = 0; i < text.n; i++) {
        switch (text.at[i]) {
        case '&':
            ym_buf_puts(buf, "&amp;");
            break;
        case '<':
            ym_buf_puts(buf, "&lt;");
            break;
        case '>':
            ym_buf_puts(buf, "&gt;");
            break;
        case '"':
            ym_buf_puts(buf, "&quot;");
            break;
        case '\'':
            ym_buf_puts(buf, "&#39;");
            break;
        default:
            ym_buf_putc(buf, text.at[i]);
            break;
        }
    }
}

static void svg_box(struct ym_qr_canvas *c, struct ym_qr_box box, int radius, uint32_t rgb)
{
    ym_buf_printf(buf_of(c),
                  "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\" "
                  "fill=\"#%06" PRIx32 "\"/>\n",
                  box.x, box.y, box.w, box.h, radius, rgb);
}

static void svg_polygon(struct ym_qr_canvas *c, const struct ym_qr_point *points, unsigned n,
                        uint32_t rgb)
{
    struct ym_buf *buf = buf_of(c);

    ym_buf_puts(buf, "<path d=\"M");
    for (unsigned i = 0; i < n; i++)
        ym_buf_printf(buf, "%s%d %d", i == 0 ? "" : "L", points[i].x, points[i].y);
    ym_buf_printf(buf, "Z\" fill=\"#%06" PRIx32 "\"/>\n", rgb);
}

static void svg_text(struct ym_qr_canvas *c, const struct ym_qr_text *text)
{
    struct ym_buf *buf = buf_of(c);

    ym_buf_printf(buf, "<text x=\"%d\" y=\"%d\" font-size=\"%d\" fill=\"#%06" PRIx32 "\"%s%s>",
                  text->x, text->baseline, text->size, text->rgb,
                  text->is_bold ? " font-weight=\"700\"" : "",
                  text->is_centred ? " text-anchor=\"middle\"" : "");
    escaped(buf, text->at);
    ym_buf_puts(buf, "</text>\n");
}

/* One path of runs: fewer bytes than a square each, and no hairlines between neighbours. */
static void svg_modules(struct ym_qr_canvas *c, const struct ym_qr_grid *grid, struct ym_qr_box box,
                        int side)
{
    struct ym_buf *buf = buf_of(c);
    const int n = (int)grid->side;

    ym_buf_printf(buf,
                  "<path shape-rendering=\"crispEdges\" fill=\"#000000\" "
                  "transform=\"translate(%d %d) scale(%d)\" d=\"",
                  box.x + (box.w - n * side) / 2, box.y + (box.h - n * side) / 2, side);
    for (int y = 0; y < n; y++) {
        for (int x = 0; x < n; x++) {
            int run = 0;

            while (ym_qr_grid_dark(grid, x + run, y))
                run++;
            if (run > 0)
                ym_buf_printf(buf, "M%d %dh%dv1h-%dz", x, y, run, run);
            x += run;
        }
    }
    ym_buf_puts(buf, "\"/>\n");
}

static const struct ym_qr_canvas_ops svg_ops = {
    .box = svg_box,
    .polygon = svg_polygon,
    .text = svg_text,
    .modules = svg_modules,
};

/* The title is what a screen reader says. */
static void open_document(struct ym_buf *buf, const struct ym_qr_label *label)
{
    const struct ym_qr_ink *ink = ym_qr_ink_of(label->colour);

    ym_buf_printf(buf,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"%dmm\" "
                  "height=\"%dmm\" viewBox=\"0 0 %d %d\" role=\"img\" xml:lang=\"zh-CN\" " FONTS
                  ">\n<title>",
                  YM_QR_PAGE_W / 100, YM_QR_PAGE_H / 100, YM_QR_PAGE_W, YM_QR_PAGE_H);
    escaped(buf, label->number);
    ym_buf_printf(buf, " %s ", ink->zh);
    escaped(buf, label->stage_zh);
    ym_buf_printf(buf, " %s ", ink->en);
    escaped(buf, label->stage_en);
    ym_buf_printf(buf, "</title>\n<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n",
                  YM_QR_PAGE_W, YM_QR_PAGE_H);
}

enum ym_err ym_qr_svg(const struct ym_qr_label *label, struct ym_buf *buf, struct ym_error *reterr)
{
    struct svg svg = { .canvas = { &svg_ops }, .buf = buf };
    struct ym_qr_grid grid;
    enum ym_err err = ym_qr_label_check(label, reterr);

    if (err == YM_E_OK)
        err = ym_qr_grid_make(label->url, &grid, reterr);
    if (err != YM_E_OK)
        return err;
    open_document(buf, label);
    ym_qr_layout_draw(&svg.canvas, label, &grid);
    ym_buf_puts(buf, "</svg>\n");
    if (!ym_buf_ok(buf))
        return ym_buf_fail(buf, "the label does not fit into its buffer", reterr);
    return YM_E_OK;
}

/* One label in its quarter of the sheet. */
static enum ym_err draw_in(const struct ym_qr_label *label, size_t place, struct ym_buf *buf,
                           struct ym_error *reterr)
{
    struct svg svg = { .canvas = { &svg_ops }, .buf = buf };
    struct ym_qr_grid grid;
    enum ym_err err = ym_qr_label_check(label, reterr);

    if (err == YM_E_OK)
        err = ym_qr_grid_make(label->url, &grid, reterr);
    if (err != YM_E_OK)
        return err;
    ym_buf_printf(buf, "<g transform=\"translate(%d %d)\">\n", (int)(place % 2) * YM_QR_PAGE_W,
                  (int)(place / 2) * YM_QR_PAGE_H);
    ym_qr_layout_draw(&svg.canvas, label, &grid);
    ym_buf_puts(buf, "</g>\n");
    return YM_E_OK;
}

enum ym_err ym_qr_sheet(const struct ym_qr_label *labels, size_t n, struct ym_buf *buf,
                        struct ym_error *reterr)
{
    assert(n > 0);
    assert(n <= YM_QR_SHEET_MAX);
    ym_buf_printf(buf,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"%dmm\" "
                  "height=\"%dmm\" viewBox=\"0 0 %d %d\" role=\"img\" xml:lang=\"zh-CN\" " FONTS
                  ">\n<title>",
                  SHEET_W / 100, SHEET_H / 100, SHEET_W, SHEET_H);
    for (size_t i = 0; i < n; i++) {
        ym_buf_puts(buf, i == 0 ? "" : " ");
        escaped(buf, labels[i].number);
    }
    ym_buf_printf(buf, "</title>\n<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n", SHEET_W,
                  SHEET_H);
    for (size_t i = 0; i < n; i++) {
        enum ym_err err = draw_in(&labels[i], i, buf, reterr);

        if (err != YM_E_OK)
            return err;
    }
    ym_buf_puts(buf, "</svg>\n");
    if (!ym_buf_ok(buf))
        return ym_buf_fail(buf, "the sheet does not fit into its buffer", reterr);
    return YM_E_OK;
}
