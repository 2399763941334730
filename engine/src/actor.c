/* SPDX-License-Identifier: Apache-2.0 */
/* Who stands in what relation to a dispute. */
#include "yima/dispute.h"
#include "yima/region.h"

static bool in_region(const struct ym_actor *a, const struct ym_dispute *d)
{
    return a->region != 0 && ym_region_contains(a->region, d->region);
}

bool ym_actor_relates(const struct ym_actor *a, const struct ym_dispute *d)
{
    if (a->role >= YM_ROLE_COUNT)
        return false;
    switch (ym_role_relation((enum ym_role)a->role)) {
    case YM_REL_SEAT:
        return a->seat < d->seats;
    case YM_REL_ASSIGNED:
        return a->staff != 0 && a->staff == d->mediator;
    case YM_REL_BODY:
        return a->body != 0 && a->body == d->body;
    case YM_REL_COURT:
        return a->body != 0 && a->body == d->court;
    case YM_REL_REGION:
        return in_region(a, d) || (a->body != 0 && a->body == d->body);
    case YM_REL_ANY:
        return true;
    case YM_REL_COUNT:
        break;
    }
    return false;
}

bool ym_actor_may_read(const struct ym_actor *a, const struct ym_dispute *d)
{
    return ym_actor_relates(a, d);
}
