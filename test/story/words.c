/* SPDX-License-Identifier: Apache-2.0 */
#include "words.h"

#include <stdio.h>
#include <string.h>

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

bool story_split(struct ym_span line, struct story_words *ret)
{
    size_t i = 0;

    ret->n = 0;
    for (;;) {
        bool quoted = false;
        size_t from;

        while (i < line.n && is_space(line.at[i]))
            i++;
        if (i == line.n || line.at[i] == '#')
            return true;
        if (ret->n == STORY_TOKENS_MAX)
            return false;
        from = i;
        for (; i < line.n && (quoted || !is_space(line.at[i])); i++)
            if (line.at[i] == '"')
                quoted = !quoted;
        if (quoted)
            return false;
        ret->at[ret->n++] = (struct ym_span){ line.at + from, i - from };
    }
}

bool story_pair(struct ym_span word, struct json_pair *ret)
{
    const char *const equals = memchr(word.at, '=', word.n);
    size_t key;

    if (equals == NULL)
        return false;
    key = (size_t)(equals - word.at);
    ret->key = (struct ym_span){ word.at, key };
    ret->value = (struct ym_span){ equals + 1, word.n - key - 1 };
    if (ret->value.n >= 2 && ret->value.at[0] == '"') {
        ret->value.at++;
        ret->value.n -= 2;
    }
    return key > 0;
}

bool story_number(struct ym_span word, long max, long *ret)
{
    long n = 0;

    if (word.n == 0 || word.n > 17)
        return false;
    for (size_t i = 0; i < word.n; i++) {
        if (word.at[i] < '0' || word.at[i] > '9')
            return false;
        n = n * 10 + (word.at[i] - '0');
    }
    *ret = n;
    return n <= max;
}

/* Take what stands before the mark, and the mark, off the front of rest. */
static bool take(struct ym_span *rest, char mark, struct ym_span *ret)
{
    const char *const at = memchr(rest->at, mark, rest->n);
    size_t n;

    if (at == NULL)
        return false;
    n = (size_t)(at - rest->at);
    *ret = (struct ym_span){ rest->at, n };
    rest->at += n + 1;
    rest->n -= n + 1;
    return true;
}

/* The next item of a list divided by commas; false at its end. */
static bool next_item(struct ym_span *rest, struct ym_span *ret)
{
    if (rest->n == 0)
        return false;
    if (!take(rest, ',', ret)) {
        *ret = *rest;
        rest->n = 0;
    }
    return true;
}

/* Append to out what was printed to part; false when it does not fit. */
static bool append(char out[STORY_VALUE_MAX], size_t *n, const char *part)
{
    const size_t more = strlen(part);

    if (*n + more >= STORY_VALUE_MAX)
        return false;
    memcpy(out + *n, part, more + 1);
    *n += more;
    return true;
}

bool story_owes(struct ym_span word, char out[STORY_VALUE_MAX])
{
    struct ym_span item;
    size_t n = 0;

    if (!append(out, &n, "["))
        return false;
    while (next_item(&word, &item)) {
        struct ym_span payer, payee, fen;
        long from, to, amount;
        char part[160];

        if (!take(&item, '>', &payer) || !take(&item, ':', &payee) || !take(&item, '@', &fen) ||
            !story_number(payer, YM_SEATS_MAX, &from) || !story_number(payee, YM_SEATS_MAX, &to) ||
            !story_number(fen, YM_AMOUNT_FEN_MAX, &amount) || item.n != YM_DAY_TEXT_MAX - 1)
            return false;
        (void)snprintf(part, sizeof(part),
                       "%s{\"payer\":%ld,\"payee\":%ld,\"amount_fen\":\"%ld\",\"due\":\"%.*s\"}",
                       n > 1 ? "," : "", from, to, amount, (int)item.n, item.at);
        if (!append(out, &n, part))
            return false;
    }
    return append(out, &n, "]");
}

bool story_attended(struct ym_span word, char out[STORY_VALUE_MAX])
{
    struct ym_span item;
    size_t n = 0;

    if (!append(out, &n, "["))
        return false;
    while (next_item(&word, &item)) {
        char part[80];
        long seat;

        if (!story_number(item, YM_SEATS_MAX, &seat))
            return false;
        (void)snprintf(part, sizeof(part), "%s{\"seat\":%ld,\"status\":\"attended\"}",
                       n > 1 ? "," : "", seat);
        if (!append(out, &n, part))
            return false;
    }
    return append(out, &n, "]");
}

bool story_instant(struct ym_span day, struct ym_span time, ym_usec *ret)
{
    ym_day date;
    struct ym_span hour;
    long h, m;

    if (!ym_day_parse(day, &date) || !take(&time, ':', &hour) || !story_number(hour, 23, &h) ||
        !story_number(time, 59, &m))
        return false;
    *ret = ym_day_start(date) + (h * 60 + m) * 60 * YM_USEC_PER_SECOND;
    return true;
}
