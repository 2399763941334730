/* SPDX-License-Identifier: Apache-2.0 */
#include "json/said.h"

#include "json/read.h"

static struct ym_span text(struct json_at *object, const char *key, struct ym_arena *arena)
{
    const struct json_at at = json_optional(object, key);

    return json_given(&at) && json_is_text(&at)
               ? ym_arena_text(arena, json_get_text(&at, 0, YM_LONG_TEXT_CHARS_MAX))
               : (struct ym_span){ NULL, 0 };
}

static uint8_t word(struct json_at *object, const char *key, enum ym_vocab_id vocab)
{
    const struct json_at at = json_optional(object, key);

    return json_given(&at) ? (uint8_t)json_get_code(&at, vocab) : 0;
}

static int64_t number(struct json_at *object, const char *key, int64_t max, int64_t none)
{
    const struct json_at at = json_optional(object, key);

    return json_given(&at) ? json_get_int64(&at, 0, max) : none;
}

static uint8_t seat(struct json_at *object, const char *key)
{
    const struct json_at at = json_member(object, key);

    return (uint8_t)json_get_int(&at, 0, YM_SEATS_MAX - 1);
}

static struct ym_obligation read_obligation(struct json_at *at, struct ym_arena *arena)
{
    const struct json_at due = json_member(at, "due");
    const struct json_at plan = json_optional(at, "plan");

    return (struct ym_obligation){
        .payer = seat(at, "payer"),
        .payee = seat(at, "payee"),
        .plan = json_given(&plan) ? (uint8_t)json_get_int(&plan, 1, YM_PLANS_MAX) : 0,
        .amount_fen = number(at, "amount_fen", YM_AMOUNT_FEN_MAX, 0),
        .due = json_get_day(&due),
        .act = text(at, "act", arena),
        .account = text(at, "account", arena),
        .manner = text(at, "manner", arena),
        .consequence = text(at, "consequence", arena),
    };
}

static void read_obligations(struct json_at *root, struct ym_arena *arena, struct ym_said *ret)
{
    const struct json_at list = json_optional(root, "obligations");
    struct ym_obligation *rows;
    size_t n;

    if (!json_given(&list))
        return;
    n = json_array(&list, 1, YM_OBLIGATIONS_MAX);
    rows = ym_arena_alloc(arena, n + 1, sizeof(*rows));
    for (struct json_at it = { 0 }; rows != NULL && json_next(&list, &it);)
        rows[it.index] = read_obligation(&it, arena);
    ret->obligations = rows;
    ret->nobligations = rows != NULL ? (uint8_t)n : 0;
}

struct ym_said json_said_nothing(void)
{
    return (struct ym_said){ .amount_fen = -1, .date = YM_DAY_NONE };
}

static struct ym_said read_said(struct json_at *root, struct ym_arena *arena)
{
    const struct json_at date = json_optional(root, "date");
    struct ym_said said = {
        .terms = text(root, "terms", arena),
        .facts = text(root, "facts", arena),
        .reason = text(root, "reason", arena),
        .note = text(root, "note", arena),
        .manner = text(root, "manner", arena),
        .place = text(root, "place", arena),
        .document_code = text(root, "document_code", arena),
        .sha256 = text(root, "sha256", arena),
        .case_number = text(root, "case_number", arena),
        .amount_fen = number(root, "amount_fen", YM_AMOUNT_FEN_MAX, -1),
        .attachment = number(root, "attachment", INT64_MAX, 0),
        .date = json_given(&date) ? json_get_day(&date) : YM_DAY_NONE,
        .signing = word(root, "signing", YM_VOCAB_SIGNING),
        .bar = word(root, "bar", YM_VOCAB_BAR),
        .result = word(root, "result", YM_VOCAB_RESULT),
    };

    read_obligations(root, arena, &said);
    return said;
}

bool json_said_read(struct ym_span detail, struct ym_arena *arena, struct ym_said *ret)
{
    struct json_doc *doc;
    struct json_at root;
    bool is_read;

    *ret = json_said_nothing();
    if (detail.n == 0) /* the clock says nothing */
        return true;
    if (json_parse(detail, YM_DETAIL_BYTES_MAX, &doc, NULL) != YM_E_OK)
        return false;
    root = json_root(doc);
    (void)json_object(&root);
    *ret = read_said(&root, arena);
    is_read = json_ok(doc) && ym_arena_ok(arena);
    json_free(doc);
    if (!is_read)
        *ret = json_said_nothing();
    return is_read;
}

void json_add_obligation(struct json_out *w, const struct ym_obligation *o)
{
    if (o->plan != 0)
        json_add_int(w, "plan", o->plan);
    else
        json_add_null(w, "plan");
    json_add_int(w, "payer", o->payer);
    json_add_int(w, "payee", o->payee);
    if (o->amount_fen > 0)
        json_add_int64(w, "amount_fen", o->amount_fen);
    else
        json_add_null(w, "amount_fen");
    json_add_optional(w, "act", o->act);
    json_add_day(w, "due", o->due);
    json_add_optional(w, "account", o->account);
    json_add_optional(w, "manner", o->manner);
    json_add_optional(w, "consequence", o->consequence);
}
