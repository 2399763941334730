/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/assessments/{kind}/{subject}/cases: the disputes that one month of an assessment is
 * made of, with what each contributed. What parties answered is not among it. */
#include "api_assess.h"

struct explaining {
    struct api_op *op;
    struct app_assess_filter filter;
};

static void put_figure(struct json_out *w, const struct ym_month_fact *f, enum ym_figure figure)
{
    json_add_int(w, ym_figure_word(figure)->code, f->n[figure]);
}

/* What a fact counts for, in the words of app_measure_word(). */
static void put_counts_for(struct json_out *w, const struct ym_month_fact *f)
{
    const bool is_closed = f->days >= 0;
    const bool is_overdue = !is_closed && f->n[YM_FIGURE_OPEN] > 0 && f->is_late;

    json_put_key(w, "counts_for");
    json_put_array(w);
    json_put_word(w, app_measure_word(APP_MEASURE_CASELOAD)->code);
    if (is_closed || is_overdue)
        json_put_word(w, app_measure_word(APP_MEASURE_TIMELINESS)->code);
    if (f->n[YM_FIGURE_SETTLED] + f->n[YM_FIGURE_FAILED] > 0)
        json_put_word(w, app_measure_word(APP_MEASURE_OUTCOME)->code);
    if (f->due > f->excused)
        json_put_word(w, app_measure_word(APP_MEASURE_PERFORMANCE)->code);
    json_put_array_end(w);
}

static void put_case(struct api_op *op, const struct ym_month_fact *f)
{
    struct json_out *w = &op->w;

    json_put_object(w);
    json_put_key(w, "dispute");
    json_put_object(w);
    api_put_number(w, f->dispute);
    json_put_object_end(w);
    json_add_named(w, "type", ym_word(YM_VOCAB_TYPE, f->type));
    api_put_staff(op, "mediator", f->mediator);
    put_figure(w, f, YM_FIGURE_CARRIED);
    put_figure(w, f, YM_FIGURE_ACCEPTED);
    put_figure(w, f, YM_FIGURE_REOPENED);
    put_figure(w, f, YM_FIGURE_SETTLED);
    put_figure(w, f, YM_FIGURE_FAILED);
    put_figure(w, f, YM_FIGURE_ENDED);
    put_figure(w, f, YM_FIGURE_OPEN);
    put_figure(w, f, YM_FIGURE_EXTENDED);
    json_add_bool(w, "late", f->is_late);
    if (f->days >= 0)
        json_add_int(w, "days", f->days);
    else
        json_add_null(w, "days");
    json_add_int(w, "sessions", f->sessions);
    json_add_int(w, "due", f->due);
    json_add_int(w, "performed", f->performed);
    json_add_int(w, "performed_late", f->performed_late);
    json_add_int(w, "excused", f->excused);
    json_add_int(w, "breached", f->breached);
    put_counts_for(w, f);
    json_put_object_end(w);
}

static void on_facts(void *arg, enum ym_err err, const struct app_assess_facts *rows, size_t n)
{
    struct explaining *x = arg;
    struct json_out *w = &x->op->w;
    size_t shown = 0, left = 0;

    if (err != YM_E_OK) {
        api_op_unread(x->op, err);
        return;
    }
    json_put_object(w);
    api_put_month(w, "month", x->filter.from);
    json_put_key(w, "items");
    json_put_array(w);
    for (size_t i = 0; i < n; i++) {
        struct ym_span from = rows[i].bytes;
        struct ym_month_fact f;

        for (; from.n > 0 && ym_fact_unpack(&from, &f); shown++) {
            if (shown < APP_ASSESS_CASES_MAX)
                put_case(x->op, &f);
            else
                left++;
        }
    }
    json_put_array_end(w);
    json_add_int(w, "left_out", (int64_t)left);
    json_put_object_end(w);
    api_op_json(x->op, 200);
}

static bool narrow(struct explaining *x)
{
    struct app_points_filter scope = { .staff = 0 };

    if (!app_points_scope(x->op->caller, &scope))
        return false;
    x->filter.body = scope.body;
    x->filter.region_lo = scope.region_lo;
    x->filter.region_hi = scope.region_hi;
    return scope.staff == 0 ||
           (x->filter.kind == APP_SUBJECT_MEDIATOR && scope.staff == x->filter.subject);
}

void api_get_assessment_cases(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_assess(app, rq);
    struct explaining *x = op != NULL ? ym_arena_alloc(&op->arena, 1, sizeof(*x)) : NULL;
    const int kind = app_subject_find(ym_http_param(rq, "kind"));
    const struct ym_span month = ym_http_query(rq, "month");

    if (op == NULL)
        return;
    if (x == NULL) {
        api_op_error(op, YM_E_BUSY, "no memory for this request; try again in a moment");
        return;
    }
    x->op = op;
    x->filter.kind = (uint8_t)(kind >= 0 ? kind : 0);
    if (kind < 0 || !api_decimal(ym_http_param(rq, "subject"), 1, INT64_MAX, &x->filter.subject) ||
        !narrow(x))
        api_op_error(op, YM_E_NOT_FOUND, "there is no such mediator or body to be seen");
    else if (!app_month_parse(month, &x->filter.from))
        api_op_error(op, YM_E_INVALID, "month takes a month, 2026-10");
    else
        op->api->config.assess->ops->facts(op->api->config.assess, &x->filter, on_facts, x);
}
