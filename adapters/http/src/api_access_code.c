/* SPDX-License-Identifier: Apache-2.0 */
/* GET and POST /api/v1/disputes/{id}/access-codes: the codes on paper of a dispute's parties.
 *
 *   issue: the dispute -> its codes -> the next issue of this seat -> its sessions end -> what the
 *   code in force does -> shown once
 *
 * The code follows from the request and the issue, so a repeated request shows the same code while
 * it is the one in force, and nothing is kept but its hash. */
#include <stdio.h>
#include <string.h>

#include "api_casefile.h"
#include "api_session.h"

/* ---- Which there are ---- */

/* Whoever issues is told at once what the party will not be able to do with it: a colleague can
 * issue another before the party has gone. The body's seal may still take `signs` away. */
static void put_uses(struct api_file *f, const struct app_code *rows, size_t n, uint8_t seat)
{
    struct json_out *w = &f->op->w;
    struct app_hands hands = { .n = 0 };
    enum app_code_bar bar;

    app_hands_mediator(&hands, f->dispute.mediator);
    bar = app_code_bar_of(rows, n, seat, &hands);
    json_add_bool(w, "signs", bar == APP_CODE_NO_BAR);
    json_add_bool(w, "opens_credit", bar == APP_CODE_NO_BAR);
    json_put_key(w, "bar");
    if (bar == APP_CODE_NO_BAR)
        json_put_null(w);
    else
        json_put_named(w, app_code_bar_word(bar));
}

static void put_code(struct json_out *w, const struct app_code *c, ym_usec now)
{
    ym_usec until;

    json_add_int(w, "seat", c->seat);
    json_add_int(w, "issue", c->issue);
    json_add_instant(w, "issued_at", c->issued_at);
    api_file_put_role(w, c->role);
    json_add_instant(w, "expires_at", c->expires_at);
    json_add_bool(w, "expired", c->expires_at <= now);
    json_add_bool(w, "locked", app_code_is_locked(c->failures, c->locked_at, now, &until));
    json_add_instant(w, "locked_at", c->locked_at);
    json_add_instant(w, "locked_until", until);
    json_add_instant(w, "used_at", c->used_at);
}

static void on_list(void *arg, enum ym_err err, const struct app_code *rows, size_t n)
{
    struct api_file *f = arg;
    struct json_out *w = &f->op->w;

    if (err != YM_E_OK) {
        api_file_undone(f, err, "");
        return;
    }
    json_put_object(w);
    json_put_key(w, "items");
    json_put_array(w);
    for (size_t i = 0; i < n; i++) {
        json_put_object(w);
        put_code(w, &rows[i], api_now(f->op->api));
        put_uses(f, rows, n, rows[i].seat);
        json_put_object_end(w);
    }
    json_put_array_end(w);
    json_put_object_end(w);
    api_op_json(f->op, 200);
}

static void list(struct api_file *f)
{
    struct app_casefile *casefile = f->op->api->config.casefile;

    casefile->ops->codes(casefile, f->op->id, on_list, f);
}

void api_get_access_codes(struct ym_http_request *rq, void *app)
{
    struct api_file *f = api_file_begin(app, rq);

    if (f != NULL)
        api_file_read(f, list);
}

/* ---- Issuing ---- */

static void on_used(void *arg, enum ym_err err, const struct app_code *rows, size_t n)
{
    struct api_file *f = arg;
    struct json_out *w = &f->op->w;
    char text[YM_ACCESS_CODE_TEXT_MAX];

    if (err != YM_E_OK) {
        api_op_error(f->op, YM_E_UNAVAILABLE,
                     "the new code is in force, but it could not be read back: send the same "
                     "request again");
        return;
    }
    ym_access_code_print(&f->code, text);
    json_put_object(w);
    api_put_number(w, f->op->id);
    json_add_int(w, "seat", f->seat);
    json_add_word(w, "code", text);
    json_add_int(w, "issue", f->issued.issue);
    json_add_instant(w, "issued_at", f->issued.issued_at);
    json_add_instant(w, "expires_at", f->issued.expires_at);
    put_uses(f, rows, n, f->seat);
    json_put_object_end(w);
    ym_http_reply_header(f->op->rq, "Cache-Control", "no-store");
    api_op_json(f->op, 201);
}

static void answer_code(struct api_file *f)
{
    struct app_casefile *casefile = f->op->api->config.casefile;

    casefile->ops->codes(casefile, f->op->id, on_used, f);
}

/* The code before no longer works already; whoever came in by it must go as well. */
static void on_ended(void *arg, enum ym_err err, int64_t n)
{
    struct api_file *f = arg;

    (void)n;
    api_sessions_changed(f->op->api, 0, f->op->id);
    if (err != YM_E_OK)
        api_op_error(f->op, YM_E_UNAVAILABLE,
                     "the new code is in force, but the sessions of the one before could not be "
                     "ended: send the same request again");
    else
        answer_code(f);
}

static void end_sessions(struct api_file *f)
{
    if (f->op->api->config.accounts != NULL)
        api_session_end_party(f->op->api, f->op->id, f->seat, on_ended, f);
    else
        answer_code(f);
}

static void on_issued(void *arg, enum ym_err err)
{
    struct api_file *f = arg;

    if (err != YM_E_OK)
        api_file_undone(f, err,
                        "somebody else issued a code to this party at the same moment: look at the "
                        "list, and issue again if need be");
    else
        end_sessions(f);
}

static void issue(struct api_file *f)
{
    struct api *api = f->op->api;
    struct app_code *c = &f->issued;

    c->seat = f->seat;
    c->issued_at = api_now(api);
    c->expires_at = c->issued_at +
                    api_rule(api, YM_OFFICE_CODE_VALID, ym_day_of(c->issued_at)) * YM_USEC_PER_DAY;
    c->role = f->op->caller->actor.role;
    c->staff = f->op->caller->actor.staff;
    c->issued_by = ym_span_of(f->op->caller->name);
    memcpy(c->key, f->key.key, sizeof(c->key));
    app_code_hash(api->config.secrets, f->op->id, &f->code, c->hash);
    api->config.casefile->ops->issue(api->config.casefile, f->op->id, c, f->op->caller->actor.body,
                                     on_issued, f);
}

static bool is_made_by(const struct app_code *c, const struct ym_request_key *key)
{
    return memcmp(c->key, key->key, sizeof(c->key)) == 0;
}

static void on_codes(void *arg, enum ym_err err, const struct app_code *rows, size_t n)
{
    struct api_file *f = arg;
    const struct app_code *before = err == YM_E_OK ? app_code_of(rows, n, f->seat) : NULL;
    bool is_repeated = before != NULL && is_made_by(before, &f->key);

    for (size_t i = 0; i < n; i++) {
        if (&rows[i] != before && is_made_by(&rows[i], &f->key))
            err = YM_E_KEY_REUSED; /* for another party */
    }
    if (err != YM_E_OK) {
        api_file_undone(f, err, "");
        return;
    }
    if (is_repeated)
        f->issued = *before;
    else
        f->issued.issue = before != NULL ? before->issue + 1 : 1;
    app_code_make(f->op->api->config.secrets, f->op->id, f->seat, f->issued.issue, &f->key,
                  &f->code);
    if (!is_repeated)
        issue(f);
    else if (f->issued.used_at == YM_USEC_NONE)
        end_sessions(f); /* the first time it may have failed; nobody came in by the new one yet */
    else
        answer_code(f);
}

static void look(struct api_file *f)
{
    struct app_casefile *casefile = f->op->api->config.casefile;

    if (f->seat >= f->dispute.seats)
        api_file_mistake(f, "/seat", "this dispute has %u parties, counted from 0",
                         f->dispute.seats);
    else
        casefile->ops->codes(casefile, f->op->id, on_codes, f);
}

void api_post_access_code(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_file *f = api_file_begin(api, rq);
    struct ym_error err;

    if (f == NULL)
        return;
    if (json_seat_read(rq->body, &f->seat, &api->mistakes, &err) != YM_E_OK)
        api_file_wrong(f, &err);
    else
        api_file_read(f, look);
}
