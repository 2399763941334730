/* SPDX-License-Identifier: Apache-2.0 */
/* What the calls on assessment and points share. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/month.h"
#include "api_assess.h"
#include "json/read.h"
#include "loop/log.h"
#include "yima/region.h"

struct api_op *api_op_assess(struct api *api, struct ym_http_request *rq)
{
    struct api_op *op = api_op_take(api, rq);

    if (op == NULL || (api->config.assess != NULL && api->config.points != NULL))
        return op;
    api_op_error(op, YM_E_UNAVAILABLE, "this program keeps no assessments");
    return NULL;
}

/* ---- Parameters ---- */

static bool read_month(struct ym_span text, ym_day missing, ym_day *ret)
{
    if (text.at == NULL) {
        *ret = missing;
        return true;
    }
    return app_month_parse(text, ret);
}

const char *api_months_read(const struct api_op *op, int months_max, ym_day *ret_from,
                            ym_day *ret_until)
{
    const ym_day now = app_month_of(ym_day_of(api_now(op->api)));
    const ym_day last = app_month_plus(now, -1);

    if (!read_month(ym_http_query(op->rq, "until"), last, ret_until))
        return "until takes a month, 2026-10";
    if (!read_month(ym_http_query(op->rq, "from"), *ret_until, ret_from))
        return "from takes a month, 2026-01";
    if (*ret_from > *ret_until)
        return "from is a month after until";
    if (app_month_plus(*ret_from, months_max) <= *ret_until)
        return "too many months at once: from and until span 24 at most";
    return NULL;
}

void api_pair_print(int64_t first, int64_t second, char ret[API_PAIR_MAX])
{
    (void)snprintf(ret, API_PAIR_MAX, "%" PRId64 "-%" PRId64, first, second);
}

bool api_pair_parse(struct ym_span text, int64_t *ret_first, int64_t *ret_second)
{
    const char *dash = text.n > 0 ? memchr(text.at, '-', text.n) : NULL;
    size_t n;

    if (dash == NULL)
        return false;
    n = (size_t)(dash - text.at);
    return api_decimal((struct ym_span){ text.at, n }, 0, INT64_MAX, ret_first) &&
           api_decimal((struct ym_span){ dash + 1, text.n - n - 1 }, 1, INT64_MAX, ret_second);
}

void api_key_of(struct api_op *op, struct ym_request_key *ret)
{
    app_request_key(op->api->config.secrets,
                    op->caller != NULL ? ym_span_of(op->caller->name) : YM_SPAN(""), op->rq->path,
                    op->rq->header[YM_HTTP_H_IDEMPOTENCY_KEY], op->rq->body, ret);
}

struct json_doc *api_assess_body(struct api_op *op)
{
    struct json_doc *doc;
    struct ym_error err;

    if (json_parse(op->rq->body, API_ASSESS_BYTES_MAX, &doc, &err) == YM_E_OK) {
        ym_mistakes_clear(&op->api->mistakes);
        json_gather(doc, &op->api->mistakes);
        return doc;
    }
    api_op_problem(op, &err);
    return NULL;
}

bool api_assess_body_end(struct api_op *op, struct json_doc *doc)
{
    const struct ym_mistakes *mistakes = &op->api->mistakes;
    struct ym_error err;
    const bool is_good = json_result(doc, &err) == YM_E_OK;

    json_free(doc);
    if (!is_good) {
        if (mistakes->n > 0) {
            json_put_object(&op->w);
            api_put_mistakes(&op->w, mistakes, "", YM_MISTAKES_MAX);
            json_put_object_end(&op->w);
        }
        api_op_problem(op, &err);
    } else if (!ym_arena_ok(&op->arena)) {
        api_op_error(op, YM_E_BUSY, "the request needs more memory than one request may have");
        return false;
    }
    return is_good;
}

/* ---- Shapes ---- */

static void put_named(struct json_out *w, const char *key, int64_t id, struct ym_span name)
{
    json_put_key(w, key);
    if (id == 0) {
        json_put_null(w);
        return;
    }
    json_put_object(w);
    json_add_int64(w, "id", id);
    json_add_optional(w, "name", name);
    json_put_object_end(w);
}

void api_put_staff(struct api_op *op, const char *key, int64_t id)
{
    struct app_directory *d = op->api->config.directory;
    struct app_staff_entry staff;
    const bool is_known = id != 0 && d->ops->staff(d, id, &staff);

    put_named(&op->w, key, id, is_known ? staff.name : (struct ym_span){ NULL, 0 });
}

void api_put_body_name(struct api_op *op, const char *key, int64_t id)
{
    struct app_directory *d = op->api->config.directory;
    struct app_body_entry body;
    const bool is_known = id != 0 && d->ops->body(d, id, &body);

    put_named(&op->w, key, id, is_known ? body.name : (struct ym_span){ NULL, 0 });
}

int64_t api_region_of_body(const struct api *api, int64_t body)
{
    struct app_directory *d = api->config.directory;
    struct app_body_entry entry;

    return body != 0 && d->ops->body(d, body, &entry) ? entry.region : 0;
}

/* ---- Words of people ---- */

bool api_words_seal(struct api_op *op, struct ym_span label, struct ym_span plain,
                    struct ym_span *ret)
{
    const struct app_secrets *s = op->api->config.secrets;
    struct ym_error err;

    if (s->seal(s->ring, label, plain, &op->arena, ret, &err) == YM_E_OK)
        return true;
    api_op_problem(op, &err);
    return false;
}

void api_put_words_sealed(struct api_op *op, const char *key, struct ym_span label,
                          struct ym_span sealed)
{
    const struct app_secrets *s = op->api->config.secrets;
    struct ym_span plain = { NULL, 0 };
    struct ym_error err;

    if (sealed.n > 0 && s->unseal(s->ring, label, sealed, &op->arena, &plain, &err) != YM_E_OK) {
        ym_log(op->api->config.log, ERROR, "sealed words of an assessment do not open",
               ym_log_text("why", err.text));
        plain.n = 0;
    }
    json_add_optional(&op->w, key, plain);
}

void api_assess_undone(struct api_op *op, enum ym_err err, const char *conflict)
{
    if (err == YM_E_CONFLICT)
        api_op_error(op, err, "%s", conflict);
    else if (err == YM_E_KEY_REUSED)
        api_op_error(op, err, "this Idempotency-Key was used for another request; make a new one");
    else
        api_op_unread(op, err);
}
