/* SPDX-License-Identifier: Apache-2.0 */
/* RecordFiling: a dispute that another centre hands over to a body of ours. Its body is that of
 * POST /disputes, with source entrusted and the centre's own number as external_ref. */
#include "court/handover.h"
#include "private.h"
#include "yima/number.h"

static void end_made(struct centre_taking *t, struct ym_id id)
{
    struct exchange_verdict v = { .state = APP_MESSAGE_ACCEPTED,
                                  .dispute = id,
                                  .settles = APP_MESSAGE_READY };
    char compact[YM_NUMBER_COMPACT_MAX];
    struct ym_buf buf;
    struct json_out w;

    ym_number_compact(id, compact);
    ym_buf_init(&buf, CENTRE_STATUS_MAX);
    w = json_out(&buf);
    json_put_object(&w);
    json_add_word(&w, "dispute", compact);
    json_put_object_end(&w);
    v.body = ym_buf_span(&buf);
    centre_end(t, json_put_ok(&w) ? YM_E_OK : YM_E_UNAVAILABLE, &v);
    ym_buf_release(&buf);
}

static void on_registered(void *arg, const struct app_outcome *out)
{
    struct centre_taking *t = arg;

    if (out->err == YM_E_OK)
        end_made(t, out->event->dispute);
    else if (out->err == YM_E_DUPLICATE)
        centre_end_refused(t, EXCHANGE_R_DUPLICATE);
    else
        centre_end_outcome(t, out);
}

/* The program registers what another system's people have taken in: theirs is another region, and
 * the dispute not yet. */
static enum ym_err prepare(struct centre_taking *t, struct ym_error *reterr)
{
    const struct centre_handler_config *c = &t->centre->config;
    const struct court_handover_ports ports = { c->procedures, c->directory, c->desk };
    struct court_handover h = { .in = t->in, .role = YM_ROLE_JOB };
    const enum ym_err err = json_intake_decode(t->in->body, &t->arena, &h.words, reterr);

    if (err != YM_E_OK)
        return err;
    if (h.words.reg.source != YM_SOURCE_ENTRUSTED || h.words.external_ref.n == 0)
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "/external_ref: a centre hands over by source entrusted, under its own "
                       "number");
    return court_handover_request(&ports, &h, &t->arena, &t->request, &t->intake, reterr);
}

void centre_refer(struct centre_taking *t)
{
    struct ym_error error;

    if (t->in->partner->body == 0 || t->in->dispute.v != 0 || t->in->kind != APP_EXCHANGE_REFERRAL)
        centre_end_refused(t, EXCHANGE_R_UNSUPPORTED);
    else if (prepare(t, &error) != YM_E_OK)
        centre_end_malformed(t, &error);
    else if (!app_submit(t->centre->config.app, &t->request, on_registered, t))
        centre_end(t, YM_E_BUSY, NULL);
}
