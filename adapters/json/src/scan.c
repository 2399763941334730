/* SPDX-License-Identifier: Apache-2.0 */
#include "scan.h"

#include <stdint.h>

#include "json/limits.h"
#include "yima/utf8.h"

/* What may come next. */
enum want {
    WANT_VALUE,        /* a value */
    WANT_VALUE_OR_END, /* a value, or the end of the array that was just opened */
    WANT_KEY,          /* a name */
    WANT_KEY_OR_END,   /* a name, or the end of the object that was just opened */
    WANT_COMMA_OR_END, /* after a value inside something */
    WANT_NOTHING,      /* after the one value */
};

struct scan {
    const char *at;    /* next byte */
    const char *end;   /* behind the last byte */
    uint32_t objects;  /* bit d: what is open at depth d is an object */
    unsigned depth;    /* objects and arrays open, at most JSON_DEPTH_MAX */
    size_t nodes;      /* values so far */
    enum ym_err code;  /* of what is wrong */
    const char *wrong; /* what is wrong and what is allowed; NULL: nothing so far */
};

static bool stop(struct scan *s, enum ym_err code, const char *wrong)
{
    s->code = code;
    s->wrong = wrong;
    return false;
}

static bool bad(struct scan *s, const char *wrong)
{
    return stop(s, YM_E_INVALID, wrong);
}

/* The next byte, or -1 at the end. */
static int peek(const struct scan *s)
{
    return s->at < s->end ? (unsigned char)*s->at : -1;
}

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static void skip_space(struct scan *s)
{
    while (s->at < s->end && (*s->at == ' ' || *s->at == '\t' || *s->at == '\n' || *s->at == '\r'))
        s->at++;
}

/* Four hexadecimal digits; -1 when they are not. */
static int32_t scan_hex(struct scan *s)
{
    int32_t value = 0;

    for (int i = 0; i < 4; i++) {
        const int c = peek(s);

        if (is_digit(c))
            value = value * 16 + (c - '0');
        else if (c >= 'a' && c <= 'f')
            value = value * 16 + (c - 'a' + 10);
        else if (c >= 'A' && c <= 'F')
            value = value * 16 + (c - 'A' + 10);
        else
            return -1;
        s->at++;
    }
    return value;
}

/* What follows \u: no NUL, surrogates in pairs only. */
static bool scan_unicode(struct scan *s)
{
    const int32_t first = scan_hex(s);

    if (first < 0)
        return bad(s, "\\u needs four hexadecimal digits");
    if (first == 0)
        return bad(s, "\\u0000 is not allowed in a text");
    if (first < 0xD800 || first > 0xDFFF)
        return true;
    if (first < 0xDC00 && s->end - s->at >= 2 && s->at[0] == '\\' && s->at[1] == 'u') {
        int32_t second;

        s->at += 2;
        second = scan_hex(s);
        if (second >= 0xDC00 && second <= 0xDFFF)
            return true;
    }
    return bad(s, "\\u surrogates must come in pairs");
}

static bool scan_escape(struct scan *s)
{
    const int c = peek(s);

    if (c > 0 && strchr("\"\\/bfnrt", c) != NULL) {
        s->at++;
        return true;
    }
    if (c != 'u')
        return bad(s, "a backslash must be followed by one of \" \\ / b f n r t u");
    s->at++;
    return scan_unicode(s);
}

/* A text; its opening quote is the next byte. */
static bool scan_text(struct scan *s)
{
    s->at++;
    for (;;) {
        const int c = peek(s);

        if (c < 0)
            return bad(s, "a text is not closed by a quote");
        if (c < 0x20)
            return bad(s, "control characters in a text must be escaped");
        s->at++;
        if (c == '"')
            return true;
        if (c == '\\' && !scan_escape(s))
            return false;
    }
}

static bool scan_digits(struct scan *s)
{
    if (!is_digit(peek(s)))
        return bad(s, "a number needs a digit here");
    while (is_digit(peek(s)))
        s->at++;
    return true;
}

static bool scan_number(struct scan *s)
{
    const char *const start = s->at;

    if (peek(s) == '-')
        s->at++;
    if (peek(s) == '0')
        s->at++;
    else if (!scan_digits(s))
        return false;
    if (is_digit(peek(s)))
        return bad(s, "a number must not begin with a needless 0");
    if (peek(s) == '.') {
        s->at++;
        if (!scan_digits(s))
            return false;
    }
    if (peek(s) == 'e' || peek(s) == 'E') {
        s->at++;
        if (peek(s) == '+' || peek(s) == '-')
            s->at++;
        if (!scan_digits(s))
            return false;
    }
    if (s->at - start > JSON_NUMBER_CHARS_MAX)
        return bad(s, "a number is too long: large ones are written as texts");
    return true;
}

static bool scan_word(struct scan *s, struct ym_span word)
{
    if ((size_t)(s->end - s->at) < word.n || memcmp(s->at, word.at, word.n) != 0)
        return bad(s, "a value must be an object, an array, a text, a number, true, false or null");
    s->at += word.n;
    return true;
}

/* Open an object or array; says what may come next. */
static bool scan_open(struct scan *s, bool is_object, enum want *want)
{
    if (s->depth == JSON_DEPTH_MAX)
        return stop(s, YM_E_TOO_LARGE, "too many objects and arrays inside each other");
    s->depth++;
    s->objects =
        is_object ? s->objects | UINT32_C(1) << s->depth : s->objects & ~(UINT32_C(1) << s->depth);
    s->at++;
    *want = is_object ? WANT_KEY_OR_END : WANT_VALUE_OR_END;
    return true;
}

static bool in_object(const struct scan *s)
{
    return s->depth > 0 && (s->objects >> s->depth & 1U) != 0;
}

/* What may come after a whole value. */
static enum want after_value(const struct scan *s)
{
    return s->depth == 0 ? WANT_NOTHING : WANT_COMMA_OR_END;
}

static bool scan_close(struct scan *s, enum want *want)
{
    s->depth--;
    s->at++;
    *want = after_value(s);
    return true;
}

static bool scan_value(struct scan *s, enum want *want)
{
    const int c = peek(s);
    bool ok;

    if (++s->nodes > JSON_NODES_MAX)
        return stop(s, YM_E_TOO_LARGE, "too many values");
    if (c == '{' || c == '[')
        return scan_open(s, c == '{', want);
    if (c == '"')
        ok = scan_text(s);
    else if (c == '-' || is_digit(c))
        ok = scan_number(s);
    else if (c == 't')
        ok = scan_word(s, YM_SPAN("true"));
    else if (c == 'f')
        ok = scan_word(s, YM_SPAN("false"));
    else
        ok = scan_word(s, YM_SPAN("null"));
    *want = after_value(s);
    return ok;
}

static bool scan_key(struct scan *s, enum want *want)
{
    if (peek(s) != '"')
        return bad(s, "a name in quotes must come here");
    if (!scan_text(s))
        return false;
    skip_space(s);
    if (peek(s) != ':')
        return bad(s, "a colon must follow the name");
    s->at++;
    *want = WANT_VALUE;
    return true;
}

static bool scan_comma(struct scan *s, enum want *want)
{
    if (peek(s) == (in_object(s) ? '}' : ']'))
        return scan_close(s, want);
    if (peek(s) != ',')
        return bad(s, in_object(s) ? "a comma or } must come here" : "a comma or ] must come here");
    s->at++;
    *want = in_object(s) ? WANT_KEY : WANT_VALUE;
    return true;
}

/* One token where *want says. */
static bool scan_step(struct scan *s, enum want *want)
{
    skip_space(s);
    switch (*want) {
    case WANT_VALUE_OR_END:
        return peek(s) == ']' ? scan_close(s, want) : scan_value(s, want);
    case WANT_VALUE:
        return scan_value(s, want);
    case WANT_KEY_OR_END:
        return peek(s) == '}' ? scan_close(s, want) : scan_key(s, want);
    case WANT_KEY:
        return scan_key(s, want);
    case WANT_COMMA_OR_END:
        return scan_comma(s, want);
    case WANT_NOTHING:
        break;
    }
    return peek(s) < 0 || bad(s, "nothing may follow the value");
}

enum ym_err json_scan(struct ym_span text, size_t bytes_max, size_t *ret_nodes,
                      struct ym_error *reterr)
{
    struct scan s = { .at = text.at };
    enum want want = WANT_VALUE;

    if (text.n > bytes_max)
        return ym_fail(reterr, YM_E_TOO_LARGE, "the JSON has %zu bytes; at most %zu are allowed",
                       text.n, bytes_max);
    if (text.n == 0)
        return ym_fail(reterr, YM_E_INVALID, "the JSON is empty; send one object");
    if (!ym_utf8_valid(text))
        return ym_fail(reterr, YM_E_INVALID, "the JSON is not UTF-8; send it in UTF-8");
    s.end = s.at + text.n;
    while (scan_step(&s, &want))
        if (want == WANT_NOTHING && s.at == s.end)
            break;
    if (s.wrong != NULL)
        return ym_fail(reterr, s.code, "not accepted at byte %zu: %s", (size_t)(s.at - text.at),
                       s.wrong);
    *ret_nodes = s.nodes;
    return YM_E_OK;
}
