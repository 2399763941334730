/* SPDX-License-Identifier: Apache-2.0 */
/* yima show: one dispute as it stands, or stood at an instant (--at), for people (zh and en side by
 * side) or as JSON. Personal numbers, phones and addresses of parties are sealed and are not shown.
 */
#include <stdio.h>

#include "ask.h"
#include "json/write.h"
#include "past.h"
#include "reading.h"
#include "words.h"
#include "yima/number.h"
#include "yima/region.h"

#define JSON_BYTES_MAX (1u << 20)

struct showing {
    struct cli_ask *ask;
    const char *at;       /* NULL: now */
    struct cli_past past; /* when at is given */
    bool as_json;
    bool has_failed;
    enum ym_err err; /* of the log of reads; then why says more */
    struct ym_error why;
};

static const char *time_text(ym_usec at, char out[YM_USEC_TEXT_MAX])
{
    if (at == YM_USEC_NONE)
        return "—";
    ym_usec_print(at, out);
    out[19] = '\0'; /* to the second, in Shanghai */
    out[10] = ' ';
    return out;
}

static void print_word(const char *zh, const char *en, enum ym_vocab_id vocab, int index)
{
    const struct ym_word *w = ym_word(vocab, index);

    cli_print_pair(zh, en, "%s  %s", w->zh, w->en);
}

static void print_named(const char *zh, const char *en, const struct app_named *n)
{
    if (n->id == 0)
        cli_print_pair(zh, en, "—");
    else
        cli_print_pair(zh, en, "%lld %.*s  %.*s", (long long)n->id, (int)n->name.n, n->name.at,
                       (int)n->phone.n, n->phone.at);
}

static void print_states(const struct ym_procedure *p, const struct ym_dispute *d)
{
    for (int t = 0; t < YM_TRACKS; t++) {
        const struct ym_word *w = ym_word(YM_VOCAB_TRACK, t);
        const struct ym_state *s;

        if (d->state[t] >= p->nstates)
            continue;
        s = &p->states[d->state[t]];
        if (t == YM_TRACK_MAIN || s->phase != YM_PHASE_IDLE)
            cli_print_pair(w->zh, w->en, "%s  %s  %s", s->name, s->zh, s->en);
    }
}

static bool is_guess(const struct ym_calendar *cal, const struct ym_clock *c)
{
    return c->due != 0 && !ym_calendar_covers(cal, c->last);
}

static void print_clocks(const struct ym_procedure *p, const struct ym_calendar *cal,
                         const struct ym_dispute *d)
{
    char day[YM_DAY_TEXT_MAX];

    for (size_t i = 0; i < d->nclocks; i++) {
        const struct ym_clock *c = &d->clocks[i];
        const struct ym_deadline *k;

        if (c->deadline >= p->ndeadlines)
            continue;
        k = &p->deadlines[c->deadline];
        ym_day_print(c->last, day);
        if (c->due != 0)
            cli_print_pair("期限", "deadline", "%s%s  %s  %s  (%s)", day,
                           cli_guess_mark(cal, c->last), k->zh, k->en, k->source);
        else
            cli_print_pair("中止", "stands still", "%d left  %s  %s", c->left, k->zh, k->en);
    }
}

static void print_parties(const struct app_view *v)
{
    for (size_t i = 0; i < v->nparties; i++) {
        const struct ym_party *p = &v->parties[i];
        const struct ym_word *side = ym_word(YM_VOCAB_SIDE, p->side);

        cli_print_pair(side->zh, side->en, "%zu  %.*s  %s%s%s%.*s", i, (int)p->name.n, p->name.at,
                       ym_word(YM_VOCAB_PARTY, p->kind)->zh,
                       p->identity.n > 0 ? "  证件已封存" : "", p->agent.n > 0 ? "  代理人 " : "",
                       (int)p->agent.n, p->agent.at);
    }
}

static void print_steps(const struct ym_procedure *p, const struct ym_dispute *d)
{
    const struct ym_state *steps[YM_TRACKS];
    const size_t n = ym_dispute_steps(p, d, steps);

    for (size_t i = 0; i < n; i++)
        cli_print_pair("下一步", "next step", "%s  %s", steps[i]->next_zh, steps[i]->next_en);
    if (n == 0)
        cli_print_pair("下一步", "next step", "无  none");
}

static void print_view(const struct ym_procedure *p, const struct ym_calendar *cal,
                       const struct app_view *v)
{
    const struct ym_dispute *d = &v->dispute;
    char number[YM_NUMBER_TEXT_MAX];
    char at[YM_USEC_TEXT_MAX];

    ym_number_print(d->id, number);
    cli_print_pair("编号", "number", "%s  (id %lld)", number, (long long)d->id.v);
    cli_print_pair("标题", "title", "%.*s", (int)v->title.n, v->title.at);
    print_word("颜色", "colour", YM_VOCAB_COLOUR, v->colour);
    print_word("阶段", "stage", YM_VOCAB_STAGE, v->stage);
    print_states(p, d);
    print_steps(p, d);
    print_clocks(p, cal, d);
    print_word("风险", "risk", YM_VOCAB_RISK, d->risk);
    print_word("类型", "type", YM_VOCAB_TYPE, d->type);
    print_word("渠道", "channel", YM_VOCAB_CHANNEL, d->channel);
    cli_print_pair("区划", "region", "%lld %.*s", (long long)d->region, (int)v->region_name.n,
                   v->region_name.at);
    print_named("调解组织", "body", &v->body);
    print_named("调解员", "mediator", &v->mediator);
    print_named("法院", "court", &v->court);
    print_parties(v);
    if (v->amount_fen >= 0)
        cli_print_pair("争议金额", "amount", "%lld.%02lld 元", (long long)(v->amount_fen / 100),
                       (long long)(v->amount_fen % 100));
    cli_print_pair("登记时间", "received", "%s", time_text(v->received_at, at));
    cli_print_pair("更新时间", "updated", "%s", time_text(v->updated_at, at));
    cli_print_pair("程序", "procedure", "%s/%s  %s", p->id, p->version, p->zh);
    cli_print_pair("版本", "version", "%u", d->version);
    cli_print_pair("调解码", "code", "%s", v->token.text[0] != '\0' ? "有效 in force" : "无 none");
}

static void put_named(struct json_out *w, const char *key, const struct app_named *n)
{
    json_put_key(w, key);
    if (n->id == 0) {
        json_put_null(w);
        return;
    }
    json_put_object(w);
    json_add_int64(w, "id", n->id);
    json_add_text(w, "name", n->name);
    json_put_object_end(w);
}

static void put_parties(struct json_out *w, const struct app_view *v)
{
    json_put_key(w, "parties");
    json_put_array(w);
    for (size_t i = 0; i < v->nparties; i++) {
        json_put_object(w);
        json_add_int(w, "seat", (int64_t)i);
        json_add_code(w, "side", YM_VOCAB_SIDE, v->parties[i].side);
        json_add_code(w, "kind", YM_VOCAB_PARTY, v->parties[i].kind);
        json_add_text(w, "name", v->parties[i].name);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_clocks(struct json_out *w, const struct ym_procedure *p,
                       const struct ym_calendar *cal, const struct ym_dispute *d)
{
    json_put_key(w, "deadlines");
    json_put_array(w);
    for (size_t i = 0; i < d->nclocks; i++) {
        json_put_object(w);
        json_add_word(
            w, "deadline",
            d->clocks[i].deadline < p->ndeadlines ? p->deadlines[d->clocks[i].deadline].name : "");
        json_add_day(w, "last_day", d->clocks[i].last);
        json_add_instant(w, "due_at", d->clocks[i].due != 0 ? d->clocks[i].due : YM_USEC_NONE);
        json_add_bool(w, "provisional", is_guess(cal, &d->clocks[i]));
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_asof(struct json_out *w, const struct cli_past *past)
{
    const uint32_t events = past->asof.dispute.version;

    json_put_key(w, "as_of");
    json_put_object(w);
    json_add_instant(w, "at", past->asof.at);
    json_add_int(w, "events", events);
    json_add_int(w, "events_since", past->explainer.dispute.version - events);
    json_put_object_end(w);
}

static void print_asof(const struct cli_past *past)
{
    char at[YM_USEC_TEXT_MAX];

    cli_print_pair("截至", "as of", "%s  (其后 %u 个事件 events since)",
                   time_text(past->asof.at, at),
                   past->explainer.dispute.version - past->asof.dispute.version);
}

static bool print_json(const struct showing *s, const struct ym_procedure *p,
                       const struct app_view *v)
{
    const struct ym_dispute *d = &v->dispute;
    char number[YM_NUMBER_TEXT_MAX];
    char region[YM_REGION_TEXT_MAX];
    struct ym_buf buf;
    struct json_out w;
    bool ok;

    ym_buf_init(&buf, JSON_BYTES_MAX);
    w = json_out(&buf);
    ym_number_print(d->id, number);
    ym_region_print(d->region, region);
    json_put_object(&w);
    json_add_int64(&w, "id", d->id.v);
    json_add_word(&w, "number", number);
    json_add_int(&w, "version", d->version);
    json_add_word(&w, "procedure", p->id);
    json_add_word(&w, "procedure_version", p->version);
    json_add_code(&w, "colour", YM_VOCAB_COLOUR, v->colour);
    json_add_code(&w, "stage", YM_VOCAB_STAGE, v->stage);
    json_add_bool(&w, "open", v->is_open);
    json_add_word(&w, "state", p->states[d->state[0]].name);
    json_add_code(&w, "risk", YM_VOCAB_RISK, d->risk);
    json_add_code(&w, "type", YM_VOCAB_TYPE, d->type);
    json_add_word(&w, "region", region);
    put_named(&w, "body", &v->body);
    put_named(&w, "mediator", &v->mediator);
    put_named(&w, "court", &v->court);
    json_add_instant(&w, "received_at", v->received_at);
    json_add_instant(&w, "updated_at", v->updated_at);
    json_add_instant(&w, "due_at", v->due_at);
    json_add_text(&w, "title", v->title);
    json_add_text(&w, "description", v->description);
    put_parties(&w, v);
    put_clocks(&w, p, s->ask->library.calendar, d);
    if (s->at != NULL)
        put_asof(&w, &s->past);
    json_put_object_end(&w);
    ok = json_put_ok(&w) && puts(buf.at) != EOF;
    ym_buf_release(&buf);
    return ok;
}

static void print(struct showing *s, const struct ym_procedure *p, const struct app_view *v)
{
    if (p == NULL || v->dispute.state[0] >= p->nstates) {
        s->has_failed = true;
    } else if (s->as_json) {
        s->has_failed = !print_json(s, p, v);
    } else {
        if (s->at != NULL)
            print_asof(&s->past);
        print_view(p, s->ask->library.calendar, v);
    }
}

static void on_view(void *arg, enum ym_err err, const struct app_view *now)
{
    struct showing *s = arg;
    const struct ym_dispute *d = s->at != NULL ? &s->past.asof.dispute : &now->dispute;
    const struct ym_procedure *p = ym_procedures_get(&s->ask->library.procedures, d->procedure);
    struct app_view then;

    (void)err; /* only called with OK */
    s->err = cli_log_read(s->ask->db.conn, now->dispute.id, APP_SIGHT_DISPUTE, &s->why);
    if (s->err != YM_E_OK)
        return;
    if (s->at != NULL && p != NULL) {
        then = app_asof_view(&s->past.asof, p, NULL, now);
        now = &then;
    }
    print(s, p, now);
}

static enum ym_err show(struct showing *s, const char *text, struct ym_error *reterr)
{
    enum ym_err err = YM_E_OK;

    if (s->at != NULL)
        err = cli_past_read(s->ask, text, s->at, &s->past, reterr);
    if (err == YM_E_OK)
        err = cli_ask_dispute(s->ask, text, on_view, s, reterr);
    if (err == YM_E_OK && s->err != YM_E_OK)
        *reterr = s->why;
    return err == YM_E_OK ? s->err : err;
}

static int run(struct cli *cli, int argc, char **argv)
{
    struct cli_ask ask;
    struct showing s = { .ask = &ask };
    const struct cli_option options[] = {
        { "at", "INSTANT", "as it stood then: a time with its zone, or the end of a day", &s.at,
          NULL },
        { "json", NULL, "for programs", NULL, &s.as_json },
    };
    struct ym_error why;
    enum ym_err err;
    int code;
    const int at =
        cli_options(cli, &cli_show, argc, argv, &(struct cli_syntax){ options, 2, 1, 1 }, &code);

    if (at < 0)
        return code;
    if (cli_ask_open(cli, &ask, &why) != YM_E_OK)
        return cli_fail(&why);
    err = show(&s, argv[at], &why);
    cli_ask_close(&ask);
    if (err != YM_E_OK)
        return cli_fail(&why);
    return s.has_failed ? cli_complain("the dispute cannot be shown; run `yima verify`") : CLI_DONE;
}

const struct cli_command cli_show = { "show", "DISPUTE", "show one dispute, by number or id", run };
