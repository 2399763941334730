/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of accounts and sessions into structs. Columns are counted as in the statement's file. */
#include <string.h>

#include "delivery_private.h"

enum {
    ID,
    LOGIN,
    NAME,
    STORED,
    IS_ACTIVE,
    TOTP,
    TOTP_NEXT,
    TOTP_STEP,
    RECOVERY,
    CREATED_AT,
    CHANGED_AT,
    MADE_BY,
    FINGERPRINT,
    ROLE,
    STAFF,
    BODY,
    REGION,
    IS_USABLE,
    LINK_UNTIL /* account_by_link alone */
};

/* Exactly n bytes; anything else, which this program did not write, is left out. */
static bool take_bytes(const struct ym_rows *rows, int row, int column, void *ret, size_t n)
{
    const struct ym_span bytes = pg_optional_span(rows, row, column);

    if (bytes.n != n)
        return false;
    memcpy(ret, bytes.at, n);
    return true;
}

static void take_account(const struct ym_rows *rows, int row, struct app_account *ret)
{
    *ret = (struct app_account){ .id = ym_rows_i64(rows, row, ID),
                                 .login = ym_rows_span(rows, row, LOGIN),
                                 .name = ym_rows_span(rows, row, NAME),
                                 .stored = ym_rows_span(rows, row, STORED),
                                 .is_active = ym_rows_bool(rows, row, IS_ACTIVE),
                                 .totp = pg_optional_span(rows, row, TOTP),
                                 .totp_next = pg_optional_span(rows, row, TOTP_NEXT),
                                 .totp_step = ym_rows_i64(rows, row, TOTP_STEP),
                                 .recovery = ym_rows_span(rows, row, RECOVERY),
                                 .created_at = ym_rows_usec(rows, row, CREATED_AT),
                                 .changed_at = pg_optional_usec(rows, row, CHANGED_AT) };
    if (ym_rows_columns(rows) > LINK_UNTIL)
        ret->link_until = ym_rows_usec(rows, row, LINK_UNTIL);
    ret->by.given =
        take_bytes(rows, row, MADE_BY, ret->by.key, sizeof(ret->by.key)) &&
        take_bytes(rows, row, FINGERPRINT, ret->by.fingerprint, sizeof(ret->by.fingerprint));
}

static void take_grant(const struct ym_rows *rows, int row, struct app_account *a)
{
    if (ym_rows_is_null(rows, row, ROLE) || a->ngrants == YM_ROLE_COUNT)
        return;
    a->grants[a->ngrants++] = (struct app_grant){ .role = (uint8_t)ym_rows_i16(rows, row, ROLE),
                                                  .staff = ym_rows_i64(rows, row, STAFF),
                                                  .body = ym_rows_i64(rows, row, BODY),
                                                  .region = ym_rows_i64(rows, row, REGION),
                                                  .is_usable = ym_rows_bool(rows, row, IS_USABLE) };
}

int pg_take_account(const struct ym_rows *rows, int row, struct app_account *ret)
{
    const int n = ym_rows_count(rows);
    int at = row;

    take_account(rows, row, ret);
    for (; at < n && ym_rows_i64(rows, at, ID) == ret->id; at++)
        take_grant(rows, at, ret);
    return at - row;
}

size_t pg_take_accounts(const struct ym_rows *rows, struct app_account *ret, size_t max)
{
    size_t n = 0;

    for (int row = 0; row < ym_rows_count(rows) && n < max;)
        row += pg_take_account(rows, row, &ret[n++]);
    return n;
}

void pg_take_session(const struct ym_rows *rows, int row, struct app_session *ret)
{
    *ret = (struct app_session){ .account = ym_rows_i64(rows, row, 1),
                                 .role = (uint8_t)ym_rows_i16(rows, row, 2),
                                 .dispute = { ym_rows_i64(rows, row, 3) },
                                 .seat = (uint8_t)ym_rows_i16(rows, row, 4),
                                 .opened_at = ym_rows_usec(rows, row, 5),
                                 .seen_at = ym_rows_usec(rows, row, 6),
                                 .expires_at = ym_rows_usec(rows, row, 7),
                                 .staff = ym_rows_i64(rows, row, 8),
                                 .body = ym_rows_i64(rows, row, 9),
                                 .region = ym_rows_i64(rows, row, 10),
                                 .is_good = ym_rows_bool(rows, row, 11),
                                 .code_bar = (uint8_t)ym_rows_i16(rows, row, 12) };
    if (!take_bytes(rows, row, 0, ret->hash, sizeof(ret->hash)))
        ret->is_good = false;
}
