/* SPDX-License-Identifier: Apache-2.0 */
/* RecordFiling: a complaint that came to the court's window and that it entrusts to mediation
 * (人民调解法 18; 特邀调解规定 11). Its body is that of POST /disputes, with channel court_window,
 * source entrusted and the court's number as external_ref. */
#include "court/handover.h"
#include "private.h"
#include "yima/number.h"

/* The number that the court may name from now on. */
static void end_made(struct court_taking *t, struct ym_id id, uint8_t state, uint8_t reason)
{
    struct exchange_verdict v = {
        .state = state, .reason = reason, .dispute = id, .settles = APP_MESSAGE_READY
    };
    char compact[YM_NUMBER_COMPACT_MAX];
    char number[YM_NUMBER_TEXT_MAX];
    struct ym_buf buf;
    struct json_out w;

    ym_number_compact(id, compact);
    ym_number_print(id, number);
    ym_buf_init(&buf, 256);
    w = json_out(&buf);
    json_put_object(&w);
    json_add_word(&w, "dispute", compact);
    json_add_word(&w, "number", number);
    json_put_object_end(&w);
    v.body = ym_buf_span(&buf);
    court_end(t, json_put_ok(&w) ? YM_E_OK : YM_E_UNAVAILABLE, &v);
    ym_buf_release(&buf);
}

static void on_first(void *arg, enum ym_err err, const struct app_list *list)
{
    struct court_taking *t = arg;

    if (err != YM_E_OK)
        court_end(t, err, NULL);
    else if (list->n == 0)
        court_end_refused(t, EXCHANGE_R_DUPLICATE);
    else
        end_made(t, list->at[0].id, APP_MESSAGE_REFUSED, EXCHANGE_R_DUPLICATE);
}

static void ask_first(struct court_taking *t)
{
    struct app_reader *r = t->court->config.reader;
    const struct app_filter filter = { .scope = { .kind = APP_SCOPE_ALL },
                                       .colour = APP_ANY,
                                       .stage = APP_ANY,
                                       .type = APP_ANY,
                                       .is_open = APP_ANY,
                                       .external_ref = t->intake.external_ref,
                                       .channel = YM_CHANNEL_COURT_WINDOW,
                                       .limit = 1 };

    r->ops->list(r, &filter, on_first, t);
}

static const struct court_answer registration = { .outcome = "recorded",
                                                  .command = YM_CMD_REGISTER };

static void on_registered(void *arg, const struct app_outcome *out)
{
    struct court_taking *t = arg;

    if (out->err == YM_E_DUPLICATE)
        ask_first(t);
    else if (out->err == YM_E_OK)
        end_made(t, out->event->dispute, APP_MESSAGE_ACCEPTED, EXCHANGE_R_NONE);
    else
        court_end_outcome(t, out);
}

static enum ym_err prepare(struct court_taking *t, struct ym_error *reterr)
{
    const struct court_handler_config *c = &t->court->config;
    const struct court_handover_ports ports = { c->procedures, c->directory, c->desk };
    struct court_handover h = { .in = t->in, .role = YM_ROLE_COURT_CLERK };
    const enum ym_err err = json_intake_decode(t->in->body, &t->arena, &h.words, reterr);

    if (err != YM_E_OK)
        return err;
    if (h.words.reg.channel != YM_CHANNEL_COURT_WINDOW || h.words.reg.source != YM_SOURCE_ENTRUSTED)
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "/channel: a court entrusts by channel court_window, source entrusted");
    if (h.words.external_ref.n == 0)
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "/external_ref: name the number that the matter has at the court");
    return court_handover_request(&ports, &h, &t->arena, &t->request, &t->intake, reterr);
}

void court_entrust(struct court_taking *t)
{
    struct ym_error error;

    t->answer = &registration;
    if (t->in->partner->body == 0 || t->in->dispute.v != 0 || t->in->kind != APP_EXCHANGE_FILING)
        court_end_refused(t, EXCHANGE_R_UNSUPPORTED);
    else if (prepare(t, &error) != YM_E_OK)
        court_end_malformed(t, &error);
    else if (!app_submit(t->court->config.app, &t->request, on_registered, t))
        court_end(t, YM_E_BUSY, NULL);
}
