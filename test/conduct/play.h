/* SPDX-License-Identifier: Apache-2.0 */
/* A dispute under a shipped procedure, played command by command, and the credit log beside it.
 *
 * Seat 0 applies, seat 1 responds, seat 2 is a third party. Day 0 is Monday 2 March 2026 under
 * zhejiang-2025. Each act is done by the first of a few actors to whom the procedure allows it. */
#ifndef CONDUCT_PLAY_H
#define CONDUCT_PLAY_H

#include "json/calendar.h"
#include "json/credit.h"
#include "json/procedure.h"
#include "yima/credit.h"

#define PLAY_SEATS 3

/* What is read once for all tests of a program. */
struct play_house {
    struct json_procedure *procedure;
    struct json_calendar *calendar;
    struct json_credit *credit; /* the newest shipped formula */
};

struct play {
    const struct play_house *house;
    struct ym_dispute d;
    int day;             /* counted from day 0; move it on freely */
    struct ym_credit *c; /* owned */
};

/* cmocka group setup and teardown: *state becomes a struct play_house. */
int play_open(void **state);
int play_close(void **state);

/* The first day after the n-th day. */
ym_day play_day(int n);

/* Register on day 0: on application, a dispute of this type. */
void play_begin(struct play *p, const struct play_house *house, enum ym_type type);
void play_end(struct play *p);

/* Do what needs no word but the seat (-1: none). Fails the test when nobody may. */
void play_act(struct play *p, enum ym_cmd kind, int seat);

/* Do c, which says everything but who and when. */
void play_do(struct play *p, struct ym_command c);

/* From registration to a mediator who has taken the case; nobody is notified. */
void play_taken(struct play *p);

/* From registration to where sessions can be held: all are notified, the respondent consents. */
void play_mediation(struct play *p);

/* A notice to this seat of a session on this day. */
void play_notify(struct play *p, int seat, int session_day);

/* A session; by seat 'a' attended, 'e' absent with cause, 'x' without, '-' not named. */
void play_session(struct play *p, const char *attendance);

/* An agreement of n obligations, due on these days, each owed by this payer to another seat; and
 * the signatures that make it bind. */
void play_reach(struct play *p, enum ym_cmd kind, const int *due, int n, int payer);
void play_sign(struct play *p);

void play_record(struct play *p, int item, enum ym_result result);
void play_claim(struct play *p, int seat, int item, enum ym_result result);

/* Both apply for confirmation, appear, and the court confirms. */
void play_confirm(struct play *p);

/* The deadlines that have passed are told. */
void play_overdue(struct play *p);

/* What the shipped formula makes of a seat at the end of the month that ends before play_day(end),
 * with these objections. */
struct ym_credit_sum play_sum(const struct play *p, int seat, int end,
                              const struct ym_credit_flag *flags, size_t nflags);

/* The last item of a kind in the log, or NULL. */
const struct ym_credit_item *play_last(const struct play *p, enum ym_credit_kind kind);

#endif
