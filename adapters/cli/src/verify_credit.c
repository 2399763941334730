/* SPDX-License-Identifier: Apache-2.0 */
#include "verify_credit.h"

#include <stdlib.h>
#include <string.h>

#include "app/month.h"
#include "base/arena.h"
#include "crypto/crypto.h"
#include "pg/credit.h"
#include "secrets.h"

#define ARENA_BYTES (APP_CREDIT_BYTES_MAX + 4096)
#define RUNS_MAX    (10 * APP_CREDIT_RUNS_PAGE) /* decided ones that are looked at: fifty years */

struct verifying {
    const struct cli *cli;
    const struct cli_database *db;
    const struct cli_credit_complaints *complaints;
    struct app_credit_run *runs; /* approved ones and those that wait, newest first; owned */
    size_t nruns;
    ym_day oldest; /* month of the last run that was read */
    size_t page;   /* runs of the last page */
    struct ym_sha256 sha;
    int64_t hashes;
    struct ym_keyring *ring;
    struct app_secrets secrets;
    struct ym_arena arena;
    const struct app_credit_run *run; /* whose profiles are looked at */
    uint64_t profiles;
    bool is_over; /* enough was said */
    enum ym_err err;
    struct ym_error *reterr;
};

static void complain(struct verifying *v, const struct app_credit_run *r, const char *text)
{
    char month[APP_MONTH_TEXT_MAX];

    app_month_print(r->month, month);
    v->is_over = !v->complaints->tell(v->complaints->arg, month, text) || v->is_over;
}

/* ---- Runs ---- */

static void on_run(void *arg, const struct app_credit_run *r)
{
    struct verifying *v = arg;

    v->page++;
    v->oldest = r->month;
    if ((r->state != APP_CREDIT_APPROVED && r->state != APP_CREDIT_WAITING) || v->nruns == RUNS_MAX)
        return;
    v->runs[v->nruns] = *r;
    v->runs[v->nruns++].reason = (struct ym_span){ NULL, 0 };
}

static enum ym_err read_runs(struct verifying *v)
{
    ym_day before = YM_DAY_NONE;
    enum ym_err err;

    do {
        v->page = 0;
        err = pg_credit_runs(v->db->conn, YM_DAY_NONE, before, on_run, v, v->reterr);
        before = v->oldest;
    } while (err == YM_E_OK && v->page == APP_CREDIT_RUNS_PAGE);
    return err;
}

static void on_hash(void *arg, struct ym_span sha256)
{
    struct verifying *v = arg;

    ym_sha256_add(&v->sha, sha256.at, sha256.n);
    v->hashes++;
}

/* What is deleted since its time is over cannot be added up any more. */
static enum ym_err check_digest(struct verifying *v, const struct app_credit_run *r)
{
    unsigned char digest[32];
    enum ym_err err;

    if (r->swept_at != YM_USEC_NONE)
        return YM_E_OK;
    v->hashes = 0;
    ym_sha256_begin(&v->sha);
    err = pg_credit_digest(v->db->conn, r->month, r->run, on_hash, v, v->reterr);
    ym_sha256_end(&v->sha, digest);
    if (err != YM_E_OK)
        return err;
    if (v->hashes != r->n[APP_CREDIT_N_NATURAL] + r->n[APP_CREDIT_N_LEGAL])
        complain(v, r, "there are more or fewer profiles than were drawn");
    else if (memcmp(digest, r->profiles_sha256, sizeof(digest)) != 0)
        complain(v, r, "its digest is not that of its profiles");
    return YM_E_OK;
}

static void check_statement(struct verifying *v, size_t i)
{
    static const unsigned char none[32] = { 0 };
    const struct app_credit_run *r = &v->runs[i];
    const unsigned char *before = i + 1 < v->nruns ? v->runs[i + 1].sha256 : none;
    char statement[APP_CREDIT_STATEMENT_MAX];
    unsigned char hash[32];
    const size_t n = app_credit_statement(r, statement);

    ym_sha256(statement, n, hash);
    if (memcmp(hash, r->sha256, sizeof(hash)) != 0)
        complain(v, r, "its hash is not that of its statement");
    else if (memcmp(r->previous_sha256, before, sizeof(hash)) != 0)
        complain(v, r, "it does not stand on the month before it");
}

/* ---- Profiles of the newest run ---- */

static void on_row(void *arg, const struct app_credit_row *row)
{
    struct verifying *v = arg;
    const struct app_secrets *s = &v->secrets;
    char label[APP_CREDIT_LABEL_MAX];
    unsigned char hash[32];
    struct ym_span plain;

    if (v->is_over || v->err != YM_E_OK)
        return;
    ym_arena_reset(&v->arena);
    v->profiles++;
    v->err = s->unseal(s->ring, app_credit_label(row->month, row->party, label), row->sealed,
                       &v->arena, &plain, v->reterr);
    if (v->err == YM_E_INTERNAL) { /* altered, or of another party */
        v->err = YM_E_OK;
        complain(v, v->run, "a profile does not open");
        return;
    }
    if (v->err != YM_E_OK)
        return;
    ym_sha256(plain.at, plain.n, hash);
    if (memcmp(hash, row->sha256, sizeof(hash)) != 0)
        complain(v, v->run, "a profile is not the one that was drawn");
}

static enum ym_err check_profiles(struct verifying *v, const struct app_credit_run *r)
{
    enum ym_err err = cli_secrets_open(v->cli, v->db, &v->ring, &v->secrets, v->reterr);

    v->run = r;
    for (uint32_t bucket = 0; bucket < YM_BUCKETS && err == YM_E_OK && !v->is_over; bucket++) {
        struct pg_credit_browsing b = {
            .run = r, .bucket = bucket, .fn = on_row, .arg = v, .n = PG_CREDIT_SEATS
        };

        while (err == YM_E_OK && b.n == PG_CREDIT_SEATS && !v->is_over) {
            err = pg_credit_profiles(v->db->conn, &b, v->reterr);
            err = err == YM_E_OK ? v->err : err;
        }
    }
    return err;
}

/* ---- All of it ---- */

static enum ym_err verify(struct verifying *v)
{
    enum ym_err err = read_runs(v);

    for (size_t i = 0; i < v->nruns && err == YM_E_OK && !v->is_over; i++) {
        check_statement(v, i);
        err = check_digest(v, &v->runs[i]);
    }
    if (err == YM_E_OK && !v->is_over && v->nruns > 0 &&
        v->runs[0].n[APP_CREDIT_N_NATURAL] + v->runs[0].n[APP_CREDIT_N_LEGAL] > 0)
        err = check_profiles(v, &v->runs[0]);
    return err;
}

enum ym_err cli_verify_credit(const struct cli *cli, const struct cli_database *db,
                              const struct cli_credit_complaints *complaints, uint64_t *ret_n,
                              struct ym_error *reterr)
{
    struct verifying *v = calloc(1, sizeof(*v));
    struct app_credit_run *runs = calloc(RUNS_MAX, sizeof(*runs));
    enum ym_err err;

    *ret_n = 0;
    if (v == NULL || runs == NULL || !ym_arena_init(&v->arena, ARENA_BYTES)) {
        free(v);
        free(runs);
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to verify credit");
    }
    v->cli = cli;
    v->db = db;
    v->complaints = complaints;
    v->runs = runs;
    v->reterr = reterr;
    err = verify(v);
    *ret_n = v->profiles;
    ym_keyring_close(v->ring);
    ym_arena_release(&v->arena);
    free(runs);
    free(v);
    return err;
}
