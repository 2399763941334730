/* SPDX-License-Identifier: Apache-2.0 */
/* What programs on one database tell each other, handed to those whom it concerns: the live stream,
 * deliveries, the watch over deadlines, and whoever holds rules and reference data in memory. */
#ifndef YM_CLI_NOTICING_H
#define YM_CLI_NOTICING_H

#include "service.h"

/* Open s->notice. Pre: everything else of the service is open. */
__attribute__((warn_unused_result)) enum ym_err cli_noticing_open(struct cli_service *s,
                                                                  struct ym_error *reterr);

/* An event was stored by this program: here and elsewhere those who wait for one are told. For
 * struct app_config; arg is a struct cli_service. */
void cli_noticing_told(void *arg);

#endif
