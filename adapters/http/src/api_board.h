/* SPDX-License-Identifier: Apache-2.0 */
/* What the board and the radar ask for in the same way. */
#ifndef YM_HTTP_SRC_API_BOARD_H
#define YM_HTTP_SRC_API_BOARD_H

#include "api_private.h"
#include "app/board.h"

/* ?region= and ?body= within what the caller may see. NULL, or which one is wrong and what it
 * takes. ret_region is 0 where none was asked for. */
const char *api_board_cut(struct api_op *op, int64_t *ret_region, struct app_cut *ret);

void api_get_board(struct ym_http_request *rq, void *app); /* api_board.c */
void api_get_radar(struct ym_http_request *rq, void *app); /* api_radar.c */

#endif
