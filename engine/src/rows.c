/* SPDX-License-Identifier: Apache-2.0 */
#include "rows.h"

/* The object itself is 1, the list 2, a row 3. */
#define DEPTH_MEMBERS 1
#define DEPTH_ROW     3

/* The text that begins here, without its quotes; leaves the walk behind it. */
static struct ym_span take_text(struct ym_rows *w)
{
    const size_t start = ++w->i;

    while (w->i < w->detail.n && w->detail.at[w->i] != '"')
        w->i += w->detail.at[w->i] == '\\' ? 2 : 1;
    w->i++;
    return w->i > w->detail.n ? (struct ym_span){ NULL, 0 }
                              : (struct ym_span){ w->detail.at + start, w->i - start - 1 };
}

static bool stands_at(const struct ym_rows *w, char c)
{
    return w->i < w->detail.n && w->detail.at[w->i] == c;
}

static bool ends_word(char c)
{
    return strchr(",{}[]", c) != NULL;
}

/* The value behind a colon. A bracket is left to the walk. */
static struct ym_span take_value(struct ym_rows *w)
{
    const size_t start = ++w->i;

    if (stands_at(w, '"'))
        return take_text(w);
    while (w->i < w->detail.n && !ends_word(w->detail.at[w->i]))
        w->i++;
    return (struct ym_span){ w->detail.at + start, w->i - start };
}

static void take_bracket(struct ym_rows *w, char c)
{
    if (c == '{' || c == '[') {
        w->depth++;
        w->n += w->is_list && w->depth == DEPTH_ROW ? 1 : 0;
    } else if (c == '}' || c == ']') {
        w->depth--;
    }
    w->i++;
}

bool ym_rows_next(struct ym_rows *w, struct ym_span *ret_key, struct ym_span *ret_value)
{
    while (w->i < w->detail.n) {
        struct ym_span text;

        if (w->detail.at[w->i] != '"') {
            take_bracket(w, w->detail.at[w->i]);
            continue;
        }
        text = take_text(w);
        if (!stands_at(w, ':'))
            continue;
        if (w->depth == DEPTH_MEMBERS)
            w->is_list = ym_span_is(text, w->list);
        if (w->depth != DEPTH_ROW || !w->is_list)
            continue;
        *ret_key = text;
        *ret_value = take_value(w);
        return true;
    }
    return false;
}

struct ym_span ym_rows_member(struct ym_span detail, struct ym_span name)
{
    struct ym_rows w = { .detail = detail };

    while (w.i < detail.n) {
        struct ym_span key;

        if (detail.at[w.i] != '"') {
            take_bracket(&w, detail.at[w.i]);
            continue;
        }
        key = take_text(&w);
        if (w.depth == DEPTH_MEMBERS && stands_at(&w, ':') && ym_span_is(key, name))
            return take_value(&w);
    }
    return (struct ym_span){ NULL, 0 };
}
