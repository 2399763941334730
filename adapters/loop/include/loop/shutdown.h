/* SPDX-License-Identifier: Apache-2.0 */
/* SIGINT and SIGTERM, told on the loop.
 *
 * The first asks for an orderly stop: take no more work, finish what is in flight, close. Any
 * later one asks to stop at once. SIGPIPE is ignored from then on, to the end of the process:
 * what closes last (TLS connections of webhooks, the log) still writes when nobody listens. */
#ifndef YM_LOOP_SHUTDOWN_H
#define YM_LOOP_SHUTDOWN_H

#include <stdbool.h>

#include "base/error.h"
#include "loop/loop.h"

struct ym_shutdown; /* owned by the composition root */

/* at_once is false for the first signal and true for the second; later ones are not told. */
typedef void ym_shutdown_fn(void *arg, bool at_once);

/* Start listening; NULL with *reterr when the system refuses. Does not keep the loop running. */
__attribute__((warn_unused_result)) struct ym_shutdown *
ym_shutdown_new(struct ym_loop *loop, ym_shutdown_fn *fn, void *arg, struct ym_error *reterr);

/* Stop listening (the signals act as by default again) and free. NULL is legal. */
void ym_shutdown_free(struct ym_shutdown *s);

#endif
