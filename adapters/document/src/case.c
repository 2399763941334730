/* SPDX-License-Identifier: Apache-2.0 */
#include "case.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json/said.h"
#include "yima/number.h"

#define LINE_BYTES 8192

struct ym_span case_keep(struct doc_case *c, struct ym_span text)
{
    return text.n > 0 ? ym_arena_text(&c->words, text) : (struct ym_span){ NULL, 0 };
}

struct ym_span case_printf(struct doc_case *c, const char *format, ...)
{
    char line[LINE_BYTES];
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    assert(n >= 0 && (size_t)n < sizeof(line));
    return case_keep(c, (struct ym_span){ line, (size_t)n });
}

void case_put_day(struct doc_case *c, enum doc_slot slot, size_t row, ym_day day)
{
    static const char *const months[] = { "",        "January",  "February", "March",  "April",
                                          "May",     "June",     "July",     "August", "September",
                                          "October", "November", "December" };
    int year;
    int month;
    int of_month;

    if (day == YM_DAY_NONE)
        return;
    ym_day_split(day, &year, &month, &of_month);
    c->value[slot][row] = case_printf(c, "%d年%d月%d日", year, month, of_month);
    c->english[slot][row] = case_printf(c, "%d %s %d", of_month, months[month], year);
}

void case_put_money(struct doc_case *c, enum doc_slot slot, size_t row, int64_t fen)
{
    char digits[24];
    char grouped[32];
    size_t n = 0;
    size_t len;

    if (fen < 0)
        return;
    len = (size_t)snprintf(digits, sizeof(digits), "%lld", (long long)(fen / 100));
    for (size_t i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            grouped[n++] = ',';
        grouped[n++] = digits[i];
    }
    c->value[slot][row] = case_printf(c, "%.*s.%02d元", (int)n, grouped, (int)(fen % 100));
    c->english[slot][row] = case_printf(c, "CNY %.*s.%02d", (int)n, grouped, (int)(fen % 100));
}

/* n > 0 in Chinese: 20 is 二十, 105 一百零五. */
static void add_chinese(struct ym_buf *out, int n)
{
    static const char *const digits[] = {
        "零", "一", "二", "三", "四", "五", "六", "七", "八", "九"
    };
    static const char *const units[] = { "", "十", "百", "千", "万" };
    bool gap = false; /* a place was empty above the one that follows */
    int divisor = 10000;

    for (int place = 4; place >= 0; place--, divisor /= 10) {
        const int digit = n / divisor % 10;

        if (digit == 0) {
            gap = out->n > 0;
            continue;
        }
        if (gap)
            ym_buf_puts(out, "零");
        gap = false;
        if (place != 1 || digit != 1 || out->n > 0) /* 15 is 十五 */
            ym_buf_puts(out, digits[digit]);
        ym_buf_puts(out, units[place]);
    }
}

void case_put_term(struct doc_case *c, enum doc_slot slot, size_t row, struct ym_term term)
{
    static const struct {
        const char *zh, *en;
    } units[YM_UNIT_COUNT] = { [YM_UNIT_DAY] = { "日", "day" },
                               [YM_UNIT_WORKDAY] = { "个工作日", "working day" },
                               [YM_UNIT_MONTH] = { "个月", "month" },
                               [YM_UNIT_YEAR] = { "年", "year" } };
    struct ym_buf zh;

    if (term.n <= 0)
        return;
    ym_buf_init(&zh, 64);
    add_chinese(&zh, term.n);
    ym_buf_puts(&zh, units[term.unit].zh);
    c->value[slot][row] = case_keep(c, ym_buf_span(&zh));
    c->english[slot][row] =
        case_printf(c, "%d %s%s", term.n, units[term.unit].en, term.n == 1 ? "" : "s");
    ym_buf_release(&zh);
}

void case_put_word(struct doc_case *c, enum doc_slot slot, size_t row, enum ym_vocab_id vocab,
                   int index)
{
    const struct ym_word *w = ym_word(vocab, index);

    case_put_both(c, slot, row, w->zh, w->en);
}

void case_put_both(struct doc_case *c, enum doc_slot slot, size_t row, const char *zh,
                   const char *en)
{
    c->value[slot][row] = ym_span_of(zh);
    c->english[slot][row] = ym_span_of(en);
}

void case_drop(struct doc_case *c, enum doc_slot slot)
{
    c->value[slot][0] = (struct ym_span){ NULL, 0 };
    c->english[slot][0] = (struct ym_span){ NULL, 0 };
}

struct ym_span case_minute(struct doc_case *c, ym_usec at)
{
    char words[YM_USEC_TEXT_MAX];

    ym_usec_print(at, words);
    return case_printf(c, "%.10s %.5s", words, words + 11);
}

void case_set(struct doc_case *c, enum doc_slot slot, struct ym_span text)
{
    assert(doc_slot_scope(slot) == DOC_SCOPE_DISPUTE);
    if (text.n > 0)
        c->value[slot][0] = text;
}

/* The rows move up by one, over the oldest. */
static void forget_oldest(struct ym_span rows[DOC_FACT_ROWS_MAX])
{
    memmove(rows, rows + 1, (DOC_FACT_ROWS_MAX - 1) * sizeof(rows[0]));
    rows[DOC_FACT_ROWS_MAX - 1] = (struct ym_span){ NULL, 0 };
}

size_t case_row(struct doc_case *c, enum doc_scope scope)
{
    const size_t row = c->rows[scope] < DOC_FACT_ROWS_MAX ? c->rows[scope]++ : DOC_FACT_ROWS_MAX;

    for (int s = 0; s < DOC_SLOT_COUNT; s++) {
        if (doc_slot_scope((enum doc_slot)s) != scope)
            continue;
        if (row == DOC_FACT_ROWS_MAX) {
            forget_oldest(c->value[s]);
            forget_oldest(c->english[s]);
        } else {
            c->value[s][row] = (struct ym_span){ NULL, 0 };
            c->english[s][row] = (struct ym_span){ NULL, 0 };
        }
    }
    return row < DOC_FACT_ROWS_MAX ? row : DOC_FACT_ROWS_MAX - 1;
}

struct ym_span case_seat(struct doc_case *c, int64_t seat)
{
    if (seat >= 0 && (size_t)seat < c->rows[DOC_SCOPE_PARTY] && c->value[DOC_SLOT_NAME][seat].n > 0)
        return c->value[DOC_SLOT_NAME][seat];
    return case_printf(c, "当事人%lld", (long long)seat + 1);
}

/* ---- The row ---- */

static struct ym_span opened(struct doc_case *c, const struct doc_case_options *o, uint8_t seat,
                             enum app_sealed field)
{
    return o->open != NULL ? case_keep(c, o->open(o->arg, seat, field))
                           : (struct ym_span){ NULL, 0 };
}

static void add_party(struct doc_case *c, const struct app_view *v, uint8_t seat,
                      const struct doc_case_options *o)
{
    const struct ym_party *p = &v->parties[seat];
    const size_t row = case_row(c, DOC_SCOPE_PARTY);

    c->value[DOC_SLOT_SEAT][row] = case_printf(c, "%u", seat + 1u);
    case_put_word(c, DOC_SLOT_SIDE, row, YM_VOCAB_SIDE, p->side);
    case_put_word(c, DOC_SLOT_KIND, row, YM_VOCAB_PARTY, p->kind);
    c->value[DOC_SLOT_NAME][row] = case_keep(c, p->name);
    if (p->agent.n > 0)
        c->value[DOC_SLOT_AGENT][row] = case_keep(c, p->agent);
    else
        case_put_both(c, DOC_SLOT_AGENT, row, "无", "none");
    c->value[DOC_SLOT_AGENT_PHONE][row] = opened(c, o, seat, APP_SEALED_AGENT_PHONE);
    c->value[DOC_SLOT_IDENTITY][row] = opened(c, o, seat, APP_SEALED_IDENTITY);
    c->value[DOC_SLOT_PHONE][row] = opened(c, o, seat, APP_SEALED_PHONE);
    c->value[DOC_SLOT_ADDRESS][row] = opened(c, o, seat, APP_SEALED_ADDRESS);
}

/* The names of one side, with a Chinese comma between them. */
static struct ym_span names(struct doc_case *c, const struct app_view *v, enum ym_side side)
{
    const struct ym_span comma = YM_SPAN("、");
    size_t n = 0;
    char *at;
    struct ym_span all;

    for (uint8_t i = 0; i < v->nparties; i++)
        n += v->parties[i].side == side ? v->parties[i].name.n + comma.n : 0;
    at = n > 0 ? ym_arena_alloc(&c->words, n, 1) : NULL;
    if (at == NULL)
        return (struct ym_span){ NULL, 0 };
    all = (struct ym_span){ at, n - comma.n };
    for (uint8_t i = 0; i < v->nparties; i++) {
        if (v->parties[i].side != side)
            continue;
        if (v->parties[i].name.n > 0)
            memcpy(at, v->parties[i].name.at, v->parties[i].name.n);
        memcpy(at + v->parties[i].name.n, comma.at, comma.n);
        at += v->parties[i].name.n + comma.n;
    }
    return all;
}

static void add_clocks(struct doc_case *c, const struct app_view *v)
{
    const ym_day due = v->due_at != YM_USEC_NONE ? ym_day_of(v->due_at - 1) : YM_DAY_NONE;

    case_put_day(c, DOC_SLOT_DUE_ON, 0, due);
    case_put_day(c, DOC_SLOT_EXTENDED_TO, 0, due);
}

static void add_row(struct doc_case *c, const struct app_view *v, const struct doc_case_options *o)
{
    const struct ym_dispute *d = &v->dispute;
    char number[YM_NUMBER_TEXT_MAX];

    ym_number_print(d->id, number);
    case_set(c, DOC_SLOT_NUMBER, case_keep(c, ym_span_of(number)));
    case_set(c, DOC_SLOT_TITLE, case_keep(c, v->title));
    case_set(c, DOC_SLOT_DESCRIPTION, case_keep(c, v->description));
    case_put_word(c, DOC_SLOT_TYPE, 0, YM_VOCAB_TYPE, d->type);
    case_put_word(c, DOC_SLOT_CHANNEL, 0, YM_VOCAB_CHANNEL, d->channel);
    case_put_word(c, DOC_SLOT_SOURCE, 0, YM_VOCAB_SOURCE, d->source);
    case_set(c, DOC_SLOT_REGION, case_keep(c, v->region_name));
    case_put_money(c, DOC_SLOT_AMOUNT, 0, v->amount_fen);
    case_put_word(c, DOC_SLOT_STAGE, 0, YM_VOCAB_STAGE, v->stage);
    case_put_word(c, DOC_SLOT_COLOUR, 0, YM_VOCAB_COLOUR, v->colour);
    case_put_both(c, DOC_SLOT_PROCEDURE, 0, c->p->zh, c->p->en);
    case_set(c, DOC_SLOT_CLAIMANTS, names(c, v, YM_SIDE_CLAIMANT));
    case_set(c, DOC_SLOT_RESPONDENTS, names(c, v, YM_SIDE_RESPONDENT));
    case_set(c, DOC_SLOT_THIRDS, names(c, v, YM_SIDE_THIRD));
    case_put_day(c, DOC_SLOT_RECEIVED_ON, 0, ym_day_of(v->received_at));
    if (d->ground != YM_GROUND_NONE)
        case_put_word(c, DOC_SLOT_GROUND, 0, YM_VOCAB_GROUND, d->ground);
    add_clocks(c, v);
    for (uint8_t i = 0; i < v->nparties; i++)
        add_party(c, v, i, o);
}

/* Who deals with it, and what the paper itself bears. */
static void add_around(struct doc_case *c, const struct app_view *v,
                       const struct doc_case_options *o)
{
    case_set(c, DOC_SLOT_BODY, case_keep(c, v->body.name));
    case_set(c, DOC_SLOT_BODY_PHONE, case_keep(c, v->body.phone));
    case_set(c, DOC_SLOT_BODY_ADDRESS, case_keep(c, o->address));
    case_set(c, DOC_SLOT_MEDIATOR, case_keep(c, v->mediator.name));
    case_set(c, DOC_SLOT_COURT, case_keep(c, v->court.name));
    case_put_day(c, DOC_SLOT_TODAY, 0, ym_day_of(o->now));
    case_set(c, DOC_SLOT_DOCUMENT_CODE, case_keep(c, o->document_code));
    case_set(c, DOC_SLOT_VERIFY_AT, case_keep(c, o->verify_at));
    case_set(c, DOC_SLOT_CODE_ADDRESS, c->code);
}

struct doc_case *case_new(ym_usec made_at)
{
    struct doc_case *c = calloc(1, sizeof(*c));

    if (c == NULL || !ym_arena_init(&c->words, DOC_CASE_BYTES) ||
        !ym_arena_init(&c->said, JSON_SAID_ARENA_BYTES)) {
        doc_case_free(c);
        return NULL;
    }
    c->made_at = made_at;
    c->performed_on = YM_DAY_NONE;
    c->rows[DOC_SCOPE_DISPUTE] = 1;
    return c;
}

struct doc_case *doc_case_new(const struct app_view *v, const struct ym_procedures *procedures,
                              const struct doc_case_options *o)
{
    const struct ym_procedure *p = ym_procedures_get(procedures, v->dispute.procedure);
    struct doc_case *c = p != NULL ? case_new(o->now) : NULL;

    if (c == NULL)
        return NULL;
    c->p = p;
    c->code = case_keep(c, o->code);
    c->seal = case_keep(c, o->document_code);
    c->colour = v->colour;
    c->stage = v->stage;
    app_agreement_init(&c->agreement, procedures);
    add_row(c, v, o);
    add_around(c, v, o);
    return c;
}

void doc_case_free(struct doc_case *c)
{
    if (c == NULL)
        return;
    app_agreement_release(&c->agreement);
    ym_arena_release(&c->said);
    ym_arena_release(&c->words);
    free(c);
}

/* The version of the agreement that this document is about. */
static const struct app_version *version_for(const struct doc_case *c, enum ym_document document)
{
    const struct app_version *in_force = app_agreement_in_force(&c->agreement);

    if (document == YM_DOC_AGREEMENT || document == YM_DOC_RECORD || in_force == NULL)
        return app_agreement_shown(&c->agreement);
    return in_force;
}

bool doc_case_facts(struct doc_case *c, enum ym_document document, struct doc_facts *ret)
{
    const struct app_version *version = c->is_packet ? NULL : version_for(c, document);

    if (!c->is_packet && (version == NULL || version != c->told))
        case_take_version(c, version);
    *ret = (struct doc_facts){ .code = c->code,
                               .seal = c->seal,
                               .colour = (enum ym_colour)c->colour,
                               .stage = c->stage,
                               .asked = c->asked,
                               .made_at = c->made_at };
    memcpy(ret->rows, c->rows, sizeof(ret->rows));
    memcpy(ret->choice, c->choice, sizeof(ret->choice));
    for (int s = 0; s < DOC_SLOT_COUNT; s++) {
        ret->value[s] = c->value[s];
        ret->english[s] = c->english[s];
    }
    return ym_arena_ok(&c->words) && !c->is_broken && !c->agreement.is_short;
}
