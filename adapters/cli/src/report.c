/* SPDX-License-Identifier: Apache-2.0 */
/* yima report: the statistics of a month. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "document/sheet.h"
#include "json/write.h"
#include "output.h"
#include "report/print.h"
#include "report_month.h"
#include "summary.h"
#include "words.h"
#include "yima/region.h"
#include "yima/utf8.h"

enum format { FORMAT_HTML, FORMAT_CSV, FORMAT_JSON, FORMAT_PDF, FORMATS };

static const char *const format_names[FORMATS] = { "html", "csv", "json", "pdf" };

/* The words of the command line. */
struct words {
    const char *region, *body, *format, *out, *amend, *revision, *reading, *population, *summary,
        *slice, *pace, *by;
    bool is_preview, is_stdin;
};

/* ---- Printing ---- */

/* Everything but JSON is made from what was frozen alone. */
static enum ym_err print(struct ym_span json, enum format format, struct ym_buf *out,
                         struct ym_error *reterr)
{
    struct report *report;
    enum ym_err err;

    if (format == FORMAT_JSON) {
        ym_buf_add(out, json);
        ym_buf_putc(out, '\n');
        return ym_buf_ok(out) ? YM_E_OK : ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to print");
    }
    err = report_read(json, &report, reterr);
    if (err != YM_E_OK)
        return err;
    if (format == FORMAT_CSV)
        err = report_csv(report, out, reterr);
    else if (format == FORMAT_HTML)
        err = report_html(report, out, reterr);
    else
        err = report_pdf(report, out, reterr);
    report_free(report);
    return err;
}

static enum ym_err write_whole(const char *path, struct ym_span text, struct ym_error *reterr)
{
    struct cli_output output;
    enum ym_err err = cli_output_open(path, &output, reterr);

    if (err != YM_E_OK)
        return err;
    (void)fwrite(text.at, 1, text.n, output.file);
    return cli_output_commit(&output, reterr);
}

static size_t printed_max(enum format format)
{
    switch (format) {
    case FORMAT_CSV:
        return REPORT_CSV_BYTES_MAX;
    case FORMAT_HTML:
        return REPORT_HTML_BYTES_MAX;
    case FORMAT_PDF:
        return DOC_PDF_BYTES_MAX;
    case FORMAT_JSON:
    case FORMATS:
        break;
    }
    return REPORT_JSON_BYTES_MAX + 1;
}

static enum ym_err print_out(const struct report_run *r, enum format format, const char *path,
                             struct ym_error *reterr)
{
    struct ym_buf out;
    enum ym_err err;

    ym_buf_init(&out, printed_max(format));
    err = print(ym_buf_span(&r->bytes), format, &out, reterr);
    if (err == YM_E_OK)
        err = write_whole(path, ym_buf_span(&out), reterr);
    ym_buf_release(&out);
    return err;
}

/* ---- The summary, for programs ---- */

static void add_drawing(struct cli_summary *s, const struct report_run *r)
{
    const struct app_month *m = &r->month.m;
    struct json_out *w = &s->w;

    json_add_int(w, "disputes", m->disputes);
    json_add_int(w, "events", m->events);
    json_add_int(w, "facts", m->facts);
    cli_summary_hash(s, "sha256", m->sha256);
    if (!r->is_drawn)
        return;
    json_add_int(w, "reports", (int64_t)r->reports);
    json_add_int(w, "resumed_slices", r->resumed_slices);
    json_add_int(w, "read_events", r->read_events);
    json_add_int(w, "milliseconds", (int64_t)(r->seconds * 1000));
}

static enum ym_err write_summary(const struct report_run *r, const char *path, enum ym_err outcome,
                                 struct ym_error *why)
{
    struct cli_summary s;

    cli_summary_begin(&s, r->o->month, outcome, why);
    if (outcome == YM_E_OK) {
        json_add_int(&s.w, "revision", r->month.m.revision);
        json_add_word(&s.w, "state",
                      r->o->is_preview
                          ? "preview"
                          : app_month_state_word((enum app_month_state)r->month.m.state)->code);
        json_add_bool(&s.w, "drawn", r->is_drawn);
        if (!r->o->is_preview)
            add_drawing(&s, r);
    }
    return cli_summary_end(&s, path, why);
}

static void tell(const struct report_run *r)
{
    char month[APP_MONTH_TEXT_MAX];

    if (!r->is_drawn || r->cli->is_quiet)
        return;
    app_month_print(r->o->month, month);
    (void)fprintf(stderr,
                  "%s revision %d: %" PRId64 " disputes, %" PRId64 " events read, %" PRId64
                  " count, %zu reports frozen, %.1f s\n",
                  month, r->month.m.revision, r->month.m.disputes, r->month.m.events,
                  r->month.m.facts, r->reports, r->seconds);
}

/* A frozen month has the population of the day on which it was drawn. */
static void tell_population(const struct report_run *r)
{
    const char *file = r->o->population;

    if (r->is_drawn || r->o->is_preview || r->cli->is_quiet || file == NULL ||
        strcmp(file, "none") == 0)
        return;
    (void)fprintf(stderr,
                  "the month is frozen: %s is not read; store it for other months with "
                  "`yima import`\n",
                  file);
}

/* ---- The call ---- */

static int misused(const char *text)
{
    (void)cli_complain("%s", text);
    return CLI_USAGE;
}

static bool read_scope(const struct words *w, struct report_order *o)
{
    long long id;

    if (w->region != NULL && w->body != NULL)
        return false;
    if (w->region != NULL) {
        o->scope.kind = REPORT_REGION;
        return ym_region_parse(ym_span_of(w->region), &o->scope.id) &&
               ym_region_level(o->scope.id) <= 4;
    }
    if (w->body != NULL) {
        o->scope.kind = REPORT_BODY;
        if (!cli_number(w->body, 1, INT64_MAX, &id))
            return false;
        o->scope.id = id;
    }
    return true;
}

static bool read_number(const char *text, long long max, long long *ret)
{
    return text == NULL || cli_number(text, 1, max, ret);
}

/* NULL, or what is wrong with the words that name one of several ways to draw. */
static const char *read_way(const struct words *w)
{
    if ((w->amend != NULL) + (w->revision != NULL) + w->is_preview > 1)
        return "--amend, --revision and --preview exclude each other";
    if (w->amend != NULL && (w->amend[0] == '\0' || !ym_utf8_valid(ym_span_of(w->amend)) ||
                             ym_utf8_chars(ym_span_of(w->amend)) > APP_MONTH_REASON_MAX))
        return "--amend takes a reason of 1 to 200 characters";
    if (w->amend != NULL && w->by == NULL)
        return "a person amends a month: say who, with --by LOGIN";
    if (w->amend == NULL && (w->by != NULL || w->is_stdin))
        return "--by and --password-stdin go with --amend: everything else names no person";
    return NULL;
}

/* NULL, or what is wrong with the words. */
static const char *read_words(const struct words *w, struct report_order *o, enum format *format)
{
    long long revision = 0;
    long long page = PG_MONTH_PAGE;

    *format = FORMAT_HTML;
    while (w->format != NULL && *format < FORMATS && strcmp(w->format, format_names[*format]) != 0)
        ++*format;
    if (*format == FORMATS)
        return "--format takes html, csv, json or pdf";
    if (!read_scope(w, o))
        return "either --region CODE, a division of 2 to 9 digits, or --body ID";
    if (!read_number(w->revision, INT16_MAX, &revision))
        return "--revision takes a number from 1 on";
    if (!read_number(w->slice, PG_MONTH_PAGE, &page))
        return "--slice takes 1 to 2000";
    if (w->out == NULL && *format == FORMAT_PDF && isatty(STDOUT_FILENO) == 1)
        return "a PDF is no text: name a file with --out";
    if (read_way(w) != NULL)
        return read_way(w);
    if (!cli_pace_read(w->pace, &o->pace))
        return "--pace takes 5 to 100 percent";
    o->amend = w->amend;
    o->claim = (struct cli_claim){ w->by, APP_RIGHT_REPORTS_AMEND, w->is_stdin };
    o->revision = (int)revision;
    o->page = page;
    o->is_preview = w->is_preview;
    o->reading = w->reading;
    o->population = w->population;
    return NULL;
}

static int report(const struct cli *cli, const struct report_order *o, const struct words *words,
                  enum format format)
{
    struct report_run *r = calloc(1, sizeof(*r));
    struct ym_error why;
    enum ym_err err;

    if (r == NULL)
        return cli_complain("no memory for a report");
    err = report_run(r, cli, o, &why);
    tell(r);
    if (err == YM_E_OK)
        tell_population(r);
    if (err == YM_E_OK)
        err = print_out(r, format, words->out, &why);
    if (words->summary != NULL)
        err = write_summary(r, words->summary, err, &why);
    report_run_release(r);
    free(r);
    return err == YM_E_OK ? CLI_DONE : cli_fail_job(&why);
}

static int run(struct cli *cli, int argc, char **argv)
{
    struct words w = { .region = NULL };
    const struct cli_option options[] = {
        { "region", "CODE", "of this division alone, down to a street (the whole)", &w.region,
          NULL },
        { "body", "ID", "of this body alone", &w.body, NULL },
        { "format", "FORMAT", "html, csv, json or pdf (html)", &w.format, NULL },
        { "out", "FILE", "write FILE whole or not at all (standard output)", &w.out, NULL },
        { "preview", NULL, "how the month stands, marked as such; stores nothing", NULL,
          &w.is_preview },
        { "amend", "REASON",
          "draw a frozen month again, with what was corrected since; the frozen report stays "
          "beside "
          "the amendment",
          &w.amend, NULL },
        { "by", "LOGIN", "amend: the account of who does, of a centre or supervisor", &w.by, NULL },
        { "password-stdin", NULL, CLI_PERSON_HELP, NULL, &w.is_stdin },
        { "revision", "N", "this revision of the month instead of the newest", &w.revision, NULL },
        { "population", "FILE",
          "store population first (columns region, year, residents, floating, source); none: draw "
          "the month without",
          &w.population, NULL },
        { "report-db", "CONNINFO", "read histories from this replica", &w.reading, NULL },
        { "summary", "FILE", "what came of it, for programs (JSON)", &w.summary, NULL },
        { "slice", "N", "disputes looked at in one short transaction, at most 2000 (2000)",
          &w.slice, NULL },
        { "pace", "PERCENT", CLI_PACE_HELP, &w.pace, NULL },
    };
    struct report_order o = { .scope = { .kind = REPORT_WHOLE } };
    enum format format;
    const char *wrong;
    int code;
    const int at = cli_options(
        cli, &cli_report, argc, argv,
        &(struct cli_syntax){ options, sizeof(options) / sizeof(options[0]), 1, 1 }, &code);

    if (at < 0)
        return code;
    if (!cli_read_month(argv[at], &o.month))
        return misused("the month is written YYYY-MM, as 2026-10; last is the one that is over");
    wrong = read_words(&w, &o, &format);
    if (wrong != NULL)
        return misused(wrong);
    return report(cli, &o, &w, format);
}

const struct cli_command cli_report = { "report", "YYYY-MM | last",
                                        "the statistics of a month, frozen once they are drawn",
                                        run };
