/* SPDX-License-Identifier: Apache-2.0 */
#include "court/history.h"

#include <stdlib.h>
#include <string.h>

#include "app/exchange.h"
#include "json/said.h"

struct reading {
    struct court_history_ports ports;
    struct ym_id dispute;
    uint32_t upto; /* 0: all */
    court_history_fn *done;
    void *arg;
    struct ym_arena arena; /* of the detail of one event */
    struct court_history h;
};

static void end(struct reading *r, enum ym_err err)
{
    r->done(r->arg, err, err == YM_E_OK ? &r->h : NULL);
    app_agreement_release(&r->h.agreement);
    ym_arena_release(&r->arena);
    free(r);
}

static void keep_number(char ret[YM_COURT_NUMBER_TEXT_MAX], struct ym_span number)
{
    if (number.n > 0 && number.n < YM_COURT_NUMBER_TEXT_MAX) {
        memcpy(ret, number.at, number.n);
        ret[number.n] = '\0';
    }
}

/* A number belongs to what the event has just made registered. */
static void keep_numbers(struct court_history *h, const struct ym_said *said)
{
    const bool is_filing =
        h->before.filing != COURT_STEP_REGISTERED && h->standing.filing == COURT_STEP_REGISTERED;

    if (h->last.c.kind == YM_CMD_ACCEPT_CONFIRMATION)
        keep_number(h->confirmed_as, said->case_number);
    else if (h->last.c.kind == YM_CMD_REGISTER_COURT)
        keep_number(is_filing ? h->filed_as : h->referred_as, said->case_number);
}

static bool feed(struct reading *r, const struct app_event *row)
{
    struct court_history *h = &r->h;
    const struct ym_procedure *p;
    struct ym_event ev;
    struct ym_said said;

    ym_arena_reset(&r->arena);
    if (!r->ports.decode(row->payload, &ev) || !json_said_read(ev.c.detail, &r->arena, &said))
        return false;
    memcpy(h->was, h->agreement.dispute.state, sizeof(h->was));
    if (ev.seq == 1)
        h->origin = ev.c.by.body;
    if (ev.c.kind == YM_CMD_TRANSFER)
        h->body_before = h->agreement.dispute.body;
    h->before = h->standing;
    if (!app_agreement_feed(&h->agreement, &ev, &said) || h->agreement.is_short)
        return false;
    p = ym_procedures_get(r->ports.procedures, h->agreement.dispute.procedure);
    if (p == NULL)
        return false;
    court_standing_feed(&h->standing, p, &h->agreement.dispute, &ev, h->was);
    h->last = ev;
    h->said = said;
    keep_numbers(h, &said);
    h->last.c.detail = (struct ym_span){ NULL, 0 };
    return true;
}

static void on_events(void *arg, enum ym_err err, const struct app_event_page *page)
{
    struct reading *r = arg;
    const uint32_t seen = r->h.agreement.dispute.version;
    struct app_reader *reader = r->ports.reader;

    for (size_t i = 0; err == YM_E_OK && i < page->n; i++) {
        if (r->upto != 0 && page->at[i].seq > r->upto)
            break;
        if (!feed(r, &page->at[i]))
            err = YM_E_INTERNAL;
    }
    if (err != YM_E_OK) {
        end(r, err);
        return;
    }
    if (page->n == APP_PAGE_MAX && (r->upto == 0 || page->at[page->n - 1].seq < r->upto)) {
        reader->ops->events(reader, r->dispute, page->at[page->n - 1].seq, APP_PAGE_MAX, on_events,
                            r);
        return;
    }
    /* An event that is told of and not to be found will be a moment later. */
    if (r->upto != 0 && r->h.agreement.dispute.version < r->upto)
        end(r, seen == 0 && page->n == 0 ? YM_E_NOT_FOUND : YM_E_UNAVAILABLE);
    else
        end(r, r->h.agreement.dispute.version == 0 ? YM_E_NOT_FOUND : YM_E_OK);
}

bool court_history_read(const struct court_history_ports *ports, struct ym_id dispute,
                        uint32_t upto, court_history_fn *done, void *arg)
{
    struct reading *r = calloc(1, sizeof(*r));

    if (r == NULL)
        return false;
    if (!ym_arena_init(&r->arena, JSON_SAID_ARENA_BYTES)) {
        free(r);
        return false;
    }
    r->ports = *ports;
    r->dispute = dispute;
    r->upto = upto;
    r->done = done;
    r->arg = arg;
    app_agreement_init(&r->h.agreement, ports->procedures);
    ports->reader->ops->events(ports->reader, dispute, 0, APP_PAGE_MAX, on_events, r);
    return true;
}

const char *court_history_number(const struct court_history *h, uint8_t kind)
{
    switch (kind) {
    case APP_EXCHANGE_FILING:
    case APP_EXCHANGE_AGREEMENT:
        return h->filed_as;
    case APP_EXCHANGE_CONFIRMATION:
        return h->confirmed_as;
    case APP_EXCHANGE_REFERRAL:
        return h->referred_as[0] != '\0' ? h->referred_as : h->filed_as;
    case APP_EXCHANGE_PERFORMANCE:
        return h->confirmed_as[0] != '\0' ? h->confirmed_as : h->filed_as;
    default:
        return "";
    }
}
