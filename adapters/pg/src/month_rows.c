/* SPDX-License-Identifier: Apache-2.0 */
#include "month_rows.h"

#include <string.h>

/* A digest, or zeros where there is none. */
static void take_digest(const struct ym_rows *rows, int row, int column, unsigned char ret[32])
{
    struct ym_span s = { NULL, 0 };

    if (!ym_rows_is_null(rows, row, column))
        s = ym_rows_span(rows, row, column);
    if (s.n == 32)
        memcpy(ret, s.at, 32);
    else
        memset(ret, 0, 32);
}

struct app_month pg_month_of(const struct ym_rows *rows, int row)
{
    struct app_month m = {
        .month = ym_rows_date(rows, row, 0),
        .revision = ym_rows_i16(rows, row, 1),
        .state = (uint8_t)ym_rows_i16(rows, row, 2),
        .begun_at = ym_rows_usec(rows, row, 3),
        .frozen_at = ym_rows_is_null(rows, row, 4) ? YM_USEC_NONE : ym_rows_usec(rows, row, 4),
        .known = ym_rows_usec(rows, row, 5),
        .disputes = ym_rows_i64(rows, row, 6),
        .events = ym_rows_i64(rows, row, 7),
        .facts = ym_rows_i64(rows, row, 8),
        .reason = ym_rows_span(rows, row, 13),
        .by = ym_rows_span(rows, row, 14),
    };

    take_digest(rows, row, 11, m.sha256);
    take_digest(rows, row, 12, m.previous);
    return m;
}

/* Whatever is longer was not written by this program. */
static struct ym_span keep(struct ym_span s, char room[PG_MONTH_TEXT_MAX])
{
    const size_t n = s.n < PG_MONTH_TEXT_MAX ? s.n : PG_MONTH_TEXT_MAX - 1;

    memcpy(room, s.at, n);
    room[n] = '\0';
    return (struct ym_span){ room, n };
}

void pg_month_keep(const struct ym_rows *rows, int row, struct pg_month *ret)
{
    ret->m = pg_month_of(rows, row);
    take_digest(rows, row, 9, ret->procedures);
    take_digest(rows, row, 10, ret->calendar);
    ret->seal = ym_rows_i16(rows, row, 15);
    ret->has_previous = !ym_rows_is_null(rows, row, 12);
    ret->m.reason = keep(ret->m.reason, ret->reason);
    ret->m.by = keep(ret->m.by, ret->by);
}
