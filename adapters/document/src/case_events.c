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

/* Date and minute in Shanghai. */
static struct ym_span minute_of(struct doc_case *c, ym_usec at)
{
    char words[YM_USEC_TEXT_MAX];

    ym_usec_print(at, words);
    return case_printf(c, "%.10s %.5s", words, words + 11);
}

/* ---- Agreement and performance ---- */

/* Manner, account and consequence, each with its name, behind one another. */
static struct ym_span obligation_detail(struct doc_case *c, struct json_at *at, bool is_english)
{
    static const struct {
        const char *key, *zh, *en;
    } parts[] = { { "manner", "方式：", "manner: " },
                  { "account", "账户：", "account: " },
                  { "consequence", "违约后果：", "on breach: " } };
    struct ym_buf words;
    struct ym_span kept;

    ym_buf_init(&words, DOC_TEXT_BYTES);
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        const struct ym_span said = text(c, at, parts[i].key);

        if (said.n == 0)
            continue;
        if (words.n > 0)
            ym_buf_puts(&words, is_english ? "; " : "；");
        ym_buf_puts(&words, is_english ? parts[i].en : parts[i].zh);
        ym_buf_add(&words, said);
    }
    kept = case_keep(c, ym_buf_span(&words));
    ym_buf_release(&words);
    return kept;
}

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
        case_put_both(c, DOC_SLOT_ACT, row, "付款", "payment");
    c->value[DOC_SLOT_DETAIL][row] = obligation_detail(c, at, false);
    c->english[DOC_SLOT_DETAIL][row] = obligation_detail(c, at, true);
    if (c->value[DOC_SLOT_DETAIL][row].n == 0)
        c->value[DOC_SLOT_DETAIL][row] = YM_SPAN("—");
    c->value[DOC_SLOT_SUM][row] = YM_SPAN("—");
    if (json_given(&amount)) {
        const int64_t fen = json_get_int64(&amount, 0, YM_AMOUNT_FEN_MAX);

        c->total_fen += fen;
        case_put_money(c, DOC_SLOT_SUM, row, fen);
        case_put_money(c, DOC_SLOT_TOTAL, 0, c->total_fen);
    }
    case_put_day(c, DOC_SLOT_DUE, row, day(at, "due"));
    case_put_both(c, DOC_SLOT_RESULT, row, "未到期或未履行", "not yet due or not performed");
}

/* What was agreed before does not bind any more, nor does what was signed under it. Done before the
 * event is looked at: an oral agreement binds from the event that records it. */
static void forget_agreement(struct doc_case *c)
{
    static const enum doc_slot gone[] = { DOC_SLOT_EFFECTIVE_ON, DOC_SLOT_CONFIRM_BY,
                                          DOC_SLOT_TERMS,        DOC_SLOT_ORAL,
                                          DOC_SLOT_EFFECT,       DOC_SLOT_TOTAL,
                                          DOC_SLOT_PERFORMED_ON, DOC_SLOT_VOLUNTARY };

    c->rows[DOC_SCOPE_OBLIGATION] = 0;
    c->rows[DOC_SCOPE_SIGNATURE] = 0;
    c->total_fen = 0;
    c->is_enforced = false;
    for (size_t i = 0; i < sizeof(gone) / sizeof(gone[0]); i++)
        case_drop(c, gone[i]);
}

/* Is there another agreement from this event on, or, when mediation begins again, none? */
static bool ends_agreement(const struct ym_event *ev)
{
    return ev->c.kind == YM_CMD_REACH_AGREEMENT || ev->c.kind == YM_CMD_REACH_ORAL ||
           ev->c.kind == YM_CMD_VARY || (ev->effects & YM_E(RESTART)) != 0;
}

/* From when it binds, by the way on which it was made. */
static void put_effect(struct doc_case *c, const struct ym_event *ev)
{
    const bool is_known = c->main < c->p->nstates;
    const uint8_t stage = is_known ? c->p->states[c->main].stage : YM_STAGE_NONE;

    if (ev->c.kind == YM_CMD_REACH_ORAL)
        case_put_both(c, DOC_SLOT_EFFECT, 0,
                      "口头协议自各方当事人达成协议之日起生效（人民调解法第三十条）",
                      "An oral agreement takes effect on the day on which it is reached "
                      "(People's Mediation Law 30)");
    else if (stage == YM_STAGE_COURT_PRE || stage == YM_STAGE_COURT_FILED)
        case_put_both(c, DOC_SLOT_EFFECT, 0,
                      "本协议自各方当事人签名、盖章或者按指印之日起生效（特邀调解规定第二十四条）；"
                      "在线签署的，自各方完成电子签名之日起生效（人民法院在线调解规则第十九条）",
                      "This agreement takes effect when all parties have signed (Rules on Invited "
                      "Mediation 24); online, when all electronic signatures are made (Rules on "
                      "Online Mediation 19)");
    else
        case_put_both(
            c, DOC_SLOT_EFFECT, 0,
            "本协议自各方当事人签名、盖章或者按指印，人民调解员签名并加盖调解组织印章之日起"
            "生效（人民调解法第二十九条）",
            "This agreement takes effect when all parties and the mediator have signed "
            "and the mediation body has sealed (People's Mediation Law 29)");
}

static void take_agreement(struct doc_case *c, const struct ym_event *ev, struct json_at *fields)
{
    const struct json_at list = json_optional(fields, "obligations");

    case_set(c, DOC_SLOT_TERMS, text(c, fields, "terms"));
    case_set(c, DOC_SLOT_PLACE, text(c, fields, "place"));
    if (ev->c.kind == YM_CMD_REACH_ORAL)
        case_put_both(c, DOC_SLOT_ORAL, 0, "口头协议", "oral agreement");
    put_effect(c, ev);
    if (!json_given(&list))
        return;
    for (struct json_at it = { 0 }; json_next(&list, &it);)
        add_obligation(c, &it);
}

/* Does this event leave nothing to be performed? */
static bool is_performed(const struct doc_case *c, const struct ym_event *ev)
{
    const uint8_t state = ev->to[YM_TRACK_PERFORM];

    return state < c->p->nstates && c->p->states[state].phase == YM_PHASE_SETTLED;
}

static void take_performance(struct doc_case *c, const struct ym_event *ev, struct json_at *fields)
{
    const struct json_at amount = json_optional(fields, "amount_fen");
    const size_t row = ev->c.item;
    ym_day on = day(fields, "date");

    if (row >= c->rows[DOC_SCOPE_OBLIGATION])
        return;
    if (on == YM_DAY_NONE)
        on = day_of(ev);
    case_put_word(c, DOC_SLOT_RESULT, row, YM_VOCAB_RESULT, ev->c.code);
    case_put_day(c, DOC_SLOT_RECORDED_ON, row, on);
    if (json_given(&amount))
        case_put_money(c, DOC_SLOT_PAID, row, json_get_int64(&amount, 0, YM_AMOUNT_FEN_MAX));
    if (!is_performed(c, ev))
        return;
    case_put_day(c, DOC_SLOT_PERFORMED_ON, 0, on);
    if (!c->is_enforced)
        case_put_both(c, DOC_SLOT_VOLUNTARY, 0, "自动履行", "performed of their own accord");
}

/* How it was signed, and under which sealed document. */
static void put_manner(struct doc_case *c, size_t row, struct json_at *fields)
{
    const struct json_at signing = json_optional(fields, "signing");
    const struct ym_span code = text(c, fields, "document_code");

    if (json_given(&signing))
        case_put_word(c, DOC_SLOT_MANNER, row, YM_VOCAB_SIGNING,
                      json_get_code(&signing, YM_VOCAB_SIGNING));
    else
        c->value[DOC_SLOT_MANNER][row] = text(c, fields, "manner");
    if (code.n > 0) {
        const struct ym_span zh = c->value[DOC_SLOT_MANNER][row];
        const struct ym_span en = c->english[DOC_SLOT_MANNER][row];

        c->value[DOC_SLOT_MANNER][row] =
            case_printf(c, "%.*s（文书验证码%.*s）", (int)zh.n, zh.at, (int)code.n, code.at);
        c->english[DOC_SLOT_MANNER][row] =
            case_printf(c, "%.*s (document %.*s)", (int)en.n, en.at, (int)code.n, code.at);
    }
}

/* A signature; its row. */
static size_t add_signature(struct doc_case *c, const struct ym_event *ev, struct json_at *fields)
{
    const size_t row = case_row(c, DOC_SCOPE_SIGNATURE);
    const ym_day on = day(fields, "date");

    if (on != YM_DAY_NONE)
        case_put_day(c, DOC_SLOT_SIGNED_AT, row, on);
    else
        c->value[DOC_SLOT_SIGNED_AT][row] = minute_of(c, ev->c.at);
    put_manner(c, row, fields);
    return row;
}

static void take_signature(struct doc_case *c, const struct ym_event *ev, struct json_at *fields)
{
    for (int seat = 0; seat < YM_SEATS_MAX; seat++) {
        if ((ev->c.seats >> seat & 1) != 0)
            c->value[DOC_SLOT_SIGNER][add_signature(c, ev, fields)] = case_seat(c, seat);
    }
}

/* The mediator and the body: by name where the row has it. */
static void take_office(struct doc_case *c, const struct ym_event *ev, struct json_at *fields)
{
    const bool is_seal = ev->c.kind == YM_CMD_SEAL;
    const size_t row = add_signature(c, ev, fields);
    const struct ym_span name = c->value[is_seal ? DOC_SLOT_BODY : DOC_SLOT_MEDIATOR][0];

    case_put_both(c, DOC_SLOT_SIGNER, row, is_seal ? "调解组织" : "调解员",
                  is_seal ? "mediation body" : "mediator");
    if (name.n > 0)
        c->value[DOC_SLOT_SIGNER][row] =
            case_printf(c, "%s %.*s", is_seal ? "调解组织" : "调解员", (int)name.n, name.at);
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
    case_set(c, DOC_SLOT_REASON, text(c, fields, "reason"));
}

static void take(struct doc_case *c, const struct ym_event *ev, struct json_at *fields)
{
    switch (ev->c.kind) {
    case YM_CMD_ACCEPT:
    case YM_CMD_ACCEPT_REFERRAL:
        case_put_day(c, DOC_SLOT_ACCEPTED_ON, 0, day_of(ev));
        break;
    case YM_CMD_REACH_AGREEMENT:
    case YM_CMD_REACH_ORAL:
        case_put_day(c, DOC_SLOT_AGREED_ON, 0, day_of(ev));
        take_agreement(c, ev, fields);
        break;
    case YM_CMD_VARY:
        take_agreement(c, ev, fields);
        break;
    case YM_CMD_SIGN:
        take_signature(c, ev, fields);
        break;
    case YM_CMD_SIGN_MEDIATOR:
    case YM_CMD_SEAL:
        take_office(c, ev, fields);
        break;
    case YM_CMD_HOLD_SESSION:
        take_session(c, ev, fields);
        break;
    case YM_CMD_RECORD_PERFORMANCE:
        take_performance(c, ev, fields);
        break;
    case YM_CMD_APPLY_ENFORCEMENT:
        c->is_enforced = true;
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

/* Until when the parties may apply for confirmation: a clock of the procedure, by its name. */
static void take_confirm_window(struct doc_case *c, const struct ym_event *ev)
{
    for (size_t i = 0; i < ev->nclocks; i++) {
        const struct ym_clock *k = &ev->clocks[i];

        if (k->deadline < c->p->ndeadlines && k->last != YM_DAY_NONE &&
            strcmp(c->p->deadlines[k->deadline].name, "confirm_window") == 0)
            case_put_day(c, DOC_SLOT_CONFIRM_BY, 0, k->last);
    }
}

/* The agreement binds from the event that brought the dispute to a settled state. */
static void take_state(struct doc_case *c, const struct ym_event *ev)
{
    const uint8_t state = ev->to[YM_TRACK_MAIN];

    take_confirm_window(c, ev);
    if (c->value[DOC_SLOT_EFFECTIVE_ON][0].n == 0 && state < c->p->nstates &&
        c->p->states[state].phase == YM_PHASE_SETTLED)
        case_put_day(c, DOC_SLOT_EFFECTIVE_ON, 0, day_of(ev));
}

/* Documents that the rule asked for. An event from before a migration was decided under another
 * version; a rule of this one with the same number speaks for it only when it answers the same
 * command. What a new round began with is all that stays from the one before. */
static void take_asked(struct doc_case *c, const struct ym_event *ev)
{
    if ((ev->effects & YM_E(RESTART)) != 0)
        c->asked &= UINT32_C(1) << YM_DOC_RECEIPT | UINT32_C(1) << YM_DOC_RIGHTS_NOTICE;
    for (size_t i = 0; i < c->p->nrules; i++) {
        if (c->p->rules[i].id == ev->rule && c->p->rules[i].on == ev->c.kind)
            c->asked |= c->p->rules[i].documents;
    }
}

void doc_case_feed(struct doc_case *c, const struct ym_event *ev)
{
    const size_t row = case_row(c, DOC_SCOPE_STEP);
    struct json_doc *doc;
    struct json_at fields;
    struct ym_error why;

    c->value[DOC_SLOT_STEP_AT][row] = minute_of(c, ev->c.at);
    case_put_word(c, DOC_SLOT_STEP_WHAT, row, YM_VOCAB_COMMAND, ev->c.kind);
    case_put_word(c, DOC_SLOT_STEP_BY, row, YM_VOCAB_ROLE, ev->c.by.role);
    if (ends_agreement(ev))
        forget_agreement(c);
    take_asked(c, ev);
    take_state(c, ev);
    if (json_parse(ev->c.detail, YM_DETAIL_BYTES_MAX, &doc, &why) == YM_E_OK) {
        fields = json_root(doc);
        (void)json_object(&fields);
        take(c, ev, &fields);
        json_free(doc);
    }
    c->main = ev->to[YM_TRACK_MAIN];
}
