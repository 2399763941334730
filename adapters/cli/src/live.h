/* SPDX-License-Identifier: Apache-2.0 */
/* The live stream on the running program: the feed that it reads, and itself. */
#ifndef YM_CLI_LIVE_H
#define YM_CLI_LIVE_H

#include "http/stream.h"
#include "service.h"

struct pg_feed;

struct cli_live {
    struct cli_service *service; /* not owned; it wakes the stream */
    struct pg_feed *feed;        /* NULL: none, and no stream */
    struct stream *stream;       /* for struct api_config */
    void (*done)(void *arg);
    void *arg;
};

/* Let the process have as many descriptors as it may: each viewer takes one. */
void cli_raise_descriptors(void);

/* Open it on a service. A sharded database has no feed, and so no stream; that is no error. */
__attribute__((warn_unused_result)) enum ym_err
cli_live_open(struct cli_live *l, struct cli_service *s, struct ym_error *reterr);

/* End the viewers and let the feed go. Calls done once, never before it returns, and never when
 * there is nothing to close: then it is false. */
bool cli_live_close(struct cli_live *l, void (*done)(void *arg), void *arg);

/* Pre: closed, and the HTTP server is. */
void cli_live_free(struct cli_live *l);

#endif
