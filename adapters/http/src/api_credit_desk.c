/* SPDX-License-Identifier: Apache-2.0 */
/* The desk of objections: GET /api/v1/credit/objections, POST …/{objection}/decide and …/extend.
 * Who watches over the region of the item's dispute decides, and never who recorded the item. */
#include <inttypes.h>
#include <stdio.h>

#include "api_credit.h"
#include "app/casefile.h"
#include "json/event.h"

#define CURSOR_MAX 48 /* bytes of "<day>.<id>" */

/* ---- The list ---- */

static void put_next(struct json_out *w, const struct app_desk_place *next)
{
    char text[CURSOR_MAX];

    if (next == NULL || !next->has_more) {
        json_add_null(w, "next");
        return;
    }
    (void)snprintf(text, sizeof(text), "%d.%" PRId64, (int)next->due, next->id);
    json_add_word(w, "next", text);
}

static void on_desk(void *arg, enum ym_err err, const struct app_objection *rows, size_t n,
                    const struct app_desk_place *next)
{
    struct api_credit *c = arg;
    struct json_out *w = &c->op->w;

    if (err != YM_E_OK) {
        api_credit_unread(c, err);
        return;
    }
    json_put_object(w);
    json_put_key(w, "items");
    json_put_array(w);
    for (size_t i = 0; i < n; i++)
        api_credit_put_objection(c, &rows[i], true);
    json_put_array_end(w);
    put_next(w, next);
    json_put_object_end(w);
    api_credit_end(c);
    api_op_logged(c->op, APP_SIGHT_LIST);
}

static bool take_cursor(struct ym_span text, struct app_desk_wish *wish)
{
    int64_t day;

    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] != '.')
            continue;
        if (!api_decimal((struct ym_span){ text.at, i }, 0, YM_DAY_MAX, &day) ||
            !api_decimal((struct ym_span){ text.at + i + 1, text.n - i - 1 }, 1, APP_FILE_ID_MAX,
                         &wish->after))
            return false;
        wish->after_due = (ym_day)day;
        return true;
    }
    return false;
}

void api_get_credit_desk(struct ym_http_request *rq, void *app)
{
    struct api_credit *c = api_credit_begin(app, rq);
    const struct ym_span cursor = ym_http_query(rq, "cursor"), state = ym_http_query(rq, "state");
    struct app_desk_wish wish = { .state = APP_OBJECTION_OPEN, .after_due = YM_DAY_NONE };
    struct app_credit_access *access;
    struct app_scope scope;
    int found = APP_OBJECTION_OPEN;

    if (c == NULL)
        return;
    access = c->op->api->config.credit_access;
    scope = app_caller_scope(c->op->caller);
    if (state.at != NULL)
        found = app_objection_find(state);
    wish.state = (uint8_t)(found >= 0 ? found : 0);
    wish.lo = scope.kind == APP_SCOPE_ALL ? 0 : scope.lo;
    wish.hi = scope.kind == APP_SCOPE_ALL ? INT64_MAX : scope.hi;
    if (found < 0 || (cursor.at != NULL && !take_cursor(cursor, &wish)))
        api_credit_error(c, YM_E_INVALID,
                         "state takes open, upheld or rejected; cursor only what next of the page "
                         "before says");
    else if (scope.kind != APP_SCOPE_ALL && scope.kind != APP_SCOPE_REGION)
        api_credit_error(c, YM_E_FORBIDDEN, "this account watches over no region");
    else
        access->ops->desk(access, &wish, on_desk, c);
}

/* ---- Deciding ---- */

static void answer(struct api_credit *c)
{
    api_credit_json(c, 200);
}

static void on_decided(void *arg, enum ym_err err, const struct app_objection *rows, size_t n,
                       const struct app_desk_place *next)
{
    struct api_credit *c = arg;

    (void)next;
    if (err == YM_E_CONFLICT && c->decision.is_extension) {
        api_credit_refuse(c, err, "not_open", "该异议已处理、已延期或期限已过，不能延期。",
                          "it is decided, was extended before, or its time is over");
    } else if (err == YM_E_CONFLICT) {
        api_credit_refuse(c, err, "not_open", "该异议已由他人处理。",
                          "somebody has decided it meanwhile; load it again");
    } else if (err != YM_E_OK || n == 0) {
        api_credit_unread(c, err != YM_E_OK ? err : YM_E_INTERNAL);
    } else {
        api_credit_put_objection(c, &rows[0], true);
        api_credit_log(c, APP_SEES_REVIEW, APP_LOOK_ANSWERED, answer);
    }
}

static void decide(struct api_credit *c)
{
    struct app_credit_access *access = c->op->api->config.credit_access;
    struct app_objection_decision *d = &c->decision;
    char room[APP_ACCESS_LABEL_MAX];

    d->id = c->objection.id;
    d->at = api_now(c->op->api);
    d->role = c->op->caller->actor.role;
    d->by = ym_span_of(c->op->caller->name);
    if (api_credit_seal(c, app_objection_label(d->id, "answer", room), c->text, &d->answer))
        access->ops->decide(access, d, on_decided, c);
}

/* Nobody judges the own record, in whatever role, by whatever account. */
static void on_event(void *arg, enum ym_err err, const struct app_event_page *page)
{
    struct api_credit *c = arg;
    const struct ym_actor *me = &c->op->caller->actor;
    struct ym_event ev;

    if (err == YM_E_OK && (page->n == 0 || page->at[0].seq != c->objection.item.seq ||
                           !json_event_decode(page->at[0].payload, &ev)))
        err = YM_E_INTERNAL;
    if (err != YM_E_OK)
        api_credit_unread(c, err);
    else if (me->staff != 0 && ev.c.by.staff == me->staff)
        api_credit_refuse(c, YM_E_FORBIDDEN, "recorder", "该事项由您记录，应由他人处理异议。",
                          "you recorded this item: somebody else decides what is objected to it");
    else
        decide(c);
}

static bool is_same_decision(const struct api_credit *c, const struct app_objection *o)
{
    return !c->decision.is_extension && o->state == c->decision.state &&
           ym_span_is(o->decided_by, ym_span_of(c->op->caller->name));
}

static void on_objection(void *arg, enum ym_err err, const struct app_objection *rows, size_t n,
                         const struct app_desk_place *next)
{
    struct api_credit *c = arg;
    struct app_reader *r = c->op->api->config.reader;

    (void)next;
    if (err == YM_E_OK && (n == 0 || !api_credit_reviews(c, rows[0].region)))
        err = YM_E_NOT_FOUND; /* another region's: it is not told that there is one */
    if (err != YM_E_OK) {
        api_credit_unread(c, err);
        return;
    }
    c->objection = rows[0]; /* its spans are not used again */
    c->op->id = rows[0].dispute;
    c->seat = rows[0].seat;
    for (size_t i = 0; i < sizeof(c->party); i++)
        c->party[i] = rows[0].party[i];
    c->look.region = rows[0].region;
    if (is_same_decision(c, &rows[0])) { /* the same request again */
        api_credit_put_objection(c, &rows[0], true);
        api_credit_log(c, APP_SEES_REVIEW, APP_LOOK_ANSWERED, answer);
    } else {
        r->ops->events(r, rows[0].item.dispute, rows[0].item.seq - 1, 1, on_event, c);
    }
}

static void read_objection(struct api_credit *c)
{
    struct app_credit_access *access = c->op->api->config.credit_access;
    int64_t id;

    if (api_decimal(ym_http_param(c->op->rq, "objection"), 1, APP_FILE_ID_MAX, &id))
        access->ops->objection(access, id, on_objection, c);
    else
        api_credit_unread(c, YM_E_NOT_FOUND);
}

static enum ym_err read_decision(struct api_credit *c, struct ym_error *reterr)
{
    struct ym_mistakes *mistakes = &c->op->api->mistakes;
    struct json_at root, decision, text;
    struct json_doc *doc;
    enum ym_err err;
    int state;

    ym_mistakes_clear(mistakes);
    err = json_parse(c->op->rq->body, API_CREDIT_BYTES_MAX, &doc, reterr);
    if (err != YM_E_OK)
        return err;
    json_gather(doc, mistakes);
    root = json_root(doc);
    decision = json_member(&root, "decision");
    text = json_member(&root, "answer");
    state = app_objection_find(json_get_line(&decision, 1, 20));
    if (state != APP_OBJECTION_UPHELD && state != APP_OBJECTION_REJECTED &&
        json_is_sound(&decision))
        json_refuse(&decision, YM_E_UNPROCESSABLE, "takes upheld or rejected");
    c->decision.state = (uint8_t)(state > 0 ? state : 0);
    c->text = ym_arena_text(&c->op->arena, json_get_text(&text, 1, APP_OBJECTION_CHARS_MAX));
    json_done(&root);
    err = json_result(doc, reterr);
    json_free(doc);
    return err;
}

void api_post_credit_decision(struct ym_http_request *rq, void *app)
{
    struct api_credit *c = api_credit_begin(app, rq);
    struct ym_error err;

    if (c == NULL)
        return;
    if (read_decision(c, &err) != YM_E_OK)
        api_credit_wrong(c, &err);
    else
        read_objection(c);
}

void api_post_credit_extension(struct ym_http_request *rq, void *app)
{
    struct api_credit *c = api_credit_begin(app, rq);

    if (c == NULL)
        return;
    c->decision.is_extension = true;
    read_objection(c);
}
