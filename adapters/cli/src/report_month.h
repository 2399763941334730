/* SPDX-License-Identifier: Apache-2.0 */
/* A month is drawn up, frozen, amended, shown as a preview, or read as it was frozen. */
#ifndef YM_CLI_REPORT_MONTH_H
#define YM_CLI_REPORT_MONTH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "cli.h"
#include "database.h"
#include "library.h"
#include "pace.h"
#include "person.h"
#include "pg/month.h"
#include "pg/reference.h"
#include "report/report.h"

/* What is asked for. */
struct report_order {
    ym_day month;
    struct report_scope scope;
    bool is_preview;        /* of a month whatever its state: nothing is stored */
    const char *amend;      /* reason of an amendment; NULL: none is wanted */
    struct cli_claim claim; /* who amends */
    int revision;           /* to be read; 0: the newest */
    const char *reading;    /* connection string of a replica to read histories from; NULL: none */
    const char *population; /* file of population; "none": draw without; NULL: what is stored */
    int64_t page;           /* disputes looked at for one slice */
    struct cli_pace pace;   /* of the drawing */
};

/* What became of it. */
struct report_run {
    const struct cli *cli;
    const struct report_order *o;
    struct ym_buf bytes;    /* the report asked for: canonical JSON */
    struct pg_month month;  /* the revision that it belongs to */
    bool is_drawn;          /* now, by this run */
    int32_t resumed_slices; /* of a run that had ended early */
    size_t reports;         /* frozen by this run */
    double seconds;         /* that the drawing took */
    int64_t read_events;    /* by this run */

    /* Of no use to others. */
    struct cli_database db;
    struct ym_conn *reading; /* histories are read over it */
    struct cli_library library;
    struct pg_registry *registry;
    struct report_people *people; /* npeople of them, with their sources; owned */
    size_t npeople;
    unsigned char procedures[32];
    unsigned char calendar[32]; /* digests; this of the office's rules that count too */
    struct pg_job job;
    bool has_job;
    char job_name[32], label[64]; /* label: the machine and process, for who waits for the job */
    struct cli_granted by;        /* who amends */
    ym_usec now;
};

/* Do what is asked. Errors are refusals that say what to do; nothing is half-written after any.
 * Release r in any case. */
__attribute__((warn_unused_result)) enum ym_err report_run(struct report_run *r,
                                                           const struct cli *cli,
                                                           const struct report_order *o,
                                                           struct ym_error *reterr);
void report_run_release(struct report_run *r);

/* report_population.c: read a file of population whole, and store it. INVALID and UNPROCESSABLE
 * name the line; UNPROCESSABLE too when it tells of none of the years first to last. */
__attribute__((warn_unused_result)) enum ym_err report_population_import(struct ym_conn *c,
                                                                         const char *path,
                                                                         int first, int last,
                                                                         struct ym_error *reterr);

/* The stored population of these years, ascending by region: *ret_n rows in *ret, one piece of
 * memory, the caller's to free(). */
__attribute__((warn_unused_result)) enum ym_err
report_population_read(struct ym_conn *c, int first, int last, struct report_people **ret,
                       size_t *ret_n, struct ym_error *reterr);

#endif
