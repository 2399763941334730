/* SPDX-License-Identifier: Apache-2.0 */
/* From the bytes of a work order to what the application takes. */
#include "channel/channel.h"
#include "json/order.h"

_Static_assert(JSON_ORDER_BYTES_MAX == APP_ORDER_PAYLOAD_MAX, "one limit");

enum ym_err channel_order_read(struct ym_span payload, ym_usec now, struct ym_arena *arena,
                               struct app_order *ret, struct ym_mistakes *mistakes,
                               struct ym_error *reterr)
{
    const struct json_order_frame frame = { .claimant = APP_UNKNOWN_CLAIMANT,
                                            .respondent = APP_UNKNOWN_RESPONDENT,
                                            .nameless = APP_UNKNOWN_NAME,
                                            .now = now };
    struct json_order in;
    enum ym_err err = json_order_read(payload, &frame, arena, &in, mistakes, reterr);

    if (err != YM_E_OK)
        return err;
    *ret = (struct app_order){ .reference = in.reference,
                               .payload = payload,
                               .kind = in.kind,
                               .title = in.title,
                               .description = in.description,
                               .detail = in.detail,
                               .left_out = in.left_out,
                               .channel = APP_ANY,
                               .type = APP_ANY,
                               .harm = in.harm,
                               .urgency = in.urgency,
                               .scope = in.scope,
                               .wants_status = in.wants_status,
                               .joint = in.joint,
                               .region = in.region,
                               .amount_fen = in.amount_fen,
                               .occurred_at = in.occurred_at,
                               .tasks = (in.lacks_parties ? APP_TASK(PARTIES) : 0) |
                                        (in.left_out.n > 0 ? APP_TASK(NUMBERS) : 0),
                               .nparties = in.nparties,
                               .parties = in.parties,
                               .mistakes = mistakes };
    return YM_E_OK;
}
