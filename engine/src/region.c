/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/region.h"

#include "digits.h"

#define LEVELS 5

/* Digits of a code at each level, and how many codes of full length it spans. */
static const struct {
    size_t digits;
    int64_t span;
} levels[LEVELS + 1] = {
    { 0, 1000000000000 }, { 2, 10000000000 }, { 4, 100000000 },
    { 6, 1000000 },       { 9, 1000 },        { 12, 1 },
};

bool ym_region_parse(struct ym_span text, int64_t *ret)
{
    for (int level = 1; level <= LEVELS; level++) {
        int64_t code;

        if (text.n != levels[level].digits)
            continue;
        if (!ym_digits_get(text.at, text.n, &code))
            return false;
        code *= levels[level].span;
        if (ym_region_level(code) == 0)
            return false;
        *ret = code;
        return true;
    }
    return false;
}

int ym_region_level(int64_t code)
{
    /* No province has a code below 11, so a padded code has twelve digits and the first is not 0.
     */
    if (code < 11 * levels[1].span || code >= levels[0].span)
        return 0;

    int level = 1;

    while (code % levels[level].span != 0)
        level++;
    return level;
}

void ym_region_range(int64_t code, int64_t *ret_lo, int64_t *ret_hi)
{
    const int level = ym_region_level(code);

    *ret_lo = 1;
    *ret_hi = 0;
    if (level > 0 || code == YM_REGION_ALL) {
        *ret_lo = code;
        *ret_hi = code + levels[level].span - 1;
    }
}

bool ym_region_contains(int64_t outer, int64_t inner)
{
    int64_t lo, hi;

    ym_region_range(outer, &lo, &hi);
    return inner >= lo && inner <= hi;
}

int64_t ym_region_parent(int64_t code)
{
    const int level = ym_region_level(code);

    if (level == 0)
        return YM_REGION_ALL;
    return code - code % levels[level - 1].span;
}

void ym_region_print(int64_t code, char out[YM_REGION_TEXT_MAX])
{
    const int level = ym_region_level(code);

    ym_digits_put(out, levels[level].digits, code / levels[level].span);
    out[levels[level].digits] = '\0'; /* level 0 has no digits */
}
