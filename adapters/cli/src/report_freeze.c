/* SPDX-License-Identifier: Apache-2.0 */
#include "report_freeze.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "report_seal.h"
#include "base/hex.h"

static double seconds(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- Drawing ---- */

struct report_drawer report_drawer_of(const struct report_run *r)
{
    return (struct report_drawer){
        .cli = r->cli,
        .procedures = &r->library.procedures,
        .reading = r->reading,
        .asking = r->db.conn,
        .period = { ym_day_start(r->o->month), ym_day_start(app_month_plus(r->o->month, 1)) },
        .known = r->month.m.known,
        .page = r->o->page,
        .months_back = ym_office_value(r->library.office, YM_OFFICE_REPEAT_WITHIN,
                                       app_month_plus(r->o->month, 1) - 1),
        .now = r->now,
        .pace = r->o->pace,
    };
}

/* A test ends the program after so many slices, as a power cut would. */
static void maybe_die(const struct report_run *r, int32_t slices)
{
    const char *after = getenv("YIMA_TEST_MONTH_KILL_AFTER");
    long long n;

    (void)r;
    if (after != NULL && cli_number(after, 1, INT32_MAX, &n) && slices >= n)
        (void)raise(SIGKILL);
}

static enum ym_err on_slice(void *arg, const struct pg_month_slice *slice, struct ym_error *reterr)
{
    struct report_run *r = arg;
    const enum ym_err err =
        pg_month_slice_put(r->db.conn, &r->job, r->o->month, r->month.m.revision, slice, reterr);

    r->read_events += slice->events;
    if (err == YM_E_OK)
        maybe_die(r, slice->number + 1 - r->resumed_slices);
    return err;
}

/* The facts of a revision, slice by slice: their digest, and what they count for. */
struct gathering {
    struct report_scopes *scopes; /* NULL: the digest alone */
    struct ym_sha256 digest;
    enum ym_err err;
    struct ym_error *reterr;
};

static void on_facts(void *arg, struct ym_span facts, const unsigned char sha256[32])
{
    struct gathering *g = arg;
    unsigned char is[32];

    ym_sha256(facts.at, facts.n, is);
    if (memcmp(is, sha256, sizeof(is)) != 0)
        g->err =
            ym_fail(g->reterr, YM_E_INTERNAL,
                    "facts of this month were altered: their digest does not agree. Nothing is "
                    "frozen; restore the table month_slice from a backup");
    ym_sha256_add(&g->digest, facts.at, facts.n);
    if (g->err == YM_E_OK && g->scopes != NULL)
        g->err = report_scopes_add(g->scopes, facts, g->reterr);
}

static enum ym_err gather(struct report_run *r, int16_t revision, struct report_scopes *scopes,
                          unsigned char ret_digest[32], struct ym_error *reterr)
{
    struct gathering g = { .scopes = scopes, .reterr = reterr };
    struct pg_month_place place;
    enum ym_err err = pg_month_place(r->db.conn, r->o->month, revision, &place, reterr);

    ym_sha256_begin(&g.digest);
    for (int32_t i = 0; i < place.slices && err == YM_E_OK; i++) {
        err = pg_month_slice_read(r->db.conn, &(struct pg_month_at){ r->o->month, revision, i },
                                  on_facts, &g, reterr);
        if (err == YM_E_OK)
            err = g.err;
    }
    ym_sha256_end(&g.digest, ret_digest);
    return err;
}

/* ---- Freezing ---- */

struct report_common report_common_of(const struct report_run *r, char procedures[REPORT_HEX_MAX],
                                      char calendar[REPORT_HEX_MAX])
{
    ym_hex(r->procedures, 32, procedures);
    ym_hex(r->calendar, 32, calendar);
    return (struct report_common){
        .conn = r->db.conn,
        .registry = r->registry,
        .people = r->people,
        .npeople = r->npeople,
        .month = r->o->month,
        .revision = r->o->is_preview ? 0 : r->month.m.revision,
        .procedures = ym_span_of(procedures),
        .calendar = ym_span_of(calendar),
        .reason = r->month.m.reason,
        .by = r->month.m.reason.n > 0 ? r->month.m.by : (struct ym_span){ NULL, 0 },
    };
}

static void seal(struct pg_month *m, const unsigned char facts[32], const struct pg_month_put *puts,
                 size_t n)
{
    struct ym_sha256 s;

    report_seal_begin(&s, m, facts);
    for (size_t i = 0; i < n; i++)
        report_seal_add(&s, puts[i].scope, puts[i].of, puts[i].sha256);
    ym_sha256_end(&s, m->m.sha256);
}

static enum ym_err freeze(struct report_run *r, struct report_scopes *scopes,
                          const unsigned char facts[32], struct ym_error *reterr)
{
    char procedures[REPORT_HEX_MAX];
    char calendar[REPORT_HEX_MAX];
    const struct report_common c = report_common_of(r, procedures, calendar);
    struct pg_month_put *puts = NULL;
    size_t n = 0;
    enum ym_err err = report_scopes_make(scopes, &c, &puts, &n, reterr);

    if (err == YM_E_OK)
        err = pg_job_hold(r->db.conn, &r->job, reterr);
    if (err == YM_E_OK)
        err = pg_month_freeze_begin(r->db.conn, &r->month, reterr);
    if (err == YM_E_OK) {
        r->month.m.frozen_at = cli_now();
        r->month.m.state = APP_MONTH_FROZEN;
        r->month.seal = REPORT_SEAL;
        seal(&r->month, facts, puts, n);
        err = pg_month_freeze(r->db.conn, &r->job, &r->month, puts, n, reterr);
    }
    if (err == YM_E_OK)
        r->reports = n;
    report_puts_free(puts, n);
    return err;
}

/* An amendment that changes nothing is none. */
static enum ym_err check_differs(struct report_run *r, const unsigned char facts[32],
                                 struct ym_error *reterr)
{
    const int16_t before = (int16_t)(r->month.m.revision - 1);
    unsigned char was[32];
    enum ym_err err;

    if (before == 0)
        return YM_E_OK;
    err = gather(r, before, NULL, was, reterr);
    if (err != YM_E_OK || memcmp(was, facts, sizeof(was)) != 0)
        return err;
    err = pg_month_drop(r->db.conn, r->o->month, r->month.m.revision, reterr);
    if (err != YM_E_OK)
        return err;
    return ym_fail(reterr, YM_E_CONFLICT,
                   "nothing differs from revision %d: no amendment is stored. Have what is wrong "
                   "corrected in its dispute first (command correct)",
                   before);
}

static enum ym_err draw_slices(struct report_run *r, struct ym_error *reterr)
{
    struct report_drawer d = report_drawer_of(r);
    const double begun = seconds();
    enum ym_err err =
        pg_month_place(r->db.conn, r->o->month, r->month.m.revision, &d.place, reterr);

    r->resumed_slices = d.place.slices;
    d.on_slice = on_slice;
    d.arg = r;
    if (err == YM_E_OK)
        err = report_draw(&d, reterr);
    r->seconds = seconds() - begun;
    r->month.m.disputes = d.place.disputes;
    r->month.m.events = d.place.events;
    r->month.m.facts = d.place.facts;
    return err;
}

enum ym_err report_draw_and_freeze(struct report_run *r, struct ym_error *reterr)
{
    unsigned char facts[32];
    struct report_scopes *scopes;
    enum ym_err err = draw_slices(r, reterr);

    if (err != YM_E_OK)
        return err;
    scopes = report_scopes_new(NULL);
    if (scopes == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to count a month");
    err = gather(r, r->month.m.revision, scopes, facts, reterr);
    if (err == YM_E_OK)
        err = check_differs(r, facts, reterr);
    if (err == YM_E_OK)
        err = freeze(r, scopes, facts, reterr);
    report_scopes_free(scopes);
    r->is_drawn = err == YM_E_OK;
    return err;
}
