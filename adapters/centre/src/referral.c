/* SPDX-License-Identifier: Apache-2.0 */
/* RecordFiling: a dispute that another centre hands over to a body of ours. Its body is that of
 * POST /disputes, with source entrusted and the centre's own number as external_ref. */
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

static enum ym_err prepare(struct centre_taking *t, struct ym_error *reterr)
{
    const struct centre_handler_config *c = &t->centre->config;
    const struct ym_procedure *p = ym_procedures_on(c->procedures, ym_day_of(t->in->now));
    struct json_intake in;
    enum ym_err err = json_intake_decode(t->in->body, &t->arena, &in, reterr);

    if (err != YM_E_OK)
        return err;
    if (in.reg.source != YM_SOURCE_ENTRUSTED || in.external_ref.n == 0)
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "/external_ref: a centre hands over by source entrusted, under its own "
                       "number");
    if (p == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no procedure is valid today");
    t->request = (struct app_request){
        .cmd = { .kind = YM_CMD_REGISTER,
                 .deadline = YM_DEADLINE_NONE,
                 .date = YM_DAY_NONE,
                 .harm = in.harm,
                 .urgency = in.urgency,
                 .scope = in.scope,
                 .at = t->in->now,
                 /* The program registers what another
                    system's people have taken in: theirs is
                    another region, and the dispute not yet. */
                 .by = { .role = YM_ROLE_JOB, .seat = YM_SEAT_NONE, .body = t->in->partner->body },
                 .reg = in.reg,
                 .detail = in.detail },
        .key = t->in->key,
        .intake = &t->intake
    };
    t->request.cmd.reg.procedure = p->number;
    err = app_references_check(c->directory, &t->request.cmd, NULL, reterr);
    if (err == YM_E_OK)
        err = app_desk_id(c->desk, &t->request.key, t->in->now, &t->request.dispute, reterr);
    if (err != YM_E_OK)
        return err;
    return app_desk_prepare(c->desk,
                            &(struct ym_intake_words){ .title = in.title,
                                                       .description = in.description,
                                                       .external_ref = in.external_ref,
                                                       .amount_fen = in.amount_fen,
                                                       .nparties = in.nparties,
                                                       .parties = in.parties },
                            t->request.dispute, &t->arena, &t->intake, reterr);
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
