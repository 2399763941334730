/* SPDX-License-Identifier: Apache-2.0 */
/* yima procedure: the rule tables, from a file or from the database. */
#include "procedure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "crypto/crypto.h"
#include "database.h"
#include "library.h"
#include "output.h"
#include "pg/reference.h"
#include "procedure_draw.h"
#include "words.h"

#define FLAWS_MAX 512 /* shown of one procedure */

struct wish {
    const char *format, *track; /* draw: its language; NULL for all tracks */
    const char *output;         /* draw and print: where to, NULL for standard output */
    struct cli_migration move;
};

/* ---- check ---- */

static void print_flaw(const char *path, const struct ym_procedure *p, const struct ym_flaw *f)
{
    (void)printf("%s:", path);
    if (f->rule != 0) {
        const struct ym_rule *r = ym_procedure_rule(p, f->rule);

        (void)printf(" rule %u%s%s%s:", f->rule, r != NULL ? " (" : "",
                     r != NULL ? ym_word(YM_VOCAB_COMMAND, r->on)->code : "", r != NULL ? ")" : "");
    }
    if (f->state != YM_STATE_NONE && f->state < p->nstates)
        (void)printf(" state %s:", p->states[f->state].name);
    if (f->deadline != YM_DEADLINE_NONE && f->deadline < p->ndeadlines)
        (void)printf(" deadline %s:", p->deadlines[f->deadline].name);
    (void)printf(" %s", ym_flaw_text((enum ym_flaw_kind)f->kind));
    if (f->other != 0)
        (void)printf(" (rule %u)", f->other);
    (void)putchar('\n');
}

/* Read a file as a procedure, flaws and all. */
static enum ym_err read_file(const char *path, struct json_procedure **ret, struct ym_error *reterr)
{
    struct ym_error why;
    char *text;
    size_t n;
    enum ym_err err = cli_read_file(path, JSON_PROCEDURE_BYTES_MAX, &text, &n, reterr);

    if (err != YM_E_OK)
        return err;
    err = json_procedure_parse((struct ym_span){ text, n }, ret, &why);
    free(text);
    return err == YM_E_OK ? YM_E_OK : ym_fail(reterr, err, "%.80s: %.150s", path, why.text);
}

static bool check_file(const char *path)
{
    struct ym_flaw flaws[FLAWS_MAX];
    struct json_procedure *jp;
    const struct ym_procedure *p;
    struct ym_error why;
    size_t n;

    if (read_file(path, &jp, &why) != YM_E_OK) {
        (void)cli_fail(&why);
        return false;
    }
    p = json_procedure_get(jp);
    n = ym_procedure_check(p, flaws, FLAWS_MAX);
    for (size_t i = 0; i < n && i < FLAWS_MAX; i++)
        print_flaw(path, p, &flaws[i]);
    if (n == 0)
        (void)printf("%s: %s/%s is sound: %u states, %u deadlines, %u rules\n", path, p->id,
                     p->version, p->nstates, p->ndeadlines, p->nrules);
    else
        (void)printf("%s: %zu %s\n", path, n, n == 1 ? "flaw" : "flaws");
    json_procedure_free(jp);
    return n == 0;
}

static int check(char **paths, int n)
{
    bool is_sound = true;

    for (int i = 0; i < n; i++)
        is_sound = check_file(paths[i]) && is_sound;
    return is_sound ? CLI_DONE : CLI_FAILED;
}

/* ---- list ---- */

static void print_version(const struct ym_procedure *p, bool is_default)
{
    char from[YM_DAY_TEXT_MAX];
    char until[YM_DAY_TEXT_MAX];
    char name[256];

    ym_day_print(p->valid_from, from);
    ym_day_print(p->valid_until, until);
    (void)snprintf(name, sizeof(name), "%s/%s", p->id, p->version);
    (void)printf("%c %2u  %-24s %s … %-10s  %2u states %3u rules %2u deadlines  %s\n",
                 is_default ? '*' : ' ', p->number, name, from, until, p->nstates, p->nrules,
                 p->ndeadlines, p->zh);
}

static int list(const struct cli_library *lib)
{
    const struct ym_procedure *today = ym_procedures_on(&lib->procedures, ym_day_of(cli_now()));

    for (int i = 1; i <= YM_PROCEDURES_MAX; i++)
        if (lib->procedures.at[i] != NULL)
            print_version(lib->procedures.at[i], lib->procedures.at[i] == today);
    (void)puts(today != NULL ? "* is the default for what is registered today"
                             : "none is valid today: nothing can be registered");
    return CLI_DONE;
}

/* ---- draw and print ---- */

static bool print_json(FILE *out, const struct ym_procedure *p)
{
    struct ym_buf buf;
    bool ok;

    ym_buf_init(&buf, JSON_PROCEDURE_PRINT_MAX);
    ok = json_procedure_print(p, &buf);
    if (ok)
        (void)fwrite(buf.at, 1, buf.n, out);
    if (ok && buf.n > 0 && buf.at[buf.n - 1] != '\n')
        (void)putc('\n', out);
    ym_buf_release(&buf);
    return ok;
}

static void (*language(const char *format))(const struct draw *)
{
    if (format == NULL || strcmp(format, "mermaid") == 0)
        return draw_mermaid;
    if (strcmp(format, "dot") == 0)
        return draw_dot;
    return strcmp(format, "scxml") == 0 ? draw_scxml : NULL;
}

static int show(const char *verb, const struct wish *w, const struct ym_procedure *p)
{
    struct draw d = { .p = p, .tracks = DRAW_TRACKS_ALL };
    struct cli_output output;
    uint8_t track = YM_TRACK_MAIN;
    struct ym_error why;

    if (w->track != NULL) {
        if (cli_read_code(YM_VOCAB_TRACK, ym_span_of(w->track), &track, &why) != YM_E_OK)
            return cli_fail(&why);
        d.tracks = 1U << track;
    }
    if (cli_output_open(w->output, &output, &why) != YM_E_OK)
        return cli_fail(&why);
    d.out = output.file;
    if (strcmp(verb, "print") != 0) {
        language(w->format)(&d);
    } else if (!print_json(output.file, p)) {
        cli_output_abort(&output);
        return cli_complain("the procedure is too large to print");
    }
    return cli_output_commit(&output, &why) == YM_E_OK ? CLI_DONE : cli_fail(&why);
}

/* Without a database: what the binary ships, since a version never changes. */
static bool show_shipped(const char *verb, const struct wish *w, const char *name, int *ret_code)
{
    struct cli_library lib;
    const struct ym_procedure *p;
    struct ym_error why;

    if (cli_library_open_shipped(&lib, &why) != YM_E_OK)
        return false;
    p = name != NULL ? cli_library_find(&lib, ym_span_of(name))
                     : ym_procedures_on(&lib.procedures, ym_day_of(cli_now()));
    if (p != NULL)
        *ret_code = show(verb, w, p);
    cli_library_close(&lib);
    return p != NULL;
}

/* ID/VERSION holds a slash too: only the ending tells. */
static bool is_file(const char *name)
{
    const size_t n = strlen(name);

    return n > 5 && strcmp(name + n - 5, ".json") == 0;
}

/* A procedure that is still being written. Only a sound one can be drawn. */
static int show_file(const char *verb, const struct wish *w, const char *path)
{
    struct json_procedure *jp;
    struct ym_error why;
    struct ym_flaw flaw;
    int code;

    if (read_file(path, &jp, &why) != YM_E_OK)
        return cli_fail(&why);
    if (ym_procedure_check(json_procedure_get(jp), &flaw, 1) == 0)
        code = show(verb, w, json_procedure_get(jp));
    else
        code = cli_complain("%s is not sound; `yima procedure check %s` says why", path, path);
    json_procedure_free(jp);
    return code;
}

/* ---- import ---- */

/* Whoever imports a procedure may not know that it changes what new disputes begin under. */
static void say_imported(const struct pg_procedure *row)
{
    char from[YM_DAY_TEXT_MAX];

    ym_day_print(row->valid_from, from);
    (void)printf("%.*s/%.*s is number %u; programs that run learn it within seconds\n"
                 "disputes received from %s on begin under it, unless another version whose "
                 "validity began later holds on that day\n",
                 (int)row->id.n, row->id.at, (int)row->version.n, row->version.at, row->number,
                 from);
}

static int import_file(struct ym_conn *conn, const char *path)
{
    struct pg_procedure row = { .number = 0 };
    struct json_procedure *jp = NULL;
    struct ym_error why;
    char *text = NULL;
    size_t n = 0;
    enum ym_err err = cli_read_file(path, JSON_PROCEDURE_BYTES_MAX, &text, &n, &why);

    if (err == YM_E_OK)
        err = cli_procedure_read((struct ym_span){ text, n }, path, &jp, &why);
    if (err == YM_E_OK) {
        row.id = ym_span_of(json_procedure_get(jp)->id);
        row.version = ym_span_of(json_procedure_get(jp)->version);
        row.valid_from = json_procedure_get(jp)->valid_from;
        row.valid_until = json_procedure_get(jp)->valid_until;
        row.document = (struct ym_span){ text, n };
        ym_sha256(text, n, row.sha256);
        err = pg_procedure_register(conn, &row, cli_now(), &why);
    }
    if (err == YM_E_OK)
        say_imported(&row);
    json_procedure_free(jp);
    free(text);
    return err == YM_E_OK ? CLI_DONE : cli_fail(&why);
}

/* ---- diff ---- */

/* A version by its name, or in a file. The one that is opened is kept in *opened or *lib. */
static enum ym_err find_version(const struct cli_library *lib, const char *name,
                                struct json_procedure **opened, const struct ym_procedure **ret,
                                struct ym_error *reterr)
{
    if (is_file(name)) {
        const enum ym_err err = read_file(name, opened, reterr);

        *ret = err == YM_E_OK ? json_procedure_get(*opened) : NULL;
        return err;
    }
    *ret = cli_library_find(lib, ym_span_of(name));
    return *ret != NULL ? YM_E_OK
                        : ym_fail(reterr, YM_E_NOT_FOUND,
                                  "no procedure \"%.60s\"; `yima procedure list` shows them", name);
}

static int diff(const struct cli_library *lib, char **names)
{
    struct json_procedure *opened[2] = { NULL, NULL };
    const struct ym_procedure *p[2];
    struct ym_error why;
    enum ym_err err = YM_E_OK;

    for (int i = 0; i < 2 && err == YM_E_OK; i++)
        err = find_version(lib, names[i], &opened[i], &p[i], &why);
    if (err == YM_E_OK && cli_procedure_diff(stdout, p[0], p[1]) == 0)
        (void)puts("no difference");
    for (int i = 0; i < 2; i++)
        json_procedure_free(opened[i]);
    return err == YM_E_OK ? CLI_DONE : cli_fail(&why);
}

/* ---- The subcommand ---- */

/* What needs the database. */
static int with_database(const struct cli *cli, const struct wish *w, char **words, int n)
{
    struct cli_database db;
    struct cli_library lib = { .n = 0 };
    const struct ym_procedure *p;
    struct ym_error why;
    int code = CLI_FAILED;
    const bool adds = strcmp(words[0], "import") == 0;
    enum ym_err err =
        adds ? cli_database_open(cli, &db, &why) : cli_database_open_existing(cli, &db, &why);

    if (err != YM_E_OK)
        return cli_fail(&why);
    err = cli_library_open(cli, db.conn, &lib, &why);
    if (err != YM_E_OK) {
        code = cli_fail(&why);
    } else if (strcmp(words[0], "list") == 0) {
        code = list(&lib);
    } else if (strcmp(words[0], "import") == 0) {
        code = import_file(db.conn, words[1]);
    } else if (strcmp(words[0], "diff") == 0) {
        code = diff(&lib, words + 1);
    } else {
        p = n > 1 ? cli_library_find(&lib, ym_span_of(words[1]))
                  : ym_procedures_on(&lib.procedures, ym_day_of(cli_now()));
        code = p != NULL ? show(words[0], w, p)
                         : cli_complain("no procedure \"%s\"; `yima procedure list` shows them",
                                        n > 1 ? words[1] : "valid today");
    }
    cli_library_close(&lib);
    cli_database_close(&db);
    return code;
}

static int usage(void)
{
    (void)cli_complain("usage: yima procedure list | check FILE… | draw [ID|FILE] | print ID | "
                       "diff OLD NEW | import FILE | migrate …");
    return CLI_USAGE;
}

/* A verb, the words that may stand behind it, and what it does. */
struct verb {
    const char *name;
    int min, max;
    int (*act)(const struct cli *cli, const struct wish *w, char **words, int n);
};

static int do_check(const struct cli *cli, const struct wish *w, char **words, int n)
{
    (void)cli;
    (void)w;
    return check(words + 1, n - 1);
}

static int do_show(const struct cli *cli, const struct wish *w, char **words, int n)
{
    int code = CLI_DONE;

    if (language(w->format) == NULL) {
        (void)cli_complain("--format takes mermaid, dot or scxml");
        return CLI_USAGE;
    }
    if (language(w->format) == draw_scxml && w->track != NULL) {
        (void)cli_complain("SCXML always holds the three tracks; leave --track out");
        return CLI_USAGE;
    }
    if (n > 1 && is_file(words[1]))
        return show_file(words[0], w, words[1]);
    return show_shipped(words[0], w, n > 1 ? words[1] : NULL, &code)
               ? code
               : with_database(cli, w, words, n);
}

/* Two files need no database; names do, save those in the binary where there is none. */
static int do_diff(const struct cli *cli, const struct wish *w, char **words, int n)
{
    const bool is_shipped = (is_file(words[1]) && is_file(words[2])) || !cli_database_is_there(cli);
    struct cli_library lib;
    struct ym_error why;
    int code;

    if (!is_shipped)
        return with_database(cli, w, words, n);
    if (cli_library_open_shipped(&lib, &why) != YM_E_OK)
        return cli_fail(&why);
    code = diff(&lib, words + 1);
    cli_library_close(&lib);
    return code;
}

/* Where there is no database yet, the versions in the binary are all that there are. */
static int do_list(const struct cli *cli, const struct wish *w, char **words, int n)
{
    struct cli_library lib;
    struct ym_error why;
    int code;

    if (cli_database_is_there(cli))
        return with_database(cli, w, words, n);
    if (cli_library_open_shipped(&lib, &why) != YM_E_OK)
        return cli_fail(&why);
    code = list(&lib);
    cli_library_close(&lib);
    return code;
}

static int do_migrate(const struct cli *cli, const struct wish *w, char **words, int n)
{
    struct cli_migration move = w->move;

    move.format = w->format;
    move.output = w->output;
    return cli_procedure_move(cli, &move, words + 1, n - 1);
}

static int dispatch(const struct cli *cli, const struct wish *w, char **words, int n)
{
    static const struct verb verbs[] = {
        { "check", 1, 1000, do_check },    { "draw", 0, 1, do_show },
        { "print", 1, 1, do_show },        { "list", 0, 0, do_list },
        { "import", 1, 1, with_database }, { "migrate", 0, 2, do_migrate },
        { "diff", 2, 2, do_diff },
    };

    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
        if (strcmp(words[0], verbs[i].name) == 0 && n - 1 >= verbs[i].min && n - 1 <= verbs[i].max)
            return verbs[i].act(cli, w, words, n);
    return usage();
}

static int run(struct cli *cli, int argc, char **argv)
{
    static const char *const trials[] = { "migrate", NULL };
    struct wish w = { .format = NULL };
    const struct cli_option options[] = {
        { "format", "LANGUAGE",
          "draw: mermaid, dot or scxml (mermaid); migrate: table, csv, json (JSON Lines)",
          &w.format, NULL },
        { "track", "TRACK", "draw: main, confirm or perform alone (all three)", &w.track, NULL },
        { "output", "FILE",
          "draw, print, migrate: write FILE whole or not at all (standard output)", &w.output,
          NULL },
        { "from", "ID/VERSION", "migrate: version that the disputes have", &w.move.from, NULL },
        { "to", "ID/VERSION", "migrate: version that they shall have", &w.move.to, NULL },
        { "map", "FILE", "migrate: {\"states\":{\"OLD\":\"NEW\"},\"deadlines\":{…}} (same names)",
          &w.move.map, NULL },
        { "dispute", "N", "migrate: this one dispute", &w.move.dispute, NULL },
        { "all", NULL, "migrate: every dispute of that version", NULL, &w.move.is_all },
        { "reason", "TEXT", "migrate: why, as every event keeps it (required)", &w.move.reason,
          NULL },
        { "by", "LOGIN", "migrate: account that has it done (required)", &w.move.by, NULL },
        { "rate", "N", "migrate: at most so many in a second (500)", &w.move.rate, NULL },
        { "open", NULL, "migrate: leave out disputes that are over", NULL, &w.move.only_open },
        { "background", NULL, "migrate: begin or resume it and let `yima serve` run it", NULL,
          &w.move.is_background },
        { "dry-run", NULL, "migrate: list what would become of each and change nothing", NULL,
          &w.move.is_dry },
    };
    int code;
    const int at = cli_options(
        cli, &cli_procedure, argc, argv,
        &(struct cli_syntax){ options, sizeof(options) / sizeof(options[0]), 1, 1001 }, &code);

    if (at >= 0 && !cli_trial_fits(w.move.is_dry, argv[at], trials))
        return CLI_USAGE;
    return at < 0 ? code : dispatch(cli, &w, argv + at, argc - at);
}

const struct cli_command cli_procedure = {
    "procedure", "list | check FILE… | draw | print | …",
    "list, check, draw [ID or FILE.json], print ID, diff OLD NEW, import FILE; migrate disputes "
    "between versions: --from A --to B (--dispute N | --all) "
    "(--reason TEXT --by LOGIN | --dry-run), then list, or status, "
    "pause, resume, cancel, report PLAN",
    run
};
