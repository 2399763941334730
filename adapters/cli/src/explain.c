/* SPDX-License-Identifier: Apache-2.0 */
/* yima explain: why a dispute has its colour, or had it at an instant (--at). Every event that
 * moved it until then, with its rule and the source of the rule, and the proof that all events make
 * exactly what is stored. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/asof.h"
#include "app/explain.h"
#include "ask.h"
#include "event_words.h"
#include "json/event.h"
#include "json/write.h"
#include "redactions.h"
#include "words.h"
#include "yima/canon.h"
#include "yima/number.h"

#define JSON_BYTES_MAX (64u << 20)

struct explaining {
    struct cli_ask *ask;
    bool as_json;
    bool is_past; /* as it stood then is asked for: asof */
    struct app_asof asof;
    struct app_explainer explainer;
    struct cli_event_words words; /* of the event at hand */
    enum ym_err err;              /* of its words; then why says more */
    struct ym_error why;
    unsigned char head[32];   /* of the chain so far */
    struct ym_dispute stored; /* as the row says */
    uint8_t colour, stage;    /* likewise; of then when is_past */
    uint32_t broken_at;       /* event that does not fit; 0: none */
    struct cli_redactions redactions;
    struct ym_buf buf;
    struct json_out out;
};

static const char *state_name(const struct ym_procedure *p, uint8_t state)
{
    return p != NULL && state < p->nstates ? p->states[state].name : "?";
}

/* "FIRST -> SECOND" of each track that moved. */
static void print_moves(const struct app_reason *r)
{
    for (int t = 0; t < YM_TRACKS; t++)
        if (app_reason_moved(r, t))
            (void)printf("      %s: %s → %s\n", ym_word(YM_VOCAB_TRACK, t)->zh,
                         state_name(r->procedure, r->from[t]), state_name(r->after, r->to[t]));
}

/* One line, whatever was written. */
static void print_why(const struct cli_event_words *words)
{
    if (words->reason.at == NULL)
        return;
    (void)fputs("      理由 reason ", stdout);
    for (size_t i = 0; i < words->reason.n; i++)
        (void)putchar(
            words->reason.at[i] == '\n' || words->reason.at[i] == '\t' ? ' ' : words->reason.at[i]);
    (void)putchar('\n');
}

/* Who began the plan, as far as that is known. */
static const char *planner(const struct cli_event_words *words)
{
    if (!words->has_plan)
        return "?";
    return words->stored.by[0] != '\0' ? words->stored.by : "命令行 the command line";
}

static void print_migration(const struct app_reason *r, const struct cli_event_words *words)
{
    const struct ym_procedure *a = r->procedure;
    const struct ym_procedure *b = r->after;

    (void)printf("      版本 version %s/%s → %s/%s", a != NULL ? a->id : "?",
                 a != NULL ? a->version : "?", b != NULL ? b->id : "?",
                 b != NULL ? b->version : "?");
    if (words->plan.at != NULL)
        (void)printf("  计划 plan %.*s  由 by %s", (int)words->plan.n, words->plan.at,
                     planner(words));
    (void)putchar('\n');
    print_why(words);
}

static void print_shift(const struct explaining *x, const struct app_reason *r,
                        const struct ym_event *ev)
{
    const struct cli_event_words *words = &x->words;
    const struct ym_word *ground = ym_word(YM_VOCAB_SHIFT, r->shift);
    char was[YM_DAY_TEXT_MAX];
    char last[YM_DAY_TEXT_MAX];

    ym_day_print(r->was, was);
    ym_day_print(r->last, last);
    (void)printf("      期限 deadline %s %s: %s → %s%s  %s %s\n", r->deadline->zh, r->deadline->en,
                 was, last, cli_guess_mark(x->ask->library.calendar, r->last), ground->zh,
                 ground->en);
    (void)printf("      由 by %s %s", ym_word(YM_VOCAB_ROLE, r->role)->zh,
                 ym_word(YM_VOCAB_ROLE, r->role)->en);
    if (ev->c.by.staff != 0)
        (void)printf(" %" PRId64, ev->c.by.staff);
    (void)putchar('\n');
    print_why(words);
}

static void print_reason(const struct explaining *x, const struct app_reason *r,
                         const struct ym_event *ev)
{
    const struct ym_word *command = ym_word(YM_VOCAB_COMMAND, r->command);
    const struct ym_word *colour = ym_word(YM_VOCAB_COLOUR, r->colour);
    char at[YM_USEC_TEXT_MAX];

    ym_usec_print(r->at, at);
    at[19] = '\0';
    at[10] = ' ';
    (void)printf("%4u  %s  ", r->seq, at);
    cli_print_padded(ym_span_of(command->zh), 20);
    (void)printf("%s  [%s]\n", command->en, ym_word(YM_VOCAB_ROLE, r->role)->zh);
    (void)printf("      规则 rule %u  %s/%s  %s\n", r->rule,
                 r->procedure != NULL ? r->procedure->id : "?",
                 r->procedure != NULL ? r->procedure->version : "?", r->source);
    if (r->deadline != NULL)
        print_shift(x, r, ev);
    if (r->command == YM_CMD_MIGRATE)
        print_migration(r, &x->words);
    if (!r->moved)
        return;
    print_moves(r);
    (void)printf("      颜色 colour %s %s\n", colour->zh, colour->en);
}

static void put_text(struct json_out *w, const char *key, struct ym_span text)
{
    if (text.at != NULL)
        json_add_text(w, key, text);
    else
        json_add_null(w, key);
}

/* As the interface tells it, and who began the plan. */
static void put_migration(struct json_out *w, const struct app_reason *r,
                          const struct cli_event_words *words)
{
    json_put_key(w, "migrated");
    json_put_object(w);
    json_add_word(w, "procedure", r->after != NULL ? r->after->id : "");
    json_add_word(w, "procedure_version", r->after != NULL ? r->after->version : "");
    put_text(w, "reason", words->reason);
    put_text(w, "plan", words->plan);
    put_text(w, "by", words->has_plan ? words->stored.m.by : (struct ym_span){ NULL, 0 });
    json_put_object_end(w);
}

static void put_reason(struct explaining *x, const struct app_reason *r, const struct ym_event *ev)
{
    const struct cli_event_words *words = &x->words;
    struct json_out *w = &x->out;

    json_put_object(w);
    json_add_int(w, "seq", r->seq);
    json_add_instant(w, "at", r->at);
    json_add_code(w, "command", YM_VOCAB_COMMAND, r->command);
    json_add_code(w, "role", YM_VOCAB_ROLE, r->role);
    if (ev->c.by.staff != 0)
        json_add_int64(w, "staff", ev->c.by.staff);
    else
        json_add_null(w, "staff");
    json_add_int(w, "rule", r->rule);
    json_add_word(w, "source", r->source);
    json_add_word(w, "procedure", r->procedure != NULL ? r->procedure->id : "");
    json_add_word(w, "procedure_version", r->procedure != NULL ? r->procedure->version : "");
    json_add_bool(w, "moved", r->moved);
    json_add_word(w, "state", state_name(r->after, r->to[0]));
    json_add_code(w, "colour", YM_VOCAB_COLOUR, r->colour);
    if (r->deadline != NULL) {
        json_add_word(w, "deadline", r->deadline->name);
        json_add_day(w, "was", r->was);
        json_add_day(w, "last_day", r->last);
        json_add_bool(w, "provisional", !ym_calendar_covers(x->ask->library.calendar, r->last));
        json_add_code(w, "shift_ground", YM_VOCAB_SHIFT, r->shift);
        put_text(w, "reason", words->reason);
    }
    if (r->command == YM_CMD_MIGRATE)
        put_migration(w, r, words);
    json_put_object_end(w);
}

static void tell(struct explaining *x, const struct app_reason *r, const struct ym_event *ev)
{
    x->err = cli_event_words_read(x->ask->db.conn, ev, &x->words, &x->why);
    if (x->err != YM_E_OK)
        return;
    if (x->as_json)
        put_reason(x, r, ev);
    else
        print_reason(x, r, ev);
    cli_event_words_release(&x->words);
}

static void take_event(struct explaining *x, const struct app_event *e)
{
    struct ym_event ev;
    struct ym_error why;
    struct app_reason reason;

    if (x->broken_at != 0 || x->err != YM_E_OK)
        return;
    if (!cli_redactions_link(&x->redactions, e, x->head) ||
        json_event_read(e->payload, &ev, &why) != YM_E_OK ||
        !app_explainer_feed(&x->explainer, &ev, &reason)) {
        x->broken_at = e->seq;
        return;
    }
    if (x->is_past)
        app_asof_take(&x->asof, &x->explainer.dispute, ev.c.at, e->hash);
    if (!x->asof.is_over)
        tell(x, &reason, &ev);
}

static void on_events(void *arg, enum ym_err err, const struct app_event_page *page)
{
    (void)err; /* only called with OK */
    for (size_t i = 0; i < page->n; i++)
        take_event(arg, &page->at[i]);
}

static void on_view(void *arg, enum ym_err err, const struct app_view *v)
{
    struct explaining *x = arg;

    (void)err; /* only called with OK */
    x->stored = v->dispute;
    x->colour = v->colour;
    x->stage = v->stage;
}

/* How it stood then is known when all has been read. */
static enum ym_err stand_then(struct explaining *x, struct ym_error *reterr)
{
    const struct ym_dispute *d = &x->asof.dispute;
    const struct ym_procedure *p = ym_procedures_get(&x->ask->library.procedures, d->procedure);
    const enum ym_err err = app_asof_check(&x->asof, reterr);

    if (err == YM_E_OK && p != NULL) {
        x->colour = (uint8_t)ym_dispute_colour(p, d);
        x->stage = (uint8_t)ym_dispute_stage(p, d);
    }
    return err;
}

/* Do the events make exactly what is stored? */
static bool is_proven(const struct explaining *x)
{
    const struct ym_dispute *d = &x->explainer.dispute;
    const struct ym_procedure *p = ym_procedures_get(&x->ask->library.procedures, d->procedure);

    return x->broken_at == 0 && cli_redactions_end(&x->redactions) == NULL && p != NULL &&
           ym_dispute_proves(d, &x->stored) &&
           memcmp(x->head, x->stored.head, sizeof(x->head)) == 0 &&
           x->colour == (uint8_t)ym_dispute_colour(p, d) &&
           x->stage == (uint8_t)ym_dispute_stage(p, d);
}

static void print_end(const struct explaining *x, bool proven)
{
    const struct ym_word *colour = ym_word(YM_VOCAB_COLOUR, x->colour);
    const struct ym_word *stage = ym_word(YM_VOCAB_STAGE, x->stage);
    char at[YM_USEC_TEXT_MAX];

    if (x->is_past) {
        ym_usec_print(x->asof.at, at);
        at[19] = '\0';
        at[10] = ' ';
        cli_print_pair("截至", "as of", "%s  (其后 %u 个事件 events since)", at,
                       x->explainer.dispute.version - x->asof.dispute.version);
    }
    (void)printf("所以 therefore: %s %s, %s %s\n", colour->zh, colour->en, stage->zh, stage->en);
    if (proven)
        (void)printf("证明 proof: 链上 %u 个事件重算结果与存储状态一致 (fold == stored)\n",
                     x->stored.version);
    else if (x->broken_at != 0)
        (void)printf("证明 proof: 事件 %u 不成立 — event %u does not fit the chain\n", x->broken_at,
                     x->broken_at);
    else
        (void)puts("证明 proof: 重算结果与存储状态不一致 — the fold is not what is stored");
}

static void print_json_end(struct explaining *x, bool proven)
{
    json_put_array_end(&x->out);
    json_add_code(&x->out, "colour", YM_VOCAB_COLOUR, x->colour);
    json_add_code(&x->out, "stage", YM_VOCAB_STAGE, x->stage);
    if (x->is_past) {
        json_put_key(&x->out, "as_of");
        json_put_object(&x->out);
        json_add_instant(&x->out, "at", x->asof.at);
        json_add_int(&x->out, "events", x->asof.dispute.version);
        json_add_int(&x->out, "events_since",
                     x->explainer.dispute.version - x->asof.dispute.version);
        json_put_object_end(&x->out);
    }
    json_add_bool(&x->out, "proven", proven);
    if (x->broken_at != 0)
        json_add_int(&x->out, "broken_at", x->broken_at);
    json_put_object_end(&x->out);
    if (json_put_ok(&x->out))
        (void)puts(x->buf.at);
}

static enum ym_err explain(struct explaining *x, const char *text, bool *ret_proven,
                           struct ym_error *reterr)
{
    char number[YM_NUMBER_TEXT_MAX];
    enum ym_err err = cli_ask_dispute(x->ask, text, on_view, x, reterr);

    if (err == YM_E_OK)
        err = cli_redactions_open(&x->redactions, x->ask->db.conn, reterr);
    if (err == YM_E_OK)
        err = cli_redactions_begin(&x->redactions, x->ask->db.conn, x->ask->id, reterr);
    if (err != YM_E_OK)
        return err;
    app_explainer_init(&x->explainer, &x->ask->library.procedures);
    ym_number_print(x->ask->id, number);
    if (x->as_json) {
        x->out = json_out(&x->buf);
        json_put_object(&x->out);
        json_add_word(&x->out, "number", number);
        json_put_key(&x->out, "reasons");
        json_put_array(&x->out);
    } else {
        cli_print_pair("编号", "number", "%s", number);
    }
    err = cli_ask_events(x->ask, on_events, x, reterr);
    if (err == YM_E_OK && x->err != YM_E_OK) {
        *reterr = x->why;
        err = x->err;
    }
    if (err != YM_E_OK)
        return err;
    *ret_proven = is_proven(x);
    if (x->is_past && x->broken_at == 0)
        err = stand_then(x, reterr);
    if (err != YM_E_OK)
        return err;
    if (x->as_json)
        print_json_end(x, *ret_proven);
    else
        print_end(x, *ret_proven);
    if (x->as_json && !json_put_ok(&x->out))
        return ym_fail(reterr, YM_E_TOO_LARGE, "the explanation is too long for --json");
    return YM_E_OK;
}

/* Nothing to do when there is no such instant (NULL). */
static enum ym_err begin_past(struct explaining *x, const char *then, struct ym_error *reterr)
{
    ym_usec instant = YM_USEC_NONE;
    enum ym_err err;

    if (then == NULL)
        return YM_E_OK;
    err = app_asof_read(ym_span_of(then), cli_now(), &instant, reterr);
    app_asof_begin(&x->asof, instant);
    return err;
}

static int run(struct cli *cli, int argc, char **argv)
{
    bool as_json = false;
    const char *then = NULL;
    const struct cli_option options[] = {
        { "at", "INSTANT", "as it stood then: a time with its zone, or the end of a day", &then,
          NULL },
        { "json", NULL, "for programs", NULL, &as_json },
    };
    struct cli_ask ask;
    struct explaining *x;
    struct ym_error why;
    bool proven = false;
    enum ym_err err;
    int code;
    const int at =
        cli_options(cli, &cli_explain, argc, argv, &(struct cli_syntax){ options, 2, 1, 1 }, &code);

    if (at < 0)
        return code;
    if (cli_ask_open(cli, &ask, &why) != YM_E_OK)
        return cli_fail(&why);
    x = calloc(1, sizeof(*x));
    if (x == NULL) {
        cli_ask_close(&ask);
        return cli_complain("no memory to explain");
    }
    x->ask = &ask;
    x->as_json = as_json;
    ym_buf_init(&x->buf, JSON_BYTES_MAX);
    x->is_past = then != NULL;
    err = begin_past(x, then, &why);
    if (err == YM_E_OK)
        err = explain(x, argv[at], &proven, &why);
    ym_buf_release(&x->buf);
    free(x);
    cli_ask_close(&ask);
    if (err != YM_E_OK)
        return cli_fail(&why);
    return proven ? CLI_DONE
                  : cli_complain("the history does not prove the stored state; run `yima verify`");
}

const struct cli_command cli_explain = { "explain", "DISPUTE",
                                         "say why a dispute has its colour, and prove it", run };
