/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/casefile.h"

#include <stdlib.h>

#include "casefile_private.h"

void pg_give_dispute(struct pg_question *q, struct ym_id dispute)
{
    pg_give_i32(q, (int32_t)ym_id_bucket(dispute));
    pg_give_i64(q, dispute.v);
}

ym_usec pg_usec_or_none(const struct ym_rows *rows, int row, int column)
{
    return ym_rows_is_null(rows, row, column) ? YM_USEC_NONE : ym_rows_usec(rows, row, column);
}

struct ym_span pg_span_or_none(const struct ym_rows *rows, int row, int column)
{
    return ym_rows_is_null(rows, row, column) ? (struct ym_span){ "", 0 }
                                              : ym_rows_span(rows, row, column);
}

static const struct app_casefile_ops ops = {
    .codes = pg_casefile_codes,
    .issue = pg_casefile_issue,
    .issues = pg_casefile_issues,
    .try_code = pg_casefile_try,
    .add_note = pg_casefile_add_note,
    .notes = pg_casefile_notes,
    .put_appointment = pg_casefile_put_appointment,
    .appointments = pg_casefile_appointments,
    .log = pg_casefile_log,
    .readers = pg_casefile_readers,
};

struct pg_casefile *pg_casefile_open(struct ym_loop *loop, const char *conninfo, bool is_unprepared,
                                     struct ym_error *reterr)
{
    struct pg_casefile *f = calloc(1, sizeof(*f));

    if (f == NULL || !pg_read_log_init(&f->log)) {
        free(f);
        (void)ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the case files");
        return NULL;
    }
    f->port.ops = &ops;
    if (pg_asker_open(&f->asker, loop, conninfo, is_unprepared, reterr) != YM_E_OK) {
        pg_read_log_release(&f->log);
        free(f);
        return NULL;
    }
    return f;
}

static void on_closed(void *arg)
{
    struct pg_casefile *f = arg;
    void (*const then)(void *arg) = f->on_closed;
    void *const then_arg = f->closed_arg;

    pg_read_log_release(&f->log);
    free(f);
    if (then != NULL)
        then(then_arg);
}

void pg_casefile_close(struct pg_casefile *f, void (*then)(void *arg), void *arg)
{
    f->on_closed = then;
    f->closed_arg = arg;
    pg_asker_close(&f->asker, on_closed, f);
}

struct app_casefile *pg_casefile_port(struct pg_casefile *f)
{
    return &f->port;
}

void pg_casefile_logged(const struct pg_casefile *f, uint64_t *ret_reads, uint64_t *ret_batches)
{
    *ret_reads = f->log.logged;
    *ret_batches = f->log.batches;
}
