/* SPDX-License-Identifier: Apache-2.0 */
/* Where the next line goes: pages, their feet, and the fonts. Everything is in points. */
#ifndef YM_DOCUMENT_SRC_FLOW_H
#define YM_DOCUMENT_SRC_FLOW_H

#include <stdbool.h>

#include <pango/pangocairo.h>

#include "document/sheet.h"

#define FLOW_MM          (72.0 / 25.4)
#define FLOW_PAGE_WIDTH  (210 * FLOW_MM) /* A4 */
#define FLOW_PAGE_HEIGHT (297 * FLOW_MM)
#define FLOW_LEFT        (28 * FLOW_MM) /* GB/T 9704: 28 mm at the binding edge, 26 at the other */
#define FLOW_RIGHT       (26 * FLOW_MM)
#define FLOW_TOP         (30 * FLOW_MM)
#define FLOW_BOTTOM      (28 * FLOW_MM)
#define FLOW_WIDTH       (FLOW_PAGE_WIDTH - FLOW_LEFT - FLOW_RIGHT)
#define FLOW_HEIGHT      (FLOW_PAGE_HEIGHT - FLOW_TOP - FLOW_BOTTOM)
#define FLOW_FONT        "Noto Serif CJK SC"
#define FLOW_BODY_SIZE   12.0 /* points */
#define FLOW_LEADING     1.45 /* height of a line, of its font's size, is at least this */

/* One setting of a sheet. It is set twice: the first time nothing is drawn and pages are counted,
 * so that the second can say "of y". */
struct flow {
    const struct doc_sheet *sheet; /* not owned */
    cairo_t *cr;
    PangoLayout *layout; /* for one text after the other */
    double y;            /* where the next line begins, from the top of the paper */
    unsigned page;       /* the one being set, from 1 */
    unsigned pages;      /* of the whole document; 0 while they are counted */
    int unknown;         /* characters that no installed font has */
    bool is_large;       /* the code stands in a block of its own, and not in the corner */
    bool is_drawn;       /* not while pages are counted */
};

/* How a text is set. */
struct flow_style {
    double size;   /* points */
    double indent; /* of the first line, points */
    double inset;  /* of all lines, from the left edge, points */
    PangoAlignment align;
    bool is_bold;
    double grey;   /* 0 black */
    double before; /* space above, not at the top of a page; points */
    double keep;   /* what must fit below it on the same page; points */
};

/* Begin the first page, or the next one. */
void flow_begin(struct flow *f);
void flow_turn(struct flow *f);

/* Make room for something this high, on the next page if need be. */
void flow_need(struct flow *f, double height);

/* Room left on this page. */
double flow_left(const struct flow *f);

/* Lay text out in this width; the layout belongs to f and holds until the next call. */
PangoLayout *flow_lay(struct flow *f, struct ym_span text, const struct flow_style *style,
                      double width);

/* Draw one line of a layout with its top at y, in the box of this width that begins at x. */
void flow_draw(struct flow *f, PangoLayoutLine *line, double x, double y);

/* Height that a line takes. */
double flow_line_height(PangoLayoutLine *line);

/* Set a text over the whole width, line by line. */
void flow_text(struct flow *f, struct ym_span text, const struct flow_style *style);

/* Set the sheet's code, large, in a frame of its colour, with a text below. Without a code: the
 * text alone. */
void flow_code(struct flow *f, struct ym_span text, const struct flow_style *style);

/* Height of what begins a table and stands together: the head, and the first row or some of its
 * lines. */
double flow_table_beginning(struct flow *f, const struct doc_table *table);

/* Set a table as bars, in one piece. */
void flow_bars(struct flow *f, const struct doc_table *table);

/* Set a table; see document/sheet.h for how rows break. */
void flow_table(struct flow *f, const struct doc_table *table);

#endif
