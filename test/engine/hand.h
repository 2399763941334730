/* SPDX-License-Identifier: Apache-2.0 */
/* Small procedures made by hand, so that a test of the engine says all that it depends on.
 *
 * Seven states, no deadline and no rule but what the test adds. Days count from Monday 2 November
 * 2026, the working days are Monday to Friday. */
#ifndef YM_TEST_HAND_H
#define YM_TEST_HAND_H

#include "yima/dispute.h"

#define HAND_REGION  330108001000 /* where the dispute lies: a street of 330108 */
#define HAND_BODY    1001         /* who owns it */
#define HAND_COURT   1020
#define HAND_STAFF   5001 /* its mediator, where a test gives it one */
#define HAND_PARTIES 3    /* seat 0 claims, seat 1 responds, seat 2 is a third party */

enum {
    HAND_START,
    HAND_ONE,   /* main, open, yellow: where hand_reset() leaves the dispute */
    HAND_TWO,   /* main, open, orange */
    HAND_GREEN, /* main, settled */
    HAND_RED,   /* main, failed */
    HAND_CIDLE, /* confirmation, idle */
    HAND_COPEN, /* confirmation, open */
    HAND_PIDLE, /* performance, idle */
    HAND_POPEN, /* performance, open */
    HAND_STATES,
};

#define HAND_IN(state) (UINT64_C(1) << (HAND_##state))

struct hand {
    struct ym_procedure p;
    struct ym_dispute d;
    struct ym_decision said; /* the last answer */
};

/* cmocka setup and teardown: *state becomes a struct hand. */
int hand_open(void **state);
int hand_close(void **state);

/* Procedure without deadlines and rules, and a dispute in HAND_ONE without clocks. */
void hand_reset(struct hand *h);

/* The n-th day after Monday 2 November 2026, and 10:00 on it. */
ym_day hand_day(int n);
ym_usec hand_at(int n);

/* A rule for everybody that moves nothing; the next free number. Edit it in place. */
struct ym_rule *hand_rule(struct hand *h, enum ym_cmd on, uint64_t from);

/* A deadline that runs in these states; the next free number. Edit it in place. */
struct ym_deadline *hand_deadline(struct hand *h, int n, enum ym_unit unit, uint64_t in);

/* A clock of this deadline that runs until the end of this day; replaces its clock. */
void hand_run(struct hand *h, uint8_t deadline, ym_day last);

/* A command of the job, which relates to everything, on day 0. */
struct ym_command hand_command(enum ym_cmd kind);

/* A sound registration under procedure 1. */
struct ym_command hand_registration(void);

/* The actor of a party's seat. */
struct ym_actor hand_party(uint8_t seat);

/* What decide says to it; the answer is in h->said. */
enum ym_refusal hand_ask(struct hand *h, const struct ym_command *c);

/* Do it: decide must allow it, and after evolve no invariant may be broken. */
void hand_do(struct hand *h, const struct ym_command *c);

/* Equal in every member but the head of the chain: packed alike. */
bool hand_same(const struct ym_dispute *a, const struct ym_dispute *b);

/* The clock of this deadline, or NULL. */
const struct ym_clock *hand_clock(const struct hand *h, uint8_t deadline);

#endif
