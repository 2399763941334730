/* SPDX-License-Identifier: Apache-2.0 */
#include "app/grant.h"

#include <inttypes.h>

#include "app/rights.h"

static enum ym_err take_staff(struct app_directory *d, struct app_grant *g, struct ym_error *reterr)
{
    struct app_staff_entry s;

    if (g->staff == 0)
        return YM_E_OK;
    if (!d->ops->staff(d, g->staff, &s) || !s.is_active)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "there is no active staff %" PRId64, g->staff);
    if ((s.roles & UINT32_C(1) << g->role) == 0)
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "staff %" PRId64 " may not be %s: the list of staff has other roles for it; "
                       "name another, or import the list anew",
                       g->staff, ym_word(YM_VOCAB_ROLE, g->role)->code);
    if (g->body != 0 && g->body != s.body)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "staff %" PRId64 " works for body %" PRId64,
                       g->staff, s.body);
    g->body = s.body;
    return YM_E_OK;
}

static enum ym_err take_body(struct app_directory *d, struct app_grant *g, uint8_t *ret_kind,
                             struct ym_error *reterr)
{
    struct app_body_entry b;

    if (g->body == 0)
        return YM_E_OK;
    if (!d->ops->body(d, g->body, &b) || !b.is_active)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "there is no active body %" PRId64, g->body);
    *ret_kind = b.kind;
    if (g->region == 0)
        g->region = b.region;
    return YM_E_OK;
}

static enum ym_err check_relation(const struct app_grant *g, struct ym_error *reterr)
{
    const char *role = ym_word(YM_VOCAB_ROLE, g->role)->code;

    switch (ym_role_relation((enum ym_role)g->role)) {
    case YM_REL_ASSIGNED:
        if (g->staff == 0)
            return ym_fail(reterr, YM_E_UNPROCESSABLE, "role %s needs staff", role);
        return YM_E_OK;
    case YM_REL_BODY:
    case YM_REL_COURT:
        if (g->body == 0)
            return ym_fail(reterr, YM_E_UNPROCESSABLE, "role %s needs staff or a body", role);
        return YM_E_OK;
    case YM_REL_REGION:
        if (g->region == 0)
            return ym_fail(reterr, YM_E_UNPROCESSABLE, "role %s needs staff, a body or a region",
                           role);
        return YM_E_OK;
    case YM_REL_ANY:
    case YM_REL_SEAT:
    case YM_REL_COUNT:
        break;
    }
    return YM_E_OK;
}

static bool can_hold(const struct ym_procedures *procedures, unsigned role, uint8_t kind)
{
    for (int i = 1; i <= YM_PROCEDURES_MAX; i++) {
        const struct ym_procedure *p = ym_procedures_get(procedures, (uint16_t)i);

        if (p != NULL &&
            (p->holders[role].is_program || (p->holders[role].bodies & UINT32_C(1) << kind) != 0))
            return true;
    }
    return false;
}

enum ym_err app_grant_check(struct app_directory *d, const struct ym_procedures *procedures,
                            struct app_grant *g, struct ym_error *reterr)
{
    uint8_t kind = 0;
    enum ym_err err;

    if (!app_role_may(g->role, APP_RIGHT_ACCOUNT))
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "no account can act as %s",
                       ym_word(YM_VOCAB_ROLE, g->role)->code);
    err = take_staff(d, g, reterr);
    if (err == YM_E_OK)
        err = take_body(d, g, &kind, reterr);
    if (err == YM_E_OK && g->region != 0 && !d->ops->region(d, g->region))
        err = ym_fail(reterr, YM_E_UNPROCESSABLE, "there is no region %" PRId64, g->region);
    if (err == YM_E_OK)
        err = check_relation(g, reterr);
    if (err == YM_E_OK && g->body != 0 && !can_hold(procedures, g->role, kind))
        err = ym_fail(reterr, YM_E_UNPROCESSABLE, "no procedure lets staff of a %s be %s",
                      ym_word(YM_VOCAB_BODY, kind)->en, ym_word(YM_VOCAB_ROLE, g->role)->en);
    return err;
}
