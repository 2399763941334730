/* SPDX-License-Identifier: Apache-2.0 */
#include "app/points.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "yima/region.h"

/* ---- Words ---- */

static const struct ym_word states[APP_POINTS_STATE_COUNT] = {
#define X(name, code, zh, en) [APP_POINTS_IS_##name] = { code, zh, en },
    APP_POINTS_STATES(X)
#undef X
};

const struct ym_word *app_points_state_word(unsigned state)
{
    assert(state < APP_POINTS_STATE_COUNT);
    return &states[state];
}

/* ---- Rows ---- */

uint32_t app_points_bucket(struct ym_id dispute, int64_t staff)
{
    return (uint32_t)((dispute.v != 0 ? dispute.v : staff) & (YM_BUCKETS - 1));
}

struct ym_span app_points_label(int64_t id, const char *field, char room[APP_POINTS_LABEL_MAX])
{
    const int n = snprintf(room, APP_POINTS_LABEL_MAX, "yima points %" PRId64 " %s", id, field);

    assert(n > 0 && n < APP_POINTS_LABEL_MAX);
    return (struct ym_span){ room, (size_t)n };
}

/* ---- Whose ---- */

static bool is_watch(unsigned role)
{
    return role == YM_ROLE_SUPERVISOR || role == YM_ROLE_CENTRE || role == YM_ROLE_AUDITOR;
}

bool app_points_scope(const struct app_caller *c, struct app_points_filter *ret)
{
    const struct ym_actor *a = &c->actor;

    if (a->role == YM_ROLE_BODY_MANAGER) {
        ret->body = a->body;
        return a->body != 0;
    }
    if (is_watch(a->role)) {
        if (a->region == 0)
            return false;
        ym_region_range(a->region, &ret->region_lo, &ret->region_hi);
        return true;
    }
    ret->staff = a->staff;
    return a->staff != 0;
}

bool app_points_sees(const struct app_caller *c, int64_t staff, int64_t body, int64_t region)
{
    struct app_points_filter f = { .staff = 0 };

    if (!app_points_scope(c, &f))
        return false;
    return (f.staff == 0 || f.staff == staff) && (f.body == 0 || f.body == body) &&
           (f.region_hi == 0 || (region >= f.region_lo && region <= f.region_hi));
}

bool app_points_may_decide(const struct app_caller *c, int64_t staff, int64_t body, int64_t region)
{
    const struct ym_actor *a = &c->actor;

    if (a->role != YM_ROLE_BODY_MANAGER && a->role != YM_ROLE_SUPERVISOR &&
        a->role != YM_ROLE_CENTRE)
        return false;
    return (a->staff == 0 || a->staff != staff) && app_points_sees(c, staff, body, region);
}
