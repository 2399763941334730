/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/bodies and /api/v1/staff: what a command may name, from the directory in memory.
 *
 * Only who works now is listed. Bodies, with their telephone, are public to everybody who has a
 * token. Staff are listed to whoever works with disputes, since a command names them: parties and
 * agents, who never name one, are refused. A person's telephone shows to the own body, to whoever
 * serves the division of that body, and to administrators and jobs.
 *
 * A page ends with the id after which the next one begins: ids never change, so that no row is
 * shown twice or left out because others come and go. */
#include <inttypes.h>
#include <stdio.h>

#include "api_private.h"
#include "api_query.h"
#include "yima/region.h"

#define PAGE_ROWS 50 /* unless ?limit= says otherwise */

/* What is asked for. */
struct wish {
    int64_t region_lo, region_hi; /* both 0: any */
    int64_t body;                 /* 0: any */
    int64_t after;                /* ids above it */
    int64_t limit;                /* 1..APP_PAGE_MAX */
    uint8_t kind;                 /* enum ym_body_kind; APP_ANY: any */
    uint8_t role;                 /* enum ym_role; APP_ANY: any */
    bool mediates;                /* only bodies that mediate today */
};

/* ---- The question ---- */

/* NULL, or which parameter is wrong and what it takes. Those that a row does not take are absent.
 */
static const char *take_wish(const struct ym_http_request *rq, struct wish *w)
{
    const struct ym_span limit = ym_http_query(rq, "limit");
    const struct ym_span mediates = ym_http_query(rq, "mediates");

    *w = (struct wish){ .limit = PAGE_ROWS };
    if (!api_query_region(rq, "region", &w->region_lo, &w->region_hi))
        return "region takes a division code of 2, 4, 6, 9 or 12 digits";
    if (!api_query_word(rq, "kind", YM_VOCAB_BODY, &w->kind))
        return "kind takes a word like court; body_kind in /openapi.json lists them";
    if (!api_query_word(rq, "role", YM_VOCAB_ROLE, &w->role))
        return "role takes a word like mediator; role in /openapi.json lists them";
    if (!api_query_ref(rq, "body", &w->body))
        return "body takes a number";
    if (!api_query_ref(rq, "cursor", &w->after))
        return "cursor takes only what next of the page before says";
    if (mediates.at != NULL && !ym_span_is(mediates, YM_SPAN("true")))
        return "mediates takes true";
    w->mediates = mediates.at != NULL;
    if (limit.at != NULL && !api_decimal(limit, 1, APP_PAGE_MAX, &w->limit))
        return "limit takes 1 to 200";
    return NULL;
}

static struct api_op *begin(struct ym_http_request *rq, struct api *api, struct wish *w)
{
    struct api_op *op = api_op_take(api, rq);
    const char *wrong = take_wish(rq, w);

    if (op != NULL && wrong != NULL) {
        api_op_error(op, YM_E_INVALID, "%s", wrong);
        return NULL;
    }
    if (op == NULL)
        return NULL;
    json_put_object(&op->w);
    json_put_key(&op->w, "items");
    json_put_array(&op->w);
    return op;
}

/* last: id of the last row shown; has_more: another one would follow. */
static void end(struct api_op *op, int64_t last, bool has_more)
{
    json_put_array_end(&op->w);
    api_put_ref(&op->w, "next", has_more ? last : 0);
    json_put_object_end(&op->w);
    api_op_json(op, 200);
}

static bool lies_in(const struct wish *w, int64_t region)
{
    return w->region_hi == 0 || (w->region_lo <= region && region <= w->region_hi);
}

/* ---- Bodies ---- */

static void put_body(struct json_out *w, const struct app_body_entry *b)
{
    json_put_object(w);
    json_add_int64(w, "id", b->id);
    json_add_text(w, "name", b->name);
    json_add_code(w, "kind", YM_VOCAB_BODY, b->kind);
    json_add_word(w, "kind_zh", ym_word(YM_VOCAB_BODY, b->kind)->zh);
    api_put_region(w, b->region);
    json_add_optional(w, "phone", b->phone);
    json_add_optional(w, "address", b->address);
    json_put_object_end(w);
}

/* The kinds of body that mediate in what is registered today, under the procedure that is valid. */
static uint32_t mediating(struct api *api)
{
    const struct ym_procedure *p =
        ym_procedures_on(api->config.procedures, ym_day_of(api_now(api)));

    return p != NULL ? p->holders[YM_ROLE_MEDIATOR].bodies : 0;
}

/* kinds: those that may be shown at all. */
static bool is_wanted_body(const struct wish *w, uint32_t kinds, const struct app_body_entry *b)
{
    return b->is_active && (kinds >> b->kind & 1U) != 0 &&
           (w->kind == APP_ANY || w->kind == b->kind) && lies_in(w, b->region);
}

void api_get_bodies(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct app_directory *d = api->config.directory;
    struct app_body_entry b = { .id = 0 };
    int64_t shown = 0, last = 0;
    struct wish w;
    struct api_op *op = begin(rq, api, &w);
    uint32_t kinds;

    if (op == NULL)
        return;
    kinds = w.mediates ? mediating(api) : UINT32_MAX;
    for (b.id = w.after; d->ops->next_body(d, b.id, &b);) {
        if (!is_wanted_body(&w, kinds, &b))
            continue;
        if (shown++ == w.limit)
            break;
        put_body(&op->w, &b);
        last = b.id;
    }
    end(op, last, shown > w.limit);
}

/* ---- Staff ---- */

static bool sees_phone(const struct ym_actor *a, const struct app_body_entry *body)
{
    const enum ym_relation relation = ym_role_relation((enum ym_role)a->role);

    return relation == YM_REL_ANY || (a->body != 0 && a->body == body->id) ||
           (relation == YM_REL_REGION && a->region != 0 &&
            ym_region_contains(a->region, body->region));
}

static void put_staff(struct api_op *op, const struct app_staff_entry *s,
                      const struct app_body_entry *body)
{
    struct json_out *w = &op->w;

    json_put_object(w);
    json_add_int64(w, "id", s->id);
    json_add_text(w, "name", s->name);
    api_put_words(w, "roles", YM_VOCAB_ROLE, s->roles);
    json_put_key(w, "body");
    json_put_object(w);
    json_add_int64(w, "id", body->id);
    json_add_text(w, "name", body->name);
    json_put_object_end(w);
    api_put_region(w, body->region);
    json_add_optional(
        w, "phone", sees_phone(&op->caller->actor, body) ? s->phone : (struct ym_span){ NULL, 0 });
    json_put_object_end(w);
}

static bool is_wanted_person(const struct wish *w, const struct app_staff_entry *s,
                             const struct app_body_entry *body)
{
    return s->is_active && (w->body == 0 || w->body == s->body) &&
           (w->role == APP_ANY || (s->roles >> w->role & 1U) != 0) && lies_in(w, body->region);
}

void api_get_staff(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct app_directory *d = api->config.directory;
    struct app_staff_entry s = { .id = 0 };
    struct app_body_entry body = { .id = 0 };
    int64_t shown = 0, last = 0;
    struct wish w;
    struct api_op *op = begin(rq, api, &w);

    if (op == NULL)
        return;
    for (s.id = w.after; d->ops->next_staff(d, s.id, &s);) {
        if (!d->ops->body(d, s.body, &body) || !is_wanted_person(&w, &s, &body))
            continue;
        if (shown++ == w.limit)
            break;
        put_staff(op, &s, &body);
        last = s.id;
    }
    end(op, last, shown > w.limit);
}
