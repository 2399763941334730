/* SPDX-License-Identifier: Apache-2.0 */
#include "app/migration.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const struct ym_word *app_migration_state_word(unsigned state)
{
    static const struct ym_word words[APP_MIGRATION_STATE_COUNT] = {
#define X(name, code, zh, en) { code, zh, en },
        APP_MIGRATION_STATES(X)
#undef X
    };

    assert(state < APP_MIGRATION_STATE_COUNT);
    return &words[state];
}

struct app_migration_why app_migration_why(struct ym_span why)
{
    const int i = ym_vocab_find(YM_VOCAB_REFUSAL, why);
    const struct ym_word *word = i > 0 ? ym_word(YM_VOCAB_REFUSAL, i) : NULL;

    return word != NULL ? (struct app_migration_why){ ym_span_of(word->zh), ym_span_of(word->en) }
                        : (struct app_migration_why){ why, why };
}

bool app_migration_may(unsigned from, unsigned to)
{
    switch (to) {
    case APP_MIGRATION_RUNNING:
        return from == APP_MIGRATION_PAUSED;
    case APP_MIGRATION_PAUSED:
    case APP_MIGRATION_DONE:
        return from == APP_MIGRATION_RUNNING;
    case APP_MIGRATION_CANCELLED:
        return from == APP_MIGRATION_RUNNING || from == APP_MIGRATION_PAUSED;
    default:
        return false;
    }
}

const char *app_migration_way_out(unsigned state)
{
    return state == APP_MIGRATION_PAUSED ? "resume it, or cancel it and begin another"
                                         : "wait for its end, or cancel it and begin another";
}

void app_migration_key(const struct app_secrets *secrets, int32_t plan, struct ym_id dispute,
                       struct ym_request_key *ret)
{
    char where[64], key[32];
    const int nwhere = snprintf(where, sizeof(where), "/migrations/%" PRId32, plan);
    const int nkey = snprintf(key, sizeof(key), "%" PRId64, dispute.v);

    app_request_key(secrets, YM_SPAN("migration"), (struct ym_span){ where, (size_t)nwhere },
                    (struct ym_span){ key, (size_t)nkey }, YM_SPAN("migrate"), ret);
}

/* ---- What becomes of a dispute ---- */

/* Somebody in this role who has to do with the dispute. */
static struct ym_actor actor_of(const struct ym_dispute *d, unsigned role)
{
    const enum ym_relation rel = ym_role_relation((enum ym_role)role);

    return (struct ym_actor){ .role = (uint8_t)role,
                              .seat = YM_SEAT_NONE,
                              .staff = d->mediator,
                              .body = rel == YM_REL_COURT ? d->court : d->body,
                              .region = d->region };
}

static void add_options(const struct ym_procedure *p, const struct ym_dispute *d,
                        const struct ym_actor *a, bool set[YM_CMD_COUNT])
{
    struct ym_option options[YM_CMD_COUNT];
    const size_t n = ym_options(p, d, a, options, YM_CMD_COUNT);

    for (size_t i = 0; i < n; i++)
        set[options[i].command] = true;
}

/* All that anybody but the program's own hands may do. */
static void all_options(const struct ym_procedure *p, const struct ym_dispute *d,
                        bool set[YM_CMD_COUNT])
{
    for (unsigned role = 0; role < YM_ROLE_COUNT; role++) {
        struct ym_actor a = actor_of(d, role);

        if (role == YM_ROLE_JOB || role == YM_ROLE_CLOCK || role == YM_ROLE_ADMIN)
            continue;
        if (ym_role_relation((enum ym_role)role) != YM_REL_SEAT) {
            add_options(p, d, &a, set);
            continue;
        }
        for (a.seat = 0; a.seat < d->seats; a.seat++)
            add_options(p, d, &a, set);
    }
}

static uint32_t unstarted(const struct ym_procedure *p, const struct ym_dispute *d)
{
    uint64_t states = 0;
    uint32_t set = 0;

    for (int t = 0; t < YM_TRACKS; t++)
        states |= UINT64_C(1) << d->state[t];
    for (int i = 0; i < p->ndeadlines; i++)
        if ((p->deadlines[i].in & states) != 0)
            set |= UINT32_C(1) << i;
    for (int i = 0; i < d->nclocks; i++)
        set &= ~(UINT32_C(1) << d->clocks[i].deadline);
    return set;
}

static void say_hindrance(const struct ym_migration *map, const struct ym_dispute *d,
                          const struct ym_event *refused, struct app_migration_effect *ret)
{
    struct ym_migration_hindrance h;

    if (ret->refusal != YM_REFUSAL_UNMAPPED && ret->refusal != YM_REFUSAL_TERM_LOST &&
        ret->refusal != YM_REFUSAL_RIGHT_LOST)
        return;
    ym_migration_hindered(d, map, refused, &h);
    ret->state = h.state;
    ret->deadline = h.deadline;
    memcpy(ret->loses, h.loses, sizeof(ret->loses));
}

void app_migration_try(const struct ym_migration *map, const struct ym_calendar *calendar,
                       const struct ym_dispute *d, ym_usec now, struct app_migration_effect *ret)
{
    const struct ym_command c = {
        .kind = YM_CMD_MIGRATE,
        .fields = YM_FB(PROCEDURE) | YM_FB(REASON),
        .date = YM_DAY_NONE,
        .first_due = YM_DAY_NONE,
        .at = now,
        .by = { .role = YM_ROLE_JOB, .seat = YM_SEAT_NONE },
        .migration = map,
        .detail = YM_SPAN("{}"),
    };
    struct ym_decision decision;
    bool before[YM_CMD_COUNT] = { false };
    bool after[YM_CMD_COUNT] = { false };

    memset(ret, 0, sizeof(*ret));
    ym_decide(map->from, calendar, d, &c, &decision);
    ret->refusal = decision.refusal;
    ret->state = YM_STATE_NONE;
    ret->deadline = YM_DEADLINE_NONE;
    if (ret->refusal != YM_REFUSAL_NONE) {
        say_hindrance(map, d, &decision.event, ret);
        return;
    }
    ret->after = *d;
    ym_evolve(&ret->after, &decision.event);
    all_options(map->from, d, before);
    all_options(map->to, &ret->after, after);
    for (int i = 0; i < YM_CMD_COUNT; i++) {
        ret->gains[i] = after[i] && !before[i];
        ret->loses[i] = before[i] && !after[i];
    }
    ret->unstarted = unstarted(map->to, &ret->after);
}
