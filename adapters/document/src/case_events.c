/* SPDX-License-Identifier: Apache-2.0 */
/* What the history tells besides the agreement: dates, grounds, sessions, what rules asked for. */
#include <string.h>

#include "case.h"
#include "json/read.h"
#include "json/said.h"

/* ---- The fields of an event ---- */

static struct ym_span text(struct doc_case *c, struct json_at *fields, const char *key)
{
    const struct json_at at = json_optional(fields, key);

    return json_given(&at) && json_is_text(&at)
               ? case_keep(c, json_get_text(&at, 0, YM_LONG_TEXT_CHARS_MAX))
               : (struct ym_span){ NULL, 0 };
}

/* The day that a field names, or YM_DAY_NONE. */
static ym_day day(struct json_at *fields, const char *key)
{
    const struct json_at at = json_optional(fields, key);

    return json_given(&at) ? json_get_day(&at) : YM_DAY_NONE;
}

static ym_day day_of(const struct ym_event *ev)
{
    return ym_day_of(ev->c.at);
}

/* ---- Sessions ---- */

static void take_session(struct doc_case *c, const struct ym_event *ev, struct json_at *fields)
{
    const size_t row = case_row(c, DOC_SCOPE_SESSION);
    const struct json_at list = json_optional(fields, "attendance");
    const ym_day on = day(fields, "date");
    struct ym_buf who;

    ym_buf_init(&who, 8192);
    for (struct json_at it = { 0 }; json_given(&list) && json_next(&list, &it);) {
        const struct json_at seat = json_member(&it, "seat");
        const struct json_at status = json_member(&it, "status");

        if (who.n > 0)
            ym_buf_puts(&who, "；");
        ym_buf_add(&who, case_seat(c, json_get_int(&seat, 0, YM_SEATS_MAX - 1)));
        ym_buf_printf(
            &who, "：%s",
            ym_word(YM_VOCAB_ATTENDANCE, json_get_code(&status, YM_VOCAB_ATTENDANCE))->zh);
    }
    case_put_day(c, DOC_SLOT_HELD_ON, row, on != YM_DAY_NONE ? on : day_of(ev));
    c->value[DOC_SLOT_HELD_AT][row] = text(c, fields, "place");
    c->value[DOC_SLOT_ATTENDED][row] = case_keep(c, ym_buf_span(&who));
    c->value[DOC_SLOT_SAID][row] = text(c, fields, "note");
    ym_buf_release(&who);
}

/* ---- The rest ---- */

static void take_end(struct doc_case *c, const struct ym_event *ev, struct json_at *fields)
{
    case_put_day(c, DOC_SLOT_ENDED_ON, 0, day_of(ev));
    case_drop(c, DOC_SLOT_REASON);
    case_set(c, DOC_SLOT_REASON, text(c, fields, "reason"));
    if (ev->ground != YM_GROUND_NONE)
        case_put_word(c, DOC_SLOT_GROUND, 0, YM_VOCAB_GROUND, ev->ground);
}

static void take_filing(struct doc_case *c, struct json_at *fields)
{
    case_set(c, DOC_SLOT_CLAIMS, text(c, fields, "claims"));
    case_set(c, DOC_SLOT_FACTS, text(c, fields, "facts"));
}

static void take_transfer(struct doc_case *c, struct json_at *fields)
{
    case_drop(c, DOC_SLOT_REASON);
    case_set(c, DOC_SLOT_REASON, text(c, fields, "reason"));
}

static void take(struct doc_case *c, const struct ym_event *ev, struct json_at *fields)
{
    switch (ev->c.kind) {
    case YM_CMD_ACCEPT:
    case YM_CMD_ACCEPT_REFERRAL:
        case_put_day(c, DOC_SLOT_ACCEPTED_ON, 0, day_of(ev));
        break;
    case YM_CMD_HOLD_SESSION:
        take_session(c, ev, fields);
        break;
    case YM_CMD_TERMINATE:
    case YM_CMD_REFUSE:
    case YM_CMD_REDIRECT:
    case YM_CMD_WITHDRAW:
    case YM_CMD_GO_TO_COURT:
    case YM_CMD_REFUSE_MEDIATION:
        take_end(c, ev, fields);
        break;
    case YM_CMD_TRANSFER:
    case YM_CMD_REFER_COURT:
        take_transfer(c, fields);
        break;
    case YM_CMD_ASK_EXTENSION:
        c->value[DOC_SLOT_EXTENSION_DAYS][0] = case_printf(c, "%d", ev->c.days);
        break;
    case YM_CMD_SUBMIT_FILING:
        take_filing(c, fields);
        break;
    case YM_CMD_REGISTER_COURT:
        case_set(c, DOC_SLOT_CASE_NUMBER, text(c, fields, "case_number"));
        break;
    default:
        break;
    }
}

/* ---- What counts beside the words ---- */

static enum ym_phase phase_of(const struct doc_case *c, uint8_t state)
{
    return state < c->p->nstates ? (enum ym_phase)c->p->states[state].phase : YM_PHASE_IDLE;
}

/* Does anybody have the agreement enforced? A new one begins without. */
static void take_way(struct doc_case *c, const struct ym_event *ev)
{
    if (ev->c.kind == YM_CMD_REACH_AGREEMENT || ev->c.kind == YM_CMD_REACH_ORAL)
        c->is_enforced = false;
    if (ev->c.kind == YM_CMD_APPLY_ENFORCEMENT)
        c->is_enforced = true;
}

/* Is anything left to perform? After the event is folded. */
static void take_performance(struct doc_case *c, const struct ym_event *ev)
{
    const bool is_done = phase_of(c, ev->to[YM_TRACK_PERFORM]) == YM_PHASE_SETTLED;

    if (!is_done)
        c->performed_on = YM_DAY_NONE;
    else if (c->performed_on == YM_DAY_NONE)
        c->performed_on = day_of(ev);
}

/* Documents of a round that is over which still tell something of the dispute. */
#define BIT(document) (UINT32_C(1) << YM_DOC_##document)
#define BEGINNING                                                                                  \
    (BIT(RECEIPT) | BIT(RIGHTS_NOTICE) | BIT(RECORD) | BIT(TRANSFER_SLIP) | BIT(DISCLOSURE_FORM))

/* Documents that the rule asked for. An event from before a migration was decided under another
 * version; a rule of this one with the same number speaks for it only when it answers the same
 * command. Of the round before only BEGINNING stays. */
static void take_asked(struct doc_case *c, const struct ym_event *ev)
{
    const struct ym_rule *rule = ym_procedure_rule(c->p, ev->rule);

    if ((ev->effects & YM_E(RESTART)) != 0)
        c->asked &= BEGINNING;
    if (rule != NULL && rule->on == ev->c.kind)
        c->asked |= rule->documents;
}

/* Everything that is said of the agreement goes to its one reader. */
static void take_agreement(struct doc_case *c, const struct ym_event *ev)
{
    struct ym_said said;

    ym_arena_reset(&c->said);
    if (!json_said_read(ev->c.detail, &c->said, &said))
        said = json_said_nothing();
    take_way(c, ev);
    if (!app_agreement_feed(&c->agreement, ev, &said))
        c->is_broken = true;
    c->told = NULL;
    take_performance(c, ev);
}

void doc_case_feed(struct doc_case *c, const struct ym_event *ev)
{
    const size_t row = case_row(c, DOC_SCOPE_STEP);
    struct json_doc *doc;
    struct json_at fields;
    struct ym_error why;

    c->value[DOC_SLOT_STEP_AT][row] = case_minute(c, ev->c.at);
    case_put_word(c, DOC_SLOT_STEP_WHAT, row, YM_VOCAB_COMMAND, ev->c.kind);
    case_put_word(c, DOC_SLOT_STEP_BY, row, YM_VOCAB_ROLE, ev->c.by.role);
    take_asked(c, ev);
    take_agreement(c, ev);
    if (json_parse(ev->c.detail, YM_DETAIL_BYTES_MAX, &doc, &why) != YM_E_OK)
        return;
    fields = json_root(doc);
    (void)json_object(&fields);
    take(c, ev, &fields);
    json_free(doc);
}
