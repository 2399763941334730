/* SPDX-License-Identifier: Apache-2.0 */
/* All attachments on file, one after the other in constant memory: for yima verify, which opens
 * them and shows nothing of them. Blocking; never on a loop's thread. */
#ifndef YM_PG_PAPER_H
#define YM_PG_PAPER_H

#include <stdbool.h>
#include <stdint.h>

#include "app/evidence.h"
#include "base/buf.h"
#include "base/error.h"
#include "pg/conn.h"
#include "yima/id.h"
#include "yima/limits.h"

/* One attachment, and a place in the order of all: begin with zeros. */
struct pg_paper {
    int32_t bucket;
    struct ym_id dispute;
    int64_t id;
    uint32_t seq;   /* of its event */
    uint32_t bytes; /* of its content */
    unsigned char commitment[32];
    size_t head_n;
    char head[APP_PAPER_HEAD_BYTES_MAX + 64]; /* sealed */
    bool has_event;                           /* there is an event of that number */
    uint8_t kind;                             /* enum ym_cmd of it */
    size_t payload_n;
    char payload[YM_EVENT_BYTES_MAX];
};

/* The next one behind *at, into *at. False in *ret_found: that was the last. */
__attribute__((warn_unused_result)) enum ym_err
pg_paper_next(struct ym_conn *c, struct pg_paper *at, bool *ret_found, struct ym_error *reterr);

/* A sealed part of it, into ret; empty: there is none. */
__attribute__((warn_unused_result)) enum ym_err pg_paper_part(struct ym_conn *c,
                                                              const struct pg_paper *at,
                                                              uint16_t part, struct ym_buf *ret,
                                                              struct ym_error *reterr);

/* Events that put an attachment on file which is not there, at most 1000. */
typedef void pg_paperless_fn(void *arg, struct ym_id dispute, uint32_t seq);
__attribute__((warn_unused_result)) enum ym_err pg_paperless(struct ym_conn *c, pg_paperless_fn *fn,
                                                             void *arg, struct ym_error *reterr);

#endif
