/* SPDX-License-Identifier: Apache-2.0 */
/* Telling the service manager how we are: sd_notify(3) without its library.
 *
 * The manager names a datagram socket in NOTIFY_SOCKET (a path, or '@' and an abstract name) and,
 * when it wants to be told that we live, a time in WATCHDOG_USEC for the process in WATCHDOG_PID.
 * Then a timer of the loop tells it twice in that time: a loop that is stuck tells nothing, and the
 * manager ends and restarts the program. Without NOTIFY_SOCKET nothing is sent. Sending never
 * waits: a message that the socket does not take is lost. */
#ifndef YM_LOOP_NOTIFY_H
#define YM_LOOP_NOTIFY_H

#include "base/error.h"
#include "loop/loop.h"

#define YM_NOTIFY_BYTES_MAX 512 /* one message; the rest of a longer one is cut */

struct ym_notify; /* owned by the composition root */

/* Read the variables and remove them, so that no child speaks for us. On failure NULL with *reterr:
 * a socket that cannot be made or is not well named. Does not keep the loop running. */
__attribute__((warn_unused_result)) struct ym_notify *ym_notify_new(struct ym_loop *loop,
                                                                    struct ym_error *reterr);

void ym_notify_free(struct ym_notify *n); /* NULL is legal */

/* Send assignments of sd_notify(3), one a line: "READY=1\nSTATUS=serving". NULL n is legal. */
__attribute__((format(printf, 2, 3))) void ym_notify_send(struct ym_notify *n, const char *format,
                                                          ...);

#endif
