/* SPDX-License-Identifier: Apache-2.0 */
/* A party objects to one item of its profile: POST and GET /api/v1/credit/me/objections
 * (个人信息保护 法 46; 征信业管理条例 25). The item is marked at once, counts for nothing from the
 * next run on while the objection is open, and never again once it is upheld. */
#include <stdio.h>
#include <string.h>

#include "api_credit.h"
#include "app/casefile.h"
#include "yima/number.h"

#define NAME_CHARS_MAX (APP_ITEM_NAME_MAX - 1)

/* ---- Shapes ---- */

/* Working days until the answer is due; negative when it is overdue. */
static void put_terms(struct api_credit *c, const struct app_objection *o)
{
    const struct ym_calendar *calendar = c->op->api->config.calendar;
    const ym_day today = ym_day_of(api_now(c->op->api));
    const ym_day due = app_objection_due_on(o);
    const bool is_open = o->state == APP_OBJECTION_OPEN;
    struct json_out *w = &c->op->w;

    json_add_day(w, "due", due);
    json_add_day(w, "latest", o->latest);
    api_put_provisional(w, c->op->api, is_open ? due : YM_DAY_NONE);
    json_add_bool(w, "extended", o->extended_at != YM_USEC_NONE);
    json_add_bool(w, "overdue", is_open && today > due);
    json_add_int(w, "working_days_left", is_open ? ym_calendar_count(calendar, today, due) : 0);
}

static void put_item(struct json_out *w, const struct app_objection *o)
{
    char name[APP_ITEM_NAME_MAX];
    char number[YM_NUMBER_TEXT_MAX];

    app_item_print(&o->item, name);
    ym_number_print(o->item.dispute, number);
    json_add_word(w, "item", name);
    json_add_named(w, "kind", ym_credit_kind_word((enum ym_credit_kind)o->item.kind));
    json_add_word(w, "dispute", number);
    json_add_int(w, "seq", o->item.seq);
    json_add_int(w, "obligation", o->item.obligation);
}

void api_credit_put_objection(struct api_credit *c, const struct app_objection *o, bool is_desk)
{
    struct json_out *w = &c->op->w;
    char room[APP_ACCESS_LABEL_MAX];
    char number[YM_NUMBER_TEXT_MAX];

    json_put_object(w);
    json_add_int64(w, "id", o->id);
    api_put_month(w, "month", o->month);
    put_item(w, o);
    json_add_instant(w, "at", o->at);
    api_credit_put_sealed(c, "reason", app_objection_label(o->id, "reason", room), o->reason);
    json_add_named(w, "state", app_objection_word(o->state));
    put_terms(c, o);
    api_credit_put_sealed(c, "answer", app_objection_label(o->id, "answer", room), o->answer);
    json_add_instant(w, "decided_at", o->decided_at);
    if (o->state != APP_OBJECTION_OPEN)
        json_add_named(w, "decided_role", ym_word(YM_VOCAB_ROLE, o->decided_role));
    else
        json_add_null(w, "decided_role");
    if (is_desk) {
        ym_number_print(o->dispute, number);
        json_add_word(w, "through", number);
        json_add_int(w, "seat", o->seat);
        json_add_optional(w, "decided_by", o->decided_by);
    }
    json_put_object_end(w);
}

/* ---- Putting one in ---- */

static void on_put(void *arg, enum ym_err err, const struct app_objection *rows, size_t n,
                   const struct app_desk_place *next)
{
    struct api_credit *c = arg;

    (void)next;
    if (err == YM_E_CONFLICT) {
        api_credit_refuse(c, err, "already", "该事项的异议正在处理或已成立，或者异议数量已达上限。",
                          "an objection to this item is open or was upheld, or this party has as "
                          "many as may be");
    } else if (err == YM_E_KEY_REUSED) {
        api_credit_error(c, err,
                         "this Idempotency-Key was used for another request; make a new one");
    } else if (err != YM_E_OK || n == 0) {
        api_credit_unread(c, err != YM_E_OK ? err : YM_E_INTERNAL);
    } else {
        api_credit_put_objection(c, &rows[0], false);
        api_credit_json(c, 201);
    }
}

/* Who decides is who watches over the region of the dispute that the item is of. */
static void on_item_dispute(void *arg, enum ym_err err, const struct app_view *v)
{
    struct api_credit *c = arg;
    struct app_credit_access *access = c->op->api->config.credit_access;
    struct app_objection *o = &c->objection;
    struct app_objection_due due;
    char room[APP_ACCESS_LABEL_MAX];

    if (err != YM_E_OK) {
        api_credit_unread(c, err);
        return;
    }
    o->at = api_now(c->op->api);
    o->id = app_file_id(c->op->api->config.secrets, o->at);
    o->month = c->profile.month;
    o->run = c->run;
    o->item = c->item;
    o->region = v->dispute.region;
    o->dispute = c->op->id;
    o->seat = c->seat;
    memcpy(o->party, c->party, sizeof(o->party));
    (void)snprintf(o->by, sizeof(o->by), "%s", c->op->caller->name);
    due =
        app_objection_due(c->op->api->config.calendar, c->op->api->config.office, ym_day_of(o->at));
    o->due = due.due;
    o->latest = due.latest;
    if (api_credit_seal(c, app_objection_label(o->id, "reason", room), c->text, &o->reason))
        access->ops->object(access, o, &c->key, on_put, c);
}

static bool has_item(const struct api_credit *c)
{
    for (size_t i = 0; i < c->profile.nitems; i++) {
        const struct app_item name = api_credit_item(&c->profile.items[i]);

        if (app_item_is(&name, &c->item))
            return true;
    }
    return false;
}

static void object(struct api_credit *c)
{
    struct app_reader *r = c->op->api->config.reader;

    if (!c->has_profile)
        api_credit_refuse(c, YM_E_NOT_FOUND, app_credit_none_word(c->none)->code,
                          app_credit_none_word(c->none)->zh,
                          "this month has no profile of this party that was approved");
    else if (!has_item(c))
        api_credit_refuse(c, YM_E_NOT_FOUND, "no_item", "该月档案中没有这一事项。",
                          "the profile of this month has no such item; GET /api/v1/credit/me names "
                          "them");
    else
        r->ops->dispute(r, c->item.dispute, on_item_dispute, c);
}

static void read_profile(struct api_credit *c)
{
    api_credit_profile(c, object);
}

static void take_month(struct api_credit *c, const struct json_at *at)
{
    if (!app_month_parse(json_get_line(at, 7, 7), &c->month) && json_is_sound(at))
        json_refuse(at, YM_E_UNPROCESSABLE, "takes a month like 2026-10");
}

static void take_item(struct api_credit *c, const struct json_at *at)
{
    if (!app_item_parse(json_get_line(at, 1, NAME_CHARS_MAX), &c->item) && json_is_sound(at))
        json_refuse(at, YM_E_UNPROCESSABLE, "takes an item as GET /api/v1/credit/me names it");
}

static enum ym_err read_body(struct api_credit *c, struct ym_error *reterr)
{
    struct ym_mistakes *mistakes = &c->op->api->mistakes;
    struct json_at root, month, item, reason;
    struct json_doc *doc;
    enum ym_err err;

    ym_mistakes_clear(mistakes);
    err = json_parse(c->op->rq->body, API_CREDIT_BYTES_MAX, &doc, reterr);
    if (err != YM_E_OK)
        return err;
    json_gather(doc, mistakes);
    root = json_root(doc);
    month = json_member(&root, "month");
    item = json_member(&root, "item");
    reason = json_member(&root, "reason");
    take_month(c, &month);
    take_item(c, &item);
    c->text = ym_arena_text(&c->op->arena, json_get_text(&reason, 1, APP_OBJECTION_CHARS_MAX));
    json_done(&root);
    err = json_result(doc, reterr);
    json_free(doc);
    return err;
}

void api_post_credit_objection(struct ym_http_request *rq, void *app)
{
    struct api_credit *c = api_credit_begin_me(app, rq);
    struct ym_error err;

    if (c == NULL)
        return;
    if (read_body(c, &err) != YM_E_OK)
        api_credit_wrong(c, &err);
    else
        api_credit_me(c, read_profile);
}

/* ---- The party's list ---- */

static void on_list(void *arg, enum ym_err err, const struct app_objection *rows, size_t n,
                    const struct app_desk_place *next)
{
    struct api_credit *c = arg;
    struct json_out *w = &c->op->w;

    (void)next;
    if (err != YM_E_OK) {
        api_credit_unread(c, err);
        return;
    }
    json_put_object(w);
    json_put_key(w, "items");
    json_put_array(w);
    for (size_t i = 0; i < n; i++)
        api_credit_put_objection(c, &rows[i], false);
    json_put_array_end(w);
    json_put_object_end(w);
    api_credit_json(c, 200);
}

static void list(struct api_credit *c)
{
    struct app_credit_access *access = c->op->api->config.credit_access;

    if (app_party_is_known(c->party))
        access->ops->objections(access, c->party, on_list, c);
    else
        on_list(c, YM_E_OK, NULL, 0, NULL);
}

void api_get_credit_objections(struct ym_http_request *rq, void *app)
{
    struct api_credit *c = api_credit_begin_me(app, rq);

    if (c != NULL)
        api_credit_me(c, list);
}
