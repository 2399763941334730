/* SPDX-License-Identifier: Apache-2.0 */
/* The lock of a job of which one runner at a time may be at work: a row that is held for a while
 * and held on to (no session lock, which a pooler would hand to anybody). A runner that was killed
 * keeps the next one waiting for PG_JOB_MS at most. Statements that write for a job ask for the row
 * with the runner's instance, so that one that slept through the end of its lock writes nothing. */
#ifndef YM_PG_JOB_H
#define YM_PG_JOB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "pg/conn.h"
#include "yima/span.h"

#define PG_JOB_MS           10000 /* a lock that is not held on to ends */
#define PG_JOB_LOOK_MS      250   /* between two looks while one is waited for */
#define PG_JOB_INSTANCE_LEN 16    /* bytes that tell one run of a program from all others */

struct pg_job {
    const char *name;                            /* "month 2026-10": of the program */
    unsigned char instance[PG_JOB_INSTANCE_LEN]; /* random */
    const char *label;                           /* its machine and process, shown to others */
};

/* Take the lock. While somebody has it who shows no sign of life it is waited for; CONFLICT, with
 * the label, as soon as its holder holds on to it. wait(arg, ms) sleeps. */
__attribute__((warn_unused_result)) enum ym_err pg_job_take(struct ym_conn *c,
                                                            const struct pg_job *job,
                                                            void (*wait)(void *arg, unsigned ms),
                                                            void *arg, struct ym_error *reterr);

/* Hold on to it. CONFLICT: it is another's by now, and nothing may be written any more. */
__attribute__((warn_unused_result)) enum ym_err
pg_job_hold(struct ym_conn *c, const struct pg_job *job, struct ym_error *reterr);

/* Give it back. What fails here ends by itself. */
void pg_job_release(struct ym_conn *c, const struct pg_job *job);

#endif
