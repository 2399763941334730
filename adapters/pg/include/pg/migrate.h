/* SPDX-License-Identifier: Apache-2.0 */
/* Migrations: numbered SQL files in the binary, applied once each and in order, never undone.
 *
 * A file is named NNNN_name.sql; numbers start at 1 without gaps. Each runs in one transaction with
 * its row in schema_migration, which keeps the SHA-256 of its bytes: an edited file is refused. A
 * file whose first line is `-- migrate: no-transaction` holds one statement that may be repeated
 * (CREATE INDEX CONCURRENTLY IF NOT EXISTS …). An advisory lock lets one runner work at a time, so
 * the connection must not go through a pooler in transaction mode. */
#ifndef YM_PG_MIGRATE_H
#define YM_PG_MIGRATE_H

#include <stddef.h>

#include "base/embedded.h"
#include "base/error.h"
#include "pg/conn.h"
#include "yima/date.h"

#define YM_MIGRATIONS_MAX       9999 /* by the four digits of the number */
#define YM_MIGRATE_LOCK_WAIT_MS 5000 /* for a table that somebody else is using */
#define YM_PARTITIONS_AHEAD_MAX 120  /* months */

typedef void ym_sha256_fn(const void *at, size_t n, unsigned char ret[32]);

/* A file is about to run: its place, how many will run in all, and its name. */
typedef void ym_migrate_progress_fn(void *arg, size_t i, size_t n, const char *name);

struct ym_migrate_options {
    const struct ym_embedded *files; /* sorted by name; n of them */
    size_t n;                        /* files */
    ym_sha256_fn *sha256;            /* the digest; required */
    const char *app;                 /* version of this program, recorded with each row */
    ym_migrate_progress_fn *on_file; /* may be NULL */
    void *arg;                       /* handed to on_file */
};

struct ym_migrate_status {
    int known;   /* number of the newest file in this binary */
    int applied; /* number of the newest row in the database; 0 when there is none */
    int pending; /* files that ym_migrate_run() would apply */
};

/* Bring the database up to this binary; does nothing when it is. On failure the failing file has
 * left nothing behind (unless no-transaction) and earlier ones stay. YM_E_INVALID: a file that is
 * misnumbered or does not run (`0003_x.sql:17: 42703 …`); YM_E_CONFLICT: an applied file was
 * edited, or the database is newer than this program; YM_E_UNAVAILABLE: the server went away. */
__attribute__((warn_unused_result)) enum ym_err
ym_migrate_run(struct ym_conn *c, const struct ym_migrate_options *o, struct ym_error *reterr);

/* What ym_migrate_run() would do, changing nothing; same errors. */
__attribute__((warn_unused_result)) enum ym_err
ym_migrate_status(struct ym_conn *c, const struct ym_migrate_options *o,
                  struct ym_migrate_status *ret, struct ym_error *reterr);

/* Make the monthly partitions event_pYYYYMM of table event, split by the ids of months in
 * Asia/Shanghai, from the month before that of now (for clocks that are set back) to months_ahead
 * later. What exists stays; several programs may do it at once. *ret_made (may be NULL) counts the
 * new ones. */
__attribute__((warn_unused_result)) enum ym_err ym_partitions_ensure(struct ym_conn *c, ym_usec now,
                                                                     unsigned months_ahead,
                                                                     size_t *ret_made,
                                                                     struct ym_error *reterr);

#endif
