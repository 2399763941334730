/* SPDX-License-Identifier: Apache-2.0 */
/* Administrative division codes (GB/T 2260, GB/T 10114 and the 12-digit statistical code).
 *
 * A code is held as one number padded to 12 digits, so that 330108 (a county-level district) is
 * 330108000000 and everything in it is one range of numbers: a subtree is a BETWEEN.
 * Groups of digits: 2 province, 2 prefecture, 2 county, 3 street or town, 3 community or village.
 * A group in the middle may be 000: Dongguan (441900) has streets but no counties. Codes are
 * checked for form only; which exist, and when, is reference data. */
#ifndef YM_REGION_H
#define YM_REGION_H

#include <stdint.h>

#include "yima/span.h"

#define YM_REGION_ALL      0  /* the whole country: the parent of every province */
#define YM_REGION_TEXT_MAX 13 /* 12 digits and a NUL */

/* Read 2, 4, 6, 9 or 12 digits and pad. False, and *ret untouched, for anything else or for a code
 * whose province is not 11 to 99. */
__attribute__((warn_unused_result)) bool ym_region_parse(struct ym_span text, int64_t *ret);

/* 1 province, 2 prefecture, 3 county, 4 street or town, 5 community or village; 0 for
 * YM_REGION_ALL and for what is not a padded code. */
int ym_region_level(int64_t code);

/* The subtree of code, itself included, as the inclusive range lo..hi. YM_REGION_ALL gives every
 * code; what is not a code gives the empty range 1..0. */
void ym_region_range(int64_t code, int64_t *ret_lo, int64_t *ret_hi);

/* True when inner is outer or lies in it. */
bool ym_region_contains(int64_t outer, int64_t inner);

/* The region that directly holds this one; YM_REGION_ALL for a province and for what is no code. */
int64_t ym_region_parent(int64_t code);

/* Write the code in as few digits as its level has: 2, 4, 6, 9 or 12. YM_REGION_ALL and what is not
 * a code give the empty string. */
void ym_region_print(int64_t code, char out[YM_REGION_TEXT_MAX]);

#endif
