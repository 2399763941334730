/* SPDX-License-Identifier: Apache-2.0 */
#include "arguments.h"

#include "yima/region.h"

static bool is_party(const struct ym_actor *a)
{
    return a->role == YM_ROLE_PARTY || a->role == YM_ROLE_AGENT;
}

static uint64_t code_fields(void)
{
    uint64_t set = 0;

    for (int f = 0; f < YM_FIELD_COUNT; f++)
        if (ym_field_kind((enum ym_field)f) == YM_KIND_CODE)
            set |= UINT64_C(1) << f;
    return set;
}

/* Seats are named by a seat; who came, by the attendance. */
static void forget_unsaid_sets(struct ym_command *c)
{
    if ((c->fields & YM_FB(SEAT)) == 0)
        c->seats = 0;
    if ((c->fields & YM_FB(ATTENDANCE)) == 0)
        c->attended = 0;
    if ((c->fields & (YM_FB(ATTENDANCE) | YM_FB(OBLIGATIONS))) == 0)
        c->listed = 0;
}

static void forget_unsaid_risk(struct ym_command *c)
{
    if (c->kind == YM_CMD_REGISTER)
        return;
    if ((c->fields & YM_FB(HARM)) == 0)
        c->harm = 0;
    if ((c->fields & YM_FB(URGENCY)) == 0)
        c->urgency = 0;
    if ((c->fields & YM_FB(SCOPE)) == 0)
        c->scope = 0;
}

/* A slot whose field is absent was not said, whatever a caller left in it: it may not decide
 * anything, nor stand in the event. */
static void forget_unsaid(struct ym_command *c)
{
    const uint64_t refs = YM_FB(MEDIATOR) | YM_FB(BODY) | YM_FB(COURT) | YM_FB(DISPUTE) |
                          YM_FB(REGION) | YM_FB(ATTACHMENT);

    forget_unsaid_sets(c);
    forget_unsaid_risk(c);
    if ((c->fields & code_fields()) == 0)
        c->code = 0;
    if ((c->fields & YM_FB(OBLIGATION)) == 0)
        c->item = 0;
    if ((c->fields & YM_FB(OBLIGATIONS)) == 0) {
        c->items = 0;
        c->first_due = YM_DAY_NONE;
    }
    if ((c->fields & YM_FB(DAYS)) == 0)
        c->days = 0;
    if ((c->fields & refs) == 0)
        c->ref = 0;
    if (c->kind != YM_CMD_REGISTER && (c->fields & YM_FB(BODY)) == 0)
        c->body_kind = 0;
    if ((~c->fields & (YM_FB(MEDIATOR) | YM_FB(BODY))) != 0)
        c->ref2 = 0;
    if ((c->fields & (YM_FB(DATE) | YM_FB(OBLIGATIONS) | YM_FB(LAST_DAY))) == 0)
        c->date = YM_DAY_NONE;
}

struct ym_command ym_command_meant(const struct ym_command *c)
{
    struct ym_command meant = *c;

    forget_unsaid(&meant);
    if (is_party(&c->by) && c->by.seat < YM_SEATS_MAX &&
        (ym_command_fields((enum ym_cmd)c->kind) & YM_FB(SEAT)) && (c->fields & YM_FB(SEAT)) == 0) {
        meant.seats = UINT32_C(1) << c->by.seat;
        meant.fields |= YM_FB(SEAT);
    }
    return meant;
}

static uint32_t seats_below(uint8_t n)
{
    return n >= 32 ? UINT32_MAX : (UINT32_C(1) << n) - 1;
}

static bool registration_is_sound(const struct ym_command *c)
{
    const struct ym_registration *r = &c->reg;
    const uint32_t all = seats_below(r->seats);

    return r->seats >= 2 && r->seats <= YM_SEATS_MAX && r->claimants != 0 && r->respondents != 0 &&
           (r->claimants & r->respondents) == 0 && ((r->claimants | r->respondents) & ~all) == 0 &&
           r->body != 0 && ym_region_level(r->region) != 0 && r->type < YM_TYPE_COUNT &&
           r->channel < YM_CHANNEL_COUNT && r->source < YM_SOURCE_COUNT && r->procedure != 0 &&
           c->harm <= 3 && c->urgency <= 3 && c->scope <= 3;
}

/* Zero is the word "none" in every vocabulary of a CODE field but that of types. */
static bool code_is_sound(const struct ym_command *c)
{
    for (int f = 0; f < YM_FIELD_COUNT; f++) {
        if ((c->fields & (UINT64_C(1) << f)) == 0 ||
            ym_field_kind((enum ym_field)f) != YM_KIND_CODE)
            continue;
        if (c->code >= ym_vocab(ym_field_vocab((enum ym_field)f))->count)
            return false;
        if (c->code == 0 && f != YM_FIELD_TYPE)
            return false;
    }
    return true;
}

/* The fields of the date slot, when it holds no day. Obligations need not say when they fall due.
 */
static uint64_t unsound_date(const struct ym_command *c)
{
    const uint64_t given = c->fields & (YM_FB(DATE) | YM_FB(OBLIGATIONS) | YM_FB(LAST_DAY));

    if (c->date == YM_DAY_NONE)
        return given & (YM_FB(DATE) | YM_FB(LAST_DAY));
    return c->date < YM_DAY_MIN || c->date > YM_DAY_MAX ? given : 0;
}

static bool is_unsound_first_due(const struct ym_command *c)
{
    return c->first_due != YM_DAY_NONE && (c->first_due < YM_DAY_MIN || c->first_due > c->date);
}

static uint64_t unsound_risk(const struct ym_command *c)
{
    uint64_t bad = 0;

    if ((c->fields & YM_FB(HARM)) && c->harm > 3)
        bad |= YM_FB(HARM);
    if ((c->fields & YM_FB(URGENCY)) && c->urgency > 3)
        bad |= YM_FB(URGENCY);
    if ((c->fields & YM_FB(SCOPE)) && c->scope > 3)
        bad |= YM_FB(SCOPE);
    return bad;
}

/* The fields whose value is out of range. */
static uint64_t unsound_fields(const struct ym_command *c)
{
    uint64_t bad = unsound_date(c) | unsound_risk(c);

    if ((c->fields & YM_FB(DAYS)) && (c->days < 1 || c->days > YM_DAYS_MAX))
        bad |= YM_FB(DAYS);
    if ((c->fields & YM_FB(OBLIGATIONS)) &&
        (c->items < 1 || c->items > YM_OBLIGATIONS_MAX || is_unsound_first_due(c)))
        bad |= YM_FB(OBLIGATIONS);
    if (c->body_kind >= YM_BODY_COUNT)
        bad |= YM_FB(BODY);
    if ((c->fields & YM_FB(REGION)) && ym_region_level(c->ref) == 0)
        bad |= YM_FB(REGION);
    return bad;
}

/* An act was done between the day on which the dispute was received and today: a later or an
 * earlier day would move a term without the consent that an extension asks for. */
static bool is_misdated(const struct ym_dispute *d, const struct ym_command *c)
{
    return (c->fields & (YM_FB(DATE) | YM_FB(OBLIGATIONS))) == YM_FB(DATE) &&
           (c->date > ym_day_of(c->at) || c->date < ym_day_of(d->received_at));
}

/* Nobody can promise to perform yesterday: such an agreement would be broken as it is made. */
static bool is_past_due(const struct ym_command *c)
{
    const ym_day first = c->first_due != YM_DAY_NONE ? c->first_due : c->date;

    return (c->fields & YM_FB(OBLIGATIONS)) && first != YM_DAY_NONE && first < ym_day_of(c->at);
}

static enum ym_refusal day_check(const struct ym_dispute *d, const struct ym_command *c,
                                 uint64_t *ret_fields)
{
    if (is_misdated(d, c)) {
        *ret_fields = YM_FB(DATE);
        return YM_REFUSAL_MISDATED;
    }
    if (is_past_due(c)) {
        *ret_fields = YM_FB(OBLIGATIONS);
        return YM_REFUSAL_PAST_DUE;
    }
    return YM_REFUSAL_NONE;
}

static enum ym_refusal clock_check(const struct ym_dispute *d, const struct ym_command *c)
{
    for (int i = 0; i < d->nclocks; i++)
        if (d->clocks[i].deadline == c->deadline && d->clocks[i].due != 0 &&
            d->clocks[i].due <= c->at)
            return YM_REFUSAL_NONE;
    return YM_REFUSAL_NO_DEADLINE;
}

static enum ym_refusal seat_check(const struct ym_dispute *d, const struct ym_command *c)
{
    if ((c->fields & YM_FB(SEAT)) == 0)
        return YM_REFUSAL_NONE;
    if (c->seats == 0 || (c->seats & ~seats_below(d->seats)) != 0)
        return YM_REFUSAL_SEAT_UNKNOWN;
    if (is_party(&c->by) && c->by.seat < YM_SEATS_MAX && c->seats != UINT32_C(1) << c->by.seat)
        return YM_REFUSAL_RELATION;
    return YM_REFUSAL_NONE;
}

enum ym_refusal ym_arguments_check(const struct ym_dispute *d, const struct ym_command *c,
                                   uint64_t *ret_fields)
{
    enum ym_refusal refusal;

    *ret_fields = 0;
    if (c->kind >= YM_CMD_COUNT || c->by.role >= YM_ROLE_COUNT)
        return YM_REFUSAL_VALUE;
    if (d->version >= YM_VERSION_MAX)
        return YM_REFUSAL_VERSION_FULL;
    *ret_fields = c->fields & ~ym_command_fields((enum ym_cmd)c->kind);
    if (*ret_fields != 0)
        return YM_REFUSAL_FIELD_UNKNOWN;
    *ret_fields = unsound_fields(c);
    if (*ret_fields != 0 || !code_is_sound(c))
        return YM_REFUSAL_VALUE;
    if (c->kind == YM_CMD_REGISTER)
        return registration_is_sound(c) ? YM_REFUSAL_NONE : YM_REFUSAL_VALUE;
    if (c->kind == YM_CMD_EXPIRE)
        return clock_check(d, c);
    refusal = day_check(d, c, ret_fields);
    if (refusal != YM_REFUSAL_NONE)
        return refusal;
    if ((c->fields & YM_FB(OBLIGATION)) && c->item >= d->terms.obligations) {
        *ret_fields = YM_FB(OBLIGATION);
        return YM_REFUSAL_OBLIGATION_UNKNOWN;
    }
    if (((c->attended | c->listed) & ~seats_below(d->seats)) != 0) {
        *ret_fields = c->fields & (YM_FB(ATTENDANCE) | YM_FB(OBLIGATIONS));
        return YM_REFUSAL_SEAT_UNKNOWN;
    }
    return seat_check(d, c);
}
