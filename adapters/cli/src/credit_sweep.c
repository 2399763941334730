/* SPDX-License-Identifier: Apache-2.0 */
#include "credit_sweep.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "credit_open.h"
#include "pg/credit.h"

#define ARENA_BYTES (JSON_PROFILE_ARENA_BYTES + CREDIT_OPEN_BYTES)

/* Profiles of a page with their ages: they are kept when the reading has ended. */
struct measuring {
    const struct app_secrets *secrets;
    struct ym_compact *compact;
    struct ym_arena arena;
    size_t n;
    struct app_credit_row rows[PG_CREDIT_PROFILES];
    size_t nruns;
    struct app_credit_run runs[APP_CREDIT_RUNS_PAGE];
    enum ym_err err;
    struct ym_error *reterr;
};

static void on_row(void *arg, const struct app_credit_row *row)
{
    struct measuring *m = arg;
    struct json_profile profile;
    struct ym_span plain;
    enum ym_err err;

    if (m->err != YM_E_OK || m->n == PG_CREDIT_PROFILES || row->oldest != YM_DAY_NONE)
        return;
    ym_arena_reset(&m->arena);
    err = credit_open(m->secrets, m->compact, row, &m->arena, &plain, m->reterr);
    if (err == YM_E_UNAVAILABLE)
        m->err = err;
    if (err != YM_E_OK || json_profile_read(plain, &m->arena, &profile, m->reterr) != YM_E_OK)
        return;
    m->rows[m->n] = *row;
    m->rows[m->n].sealed = (struct ym_span){ NULL, 0 };
    m->rows[m->n].oldest = json_profile_oldest(&profile, row->expiry_days);
    m->n += m->rows[m->n].oldest != YM_DAY_NONE;
}

static void on_run(void *arg, const struct app_credit_run *run)
{
    struct measuring *m = arg;

    if (m->nruns < APP_CREDIT_RUNS_PAGE)
        m->runs[m->nruns++] = *run;
}

/* The rows of a page, in one transaction: each by itself would be a wait for the disk. */
static enum ym_err keep_page(struct measuring *m, struct ym_conn *c)
{
    enum ym_err err = m->n > 0 ? ym_conn_script(c, "begin", m->reterr) : YM_E_OK;

    for (size_t i = 0; i < m->n && err == YM_E_OK; i++)
        err = pg_credit_measure(c, &m->rows[i], m->reterr);
    if (m->n > 0 && err == YM_E_OK)
        err = ym_conn_script(c, "commit", m->reterr);
    else if (m->n > 0)
        (void)!ym_conn_script(c, "rollback", NULL); /* the first error is the one to tell */
    return err;
}

static enum ym_err measure_bucket(struct measuring *m, struct ym_conn *c,
                                  const struct app_credit_run *run, uint32_t bucket)
{
    struct pg_credit_browsing b = {
        .run = run, .bucket = bucket, .fn = on_row, .arg = m, .n = PG_CREDIT_PROFILES
    };
    enum ym_err err = YM_E_OK;

    while (err == YM_E_OK && b.n == PG_CREDIT_PROFILES) {
        m->n = 0;
        err = pg_credit_profiles(c, &b, m->reterr);
        err = err == YM_E_OK ? m->err : err;
        if (err == YM_E_OK)
            err = keep_page(m, c);
    }
    return err;
}

static enum ym_err measure_all(struct measuring *m, struct ym_conn *c)
{
    enum ym_err err = pg_credit_unmeasured(c, on_run, m, m->reterr);

    for (size_t i = 0; i < m->nruns; i++) {
        for (uint32_t bucket = 0; bucket < YM_BUCKETS && err == YM_E_OK; bucket++)
            err = measure_bucket(m, c, &m->runs[i], bucket);
    }
    return err;
}

static enum ym_err measure(struct ym_conn *c, const struct app_secrets *secrets,
                           struct ym_error *reterr)
{
    struct measuring *m = calloc(1, sizeof(*m));
    enum ym_err err;

    if (m == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to open profiles");
    m->secrets = secrets;
    m->reterr = reterr;
    m->compact = ym_compact_new();
    if (m->compact != NULL && ym_arena_init(&m->arena, ARENA_BYTES))
        err = measure_all(m, c);
    else
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to open profiles");
    ym_arena_release(&m->arena);
    ym_compact_free(m->compact);
    free(m);
    return err;
}

enum ym_err credit_sweep(struct ym_conn *c, const struct app_secrets *secrets, int64_t *ret_n,
                         struct ym_error *reterr)
{
    const enum ym_err err = measure(c, secrets, reterr);

    *ret_n = 0;
    return err == YM_E_OK ? pg_credit_sweep(c, cli_now(), ret_n, reterr) : err;
}

bool credit_is_over(ym_day oldest, uint16_t expiry_days, const struct json_profile *p)
{
    const ym_day of = oldest != YM_DAY_NONE ? oldest : json_profile_oldest(p, expiry_days);

    return app_credit_is_expired(of, expiry_days, ym_day_of(cli_now()));
}
