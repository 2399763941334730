/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/radar: open disputes about to break a limit or over it, the most harm first.
 *
 * The cursor is the moment at which the first page was weighed and the last row shown, and a keyed
 * hash of both and of who asked: all pages are weighed for the same moment, so that none of their
 * rows comes twice because a day has passed. */
#include <stdio.h>
#include <string.h>

#include "api_board.h"
#include "app/radar.h"
#include "yima/base32.h"

#define PAGE_ROWS    50
#define WORDS        4 /* moment, harm, deadline, id */
#define CURSOR_CHARS ((WORDS + 1) * YM_BASE32_WORD)
#define WHY_BYTES    256

/* Where a page ends. */
struct place {
    ym_usec at;
    uint32_t harm;
    ym_usec due;
    int64_t id; /* 0: before the first */
};

struct radar_op {
    struct api_op *op;
    struct place after;
    unsigned limit;
    uint16_t order[APP_RADAR_CANDIDATES];
};

/* ---- The cursor ---- */

static void make_cursor(const struct api_op *op, const struct place *p, char ret[CURSOR_CHARS + 1])
{
    const struct app_secrets *s = op->api->config.secrets;
    const uint64_t words[WORDS] = { (uint64_t)p->at, p->harm, (uint64_t)p->due, (uint64_t)p->id };
    char text[WORDS * YM_BASE32_WORD + APP_CALLER_NAME_MAX];
    unsigned char hash[32];
    uint64_t mark = 0;
    int n;

    for (size_t i = 0; i < WORDS; i++)
        ym_base32_encode(words[i], YM_BASE32_WORD, ret + i * YM_BASE32_WORD);
    n = snprintf(text, sizeof(text), "%.*s%s", WORDS * YM_BASE32_WORD, ret, op->caller->name);
    s->keyed_hash(s->ring, YM_SPAN("yima radar cursor"), (struct ym_span){ text, (size_t)n }, hash);
    memcpy(&mark, hash, sizeof(mark));
    ym_base32_encode(mark, YM_BASE32_WORD, ret + WORDS * YM_BASE32_WORD);
    ret[CURSOR_CHARS] = '\0';
}

static bool read_cursor(const struct api_op *op, struct ym_span text, struct place *ret)
{
    char expected[CURSOR_CHARS + 1];
    uint64_t words[WORDS];

    if (text.n != CURSOR_CHARS)
        return false;
    for (size_t i = 0; i < WORDS; i++) {
        if (!ym_base32_decode((struct ym_span){ text.at + i * YM_BASE32_WORD, YM_BASE32_WORD },
                              &words[i]))
            return false;
    }
    *ret = (struct place){ (ym_usec)words[0], (uint32_t)words[1], (ym_usec)words[2],
                           (int64_t)words[3] };
    make_cursor(op, ret, expected);
    return memcmp(expected, text.at, CURSOR_CHARS) == 0;
}

static struct place place_of(const struct app_radar_row *r, ym_usec at)
{
    return (struct place){ at, r->harm, r->due_at, r->dispute.id.v };
}

/* In the order of app_radar_sort(). */
static bool is_after(const struct app_radar_row *r, const struct place *p)
{
    if (p->id == 0)
        return true;
    if (r->harm != p->harm)
        return r->harm < p->harm;
    if (r->due_at != p->due)
        return r->due_at > p->due;
    return r->dispute.id.v > p->id;
}

/* ---- The answer ---- */

/* The deadline that passes first, with its words and what it rests on. */
static const struct ym_deadline *deadline_of(const struct api_op *op, const struct ym_dispute *d)
{
    const struct ym_procedure *p = ym_procedures_get(op->api->config.procedures, d->procedure);
    const struct ym_clock *k = ym_dispute_next_clock(d);

    return p != NULL && k != NULL && k->deadline < p->ndeadlines ? &p->deadlines[k->deadline]
                                                                 : NULL;
}

static void put_why(struct json_out *w, const struct app_radar_row *r, const struct ym_deadline *d)
{
    const char *const zh = d != NULL ? d->zh : "期限", *const en = d != NULL ? d->en : "the limit";
    char text[WHY_BYTES];

    if (r->overdue > 0)
        (void)snprintf(text, sizeof(text), "%s已超期%d天；%d天无记录", zh, (int)r->overdue,
                       (int)r->idle);
    else
        (void)snprintf(text, sizeof(text), "%s还剩%d个工作日；%d天无记录", zh, (int)r->workdays,
                       (int)r->idle);
    json_add_word(w, "why_zh", text);
    if (r->overdue > 0)
        (void)snprintf(text, sizeof(text), "%s: overdue by %d days; nothing recorded for %d days",
                       en, (int)r->overdue, (int)r->idle);
    else
        (void)snprintf(text, sizeof(text), "%s: %d working days left; nothing recorded for %d days",
                       en, (int)r->workdays, (int)r->idle);
    json_add_word(w, "why_en", text);
}

static void put_deadline(struct json_out *w, const struct ym_deadline *d)
{
    json_put_key(w, "deadline");
    if (d == NULL) {
        json_put_null(w);
        return;
    }
    json_put_object(w);
    json_add_word(w, "name", d->name);
    json_add_word(w, "zh", d->zh);
    json_add_word(w, "en", d->en);
    json_add_word(w, "source", d->source);
    json_put_object_end(w);
}

static void put_row(struct api_op *op, const struct app_radar_row *r)
{
    struct json_out *w = &op->w;
    const struct ym_dispute *d = &r->dispute;
    const struct ym_deadline *deadline = deadline_of(op, d);

    json_put_object(w);
    api_put_number(w, d->id);
    api_put_standing(w, r->colour, r->stage);
    json_add_code(w, "type", YM_VOCAB_TYPE, d->type);
    json_add_word(w, "type_zh", ym_word(YM_VOCAB_TYPE, d->type)->zh);
    json_add_word(w, "type_en", ym_word(YM_VOCAB_TYPE, d->type)->en);
    json_add_code(w, "risk", YM_VOCAB_RISK, d->risk);
    json_add_word(w, "risk_zh", ym_word(YM_VOCAB_RISK, d->risk)->zh);
    json_add_text(w, "title", r->title);
    api_put_region(w, d->region);
    api_put_named(w, "body", &r->body);
    api_put_named(w, "mediator", &r->mediator);
    api_put_named(w, "court", &r->court);
    api_put_next(op, ym_procedures_get(op->api->config.procedures, d->procedure), d);
    json_add_instant(w, "due", r->due_at);
    put_deadline(w, deadline);
    json_add_bool(w, "overdue", r->overdue > 0);
    json_add_int(w, "overdue_days", r->overdue);
    api_put_provisional_due(w, op->api, r->due_at);
    json_add_int(w, "workdays_left", r->workdays);
    json_add_int(w, "idle_days", r->idle);
    json_add_int(w, "harm", r->harm);
    put_why(w, r, deadline);
    json_put_object_end(w);
}

static void put_rows(struct radar_op *t, const struct app_radar *radar)
{
    struct json_out *w = &t->op->w;
    const struct app_radar_row *last = NULL;
    bool has_more = false;
    char cursor[CURSOR_CHARS + 1];
    struct place end;
    unsigned shown = 0;

    json_put_key(w, "items");
    json_put_array(w);
    for (size_t i = 0; i < radar->n; i++) {
        const struct app_radar_row *r = &radar->at[t->order[i]];

        if (!is_after(r, &t->after))
            continue;
        has_more = shown == t->limit;
        if (has_more)
            break;
        put_row(t->op, r);
        last = r;
        shown++;
    }
    json_put_array_end(w);
    if (has_more && last != NULL) {
        end = place_of(last, t->after.at);
        make_cursor(t->op, &end, cursor);
        json_add_word(w, "next", cursor);
    } else {
        json_add_null(w, "next");
    }
}

static void on_radar(void *arg, enum ym_err err, struct app_radar *radar)
{
    struct radar_op *t = arg;
    struct json_out *w = &t->op->w;

    if (err != YM_E_OK) {
        api_op_unread(t->op, err);
        return;
    }
    app_radar_sort(t->op->api->config.calendar, t->after.at, radar, t->order);
    json_put_object(w);
    json_add_instant(w, "as_of", t->after.at);
    json_add_int(w, "weighed", (int64_t)radar->n);
    json_add_bool(w, "cut", radar->is_cut);
    json_add_instant(w, "weighed_until",
                     radar->is_cut ? radar->at[radar->n - 1].due_at : YM_USEC_NONE);
    put_rows(t, radar);
    json_put_object_end(w);
    api_op_logged(t->op, APP_SIGHT_LIST);
}

/* ---- The question ---- */

/* NULL, or which parameter is wrong and what it takes. */
static const char *take_wish(struct radar_op *t, struct app_radar_question *q)
{
    struct api_op *op = t->op;
    const struct ym_span within = ym_http_query(op->rq, "within_days");
    const struct ym_span limit = ym_http_query(op->rq, "limit");
    const struct ym_span cursor = ym_http_query(op->rq, "cursor");
    int64_t region, days = api_rule_now(op->api, YM_OFFICE_RADAR_WITHIN), rows = PAGE_ROWS;
    const char *wrong = api_board_cut(op, &region, &q->cut);

    if (wrong != NULL)
        return wrong;
    if (within.at != NULL && !api_decimal(within, 0, APP_RADAR_WITHIN_MAX, &days))
        return "within_days takes 0 to 30 working days";
    if (limit.at != NULL && !api_decimal(limit, 1, APP_PAGE_MAX, &rows))
        return "limit takes 1 to 200";
    t->limit = (unsigned)rows;
    t->after.at = api_now(op->api);
    if (cursor.at != NULL && !read_cursor(op, cursor, &t->after))
        return "cursor takes only what next of the page before says";
    q->horizon = app_radar_horizon(op->api->config.calendar, t->after.at, (int)days);
    return NULL;
}

void api_get_radar(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_op *op = api_op_take(api, rq);
    struct app_radar_question q;
    struct radar_op *t;
    const char *wrong;

    if (op == NULL)
        return;
    t = ym_arena_alloc(&op->arena, 1, sizeof(*t));
    if (t == NULL) {
        api_op_error(op, YM_E_BUSY, "no memory for the radar; try again in a moment");
        return;
    }
    t->op = op;
    wrong = take_wish(t, &q);
    if (wrong != NULL)
        api_op_error(op, YM_E_INVALID, "%s", wrong);
    else
        api->config.reader->ops->radar(api->config.reader, &q, on_radar, t);
}
