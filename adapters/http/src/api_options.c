/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/disputes/{id}/commands: what this caller may do next, and what each needs. */
#include <stdlib.h>

#include "api_private.h"
#include "app/casefile.h"
#include "app/order.h"
#include "yima/movable.h"

/* The range of a whole number, as json/command.h reads it. */
static void put_range(struct json_out *w, enum ym_field field, const struct ym_dispute *d)
{
    int64_t min = 0;
    int64_t max = 3; /* harm, urgency, scope */

    if (field == YM_FIELD_DAYS) {
        min = 1;
        max = YM_DAYS_MAX;
    } else if (field == YM_FIELD_SEAT) {
        max = d->seats - 1;
    } else if (field == YM_FIELD_OBLIGATION) {
        max = d->terms.obligations > 0 ? d->terms.obligations - 1 : 0;
    }
    json_add_int(w, "min", min);
    json_add_int(w, "max", max);
}

/* Words that a way of its own brings: who signs on the page does it there, and whoever reached an
 * agreement does not terminate (rule "only_agreed"). */
static bool is_elsewhere(enum ym_vocab_id vocab, int word)
{
    return (vocab == YM_VOCAB_SIGNING && word == YM_SIGNING_PAGE) ||
           (vocab == YM_VOCAB_GROUND && word == YM_GROUND_AGREEMENT);
}

/* "None" is no answer, but "other" type is. A signature on the page is not recorded by a command:
 * it is given where the document is (api_sign.c). */
static void put_choices(struct json_out *w, enum ym_vocab_id vocab)
{
    json_put_key(w, "words");
    json_put_array(w);
    for (int i = vocab == YM_VOCAB_TYPE ? 0 : 1; i < ym_vocab(vocab)->count; i++)
        if (!is_elsewhere(vocab, i))
            api_put_word(w, vocab, i);
    json_put_array_end(w);
}

/* What programs fill in, and nobody types. */
static bool is_for_programs(enum ym_field field)
{
    return field == YM_FIELD_SHA256 || field == YM_FIELD_SEAL_CODE;
}

const char *api_kind_word(enum ym_field_kind kind)
{
    static const char *const words[YM_KIND_COUNT] = {
        [YM_KIND_TEXT] = "text", [YM_KIND_LONG] = "long_text", [YM_KIND_INT] = "integer",
        [YM_KIND_DATE] = "date", [YM_KIND_REF] = "reference",  [YM_KIND_CODE] = "word",
        [YM_KIND_CASE] = "case", [YM_KIND_LIST] = "list",      [YM_KIND_MONEY] = "money",
    };

    return words[kind];
}

/* What one item of a list looks like. */
static void put_item(struct json_out *w, enum ym_field field)
{
    json_put_key(w, "items");
    json_put_object(w);
    json_add_word(w, "$ref",
                  field == YM_FIELD_ATTENDANCE ? "/openapi.json#/components/schemas/Attendance"
                                               : "/openapi.json#/components/schemas/Obligation");
    json_put_object_end(w);
}

/* Where a reference can be looked up. */
static const char *list_of(enum ym_field field)
{
    switch ((int)field) {
    case YM_FIELD_MEDIATOR:
        return "/api/v1/staff?role=mediator";
    case YM_FIELD_BODY:
        return "/api/v1/bodies?mediates=true";
    case YM_FIELD_COURT:
        return "/api/v1/bodies?kind=court";
    case YM_FIELD_DISPUTE:
        return "/api/v1/disputes";
    case YM_FIELD_PROCEDURE:
        return "/api/v1/procedures";
    default:
        return NULL;
    }
}

static void put_limits(struct json_out *w, enum ym_field field, const struct ym_dispute *d)
{
    switch (ym_field_kind(field)) {
    case YM_KIND_TEXT:
        json_add_int(w, "max_chars",
                     field == YM_FIELD_TITLE ? YM_TITLE_CHARS_MAX : YM_TEXT_CHARS_MAX);
        break;
    case YM_KIND_LONG:
        json_add_int(w, "max_chars", YM_LONG_TEXT_CHARS_MAX);
        break;
    case YM_KIND_INT:
        put_range(w, field, d);
        break;
    case YM_KIND_LIST:
        put_item(w, field);
        json_add_int(w, "max_items", field == YM_FIELD_ATTENDANCE ? d->seats : YM_OBLIGATIONS_MAX);
        break;
    case YM_KIND_CODE:
        put_choices(w, ym_field_vocab(field));
        break;
    case YM_KIND_DATE:
    case YM_KIND_REF:
    case YM_KIND_CASE:
    case YM_KIND_MONEY:
    case YM_KIND_COUNT:
        break;
    }
}

/* The running deadlines that this caller may move, so that nobody need know their names. */
static void put_movables(struct api_op *op, const struct ym_procedure *p,
                         const struct ym_dispute *d)
{
    struct ym_movable all[YM_CLOCKS_MAX];
    const size_t n = ym_movables(p, op->api->config.calendar, d, &op->caller->actor,
                                 ym_day_of(api_now(op->api)), all);
    struct json_out *w = &op->w;

    json_put_key(w, "deadlines");
    json_put_array(w);
    for (size_t i = 0; i < n; i++) {
        const struct ym_deadline *dl = &p->deadlines[all[i].deadline];

        json_put_object(w);
        json_add_word(w, "name", dl->name);
        json_add_word(w, "zh", dl->zh);
        json_add_word(w, "en", dl->en);
        json_add_day(w, "last_day", all[i].last);
        json_add_day(w, "latest_day", all[i].latest);
        api_put_provisional(w, op->api, all[i].last);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_field(struct api_op *op, const struct ym_procedure *p, const struct ym_dispute *d,
                      enum ym_field field, bool is_needed)
{
    struct json_out *w = &op->w;
    const struct ym_word *word = ym_word(YM_VOCAB_FIELD, (int)field);

    json_put_object(w);
    json_add_word(w, "name", word->code);
    json_add_word(w, "zh", word->zh);
    json_add_word(w, "en", word->en);
    json_add_word(w, "kind", api_kind_word(ym_field_kind(field)));
    json_add_bool(w, "required", is_needed);
    put_limits(w, field, d);
    if (field == YM_FIELD_DEADLINE)
        put_movables(op, p, d);
    if (list_of(field) != NULL)
        json_add_word(w, "from", list_of(field));
    json_put_object_end(w);
}

static bool moves(const struct ym_procedure *p, const struct ym_dispute *d,
                  const struct ym_option *o)
{
    const struct ym_rule *r = ym_procedure_rule(p, o->rule);

    for (int t = 0; r != NULL && t < YM_TRACKS; t++) {
        if (r->to[t] != YM_STATE_NONE && r->to[t] != d->state[t])
            return true;
    }
    return false;
}

static void put_option(struct api_op *op, const struct ym_procedure *p, const struct ym_dispute *d,
                       const struct ym_option *o)
{
    struct json_out *w = &op->w;
    const struct ym_word *word = ym_word(YM_VOCAB_COMMAND, o->command);
    const struct ym_rule *r = ym_procedure_rule(p, o->rule);

    json_put_object(w);
    json_add_word(w, "command", word->code);
    json_add_word(w, "zh", word->zh);
    json_add_word(w, "en", word->en);
    json_add_word(w, "group", app_order_group(o->command));
    json_add_bool(w, "moves", moves(p, d, o));
    json_add_int(w, "rule", o->rule);
    json_add_word(w, "source", r != NULL ? r->source : "");
    json_put_key(w, "fields");
    json_put_array(w);
    for (int f = 0; f < YM_FIELD_COUNT; f++) {
        const uint64_t bit = UINT64_C(1) << f;

        if (((o->needs | o->takes) & bit) != 0 && !is_for_programs((enum ym_field)f))
            put_field(op, p, d, (enum ym_field)f, (o->needs & bit) != 0);
    }
    json_put_array_end(w);
    json_put_object_end(w);
}

static int by_rank(const void *a, const void *b)
{
    const unsigned x = app_order_rank(((const struct ym_option *)a)->command);
    const unsigned y = app_order_rank(((const struct ym_option *)b)->command);

    return (x > y) - (x < y);
}

/* What finishing an upload alone brings about, and what the code by which the party came does not
 * do. */
static bool is_hidden(const struct api_op *op, const struct ym_procedure *p,
                      const struct ym_option *o)
{
    return o->command == YM_CMD_ATTACH ||
           !app_code_may_act(op->caller->code_bar, ym_procedure_rule(p, o->rule));
}

/* Likeliest first (app/order.h): what people look for stands where they look. */
static void put_options(struct api_op *op, const struct ym_procedure *p, const struct ym_dispute *d)
{
    struct ym_option options[YM_CMD_COUNT];
    const size_t n = ym_options(p, d, &op->caller->actor, options, YM_CMD_COUNT);

    qsort(options, n, sizeof(options[0]), by_rank);
    json_put_key(&op->w, "items");
    json_put_array(&op->w);
    for (size_t i = 0; i < n; i++) {
        if (!is_hidden(op, p, &options[i]))
            put_option(op, p, d, &options[i]);
    }
    json_put_array_end(&op->w);
}

static void on_view(void *arg, enum ym_err err, const struct app_view *v)
{
    struct api_op *op = arg;
    const struct ym_procedure *p;

    if (err == YM_E_OK && !app_caller_may_read(op->caller, &v->dispute))
        err = YM_E_NOT_FOUND;
    if (err != YM_E_OK) {
        api_op_unread(op, err);
        return;
    }
    p = ym_procedures_get(op->api->config.procedures, v->dispute.procedure);
    if (p == NULL) {
        api_op_error(op, YM_E_UNAVAILABLE, "this program does not know the dispute's procedure");
        return;
    }
    api_etag_reply(op->rq, v->dispute.version);
    json_put_object(&op->w);
    api_put_number(&op->w, v->dispute.id);
    json_add_int(&op->w, "version", v->dispute.version);
    put_options(op, p, &v->dispute);
    json_put_object_end(&op->w);
    api_op_json(op, 200);
}

void api_get_options(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_op *op = api_op_on_dispute(api, rq);

    if (op != NULL)
        api->config.reader->ops->dispute(api->config.reader, op->id, on_view, op);
}
