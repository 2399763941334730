/* SPDX-License-Identifier: Apache-2.0 */
/* What all calls on a case file share. */
#include "api_casefile.h"

#include <stdarg.h>
#include <stdio.h>

#include "loop/log.h"
#include "yima/number.h"

struct api_file *api_file_begin(struct api *api, struct ym_http_request *rq)
{
    struct api_op *op = api_op_on_dispute(api, rq);
    struct api_file *f;

    if (op == NULL)
        return NULL;
    if (api->config.casefile == NULL) {
        api_op_error(op, YM_E_UNAVAILABLE, "this program keeps no case files");
        return NULL;
    }
    f = ym_arena_alloc(&op->arena, 1, sizeof(*f));
    if (f == NULL) {
        api_op_error(op, YM_E_BUSY, "no memory for this request; try again in a moment");
        return NULL;
    }
    f->op = op;
    app_request_key(api->config.secrets,
                    op->caller != NULL ? ym_span_of(op->caller->name) : YM_SPAN(""), rq->path,
                    rq->header[YM_HTTP_H_IDEMPOTENCY_KEY], rq->body, &f->key);
    return f;
}

static void on_view(void *arg, enum ym_err err, const struct app_view *v)
{
    struct api_file *f = arg;

    if (err == YM_E_OK && !app_caller_may_read(f->op->caller, &v->dispute))
        err = YM_E_NOT_FOUND;
    if (err != YM_E_OK) {
        api_op_unread(f->op, err);
        return;
    }
    f->dispute = v->dispute;
    f->then(f);
}

void api_file_read(struct api_file *f, void (*then)(struct api_file *f))
{
    struct app_reader *r = f->op->api->config.reader;

    f->then = then;
    r->ops->dispute(r, f->op->id, on_view, f);
}

/* ---- Mistakes ---- */

void api_file_wrong(struct api_file *f, struct ym_error *err)
{
    const struct ym_mistakes *mistakes = &f->op->api->mistakes;

    if (mistakes->n > 0) {
        json_put_object(&f->op->w);
        api_put_mistakes(&f->op->w, mistakes, "", YM_MISTAKES_MAX);
        json_put_object_end(&f->op->w);
    }
    api_op_problem(f->op, err);
}

void api_file_mistake(struct api_file *f, const char *place, const char *format, ...)
{
    char text[YM_MISTAKE_TEXT_MAX];
    struct ym_error err;
    va_list args;

    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    ym_mistakes_clear(&f->op->api->mistakes);
    (void)ym_mistakes_add(&f->op->api->mistakes, place, "value", text);
    (void)ym_fail(&err, YM_E_UNPROCESSABLE, "%s: %s", place, text);
    api_file_wrong(f, &err);
}

void api_file_undone(struct api_file *f, enum ym_err err, const char *conflict)
{
    if (err == YM_E_CONFLICT)
        api_op_error(f->op, err, "%s", conflict);
    else if (err == YM_E_KEY_REUSED)
        api_op_error(f->op, err,
                     "this Idempotency-Key was used for another request; make a new one");
    else
        api_op_unread(f->op, err);
}

/* ---- What is sealed ---- */

bool api_file_seal(struct api_file *f, struct ym_span label, struct ym_span plain,
                   struct ym_span *ret)
{
    const struct app_secrets *s = f->op->api->config.secrets;
    struct ym_error err;

    *ret = (struct ym_span){ NULL, 0 };
    if (plain.n == 0 || s->seal(s->ring, label, plain, &f->op->arena, ret, &err) == YM_E_OK)
        return true;
    api_op_problem(f->op, &err);
    return false;
}

bool api_file_open(struct api_file *f, struct ym_span label, struct ym_span sealed,
                   struct ym_span *ret)
{
    const struct app_secrets *s = f->op->api->config.secrets;
    char number[YM_NUMBER_COMPACT_MAX];
    struct ym_error err;

    if (s->unseal(s->ring, label, sealed, &f->op->arena, ret, &err) == YM_E_OK)
        return true;
    ym_number_compact(f->op->id, number);
    ym_log(f->op->api->config.log, ERROR, "a sealed text of a case file does not open",
           ym_log_text("dispute", number), ym_log_text("why", err.text));
    return false;
}

void api_file_put_sealed(struct api_file *f, const char *key, struct ym_span label,
                         struct ym_span sealed)
{
    struct ym_span plain;

    if (sealed.n > 0 && api_file_open(f, label, sealed, &plain))
        json_add_text(&f->op->w, key, plain);
    else
        json_add_null(&f->op->w, key);
}

/* ---- Words ---- */

void api_file_put_role(struct json_out *w, uint8_t role)
{
    json_add_named(w, "role", ym_word(YM_VOCAB_ROLE, role));
}
