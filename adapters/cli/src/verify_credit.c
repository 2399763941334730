/* SPDX-License-Identifier: Apache-2.0 */
#include "verify_credit.h"

#include <stdlib.h>
#include <string.h>

#include "app/month.h"
#include "base/arena.h"
#include "credit.h"
#include "credit_open.h"
#include "crypto/crypto.h"
#include "pg/credit.h"
#include "secrets.h"

#define ARENA_BYTES CREDIT_OPEN_BYTES
#define RUNS_MAX    (10 * APP_CREDIT_RUNS_PAGE) /* decided ones that are looked at: fifty years */

struct verifying {
    const struct cli *cli;
    const struct cli_database *db;
    const struct cli_credit_complaints *complaints;
    struct app_credit_run *runs; /* approved ones and those that wait, newest first; owned */
    size_t nruns;
    struct ym_sha256 sha;
    int64_t hashes;
    struct ym_keyring *ring;
    struct app_secrets secrets;
    struct ym_compact *compact;
    struct ym_arena arena;
    const struct app_credit_run *run; /* whose profiles are looked at */
    uint64_t profiles;
    bool is_over; /* enough was said */
    enum ym_err err;
    struct ym_error *reterr;
};

static void complain_of(struct verifying *v, ym_day at, const char *text)
{
    char month[APP_MONTH_TEXT_MAX];

    app_month_print(at, month);
    v->is_over = !v->complaints->tell(v->complaints->arg, month, text) || v->is_over;
}

static void complain(struct verifying *v, const struct app_credit_run *r, const char *text)
{
    complain_of(v, r->month, text);
}

/* ---- Runs ---- */

static void on_run(void *arg, const struct app_credit_run *r)
{
    struct verifying *v = arg;

    if ((r->state != APP_CREDIT_APPROVED && r->state != APP_CREDIT_WAITING) || v->nruns == RUNS_MAX)
        return;
    if (r->reason.n > 0)
        complain(v, r, "it was not withdrawn, and yet says why");
    v->runs[v->nruns] = *r;
    v->runs[v->nruns++].reason = (struct ym_span){ NULL, 0 };
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
    const unsigned char *before = i + 1 < v->nruns ? app_credit_stands_on(&v->runs[i + 1]) : none;
    char statement[APP_CREDIT_STATEMENT_MAX];
    unsigned char hash[32];
    const size_t n = app_credit_statement(r, statement);

    ym_sha256(statement, n, hash);
    if (memcmp(hash, r->sha256, sizeof(hash)) != 0)
        complain(v, r, "its hash is not that of its statement");
    else if (memcmp(r->previous_sha256, before, sizeof(hash)) != 0)
        complain(v, r, "it does not stand on the month before it");
}

/* Does this one, or one before it, come from a program that states approvals? */
static bool states_approvals(const struct verifying *v, size_t i)
{
    bool does = v->runs[i].edition != APP_CREDIT_UNKNOWN;

    for (size_t k = i + 1; k < v->nruns; k++)
        does = does || v->runs[k].has_approval;
    return does;
}

static void check_approval(struct verifying *v, size_t i)
{
    const struct app_credit_run *r = &v->runs[i];
    char statement[APP_CREDIT_APPROVAL_MAX];
    unsigned char hash[32];

    if (r->state == APP_CREDIT_WAITING) {
        if (r->has_approval || r->approver != 0 || r->decided_at != YM_USEC_NONE)
            complain(v, r, "it waits for approval, and yet was decided");
        return;
    }
    if (!r->has_approval) {
        if (states_approvals(v, i))
            complain(v, r, "its approval was not stated");
        return;
    }
    ym_sha256(statement, app_credit_approval(r, statement), hash);
    if (memcmp(hash, r->approval_sha256, sizeof(hash)) != 0)
        complain(v, r,
                 "its approval is not the one that was stated: who ran or approved it, when, by "
                 "which rules, or what was counted");
}

/* Of a month that was swept nothing can be added up any more: it must have been past its time. */
static void check_swept(struct verifying *v, const struct app_credit_run *r)
{
    if (r->swept_at != YM_USEC_NONE &&
        ym_day_of(r->swept_at) < ym_day_plus(r->month, r->expiry_days))
        complain(v, r, "its profiles were deleted before their time");
}

static void on_flaw(void *arg, ym_day month, enum pg_credit_flaw flaw)
{
    complain_of(arg, month,
                flaw == PG_CREDIT_LOST ? "parts of a run that is not there any more"
                                       : "its formula is not the one whose hash is kept");
}

/* ---- Profiles of the newest run ---- */

static void on_row(void *arg, const struct app_credit_row *row)
{
    struct verifying *v = arg;
    unsigned char hash[32];
    struct ym_span plain;

    if (v->is_over || v->err != YM_E_OK)
        return;
    ym_arena_reset(&v->arena);
    v->profiles++;
    v->err = credit_open(&v->secrets, v->compact, row, &v->arena, &plain, v->reterr);
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
            .run = r, .bucket = bucket, .fn = on_row, .arg = v, .n = PG_CREDIT_PROFILES
        };

        while (err == YM_E_OK && b.n == PG_CREDIT_PROFILES && !v->is_over) {
            err = pg_credit_profiles(v->db->conn, &b, v->reterr);
            err = err == YM_E_OK ? v->err : err;
        }
    }
    return err;
}

/* ---- All of it ---- */

static enum ym_err verify(struct verifying *v)
{
    enum ym_err err = pg_credit_flaws(v->db->conn, on_flaw, v, v->reterr);

    if (err == YM_E_OK)
        err = credit_runs_each(v->db->conn, on_run, v, v->reterr);
    for (size_t i = 0; i < v->nruns && err == YM_E_OK && !v->is_over; i++) {
        check_statement(v, i);
        check_approval(v, i);
        check_swept(v, &v->runs[i]);
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
    struct ym_compact *compact = ym_compact_new();
    enum ym_err err;

    *ret_n = 0;
    if (v == NULL || runs == NULL || compact == NULL || !ym_arena_init(&v->arena, ARENA_BYTES)) {
        ym_compact_free(compact);
        free(v);
        free(runs);
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to verify credit");
    }
    v->cli = cli;
    v->db = db;
    v->complaints = complaints;
    v->runs = runs;
    v->compact = compact;
    v->reterr = reterr;
    err = verify(v);
    *ret_n = v->profiles;
    ym_keyring_close(v->ring);
    ym_arena_release(&v->arena);
    ym_compact_free(compact);
    free(runs);
    free(v);
    return err;
}
