/* SPDX-License-Identifier: Apache-2.0 */
#include "court/handover.h"

static struct ym_command registration(const struct court_handover *h, const struct ym_procedure *p)
{
    const struct json_intake *words = &h->words;
    struct ym_command cmd = {
        .kind = YM_CMD_REGISTER,
        .deadline = YM_DEADLINE_NONE,
        .date = YM_DAY_NONE,
        .harm = words->harm,
        .urgency = words->urgency,
        .scope = words->scope,
        .at = h->in->now,
        .by = { .role = (uint8_t)h->role, .seat = YM_SEAT_NONE, .body = h->in->partner->body },
        .reg = words->reg,
        .detail = words->detail
    };

    cmd.reg.procedure = p->number;
    return cmd;
}

enum ym_err court_handover_request(const struct court_handover_ports *ports,
                                   const struct court_handover *h, struct ym_arena *arena,
                                   struct app_request *ret, struct ym_intake *ret_intake,
                                   struct ym_error *reterr)
{
    const struct ym_procedure *p = ym_procedures_on(ports->procedures, ym_day_of(h->in->now));
    const struct json_intake *words = &h->words;
    enum ym_err err;

    if (p == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no procedure is valid today");
    *ret =
        (struct app_request){ .cmd = registration(h, p), .key = h->in->key, .intake = ret_intake };
    err = app_references_check(ports->directory, ports->procedures, &ret->cmd, NULL, reterr);
    if (err == YM_E_OK)
        err = app_desk_id(ports->desk, &ret->key, h->in->now, &ret->dispute, reterr);
    if (err != YM_E_OK)
        return err;
    return app_desk_prepare(ports->desk,
                            &(struct ym_intake_words){ .title = words->title,
                                                       .description = words->description,
                                                       .external_ref = words->external_ref,
                                                       .amount_fen = words->amount_fen,
                                                       .nparties = words->nparties,
                                                       .parties = words->parties },
                            ret->dispute, arena, ret_intake, reterr);
}
