/* SPDX-License-Identifier: Apache-2.0 */
/* The judgement of a request before its body: framing, address, row, parameters, media type, key.
 * The first fault counts; what it found is for the client, so each sentence says what to change. */
#define _POSIX_C_SOURCE 200809L
#include "private.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "lint.h"

#define QUERY_TEXT_BYTES 512 /* of the sentence that names the parameters of a call */

void http_refuse(struct request *rq, enum ym_err code, const char *detail)
{
    if (rq->refusal.code == YM_E_OK)
        rq->refusal = (struct refusal){ .code = code, .detail = detail };
}

/* A refusal after which nothing more on this connection can be trusted, or is worth reading. */
static void refuse_and_close(struct request *rq, enum ym_err code, const char *detail)
{
    if (rq->refusal.code == YM_E_OK)
        rq->refusal = (struct refusal){ code, detail, true };
}

static enum MHD_Result on_line(void *cls, enum MHD_ValueKind kind, const char *key, size_t key_n,
                               const char *value, size_t value_n)
{
    (void)kind;
    http_lint_line(cls, (struct ym_span){ key, key_n },
                   (struct ym_span){ value, value == NULL ? 0 : value_n });
    return MHD_YES;
}

static void judge_headers(struct request *rq, const char *version, struct lint *l)
{
    (void)MHD_get_connection_values_n(rq->mhd, MHD_HEADER_KIND, on_line, l);
    http_lint_end(l, strcmp(version, "HTTP/1.0") == 0);
    if (l->is_too_large)
        refuse_and_close(rq, YM_E_HEADERS_TOO_LARGE,
                         "there are more headers, or larger ones, than this server takes");
    else if (l->fault != NULL)
        refuse_and_close(rq, YM_E_INVALID, l->fault);
}

/* Behind a proxy that is trusted the client is who it says. What comes from there is asked for
 * another even when it does not say so. */
static void judge_client(struct request *rq, const struct lint *l)
{
    rq->pub.is_forwarded = l->is_relayed || l->forwarded.n > 0 ||
                           l->header[YM_HTTP_H_VIA].at != NULL ||
                           http_networks_have(&rq->server->trusted, rq->pub.peer);
    http_forwarded(&rq->server->trusted, &l->forwarded, &l->x_forwarded_for, rq->pub.peer);
}

/* Copies: an answer may come when the connection's own memory is gone. */
static void keep_headers(struct request *rq, const struct lint *l)
{
    struct ym_span id = l->header[YM_HTTP_H_REQUEST_ID];

    for (size_t h = 0; h < YM_HTTP_H_COUNT; h++) {
        if (l->header[h].at != NULL)
            rq->pub.header[h] = ym_arena_text(&rq->pub.arena, l->header[h]);
    }
    if (!http_request_id_is_valid(id))
        id = http_trace_id(l->header[YM_HTTP_H_TRACEPARENT]);
    if (id.n > 0) {
        memcpy(rq->id, id.at, id.n);
        rq->id[id.n] = '\0';
        rq->pub.id = (struct ym_span){ rq->id, id.n };
    }
}

/* The library cuts the address at a NUL byte. It keeps the version behind the address in one
 * buffer, so the distance between them tells the length that was sent. */
static bool is_cut_short(const struct request *rq, const char *url, const char *version)
{
    return (uintptr_t)version > (uintptr_t)url &&
           (uintptr_t)version - (uintptr_t)url != rq->raw_uri_n + 1;
}

static void judge_address(struct request *rq, const char *url, const char *version, struct uri *ret)
{
    const char *fault;

    if (rq->raw_uri_n > YM_HTTP_URI_BYTES_MAX) {
        refuse_and_close(rq, YM_E_URI_TOO_LONG, "the address is longer than this server takes");
        return;
    }
    if (is_cut_short(rq, url, version)) {
        refuse_and_close(rq, YM_E_INVALID, "the address holds a NUL byte");
        return;
    }
    fault = http_uri_parse(rq->raw_uri, &rq->pub.arena, ret);
    if (fault != NULL && ym_arena_ok(&rq->pub.arena))
        http_refuse(rq, YM_E_INVALID, fault);
    rq->pub.path = ret->path;
}

static void judge_row(struct request *rq, const struct uri *uri)
{
    struct match m;

    http_router_match(&rq->server->router, rq->pub.method, uri, &m);
    rq->allowed = m.allowed;
    if (m.route != NULL) {
        rq->pub.route = m.route;
        rq->pub.param_n = m.param_n;
        memcpy(rq->pub.param, m.param, sizeof(m.param[0]) * m.param_n);
    } else if (m.allowed == 0) {
        http_refuse(rq, YM_E_NOT_FOUND, "look at /openapi.json for the addresses that there are");
    } else if (rq->pub.method != YM_HTTP_OPTIONS) {
        http_refuse(rq, YM_E_METHOD, "use one of the methods in the Allow header");
    }
}

static void judge_target(struct request *rq, const char *url, const char *version, struct uri *ret)
{
    judge_address(rq, url, version, ret);
    if (rq->refusal.code == YM_E_OK && ym_arena_ok(&rq->pub.arena))
        judge_row(rq, ret);
}

/* "OPTIONS *": RFC 9110, 9.3.7. */
static bool is_about_server(const struct request *rq)
{
    return rq->pub.method == YM_HTTP_OPTIONS && ym_span_is(rq->raw_uri, YM_SPAN("*"));
}

static bool is_listed(const struct ym_http_route *route, struct ym_span name)
{
    for (size_t i = 0; i < route->query_n; i++) {
        if (ym_span_is(name, ym_span_of(route->query[i].name)))
            return true;
    }
    return false;
}

/* Which ones it takes; names that were sent are not repeated. */
static const char *known_query(struct request *rq)
{
    const struct ym_http_route *route = rq->pub.route;
    char *text = ym_arena_alloc(&rq->pub.arena, QUERY_TEXT_BYTES, 1);
    int n;

    if (text == NULL || route->query_n == 0)
        return "this call takes no query parameters";
    n = snprintf(text, QUERY_TEXT_BYTES, "a query parameter is unknown here; this call takes ");
    for (size_t i = 0; i < route->query_n && n < QUERY_TEXT_BYTES; i++)
        n += snprintf(text + n, (size_t)(QUERY_TEXT_BYTES - n), "%s%s", i == 0 ? "" : ", ",
                      route->query[i].name);
    return text;
}

static void judge_query(struct request *rq, const struct uri *uri)
{
    if ((rq->pub.route->flags & YM_HTTP_FILE) != 0)
        return;
    for (size_t i = 0; i < uri->query_n; i++) {
        for (size_t j = 0; j < i; j++) {
            if (ym_span_is(uri->query[i].name, uri->query[j].name))
                http_refuse(rq, YM_E_INVALID, "a query parameter is given twice");
        }
        if (!is_listed(rq->pub.route, uri->query[i].name))
            http_refuse(rq, YM_E_INVALID, known_query(rq));
        rq->pub.query[i] = uri->query[i];
    }
    rq->pub.query_n = uri->query_n;
}

static void judge_body(struct request *rq, const struct lint *l)
{
    const struct ym_http_route *route = rq->pub.route;
    const bool has_body = l->encodings > 0 || l->length > 0;

    rq->body_bytes_max = route->body_bytes_max < rq->server->config.limits.body_bytes_max
                             ? route->body_bytes_max
                             : rq->server->config.limits.body_bytes_max;
    if (l->length > rq->body_bytes_max)
        http_refuse(rq, YM_E_TOO_LARGE,
                    route->body_bytes_max == 0
                        ? "this call takes no body"
                        : "send less at once; /openapi.json names the limit of this call");
    else if (has_body && (route->flags & YM_HTTP_OCTETS) != 0) {
        if (!http_span_is_caseless(l->header[YM_HTTP_H_CONTENT_TYPE],
                                   YM_SPAN("application/octet-stream")))
            http_refuse(rq, YM_E_MEDIA, "send Content-Type: application/octet-stream");
    } else if (has_body && !http_media_is_json(l->header[YM_HTTP_H_CONTENT_TYPE])) {
        http_refuse(rq, YM_E_MEDIA, "send Content-Type: application/json");
    }
}

static void judge_key(struct request *rq, const struct lint *l)
{
    const struct ym_span key = l->header[YM_HTTP_H_IDEMPOTENCY_KEY];

    if (key.at != NULL && !http_key_is_valid(key))
        http_refuse(rq, YM_E_INVALID, "Idempotency-Key must be 1 to 255 visible ASCII characters");
    if (key.at == NULL && (rq->pub.route->flags & YM_HTTP_KEY) != 0)
        http_refuse(rq, YM_E_INVALID,
                    "send an Idempotency-Key, new for each change and the same for each retry");
}

/* A refused body that is small is read on, so that the answer is not lost in a reset and the
 * connection lives; a large one, or one that waits for a go-ahead, ends the connection. */
static void judge_end(struct request *rq, const struct lint *l)
{
    if (rq->refusal.code != YM_E_OK && (l->length > YM_HTTP_DRAIN_BYTES_MAX || l->expects_continue))
        rq->refusal.is_final = true;
}

void http_begin(struct request *rq, const char *url, const char *method, const char *version)
{
    struct lint l = { 0 };
    struct uri uri = { 0 };

    rq->is_begun = true;
    rq->pub.method = ym_http_method_of(ym_span_of(method));
    judge_headers(rq, version, &l);
    if (rq->refusal.code == YM_E_OK) {
        judge_client(rq, &l);
        keep_headers(rq, &l);
    }
    if (rq->refusal.code == YM_E_OK && is_about_server(rq))
        rq->allowed = ~0u;
    else if (rq->refusal.code == YM_E_OK)
        judge_target(rq, url, version, &uri);
    if (rq->refusal.code == YM_E_OK && rq->pub.route != NULL) {
        judge_query(rq, &uri);
        judge_body(rq, &l);
        judge_key(rq, &l);
    }
    if (!ym_arena_ok(&rq->pub.arena))
        http_refuse(rq, YM_E_BUSY, "the request needs more memory than one request may have");
    if (rq->server->state == SERVER_ABANDONING)
        http_refuse(rq, YM_E_BUSY, "this server is stopping");
    judge_end(rq, &l);
}
