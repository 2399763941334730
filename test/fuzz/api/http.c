/* SPDX-License-Identifier: Apache-2.0 */
/* The functions of http/request.h without a server: what handlers answer is looked at here. They
 * stand for those of the server in the programs that are linked with them. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "bed.h"
#include "json/read.h"
#include "yima/utf8.h"

#define READ_BYTES_MAX 65536 /* of a reply that is looked at: longer ones are the tables */

static struct visit *visit_of(struct ym_http_request *rq)
{
    return (struct visit *)(void *)rq;
}

struct ym_span ym_http_query(const struct ym_http_request *rq, const char *name)
{
    for (size_t i = 0; i < rq->query_n; i++)
        if (ym_span_is(rq->query[i].name, ym_span_of(name)))
            return rq->query[i].value;
    return (struct ym_span){ NULL, 0 };
}

struct ym_span ym_http_param(const struct ym_http_request *rq, const char *name)
{
    const char *at = rq->route->path;

    for (size_t i = 0;; i++) {
        assert(i < rq->param_n); /* the template of this row has no such parameter */
        at = strchr(at, '{');
        assert(at != NULL);
        at++;
        if (ym_span_is((struct ym_span){ at, strcspn(at, "}") }, ym_span_of(name)))
            return rq->param[i];
    }
}

void ym_http_reply_header(struct ym_http_request *rq, const char *name, const char *value)
{
    struct visit *v = visit_of(rq);

    v->headers++;
    assert(v->answers == 0 && v->headers <= YM_HTTP_REPLY_HEADERS_MAX);
    assert(name[0] != '\0');
    for (size_t i = 0; value[i] != '\0'; i++)
        assert((unsigned char)value[i] >= 0x20 && value[i] != 0x7F);
}

/* The one answer. A fault of ours is never a request's doing. */
static void answer(struct visit *v, int status)
{
    assert(v->answers == 0);
    v->answers++;
    v->status = status;
    if (status == 500)
        (void)fprintf(stderr, "500 from %s\n", v->rq.route->operation);
    assert(status >= 200 && status <= 599 && status != 500);
}

static void check_json(struct ym_span json)
{
    struct json_doc *doc = NULL;
    enum ym_err err;

    if (json.n > READ_BYTES_MAX)
        return;
    err = json_parse(json, READ_BYTES_MAX, &doc, NULL);
    assert(err == YM_E_OK || err == YM_E_TOO_LARGE); /* or with more values than may be read */
    json_free(doc);
}

void ym_http_reply_json(struct ym_http_request *rq, int status, struct ym_span json)
{
    check_json(json);
    answer(visit_of(rq), status);
}

void ym_http_reply_bytes(struct ym_http_request *rq, int status, const char *media,
                         struct ym_span bytes)
{
    assert(media != NULL || bytes.n == 0);
    if (media != NULL && strncmp(media, "text/", 5) == 0)
        assert(ym_utf8_valid(bytes));
    if (media != NULL && strstr(media, "json") != NULL)
        check_json(bytes);
    answer(visit_of(rq), status);
}

void ym_http_problem(struct ym_http_request *rq, const struct ym_error *err, struct ym_span more)
{
    assert(err->code != YM_E_OK && err->code < YM_E_COUNT);
    assert(memchr(err->text, '\0', sizeof(err->text)) != NULL);
    assert(ym_utf8_valid(ym_span_of(err->text)));
    if (more.n > 0) {
        assert(more.at[0] == '{' && more.at[more.n - 1] == '}');
        check_json(more);
    }
    if (err->code == YM_E_INTERNAL)
        (void)fprintf(stderr, "%s\n", err->text);
    answer(visit_of(rq), ym_err_http(err->code));
}

/* Nobody takes a piece: the client has gone. */
bool ym_http_reply_pieces(struct ym_http_request *rq, const char *media, uint64_t bytes,
                          ym_http_more_fn *more, void *arg)
{
    assert(media != NULL && bytes > 0 && more != NULL);
    (void)arg;
    answer(visit_of(rq), 200);
    return false;
}

bool ym_http_piece(struct ym_http_request *rq, struct ym_span piece)
{
    (void)rq;
    (void)piece;
    assert(0); /* none was asked for */
    return false;
}

void ym_http_piece_lost(struct ym_http_request *rq)
{
    (void)rq;
    assert(0); /* none was asked for */
}

static void lose(struct world *w, void *arg)
{
    struct visit *v = arg;

    (void)w;
    answer(v, 200);
}

void ym_http_take(struct ym_http_request *rq, const char *media, ym_http_taken_fn *taken, void *arg)
{
    assert(media != NULL && taken != NULL);
    (void)arg;
    world_later(&visit_of(rq)->bed->world, lose, visit_of(rq));
}
