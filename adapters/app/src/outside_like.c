/* SPDX-License-Identifier: Apache-2.0 */
/* How alike two matters are: signs, their points, and how a few likely doubles are written down. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "app/outside.h"
#include "yima/number.h"

static const struct {
    unsigned points;
    struct ym_word word;
} likenesses[APP_LIKENESS_COUNT] = {
#define X(name, code, points, zh, en) [APP_LIKE_##name] = { points, { code, zh, en } },
    APP_LIKENESSES(X)
#undef X
};

const struct ym_word *app_likeness_word(unsigned likeness)
{
    assert(likeness < APP_LIKENESS_COUNT);
    return &likenesses[likeness].word;
}

unsigned app_likeness_points(uint32_t signs)
{
    unsigned sum = 0;

    for (unsigned i = 0; i < APP_LIKENESS_COUNT; i++)
        sum += (signs >> i & 1u) != 0 ? likenesses[i].points : 0;
    return sum;
}

static int compare(struct ym_span a, struct ym_span b)
{
    const size_t n = a.n < b.n ? a.n : b.n;
    const int order = n > 0 ? memcmp(a.at, b.at, n) : 0;

    if (order != 0)
        return order;
    return a.n < b.n ? -1 : a.n > b.n;
}

/* Both are sorted and without doubles, as app_terms() makes them. */
unsigned app_terms_alike(const struct ym_span *a, size_t na, const struct ym_span *b, size_t nb)
{
    size_t i = 0, j = 0, shared = 0;

    while (i < na && j < nb) {
        const int order = compare(a[i], b[j]);

        shared += order == 0;
        i += order <= 0;
        j += order >= 0;
    }
    return na + nb > 0 ? (unsigned)(200 * shared / (na + nb)) : 0;
}

/* ---- As stored ---- */

void app_likely_print(const struct app_likely *rows, size_t n, char ret[APP_LIKELY_TEXT_MAX])
{
    size_t at = 0;

    assert(n <= APP_LIKELY_MAX);
    ret[0] = '\0';
    for (size_t i = 0; i < n; i++) {
        char number[YM_NUMBER_COMPACT_MAX];
        int more;

        ym_number_compact(rows[i].dispute, number);
        more = snprintf(ret + at, APP_LIKELY_TEXT_MAX - at, "%s%s:%u", i > 0 ? "," : "", number,
                        (unsigned)rows[i].signs);
        assert(more > 0 && at + (size_t)more < APP_LIKELY_TEXT_MAX);
        at += (size_t)more;
    }
}

/* Decimal digits up to a comma or the end; what follows. */
static struct ym_span take_signs(struct ym_span text, uint32_t *ret)
{
    uint32_t v = 0;

    while (text.n > 0 && *text.at >= '0' && *text.at <= '9') {
        v = v * 10 + (uint32_t)(*text.at - '0');
        text.at++;
        text.n--;
    }
    *ret = v;
    return text;
}

size_t app_likely_parse(struct ym_span text, struct app_likely ret[APP_LIKELY_MAX])
{
    size_t n = 0;

    while (n < APP_LIKELY_MAX && text.n > YM_NUMBER_CHARS && text.at[YM_NUMBER_CHARS] == ':') {
        const struct ym_span number = { text.at, YM_NUMBER_CHARS };

        if (ym_number_parse(number, &ret[n].dispute) != YM_NUMBER_OK)
            break;
        text.at += YM_NUMBER_CHARS + 1;
        text.n -= YM_NUMBER_CHARS + 1;
        text = take_signs(text, &ret[n].signs);
        ret[n].signs &= (UINT32_C(1) << APP_LIKENESS_COUNT) - 1;
        n++;
        if (text.n > 0) {
            text.at++;
            text.n--;
        }
    }
    return n;
}
