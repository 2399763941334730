/* SPDX-License-Identifier: Apache-2.0 */
/* From an event to the message that tells a court of it. */
#include <assert.h>

#include "private.h"

bool court_out_wants(struct exchange_handler *h, uint8_t command)
{
    (void)h;
    return court_wants(command);
}

static void end(struct court_drafting *d, enum ym_err err, const struct exchange_draft *draft)
{
    exchange_drafted_fn *done = d->done;
    void *arg = d->arg;

    done(arg, err, draft);
    ym_buf_release(&d->body);
    d->done = NULL;
}

/* They need not know. */
static void end_untold(struct court_drafting *d)
{
    const struct exchange_draft none = { .is_message = false };

    end(d, YM_E_OK, &none);
}

static void end_told(struct court_drafting *d)
{
    struct exchange_draft draft = { .is_message = true,
                                    .verb = d->row->verb,
                                    .kind = d->row->kind };

    json_put_object_end(&d->w);
    draft.body = ym_buf_span(&d->body);
    if (json_put_ok(&d->w))
        end(d, YM_E_OK, &draft);
    else
        end(d, YM_E_UNPROCESSABLE, NULL); /* longer than any message may be */
}

static void on_packet(void *arg, enum ym_err err, const struct doc_packet *packet)
{
    struct court_drafting *d = arg;

    if (err != YM_E_OK) {
        end(d, err == YM_E_TOO_LARGE ? YM_E_UNPROCESSABLE : err, NULL);
        return;
    }
    if (d->row->content == COURT_PACKET) {
        json_put_key(&d->w, "packet");
        doc_packet_put(packet, &d->w);
    } else {
        json_add_text(&d->w, "title", packet->title);
        court_put_parties(&d->w, packet);
    }
    end_told(d);
}

static void gather(struct court_drafting *d)
{
    const struct court_handler_config *c = &d->court->config;
    const struct doc_packet_ports ports = { .reader = c->reader,
                                            .casefile = c->casefile,
                                            .evidence = c->evidence,
                                            .secrets = c->secrets,
                                            .procedures = c->procedures };
    const struct doc_packet_eyes eyes = { NULL, NULL, NULL };
    const enum ym_err err =
        doc_packet_gather(&ports, &eyes, d->occasion->event->dispute, on_packet, d);

    if (err != YM_E_OK)
        end(d, err, NULL);
}

static void put_seats(struct json_out *w, uint32_t seats)
{
    json_put_key(w, "seats");
    json_put_array(w);
    for (unsigned i = 0; i < YM_SEATS_MAX; i++) {
        if ((seats >> i & 1) != 0)
            json_put_int(w, i);
    }
    json_put_array_end(w);
}

/* What every body begins with: coded words, never what somebody wrote in mediation. */
static void put_head(struct court_drafting *d, const struct court_history *h)
{
    const char *number = court_history_number(h, d->row->kind);
    struct json_out *w = &d->w;

    json_put_object(w);
    json_add_word(w, "act", d->row->act);
    json_add_word(w, "command", ym_word(YM_VOCAB_COMMAND, h->last.c.kind)->code);
    if (number[0] != '\0')
        json_add_word(w, "case_number", number);
    else
        json_add_null(w, "case_number");
    if (h->last.c.seats != 0)
        put_seats(w, h->last.c.seats);
    if (h->agreement.dispute.ground != YM_GROUND_NONE)
        json_add_code(w, "ground", YM_VOCAB_GROUND, h->agreement.dispute.ground);
    /* An objection is written to the court (民诉法解释 372): its reason is meant for it. */
    if (h->last.c.kind == YM_CMD_OBJECT && h->said.reason.n > 0)
        json_add_text(w, "reason", h->said.reason);
}

static void on_history(void *arg, enum ym_err err, const struct court_history *h)
{
    struct court_drafting *d = arg;
    const int64_t court = d->occasion->partner->body;
    int act;

    if (err != YM_E_OK) {
        end(d, err, NULL);
        return;
    }
    act = court_act_of(h->last.c.kind, &h->before, &h->standing,
                       h->was[YM_TRACK_MAIN] != h->agreement.dispute.state[YM_TRACK_MAIN]);
    /* What the court itself did or said it knows already. */
    if (act < 0 || court == 0 || h->standing.court != court || h->last.c.by.body == court) {
        end_untold(d);
        return;
    }
    d->row = court_act_row((enum court_act)act);
    put_head(d, h);
    if (d->row->content == COURT_AGREEMENT)
        court_put_agreement(&d->w, h);
    if (d->row->content == COURT_BARE)
        end_told(d);
    else
        gather(d);
}

/* Memory is short: say so, but not before draft() has returned. */
static void on_bounced(void *arg, enum ym_err err, const struct app_event_page *page)
{
    (void)err;
    (void)page;
    end(arg, YM_E_UNAVAILABLE, NULL);
}

static struct court_drafting *slot_of(struct court_handler *c)
{
    for (size_t i = 0; i < APP_DELIVER_POSTS; i++) {
        if (c->drafts[i].done == NULL)
            return &c->drafts[i];
    }
    assert(false && "no more drafts are under way than posts");
    return NULL;
}

void court_out_draft(struct exchange_handler *port, const struct exchange_occasion *o,
                     exchange_drafted_fn *done, void *arg)
{
    struct court_handler *c = court_of(port);
    const struct court_history_ports ports = court_history_ports(c);
    struct app_reader *r = c->config.reader;
    struct court_drafting *d = slot_of(c);

    *d = (struct court_drafting){ .court = c, .occasion = o, .done = done, .arg = arg };
    ym_buf_init(&d->body, COURT_BODY_MAX);
    d->w = json_out(&d->body);
    if (!court_history_read(&ports, o->event->dispute, o->event->seq, on_history, d))
        r->ops->events(r, o->event->dispute, 0, 1, on_bounced, d);
}
