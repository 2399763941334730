/* SPDX-License-Identifier: Apache-2.0 */
/* Disputes of which no credit profile tells: GET, PUT and DELETE /api/v1/disputes/{id}/protection.
 * Who handles a dispute, or watches over it, protects it; who watches lifts it. Parties are told
 * nothing of it: the other side may be whom one is protected from (反家庭暴力法 5). */
#include "api_credit.h"
#include "app/casefile.h"

/* ---- Shapes ---- */

static void put_row(struct api_credit *c, const struct app_protection *p)
{
    struct json_out *w = &c->op->w;
    char room[APP_ACCESS_LABEL_MAX];

    json_put_object(w);
    json_add_int64(w, "id", p->id);
    json_add_named(w, "kind", app_protection_word(p->kind));
    json_add_bool(w, "set", p->is_set);
    json_add_instant(w, "at", p->at);
    json_add_named(w, "role", ym_word(YM_VOCAB_ROLE, p->role));
    api_put_ref(w, "staff", p->staff);
    api_credit_put_sealed(c, "reason", app_protection_label(c->op->id, p->id, room), p->reason);
    json_put_object_end(w);
}

static void on_rows(void *arg, enum ym_err err, const struct app_protection *rows, size_t n)
{
    struct api_credit *c = arg;
    struct json_out *w = &c->op->w;
    uint32_t set;

    if (err != YM_E_OK) {
        api_credit_unread(c, err);
        return;
    }
    set = app_protection_of(c->is_reported, rows, n);
    json_put_object(w);
    json_put_key(w, "kinds");
    json_put_array(w);
    for (unsigned kind = 0; kind < APP_PROTECTION_COUNT; kind++) {
        if ((set >> kind & 1U) != 0)
            json_put_named(w, app_protection_word(kind));
    }
    json_put_array_end(w);
    json_add_bool(w, "reported", c->is_reported);
    json_put_key(w, "items");
    json_put_array(w);
    for (size_t i = 0; i < n; i++)
        put_row(c, &rows[i]);
    json_put_array_end(w);
    json_put_object_end(w);
    api_credit_end(c);
    api_op_logged(c->op, APP_SIGHT_DISPUTE);
}

static void tell(struct api_credit *c)
{
    struct app_credit_access *access = c->op->api->config.credit_access;

    access->ops->protections(access, c->op->id, on_rows, c);
}

/* ---- May the caller? ---- */

static void on_dispute(struct api_credit *c, bool found)
{
    if (!found || !app_caller_may_read(c->op->caller, &c->dispute))
        api_credit_unread(c, YM_E_NOT_FOUND);
    else
        c->then(c);
}

static void read_dispute(struct api_credit *c, void (*then)(struct api_credit *c))
{
    c->then = then;
    api_credit_dispute(c, on_dispute);
}

void api_get_protection(struct ym_http_request *rq, void *app)
{
    struct api_credit *c = api_credit_begin_dispute(app, rq);

    if (c != NULL)
        read_dispute(c, tell);
}

/* ---- Setting and lifting ---- */

static void on_protected(void *arg, enum ym_err err)
{
    struct api_credit *c = arg;

    if (err == YM_E_CONFLICT)
        api_credit_error(c, err,
                         "protection of this dispute was changed %d times, as often as may "
                         "be; ask the administrator",
                         APP_PROTECTIONS_MAX);
    else if (err != YM_E_OK)
        api_credit_unread(c, err);
    else
        tell(c);
}

static void put(struct api_credit *c)
{
    struct app_credit_access *access = c->op->api->config.credit_access;
    const struct app_caller *caller = c->op->caller;
    struct app_protection *p = &c->protected_by;
    char room[APP_ACCESS_LABEL_MAX];

    p->at = api_now(c->op->api);
    p->id = app_file_id(c->op->api->config.secrets, p->at);
    p->lifts_report = !p->is_set && p->kind == APP_PROTECTION_FAMILY_VIOLENCE && c->is_reported;
    p->role = caller->actor.role;
    p->staff = caller->actor.staff;
    p->by = ym_span_of(caller->name);
    if (api_credit_seal(c, app_protection_label(c->op->id, p->id, room), c->text, &p->reason))
        access->ops->protect(access, c->op->id, p, on_protected, c);
}

/* What stands so already is not set or lifted again: the same request twice changes nothing. */
static void on_standing(void *arg, enum ym_err err, const struct app_protection *rows, size_t n)
{
    struct api_credit *c = arg;
    uint32_t set;

    if (err != YM_E_OK) {
        api_credit_unread(c, err);
        return;
    }
    set = app_protection_of(c->is_reported, rows, n);
    if (((set >> c->protected_by.kind & 1U) != 0) == c->protected_by.is_set)
        tell(c);
    else
        put(c);
}

static void ask_standing(struct api_credit *c)
{
    struct app_credit_access *access = c->op->api->config.credit_access;

    access->ops->protections(access, c->op->id, on_standing, c);
}

static enum ym_err read_body(struct api_credit *c, struct ym_error *reterr)
{
    struct ym_mistakes *mistakes = &c->op->api->mistakes;
    struct json_at root, kind, reason;
    struct json_doc *doc;
    enum ym_err err;
    int found;

    ym_mistakes_clear(mistakes);
    err = json_parse(c->op->rq->body, API_CREDIT_BYTES_MAX, &doc, reterr);
    if (err != YM_E_OK)
        return err;
    json_gather(doc, mistakes);
    root = json_root(doc);
    kind = json_member(&root, "kind");
    reason = json_member(&root, "reason");
    found = app_protection_find(json_get_line(&kind, 1, 20));
    if (found < 0 && json_is_sound(&kind))
        json_refuse(&kind, YM_E_UNPROCESSABLE, "takes family_violence, minor or other");
    c->protected_by.kind = (uint8_t)(found > 0 ? found : 0);
    c->text = ym_arena_text(&c->op->arena, json_get_text(&reason, 1, APP_OBJECTION_CHARS_MAX));
    json_done(&root);
    err = json_result(doc, reterr);
    json_free(doc);
    return err;
}

static void begin(struct ym_http_request *rq, struct api *api, bool is_set)
{
    struct api_credit *c = api_credit_begin_dispute(api, rq);
    struct ym_error err;

    if (c == NULL)
        return;
    c->protected_by.is_set = is_set;
    if (read_body(c, &err) != YM_E_OK)
        api_credit_wrong(c, &err);
    else
        read_dispute(c, ask_standing);
}

void api_put_protection(struct ym_http_request *rq, void *app)
{
    begin(rq, app, true);
}

void api_delete_protection(struct ym_http_request *rq, void *app)
{
    begin(rq, app, false);
}
