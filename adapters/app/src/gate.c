/* SPDX-License-Identifier: Apache-2.0 */
#include "app/gate.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

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

/* ---- Do the things exist that a command names? ---- */

/* What was found so far: the first mistake as an error, all of them in the list. */
struct findings {
    enum ym_err err;
    struct ym_mistakes *mistakes;
    struct ym_error *reterr;
};

__attribute__((format(printf, 3, 4))) static void find(struct findings *f, const char *place,
                                                       const char *format, ...)
{
    char text[YM_MISTAKE_TEXT_MAX];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    (void)ym_mistakes_add(f->mistakes, place, "unknown", text);
    if (f->err == YM_E_OK)
        f->err = ym_fail(f->reterr, YM_E_UNPROCESSABLE, "%s: %s", place, text);
}

/* body: for which the mediator must work; 0: any. */
static void check_staff(struct app_directory *d, int64_t id, int64_t body, struct findings *f)
{
    struct app_staff_entry s;

    if (!d->ops->staff(d, id, &s) || !s.is_active ||
        (s.roles & (UINT32_C(1) << YM_ROLE_MEDIATOR)) == 0)
        find(f, "/mediator",
             "%" PRId64 " is not an active mediator; GET /api/v1/staff?role=mediator lists them",
             id);
    else if (body != 0 && s.body != body)
        find(f, "/mediator",
             "%" PRId64 " works for another body; GET /api/v1/staff?role=mediator&body=%" PRId64
             " lists who may be named",
             id, body);
}

static void check_court(struct app_directory *d, int64_t id, struct findings *f)
{
    struct app_body_entry b;

    if (!d->ops->body(d, id, &b) || !b.is_active || b.kind != YM_BODY_COURT)
        find(f, "/court",
             "%" PRId64 " is not an active court; GET /api/v1/bodies?kind=court lists them", id);
}

bool app_body_mediates(const struct ym_procedure *p, uint8_t kind)
{
    assert(kind < YM_BODY_COUNT);
    return (p->holders[YM_ROLE_MEDIATOR].bodies >> kind & 1U) != 0;
}

/* p == NULL: under which procedure it shall mediate is not known yet. */
static void check_body(struct app_directory *d, const struct ym_procedure *p, int64_t id,
                       uint8_t *ret_kind, struct findings *f)
{
    struct app_body_entry b;

    if (id == 0)
        find(
            f, "/body",
            "name the body that receives the dispute; GET /api/v1/bodies?mediates=true lists them");
    else if (!d->ops->body(d, id, &b) || !b.is_active)
        find(f, "/body", "%" PRId64 " is not an active body; GET /api/v1/bodies lists them", id);
    else if (p != NULL && !app_body_mediates(p, b.kind))
        find(f, "/body",
             "%" PRId64 " is a body of kind %s and does not mediate under %s/%s; "
             "GET /api/v1/bodies?mediates=true lists those that do",
             id, ym_word(YM_VOCAB_BODY, b.kind)->code, p->id, p->version);
    else
        *ret_kind = b.kind;
}

static void check_region(struct app_directory *d, int64_t code, struct findings *f)
{
    char text[YM_REGION_TEXT_MAX];

    if (d->ops->region(d, code))
        return;
    ym_region_print(code, text);
    find(f, "/region",
         "%s is not among the divisions that this system knows; yima import --as regions adds some",
         text);
}

/* For which body a mediator whom the command names must work. A court appoints a body with one of
 * its own mediators; a manager assigns the people of the own body. Who dispatches for a region may
 * send a mediator of any body to help. */
static int64_t body_of_mediator(const struct ym_command *c)
{
    if ((c->fields & YM_FB(BODY)) != 0)
        return c->ref;
    return c->by.role == YM_ROLE_BODY_MANAGER ? c->by.body : 0;
}

enum ym_err app_references_check(struct app_directory *d, const struct ym_procedures *procedures,
                                 struct ym_command *c, struct ym_mistakes *mistakes,
                                 struct ym_error *reterr)
{
    const bool names_body = (c->fields & YM_FB(BODY)) != 0;
    struct findings f = { YM_E_OK, mistakes, reterr };

    if (c->kind == YM_CMD_REGISTER) {
        check_body(d, ym_procedures_get(procedures, c->reg.procedure), c->reg.body, &c->body_kind,
                   &f);
        check_region(d, c->reg.region, &f);
        return f.err;
    }
    if (names_body)
        check_body(d, NULL, c->ref, &c->body_kind, &f);
    if ((c->fields & YM_FB(MEDIATOR)) != 0)
        check_staff(d, names_body ? c->ref2 : c->ref, body_of_mediator(c), &f);
    if ((c->fields & YM_FB(COURT)) != 0)
        check_court(d, c->ref, &f);
    if ((c->fields & YM_FB(REGION)) != 0)
        check_region(d, c->ref, &f);
    return f.err;
}
