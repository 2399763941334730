/* SPDX-License-Identifier: Apache-2.0 */
#include "proof.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "crypto/crypto.h"
#include "json/event.h"
#include "yima/canon.h"

void cli_proof_begin(struct cli_proof *p, const struct ym_procedures *procedures,
                     struct cli_redactions *redactions)
{
    p->procedures = procedures;
    p->redactions = redactions;
    p->dispute = (struct ym_dispute){ 0 };
    p->seq = 0;
    p->is_broken = false;
    p->text[0] = '\0';
}

/* Only the first broken thing counts: what follows may be its consequence. */
__attribute__((format(printf, 3, 4))) static void broken(struct cli_proof *p, uint32_t seq,
                                                         const char *format, ...)
{
    va_list args;

    if (p->is_broken)
        return;
    p->is_broken = true;
    p->seq = seq;
    va_start(args, format);
    (void)vsnprintf(p->text, sizeof(p->text), format, args);
    va_end(args);
}

/* ---- Events ---- */

static void check_canon(struct cli_proof *p, const struct app_event *e, const struct ym_event *ev)
{
    char again[YM_EVENT_BYTES_MAX];
    const size_t n = ym_canon_event(ev, again, sizeof(again));

    if (n != e->payload.n || memcmp(again, e->payload.at, n) != 0)
        broken(p, e->seq, "payload: not the canonical form of its event");
}

static void check_columns(struct cli_proof *p, struct ym_id id, const struct app_event *e,
                          const struct ym_event *ev)
{
    if (ev->dispute.v != id.v)
        broken(p, e->seq, "payload: it is an event of another dispute");
    if (ev->seq != e->seq)
        broken(p, e->seq, "seq: the payload says %u", ev->seq);
    if (ev->c.at != e->at)
        broken(p, e->seq, "at: the payload says another time");
    if (ev->rule != e->rule)
        broken(p, e->seq, "rule: %u is stored, the payload says %u", e->rule, ev->rule);
    if (ev->c.kind != e->kind)
        broken(p, e->seq, "kind: %u is stored, the payload says %u", e->kind, ev->c.kind);
    if ((ev->c.kind == YM_CMD_REGISTER) != (e->seq == 1))
        broken(p, e->seq, "kind: a history begins with register, and only begins so");
}

/* Does the chain go on with this event: by its payload, or by the statement that answers for it? */
static bool is_linked(struct cli_proof *p, const struct app_event *e)
{
    unsigned char hash[32];

    ym_sha256_2(p->dispute.head, sizeof(p->dispute.head), e->payload.at, e->payload.n, hash);
    return memcmp(hash, e->hash, sizeof(hash)) == 0 ||
           (p->redactions != NULL && cli_redactions_take(p->redactions, e));
}

void cli_proof_event(struct cli_proof *p, struct ym_id id, const struct app_event *e)
{
    struct ym_error why;
    const char *flaw = NULL;

    if (p->is_broken)
        return;
    if (e->seq != p->dispute.version + 1) {
        broken(p, p->dispute.version + 1, "event: it is missing; the next one is %u", e->seq);
        return;
    }
    if (!is_linked(p, e)) {
        broken(p, e->seq, "hash: it is not that of the hash before it and the payload");
        return;
    }
    if (json_event_read(e->payload, &p->event, &why) != YM_E_OK) {
        broken(p, e->seq, "payload: %.160s", why.text);
        return;
    }
    check_canon(p, e, &p->event);
    check_columns(p, id, e, &p->event);
    if (p->redactions != NULL)
        flaw = cli_redactions_pass(p->redactions, e);
    if (flaw != NULL)
        broken(p, e->seq, "%s", flaw);
    if (p->is_broken)
        return;
    ym_evolve(&p->dispute, &p->event);
    memcpy(p->dispute.head, e->hash, sizeof(e->hash));
}

/* ---- The row ---- */

static ym_usec next_due(const struct ym_dispute *d)
{
    const struct ym_clock *c = ym_dispute_next_clock(d);

    return c == NULL ? YM_USEC_NONE : c->due;
}

static void check_row(struct cli_proof *p, const struct pg_scan_row *r)
{
    const struct ym_dispute *d = &p->dispute;
    struct ym_dispute stored;

    if (d->version == 0)
        broken(p, 1, "event: there is none");
    if ((int64_t)d->version < r->version)
        broken(p, d->version + 1, "event: it is missing; the dispute's version is %d", r->version);
    if ((int64_t)d->version != r->version)
        broken(p, 0, "version: %d is stored, there are %u events", r->version, d->version);
    if (r->head.n != sizeof(d->head) || memcmp(r->head.at, d->head, r->head.n) != 0)
        broken(p, 0, "head: it is not the hash of the last event");
    if (!ym_dispute_unpack((const unsigned char *)r->state.at, r->state.n, &stored) ||
        !ym_dispute_proves(d, &stored))
        broken(p, 0, "state: it is not what the events make of it");
}

static void check_derived(struct cli_proof *p, const struct pg_scan_row *r)
{
    const struct ym_dispute *d = &p->dispute;
    const struct ym_procedure *proc = ym_procedures_get(p->procedures, d->procedure);
    const char *flaw;

    if (proc == NULL) {
        broken(p, 0, "procedure: number %u is not in the database", d->procedure);
        return;
    }
    if (r->colour != (int16_t)ym_dispute_colour(proc, d))
        broken(p, 0, "colour: %d is stored, its state has %d", r->colour,
               (int)ym_dispute_colour(proc, d));
    if (r->stage != (int16_t)ym_dispute_stage(proc, d))
        broken(p, 0, "stage: %d is stored, its state has %d", r->stage,
               (int)ym_dispute_stage(proc, d));
    if (r->is_open != ym_dispute_is_open(proc, d))
        broken(p, 0, "is_open: it is not what its states say");
    if (r->due_at != next_due(d))
        broken(p, 0, "due_at: it is not the clock that passes first");
    flaw = ym_dispute_flaw(proc, d);
    if (flaw != NULL)
        broken(p, 0, "invariant: %.170s", flaw);
}

static void check_holders(struct cli_proof *p, const struct pg_scan_row *r)
{
    const struct ym_dispute *d = &p->dispute;
    const int32_t places = 1 + (d->mediator != 0) + (d->court != 0);

    if (r->type != d->type || r->body != d->body || r->mediator != d->mediator ||
        r->court != d->court || r->region != d->region)
        broken(p, 0, "type, body, mediator, court or region is not that of the history");
    else if (r->dockets != places)
        broken(p, 0, "docket: it is in %d of its %d places", r->dockets, places);
}

static void check_words(struct cli_proof *p, const struct pg_scan_row *r)
{
    const struct ym_dispute *d = &p->dispute;

    if (!r->has_words) {
        broken(p, 0, "dispute_detail: its row is missing");
        return;
    }
    if (r->words.type != d->type || r->words.region != d->region ||
        r->words.procedure != d->procedure)
        broken(p, 0, "dispute_detail: type, region or procedure is not that of the dispute");
    if (r->parties != d->seats)
        broken(p, 0, "party: %lld rows for %u seats", (long long)r->parties, d->seats);
    if (r->codes > 1)
        broken(p, 0, "code: %lld are in force, at most one may be", (long long)r->codes);
}

static bool is_stored(const struct pg_scan_row *r, const struct ym_clock *c)
{
    for (size_t i = 0; i < r->nclocks && i < PG_SCAN_CLOCKS_MAX; i++)
        if (r->clocks[i].deadline == c->deadline && r->clocks[i].due == c->due)
            return true;
    return false;
}

static void check_clocks(struct cli_proof *p, const struct pg_scan_row *r)
{
    const struct ym_dispute *d = &p->dispute;
    const struct ym_procedure *proc = ym_procedures_get(p->procedures, d->procedure);
    size_t running = 0;

    for (size_t i = 0; i < d->nclocks; i++) {
        if (d->clocks[i].due == 0)
            continue;
        running++;
        if (!is_stored(r, &d->clocks[i]))
            broken(p, 0, "deadline: the row of %s is missing or has another time",
                   proc != NULL && d->clocks[i].deadline < proc->ndeadlines
                       ? proc->deadlines[d->clocks[i].deadline].name
                       : "a clock");
    }
    if (r->nclocks != running)
        broken(p, 0, "deadline: %zu rows for %zu running clocks", r->nclocks, running);
}

bool cli_proof_end(struct cli_proof *p, const struct pg_scan_row *r)
{
    const char *flaw = p->redactions != NULL ? cli_redactions_end(p->redactions) : NULL;

    if (flaw != NULL)
        broken(p, 0, "%s", flaw);
    if (!p->is_broken)
        check_row(p, r);
    if (!p->is_broken) {
        check_derived(p, r);
        check_holders(p, r);
        check_words(p, r);
        check_clocks(p, r);
    }
    return !p->is_broken;
}
