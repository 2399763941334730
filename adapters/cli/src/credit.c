/* SPDX-License-Identifier: Apache-2.0 */
/* yima credit: profiles of how parties take part and perform, drawn month by month, approved by
 * another person than drew them, and looked at one by one for a stated purpose. */
#include "credit.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/month.h"
#include "json/write.h"
#include "pg/credit.h"
#include "words.h"
#include "yima/utf8.h"

#define COUNT_COLUMNS 30
#define RUN_BYTES_MAX 16384

void credit_print_counts(const struct app_credit_run *r)
{
    for (unsigned i = 0; i < APP_CREDIT_N_COUNT; i++) {
        const struct ym_word *word = app_credit_count_word(i);

        if (r->n[i] == 0)
            continue;
        cli_print_padded(ym_span_of(word->zh), COUNT_COLUMNS);
        (void)printf("%12" PRId64 "  %s\n", r->n[i], word->en);
    }
}

/* ---- list ---- */

struct listing {
    const struct credit_wish *wish;
    bool has_failed;
};

static void put_run(struct json_out *w, const struct app_credit_run *r)
{
    char month[APP_MONTH_TEXT_MAX];

    app_month_print(r->month, month);
    json_put_object(w);
    json_add_word(w, "month", month);
    json_add_int(w, "run", r->run);
    json_add_word(w, "state", app_credit_state_word(r->state)->code);
    json_add_word(w, "formula", r->formula);
    json_add_word(w, "runner", r->runner_login);
    json_add_optional(w, "approver", ym_span_of(r->approver_login));
    json_add_instant(w, "begun_at", r->begun_at);
    json_add_instant(w, "drawn_at", r->drawn_at);
    json_add_instant(w, "decided_at", r->decided_at);
    json_add_optional(w, "reason", r->reason);
    json_put_key(w, "counts");
    json_put_object(w);
    for (unsigned i = 0; i < APP_CREDIT_N_COUNT; i++)
        json_add_int(w, app_credit_count_word(i)->code, r->n[i]);
    json_put_object_end(w);
    json_put_object_end(w);
}

static bool print_json(const struct app_credit_run *r)
{
    struct ym_buf b;
    struct json_out w;
    bool is_ok;

    ym_buf_init(&b, RUN_BYTES_MAX);
    w = json_out(&b);
    put_run(&w, r);
    is_ok = json_put_ok(&w) && printf("%.*s\n", (int)b.n, b.at) > 0;
    ym_buf_release(&b);
    return is_ok;
}

static void on_run(void *arg, const struct app_credit_run *r)
{
    struct listing *l = arg;
    const struct ym_word *state = app_credit_state_word(r->state);
    char month[APP_MONTH_TEXT_MAX];

    if (l->wish->as_json) {
        l->has_failed = !print_json(r) || l->has_failed;
        return;
    }
    app_month_print(r->month, month);
    (void)printf("%s  %d  ", month, r->run);
    cli_print_padded(ym_span_of(state->zh), 8);
    (void)printf("%-9s  %s  %" PRId64 "  %s%s%s\n", state->code, r->formula,
                 r->n[APP_CREDIT_N_NATURAL] + r->n[APP_CREDIT_N_LEGAL], r->runner_login,
                 r->approver_login[0] != '\0' ? " → " : "", r->approver_login);
}

int credit_list(const struct cli *cli, const struct credit_wish *w)
{
    struct listing l = { .wish = w };
    struct cli_database db;
    struct ym_error why;
    enum ym_err err = cli_database_open_existing(cli, &db, &why);

    if (err != YM_E_OK)
        return cli_fail(&why);
    err = credit_runs_each(db.conn, on_run, &l, &why);
    cli_database_close(&db);
    if (err != YM_E_OK)
        return cli_fail(&why);
    return l.has_failed ? CLI_FAILED : CLI_DONE;
}

/* ---- approve and withdraw ---- */

static enum ym_err verdict_of(const struct credit_wish *w, bool approves,
                              const struct cli_granted *by, struct app_credit_verdict *ret,
                              struct ym_error *reterr)
{
    *ret = (struct app_credit_verdict){ .month = w->month,
                                        .approves = approves,
                                        .may = true, /* cli_person() has seen to it */
                                        .account = by->account,
                                        .login = ym_span_of(by->trace),
                                        .at = cli_now() };
    if (approves)
        return YM_E_OK;
    ret->reason = ym_span_of(w->reason != NULL ? w->reason : "");
    if (!ym_utf8_plain(ret->reason) || ret->reason.n == 0 ||
        ym_utf8_chars(ret->reason) > APP_CREDIT_REASON_CHARS_MAX)
        return ym_fail(reterr, YM_E_INVALID, "say why with --reason, 1 to %d characters",
                       APP_CREDIT_REASON_CHARS_MAX);
    return YM_E_OK;
}

/* The newest run of a month. */
struct newest {
    bool is_there;
    struct app_credit_run run;
};

static void on_newest(void *arg, const struct app_credit_run *r)
{
    struct newest *n = arg;

    if (!n->is_there)
        n->run = *r;
    n->is_there = true;
}

/* Whoever has two accounts is still one person: the one who ran it does not approve it. */
static enum ym_err check_person(struct ym_conn *c, const struct credit_wish *w,
                                const struct cli_granted *by, struct ym_error *reterr)
{
    struct newest n = { .is_there = false };
    enum ym_err err = pg_credit_runs(c, w->month, YM_DAY_NONE, on_newest, &n, reterr);

    if (err != YM_E_OK || !n.is_there || n.run.state != APP_CREDIT_WAITING)
        return err;
    return cli_other_person(c, n.run.runner_login, by->login, reterr);
}

struct cli_claim credit_claim(const struct credit_wish *w, enum app_right right)
{
    return (struct cli_claim){ w->by, right, w->is_stdin };
}

static enum ym_err decide(const struct cli *cli, const struct cli_database *db,
                          const struct credit_wish *w, bool approves, struct ym_error *reterr)
{
    const struct cli_claim claim = credit_claim(w, APP_RIGHT_CREDIT_APPROVE);
    struct ym_conn *c = db->conn;
    struct cli_granted by;
    struct app_credit_verdict v;
    enum app_credit_bar bar;
    int64_t swept = 0;
    enum ym_err err = cli_person(cli, db, &claim, &by, reterr);

    if (err == YM_E_OK)
        err = verdict_of(w, approves, &by, &v, reterr);
    if (err == YM_E_OK && approves)
        err = check_person(c, w, &by, reterr);
    if (err == YM_E_OK && !approves) /* not under the hands of who draws it */
        err = pg_credit_lock(c, reterr);
    if (err == YM_E_OK)
        err = pg_credit_decide(c, &v, &bar, reterr);
    if (err == YM_E_OK && !approves)
        err = pg_credit_sweep(c, v.at, &swept, reterr);
    if (err == YM_E_OK && swept > 0)
        (void)printf("%" PRId64 " profiles deleted\n", swept);
    return err;
}

int credit_decide(const struct cli *cli, const struct credit_wish *w, bool approves)
{
    struct cli_database db;
    struct ym_error why;
    enum ym_err err = cli_database_open_existing(cli, &db, &why);

    if (err == YM_E_OK) {
        err = decide(cli, &db, w, approves, &why);
        cli_database_close(&db);
    }
    if (err != YM_E_OK)
        return cli_fail(&why);
    (void)printf("%s  %s\n", w->month_text, approves ? "已批准 approved" : "已撤回 withdrawn");
    return CLI_DONE;
}

/* ---- Which verb ---- */

static int usage(void)
{
    (void)cli_complain(
        "usage: yima credit run YYYY-MM|last --by LOGIN [--dry-run] [--formula ID/VERSION] "
        "[--pace PERCENT] "
        "| approve YYYY-MM --by LOGIN | withdraw YYYY-MM --by LOGIN --reason TEXT | "
        "list | formula [FILE --by LOGIN [--dry-run]] | "
        "show DISPUTE SEAT --by LOGIN --purpose TEXT | "
        "forget DISPUTE SEAT --by LOGIN --reason NUMBER [--until DAY] | "
        "lift DISPUTE SEAT --by LOGIN | barred --by LOGIN; "
        "approve, withdraw, show, forget and lift ask for the password, or take it by "
        "--password-stdin");
    return CLI_USAGE;
}

static int with_month(const struct cli *cli, struct credit_wish *w, const char *verb)
{
    const bool is_run = strcmp(verb, "run") == 0;

    if (is_run ? !cli_read_month(w->month_text, &w->month)
               : !app_month_parse(ym_span_of(w->month_text), &w->month)) {
        (void)cli_complain("%.20s is no month: give it as 2026-10%s", w->month_text,
                           is_run ? ", or last" : "");
        return CLI_USAGE;
    }
    if (!cli_pace_read(w->pace_text, &w->pace)) {
        (void)cli_complain("--pace takes 5 to 100 percent");
        return CLI_USAGE;
    }
    if (is_run)
        return credit_run(cli, w);
    return credit_decide(cli, w, strcmp(verb, "approve") == 0);
}

static int act(const struct cli *cli, struct credit_wish *w, int n, char **words)
{
    const bool is_monthly = strcmp(words[0], "run") == 0 || strcmp(words[0], "approve") == 0 ||
                            strcmp(words[0], "withdraw") == 0;

    if (is_monthly && n == 2) {
        w->month_text = words[1];
        return with_month(cli, w, words[0]);
    }
    if (strcmp(words[0], "list") == 0 && n == 1)
        return credit_list(cli, w);
    if (strcmp(words[0], "barred") == 0 && n == 1)
        return credit_list_barred(cli, w);
    if (credit_is_decision(words[0]) && n == 3)
        return credit_decide_party(cli, w, words);
    if (strcmp(words[0], "show") != 0 || n != 3)
        return usage();
    w->month = YM_DAY_NONE;
    if (w->month_text != NULL && !app_month_parse(ym_span_of(w->month_text), &w->month)) {
        (void)cli_complain("--month takes a month as 2026-10");
        return CLI_USAGE;
    }
    return credit_show(cli, w, words[1], words[2]);
}

static int run(struct cli *cli, int argc, char **argv)
{
    static const char *const trials[] = { "run", "formula", NULL };
    struct credit_wish w = { .month = YM_DAY_NONE };
    const struct cli_option options[] = {
        { "by", "LOGIN",
          "the account that has it done; all but list and the list of formulas ask for it", &w.by,
          NULL },
        { "password-stdin", NULL, CLI_PERSON_HELP "; run, formula and barred ask for none", NULL,
          &w.is_stdin },
        { "dry-run", NULL, "run: count what would change; run, formula: store nothing", NULL,
          &w.is_dry },
        { "formula", "ID/VERSION", "run: instead of the one that is valid in the month", &w.formula,
          NULL },
        { "report-db", "CONNINFO", "run: read from this server, such as a replica", &w.report_db,
          NULL },
        { "summary", "FILE", "run: what came of it as JSON (- for standard output)", &w.summary,
          NULL },
        { "reason", "TEXT", "withdraw: why; forget: the number of the file of the order", &w.reason,
          NULL },
        { "until", "DAY", "forget: months that begin after this day are drawn again", &w.until_text,
          NULL },
        { "purpose", "TEXT", "show: what the look is for, 4 to 200 characters; it is logged",
          &w.purpose, NULL },
        { "month", "YYYY-MM", "show: of this month instead of the newest", &w.month_text, NULL },
        { "json", NULL, "list, show: as JSON", NULL, &w.as_json },
        { "pace", "PERCENT", "run: " CLI_PACE_HELP, &w.pace_text, NULL },
    };
    int code;
    const int at = cli_options(
        cli, &cli_credit, argc, argv,
        &(struct cli_syntax){ options, sizeof(options) / sizeof(options[0]), 1, 3 }, &code);

    if (at >= 0 && !cli_trial_fits(w.is_dry, argv[at], trials))
        return CLI_USAGE;
    if (at >= 0 && argc - at <= 2 && strcmp(argv[at], "formula") == 0)
        return credit_formula(cli, &w, argc - at == 2 ? argv[at + 1] : NULL);
    return at < 0 ? code : act(cli, &w, argc - at, argv + at);
}

const struct cli_command cli_credit = {
    "credit", "list | VERB MONTH | VERB N SEAT",
    "profiles of conduct in mediation: run, approve, withdraw a month; show, forget a party's", run
};
