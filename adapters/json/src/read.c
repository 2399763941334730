/* SPDX-License-Identifier: Apache-2.0 */
#include "json/read.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "doc.h"
#include "yima/utf8.h"

#define WHOLE_MAX                                                                                  \
    ((INT64_C(1) << 53) - 1) /* the largest whole number that a double keeps apart                 \
                              */
#define WORD_SHOWN_MAX  32   /* bytes of an unknown word that an error repeats */
#define WORDS_BYTES_MAX 320  /* bytes of the allowed words that an error lists; if they fit */

struct json_at json_root(struct json_doc *doc)
{
    return (struct json_at){ .doc = doc, .node = doc->root };
}

struct json_at json_optional(struct json_at *object, const char *key)
{
    struct json_at at = { .doc = object->doc, .parent = object, .key = key };

    if (json_object(object) == 0)
        return at;
    for (const cJSON *c = json_node(object)->child; c != NULL; c = c->next, at.index++) {
        if (strcmp(c->string, key) == 0) {
            at.node = c;
            object->taken |= UINT64_C(1) << at.index;
            break;
        }
    }
    return at;
}

struct json_at json_member(struct json_at *object, const char *key)
{
    const struct json_at at = json_optional(object, key);

    if (!json_given(&at) && (json_ok(at.doc) || cJSON_IsObject(json_node(object))))
        json_mistake(&at, YM_E_INVALID, JSON_MISTAKE_MISSING, YM_MISTAKE_NO_VOCABULARY,
                     "missing; it must be given");
    return at;
}

void json_done(const struct json_at *object)
{
    if (!cJSON_IsObject(json_node(object)))
        return; /* refused when its first member was looked for */
    for (struct json_at it = { 0 }; json_next(object, &it);)
        if ((object->taken >> it.index & 1U) == 0)
            json_mistake(&it, YM_E_INVALID, JSON_MISTAKE_UNKNOWN, YM_MISTAKE_NO_VOCABULARY,
                         "unknown member; leave it out or correct its name");
}

size_t json_array(const struct json_at *at, size_t min, size_t max)
{
    const cJSON *const node = json_node(at);
    size_t n = 0;

    if (node == NULL)
        return 0;
    if (!cJSON_IsArray(node)) {
        json_refuse(at, YM_E_INVALID, "must be an array");
        return 0;
    }
    for (const cJSON *c = node->child; c != NULL; c = c->next)
        n++;
    if (n < min || n > max) {
        json_bad(at, YM_E_UNPROCESSABLE, "must be an array of %zu to %zu", min, max);
        return 0;
    }
    return n;
}

size_t json_object(const struct json_at *at)
{
    const cJSON *const node = json_node(at);
    size_t n = 0;

    if (node == NULL)
        return 0;
    if (!cJSON_IsObject(node)) {
        json_refuse(at, YM_E_INVALID, "must be an object");
        return 0;
    }
    for (const cJSON *c = node->child; c != NULL; c = c->next)
        n++;
    return n;
}

bool json_next(const struct json_at *of, struct json_at *it)
{
    const cJSON *const container = json_node(of);
    const cJSON *next;

    if (container == NULL)
        return false;
    if (it->node == NULL)
        next = container->child;
    else
        next = ((const cJSON *)it->node)->next;
    if (next == NULL)
        return false;
    *it = (struct json_at){
        .doc = of->doc,
        .parent = of,
        .node = next,
        .key = cJSON_IsObject(container) ? next->string : NULL,
        .index = it->node == NULL ? 0 : it->index + 1,
    };
    return true;
}

bool json_is_null(const struct json_at *at)
{
    return cJSON_IsNull(json_node(at));
}

bool json_is_text(const struct json_at *at)
{
    return cJSON_IsString(json_node(at));
}

/* The text of a value; *ret_ok says whether there is one. */
static struct ym_span text_of(const struct json_at *at, bool *ret_ok)
{
    const cJSON *const node = json_node(at);

    *ret_ok = cJSON_IsString(node);
    if (*ret_ok)
        return ym_span_of(node->valuestring);
    if (node != NULL)
        json_refuse(at, YM_E_INVALID, "must be a text");
    return YM_SPAN("");
}

struct ym_span json_get_text(const struct json_at *at, size_t chars_min, size_t chars_max)
{
    bool ok;
    const struct ym_span text = text_of(at, &ok);
    const size_t chars = ym_utf8_chars(text);

    if (!ok)
        return text;
    if (chars < chars_min || chars > chars_max) {
        json_bad(at, YM_E_UNPROCESSABLE, "must have %zu to %zu characters", chars_min, chars_max);
        return YM_SPAN("");
    }
    if (!ym_utf8_plain(text)) {
        json_refuse(at, YM_E_UNPROCESSABLE,
                    "must hold no control characters but line feeds and tabs");
        return YM_SPAN("");
    }
    return text;
}

struct ym_span json_get_line(const struct json_at *at, size_t chars_min, size_t chars_max)
{
    const struct ym_span text = json_get_text(at, chars_min, chars_max);

    if (text.n == 0)
        return text;
    if (memchr(text.at, '\n', text.n) != NULL || memchr(text.at, '\t', text.n) != NULL) {
        json_refuse(at, YM_E_UNPROCESSABLE, "must be one line, without tabs");
        return YM_SPAN("");
    }
    if (text.at[0] == ' ' || text.at[text.n - 1] == ' ') {
        json_refuse(at, YM_E_UNPROCESSABLE, "must not begin or end with a space");
        return YM_SPAN("");
    }
    return text;
}

int64_t json_get_int(const struct json_at *at, int64_t min, int64_t max)
{
    const cJSON *const node = json_node(at);
    double value;

    assert(-WHOLE_MAX <= min);
    assert(min <= max);
    assert(max <= WHOLE_MAX);
    if (node == NULL)
        return min;
    if (!cJSON_IsNumber(node)) {
        json_bad(at, YM_E_INVALID, "must be a whole number from %" PRId64 " to %" PRId64, min, max);
        return min;
    }
    value = node->valuedouble;
    if (!(value >= (double)min && value <= (double)max) || (double)(int64_t)value != value) {
        json_bad(at, YM_E_UNPROCESSABLE, "must be a whole number from %" PRId64 " to %" PRId64, min,
                 max);
        return min;
    }
    return (int64_t)value;
}

/* Decimal digits without a needless zero, at most INT64_MAX; -1 for anything else. */
static int64_t parse_digits(struct ym_span text)
{
    int64_t value = 0;

    if (text.n == 0 || (text.n > 1 && text.at[0] == '0'))
        return -1;
    for (size_t i = 0; i < text.n; i++) {
        const int digit = text.at[i] - '0';

        if (digit < 0 || digit > 9 || value > (INT64_MAX - digit) / 10)
            return -1;
        value = value * 10 + digit;
    }
    return value;
}

int64_t json_get_int64(const struct json_at *at, int64_t min, int64_t max)
{
    bool ok;
    const struct ym_span text = text_of(at, &ok);
    int64_t value;

    assert(0 <= min);
    assert(min <= max);
    if (!ok)
        return min;
    value = parse_digits(text);
    if (value < min || value > max) {
        json_bad(at, YM_E_UNPROCESSABLE,
                 "must be a text of digits, from \"%" PRId64 "\" to \"%" PRId64 "\"", min, max);
        return min;
    }
    return value;
}

bool json_get_bool(const struct json_at *at)
{
    const cJSON *const node = json_node(at);

    if (node != NULL && !cJSON_IsBool(node))
        json_refuse(at, YM_E_INVALID, "must be true or false");
    return cJSON_IsTrue(node);
}

ym_day json_get_day(const struct json_at *at)
{
    bool ok;
    const struct ym_span text = text_of(at, &ok);
    ym_day day = YM_DAY_NONE;

    if (ok && !ym_day_parse(text, &day))
        json_refuse(at, YM_E_UNPROCESSABLE,
                    "must be a date from 1800 to 2200, written as in 2026-12-01");
    return day;
}

ym_usec json_get_instant(const struct json_at *at)
{
    bool ok;
    const struct ym_span text = text_of(at, &ok);
    ym_usec instant = YM_USEC_NONE;

    if (ok && !ym_usec_parse(text, &instant))
        json_refuse(at, YM_E_UNPROCESSABLE,
                    "must be a time as RFC 3339 has it, as in 2026-11-22T11:23:45+08:00");
    return instant;
}

/* The words of a vocabulary; of a long one where they stand. */
static void list_words(const struct ym_vocab *vocab, char list[WORDS_BYTES_MAX])
{
    size_t n = 0;

    for (int i = 0; i < vocab->count; i++) {
        const char *const code = vocab->words[i].code;
        const size_t bytes = strlen(code);

        if (n + bytes + sizeof(", ") > WORDS_BYTES_MAX) {
            (void)snprintf(list, WORDS_BYTES_MAX, "the words of \"%s\" in /openapi.json",
                           vocab->name);
            return;
        }
        if (n > 0) {
            memcpy(list + n, ", ", 2);
            n += 2;
        }
        memcpy(list + n, code, bytes);
        n += bytes;
    }
    list[n] = '\0';
}

/* Worth repeating in an error: a short word such as a vocabulary has, not somebody's name. */
static bool is_wordlike(struct ym_span text)
{
    if (text.n > WORD_SHOWN_MAX)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        const char c = text.at[i];

        if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_')
            return false;
    }
    return true;
}

int json_get_code(const struct json_at *at, enum ym_vocab_id vocab)
{
    bool ok;
    const struct ym_span text = text_of(at, &ok);
    const struct ym_vocab *const words = ym_vocab(vocab);
    char list[WORDS_BYTES_MAX];
    char sentence[WORDS_BYTES_MAX + 2 * WORD_SHOWN_MAX + 32];
    int index;

    if (!ok)
        return 0;
    index = ym_vocab_find(vocab, text);
    if (index >= 0)
        return index;
    list_words(words, list);
    (void)snprintf(sentence, sizeof(sentence), "unknown %s%s%.*s%s; allowed: %s", words->name,
                   is_wordlike(text) ? " \"" : "", is_wordlike(text) ? (int)text.n : 0, text.at,
                   is_wordlike(text) ? "\"" : "", list);
    json_mistake(at, YM_E_UNPROCESSABLE, JSON_MISTAKE_VALUE, (int)vocab, sentence);
    return 0;
}

uint64_t json_get_codes(const struct json_at *at, enum ym_vocab_id vocab, size_t min)
{
    uint64_t set = 0;

    if (json_array(at, min, 64) == 0)
        return 0;
    for (struct json_at it = { 0 }; json_next(at, &it);) {
        const int index = json_get_code(&it, vocab);

        assert(index < 64);
        if (json_is_sound(&it) && (set >> index & 1U) != 0)
            json_refuse(&it, YM_E_UNPROCESSABLE, "this word stands here twice; keep one");
        set |= UINT64_C(1) << index;
    }
    return json_ok(at->doc) ? set : 0;
}
