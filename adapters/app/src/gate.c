/* SPDX-License-Identifier: Apache-2.0 */
#include "app/gate.h"

#include <assert.h>
#include <inttypes.h>

#include "yima/region.h"

static bool is_elsewhere(const struct app_caller *c, struct ym_id id)
{
    return c->dispute.v != 0 && c->dispute.v != id.v;
}

bool app_caller_may_command(const struct app_caller *c, struct ym_id id)
{
    return !is_elsewhere(c, id);
}

bool app_caller_may_read(const struct app_caller *c, const struct ym_dispute *d)
{
    return !is_elsewhere(c, d->id) && ym_actor_may_read(&c->actor, d);
}

static struct app_scope region_scope(const struct ym_actor *a)
{
    struct app_scope s = { .kind = APP_SCOPE_REGION };

    if (a->region == 0)
        return (struct app_scope){ .kind = APP_SCOPE_BODY, .lo = a->body };
    ym_region_range(a->region, &s.lo, &s.hi);
    return s;
}

struct app_scope app_caller_scope(const struct app_caller *c)
{
    const struct ym_actor *a = &c->actor;

    if (c->dispute.v != 0)
        return (struct app_scope){ .kind = APP_SCOPE_DISPUTE, .lo = c->dispute.v };
    assert(a->role < YM_ROLE_COUNT);
    switch (ym_role_relation((enum ym_role)a->role)) {
    case YM_REL_ASSIGNED:
        return (struct app_scope){ .kind = APP_SCOPE_MEDIATOR, .lo = a->staff };
    case YM_REL_BODY:
        return (struct app_scope){ .kind = APP_SCOPE_BODY, .lo = a->body };
    case YM_REL_COURT:
        return (struct app_scope){ .kind = APP_SCOPE_COURT, .lo = a->body };
    case YM_REL_REGION:
        return region_scope(a);
    case YM_REL_ANY:
        return (struct app_scope){ .kind = APP_SCOPE_ALL };
    case YM_REL_SEAT:
    case YM_REL_COUNT:
        break;
    }
    return (struct app_scope){ .kind = APP_SCOPE_NOTHING };
}

static enum ym_err check_staff(struct app_directory *d, int64_t id, struct ym_error *reterr)
{
    struct app_staff_entry s;

    if (!d->ops->staff(d, id, &s) || !s.is_active ||
        (s.roles & (UINT32_C(1) << YM_ROLE_MEDIATOR)) == 0)
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "mediator %" PRId64 " is not an active mediator; name one of the staff", id);
    return YM_E_OK;
}

static enum ym_err check_court(struct app_directory *d, int64_t id, struct ym_error *reterr)
{
    struct app_body_entry b;

    if (!d->ops->body(d, id, &b) || !b.is_active || b.kind != YM_BODY_COURT)
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "body %" PRId64 " is not an active court; name a court", id);
    return YM_E_OK;
}

static enum ym_err check_body(struct app_directory *d, int64_t id, struct ym_error *reterr)
{
    struct app_body_entry b;

    if (!d->ops->body(d, id, &b) || !b.is_active)
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "body %" PRId64 " is not an active body; name one of the bodies", id);
    return YM_E_OK;
}

enum ym_err app_references_check(struct app_directory *d, const struct ym_command *c,
                                 struct ym_error *reterr)
{
    const bool names_body = (c->fields & YM_FB(BODY)) != 0;
    enum ym_err err = YM_E_OK;

    if (c->kind == YM_CMD_REGISTER)
        return check_body(d, c->reg.body, reterr);
    if (names_body)
        err = check_body(d, c->ref, reterr);
    if (err == YM_E_OK && (c->fields & YM_FB(MEDIATOR)) != 0)
        err = check_staff(d, names_body ? c->ref2 : c->ref, reterr);
    if (err == YM_E_OK && (c->fields & YM_FB(COURT)) != 0)
        err = check_court(d, c->ref, reterr);
    return err;
}
