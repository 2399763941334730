/* SPDX-License-Identifier: Apache-2.0 */
#include "library.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/crypto.h"
#include "pg/reference.h"

#define CALENDAR_BYTES_MAX (1u << 20)

/* The first flaw that keeps a procedure from running, YM_FLAW_NONE: none. A version that an earlier
 * program took goes on, though its rules refuse a deadline: what runs under it is handled and the
 * metrics tell. */
static enum ym_flaw_kind first_flaw(const struct ym_procedure *p, bool is_stored)
{
    struct ym_flaw flaws[YM_RULES_MAX];
    const size_t n = ym_procedure_check(p, flaws, YM_RULES_MAX);

    for (size_t i = 0; i < n && i < YM_RULES_MAX; i++)
        if (!is_stored || flaws[i].kind != YM_FLAW_EXPIRY_REFUSED)
            return (enum ym_flaw_kind)flaws[i].kind;
    return YM_FLAW_NONE;
}

static enum ym_err read_one(struct ym_span text, const char *name, bool is_stored,
                            struct json_procedure **ret, struct ym_error *reterr)
{
    struct ym_error why;
    enum ym_flaw_kind flaw;
    struct json_procedure *p;

    if (json_procedure_parse(text, &p, &why) != YM_E_OK)
        return ym_fail(reterr, why.code, "%s: %s", name, why.text);
    flaw = first_flaw(json_procedure_get(p), is_stored);
    if (flaw != YM_FLAW_NONE) {
        json_procedure_free(p);
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "%s: %s; `yima procedure check` says where",
                       name, ym_flaw_text(flaw));
    }
    *ret = p;
    return YM_E_OK;
}

enum ym_err cli_procedure_read(struct ym_span text, const char *name, struct json_procedure **ret,
                               struct ym_error *reterr)
{
    return read_one(text, name, false, ret, reterr);
}

static enum ym_err register_shipped(struct ym_conn *conn, struct ym_error *reterr)
{
    for (size_t i = 0; i < ym_shipped_procedure_count; i++) {
        const struct ym_embedded *file = &ym_shipped_procedure_files[i];
        const struct ym_span text = { (const char *)file->at, file->n };
        struct json_procedure *p = NULL;
        struct pg_procedure row = { .document = text };
        enum ym_err err = cli_procedure_read(text, file->name, &p, reterr);

        if (err != YM_E_OK)
            return err;
        row.id = ym_span_of(json_procedure_get(p)->id);
        row.version = ym_span_of(json_procedure_get(p)->version);
        row.valid_from = json_procedure_get(p)->valid_from;
        row.valid_until = json_procedure_get(p)->valid_until;
        ym_sha256(file->at, file->n, row.sha256);
        err = pg_procedure_register(conn, &row, cli_now(), reterr);
        json_procedure_free(p);
        if (err != YM_E_OK)
            return err;
    }
    return YM_E_OK;
}

/* ---- Lessons ---- */

/* A lesson under way, and what it is read against. */
struct reading {
    struct cli_lesson *lesson;
    const bool *known;
    const struct ym_calendar *base;
    struct ym_calendar_day *days; /* room for YM_CALENDAR_DAYS_MAX and one more */
    size_t n;                     /* days in it */
    ym_day from, until;           /* first and last day of the database; YM_DAY_NONE: none */
    size_t at;                    /* next day of base */
};

static void take_version(void *arg, const struct pg_procedure *row)
{
    const struct reading *r = arg;
    struct cli_lesson *l = r->lesson;
    struct json_procedure *p = NULL;

    if (row->number == 0 || row->number > YM_PROCEDURES_MAX || r->known[row->number])
        return;
    if (read_one(row->document, "a stored procedure", true, &p, &l->why) != YM_E_OK) {
        l->unread++;
        return;
    }
    json_procedure_set(p, row->number, row->sha256);
    l->procedures[l->n++] = p;
}

static void keep_day(struct reading *r, struct ym_calendar_day day)
{
    if (r->n <= YM_CALENDAR_DAYS_MAX) /* one more than may be, so that it shows */
        r->days[r->n++] = day;
}

/* The exceptions of base up to this day, which itself is left out. */
static void keep_base_before(struct reading *r, ym_day day)
{
    for (; r->at < r->base->n && r->base->days[r->at].day < day; r->at++)
        keep_day(r, r->base->days[r->at]);
    if (r->at < r->base->n && r->base->days[r->at].day == day)
        r->at++;
}

/* A day of the database says how it is, whatever base says; it is kept when it is an exception. */
static void take_day(void *arg, const struct pg_day *day)
{
    static const struct ym_calendar plain = { .n = 0 };
    struct reading *r = arg;

    keep_base_before(r, day->day);
    if (day->is_working != ym_calendar_works(&plain, day->day))
        keep_day(r, (struct ym_calendar_day){ .day = day->day, .works = day->is_working });
    if (r->from == YM_DAY_NONE)
        r->from = day->day;
    r->until = day->day;
}

/* A holiday notice is for a year: a day of it in the database makes that whole year known. */
static void bound(const struct reading *r, struct ym_calendar *cal)
{
    int year;
    int month;
    int day;

    cal->from = r->base->from;
    cal->until = r->base->until;
    if (r->from == YM_DAY_NONE)
        return;
    ym_day_split(r->from, &year, &month, &day);
    if (ym_day_make(year, 1, 1) < cal->from)
        cal->from = ym_day_make(year, 1, 1);
    ym_day_split(r->until, &year, &month, &day);
    if (ym_day_make(year, 12, 31) > cal->until)
        cal->until = ym_day_make(year, 12, 31);
}

static enum ym_err read_calendar(struct ym_conn *conn, struct reading *r, struct ym_error *reterr)
{
    struct cli_lesson *l = r->lesson;
    enum ym_err err;

    r->days = calloc(YM_CALENDAR_DAYS_MAX + 1, sizeof(*r->days));
    if (r->days == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the calendar");
    l->days = r->days;
    err = pg_days_each(conn, take_day, r, reterr);
    if (err != YM_E_OK)
        return err;
    keep_base_before(r, INT32_MAX);
    l->calendar = (struct ym_calendar){ .days = l->days, .n = r->n };
    bound(r, &l->calendar);
    l->has_calendar = ym_calendar_valid(&l->calendar);
    if (!l->has_calendar)
        (void)ym_fail(&l->why, YM_E_UNPROCESSABLE,
                      "the days imported with --as calendar make no calendar: more than %d of "
                      "them, or more than %d days in a row without work; import them mended",
                      YM_CALENDAR_DAYS_MAX, YM_CALENDAR_ROLL_MAX);
    return YM_E_OK;
}

static enum ym_err read_office(struct ym_conn *conn, const struct ym_office *base,
                               struct cli_lesson *l, struct ym_error *reterr)
{
    size_t unread = 0;
    const enum ym_err err = cli_office_read(conn, base, &l->office, &unread, reterr);

    l->unread += unread;
    (void)!cli_office_check(unread, &l->why);
    return err;
}

enum ym_err cli_lesson_read(struct ym_conn *conn, const struct cli_library *lib,
                            const bool known[YM_PROCEDURES_MAX + 1], struct cli_lesson *ret,
                            struct ym_error *reterr)
{
    struct reading r = { .lesson = ret,
                         .known = known,
                         .base = json_calendar_get(lib->base),
                         .from = YM_DAY_NONE,
                         .until = YM_DAY_NONE };
    enum ym_err err;

    memset(ret, 0, sizeof(*ret));
    err = pg_procedures_each(conn, take_version, &r, reterr);
    if (err == YM_E_OK)
        err = read_calendar(conn, &r, reterr);
    if (err == YM_E_OK)
        err = read_office(conn, lib->office_base, ret, reterr);
    if (err != YM_E_OK)
        cli_lesson_release(ret);
    return err;
}

void cli_lesson_release(struct cli_lesson *lesson)
{
    for (size_t i = 0; i < lesson->n; i++)
        json_procedure_free(lesson->procedures[i]);
    free(lesson->days);
    cli_office_release(&lesson->office);
    memset(lesson, 0, sizeof(*lesson));
}

void cli_library_known(const struct cli_library *lib, bool ret[YM_PROCEDURES_MAX + 1])
{
    for (size_t i = 0; i <= YM_PROCEDURES_MAX; i++)
        ret[i] = lib->procedures.at[i] != NULL;
}

static bool is_same(const struct ym_calendar *a, const struct ym_calendar *b)
{
    if (a->n != b->n || a->from != b->from || a->until != b->until)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (a->days[i].day != b->days[i].day || a->days[i].works != b->days[i].works)
            return false;
    return true;
}

/* The rules of the lesson become those of the library, which is asked at the same address. */
static void take_office(struct cli_library *lib, struct cli_lesson *lesson)
{
    cli_office_release(&lib->office_rows);
    lib->office_rows = lesson->office;
    lib->office_merged = (struct ym_office){ lib->office_rows.rows, lib->office_rows.n };
    lesson->office = (struct cli_office){ .n = 0 };
}

struct cli_learnt cli_library_learn(struct cli_library *lib, struct cli_lesson *lesson)
{
    const struct cli_learnt news = {
        .calendar = lesson->has_calendar && !is_same(&lib->merged, &lesson->calendar),
        .office = !cli_office_is_same(&lib->office_rows, &lesson->office),
    };

    for (size_t i = 0; i < lesson->n; i++) {
        const struct ym_procedure *p = json_procedure_get(lesson->procedures[i]);

        lib->owned[lib->n++] = lesson->procedures[i];
        lib->procedures.at[p->number] = p;
    }
    lesson->n = 0;
    if (news.calendar) {
        free(lib->days);
        lib->days = lesson->days;
        lib->merged = lesson->calendar;
        lesson->days = NULL;
    }
    if (news.office)
        take_office(lib, lesson);
    return news;
}

/* ---- The whole ---- */

static enum ym_err read_base(const struct cli *cli, struct cli_library *lib,
                             struct ym_error *reterr)
{
    struct ym_span text = { (const char *)ym_shipped_calendar_files[0].at,
                            ym_shipped_calendar_files[0].n };
    char *file = NULL;
    enum ym_err err = YM_E_OK;

    if (cli->calendar != NULL) {
        err = cli_read_file(cli->calendar, CALENDAR_BYTES_MAX, &file, &text.n, reterr);
        text.at = file;
    }
    if (err == YM_E_OK)
        err = json_calendar_parse(text, &lib->base, reterr);
    free(file);
    return err;
}

/* Nothing is known yet, and both tables have the addresses that they keep. */
static enum ym_err begin(struct cli_library *lib, struct ym_error *reterr)
{
    memset(lib, 0, sizeof(*lib));
    lib->calendar = &lib->merged;
    lib->office = &lib->office_merged;
    return json_office_parse(json_office_shipped(), &lib->office_base, reterr);
}

enum ym_err cli_library_open(const struct cli *cli, struct ym_conn *conn, struct cli_library *ret,
                             struct ym_error *reterr)
{
    struct cli_lesson first = { .n = 0 };
    bool known[YM_PROCEDURES_MAX + 1] = { false };
    enum ym_err err = begin(ret, reterr);

    if (err == YM_E_OK)
        err = register_shipped(conn, reterr);
    if (err == YM_E_OK)
        err = read_base(cli, ret, reterr);
    if (err == YM_E_OK)
        err = cli_lesson_read(conn, ret, known, &first, reterr);
    if (err == YM_E_OK && (first.unread > 0 || !first.has_calendar))
        err = ym_fail(reterr, first.why.code, "%s", first.why.text);
    if (err == YM_E_OK)
        (void)cli_library_learn(ret, &first);
    cli_lesson_release(&first);
    if (err != YM_E_OK)
        cli_library_close(ret);
    return err;
}

enum ym_err cli_library_open_shipped(struct cli_library *ret, struct ym_error *reterr)
{
    enum ym_err err = begin(ret, reterr);

    if (err != YM_E_OK)
        return err;
    ret->office_merged = *ret->office_base;
    for (size_t i = 0; i < ym_shipped_procedure_count; i++) {
        const struct ym_embedded *file = &ym_shipped_procedure_files[i];
        const struct ym_span text = { (const char *)file->at, file->n };
        unsigned char sha256[32];

        err = cli_procedure_read(text, file->name, &ret->owned[i], reterr);

        if (err != YM_E_OK) {
            cli_library_close(ret);
            return err;
        }
        ret->n++;
        ym_sha256(file->at, file->n, sha256);
        json_procedure_set(ret->owned[i], (uint16_t)(i + 1), sha256);
        ret->procedures.at[i + 1] = json_procedure_get(ret->owned[i]);
    }
    return YM_E_OK;
}

void cli_library_digest(const struct cli_library *lib, unsigned char ret[32])
{
    struct ym_sha256 s;

    ym_sha256_begin(&s);
    for (int i = 1; i <= YM_PROCEDURES_MAX; i++) {
        if (lib->procedures.at[i] != NULL)
            ym_sha256_add(&s, lib->procedures.at[i]->sha256, 32);
    }
    ym_sha256_end(&s, ret);
}

void cli_library_close(struct cli_library *lib)
{
    for (size_t i = 0; i < lib->n; i++)
        json_procedure_free(lib->owned[i]);
    json_calendar_free(lib->base);
    free(lib->days);
    cli_office_release(&lib->office_rows);
    json_office_free(lib->office_base);
    memset(lib, 0, sizeof(*lib));
}

static bool is_named(const struct ym_procedure *p, struct ym_span name)
{
    char full[256];

    if (ym_span_is(name, ym_span_of(p->id)))
        return true;
    (void)snprintf(full, sizeof(full), "%s/%s", p->id, p->version);
    return ym_span_is(name, ym_span_of(full));
}

const struct ym_procedure *cli_library_find(const struct cli_library *lib, struct ym_span name)
{
    const struct ym_procedure *found = NULL;

    for (int i = 1; i <= YM_PROCEDURES_MAX; i++)
        if (lib->procedures.at[i] != NULL && is_named(lib->procedures.at[i], name))
            found = lib->procedures.at[i];
    return found;
}
