/* SPDX-License-Identifier: Apache-2.0 */
/* From the text of a request to its handler, by the server's own readers of addresses and headers,
 * with what adapters/http/src/begin.c checks in between. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "bed.h"
#include "lint.h"
#include "uri.h"

#define ARENA_BYTES  65536
#define TARGET_BYTES 2048

struct ym_span cut(struct ym_span *rest, char at)
{
    const char *end = rest->n == 0 ? NULL : memchr(rest->at, at, rest->n);
    struct ym_span ret = *rest;

    if (end == NULL) {
        *rest = (struct ym_span){ NULL, 0 };
        return ret;
    }
    ret.n = (size_t)(end - rest->at);
    *rest = (struct ym_span){ end + 1, rest->n - ret.n - 1 };
    return ret;
}

struct ym_span bed_number(const struct bed *b, char room[YM_NUMBER_TEXT_MAX])
{
    const struct ym_id id = mem_store_at(b->world.mem, 0);

    if (id.v == 0)
        return (struct ym_span){ NULL, 0 };
    ym_number_print(id, room);
    return ym_span_of(room);
}

struct ym_span bed_code(const struct bed *b, struct ym_token *room)
{
    const struct ym_id id = mem_store_at(b->world.mem, 0);

    if (id.v == 0)
        return (struct ym_span){ NULL, 0 };
    *room = mem_store_code(b->world.mem, id);
    return ym_span_of(room->text);
}

/* ---- Address ---- */

/* The target with its placeholders filled in. */
static size_t fill_target(const struct bed *b, struct ym_span target, char ret[TARGET_BYTES])
{
    char number[YM_NUMBER_TEXT_MAX];
    struct ym_token token;
    size_t n = 0;

    for (size_t i = 0; i < target.n; i++) {
        struct ym_span part = { target.at + i, 1 };

        if (target.at[i] == '@')
            part = bed_number(b, number);
        else if (target.at[i] == '~')
            part = bed_code(b, &token);
        if (part.n > TARGET_BYTES - n)
            return 0;
        if (part.n > 0)
            memcpy(ret + n, part.at, part.n);
        n += part.n;
    }
    return n;
}

static size_t count_params(const char *path)
{
    size_t n = 0;

    for (; *path != '\0'; path++)
        n += *path == '{';
    return n;
}

static bool is_listed(const struct ym_http_route *route, struct ym_span name)
{
    for (size_t i = 0; i < route->query_n; i++)
        if (ym_span_is(name, ym_span_of(route->query[i].name)))
            return true;
    return false;
}

static bool take_query(struct ym_http_request *rq, const struct uri *uri)
{
    for (size_t i = 0; i < uri->query_n; i++) {
        for (size_t j = 0; j < i; j++)
            if (ym_span_is(uri->query[i].name, uri->query[j].name))
                return false;
        if (!is_listed(rq->route, uri->query[i].name))
            return false;
        rq->query[i] = uri->query[i];
    }
    rq->query_n = uri->query_n;
    return true;
}

static bool take_target(struct visit *v, struct ym_span target)
{
    struct ym_http_request *rq = &v->rq;
    char text[TARGET_BYTES];
    const struct ym_span raw = { text, fill_target(v->bed, target, text) };
    struct uri uri = { 0 };

    if (raw.n == 0 || http_uri_parse(raw, &rq->arena, &uri) != NULL || uri.is_deep)
        return false;
    rq->path = uri.path;
    rq->param_n = count_params(rq->route->path);
    assert(rq->param_n <= YM_HTTP_PATH_PARAMS_MAX);
    if (rq->param_n > 0 && uri.segment_n != rq->param_n)
        return false;
    for (size_t i = 0; i < rq->param_n; i++) {
        if (uri.segment[i].n == 0)
            return false;
        rq->param[i] = uri.segment[i];
    }
    return take_query(rq, &uri);
}

/* ---- Headers and body ---- */

static void add_header(struct visit *v, struct lint *l, enum ym_http_header h, struct ym_span text)
{
    if (l->header[h].at == NULL)
        v->rq.header[h] = ym_arena_text(&v->rq.arena, text);
}

/* White space around a value is the server's to take away (RFC 9110, 5.5). */
static struct ym_span trim(struct ym_span s)
{
    while (s.n > 0 && (s.at[0] == ' ' || s.at[0] == '\t'))
        s = (struct ym_span){ s.at + 1, s.n - 1 };
    while (s.n > 0 && (s.at[s.n - 1] == ' ' || s.at[s.n - 1] == '\t'))
        s.n--;
    return s;
}

static bool take_headers(struct visit *v, const struct wish *wish)
{
    struct ym_span rest = wish->headers;
    struct lint l = { 0 };
    char bearer[256] = "Bearer ";

    http_lint_line(&l, YM_SPAN("Host"), YM_SPAN("yima.example.gov.cn"));
    while (rest.n > 0) {
        struct ym_span line = cut(&rest, '\n');
        const struct ym_span name = cut(&line, ':');

        http_lint_line(&l, name, trim(line));
    }
    http_lint_end(&l, false);
    if (l.fault != NULL || l.is_too_large)
        return false;
    for (size_t h = 0; h < YM_HTTP_H_COUNT; h++)
        if (l.header[h].at != NULL)
            v->rq.header[h] = ym_arena_text(&v->rq.arena, l.header[h]);
    if (l.header[YM_HTTP_H_IDEMPOTENCY_KEY].at != NULL &&
        !http_key_is_valid(l.header[YM_HTTP_H_IDEMPOTENCY_KEY]))
        return false;
    add_header(v, &l, YM_HTTP_H_IDEMPOTENCY_KEY, YM_SPAN("one"));
    if (wish->token.n > 0 && wish->token.n < 200 && !ym_span_is(wish->token, YM_SPAN("-"))) {
        memcpy(bearer + 7, wish->token.at, wish->token.n);
        add_header(v, &l, YM_HTTP_H_AUTHORIZATION, (struct ym_span){ bearer, 7 + wish->token.n });
    }
    return true;
}

/* A memory of its own, so that what is read behind its end is seen. */
static char *take_body(struct visit *v, struct ym_span body)
{
    char *copy;

    if (body.n > v->rq.route->body_bytes_max)
        return NULL;
    copy = malloc(body.n + 1);
    assert(copy != NULL);
    if (body.n > 0)
        memcpy(copy, body.at, body.n);
    copy[body.n] = '\0';
    v->rq.body = (struct ym_span){ copy, body.n };
    return copy;
}

/* ---- The whole ---- */

static const struct ym_http_route *find_route(const struct bed *b, struct ym_span operation)
{
    for (size_t i = 0; i < b->nroutes; i++)
        if (ym_span_is(operation, ym_span_of(b->routes[i].operation)))
            return &b->routes[i];
    return NULL;
}

int bed_visit(struct bed *b, const struct wish *wish)
{
    struct visit *v = calloc(1, sizeof(*v));
    char *body = NULL;
    int status;
    bool ok;

    assert(v != NULL);
    v->bed = b;
    v->rq.route = find_route(b, wish->operation);
    if (v->rq.route != NULL) {
        ok = ym_arena_init(&v->rq.arena, ARENA_BYTES);
        assert(ok);
        v->rq.method = v->rq.route->method;
        v->rq.id = YM_SPAN("fuzz");
        (void)memcpy(v->rq.peer, "192.0.2.1", sizeof("192.0.2.1"));
        ok = take_target(v, wish->target) && take_headers(v, wish);
        body = ok ? take_body(v, wish->body) : NULL;
        if (body != NULL) {
            api_front(&v->rq, b->api);
            bed_run(b);
            assert(v->answers == 1);
        }
    }
    status = v->status;
    ym_arena_release(&v->rq.arena);
    free(body);
    free(v);
    return status;
}

void bed_register(struct bed *b)
{
    const struct wish wish = {
        .operation = YM_SPAN("registerDispute"),
        .token = YM_SPAN("clerk"),
        .target = YM_SPAN("/"),
        .headers = YM_SPAN("Idempotency-Key: first"),
        .body = YM_SPAN("{\"type\":\"neighbour\",\"channel\":\"window\",\"source\":\"applied\","
                        "\"region\":\"330108002\",\"body\":\"2\",\"title\":\"楼上漏水\","
                        "\"description\":\"\",\"harm\":0,\"urgency\":1,\"scope\":0,\"parties\":["
                        "{\"side\":\"claimant\",\"kind\":\"natural\",\"name\":\"张三\"},"
                        "{\"side\":\"respondent\",\"kind\":\"natural\",\"name\":\"李四\"}]}")
    };
    const int status = bed_visit(b, &wish);

    assert(status == 201);
}
