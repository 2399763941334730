/* SPDX-License-Identifier: Apache-2.0 */
/* The agreement in the slots of a document, from the one reader of its history (app/agreement.h).
 */
#include <string.h>

#include "case.h"

/* ---- Obligations ---- */

static void add_part(struct ym_buf *words, const char *name, const char *apart, struct ym_span said)
{
    if (said.n == 0)
        return;
    if (words->n > 0)
        ym_buf_puts(words, apart);
    ym_buf_puts(words, name);
    ym_buf_add(words, said);
}

/* Instalments say the same one after another; said once, a plan of twelve fits its page. */
static bool put_as_before(struct doc_case *c, size_t row, struct ym_span said)
{
    const struct ym_span *all = c->value[DOC_SLOT_DETAIL];

    for (size_t i = 0; i < row; i++) {
        if (!ym_span_is(all[i], said))
            continue;
        c->value[DOC_SLOT_DETAIL][row] = case_printf(c, "同第%zu项", i + 1);
        c->english[DOC_SLOT_DETAIL][row] = case_printf(c, "as item %zu", i + 1);
        return true;
    }
    return false;
}

void case_put_detail(struct doc_case *c, size_t row, const struct ym_obligation *o)
{
    struct ym_buf zh, en;

    ym_buf_init(&zh, DOC_TEXT_BYTES);
    ym_buf_init(&en, DOC_TEXT_BYTES);
    add_part(&zh, "方式：", "；", o->manner);
    add_part(&zh, "账户：", "；", o->account);
    add_part(&zh, "违约后果：", "；", o->consequence);
    add_part(&en, "manner: ", "; ", o->manner);
    add_part(&en, "account: ", "; ", o->account);
    add_part(&en, "on breach: ", "; ", o->consequence);
    if (zh.n == 0 || !put_as_before(c, row, ym_buf_span(&zh))) {
        c->value[DOC_SLOT_DETAIL][row] = zh.n > 0 ? case_keep(c, ym_buf_span(&zh)) : YM_SPAN("—");
        c->english[DOC_SLOT_DETAIL][row] = case_keep(c, ym_buf_span(&en));
    }
    ym_buf_release(&en);
    ym_buf_release(&zh);
}

size_t case_add_obligation(struct doc_case *c, const struct ym_obligation *o)
{
    const size_t row = case_row(c, DOC_SCOPE_OBLIGATION);

    c->value[DOC_SLOT_N][row] = case_printf(c, "%zu", row + 1);
    c->value[DOC_SLOT_PAYER][row] = case_seat(c, o->payer);
    c->value[DOC_SLOT_PAYEE][row] = case_seat(c, o->payee);
    if (o->act.n > 0)
        c->value[DOC_SLOT_ACT][row] = case_keep(c, o->act);
    else
        case_put_both(c, DOC_SLOT_ACT, row, "付款", "payment");
    case_put_detail(c, row, o);
    if (o->amount_fen > 0)
        case_put_money(c, DOC_SLOT_SUM, row, o->amount_fen);
    else
        c->value[DOC_SLOT_SUM][row] = YM_SPAN("—");
    case_put_day(c, DOC_SLOT_DUE, row, o->due);
    return row;
}

static void add_debt(struct doc_case *c, const struct app_debt *d)
{
    const size_t row = case_add_obligation(c, &d->said);

    if (d->result == YM_RESULT_NONE) {
        case_put_both(c, DOC_SLOT_RESULT, row, "未到期或未履行", "not yet due or not performed");
        return;
    }
    case_put_word(c, DOC_SLOT_RESULT, row, YM_VOCAB_RESULT, d->result);
    case_put_day(c, DOC_SLOT_RECORDED_ON, row,
                 d->performed_on != YM_DAY_NONE ? d->performed_on : ym_day_of(d->recorded_at));
    if (d->said.amount_fen > 0)
        case_put_money(c, DOC_SLOT_PAID, row, d->paid_fen);
    else
        c->value[DOC_SLOT_PAID][row] = YM_SPAN("—");
}

/* ---- Signatures ---- */

static void put_signer(struct doc_case *c, size_t row, const struct app_signature *s)
{
    static const enum doc_slot names[APP_SIGNER_COUNT] = {
        [APP_SIGNER_MEDIATOR] = DOC_SLOT_MEDIATOR, [APP_SIGNER_BODY] = DOC_SLOT_BODY
    };
    const struct ym_word *w = app_signer_word(s->who);
    struct ym_span name;

    if (s->who == APP_SIGNER_PARTY) {
        c->value[DOC_SLOT_SIGNER][row] = case_seat(c, s->seat);
        return;
    }
    name = c->value[names[s->who]][0];
    c->value[DOC_SLOT_SIGNER][row] = case_printf(c, "%s %.*s", w->zh, (int)name.n, name.at);
    c->english[DOC_SLOT_SIGNER][row] = case_printf(c, "%s %.*s", w->en, (int)name.n, name.at);
}

/* In which way, in the words of the vocabulary or of who recorded it, and under which sealed
 * document. */
static void put_manner(struct doc_case *c, size_t row, const struct app_signature *s)
{
    struct ym_span zh = s->manner;
    struct ym_span en = s->manner;

    if (s->signing != YM_SIGNING_NONE) {
        zh = ym_span_of(ym_word(YM_VOCAB_SIGNING, s->signing)->zh);
        en = ym_span_of(ym_word(YM_VOCAB_SIGNING, s->signing)->en);
    } else if (s->manner.n == 0) {
        zh = YM_SPAN("已签署（未记载方式）");
        en = YM_SPAN("signed (in which way is not recorded)");
    }
    if (s->document_code.n > 0) {
        c->value[DOC_SLOT_MANNER][row] = case_printf(c, "%.*s（文书验证码 %.*s）", (int)zh.n, zh.at,
                                                     (int)s->document_code.n, s->document_code.at);
        c->english[DOC_SLOT_MANNER][row] =
            case_printf(c, "%.*s (document %.*s)", (int)en.n, en.at, (int)s->document_code.n,
                        s->document_code.at);
        return;
    }
    c->value[DOC_SLOT_MANNER][row] = case_keep(c, zh);
    c->english[DOC_SLOT_MANNER][row] = case_keep(c, en);
}

static void add_signature(struct doc_case *c, const struct app_signature *s)
{
    const size_t row = case_row(c, DOC_SCOPE_SIGNATURE);

    put_signer(c, row, s);
    put_manner(c, row, s);
    if (s->date != YM_DAY_NONE)
        case_put_day(c, DOC_SLOT_SIGNED_AT, row, s->date);
    else
        c->value[DOC_SLOT_SIGNED_AT][row] = case_minute(c, s->at);
}

/* ---- The whole ---- */

/* What makes it bind and whether a court confirms it, as the procedure answers; the form has the
 * words for each case. Of a version that does not bind yet the last day is not known, and where
 * nobody can apply there is none, though the clock runs. */
static void put_law(struct doc_case *c, const struct app_version *v)
{
    const struct app_law law = app_agreement_law(&c->agreement, v);

    if (law.binding != APP_BINDING_NONE)
        c->choice[DOC_CHOICE_BINDING] = ym_span_of(app_binding_word(law.binding)->code);
    if (law.confirm == NULL)
        return;
    if (law.confirm->refuse != YM_REFUSAL_NONE) {
        c->choice[DOC_CHOICE_CONFIRMATION] =
            ym_span_of(ym_word(YM_VOCAB_REFUSAL, law.confirm->refuse)->code);
        return;
    }
    c->choice[DOC_CHOICE_CONFIRMATION] = YM_SPAN("open");
    case_put_term(c, DOC_SLOT_CONFIRM_TERM, 0, law.confirm_term);
    if (v != NULL && v->state == APP_VERSION_IN_FORCE)
        case_put_day(c, DOC_SLOT_CONFIRM_BY, 0, c->agreement.window_until);
}

static void put_performance(struct doc_case *c)
{
    if (c->performed_on == YM_DAY_NONE)
        return;
    case_put_day(c, DOC_SLOT_PERFORMED_ON, 0, c->performed_on);
    if (!c->is_enforced)
        case_put_both(c, DOC_SLOT_VOLUNTARY, 0, "自动履行", "performed of their own accord");
}

static void drop_all(struct doc_case *c)
{
    static const enum doc_slot gone[] = {
        DOC_SLOT_TERMS,     DOC_SLOT_AGREED_FACTS, DOC_SLOT_PLACE,        DOC_SLOT_ORAL,
        DOC_SLOT_TOTAL,     DOC_SLOT_AGREED_ON,    DOC_SLOT_EFFECTIVE_ON, DOC_SLOT_PERFORMED_ON,
        DOC_SLOT_VOLUNTARY, DOC_SLOT_CONFIRM_TERM, DOC_SLOT_CONFIRM_BY,
    };

    for (size_t i = 0; i < sizeof(gone) / sizeof(gone[0]); i++)
        case_drop(c, gone[i]);
    memset(c->choice, 0, sizeof(c->choice));
    c->rows[DOC_SCOPE_OBLIGATION] = 0;
    c->rows[DOC_SCOPE_SIGNATURE] = 0;
}

void case_take_version(struct doc_case *c, const struct app_version *v)
{
    int64_t total = 0;

    drop_all(c);
    c->told = v;
    put_law(c, v);
    if (v == NULL)
        return;
    case_set(c, DOC_SLOT_TERMS, v->terms);
    case_set(c, DOC_SLOT_AGREED_FACTS, v->facts);
    case_set(c, DOC_SLOT_PLACE, v->place);
    case_put_day(c, DOC_SLOT_AGREED_ON, 0, ym_day_of(v->stated_at));
    case_put_day(c, DOC_SLOT_EFFECTIVE_ON, 0, v->effective_on);
    if (v->is_oral)
        case_put_both(c, DOC_SLOT_ORAL, 0, "口头协议", "oral agreement");
    for (size_t i = 0; i < v->ndebts; i++) {
        add_debt(c, &v->debts[i]);
        total += v->debts[i].said.amount_fen;
    }
    if (total > 0)
        case_put_money(c, DOC_SLOT_TOTAL, 0, total);
    for (size_t i = 0; i < v->nsignatures; i++)
        add_signature(c, &v->signatures[i]);
    if (v->state == APP_VERSION_IN_FORCE)
        put_performance(c);
}
