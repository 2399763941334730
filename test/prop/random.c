/* SPDX-License-Identifier: Apache-2.0 */
#include "random.h"

#include <assert.h>
#include <stdio.h>

#define OPTIONS YM_CMD_COUNT

uint64_t random_next(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u); /* splitmix64 */

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

unsigned random_below(uint64_t *state, unsigned n)
{
    return (unsigned)(random_next(state) % n);
}

/* Somebody in this role who stands in its relation to d, or once in a while somebody who does not.
 */
static struct ym_actor actor_for(enum ym_role role, uint64_t *rng, const struct ym_dispute *d)
{
    struct ym_actor a = { .role = (uint8_t)role, .seat = YM_SEAT_NONE, .region = 330108000000 };
    const enum ym_relation rel = ym_role_relation(role);

    if (rel == YM_REL_SEAT)
        a.seat = (uint8_t)random_below(rng, 3);
    if (rel == YM_REL_ASSIGNED)
        a.staff = random_below(rng, 16) == 0 ? 5002 : d->mediator;
    if (rel == YM_REL_BODY)
        a.body = random_below(rng, 16) == 0 ? 1999 : d->body;
    if (rel == YM_REL_COURT)
        a.body = d->court != 0 ? d->court : 1020;
    return a;
}

/* One thing that somebody may do. */
struct choice {
    struct ym_actor by;
    uint8_t command;
};

/* Something that somebody in a random role may do. */
static bool choose(uint64_t *rng, const struct ym_procedure *p, const struct ym_dispute *d,
                   struct choice *ret)
{
    struct ym_option options[OPTIONS];
    size_t n;

    ret->by = actor_for((enum ym_role)random_below(rng, YM_ROLE_COUNT), rng, d);
    n = ym_options(p, d, &ret->by, options, OPTIONS);
    assert(n <= OPTIONS);
    if (n == 0)
        return false;
    ret->command = options[random_below(rng, (unsigned)n)].command;
    return true;
}

struct ym_command random_registration(uint64_t *rng, uint16_t procedure, ym_usec at)
{
    struct ym_command c = {
        .kind = YM_CMD_REGISTER,
        .date = YM_DAY_NONE,
        .first_due = YM_DAY_NONE,
        .body_kind = (uint8_t)random_below(rng, YM_BODY_COUNT),
        .at = at,
        .harm = (uint8_t)random_below(rng, 4),
        .urgency = (uint8_t)random_below(rng, 4),
        .scope = (uint8_t)random_below(rng, 4),
        .by = { .role = YM_ROLE_WINDOW_CLERK, .seat = YM_SEAT_NONE, .region = 330108000000 },
        .detail = YM_SPAN("{}")
    };

    c.reg = (struct ym_registration){ .procedure = procedure,
                                      .type = (uint8_t)random_below(rng, YM_TYPE_COUNT),
                                      .joint = (uint8_t)random_below(rng, 2),
                                      .seats = 3,
                                      .claimants = 1,
                                      .respondents = 2,
                                      .region = 330108001000,
                                      .body = 1001 };
    return c;
}

#define ROOM 128

/* Room for a detail, kept until as many more were asked for as a walk ever weighs against each
 * other. */
static char *next_room(void)
{
    static char room[4 * RANDOM_TRIES][ROOM];
    static unsigned next;

    return room[next++ % (4 * RANDOM_TRIES)];
}

/* The days of c's obligations as a detail tells them; the last falls due on its date. */
static struct ym_span due_days(const struct ym_command *c, uint64_t *rng)
{
    char *const text = next_room();
    int n = snprintf(text, ROOM, "{\"obligations\":[");

    for (int i = 1; i <= c->items; i++) {
        const unsigned span = (unsigned)(c->date - c->first_due) + 1;
        char day[YM_DAY_TEXT_MAX];

        ym_day_print(i == c->items ? c->date : c->first_due + (ym_day)random_below(rng, span), day);
        n += snprintf(text + n, ROOM - (size_t)n, "%s{\"due\":\"%s\"}", i > 1 ? "," : "", day);
    }
    n += snprintf(text + n, ROOM - (size_t)n, "]}");
    return (struct ym_span){ text, (size_t)n };
}

/* A clock that d has, and a day that is not far from its last one. */
static void aim(struct ym_command *c, uint64_t *rng, const struct ym_procedure *p,
                const struct ym_dispute *d)
{
    const struct ym_clock *k = d->nclocks > 0 ? &d->clocks[random_below(rng, d->nclocks)] : NULL;
    char *const text = next_room();

    if (k == NULL || k->deadline >= p->ndeadlines)
        return;
    c->detail = (struct ym_span){ text, (size_t)snprintf(text, ROOM, "{\"deadline\":\"%s\"}",
                                                         p->deadlines[k->deadline].name) };
    c->date = (k->due != 0 ? k->last : ym_day_of(c->at)) + (ym_day)random_below(rng, 40) - 10;
}

static void fill_field(struct ym_command *c, enum ym_field f, uint64_t *rng)
{
    c->fields |= UINT64_C(1) << f;
    switch (ym_field_kind(f)) {
    case YM_KIND_CODE:
        c->code = (uint8_t)random_below(rng, (unsigned)ym_vocab(ym_field_vocab(f))->count);
        break;
    case YM_KIND_REF:
        c->ref = f == YM_FIELD_REGION  ? 330108002000
                 : f == YM_FIELD_COURT ? 1020
                 : f == YM_FIELD_BODY  ? 1001 + (int64_t)random_below(rng, 3)
                                       : 5001;
        c->ref2 = 5001;
        c->body_kind = (uint8_t)random_below(rng, YM_BODY_COUNT);
        break;
    case YM_KIND_DATE:
        if (f == YM_FIELD_SESSION_DAY) /* stands in the detail alone */
            break;
        c->date = ym_day_of(c->at) + 1 - (ym_day)random_below(rng, 10);
        break;
    case YM_KIND_LIST:
        if (f == YM_FIELD_OBLIGATIONS) {
            c->items = (uint8_t)(1 + random_below(rng, 3));
            c->first_due = ym_day_of(c->at) - 1 + (ym_day)random_below(rng, 20);
            c->date = c->first_due + (ym_day)random_below(rng, 20);
            c->detail = due_days(c, rng);
        } else {
            c->listed = 7;
            c->attended = (uint32_t)random_below(rng, 8);
        }
        break;
    case YM_KIND_INT:
        c->days = (int16_t)(1 + random_below(rng, 40));
        c->seats = UINT32_C(1) << random_below(rng, 3);
        c->item = (uint8_t)random_below(rng, 2);
        c->harm = c->urgency = c->scope = (uint8_t)random_below(rng, 4);
        break;
    case YM_KIND_TEXT:
    case YM_KIND_LONG:
    case YM_KIND_CASE:
    case YM_KIND_MONEY:
    case YM_KIND_COUNT:
        break;
    }
}

struct ym_command random_command(uint64_t *rng, const struct ym_procedure *p,
                                 const struct ym_dispute *d, ym_usec at)
{
    struct ym_command c = {
        .date = YM_DAY_NONE, .first_due = YM_DAY_NONE, .at = at, .detail = YM_SPAN("{}")
    };
    struct choice choice;
    uint64_t wanted;

    if (random_below(rng, 8) != 0 && choose(rng, p, d, &choice)) {
        c.by = choice.by;
        c.kind = choice.command;
    } else {
        c.by = actor_for((enum ym_role)random_below(rng, YM_ROLE_COUNT), rng, d);
        c.kind = (uint8_t)(1 + random_below(rng, YM_CMD_COUNT - 1));
    }
    if (c.kind == YM_CMD_MIGRATE || c.kind == YM_CMD_EXPIRE)
        c.kind = YM_CMD_CONSENT;
    wanted = ym_command_fields((enum ym_cmd)c.kind);
    for (int f = 0; f < YM_FIELD_COUNT; f++)
        if ((wanted & (UINT64_C(1) << f)) && random_below(rng, 20) != 0)
            fill_field(&c, (enum ym_field)f, rng);
    if (ym_role_relation((enum ym_role)c.by.role) == YM_REL_SEAT)
        c.fields &= ~YM_FB(SEAT);
    if (c.kind == YM_CMD_RESCHEDULE)
        aim(&c, rng, p, d);
    return c;
}

struct ym_command random_expiry(uint8_t deadline, ym_usec at)
{
    return (struct ym_command){ .kind = YM_CMD_EXPIRE,
                                .deadline = deadline,
                                .date = YM_DAY_NONE,
                                .at = at,
                                .by = { .role = YM_ROLE_CLOCK, .seat = YM_SEAT_NONE },
                                .detail = YM_SPAN("{}") };
}
