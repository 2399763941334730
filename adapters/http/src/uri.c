/* SPDX-License-Identifier: Apache-2.0 */
#include "uri.h"

#include <string.h>

#include "yima/utf8.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

static bool is_control(unsigned char c)
{
    return c < 0x20 || c == 0x7F;
}

/* Undo percent-encoding, and '+' when plus_is_space, into memory of a. NULL or the fault. */
static const char *decode(struct ym_span raw, bool plus_is_space, struct ym_arena *a,
                          struct ym_span *ret)
{
    char *out = ym_arena_alloc(a, raw.n + 1, 1);
    size_t n = 0;

    *ret = (struct ym_span){ out, 0 };
    if (out == NULL)
        return "the request is larger than its memory";
    for (size_t i = 0; i < raw.n; i++) {
        char c = raw.at[i];

        if (c == '%') {
            const int high = raw.n - i > 2 ? hex_digit(raw.at[i + 1]) : -1;
            const int low = high >= 0 ? hex_digit(raw.at[i + 2]) : -1;

            if (low < 0)
                return "the address holds a '%' that is not followed by two hexadecimal digits";
            c = (char)(unsigned char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        if (is_control((unsigned char)c))
            return "the address holds a control character";
        out[n++] = c;
    }
    ret->n = n;
    if (!ym_utf8_valid(*ret))
        return "the address is not valid UTF-8";
    return NULL;
}

/* Cut the part before the first c off *rest; the separator goes too. False: rest was the last. */
static bool cut(struct ym_span *rest, char c, struct ym_span *ret)
{
    const char *at = rest->n == 0 ? NULL : memchr(rest->at, c, rest->n);

    *ret = *rest;
    if (at == NULL)
        return false;
    ret->n = (size_t)(at - rest->at);
    *rest = (struct ym_span){ at + 1, rest->n - ret->n - 1 };
    return true;
}

static const char *parse_path(struct ym_span raw, struct ym_arena *a, struct uri *ret)
{
    struct ym_span rest = { raw.at + 1, raw.n - 1 };
    const char *fault = decode(raw, false, a, &ret->path);
    bool is_more = true;

    while (fault == NULL && is_more) {
        struct ym_span part;
        struct ym_span text;

        is_more = cut(&rest, '/', &part);
        fault = decode(part, false, a, &text);
        if (fault != NULL)
            break;
        if (text.n > 0 && memchr(text.at, '/', text.n) != NULL)
            return "the path holds an escaped slash";
        if (ym_span_is(text, YM_SPAN(".")) || ym_span_is(text, YM_SPAN("..")))
            return "the path holds a dot segment";
        if (ret->segment_n < YM_HTTP_PATH_SEGMENTS_MAX)
            ret->segment[ret->segment_n++] = text;
        else
            ret->is_deep = true;
    }
    return fault;
}

static const char *parse_query(struct ym_span rest, struct ym_arena *a, struct uri *ret)
{
    bool is_more = rest.n > 0;

    while (is_more) {
        struct ym_span part;
        struct ym_span name;
        struct ym_http_pair *pair = &ret->query[ret->query_n];
        const char *fault;

        is_more = cut(&rest, '&', &part);
        if (part.n == 0)
            continue;
        if (ret->query_n == YM_HTTP_QUERY_PARAMS_MAX)
            return "the query holds too many parameters";
        if (!cut(&part, '=', &name))
            part = (struct ym_span){ name.at, 0 };
        fault = decode(name, true, a, &pair->name);
        if (fault == NULL)
            fault = decode(part, true, a, &pair->value);
        if (fault != NULL)
            return fault;
        ret->query_n++;
    }
    return NULL;
}

/* Bytes of raw before the path: the scheme and authority of the absolute form, else 0. */
static size_t authority_length(struct ym_span raw)
{
    static const struct ym_span schemes[] = { { "http://", 7 }, { "https://", 8 } };

    for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
        size_t n = schemes[i].n;

        if (raw.n <= n || memcmp(raw.at, schemes[i].at, n) != 0)
            continue;
        while (n < raw.n && raw.at[n] != '/' && raw.at[n] != '?')
            n++;
        return n;
    }
    return 0;
}

const char *http_uri_parse(struct ym_span raw, struct ym_arena *a, struct uri *ret)
{
    const size_t skip = authority_length(raw);
    struct ym_span rest = { raw.at + skip, raw.n - skip };
    struct ym_span path;
    const char *fault;

    ret->segment_n = 0;
    ret->query_n = 0;
    ret->is_deep = false;
    if (rest.n > 0 && memchr(rest.at, '#', rest.n) != NULL)
        return "the address holds a fragment";
    if (!cut(&rest, '?', &path))
        rest.n = 0;
    if (skip > 0 && path.n == 0)
        path = YM_SPAN("/");
    if (path.n == 0 || path.at[0] != '/')
        return "the address does not begin with a slash";
    fault = parse_path(path, a, ret);
    return fault != NULL ? fault : parse_query(rest, a, ret);
}
