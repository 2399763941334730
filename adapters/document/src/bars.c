/* SPDX-License-Identifier: Apache-2.0 */
/* A chart of horizontal bars: name, bar, words. Its numbers stand in a table beside it. */
#include "flow.h"

#define SIZE   8.5                 /* points */
#define STEP   15.0                /* from one bar to the next */
#define THICK  8.5                 /* of a bar */
#define NAMES  (0.30 * FLOW_WIDTH) /* at the left */
#define WORDS  (0.14 * FLOW_WIDTH) /* at the right */
#define GAP    5.0                 /* between a bar and its words */
#define BEFORE 8.0

static const struct flow_style name_style = { .size = SIZE, .align = PANGO_ALIGN_RIGHT };
static const struct flow_style word_style = { .size = SIZE, .align = PANGO_ALIGN_LEFT };

/* The first line of a text in the box of this width: a name that is longer is whole in the table.
 */
static void put_line(struct flow *f, struct ym_span text, const struct flow_style *style, double x,
                     double width)
{
    PangoLayout *layout = flow_lay(f, text, style, width);
    PangoLayoutIter *at = pango_layout_get_iter(layout);
    PangoRectangle box;

    pango_layout_iter_get_line_extents(at, NULL, &box);
    if (f->is_drawn)
        cairo_set_source_rgb(f->cr, 0, 0, 0);
    flow_draw(f, pango_layout_iter_get_line_readonly(at), x + (double)box.x / PANGO_SCALE, f->y);
    pango_layout_iter_free(at);
}

static void put_bar(struct flow *f, unsigned length, double *ret_end)
{
    const double room = FLOW_WIDTH - NAMES - WORDS;
    const double left = FLOW_LEFT + NAMES + GAP;

    *ret_end = left + room * length / DOC_BAR_MAX;
    if (!f->is_drawn)
        return;
    cairo_set_source_rgb(f->cr, 0.24, 0.42, 0.58);
    cairo_rectangle(f->cr, left, f->y + (STEP - THICK) / 2 - 1, *ret_end - left, THICK);
    cairo_fill(f->cr);
}

static void put_axis(struct flow *f, double height)
{
    if (!f->is_drawn)
        return;
    cairo_set_source_rgb(f->cr, 0.6, 0.6, 0.6);
    cairo_set_line_width(f->cr, 0.5);
    cairo_move_to(f->cr, FLOW_LEFT + NAMES + GAP, f->y);
    cairo_line_to(f->cr, FLOW_LEFT + NAMES + GAP, f->y + height);
    cairo_stroke(f->cr);
}

void flow_bars(struct flow *f, const struct doc_table *t)
{
    const double height = STEP * (double)t->rows;

    if (f->y > FLOW_TOP)
        f->y += BEFORE;
    flow_need(f, height);
    put_axis(f, height);
    for (size_t r = 0; r < t->rows; r++) {
        double end;

        put_line(f, t->cells[2 * r], &name_style, FLOW_LEFT, NAMES);
        put_bar(f, t->look->lengths[r], &end);
        put_line(f, t->cells[2 * r + 1], &word_style, end + GAP, WORDS);
        f->y += STEP;
    }
}
