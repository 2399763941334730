/* SPDX-License-Identifier: Apache-2.0 */
#include "base/histogram.h"

#define MS 1000u
#define S  1000000u

const struct ym_histogram_scale ym_scale_request_us = {
    .bound = { MS / 2, MS, 5 * MS / 2, 5 * MS, 10 * MS, 25 * MS, 50 * MS, 100 * MS, 250 * MS,
               500 * MS, S, 5 * S / 2, 5 * S, 10 * S },
    .n = 14,
    .per_unit = S,
};

const struct ym_histogram_scale ym_scale_turn_us = {
    .bound = { MS / 10, MS / 4, MS / 2, MS, 5 * MS / 2, 5 * MS, 10 * MS, 25 * MS, 50 * MS, 100 * MS,
               250 * MS, S, 5 * S },
    .n = 13,
    .per_unit = S,
};

const struct ym_histogram_scale ym_scale_late_us = {
    .bound = { S / 10, S / 2, S, 3 * S, 5 * S, 10 * S, 30 * S, 60 * S, 300 * S, 900 * S,
               3600ull * S, 21600ull * S, 86400ull * S, 604800ull * S },
    .n = 14,
    .per_unit = S,
};

const struct ym_histogram_scale ym_scale_rows = {
    .bound = { 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024 },
    .n = 11,
    .per_unit = 1,
};

uint64_t ym_histogram_count(const struct ym_histogram *h)
{
    uint64_t n = 0;

    for (size_t i = 0; i <= YM_HISTOGRAM_BOUNDS_MAX; i++)
        n += h->bucket[i];
    return n;
}
