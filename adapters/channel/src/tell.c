/* SPDX-License-Identifier: Apache-2.0 */
/* Whoever sent a work order is told how it goes on. */
#include <assert.h>

#include "json/write.h"
#include "private.h"
#include "yima/number.h"

_Static_assert(CHANNEL_TELLS_MAX >= APP_DELIVER_POSTS, "one for each that lanes carry at once");

/* Commands that may move a dispute to another stage, or into another dispute. */
bool channel_wants(struct exchange_handler *h, uint8_t command)
{
    static const bool moves[YM_CMD_COUNT] = {
        [YM_CMD_REGISTER] = true,
        [YM_CMD_ACCEPT] = true,
        [YM_CMD_REFUSE] = true,
        [YM_CMD_REDIRECT] = true,
        [YM_CMD_ASK_RECUSAL] = true,
        [YM_CMD_REFUSE_MEDIATION] = true,
        [YM_CMD_TRANSFER] = true,
        [YM_CMD_REFER_COURT] = true,
        [YM_CMD_REGISTER_COURT] = true,
        [YM_CMD_ACCEPT_REFERRAL] = true,
        [YM_CMD_REACH_AGREEMENT] = true,
        [YM_CMD_REACH_ORAL] = true,
        [YM_CMD_SIGN] = true,
        [YM_CMD_SIGN_MEDIATOR] = true,
        [YM_CMD_SEAL] = true,
        [YM_CMD_TERMINATE] = true,
        [YM_CMD_EXPIRE] = true,
        [YM_CMD_WITHDRAW] = true,
        [YM_CMD_GO_TO_COURT] = true,
        [YM_CMD_REOPEN] = true,
        [YM_CMD_SUBMIT_FILING] = true,
        [YM_CMD_REFUSE_FILING] = true,
        [YM_CMD_CLOSE_CASE] = true,
        [YM_CMD_SUE] = true,
        [YM_CMD_VARY] = true,
        [YM_CMD_MERGE] = true,
        [YM_CMD_ARCHIVE] = true,
    };

    (void)h;
    return command < YM_CMD_COUNT && moves[command];
}

static void answer(struct channel_tell *t, enum ym_err err, bool is_message)
{
    struct channel *c = t->c;
    struct exchange_draft draft = { .is_message = is_message,
                                    .verb = EXCHANGE_REVIEW_COMPLETE,
                                    .kind = APP_EXCHANGE_STATUS,
                                    .body = ym_buf_span(&t->body) };

    if (err == YM_E_OK && is_message && !ym_buf_ok(&t->body))
        err = YM_E_INTERNAL;
    t->done(t->arg, err, err == YM_E_OK ? &draft : NULL);
    ym_arena_reset(&t->arena);
    ym_buf_clear(&t->body);
    t->next = c->free_tells;
    c->free_tells = t;
}

/* ---- What it says ---- */

static void put_pair(struct json_out *w, const char *key, const char *zh, const char *en)
{
    json_put_key(w, key);
    json_put_object(w);
    json_add_word(w, "zh", zh);
    json_add_word(w, "en", en);
    json_put_object_end(w);
}

static void put_refs(struct channel_tell *t, struct json_out *w)
{
    json_put_key(w, "external_refs");
    json_put_array(w);
    for (size_t i = 0; i < t->n; i++) {
        if (t->is_theirs[i])
            json_put_text(w, t->rows[i].reference);
    }
    json_put_array_end(w);
}

/* It is told of a dispute that was merged, and that goes on in another. */
static bool goes_on(const struct channel_tell *t)
{
    return t->into.v != 0 && t->at.v != t->into.v;
}

static void put_into(struct channel_tell *t, struct json_out *w)
{
    char number[YM_NUMBER_TEXT_MAX];

    if (!goes_on(t))
        return;
    ym_number_print(t->into, number);
    json_add_word(w, "merged_into", number);
}

/* Mediation has settled, failed or ended, until it is reopened. */
static bool has_ended(const struct ym_state *s)
{
    return s->phase != YM_PHASE_OPEN && s->phase != YM_PHASE_IDLE;
}

/* Then an order is done with, save when its dispute goes on in another. */
static bool is_closed(const struct channel_tell *t, const struct ym_state *s)
{
    return has_ended(s) && !goes_on(t);
}

static void put_next(struct json_out *w, const struct ym_procedure *p, const struct ym_dispute *d)
{
    const struct ym_state *steps[YM_TRACKS];

    if (ym_dispute_steps(p, d, steps) > 0)
        put_pair(w, "next", steps[0]->next_zh, steps[0]->next_en);
    else
        json_add_null(w, "next");
}

static void put_body(struct json_out *w, const struct app_named *body)
{
    json_put_key(w, "body");
    json_put_object(w);
    json_add_text(w, "name", body->name.n > 0 ? body->name : YM_SPAN(""));
    json_add_text(w, "phone", body->phone.n > 0 ? body->phone : YM_SPAN(""));
    json_put_object_end(w);
}

static void put_status(struct channel_tell *t, const struct ym_procedure *p,
                       const struct app_view *v)
{
    const struct ym_state *s = &p->states[v->dispute.state[YM_TRACK_MAIN]];
    const struct ym_word *stage = ym_word(YM_VOCAB_STAGE, v->stage);
    const struct ym_word state = { s->name, s->zh, s->en };
    struct json_out w = json_out(&t->body);
    char number[YM_NUMBER_TEXT_MAX];

    ym_number_print(v->dispute.id, number);
    json_put_object(&w);
    put_refs(t, &w);
    json_add_word(&w, "number", number);
    json_add_named(&w, "stage", stage);
    json_add_named(&w, "state", &state);
    put_next(&w, p, &v->dispute);
    put_body(&w, &v->body);
    put_into(t, &w);
    json_add_bool(&w, "closed", is_closed(t, s));
    if (is_closed(t, s))
        put_pair(&w, "result", s->zh, s->en);
    else
        json_add_null(&w, "result");
    json_put_object_end(&w);
}

static bool has_theirs(const struct channel_tell *t)
{
    for (size_t i = 0; i < t->n; i++) {
        if (t->is_theirs[i])
            return true;
    }
    return false;
}

/* ---- Once it is known where the dispute goes on ---- */

static void copy_next(struct channel_tell *t);
static void look(struct channel_tell *t);

static void on_copied(void *arg, enum ym_err err)
{
    struct channel_tell *t = arg;

    if (err != YM_E_OK) {
        answer(t, err, false);
        return;
    }
    t->copied++;
    copy_next(t);
}

/* The numbers go along with a merge; then it is told. */
static void copy_next(struct channel_tell *t)
{
    struct app_orders *orders = t->c->config.orders;
    struct app_reference_row row;

    if (t->copied < t->n) {
        row = t->rows[t->copied];
        row.dispute = t->into;
        row.how = APP_HOW_MERGED;
        orders->ops->refer(orders, &row, on_copied, t);
    } else if (has_theirs(t)) {
        look(t);
    } else {
        answer(t, YM_E_OK, false);
    }
}

static void settle(struct channel_tell *t)
{
    t->is_settled = true;
    t->copied = t->into.v != 0 && t->o->event->kind == YM_CMD_MERGE ? 0 : t->n;
    copy_next(t);
}

/* ---- Where does it go on? ---- */

static void on_events(void *arg, enum ym_err err, const struct app_event_page *page)
{
    struct channel_tell *t = arg;
    struct ym_event event;

    if (err != YM_E_OK) {
        answer(t, err, false);
        return;
    }
    for (size_t i = page->n; i > 0; i--) {
        if (page->at[i - 1].kind != YM_CMD_MERGE ||
            !t->c->config.decode(page->at[i - 1].payload, &event) ||
            !ym_id_valid((struct ym_id){ event.c.ref }))
            continue;
        t->hops++;
        t->into = t->at = (struct ym_id){ event.c.ref };
        look(t);
        return;
    }
    settle(t);
}

/* A merge ends a dispute: it stands among the last of its events. */
static void ask_merge(struct channel_tell *t, uint32_t version)
{
    struct app_reader *r = t->c->config.reader;

    r->ops->events(r, t->at, version > APP_PAGE_MAX ? version - APP_PAGE_MAX : 0, APP_PAGE_MAX,
                   on_events, t);
}

/* What is looked at is the present, not the time of the event: a message that was held up must not
 * say that a matter is closed which was merged meanwhile, and goes on. Nor may it send anybody to a
 * dispute that has ended by now: its end is what they are told then, since its own messages may
 * have gone out before the numbers came along. */
static void on_view(void *arg, enum ym_err err, const struct app_view *view)
{
    struct channel_tell *t = arg;
    const struct ym_procedure *p;
    bool ended;

    if (err != YM_E_OK) {
        answer(t, err, false);
        return;
    }
    p = ym_procedures_get(t->c->config.procedures, view->dispute.procedure);
    if (p == NULL) { /* learned in a moment from another program */
        answer(t, YM_E_UNAVAILABLE, false);
        return;
    }
    ended = has_ended(&p->states[view->dispute.state[YM_TRACK_MAIN]]);
    if (t->is_settled || (!ended && t->into.v == 0)) {
        put_status(t, p, view);
        answer(t, YM_E_OK, true);
    } else if (ended && t->hops < APP_ORDER_HOPS) {
        ask_merge(t, view->dispute.version);
    } else {
        if (!ended)
            t->at = t->o->event->dispute;
        settle(t);
    }
}

static void look(struct channel_tell *t)
{
    struct app_reader *r = t->c->config.reader;

    r->ops->dispute(r, t->at, on_view, t);
}

/* ---- Whose numbers does it bear? ---- */

static void keep(struct channel_tell *t, const struct app_reference_row *row)
{
    struct app_reference_row *kept = &t->rows[t->n];

    *kept = *row;
    kept->partner = ym_arena_text(&t->arena, row->partner);
    kept->reference = ym_arena_text(&t->arena, row->reference);
    t->is_theirs[t->n] = row->wants_status && ym_span_is(row->partner, t->o->partner->code);
    t->n++;
}

static void on_references(void *arg, enum ym_err err, const struct app_reference_row *rows,
                          size_t n)
{
    struct channel_tell *t = arg;
    const struct app_delivery *event = t->o->event;
    struct app_reader *r = t->c->config.reader;

    for (size_t i = 0; err == YM_E_OK && i < n; i++)
        keep(t, &rows[i]);
    if (err == YM_E_OK && !ym_arena_ok(&t->arena))
        err = YM_E_INTERNAL;
    if (err != YM_E_OK)
        answer(t, err, false);
    else if (t->n > 0 && event->kind == YM_CMD_MERGE)
        r->ops->events(r, event->dispute, event->seq - 1, 1, on_events, t);
    else if (has_theirs(t) && (event->topics & UINT32_C(1) << YM_TOPIC_STAGE) != 0)
        look(t);
    else
        answer(t, YM_E_OK, false);
}

void channel_draft(struct exchange_handler *h, const struct exchange_occasion *o,
                   exchange_drafted_fn *done, void *arg)
{
    struct channel *c = channel_of(h);
    struct channel_tell *t = c->free_tells;
    struct app_orders *orders = c->config.orders;

    assert(t != NULL); /* there are as many as lanes carry at once */
    c->free_tells = t->next;
    t->o = o;
    t->done = done;
    t->arg = arg;
    t->n = t->copied = t->hops = 0;
    t->is_settled = false;
    t->at = o->event->dispute;
    t->into.v = 0;
    orders->ops->references(orders, o->event->dispute, on_references, t);
}
