/* SPDX-License-Identifier: Apache-2.0 */
/* POST /api/v1/commands: many commands, one verdict each, in the order sent.
 *
 * All rows are handed over before the first answer, so that the store gathers them into few
 * transactions. One that fails harms no neighbour. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api_private.h"
#include "api_rows.h"

#define ROW_MISTAKES_MAX 8 /* of one row told at once: a reply has room for many rows */
#define KEY_BYTES_MAX    (YM_HTTP_KEY_BYTES_MAX + 24) /* of a request's key and a place */

/* One command of a batch. Its reply lies in the batch's arena once it is done. */
struct batch_row {
    struct api_batch *batch;
    struct api_work work;
    struct ym_span reply; /* n == 0: not done */
};

struct api_batch {
    struct api *api;
    struct api_batch *next; /* in the free list */
    struct ym_http_request *rq;
    struct ym_arena arena;
    struct ym_buf scratch; /* for one row's reply */
    struct ym_buf out;     /* the whole reply */
    size_t n;
    size_t pending; /* rows not answered yet, and one more while rows are handed over */
    struct api_row cuts[API_BATCH_ROWS_MAX];
    struct batch_row rows[API_BATCH_ROWS_MAX];
};

bool api_batches_new(struct api *api)
{
    api->batches = calloc(API_BATCHES, sizeof(*api->batches));
    if (api->batches == NULL)
        return false;
    for (unsigned i = 0; i < API_BATCHES; i++) {
        struct api_batch *b = &api->batches[i];

        b->api = api;
        ym_buf_init(&b->scratch, API_ROW_BYTES_MAX);
        ym_buf_init(&b->out, API_REPLY_BYTES_MAX);
        if (!ym_arena_init(&b->arena, API_BATCH_ARENA_BYTES))
            return false;
        b->next = api->free_batches;
        api->free_batches = b;
    }
    return true;
}

void api_batches_free(struct api *api)
{
    for (unsigned i = 0; api->batches != NULL && i < API_BATCHES; i++) {
        ym_arena_release(&api->batches[i].arena);
        ym_buf_release(&api->batches[i].scratch);
        ym_buf_release(&api->batches[i].out);
    }
    free(api->batches);
}

static void release(struct api_batch *b)
{
    ym_arena_reset(&b->arena);
    ym_buf_clear(&b->scratch);
    ym_buf_clear(&b->out);
    b->next = b->api->free_batches;
    b->api->free_batches = b;
}

/* ---- The reply ---- */

static void answer(struct api_batch *b)
{
    struct ym_error err;

    ym_buf_puts(&b->out, "{\"items\":[");
    for (size_t i = 0; i < b->n; i++) {
        if (i > 0)
            ym_buf_putc(&b->out, ',');
        ym_buf_add(&b->out, b->rows[i].reply);
    }
    ym_buf_puts(&b->out, "]}");
    if (ym_arena_ok(&b->arena) && ym_buf_ok(&b->out)) {
        ym_http_reply_json(b->rq, 200, ym_buf_span(&b->out));
    } else {
        (void)ym_fail(&err, YM_E_UNAVAILABLE,
                      "the answers do not fit; send the same commands with the same keys again, "
                      "fewer at once");
        ym_http_problem(b->rq, &err, (struct ym_span){ NULL, 0 });
    }
    release(b);
}

static void settle(struct api_batch *b)
{
    if (--b->pending == 0)
        answer(b);
}

/* Keep what w wrote as the row's reply. */
static void keep(struct batch_row *row, const struct json_out *w)
{
    const struct ym_span lost =
        YM_SPAN("{\"status\":500,\"problem\":{\"type\":\"/problems/internal\",\"title\":\"an error "
                "of this program\",\"status\":500}}");
    struct api_batch *b = row->batch;

    row->reply = json_put_ok(w) ? ym_arena_text(&b->arena, ym_buf_span(&b->scratch)) : lost;
}

/* out: what came of the command; NULL: it was not submitted, and base says where in the row the
 * mistakes of its body lie. */
static void put_problem(struct json_out *w, const struct api *api, const struct ym_error *err,
                        const struct app_outcome *out, const char *base)
{
    char type[64];

    json_put_object(w);
    json_add_int(w, "status", ym_err_http(err->code));
    json_put_key(w, "problem");
    json_put_object(w);
    (void)snprintf(type, sizeof(type), "/problems/%s", ym_err_type(err->code));
    json_add_word(w, "type", type);
    json_add_word(w, "title", ym_err_title(err->code));
    json_add_int(w, "status", ym_err_http(err->code));
    json_add_word(w, "detail", err->code == YM_E_INTERNAL ? "" : err->text);
    if (out != NULL)
        api_put_refusal(w, api, out);
    else
        api_put_mistakes(w, &api->mistakes, base, ROW_MISTAKES_MAX);
    json_put_object_end(w);
    json_put_object_end(w);
}

static void fail_row(struct batch_row *row, const struct ym_error *err,
                     const struct app_outcome *out, const char *base)
{
    struct json_out w = json_out(&row->batch->scratch);

    ym_buf_clear(&row->batch->scratch);
    put_problem(&w, row->batch->api, err, out, base);
    keep(row, &w);
}

static void on_worked(struct api_work *work, const struct app_outcome *out)
{
    struct batch_row *row =
        (struct batch_row *)(void *)((char *)work - offsetof(struct batch_row, work));
    struct json_out w = json_out(&row->batch->scratch);
    struct ym_error err;

    if (out->err != YM_E_OK) {
        api_outcome_error(row->batch->api, out, &err);
        fail_row(row, &err, out, "");
    } else {
        ym_buf_clear(&row->batch->scratch);
        json_put_object(&w);
        json_add_int(&w, "status", out->event->c.kind == YM_CMD_REGISTER ? 201 : 200);
        api_put_outcome(&w, row->batch->api, out);
        json_put_object_end(&w);
        keep(row, &w);
    }
    settle(row->batch);
}

/* ---- The rows ---- */

/* The key of a row: its own, or else that of the request and the row's place in it. */
static struct ym_span key_of(const struct batch_row *row, const struct api_row *cut)
{
    struct api_batch *b = row->batch;
    const struct ym_span whole = b->rq->header[YM_HTTP_H_IDEMPOTENCY_KEY];
    char *text;
    int n;

    if (cut->key.n > 0 || whole.n == 0)
        return cut->key;
    text = ym_arena_alloc(&b->arena, KEY_BYTES_MAX, 1);
    if (text == NULL)
        return cut->key;
    n = snprintf(text, KEY_BYTES_MAX, "%.*s %zu", (int)whole.n, whole.at, (size_t)(row - b->rows));
    return (struct ym_span){ text, (size_t)n };
}

static enum ym_err prepare(struct batch_row *row, const struct api_row *cut,
                           struct ym_error *reterr)
{
    const struct ym_span key = key_of(row, cut);
    struct ym_id id;
    enum ym_err err;

    if (cut->fault != NULL)
        return ym_fail(reterr, YM_E_INVALID, "%s", cut->fault);
    if (key.n == 0 || cut->key.n > YM_HTTP_KEY_BYTES_MAX)
        return ym_fail(reterr, YM_E_INVALID,
                       "key: each command needs one of 1 to 255 characters, new for each change "
                       "and the same for each retry");
    if (cut->is_intake)
        return api_work_intake(&row->work, cut->body, key, reterr);
    if (cut->id.n == 0)
        return ym_fail(reterr, YM_E_INVALID,
                       "/id: missing; name the dispute by its number, or register one with the "
                       "member register");
    err = api_id_parse(cut->id, &id, reterr);
    if (err == YM_E_OK)
        err = api_work_command(&row->work, id, cut->body, key, reterr);
    return err;
}

/* What is wrong inside of register lies there, seen from the row. */
static void fail_unsent(struct batch_row *row, const struct api_row *cut,
                        const struct ym_error *err)
{
    const char *base = cut->is_intake && cut->fault == NULL ? "/register" : "";
    struct ym_error seen = *err;

    if (err->text[0] == '/')
        (void)ym_fail(&seen, err->code, "%s%s", base, err->text);
    fail_row(row, &seen, NULL, base);
}

static void start_row(struct batch_row *row, const struct api_row *cut)
{
    struct ym_error err;

    row->reply = (struct ym_span){ NULL, 0 };
    row->work.target = NULL;
    row->batch->pending++;
    ym_mistakes_clear(&row->batch->api->mistakes);
    if (prepare(row, cut, &err) == YM_E_OK &&
        api_work_submit(&row->work, on_worked, &err) == YM_E_OK)
        return;
    fail_unsent(row, cut, &err);
    settle(row->batch);
}

static void start(struct api_batch *b)
{
    b->pending = 1;
    for (size_t i = 0; i < b->n; i++) {
        struct batch_row *row = &b->rows[i];

        row->batch = b;
        row->work.api = b->api;
        row->work.caller = b->rq->actor;
        row->work.arena = &b->arena;
        start_row(row, &b->cuts[i]);
    }
    settle(b);
}

void api_post_batch(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_batch *b = api->free_batches;
    struct ym_error err;

    if (b == NULL) {
        (void)ym_fail(&err, YM_E_BUSY, "more batches are under way than fit; try again shortly");
        ym_http_problem(rq, &err, (struct ym_span){ NULL, 0 });
        return;
    }
    api->free_batches = b->next;
    b->rq = rq;
    if (api_rows_cut(rq->body, &b->arena, b->cuts, API_BATCH_ROWS_MAX, &b->n, &err) == YM_E_OK) {
        start(b);
        return;
    }
    ym_http_problem(rq, &err, (struct ym_span){ NULL, 0 });
    release(b);
}
