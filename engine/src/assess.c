/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/assess.h"

#define WHOLE_MAX (YM_TYPE_COUNT * YM_ASSESS_CASES_MAX)

/* z = 1.96 in hundredths, and its square in ten-thousandths. */
#define Z        196
#define Z_SQUARE 38416
#define UNIT     10000 /* ten-thousandths */

/* The largest r with r * r <= v; Newton's steps from above. Pre: v > 1. */
static uint64_t root(uint64_t v)
{
    uint64_t r = v;
    uint64_t next = v / 2 + 1;

    while (next < r) {
        r = next;
        next = (r + v / r) / 2;
    }
    return r;
}

/* z * sqrt(z^2 + 4 k (n - k) / n) in ten-thousandths, rounded up. */
static int64_t spread(int64_t part, int64_t whole)
{
    const int64_t quad = 4 * part * (whole - part);
    const int64_t unit = (int64_t)UNIT * UNIT;
    const int64_t square =
        quad / whole * unit + quad % whole * unit / whole + (int64_t)Z_SQUARE * UNIT;

    return (Z * ((int64_t)root((uint64_t)square) + 1) + 99) / 100;
}

static int64_t ceiling(int64_t a, int64_t b)
{
    return (a + b - 1) / b;
}

bool ym_assess_share(int64_t part, int64_t whole, struct ym_interval *ret)
{
    const int64_t under = 2 * (UNIT * whole + Z_SQUARE);
    int64_t middle, half;

    memset(ret, 0, sizeof(*ret));
    if (part < 0 || part > whole || whole <= 0 || whole > WHOLE_MAX)
        return false;
    middle = 2 * UNIT * part + Z_SQUARE;
    half = spread(part, whole);
    ret->value = (2 * YM_ASSESS_SCALE * part + whole) / (2 * whole);
    ret->low = middle > half ? YM_ASSESS_SCALE * (middle - half) / under : 0;
    ret->high = ceiling(YM_ASSESS_SCALE * (middle + half), under);
    if (ret->high > YM_ASSESS_SCALE)
        ret->high = YM_ASSESS_SCALE;
    return true;
}

static bool is_sound(const struct ym_assess_cell *c)
{
    return c->good >= 0 && c->good <= c->cases && c->cases <= YM_ASSESS_CASES_MAX;
}

static void add(struct ym_assess *a, const struct ym_assess_cell *own,
                const struct ym_assess_cell *all)
{
    a->cases += own->cases;
    a->good += own->good;
    if (all->cases == 0)
        return;
    a->compared += own->cases;
    a->compared_good += own->good;
    a->expected += (own->cases * all->good * YM_ASSESS_SCALE + all->cases / 2) / all->cases;
}

/* A share of the compared cases, in units of the scale, as a ratio to what was expected. */
static int64_t ratio(const struct ym_assess *a, int64_t share)
{
    return share * a->compared * YM_ASSESS_SCALE;
}

bool ym_assess_adjust(const struct ym_assess_cell own[YM_TYPE_COUNT],
                      const struct ym_assess_cell reference[YM_TYPE_COUNT], int64_t minimum,
                      struct ym_assess *ret)
{
    memset(ret, 0, sizeof(*ret));
    for (int i = 0; i < YM_TYPE_COUNT; i++) {
        if (!is_sound(&own[i]) || !is_sound(&reference[i])) {
            memset(ret, 0, sizeof(*ret));
            return false;
        }
        add(ret, &own[i], &reference[i]);
    }
    ret->is_small = ret->compared < minimum;
    ret->is_told = ym_assess_share(ret->compared_good, ret->compared, &ret->share) &&
                   !ret->is_small && ret->expected > 0;
    if (ret->is_told) {
        ret->ratio.value =
            (2 * ret->compared_good * YM_ASSESS_SCALE * YM_ASSESS_SCALE + ret->expected) /
            (2 * ret->expected);
        ret->ratio.low = ratio(ret, ret->share.low) / ret->expected;
        ret->ratio.high = ceiling(ratio(ret, ret->share.high), ret->expected);
    }
    return true;
}
