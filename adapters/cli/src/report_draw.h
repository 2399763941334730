/* SPDX-License-Identifier: Apache-2.0 */
/* From histories to facts: the disputes of a range of ids are read, proved and folded, slice by
 * slice. Whoever asks says what becomes of a slice. */
#ifndef YM_CLI_REPORT_DRAW_H
#define YM_CLI_REPORT_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "cli.h"
#include "pace.h"
#include "pg/month.h"
#include "progress.h"
#include "redactions.h"
#include "yima/fact.h"

#define REPORT_SLICE_BYTES_MAX (PG_MONTH_PAGE * YM_FACT_BYTES_MAX)

struct report_drawer {
    const struct cli *cli;
    const struct ym_procedures *procedures;
    struct ym_conn *reading; /* histories alone are read over it; may be a standby's */
    struct ym_conn *asking;  /* what else is asked meanwhile */
    struct ym_period period;
    ym_usec known;        /* corrections recorded before it count */
    int64_t page;         /* disputes looked at for a slice, 1..PG_MONTH_PAGE */
    uint32_t months_back; /* in which an earlier dispute makes a later one a repeat */
    ym_usec now;
    struct cli_pace pace; /* of the drawing */

    /* A slice is there: keep it. OK to go on. */
    enum ym_err (*on_slice)(void *arg, const struct pg_month_slice *slice, struct ym_error *reterr);
    void *arg;

    /* What came of it, added up. Begin with what a drawing that goes on has done already. */
    struct pg_month_place place;
};

/* Draw what lies behind d->place. Errors: those of the database; those of on_slice; INTERNAL: a
 * history does not prove true, and the text names it. */
__attribute__((warn_unused_result)) enum ym_err report_draw(struct report_drawer *d,
                                                            struct ym_error *reterr);

#endif
