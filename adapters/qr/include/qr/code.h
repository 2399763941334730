/* SPDX-License-Identifier: Apache-2.0 */
/* The printed mediation code: black modules on white inside a frame of the dispute's colour.
 *
 * Colour is never alone: the frame repeats a shape that belongs to the colour (triangle, diamond,
 * disc, cross, check mark, bar), and the colour and the stage stand below in Chinese and English.
 * Modules are never coloured, because yellow and orange ones do not scan.
 *
 * SVG and PNG are one A6 label, 105 by 148 mm, drawn by one layout; the code itself is at least
 * 55 mm wide. The same label gives the same bytes (for PNG: with the same fonts installed). */
#ifndef YM_QR_CODE_H
#define YM_QR_CODE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "qr/grid.h"
#include "yima/span.h"
#include "yima/vocab.h"

#define YM_QR_LINE_MAX 400 /* bytes of UTF-8 in each text of a label */
#define YM_QR_DPI_MIN  100
#define YM_QR_DPI_MAX  600

/* Buffers of these sizes never fail for their size. */
#define YM_QR_SVG_BYTES_MAX  65536
#define YM_QR_PNG_BYTES_MAX  4194304
#define YM_QR_TERM_BYTES_MAX 65536

/* Everything on the label. All texts are UTF-8 without control characters; any but url and number
 * may be empty, and then its line is left out. */
struct ym_qr_label {
    struct ym_span url;      /* what a scan opens; QR alphanumeric, at most YM_QR_TEXT_MAX */
    struct ym_span number;   /* the human number with its check digit */
    enum ym_colour colour;   /* of the dispute; NONE prints grey */
    struct ym_span stage_zh; /* the stage in words */
    struct ym_span stage_en;
    struct ym_span heading_zh; /* the body that issues the label */
    struct ym_span heading_en;
};

/* What the terminal can show. */
struct ym_qr_terminal {
    bool is_utf8;     /* half blocks and Chinese; otherwise ASCII and English, twice as wide */
    bool is_ansi;     /* explicit black on white by escape codes: scans on every theme */
    bool is_dark;     /* without is_ansi: the background is dark, so draw what is white */
    unsigned columns; /* width, 0 when unknown */
};

/* Append a self-contained SVG 1.1 document without scripts or references to elsewhere.
 *
 * Errors of all three: those of ym_qr_grid_make(); UNPROCESSABLE (a text with invalid UTF-8 or a
 * control character, no number, unknown colour); TOO_LARGE (a text past YM_QR_LINE_MAX, or buf
 * full). On failure what is in buf is not a label and the caller drops it. */
__attribute__((warn_unused_result)) enum ym_err
ym_qr_svg(const struct ym_qr_label *label, struct ym_buf *buf, struct ym_error *reterr);

/* Append a PNG at dpi dots per inch, which it records so that it prints at its true size.
 *
 * Takes some tens of milliseconds: not on the event loop. Further errors: UNPROCESSABLE (dpi past
 * its limits); UNAVAILABLE (no Chinese font is installed; the text names the package). */
__attribute__((warn_unused_result)) enum ym_err ym_qr_png(const struct ym_qr_label *label,
                                                          unsigned dpi, struct ym_buf *buf,
                                                          struct ym_error *reterr);

/* Append lines of text for a terminal. Further error: UNPROCESSABLE when columns is known and too
 * narrow; the text says how many are needed. */
__attribute__((warn_unused_result)) enum ym_err
ym_qr_terminal(const struct ym_qr_label *label, const struct ym_qr_terminal *terminal,
               struct ym_buf *buf, struct ym_error *reterr);

/* The bright ink of a colour as 0xRRGGBB: for who draws a frame of its own. */
uint32_t ym_qr_rgb(enum ym_colour colour);

#endif
