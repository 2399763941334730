/* SPDX-License-Identifier: Apache-2.0 */
/* The board of a running service. */
#ifndef YM_CLI_BOARDS_H
#define YM_CLI_BOARDS_H

#include "app/board.h"
#include "service.h"

/* It asks the service's reader and goes by its clocks. NULL: no memory. To be freed before the
 * service is closed, when no request is under way. */
__attribute__((warn_unused_result)) struct app_boards *cli_boards_new(struct cli_service *s);

#endif
