/* SPDX-License-Identifier: Apache-2.0 */
#include "verify_month.h"

#include <stdlib.h>
#include <string.h>

#include "app/month.h"
#include "crypto/crypto.h"
#include "pg/month.h"
#include "report_seal.h"

#define FROZEN_MAX 2400 /* revisions that are looked at: two hundred years of months */

struct verifying {
    const struct cli_database *db;
    const struct cli_month_complaints *complaints;
    struct pg_month *all; /* in the order in which they were frozen; owned */
    size_t n;
    const struct pg_month *month; /* that is looked at */
    struct ym_sha256 sha;
    bool has_altered; /* a report or facts of it: its digest says nothing new */
    uint64_t reports;
    bool is_over; /* enough was said */
    struct ym_error *reterr;
};

static void complain(struct verifying *v, const char *text)
{
    char month[APP_MONTH_TEXT_MAX];

    app_month_print(v->month->m.month, month);
    v->is_over = !v->complaints->tell(v->complaints->arg, month, text) || v->is_over;
}

static void on_frozen(void *arg, const struct pg_month *m)
{
    struct verifying *v = arg;

    struct pg_month *copy = &v->all[v->n];

    if (v->n == FROZEN_MAX)
        return;
    *copy = *m; /* its texts are its own */
    copy->m.reason.at = copy->reason;
    copy->m.by.at = copy->by;
    v->n++;
}

/* ---- One month ---- */

static void on_facts(void *arg, struct ym_span facts, const unsigned char sha256[32])
{
    struct verifying *v = arg;
    unsigned char is[32];

    ym_sha256(facts.at, facts.n, is);
    ym_sha256_add(&v->sha, facts.at, facts.n);
    if (memcmp(is, sha256, sizeof(is)) == 0)
        return;
    v->has_altered = true;
    complain(v, "facts were altered");
}

static enum ym_err digest_facts(struct verifying *v, unsigned char ret[32])
{
    struct pg_month_at at = { v->month->m.month, v->month->m.revision, 0 };
    struct pg_month_place place;
    enum ym_err err = pg_month_place(v->db->conn, at.month, at.revision, &place, v->reterr);

    ym_sha256_begin(&v->sha);
    for (; err == YM_E_OK && at.slice < place.slices && !v->is_over; at.slice++) {
        err = pg_month_slice_read(v->db->conn, &at, on_facts, v, v->reterr);
        if (err != YM_E_NOT_FOUND)
            continue;
        v->has_altered = true;
        complain(v, "a slice of its facts is gone");
        err = YM_E_OK;
    }
    ym_sha256_end(&v->sha, ret);
    return err;
}

static void on_hash(void *arg, const struct pg_month_hash *h)
{
    struct verifying *v = arg;

    v->reports++;
    if (h->is.n != 32 || h->stored.n != 32 || memcmp(h->is.at, h->stored.at, 32) != 0) {
        v->has_altered = true;
        complain(v, "a frozen report was altered");
    }
    if (h->is.n == 32)
        report_seal_add(&v->sha, h->scope, h->of, (const unsigned char *)h->is.at);
}

static bool is_same_previous(const struct pg_month *a, const struct pg_month *b)
{
    return a->has_previous == b->has_previous &&
           (!a->has_previous || memcmp(a->m.previous, b->m.previous, 32) == 0);
}

/* One stands on nothing, every other one on one that is there, and no two on the same: that is one
 * line, in which each has exactly one before it. The first form let two stand on one when the clock
 * of the machine was put back in between. */
static void check_previous(struct verifying *v)
{
    const struct pg_month *m = v->month;
    bool is_there = false;
    bool is_shared = false;

    for (size_t i = 0; i < v->n; i++) {
        const struct pg_month *other = &v->all[i];

        if (other == m)
            continue;
        is_there = is_there || (m->has_previous && memcmp(other->m.sha256, m->m.previous, 32) == 0);
        is_shared = is_shared || (is_same_previous(other, m) && m->seal != REPORT_SEAL_FIRST);
    }
    if (is_shared || (m->has_previous ? !is_there : m->seal == REPORT_SEAL_FIRST && m != v->all))
        complain(v, "it does not stand on what was frozen before it");
}

static void on_lost(void *arg, ym_day month, int16_t revision)
{
    struct verifying *v = arg;
    const struct pg_month lost = { .m = { .month = month, .revision = revision } };

    v->month = &lost;
    complain(v, "parts of a revision that is not there any more");
    v->month = NULL;
}

static enum ym_err check(struct verifying *v)
{
    const struct pg_month *m = v->month;
    unsigned char facts[32], digest[32];
    enum ym_err err;

    v->has_altered = false;
    check_previous(v);
    err = digest_facts(v, facts);
    if (err != YM_E_OK)
        return err;
    if (!report_seal_is_known(m)) {
        complain(v, "it is sealed by a form that this program does not know");
        return YM_E_OK;
    }
    report_seal_begin(&v->sha, m, facts);
    err = pg_month_hashes(v->db->conn, m->m.month, m->m.revision, on_hash, v, v->reterr);
    ym_sha256_end(&v->sha, digest);
    if (err == YM_E_OK && !v->has_altered && memcmp(digest, m->m.sha256, sizeof(digest)) != 0)
        complain(v, "its digest is not that of what it was frozen with: facts, reports, who had it "
                    "drawn, when and why");
    return err;
}

/* ---- All of them ---- */

enum ym_err cli_verify_months(const struct cli_database *db,
                              const struct cli_month_complaints *complaints, uint64_t *ret_n,
                              struct ym_error *reterr)
{
    struct verifying v = { .db = db, .complaints = complaints, .reterr = reterr };
    enum ym_err err;

    *ret_n = 0;
    v.all = calloc(FROZEN_MAX, sizeof(*v.all));
    if (v.all == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to verify months");
    err = pg_month_frozen(db->conn, on_frozen, &v, reterr);
    if (err == YM_E_OK)
        err = pg_month_lost(db->conn, on_lost, &v, reterr);
    for (size_t i = 0; i < v.n && err == YM_E_OK && !v.is_over; i++) {
        v.month = &v.all[i];
        err = check(&v);
    }
    *ret_n = v.reports;
    free(v.all);
    return err;
}
