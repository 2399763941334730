/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/points_proposals and /api/v1/points_entries. */
#include "app/month.h"
#include "api_assess.h"

struct listing {
    struct api_op *op;
    struct app_points_filter filter;
};

/* ---- What is asked ---- */

const char *api_points_filter_read(const struct api_op *op, struct app_points_filter *ret)
{
    const struct ym_span staff = ym_http_query(op->rq, "staff");
    const struct ym_span body = ym_http_query(op->rq, "body");
    const ym_day now = app_month_of(ym_day_of(api_now(op->api)));
    const char *why = api_months_read(op, APP_POINTS_MONTHS_MAX, &ret->from, &ret->until);

    if (why != NULL)
        return why;
    if (ym_http_query(op->rq, "until").at == NULL && ym_http_query(op->rq, "from").at == NULL)
        ret->until = now; /* the ledger goes on in the month that runs */
    if (staff.at != NULL && !api_decimal(staff, 1, INT64_MAX, &ret->staff))
        return "staff takes the number of a mediator or volunteer";
    if (body.at != NULL && !api_decimal(body, 1, INT64_MAX, &ret->body))
        return "body takes the number of a body";
    return NULL;
}

bool api_points_narrow(const struct api_op *op, struct app_points_filter *f)
{
    struct app_points_filter scope = { .staff = 0 };

    if (!app_points_scope(op->caller, &scope) ||
        (scope.staff != 0 && f->staff != 0 && f->staff != scope.staff) ||
        (scope.body != 0 && f->body != 0 && f->body != scope.body))
        return false;
    if (scope.staff != 0)
        f->staff = scope.staff;
    if (scope.body != 0)
        f->body = scope.body;
    f->region_lo = scope.region_lo;
    f->region_hi = scope.region_hi;
    return true;
}

/* NULL: answered already. */
static struct listing *begin(struct api *api, struct ym_http_request *rq)
{
    struct api_op *op = api_op_assess(api, rq);
    struct listing *l = op != NULL ? ym_arena_alloc(&op->arena, 1, sizeof(*l)) : NULL;
    const struct ym_span cursor = ym_http_query(rq, "cursor");
    const char *why;

    if (op == NULL)
        return NULL;
    if (l == NULL) {
        api_op_error(op, YM_E_BUSY, "no memory for this request; try again in a moment");
        return NULL;
    }
    l->op = op;
    l->filter.limit = APP_POINTS_PAGE_MAX;
    why = api_points_filter_read(op, &l->filter);
    if (why == NULL && cursor.at != NULL && !api_decimal(cursor, 1, INT64_MAX, &l->filter.before))
        why = "cursor takes only what next of the page before says";
    if (why != NULL) {
        api_op_error(op, YM_E_INVALID, "%s", why);
        return NULL;
    }
    if (api_points_narrow(op, &l->filter))
        return l;
    api_op_error(op, YM_E_FORBIDDEN, "this caller sees no points of that kind");
    return NULL;
}

/* ---- Shapes ---- */

static void put_what(struct api_op *op, int64_t id, const struct app_points_what *what)
{
    struct json_out *w = &op->w;
    char pair[API_PAIR_MAX];

    api_pair_print(app_points_bucket(what->dispute, what->staff), id, pair);
    json_add_word(w, "id", pair);
    api_put_staff(op, "staff", what->staff);
    api_put_body_name(op, "body", what->body);
    api_put_month(w, "month", what->month);
    json_add_day(w, "day", what->day);
    json_put_key(w, "dispute");
    if (what->dispute.v != 0) {
        json_put_object(w);
        api_put_number(w, what->dispute);
        json_put_object_end(w);
    } else {
        json_put_null(w);
    }
    json_add_text(w, "rules", what->rules);
    json_add_raw(w, "rule", what->words);
    json_add_int(w, "points", what->points);
    json_add_int64(w, "fen", what->fen < 0 ? -what->fen : what->fen);
}

static bool may_decide(const struct api_op *op, const struct app_points_what *what)
{
    return app_points_may_decide(op->caller, what->staff, what->body,
                                 api_region_of_body(op->api, what->body));
}

void api_put_proposal(struct api_op *op, const struct app_proposal *p)
{
    struct json_out *w = &op->w;
    char room[APP_POINTS_LABEL_MAX];
    const bool is_mine = ym_span_is(p->made_by, ym_span_of(op->caller->name));

    json_put_object(w);
    put_what(op, p->id, &p->what);
    json_add_named(w, "state", app_points_state_word(p->state));
    json_add_bool(w, "from_facts", p->revision >= 0);
    if (p->revision >= 0)
        json_add_int(w, "revision", p->revision);
    else
        json_add_null(w, "revision");
    api_put_staff(op, "credited", p->entry_staff);
    json_add_instant(w, "made_at", p->made_at);
    json_add_instant(w, "decided_at", p->decided_at);
    json_add_bool(w, "may_decide",
                  p->state == APP_POINTS_IS_OPEN && may_decide(op, &p->what) &&
                      (p->revision >= 0 || !is_mine));
    api_put_words_sealed(op, "note", app_points_label(p->id, "note", room), p->note);
    api_put_words_sealed(op, "reason", app_points_label(p->id, "reason", room), p->reason);
    json_put_object_end(w);
}

void api_put_points_entry(struct api_op *op, const struct app_points_entry *e)
{
    struct json_out *w = &op->w;
    char room[APP_POINTS_LABEL_MAX];

    json_put_object(w);
    put_what(op, e->id, &e->what);
    json_add_instant(w, "at", e->at);
    api_put_staff(op, "by", e->by_staff);
    api_put_ref(w, "reversal_of", e->reversal_of);
    api_put_ref(w, "reversed_by", e->reversed_by);
    json_add_bool(w, "may_reverse",
                  e->reversal_of == 0 && e->reversed_by == 0 && may_decide(op, &e->what));
    api_put_words_sealed(op, "reason", app_points_label(e->id, "reversal", room), e->reason);
    json_put_object_end(w);
}

/* ---- Lists ---- */

static void begin_list(struct api_op *op)
{
    json_put_object(&op->w);
    json_put_key(&op->w, "items");
    json_put_array(&op->w);
}

static void end_list(struct api_op *op, int64_t next)
{
    json_put_array_end(&op->w);
    api_put_ref(&op->w, "next", next);
    json_put_object_end(&op->w);
    api_op_json(op, 200);
}

static void on_proposals(void *arg, enum ym_err err, const struct app_proposal *rows, size_t n,
                         bool has_more)
{
    struct listing *l = arg;

    if (err != YM_E_OK) {
        api_op_unread(l->op, err);
        return;
    }
    begin_list(l->op);
    for (size_t i = 0; i < n; i++)
        api_put_proposal(l->op, &rows[i]);
    end_list(l->op, has_more && n > 0 ? rows[n - 1].id : 0);
}

void api_get_points_proposals(struct ym_http_request *rq, void *app)
{
    struct listing *l = begin(app, rq);
    const struct ym_span open = ym_http_query(rq, "open");

    if (l == NULL)
        return;
    if (open.at != NULL && !api_bool(open, &l->filter.is_open))
        api_op_error(l->op, YM_E_INVALID, "open takes true or false");
    else
        l->op->api->config.points->ops->proposals(l->op->api->config.points, &l->filter,
                                                  on_proposals, l);
}

static void on_entries(void *arg, enum ym_err err, const struct app_points_entry *rows, size_t n,
                       bool has_more)
{
    struct listing *l = arg;

    if (err != YM_E_OK) {
        api_op_unread(l->op, err);
        return;
    }
    begin_list(l->op);
    for (size_t i = 0; i < n; i++)
        api_put_points_entry(l->op, &rows[i]);
    end_list(l->op, has_more && n > 0 ? rows[n - 1].id : 0);
}

void api_get_points_entries(struct ym_http_request *rq, void *app)
{
    struct listing *l = begin(app, rq);

    if (l != NULL)
        l->op->api->config.points->ops->entries(l->op->api->config.points, &l->filter, on_entries,
                                                l);
}
