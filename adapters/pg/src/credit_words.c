/* SPDX-License-Identifier: Apache-2.0 */
/* Beside the profiles: a party's own words, protected disputes, certificates. */
#include <inttypes.h>
#include <stdio.h>

#include "credit_access_private.h"
#include "yima/command.h"

#define IDS_BYTES (APP_PROTECTED_MAX * 20)

_Static_assert(IDS_BYTES < PG_ASKER_TEXT, "the ids go as one text");

/* ---- A party's own words ---- */

static void statement_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_statement s = { .at = YM_USEC_NONE };

    if (ym_rows_count(rows) > 0) {
        s.text = ym_rows_span(rows, 0, 0);
        s.at = ym_rows_usec(rows, 0, 1);
    }
    q->is_answered = true;
    ((app_statement_fn *)q->done)(q->arg, YM_E_OK, &s);
}

static void statement_end(struct pg_question *q, enum ym_err err)
{
    ((app_statement_fn *)q->done)(q->arg, err != YM_E_OK ? err : YM_E_INTERNAL, NULL);
}

void pg_statement_read(struct app_credit_access *port,
                       const unsigned char party[APP_CREDIT_PARTY_LEN], app_statement_fn *done,
                       void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_access_of(port)->asker, statement_rows, statement_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_party(q, party);
    pg_ask_now(q, PG_SQL_statement_read, YM_UNIT_READ);
}

struct statement_call {
    pg_statement_fn *fn;
    void *arg;
};

static void on_statement(void *arg, const struct ym_rows *rows)
{
    const struct statement_call *call = arg;
    struct app_statement s;

    if (ym_rows_count(rows) == 0)
        return;
    s = (struct app_statement){ ym_rows_span(rows, 0, 0), ym_rows_usec(rows, 0, 1) };
    call->fn(call->arg, &s);
}

enum ym_err pg_statement_of(struct ym_conn *conn, const unsigned char party[APP_CREDIT_PARTY_LEN],
                            pg_statement_fn *fn, void *arg, struct ym_error *reterr)
{
    struct ym_scalar room;
    const struct ym_param params[] = {
        ym_param_i32(&room, (int32_t)app_credit_bucket(party)),
        ym_param_bytes((struct ym_span){ (const char *)party, APP_CREDIT_PARTY_LEN }),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_statement_read, params, 2);
    struct statement_call call = { fn, arg };

    return ym_conn_run(conn, &s, on_statement, &call, reterr);
}

void pg_statement_put(struct app_credit_access *port,
                      const unsigned char party[APP_CREDIT_PARTY_LEN],
                      const struct app_statement *s, app_access_done_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_access_of(port)->asker, NULL, pg_access_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_party(q, party);
    if (s->text.n == 0) {
        pg_ask_now(q, PG_SQL_statement_drop, YM_UNIT_SINGLE);
        return;
    }
    pg_give_bytes(q, s->text);
    pg_give_usec(q, s->at);
    pg_ask_now(q, PG_SQL_statement_put, YM_UNIT_SINGLE);
}

/* ---- Protected disputes ---- */

static void give_protections(struct pg_question *q, enum ym_err err, size_t n)
{
    q->is_answered = true;
    ((app_protections_fn *)q->done)(q->arg, err, pg_access_asked(q)->answer.protections, n);
}

static void protection_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_protection *all = pg_access_asked(q)->answer.protections;
    const int count = ym_rows_count(rows);
    size_t n = 0;

    for (int row = 0; row < count && n < APP_PROTECTIONS_MAX; row++) {
        const int16_t kind = ym_rows_i16(rows, row, 1);

        if (kind < 0 || kind >= APP_PROTECTION_COUNT) {
            give_protections(q, YM_E_INTERNAL, 0);
            return;
        }
        all[n++] = (struct app_protection){ .id = ym_rows_i64(rows, row, 0),
                                            .kind = (uint8_t)kind,
                                            .is_set = ym_rows_bool(rows, row, 2),
                                            .lifts_report = ym_rows_bool(rows, row, 3),
                                            .at = ym_rows_usec(rows, row, 4),
                                            .role = (uint8_t)ym_rows_i16(rows, row, 5),
                                            .staff = ym_rows_i64(rows, row, 6),
                                            .by = ym_rows_span(rows, row, 7),
                                            .reason = ym_rows_span(rows, row, 8) };
    }
    give_protections(q, YM_E_OK, n);
}

static void protection_end(struct pg_question *q, enum ym_err err)
{
    give_protections(q, err != YM_E_OK ? err : YM_E_INTERNAL, 0);
}

void pg_protection_list(struct app_credit_access *port, struct ym_id dispute,
                        app_protections_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_access_of(port)->asker, protection_rows, protection_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_place(q, dispute);
    pg_give_i64(q, APP_PROTECTIONS_MAX);
    pg_ask_now(q, PG_SQL_protection_list, YM_UNIT_READ);
}

static void count_rows(struct pg_question *q, const struct ym_rows *rows)
{
    q->n = ym_rows_affected(rows);
}

static void protect_end(struct pg_question *q, enum ym_err err)
{
    pg_access_end(q, err == YM_E_OK && q->n == 0 ? YM_E_CONFLICT : err);
}

void pg_protection_put(struct app_credit_access *port, struct ym_id dispute,
                       const struct app_protection *row, app_access_done_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_access_of(port)->asker, count_rows, protect_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_place(q, dispute);
    pg_give_i64(q, row->id);
    pg_give_i16(q, row->kind);
    pg_give_bool(q, row->is_set);
    pg_give_bool(q, row->lifts_report);
    pg_give_usec(q, row->at);
    pg_give_text(q, row->by);
    pg_give_i16(q, row->role);
    pg_give_i64(q, row->staff);
    pg_give_bytes(q, row->reason);
    pg_give_i64(q, APP_PROTECTIONS_MAX);
    pg_ask_now(q, PG_SQL_protection_insert, YM_UNIT_SINGLE);
}

static void among_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct ym_id *ids = pg_access_asked(q)->answer.ids;
    const int count = ym_rows_count(rows);
    size_t n = 0;

    for (int row = 0; row < count && n < APP_PROTECTED_MAX; row++)
        ids[n++].v = ym_rows_i64(rows, row, 0);
    q->is_answered = true;
    ((app_protected_fn *)q->done)(q->arg, YM_E_OK, ids, n);
}

static void among_end(struct pg_question *q, enum ym_err err)
{
    ((app_protected_fn *)q->done)(q->arg, err != YM_E_OK ? err : YM_E_INTERNAL, NULL, 0);
}

void pg_protection_among(struct app_credit_access *port, const struct ym_id *ids, size_t n,
                         app_protected_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_access_of(port)->asker, among_rows, among_end, PG_DONE(done), arg);
    char text[IDS_BYTES + 1];
    size_t used = 0;

    if (q == NULL)
        return;
    text[0] = '\0';
    for (size_t i = 0; i < n && i < APP_PROTECTED_MAX; i++)
        used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%" PRId64, i > 0 ? "," : "",
                                 ids[i].v);
    pg_give_text(q, (struct ym_span){ text, used });
    pg_give_i16(q, YM_TYPE_MARRIAGE);
    pg_give_i16(q, YM_CMD_REPORT_POLICE);
    pg_give_i16(q, APP_PROTECTION_FAMILY_VIOLENCE);
    pg_give_i16(q, YM_CMD_REGISTER);
    pg_give_i16(q, YM_CMD_CORRECT);
    pg_give_i64(q, (int64_t)YM_FB(TYPE));
    pg_ask_now(q, PG_SQL_protection_among, YM_UNIT_READ);
}

/* ---- Certificates ---- */

static void certified_rows(struct pg_question *q, const struct ym_rows *rows)
{
    if (ym_rows_count(rows) == 0)
        return;
    q->is_answered = true;
    ((app_certified_fn *)q->done)(q->arg, YM_E_OK, ym_rows_date(rows, 0, 0));
}

static void certified_end(struct pg_question *q, enum ym_err err)
{
    ((app_certified_fn *)q->done)(q->arg, err != YM_E_OK ? err : YM_E_INTERNAL, YM_DAY_NONE);
}

void pg_certificate_put(struct app_credit_access *port, const struct app_certificate *row,
                        app_certified_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_access_of(port)->asker, certified_rows, certified_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_place(q, row->dispute);
    pg_give_text(q, ym_span_of(row->code.text));
    pg_give_bytes(q, (struct ym_span){ (const char *)row->party, APP_CREDIT_PARTY_LEN });
    pg_give_date(q, row->month);
    pg_give_i16(q, row->run);
    pg_give_usec(q, row->made_at);
    pg_give_date(q, row->expires_on);
    pg_ask_now(q, PG_SQL_certificate_insert, YM_UNIT_SINGLE);
}
