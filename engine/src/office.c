/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/office.h"

#define MONTHS_A_YEAR 12
#define TEXT_DIGITS   9 /* of a number: fits 32 bits */

static const struct ym_office_about keys[YM_OFFICE_KEY_COUNT] = {
#define X(name, code, unit, least, most, judged, zh, en)                                           \
    [YM_OFFICE_##name] = {                                                                         \
        { code, zh, en }, YM_OFFICE_IN_##unit, YM_OFFICE_JUDGED_##judged, (least), (most)          \
    },
    YM_OFFICE_KEYS(X)
#undef X
};

static const struct ym_word units[YM_OFFICE_UNIT_COUNT] = {
#define X(name, code, zh, en) [YM_OFFICE_IN_##name] = { code, zh, en },
    YM_OFFICE_UNITS(X)
#undef X
};

static const struct ym_word judged_words[YM_OFFICE_JUDGED_COUNT] = {
#define X(name, code, zh, en) [YM_OFFICE_JUDGED_##name] = { code, zh, en },
    YM_OFFICE_JUDGED(X)
#undef X
};

/* ---- Names ---- */

const struct ym_office_about *ym_office_about(enum ym_office_key key)
{
    assert(key < YM_OFFICE_KEY_COUNT);
    return &keys[key];
}

const struct ym_word *ym_office_unit_word(enum ym_office_unit unit)
{
    assert(unit < YM_OFFICE_UNIT_COUNT);
    return &units[unit];
}

const struct ym_word *ym_office_judged_word(enum ym_office_judged judged)
{
    assert(judged < YM_OFFICE_JUDGED_COUNT);
    return &judged_words[judged];
}

int ym_office_find(struct ym_span code)
{
    for (int i = 0; i < YM_OFFICE_KEY_COUNT; i++) {
        if (ym_span_is(code, ym_span_of(keys[i].word.code)))
            return i;
    }
    return -1;
}

int ym_office_unit_find(struct ym_span code)
{
    for (int i = 0; i < YM_OFFICE_UNIT_COUNT; i++) {
        if (ym_span_is(code, ym_span_of(units[i].code)))
            return i;
    }
    return -1;
}

/* ---- Values ---- */

bool ym_office_allows(enum ym_office_key key, uint32_t value)
{
    const struct ym_office_about *about = ym_office_about(key);

    return value >= about->least && value <= about->most;
}

static bool read_number(struct ym_span text, uint32_t *ret)
{
    uint32_t v = 0;

    if (text.n == 0 || text.n > TEXT_DIGITS || (text.n > 1 && text.at[0] == '0'))
        return false;
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        v = v * 10 + (uint32_t)(text.at[i] - '0');
    }
    *ret = v;
    return true;
}

bool ym_office_value_read(enum ym_office_key key, struct ym_span text, uint32_t *ret)
{
    uint32_t value = 0;

    if (!read_number(text, &value) || !ym_office_allows(key, value))
        return false;
    *ret = value;
    return true;
}

void ym_office_value_print(uint32_t value, char out[YM_OFFICE_VALUE_MAX])
{
    char digits[YM_OFFICE_VALUE_MAX - 1];
    size_t n = 0;
    size_t at = 0;

    do
        digits[n++] = (char)('0' + value % 10);
    while ((value /= 10) != 0);
    while (n > 0)
        out[at++] = digits[--n];
    out[at] = '\0';
}

/* ---- Tables ---- */

/* Does a stand before b? */
static bool is_before(const struct ym_office_row *a, const struct ym_office_row *b)
{
    return a->key != b->key ? a->key < b->key : a->from < b->from;
}

enum ym_office_key ym_office_lacking(const struct ym_office *o)
{
    size_t at = 0;

    for (int key = 0; key < YM_OFFICE_KEY_COUNT; key++) {
        if (at == o->n || o->rows[at].key != key)
            return (enum ym_office_key)key;
        while (at < o->n && o->rows[at].key == key)
            at++;
    }
    return YM_OFFICE_KEY_COUNT;
}

bool ym_office_valid(const struct ym_office *o)
{
    if (o->n > YM_OFFICE_ROWS_MAX)
        return false;
    for (size_t i = 0; i < o->n; i++) {
        const struct ym_office_row *r = &o->rows[i];

        if (r->key >= YM_OFFICE_KEY_COUNT || r->from == YM_DAY_NONE || r->source.n == 0 ||
            !ym_office_allows((enum ym_office_key)r->key, r->value) ||
            (i > 0 && !is_before(r - 1, r)))
            return false;
    }
    return ym_office_lacking(o) == YM_OFFICE_KEY_COUNT;
}

/* The first row of a key; its rows end at *ret_end. */
static size_t rows_of(const struct ym_office *o, enum ym_office_key key, size_t *ret_end)
{
    size_t at = 0;
    size_t end;

    while (o->rows[at].key != key) { /* no key lacks a row */
        at++;
        assert(at < o->n);
    }
    for (end = at; end < o->n && o->rows[end].key == key;)
        end++;
    *ret_end = end;
    return at;
}

const struct ym_office_row *ym_office_on(const struct ym_office *o, enum ym_office_key key,
                                         ym_day day)
{
    size_t end;
    size_t at = rows_of(o, key, &end);

    while (at + 1 < end && o->rows[at + 1].from <= day)
        at++;
    return &o->rows[at];
}

uint32_t ym_office_value(const struct ym_office *o, enum ym_office_key key, ym_day day)
{
    return ym_office_on(o, key, day)->value;
}

/* The day that lies so much before today; YM_DAY_NONE for what is no time. */
static ym_day back(enum ym_office_key key, uint32_t value, ym_day today)
{
    const uint8_t unit = ym_office_about(key)->unit;

    if (unit == YM_OFFICE_IN_DAY || unit == YM_OFFICE_IN_WORKDAY)
        return ym_day_plus(today, -(int64_t)value);
    if (unit == YM_OFFICE_IN_MONTH)
        return ym_day_plus_months(today, -(int64_t)value);
    if (unit == YM_OFFICE_IN_YEAR)
        return ym_day_plus_months(today, -(int64_t)value * MONTHS_A_YEAR);
    return YM_DAY_NONE;
}

uint32_t ym_office_longest(const struct ym_office *o, enum ym_office_key key, ym_day today)
{
    uint32_t longest = ym_office_value(o, key, today);
    size_t end;

    for (size_t at = rows_of(o, key, &end); at < end && o->rows[at].from <= today; at++) {
        const struct ym_office_row *r = &o->rows[at];
        const ym_day since = back(key, r->value, today);
        const ym_day last = at + 1 < end ? o->rows[at + 1].from - 1 : today; /* on which it held */

        if (since != YM_DAY_NONE && last >= since && r->value > longest)
            longest = r->value;
    }
    return longest;
}

ym_day ym_office_before(const struct ym_office *o, enum ym_office_key key, ym_day today)
{
    return back(key, ym_office_longest(o, key, today), today);
}

size_t ym_office_merge(const struct ym_office *base, const struct ym_office *over,
                       struct ym_office_row *room)
{
    size_t b = 0;
    size_t n = 0;

    for (size_t i = 0; i < over->n; i++) {
        while (b < base->n && is_before(&base->rows[b], &over->rows[i]))
            room[n++] = base->rows[b++];
        if (b < base->n && !is_before(&over->rows[i], &base->rows[b]))
            b++;
        room[n++] = over->rows[i];
    }
    while (b < base->n)
        room[n++] = base->rows[b++];
    return n;
}
