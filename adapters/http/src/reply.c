/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "private.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json/write.h"
#include "lint.h"
#include "yima/utf8.h"

#define CSP_API        "default-src 'none'; frame-ancestors 'none'"
#define MEDIA_PROBLEM  "application/problem+json"
#define BARE_BYTES_MAX 256 /* type, title and status of any problem */
#define TYPE_BYTES_MAX 64  /* of "/problems/" and the longest type */

/* The public part is the slot's first member. */
static struct request *slot_of(struct ym_http_request *rq)
{
    return (struct request *)(void *)rq;
}

struct ym_span ym_http_query(const struct ym_http_request *rq, const char *name)
{
    const struct ym_span want = ym_span_of(name);

    for (size_t i = 0; i < rq->query_n; i++) {
        if (ym_span_is(rq->query[i].name, want))
            return rq->query[i].value;
    }
    return (struct ym_span){ NULL, 0 };
}

struct ym_span ym_http_param(const struct ym_http_request *rq, const char *name)
{
    const struct ym_span want = ym_span_of(name);
    const char *at = rq->route->path;

    for (size_t i = 0;; i++) {
        struct ym_span have;

        assert(i < rq->param_n); /* the template of this row has no such parameter */
        at = strchr(at, '{');
        assert(at != NULL);
        at++;
        have = (struct ym_span){ at, strcspn(at, "}") };
        if (ym_span_is(have, want))
            return rq->param[i];
    }
}

static const char *reply_value(const struct request *rq, const char *name)
{
    for (size_t i = 0; i < rq->reply_n; i++) {
        if (http_span_is_caseless(ym_span_of(rq->reply[i].name), ym_span_of(name)))
            return rq->reply[i].value;
    }
    return NULL;
}

void ym_http_reply_header(struct ym_http_request *pub, const char *name, const char *value)
{
    struct request *rq = slot_of(pub);
    const size_t n = strlen(value) + 1;
    char *at = rq->reply_text + rq->reply_text_n;

    assert(rq->is_owed || rq->stage == STAGE_READING);
    assert(rq->reply_n < YM_HTTP_REPLY_HEADERS_MAX);
    assert(n <= HTTP_REPLY_TEXT_BYTES - rq->reply_text_n);
    for (size_t i = 0; value[i] != '\0'; i++)
        assert((unsigned char)value[i] >= 0x20 && value[i] != 0x7F);
    memcpy(at, value, n);
    rq->reply_text_n += n;
    rq->reply[rq->reply_n++] = (struct reply_header){ name, at };
}

static void add(struct MHD_Response *response, const char *name, const char *value)
{
    /* Fails only without memory; then the reply goes out without this header. */
    (void)MHD_add_response_header(response, name, value);
}

/* The header as the handler set it, else as the server does by default. */
static void add_default(struct MHD_Response *response, const struct request *rq, const char *name,
                        const char *value)
{
    if (rq == NULL || reply_value(rq, name) == NULL)
        add(response, name, value);
}

void http_dress(struct MHD_Response *response, const struct request *rq, const char *media)
{
    if (media != NULL)
        add(response, "Content-Type", media);
    add(response, "X-Content-Type-Options", "nosniff");
    add(response, "Referrer-Policy", "no-referrer");
    add_default(response, rq, "Cache-Control", "no-store");
    add_default(response, rq, "Content-Security-Policy", CSP_API);
}

/* A response with a copy of the bytes and the headers that every reply has. NULL: no memory. */
static struct MHD_Response *make(const struct request *rq, const char *media, struct ym_span bytes)
{
    char *copy = bytes.n == 0 ? NULL : malloc(bytes.n);
    struct MHD_Response *response;

    if (bytes.n > 0 && copy == NULL)
        return NULL;
    if (copy != NULL)
        memcpy(copy, bytes.at, bytes.n);
    response = MHD_create_response_from_buffer(
        bytes.n, copy, copy == NULL ? MHD_RESPMEM_PERSISTENT : MHD_RESPMEM_MUST_FREE);
    if (response == NULL) {
        free(copy);
        return NULL;
    }
    http_dress(response, rq, media);
    return response;
}

/* When its connection waits, it is woken. */
void http_answer_with(struct request *rq, int status, struct MHD_Response *response)
{
    assert(rq->is_attached && rq->response == NULL && rq->stage != STAGE_ANSWERED);
    rq->status = status;
    rq->response = response;
    if (response != NULL) {
        for (size_t i = 0; i < rq->reply_n; i++)
            add(response, rq->reply[i].name, rq->reply[i].value);
        add(response, "X-Request-Id", rq->id);
        if (rq->refusal.is_final || rq->server->state != SERVER_OPEN)
            add(response, "Connection", "close");
    }
    if (rq->stage == STAGE_WAITING) {
        MHD_resume_connection(rq->mhd);
        ym_loop_defer(rq->server->loop, &rq->server->pump);
    }
    rq->stage = STAGE_ANSWERED;
}

static void answer(struct request *rq, int status, const char *media, struct ym_span bytes)
{
    http_answer_with(rq, status, make(rq, media, bytes));
}

/* Is the client still to be answered by this handler? */
static bool is_wanted(const struct request *rq)
{
    assert(rq->is_owed); /* one answer, exactly */
    return rq->is_attached && !rq->is_abandoned;
}

void ym_http_reply_bytes(struct ym_http_request *pub, int status, const char *media,
                         struct ym_span bytes)
{
    struct request *rq = slot_of(pub);

    assert(status >= 200 && status <= 599);
    assert(media != NULL || bytes.n == 0);
    if (is_wanted(rq))
        answer(rq, status, media, bytes);
    http_slot_settle(rq);
}

void ym_http_reply_json(struct ym_http_request *rq, int status, struct ym_span json)
{
    ym_http_reply_bytes(rq, status, "application/json", json);
}

struct problem {
    enum ym_err code;
    const char *detail;  /* NULL: none */
    struct ym_span id;   /* n == 0: none */
    struct ym_span more; /* an object, whose members are added; n == 0: none */
};

/* A detail may quote, or be cut within, a character that came from outside. A problem is answered
 * all the same: each byte that belongs to no character becomes U+FFFD. */
static void put_detail(struct json_out *w, struct ym_span text)
{
    struct ym_buf mended;
    size_t i = 0;

    if (ym_utf8_valid(text)) {
        json_add_text(w, "detail", text);
        return;
    }
    ym_buf_init(&mended, YM_HTTP_PROBLEM_BYTES_MAX);
    while (i < text.n) {
        const size_t n = ym_utf8_first((struct ym_span){ text.at + i, text.n - i });

        if (n > 0)
            ym_buf_add(&mended, (struct ym_span){ text.at + i, n });
        else
            ym_buf_puts(&mended, "\xEF\xBF\xBD");
        i += n > 0 ? n : 1;
    }
    if (ym_buf_ok(&mended))
        json_add_text(w, "detail", ym_buf_span(&mended));
    ym_buf_release(&mended);
}

static void put_problem(struct ym_buf *b, const struct problem *p)
{
    struct json_out w = json_out(b);
    char type[TYPE_BYTES_MAX];

    (void)snprintf(type, sizeof(type), "/problems/%s", ym_err_type(p->code));
    json_put_object(&w);
    json_add_word(&w, "type", type);
    json_add_word(&w, "title", ym_err_title(p->code));
    json_add_int(&w, "status", ym_err_http(p->code));
    if (p->detail != NULL && p->detail[0] != '\0')
        put_detail(&w, ym_span_of(p->detail));
    if (p->id.n > 0)
        json_add_text(&w, "instance", p->id);
    if (p->more.n > 2) { /* its members as they are, behind those of the problem */
        assert(p->more.at[0] == '{' && p->more.at[p->more.n - 1] == '}');
        ym_buf_putc(b, ',');
        ym_buf_add(b, (struct ym_span){ p->more.at + 1, p->more.n - 2 });
    }
    json_put_object_end(&w);
}

/* The least that a problem says, made without the heap, which has no room. */
static void answer_barely(struct request *rq, enum ym_err code)
{
    char text[BARE_BYTES_MAX];
    const int n =
        snprintf(text, sizeof(text), "{\"type\":\"/problems/%s\",\"title\":\"%s\",\"status\":%d}",
                 ym_err_type(code), ym_err_title(code), ym_err_http(code));

    assert(n > 0 && (size_t)n < sizeof(text));
    answer(rq, ym_err_http(code), MEDIA_PROBLEM, (struct ym_span){ text, (size_t)n });
}

static void answer_problem(struct request *rq, const struct problem *p)
{
    struct ym_buf b;

    ym_buf_init(&b, YM_HTTP_PROBLEM_BYTES_MAX);
    put_problem(&b, p);
    if (!ym_buf_ok(&b)) { /* what the caller added does not fit: the problem itself always does */
        struct problem bare = *p;

        bare.more = (struct ym_span){ NULL, 0 };
        ym_buf_clear(&b);
        put_problem(&b, &bare);
    }
    if (ym_buf_ok(&b))
        answer(rq, ym_err_http(p->code), MEDIA_PROBLEM, ym_buf_span(&b));
    else
        answer_barely(rq, p->code);
    ym_buf_release(&b);
}

/* Headers that go with a problem, unless the handler has set them. */
static void add_problem_headers(struct request *rq, enum ym_err code)
{
    const int status = ym_err_http(code);
    char text[16];

    if ((status == 503 || status == 429) && ym_err_may_retry(code) &&
        reply_value(rq, "Retry-After") == NULL) {
        (void)snprintf(text, sizeof(text), "%u", YM_HTTP_RETRY_AFTER_S);
        ym_http_reply_header(&rq->pub, "Retry-After", text);
    }
    if (status == 401 && reply_value(rq, "WWW-Authenticate") == NULL)
        ym_http_reply_header(&rq->pub, "WWW-Authenticate", "Bearer");
}

void ym_http_problem(struct ym_http_request *pub, const struct ym_error *err, struct ym_span more)
{
    struct request *rq = slot_of(pub);
    const bool is_secret = err->code == YM_E_INTERNAL;
    const struct problem p = { err->code, is_secret ? NULL : err->text, pub->id, more };

    assert(err->code != YM_E_OK);
    if (is_secret && rq->server->config.log != NULL)
        ym_log(rq->server->config.log, ERROR, "internal error", ym_log_text("why", err->text),
               ym_log_span("req_id", pub->id));
    if (is_wanted(rq)) {
        add_problem_headers(rq, p.code);
        answer_problem(rq, &p);
    }
    http_slot_settle(rq);
}

void http_answer_problem(struct request *rq, enum ym_err code, const char *detail)
{
    const struct problem p = { code, detail, rq->pub.id, { NULL, 0 } };

    add_problem_headers(rq, code);
    answer_problem(rq, &p);
}

static void add_allow(struct request *rq)
{
    char allow[ALLOW_BYTES_MAX];

    http_router_allow(rq->allowed, allow);
    ym_http_reply_header(&rq->pub, "Allow", allow);
}

void http_answer_refusal(struct request *rq)
{
    const enum ym_err code = rq->refusal.code;
    const struct problem p = { code, rq->refusal.detail, rq->pub.id, { NULL, 0 } };

    rq->server->stats.refused++;
    if (code == YM_E_METHOD)
        add_allow(rq);
    add_problem_headers(rq, code);
    answer_problem(rq, &p);
}

void http_answer_empty(struct request *rq, int status)
{
    add_allow(rq);
    answer(rq, status, NULL, (struct ym_span){ NULL, 0 });
}

/* The handler may go on: what it answers later is dropped. Its own headers are not for this. */
void http_abandon(struct request *rq)
{
    const struct problem p = { YM_E_UNAVAILABLE,
                               "the answer did not come in time; the same request with the same "
                               "Idempotency-Key may be sent again",
                               rq->pub.id,
                               { NULL, 0 } };

    assert(rq->stage == STAGE_WAITING && rq->is_owed && !rq->is_abandoned);
    rq->server->stats.abandoned++;
    rq->is_abandoned = true;
    rq->reply_n = 0;
    rq->reply_text_n = 0;
    add_problem_headers(rq, p.code);
    answer_problem(rq, &p);
}

struct MHD_Response *http_busy_response(void)
{
    const struct problem p = {
        YM_E_BUSY, "wait as long as Retry-After says and try again", { NULL, 0 }, { NULL, 0 }
    };
    struct MHD_Response *response;
    struct ym_buf b;
    char text[16];

    ym_buf_init(&b, YM_HTTP_PROBLEM_BYTES_MAX);
    put_problem(&b, &p);
    response = make(NULL, MEDIA_PROBLEM, ym_buf_span(&b));
    ym_buf_release(&b);
    if (response == NULL)
        return NULL;
    (void)snprintf(text, sizeof(text), "%u", YM_HTTP_RETRY_AFTER_S);
    add(response, "Retry-After", text);
    add(response, "Connection", "close");
    return response;
}
