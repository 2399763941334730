/* SPDX-License-Identifier: Apache-2.0 */
/* A history under construction, event by event, and what it gives to a month. */
#ifndef YM_TEST_FACT_STORY_H
#define YM_TEST_FACT_STORY_H

#include "hand.h"
#include "yima/fact.h"

#define OPEN (HAND_IN(ONE) | HAND_IN(TWO))
#define BOTH (OPEN | HAND_IN(GREEN) | HAND_IN(RED))

/* The month is days 0 to 27, from Monday 2 to Sunday 29 November. */
#define MONTH_DAYS 28

/* A history under construction. */
struct story {
    struct hand h;
    struct ym_procedure second; /* number 2 */
    struct ym_procedures all;
    struct ym_fact_maker m;
    struct ym_month_fact fact;
    uint8_t state[YM_TRACKS];
    uint32_t seq;
};

static inline void furnish(struct story *s)
{
    struct hand *h = &s->h;

    hand_reset(h);
    hand_rule(h, YM_CMD_REGISTER, HAND_IN(START))->to[YM_TRACK_MAIN] = HAND_ONE;
    hand_rule(h, YM_CMD_REACH_AGREEMENT, OPEN)->to[YM_TRACK_MAIN] = HAND_GREEN;
    hand_rule(h, YM_CMD_REACH_ORAL, OPEN)->to[YM_TRACK_MAIN] = HAND_GREEN;
    hand_rule(h, YM_CMD_TRANSFER, OPEN)->to[YM_TRACK_MAIN] = HAND_TWO;
    hand_rule(h, YM_CMD_TERMINATE, OPEN)->to[YM_TRACK_MAIN] = HAND_RED;
    hand_rule(h, YM_CMD_CLOSE_CASE, OPEN)->to[YM_TRACK_MAIN] = HAND_GREEN;
    hand_rule(h, YM_CMD_REOPEN, BOTH)->to[YM_TRACK_MAIN] = HAND_ONE;
    hand_rule(h, YM_CMD_APPLY_CONFIRMATION, HAND_IN(CIDLE))->to[YM_TRACK_CONFIRM] = HAND_COPEN;
    (void)hand_rule(h, YM_CMD_HOLD_SESSION, BOTH);
    (void)hand_rule(h, YM_CMD_VISIT, BOTH);
    (void)hand_rule(h, YM_CMD_CORRECT, BOTH);
    (void)hand_rule(h, YM_CMD_VARY, BOTH);
    (void)hand_rule(h, YM_CMD_SIGN, BOTH);
    (void)hand_rule(h, YM_CMD_RECORD_PERFORMANCE, BOTH);
    (void)hand_rule(h, YM_CMD_CONFIRM, HAND_IN(COPEN));
    (void)hand_rule(h, YM_CMD_DISMISS_CONFIRMATION, HAND_IN(COPEN));
    (void)hand_rule(h, YM_CMD_MIGRATE, BOTH);
    (void)hand_rule(h, YM_CMD_WITHDRAW_CONFIRMATION, HAND_IN(COPEN));
    s->second = h->p;
    s->second.number = 2;
    s->all = (struct ym_procedures){ .at = { NULL } };
    s->all.at[1] = &h->p;
    s->all.at[2] = &s->second;
}

static inline void begin_known(struct story *s, ym_usec known)
{
    const struct ym_period month = { ym_day_start(hand_day(0)),
                                     ym_day_start(hand_day(MONTH_DAYS)) };

    furnish(s);
    memcpy(s->state, s->h.p.idle, sizeof(s->state));
    s->seq = 0;
    ym_fact_begin(&s->m, &s->all, month, known);
}

static inline void begin(struct story *s)
{
    begin_known(s, ym_day_start(hand_day(MONTH_DAYS)));
}

static inline const struct ym_rule *rule_on(const struct story *s, enum ym_cmd kind)
{
    int i = 0;

    while (i < s->h.p.nrules - 1 && s->h.p.rules[i].on != kind)
        i++;
    assert_int_equal(s->h.p.rules[i].on, kind);
    return &s->h.p.rules[i];
}

/* The next event: this command on this day. */
static inline struct ym_event event(struct story *s, enum ym_cmd kind, int day)
{
    const struct ym_rule *r = rule_on(s, kind);
    struct ym_event ev = { .dispute = { 77 }, .seq = s->seq + 1, .rule = r->id };

    ev.c = kind == YM_CMD_REGISTER ? hand_registration() : hand_command(kind);
    ev.c.at = hand_at(day);
    for (int t = 0; t < YM_TRACKS; t++)
        ev.to[t] = r->to[t] != YM_STATE_NONE ? r->to[t] : s->state[t];
    return ev;
}

static inline void take(struct story *s, const struct ym_event *ev)
{
    assert_true(ym_fact_take(&s->m, ev));
    memcpy(s->state, ev->to, sizeof(s->state));
    s->seq = ev->seq;
}

static inline void go(struct story *s, enum ym_cmd kind, int day)
{
    const struct ym_event ev = event(s, kind, day);

    take(s, &ev);
}

static inline void agree(struct story *s, enum ym_cmd kind, int day, const char *detail,
                         uint8_t items)
{
    struct ym_event ev = event(s, kind, day);

    ev.c.detail = ym_span_of(detail);
    ev.c.fields = YM_FB(OBLIGATIONS);
    ev.c.items = items;
    ev.c.date = ym_day_make(2026, 11, 20);
    take(s, &ev);
}

static inline void perform(struct story *s, int day, uint8_t item, enum ym_result result)
{
    struct ym_event ev = event(s, YM_CMD_RECORD_PERFORMANCE, day);

    ev.c.item = item;
    ev.c.code = (uint8_t)result;
    take(s, &ev);
}

static inline void correct(struct story *s, int day, uint64_t fields)
{
    struct ym_event ev = event(s, YM_CMD_CORRECT, day);

    ev.c.fields = fields;
    ev.c.code = YM_TYPE_LABOUR;
    ev.c.ref = 330102004000;
    take(s, &ev);
}

static inline const struct ym_month_fact *end(struct story *s)
{
    ym_fact_end(&s->m, &s->fact);
    return &s->fact;
}

#endif
