/* SPDX-License-Identifier: Apache-2.0 */
/* When what a profile holds is past its time. */
#include "app/credit.h"

bool app_credit_is_expired(ym_day of, uint16_t expiry_days, ym_day today)
{
    return of != YM_DAY_NONE && (int64_t)today - of > expiry_days;
}

uint16_t app_credit_drawn_days(uint16_t expiry_days)
{
    return (uint16_t)(expiry_days > APP_CREDIT_AHEAD_DAYS ? expiry_days - APP_CREDIT_AHEAD_DAYS
                                                          : 0);
}
