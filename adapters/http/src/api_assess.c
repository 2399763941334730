/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/assessments/{kind}: how mediators or bodies did, over one or several months.
 *
 *   months (and what everybody came to) -> open objections -> rows -> the answer
 *
 * Rows come in the order of their ids: this is no ranking. */
#include "api_assess.h"

#include "yima/region.h"

/* A subject with an open objection in these months. In the op's arena. */
struct contested {
    int64_t subject;
    uint8_t measure; /* enum app_measure: about what */
    const struct contested *next;
};

struct asking {
    struct api_op *op;
    struct app_assess_filter filter;
    struct app_assess_sums all; /* over everybody and all months */
    struct app_assess_month *months;
    size_t nmonths;
    const struct contested *contested; /* the last one; NULL: none */
};

/* ---- One row ---- */

static void put_interval(struct json_out *w, const char *key, bool is_told,
                         const struct ym_interval *v)
{
    json_put_key(w, key);
    if (!is_told) {
        json_put_null(w);
        return;
    }
    json_put_object(w);
    json_add_int(w, "value", v->value);
    json_add_int(w, "low", v->low);
    json_add_int(w, "high", v->high);
    json_put_object_end(w);
}

/* A rule of the office as it held when the last of the months ended. */
static int32_t rule(const struct asking *a, enum ym_office_key key)
{
    return api_rule(a->op->api, key, app_month_plus(a->filter.until, 1) - 1);
}

/* Own cells beside those of everybody, in thousandths. */
static void put_adjusted(const struct asking *asked, const char *key,
                         const struct ym_assess_cell *own, const struct ym_assess_cell *all)
{
    struct json_out *w = &asked->op->w;
    struct ym_assess a;
    const bool is_sound = ym_assess_adjust(own, all, rule(asked, YM_OFFICE_CASES_MIN), &a);

    json_put_key(w, key);
    json_put_object(w);
    json_add_int(w, "cases", a.cases);
    json_add_int(w, "good", a.good);
    json_add_int(w, "expected", a.expected);
    json_add_bool(w, "small", a.is_small || !is_sound);
    put_interval(w, "share", is_sound && a.is_told, &a.share);
    put_interval(w, "ratio", is_sound && a.is_told, &a.ratio);
    json_put_object_end(w);
}

static void put_counts(struct json_out *w, const struct app_assess_sums *s)
{
    static const char *const codes[APP_ASSESS_COUNT] = {
#define X(name, code) [APP_ASSESS_##name] = (code),
        APP_ASSESS_COUNTS(X)
#undef X
    };

    json_put_key(w, "counts");
    json_put_object(w);
    for (size_t i = 0; i < APP_ASSESS_COUNT; i++) {
        if (i != APP_ASSESS_ANSWER_SUM)
            json_add_int(w, codes[i], s->n[i]);
    }
    json_put_object_end(w);
}

/* A mean in tenths, rounded half up; null of nothing. */
static void put_tenths(struct json_out *w, const char *key, int64_t sum, int64_t n)
{
    if (n > 0)
        json_add_int(w, key, (20 * sum + n) / (2 * n));
    else
        json_add_null(w, key);
}

static void put_figures(const struct asking *a, const struct app_assess_sums *s)
{
    struct json_out *w = &a->op->w;
    struct ym_interval share;
    const int64_t due = s->n[APP_ASSESS_DUE] - s->n[APP_ASSESS_EXCUSED];
    const int64_t done = s->n[APP_ASSESS_PERFORMED] + s->n[APP_ASSESS_PERFORMED_LATE];
    bool is_told;

    put_counts(w, s);
    put_tenths(w, "mean_days_tenths", s->n[APP_ASSESS_CLOSED_DAYS], s->n[APP_ASSESS_CLOSED]);
    put_adjusted(a, "in_time", s->in_time, a->all.in_time);
    put_adjusted(a, "outcome", s->outcome, a->all.outcome);
    is_told = due >= rule(a, YM_OFFICE_CASES_MIN) && ym_assess_share(done, due, &share);
    put_interval(w, "performed_share", is_told, &share);
    put_tenths(w, "satisfaction_tenths", s->n[APP_ASSESS_ANSWER_SUM], s->n[APP_ASSESS_ANSWERS]);
}

static void put_contested(const struct asking *a, int64_t subject)
{
    struct json_out *w = &a->op->w;
    bool is_open[APP_MEASURE_COUNT] = { false };

    for (const struct contested *c = a->contested; c != NULL; c = c->next) {
        if (c->subject == subject)
            is_open[c->measure] = true;
    }
    json_put_key(w, "contested");
    json_put_array(w);
    for (unsigned i = 0; i < APP_MEASURE_COUNT; i++) {
        if (is_open[i])
            json_put_word(w, app_measure_word(i)->code);
    }
    json_put_array_end(w);
}

static void put_row(const struct asking *a, const struct app_assess_row *row)
{
    struct json_out *w = &a->op->w;

    json_put_object(w);
    if (a->filter.kind == APP_SUBJECT_MEDIATOR)
        api_put_staff(a->op, "subject", row->subject);
    else
        api_put_body_name(a->op, "subject", row->subject);
    api_put_body_name(a->op, "body", row->body);
    json_add_int(w, "months", row->months);
    put_contested(a, row->subject);
    put_figures(a, &row->sums);
    json_put_object_end(w);
}

/* ---- The answer ---- */

static void put_months(const struct asking *a)
{
    struct json_out *w = &a->op->w;

    json_put_key(w, "months");
    json_put_array(w);
    for (size_t i = 0; i < a->nmonths; i++) {
        json_put_object(w);
        api_put_month(w, "month", a->months[i].month);
        json_add_int(w, "revision", a->months[i].revision);
        json_add_instant(w, "at", a->months[i].at);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

/* Months that were asked for and not worked out. */
static void put_missing(const struct asking *a)
{
    struct json_out *w = &a->op->w;
    size_t i = 0;

    json_put_key(w, "missing");
    json_put_array(w);
    for (ym_day m = a->filter.from; m <= a->filter.until; m = app_month_plus(m, 1)) {
        char text[APP_MONTH_TEXT_MAX];

        if (i < a->nmonths && a->months[i].month == m) {
            i++;
            continue;
        }
        app_month_print(m, text);
        json_put_word(w, text);
    }
    json_put_array_end(w);
}

static void on_rows(void *arg, enum ym_err err, const struct app_assess_row *rows, size_t n,
                    bool has_more)
{
    struct asking *a = arg;
    struct json_out *w = &a->op->w;

    if (err != YM_E_OK) {
        api_op_unread(a->op, err);
        return;
    }
    json_put_object(w);
    json_add_named(w, "kind", app_subject_word(a->filter.kind));
    api_put_month(w, "from", a->filter.from);
    api_put_month(w, "until", a->filter.until);
    put_months(a);
    put_missing(a);
    json_add_int(w, "cases_min", rule(a, YM_OFFICE_CASES_MIN));
    json_add_int(w, "answers_min", rule(a, YM_OFFICE_ANSWERS_MIN));
    json_put_key(w, "items");
    json_put_array(w);
    for (size_t i = 0; i < n; i++)
        put_row(a, &rows[i]);
    json_put_array_end(w);
    api_put_ref(w, "next", has_more && n > 0 ? rows[n - 1].subject : 0);
    json_put_object_end(w);
    api_op_json(a->op, 200);
}

static bool is_asked(const struct asking *a, const struct app_contest *o)
{
    return o->kind == a->filter.kind && o->month >= a->filter.from && o->month <= a->filter.until &&
           o->measure < APP_MEASURE_COUNT;
}

static void keep_contested(struct asking *a, const struct app_contest *o)
{
    struct contested *c = ym_arena_alloc(&a->op->arena, 1, sizeof(*c));

    if (c == NULL)
        return;
    *c = (struct contested){ o->subject, o->measure, a->contested };
    a->contested = c;
}

static void ask_objections(struct asking *a, int64_t before);

/* Page after page, so that none that is open is left unsaid. */
static void on_objections(void *arg, enum ym_err err, const struct app_contest *rows, size_t n,
                          bool has_more)
{
    struct asking *a = arg;
    struct app_assess *port = a->op->api->config.assess;

    if (err != YM_E_OK) {
        api_op_unread(a->op, err);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        if (is_asked(a, &rows[i]))
            keep_contested(a, &rows[i]);
    }
    if (!ym_arena_ok(&a->op->arena))
        api_op_error(a->op, YM_E_BUSY, "no memory for this request; ask about fewer at once");
    else if (has_more && n > 0)
        ask_objections(a, rows[n - 1].id);
    else
        port->ops->rows(port, &a->filter, on_rows, a);
}

static void ask_objections(struct asking *a, int64_t before)
{
    struct app_assess *port = a->op->api->config.assess;
    const struct app_contest_filter open = { .kind = a->filter.kind,
                                             .subject = a->filter.subject,
                                             .body = a->filter.body,
                                             .region_lo = a->filter.region_lo,
                                             .region_hi = a->filter.region_hi,
                                             .is_open = true,
                                             .before = before,
                                             .limit = APP_CONTEST_PAGE_MAX };

    port->ops->objections(port, &open, on_objections, a);
}

static void on_months(void *arg, enum ym_err err, const struct app_assess_month *rows, size_t n)
{
    struct asking *a = arg;

    if (err != YM_E_OK) {
        api_op_unread(a->op, err);
        return;
    }
    a->months = ym_arena_alloc(&a->op->arena, n + 1, sizeof(*a->months));
    if (a->months == NULL) {
        api_op_error(a->op, YM_E_BUSY, "no memory for this request; try again in a moment");
        return;
    }
    a->nmonths = n;
    for (size_t i = 0; i < n; i++) {
        a->months[i] = rows[i];
        app_assess_join(&a->all, &rows[i].sums);
    }
    ask_objections(a, 0);
}

/* ---- What is asked ---- */

/* Narrow to what the caller sees. False: nothing. */
static bool narrow(struct asking *a)
{
    struct app_points_filter scope = { .staff = 0 };

    if (!app_points_scope(a->op->caller, &scope))
        return false;
    if (scope.staff != 0 && (a->filter.kind != APP_SUBJECT_MEDIATOR ||
                             (a->filter.subject != 0 && a->filter.subject != scope.staff)))
        return false;
    if (scope.body != 0 && a->filter.body != 0 && a->filter.body != scope.body)
        return false;
    if (scope.staff != 0)
        a->filter.subject = scope.staff;
    if (scope.body != 0)
        a->filter.body = scope.body;
    a->filter.region_lo = scope.region_lo;
    a->filter.region_hi = scope.region_hi;
    return true;
}

static const char *read_numbers(struct asking *a)
{
    const struct ym_http_request *rq = a->op->rq;
    const struct ym_span subject = ym_http_query(rq, "subject");
    const struct ym_span body = ym_http_query(rq, "body");
    const struct ym_span limit = ym_http_query(rq, "limit");
    const struct ym_span cursor = ym_http_query(rq, "cursor");
    int64_t n = APP_ASSESS_PAGE_MAX;

    if (subject.at != NULL && !api_decimal(subject, 1, INT64_MAX, &a->filter.subject))
        return "subject takes the number of a mediator or body";
    if (body.at != NULL && !api_decimal(body, 1, INT64_MAX, &a->filter.body))
        return "body takes the number of a body";
    if (limit.at != NULL && !api_decimal(limit, 1, APP_ASSESS_PAGE_MAX, &n))
        return "limit takes 1 to 100";
    if (cursor.at != NULL && !api_decimal(cursor, 1, INT64_MAX, &a->filter.after))
        return "cursor takes only what next of the page before says";
    a->filter.limit = (unsigned)n;
    return NULL;
}

void api_get_assessments(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_assess(app, rq);
    struct asking *a = op != NULL ? ym_arena_alloc(&op->arena, 1, sizeof(*a)) : NULL;
    const int kind = app_subject_find(ym_http_param(rq, "kind"));
    const char *why;

    if (op == NULL)
        return;
    if (a == NULL) {
        api_op_error(op, YM_E_BUSY, "no memory for this request; try again in a moment");
        return;
    }
    a->op = op;
    a->filter.kind = (uint8_t)(kind >= 0 ? kind : 0);
    why = read_numbers(a);
    if (why == NULL)
        why = api_months_read(op, APP_ASSESS_MONTHS_MAX, &a->filter.from, &a->filter.until);
    if (kind < 0)
        api_op_error(op, YM_E_NOT_FOUND, "there are assessments of kind mediator and body alone");
    else if (why != NULL)
        api_op_error(op, YM_E_INVALID, "%s", why);
    else if (!narrow(a))
        api_op_error(op, YM_E_FORBIDDEN, "this role sees no assessment of that kind");
    else
        op->api->config.assess->ops->months(op->api->config.assess, a->filter.from, a->filter.until,
                                            on_months, a);
}
