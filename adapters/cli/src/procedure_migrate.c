/* SPDX-License-Identifier: Apache-2.0 */
/* yima procedure migrate: plans by which disputes move to another version, each by an event of its
 * own that names the plan and keeps the reason (app/migration.h). */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "granted.h"
#include "json/migration.h"
#include "migrating.h"
#include "migration_list.h"
#include "procedure.h"
#include "progress.h"
#include "service.h"
#include "words.h"
#include "yima/canon.h"
#include "yima/utf8.h"

#define LOOK_MS      250 /* between two looks at a plan that another program runs */
#define FAILURES_MAX 20  /* looks in a row that fail: then this one gives up */

/* ---- Running a plan ---- */

struct running {
    struct cli_service service;
    struct cli_progress progress;
    int32_t plan;
    struct pg_migration last; /* as it stood at the last look */
    bool has_ended;
    unsigned failed; /* looks in a row */
    struct ym_error why;
};

static void on_news(void *arg, enum cli_migrating_news news, const struct pg_migration *plan,
                    const char *why)
{
    struct running *r = arg;

    r->failed = news == CLI_MIGRATING_FAILED ? r->failed + 1 : 0;
    if (plan != NULL) {
        pg_migration_copy(&r->last, plan);
        cli_progress_step(&r->progress, (uint64_t)plan->m.looked, (uint64_t)plan->m.moved);
    }
    r->has_ended = news == CLI_MIGRATING_ENDED;
    if (r->failed >= FAILURES_MAX)
        (void)ym_fail(&r->why, YM_E_UNAVAILABLE,
                      "%.120s; what is done stays: `yima procedure migrate resume` goes on", why);
    if (r->has_ended || r->failed >= FAILURES_MAX)
        ym_loop_stop(r->service.loop);
}

/* Until it ends or is paused, here or in another program. */
static enum ym_err run_plan(const struct cli *cli, struct running *r, struct ym_error *reterr)
{
    struct cli_service *s = &r->service;

    cli_progress_begin(&r->progress, cli, "migrating", "disputes", 0);
    s->migrating = cli_migrating_new(&(struct cli_migrating_config){ .loop = s->loop,
                                                                     .conninfo = s->db.conninfo,
                                                                     .app = s->app,
                                                                     .store = s->store,
                                                                     .library = &s->library,
                                                                     .secrets = &s->secrets,
                                                                     .instance = s->instance,
                                                                     .plan = r->plan,
                                                                     .idle_ms = LOOK_MS,
                                                                     .on_news = on_news,
                                                                     .arg = r });
    if (s->migrating == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to migrate");
    ym_loop_run(s->loop);
    cli_migrating_stop(s->migrating);
    cli_progress_wipe(&r->progress);
    if (!r->has_ended) {
        *reterr = r->why;
        return r->why.code;
    }
    return YM_E_OK;
}

static int say_outcome(struct running *r)
{
    struct ym_error why;
    const struct app_migration *p = &r->last.m;

    if (migration_list_stays(r->service.db.conn, p->plan, &why) != YM_E_OK)
        return cli_fail(&why);
    (void)printf("%" PRId64 " moved, %" PRId64 " stay\n", p->moved, p->stayed);
    (void)printf("plan %" PRId32 "  %s %s\n", p->plan, app_migration_state_word(p->state)->zh,
                 app_migration_state_word(p->state)->en);
    return p->stayed == 0 ? CLI_DONE : CLI_FAILED;
}

static int say_begun(struct running *r)
{
    migration_list_one(&r->service.library, &r->last);
    return CLI_DONE;
}

/* ---- Beginning one ---- */

struct beginning {
    const struct cli_migration *wish;
    const struct ym_procedure *from, *to;
    struct ym_migration map;
    char *text; /* of the map; owned */
    size_t ntext;
    struct app_migration row;
};

static enum ym_err find_versions(struct beginning *b, const struct cli_library *lib,
                                 struct ym_error *reterr)
{
    b->from = cli_library_find(lib, ym_span_of(b->wish->from));
    b->to = cli_library_find(lib, ym_span_of(b->wish->to));
    if (b->from == NULL || b->to == NULL)
        return ym_fail(reterr, YM_E_NOT_FOUND,
                       "no procedure \"%.60s\"; `yima procedure list` shows them",
                       b->from == NULL ? b->wish->from : b->wish->to);
    if (b->from == b->to)
        return ym_fail(reterr, YM_E_INVALID, "--from and --to are the same version");
    return YM_E_OK;
}

static enum ym_err read_map(struct beginning *b, struct ym_error *reterr)
{
    enum ym_err err = YM_E_OK;

    if (b->wish->map != NULL)
        err = cli_read_file(b->wish->map, APP_MIGRATION_MAP_BYTES_MAX, &b->text, &b->ntext, reterr);
    if (err != YM_E_OK)
        return err;
    return json_migration_read((struct ym_span){ b->text, b->ntext }, APP_MIGRATION_MAP_BYTES_MAX,
                               b->from, b->to, &b->map, reterr);
}

static enum ym_err read_wish(struct beginning *b, struct ym_error *reterr)
{
    const struct cli_migration *w = b->wish;
    long long rate = APP_MIGRATION_RATE;

    if (w->rate != NULL && !cli_number(w->rate, 1, APP_MIGRATION_RATE_MAX, &rate))
        return ym_fail(reterr, YM_E_INVALID, "--rate takes 1 to %d", APP_MIGRATION_RATE_MAX);
    b->row.from = b->from->number;
    b->row.to = b->to->number;
    b->row.rate = (int32_t)rate;
    b->row.only_open = w->only_open;
    b->row.map = b->ntext > 0 ? (struct ym_span){ b->text, b->ntext } : YM_SPAN("{}");
    if (w->is_dry)
        return w->dispute != NULL ? cli_read_dispute(w->dispute, &b->row.dispute, reterr) : YM_E_OK;
    b->row.reason = ym_span_of(w->reason);
    if (!ym_utf8_plain(b->row.reason) || ym_utf8_chars(b->row.reason) > YM_TEXT_CHARS_MAX ||
        b->row.reason.n == 0)
        return ym_fail(reterr, YM_E_INVALID, "--reason takes 1 to %d characters",
                       YM_TEXT_CHARS_MAX);
    return w->dispute != NULL ? cli_read_dispute(w->dispute, &b->row.dispute, reterr) : YM_E_OK;
}

struct finding {
    uint16_t from;
    bool is_there;
};

static void on_found(void *arg, const struct pg_migration_row *row)
{
    struct finding *f = arg;
    struct ym_dispute d;

    f->is_there = ym_dispute_unpack((const unsigned char *)row->state.at, row->state.n, &d) &&
                  d.procedure == f->from;
}

static enum ym_err find_dispute(const struct beginning *b, struct ym_conn *conn,
                                struct ym_error *reterr)
{
    const struct ym_id id = b->row.dispute;
    struct finding f = { .from = b->from->number };
    enum ym_err err;

    if (id.v == 0)
        return YM_E_OK;
    err = pg_migration_window(conn, &(struct pg_migration_page){ { id.v - 1 }, id, 1 }, on_found,
                              &f, reterr);
    if (err == YM_E_OK && !f.is_there)
        err = ym_fail(reterr, YM_E_NOT_FOUND, "%.40s is not a dispute under %s/%s",
                      b->wish->dispute, b->from->id, b->from->version);
    return err;
}

static enum ym_err prepare(struct beginning *b, const struct cli_library *lib, struct ym_conn *conn,
                           struct ym_error *reterr)
{
    enum ym_err err = find_versions(b, lib, reterr);

    if (err == YM_E_OK)
        err = read_map(b, reterr);
    if (err == YM_E_OK)
        err = read_wish(b, reterr);
    return err == YM_E_OK ? find_dispute(b, conn, reterr) : err;
}

/* ---- The actions ---- */

static int preview(const struct cli *cli, const struct cli_migration *w)
{
    struct beginning b = { .wish = w };
    struct cli_database db;
    struct cli_library lib = { .n = 0 };
    uint64_t moving = 0;
    uint64_t left = 0;
    struct ym_error why;
    enum ym_err err = cli_database_open_existing(cli, &db, &why);

    if (err != YM_E_OK)
        return cli_fail(&why);
    err = cli_library_open(cli, db.conn, &lib, &why);
    if (err == YM_E_OK)
        err = prepare(&b, &lib, db.conn, &why);
    if (err == YM_E_OK)
        err = cli_procedure_preview(
            &(struct cli_preview){
                .wish = w, .library = &lib, .conn = db.conn, .map = b.map, .only = b.row.dispute },
            &moving, &left, &why);
    free(b.text);
    cli_library_close(&lib);
    cli_database_close(&db);
    if (err != YM_E_OK)
        return cli_fail(&why);
    return left == 0 ? CLI_DONE : CLI_FAILED;
}

static enum ym_err begin_plan(struct running *r, const struct cli_migration *w,
                              struct ym_error *reterr)
{
    struct beginning b = { .wish = w };
    struct cli_granted by = { .account = 0 };
    enum ym_err err = prepare(&b, &r->service.library, r->service.db.conn, reterr);

    if (err == YM_E_OK)
        err = cli_granted(r->service.db.conn, w->by, APP_RIGHT_PROCEDURES, &by, reterr);
    b.row.by = ym_span_of(by.login);
    if (err == YM_E_OK)
        err = pg_migration_begin(r->service.db.conn, &b.row, NULL, cli_now(), &r->last, reterr);
    free(b.text);
    return err;
}

typedef enum ym_err act_fn(struct running *r, const struct cli_migration *w,
                           struct ym_error *reterr);

static enum ym_err resume_plan(struct running *r, const struct cli_migration *w,
                               struct ym_error *reterr)
{
    (void)w;
    return pg_migration_change(r->service.db.conn, r->plan, APP_MIGRATION_RUNNING, cli_now(),
                               &r->last, reterr);
}

/* What a runner that was killed had begun is counted first. */
static enum ym_err cancel_plan(struct running *r, const struct cli_migration *w,
                               struct ym_error *reterr)
{
    (void)w;
    return pg_migration_change(r->service.db.conn, r->plan, APP_MIGRATION_CANCELLED, cli_now(),
                               &r->last, reterr);
}

/* Change the plan, then run it here until there is nothing left to do. */
static int act(const struct cli *cli, const struct cli_migration *w, int32_t plan, act_fn *change)
{
    const struct cli_service_options o = { .links = 0 };
    struct running *r = calloc(1, sizeof(*r));
    struct ym_error why;
    enum ym_err err;
    int code = CLI_DONE;

    if (r == NULL)
        return cli_complain("no memory to migrate");
    r->plan = plan;
    err = cli_service_open(cli, &o, &r->service, &why);
    if (err == YM_E_OK) {
        err = change(r, w, &why);
        r->plan = r->last.m.plan;
        if (err == YM_E_OK && !w->is_background)
            err = run_plan(cli, r, &why);
        if (err == YM_E_OK)
            code = w->is_background ? say_begun(r) : say_outcome(r);
        cli_service_close(&r->service);
    }
    free(r);
    return err == YM_E_OK ? code : cli_fail(&why);
}

static int pause_plan(const struct cli *cli, int32_t plan)
{
    struct pg_migration *p = calloc(1, sizeof(*p));
    struct cli_database db;
    struct cli_library lib = { .n = 0 };
    struct ym_error why;
    enum ym_err err;

    if (p == NULL)
        return cli_complain("no memory to migrate");
    err = cli_database_open_existing(cli, &db, &why);
    if (err == YM_E_OK) {
        err = cli_library_open(cli, db.conn, &lib, &why);
        if (err == YM_E_OK)
            err = pg_migration_change(db.conn, plan, APP_MIGRATION_PAUSED, cli_now(), p, &why);
        cli_database_close(&db);
    }
    if (err == YM_E_OK)
        migration_list_one(&lib, p);
    cli_library_close(&lib);
    free(p);
    return err == YM_E_OK ? CLI_DONE : cli_fail(&why);
}

static int start(const struct cli *cli, const struct cli_migration *w)
{
    if (w->from == NULL || w->to == NULL || w->is_all == (w->dispute != NULL)) {
        (void)cli_complain("usage: yima procedure migrate [start] --from A --to B "
                           "(--dispute N | --all) (--reason TEXT --by LOGIN | --dry-run)");
        return CLI_USAGE;
    }
    if (!w->is_dry && (w->reason == NULL || w->by == NULL)) {
        (void)cli_complain("every event keeps why it moved, and the plan who had it done: say "
                           "--reason TEXT and --by LOGIN, or look first with --dry-run");
        return CLI_USAGE;
    }
    return w->is_dry ? preview(cli, w) : act(cli, w, 0, begin_plan);
}

static int on_plan(const struct cli *cli, const struct cli_migration *w, const char *action,
                   int32_t plan)
{
    if (strcmp(action, "pause") == 0)
        return pause_plan(cli, plan);
    if (strcmp(action, "resume") == 0)
        return act(cli, w, plan, resume_plan);
    if (strcmp(action, "cancel") == 0)
        return act(cli, w, plan, cancel_plan);
    if (strcmp(action, "status") == 0)
        return migration_list_plans(cli, w, plan);
    if (strcmp(action, "report") == 0)
        return migration_list_report(cli, w, plan);
    (void)cli_complain("migrate takes start, or pause, resume, cancel, status or report with the "
                       "number of a plan, or list");
    return CLI_USAGE;
}

int cli_procedure_move(const struct cli *cli, const struct cli_migration *w, char **words, int n)
{
    static const char *const none[] = { NULL }; /* of what is done to a plan there is no trial */
    long long plan;

    if (n == 0 || (n == 1 && strcmp(words[0], "start") == 0))
        return start(cli, w);
    if (n == 1 && strcmp(words[0], "list") == 0)
        return migration_list_plans(cli, w, 0);
    if (n != 2 || !cli_number(words[1], 1, INT32_MAX, &plan)) {
        (void)cli_complain("usage: yima procedure migrate pause | resume | cancel | status | "
                           "report PLAN, or list");
        return CLI_USAGE;
    }
    if (!cli_trial_fits(w->is_dry, words[0], none))
        return CLI_USAGE;
    return on_plan(cli, w, words[0], (int32_t)plan);
}
