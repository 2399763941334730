/* SPDX-License-Identifier: Apache-2.0 */
/* POSTs to endpoints outside: the sender of app/deliver.h, on libcurl and the loop.
 *
 * http and https alone, HTTP/1.1, no redirects, no proxy, no cookies; certificates and host names
 * are always verified. Every post ends by itself within WEBHOOK_WHOLE_MS. Of an answer only the
 * status and Retry-After are taken; a body longer than WEBHOOK_ANSWER_MAX is cut off and the status
 * counts. Each address that a connection is made to passes the guard first (webhook/guard.h).
 * Names are resolved on a thread of libcurl's, never on the loop's. */
#ifndef YM_WEBHOOK_CLIENT_H
#define YM_WEBHOOK_CLIENT_H

#include "app/deliver.h"
#include "base/error.h"
#include "loop/loop.h"
#include "webhook/guard.h"

#define WEBHOOK_POSTS_MAX        (APP_DELIVER_POSTS + 8) /* under way at once; one more is a bug */
#define WEBHOOK_CONNECT_MS       5000                    /* to resolve, connect and shake hands */
#define WEBHOOK_WHOLE_MS         15000 /* from the post to the end of the answer */
#define WEBHOOK_ANSWER_MAX       65536 /* bytes of an answer's body that are read */
#define WEBHOOK_CONNECTIONS_MAX  128   /* in all, idle ones included */
#define WEBHOOK_HOST_CONNECTIONS 16    /* to one host */

_Static_assert(APP_DELIVER_QUEUE_MS + WEBHOOK_WHOLE_MS + 10000 <= APP_DELIVER_LEASE_MS,
               "waiting, a post and the storing of its verdict end within the lease");

struct webhook_client; /* owned by the composition root; one loop, one thread */

struct webhook_options {
    struct webhook_guard guard; /* copied */
    const char *ca_file;        /* PEM certificates to trust instead of the system's; NULL: those.
                                   Copied */
    const char *user_agent;     /* "yima/0.1.0"; copied */
};

/* NULL with *reterr: UNAVAILABLE when libcurl or the heap refuses, INVALID for a ca_file that
 * cannot be read. */
__attribute__((warn_unused_result)) struct webhook_client *
webhook_client_open(struct ym_loop *loop, const struct webhook_options *options,
                    struct ym_error *reterr);

/* The port; lives as long as the client. */
struct app_sender *webhook_client_port(struct webhook_client *c);

/* End every post that is under way, at the end of this turn, as cancelled. */
void webhook_client_cancel(struct webhook_client *c);

/* Close idle connections and free. Pre: no post is under way. NULL is legal. */
void webhook_client_close(struct webhook_client *c);

#endif
