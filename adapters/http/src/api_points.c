/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/points: what was credited, by staff and month, as JSON or, of one body, as a table
 * for its finance office; GET /api/v1/points_rules: for what. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "api_assess.h"
#include "base/csv.h"
#include "json/points.h"

#define MEDIA_CSV "text/csv; charset=utf-8"

struct summing {
    struct api_op *op;
    struct app_points_filter filter;
    bool is_csv;
};

/* ---- Sums ---- */

static void put_sum(struct api_op *op, const struct app_points_sum *s)
{
    struct json_out *w = &op->w;

    json_put_object(w);
    api_put_staff(op, "staff", s->staff);
    api_put_body_name(op, "body", s->body);
    api_put_month(w, "month", s->month);
    json_add_int(w, "entries", s->entries);
    json_add_int(w, "points", s->points);
    json_add_int64(w, "fen", s->fen < 0 ? 0 : s->fen);
    json_add_bool(w, "negative", s->fen < 0);
    json_put_object_end(w);
}

static void csv_row(struct summing *s, const struct app_points_sum *row)
{
    struct app_directory *d = s->op->api->config.directory;
    struct ym_buf *b = &s->op->out;
    struct app_staff_entry staff;
    char month[APP_MONTH_TEXT_MAX];
    const int64_t fen = row->fen < 0 ? -row->fen : row->fen;

    app_month_print(row->month, month);
    ym_buf_printf(b, "%s,%" PRId64 ",", month, row->staff);
    ym_csv_text(b, d->ops->staff(d, row->staff, &staff) ? staff.name : YM_SPAN(""));
    ym_buf_printf(b, ",%" PRId64 ",%" PRId64 ",%s%" PRId64 ".%02d\r\n", row->entries, row->points,
                  row->fen < 0 ? "-" : "", fen / 100, (int)(fen % 100));
}

static void send_csv(struct summing *s, const struct app_points_sum *rows, size_t n)
{
    struct api_op *op = s->op;
    char from[APP_MONTH_TEXT_MAX], until[APP_MONTH_TEXT_MAX];
    char name[96];

    app_month_print(s->filter.from, from);
    app_month_print(s->filter.until, until);
    ym_buf_puts(&op->out, "\xEF\xBB\xBF月份,人员编号,姓名,笔数,积分,补贴（元）\r\n");
    for (size_t i = 0; i < n; i++)
        csv_row(s, &rows[i]);
    if (!ym_buf_ok(&op->out)) {
        ym_buf_clear(&op->out);
        api_op_error(op, YM_E_INTERNAL, "a table of points is too large");
        return;
    }
    (void)snprintf(name, sizeof(name), "attachment; filename=\"points-%" PRId64 "-%s-%s.csv\"",
                   s->filter.body, from, until);
    ym_http_reply_header(op->rq, "Content-Disposition", name);
    ym_http_reply_bytes(op->rq, 200, MEDIA_CSV, ym_buf_span(&op->out));
    api_op_end(op);
}

static void on_sums(void *arg, enum ym_err err, const struct app_points_sum *rows, size_t n,
                    bool has_more)
{
    struct summing *s = arg;
    struct json_out *w = &s->op->w;

    if (err != YM_E_OK) {
        api_op_unread(s->op, err);
        return;
    }
    if (has_more) {
        api_op_error(s->op, YM_E_TOO_LARGE,
                     "these are more than %d sums: ask for one body, or for fewer months",
                     APP_POINTS_SUMS_MAX);
        return;
    }
    if (s->is_csv) {
        send_csv(s, rows, n);
        return;
    }
    json_put_object(w);
    api_put_month(w, "from", s->filter.from);
    api_put_month(w, "until", s->filter.until);
    json_put_key(w, "items");
    json_put_array(w);
    for (size_t i = 0; i < n; i++)
        put_sum(s->op, &rows[i]);
    json_put_array_end(w);
    json_put_object_end(w);
    api_op_json(s->op, 200);
}

static const char *read_sums(struct summing *s)
{
    const struct ym_span format = ym_http_query(s->op->rq, "format");
    const char *why = api_points_filter_read(s->op, &s->filter);

    if (why != NULL)
        return why;
    s->is_csv = ym_span_is(format, YM_SPAN("csv"));
    if (format.at != NULL && !s->is_csv && !ym_span_is(format, YM_SPAN("json")))
        return "format takes json or csv";
    return NULL;
}

void api_get_points(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_assess(app, rq);
    struct summing *s = op != NULL ? ym_arena_alloc(&op->arena, 1, sizeof(*s)) : NULL;
    const char *why;

    if (op == NULL)
        return;
    if (s == NULL) {
        api_op_error(op, YM_E_BUSY, "no memory for this request; try again in a moment");
        return;
    }
    s->op = op;
    why = read_sums(s);
    if (why != NULL)
        api_op_error(op, YM_E_INVALID, "%s", why);
    else if (!api_points_narrow(op, &s->filter))
        api_op_error(op, YM_E_FORBIDDEN, "this caller sees no points of that kind");
    else if (s->is_csv && s->filter.body == 0)
        api_op_error(op, YM_E_INVALID, "a table is made for one body: name it by body");
    else
        op->api->config.points->ops->sums(op->api->config.points, &s->filter, on_sums, s);
}

/* ---- Rules ---- */

struct ym_points_table *api_points_table(struct api_op *op, struct ym_span document)
{
    struct ym_points_table *table;
    struct ym_error err;

    if (document.n == 0)
        document = json_points_shipped();
    if (json_points_parse(document, &table, &err) == YM_E_OK)
        return table;
    api_op_problem(op, &err);
    return NULL;
}

static void put_rule(struct json_out *w, const struct ym_points_rule *r)
{
    json_put_object(w);
    json_add_int(w, "id", r->id);
    json_add_int(w, "group", r->group);
    json_add_text(w, "code", r->code);
    json_add_named(w, "basis", ym_points_word((enum ym_points_basis)r->basis));
    if (r->least > 0)
        json_add_int64(w, "least", r->least);
    else
        json_add_null(w, "least");
    json_add_codes(w, "types", YM_VOCAB_TYPE, r->types);
    json_add_int(w, "points", r->points);
    json_add_int64(w, "fen", r->fen);
    json_add_text(w, "zh", r->zh);
    json_add_text(w, "en", r->en);
    json_add_text(w, "source", r->source);
    json_put_object_end(w);
}

static void on_rules(void *arg, enum ym_err err, struct ym_span document)
{
    struct api_op *op = arg;
    struct json_out *w = &op->w;
    struct ym_points_table *t;

    if (err != YM_E_OK) {
        api_op_unread(op, err);
        return;
    }
    t = api_points_table(op, document);
    if (t == NULL)
        return;
    json_put_object(w);
    json_add_text(w, "id", t->id);
    json_add_text(w, "version", t->version);
    json_add_text(w, "source", t->source);
    json_add_day(w, "valid_from", t->valid_from);
    json_add_day(w, "valid_until", t->valid_until);
    json_add_bool(w, "shipped", document.n == 0);
    json_add_codes(w, "bodies", YM_VOCAB_BODY, t->bodies);
    json_put_key(w, "rules");
    json_put_array(w);
    for (size_t i = 0; i < t->n; i++)
        put_rule(w, &t->rules[i]);
    json_put_array_end(w);
    json_put_object_end(w);
    json_points_free(t);
    api_op_json(op, 200);
}

void api_get_points_rules(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_assess(app, rq);
    const struct ym_span on = ym_http_query(rq, "on");
    ym_day day;

    if (op == NULL)
        return;
    day = ym_day_of(api_now(op->api));
    if (on.at != NULL && !ym_day_parse(on, &day))
        api_op_error(op, YM_E_INVALID, "on takes a day, 2026-11-22");
    else
        op->api->config.points->ops->rules(op->api->config.points, day, on_rules, op);
}
