/* SPDX-License-Identifier: Apache-2.0 */
/* Who knows what each kind of partner says, made once the application runs. */
#ifndef YM_CLI_HANDLERS_H
#define YM_CLI_HANDLERS_H

#include "service.h"

/* Make the handlers and register them with the exchange. On failure cli_handlers_close() frees what
 * was made. Pre: the exchange is open. */
__attribute__((warn_unused_result)) enum ym_err cli_handlers_open(struct cli_service *s,
                                                                  struct ym_error *reterr);
void cli_handlers_close(struct cli_service *s); /* Pre: nothing of the exchange is under way */

#endif
