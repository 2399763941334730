/* SPDX-License-Identifier: Apache-2.0 */
/* Plans of migration (app/migration.h) on PostgreSQL. Blocking: for a thread of the pool and for
 * subcommands, never on a loop's thread while it serves. What a runner writes asks for its job. */
#ifndef YM_PG_MIGRATION_H
#define YM_PG_MIGRATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/migration.h"
#include "base/error.h"
#include "pg/conn.h"
#include "pg/job.h"
#include "yima/limits.h"

#define PG_MIGRATION_JOB    "procedure migration" /* name of the job: one runner for all plans */
#define PG_MIGRATION_BY_MAX 128                   /* bytes kept of a login or name, and its NUL */

/* A plan with its texts, to which the spans of m point: copy it with pg_migration_copy(). */
struct pg_migration {
    struct app_migration m;
    char map[APP_MIGRATION_MAP_BYTES_MAX + 1];
    char reason[4 * YM_TEXT_CHARS_MAX + 1];
    char by[PG_MIGRATION_BY_MAX];
};
void pg_migration_copy(struct pg_migration *ret, const struct pg_migration *from); /* texts, too */

/* ---- Plans ---- */

/* Begin a plan, as the port's begin(); key NULL: no request. INVALID when a text does not fit.
 * CONFLICT: *ret is the open plan of the same old version; its number 0: too many are open. */
__attribute__((warn_unused_result)) enum ym_err
pg_migration_begin(struct ym_conn *c, const struct app_migration *row,
                   const struct ym_request_key *key, ym_usec now, struct pg_migration *ret,
                   struct ym_error *reterr);

/* One plan; NOT_FOUND. */
__attribute__((warn_unused_result)) enum ym_err pg_migration_read(struct ym_conn *c, int32_t plan,
                                                                  struct pg_migration *ret,
                                                                  struct ym_error *reterr);

/* The newest plans, newest first, at most max of them. */
__attribute__((warn_unused_result)) enum ym_err pg_migration_list(struct ym_conn *c,
                                                                  struct pg_migration *ret,
                                                                  size_t max, size_t *ret_n,
                                                                  struct ym_error *reterr);

/* The oldest plan with something left to do: it runs, or it was cancelled in the middle of a slice.
 * NOT_FOUND: there is none. */
__attribute__((warn_unused_result)) enum ym_err
pg_migration_next(struct ym_conn *c, struct pg_migration *ret, struct ym_error *reterr);

/* As the port's change(). DONE is for the runner, and CONFLICT while something is about to move.
 * With CONFLICT *ret is the plan as it stands. */
__attribute__((warn_unused_result)) enum ym_err
pg_migration_change(struct ym_conn *c, int32_t plan, enum app_migration_state state, ym_usec now,
                    struct pg_migration *ret, struct ym_error *reterr);

/* A page of disputes: those behind `after`, ascending by id, at most max. */
struct pg_migration_page {
    struct ym_id after, until; /* until: the last one; pg_migration_stays() does not look at it */
    size_t max;
};

/* As the port's stays(): a page of those that stayed. Spans die when fn returns. */
typedef void pg_migration_stay_fn(void *arg, const struct app_migration_stay *stay);
__attribute__((warn_unused_result)) enum ym_err
pg_migration_stays(struct ym_conn *c, int32_t plan, const struct pg_migration_page *page,
                   pg_migration_stay_fn *fn, void *arg, struct ym_error *reterr);

/* ---- Slices ---- */

struct pg_migration_row {
    struct ym_id id;
    uint32_t version;
    bool is_open;
    struct ym_span state; /* packed; dies when fn returns */
};
typedef void pg_migration_row_fn(void *arg, const struct pg_migration_row *row);

/* A page of all disputes. */
__attribute__((warn_unused_result)) enum ym_err
pg_migration_window(struct ym_conn *c, const struct pg_migration_page *page,
                    pg_migration_row_fn *fn, void *arg, struct ym_error *reterr);

/* Who runs plans. */
struct pg_migration_runner {
    struct ym_conn *conn;
    const struct pg_job *job; /* held */
    ym_usec now;
};

/* What a plan is about to move. */
struct pg_migration_slice {
    size_t n;
    struct ym_id at[APP_MIGRATION_SLICE];
};

/* Write down the next slice of a plan, of at most max disputes of its old version, and how far was
 * looked; m->m.at and looked follow. An empty slice: nothing more is there to be moved. What an
 * earlier runner had written down comes first. CONFLICT: the job is not ours any more, or the plan
 * does not run. */
__attribute__((warn_unused_result)) enum ym_err
pg_migration_slice(const struct pg_migration_runner *r, struct pg_migration *m, size_t max,
                   struct pg_migration_slice *ret, struct ym_error *reterr);

/* What came of one. */
struct pg_migration_result {
    struct ym_id id;
    bool has_moved;
    char why[APP_MIGRATION_WHY_MAX]; /* it stays; "": neither, it is tried again */
};

/* Write down what came of a slice; what was written down before is not counted twice. CONFLICT: the
 * job is not ours any more. */
__attribute__((warn_unused_result)) enum ym_err
pg_migration_settle(const struct pg_migration_runner *r, int32_t plan,
                    const struct pg_migration_result *results, size_t n, struct ym_error *reterr);

/* A plan was cancelled in the middle of a slice: count what of it had moved, forget the rest. */
__attribute__((warn_unused_result)) enum ym_err
pg_migration_wind_up(const struct pg_migration_runner *r, const struct pg_migration *m,
                     struct ym_error *reterr);

#endif
