/* SPDX-License-Identifier: Apache-2.0 */
#include "report_month.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "crypto/crypto.h"
#include "pg/replica.h"
#include "report_freeze.h"
#include "report_seal.h"

static void pause_ms(void *arg, unsigned ms)
{
    const struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000 };

    (void)arg;
    (void)nanosleep(&t, NULL);
}

/* ---- What it is drawn by ---- */

static void digest_library(struct report_run *r)
{
    const struct ym_calendar *cal = r->library.calendar;
    struct ym_sha256 s;

    ym_sha256_begin(&s);
    for (int i = 1; i <= YM_PROCEDURES_MAX; i++)
        if (r->library.procedures.at[i] != NULL)
            ym_sha256_add(&s, r->library.procedures.at[i]->sha256, 32);
    ym_sha256_end(&s, r->procedures);
    ym_sha256_begin(&s);
    report_add_number(&s, cal->from);
    report_add_number(&s, cal->until);
    for (size_t i = 0; i < cal->n; i++)
        report_add_number(&s, (int64_t)cal->days[i].day * 2 + cal->days[i].works);
    report_add_number(&s, ym_office_value(r->library.office, YM_OFFICE_REPEAT_WITHIN,
                                          app_month_plus(r->o->month, 1) - 1));
    ym_sha256_end(&s, r->calendar);
}

static enum ym_err check_calendar(const struct report_run *r, struct ym_error *reterr)
{
    const ym_day last = app_month_plus(r->o->month, 1) - 1;
    char month[APP_MONTH_TEXT_MAX];

    if (ym_calendar_covers(r->library.calendar, r->o->month) &&
        ym_calendar_covers(r->library.calendar, last))
        return YM_E_OK;
    app_month_print(r->o->month, month);
    return ym_fail(
        reterr, YM_E_UNPROCESSABLE,
        "the calendar of working days does not cover %s, so that its limits are a guess: "
        "`yima import` a calendar of that year, or name one with --calendar",
        month);
}

/* Population is published once a year: what tells of the year before will do. */
static enum ym_err find_population(struct report_run *r, struct ym_error *reterr)
{
    const char *file = r->o->population;
    int year;
    int month;
    int day;
    enum ym_err err = YM_E_OK;

    if (file != NULL && strcmp(file, "none") == 0)
        return YM_E_OK;
    ym_day_split(r->o->month, &year, &month, &day);
    if (file != NULL)
        err = report_population_import(r->db.conn, file, year - 1, year, reterr);
    if (err == YM_E_OK)
        err = report_population_read(r->db.conn, year - 1, year, &r->people, &r->npeople, reterr);
    if (err == YM_E_OK && r->npeople == 0)
        err =
            ym_fail(reterr, YM_E_UNPROCESSABLE,
                    "no population is known of %d or %d, so that cases per 10,000 people cannot be "
                    "told: give --population FILE (columns region, year, residents, floating, "
                    "source), or --population none to draw the month without them",
                    year, year - 1);
    return err;
}

static enum ym_err check_ground(struct report_run *r, struct ym_error *reterr)
{
    enum ym_err err = check_calendar(r, reterr);

    if (err == YM_E_OK)
        err = find_population(r, reterr);
    if (err == YM_E_OK) {
        r->registry = pg_registry_load(r->db.conn, reterr);
        err = r->registry != NULL ? YM_E_OK : reterr->code;
    }
    return err;
}

/* Histories are read over a connection of their own, from a replica where one is named. It must be
 * one of this database: the keys that it is bound to tell. */
static enum ym_err open_reading(struct report_run *r, struct ym_error *reterr)
{
    const char *conninfo = r->o->reading != NULL ? r->o->reading : r->db.conninfo;

    r->reading = ym_conn_open_reading(conninfo, reterr);
    if (r->reading == NULL)
        return reterr->code;
    cli_pace_aside(r->db.conn);
    cli_pace_aside(r->reading);
    if (cli_pace_rests(&r->o->pace))
        ym_conn_take_turns(r->reading);
    if (r->o->reading == NULL)
        return YM_E_OK;
    return pg_replica_check(r->db.conn, r->reading, pause_ms, NULL, reterr);
}

/* ---- Which revision ---- */

static void put_text(char room[PG_MONTH_TEXT_MAX], struct ym_span *ret, const char *text)
{
    (void)snprintf(room, PG_MONTH_TEXT_MAX, "%s", text);
    *ret = ym_span_of(room);
}

/* A new one. What was recorded up to now is in an amendment; a first one knows its month alone. */
static enum ym_err begin(struct report_run *r, int16_t revision, struct ym_error *reterr)
{
    struct pg_month *m = &r->month;
    const ym_usec until = ym_day_start(app_month_plus(r->o->month, 1));

    *m = (struct pg_month){ .m = { .month = r->o->month,
                                   .revision = revision,
                                   .state = APP_MONTH_DRAWING,
                                   .begun_at = r->now,
                                   .known = revision == 1 ? until : r->now,
                                   .frozen_at = YM_USEC_NONE } };
    memcpy(m->procedures, r->procedures, sizeof(m->procedures));
    memcpy(m->calendar, r->calendar, sizeof(m->calendar));
    put_text(m->reason, &m->m.reason, r->o->amend != NULL ? r->o->amend : "");
    put_text(m->by, &m->m.by, r->o->amend != NULL ? r->by.trace : r->label);
    return pg_month_begin(r->db.conn, &r->job, m, reterr);
}

/* What an earlier run began is gone on with, when it began the same; an amendment, when the same
 * person did. */
static bool goes_on(const struct report_run *r, const struct pg_month *m)
{
    if (r->o->amend != NULL && !ym_span_is(m->m.by, ym_span_of(r->by.trace)))
        return false;
    return m->m.state == APP_MONTH_DRAWING &&
           memcmp(m->procedures, r->procedures, sizeof(m->procedures)) == 0 &&
           memcmp(m->calendar, r->calendar, sizeof(m->calendar)) == 0 &&
           ym_span_is(m->m.reason, ym_span_of(r->o->amend != NULL ? r->o->amend : ""));
}

static enum ym_err choose(struct report_run *r, struct ym_error *reterr)
{
    struct pg_month *m = &r->month;
    enum ym_err err = pg_month_read(r->db.conn, r->o->month, 0, APP_MONTH_DRAWING, m, reterr);
    const bool is_there = err == YM_E_OK;
    int16_t revision = is_there ? m->m.revision : 0;

    if (!is_there && err != YM_E_NOT_FOUND)
        return err;
    if (is_there && goes_on(r, m))
        return YM_E_OK;
    if (is_there && m->m.state == APP_MONTH_DRAWING) {
        err = pg_month_drop(r->db.conn, r->o->month, revision, reterr);
        if (err != YM_E_OK)
            return err;
        revision--;
    }
    if (revision > 0 && r->o->amend == NULL) /* another runner was first */
        return ym_fail(reterr, YM_E_CONFLICT, "another runner has frozen this month just now");
    if (revision == 0 && r->o->amend != NULL)
        return ym_fail(reterr, YM_E_CONFLICT,
                       "there is nothing to amend: draw the month without --amend first");
    if (revision == INT16_MAX)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "this month has too many revisions");
    return begin(r, (int16_t)(revision + 1), reterr);
}

static enum ym_err take_job(struct report_run *r, struct ym_error *reterr)
{
    char month[APP_MONTH_TEXT_MAX];
    enum ym_err err;

    app_month_print(r->o->month, month);
    (void)snprintf(r->job_name, sizeof(r->job_name), "month %s", month);
    r->job = (struct pg_job){ .name = r->job_name, .label = r->label };
    ym_random(r->job.instance, sizeof(r->job.instance));
    err = pg_job_take(r->db.conn, &r->job, pause_ms, NULL, reterr);
    r->has_job = err == YM_E_OK;
    return err;
}

/* ---- What is asked for ---- */

static void on_report(void *arg, const struct pg_month *m, struct ym_span bytes,
                      const unsigned char sha256[32])
{
    struct report_run *r = arg;
    unsigned char digest[32];

    ym_sha256(bytes.at, bytes.n, digest);
    ym_buf_clear(&r->bytes);
    if (memcmp(digest, sha256, sizeof(digest)) == 0)
        ym_buf_add(&r->bytes, bytes);
    r->month = *m;
    put_text(r->month.reason, &r->month.m.reason, m->reason);
    put_text(r->month.by, &r->month.m.by, m->by);
}

/* The bytes as they were frozen; NOT_FOUND: they are not. */
static enum ym_err read_frozen(struct report_run *r, struct ym_error *reterr)
{
    const struct report_order *o = r->o;
    const struct app_month_wish wish = { o->month, o->revision > 0 ? o->revision : APP_MONTH_NEWEST,
                                         (enum app_month_scope)o->scope.kind, o->scope.id };
    enum ym_err err = pg_month_report_read(r->db.conn, &wish, on_report, r, reterr);

    if (err == YM_E_OK && r->bytes.n == 0)
        err = ym_fail(reterr, YM_E_INTERNAL,
                      "the frozen report was altered: its digest does not agree. Restore the table "
                      "month_report from a backup");
    return err;
}

/* Is the month frozen at all, and has nothing to tell of this scope? */
static enum ym_err nothing_to_tell(struct report_run *r, struct ym_error *reterr)
{
    const enum ym_err err =
        pg_month_read(r->db.conn, r->o->month, r->o->revision, APP_MONTH_FROZEN, &r->month, reterr);

    if (err != YM_E_OK)
        return err;
    return ym_fail(reterr, YM_E_UNPROCESSABLE,
                   "the month is frozen, and no dispute of this division or body was under way in "
                   "it: there is no report");
}

static enum ym_err read_or_not(struct report_run *r, struct ym_error *reterr)
{
    enum ym_err err = read_frozen(r, reterr);

    if (err == YM_E_NOT_FOUND)
        err = nothing_to_tell(r, reterr);
    return err;
}

static enum ym_err not_over(const struct report_run *r, struct ym_error *reterr)
{
    char month[APP_MONTH_TEXT_MAX];
    char from[YM_USEC_TEXT_MAX];

    app_month_print(r->o->month, month);
    ym_usec_print(ym_day_start(app_month_plus(r->o->month, 1)) + APP_MONTH_SETTLE_US, from);
    return ym_fail(reterr, YM_E_CONFLICT,
                   "%s is not over: it can be drawn from %.16s on. --preview shows how it stands, "
                   "and stores nothing",
                   month, from);
}

/* What cannot be drawn is not left half drawn. What a lost server or another runner interrupted is
 * gone on with. */
static void give_up(struct report_run *r, enum ym_err err)
{
    struct ym_error ignored;

    if (err == YM_E_OK || err == YM_E_UNAVAILABLE || err == YM_E_BUSY || err == YM_E_CONFLICT)
        return;
    (void)!pg_month_drop(r->db.conn, r->o->month, r->month.m.revision, &ignored);
}

static enum ym_err draw_and_read(struct report_run *r, struct ym_error *reterr)
{
    enum ym_err err = app_month_is_over(r->o->month, r->now) ? YM_E_OK : not_over(r, reterr);

    if (err == YM_E_OK)
        err = check_ground(r, reterr);
    if (err == YM_E_OK)
        err = open_reading(r, reterr);
    if (err == YM_E_OK)
        err = take_job(r, reterr);
    if (err == YM_E_OK)
        err = choose(r, reterr);
    if (err == YM_E_OK) {
        err = report_draw_and_freeze(r, reterr);
        give_up(r, err);
    }
    return err == YM_E_OK ? read_or_not(r, reterr) : err;
}

/* ---- A preview ---- */

struct previewing {
    struct report_scopes *scopes;
};

static enum ym_err on_preview(void *arg, const struct pg_month_slice *slice,
                              struct ym_error *reterr)
{
    const struct previewing *p = arg;

    return report_scopes_add(p->scopes, slice->facts, reterr);
}

static enum ym_err make_preview(struct report_run *r, struct report_scopes *scopes,
                                struct ym_error *reterr)
{
    char procedures[REPORT_HEX_MAX];
    char calendar[REPORT_HEX_MAX];
    const struct report_common c = report_common_of(r, procedures, calendar);
    struct pg_month_put *puts = NULL;
    size_t n = 0;
    enum ym_err err = report_scopes_make(scopes, &c, &puts, &n, reterr);

    if (err == YM_E_OK)
        ym_buf_add(&r->bytes, puts[0].bytes);
    report_puts_free(puts, n);
    return err;
}

static enum ym_err preview(struct report_run *r, struct ym_error *reterr)
{
    struct previewing p = { report_scopes_new(&r->o->scope) };
    struct report_drawer d;
    enum ym_err err = p.scopes != NULL ? check_ground(r, reterr)
                                       : ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for a month");

    if (err == YM_E_OK)
        err = open_reading(r, reterr);
    r->month.m.month = r->o->month;
    r->month.m.known = ym_day_start(app_month_plus(r->o->month, 1));
    d = report_drawer_of(r);
    d.on_slice = on_preview;
    d.arg = &p;
    if (err == YM_E_OK)
        err = report_draw(&d, reterr);
    if (err == YM_E_OK)
        err = make_preview(r, p.scopes, reterr);
    report_scopes_free(p.scopes);
    return err;
}

/* ---- The run ---- */

static void name_runner(struct report_run *r)
{
    char host[40] = "";

    (void)gethostname(host, sizeof(host) - 1);
    (void)snprintf(r->label, sizeof(r->label), "%s process %ld", host, (long)getpid());
}

enum ym_err report_run(struct report_run *r, const struct cli *cli, const struct report_order *o,
                       struct ym_error *reterr)
{
    enum ym_err err;

    *r = (struct report_run){ .cli = cli, .o = o, .now = cli_now() };
    ym_buf_init(&r->bytes, REPORT_JSON_BYTES_MAX);
    name_runner(r);
    err = cli_database_open_existing(cli, &r->db, reterr);
    if (err == YM_E_OK)
        err = cli_library_open(cli, r->db.conn, &r->library, reterr);
    if (err != YM_E_OK)
        return err;
    digest_library(r);
    if (o->is_preview)
        return preview(r, reterr);
    if (o->amend != NULL) {
        err = cli_person(cli, &r->db, &o->claim, &r->by, reterr);
        return err == YM_E_OK ? draw_and_read(r, reterr) : err;
    }
    err = read_or_not(r, reterr);
    if (err != YM_E_NOT_FOUND)
        return err;
    if (o->revision > 0)
        return ym_fail(
            reterr, YM_E_NOT_FOUND,
            "this month has no frozen revision %d: without --revision the newest is printed",
            o->revision);
    return draw_and_read(r, reterr);
}

void report_run_release(struct report_run *r)
{
    if (r->has_job)
        pg_job_release(r->db.conn, &r->job);
    ym_conn_close(r->reading);
    pg_registry_free(r->registry);
    free(r->people);
    cli_library_close(&r->library);
    cli_database_close(&r->db);
    ym_buf_release(&r->bytes);
}
