/* SPDX-License-Identifier: Apache-2.0 */
/* Objections against an assessment: GET and POST /api/v1/assessment_objections, and
 * POST …/{objection}/answer. Who may raise and who may answer one is said in app/assess.h. */
#include "app/month.h"
#include "api_assess.h"
#include "json/read.h"

static const char none[] = "there is no such objection to be seen";

struct objecting {
    struct api_op *op;
    struct app_contest row;
    struct app_contest_filter filter;
    struct ym_request_key key;
    struct ym_span words; /* the reason, or the answer */
};

static struct app_assess *port_of(const struct objecting *o)
{
    return o->op->api->config.assess;
}

/* NULL: answered already. */
static struct objecting *begin(struct api *api, struct ym_http_request *rq)
{
    struct api_op *op = api_op_assess(api, rq);
    struct objecting *o = op != NULL ? ym_arena_alloc(&op->arena, 1, sizeof(*o)) : NULL;

    if (op == NULL)
        return NULL;
    if (o == NULL)
        api_op_error(op, YM_E_BUSY, "no memory for this request; try again in a moment");
    else
        o->op = op;
    return o;
}

/* ---- The shape ---- */

static void put_row(struct objecting *o, const struct app_contest *row)
{
    struct api_op *op = o->op;
    struct json_out *w = &op->w;
    char room[APP_CONTEST_LABEL_MAX];
    char id[API_PAIR_MAX];
    const bool is_open = row->verdict == APP_CONTEST_OPEN;

    api_pair_print(row->subject, row->id, id);
    json_put_object(w);
    json_add_word(w, "id", id);
    json_add_named(w, "kind", app_subject_word(row->kind));
    if (row->kind == APP_SUBJECT_MEDIATOR)
        api_put_staff(op, "subject", row->subject);
    else
        api_put_body_name(op, "subject", row->subject);
    api_put_body_name(op, "body", row->body);
    api_put_month(w, "month", row->month);
    json_add_named(w, "measure", app_measure_word(row->measure));
    json_put_key(w, "dispute");
    if (row->dispute.v != 0) {
        json_put_object(w);
        api_put_number(w, row->dispute);
        json_put_object_end(w);
    } else {
        json_put_null(w);
    }
    json_add_instant(w, "at", row->at);
    json_add_day(w, "due", row->due);
    json_add_bool(w, "overdue", is_open && ym_day_of(api_now(op->api)) > row->due);
    api_put_provisional(w, op->api, is_open ? row->due : YM_DAY_NONE);
    json_add_named(w, "verdict", app_contest_word(row->verdict));
    json_add_instant(w, "answered_at", row->answered_at);
    json_add_bool(w, "may_answer", is_open && app_may_answer(op->caller, row));
    api_put_words_sealed(op, "reason", app_contest_label(row->subject, row->id, "reason", room),
                         row->reason);
    api_put_words_sealed(op, "answer", app_contest_label(row->subject, row->id, "answer", room),
                         row->answer);
    json_put_object_end(w);
}

/* ---- The list ---- */

static void on_list(void *arg, enum ym_err err, const struct app_contest *rows, size_t n,
                    bool has_more)
{
    struct objecting *o = arg;
    struct json_out *w = &o->op->w;

    if (err != YM_E_OK) {
        api_op_unread(o->op, err);
        return;
    }
    json_put_object(w);
    json_put_key(w, "items");
    json_put_array(w);
    for (size_t i = 0; i < n; i++)
        put_row(o, &rows[i]);
    json_put_array_end(w);
    api_put_ref(w, "next", has_more && n > 0 ? rows[n - 1].id : 0);
    json_put_object_end(w);
    api_op_json(o->op, 200);
}

static bool narrow(struct objecting *o)
{
    struct app_points_filter scope = { .staff = 0 };

    if (!app_points_scope(o->op->caller, &scope))
        return false;
    o->filter.staff = scope.staff;
    o->filter.body = scope.body;
    o->filter.region_lo = scope.region_lo;
    o->filter.region_hi = scope.region_hi;
    return true;
}

void api_get_contests(struct ym_http_request *rq, void *app)
{
    struct objecting *o = begin(app, rq);
    const struct ym_span open = ym_http_query(rq, "open");
    const struct ym_span cursor = ym_http_query(rq, "cursor");

    if (o == NULL)
        return;
    o->filter.limit = APP_CONTEST_PAGE_MAX;
    if (open.at != NULL && !api_bool(open, &o->filter.is_open))
        api_op_error(o->op, YM_E_INVALID, "open takes true or false");
    else if (cursor.at != NULL && !api_decimal(cursor, 1, INT64_MAX, &o->filter.before))
        api_op_error(o->op, YM_E_INVALID, "cursor takes only what next of the page before says");
    else if (!narrow(o))
        api_op_error(o->op, YM_E_FORBIDDEN, "this role sees no objections");
    else
        port_of(o)->ops->objections(port_of(o), &o->filter, on_list, o);
}

/* ---- Raising one ---- */

static void on_raised(void *arg, enum ym_err err, const struct app_contest *rows, size_t n,
                      bool has_more)
{
    struct objecting *o = arg;

    (void)has_more;
    if (err != YM_E_OK || n != 1) {
        api_assess_undone(o->op, err != YM_E_OK ? err : YM_E_INTERNAL,
                          "as many objections are open here as may be: wait for an answer");
        return;
    }
    put_row(o, rows);
    api_op_json(o->op, 201);
}

static uint8_t read_code(const struct json_at *at, int (*find)(struct ym_span code))
{
    const int index = find(json_get_line(at, 1, 20));

    if (index < 0 && json_is_sound(at))
        json_refuse(at, YM_E_UNPROCESSABLE, "is no code of this list; GET /openapi.json has them");
    return index < 0 ? 0 : (uint8_t)index;
}

static void read_objection(struct objecting *o, struct json_doc *doc)
{
    struct json_at root = json_root(doc);
    const struct json_at kind = json_member(&root, "kind");
    const struct json_at subject = json_member(&root, "subject");
    const struct json_at month = json_member(&root, "month");
    const struct json_at measure = json_member(&root, "measure");
    const struct json_at reason = json_member(&root, "reason");
    const struct json_at dispute = json_optional(&root, "dispute");
    const ym_day now = app_month_of(ym_day_of(api_now(o->op->api)));

    o->row.kind = read_code(&kind, app_subject_find);
    o->row.subject = json_get_int64(&subject, 1, INT64_MAX);
    if ((!app_month_parse(json_get_line(&month, 7, 7), &o->row.month) || o->row.month >= now) &&
        json_is_sound(&month))
        json_refuse(&month, YM_E_UNPROCESSABLE, "takes a month that is over, 2026-10");
    o->row.measure = read_code(&measure, app_measure_find);
    o->words = ym_arena_text(&o->op->arena, json_get_text(&reason, 1, APP_CONTEST_CHARS_MAX));
    if (json_given(&dispute) && !json_is_null(&dispute) &&
        api_id_parse(json_get_line(&dispute, 1, 32), &o->row.dispute, NULL) != YM_E_OK &&
        json_is_sound(&dispute))
        json_refuse(&dispute, YM_E_UNPROCESSABLE, "takes the number of a dispute");
    json_done(&root);
}

static void raise(struct objecting *o)
{
    struct api_op *op = o->op;
    struct api *api = op->api;
    struct app_directory *d = api->config.directory;
    struct app_staff_entry staff;
    char room[APP_CONTEST_LABEL_MAX];
    struct app_contest *row = &o->row;

    if (!app_may_object(op->caller, row->kind, row->subject)) {
        api_op_error(op, YM_E_FORBIDDEN,
                     "a mediator objects to the own figures, a manager to those of the body");
        return;
    }
    row->body = row->kind == APP_SUBJECT_BODY            ? row->subject
                : d->ops->staff(d, row->subject, &staff) ? staff.body
                                                         : op->caller->actor.body;
    row->region = api_region_of_body(api, row->body);
    row->at = api_now(api);
    row->due = ym_day_plus(ym_day_of(row->at),
                           api_rule(api, YM_OFFICE_CONTEST_ANSWER, ym_day_of(row->at)));
    row->id = app_file_id(api->config.secrets, row->at);
    row->staff = op->caller->actor.staff;
    row->by = ym_span_of(op->caller->name);
    api_key_of(op, &o->key);
    if (api_words_seal(op, app_contest_label(row->subject, row->id, "reason", room), o->words,
                       &row->reason))
        port_of(o)->ops->object(port_of(o), row, &o->key, on_raised, o);
}

void api_post_contest(struct ym_http_request *rq, void *app)
{
    struct objecting *o = begin(app, rq);
    struct json_doc *doc = o != NULL ? api_assess_body(o->op) : NULL;

    if (doc == NULL)
        return;
    read_objection(o, doc);
    if (api_assess_body_end(o->op, doc))
        raise(o);
}

/* ---- Answering one ---- */

static void on_answered(void *arg, enum ym_err err, const struct app_contest *rows, size_t n,
                        bool has_more)
{
    struct objecting *o = arg;

    (void)has_more;
    if (err != YM_E_OK || n != 1) {
        api_assess_undone(o->op, err != YM_E_OK ? err : YM_E_INTERNAL,
                          "this objection is answered: look at the list again");
        return;
    }
    put_row(o, rows);
    api_op_json(o->op, 200);
}

static bool is_seen(const struct api_op *op, const struct app_contest *row)
{
    const int64_t staff = row->kind == APP_SUBJECT_MEDIATOR ? row->subject : row->staff;

    return app_points_sees(op->caller, staff, row->body, row->region);
}

static void on_objection(void *arg, enum ym_err err, const struct app_contest *rows, size_t n,
                         bool has_more)
{
    struct objecting *o = arg;
    struct api_op *op = o->op;
    char room[APP_CONTEST_LABEL_MAX];

    (void)has_more;
    if (err != YM_E_OK) {
        api_op_unread(op, err);
        return;
    }
    if (n != 1 || rows->subject != o->row.subject || !is_seen(op, rows)) {
        api_op_error(op, YM_E_NOT_FOUND, "%s", none);
        return;
    }
    if (!app_may_answer(op->caller, rows)) {
        api_op_error(op, YM_E_FORBIDDEN,
                     "somebody else answers this: the manager of the body for its mediators, or "
                     "who watches over the region; never whom it is about or who raised it");
        return;
    }
    o->row.answered_at = api_now(op->api);
    o->row.answered_by = ym_span_of(op->caller->name);
    if (api_words_seal(op, app_contest_label(o->row.subject, o->row.id, "answer", room), o->words,
                       &o->row.answer))
        port_of(o)->ops->answer(port_of(o), &o->row, on_answered, o);
}

static void read_answer(struct objecting *o, struct json_doc *doc)
{
    struct json_at root = json_root(doc);
    const struct json_at verdict = json_member(&root, "verdict");
    const struct json_at answer = json_member(&root, "answer");

    o->row.verdict = read_code(&verdict, app_contest_find);
    if (o->row.verdict == APP_CONTEST_OPEN && json_is_sound(&verdict))
        json_refuse(&verdict, YM_E_UNPROCESSABLE, "takes upheld or dismissed");
    o->words = ym_arena_text(&o->op->arena, json_get_text(&answer, 1, APP_CONTEST_CHARS_MAX));
    json_done(&root);
}

void api_post_contest_answer(struct ym_http_request *rq, void *app)
{
    struct objecting *o = begin(app, rq);
    struct json_doc *doc = o != NULL ? api_assess_body(o->op) : NULL;

    if (doc == NULL)
        return;
    read_answer(o, doc);
    if (!api_assess_body_end(o->op, doc))
        return;
    if (api_pair_parse(ym_http_param(rq, "objection"), &o->row.subject, &o->row.id))
        port_of(o)->ops->objection(port_of(o), o->row.subject, o->row.id, on_objection, o);
    else
        api_op_error(o->op, YM_E_NOT_FOUND, "%s", none);
}
