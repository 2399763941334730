/* SPDX-License-Identifier: Apache-2.0 */
/* Who looked at credit profiles: GET /api/v1/credit/me/reads for the party, GET
 * /api/v1/credit/reads for who watches over the data of a region. Refused attempts stand in both.
 */
#include "api_credit.h"
#include "app/casefile.h"
#include "yima/number.h"

static void put_body(struct api_credit *c, int64_t id)
{
    struct app_directory *d = c->op->api->config.directory;
    struct app_body_entry body;

    if (id != 0 && d->ops->body(d, id, &body))
        json_add_text(&c->op->w, "body_name", body.name);
    else
        json_add_null(&c->op->w, "body_name");
}

static void put_seat(struct json_out *w, const char *key, uint8_t seat)
{
    if (seat < YM_SEATS_MAX)
        json_add_int(w, key, seat);
    else
        json_add_null(w, key);
}

/* Whose credentials, and in which dispute: what a party is not told of staff. */
static void put_person(struct api_credit *c, const struct app_look *l)
{
    struct json_out *w = &c->op->w;
    char number[YM_NUMBER_TEXT_MAX];

    json_add_word(w, "reader", l->reader);
    api_put_ref(w, "staff", l->staff);
    api_put_ref(w, "body", l->body);
    if (l->dispute.v != 0) {
        ym_number_print(l->dispute, number);
        json_add_word(w, "dispute", number);
    } else {
        json_add_null(w, "dispute");
    }
    put_seat(w, "seat", l->seat);
}

static bool is_own(const struct api_credit *c, const struct app_look *l)
{
    return l->reader_seat < YM_SEATS_MAX && l->dispute.v == c->op->id.v && l->seat == c->seat;
}

static void put_look(struct api_credit *c, const struct app_look *l, bool is_party)
{
    struct json_out *w = &c->op->w;
    char room[APP_ACCESS_LABEL_MAX];

    json_put_object(w);
    json_add_int64(w, "id", l->id);
    json_add_instant(w, "at", l->at);
    json_add_named(w, "role", ym_word(YM_VOCAB_ROLE, l->role));
    put_body(c, l->body);
    json_add_bool(w, "yourself", is_party && is_own(c, l));
    json_add_named(w, "what", app_look_sight_word(l->what));
    json_add_bool(w, "refused", l->verdict != APP_LOOK_ANSWERED);
    json_add_named(w, "verdict", app_look_verdict_word(l->verdict));
    api_credit_put_sealed(c, "purpose", app_look_label(l->id, room), l->purpose);
    if (l->month != YM_DAY_NONE)
        api_put_month(w, "month", l->month);
    else
        json_add_null(w, "month");
    if (!is_party)
        put_person(c, l);
    json_put_object_end(w);
}

static void put_page(struct api_credit *c, const struct app_look *rows, size_t n, int64_t next,
                     bool is_party)
{
    struct json_out *w = &c->op->w;

    json_put_object(w);
    json_put_key(w, "items");
    json_put_array(w);
    for (size_t i = 0; i < n; i++)
        put_look(c, &rows[i], is_party);
    json_put_array_end(w);
    if (next != 0)
        json_add_int64(w, "next", next);
    else
        json_add_null(w, "next");
    json_put_object_end(w);
}

/* The place where the page before ended; false: answered already. */
static bool take_cursor(struct api_credit *c, int64_t *ret)
{
    const struct ym_span cursor = ym_http_query(c->op->rq, "cursor");

    if (cursor.at == NULL || api_decimal(cursor, 1, APP_FILE_ID_MAX, ret))
        return true;
    api_credit_error(c, YM_E_INVALID, "cursor takes only what next of the page before says");
    return false;
}

/* ---- A party ---- */

static void on_own(void *arg, enum ym_err err, const struct app_look *rows, size_t n, int64_t next)
{
    struct api_credit *c = arg;

    if (err != YM_E_OK) {
        api_credit_unread(c, err);
        return;
    }
    put_page(c, rows, n, next, true);
    api_credit_json(c, 200);
}

static void read_own(struct api_credit *c)
{
    struct app_credit_access *access = c->op->api->config.credit_access;

    if (app_party_is_known(c->party)) {
        access->ops->reads(access, c->party, c->look.id, on_own, c);
        return;
    }
    put_page(c, NULL, 0, 0, true);
    api_credit_json(c, 200);
}

void api_get_credit_reads(struct ym_http_request *rq, void *app)
{
    struct api_credit *c = api_credit_begin_me(app, rq);

    if (c != NULL && take_cursor(c, &c->look.id))
        api_credit_me(c, read_own);
}

/* ---- Who watches ---- */

static void on_all(void *arg, enum ym_err err, const struct app_look *rows, size_t n, int64_t next)
{
    struct api_credit *c = arg;

    if (err != YM_E_OK) {
        api_credit_unread(c, err);
        return;
    }
    put_page(c, rows, n, next, false);
    api_credit_end(c);
    api_op_logged(c->op, APP_SIGHT_LIST);
}

void api_get_credit_looks(struct ym_http_request *rq, void *app)
{
    struct api_credit *c = api_credit_begin(app, rq);
    struct app_credit_access *access;
    struct app_scope scope;

    if (c == NULL || !take_cursor(c, &c->look.id))
        return;
    access = c->op->api->config.credit_access;
    scope = app_caller_scope(c->op->caller);
    if (scope.kind == APP_SCOPE_REGION)
        access->ops->reads_in(access, scope.lo, scope.hi, c->look.id, on_all, c);
    else if (scope.kind == APP_SCOPE_ALL)
        access->ops->reads_in(access, 0, INT64_MAX, c->look.id, on_all, c);
    else
        api_credit_error(c, YM_E_FORBIDDEN, "this account watches over no region");
}
