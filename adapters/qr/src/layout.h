/* SPDX-License-Identifier: Apache-2.0 */
/* The A6 label, drawn on whatever canvas is given: one layout for SVG and PNG. Private.
 *
 * All lengths are whole hundredths of a millimetre from the upper left corner, so a locale's
 * decimal comma can never reach an SVG and both forms are alike to the hundredth. */
#ifndef YM_QR_LAYOUT_H
#define YM_QR_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "label.h"
#include "qr/code.h"
#include "qr/grid.h"
#include "yima/span.h"

#define YM_QR_PAGE_W 10500
#define YM_QR_PAGE_H 14800
#define YM_QR_FONT   "Noto Sans CJK SC"

struct ym_qr_box {
    int x; /* left */
    int y; /* top */
    int w;
    int h;
};

struct ym_qr_text {
    struct ym_span at;
    int x;        /* centre of the line, or its left end */
    int baseline; /* y */
    int size;     /* of the em square */
    uint32_t rgb;
    bool is_bold;
    bool is_centred;
};

struct ym_qr_canvas;

/* What a canvas can draw. Failures are the canvas's own affair until its end. */
struct ym_qr_canvas_ops {
    void (*box)(struct ym_qr_canvas *c, struct ym_qr_box box, int radius, uint32_t rgb);
    void (*polygon)(struct ym_qr_canvas *c, const struct ym_qr_point *points, unsigned n,
                    uint32_t rgb);
    void (*text)(struct ym_qr_canvas *c, const struct ym_qr_text *text);
    /* Black modules centred in box, each at most side wide. */
    void (*modules)(struct ym_qr_canvas *c, const struct ym_qr_grid *grid, struct ym_qr_box box,
                    int side);
};

struct ym_qr_canvas {
    const struct ym_qr_canvas_ops *ops;
};

/* Draw the whole label. Pre: ym_qr_label_check() passed, grid is that of its url. */
void ym_qr_layout_draw(struct ym_qr_canvas *c, const struct ym_qr_label *label,
                       const struct ym_qr_grid *grid);

#endif
