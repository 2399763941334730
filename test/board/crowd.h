/* SPDX-License-Identifier: Apache-2.0 */
/* Some thousand disputes with a history each, in memory and in a database, and a count of one's own
 * over the former. */
#ifndef YM_TEST_CROWD_H
#define YM_TEST_CROWD_H

#include "app/board.h"
#include "pg/conn.h"
#include "yima/dispute.h"

#define CROWD_N        4000
#define CROWD_STEPS    6
#define CROWD_BODIES   30  /* more than the board shows */
#define CROWD_STREETS  120 /* likewise */
#define CROWD_PEOPLE   9   /* mediators */
#define CROWD_COURTS   3
#define CROWD_DISTRICT INT64_C(330108000000)

/* One event: when, and which phase the main track has after it. */
struct crowd_step {
    ym_usec at;
    uint8_t phase; /* enum ym_phase */
};

struct crowd_one {
    struct ym_id id;
    int64_t region, body, mediator, court;
    uint8_t type, colour;
    bool is_open;
    ym_usec due; /* YM_USEC_NONE: no clock runs */
    int nsteps;
    struct crowd_step steps[CROWD_STEPS];
};

struct crowd {
    ym_usec now;
    struct crowd_one at[CROWD_N];
    struct ym_procedure procedure; /* state n has phase n; rule 100 + n leads there */
    struct ym_procedures procedures;
};

/* The same crowd for the same seed. */
void crowd_make(struct crowd *c, ym_usec now, uint32_t seed);

/* Write it into an empty, migrated database whose partitions hold its ids. */
void crowd_store(const struct crowd *c, struct ym_conn *conn);

/* Count what a question asks for. Names are left empty; every division and body stands for itself.
 */
struct crowd_count {
    struct app_figure ages[APP_AGE_COUNT], types[YM_TYPE_COUNT], dues[APP_DUE_COUNT], all;
    struct app_figure streets[CROWD_STREETS], bodies[CROWD_BODIES];
    int64_t trend[APP_BOARD_DAYS][APP_HAPPENED_COUNT];
};
void crowd_count(const struct crowd *c, const struct app_board_question *q,
                 struct crowd_count *ret);

#endif
