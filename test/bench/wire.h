/* SPDX-License-Identifier: Apache-2.0 */
/* One keep-alive HTTP/1.1 connection of a load client, on a socket that never blocks.
 *
 * The owner waits for readiness, and asks again with wire_write() or wire_read(). One request is
 * under way at a time. Replies must name their Content-Length. */
#ifndef YM_BENCH_WIRE_H
#define YM_BENCH_WIRE_H

#include <stdbool.h>
#include <stddef.h>

struct wire {
    int fd;       /* -1: closed */
    char *out;    /* the request: out_n bytes, of which out_at are written */
    size_t out_n; /* when it passes out_room the request did not fit */
    size_t out_at;
    size_t out_room;
    char *in; /* the reply: in_n bytes so far, NUL behind them */
    size_t in_n;
    size_t in_room;
    int status;       /* of the reply, once it is complete */
    const char *body; /* likewise; body_n bytes in in */
    size_t body_n;
};

/* Connect to 127.0.0.1. False with a line on stderr when nobody listens or the heap has no room. */
bool wire_open(struct wire *w, unsigned short port, size_t out_room);
void wire_close(struct wire *w);

/* Begin a request: forget the last reply. */
void wire_begin(struct wire *w);
__attribute__((format(printf, 2, 3))) void wire_add(struct wire *w, const char *format, ...);
/* Begin a body, and end it: its length is filled in at the end. */
size_t wire_body(struct wire *w);
void wire_body_end(struct wire *w, size_t mark);

/* Write what the socket takes. False: the connection is lost, or the request did not fit. */
bool wire_write(struct wire *w);
bool wire_is_written(const struct wire *w);

/* Read what is there. False: the connection is lost, or what came is no reply. *ret_done: the reply
 * is complete. */
bool wire_read(struct wire *w, bool *ret_done);

#endif
