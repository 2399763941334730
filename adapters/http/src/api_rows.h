/* SPDX-License-Identifier: Apache-2.0 */
/* The body of POST /commands cut into rows, each to be judged alone.
 *
 *   {"commands":[{"id":"06XK2-9QW3T-ABC7","key":"k1","command":"accept","version":1},
 *                {"key":"k2","register":{…the body of POST /disputes…}}, …]}
 *
 * Cutting looks at brackets and quotes only: what is wrong inside a row is for the decoder of that
 * row to say, and concerns no neighbour. What is wrong around the rows concerns them all. */
#ifndef YM_HTTP_SRC_API_ROWS_H
#define YM_HTTP_SRC_API_ROWS_H

#include "base/arena.h"
#include "base/error.h"
#include "yima/span.h"

#define API_ROW_DEPTH_MAX 20 /* brackets inside each other, above what any decoder takes */

struct api_row {
    struct ym_span text; /* the whole row, as sent */
    struct ym_span id;   /* n == 0: none */
    struct ym_span key;  /* n == 0: none */
    struct ym_span body; /* for the decoder: the row without id and key, or what register holds */
    bool is_intake;      /* it has a member register */
    const char *fault;   /* why it cannot be a row; NULL: none found */
};

/* Cut body into at most max rows, 1 at least. Spans lie in body and arena.
 * Errors: INVALID, TOO_LARGE (more than max rows, or arena too small). */
__attribute__((warn_unused_result)) enum ym_err
api_rows_cut(struct ym_span body, struct ym_arena *arena, struct api_row *rows, size_t max,
             size_t *ret_n, struct ym_error *reterr);

#endif
