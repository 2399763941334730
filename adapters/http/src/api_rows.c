/* SPDX-License-Identifier: Apache-2.0 */
#include "api_rows.h"

#include <string.h>

/* A place in a text. */
struct cut {
    const char *at;
    const char *end;
};

static void skip_blanks(struct cut *c)
{
    while (c->at < c->end && (*c->at == ' ' || *c->at == '\n' || *c->at == '\r' || *c->at == '\t'))
        c->at++;
}

static bool take(struct cut *c, char wanted)
{
    skip_blanks(c);
    if (c->at == c->end || *c->at != wanted)
        return false;
    c->at++;
    return true;
}

/* A text with its quotes; *ret is what stands between them, escapes and all. */
static bool take_text(struct cut *c, struct ym_span *ret)
{
    const char *begin;

    if (!take(c, '"'))
        return false;
    begin = c->at;
    while (c->at < c->end && *c->at != '"')
        c->at += *c->at == '\\' && c->end - c->at > 1 ? 2 : 1;
    if (c->at >= c->end)
        return false;
    *ret = (struct ym_span){ begin, (size_t)(c->at - begin) };
    c->at++;
    return true;
}

/* One value with all that is in it; for a scalar, up to the next comma or bracket. */
static bool take_value(struct cut *c, struct ym_span *ret)
{
    unsigned depth = 0;
    struct ym_span text;
    const char *begin;

    skip_blanks(c);
    begin = c->at;
    while (c->at < c->end) {
        const char now = *c->at;

        if (depth == 0 && (now == ',' || now == '}' || now == ']'))
            break;
        if (now == '"') {
            if (!take_text(c, &text))
                return false;
            continue;
        }
        if ((now == '{' || now == '[') && ++depth > API_ROW_DEPTH_MAX)
            return false;
        if (now == '}' || now == ']')
            depth--;
        c->at++;
    }
    *ret = (struct ym_span){ begin, (size_t)(c->at - begin) };
    return depth == 0 && ret->n > 0;
}

/* ---- One row ---- */

/* The plain text in a value like "abc", or nothing. */
static bool plain(struct ym_span value, struct ym_span *ret)
{
    struct cut c = { value.at, value.at + value.n };

    if (!take_text(&c, ret) || ret->n == 0 || memchr(ret->at, '\\', ret->n) != NULL)
        return false;
    for (size_t i = 0; i < ret->n; i++) {
        if ((unsigned char)ret->at[i] <= 0x20 || (unsigned char)ret->at[i] >= 0x7F)
            return false;
    }
    skip_blanks(&c);
    return c.at == c.end;
}

/* A member that is for us: overwrite it with blanks, and one comma with it, so that the decoder
 * does not see it and its messages keep their places. */
static void blank(char *row, size_t from, size_t to, size_t n)
{
    size_t before = from;

    while (to < n && strchr(" \t\r\n", row[to]) != NULL)
        to++;
    if (to < n && row[to] == ',') {
        to++;
    } else {
        while (before > 0 && strchr(" \t\r\n", row[before - 1]) != NULL)
            before--;
        if (before > 0 && row[before - 1] == ',')
            from = before - 1;
    }
    memset(row + from, ' ', to - from);
}

static void take_own(struct api_row *row, char *copy, struct ym_span key, struct ym_span value)
{
    struct ym_span *const own = ym_span_is(key, YM_SPAN("id"))    ? &row->id
                                : ym_span_is(key, YM_SPAN("key")) ? &row->key
                                                                  : NULL;
    const size_t from = (size_t)(key.at - 1 - row->text.at);
    const size_t to = (size_t)(value.at + value.n - row->text.at);

    if (own != NULL) {
        if (own->n > 0)
            row->fault = "id or key stands twice";
        else if (!plain(value, own))
            row->fault = "id and key must be texts of visible ASCII characters";
        blank(copy, from, to, row->text.n);
    } else if (ym_span_is(key, YM_SPAN("register"))) {
        if (row->is_intake)
            row->fault = "register stands twice";
        row->is_intake = true;
        row->body = value;
        blank(copy, from, to, row->text.n);
    }
}

static void cut_row(struct api_row *row, char *copy)
{
    struct cut c = { row->text.at, row->text.at + row->text.n };
    struct ym_span key, value;

    if (!take(&c, '{')) {
        row->fault = "a row must be an object";
        return;
    }
    while (take_text(&c, &key)) {
        if (!take(&c, ':') || !take_value(&c, &value)) {
            row->fault = "a member has no value";
            return;
        }
        take_own(row, copy, key, value);
        if (!take(&c, ','))
            break;
    }
}

static void finish_row(struct api_row *row, char *copy)
{
    const struct ym_span rest = { copy, row->text.n };

    if (!row->is_intake) {
        row->body = rest;
        return;
    }
    if (row->id.n > 0)
        row->fault = "a registration has no id yet; leave id out";
    for (size_t i = 0; i < rest.n && row->fault == NULL; i++) {
        if (strchr("{} \t\r\n", rest.at[i]) == NULL)
            row->fault = "beside register there may be a key and nothing else";
    }
}

/* ---- The whole ---- */

static bool next_row(struct cut *c, struct ym_arena *arena, struct api_row *ret)
{
    char *copy;

    *ret = (struct api_row){ .fault = NULL };
    if (!take_value(c, &ret->text))
        return false;
    copy = ym_arena_alloc(arena, ret->text.n + 1, 1);
    if (copy == NULL)
        return true;
    memcpy(copy, ret->text.at, ret->text.n);
    cut_row(ret, copy);
    finish_row(ret, copy);
    return true;
}

enum ym_err api_rows_cut(struct ym_span body, struct ym_arena *arena, struct api_row *rows,
                         size_t max, size_t *ret_n, struct ym_error *reterr)
{
    struct cut c = { body.at, body.at + body.n };
    struct ym_span key = { NULL, 0 };
    bool is_sound = take(&c, '{') && take_text(&c, &key) && ym_span_is(key, YM_SPAN("commands")) &&
                    take(&c, ':') && take(&c, '[');
    size_t n = 0;

    while (is_sound) {
        if (n == max)
            return ym_fail(reterr, YM_E_TOO_LARGE, "send at most %zu commands at once", max);
        is_sound = next_row(&c, arena, &rows[n]);
        n += is_sound;
        if (!take(&c, ','))
            break;
    }
    is_sound = is_sound && take(&c, ']') && take(&c, '}');
    skip_blanks(&c);
    if (!is_sound || c.at != c.end)
        return ym_fail(reterr, YM_E_INVALID,
                       "the body must be {\"commands\":[{...},...]} with at least one command");
    if (!ym_arena_ok(arena))
        return ym_fail(reterr, YM_E_TOO_LARGE, "the commands together are too large; send fewer");
    *ret_n = n;
    return YM_E_OK;
}
