/* SPDX-License-Identifier: Apache-2.0 */
#include "text.h"

void ym_text_add(struct ym_text *w, struct ym_span s)
{
    if (w->overflowed || s.n > w->cap - w->n) {
        w->overflowed = true;
        return;
    }
    if (s.n > 0)
        memcpy(w->at + w->n, s.at, s.n);
    w->n += s.n;
}

static void quoted(struct ym_text *w, struct ym_span s)
{
    ym_text_add(w, YM_SPAN("\""));
    ym_text_add(w, s);
    ym_text_add(w, YM_SPAN("\""));
}

void ym_text_key(struct ym_text *w, const char *key)
{
    if (!w->first)
        ym_text_add(w, YM_SPAN(","));
    w->first = false;
    quoted(w, ym_span_of(key));
    ym_text_add(w, YM_SPAN(":"));
}

void ym_text_u64(struct ym_text *w, uint64_t v)
{
    char digits[20];
    size_t i = sizeof(digits);

    do {
        digits[--i] = (char)('0' + v % 10);
        v /= 10;
    } while (v != 0);
    ym_text_add(w, (struct ym_span){ digits + i, sizeof(digits) - i });
}

void ym_text_member_u64(struct ym_text *w, const char *key, uint64_t v)
{
    ym_text_key(w, key);
    ym_text_u64(w, v);
}

void ym_text_member_set(struct ym_text *w, const char *key, uint64_t v)
{
    if (v != 0)
        ym_text_member_u64(w, key, v);
}

static void add_signed(struct ym_text *w, int64_t v)
{
    if (v < 0)
        ym_text_add(w, YM_SPAN("-"));
    ym_text_u64(w, v < 0 ? 0 - (uint64_t)v : (uint64_t)v);
}

void ym_text_member_signed_set(struct ym_text *w, const char *key, int64_t v)
{
    if (v == 0)
        return;
    ym_text_key(w, key);
    add_signed(w, v);
}

void ym_text_member_id_set(struct ym_text *w, const char *key, int64_t v)
{
    if (v == 0)
        return;
    ym_text_key(w, key);
    ym_text_add(w, YM_SPAN("\""));
    add_signed(w, v);
    ym_text_add(w, YM_SPAN("\""));
}

void ym_text_member_word(struct ym_text *w, const char *key, const char *word)
{
    ym_text_key(w, key);
    quoted(w, ym_span_of(word));
}

void ym_text_member_day_set(struct ym_text *w, const char *key, ym_day day)
{
    char text[YM_DAY_TEXT_MAX];

    if (day == YM_DAY_NONE)
        return;
    ym_day_print(day, text);
    ym_text_member_word(w, key, text);
}

void ym_text_member_time(struct ym_text *w, const char *key, ym_usec at)
{
    char text[YM_USEC_TEXT_MAX];

    ym_usec_print(at, text);
    ym_text_member_word(w, key, text);
}
