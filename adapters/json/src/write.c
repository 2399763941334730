/* SPDX-License-Identifier: Apache-2.0 */
#include "json/write.h"

#include <assert.h>
#include <string.h>

#include "yima/utf8.h"

_Static_assert(JSON_DEPTH_MAX < 32, "a depth is a bit of a uint32_t");

#define DIGITS_MAX 20 /* of a 64-bit number, with its sign */
#define WHOLE_MAX  ((INT64_C(1) << 53) - 1)

struct json_out json_out(struct ym_buf *buf)
{
    return (struct json_out){ .buf = buf };
}

bool json_put_ok(const struct json_out *w)
{
    return ym_buf_ok(w->buf) && w->depth == 0 && (w->filled & 1U) != 0;
}

static bool in_object(const struct json_out *w)
{
    return (w->objects >> w->depth & 1U) != 0;
}

/* What must stand before a value. */
static void put_lead(struct json_out *w)
{
    const uint32_t here = UINT32_C(1) << w->depth;

    if (in_object(w)) {
        assert(w->is_keyed);
        w->is_keyed = false;
        return;
    }
    assert(w->depth > 0 || (w->filled & here) == 0);
    if ((w->filled & here) != 0)
        ym_buf_putc(w->buf, ',');
    w->filled |= here;
}

static void put_begin(struct json_out *w, bool is_object)
{
    uint32_t here;

    put_lead(w);
    assert(w->depth < JSON_DEPTH_MAX);
    w->depth++;
    here = UINT32_C(1) << w->depth;
    w->filled &= ~here;
    w->objects = is_object ? w->objects | here : w->objects & ~here;
    ym_buf_putc(w->buf, is_object ? '{' : '[');
}

static void put_end(struct json_out *w, bool is_object)
{
    assert(w->depth > 0);
    assert(in_object(w) == is_object);
    assert(!w->is_keyed);
    w->depth--;
    ym_buf_putc(w->buf, is_object ? '}' : ']');
}

void json_put_object(struct json_out *w)
{
    put_begin(w, true);
}

void json_put_object_end(struct json_out *w)
{
    put_end(w, true);
}

void json_put_array(struct json_out *w)
{
    put_begin(w, false);
}

void json_put_array_end(struct json_out *w)
{
    put_end(w, false);
}

/* How a byte is written inside a text. 0: as it is; 'u': as \u00XX; else behind a backslash. */
static const char escapes[256] = {
    [0] = 'u',  [1] = 'u',    [2] = 'u',    [3] = 'u',    [4] = 'u',   [5] = 'u',     [6] = 'u',
    [7] = 'u',  ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', [11] = 'u',  ['\f'] = 'f',  ['\r'] = 'r',
    [14] = 'u', [15] = 'u',   [16] = 'u',   [17] = 'u',   [18] = 'u',  [19] = 'u',    [20] = 'u',
    [21] = 'u', [22] = 'u',   [23] = 'u',   [24] = 'u',   [25] = 'u',  [26] = 'u',    [27] = 'u',
    [28] = 'u', [29] = 'u',   [30] = 'u',   [31] = 'u',   ['"'] = '"', ['\\'] = '\\',
};

static void put_escape(struct ym_buf *b, unsigned char c, char how)
{
    static const char hex[] = "0123456789abcdef";
    const char escape[6] = { '\\', how, '0', '0', hex[c >> 4], hex[c & 15] };

    ym_buf_add(b, (struct ym_span){ escape, how == 'u' ? sizeof(escape) : 2 });
}

/* How many bytes at the start of text stand in quotes as they are, told eight at a time: those that
 * are neither below the space nor one of the two characters that need a backslash. The sum of a
 * byte and its borrow may betray its neighbour; then the bytes are looked at one by one. */
static size_t plain_run(struct ym_span text)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
    size_t n = 0;

    while (text.n - n >= sizeof(uint64_t)) {
        uint64_t word, quote, slash;

        memcpy(&word, text.at + n, sizeof(word));
        quote = word ^ ones * '"';
        slash = word ^ ones * '\\';
        if ((((word - ones * ' ') & ~word) | ((quote - ones) & ~quote) |
             ((slash - ones) & ~slash)) &
            high)
            break;
        n += sizeof(word);
    }
    while (n < text.n && escapes[(unsigned char)text.at[n]] == 0)
        n++;
    return n;
}

/* A text in quotes: runs of plain bytes are copied whole. */
static void put_quoted(struct ym_buf *b, struct ym_span text)
{
    size_t n = plain_run(text);
    char *at = ym_buf_grow(b, n + 1);

    if (at == NULL)
        return;
    at[0] = '"';
    if (n > 0)
        memcpy(at + 1, text.at, n);
    while (n < text.n) {
        const unsigned char c = (unsigned char)text.at[n];

        put_escape(b, c, escapes[c]);
        text = (struct ym_span){ text.at + n + 1, text.n - n - 1 };
        n = plain_run(text);
        ym_buf_add(b, (struct ym_span){ text.at, n });
    }
    ym_buf_putc(b, '"');
}

void json_put_key(struct json_out *w, const char *key)
{
    const uint32_t here = UINT32_C(1) << w->depth;
    const bool is_first = (w->filled & here) == 0;
    const size_t n = strlen(key);
    char *at = ym_buf_grow(w->buf, n + 3 + !is_first);

    assert(in_object(w));
    assert(!w->is_keyed);
    w->filled |= here;
    w->is_keyed = true;
    if (at == NULL)
        return;
    if (!is_first)
        *at++ = ',';
    at[0] = '"';
    memcpy(at + 1, key, n);
    at[n + 1] = '"';
    at[n + 2] = ':';
}

void json_put_text(struct json_out *w, struct ym_span text)
{
    put_lead(w);
    if (!ym_utf8_valid(text))
        w->buf->failed = true;
    put_quoted(w->buf, text);
}

void json_put_word(struct json_out *w, const char *text)
{
    json_put_text(w, ym_span_of(text));
}

/* Decimal digits of value, at the end of digits. */
static struct ym_span print_digits(int64_t value, char digits[DIGITS_MAX])
{
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    size_t n = DIGITS_MAX;

    do {
        digits[--n] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0)
        digits[--n] = '-';
    return (struct ym_span){ digits + n, DIGITS_MAX - n };
}

void json_put_int(struct json_out *w, int64_t value)
{
    char digits[DIGITS_MAX];

    assert(value >= -WHOLE_MAX);
    assert(value <= WHOLE_MAX);
    put_lead(w);
    ym_buf_add(w->buf, print_digits(value, digits));
}

void json_put_int64(struct json_out *w, int64_t value)
{
    char digits[DIGITS_MAX];

    put_lead(w);
    put_quoted(w->buf, print_digits(value, digits));
}

void json_put_bool(struct json_out *w, bool value)
{
    put_lead(w);
    ym_buf_puts(w->buf, value ? "true" : "false");
}

void json_put_null(struct json_out *w)
{
    put_lead(w);
    ym_buf_puts(w->buf, "null");
}

void json_put_day(struct json_out *w, ym_day day)
{
    char text[YM_DAY_TEXT_MAX];

    ym_day_print(day, text);
    if (text[0] == '\0')
        json_put_null(w);
    else
        json_put_word(w, text);
}

void json_put_instant(struct json_out *w, ym_usec at)
{
    char text[YM_USEC_TEXT_MAX];

    ym_usec_print(at, text);
    if (text[0] == '\0')
        json_put_null(w);
    else
        json_put_word(w, text);
}

void json_put_code(struct json_out *w, enum ym_vocab_id vocab, int index)
{
    json_put_word(w, ym_word(vocab, index)->code);
}

void json_put_codes(struct json_out *w, enum ym_vocab_id vocab, uint64_t set)
{
    const int count = ym_vocab(vocab)->count;

    json_put_array(w);
    for (int i = 0; i < count && i < 64; i++)
        if ((set >> i & 1U) != 0)
            json_put_code(w, vocab, i);
    json_put_array_end(w);
}

void json_put_raw(struct json_out *w, struct ym_span json)
{
    assert(json.n > 0);
    put_lead(w);
    ym_buf_add(w->buf, json);
}

void json_add_text(struct json_out *w, const char *key, struct ym_span text)
{
    json_put_key(w, key);
    json_put_text(w, text);
}

void json_add_optional(struct json_out *w, const char *key, struct ym_span text)
{
    if (text.n > 0)
        json_add_text(w, key, text);
    else
        json_add_null(w, key);
}

void json_add_word(struct json_out *w, const char *key, const char *text)
{
    json_put_key(w, key);
    json_put_word(w, text);
}

void json_add_int(struct json_out *w, const char *key, int64_t value)
{
    json_put_key(w, key);
    json_put_int(w, value);
}

void json_add_int64(struct json_out *w, const char *key, int64_t value)
{
    json_put_key(w, key);
    json_put_int64(w, value);
}

void json_add_bool(struct json_out *w, const char *key, bool value)
{
    json_put_key(w, key);
    json_put_bool(w, value);
}

void json_add_null(struct json_out *w, const char *key)
{
    json_put_key(w, key);
    json_put_null(w);
}

void json_add_day(struct json_out *w, const char *key, ym_day day)
{
    json_put_key(w, key);
    json_put_day(w, day);
}

void json_add_instant(struct json_out *w, const char *key, ym_usec at)
{
    json_put_key(w, key);
    json_put_instant(w, at);
}

void json_add_code(struct json_out *w, const char *key, enum ym_vocab_id vocab, int index)
{
    json_put_key(w, key);
    json_put_code(w, vocab, index);
}

void json_add_codes(struct json_out *w, const char *key, enum ym_vocab_id vocab, uint64_t set)
{
    json_put_key(w, key);
    json_put_codes(w, vocab, set);
}

void json_add_raw(struct json_out *w, const char *key, struct ym_span json)
{
    json_put_key(w, key);
    json_put_raw(w, json);
}

void json_put_names(struct json_out *w, const struct ym_word *word)
{
    json_add_word(w, "code", word->code);
    json_add_word(w, "zh", word->zh);
    json_add_word(w, "en", word->en);
}

void json_put_named(struct json_out *w, const struct ym_word *word)
{
    json_put_object(w);
    json_put_names(w, word);
    json_put_object_end(w);
}

void json_add_named(struct json_out *w, const char *key, const struct ym_word *word)
{
    json_put_key(w, key);
    json_put_named(w, word);
}
