/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/outside/orders/{order}: what came, opened, and what it may be a double of. */
#include "api_outside.h"

#include "api_casefile.h"
#include "loop/log.h"

/* ---- Reading ---- */

struct api_order *api_order_begin(struct api *api, struct ym_http_request *rq)
{
    struct api_op *op = api_op_take(api, rq);
    struct api_order *o;

    if (op == NULL)
        return NULL;
    o = ym_arena_alloc(&op->arena, 1, sizeof(*o));
    if (o == NULL) {
        api_op_error(op, YM_E_BUSY, "no memory for this request; try again in a moment");
        return NULL;
    }
    o->op = op;
    if (api->config.orders == NULL || api->config.outside == NULL) {
        api_op_error(op, YM_E_UNAVAILABLE, "this program takes no orders from outside");
        return NULL;
    }
    if (!api_decimal(ym_http_param(rq, "order"), 1, INT64_MAX, &o->id)) {
        api_op_error(op, YM_E_NOT_FOUND, "there is no such order, or it is not yours to see");
        return NULL;
    }
    return o;
}

static void keep_row(struct api_order *o, const struct app_order_row *row)
{
    struct ym_arena *a = &o->op->arena;

    o->row = *row;
    o->row.partner = ym_arena_text(a, row->partner);
    o->row.reference = ym_arena_text(a, row->reference);
    o->row.kind = ym_arena_text(a, row->kind);
    o->row.cause_list = ym_arena_text(a, row->cause_list);
    o->row.cause = ym_arena_text(a, row->cause);
    o->row.likely = ym_arena_text(a, row->likely);
    o->row.payload = ym_arena_text(a, row->payload);
    o->row.done_by = ym_arena_text(a, row->done_by);
    o->row.done_note = ym_arena_text(a, row->done_note);
}

/* What cannot be opened is logged, and shown as missing: the order itself stays to be worked off.
 */
static void open_content(struct api_order *o)
{
    const struct api_config *config = &o->op->api->config;
    char room[APP_ORDER_LABEL_MAX];
    struct ym_span plain;
    struct ym_error err;

    ym_mistakes_clear(&o->op->api->mistakes);
    o->has_content =
        config->secrets->unseal(config->secrets->ring, app_order_label(o->id, "payload", room),
                                o->row.payload, &o->op->arena, &plain, &err) == YM_E_OK &&
        config->read_order(plain, api_now(o->op->api), &o->op->arena, &o->content,
                           &o->op->api->mistakes, &err) == YM_E_OK;
    o->content.partner = o->row.partner;
    if (!o->has_content)
        ym_log(config->log, ERROR, "an order of another system does not open",
               ym_log_int("order", o->id), ym_log_text("why", err.text));
}

static void on_row(void *arg, enum ym_err err, const struct app_order_row *rows, size_t n,
                   bool has_more)
{
    struct api_order *o = arg;

    (void)has_more;
    if (err == YM_E_NOT_FOUND ||
        (err == YM_E_OK && (n != 1 || !api_order_may(o->op->caller, rows[0].region)))) {
        api_op_error(o->op, YM_E_NOT_FOUND, "there is no such order, or it is not yours to see");
        return;
    }
    if (err != YM_E_OK) {
        api_op_unread(o->op, err);
        return;
    }
    keep_row(o, &rows[0]);
    o->op->id = rows[0].dispute;
    open_content(o);
    o->then(o);
}

void api_order_read(struct api_order *o, void (*then)(struct api_order *o))
{
    struct app_orders *orders = o->op->api->config.orders;

    o->then = then;
    orders->ops->read(orders, o->id, on_row, o);
}

/* ---- Telling ---- */

static void put_parties(struct json_out *w, const struct app_order *in)
{
    json_put_key(w, "parties");
    json_put_array(w);
    for (size_t i = 0; i < in->nparties; i++) {
        const struct ym_party_words *p = &in->parties[i];

        json_put_object(w);
        json_add_code(w, "side", YM_VOCAB_SIDE, p->side);
        json_add_code(w, "kind", YM_VOCAB_PARTY, p->kind);
        json_add_text(w, "name", p->name);
        json_add_bool(w, "is_known", !app_is_unknown_name(p->name));
        json_add_bool(w, "has_identity", p->identity.n > 0);
        json_add_bool(w, "has_phone", p->phone.n > 0);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_lines(struct json_out *w, const char *key, struct ym_span text)
{
    size_t from = 0;

    json_put_key(w, key);
    json_put_array(w);
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] != '\n')
            continue;
        json_put_text(w, (struct ym_span){ text.at + from, i - from });
        from = i + 1;
    }
    json_put_array_end(w);
}

static void put_content(struct api_order *o)
{
    const struct app_order *in = &o->content;
    struct json_out *w = &o->op->w;

    json_put_key(w, "content");
    if (!o->has_content) {
        json_put_null(w);
        return;
    }
    json_put_object(w);
    json_add_text(w, "title", in->title);
    json_add_text(w, "description", in->description);
    json_add_instant(w, "occurred_at", in->occurred_at);
    if (in->amount_fen >= 0)
        json_add_int64(w, "amount_fen", in->amount_fen);
    else
        json_add_null(w, "amount_fen");
    put_parties(w, in);
    put_lines(w, "left_out", in->left_out);
    json_put_object_end(w);
}

static void put_signs(struct json_out *w, uint32_t signs)
{
    json_put_key(w, "signs");
    json_put_array(w);
    for (unsigned i = 0; i < APP_LIKENESS_COUNT; i++) {
        const struct ym_word *word = app_likeness_word(i);

        if ((signs >> i & 1u) == 0)
            continue;
        json_put_named(w, word);
    }
    json_put_array_end(w);
}

static void put_note(struct api_order *o)
{
    const struct app_secrets *s = o->op->api->config.secrets;
    char room[APP_ORDER_LABEL_MAX];
    struct ym_span plain;
    struct ym_error err;

    if (o->row.done_note.n > 0 &&
        s->unseal(s->ring, app_order_label(o->id, "note", room), o->row.done_note, &o->op->arena,
                  &plain, &err) == YM_E_OK)
        json_add_text(&o->op->w, "note", plain);
    else
        json_add_null(&o->op->w, "note");
}

static void look(struct api_order *o);

static void on_seen(void *arg, enum ym_err err, const struct app_view *v)
{
    struct api_order *o = arg;
    struct json_out *w = &o->op->w;

    if (err != YM_E_OK && err != YM_E_NOT_FOUND) {
        ym_buf_clear(&o->op->out);
        o->op->w = json_out(&o->op->out);
        api_op_unread(o->op, err);
        return;
    }
    if (err == YM_E_OK && app_caller_may_read(o->op->caller, &v->dispute)) {
        json_put_object(w);
        api_put_number(w, v->dispute.id);
        api_put_standing(w, v->colour, v->stage);
        json_add_bool(w, "open", v->is_open);
        json_add_text(w, "title", v->title);
        json_add_instant(w, "received_at", v->received_at);
        json_add_int(w, "points", app_likeness_points(o->likely[o->looked].signs));
        put_signs(w, o->likely[o->looked].signs);
        json_put_object_end(w);
    } else {
        o->elsewhere++;
    }
    o->looked++;
    look(o);
}

/* One after the other; each answer comes in a later turn. */
static void look(struct api_order *o)
{
    struct app_reader *r = o->op->api->config.reader;
    struct json_out *w = &o->op->w;

    if (o->looked < o->nlikely) {
        r->ops->dispute(r, o->likely[o->looked].dispute, on_seen, o);
        return;
    }
    json_put_array_end(w);
    json_add_int(w, "elsewhere", o->elsewhere);
    json_put_object_end(w);
    api_op_logged(o->op, APP_SIGHT_DISPUTE);
}

static void tell(struct api_order *o)
{
    struct json_out *w = &o->op->w;

    o->nlikely = app_likely_parse(o->row.likely, o->likely);
    json_put_object(w);
    api_put_order(w, &o->row);
    put_content(o);
    put_note(o);
    json_put_key(w, "likely");
    json_put_array(w);
    look(o);
}

void api_get_order(struct ym_http_request *rq, void *app)
{
    struct api_order *o = api_order_begin(app, rq);

    if (o != NULL)
        api_order_read(o, tell);
}
