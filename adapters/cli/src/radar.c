/* SPDX-License-Identifier: Apache-2.0 */
/* yima radar: open disputes about to break a limit or over it, the most harm first, each with who
 * must do what by when. */
#include "app/radar.h"

#include <stdio.h>
#include <stdlib.h>

#include "ask.h"
#include "json/write.h"
#include "yima/number.h"
#include "yima/region.h"

#define ROW_BYTES_MAX 16384
#define ROWS_TEXT     "20"

struct wish {
    const char *region, *body, *within, *limit;
    bool as_json;
    long long rows, days;
    ym_usec now;
};

struct looking {
    struct cli_ask *ask;
    const struct wish *wish;
    enum ym_err err;
    bool has_failed;
    uint16_t order[APP_RADAR_CANDIDATES];
};

/* ---- One row ---- */

static const struct ym_procedure *procedure_of(const struct looking *l,
                                               const struct app_radar_row *r)
{
    return ym_procedures_get(&l->ask->library.procedures, r->dispute.procedure);
}

static const char *deadline_words(const struct looking *l, const struct app_radar_row *r,
                                  const char **ret_en)
{
    const struct ym_procedure *p = procedure_of(l, r);
    const struct ym_clock *k = ym_dispute_next_clock(&r->dispute);

    *ret_en = "the limit";
    if (p == NULL || k == NULL || k->deadline >= p->ndeadlines)
        return "期限";
    *ret_en = p->deadlines[k->deadline].en;
    return p->deadlines[k->deadline].zh;
}

/* What is to be done, as the states say; the last one is what runs beside the main track. */
static void print_steps(const struct looking *l, const struct app_radar_row *r)
{
    const struct ym_procedure *p = procedure_of(l, r);

    for (int t = 0; p != NULL && t < YM_TRACKS; t++) {
        const uint8_t state = r->dispute.state[t];

        if (state < p->nstates && p->states[state].phase == YM_PHASE_OPEN)
            (void)printf("      %s  %s\n", p->states[state].next_zh, p->states[state].next_en);
    }
}

static void print_row(const struct looking *l, const struct app_radar_row *r)
{
    const struct ym_word *colour = ym_word(YM_VOCAB_COLOUR, r->colour);
    char number[YM_NUMBER_TEXT_MAX], due[YM_DAY_TEXT_MAX];
    const char *en, *zh = deadline_words(l, r, &en);

    ym_number_print(r->dispute.id, number);
    ym_day_print(ym_day_of(r->due_at - 1), due);
    (void)printf("%5u %s %s %s  %s  ", r->harm, number, colour->zh, colour->en, due);
    if (r->overdue > 0)
        (void)printf("超期%d天 overdue by %d days", (int)r->overdue, (int)r->overdue);
    else
        (void)printf("还剩%d个工作日 %d working days left", (int)r->workdays, (int)r->workdays);
    (void)printf("  %s %s\n      %.*s", zh, en, (int)r->body.name.n, r->body.name.at);
    if (r->mediator.id != 0)
        (void)printf("  %.*s", (int)r->mediator.name.n, r->mediator.name.at);
    (void)printf("  %d天无记录 nothing recorded for %d days\n", (int)r->idle, (int)r->idle);
    print_steps(l, r);
}

static void put_holder(struct json_out *w, const char *key, const struct app_named *n)
{
    if (n->id != 0)
        json_add_text(w, key, n->name);
    else
        json_add_null(w, key);
}

static bool print_json(const struct looking *l, const struct app_radar_row *r)
{
    char number[YM_NUMBER_TEXT_MAX];
    const char *en, *zh = deadline_words(l, r, &en);
    struct ym_buf b;
    struct json_out w;
    bool is_ok;

    ym_buf_init(&b, ROW_BYTES_MAX);
    w = json_out(&b);
    ym_number_print(r->dispute.id, number);
    json_put_object(&w);
    json_add_word(&w, "number", number);
    json_add_code(&w, "colour", YM_VOCAB_COLOUR, r->colour);
    json_add_code(&w, "stage", YM_VOCAB_STAGE, r->stage);
    json_add_int(&w, "harm", r->harm);
    put_holder(&w, "body", &r->body);
    put_holder(&w, "mediator", &r->mediator);
    json_add_word(&w, "deadline_zh", zh);
    json_add_word(&w, "deadline_en", en);
    json_add_instant(&w, "due", r->due_at);
    json_add_int(&w, "overdue_days", r->overdue);
    json_add_int(&w, "workdays_left", r->workdays);
    json_add_int(&w, "idle_days", r->idle);
    json_put_object_end(&w);
    is_ok = json_put_ok(&w) && printf("%.*s\n", (int)b.n, b.at) > 0;
    ym_buf_release(&b);
    return is_ok;
}

/* ---- The question ---- */

static void on_radar(void *arg, enum ym_err err, struct app_radar *radar)
{
    struct looking *l = arg;

    l->err = err;
    ym_loop_stop(l->ask->loop);
    if (err != YM_E_OK)
        return;
    app_radar_sort(l->ask->library.calendar, l->wish->now, radar, l->order);
    for (size_t i = 0; i < radar->n && i < (size_t)l->wish->rows; i++) {
        const struct app_radar_row *r = &radar->at[l->order[i]];

        if (!l->wish->as_json)
            print_row(l, r);
        else if (!print_json(l, r))
            l->has_failed = true;
    }
    if (radar->is_cut)
        (void)fprintf(stderr,
                      "yima: there are more; those that are due first, %zu, were weighed. Name a "
                      "--region or --body to see others\n",
                      radar->n);
}

static bool read_wish(struct wish *w, struct app_radar_question *q)
{
    const struct app_scope all = { .kind = APP_SCOPE_ALL };
    long long body = 0;
    int64_t region = 0;

    if (w->region != NULL && !ym_region_parse(ym_span_of(w->region), &region)) {
        (void)cli_complain("--region takes a division code of 2, 4, 6, 9 or 12 digits");
        return false;
    }
    if (w->body != NULL && !cli_number(w->body, 1, INT64_MAX, &body)) {
        (void)cli_complain("--body takes a number");
        return false;
    }
    if (w->within != NULL && !cli_number(w->within, 0, APP_RADAR_WITHIN_MAX, &w->days)) {
        (void)cli_complain("--within takes 0 to %d working days", APP_RADAR_WITHIN_MAX);
        return false;
    }
    if (!cli_number(w->limit, 1, APP_RADAR_CANDIDATES, &w->rows)) {
        (void)cli_complain("--limit takes 1 to %d", APP_RADAR_CANDIDATES);
        return false;
    }
    app_cut_make(&all, region, body, &q->cut);
    return true;
}

static int look(const struct cli *cli, struct wish *w, struct app_radar_question *q)
{
    struct cli_ask ask;
    struct looking l = { .ask = &ask, .wish = w };
    struct app_reader *r;
    struct ym_error why;

    if (cli_ask_open(cli, &ask, &why) != YM_E_OK)
        return cli_fail(&why);
    w->now = cli_now();
    if (w->within == NULL)
        w->days = ym_office_value(ask.library.office, YM_OFFICE_RADAR_WITHIN, ym_day_of(w->now));
    q->horizon = app_radar_horizon(ask.library.calendar, w->now, (int)w->days);
    r = pg_reader_port(ask.reader);
    r->ops->radar(r, q, on_radar, &l);
    ym_loop_run(ask.loop);
    cli_ask_close(&ask);
    if (l.err != YM_E_OK) {
        (void)ym_fail(&why, l.err, "the radar cannot be read: %s", ym_err_title(l.err));
        return cli_fail(&why);
    }
    return l.has_failed ? CLI_FAILED : CLI_DONE;
}

static int run(struct cli *cli, int argc, char **argv)
{
    struct wish w = { .limit = ROWS_TEXT };
    struct app_radar_question q;
    const struct cli_option options[] = {
        { "region", "CODE", "only in this division and what lies in it", &w.region, NULL },
        { "body", "NUMBER", "only what this body owns", &w.body, NULL },
        { "within", "DAYS",
          "working days ahead (as the office says); what is overdue is shown in any case",
          &w.within, NULL },
        { "limit", "N", "how many (" ROWS_TEXT ")", &w.limit, NULL },
        { "json", NULL, "one JSON object a line", NULL, &w.as_json },
    };
    int code;

    if (cli_options(cli, &cli_radar, argc, argv,
                    &(struct cli_syntax){ options, sizeof(options) / sizeof(options[0]), 0, 0 },
                    &code) < 0)
        return code;
    return read_wish(&w, &q) ? look(cli, &w, &q) : CLI_USAGE;
}

const struct cli_command cli_radar = { "radar", "", "open disputes about to break a limit", run };
