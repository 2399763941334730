/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "credit_private.h"

/* Columns of part/credit_run_columns.sql. */
enum {
    MONTH,
    RUN,
    STATE,
    FORMULA,
    FORMULA_SHA256,
    PREVIOUS_SHA256,
    PROFILES_SHA256,
    SHA256,
    TALLY,
    RUNNER,
    RUNNER_LOGIN,
    APPROVER,
    APPROVER_LOGIN,
    BEGUN_AT,
    DRAWN_AT,
    DECIDED_AT,
    SWEPT_AT,
    REASON,
    EXPIRY_DAYS,
    EDITION,
    PROCEDURES,
    RUNNER_STAFF,
    APPROVER_STAFF,
    APPROVAL_SHA256
};

#define DIGITS_MAX 18 /* of a number of a tally: it fits in 64 bits */

static struct ym_span span_of(const struct ym_rows *rows, int row, int column)
{
    return ym_rows_is_null(rows, row, column) ? (struct ym_span){ NULL, 0 }
                                              : ym_rows_span(rows, row, column);
}

static ym_usec usec_of(const struct ym_rows *rows, int row, int column)
{
    return ym_rows_is_null(rows, row, column) ? YM_USEC_NONE : ym_rows_usec(rows, row, column);
}

static int64_t number_of(const struct ym_rows *rows, int row, int column)
{
    return ym_rows_is_null(rows, row, column) ? APP_CREDIT_UNKNOWN : ym_rows_i64(rows, row, column);
}

static bool text_of(const struct ym_rows *rows, int row, int column, char *ret, size_t size)
{
    const struct ym_span text = span_of(rows, row, column);

    if (text.n >= size)
        return false;
    if (text.n > 0)
        memcpy(ret, text.at, text.n);
    ret[text.n] = '\0';
    return true;
}

static bool hash_of(const struct ym_rows *rows, int row, int column, unsigned char ret[32])
{
    const struct ym_span hash = span_of(rows, row, column);

    memset(ret, 0, 32);
    if (hash.n == 32)
        memcpy(ret, hash.at, 32);
    return hash.n == 32 || hash.n == 0;
}

bool pg_take_credit_tally(struct ym_span text, int64_t ret[APP_CREDIT_N_COUNT])
{
    size_t n = 0;
    size_t digits = 0;

    memset(ret, 0, APP_CREDIT_N_COUNT * sizeof(ret[0]));
    for (size_t i = 0; i < text.n; i++) {
        const char c = text.at[i];

        if (c == ' ') {
            n++;
            digits = 0;
            continue;
        }
        if (c < '0' || c > '9' || digits++ == DIGITS_MAX || n >= APP_CREDIT_N_COUNT)
            return false;
        ret[n] = ret[n] * 10 + (c - '0');
    }
    return true;
}

bool pg_take_credit_run(const struct ym_rows *rows, int row, struct app_credit_run *ret)
{
    *ret = (struct app_credit_run){
        .month = ym_rows_date(rows, row, MONTH),
        .run = ym_rows_i16(rows, row, RUN),
        .state = (uint8_t)ym_rows_i16(rows, row, STATE),
        .runner = ym_rows_i64(rows, row, RUNNER),
        .approver = ym_rows_is_null(rows, row, APPROVER) ? 0 : ym_rows_i64(rows, row, APPROVER),
        .begun_at = ym_rows_usec(rows, row, BEGUN_AT),
        .drawn_at = usec_of(rows, row, DRAWN_AT),
        .decided_at = usec_of(rows, row, DECIDED_AT),
        .swept_at = usec_of(rows, row, SWEPT_AT),
        .expiry_days = (uint16_t)ym_rows_i16(rows, row, EXPIRY_DAYS),
        .reason = span_of(rows, row, REASON),
        .edition = ym_rows_is_null(rows, row, EDITION) ? APP_CREDIT_UNKNOWN
                                                       : ym_rows_i16(rows, row, EDITION),
        .has_procedures = !ym_rows_is_null(rows, row, PROCEDURES),
        .runner_staff = number_of(rows, row, RUNNER_STAFF),
        .approver_staff = number_of(rows, row, APPROVER_STAFF),
        .has_approval = !ym_rows_is_null(rows, row, APPROVAL_SHA256)
    };
    return ret->state < APP_CREDIT_STATE_COUNT &&
           text_of(rows, row, FORMULA, ret->formula, sizeof(ret->formula)) &&
           text_of(rows, row, RUNNER_LOGIN, ret->runner_login, sizeof(ret->runner_login)) &&
           text_of(rows, row, APPROVER_LOGIN, ret->approver_login, sizeof(ret->approver_login)) &&
           hash_of(rows, row, FORMULA_SHA256, ret->formula_sha256) &&
           hash_of(rows, row, PREVIOUS_SHA256, ret->previous_sha256) &&
           hash_of(rows, row, PROFILES_SHA256, ret->profiles_sha256) &&
           hash_of(rows, row, SHA256, ret->sha256) &&
           hash_of(rows, row, PROCEDURES, ret->procedures) &&
           hash_of(rows, row, APPROVAL_SHA256, ret->approval_sha256) &&
           pg_take_credit_tally(span_of(rows, row, TALLY), ret->n);
}

bool pg_take_credit_row(const struct ym_rows *rows, int row, struct app_credit_row *ret)
{
    const struct ym_span party = ym_rows_span(rows, row, 2);

    *ret = (struct app_credit_row){ .month = ym_rows_date(rows, row, 0),
                                    .run = ym_rows_i16(rows, row, 1),
                                    .kind = (uint8_t)ym_rows_i16(rows, row, 3),
                                    .oldest = ym_rows_is_null(rows, row, 6)
                                                  ? YM_DAY_NONE
                                                  : ym_rows_date(rows, row, 6),
                                    .expiry_days = (uint16_t)ym_rows_i16(rows, row, 7),
                                    .sealed = ym_rows_span(rows, row, 5) };
    if (party.n != sizeof(ret->party) || ret->kind >= YM_PARTY_COUNT)
        return false;
    memcpy(ret->party, party.at, sizeof(ret->party));
    return hash_of(rows, row, 4, ret->sha256);
}

void pg_take_credit_decided(const struct ym_rows *rows, const struct app_credit_verdict *v,
                            struct pg_credit_decided *ret)
{
    const struct app_credit_run was = {
        .state = ym_rows_count(rows) > 0 ? (uint8_t)ym_rows_i16(rows, 0, 0) : APP_CREDIT_NONE,
        .runner = ym_rows_count(rows) > 0 ? ym_rows_i64(rows, 0, 1) : 0
    };

    ret->bar = app_credit_bar_of(&was, v->account, v->may, v->approves);
    if (ret->bar == APP_CREDIT_BAR_NONE && v->approves && ym_rows_bool(rows, 0, 3))
        ret->bar = APP_CREDIT_BAR_SAME_PERSON;
    ret->is_raced = ret->bar == APP_CREDIT_BAR_NONE && !ym_rows_bool(rows, 0, 2);
}
