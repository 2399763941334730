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

static void put_into(struct channel_tell *t, struct json_out *w)
{
    char number[YM_NUMBER_TEXT_MAX];

    if (t->into.v == 0)
        return;
    ym_number_print(t->into, number);
    json_add_word(w, "merged_into", number);
}

/* An order is done with when mediation has settled, failed or ended, until it is reopened. One
 * whose dispute was merged goes on in the other. */
static bool is_closed(const struct channel_tell *t, const struct ym_state *s)
{
    return t->into.v == 0 && s->phase != YM_PHASE_OPEN && s->phase != YM_PHASE_IDLE;
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

static void on_view(void *arg, enum ym_err err, const struct app_view *view)
{
    struct channel_tell *t = arg;
    const struct ym_procedure *p;

    if (err != YM_E_OK) {
        answer(t, err, false);
        return;
    }
    p = ym_procedures_get(t->c->config.procedures, view->dispute.procedure);
    if (p == NULL) { /* learned in a moment from another program */
        answer(t, YM_E_UNAVAILABLE, false);
        return;
    }
    put_status(t, p, view);
    answer(t, YM_E_OK, true);
}

static void ask_view(struct channel_tell *t)
{
    struct app_reader *r = t->c->config.reader;

    r->ops->dispute(r, t->o->event->dispute, on_view, t);
}

static bool has_theirs(const struct channel_tell *t)
{
    for (size_t i = 0; i < t->n; i++) {
        if (t->is_theirs[i])
            return true;
    }
    return false;
}

/* ---- A merge: the numbers go along ---- */

static void copy_next(struct channel_tell *t);

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
        ask_view(t);
    } else {
        answer(t, YM_E_OK, false);
    }
}

static void on_event(void *arg, enum ym_err err, const struct app_event_page *page)
{
    struct channel_tell *t = arg;
    struct ym_event event;

    if (err != YM_E_OK || page->n != 1) {
        answer(t, err != YM_E_OK ? err : YM_E_INTERNAL, false);
        return;
    }
    if (t->c->config.decode(page->at[0].payload, &event) &&
        ym_id_valid((struct ym_id){ event.c.ref }))
        t->into.v = event.c.ref;
    if (t->into.v == 0)
        t->copied = t->n;
    copy_next(t);
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
        r->ops->events(r, event->dispute, event->seq - 1, 1, on_event, t);
    else if (has_theirs(t) && (event->topics & UINT32_C(1) << YM_TOPIC_STAGE) != 0)
        ask_view(t);
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
    t->n = t->copied = 0;
    t->into.v = 0;
    orders->ops->references(orders, o->event->dispute, on_references, t);
}
