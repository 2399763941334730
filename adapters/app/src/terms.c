/* SPDX-License-Identifier: Apache-2.0 */
/* Bigrams: the least that finds a Chinese word inside a sentence without a dictionary. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "app/desk.h"

/* Length in bytes of the character at p. Pre: valid UTF-8. */
static size_t char_bytes(const char *p)
{
    const unsigned char c = (unsigned char)*p;

    if (c < 0x80)
        return 1;
    if (c < 0xe0)
        return 2;
    return c < 0xf0 ? 3 : 4;
}

/* White space and ASCII punctuation separate words; so do the Chinese full stop and comma's block
 * (U+3000 to U+303F) and the full-width forms of punctuation (U+FF00 to U+FF0F). */
static bool is_separator(const char *p, size_t n)
{
    const unsigned char *u = (const unsigned char *)p;

    if (n == 1)
        return !((u[0] >= '0' && u[0] <= '9') || (u[0] >= 'a' && u[0] <= 'z') ||
                 (u[0] >= 'A' && u[0] <= 'Z'));
    if (n == 3 && u[0] == 0xe3 && u[1] == 0x80)
        return true;
    return n == 3 && u[0] == 0xef && u[1] == 0xbc && u[2] < 0x90;
}

static void lower(char *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (at[i] >= 'A' && at[i] <= 'Z')
            at[i] = (char)(at[i] + ('a' - 'A'));
}

static int compare(const void *a, const void *b)
{
    const struct ym_span *x = a;
    const struct ym_span *y = b;
    const size_t n = x->n < y->n ? x->n : y->n;
    const int c = memcmp(x->at, y->at, n);

    if (c != 0)
        return c;
    return x->n < y->n ? -1 : x->n > y->n;
}

struct terms {
    struct ym_arena *arena;
    struct ym_span *at;
    size_t n, max;
};

static void add(struct terms *t, struct ym_span term)
{
    char *copy;

    if (t->n == t->max)
        return;
    copy = ym_arena_alloc(t->arena, term.n, 1);
    if (copy == NULL)
        return;
    memcpy(copy, term.at, term.n);
    lower(copy, term.n);
    for (size_t i = 0; i < t->n; i++)
        if (ym_span_is(t->at[i], (struct ym_span){ copy, term.n }))
            return;
    t->at[t->n++] = (struct ym_span){ copy, term.n };
}

/* One word: its bigrams, or the character itself when it stands alone. */
static void add_word(struct terms *t, const char *at, size_t n)
{
    size_t i = char_bytes(at);

    if (i == n) {
        add(t, (struct ym_span){ at, n });
        return;
    }
    for (size_t from = 0; i < n;) {
        const size_t next = i + char_bytes(at + i);

        add(t, (struct ym_span){ at + from, next - from });
        from = i;
        i = next;
    }
}

static void add_text(struct terms *t, struct ym_span text)
{
    size_t from = 0;
    size_t i = 0;

    while (i < text.n) {
        const size_t n = char_bytes(text.at + i);

        if (is_separator(text.at + i, n)) {
            if (i > from)
                add_word(t, text.at + from, i - from);
            from = i + n;
        }
        i += n;
    }
    if (i > from)
        add_word(t, text.at + from, i - from);
}

size_t app_terms(const struct ym_span *texts, size_t n, struct ym_arena *arena,
                 const struct ym_span **ret, size_t max)
{
    struct terms t = { .arena = arena, .max = max };

    assert(max > 0);
    *ret = NULL;
    t.at = ym_arena_alloc(arena, max, sizeof(*t.at));
    if (t.at == NULL)
        return 0;
    for (size_t i = 0; i < n; i++)
        add_text(&t, texts[i]);
    if (t.n > 1)
        qsort(t.at, t.n, sizeof(*t.at), compare);
    *ret = t.at;
    return t.n;
}
