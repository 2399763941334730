/* SPDX-License-Identifier: Apache-2.0 */
/* Whole histories of many disputes over a blocking connection, for jobs that read a database
 * through in slices: each statement is short and holds its own snapshot, which is enough, since a
 * history up to a version never changes. Bounded memory, however long a history is; while the
 * caller works on one piece the server makes the next. Never used on a loop's thread. */
#ifndef YM_PG_HISTORY_H
#define YM_PG_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/query.h"
#include "base/error.h"
#include "pg/conn.h"
#include "yima/id.h"

#define PG_HISTORY_EVENTS   2048 /* of one statement; a longer history takes several */
#define PG_HISTORY_DISPUTES 512  /* of one statement */

/* Which history, and up to where. */
struct pg_history {
    struct ym_id id;
    uint32_t version;       /* events; those behind it are not read */
    unsigned char head[32]; /* hash of the last of them, as the dispute's row has it */
};

/* Per dispute: on_dispute, its events ascending, on_end. Each returns false to end the reading.
 * Nothing is judged: an event may be missing. */
struct pg_history_reader {
    bool (*on_dispute)(void *arg, const struct pg_history *h);
    bool (*on_event)(void *arg, const struct app_event *e); /* dies with the callback */
    bool (*on_end)(void *arg);
    void *arg;
};

/* Read these histories, ascending by id. Errors: UNAVAILABLE when the server went away, and those
 * of ym_conn_run(). Ended by a callback it is OK. */
__attribute__((warn_unused_result)) enum ym_err
pg_histories_read(struct ym_conn *c, const struct pg_history *all, size_t n,
                  const struct pg_history_reader *reader, struct ym_error *reterr);

#endif
