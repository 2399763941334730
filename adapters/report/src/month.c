/* SPDX-License-Identifier: Apache-2.0 */
#include "month.h"

#include <string.h>

#include "model.h"

ym_day report_get_month(const struct json_at *at)
{
    const struct ym_span text = json_get_line(at, 7, 7);
    char whole[YM_DAY_TEXT_MAX] = "";
    ym_day day;

    if (text.n == 7) {
        memcpy(whole, text.at, 7);
        memcpy(whole + 7, "-01", 4);
        if (ym_day_parse((struct ym_span){ whole, 10 }, &day))
            return day;
    }
    json_refuse(at, YM_E_UNPROCESSABLE, "a month is YYYY-MM");
    return YM_DAY_NONE;
}

void report_print_month(ym_day month, char out[REPORT_MONTH_TEXT_MAX])
{
    char whole[YM_DAY_TEXT_MAX];

    ym_day_print(month, whole);
    memcpy(out, whole, REPORT_MONTH_TEXT_MAX - 1);
    out[REPORT_MONTH_TEXT_MAX - 1] = '\0';
}

static struct ym_span copy_name(struct report *r, const struct json_at *at)
{
    const struct ym_span text = json_get_line(at, 1, REPORT_NAME_BYTES_MAX);

    if (text.n > REPORT_NAME_BYTES_MAX)
        json_refuse(at, YM_E_TOO_LARGE, "a name has at most 400 bytes");
    return ym_arena_text(report_arena(r), text);
}

struct ym_span report_get_name(struct report *r, struct json_at *object, const char *key)
{
    const struct json_at at = json_member(object, key);

    return copy_name(r, &at);
}

struct ym_span report_get_optional(struct report *r, struct json_at *object, const char *key)
{
    const struct json_at at = json_member(object, key);

    return json_given(&at) && !json_is_null(&at) ? copy_name(r, &at) : YM_SPAN("");
}
