/* SPDX-License-Identifier: Apache-2.0 */
/* The pure rules of delivery: what an event's message says, when a failure is tried again. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/deliver.h"
#include "yima/number.h"

uint32_t app_deliver_backoff_ms(uint32_t first_ms, unsigned failures, uint64_t random)
{
    uint64_t wait = first_ms;
    uint64_t half;

    assert(failures > 0);
    for (unsigned i = 1; i < failures && wait < APP_DELIVER_WAIT_MS_MAX; i++)
        wait *= APP_DELIVER_GROWTH;
    if (wait > APP_DELIVER_WAIT_MS_MAX)
        wait = APP_DELIVER_WAIT_MS_MAX;
    half = wait / 2;
    return (uint32_t)(wait - random % (half + 1));
}

static void say(struct app_verdict *v, const struct app_posted *posted)
{
    const char *hint = "";

    if (posted->status == 0) {
        (void)snprintf(v->error, sizeof(v->error), "%s",
                       posted->error[0] != '\0' ? posted->error : "no answer came");
        return;
    }
    if (posted->status >= 300 && posted->status < 400)
        hint = ": redirects are not followed, change the URL of the subscription";
    else if (posted->status == 410)
        hint = ": the subscription is stopped; resume it when the endpoint is back";
    else if (posted->status == 401 || posted->status == 403)
        hint = ": the endpoint refuses us, it may hold an old secret";
    (void)snprintf(v->error, sizeof(v->error), "the endpoint answered %d%s", posted->status, hint);
}

void app_deliver_judge(const struct app_posted *posted, unsigned attempts, unsigned attempts_max,
                       uint32_t backoff_ms, ym_usec now, struct app_verdict *ret)
{
    const bool may_ask = posted->status == 429 || posted->status == 503;
    int64_t wait_ms = backoff_ms;
    int64_t asked_ms = (int64_t)posted->retry_after_s * 1000;

    ret->status = (uint16_t)posted->status;
    ret->next_at = YM_USEC_NONE;
    ret->error[0] = '\0';
    if (posted->status >= 200 && posted->status < 300) {
        ret->kind = APP_VERDICT_DONE;
        return;
    }
    if (posted->is_cancelled) {
        ret->kind = APP_VERDICT_RELEASED;
        ret->next_at = now;
        return;
    }
    say(ret, posted);
    if (posted->status == 410) {
        ret->kind = APP_VERDICT_GONE;
        ret->next_at = now;
        return;
    }
    if (asked_ms > APP_DELIVER_RETRY_AFTER_MS_MAX)
        asked_ms = APP_DELIVER_RETRY_AFTER_MS_MAX;
    if (may_ask && asked_ms > wait_ms)
        wait_ms = asked_ms;
    ret->kind = attempts + 1 >= attempts_max ? APP_VERDICT_DEAD : APP_VERDICT_RETRY;
    if (ret->kind == APP_VERDICT_RETRY)
        ret->next_at = now + wait_ms * 1000;
}

bool app_deliver_describe(const struct ym_procedures *all, const struct app_news *row,
                          struct app_delivery *ret)
{
    const uint16_t number = row->after != 0 ? row->after : row->before;
    const struct ym_procedure *after = ym_procedures_get(all, number);
    const struct ym_procedure *before =
        row->before != 0 ? ym_procedures_get(all, row->before) : after;
    const struct ym_rule *rule = before != NULL ? ym_procedure_rule(before, row->rule) : NULL;
    struct ym_dispute d = { .id = { row->place.dispute } };

    if (rule == NULL || after == NULL)
        return false;
    for (int t = 0; t < YM_TRACKS; t++) {
        if (row->to[t] >= after->nstates)
            return false;
        d.state[t] = row->to[t];
    }
    *ret = (struct app_delivery){ .dispute = d.id,
                                  .seq = (uint32_t)row->place.seq,
                                  .at = row->at,
                                  .rule = row->rule,
                                  .procedure = number,
                                  .kind = row->kind,
                                  .colour = (uint8_t)ym_dispute_colour(after, &d),
                                  .stage = (uint8_t)ym_dispute_stage(after, &d),
                                  .type = row->type,
                                  .topics = rule->topics,
                                  .region = row->region,
                                  .body = row->body };
    return true;
}

void app_deliver_message_id(const struct app_delivery *d, char ret[APP_MESSAGE_ID_MAX])
{
    char number[YM_NUMBER_COMPACT_MAX];

    ym_number_compact(d->dispute, number);
    (void)snprintf(ret, APP_MESSAGE_ID_MAX, "%s.%" PRIu32, number, d->seq);
}
