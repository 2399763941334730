/* SPDX-License-Identifier: Apache-2.0 */
/* Work orders of others on PostgreSQL: the port of app/outside.h, over a link of its own; and the
 * tables of their classes over a blocking connection, for subcommands. */
#ifndef YM_PG_OUTSIDE_H
#define YM_PG_OUTSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/outside.h"
#include "base/error.h"
#include "loop/loop.h"
#include "pg/conn.h"
#include "yima/date.h"
#include "yima/span.h"

struct pg_outside; /* owned by the composition root; one loop, one thread */

/* Open the link and start connecting; errors as for ym_link_open(). */
__attribute__((warn_unused_result)) struct pg_outside *pg_outside_open(struct ym_loop *loop,
                                                                       const char *conninfo,
                                                                       bool is_unprepared,
                                                                       struct ym_error *reterr);

/* What is under way is answered, the link closes, all is freed, then on_closed (may be NULL) is
 * called. Asynchronous; call once. */
void pg_outside_close(struct pg_outside *o, void (*on_closed)(void *arg), void *arg);

/* The port. Lives as long as o. */
struct app_orders *pg_outside_port(struct pg_outside *o);

/* ---- Tables of classes ---- */

struct pg_class {
    struct ym_span code, name, cause_list, cause; /* the last two may be empty */
    uint8_t type;                                 /* enum ym_type */
    ym_day from, until;                           /* until YM_DAY_NONE: open */
};

struct pg_class_table {
    struct ym_span partner, name, version, source;
    uint8_t channel; /* enum ym_channel */
    int64_t body;    /* who receives what this partner sends */
    bool is_example;
    int16_t days;
    ym_usec imported_at;
    int64_t classes; /* how many; of pg_class_tables_each() alone */
};

/* Put a partner's table in place of the one before, in one transaction. UNPROCESSABLE when a row
 * breaks a check. */
__attribute__((warn_unused_result)) enum ym_err
pg_class_table_put(struct ym_conn *c, const struct pg_class_table *table,
                   const struct pg_class *rows, size_t n, struct ym_error *reterr);

/* Every table, by partner; spans die when fn returns. */
typedef void pg_class_table_fn(void *arg, const struct pg_class_table *table);
__attribute__((warn_unused_result)) enum ym_err
pg_class_tables_each(struct ym_conn *c, pg_class_table_fn *fn, void *arg, struct ym_error *reterr);

/* The classes of a partner, by code and day; spans die when fn returns. */
typedef void pg_class_fn(void *arg, const struct pg_class *row);
__attribute__((warn_unused_result)) enum ym_err pg_classes_each(struct ym_conn *c,
                                                                struct ym_span partner,
                                                                pg_class_fn *fn, void *arg,
                                                                struct ym_error *reterr);

#endif
