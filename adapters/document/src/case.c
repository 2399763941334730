/* SPDX-License-Identifier: Apache-2.0 */
#include "case.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "yima/number.h"

#define LINE_BYTES 1024

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

struct ym_span case_day(struct doc_case *c, ym_day day)
{
    int year;
    int month;
    int of_month;

    if (day == YM_DAY_NONE)
        return (struct ym_span){ NULL, 0 };
    ym_day_split(day, &year, &month, &of_month);
    return case_printf(c, "%d年%d月%d日", year, month, of_month);
}

struct ym_span case_money(struct doc_case *c, int64_t fen)
{
    char digits[24];
    char grouped[32];
    size_t n = 0;
    size_t len;

    if (fen < 0)
        return (struct ym_span){ NULL, 0 };
    len = (size_t)snprintf(digits, sizeof(digits), "%lld", (long long)(fen / 100));
    for (size_t i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            grouped[n++] = ',';
        grouped[n++] = digits[i];
    }
    return case_printf(c, "%.*s.%02d元", (int)n, grouped, (int)(fen % 100));
}

void case_set(struct doc_case *c, enum doc_slot slot, struct ym_span text)
{
    assert(doc_slot_scope(slot) == DOC_SCOPE_DISPUTE);
    if (text.n > 0)
        c->value[slot][0] = text;
}

size_t case_row(struct doc_case *c, enum doc_scope scope)
{
    if (c->rows[scope] < DOC_FACT_ROWS_MAX)
        return c->rows[scope]++;
    for (int s = 0; s < DOC_SLOT_COUNT; s++) {
        if (doc_slot_scope((enum doc_slot)s) != scope)
            continue;
        memmove(c->value[s], c->value[s] + 1, (DOC_FACT_ROWS_MAX - 1) * sizeof(c->value[s][0]));
        c->value[s][DOC_FACT_ROWS_MAX - 1] = (struct ym_span){ NULL, 0 };
    }
    return DOC_FACT_ROWS_MAX - 1;
}

struct ym_span case_seat(struct doc_case *c, int64_t seat)
{
    if (seat >= 0 && (size_t)seat < c->rows[DOC_SCOPE_PARTY] && c->value[DOC_SLOT_NAME][seat].n > 0)
        return c->value[DOC_SLOT_NAME][seat];
    return case_printf(c, "当事人%lld", (long long)seat + 1);
}

/* ---- The row ---- */

static struct ym_span word(struct doc_case *c, enum ym_vocab_id vocab, int index)
{
    return case_keep(c, ym_span_of(ym_word(vocab, index)->zh));
}

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
    c->value[DOC_SLOT_SIDE][row] = word(c, YM_VOCAB_SIDE, p->side);
    c->value[DOC_SLOT_KIND][row] = word(c, YM_VOCAB_PARTY, p->kind);
    c->value[DOC_SLOT_NAME][row] = case_keep(c, p->name);
    c->value[DOC_SLOT_AGENT][row] = p->agent.n > 0 ? case_keep(c, p->agent) : YM_SPAN("无");
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
        memcpy(at, v->parties[i].name.at, v->parties[i].name.n);
        memcpy(at + v->parties[i].name.n, comma.at, comma.n);
        at += v->parties[i].name.n + comma.n;
    }
    return all;
}

static void add_clocks(struct doc_case *c, const struct app_view *v)
{
    case_set(c, DOC_SLOT_DUE_ON,
             v->due_at != YM_USEC_NONE ? case_day(c, ym_day_of(v->due_at - 1))
                                       : (struct ym_span){ NULL, 0 });
    case_set(c, DOC_SLOT_EXTENDED_TO, c->value[DOC_SLOT_DUE_ON][0]);
}

static void add_row(struct doc_case *c, const struct app_view *v, const struct doc_case_options *o)
{
    const struct ym_dispute *d = &v->dispute;
    char number[YM_NUMBER_TEXT_MAX];

    ym_number_print(d->id, number);
    case_set(c, DOC_SLOT_NUMBER, case_keep(c, ym_span_of(number)));
    case_set(c, DOC_SLOT_TITLE, case_keep(c, v->title));
    case_set(c, DOC_SLOT_DESCRIPTION, case_keep(c, v->description));
    case_set(c, DOC_SLOT_TYPE, word(c, YM_VOCAB_TYPE, d->type));
    case_set(c, DOC_SLOT_CHANNEL, word(c, YM_VOCAB_CHANNEL, d->channel));
    case_set(c, DOC_SLOT_SOURCE, word(c, YM_VOCAB_SOURCE, d->source));
    case_set(c, DOC_SLOT_REGION, case_keep(c, v->region_name));
    case_set(c, DOC_SLOT_AMOUNT, case_money(c, v->amount_fen));
    case_set(c, DOC_SLOT_STAGE, word(c, YM_VOCAB_STAGE, v->stage));
    case_set(c, DOC_SLOT_COLOUR, word(c, YM_VOCAB_COLOUR, v->colour));
    case_set(c, DOC_SLOT_PROCEDURE, case_keep(c, ym_span_of(c->p->zh)));
    case_set(c, DOC_SLOT_CLAIMANTS, names(c, v, YM_SIDE_CLAIMANT));
    case_set(c, DOC_SLOT_RESPONDENTS, names(c, v, YM_SIDE_RESPONDENT));
    case_set(c, DOC_SLOT_THIRDS, names(c, v, YM_SIDE_THIRD));
    case_set(c, DOC_SLOT_BODY, case_keep(c, v->body.name));
    case_set(c, DOC_SLOT_BODY_PHONE, case_keep(c, v->body.phone));
    case_set(c, DOC_SLOT_BODY_ADDRESS, case_keep(c, o->address));
    case_set(c, DOC_SLOT_MEDIATOR, case_keep(c, v->mediator.name));
    case_set(c, DOC_SLOT_COURT, case_keep(c, v->court.name));
    case_set(c, DOC_SLOT_RECEIVED_ON, case_day(c, ym_day_of(v->received_at)));
    case_set(c, DOC_SLOT_TODAY, case_day(c, ym_day_of(o->now)));
    if (d->ground != YM_GROUND_NONE)
        case_set(c, DOC_SLOT_GROUND, word(c, YM_VOCAB_GROUND, d->ground));
    add_clocks(c, v);
    for (uint8_t i = 0; i < v->nparties; i++)
        add_party(c, v, i, o);
}

struct doc_case *doc_case_new(const struct app_view *v, const struct ym_procedure *p,
                              const struct doc_case_options *o)
{
    struct doc_case *c = calloc(1, sizeof(*c));

    if (c == NULL || !ym_arena_init(&c->words, DOC_CASE_BYTES)) {
        free(c);
        return NULL;
    }
    c->p = p;
    c->made_at = o->now;
    c->code = case_keep(c, o->code);
    c->rows[DOC_SCOPE_DISPUTE] = 1;
    add_row(c, v, o);
    return c;
}

void doc_case_free(struct doc_case *c)
{
    if (c == NULL)
        return;
    ym_arena_release(&c->words);
    free(c);
}

bool doc_case_facts(const struct doc_case *c, struct doc_facts *ret)
{
    *ret = (struct doc_facts){ .code = c->code, .made_at = c->made_at };
    memcpy(ret->rows, c->rows, sizeof(ret->rows));
    for (int s = 0; s < DOC_SLOT_COUNT; s++)
        ret->value[s] = c->value[s];
    return ym_arena_ok(&c->words);
}
