/* SPDX-License-Identifier: Apache-2.0 */
/* What a running program looks after besides its work: the private PostgreSQL, which it starts
 * again when it is down, and the clock that tests move. */
#ifndef YM_CLI_WATCHING_H
#define YM_CLI_WATCHING_H

#include "service.h"

/* Take the clock that tests have set already, and look at both from now on. False: no memory. The
 * timer is s->watch; it is freed with the rest of the service. Pre: s->loop and s->log are made. */
__attribute__((warn_unused_result)) bool cli_watching_start(struct cli_service *s);

#endif
