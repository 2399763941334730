/* SPDX-License-Identifier: Apache-2.0 */
/* Codes on paper. */
#include <string.h>

#include "casefile_private.h"
#include "yima/canon.h"

/* ---- Which there are ---- */

static void give_codes(struct pg_question *q, enum ym_err err, size_t n)
{
    q->is_answered = true;
    ((app_codes_fn *)q->done)(q->arg, err,
                              err == YM_E_OK ? pg_casefile_asked(q)->answer.codes : NULL, n);
}

/* Who registered the dispute, as its first event says. */
static struct ym_actor registrar_of(const struct ym_rows *rows)
{
    struct ym_event first;

    if (ym_rows_count(rows) == 0 || ym_rows_is_null(rows, 0, 12) ||
        !ym_canon_event_read(ym_rows_span(rows, 0, 12), &first))
        return (struct ym_actor){ .role = YM_ROLE_CLOCK, .staff = APP_STAFF_UNKNOWN };
    return first.c.by;
}

static void take_code(const struct ym_rows *rows, int row, struct app_code *ret)
{
    *ret =
        (struct app_code){ .seat = (uint8_t)ym_rows_i16(rows, row, 0),
                           .issue = ym_rows_i32(rows, row, 1),
                           .issued_at = ym_rows_usec(rows, row, 3),
                           .expires_at = ym_rows_usec(rows, row, 4),
                           .locked_at = pg_usec_or_none(rows, row, 5),
                           .used_at = pg_usec_or_none(rows, row, 6),
                           .role = (uint8_t)ym_rows_i16(rows, row, 7),
                           .failures = ym_rows_i32(rows, row, 8),
                           .issued_by = ym_rows_span(rows, row, 10),
                           .staff = ym_rows_is_null(rows, row, 11) ? APP_STAFF_UNKNOWN
                                                                   : ym_rows_i64(rows, row, 11) };
    memcpy(ret->hash, ym_rows_span(rows, row, 2).at, sizeof(ret->hash));
    memcpy(ret->key, ym_rows_span(rows, row, 9).at, sizeof(ret->key));
}

static void codes_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_code *codes = pg_casefile_asked(q)->answer.codes;
    const struct ym_actor registrar = registrar_of(rows);
    size_t n = 0;

    for (int row = 0; row < ym_rows_count(rows) && n < YM_SEATS_MAX; row++) {
        take_code(rows, row, &codes[n]);
        codes[n++].registrar = registrar;
    }
    give_codes(q, YM_E_OK, n);
}

static void codes_end(struct pg_question *q, enum ym_err err)
{
    give_codes(q, err != YM_E_OK ? err : YM_E_INTERNAL, 0);
}

void pg_casefile_codes(struct app_casefile *f, struct ym_id dispute, app_codes_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_casefile_of(f)->asker, codes_rows, codes_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_dispute(q, dispute);
    pg_ask_now(q, PG_SQL_code_read, YM_UNIT_READ);
}

/* ---- Issuing ---- */

static void issue_rows(struct pg_question *q, const struct ym_rows *rows)
{
    q->n = ym_rows_affected(rows);
}

static void issue_end(struct pg_question *q, enum ym_err err)
{
    if (err == YM_E_OK && q->n == 0)
        err = YM_E_CONFLICT;
    ((app_logged_fn *)q->done)(q->arg, err);
}

void pg_casefile_issue(struct app_casefile *f, struct ym_id dispute, const struct app_code *code,
                       int64_t body, app_logged_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_casefile_of(f)->asker, issue_rows, issue_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_dispute(q, dispute);
    pg_give_i16(q, code->seat);
    pg_give_i32(q, code->issue);
    pg_give_bytes(q, (struct ym_span){ (const char *)code->hash, sizeof(code->hash) });
    pg_give_usec(q, code->issued_at);
    pg_give_text(q, code->issued_by);
    pg_give_i16(q, code->role);
    pg_give_usec(q, code->expires_at);
    pg_give_bytes(q, (struct ym_span){ (const char *)code->key, sizeof(code->key) });
    pg_give_i64(q, code->staff);
    pg_give_i64(q, body);
    pg_ask_now(q, PG_SQL_code_issue, YM_UNIT_SINGLE);
}

/* ---- Who issued which, ever ---- */

static int64_t i64_or_unknown(const struct ym_rows *rows, int row, int column)
{
    return ym_rows_is_null(rows, row, column) ? APP_STAFF_UNKNOWN : ym_rows_i64(rows, row, column);
}

static void issues_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_code_issue *all = pg_casefile_asked(q)->answer.issues;
    size_t n = 0;

    for (int row = 0; row < ym_rows_count(rows) && n < APP_CODE_ISSUES_MAX; row++)
        all[n++] = (struct app_code_issue){ .seat = (uint8_t)ym_rows_i16(rows, row, 0),
                                            .issue = ym_rows_i32(rows, row, 1),
                                            .at = ym_rows_usec(rows, row, 2),
                                            .staff = i64_or_unknown(rows, row, 3),
                                            .role = (uint8_t)ym_rows_i16(rows, row, 4),
                                            .body = i64_or_unknown(rows, row, 5),
                                            .name = ym_rows_span(rows, row, 6) };
    q->is_answered = true;
    ((app_issues_fn *)q->done)(q->arg, YM_E_OK, all, n);
}

static void issues_end(struct pg_question *q, enum ym_err err)
{
    ((app_issues_fn *)q->done)(q->arg, err != YM_E_OK ? err : YM_E_INTERNAL, NULL, 0);
}

void pg_casefile_issues(struct app_casefile *f, struct ym_id dispute, uint8_t seat,
                        app_issues_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_casefile_of(f)->asker, issues_rows, issues_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_dispute(q, dispute);
    pg_give_i16(q, seat);
    pg_give_i64(q, APP_CODE_ISSUES_MAX);
    pg_ask_now(q, PG_SQL_code_issues, YM_UNIT_READ);
}

/* ---- Trying ---- */

/* What the statement returned, until it is committed. */
enum { TRIED_NONE, TRIED_OK, TRIED_WRONG, TRIED_LOCKED, TRIED_EXPIRED };

static void try_rows(struct pg_question *q, const struct ym_rows *rows)
{
    q->n = TRIED_NONE;
    if (ym_rows_count(rows) == 0)
        return;
    if (ym_rows_bool(rows, 0, 0))
        q->n = TRIED_LOCKED;
    else if (ym_rows_bool(rows, 0, 1))
        q->n = TRIED_EXPIRED;
    else if (ym_rows_bool(rows, 0, 2))
        q->n = TRIED_OK;
    else
        q->n = TRIED_WRONG;
    q->limit = (unsigned)ym_rows_i32(rows, 0, 3);
    if (q->n == TRIED_LOCKED) /* it is, whatever the clock here says of when it ends */
        (void)app_code_is_locked(ym_rows_i32(rows, 0, 4), pg_usec_or_none(rows, 0, 5), INT64_MIN,
                                 &q->at);
}

static void try_end(struct pg_question *q, enum ym_err err)
{
    static const enum app_try results[] = {
        [TRIED_NONE] = APP_TRY_WRONG,      [TRIED_OK] = APP_TRY_OK,
        [TRIED_WRONG] = APP_TRY_WRONG,     [TRIED_LOCKED] = APP_TRY_LOCKED,
        [TRIED_EXPIRED] = APP_TRY_EXPIRED,
    };
    struct app_tried tried = { .result = APP_TRY_WRONG };

    if (err == YM_E_OK) {
        tried.result = results[q->n];
        tried.issue = q->n == TRIED_OK ? (int32_t)q->limit : 0;
        tried.until = q->n == TRIED_LOCKED ? q->at : YM_USEC_NONE;
    }
    ((app_tried_fn *)q->done)(q->arg, err, err == YM_E_OK ? &tried : NULL);
}

void pg_casefile_try(struct app_casefile *f, const struct app_trial *trial, app_tried_fn *done,
                     void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_casefile_of(f)->asker, try_rows, try_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_dispute(q, trial->dispute);
    pg_give_i16(q, trial->seat);
    pg_give_bytes(q, (struct ym_span){ (const char *)trial->hash, sizeof(trial->hash) });
    pg_give_usec(q, trial->now);
    pg_give_i32(q, APP_CODE_TRIES_MAX);
    pg_give_usec(q, trial->now - APP_CODE_LOCK_S * YM_USEC_PER_SECOND);
    pg_give_usec(q, trial->now - APP_CODE_LOCK_LONG_S * YM_USEC_PER_SECOND);
    pg_give_i32(q, APP_CODE_TRIES_ALL);
    pg_ask_now(q, PG_SQL_code_try, YM_UNIT_SINGLE);
}
