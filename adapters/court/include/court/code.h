/* SPDX-License-Identifier: Apache-2.0 */
/* Is a case number one that this court gives out?
 *
 * A court's code is the short name of its province and the rest of the division that it is a court
 * of: 浙0108 is 浙 (33) and 0108, the court of 330108; 浙01 that of 3301; 浙 the high court.
 * Special courts have tails of 71 to 99 in their last two digits (浙0192), which belong to no
 * division: of them only the province can be told. Source: 关于人民法院案件案号的若干规定 and its
 * table of codes. */
#ifndef YM_COURT_CODE_H
#define YM_COURT_CODE_H

#include <stdbool.h>

#include "yima/court_number.h"

/* May the court of this division (padded code) have given out this number? */
bool court_code_fits(const struct ym_court_number *number, int64_t region);

/* May a matter that came to the court on `asked` have this year? Numbers bear the year of receipt,
 * so one before that year was not given for it, and none is given for a year to come. */
bool court_year_fits(const struct ym_court_number *number, ym_day asked, ym_day today);

#endif
