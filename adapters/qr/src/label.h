/* SPDX-License-Identifier: Apache-2.0 */
/* What the three forms of a label share: checks, the colour table, texts. Private to the layer. */
#ifndef YM_QR_LABEL_H
#define YM_QR_LABEL_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "qr/code.h"
#include "yima/span.h"

#define YM_QR_RGB_BLACK 0x000000u
#define YM_QR_RGB_WHITE 0xffffffu
#define YM_QR_RGB_TEXT  0x1a1a1au
#define YM_QR_RGB_QUIET 0x5a5f66u /* text that stands back; 6.4:1 on white */

struct ym_qr_point {
    int x;
    int y;
};

/* How one colour looks. Colours are 0xRRGGBB. */
struct ym_qr_ink {
    const char *zh;                  /* "黄码" */
    const char *en;                  /* "YELLOW" */
    const char *mark;                /* the shape as one character */
    uint32_t bright;                 /* frame and plate */
    uint32_t deep;                   /* the shapes in the frame: same hue, darker */
    uint32_t on;                     /* text on bright, at least 4:1 */
    unsigned char term_back;         /* bright among the 256 colours of a terminal */
    unsigned char term_text;         /* on, likewise */
    unsigned char n;                 /* points of the shape */
    const struct ym_qr_point *shape; /* polygon between -100 and 100, y downwards */
};

/* Pre: colour < YM_COLOUR_COUNT. */
const struct ym_qr_ink *ym_qr_ink_of(enum ym_colour colour);

/* Refuse a label that cannot be printed, save for its url (ym_qr_grid_make() checks that). */
__attribute__((warn_unused_result)) enum ym_err ym_qr_label_check(const struct ym_qr_label *label,
                                                                  struct ym_error *reterr);

/* Bytes of the first character of text, its code point in *ret_code; 0 when it is not UTF-8.
 * Pre: text.n > 0. */
size_t ym_qr_decode(struct ym_span text, uint32_t *ret_code);

/* The host of the url; empty when it has none. */
struct ym_span ym_qr_host(struct ym_span url);

#endif
