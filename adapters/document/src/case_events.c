/* SPDX-License-Identifier: Apache-2.0 */
/* What the history tells: dates, terms, grounds, signatures, sessions. */
#include <string.h>

#include "case.h"
#include "json/read.h"

/* ---- The fields of an event ---- */

static struct ym_span text(struct doc_case *c, struct json_at *fields, const char *key)
{
    const struct json_at at = json_optional(fields, key);

    return json_given(&at) && json_is_text(&at)
               ? case_keep(c, json_get_text(&at, 0, YM_LONG_TEXT_CHARS_MAX))
               : (struct ym_span){ NULL, 0 };
}

static struct ym_span day(struct doc_case *c, struct json_at *fields, const char *key)
{
    const struct json_at at = json_optional(fields, key);

    return json_given(&at) ? case_day(c, json_get_day(&at)) : (struct ym_span){ NULL, 0 };
}

static struct ym_span day_of(struct doc_case *c, const struct ym_event *ev)
{
    return case_day(c, ym_day_of(ev->c.at));
}

/* Date and minute in Shanghai. */
static struct ym_span minute_of(struct doc_case *c, ym_usec at)
{
    char words[YM_USEC_TEXT_MAX];

    ym_usec_print(at, words);
    return case_printf(c, "%.10s %.5s", words, words + 11);
}

/* ---- Agreement and performance ---- */

static void add_obligation(struct doc_case *c, struct json_at *at)
{
    const size_t row = case_row(c, DOC_SCOPE_OBLIGATION);
    const struct json_at payer = json_member(at, "payer");
    const struct json_at payee = json_member(at, "payee");
    const struct json_at amount = json_optional(at, "amount_fen");

    c->value[DOC_SLOT_N][row] = case_printf(c, "%zu", row + 1);
    c->value[DOC_SLOT_PAYER][row] = case_seat(c, json_get_int(&payer, 0, YM_SEATS_MAX - 1));
    c->value[DOC_SLOT_PAYEE][row] = case_seat(c, json_get_int(&payee, 0, YM_SEATS_MAX - 1));
    c->value[DOC_SLOT_ACT][row] = text(c, at, "act");
    if (c->value[DOC_SLOT_ACT][row].n == 0)
        c->value[DOC_SLOT_ACT][row] = text(c, at, "manner");
    c->value[DOC_SLOT_SUM][row] = json_given(&amount)
                                      ? case_money(c, json_get_int64(&amount, 0, YM_AMOUNT_FEN_MAX))
                                      : YM_SPAN("—");
    c->value[DOC_SLOT_DUE][row] = day(c, at, "due");
    c->value[DOC_SLOT_RESULT][row] = YM_SPAN("未到期或未履行");
}

/* What was agreed before does not bind any more, nor does what was signed under it. Done before the
 * event is looked at: an oral agreement binds from the event that records it. */
static void forget_agreement(struct doc_case *c)
{
    c->rows[DOC_SCOPE_OBLIGATION] = 0;
    c->rows[DOC_SCOPE_SIGNATURE] = 0;
    c->value[DOC_SLOT_EFFECTIVE_ON][0] = (struct ym_span){ NULL, 0 };
    c->value[DOC_SLOT_CONFIRM_BY][0] = (struct ym_span){ NULL, 0 };
    c->value[DOC_SLOT_TERMS][0] = (struct ym_span){ NULL, 0 };
}

/* Is there another agreement from this event on, or, when mediation begins again, none? */
static bool ends_agreement(const struct ym_event *ev)
{
    return ev->c.kind == YM_CMD_REACH_AGREEMENT || ev->c.kind == YM_CMD_REACH_ORAL ||
           ev->c.kind == YM_CMD_VARY || (ev->effects & YM_E(RESTART)) != 0;
}

static void take_agreement(struct doc_case *c, struct json_at *fields)
{
    const struct json_at list = json_optional(fields, "obligations");

    case_set(c, DOC_SLOT_TERMS, text(c, fields, "terms"));
    case_set(c, DOC_SLOT_PLACE, text(c, fields, "place"));
    if (!json_given(&list))
        return;
    for (struct json_at it = { 0 }; json_next(&list, &it);)
        add_obligation(c, &it);
}

static void take_performance(struct doc_case *c, const struct ym_event *ev)
{
    if (ev->c.item < c->rows[DOC_SCOPE_OBLIGATION])
        c->value[DOC_SLOT_RESULT][ev->c.item] =
            case_keep(c, ym_span_of(ym_word(YM_VOCAB_RESULT, ev->c.code)->zh));
}

static void add_signature(struct doc_case *c, const struct ym_event *ev, struct ym_span signer,
                          struct json_at *fields)
{
    const size_t row = case_row(c, DOC_SCOPE_SIGNATURE);

    c->value[DOC_SLOT_SIGNER][row] = signer;
    c->value[DOC_SLOT_SIGNED_AT][row] = minute_of(c, ev->c.at);
    c->value[DOC_SLOT_MANNER][row] = text(c, fields, "manner");
}

static void take_signature(struct doc_case *c, const struct ym_event *ev, struct json_at *fields)
{
    for (int seat = 0; seat < YM_SEATS_MAX; seat++) {
        if ((ev->c.seats >> seat & 1) != 0)
            add_signature(c, ev, case_seat(c, seat), fields);
    }
}

/* ---- Sessions ---- */

static void take_session(struct doc_case *c, const struct ym_event *ev, struct json_at *fields)
{
    const size_t row = case_row(c, DOC_SCOPE_SESSION);
    const struct json_at list = json_optional(fields, "attendance");
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
    c->value[DOC_SLOT_HELD_ON][row] = day(c, fields, "date");
    if (c->value[DOC_SLOT_HELD_ON][row].n == 0)
        c->value[DOC_SLOT_HELD_ON][row] = day_of(c, ev);
    c->value[DOC_SLOT_HELD_AT][row] = text(c, fields, "place");
    c->value[DOC_SLOT_ATTENDED][row] = case_keep(c, ym_buf_span(&who));
    c->value[DOC_SLOT_SAID][row] = text(c, fields, "note");
    ym_buf_release(&who);
}

/* ---- The rest ---- */

static void take_end(struct doc_case *c, const struct ym_event *ev, struct json_at *fields)
{
    case_set(c, DOC_SLOT_ENDED_ON, day_of(c, ev));
    case_set(c, DOC_SLOT_REASON, text(c, fields, "reason"));
    if (ev->ground != YM_GROUND_NONE)
        case_set(c, DOC_SLOT_GROUND,
                 case_keep(c, ym_span_of(ym_word(YM_VOCAB_GROUND, ev->ground)->zh)));
}

static void take_filing(struct doc_case *c, struct json_at *fields)
{
    case_set(c, DOC_SLOT_CLAIMS, text(c, fields, "claims"));
    case_set(c, DOC_SLOT_FACTS, text(c, fields, "facts"));
}

static void take_transfer(struct doc_case *c, struct json_at *fields)
{
    case_set(c, DOC_SLOT_REASON, text(c, fields, "reason"));
}

static void take(struct doc_case *c, const struct ym_event *ev, struct json_at *fields)
{
    switch (ev->c.kind) {
    case YM_CMD_ACCEPT:
    case YM_CMD_ACCEPT_REFERRAL:
        case_set(c, DOC_SLOT_ACCEPTED_ON, day_of(c, ev));
        break;
    case YM_CMD_REACH_AGREEMENT:
    case YM_CMD_REACH_ORAL:
        case_set(c, DOC_SLOT_AGREED_ON, day_of(c, ev));
        take_agreement(c, fields);
        break;
    case YM_CMD_VARY:
        take_agreement(c, fields);
        break;
    case YM_CMD_SIGN:
        take_signature(c, ev, fields);
        break;
    case YM_CMD_SIGN_MEDIATOR:
        add_signature(c, ev, YM_SPAN("调解员"), fields);
        break;
    case YM_CMD_SEAL:
        add_signature(c, ev, YM_SPAN("调解组织"), fields);
        break;
    case YM_CMD_HOLD_SESSION:
        take_session(c, ev, fields);
        break;
    case YM_CMD_RECORD_PERFORMANCE:
        take_performance(c, ev);
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
        case_set(c, DOC_SLOT_EXTENSION_DAYS, case_printf(c, "%d", ev->c.days));
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

/* Until when the parties may apply for confirmation: a clock of the procedure, by its name. */
static void take_confirm_window(struct doc_case *c, const struct ym_event *ev)
{
    for (size_t i = 0; i < ev->nclocks; i++) {
        const struct ym_clock *k = &ev->clocks[i];

        if (k->deadline < c->p->ndeadlines && k->last != YM_DAY_NONE &&
            strcmp(c->p->deadlines[k->deadline].name, "confirm_window") == 0)
            case_set(c, DOC_SLOT_CONFIRM_BY, case_day(c, k->last));
    }
}

/* The agreement binds from the event that brought the dispute to a settled state. */
static void take_state(struct doc_case *c, const struct ym_event *ev)
{
    const uint8_t state = ev->to[YM_TRACK_MAIN];

    take_confirm_window(c, ev);
    if (c->value[DOC_SLOT_EFFECTIVE_ON][0].n == 0 && state < c->p->nstates &&
        c->p->states[state].phase == YM_PHASE_SETTLED)
        case_set(c, DOC_SLOT_EFFECTIVE_ON, day_of(c, ev));
}

void doc_case_feed(struct doc_case *c, const struct ym_event *ev)
{
    const size_t row = case_row(c, DOC_SCOPE_STEP);
    struct json_doc *doc;
    struct json_at fields;
    struct ym_error why;

    c->value[DOC_SLOT_STEP_AT][row] = minute_of(c, ev->c.at);
    c->value[DOC_SLOT_STEP_WHAT][row] =
        case_keep(c, ym_span_of(ym_word(YM_VOCAB_COMMAND, ev->c.kind)->zh));
    c->value[DOC_SLOT_STEP_BY][row] =
        case_keep(c, ym_span_of(ym_word(YM_VOCAB_ROLE, ev->c.by.role)->zh));
    if (ends_agreement(ev))
        forget_agreement(c);
    take_state(c, ev);
    if (json_parse(ev->c.detail, YM_DETAIL_BYTES_MAX, &doc, &why) != YM_E_OK)
        return;
    fields = json_root(doc);
    (void)json_object(&fields);
    take(c, ev, &fields);
    json_free(doc);
}
