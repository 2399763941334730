/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/credit_access.h"

#include <stdlib.h>

#include "credit_access_private.h"

void pg_give_party(struct pg_question *q, const unsigned char party[APP_CREDIT_PARTY_LEN])
{
    pg_give_i32(q, (int32_t)app_credit_bucket(party));
    pg_give_bytes(q, (struct ym_span){ (const char *)party, APP_CREDIT_PARTY_LEN });
}

void pg_give_place(struct pg_question *q, struct ym_id dispute)
{
    pg_give_i32(q, (int32_t)ym_id_bucket(dispute));
    pg_give_i64(q, dispute.v);
}

struct ym_span pg_access_span(const struct ym_rows *rows, int row, int column)
{
    return ym_rows_is_null(rows, row, column) ? (struct ym_span){ "", 0 }
                                              : ym_rows_span(rows, row, column);
}

void pg_access_end(struct pg_question *q, enum ym_err err)
{
    ((app_access_done_fn *)q->done)(q->arg, err);
}

static const struct app_credit_access_ops ops = {
    .log = pg_look_log,
    .reads = pg_look_list,
    .reads_in = pg_look_region,
    .object = pg_objection_put,
    .objections = pg_objection_list,
    .desk = pg_objection_desk,
    .objection = pg_objection_read,
    .decide = pg_objection_decide,
    .statement = pg_statement_read,
    .state = pg_statement_put,
    .protections = pg_protection_list,
    .protect = pg_protection_put,
    .are_protected = pg_protection_among,
    .certify = pg_certificate_put,
};

struct pg_credit_access *pg_credit_access_open(struct ym_loop *loop, const char *conninfo,
                                               bool is_unprepared, struct ym_error *reterr)
{
    struct pg_credit_access *a = calloc(1, sizeof(*a));

    if (a == NULL) {
        (void)ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the looks at credit profiles");
        return NULL;
    }
    a->port.ops = &ops;
    if (pg_asker_open(&a->asker, loop, conninfo, is_unprepared, reterr) != YM_E_OK) {
        free(a);
        return NULL;
    }
    return a;
}

static void on_closed(void *arg)
{
    struct pg_credit_access *a = arg;
    void (*const then)(void *arg) = a->on_closed;
    void *const then_arg = a->closed_arg;

    free(a);
    if (then != NULL)
        then(then_arg);
}

void pg_credit_access_close(struct pg_credit_access *a, void (*then)(void *arg), void *arg)
{
    a->on_closed = then;
    a->closed_arg = arg;
    pg_asker_close(&a->asker, on_closed, a);
}

struct app_credit_access *pg_credit_access_port(struct pg_credit_access *a)
{
    return &a->port;
}
