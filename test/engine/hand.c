/* SPDX-License-Identifier: Apache-2.0 */
#include "hand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "yima/canon.h"

static const struct ym_state states[HAND_STATES] = {
    [HAND_START] = { .name = "START", .track = YM_TRACK_MAIN, .phase = YM_PHASE_IDLE },
    [HAND_ONE] = { .name = "ONE",
                   .track = YM_TRACK_MAIN,
                   .phase = YM_PHASE_OPEN,
                   .colour = YM_COLOUR_YELLOW,
                   .stage = YM_STAGE_FIRST },
    [HAND_TWO] = { .name = "TWO",
                   .track = YM_TRACK_MAIN,
                   .phase = YM_PHASE_OPEN,
                   .colour = YM_COLOUR_ORANGE,
                   .stage = YM_STAGE_SECOND },
    [HAND_GREEN] = { .name = "GREEN",
                     .track = YM_TRACK_MAIN,
                     .phase = YM_PHASE_SETTLED,
                     .colour = YM_COLOUR_GREEN,
                     .stage = YM_STAGE_AGREED },
    [HAND_RED] = { .name = "RED",
                   .track = YM_TRACK_MAIN,
                   .phase = YM_PHASE_FAILED,
                   .colour = YM_COLOUR_RED,
                   .stage = YM_STAGE_FAILED_OPEN },
    [HAND_CIDLE] = { .name = "CIDLE", .track = YM_TRACK_CONFIRM, .phase = YM_PHASE_IDLE },
    [HAND_COPEN] = { .name = "COPEN", .track = YM_TRACK_CONFIRM, .phase = YM_PHASE_OPEN },
    [HAND_PIDLE] = { .name = "PIDLE", .track = YM_TRACK_PERFORM, .phase = YM_PHASE_IDLE },
    [HAND_POPEN] = { .name = "POPEN", .track = YM_TRACK_PERFORM, .phase = YM_PHASE_OPEN },
};

static const char *const names[YM_DEADLINES_MAX] = {
    "d0",  "d1",  "d2",  "d3",  "d4",  "d5",  "d6",  "d7",  "d8",  "d9",  "d10",
    "d11", "d12", "d13", "d14", "d15", "d16", "d17", "d18", "d19", "d20", "d21",
    "d22", "d23", "d24", "d25", "d26", "d27", "d28", "d29", "d30", "d31",
};

int hand_open(void **state)
{
    struct hand *h = calloc(1, sizeof(*h));

    if (h == NULL)
        return -1;
    hand_reset(h);
    *state = h;
    return 0;
}

int hand_close(void **state)
{
    free(*state);
    return 0;
}

ym_day hand_day(int n)
{
    return ym_day_make(2026, 11, 2) + n;
}

ym_usec hand_at(int n)
{
    return ym_day_start(hand_day(n)) + 10 * 3600 * YM_USEC_PER_SECOND;
}

void hand_reset(struct hand *h)
{
    static const struct ym_risk_table risk = { .harm = { 0, 1, 2, 3 },
                                               .urgency = { 0, 1, 2, 3 },
                                               .scope = { 0, 1, 2, 3 },
                                               .until = { 2, 4, 6 },
                                               .source = "local: a test" };
    struct ym_dispute *d = &h->d;

    memset(h, 0, sizeof(*h));
    h->p.id = "by-hand";
    h->p.version = "1";
    h->p.source = "local: a test";
    h->p.number = 1;
    h->p.valid_until = YM_DAY_NONE;
    h->p.risk = risk;
    h->p.nstates = HAND_STATES;
    memcpy(h->p.states, states, sizeof(states));
    memcpy(h->p.idle, (const uint8_t[YM_TRACKS]){ HAND_START, HAND_CIDLE, HAND_PIDLE }, YM_TRACKS);
    for (int role = 0; role < YM_ROLE_COUNT; role++)
        h->p.holders[role].is_program = true;
    *d = (struct ym_dispute){ .id = { 77 },
                              .version = 1,
                              .procedure = 1,
                              .state = { HAND_ONE, HAND_CIDLE, HAND_PIDLE },
                              .seats = HAND_PARTIES,
                              .claimants = 1,
                              .respondents = 2,
                              .region = HAND_REGION,
                              .body = HAND_BODY,
                              .stayed_on = YM_DAY_NONE,
                              .terms.last_due = YM_DAY_NONE,
                              .next.last_due = YM_DAY_NONE,
                              .ext_deadline = YM_DEADLINE_NONE,
                              .asked_on = hand_day(-3),
                              .received_at = hand_at(-3),
                              .entered_at = hand_at(-3) };
}

struct ym_rule *hand_rule(struct hand *h, enum ym_cmd on, uint64_t from)
{
    struct ym_rule *r = &h->p.rules[h->p.nrules++];

    *r = (struct ym_rule){ .id = (uint16_t)(h->p.nrules * 10),
                           .on = (uint8_t)on,
                           .deadline = YM_DEADLINE_NONE,
                           .to = { YM_STATE_NONE, YM_STATE_NONE, YM_STATE_NONE },
                           .from = from,
                           .roles = (UINT32_C(1) << YM_ROLE_COUNT) - 1,
                           .source = "local: a test" };
    return r;
}

struct ym_deadline *hand_deadline(struct hand *h, int n, enum ym_unit unit, uint64_t in)
{
    struct ym_deadline *dl = &h->p.deadlines[h->p.ndeadlines];

    *dl = (struct ym_deadline){ .name = names[h->p.ndeadlines],
                                .source = "local: a test",
                                .in = in,
                                .within = in,
                                .term = { .n = (int16_t)n, .unit = (uint8_t)unit },
                                .origin = YM_ORIGIN_EVENT };
    h->p.ndeadlines++;
    return dl;
}

void hand_run(struct hand *h, uint8_t deadline, ym_day last)
{
    struct ym_clock *k = NULL;

    for (int i = 0; i < h->d.nclocks; i++)
        if (h->d.clocks[i].deadline == deadline)
            k = &h->d.clocks[i];
    if (k == NULL)
        k = &h->d.clocks[h->d.nclocks++];
    *k = (struct ym_clock){
        .deadline = deadline, .last = last, .due = ym_term_due(last), .left = -1
    };
}

struct ym_command hand_command(enum ym_cmd kind)
{
    return (struct ym_command){ .kind = (uint8_t)kind,
                                .deadline = YM_DEADLINE_NONE,
                                .date = YM_DAY_NONE,
                                .first_due = YM_DAY_NONE,
                                .at = hand_at(0),
                                .by = { .role = YM_ROLE_JOB, .seat = YM_SEAT_NONE },
                                .detail = YM_SPAN("{}") };
}

struct ym_command hand_registration(void)
{
    struct ym_command c = hand_command(YM_CMD_REGISTER);

    c.reg = (struct ym_registration){ .procedure = 1,
                                      .type = YM_TYPE_NEIGHBOUR,
                                      .channel = YM_CHANNEL_WINDOW,
                                      .source = YM_SOURCE_APPLIED,
                                      .seats = HAND_PARTIES,
                                      .claimants = 1,
                                      .respondents = 2,
                                      .region = HAND_REGION,
                                      .body = HAND_BODY };
    return c;
}

struct ym_actor hand_party(uint8_t seat)
{
    return (struct ym_actor){ .role = YM_ROLE_PARTY, .seat = seat };
}

enum ym_refusal hand_ask(struct hand *h, const struct ym_command *c)
{
    ym_decide(&h->p, NULL, &h->d, c, &h->said);
    return (enum ym_refusal)h->said.refusal;
}

void hand_do(struct hand *h, const struct ym_command *c)
{
    const char *flaw;

    assert_int_equal(hand_ask(h, c), YM_REFUSAL_NONE);
    ym_evolve(&h->d, &h->said.event);
    flaw = ym_dispute_is_open(&h->p, &h->d) && h->p.ndeadlines == 0
               ? NULL /* a procedure without deadlines keeps no open dispute sound */
               : ym_dispute_flaw(&h->p, &h->d);
    if (flaw != NULL)
        fail_msg("%s", flaw);
}

bool hand_same(const struct ym_dispute *a, const struct ym_dispute *b)
{
    unsigned char one[YM_STATE_BYTES_MAX], other[YM_STATE_BYTES_MAX];
    const size_t n = ym_dispute_pack(a, one, sizeof(one));

    assert_true(n > 0);
    return ym_dispute_pack(b, other, sizeof(other)) == n && memcmp(one, other, n) == 0;
}

const struct ym_clock *hand_clock(const struct hand *h, uint8_t deadline)
{
    for (int i = 0; i < h->d.nclocks; i++)
        if (h->d.clocks[i].deadline == deadline)
            return &h->d.clocks[i];
    return NULL;
}
