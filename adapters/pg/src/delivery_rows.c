/* SPDX-License-Identifier: Apache-2.0 */
/* Rows into structs. Columns are counted as in the statement's file. */
#include <string.h>

#include "delivery_private.h"

ym_usec pg_optional_usec(const struct ym_rows *rows, int row, int column)
{
    return ym_rows_is_null(rows, row, column) ? YM_USEC_NONE : ym_rows_usec(rows, row, column);
}

struct ym_span pg_optional_span(const struct ym_rows *rows, int row, int column)
{
    return ym_rows_is_null(rows, row, column) ? YM_SPAN("") : ym_rows_span(rows, row, column);
}

void pg_take_endpoint(const struct ym_rows *rows, int row, struct app_endpoint_row *ret)
{
    *ret = (struct app_endpoint_row){
        .s = { .id = ym_rows_i64(rows, row, 0),
               .url = ym_rows_span(rows, row, 1),
               .topics = (uint32_t)ym_rows_i32(rows, row, 2),
               .region = ym_rows_i64(rows, row, 3),
               .body = ym_rows_i64(rows, row, 4),
               .secret = ym_rows_span(rows, row, 5),
               .before = pg_optional_span(rows, row, 6),
               .before_until = pg_optional_usec(rows, row, 7),
               .is_active = true,
               .partner_kind = (uint8_t)ym_rows_i16(rows, row, 13) },
        .place = { .xid = ym_rows_i64(rows, row, 8),
                   .dispute = ym_rows_i64(rows, row, 9),
                   .seq = ym_rows_i32(rows, row, 10) },
        .has_news = ym_rows_bool(rows, row, 11),
        .due_at = pg_optional_usec(rows, row, 12),
    };
}

/* Event and dispute are joined from outside: both are there, or the row is not whole. */
void pg_take_feed(const struct ym_rows *rows, int row, struct app_news *ret)
{
    *ret = (struct app_news){ .place = { .xid = ym_rows_i64(rows, row, 0),
                                         .dispute = ym_rows_i64(rows, row, 1),
                                         .seq = ym_rows_i32(rows, row, 2) } };
    ret->is_whole = true;
    for (int column = 3; column <= 13; column++)
        ret->is_whole = ret->is_whole && !ym_rows_is_null(rows, row, column);
    if (!ret->is_whole)
        return;
    ret->at = ym_rows_usec(rows, row, 3);
    ret->rule = (uint16_t)ym_rows_i16(rows, row, 4);
    ret->kind = (uint8_t)ym_rows_i16(rows, row, 5);
    for (int t = 0; t < YM_TRACKS; t++)
        ret->to[t] = (uint8_t)ym_rows_i16(rows, row, 6 + t);
    ret->before = (uint16_t)ym_rows_i16(rows, row, 9);
    ret->after = (uint16_t)ym_rows_i16(rows, row, 10);
    ret->type = (uint8_t)ym_rows_i16(rows, row, 11);
    ret->region = ym_rows_i64(rows, row, 12);
    ret->body = ym_rows_i64(rows, row, 13);
}

void pg_take_delivery(const struct ym_rows *rows, int row, struct app_delivery *ret)
{
    *ret = (struct app_delivery){ .subscription = ym_rows_i64(rows, row, 0),
                                  .dispute = { ym_rows_i64(rows, row, 1) },
                                  .seq = (uint32_t)ym_rows_i32(rows, row, 2),
                                  .at = ym_rows_usec(rows, row, 3),
                                  .rule = (uint16_t)ym_rows_i16(rows, row, 4),
                                  .kind = (uint8_t)ym_rows_i16(rows, row, 5),
                                  .procedure = (uint16_t)ym_rows_i16(rows, row, 6),
                                  .colour = (uint8_t)ym_rows_i16(rows, row, 7),
                                  .stage = (uint8_t)ym_rows_i16(rows, row, 8),
                                  .type = (uint8_t)ym_rows_i16(rows, row, 9),
                                  .region = ym_rows_i64(rows, row, 10),
                                  .body = ym_rows_i64(rows, row, 11),
                                  .topics = (uint32_t)ym_rows_i32(rows, row, 12),
                                  .lease = ym_rows_i64(rows, row, 13),
                                  .attempts = (uint16_t)ym_rows_i16(rows, row, 14),
                                  .created_at = ym_rows_usec(rows, row, 15) };
}

void pg_take_delivery_row(const struct ym_rows *rows, int row, struct app_delivery_row *ret)
{
    *ret = (struct app_delivery_row){ .next_at = pg_optional_usec(rows, row, 16),
                                      .leased_until = pg_optional_usec(rows, row, 17),
                                      .is_dead = ym_rows_bool(rows, row, 18),
                                      .tried_at = pg_optional_usec(rows, row, 19),
                                      .status = (uint16_t)ym_rows_i16(rows, row, 20),
                                      .error = ym_rows_span(rows, row, 21) };
    pg_take_delivery(rows, row, &ret->d);
}

void pg_take_subscription(const struct ym_rows *rows, int row, struct app_subscription *ret)
{
    const struct ym_span fingerprint = ym_rows_span(rows, row, 13);
    const struct ym_span rotated_by = pg_optional_span(rows, row, 14);

    *ret = (struct app_subscription){ .id = ym_rows_i64(rows, row, 0),
                                      .url = ym_rows_span(rows, row, 1),
                                      .label = ym_rows_span(rows, row, 2),
                                      .topics = (uint32_t)ym_rows_i32(rows, row, 3),
                                      .region = ym_rows_i64(rows, row, 4),
                                      .body = ym_rows_i64(rows, row, 5),
                                      .secret = ym_rows_span(rows, row, 6),
                                      .before = pg_optional_span(rows, row, 7),
                                      .before_until = pg_optional_usec(rows, row, 8),
                                      .is_active = ym_rows_bool(rows, row, 9),
                                      .stopped = (uint8_t)ym_rows_i16(rows, row, 10),
                                      .stopped_at = pg_optional_usec(rows, row, 11),
                                      .created_at = ym_rows_usec(rows, row, 12),
                                      .pending = ym_rows_i64(rows, row, 15),
                                      .dead = ym_rows_i64(rows, row, 16) };
    if (fingerprint.n == sizeof(ret->by.fingerprint))
        memcpy(ret->by.fingerprint, fingerprint.at, fingerprint.n);
    if (rotated_by.n == sizeof(ret->rotated_by))
        memcpy(ret->rotated_by, rotated_by.at, rotated_by.n);
}
