/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/disputes/{id}/satisfaction and PUT …/satisfaction/{seat}.
 *
 *   the dispute -> [a party: who issued its code?] -> what was answered -> [may this caller? ->
 *   store] -> the answer
 *
 * Who may answer and who sees a score is said in app/satisfaction.h alone. */
#include "api_assess.h"
#include "app/casefile.h"
#include "json/read.h"

#include <stdio.h>

struct answering {
    struct api_op *op;
    struct ym_dispute dispute;
    struct app_occasion occasion;
    bool has_occasion;
    bool is_put;
    uint8_t seat, score;   /* of PUT */
    struct app_answer row; /* to be stored */
};

static struct app_answers *port_of(const struct answering *a)
{
    return a->op->api->config.answers;
}

/* The answer of a seat on the occasion of now, or NULL: one of an occasion before is over. */
static const struct app_answer *answer_of(const struct answering *a, const struct app_answer *rows,
                                          size_t n, uint8_t seat)
{
    for (size_t i = 0; i < n; i++) {
        if (rows[i].seat == seat && a->has_occasion && rows[i].visit == a->occasion.visit)
            return &rows[i];
    }
    return NULL;
}

static enum app_answer_bar bar_of(const struct answering *a, uint8_t seat,
                                  const struct app_answer *answer)
{
    const struct app_answer_time time = { .office = a->op->api->config.office,
                                          .occasion = a->has_occasion ? &a->occasion : NULL,
                                          .now = api_now(a->op->api) };

    return app_answer_may(a->op->caller, &a->dispute, seat, &time, answer);
}

/* ---- The shape ---- */

static void put_answer(const struct api_op *op, struct json_out *w, const struct app_answer *a)
{
    json_put_object(w);
    json_add_word(w, "by", a->staff != 0 ? "staff" : "party");
    json_add_instant(w, "at", a->at);
    json_add_instant(w, "changed_at", a->changed_at);
    json_add_int(w, "revision", a->revision);
    json_add_instant(w, "changeable_until", app_answer_until(op->api->config.office, a->at));
    json_put_key(w, "score");
    if (app_answer_is_seen(op->caller, a))
        json_put_int(w, a->score);
    else
        json_put_null(w);
    json_put_object_end(w);
}

static void put_seat(const struct answering *a, uint8_t seat, const struct app_answer *answer)
{
    struct json_out *w = &a->op->w;
    const enum app_answer_bar bar = bar_of(a, seat, answer);

    json_put_object(w);
    json_add_int(w, "seat", seat);
    json_add_bool(w, "may", bar == APP_ANSWER_MAY);
    json_put_key(w, "why");
    if (bar == APP_ANSWER_MAY)
        json_put_null(w);
    else
        json_put_word(w, app_answer_bar_code(bar));
    json_put_key(w, "answer");
    if (answer != NULL)
        put_answer(a->op, w, answer);
    else
        json_put_null(w);
    json_put_object_end(w);
}

/* ---- Reading ---- */

static bool is_of_seat(const struct app_caller *c)
{
    return ym_role_relation((enum ym_role)c->actor.role) == YM_REL_SEAT;
}

static void put_occasion(const struct answering *a)
{
    struct json_out *w = &a->op->w;

    json_put_key(w, "occasion");
    if (!a->has_occasion) {
        json_put_null(w);
        return;
    }
    json_put_object(w);
    json_add_word(w, "kind", a->occasion.visit != 0 ? "visit" : "end");
    json_add_instant(w, "at", a->occasion.at);
    json_add_instant(w, "open_until",
                     app_answer_open_until(a->op->api->config.office, a->occasion.at));
    json_put_object_end(w);
}

static void show(const struct answering *a, const struct app_answer *rows, size_t n)
{
    const struct app_caller *c = a->op->caller;
    struct json_out *w = &a->op->w;

    json_put_object(w);
    put_occasion(a);
    json_put_key(w, "seats");
    json_put_array(w);
    for (uint8_t seat = 0; seat < a->dispute.seats; seat++) {
        if (!is_of_seat(c) || c->actor.seat == seat)
            put_seat(a, seat, answer_of(a, rows, n, seat));
    }
    json_put_array_end(w);
    json_put_object_end(w);
    api_op_json(a->op, 200);
}

/* ---- Writing ---- */

static void on_put(void *arg, enum ym_err err, struct app_occasion visit,
                   const struct app_answer *rows, size_t n)
{
    struct answering *a = arg;

    (void)visit;
    if (err == YM_E_CONFLICT) {
        api_op_error(a->op, err, "somebody answered at the same moment: look at it again");
    } else if (err != YM_E_OK || n != 1) {
        api_op_unread(a->op, err != YM_E_OK ? err : YM_E_INTERNAL);
    } else {
        put_seat(a, a->seat, rows);
        api_op_json(a->op, 200);
    }
}

static void store(struct answering *a, const struct app_answer *was)
{
    const struct app_caller *c = a->op->caller;
    const ym_usec now = api_now(a->op->api);
    const enum app_answer_bar bar = bar_of(a, a->seat, was);

    if (bar != APP_ANSWER_MAY) {
        api_op_error(a->op, bar == APP_ANSWER_NOBODY ? YM_E_FORBIDDEN : YM_E_CONFLICT, "%s",
                     app_answer_bar_text(bar));
        return;
    }
    a->row = (struct app_answer){ .seat = a->seat,
                                  .visit = a->occasion.visit,
                                  .score = a->score,
                                  .role = c->actor.role,
                                  .revision = was != NULL ? was->revision + 1 : 0,
                                  .staff = is_of_seat(c) ? 0 : c->actor.staff,
                                  .at = was != NULL ? was->at : now,
                                  .changed_at = now };
    if (was != NULL && was->score == a->row.score && was->role == a->row.role &&
        was->staff == a->row.staff)
        on_put(a, YM_E_OK, a->occasion, was, 1); /* the same again */
    else
        port_of(a)->ops->put(port_of(a), a->op->id, &a->row, c->name, on_put, a);
}

/* ---- The way ---- */

static void on_answers(void *arg, enum ym_err err, struct app_occasion visit,
                       const struct app_answer *rows, size_t n)
{
    struct answering *a = arg;
    const struct ym_procedure *p =
        ym_procedures_get(a->op->api->config.procedures, a->dispute.procedure);

    if (err != YM_E_OK || p == NULL) {
        api_op_unread(a->op, err != YM_E_OK ? err : YM_E_INTERNAL);
        return;
    }
    a->has_occasion = app_answer_occasion(
        &a->dispute, p->states[a->dispute.state[YM_TRACK_MAIN]].phase, visit, &a->occasion);
    if (a->is_put)
        store(a, answer_of(a, rows, n, a->seat));
    else
        show(a, rows, n);
}

static void read_answers(struct answering *a)
{
    port_of(a)->ops->read(port_of(a), a->op->id, on_answers, a);
}

static void refuse_code(struct answering *a, enum app_code_bar bar)
{
    const struct ym_word *word = app_code_bar_word(bar);
    char zh[256];

    (void)snprintf(zh, sizeof(zh), "%s，不能评价：请向窗口或调解组织的其他工作人员换领通行码。",
                   word->zh);
    json_put_object(&a->op->w);
    json_add_word(&a->op->w, "reason", word->code);
    json_add_word(&a->op->w, "zh", zh);
    json_put_object_end(&a->op->w);
    api_op_error(a->op, YM_E_FORBIDDEN,
                 "%s: it does not answer this. Ask the window, or somebody else at the body, for "
                 "another one",
                 word->en);
}

/* A mediator who enters with the code that it issued would say itself how content the party is. */
static void on_codes(void *arg, enum ym_err err, const struct app_code *rows, size_t n)
{
    struct answering *a = arg;
    struct app_hands hands = { .n = 0 };
    enum app_code_bar bar;

    if (err != YM_E_OK) {
        api_op_unread(a->op, err);
        return;
    }
    app_hands_mediator(&hands, a->dispute.mediator);
    bar = app_code_bar_of(rows, n, a->seat, &hands);
    if (bar != APP_CODE_NO_BAR)
        refuse_code(a, bar);
    else
        read_answers(a);
}

static void on_view(void *arg, enum ym_err err, const struct app_view *v)
{
    struct answering *a = arg;
    struct app_casefile *casefile = a->op->api->config.casefile;

    if (err == YM_E_OK && !app_caller_may_read(a->op->caller, &v->dispute))
        err = YM_E_NOT_FOUND;
    if (err != YM_E_OK) {
        api_op_unread(a->op, err);
        return;
    }
    a->dispute = v->dispute;
    if (a->is_put && a->seat >= a->dispute.seats)
        api_op_error(a->op, YM_E_NOT_FOUND, "this dispute has no such seat: it has %u, from 0",
                     (unsigned)a->dispute.seats);
    else if (a->is_put && is_of_seat(a->op->caller) && casefile != NULL)
        casefile->ops->codes(casefile, a->op->id, on_codes, a);
    else
        read_answers(a);
}

static struct answering *begin(struct api *api, struct ym_http_request *rq)
{
    struct api_op *op = api_op_on_dispute(api, rq);
    struct answering *a;

    if (op == NULL)
        return NULL;
    a = ym_arena_alloc(&op->arena, 1, sizeof(*a));
    if (a != NULL && api->config.answers != NULL) {
        a->op = op;
        return a;
    }
    if (a == NULL)
        api_op_error(op, YM_E_BUSY, "no memory for this request; try again in a moment");
    else
        api_op_error(op, YM_E_UNAVAILABLE, "this program keeps no answers");
    return NULL;
}

static void go(struct answering *a)
{
    struct app_reader *r = a->op->api->config.reader;

    r->ops->dispute(r, a->op->id, on_view, a);
}

void api_get_satisfaction(struct ym_http_request *rq, void *app)
{
    struct answering *a = begin(app, rq);

    if (a != NULL)
        go(a);
}

static enum ym_err read_score(struct answering *a, struct ym_error *reterr)
{
    struct json_doc *doc;
    struct json_at root, score;
    enum ym_err err = json_parse(a->op->rq->body, API_ASSESS_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    score = json_member(&root, "score");
    a->score = (uint8_t)json_get_int(&score, APP_SCORE_MIN, APP_SCORE_MAX);
    json_done(&root);
    err = json_result(doc, reterr);
    json_free(doc);
    return err;
}

void api_put_satisfaction(struct ym_http_request *rq, void *app)
{
    struct answering *a = begin(app, rq);
    struct ym_error err;
    int64_t seat;

    if (a == NULL)
        return;
    a->is_put = true;
    if (!api_decimal(ym_http_param(rq, "seat"), 0, YM_SEATS_MAX - 1, &seat)) {
        api_op_error(a->op, YM_E_NOT_FOUND, "this dispute has no such seat");
        return;
    }
    a->seat = (uint8_t)seat;
    if (read_score(a, &err) != YM_E_OK)
        api_op_problem(a->op, &err);
    else
        go(a);
}
