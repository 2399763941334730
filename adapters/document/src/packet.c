/* SPDX-License-Identifier: Apache-2.0 */
/* Gathering a packet: the dispute, its events, the facts that are undisputed, the papers. */
#include "packet.h"

#include <stdlib.h>
#include <string.h>

#include "json/event.h"
#include "json/said.h"

#define X(name, code, stops, zh, en, source) { code, stops, zh, en, source },
static const struct doc_lack_row lacks[DOC_LACK_COUNT] = { DOC_LACKS(X) };
#undef X

const struct doc_lack_row *doc_lack_row(enum doc_lack lack)
{
    return &lacks[lack];
}

struct ym_span packet_keep(struct packet *p, struct ym_span text)
{
    return text.n > 0 ? ym_arena_text(&p->words, text) : (struct ym_span){ NULL, 0 };
}

/* ---- The end ---- */

static void drop(struct packet *p)
{
    app_agreement_release(&p->agreement);
    ym_arena_release(&p->said);
    ym_arena_release(&p->words);
    free(p);
}

static void finish(struct packet *p, enum ym_err err)
{
    if (err == YM_E_OK)
        packet_conclude(p);
    if (err == YM_E_OK && p->agreement.is_short)
        err = YM_E_UNAVAILABLE;
    if (err == YM_E_OK && !ym_arena_ok(&p->words))
        err = YM_E_TOO_LARGE;
    p->done(p->arg, err, err == YM_E_OK ? &p->ret : NULL);
    drop(p);
}

/* ---- Papers ---- */

static bool take_paper(struct packet *p, const struct app_paper *row)
{
    const struct app_secrets *s = p->ports.secrets;
    const struct ym_word *purpose = app_paper_purpose_word(row->purpose);
    struct doc_packet_paper *to = &p->papers[p->ret.npapers];
    struct app_paper_head head;
    char room[APP_FILE_LABEL_MAX];
    struct ym_span plain;
    struct ym_error why;

    if (s->unseal(s->ring, app_paper_label(p->ret.dispute, row->id, room), row->head, &p->words,
                  &plain, &why) != YM_E_OK ||
        !app_paper_head_read(plain, &head))
        return false;
    *to = (struct doc_packet_paper){ .id = row->id,
                                     .name = packet_keep(p, head.name),
                                     .purpose = row->purpose,
                                     .purpose_zh = ym_span_of(purpose->zh),
                                     .purpose_en = ym_span_of(purpose->en),
                                     .media = ym_span_of(app_media_type(row->media)),
                                     .bytes = row->bytes,
                                     .seat = row->seat,
                                     .at = row->attached_at };
    memcpy(to->sha256, head.sha256, sizeof(to->sha256));
    p->ret.npapers++;
    return true;
}

static void on_papers(void *arg, enum ym_err err, const struct app_paper *rows, size_t n)
{
    struct packet *p = arg;

    for (size_t i = 0; err == YM_E_OK && i < n; i++) {
        if (p->ret.npapers == DOC_PACKET_PAPERS_MAX)
            err = YM_E_TOO_LARGE;
        else if (!take_paper(p, &rows[i]))
            err = YM_E_INTERNAL;
    }
    finish(p, err);
}

static void ask_papers(struct packet *p)
{
    struct app_evidence *e = p->ports.evidence;
    const struct app_paper_query query = { .sight = app_file_sight_packet(), .part = -1 };

    if (e == NULL)
        finish(p, YM_E_OK);
    else
        e->ops->papers(e, p->ret.dispute, &query, on_papers, p);
}

/* ---- Notes ---- */

static void ask_notes(struct packet *p);

/* A note that was corrected says nothing any more: its correction stands in its place. */
static bool correct(struct packet *p, const struct app_note *row, struct doc_packet_fact fact)
{
    for (size_t i = 0; row->corrects != 0 && i < p->ret.nfacts; i++) {
        if (p->facts[i].note == row->corrects) {
            p->facts[i] = fact;
            return true;
        }
    }
    return false;
}

static enum ym_err take_note(struct packet *p, const struct app_note *row)
{
    const struct app_secrets *s = p->ports.secrets;
    struct doc_packet_fact fact = { .note = row->id, .at = row->at };
    char room[APP_FILE_LABEL_MAX];
    struct ym_error why;

    if (s->unseal(s->ring, app_note_label(p->ret.dispute, row->id, row->staff, room), row->sealed,
                  &p->words, &fact.text, &why) != YM_E_OK)
        return YM_E_INTERNAL;
    if (correct(p, row, fact))
        return YM_E_OK;
    if (p->ret.nfacts == DOC_PACKET_FACTS_MAX)
        return YM_E_TOO_LARGE;
    p->facts[p->ret.nfacts++] = fact;
    return YM_E_OK;
}

static void on_notes(void *arg, enum ym_err err, const struct app_note *rows, size_t n,
                     bool has_more)
{
    struct packet *p = arg;

    for (size_t i = 0; err == YM_E_OK && i < n; i++) {
        err = take_note(p, &rows[i]);
        p->after = rows[i].id;
    }
    if (err != YM_E_OK)
        finish(p, err);
    else if (has_more && n > 0)
        ask_notes(p);
    else
        ask_papers(p);
}

static void ask_notes(struct packet *p)
{
    struct app_casefile *c = p->ports.casefile;

    c->ops->notes(c, p->ret.dispute, app_file_sight_packet(), p->after, on_notes, p);
}

static void after_events(struct packet *p)
{
    p->ret.is_sealed = p->ports.casefile == NULL || p->ports.secrets == NULL;
    if (p->ret.is_sealed)
        finish(p, YM_E_OK);
    else
        ask_notes(p);
}

/* ---- Events ---- */

static void ask_events(struct packet *p);

static void on_events(void *arg, enum ym_err err, const struct app_event_page *page)
{
    struct packet *p = arg;
    struct ym_event ev;

    for (size_t i = 0; err == YM_E_OK && i < page->n; i++) {
        if (!json_event_decode(page->at[i].payload, &ev))
            err = YM_E_INTERNAL;
        else if (!packet_feed(p, &ev))
            err = ym_arena_ok(&p->words) ? YM_E_INTERNAL : YM_E_TOO_LARGE;
        p->seen = page->at[i].seq;
    }
    if (err != YM_E_OK)
        finish(p, err);
    else if (page->n == 0 || p->seen >= p->ret.version)
        after_events(p);
    else
        ask_events(p);
}

static void ask_events(struct packet *p)
{
    struct app_reader *r = p->ports.reader;

    r->ops->events(r, p->ret.dispute, p->seen, APP_PAGE_MAX, on_events, p);
}

/* ---- The dispute ---- */

static struct ym_span stored(const struct ym_party *party, enum app_sealed field)
{
    switch (field) {
    case APP_SEALED_IDENTITY:
        return party->identity;
    case APP_SEALED_PHONE:
        return party->phone;
    case APP_SEALED_ADDRESS:
        return party->address;
    case APP_SEALED_AGENT_PHONE:
        return party->agent_phone;
    case APP_SEALED_COUNT:
        break;
    }
    return (struct ym_span){ NULL, 0 };
}

/* As the eyes see it; for the court itself as it is. */
static struct ym_span opened(struct packet *p, const struct app_view *v, uint8_t seat,
                             enum app_sealed field)
{
    const struct app_secrets *s = p->ports.secrets;
    const struct ym_span sealed = stored(&v->parties[seat], field);
    struct ym_span plain = { NULL, 0 };
    char room[APP_SEALED_LABEL_MAX];
    struct ym_error why;

    if (p->eyes.open != NULL)
        return packet_keep(p, p->eyes.open(p->eyes.arg, v, seat, field));
    if (sealed.n == 0 || s == NULL ||
        s->unseal(
            s->ring,
            app_sealed_label(
                (struct app_sealed_at){ .dispute = v->dispute.id, .seat = seat, .field = field },
                room),
            sealed, &p->words, &plain, &why) != YM_E_OK)
        return (struct ym_span){ NULL, 0 };
    return plain;
}

static void take_parties(struct packet *p, const struct app_view *v)
{
    struct doc_packet_party *parties = ym_arena_alloc(&p->words, YM_SEATS_MAX, sizeof(*parties));

    if (parties == NULL)
        return;
    for (uint8_t i = 0; i < v->nparties; i++) {
        const struct ym_party *from = &v->parties[i];
        const uint32_t bit = UINT32_C(1) << i;

        parties[i] = (struct doc_packet_party){
            .side = from->side,
            .kind = from->kind,
            .name = packet_keep(p, from->name),
            .agent = packet_keep(p, from->agent),
            .identity = opened(p, v, i, APP_SEALED_IDENTITY),
            .phone = opened(p, v, i, APP_SEALED_PHONE),
            .address = opened(p, v, i, APP_SEALED_ADDRESS),
            .agent_phone = opened(p, v, i, APP_SEALED_AGENT_PHONE),
            .has_identity = from->identity.n > 0,
            .has_phone = from->phone.n > 0,
            .has_address = from->address.n > 0,
        };
        p->ret.claimants |= from->side == YM_SIDE_CLAIMANT ? bit : 0;
        p->ret.respondents |= from->side == YM_SIDE_RESPONDENT ? bit : 0;
        p->ret.thirds |= from->side == YM_SIDE_THIRD ? bit : 0;
    }
    p->ret.parties = parties;
    p->ret.nparties = v->nparties;
}

static struct app_named named(struct packet *p, const struct app_named *from)
{
    return (struct app_named){ from->id, packet_keep(p, from->name), packet_keep(p, from->phone) };
}

static void take_row(struct packet *p, const struct app_view *v)
{
    p->ret.version = v->dispute.version;
    p->ret.type = v->dispute.type;
    p->ret.colour = v->colour;
    p->ret.stage = v->stage;
    p->ret.received_at = v->received_at;
    p->ret.title = packet_keep(p, v->title);
    p->ret.region = packet_keep(p, v->region_name);
    p->ret.token = v->token;
    p->ret.body = named(p, &v->body);
    p->ret.court = named(p, &v->court);
    take_parties(p, v);
}

static void on_view(void *arg, enum ym_err err, const struct app_view *v)
{
    struct packet *p = arg;

    if (err == YM_E_OK && p->eyes.may_read != NULL && !p->eyes.may_read(p->eyes.arg, &v->dispute))
        err = YM_E_NOT_FOUND;
    if (err != YM_E_OK) {
        finish(p, err);
        return;
    }
    take_row(p, v);
    ask_events(p);
}

/* ---- The beginning ---- */

static struct packet *begin(void)
{
    struct packet *p = calloc(1, sizeof(*p));

    if (p == NULL)
        return NULL;
    if (!ym_arena_init(&p->words, DOC_PACKET_BYTES) ||
        !ym_arena_init(&p->said, JSON_SAID_ARENA_BYTES)) {
        drop(p);
        return NULL;
    }
    p->facts = ym_arena_alloc(&p->words, DOC_PACKET_FACTS_MAX, sizeof(*p->facts));
    p->papers = ym_arena_alloc(&p->words, DOC_PACKET_PAPERS_MAX, sizeof(*p->papers));
    p->supplements = ym_arena_alloc(&p->words, DOC_PACKET_NOTES_MAX, sizeof(*p->supplements));
    return p;
}

enum ym_err doc_packet_gather(const struct doc_packet_ports *ports,
                              const struct doc_packet_eyes *eyes, struct ym_id dispute,
                              doc_packet_fn *done, void *arg)
{
    struct packet *p = begin();

    if (p == NULL)
        return YM_E_UNAVAILABLE;
    p->ports = *ports;
    p->eyes = *eyes;
    p->done = done;
    p->arg = arg;
    p->ret.dispute = dispute;
    p->ret.filer = YM_SEATS_MAX;
    p->ret.ended_on = YM_DAY_NONE;
    p->ret.submitted_at = YM_USEC_NONE;
    p->ret.answer.at = YM_USEC_NONE;
    app_agreement_init(&p->agreement, ports->procedures);
    ports->reader->ops->dispute(ports->reader, dispute, on_view, p);
    return YM_E_OK;
}
