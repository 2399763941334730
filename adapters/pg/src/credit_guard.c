/* SPDX-License-Identifier: Apache-2.0 */
/* What protects disputes, and what waits for an answer, over a plain connection. */
#include <inttypes.h>

#include "app/credit_access.h"
#include "base/buf.h"
#include "pg/bin.h"
#include "pg/credit.h"
#include "sql.h"

#define IDS_BYTES_MAX (APP_PROTECTED_MAX * 21) /* decimal ids with a comma each */

struct protections {
    size_t n;
    struct app_protection at[APP_PROTECTIONS_MAX];
};

static void on_protections(void *arg, const struct ym_rows *rows)
{
    struct protections *p = arg;

    for (int row = 0; row < ym_rows_count(rows) && p->n < APP_PROTECTIONS_MAX; row++) {
        const int16_t kind = ym_rows_i16(rows, row, 1);

        if (kind >= 0 && kind < APP_PROTECTION_COUNT)
            p->at[p->n++] = (struct app_protection){ .kind = (uint8_t)kind,
                                                     .is_set = ym_rows_bool(rows, row, 2),
                                                     .lifts_report = ym_rows_bool(rows, row, 3) };
    }
}

enum ym_err pg_credit_protection(struct ym_conn *c, const struct ym_dispute *d, uint32_t *ret,
                                 struct ym_error *reterr)
{
    struct ym_scalar rooms[3];
    const struct ym_param params[] = { ym_param_i32(&rooms[0], (int32_t)ym_id_bucket(d->id)),
                                       ym_param_i64(&rooms[1], d->id.v),
                                       ym_param_i64(&rooms[2], APP_PROTECTIONS_MAX) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_protection_list, params, 3);
    struct protections p = { .n = 0 };
    bool is_reported = ym_dispute_is_reported_family(d);
    enum ym_err err = ym_conn_run(c, &s, on_protections, &p, reterr);

    if (err == YM_E_OK && !ym_dispute_knows_family(d))
        err = pg_credit_any_protected(c, &d->id, 1, &is_reported, reterr);
    *ret = app_protection_of(is_reported, p.at, p.n);
    return err;
}

static void on_among(void *arg, const struct ym_rows *rows)
{
    *(bool *)arg = ym_rows_count(rows) > 0;
}

enum ym_err pg_credit_any_protected(struct ym_conn *c, const struct ym_id *ids, size_t n, bool *ret,
                                    struct ym_error *reterr)
{
    struct ym_scalar rooms[6];
    struct ym_buf b;
    enum ym_err err;

    *ret = false;
    if (n == 0)
        return YM_E_OK;
    ym_buf_init(&b, IDS_BYTES_MAX);
    for (size_t i = 0; i < n; i++)
        ym_buf_printf(&b, "%s%" PRId64, i > 0 ? "," : "", ids[i].v);
    if (ym_buf_ok(&b)) {
        const struct ym_param params[] = {
            ym_param_text(ym_buf_span(&b)),
            ym_param_i16(&rooms[0], YM_TYPE_MARRIAGE),
            ym_param_i16(&rooms[1], YM_CMD_REPORT_POLICE),
            ym_param_i16(&rooms[2], APP_PROTECTION_FAMILY_VIOLENCE),
            ym_param_i16(&rooms[3], YM_CMD_REGISTER),
            ym_param_i16(&rooms[4], YM_CMD_CORRECT),
            ym_param_i64(&rooms[5], (int64_t)YM_FB(TYPE)),
        };
        const struct ym_statement s = pg_sql_statement(PG_SQL_protection_among, params, 7);

        err = ym_conn_run(c, &s, on_among, ret, reterr);
    } else {
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to look up what is protected");
    }
    ym_buf_release(&b);
    return err;
}

static void on_count(void *arg, const struct ym_rows *rows)
{
    *(int64_t *)arg = ym_rows_i64(rows, 0, 0);
}

enum ym_err pg_objections_overdue(struct ym_conn *c, ym_day today, int64_t *ret,
                                  struct ym_error *reterr)
{
    struct ym_scalar room;
    const struct ym_param day = ym_param_date(&room, today);
    const struct ym_statement s = pg_sql_statement(PG_SQL_objection_overdue, &day, 1);

    *ret = 0;
    return ym_conn_run(c, &s, on_count, ret, reterr);
}
