/* SPDX-License-Identifier: Apache-2.0 */
/* The live stream, GET /api/v1/stream: server-sent events of what the viewer may see.
 *
 * One reader of the feed (app/feed.h) for all viewers of a process. Each change is put into words
 * once, into a ring; a viewer is a socket, what it may and wants to see, and a place in the ring.
 * Nothing is copied for a viewer but the rest of one event that its socket did not take. A viewer
 * that the ring overtakes is told to load afresh. adapters/http/README.md describes the protocol.
 *
 * Everything runs on the loop's thread. */
#ifndef YM_HTTP_STREAM_H
#define YM_HTTP_STREAM_H

#include <stddef.h>
#include <stdint.h>

#include "app/feed.h"
#include "app/gate.h"
#include "loop/loop.h"

/* Limits, by default; zeros in struct api_stream_config stand for them. */
#define API_STREAM_VIEWERS             16384 /* of one node, or what descriptors allow; 503 */
#define API_STREAM_VIEWERS_PER_TOKEN   64    /* 429 */
#define API_STREAM_VIEWERS_PER_ADDRESS 1024  /* 429; not of this machine: there is the proxy */
#define API_STREAM_HEARTBEAT_MS        15000 /* to an idle viewer; credentials are judged as often */
#define API_STREAM_DROP_MS             60000 /* a viewer that takes nothing for so long is ended */

/* Fixed. */
#define API_STREAM_RING         8192  /* changes kept for those that are behind; a power of two */
#define API_STREAM_REPLAY_MAX   20000 /* changes looked through to resume; more: resync */
#define API_STREAM_POLL_MS      200   /* between two looks at the feed while somebody watches */
#define API_STREAM_GAP_MS       20    /* at least between two looks, however often woken */
#define API_STREAM_SOCKET_BYTES 32768 /* of the socket's send buffer */
#define API_STREAM_DESCRIPTORS_KEPT                                                                \
    2048 /* descriptors that viewers leave to everything else, where there are twice as many */

struct api_stream_config {
    struct ym_loop *loop;
    struct app_feed *feed; /* NULL: there is no stream, the answer is 503 */
    unsigned viewers_max;
    unsigned viewers_per_token;
    unsigned viewers_per_address; /* when given it counts for addresses of this machine, too */
    uint32_t heartbeat_ms;
    uint32_t drop_ms;
    uint32_t poll_ms; /* 0: API_STREAM_POLL_MS */
};

/* Counters grow from the start of the program; the others are as of now. */
struct api_stream_gauges {
    size_t viewers;        /* open now */
    size_t replaying;      /* of those: reading history to resume */
    size_t blocked;        /* of those: whose socket is full */
    uint64_t opened;       /* viewers */
    uint64_t refused;      /* viewers, for one of the limits */
    uint64_t changes;      /* read from the feed */
    uint64_t sent;         /* changes handed to sockets, all viewers together */
    uint64_t sent_bytes;   /* likewise, with everything else */
    uint64_t resyncs;      /* told to load afresh */
    uint64_t dropped;      /* ended since they took nothing */
    uint64_t ended;        /* ended since their credentials did */
    ym_usec lag_usec;      /* from the last change's time to when it was read; 0: none yet */
    uint64_t feed_read_ms; /* monotonic time of the last answer of the feed; 0: none yet */
    uint64_t feed_errors;  /* questions that the feed did not answer */
};

struct stream; /* owned by the api */

/* NULL when the heap has no room or the system no descriptor. gate judges credentials again. */
__attribute__((warn_unused_result)) struct stream *
stream_new(const struct api_stream_config *config, struct app_gate *gate);

/* Something was committed: look at the feed soon. NULL is legal. */
void stream_wake(struct stream *s);

/* Sessions of this account (0: of parties) and dispute (v == 0: of an account) were changed: judge
 * those that watch again now, and not with the next heartbeat. NULL is legal. */
void stream_sessions_changed(struct stream *s, int64_t account, struct ym_id dispute);

void stream_gauges(const struct stream *s, struct api_stream_gauges *ret);

/* End every viewer, take no more, wait for what has been asked, then call done once, never before
 * this returns. Call once. */
void stream_close(struct stream *s, void (*done)(void *arg), void *arg);

/* Pre: closed, and whoever might ask it is gone. NULL is legal. */
void stream_free(struct stream *s);

#endif
