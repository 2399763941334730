/* SPDX-License-Identifier: Apache-2.0 */
/* The modules of one QR code, free of any library's types.
 *
 * Level Q (a quarter of the code may be spoilt), alphanumeric mode only: an upper-case URL with a
 * Base32 token takes 5.5 bits a character instead of 8 and stays one version smaller. */
#ifndef YM_QR_GRID_H
#define YM_QR_GRID_H

#include <stdbool.h>

#include "base/error.h"
#include "yima/span.h"

#define YM_QR_TEXT_MAX    125 /* characters: what version 7 holds at level Q */
#define YM_QR_VERSION_MAX 7
#define YM_QR_SIDE_MAX    (17 + 4 * YM_QR_VERSION_MAX) /* modules */
#define YM_QR_QUIET       4 /* modules of white on each side (ISO/IEC 18004) */

struct ym_qr_grid {
    unsigned version; /* 1..YM_QR_VERSION_MAX */
    unsigned side;    /* modules, 17 + 4 * version; without the quiet zone */
    unsigned char dark[YM_QR_SIDE_MAX * YM_QR_SIDE_MAX]; /* row by row, side to a row; 1 is black */
};

/* Encode text in the smallest version that holds it.
 *
 * Errors: UNPROCESSABLE (empty, or a character outside 0-9 A-Z space $ % * + - . / :);
 * TOO_LARGE (past YM_QR_TEXT_MAX); UNAVAILABLE (no memory). */
__attribute__((warn_unused_result)) enum ym_err
ym_qr_grid_make(struct ym_span text, struct ym_qr_grid *ret_grid, struct ym_error *reterr);

/* Is the module black? Everything outside the grid is quiet zone, so white. */
bool ym_qr_grid_dark(const struct ym_qr_grid *grid, int x, int y);

#endif
