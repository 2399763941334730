/* SPDX-License-Identifier: Apache-2.0 */
/* POST /api/v1/points_proposals, …/{proposal}/confirm and …/decline, and
 * POST /api/v1/points_entries/{entry}/reverse.
 *
 *   proposing: the rules of that day -> store
 *   deciding:  the row -> may this caller? -> the act */
#include <stdio.h>

#include <string.h>

#include "app/month.h"
#include "api_assess.h"
#include "json/points.h"
#include "json/read.h"

#define WORDS_BYTES_MAX 6144 /* of a rule as JSON: each of its texts has its limit */

/* ---- Putting forward ---- */

struct proposing {
    struct api_op *op;
    struct app_proposal row;
    struct ym_request_key key;
    struct ym_span code, note;
};

static void on_proposed(void *arg, enum ym_err err, const struct app_proposal *rows, size_t n,
                        bool has_more)
{
    struct proposing *p = arg;

    (void)has_more;
    if (err != YM_E_OK || n != 1) {
        api_assess_undone(p->op, err != YM_E_OK ? err : YM_E_INTERNAL,
                          "as many wait for this person as may be: have some decided first");
        return;
    }
    api_put_proposal(p->op, rows);
    api_op_json(p->op, 201);
}

/* What the rule gives, with its words as they are today. False: answered already. */
static bool take_rule(struct proposing *p, const struct ym_points_table *t)
{
    const struct ym_points_rule *rule = ym_points_manual(t, p->code);
    struct app_points_what *what = &p->row.what;
    struct api_op *op = p->op;
    struct ym_buf text;

    if (rule == NULL) {
        api_op_error(op, YM_E_UNPROCESSABLE,
                     "/rule: is no rule of that day for which a person may put somebody forward; "
                     "GET /api/v1/points_rules lists them (basis manual)");
        return false;
    }
    what->rule = rule->id;
    what->group = rule->group;
    what->points = rule->points;
    what->fen = rule->fen;
    ym_buf_init(&text, WORDS_BYTES_MAX);
    json_points_words(rule, &text);
    what->words = ym_arena_text(&op->arena, ym_buf_span(&text));
    ym_buf_clear(&text);
    ym_buf_printf(&text, "%.*s/%.*s", (int)t->id.n, t->id.at, (int)t->version.n, t->version.at);
    what->rules = ym_arena_text(&op->arena, ym_buf_span(&text));
    ym_buf_release(&text);
    if (ym_arena_ok(&op->arena))
        return true;
    api_op_error(op, YM_E_BUSY, "no memory for this request; try again in a moment");
    return false;
}

static void on_rules(void *arg, enum ym_err err, struct ym_span document)
{
    struct proposing *p = arg;
    struct app_points *port = p->op->api->config.points;
    struct ym_points_table *t;
    bool is_good;

    if (err != YM_E_OK) {
        api_op_unread(p->op, err);
        return;
    }
    t = api_points_table(p->op, document);
    if (t == NULL)
        return;
    is_good = take_rule(p, t);
    json_points_free(t);
    if (is_good)
        port->ops->propose(port, &p->row, &p->key, on_proposed, p);
}

/* The day of what is put forward: not too long ago, and no day to come. */
static void take_past(struct proposing *p, const struct json_at *day, ym_day today)
{
    const int32_t past = api_rule(p->op->api, YM_OFFICE_POINTS_PAST, today);
    const ym_day on = p->row.what.day;
    char text[64];

    if (!json_is_sound(day) || (on <= today && on >= today - past))
        return;
    (void)snprintf(text, sizeof(text), "takes a day of the last %d, today included", (int)past);
    json_refuse(day, YM_E_UNPROCESSABLE, text);
}

static void read_proposal(struct proposing *p, struct json_doc *doc)
{
    const ym_day today = ym_day_of(api_now(p->op->api));
    struct json_at root = json_root(doc);
    const struct json_at staff = json_member(&root, "staff");
    const struct json_at day = json_member(&root, "day");
    const struct json_at rule = json_member(&root, "rule");
    const struct json_at note = json_member(&root, "note");
    struct app_points_what *what = &p->row.what;

    what->staff = json_get_int64(&staff, 1, INT64_MAX);
    what->day = json_get_day(&day);
    take_past(p, &day, today);
    p->code = ym_arena_text(&p->op->arena, json_get_line(&rule, 1, JSON_NAME_CHARS_MAX));
    p->note = ym_arena_text(&p->op->arena, json_get_text(&note, 1, APP_POINTS_CHARS_MAX));
    json_done(&root);
}

/* May the caller put this person forward? Oneself, or somebody of the body or region. */
static bool may_propose(const struct api_op *op, const struct app_staff_entry *staff)
{
    return app_points_sees(op->caller, staff->id, staff->body,
                           api_region_of_body(op->api, staff->body));
}

static void propose(struct proposing *p)
{
    struct api_op *op = p->op;
    struct api *api = op->api;
    struct app_points_what *what = &p->row.what;
    struct app_staff_entry staff;
    char room[APP_POINTS_LABEL_MAX];

    if (!api->config.directory->ops->staff(api->config.directory, what->staff, &staff) ||
        !staff.is_active || !may_propose(op, &staff)) {
        api_op_error(op, YM_E_UNPROCESSABLE, "/staff: is nobody whom this caller may put forward");
        return;
    }
    what->body = staff.body;
    what->month = app_month_of(what->day);
    p->row.made_at = api_now(api);
    p->row.made_by = ym_span_of(op->caller->name);
    p->row.id = app_file_id(api->config.secrets, p->row.made_at);
    api_key_of(op, &p->key);
    if (api_words_seal(op, app_points_label(p->row.id, "note", room), p->note, &p->row.note))
        api->config.points->ops->rules(api->config.points, what->day, on_rules, p);
}

void api_post_points_proposal(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_assess(app, rq);
    struct proposing *p = op != NULL ? ym_arena_alloc(&op->arena, 1, sizeof(*p)) : NULL;
    struct json_doc *doc;

    if (op == NULL)
        return;
    if (p == NULL) {
        api_op_error(op, YM_E_BUSY, "no memory for this request; try again in a moment");
        return;
    }
    p->op = op;
    doc = api_assess_body(op);
    if (doc == NULL)
        return;
    read_proposal(p, doc);
    if (api_assess_body_end(op, doc))
        propose(p);
}

/* ---- Deciding ---- */

struct deciding {
    struct api_op *op;
    struct app_points_deciding how;
    struct ym_span reason;
};

static const char not_open[] =
    "this cannot be decided now: it is not open, the dispute is credited otherwise (reverse that "
    "first), or it benefits whoever decides or was put forward by them";

static void on_entry(void *arg, enum ym_err err, const struct app_points_entry *rows, size_t n,
                     bool has_more)
{
    struct deciding *d = arg;

    (void)has_more;
    if (err != YM_E_OK || n != 1) {
        api_assess_undone(d->op, err != YM_E_OK ? err : YM_E_INTERNAL, not_open);
        return;
    }
    api_put_points_entry(d->op, rows);
    api_op_json(d->op, 201);
}

static void on_declined(void *arg, enum ym_err err, const struct app_proposal *rows, size_t n,
                        bool has_more)
{
    struct deciding *d = arg;

    (void)has_more;
    if (err != YM_E_OK || n != 1) {
        api_assess_undone(d->op, err != YM_E_OK ? err : YM_E_INTERNAL, not_open);
        return;
    }
    api_put_proposal(d->op, rows);
    api_op_json(d->op, 200);
}

/* May the caller decide about this? False: answered already. */
static bool may_decide(struct deciding *d, const struct app_points_what *what)
{
    struct api_op *op = d->op;
    const int64_t region = api_region_of_body(op->api, what->body);

    if (!app_points_sees(op->caller, what->staff, what->body, region)) {
        api_op_error(op, YM_E_NOT_FOUND, "there is nothing of this number to be seen");
        return false;
    }
    if (app_points_may_decide(op->caller, what->staff, what->body, region))
        return true;
    api_op_error(op, YM_E_FORBIDDEN,
                 "a manager of the body or who watches over its region decides this, and nobody "
                 "what benefits oneself");
    return false;
}

static bool is_one(struct deciding *d, enum ym_err err, size_t n)
{
    if (err == YM_E_OK && n == 1)
        return true;
    if (err == YM_E_OK)
        api_op_error(d->op, YM_E_NOT_FOUND, "there is nothing of this number to be seen");
    else
        api_op_unread(d->op, err);
    return false;
}

static void on_to_confirm(void *arg, enum ym_err err, const struct app_proposal *rows, size_t n,
                          bool has_more)
{
    struct deciding *d = arg;
    struct app_points *port = d->op->api->config.points;

    (void)has_more;
    if (!is_one(d, err, n) || !may_decide(d, &rows->what))
        return;
    d->how.id = app_file_id(d->op->api->config.secrets, d->how.now);
    port->ops->confirm(port, &d->how, on_entry, d);
}

static void on_to_decline(void *arg, enum ym_err err, const struct app_proposal *rows, size_t n,
                          bool has_more)
{
    struct deciding *d = arg;
    struct app_points *port = d->op->api->config.points;
    char room[APP_POINTS_LABEL_MAX];

    (void)has_more;
    if (is_one(d, err, n) && may_decide(d, &rows->what) &&
        api_words_seal(d->op, app_points_label(d->how.key.id, "reason", room), d->reason,
                       &d->how.reason))
        port->ops->decline(port, &d->how, on_declined, d);
}

static void on_to_reverse(void *arg, enum ym_err err, const struct app_points_entry *rows, size_t n,
                          bool has_more)
{
    struct deciding *d = arg;
    struct app_points *port = d->op->api->config.points;
    char room[APP_POINTS_LABEL_MAX];

    (void)has_more;
    if (!is_one(d, err, n) || !may_decide(d, &rows->what))
        return;
    d->how.id = app_file_id(d->op->api->config.secrets, d->how.now);
    if (api_words_seal(d->op, app_points_label(d->how.id, "reversal", room), d->reason,
                       &d->how.reason))
        port->ops->reverse(port, &d->how, on_entry, d);
}

/* NULL: answered already. param: which part of the path names the row. */
static struct deciding *begin(struct api *api, struct ym_http_request *rq, const char *param)
{
    struct api_op *op = api_op_assess(api, rq);
    struct deciding *d = op != NULL ? ym_arena_alloc(&op->arena, 1, sizeof(*d)) : NULL;
    int64_t bucket;

    if (op == NULL)
        return NULL;
    if (d == NULL) {
        api_op_error(op, YM_E_BUSY, "no memory for this request; try again in a moment");
        return NULL;
    }
    d->op = op;
    d->how = (struct app_points_deciding){ .account = op->caller->account,
                                           .staff = op->caller->actor.staff,
                                           .now = api_now(api),
                                           .by = ym_span_of(op->caller->name) };
    if (!api_pair_parse(ym_http_param(rq, param), &bucket, &d->how.key.id) ||
        bucket >= YM_BUCKETS) {
        api_op_error(op, YM_E_NOT_FOUND, "there is nothing of this number to be seen");
        return NULL;
    }
    d->how.key.bucket = (uint32_t)bucket;
    return d;
}

/* False: answered already. */
static bool read_reason(struct deciding *d)
{
    struct json_doc *doc = api_assess_body(d->op);
    struct json_at root, reason;

    if (doc == NULL)
        return false;
    root = json_root(doc);
    reason = json_member(&root, "reason");
    d->reason = ym_arena_text(&d->op->arena, json_get_text(&reason, 1, APP_POINTS_CHARS_MAX));
    json_done(&root);
    return api_assess_body_end(d->op, doc);
}

void api_post_points_confirm(struct ym_http_request *rq, void *app)
{
    struct deciding *d = begin(app, rq, "proposal");
    struct app_points *port = d != NULL ? d->op->api->config.points : NULL;

    if (d != NULL)
        port->ops->proposal(port, d->how.key, on_to_confirm, d);
}

void api_post_points_decline(struct ym_http_request *rq, void *app)
{
    struct deciding *d = begin(app, rq, "proposal");
    struct app_points *port = d != NULL ? d->op->api->config.points : NULL;

    if (d != NULL && read_reason(d))
        port->ops->proposal(port, d->how.key, on_to_decline, d);
}

void api_post_points_reverse(struct ym_http_request *rq, void *app)
{
    struct deciding *d = begin(app, rq, "entry");
    struct app_points *port = d != NULL ? d->op->api->config.points : NULL;

    if (d != NULL && read_reason(d))
        port->ops->entry(port, d->how.key, on_to_reverse, d);
}
