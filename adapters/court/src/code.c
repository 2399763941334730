/* SPDX-License-Identifier: Apache-2.0 */
#include "court/code.h"

#include <string.h>

#define SPECIAL_FROM 71 /* tails of special courts */

/* Short names by the first two digits of the division (GB/T 2260). */
static const struct {
    uint8_t digits;
    const char *name;
} provinces[] = {
    { 11, "京" }, { 12, "津" }, { 13, "冀" }, { 14, "晋" }, { 15, "内" }, { 21, "辽" },
    { 22, "吉" }, { 23, "黑" }, { 31, "沪" }, { 32, "苏" }, { 33, "浙" }, { 34, "皖" },
    { 35, "闽" }, { 36, "赣" }, { 37, "鲁" }, { 41, "豫" }, { 42, "鄂" }, { 43, "湘" },
    { 44, "粤" }, { 45, "桂" }, { 46, "琼" }, { 50, "渝" }, { 51, "川" }, { 52, "黔" },
    { 53, "云" }, { 54, "藏" }, { 61, "陕" }, { 62, "甘" }, { 63, "青" }, { 64, "宁" },
    { 65, "新" },
};

#define CHARACTER 3 /* bytes of each in UTF-8 */

bool court_code_fits(const struct ym_court_number *number, int64_t region)
{
    /* A padded code has twelve digits: the first six are the county. */
    const int64_t county = region / 1000000;
    const char *tail = number->court + CHARACTER;
    const size_t n = strlen(number->court);
    int64_t digits = 0;
    bool is_here = false;

    for (size_t i = 0; i < sizeof(provinces) / sizeof(provinces[0]); i++)
        is_here = is_here || (provinces[i].digits == county / 10000 && n >= CHARACTER &&
                              memcmp(number->court, provinces[i].name, CHARACTER) == 0);
    if (!is_here)
        return false;
    for (const char *c = tail; *c != '\0'; c++)
        digits = digits * 10 + (*c - '0');
    if (*tail == '\0')
        return county % 10000 == 0;
    if (digits % 100 >= SPECIAL_FROM)
        return true;
    return strlen(tail) == 2 ? county % 10000 == digits * 100 : county % 10000 == digits;
}

bool court_year_fits(const struct ym_court_number *number, ym_day asked, ym_day today)
{
    int first, last, month, day;

    ym_day_split(asked, &first, &month, &day);
    ym_day_split(today, &last, &month, &day);
    return number->year >= first && number->year <= last;
}
