/* SPDX-License-Identifier: Apache-2.0 */
#include "lint.h"

#include <string.h>

static const struct ym_span header_names[] = {
#define X(name, text) { text, sizeof(text) - 1 },
    YM_HTTP_HEADERS(X)
#undef X
};

static unsigned char lower(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? (unsigned char)(c + ('a' - 'A')) : c;
}

bool http_span_is_caseless(struct ym_span a, struct ym_span b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++) {
        if (lower((unsigned char)a.at[i]) != lower((unsigned char)b.at[i]))
            return false;
    }
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A character of a token: RFC 9110, 5.6.2. */
static bool is_token_char(char c)
{
    return is_digit(c) || is_letter(c) || (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

static bool is_token(struct ym_span text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (!is_token_char(text.at[i]))
            return false;
    }
    return text.n > 0;
}

/* Field values: no control character but the tab. RFC 9110, 5.5. */
static bool is_field_value(struct ym_span text)
{
    for (size_t i = 0; i < text.n; i++) {
        const unsigned char c = (unsigned char)text.at[i];

        if ((c < 0x20 && c != '\t') || c == 0x7F)
            return false;
    }
    return true;
}

static void fault(struct lint *l, const char *what)
{
    if (l->fault == NULL)
        l->fault = what;
}

static void take_length(struct lint *l, struct ym_span value)
{
    l->lengths++;
    l->length = 0;
    for (size_t i = 0; i < value.n; i++) {
        if (!is_digit(value.at[i]))
            fault(l, "Content-Length is not a number");
        else
            l->length = l->length * 10 + (uint64_t)(value.at[i] - '0');
    }
    if (value.n == 0 || value.n > 18)
        fault(l, "Content-Length is not a number of 1 to 18 digits");
}

/* Two lines of these would let two readers see two requests. */
static bool is_single(size_t h)
{
    return h == YM_HTTP_H_AUTHORIZATION || h == YM_HTTP_H_IDEMPOTENCY_KEY ||
           h == YM_HTTP_H_IF_MATCH || h == YM_HTTP_H_CONTENT_TYPE || h == YM_HTTP_H_ORIGIN;
}

static void keep(struct lint *l, struct ym_span name, struct ym_span value)
{
    for (size_t h = 0; h < YM_HTTP_H_COUNT; h++) {
        if (!http_span_is_caseless(name, header_names[h]))
            continue;
        if (l->header[h].at == NULL)
            l->header[h] = value;
        else if (is_single(h))
            fault(l, "a header that may be given once is given twice");
        return;
    }
}

/* What proxies write besides Via and Forwarded: X-Forwarded-For, -Host, -Proto, X-Real-IP. */
static bool is_of_proxy(struct ym_span name)
{
    static const struct ym_span prefix = { "X-Forwarded-", sizeof("X-Forwarded-") - 1 };

    return (name.n > prefix.n &&
            http_span_is_caseless((struct ym_span){ name.at, prefix.n }, prefix)) ||
           http_span_is_caseless(name, YM_SPAN("X-Real-IP"));
}

void http_lint_line(struct lint *l, struct ym_span name, struct ym_span value)
{
    l->lines++;
    l->bytes += name.n + value.n + 4;
    if (l->lines > YM_HTTP_HEADERS_MAX || l->bytes > YM_HTTP_HEADER_BYTES_MAX) {
        l->is_too_large = true;
        return;
    }
    if (!is_token(name))
        fault(l, "a header name holds a character that is not legal there");
    if (!is_field_value(value))
        fault(l, "a header value holds a control character");
    l->is_relayed = l->is_relayed || is_of_proxy(name);
    if (http_span_is_caseless(name, YM_SPAN("Host"))) {
        l->hosts++;
        keep(l, name, value);
    } else if (http_span_is_caseless(name, YM_SPAN("Content-Length"))) {
        take_length(l, value);
    } else if (http_span_is_caseless(name, YM_SPAN("Transfer-Encoding"))) {
        l->encodings++;
        if (!http_span_is_caseless(value, YM_SPAN("chunked")))
            fault(l, "the only transfer encoding taken is chunked");
    } else if (http_span_is_caseless(name, YM_SPAN("Expect"))) {
        l->expects_continue = true;
    } else if (http_span_is_caseless(name, YM_SPAN("Forwarded"))) {
        http_lines_add(&l->forwarded, value);
    } else if (http_span_is_caseless(name, YM_SPAN("X-Forwarded-For"))) {
        http_lines_add(&l->x_forwarded_for, value);
    } else {
        keep(l, name, value);
    }
}

void http_lint_end(struct lint *l, bool is_http10)
{
    if (l->hosts > 1 || (l->hosts == 0 && !is_http10))
        fault(l, "exactly one Host header is needed");
    if (l->lengths > 1)
        fault(l, "Content-Length is given twice");
    if (l->encodings > 1)
        fault(l, "Transfer-Encoding is given twice");
    if (l->encodings > 0 && l->lengths > 0)
        fault(l, "Content-Length and Transfer-Encoding exclude each other");
    if (l->encodings > 0 && is_http10)
        fault(l, "HTTP/1.0 has no Transfer-Encoding");
}

bool http_key_is_valid(struct ym_span key)
{
    for (size_t i = 0; i < key.n; i++) {
        if (key.at[i] <= 0x20 || key.at[i] > 0x7E)
            return false;
    }
    return key.n > 0 && key.n <= YM_HTTP_KEY_BYTES_MAX;
}

bool http_request_id_is_valid(struct ym_span id)
{
    for (size_t i = 0; i < id.n; i++) {
        const char c = id.at[i];

        if (!is_digit(c) && !is_letter(c) && c != '.' && c != '_' && c != '-')
            return false;
    }
    return id.n > 0 && id.n <= YM_HTTP_REQUEST_ID_MAX;
}

static bool is_hex(struct ym_span text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (!is_digit(text.at[i]) && (text.at[i] < 'a' || text.at[i] > 'f'))
            return false;
    }
    return true;
}

static bool is_all(struct ym_span text, char c)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] != c)
            return false;
    }
    return true;
}

/* "00-<32 hex>-<16 hex>-<2 hex>", and a later version may say more behind it. */
struct ym_span http_trace_id(struct ym_span text)
{
    static const size_t parts[] = { 2, 32, 16, 2 };
    struct ym_span part[4];
    size_t at = 0;

    for (size_t i = 0; i < 4; i++) {
        if (text.n < at + parts[i] || (i > 0 && text.at[at - 1] != '-'))
            return (struct ym_span){ NULL, 0 };
        part[i] = (struct ym_span){ text.at + at, parts[i] };
        if (!is_hex(part[i]))
            return (struct ym_span){ NULL, 0 };
        at += parts[i] + 1;
    }
    if (is_all(part[0], 'f') || is_all(part[1], '0') || is_all(part[2], '0') ||
        (text.n > at - 1 && (is_all(part[0], '0') || text.at[at - 1] != '-')))
        return (struct ym_span){ NULL, 0 };
    return part[1];
}

/* Without the spaces and tabs at both ends. */
static struct ym_span trim(struct ym_span text)
{
    while (text.n > 0 && (text.at[0] == ' ' || text.at[0] == '\t')) {
        text.at++;
        text.n--;
    }
    while (text.n > 0 && (text.at[text.n - 1] == ' ' || text.at[text.n - 1] == '\t'))
        text.n--;
    return text;
}

bool http_media_is_json(struct ym_span value)
{
    const char *semicolon = value.n == 0 ? NULL : memchr(value.at, ';', value.n);
    struct ym_span type = value;
    struct ym_span rest = { NULL, 0 };

    if (semicolon != NULL) {
        type.n = (size_t)(semicolon - value.at);
        rest = trim((struct ym_span){ semicolon + 1, value.n - type.n - 1 });
    }
    if (!http_span_is_caseless(trim(type), YM_SPAN("application/json")))
        return false;
    return rest.n == 0 || http_span_is_caseless(rest, YM_SPAN("charset=utf-8")) ||
           http_span_is_caseless(rest, YM_SPAN("charset=\"utf-8\""));
}
