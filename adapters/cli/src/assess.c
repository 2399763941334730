/* SPDX-License-Identifier: Apache-2.0 */
/* yima assess: from the facts of a frozen month, what it says of each body and mediator, and what
 * they might be credited with. Whoever looks later reads sums alone. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/casefile.h"
#include "cli.h"
#include "crypto/crypto.h"
#include "database.h"
#include "json/points.h"
#include "library_office.h"
#include "pg/assess_job.h"
#include "pg/dated_document.h"
#include "pg/month.h"
#include "pg/reference.h"
#include "summary.h"
#include "words.h"

#define FACTS_BYTES_MAX (1u << 30) /* of one month */
#define WORDS_BYTES_MAX 6144       /* of a rule */
#define RULES_TEXT_MAX  160        /* "id/version" */
#define BY              "yima assess"

/* Where one fact lies. */
struct place {
    struct ym_id dispute;
    int64_t body, mediator;
    size_t at, n;
};

struct assessing {
    const struct cli *cli;
    const char *summary; /* file; NULL: none */
    bool is_known;       /* it was worked out before */
    struct cli_database db;
    struct pg_registry *registry;
    struct pg_month month;
    struct ym_buf facts; /* of the whole month, by id */
    struct place *places;
    size_t n, room;
    enum ym_err err; /* of a slice on the way */
    struct ym_error *reterr;

    int64_t answers_min; /* on the last day of the month */
    struct ym_points_table *table;
    struct ym_buf words[YM_POINTS_RULES_MAX]; /* by place in the table */
    char rules[RULES_TEXT_MAX];
    struct pg_assess_run run;
    struct app_proposal *proposals; /* PG_ASSESS_BATCH of them */
    size_t nproposals, made;
    int64_t next_id;

    struct pg_assess_part *parts; /* likewise */
    struct app_assess_sums *sums; /* of parts */
    struct ym_buf packed;         /* the facts of parts */
    size_t *packed_at;            /* where each begins */
    size_t nparts, mediators, bodies;
    struct app_assess_sums all;
};

/* ---- Facts ---- */

static bool keep(struct assessing *a, const struct ym_month_fact *f, size_t at, size_t n)
{
    if (a->n == a->room) {
        const size_t room = a->room == 0 ? 4096 : 2 * a->room;
        struct place *places = reallocarray(a->places, room, sizeof(*places));

        if (places == NULL)
            return false;
        a->places = places;
        a->room = room;
    }
    a->places[a->n++] = (struct place){ f->dispute, f->body, f->mediator, at, n };
    return true;
}

static void on_slice(void *arg, struct ym_span facts, const unsigned char sha256[32])
{
    struct assessing *a = arg;
    unsigned char digest[32];
    struct ym_span from = facts;
    struct ym_month_fact f;

    ym_sha256(facts.at, facts.n, digest);
    if (memcmp(digest, sha256, sizeof(digest)) != 0) {
        a->err = ym_fail(a->reterr, YM_E_INTERNAL,
                         "the facts of the month were altered: their digest does not agree. "
                         "Restore the table month_slice from a backup");
        return;
    }
    while (from.n > 0 && a->err == YM_E_OK) {
        const size_t at = a->facts.n + (size_t)(from.at - facts.at);
        const size_t left = from.n;

        if (!ym_fact_unpack(&from, &f) || f.type >= YM_TYPE_COUNT)
            a->err = ym_fail(a->reterr, YM_E_INTERNAL, "the facts of the month cannot be read");
        else if (!keep(a, &f, at, left - from.n))
            a->err = ym_fail(a->reterr, YM_E_UNAVAILABLE, "no memory to work out a month");
    }
    ym_buf_add(&a->facts, facts);
}

static enum ym_err read_facts(struct assessing *a, ym_day month, struct ym_error *reterr)
{
    struct pg_month_place place;
    enum ym_err err = pg_month_read(a->db.conn, month, 0, APP_MONTH_FROZEN, &a->month, reterr);

    if (err == YM_E_NOT_FOUND)
        return ym_fail(
            reterr, err,
            "this month is not frozen: once it is over, draw it with `yima report YYYY-MM`");
    if (err == YM_E_OK)
        err = pg_month_place(a->db.conn, month, a->month.m.revision, &place, reterr);
    for (int32_t i = 0; err == YM_E_OK && i < place.slices; i++) {
        err =
            pg_month_slice_read(a->db.conn, &(struct pg_month_at){ month, a->month.m.revision, i },
                                on_slice, a, reterr);
        if (err == YM_E_OK)
            err = a->err;
    }
    if (err == YM_E_OK && !ym_buf_ok(&a->facts))
        err = ym_fail(reterr, YM_E_TOO_LARGE, "the facts of this month do not fit into memory");
    return err;
}

static int compare(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

static int by_body(const void *left, const void *right)
{
    const struct place *a = left;
    const struct place *b = right;
    const int body = compare(a->body, b->body);
    const int mediator = compare(a->mediator, b->mediator);

    return body != 0 ? body : mediator != 0 ? mediator : compare(a->dispute.v, b->dispute.v);
}

/* ---- Points ---- */

static enum ym_err flush_proposals(struct assessing *a, struct ym_error *reterr)
{
    const size_t n = a->nproposals;

    a->nproposals = 0;
    a->made += n;
    return pg_assess_proposals(a->db.conn, &a->run, a->proposals, n, reterr);
}

static enum ym_err propose(struct assessing *a, const struct ym_month_fact *f,
                           struct ym_error *reterr)
{
    const struct ym_points_rule *rules[YM_POINTS_GROUPS_MAX];
    const size_t n = ym_points_of(a->table, f, rules);
    enum ym_err err = YM_E_OK;

    for (size_t i = 0; err == YM_E_OK && i < n; i++) {
        const struct ym_points_rule *r = rules[i];

        a->proposals[a->nproposals++] = (struct app_proposal){
            .id = a->next_id++,
            .what = { .staff = f->mediator,
                      .body = f->body,
                      .dispute = f->dispute,
                      .rule = r->id,
                      .group = r->group,
                      .points = r->points,
                      .fen = r->fen,
                      .words = ym_buf_span(&a->words[r - a->table->rules]) },
        };
        if (a->nproposals == PG_ASSESS_BATCH)
            err = flush_proposals(a, reterr);
    }
    return err;
}

/* The table that holds on the last day of the month. */
static enum ym_err read_rules(struct assessing *a, ym_day month, struct ym_error *reterr)
{
    struct ym_buf document;
    enum ym_err err;

    ym_buf_init(&document, JSON_POINTS_BYTES_MAX);
    err = pg_points_rules(a->db.conn, app_month_plus(month, 1) - 1, &document, reterr);
    if (err == YM_E_OK)
        err = json_points_parse(document.n > 0 ? ym_buf_span(&document) : json_points_shipped(),
                                &a->table, reterr);
    ym_buf_release(&document);
    if (err != YM_E_OK)
        return err;
    (void)snprintf(a->rules, sizeof(a->rules), "%.*s/%.*s", (int)a->table->id.n, a->table->id.at,
                   (int)a->table->version.n, a->table->version.at);
    for (size_t i = 0; i < a->table->n; i++) {
        ym_buf_init(&a->words[i], WORDS_BYTES_MAX);
        json_points_words(&a->table->rules[i], &a->words[i]);
        if (!ym_buf_ok(&a->words[i]))
            err = ym_fail(reterr, YM_E_TOO_LARGE, "the words of a rule of points do not fit");
    }
    return err;
}

static enum ym_err read_office(struct assessing *a, ym_day month, struct ym_error *reterr)
{
    struct cli_office_table t;
    const enum ym_err err = cli_office_table_open(a->db.conn, &t, reterr);

    if (err == YM_E_OK)
        a->answers_min =
            ym_office_value(&t.office, YM_OFFICE_ANSWERS_MIN, app_month_plus(month, 1) - 1);
    cli_office_table_close(&t);
    return err;
}

/* ---- Parts ---- */

static enum ym_err flush_parts(struct assessing *a, struct ym_error *reterr)
{
    const size_t n = a->nparts;

    for (size_t i = 0; i < n; i++) {
        const size_t end = i + 1 < n ? a->packed_at[i + 1] : a->packed.n;

        a->parts[i].facts =
            (struct ym_span){ a->packed.at + a->packed_at[i], end - a->packed_at[i] };
    }
    a->nparts = 0;
    if (!ym_buf_ok(&a->packed))
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to work out a month");
    return pg_assess_parts(a->db.conn, a->run.month, a->run.revision, a->parts, n, reterr);
}

/* A part begins; its sums are to be filled. NULL: *reterr says why. */
static struct app_assess_sums *new_part(struct assessing *a, int64_t body, int64_t mediator,
                                        struct ym_error *reterr)
{
    const struct pg_body *entry = pg_registry_body(a->registry, body);
    struct app_assess_sums *sums;

    if (a->nparts == PG_ASSESS_BATCH && flush_parts(a, reterr) != YM_E_OK)
        return NULL;
    if (a->nparts == 0)
        ym_buf_clear(&a->packed);
    sums = &a->sums[a->nparts];
    *sums = (struct app_assess_sums){ .n = { 0 } };
    a->packed_at[a->nparts] = a->packed.n;
    a->parts[a->nparts++] = (struct pg_assess_part){ .body = body,
                                                     .mediator = mediator,
                                                     .region = entry != NULL ? entry->region : 0,
                                                     .body_kind = entry != NULL ? entry->kind : 0,
                                                     .sums = sums };
    return sums;
}

/* The facts of one mediator of one body from *i on. Answers that are too few are taken out of the
 * mediator's sums and gathered in *few, so that they are told only if together they are enough. */
static enum ym_err one_mediator(struct assessing *a, size_t *i, struct app_assess_sums *body,
                                struct app_assess_sums *few, struct ym_error *reterr)
{
    const struct place *first = &a->places[*i];
    struct app_assess_sums *sums = new_part(a, first->body, first->mediator, reterr);
    enum ym_err err = sums != NULL ? YM_E_OK : reterr->code;
    int64_t answers, sum;

    for (; err == YM_E_OK && *i < a->n && a->places[*i].body == first->body &&
           a->places[*i].mediator == first->mediator;
         ++*i) {
        const struct place *p = &a->places[*i];
        struct ym_span from = { a->facts.at + p->at, p->n };
        struct ym_month_fact f;

        if (!ym_fact_unpack(&from, &f))
            return ym_fail(reterr, YM_E_INTERNAL, "the facts of the month cannot be read");
        app_assess_add(sums, &f);
        ym_buf_add(&a->packed, (struct ym_span){ a->facts.at + p->at, p->n });
        err = propose(a, &f, reterr);
    }
    if (err != YM_E_OK)
        return err;
    answers = sums->n[APP_ASSESS_ANSWERS];
    sum = sums->n[APP_ASSESS_ANSWER_SUM];
    app_assess_seal(sums, a->answers_min);
    if (sums->n[APP_ASSESS_ANSWERS] != answers) {
        few->n[APP_ASSESS_ANSWERS] += answers;
        few->n[APP_ASSESS_ANSWER_SUM] += sum;
    }
    app_assess_join(body, sums);
    body->n[APP_ASSESS_ANSWERS_FEW] = 0;
    a->mediators += first->mediator != 0;
    return YM_E_OK;
}

static enum ym_err one_body(struct assessing *a, size_t *i, struct ym_error *reterr)
{
    const int64_t id = a->places[*i].body;
    struct app_assess_sums body = { .n = { 0 } };
    struct app_assess_sums few = { .n = { 0 } };
    struct app_assess_sums *part;
    enum ym_err err = YM_E_OK;

    while (err == YM_E_OK && *i < a->n && a->places[*i].body == id)
        err = one_mediator(a, i, &body, &few, reterr);
    if (err != YM_E_OK)
        return err;
    app_assess_seal(&few, a->answers_min);
    app_assess_join(&body, &few);
    part = new_part(a, id, -1, reterr);
    if (part == NULL)
        return reterr->code;
    *part = body;
    app_assess_join(&a->all, &body);
    a->bodies++;
    return YM_E_OK;
}

static enum ym_err write_all(struct assessing *a, struct ym_error *reterr)
{
    enum ym_err err = pg_assess_begin(a->db.conn, a->run.month, reterr);

    for (size_t i = 0; err == YM_E_OK && i < a->n;)
        err = one_body(a, &i, reterr);
    if (err == YM_E_OK && a->nparts > 0)
        err = flush_parts(a, reterr);
    if (err == YM_E_OK)
        err = flush_proposals(a, reterr);
    if (err == YM_E_OK)
        err = pg_assess_end(a->db.conn, &a->run, &a->all, reterr);
    if (err != YM_E_OK)
        pg_assess_abort(a->db.conn);
    return err;
}

/* ---- The call ---- */

static enum ym_err prepare(struct assessing *a, struct ym_error *reterr)
{
    a->proposals = calloc(PG_ASSESS_BATCH, sizeof(*a->proposals));
    a->parts = calloc(PG_ASSESS_BATCH, sizeof(*a->parts));
    a->sums = calloc(PG_ASSESS_BATCH, sizeof(*a->sums));
    a->packed_at = calloc(PG_ASSESS_BATCH, sizeof(*a->packed_at));
    ym_buf_init(&a->facts, FACTS_BYTES_MAX);
    ym_buf_init(&a->packed, FACTS_BYTES_MAX);
    a->reterr = reterr;
    if (a->proposals == NULL || a->parts == NULL || a->sums == NULL || a->packed_at == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to work out a month");
    return cli_database_open(a->cli, &a->db, reterr);
}

static void release(struct assessing *a)
{
    for (size_t i = 0; i < YM_POINTS_RULES_MAX; i++)
        ym_buf_release(&a->words[i]);
    json_points_free(a->table);
    pg_registry_free(a->registry);
    cli_database_close(&a->db);
    ym_buf_release(&a->packed);
    ym_buf_release(&a->facts);
    free(a->packed_at);
    free(a->sums);
    free(a->parts);
    free(a->proposals);
    free(a->places);
}

static enum ym_err work(struct assessing *a, ym_day month, bool *ret_known, struct ym_error *reterr)
{
    const ym_usec now = cli_now();
    const struct app_secrets random = { .random = ym_random };
    int16_t known = 0;
    enum ym_err err = read_facts(a, month, reterr);

    if (err != YM_E_OK)
        return err;
    err = pg_assess_known(a->db.conn, month, &known, reterr);
    *ret_known = err == YM_E_OK && known == a->month.m.revision;
    if (*ret_known)
        return YM_E_OK;
    if (err != YM_E_OK && err != YM_E_NOT_FOUND)
        return err;
    err = read_rules(a, month, reterr);
    if (err == YM_E_OK)
        err = read_office(a, month, reterr);
    if (err != YM_E_OK)
        return err;
    a->registry = pg_registry_load(a->db.conn, reterr);
    if (a->registry == NULL)
        return reterr->code;
    if (a->n > 0)
        qsort(a->places, a->n, sizeof(*a->places), by_body);
    a->next_id = app_file_id(&random, now);
    a->run = (struct pg_assess_run){ .month = month,
                                     .revision = a->month.m.revision,
                                     .now = now,
                                     .rules = ym_span_of(a->rules),
                                     .by = YM_SPAN(BY) };
    return write_all(a, reterr);
}

static enum ym_err write_summary(const struct assessing *a, ym_day month, enum ym_err outcome,
                                 struct ym_error *why)
{
    struct cli_summary s;

    cli_summary_begin(&s, month, outcome, why);
    if (outcome == YM_E_OK) {
        json_add_int(&s.w, "revision", a->month.m.revision);
        json_add_bool(&s.w, "worked_out", !a->is_known);
    }
    if (outcome == YM_E_OK && !a->is_known) {
        json_add_int(&s.w, "disputes", (int64_t)a->n);
        json_add_int(&s.w, "bodies", (int64_t)a->bodies);
        json_add_int(&s.w, "mediators", (int64_t)a->mediators);
        json_add_int(&s.w, "proposals", (int64_t)a->made);
        json_add_word(&s.w, "rules", a->rules);
    }
    return cli_summary_end(&s, a->summary, why);
}

static int assess(const struct cli *cli, ym_day month, const char *summary)
{
    struct assessing *a = calloc(1, sizeof(*a));
    char text[APP_MONTH_TEXT_MAX];
    struct ym_error why;
    enum ym_err err;

    if (a == NULL)
        return cli_complain("no memory to work out a month");
    a->cli = cli;
    a->summary = summary;
    app_month_print(month, text);
    err = prepare(a, &why);
    if (err == YM_E_OK)
        err = work(a, month, &a->is_known, &why);
    if (summary != NULL)
        err = write_summary(a, month, err, &why);
    if (err == YM_E_OK && a->is_known)
        (void)printf("%s revision %d was worked out before; nothing is changed\n", text,
                     a->month.m.revision);
    else if (err == YM_E_OK)
        (void)printf("%s revision %d: %zu disputes, %zu bodies, %zu mediators, %zu proposals of "
                     "points by %s\n",
                     text, a->month.m.revision, a->n, a->bodies, a->mediators, a->made, a->rules);
    release(a);
    free(a);
    return err == YM_E_OK ? CLI_DONE : cli_fail_job(&why);
}

static int run(struct cli *cli, int argc, char **argv)
{
    const char *summary = NULL;
    const struct cli_option options[] = {
        { "summary", "FILE", "what came of it as JSON (- for standard output)", &summary, NULL },
    };
    ym_day month;
    int code;
    const int at =
        cli_options(cli, &cli_assess, argc, argv, &(struct cli_syntax){ options, 1, 1, 1 }, &code);

    if (at < 0)
        return code;
    if (cli_read_month(argv[at], &month))
        return assess(cli, month, summary);
    (void)cli_complain("the month is written YYYY-MM, as 2026-10, or last");
    return CLI_USAGE;
}

const struct cli_command cli_assess = {
    "assess", "YYYY-MM | last",
    "what a frozen month says of bodies and mediators, and their points", run
};
