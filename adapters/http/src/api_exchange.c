/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/exchange: what waits, what was refused, and why.
 *
 *   partners -> messages -> the page */
#include "api_exchange.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "exchange/verb.h"

#define LATE_WORD "unacknowledged"

/* One question for a list; lies in the op's arena. */
struct listing {
    struct api_op *op;
    struct app_exchange_filter filter;
    struct ym_span code;          /* of the partner; n == 0: any */
    struct app_partner *partners; /* by age */
    size_t npartners;
};

struct api_op *api_op_exchange(struct api *api, struct ym_http_request *rq)
{
    struct api_op *op = api_op_take(api, rq);

    if (op == NULL || api->config.exchange != NULL)
        return op;
    api_op_error(op, YM_E_UNAVAILABLE, "this program talks to no partner");
    return NULL;
}

int64_t api_exchange_body(const struct app_caller *c)
{
    return c->actor.role == YM_ROLE_COURT_CLERK ? c->actor.body : 0;
}

void api_exchange_region(const struct app_caller *c, int64_t *ret_lo, int64_t *ret_hi)
{
    const struct app_scope scope = app_caller_scope(c);

    *ret_lo = scope.kind == APP_SCOPE_REGION ? scope.lo : 0;
    *ret_hi = scope.kind == APP_SCOPE_REGION ? scope.hi : 0;
}

/* ---- Shapes ---- */

void api_message_key_print(struct app_message_key key, char ret[API_MESSAGE_KEY_MAX])
{
    (void)snprintf(ret, API_MESSAGE_KEY_MAX, "%" PRIu32 "-%" PRId64, key.bucket, key.no);
}

bool api_message_key_parse(struct ym_span text, struct app_message_key *ret)
{
    const char *dash = text.n > 0 ? memchr(text.at, '-', text.n) : NULL;
    int64_t bucket;
    size_t n;

    if (dash == NULL)
        return false;
    n = (size_t)(dash - text.at);
    if (!api_decimal((struct ym_span){ text.at, n }, 0, YM_BUCKETS - 1, &bucket) ||
        !api_decimal((struct ym_span){ dash + 1, text.n - n - 1 }, 0, INT64_MAX, &ret->no))
        return false;
    ret->bucket = (uint32_t)bucket;
    return true;
}

void api_put_optional(struct json_out *w, const char *key, struct ym_span text)
{
    json_add_optional(w, key, text);
}

void api_put_partner_name(struct json_out *w, const struct app_partner *rows, size_t n, int64_t id)
{
    json_put_key(w, "partner");
    for (size_t i = 0; i < n; i++) {
        if (rows[i].id != id)
            continue;
        json_put_object(w);
        json_add_text(w, "code", rows[i].code);
        json_add_text(w, "zh", rows[i].zh);
        json_add_word(w, "kind", app_partner_kind_code(rows[i].kind));
        json_add_bool(w, "active", rows[i].is_active);
        json_put_object_end(w);
        return;
    }
    json_put_null(w);
}

static void put_reason(struct json_out *w, const struct app_exchange_reason *r)
{
    json_put_key(w, "reason");
    if (r->code.n == 0) {
        json_put_null(w);
        return;
    }
    json_put_object(w);
    json_add_text(w, "code", r->code);
    json_add_text(w, "zh", r->zh);
    json_add_text(w, "en", r->en);
    json_put_object_end(w);
}

static bool is_late(const struct app_message *m, ym_usec now)
{
    return (m->state == APP_MESSAGE_READY || m->state == APP_MESSAGE_PENDING) &&
           m->due_at != YM_USEC_NONE && m->due_at < now;
}

void api_put_message(struct json_out *w, const struct app_message *m,
                     const struct app_partner *partners, size_t n, ym_usec now)
{
    char key[API_MESSAGE_KEY_MAX];

    api_message_key_print(m->key, key);
    json_add_word(w, "id", key);
    json_add_text(w, "name", m->name);
    api_put_partner_name(w, partners, n, m->partner);
    json_add_word(w, "direction", m->is_out ? "out" : "in");
    json_add_word(
        w, "verb",
        exchange_verb_word(m->verb < EXCHANGE_VERB_COUNT ? m->verb : EXCHANGE_REVIEW_FILING));
    json_add_word(w, "kind",
                  app_exchange_kind_code(m->kind < APP_EXCHANGE_KIND_COUNT ? m->kind : 0));
    json_add_word(w, "state", app_message_state_code(m->state));
    json_add_bool(w, LATE_WORD, is_late(m, now));
    json_put_key(w, "dispute");
    if (m->dispute.v != 0) {
        json_put_object(w);
        api_put_number(w, m->dispute);
        json_put_object_end(w);
    } else {
        json_put_null(w);
    }
    json_add_int(w, "version", m->seq);
    json_add_int(w, "revision", m->revision);
    api_put_optional(w, "in_reply_to", m->reply_to);
    json_add_instant(w, "made_at", m->made_at);
    json_add_instant(w, "due_at", m->due_at);
    json_add_instant(w, "tried_at", m->tried_at);
    json_add_instant(w, "answered_at", m->answered_at);
    json_add_int(w, "attempts", m->attempts);
    json_add_int(w, "status", m->status);
    json_add_text(w, "error", m->error);
    put_reason(w, &m->reason);
    json_add_instant(w, "settled_at", m->settled_at);
    api_put_optional(w, "settled_by", m->settled_by);
    json_add_bool(w, "paper", m->is_paper);
}

/* ---- The list ---- */

static void on_list(void *arg, enum ym_err err, const struct app_message *rows, size_t n,
                    bool has_more)
{
    struct listing *l = arg;
    struct api_op *op = l->op;
    struct json_out *w = &op->w;
    char cursor[64];

    if (err != YM_E_OK) {
        api_op_unread(op, err);
        return;
    }
    json_put_object(w);
    json_put_key(w, "items");
    json_put_array(w);
    for (size_t i = 0; i < n; i++) {
        json_put_object(w);
        api_put_message(w, &rows[i], l->partners, l->npartners, l->filter.now);
        json_put_object_end(w);
    }
    json_put_array_end(w);
    if (has_more && n > 0) {
        (void)snprintf(cursor, sizeof(cursor), "%" PRId64 "-%" PRId64, rows[n - 1].made_at,
                       rows[n - 1].key.no);
        json_add_word(w, "next", cursor);
    } else {
        json_add_null(w, "next");
    }
    json_put_object_end(w);
    api_op_json(op, 200);
}

static struct ym_span copy(struct api_op *op, struct ym_span text)
{
    return ym_arena_text(&op->arena, text);
}

static void on_partners(void *arg, enum ym_err err, const struct app_partner *rows, size_t n)
{
    struct listing *l = arg;
    struct api_op *op = l->op;
    struct app_exchange *x = op->api->config.exchange;

    if (err != YM_E_OK) {
        api_op_unread(op, err);
        return;
    }
    l->partners = ym_arena_alloc(&op->arena, n + 1, sizeof(*l->partners));
    for (size_t i = 0; l->partners != NULL && i < n; i++) {
        l->partners[i] = rows[i];
        l->partners[i].code = copy(op, rows[i].code);
        l->partners[i].zh = copy(op, rows[i].zh);
        if (l->code.n > 0 && ym_span_is(rows[i].code, l->code))
            l->filter.partner = rows[i].id;
    }
    l->npartners = n;
    if (!ym_arena_ok(&op->arena))
        api_op_error(op, YM_E_BUSY, "the request needs more memory than one request may have");
    else if (l->code.n > 0 && l->filter.partner == 0)
        api_op_error(op, YM_E_NOT_FOUND, "there is no partner with this code");
    else
        x->ops->list(x, &l->filter, on_list, l);
}

/* "microseconds-number" of the last row seen. */
static bool read_cursor(struct ym_span text, struct app_exchange_filter *f)
{
    const char *dash = text.n > 0 ? memchr(text.at, '-', text.n) : NULL;
    size_t n;

    if (dash == NULL)
        return false;
    n = (size_t)(dash - text.at);
    return api_decimal((struct ym_span){ text.at, n }, 0, INT64_MAX, &f->before) &&
           api_decimal((struct ym_span){ dash + 1, text.n - n - 1 }, 0, INT64_MAX, &f->before_no);
}

static const char *read_state(struct ym_span text, struct app_exchange_filter *f)
{
    int state;

    if (text.at == NULL)
        return NULL;
    if (ym_span_is(text, YM_SPAN(LATE_WORD))) {
        f->is_late = true;
        return NULL;
    }
    if (ym_span_is(text, YM_SPAN("all"))) {
        f->states = (UINT32_C(1) << APP_MESSAGE_STATE_COUNT) - 1;
        return NULL;
    }
    state = app_message_state_of(text);
    if (state < 0)
        return "state takes ready, pending, refused, unacknowledged, accepted, settled, replaced "
               "or all";
    f->states = UINT32_C(1) << state;
    return NULL;
}

static const char *read_filter(const struct ym_http_request *rq, struct listing *l)
{
    const struct ym_span dispute = ym_http_query(rq, "dispute");
    const struct ym_span limit = ym_http_query(rq, "limit");
    const struct ym_span cursor = ym_http_query(rq, "cursor");
    const char *why = read_state(ym_http_query(rq, "state"), &l->filter);
    int64_t n = 50;

    if (why != NULL)
        return why;
    if (dispute.at != NULL && api_id_parse(dispute, &l->filter.dispute, NULL) != YM_E_OK)
        return "dispute takes the number of a dispute";
    if (limit.at != NULL && !api_decimal(limit, 1, APP_EXCHANGE_PAGE_MAX, &n))
        return "limit takes 1 to 100";
    l->filter.limit = (unsigned)n;
    if (cursor.at != NULL && !read_cursor(cursor, &l->filter))
        return "cursor takes only what next of the page before says";
    return NULL;
}

void api_get_messages(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_op *op = api_op_exchange(api, rq);
    struct listing *l;
    const char *why;

    if (op == NULL)
        return;
    l = ym_arena_alloc(&op->arena, 1, sizeof(*l));
    if (l == NULL) {
        api_op_error(op, YM_E_BUSY, "the request needs more memory than one request may have");
        return;
    }
    *l = (struct listing){ .op = op,
                           .filter = { .body = api_exchange_body(op->caller),
                                       .now = api_now(api),
                                       .before = YM_USEC_NONE },
                           .code = ym_http_query(rq, "partner") };
    api_exchange_region(op->caller, &l->filter.region_lo, &l->filter.region_hi);
    why = read_filter(rq, l);
    if (why != NULL)
        api_op_error(op, YM_E_INVALID, "%s", why);
    else
        api->config.exchange->ops->partners(api->config.exchange, 0, (struct ym_span){ NULL, 0 },
                                            on_partners, l);
}
