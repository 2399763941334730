/* SPDX-License-Identifier: Apache-2.0 */
/* Who stands in what relation to a dispute. */
#include "yima/dispute.h"
#include "yima/region.h"

static bool by_seat(const struct ym_actor *a, const struct ym_dispute *d)
{
    return a->seat < d->seats;
}

static bool by_assignment(const struct ym_actor *a, const struct ym_dispute *d)
{
    return a->staff != 0 && a->staff == d->mediator;
}

static bool by_body(const struct ym_actor *a, const struct ym_dispute *d)
{
    return a->body != 0 && a->body == d->body;
}

static bool by_court(const struct ym_actor *a, const struct ym_dispute *d)
{
    return a->body != 0 && a->body == d->court;
}

static bool by_region(const struct ym_actor *a, const struct ym_dispute *d)
{
    return (a->region != 0 && ym_region_contains(a->region, d->region)) || by_body(a, d);
}

static bool always(const struct ym_actor *a, const struct ym_dispute *d)
{
    (void)a;
    (void)d;
    return true;
}

bool ym_actor_relates(const struct ym_actor *a, const struct ym_dispute *d)
{
    typedef bool relates_fn(const struct ym_actor *a, const struct ym_dispute *d);
    static relates_fn *const relations[YM_REL_COUNT] = {
        [YM_REL_SEAT] = by_seat,   [YM_REL_ASSIGNED] = by_assignment, [YM_REL_BODY] = by_body,
        [YM_REL_COURT] = by_court, [YM_REL_REGION] = by_region,       [YM_REL_ANY] = always,
    };

    return a->role < YM_ROLE_COUNT && relations[ym_role_relation((enum ym_role)a->role)](a, d);
}

bool ym_actor_may_read(const struct ym_actor *a, const struct ym_dispute *d)
{
    return ym_actor_relates(a, d);
}
