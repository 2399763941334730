/* SPDX-License-Identifier: Apache-2.0 */
/* yima export: disputes as JSON Lines or as an event log. Personal numbers, phones and addresses
 * are sealed in the database and stay out of both; of each only whether it is there. */
#include "export.h"

#include <stdio.h>
#include <string.h>

#include "database.h"
#include "reading.h"
#include "words.h"
#include "yima/canon.h"
#include "yima/region.h"

struct wish {
    const char *format, *since, *month, *region, *type, *output;
};

/* ---- The scan ---- */

static bool is_wanted(const struct export_filter *f, const struct ym_dispute *d)
{
    return (f->from == YM_USEC_NONE || d->received_at >= f->from) &&
           (f->before == YM_USEC_NONE || d->received_at < f->before) &&
           (f->type < 0 || d->type == f->type) &&
           (f->region == YM_REGION_ALL || ym_region_contains(f->region, d->region));
}

/* A full disk or a closed pipe ends the scan; which of them, the commit says. */
static bool goes_on(struct exporting *x)
{
    return x->failed == NULL && cli_output_ok(&x->output);
}

static void on_count(void *arg, int64_t disputes)
{
    struct exporting *x = arg;

    cli_progress_begin(&x->progress, x->cli, "exporting", "disputes", (uint64_t)disputes);
}

static bool on_dispute(void *arg, const struct pg_scan_row *row)
{
    struct exporting *x = arg;
    const struct ym_procedure *p;
    struct ym_dispute d;

    x->seen++;
    cli_progress_step(&x->progress, x->seen, x->seen);
    x->id = row->id;
    if (!ym_dispute_unpack((const unsigned char *)row->state.at, row->state.n, &d) ||
        (p = ym_procedures_get(&x->library.procedures, d.procedure)) == NULL) {
        x->failed = "a stored dispute cannot be read; run `yima verify`";
        return false;
    }
    x->is_passed_over = !is_wanted(&x->filter, &d);
    if (!x->is_passed_over)
        x->format->dispute(x, p, &d, row);
    return goes_on(x);
}

static bool on_event(void *arg, const struct app_event *e)
{
    struct exporting *x = arg;

    if (!x->is_passed_over)
        x->format->event(x, e);
    return goes_on(x);
}

static bool on_end(void *arg)
{
    struct exporting *x = arg;

    if (!x->is_passed_over)
        x->format->end(x);
    return goes_on(x);
}

static enum ym_err write_all(struct exporting *x, const struct pg_scan_options *o,
                             struct ym_conn *conn, struct ym_error *reterr)
{
    enum ym_err err;

    if (x->is_anonymous)
        ym_random(x->key, sizeof(x->key));
    x->format->begin(x);
    err = pg_scan_run(conn, o, reterr);
    cli_progress_wipe(&x->progress);
    if (err == YM_E_OK && x->failed != NULL)
        err = ym_fail(reterr, YM_E_INTERNAL, "%s", x->failed);
    if (err != YM_E_OK) {
        cli_output_abort(&x->output);
        return err;
    }
    x->format->finish(x);
    return cli_output_commit(&x->output, reterr);
}

static enum ym_err export_all(struct exporting *x, const struct pg_scan_options *o,
                              const char *path, struct ym_error *reterr)
{
    struct cli_database db;
    enum ym_err err = cli_database_open_existing(x->cli, &db, reterr);

    if (err != YM_E_OK)
        return err;
    /* What is exported under hashes alone names nobody. */
    if (!x->is_anonymous)
        err = cli_log_read(db.conn, (struct ym_id){ 0 }, APP_SIGHT_LIST, reterr);
    if (err == YM_E_OK)
        err = cli_library_open(x->cli, db.conn, &x->library, reterr);
    if (err == YM_E_OK) {
        err = cli_output_open(path, &x->output, reterr);
        if (err == YM_E_OK)
            err = write_all(x, o, db.conn, reterr);
        cli_library_close(&x->library);
    }
    cli_database_close(&db);
    return err;
}

/* ---- The call ---- */

static bool read_since(const char *text, ym_usec *ret)
{
    const struct ym_span span = ym_span_of(text);
    ym_day day;

    if (ym_day_parse(span, &day)) {
        *ret = ym_day_start(day);
        return true;
    }
    return ym_usec_parse(span, ret);
}

static bool read_month(const char *text, struct export_filter *ret)
{
    char first[YM_DAY_TEXT_MAX];
    ym_day day;

    if (strlen(text) != strlen("2026-11"))
        return false;
    (void)snprintf(first, sizeof(first), "%s-01", text);
    if (!ym_day_parse(ym_span_of(first), &day))
        return false;
    ret->from = ym_day_start(day);
    ret->before = ym_day_start(ym_day_plus_months(day, 1));
    return true;
}

static const struct export_format *read_format(const char *name)
{
    if (strcmp(name, export_jsonl.name) == 0)
        return &export_jsonl;
    return strcmp(name, export_xes.name) == 0 ? &export_xes : NULL;
}

/* Everything that was asked for, or what is wrong with it. */
static bool read_wish(const struct wish *w, struct exporting *x, struct pg_scan_options *o)
{
    struct ym_error why;
    uint8_t type = 0;

    x->format = read_format(w->format);
    x->filter = (struct export_filter){ YM_USEC_NONE, YM_USEC_NONE, YM_REGION_ALL, -1 };
    if (x->format == NULL) {
        (void)cli_complain("--format takes jsonl or xes");
        return false;
    }
    if (x->is_anonymous && x->format != &export_xes) {
        (void)cli_complain("--anonymous goes with --format xes: JSON Lines hold the bytes that are "
                           "hashed, and nothing in them can be changed");
        return false;
    }
    if (w->since != NULL && !read_since(w->since, &o->since)) {
        (void)cli_complain("--since takes a day, as 2026-11-22, or an RFC 3339 time");
        return false;
    }
    if (w->month != NULL && !read_month(w->month, &x->filter)) {
        (void)cli_complain("--month takes a month, as 2026-11");
        return false;
    }
    if (w->region != NULL && !ym_region_parse(ym_span_of(w->region), &x->filter.region)) {
        (void)cli_complain("--region takes a code of 2, 4, 6, 9 or 12 digits, as 330108");
        return false;
    }
    if (w->type != NULL) {
        if (cli_read_code(YM_VOCAB_TYPE, ym_span_of(w->type), &type, &why) != YM_E_OK) {
            (void)cli_fail(&why);
            return false;
        }
        x->filter.type = type;
    }
    return true;
}

static int run(struct cli *cli, int argc, char **argv)
{
    struct wish w = { .format = "jsonl" };
    struct exporting x = { .cli = cli };
    struct pg_scan_options o = { .since = YM_USEC_NONE,
                                 .on_count = on_count,
                                 .on_dispute = on_dispute,
                                 .on_event = on_event,
                                 .on_end = on_end,
                                 .arg = &x };
    const struct cli_option options[] = {
        { "format", "jsonl|xes", "JSON Lines, or an event log after IEEE 1849 (jsonl)", &w.format,
          NULL },
        { "events", NULL, "jsonl: each dispute's events behind it, as they are hashed", NULL,
          &o.wants_events },
        { "since", "TIME", "only what changed since, 2026-11-22 or RFC 3339", &w.since, NULL },
        { "month", "YYYY-MM", "only what was received in that month", &w.month, NULL },
        { "region", "CODE", "only of this region and what lies in it, as 330108", &w.region, NULL },
        { "type", "TYPE", "only of this type, as contract", &w.type, NULL },
        { "anonymous", NULL, "xes: staff, bodies and numbers under hashes of this export alone",
          NULL, &x.is_anonymous },
        { "output", "FILE", "write FILE whole or not at all (standard output)", &w.output, NULL },
    };
    struct ym_error why;
    enum ym_err err;
    int code;

    if (cli_options(cli, &cli_export, argc, argv, &(struct cli_syntax){ options, 8, 0, 0 }, &code) <
        0)
        return code;
    if (!read_wish(&w, &x, &o))
        return CLI_USAGE;
    o.wants_parties = x.format == &export_jsonl;
    o.wants_events = o.wants_events || x.format == &export_xes;
    err = export_all(&x, &o, w.output, &why);
    ym_buf_release(&x.line);
    return err == YM_E_OK ? CLI_DONE : cli_fail(&why);
}

const struct cli_command cli_export = {
    "export", "", "write disputes as JSON Lines or as an event log; no personal numbers or phones",
    run
};
