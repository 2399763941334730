/* SPDX-License-Identifier: Apache-2.0 */
/* Shapes that several replies share. A word of a vocabulary travels as its code; beside it, or in
 * an object with it, stand the words that people read. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "api_private.h"
#include "app/month.h"
#include "yima/number.h"
#include "yima/region.h"

void api_put_number(struct json_out *w, struct ym_id id)
{
    char compact[YM_NUMBER_COMPACT_MAX];
    char grouped[YM_NUMBER_TEXT_MAX];

    ym_number_compact(id, compact);
    ym_number_print(id, grouped);
    json_add_word(w, "id", compact);
    json_add_word(w, "number", grouped);
}

void api_put_standing(struct json_out *w, uint8_t colour, uint8_t stage)
{
    const struct ym_word *c = ym_word(YM_VOCAB_COLOUR, colour);
    const struct ym_word *s = ym_word(YM_VOCAB_STAGE, stage);

    json_add_word(w, "colour", c->code);
    json_add_word(w, "colour_zh", c->zh);
    json_add_word(w, "stage", s->code);
    json_add_word(w, "stage_zh", s->zh);
    json_add_word(w, "stage_en", s->en);
}

void api_put_states(struct json_out *w, const char *key, const struct ym_procedure *p,
                    const uint8_t state[YM_TRACKS])
{
    json_put_key(w, key);
    json_put_object(w);
    for (int t = 0; p != NULL && t < YM_TRACKS; t++) {
        const struct ym_state *s = state[t] < p->nstates ? &p->states[state[t]] : NULL;

        if (s == NULL)
            continue;
        json_put_key(w, ym_word(YM_VOCAB_TRACK, t)->code);
        json_put_object(w);
        json_add_word(w, "name", s->name);
        json_add_word(w, "zh", s->zh);
        json_add_word(w, "en", s->en);
        json_add_code(w, "phase", YM_VOCAB_PHASE, s->phase);
        json_put_object_end(w);
    }
    json_put_object_end(w);
}

void api_put_procedure(struct json_out *w, const struct ym_procedure *p)
{
    json_put_key(w, "procedure");
    if (p == NULL) {
        json_put_null(w);
        return;
    }
    json_put_object(w);
    json_add_word(w, "id", p->id);
    json_add_word(w, "version", p->version);
    json_put_object_end(w);
}

static const char *clock_word(const struct ym_clock *k)
{
    if (k->due != 0)
        return "running";
    return k->left >= 0 ? "stopped" : "ended";
}

/* ---- What comes next ---- */

static const char *next_word(const struct ym_state *s, bool is_english)
{
    return is_english ? s->next_en : s->next_zh;
}

struct ym_span api_next_text(struct ym_arena *arena, const struct ym_procedure *p,
                             const struct ym_dispute *d, bool is_english)
{
    const char *const between = is_english ? "; " : "；";
    const struct ym_state *steps[YM_TRACKS];
    struct ym_buf b;
    struct ym_span text;
    size_t n;

    if (p == NULL || d->state[YM_TRACK_MAIN] >= p->nstates)
        return YM_SPAN("");
    n = ym_dispute_steps(p, d, steps);
    if (n == 0)
        return is_english ? YM_SPAN("none") : YM_SPAN("无");
    ym_buf_init(&b, API_NEXT_BYTES_MAX);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            ym_buf_puts(&b, between);
        ym_buf_puts(&b, next_word(steps[i], is_english));
    }
    text = ym_arena_text(arena, ym_buf_span(&b));
    ym_buf_release(&b);
    return text;
}

void api_put_next(struct api_op *op, const struct ym_procedure *p, const struct ym_dispute *d)
{
    json_add_text(&op->w, "next_zh", api_next_text(&op->arena, p, d, false));
    json_add_text(&op->w, "next_en", api_next_text(&op->arena, p, d, true));
}

void api_put_provisional(struct json_out *w, const struct api *api, ym_day last)
{
    json_add_bool(w, "provisional",
                  last != YM_DAY_NONE && !ym_calendar_covers(api->config.calendar, last));
}

/* What is due is so at the end of its last day. */
void api_put_provisional_due(struct json_out *w, const struct api *api, ym_usec due)
{
    api_put_provisional(w, api, due != YM_USEC_NONE ? ym_day_of(due - 1) : YM_DAY_NONE);
}

static void put_clock(struct json_out *w, const struct api *api, const struct ym_deadline *d,
                      const struct ym_clock *k)
{
    json_add_word(w, "name", d->name);
    json_add_word(w, "zh", d->zh);
    json_add_word(w, "en", d->en);
    json_add_word(w, "source", d->source);
    json_add_word(w, "state", clock_word(k));
    json_add_day(w, "last_day", k->due != 0 ? k->last : YM_DAY_NONE);
    json_add_instant(w, "due", k->due != 0 ? k->due : YM_USEC_NONE);
    api_put_provisional(w, api, k->due != 0 ? k->last : YM_DAY_NONE);
}

/* What is left counts as the law counts: a term of working days in working days. */
static void put_left(struct api_op *op, const struct ym_deadline *d, const struct ym_clock *k,
                     const struct ym_dispute *of)
{
    static const struct ym_calendar weeks = { .days = NULL };
    const struct ym_calendar *cal = op->api->config.calendar;
    const ym_day today = ym_day_of(api_op_instant(op));

    if (k->due == 0)
        return;
    json_add_int(&op->w, "days_left", k->last - today);
    if (ym_deadline_term(d, of).unit == YM_UNIT_WORKDAY)
        json_add_int(&op->w, "working_days_left",
                     ym_calendar_count(cal != NULL ? cal : &weeks, today, k->last));
}

void api_put_deadlines(struct api_op *op, const struct ym_procedure *p, const struct ym_dispute *d)
{
    json_put_key(&op->w, "deadlines");
    json_put_array(&op->w);
    for (size_t i = 0; p != NULL && i < d->nclocks; i++) {
        const struct ym_clock *k = &d->clocks[i];

        if (k->deadline >= p->ndeadlines)
            continue;
        json_put_object(&op->w);
        put_clock(&op->w, op->api, &p->deadlines[k->deadline], k);
        put_left(op, &p->deadlines[k->deadline], k, d);
        json_put_object_end(&op->w);
    }
    json_put_array_end(&op->w);
}

void api_put_clocks(struct json_out *w, const struct api *api, const struct ym_procedure *p,
                    const struct ym_clock *clocks, size_t n)
{
    json_put_key(w, "deadlines");
    json_put_array(w);
    for (size_t i = 0; p != NULL && i < n; i++) {
        const struct ym_clock *k = &clocks[i];
        const struct ym_deadline *d =
            k->deadline < p->ndeadlines ? &p->deadlines[k->deadline] : NULL;

        if (d == NULL)
            continue;
        json_put_object(w);
        put_clock(w, api, d, k);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

void api_put_word(struct json_out *w, enum ym_vocab_id vocab, int index)
{
    const struct ym_word *word = ym_word(vocab, index);

    json_put_named(w, word);
}

void api_put_words(struct json_out *w, const char *key, enum ym_vocab_id vocab, uint64_t set)
{
    json_put_key(w, key);
    json_put_array(w);
    for (int i = 0; i < ym_vocab(vocab)->count; i++) {
        if ((set & (UINT64_C(1) << i)) != 0)
            api_put_word(w, vocab, i);
    }
    json_put_array_end(w);
}

void api_put_ref(struct json_out *w, const char *key, int64_t id)
{
    if (id == 0)
        json_add_null(w, key);
    else
        json_add_int64(w, key, id);
}

void api_put_named(struct json_out *w, const char *key, const struct app_named *named)
{
    json_put_key(w, key);
    if (named->id == 0) {
        json_put_null(w);
        return;
    }
    json_put_object(w);
    json_add_int64(w, "id", named->id);
    json_add_text(w, "name", named->name);
    if (named->phone.n > 0)
        json_add_text(w, "phone", named->phone);
    json_put_object_end(w);
}

void api_put_month(struct json_out *w, const char *key, ym_day month)
{
    char text[APP_MONTH_TEXT_MAX];

    app_month_print(month, text);
    json_add_word(w, key, text);
}

void api_put_region(struct json_out *w, int64_t region)
{
    char text[YM_REGION_TEXT_MAX];

    ym_region_print(region, text);
    json_add_word(w, "region", text);
}

void api_put_hash(struct json_out *w, const char *key, const unsigned char hash[32])
{
    static const char digits[] = "0123456789abcdef";
    char text[65];

    for (size_t i = 0; i < 32; i++) {
        text[2 * i] = digits[hash[i] >> 4];
        text[2 * i + 1] = digits[hash[i] & 15];
    }
    text[64] = '\0';
    json_add_word(w, key, text);
}

void api_code_url(const struct api *api, const struct ym_token *token, char ret[API_URL_MAX])
{
    (void)snprintf(ret, API_URL_MAX, "%s/M/%s", api->public_url, token->text);
}

void api_put_code(struct json_out *w, const struct api *api, const struct ym_token *token)
{
    char url[API_URL_MAX];

    if (token->text[0] == '\0') {
        json_add_null(w, "token");
        json_add_null(w, "code_url");
        return;
    }
    api_code_url(api, token, url);
    json_add_word(w, "token", token->text);
    json_add_word(w, "code_url", url);
}

void api_put_deadline_left(struct api_op *op, const struct ym_procedure *p,
                           const struct ym_dispute *d)
{
    const struct ym_clock *k = ym_dispute_next_clock(d);
    const ym_usec now = api_now(op->api);
    struct json_out *w = &op->w;

    json_put_key(w, "deadline");
    if (k == NULL || p == NULL || k->deadline >= p->ndeadlines) {
        json_put_null(w);
        return;
    }
    json_put_object(w);
    json_add_word(w, "zh", p->deadlines[k->deadline].zh);
    json_add_word(w, "en", p->deadlines[k->deadline].en);
    json_add_day(w, "last_day", k->last);
    json_add_int(w, "days_left", k->last - ym_day_of(now));
    json_add_bool(w, "overdue", k->due <= now);
    api_put_provisional(w, op->api, k->last);
    json_put_object_end(w);
}
