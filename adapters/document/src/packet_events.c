/* SPDX-License-Identifier: Apache-2.0 */
/* What of the history goes to a court. Each command that tells something stands here by name; of
 * all others nothing is looked at. */
#include <string.h>

#include "json/read.h"
#include "json/said.h"
#include "packet.h"

/* ---- The complaint ---- */

static struct ym_span member(struct packet *p, struct json_at *fields, const char *key)
{
    const struct json_at at = json_optional(fields, key);

    return json_given(&at) && json_is_text(&at)
               ? packet_keep(p, json_get_text(&at, 0, YM_LONG_TEXT_CHARS_MAX))
               : (struct ym_span){ NULL, 0 };
}

/* Who files: the party that sends it, or the one for whom the window does. */
static uint8_t filer_of(const struct ym_event *ev)
{
    if (ev->c.by.seat < YM_SEATS_MAX)
        return ev->c.by.seat;
    for (uint8_t seat = 0; seat < YM_SEATS_MAX; seat++) {
        if ((ev->c.seats >> seat & 1U) != 0)
            return seat;
    }
    return YM_SEATS_MAX;
}

static void take_complaint(struct packet *p, const struct ym_event *ev)
{
    struct json_doc *doc;
    struct json_at fields;
    struct ym_error why;

    if (json_parse(ev->c.detail, YM_DETAIL_BYTES_MAX, &doc, &why) != YM_E_OK)
        return;
    fields = json_root(doc);
    (void)json_object(&fields);
    p->ret.claims = member(p, &fields, "claims");
    p->ret.facts = member(p, &fields, "facts");
    json_free(doc);
    p->ret.filer = filer_of(ev);
    p->ret.submitted_at = ev->c.at;
    p->ret.nsupplements = 0;
}

static void take_supplement(struct packet *p, const struct ym_event *ev, struct ym_span note)
{
    if (note.n == 0)
        return;
    if (p->ret.nsupplements == DOC_PACKET_NOTES_MAX)
        memmove(p->supplements, p->supplements + 1,
                --p->ret.nsupplements * sizeof(p->supplements[0]));
    p->supplements[p->ret.nsupplements++] =
        (struct doc_packet_supplement){ ev->c.at, packet_keep(p, note) };
}

/* What the court wants or refuses is its own word, and who files must read it. */
static void take_answer(struct packet *p, const struct ym_event *ev, const struct ym_said *said)
{
    p->ret.answer = (struct doc_packet_answer){
        .command = ev->c.kind,
        .at = ev->c.at,
        .date = said->date,
        .reason = packet_keep(p, ev->c.kind == YM_CMD_NOTIFY_FEE ? said->note : said->reason),
    };
}

/* ---- The end of mediation ---- */

static enum ym_phase phase_of(const struct packet *p)
{
    const struct ym_dispute *d = &p->agreement.dispute;
    const struct ym_procedure *procedure = ym_procedures_get(p->ports.procedures, d->procedure);
    const uint8_t state = d->state[YM_TRACK_MAIN];

    return procedure != NULL && state < procedure->nstates
               ? (enum ym_phase)procedure->states[state].phase
               : YM_PHASE_IDLE;
}

/* The day and the coded ground: why people stopped talking is nobody's word here. */
static void take_end(struct packet *p, const struct ym_event *ev)
{
    p->ret.ended_on = ym_day_of(ev->c.at);
    if (ev->ground != YM_GROUND_NONE)
        p->ret.ground = ev->ground;
}

/* A round that begins anew has no end, no complaint and nothing that is sued upon. */
static void begin_again(struct packet *p)
{
    p->ret.ended_on = YM_DAY_NONE;
    p->ret.ground = YM_GROUND_NONE;
    p->sued = 0;
}

/* Before the event: who goes to court while an agreement is in force sues upon it (人民调解法 32).
 * One that never bound stays behind: what it offered was a concession. */
static void take_suit(struct packet *p, const struct ym_event *ev, enum ym_phase before)
{
    const struct app_version *v = app_agreement_in_force(&p->agreement);

    if ((ev->c.kind == YM_CMD_SUE || ev->c.kind == YM_CMD_GO_TO_COURT) && v != NULL &&
        before == YM_PHASE_SETTLED)
        p->sued = v->number;
}

static void take_filing(struct packet *p, const struct ym_event *ev, const struct ym_said *said)
{
    switch (ev->c.kind) {
    case YM_CMD_SUBMIT_FILING:
        take_complaint(p, ev);
        p->ret.answer.at = YM_USEC_NONE;
        break;
    case YM_CMD_SUPPLEMENT:
        take_supplement(p, ev, said->note);
        break;
    case YM_CMD_REGISTER_COURT:
        p->ret.case_number = packet_keep(p, said->case_number);
        break;
    case YM_CMD_ASK_SUPPLEMENT:
    case YM_CMD_REFUSE_FILING:
    case YM_CMD_NOTIFY_FEE:
        take_answer(p, ev, said);
        break;
    default:
        break;
    }
}

bool packet_feed(struct packet *p, const struct ym_event *ev)
{
    const enum ym_phase before = phase_of(p);
    struct ym_said said;

    ym_arena_reset(&p->said);
    if (!json_said_read(ev->c.detail, &p->said, &said))
        said = json_said_nothing();
    take_suit(p, ev, before);
    if (!app_agreement_feed(&p->agreement, ev, &said))
        return false;
    if ((ev->effects & YM_E(RESTART)) != 0)
        begin_again(p);
    if (before != YM_PHASE_FAILED && phase_of(p) == YM_PHASE_FAILED)
        take_end(p, ev);
    take_filing(p, ev, &said);
    return ym_arena_ok(&p->words);
}

/* ---- When all was read ---- */

static const struct app_version *sued_upon(const struct packet *p)
{
    for (size_t i = 0; p->sued != 0 && i < p->agreement.nversions; i++) {
        if (p->agreement.versions[i]->number == p->sued)
            return p->agreement.versions[i];
    }
    return NULL;
}

static void conclude_agreement(struct packet *p)
{
    const struct app_version *v = sued_upon(p);
    struct doc_packet_agreement *a;
    struct ym_obligation *said;
    uint8_t *results;

    if (v == NULL)
        return;
    a = ym_arena_alloc(&p->words, 1, sizeof(*a));
    said = ym_arena_alloc(&p->words, YM_OBLIGATIONS_MAX, sizeof(*said));
    results = ym_arena_alloc(&p->words, YM_OBLIGATIONS_MAX, sizeof(*results));
    if (a == NULL || said == NULL || results == NULL)
        return;
    for (size_t i = 0; i < v->ndebts && i < YM_OBLIGATIONS_MAX; i++) {
        said[i] = v->debts[i].said;
        results[i] = v->debts[i].result;
    }
    *a = (struct doc_packet_agreement){ .terms = v->terms,
                                        .effective_on = v->effective_on,
                                        .is_oral = v->is_oral,
                                        .n = (uint8_t)v->ndebts,
                                        .obligations = said,
                                        .results = results };
    p->ret.agreement = a;
}

static unsigned count(uint32_t set)
{
    unsigned n = 0;

    for (; set != 0; set &= set - 1)
        n++;
    return n;
}

/* Whose complaint it is or will be: who filed it, else the claimants. */
static uint32_t filers(const struct packet *p)
{
    return p->ret.filer < YM_SEATS_MAX ? UINT32_C(1) << p->ret.filer : p->ret.claimants;
}

/* Against whom it goes: the other side of who files. */
static uint32_t opponents(const struct packet *p)
{
    return (filers(p) & p->ret.respondents) != 0 ? p->ret.claimants : p->ret.respondents;
}

static uint32_t lacks_of_parties(const struct packet *p)
{
    uint32_t lacks = 0;

    for (size_t i = 0; i < p->ret.nparties; i++) {
        const struct doc_packet_party *party = &p->ret.parties[i];
        const bool files = (filers(p) >> i & 1U) != 0;

        if (files && !party->has_identity)
            lacks |= 1U << DOC_LACK_IDENTITY;
        if (files && (!party->has_address || !party->has_phone))
            lacks |= 1U << DOC_LACK_CONTACT;
        if (files && party->agent.n > 0)
            lacks |= 1U << DOC_LACK_AUTHORITY;
        if ((opponents(p) >> i & 1U) != 0 && !party->has_address)
            lacks |= 1U << DOC_LACK_OPPONENT;
    }
    return lacks;
}

/* Papers that prove who somebody is are not evidence, and answer for what else would be missing. */
static uint32_t lacks_of_papers(const struct packet *p, uint32_t lacks)
{
    bool has_evidence = false;

    for (size_t i = 0; i < p->ret.npapers; i++) {
        if (p->papers[i].purpose == APP_PAPER_IDENTITY)
            lacks &= ~(1U << DOC_LACK_AUTHORITY);
        else
            has_evidence = true;
    }
    return has_evidence ? lacks : lacks | 1U << DOC_LACK_EVIDENCE;
}

void packet_conclude(struct packet *p)
{
    uint32_t lacks = lacks_of_papers(p, lacks_of_parties(p));

    conclude_agreement(p);
    if (p->ret.claims.n == 0)
        lacks |= 1U << DOC_LACK_CLAIMS;
    if (p->ret.facts.n == 0)
        lacks |= 1U << DOC_LACK_FACTS;
    if (p->ret.court.id == 0)
        lacks |= 1U << DOC_LACK_COURT;
    p->ret.lacks = lacks;
    p->ret.copies = 1 + count(opponents(p)) + count(p->ret.thirds);
    p->ret.undisputed = p->facts;
    p->ret.papers = p->papers;
    p->ret.supplements = p->supplements;
}
