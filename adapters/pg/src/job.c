/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/job.h"

#include <string.h>

#include "pg/bin.h"
#include "sql.h"

static void on_taken(void *arg, const struct ym_rows *rows)
{
    *(bool *)arg = ym_rows_count(rows) == 1;
}

static enum ym_err take(struct ym_conn *c, const struct pg_job *job, bool *ret_is_ours,
                        struct ym_error *reterr)
{
    struct ym_scalar room;
    const struct ym_param params[] = {
        ym_param_text(ym_span_of(job->name)),
        ym_param_bytes((struct ym_span){ (const char *)job->instance, sizeof(job->instance) }),
        ym_param_text(ym_span_of(job->label)),
        ym_param_i64(&room, PG_JOB_MS),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_job_take, params, 4);

    *ret_is_ours = false;
    return ym_conn_run(c, &s, on_taken, ret_is_ours, reterr);
}

/* Who holds the lock. */
struct holder {
    bool is_there;
    unsigned char instance[PG_JOB_INSTANCE_LEN];
    char label[128];
    int64_t left_ms;
};

static void on_holder(void *arg, const struct ym_rows *rows)
{
    struct holder *h = arg;
    struct ym_span label, instance;

    h->is_there = ym_rows_count(rows) == 1;
    if (!h->is_there)
        return;
    label = ym_rows_span(rows, 0, 0);
    instance = ym_rows_span(rows, 0, 1);
    label.n = label.n < sizeof(h->label) ? label.n : sizeof(h->label) - 1;
    memcpy(h->label, label.at, label.n);
    h->label[label.n] = '\0';
    if (instance.n == sizeof(h->instance))
        memcpy(h->instance, instance.at, instance.n);
    h->left_ms = ym_rows_i64(rows, 0, 2);
}

static enum ym_err look(struct ym_conn *c, const struct pg_job *job, struct holder *ret,
                        struct ym_error *reterr)
{
    const struct ym_param params[] = { ym_param_text(ym_span_of(job->name)) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_job_holder, params, 1);

    *ret = (struct holder){ .is_there = false };
    return ym_conn_run(c, &s, on_holder, ret, reterr);
}

/* Does it hold on, or is it another one by now? Time alone goes down. */
static bool is_alive(const struct holder *was, const struct holder *is)
{
    return was->is_there && is->is_there &&
           (memcmp(was->instance, is->instance, sizeof(was->instance)) != 0 ||
            is->left_ms > was->left_ms);
}

enum ym_err pg_job_take(struct ym_conn *c, const struct pg_job *job,
                        void (*wait)(void *arg, unsigned ms), void *arg, struct ym_error *reterr)
{
    struct holder was = { .is_there = false };

    for (;;) {
        struct holder is;
        bool is_ours;
        enum ym_err err = take(c, job, &is_ours, reterr);

        if (err != YM_E_OK || is_ours)
            return err;
        err = look(c, job, &is, reterr);
        if (err != YM_E_OK)
            return err;
        if (is_alive(&was, &is))
            return ym_fail(reterr, YM_E_CONFLICT,
                           "%s: %.64s is at it; wait until it is done, or end it", job->name,
                           is.label);
        was = is;
        wait(arg, PG_JOB_LOOK_MS);
    }
}

enum ym_err pg_job_hold(struct ym_conn *c, const struct pg_job *job, struct ym_error *reterr)
{
    bool is_ours;
    enum ym_err err = take(c, job, &is_ours, reterr);

    if (err == YM_E_OK && !is_ours)
        err =
            ym_fail(reterr, YM_E_CONFLICT,
                    "%s: another runner has taken over, since this one stood still for %d s; what "
                    "it did stays, and the other goes on",
                    job->name, PG_JOB_MS / 1000);
    return err;
}

void pg_job_release(struct ym_conn *c, const struct pg_job *job)
{
    const struct ym_param params[] = {
        ym_param_text(ym_span_of(job->name)),
        ym_param_bytes((struct ym_span){ (const char *)job->instance, sizeof(job->instance) }),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_job_release, params, 2);
    struct ym_error ignored;

    (void)!ym_conn_run(c, &s, NULL, NULL, &ignored);
}
