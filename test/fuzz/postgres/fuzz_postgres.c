/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of PostgreSQL into structs: the types are those of the statements, the values any. The
 * first byte says which reader, what follows fills the values: fixed ones in network order, texts
 * and bytes behind a length, and NULL where the statement may give it. What a database holds that
 * another hand changed is refused or cut, never read or written past its end. */
#include <assert.h>
#include <libpq-fe.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "credit_private.h"
#include "delivery_private.h"
#include "month_rows.h"
#include "pg/param.h"
#include "rows_private.h"
#include "seal_private.h"

#define ROWS_MAX    40 /* more than a role has grants */
#define BYTES_MAX   512
#define ACCOUNTS    8
#define NULL_BYTE   0xFF /* in the place of a length or before a value: NULL */
#define COLUMNS_MAX 32

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
    const uint8_t *at;
    size_t n;
};

static unsigned take(struct input *in)
{
    if (in->n == 0)
        return 0;
    in->n--;
    return *in->at++;
}

/* Every byte is there: a reader that points past its value is seen. */
static void touch(struct ym_span s)
{
    volatile unsigned sum = 0;

    for (size_t i = 0; i < s.n; i++)
        sum += (unsigned char)s.at[i];
    (void)sum;
}

/* ---- Readers ---- */

static void accounts(const struct ym_rows *rows)
{
    struct app_account all[ACCOUNTS];
    const size_t n = pg_take_accounts(rows, all, ACCOUNTS);

    assert(n <= ACCOUNTS);
    for (size_t i = 0; i < n; i++) {
        assert(all[i].ngrants <= YM_ROLE_COUNT);
        touch(all[i].login);
        touch(all[i].totp);
        touch(all[i].recovery);
    }
}

static void sessions(const struct ym_rows *rows)
{
    struct app_session session;

    for (int row = 0; row < ym_rows_count(rows); row++)
        pg_take_session(rows, row, &session);
}

static void endpoints(const struct ym_rows *rows)
{
    struct app_endpoint_row endpoint;

    for (int row = 0; row < ym_rows_count(rows); row++) {
        pg_take_endpoint(rows, row, &endpoint);
        touch(endpoint.s.url);
        touch(endpoint.s.before);
    }
}

static void feed(const struct ym_rows *rows)
{
    struct app_news news;

    for (int row = 0; row < ym_rows_count(rows); row++)
        pg_take_feed(rows, row, &news);
}

static void deliveries(const struct ym_rows *rows)
{
    struct app_delivery_row delivery;

    for (int row = 0; row < ym_rows_count(rows); row++) {
        pg_take_delivery_row(rows, row, &delivery);
        touch(delivery.error);
    }
}

static void subscriptions(const struct ym_rows *rows)
{
    struct app_subscription subscription;

    for (int row = 0; row < ym_rows_count(rows); row++) {
        pg_take_subscription(rows, row, &subscription);
        touch(subscription.label);
    }
}

static void seals(const struct ym_rows *rows)
{
    struct app_seal seal;

    for (int row = 0; row < ym_rows_count(rows); row++)
        if (pg_take_seal(rows, row, &seal))
            assert(seal.document < YM_DOC_COUNT && seal.size <= APP_SEAL_BYTES_MAX &&
                   strlen(seal.subject) <= APP_SEAL_SUBJECT_MAX);
}

static void seal_keys(const struct ym_rows *rows)
{
    struct app_seal_key keys[APP_SEAL_KEYS_MAX];

    assert(pg_take_seal_keys(rows, keys) <= APP_SEAL_KEYS_MAX);
}

static void months(const struct ym_rows *rows)
{
    struct pg_month month;

    for (int row = 0; row < ym_rows_count(rows); row++) {
        pg_month_keep(rows, row, &month);
        assert(month.m.reason.n < PG_MONTH_TEXT_MAX && month.m.by.n < PG_MONTH_TEXT_MAX);
    }
}

static void credit_runs(const struct ym_rows *rows)
{
    struct app_credit_run run;

    for (int row = 0; row < ym_rows_count(rows); row++)
        if (pg_take_credit_run(rows, row, &run)) {
            assert(run.state < APP_CREDIT_STATE_COUNT);
            touch(run.reason);
        }
}

static void credit_rows(const struct ym_rows *rows)
{
    struct app_credit_row credit;

    for (int row = 0; row < ym_rows_count(rows); row++)
        if (pg_take_credit_row(rows, row, &credit))
            assert(credit.kind < YM_PARTY_COUNT);
}

/* l bigint, i integer, s smallint, b boolean, z timestamptz, d date, t text, y bytea; a capital
 * may be NULL. As the statements have them. */
static const struct {
    const char *columns;
    void (*read)(const struct ym_rows *rows);
} readers[] = {
    { "ltttbYYlyzZYYSlllbz", accounts },         /* account_by_link.sql */
    { "ltttbYYlyzZYYSlllb", accounts },          /* account_read.sql */
    { "ylslszzzlllbs", sessions },               /* session_read.sql */
    { "ltillyYZllibZs", endpoints },             /* delivery_endpoints.sql */
    { "lliZSSSSSSSSLL", feed },                  /* delivery_feed.sql */
    { "llizssssssllilszZZbZst", deliveries },    /* delivery_list.sql */
    { "lttillyYZbsZzyYll", subscriptions },      /* subscription_read.sql */
    { "ltsitziiyYy", seals },                    /* part/seal_columns.sql */
    { "isyzZ", seal_keys },                      /* seal_keys.sql */
    { "dsszZzlllYYYYtts", months },              /* month_read.sql */
    { "dssTYYYYTlTLTzZZZTsSYLLY", credit_runs }, /* part/credit_run_columns.sql */
    { "dsysYyDs", credit_rows },                 /* credit_read.sql */
};

/* ---- Results ---- */

static Oid type_of(char column, int *ret_bytes)
{
    switch (column | 0x20) {
    case 'l':
        *ret_bytes = 8;
        return YM_PG_INT8;
    case 'i':
        *ret_bytes = 4;
        return YM_PG_INT4;
    case 's':
        *ret_bytes = 2;
        return YM_PG_INT2;
    case 'b':
        *ret_bytes = 1;
        return YM_PG_BOOL;
    case 'z':
        *ret_bytes = 8;
        return YM_PG_TIMESTAMPTZ;
    case 'd':
        *ret_bytes = 4;
        return YM_PG_DATE;
    case 't':
        *ret_bytes = 0;
        return YM_PG_TEXT;
    default:
        *ret_bytes = 0;
        return YM_PG_BYTEA;
    }
}

static void put(PGresult *res, int row, int column, char kind, struct input *in)
{
    char value[BYTES_MAX];
    const bool may_be_null = kind >= 'A' && kind <= 'Z';
    int n, given;

    (void)type_of(kind, &n);
    if (n == 0) {
        n = (int)take(in);
        if (n == NULL_BYTE && !may_be_null)
            n--;
    } else if (may_be_null) {
        n = take(in) == NULL_BYTE ? NULL_BYTE : n;
    }
    if (may_be_null && n == NULL_BYTE) {
        given = PQsetvalue(res, row, column, NULL, -1);
    } else {
        for (int i = 0; i < n; i++)
            value[i] = (char)take(in);
        given = PQsetvalue(res, row, column, value, n);
    }
    assert(given != 0);
}

static PGresult *make(const char *columns, struct input *in)
{
    PGresult *res = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
    PGresAttDesc attributes[COLUMNS_MAX];
    const int n = (int)strlen(columns);
    static char name[] = "c";
    int rows = 0, bytes, set;

    assert(res != NULL && n <= COLUMNS_MAX);
    memset(attributes, 0, sizeof(attributes));
    for (int i = 0; i < n; i++) {
        attributes[i].name = name;
        attributes[i].typid = type_of(columns[i], &bytes);
        attributes[i].format = 1;
    }
    set = PQsetResultAttrs(res, n, attributes);
    assert(set != 0);
    for (; rows == 0 || (rows < ROWS_MAX && in->n > 0); rows++)
        for (int i = 0; i < n; i++)
            put(res, rows, i, columns[i], in);
    return res;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = { data, size };
    const size_t which = take(&in) % (sizeof(readers) / sizeof(readers[0]));
    PGresult *res = make(readers[which].columns, &in);

    readers[which].read(&(struct ym_rows){ res });
    PQclear(res);
    return 0;
}
