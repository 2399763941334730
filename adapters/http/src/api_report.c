/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/reports and /reports/{month}: months that were drawn up, and what was frozen of them.
 *
 * Whoever may read reports reads those of what it may see besides: of its division and of divisions
 * and bodies in it, or of its body. What lies beyond is answered as if it were not there. */
#include "api_report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "report/report.h"
#include "yima/region.h"

#define REVISIONS_MAX 32767

static const char *const form_words[] = {
#define X(name, word, media) word,
    API_REPORT_FORMS(X)
#undef X
};

/* ---- The list ---- */

static void put_hash(struct json_out *w, const char *key, const unsigned char hash[32])
{
    static const unsigned char none[32];

    if (memcmp(hash, none, sizeof(none)) == 0)
        json_add_null(w, key);
    else
        api_put_hash(w, key, hash);
}

static void put_month(struct json_out *w, const struct app_month *m)
{
    char text[APP_MONTH_TEXT_MAX];

    app_month_print(m->month, text);
    json_put_object(w);
    json_add_word(w, "month", text);
    json_add_int(w, "revision", m->revision);
    json_add_named(w, "state", app_month_state_word((enum app_month_state)m->state));
    json_add_instant(w, "begun_at", m->begun_at);
    json_add_instant(w, "frozen_at", m->frozen_at);
    json_add_instant(w, "known", m->known);
    json_add_int(w, "disputes", m->disputes);
    json_add_int(w, "events", m->events);
    json_add_int(w, "facts", m->facts);
    put_hash(w, "sha256", m->sha256);
    put_hash(w, "previous_sha256", m->previous);
    json_add_optional(w, "reason", m->reason);
    json_add_optional(w, "by", m->by);
    json_put_object_end(w);
}

/* Of what a report tells, by its kind: the member that does not fit is null. */
static void put_scope(struct json_out *w, enum app_month_scope scope, int64_t of)
{
    json_put_object(w);
    json_add_named(w, "kind", app_month_scope_word(scope));
    if (scope == APP_MONTH_OF_REGION)
        api_put_region(w, of);
    else
        json_add_null(w, "region");
    if (scope == APP_MONTH_OF_BODY)
        api_put_ref(w, "body", of);
    else
        json_add_null(w, "body");
    json_put_object_end(w);
}

/* The widest report that the caller may read. False: none. */
static bool widest(const struct app_caller *c, enum app_month_scope *ret, int64_t *ret_of)
{
    const struct app_scope s = app_caller_scope(c);

    *ret_of = s.kind == APP_SCOPE_ALL ? 0 : s.lo;
    switch (s.kind) {
    case APP_SCOPE_ALL:
        *ret = APP_MONTH_OF_WHOLE;
        return true;
    case APP_SCOPE_REGION:
        *ret = APP_MONTH_OF_REGION;
        return ym_region_level(s.lo) > 0 && ym_region_level(s.lo) <= API_REPORT_LEVEL_MAX;
    case APP_SCOPE_BODY:
        *ret = APP_MONTH_OF_BODY;
        return s.lo != 0;
    case APP_SCOPE_NOTHING:
    case APP_SCOPE_DISPUTE:
    case APP_SCOPE_MEDIATOR:
    case APP_SCOPE_COURT:
        break;
    }
    return false;
}

static void put_word(struct json_out *w, const struct ym_word *word)
{
    json_put_object(w);
    json_put_names(w, word);
    json_put_object_end(w);
}

static void put_pair(struct json_out *w, const char *key, const char *zh, const char *en)
{
    json_put_key(w, key);
    json_put_object(w);
    json_add_word(w, "zh", zh);
    json_add_word(w, "en", en);
    json_put_object_end(w);
}

/* What the members of a report are called. */
static void put_words(struct json_out *w)
{
    json_put_key(w, "words");
    json_put_object(w);
    json_put_key(w, "cells");
    json_put_array(w);
    for (int i = 0; i < REPORT_CELLS; i++)
        put_word(w, report_cell_word(i));
    json_put_array_end(w);
    json_put_key(w, "dimensions");
    json_put_array(w);
    for (int i = 0; i < REPORT_BY_COUNT; i++)
        put_word(w, report_by_word((enum report_by)i));
    json_put_array_end(w);
    json_put_key(w, "rates");
    json_put_array(w);
    for (int i = 0; i < REPORT_RATE_COUNT; i++) {
        const struct report_rate_words *r = report_rate_words((enum report_rate)i);

        json_put_object(w);
        json_put_names(w, &r->word);
        put_pair(w, "part", r->part_zh, r->part_en);
        put_pair(w, "whole", r->whole_zh, r->whole_en);
        json_put_object_end(w);
    }
    json_put_array_end(w);
    json_put_object_end(w);
}

static void on_list(void *arg, enum ym_err err, const struct app_month *months, size_t n)
{
    struct api_op *op = arg;
    struct json_out *w = &op->w;
    enum app_month_scope scope;
    int64_t of;

    if (err != YM_E_OK) {
        api_op_unread(op, err);
        return;
    }
    json_put_object(w);
    json_put_key(w, "items");
    json_put_array(w);
    for (size_t i = 0; i < n; i++)
        put_month(w, &months[i]);
    json_put_array_end(w);
    json_put_key(w, "scope");
    if (widest(op->caller, &scope, &of))
        put_scope(w, scope, of);
    else
        json_put_null(w);
    put_words(w);
    json_put_object_end(w);
    api_op_json(op, 200);
}

static struct api_op *begin(struct api *api, struct ym_http_request *rq)
{
    struct api_op *op = api_op_take(api, rq);

    if (op == NULL || api->config.months != NULL)
        return op;
    api_op_error(op, YM_E_UNAVAILABLE, "this program keeps no reports");
    return NULL;
}

void api_get_reports(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_op *op = begin(api, rq);

    if (op != NULL)
        app_month_list(api->config.months, on_list, op);
}

/* ---- Which one ---- */

static bool sees_region(const struct app_caller *c, int64_t region)
{
    const struct app_scope s = app_caller_scope(c);

    return s.kind == APP_SCOPE_ALL ||
           (s.kind == APP_SCOPE_REGION && region >= s.lo && region <= s.hi);
}

static bool sees_body(const struct api_op *op, int64_t body)
{
    const struct app_scope s = app_caller_scope(op->caller);
    struct app_directory *d = op->api->config.directory;
    struct app_body_entry entry;

    if (s.kind == APP_SCOPE_BODY)
        return s.lo == body;
    return d->ops->body(d, body, &entry) && sees_region(op->caller, entry.region);
}

static enum ym_err not_yours(struct ym_error *reterr)
{
    return ym_fail(reterr, YM_E_NOT_FOUND,
                   "there is no report of this for you; GET /api/v1/reports says in \"scope\" of "
                   "what there is one");
}

/* ?region=, ?body=, or what the caller sees as a whole. */
static enum ym_err choose_scope(struct api_report *r, struct ym_error *reterr)
{
    const struct ym_span region = ym_http_query(r->op->rq, "region");
    const struct ym_span body = ym_http_query(r->op->rq, "body");

    if (region.at != NULL && body.at != NULL)
        return ym_fail(reterr, YM_E_INVALID, "a report is of a region or of a body: leave one out");
    if (region.at != NULL) {
        r->scope = APP_MONTH_OF_REGION;
        if (!ym_region_parse(region, &r->of) || ym_region_level(r->of) > API_REPORT_LEVEL_MAX)
            return ym_fail(reterr, YM_E_INVALID,
                           "region takes a division code of 2, 4, 6 or 9 digits: streets and towns "
                           "are the smallest with a report of their own");
        return sees_region(r->op->caller, r->of) ? YM_E_OK : not_yours(reterr);
    }
    if (body.at != NULL) {
        r->scope = APP_MONTH_OF_BODY;
        if (!api_decimal(body, 1, INT64_MAX, &r->of))
            return ym_fail(reterr, YM_E_INVALID,
                           "body takes a number; GET /api/v1/bodies lists them");
        return sees_body(r->op, r->of) ? YM_E_OK : not_yours(reterr);
    }
    return widest(r->op->caller, &r->scope, &r->of) ? YM_E_OK : not_yours(reterr);
}

static enum ym_err choose_form(struct api_report *r, struct ym_error *reterr)
{
    const struct ym_span format = ym_http_query(r->op->rq, "format");

    r->form = API_REPORT_JSON;
    if (format.at == NULL)
        return YM_E_OK;
    for (int i = 0; i < API_REPORT_FORM_COUNT; i++) {
        if (ym_span_is(format, ym_span_of(form_words[i]))) {
            r->form = (enum api_report_form)i;
            return YM_E_OK;
        }
    }
    return ym_fail(reterr, YM_E_INVALID, "format takes json, csv, html or pdf");
}

static enum ym_err choose(struct api_report *r, struct ym_error *reterr)
{
    const struct ym_span revision = ym_http_query(r->op->rq, "revision");
    int64_t number = APP_MONTH_NEWEST;
    enum ym_err err;

    if (!app_month_parse(ym_http_param(r->op->rq, "month"), &r->month))
        return ym_fail(reterr, YM_E_NOT_FOUND, "a month is written YYYY-MM, as in 2026-10");
    if (revision.at != NULL && !api_decimal(revision, 1, REVISIONS_MAX, &number))
        return ym_fail(reterr, YM_E_INVALID, "revision takes a number from 1");
    r->revision = (int)number;
    err = choose_form(r, reterr);
    return err == YM_E_OK ? choose_scope(r, reterr) : err;
}

/* ---- The answer ---- */

/* "yima-2016-08-330108.csv"; of a body "...-body-1011.csv", and an amendment says which. */
static void put_name(const struct api_report *r)
{
    char month[APP_MONTH_TEXT_MAX], region[YM_REGION_TEXT_MAX];
    char of[40] = "whole", amended[16] = "", name[128];

    app_month_print(r->month, month);
    if (r->scope == APP_MONTH_OF_REGION) {
        ym_region_print(r->of, region);
        (void)snprintf(of, sizeof(of), "%s", region);
    } else if (r->scope == APP_MONTH_OF_BODY) {
        (void)snprintf(of, sizeof(of), "body-%" PRId64, r->of);
    }
    if (r->revision > 1)
        (void)snprintf(amended, sizeof(amended), "-r%d", r->revision);
    (void)snprintf(name, sizeof(name), "%s; filename=\"yima-%s-%s%s.%s\"",
                   r->form == API_REPORT_CSV ? "attachment" : "inline", month, of, amended,
                   form_words[r->form]);
    ym_http_reply_header(r->op->rq, "Content-Disposition", name);
}

/* The inside of the entity tag: the hash of the frozen bytes, and of another form its name. */
static void print_tag(const struct api_report *r, char ret[API_REPORT_TAG_MAX])
{
    for (size_t i = 0; i < sizeof(r->sha256); i++)
        (void)snprintf(ret + 2 * i, 3, "%02x", r->sha256[i]);
    if (r->form != API_REPORT_JSON)
        (void)snprintf(ret + 64, API_REPORT_TAG_MAX - 64, ".%s", form_words[r->form]);
}

void api_report_head(const struct api_report *r)
{
    char tag[API_REPORT_TAG_MAX], quoted[API_REPORT_TAG_MAX + 5];

    /* What is made of the bytes may differ a little from one program to the next (fonts), so that
     * its tag is weak. */
    print_tag(r, tag);
    (void)snprintf(quoted, sizeof(quoted), "%s\"%s\"", r->form == API_REPORT_JSON ? "" : "W/", tag);
    ym_http_reply_header(r->op->rq, "ETag", quoted);
    ym_http_reply_header(r->op->rq, "Cache-Control", "private, no-cache");
    put_name(r);
}

static bool has_it(const struct api_report *r)
{
    char tag[API_REPORT_TAG_MAX];

    print_tag(r, tag);
    return api_etag_has(r->op->rq->header[YM_HTTP_H_IF_NONE_MATCH], ym_span_of(tag));
}

/* Is what was read what was frozen? */
static bool is_whole(const struct api *api, const struct app_month_report *report)
{
    unsigned char hash[32];

    api->config.hash->sha256_2(report->bytes.at, report->bytes.n, "", 0, hash);
    return memcmp(hash, report->sha256, sizeof(hash)) == 0;
}

static void take(struct api_report *r, const struct app_month_report *report)
{
    struct api_op *op = r->op;

    memcpy(r->sha256, report->sha256, sizeof(r->sha256));
    r->revision = report->month.revision;
    if (has_it(r)) {
        api_report_head(r);
        ym_http_reply_bytes(op->rq, 304, NULL, (struct ym_span){ NULL, 0 });
        api_op_end(op);
        return;
    }
    ym_buf_add(&op->out, report->bytes);
    api_report_print(r);
}

static void on_report(void *arg, enum ym_err err, const struct app_month_report *report)
{
    struct api_report *r = arg;

    if (err == YM_E_NOT_FOUND)
        api_op_error(r->op, err,
                     "nothing is frozen of this month and scope; GET /api/v1/reports lists the "
                     "months, and `yima report` draws one");
    else if (err != YM_E_OK)
        api_op_unread(r->op, err);
    else if (!is_whole(r->op->api, report))
        api_op_error(r->op, YM_E_INTERNAL, "a frozen report has not its hash: run yima verify");
    else
        take(r, report);
}

void api_get_report(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_op *op = begin(api, rq);
    struct api_report *r;
    struct ym_error why;

    if (op == NULL)
        return;
    r = ym_arena_alloc(&op->arena, 1, sizeof(*r));
    if (r == NULL) {
        api_op_error(op, YM_E_BUSY, "the request needs more memory than one request may have");
        return;
    }
    *r = (struct api_report){ .op = op };
    if (choose(r, &why) != YM_E_OK)
        api_op_problem(op, &why);
    else
        app_month_report(api->config.months,
                         &(struct app_month_wish){ r->month, r->revision, r->scope, r->of },
                         on_report, r);
}
