/* SPDX-License-Identifier: Apache-2.0 */
#include "flow.h"

#include <stdio.h>

#include "qr/code.h"
#include "qr/grid.h"

#define FOOT_SIZE   9.0            /* points */
#define CODE_SIDE   (24 * FLOW_MM) /* with its quiet zone */
#define LARGE_SIDE  (70 * FLOW_MM) /* of a block CODE, with its quiet zone */
#define LARGE_FRAME (4 * FLOW_MM)  /* coloured, around it */
#define CODE_TOP    (10 * FLOW_MM) /* above the text, in the upper margin and beside the title */

static const struct flow_style foot = { .size = FOOT_SIZE,
                                        .align = PANGO_ALIGN_CENTER,
                                        .grey = 0.3 };

PangoLayout *flow_lay(struct flow *f, struct ym_span text, const struct flow_style *style,
                      double width)
{
    PangoFontDescription *font = pango_font_description_from_string(FLOW_FONT);

    pango_font_description_set_absolute_size(font, style->size * PANGO_SCALE);
    pango_font_description_set_weight(font,
                                      style->is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(f->layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(f->layout, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(f->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(f->layout, style->align);
    pango_layout_set_indent(f->layout, (int)(style->indent * PANGO_SCALE));
    pango_layout_set_text(f->layout, text.n > 0 ? text.at : "", (int)text.n);
    f->unknown += pango_layout_get_unknown_glyphs_count(f->layout);
    return f->layout;
}

double flow_line_height(PangoLayoutLine *line)
{
    PangoRectangle box;
    double height;
    double least = FLOW_BODY_SIZE;
    const PangoFontDescription *font = pango_layout_get_font_description(line->layout);

    if (font != NULL)
        least = (double)pango_font_description_get_size(font) / PANGO_SCALE;
    pango_layout_line_get_extents(line, NULL, &box);
    height = (double)box.height / PANGO_SCALE;
    return height > least * FLOW_LEADING ? height : least * FLOW_LEADING;
}

void flow_draw(struct flow *f, PangoLayoutLine *line, double x, double y)
{
    PangoRectangle box;
    const double height = flow_line_height(line);

    if (!f->is_drawn)
        return;
    pango_layout_line_get_extents(line, NULL, &box);
    cairo_move_to(f->cr, x,
                  y + (height - (double)box.height / PANGO_SCALE) / 2 -
                      (double)box.y / PANGO_SCALE);
    pango_cairo_show_layout_line(f->cr, line);
}

/* Where a line of the layout begins: its alignment and indent. */
static double line_x(PangoLayoutIter *at)
{
    PangoRectangle box;

    pango_layout_iter_get_line_extents(at, NULL, &box);
    return (double)box.x / PANGO_SCALE;
}

static void draw_foot(struct flow *f)
{
    char words[256];
    PangoLayout *layout;
    PangoLayoutIter *at;
    const struct ym_span number = f->sheet->number;
    const struct ym_span seal = f->sheet->seal;
    const double y = FLOW_PAGE_HEIGHT - FLOW_BOTTOM + 8 * FLOW_MM;

    (void)snprintf(words, sizeof(words), "%.*s%s%s%.*s%s第 %u 页 共 %u 页", (int)number.n,
                   number.n > 0 ? number.at : "", number.n > 0 ? "　　" : "",
                   seal.n > 0 ? "验证码 " : "", (int)seal.n, seal.n > 0 ? seal.at : "",
                   seal.n > 0 ? "　　" : "", f->page, f->pages);
    layout = flow_lay(f, ym_span_of(words), &foot, FLOW_WIDTH);
    at = pango_layout_get_iter(layout);
    cairo_set_source_rgb(f->cr, foot.grey, foot.grey, foot.grey);
    flow_draw(f, pango_layout_iter_get_line_readonly(at), FLOW_LEFT + line_x(at), y);
    pango_layout_iter_free(at);
}

/* Draw the code with its quiet zone in a square of this side. One path, so that no seams show
 * between modules. */
static void draw_modules(struct flow *f, double left, double top, double side)
{
    struct ym_qr_grid grid;
    struct ym_error why;
    double module;

    if (ym_qr_grid_make(f->sheet->code, &grid, &why) != YM_E_OK)
        return;
    module = side / (grid.side + 2 * YM_QR_QUIET);
    for (unsigned y = 0; y < grid.side; y++) {
        for (unsigned x = 0; x < grid.side; x++) {
            if (ym_qr_grid_dark(&grid, (int)x, (int)y))
                cairo_rectangle(f->cr, left + (x + YM_QR_QUIET) * module,
                                top + (y + YM_QR_QUIET) * module, module, module);
        }
    }
    cairo_set_source_rgb(f->cr, 0, 0, 0);
    cairo_fill(f->cr);
}

static void draw_code(struct flow *f)
{
    if (f->sheet->code.n > 0)
        draw_modules(f, FLOW_PAGE_WIDTH - FLOW_RIGHT - CODE_SIDE, CODE_TOP, CODE_SIDE);
}

void flow_code(struct flow *f, struct ym_span text, const struct flow_style *style)
{
    const double side = LARGE_SIDE + 2 * LARGE_FRAME;
    const double left = FLOW_LEFT + (FLOW_WIDTH - side) / 2;
    const uint32_t rgb = ym_qr_rgb(f->sheet->colour);

    if (f->sheet->code.n > 0) {
        f->y += style->before;
        flow_need(f, side + style->size * FLOW_LEADING);
        if (f->is_drawn) {
            cairo_set_source_rgb(f->cr, (rgb >> 16 & 0xff) / 255.0, (rgb >> 8 & 0xff) / 255.0,
                                 (rgb & 0xff) / 255.0);
            cairo_rectangle(f->cr, left, f->y, side, side);
            cairo_fill(f->cr);
            cairo_set_source_rgb(f->cr, 1, 1, 1);
            cairo_rectangle(f->cr, left + LARGE_FRAME, f->y + LARGE_FRAME, LARGE_SIDE, LARGE_SIDE);
            cairo_fill(f->cr);
            draw_modules(f, left + LARGE_FRAME, f->y + LARGE_FRAME, LARGE_SIDE);
        }
        f->y += side;
    }
    flow_text(f, text, style);
}

void flow_begin(struct flow *f)
{
    f->page++;
    f->y = FLOW_TOP;
    if (!f->is_drawn)
        return;
    if (f->page == 1 && !f->is_large)
        draw_code(f);
    draw_foot(f);
}

void flow_turn(struct flow *f)
{
    if (f->is_drawn)
        cairo_show_page(f->cr);
    flow_begin(f);
}

double flow_left(const struct flow *f)
{
    return FLOW_PAGE_HEIGHT - FLOW_BOTTOM - f->y;
}

void flow_need(struct flow *f, double height)
{
    if (height > flow_left(f) && f->y > FLOW_TOP)
        flow_turn(f);
}

/* The foot of a new page is laid out with the same layout: a text is set with one of its own. */
void flow_text(struct flow *f, struct ym_span text, const struct flow_style *style)
{
    PangoLayout *layout = pango_layout_copy(flow_lay(f, text, style, FLOW_WIDTH - style->inset));
    PangoLayoutIter *at = pango_layout_get_iter(layout);

    if (f->y > FLOW_TOP)
        f->y += style->before;
    do {
        PangoLayoutLine *line = pango_layout_iter_get_line_readonly(at);
        const double height = flow_line_height(line);

        flow_need(f, height + style->keep);
        if (f->is_drawn)
            cairo_set_source_rgb(f->cr, style->grey, style->grey, style->grey);
        flow_draw(f, line, FLOW_LEFT + style->inset + line_x(at), f->y);
        f->y += height;
    } while (pango_layout_iter_next_line(at));
    pango_layout_iter_free(at);
    g_object_unref(layout);
}
