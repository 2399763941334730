/* SPDX-License-Identifier: Apache-2.0 */
/* The packet in the slots of its form. A slot that is not filled here stays a line to write on,
 * whatever the history of the dispute says. */
#include <stdio.h>

#include "case.h"
#include "document/packet.h"
#include "yima/number.h"

static void add_party(struct doc_case *c, const struct doc_packet_party *p, size_t seat)
{
    const size_t row = case_row(c, DOC_SCOPE_PARTY);

    c->value[DOC_SLOT_SEAT][row] = case_printf(c, "%zu", seat + 1);
    case_put_word(c, DOC_SLOT_SIDE, row, YM_VOCAB_SIDE, p->side);
    case_put_word(c, DOC_SLOT_KIND, row, YM_VOCAB_PARTY, p->kind);
    c->value[DOC_SLOT_NAME][row] = case_keep(c, p->name);
    c->value[DOC_SLOT_IDENTITY][row] = case_keep(c, p->identity);
    c->value[DOC_SLOT_PHONE][row] = case_keep(c, p->phone);
    c->value[DOC_SLOT_ADDRESS][row] = case_keep(c, p->address);
    c->value[DOC_SLOT_AGENT_PHONE][row] = case_keep(c, p->agent_phone);
    if (p->agent.n > 0)
        c->value[DOC_SLOT_AGENT][row] = case_keep(c, p->agent);
    else
        case_put_both(c, DOC_SLOT_AGENT, row, "无", "none");
}

static void add_facts(struct doc_case *c, const struct doc_packet *p)
{
    for (size_t i = 0; i < p->nfacts; i++) {
        const size_t row = case_row(c, DOC_SCOPE_FACT);

        c->value[DOC_SLOT_FACT_N][row] = case_printf(c, "%zu", i + 1);
        c->value[DOC_SLOT_FACT_TEXT][row] = case_keep(c, p->undisputed[i].text);
        case_put_day(c, DOC_SLOT_FACT_ON, row, ym_day_of(p->undisputed[i].at));
    }
}

static struct ym_span size_text(struct doc_case *c, uint64_t bytes)
{
    if (bytes < 1024)
        return case_printf(c, "%u B", (unsigned)bytes);
    if (bytes < 1024 * 1024)
        return case_printf(c, "%u KB", (unsigned)((bytes + 1023) / 1024));
    return case_printf(c, "%u.%u MB", (unsigned)(bytes >> 20),
                       (unsigned)((bytes & 0xfffff) * 10 >> 20));
}

static void add_paper(struct doc_case *c, const struct doc_packet_paper *paper, size_t n)
{
    const size_t row = case_row(c, DOC_SCOPE_PAPER);
    char hash[65];

    for (size_t i = 0; i < 32; i++)
        (void)snprintf(hash + 2 * i, 3, "%02x", paper->sha256[i]);
    c->value[DOC_SLOT_PAPER_N][row] = case_printf(c, "%zu", n + 1);
    c->value[DOC_SLOT_PAPER_NAME][row] = case_keep(c, paper->name);
    c->value[DOC_SLOT_PAPER_FOR][row] = paper->purpose_zh;
    c->english[DOC_SLOT_PAPER_FOR][row] = paper->purpose_en;
    c->value[DOC_SLOT_PAPER_SIZE][row] = size_text(c, paper->bytes);
    c->value[DOC_SLOT_PAPER_HASH][row] = case_keep(c, ym_span_of(hash));
}

static void add_lacks(struct doc_case *c, const struct doc_packet *p)
{
    for (int i = 0; i < DOC_LACK_COUNT; i++) {
        const struct doc_lack_row *lack = doc_lack_row((enum doc_lack)i);
        size_t row;

        if ((p->lacks >> i & 1U) == 0)
            continue;
        row = case_row(c, DOC_SCOPE_LACK);
        case_put_both(c, DOC_SLOT_LACK_WHAT, row, lack->zh, lack->en);
        c->value[DOC_SLOT_LACK_SOURCE][row] = ym_span_of(lack->source);
    }
}

static void add_agreement(struct doc_case *c, const struct doc_packet_agreement *a)
{
    case_set(c, DOC_SLOT_TERMS, case_keep(c, a->terms));
    case_put_day(c, DOC_SLOT_EFFECTIVE_ON, 0, a->effective_on);
    for (size_t i = 0; i < a->n; i++) {
        const size_t row = case_add_obligation(c, &a->obligations[i]);

        if (a->results[i] != YM_RESULT_NONE)
            case_put_word(c, DOC_SLOT_RESULT, row, YM_VOCAB_RESULT, a->results[i]);
        else
            case_put_both(c, DOC_SLOT_RESULT, row, "未到期或未履行",
                          "not yet due or not performed");
    }
}

/* The names of a set of seats, with a Chinese comma between them. */
static struct ym_span names(struct doc_case *c, const struct doc_packet *p, uint32_t set)
{
    struct ym_buf all;
    struct ym_span kept;

    ym_buf_init(&all, DOC_TEXT_BYTES);
    for (size_t i = 0; i < p->nparties; i++) {
        if ((set >> i & 1U) == 0)
            continue;
        if (all.n > 0)
            ym_buf_puts(&all, "、");
        ym_buf_add(&all, p->parties[i].name);
    }
    kept = case_keep(c, ym_buf_span(&all));
    ym_buf_release(&all);
    return kept;
}

static struct ym_span supplements(struct doc_case *c, const struct doc_packet *p)
{
    struct ym_buf all;
    struct ym_span kept;

    ym_buf_init(&all, DOC_TEXT_BYTES);
    for (size_t i = 0; i < p->nsupplements; i++) {
        const struct ym_span at = case_minute(c, p->supplements[i].at);

        ym_buf_printf(&all, "%s%.*s　", i > 0 ? "\n" : "", (int)at.n, at.at);
        ym_buf_add(&all, p->supplements[i].text);
    }
    kept = case_keep(c, ym_buf_span(&all));
    ym_buf_release(&all);
    return kept;
}

static void add_dispute(struct doc_case *c, const struct doc_packet *p,
                        const struct doc_packet_paper_options *o)
{
    char number[YM_NUMBER_TEXT_MAX];

    ym_number_print(p->dispute, number);
    case_set(c, DOC_SLOT_NUMBER, case_keep(c, ym_span_of(number)));
    case_set(c, DOC_SLOT_TITLE, case_keep(c, p->title));
    case_put_word(c, DOC_SLOT_TYPE, 0, YM_VOCAB_TYPE, p->type);
    case_set(c, DOC_SLOT_BODY, case_keep(c, p->body.name));
    case_set(c, DOC_SLOT_COURT, case_keep(c, p->court.name));
    case_set(c, DOC_SLOT_CASE_NUMBER, case_keep(c, p->case_number));
    case_put_day(c, DOC_SLOT_RECEIVED_ON, 0, ym_day_of(p->received_at));
    case_put_day(c, DOC_SLOT_ENDED_ON, 0, p->ended_on);
    if (p->ground != YM_GROUND_NONE)
        case_put_word(c, DOC_SLOT_GROUND, 0, YM_VOCAB_GROUND, p->ground);
    case_set(c, DOC_SLOT_CLAIMS, case_keep(c, p->claims));
    case_set(c, DOC_SLOT_FACTS, case_keep(c, p->facts));
    case_set(c, DOC_SLOT_SUPPLEMENTED, supplements(c, p));
    case_set(c, DOC_SLOT_COPIES, case_printf(c, "%u", p->copies));
    case_set(c, DOC_SLOT_FILER,
             p->filer < p->nparties ? case_seat(c, p->filer) : names(c, p, p->claimants));
    case_put_day(c, DOC_SLOT_TODAY, 0, ym_day_of(o->now));
    case_set(c, DOC_SLOT_DOCUMENT_CODE, case_keep(c, o->document_code));
    case_set(c, DOC_SLOT_VERIFY_AT, case_keep(c, o->verify_at));
}

struct doc_case *doc_packet_case(const struct doc_packet *p,
                                 const struct doc_packet_paper_options *o)
{
    struct doc_case *c = case_new(o->now);

    if (c == NULL)
        return NULL;
    c->is_packet = true;
    c->is_broken = p->nfacts > DOC_FACT_ROWS_MAX || p->npapers > DOC_FACT_ROWS_MAX;
    c->code = case_keep(c, o->code);
    c->seal = case_keep(c, o->document_code);
    c->colour = p->colour;
    c->stage = p->stage;
    for (size_t i = 0; i < p->nparties; i++)
        add_party(c, &p->parties[i], i);
    add_dispute(c, p, o);
    add_facts(c, p);
    for (size_t i = 0; i < p->npapers; i++)
        add_paper(c, &p->papers[i], i);
    if (p->agreement != NULL)
        add_agreement(c, p->agreement);
    add_lacks(c, p);
    return c;
}
