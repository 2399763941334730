/* SPDX-License-Identifier: Apache-2.0 */
#include "app/asof.h"

#include <string.h>

enum ym_err app_asof_read(struct ym_span text, ym_usec now, ym_usec *ret, struct ym_error *reterr)
{
    ym_usec at;
    ym_day day;

    if (ym_day_parse(text, &day))
        at = day == ym_day_of(now) ? now : ym_term_due(day) - 1;
    else if (!ym_usec_parse(text, &at))
        return ym_fail(reterr, YM_E_INVALID,
                       "at: must be a time with its zone, as in 2026-11-22T11:23:45+08:00, or a "
                       "day, as in 2026-11-22");
    if (at > now)
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "at: lies in the future, of which nothing is known; name a time until now");
    *ret = at;
    return YM_E_OK;
}

void app_asof_begin(struct app_asof *a, ym_usec at)
{
    *a = (struct app_asof){ .at = at, .changed_at = YM_USEC_NONE };
}

void app_asof_take(struct app_asof *a, const struct ym_dispute *folded, ym_usec event_at,
                   const unsigned char hash[32])
{
    a->is_over = a->is_over || event_at > a->at;
    if (a->is_over)
        return;
    a->dispute = *folded;
    a->changed_at = event_at;
    memcpy(a->dispute.head, hash, sizeof(a->dispute.head));
}

enum ym_err app_asof_check(const struct app_asof *a, struct ym_error *reterr)
{
    if (a->dispute.version > 0)
        return YM_E_OK;
    return ym_fail(reterr, YM_E_NOT_FOUND,
                   "at: this dispute was not registered then; name a later time");
}

static struct app_named unnamed(int64_t id)
{
    return (struct app_named){ .id = id, .name = { "", 0 }, .phone = { "", 0 } };
}

static struct app_named body_then(struct app_directory *d, int64_t id, const struct app_named *now)
{
    struct app_named then = unnamed(id);
    struct app_body_entry entry;

    if (id == now->id)
        return *now;
    if (id != 0 && d != NULL && d->ops->body(d, id, &entry)) {
        then.name = entry.name;
        then.phone = entry.phone;
    }
    return then;
}

static struct app_named staff_then(struct app_directory *d, int64_t id, const struct app_named *now)
{
    struct app_named then = unnamed(id);
    struct app_staff_entry entry;

    if (id == now->id)
        return *now;
    if (id != 0 && d != NULL && d->ops->staff(d, id, &entry)) {
        then.name = entry.name;
        then.phone = entry.phone;
    }
    return then;
}

struct app_view app_asof_view(const struct app_asof *a, const struct ym_procedure *p,
                              struct app_directory *d, const struct app_view *now)
{
    const struct ym_clock *next = ym_dispute_next_clock(&a->dispute);
    struct app_view then = *now;

    then.dispute = a->dispute;
    then.colour = (uint8_t)ym_dispute_colour(p, &a->dispute);
    then.stage = (uint8_t)ym_dispute_stage(p, &a->dispute);
    then.is_open = ym_dispute_is_open(p, &a->dispute);
    then.updated_at = a->changed_at;
    then.due_at = next != NULL ? next->due : YM_USEC_NONE;
    then.body = body_then(d, a->dispute.body, &now->body);
    then.court = body_then(d, a->dispute.court, &now->court);
    then.mediator = staff_then(d, a->dispute.mediator, &now->mediator);
    if (a->dispute.region != now->dispute.region)
        then.region_name = (struct ym_span){ "", 0 };
    then.token = (struct ym_token){ "" };
    return then;
}
