/* SPDX-License-Identifier: Apache-2.0 */
/* From an event to the message that tells a centre of it. */
#include <assert.h>

#include "private.h"
#include "yima/number.h"

bool centre_out_wants(struct exchange_handler *h, uint8_t command)
{
    (void)h;
    /* Any command can change the stage; the history says whether it did. What never does is left
     * out, since each wanted one is read. */
    switch (command) {
    case YM_CMD_REGISTER:
    case YM_CMD_ASSIGN:
    case YM_CMD_NOTIFY:
    case YM_CMD_HOLD_SESSION:
    case YM_CMD_ASSESS_RISK:
    case YM_CMD_CORRECT:
    case YM_CMD_VISIT:
    case YM_CMD_REISSUE_CODE:
    case YM_CMD_REVOKE_CODE:
    case YM_CMD_ATTACH:
    case YM_CMD_CLAIM_PERFORMANCE:
        return false;
    default:
        return true;
    }
}

static void end(struct centre_drafting *d, enum ym_err err, const struct exchange_draft *draft)
{
    exchange_drafted_fn *done = d->done;
    void *arg = d->arg;

    done(arg, err, draft);
    ym_buf_release(&d->body);
    d->done = NULL;
}

static void end_told(struct centre_drafting *d, uint8_t verb, uint8_t kind)
{
    struct exchange_draft draft = { .is_message = true, .verb = verb, .kind = kind };

    json_put_object_end(&d->w);
    draft.body = ym_buf_span(&d->body);
    if (json_put_ok(&d->w))
        end(d, YM_E_OK, &draft);
    else
        end(d, YM_E_UNPROCESSABLE, NULL);
}

static void on_packet(void *arg, enum ym_err err, const struct doc_packet *packet)
{
    struct centre_drafting *d = arg;

    if (err != YM_E_OK) {
        end(d, err == YM_E_TOO_LARGE ? YM_E_UNPROCESSABLE : err, NULL);
        return;
    }
    json_put_key(&d->w, "packet");
    doc_packet_put(packet, &d->w);
    end_told(d, EXCHANGE_REVIEW_FILING, APP_EXCHANGE_REFERRAL);
}

static void gather(struct centre_drafting *d)
{
    const struct centre_handler_config *c = &d->centre->config;
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

void centre_put_status(struct json_out *w, const struct court_history *h,
                       const struct ym_procedures *procedures)
{
    const struct ym_dispute *dispute = &h->agreement.dispute;
    const struct ym_procedure *p = ym_procedures_get(procedures, dispute->procedure);
    char number[YM_NUMBER_TEXT_MAX];

    ym_number_print(dispute->id, number);
    json_add_word(w, "number", number);
    json_add_int(w, "version", dispute->version);
    json_add_code(w, "stage", YM_VOCAB_STAGE, h->standing.stage);
    json_add_word(w, "stage_zh", ym_word(YM_VOCAB_STAGE, h->standing.stage)->zh);
    json_add_bool(w, "open", ym_dispute_is_open(p, dispute));
    json_add_code(w, "ground", YM_VOCAB_GROUND, dispute->ground);
}

static void on_history(void *arg, enum ym_err err, const struct court_history *h)
{
    struct centre_drafting *d = arg;
    const struct exchange_draft none = { .is_message = false };
    const int64_t centre = d->occasion->partner->body;

    if (err != YM_E_OK) {
        end(d, err, NULL);
        return;
    }
    json_put_object(&d->w);
    if (centre == 0 || h->last.c.by.body == centre) {
        end(d, YM_E_OK, &none); /* what it did itself it knows */
    } else if (h->last.c.kind == YM_CMD_TRANSFER && h->agreement.dispute.body == centre) {
        json_add_word(&d->w, "act", "transferred");
        gather(d);
    } else if (h->origin == centre && h->standing.stage != h->before.stage) {
        json_add_word(&d->w, "act", "status");
        centre_put_status(&d->w, h, d->centre->config.procedures);
        end_told(d, EXCHANGE_RECORD_FILING, APP_EXCHANGE_STATUS);
    } else {
        end(d, YM_E_OK, &none);
    }
}

/* Memory is short: say so, but not before draft() has returned. */
static void on_bounced(void *arg, enum ym_err err, const struct app_event_page *page)
{
    (void)err;
    (void)page;
    end(arg, YM_E_UNAVAILABLE, NULL);
}

static struct centre_drafting *slot_of(struct centre_handler *c)
{
    for (size_t i = 0; i < APP_DELIVER_POSTS; i++) {
        if (c->drafts[i].done == NULL)
            return &c->drafts[i];
    }
    assert(false && "no more drafts are under way than posts");
    return NULL;
}

void centre_out_draft(struct exchange_handler *port, const struct exchange_occasion *o,
                      exchange_drafted_fn *done, void *arg)
{
    struct centre_handler *c = centre_of(port);
    const struct court_history_ports ports = centre_history_ports(c);
    struct app_reader *r = c->config.reader;
    struct centre_drafting *d = slot_of(c);

    *d = (struct centre_drafting){ .centre = c, .occasion = o, .done = done, .arg = arg };
    ym_buf_init(&d->body, CENTRE_BODY_MAX);
    d->w = json_out(&d->body);
    if (!court_history_read(&ports, o->event->dispute, o->event->seq, on_history, d))
        r->ops->events(r, o->event->dispute, 0, 1, on_bounced, d);
}
