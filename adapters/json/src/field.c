/* SPDX-License-Identifier: Apache-2.0 */
#include "field.h"

#include <assert.h>

#include "yima/court_number.h"
#include "yima/limits.h"
#include "yima/number.h"
#include "yima/region.h"

static const char *code_of(enum ym_field field)
{
    return ym_word(YM_VOCAB_FIELD, (int)field)->code;
}

/* ---- Texts ---- */

/* Words that the log must not keep: it says only that they were given. */
static void read_correction(struct json_fields *f, enum ym_field field, const struct json_at *at)
{
    struct ym_correction *const c = &f->ret->correction;

    if (field == YM_FIELD_TITLE)
        c->title = ym_arena_text(f->arena, json_get_line(at, 1, YM_TITLE_CHARS_MAX));
    else
        c->description = ym_arena_text(f->arena, json_get_text(at, 1, YM_LONG_TEXT_CHARS_MAX));
    json_add_bool(f->detail, code_of(field), true);
}

/* Names of things that only the caller can find. */
static void read_name(struct json_fields *f, enum ym_field field, const struct json_at *at)
{
    const bool is_procedure = field == YM_FIELD_PROCEDURE;
    const struct ym_span name =
        json_get_line(at, 1, is_procedure ? JSON_PROCEDURE_REF_MAX : JSON_DEADLINE_NAME_MAX);

    json_add_text(f->detail, code_of(field), name);
    *(is_procedure ? &f->ret->procedure : &f->ret->deadline) = ym_arena_text(f->arena, name);
}

static void read_words(struct json_fields *f, enum ym_field field, const struct json_at *at,
                       size_t chars_max)
{
    json_add_text(f->detail, code_of(field), json_get_text(at, 1, chars_max));
}

static bool is_hex(struct ym_span text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((text.at[i] < '0' || text.at[i] > '9') && (text.at[i] < 'a' || text.at[i] > 'f'))
            return false;
    return true;
}

static void read_digest(struct json_fields *f, enum ym_field field, const struct json_at *at)
{
    const struct ym_span text = json_get_line(at, 1, JSON_SHA256_CHARS);

    if (json_is_sound(at) && (text.n != JSON_SHA256_CHARS || !is_hex(text)))
        json_refuse(at, YM_E_UNPROCESSABLE,
                    "must be a SHA-256 of 64 lower-case hexadecimal digits");
    json_add_text(f->detail, code_of(field), text);
}

static void read_text(struct json_fields *f, enum ym_field field, const struct json_at *at)
{
    if (field == YM_FIELD_TITLE)
        read_correction(f, field, at);
    else if (field == YM_FIELD_SHA256)
        read_digest(f, field, at);
    else if (field == YM_FIELD_SEAL_CODE)
        json_add_text(f->detail, code_of(field), json_get_line(at, 1, JSON_SEAL_CODE_CHARS_MAX));
    else if (field == YM_FIELD_PROCEDURE || field == YM_FIELD_DEADLINE)
        read_name(f, field, at);
    else
        read_words(f, field, at, YM_TEXT_CHARS_MAX);
}

static void read_long(struct json_fields *f, enum ym_field field, const struct json_at *at)
{
    if (field == YM_FIELD_DESCRIPTION)
        read_correction(f, field, at);
    else
        read_words(f, field, at, YM_LONG_TEXT_CHARS_MAX);
}

/* ---- Numbers, dates, words ---- */

static uint8_t read_small(const struct json_at *at, int64_t max)
{
    return (uint8_t)json_get_int(at, 0, max);
}

static void read_int(struct json_fields *f, enum ym_field field, const struct json_at *at)
{
    struct ym_command *const c = &f->ret->cmd;
    int64_t value;

    switch ((int)field) {
    case YM_FIELD_SEAT:
        value = read_small(at, YM_SEATS_MAX - 1);
        c->seats = UINT32_C(1) << value;
        break;
    case YM_FIELD_DAYS:
        value = json_get_int(at, 1, YM_DAYS_MAX);
        c->days = (int16_t)value;
        break;
    case YM_FIELD_OBLIGATION:
        value = c->item = read_small(at, YM_OBLIGATIONS_MAX - 1);
        break;
    case YM_FIELD_HARM:
        value = c->harm = read_small(at, 3);
        break;
    case YM_FIELD_URGENCY:
        value = c->urgency = read_small(at, 3);
        break;
    default:
        assert(field == YM_FIELD_SCOPE);
        value = c->scope = read_small(at, 3);
        break;
    }
    json_add_int(f->detail, code_of(field), value);
}

/* An amount is words to the engine: it is kept and counted by nobody there. */
static void read_money(struct json_fields *f, enum ym_field field, const struct json_at *at)
{
    json_add_int64(f->detail, code_of(field), json_get_int64(at, 1, YM_AMOUNT_FEN_MAX));
}

/* The day of a session that a notice tells of is words to decide(): the slot is that of the act. */
static void read_date(struct json_fields *f, enum ym_field field, const struct json_at *at)
{
    const ym_day day = json_get_day(at);

    if (field != YM_FIELD_SESSION_DAY)
        f->ret->cmd.date = day;
    json_add_day(f->detail, code_of(field), day);
}

/* "none" is what a dispute holds before the first such word; nobody may say it. */
static void read_code(struct json_fields *f, enum ym_field field, const struct json_at *at)
{
    const enum ym_vocab_id vocab = ym_field_vocab(field);
    const int code = json_get_code(at, vocab);

    if (code == 0 && vocab != YM_VOCAB_TYPE)
        json_refuse(at, YM_E_UNPROCESSABLE,
                    "\"none\" cannot be said; choose a word that says what");
    f->ret->cmd.code = (uint8_t)code;
    json_add_code(f->detail, code_of(field), vocab, code);
}

/* ---- References ---- */

static int64_t read_dispute(struct json_fields *f, const struct json_at *at)
{
    char compact[YM_NUMBER_COMPACT_MAX] = "";
    struct ym_id id = { 0 };
    const enum ym_number_error error =
        ym_number_parse(json_get_line(at, 1, YM_NUMBER_INPUT_MAX), &id);

    if (error != YM_NUMBER_OK)
        json_refuse(at, YM_E_UNPROCESSABLE, ym_number_error_text(error));
    else
        ym_number_compact(id, compact);
    json_add_word(f->detail, code_of(YM_FIELD_DISPUTE), compact);
    return id.v;
}

static int64_t read_region(struct json_fields *f, const struct json_at *at)
{
    char digits[YM_REGION_TEXT_MAX];
    int64_t code = 0;

    if (!ym_region_parse(json_get_line(at, 1, YM_REGION_TEXT_MAX - 1), &code))
        json_refuse(at, YM_E_UNPROCESSABLE,
                    "must be a division code of 2, 4, 6, 9 or 12 digits, as in \"330108\"");
    ym_region_print(code, digits);
    json_add_word(f->detail, code_of(YM_FIELD_REGION), digits);
    return code;
}

static void read_ref(struct json_fields *f, enum ym_field field, const struct json_at *at)
{
    struct ym_command *const c = &f->ret->cmd;
    int64_t ref;

    if (field == YM_FIELD_DISPUTE) {
        ref = read_dispute(f, at);
    } else if (field == YM_FIELD_REGION) {
        ref = read_region(f, at);
    } else {
        ref = json_get_int64(at, 1, INT64_MAX);
        json_add_int64(f->detail, code_of(field), ref);
    }
    /* Fields come in byte order of their names, so the body is there before the mediator. */
    if (field == YM_FIELD_MEDIATOR && (c->fields & YM_FB(BODY)) != 0)
        c->ref2 = ref;
    else
        c->ref = ref;
}

static void read_case(struct json_fields *f, enum ym_field field, const struct json_at *at)
{
    char text[YM_COURT_NUMBER_TEXT_MAX] = "";
    struct ym_court_number number;
    const enum ym_court_error error =
        ym_court_number_parse(json_get_line(at, 1, YM_COURT_NUMBER_INPUT_MAX), NULL, &number);

    if (error != YM_COURT_OK)
        json_refuse(at, YM_E_UNPROCESSABLE, ym_court_error_text(error));
    else
        ym_court_number_print(&number, text);
    json_add_word(f->detail, code_of(field), text);
}

/* ---- Lists ---- */

static uint8_t read_seat(struct json_at *object, const char *key)
{
    const struct json_at at = json_member(object, key);

    return read_small(&at, YM_SEATS_MAX - 1);
}

/* A text that may be left out. */
static struct ym_span read_clause(struct json_fields *f, struct json_at *object, const char *key)
{
    const struct json_at at = json_optional(object, key);

    if (!json_given(&at))
        return (struct ym_span){ NULL, 0 };
    return ym_arena_text(f->arena, json_get_text(&at, 1, YM_TEXT_CHARS_MAX));
}

static struct json_obligation read_obligation(struct json_fields *f, struct json_at *at)
{
    const struct json_at amount = json_optional(at, "amount_fen");
    const struct json_at due = json_member(at, "due");
    const struct json_at plan = json_optional(at, "plan");
    const struct json_obligation o = {
        .payer = read_seat(at, "payer"),
        .payee = read_seat(at, "payee"),
        .amount_fen = json_given(&amount) ? json_get_int64(&amount, 1, YM_AMOUNT_FEN_MAX) : 0,
        .plan = json_given(&plan) ? (uint8_t)json_get_int(&plan, 1, YM_PLANS_MAX) : 0,
        .account = read_clause(f, at, "account"),
        .act = read_clause(f, at, "act"),
        .due = json_get_day(&due),
        .manner = read_clause(f, at, "manner"),
        .consequence = read_clause(f, at, "consequence"),
    };

    json_done(at);
    if (!json_is_sound(at))
        return o;
    if (o.amount_fen == 0 && o.act.n == 0)
        json_refuse(at, YM_E_UNPROCESSABLE, "needs amount_fen or act: what is owed");
    if (o.payer == o.payee)
        json_refuse(at, YM_E_UNPROCESSABLE, "payer and payee must be different seats");
    return o;
}

static void put_clause(struct json_out *w, const char *key, struct ym_span clause)
{
    if (clause.n > 0)
        json_add_text(w, key, clause);
}

static void put_obligation(struct json_out *w, const struct json_obligation *o)
{
    json_put_object(w);
    put_clause(w, "account", o->account);
    put_clause(w, "act", o->act);
    if (o->amount_fen != 0)
        json_add_int64(w, "amount_fen", o->amount_fen);
    put_clause(w, "consequence", o->consequence);
    json_add_day(w, "due", o->due);
    put_clause(w, "manner", o->manner);
    json_add_int(w, "payee", o->payee);
    json_add_int(w, "payer", o->payer);
    if (o->plan != 0)
        json_add_int(w, "plan", o->plan);
    json_put_object_end(w);
}

static void read_obligations(struct json_fields *f, const struct json_at *at)
{
    struct json_command *const ret = f->ret;
    const size_t n = json_array(at, 1, YM_OBLIGATIONS_MAX);
    struct json_obligation *const list = n > 0 ? ym_arena_alloc(f->arena, n, sizeof(*list)) : NULL;

    json_put_array(f->detail);
    for (struct json_at it = { 0 }; list != NULL && json_next(at, &it);) {
        list[it.index] = read_obligation(f, &it);
        ret->cmd.listed |= UINT32_C(1) << list[it.index].payer | UINT32_C(1)
                                                                     << list[it.index].payee;
        put_obligation(f->detail, &list[it.index]);
    }
    json_put_array_end(f->detail);
    ret->obligations = list;
    ret->cmd.items = (uint8_t)n;
}

static void read_attendance(struct json_fields *f, const struct json_at *at)
{
    uint32_t named = 0;

    const size_t n = json_array(at, 1, YM_SEATS_MAX);

    json_put_array(f->detail);
    for (struct json_at it = { 0 }; n > 0 && json_next(at, &it);) {
        const uint32_t seat = read_seat(&it, "seat");
        const struct json_at status = json_member(&it, "status");
        const int code = json_get_code(&status, YM_VOCAB_ATTENDANCE);

        json_done(&it);
        if (json_is_sound(&it) && (named >> seat & 1U) != 0)
            json_refuse(&it, YM_E_UNPROCESSABLE, "this seat stands here twice; keep one");
        named |= UINT32_C(1) << seat;
        f->ret->cmd.listed |= UINT32_C(1) << seat;
        if (code == YM_ATTENDANCE_ATTENDED)
            f->ret->cmd.attended |= UINT32_C(1) << seat;
        json_put_object(f->detail);
        json_add_int(f->detail, "seat", seat);
        json_add_code(f->detail, "status", YM_VOCAB_ATTENDANCE, code);
        json_put_object_end(f->detail);
    }
    json_put_array_end(f->detail);
}

static void read_list(struct json_fields *f, enum ym_field field, const struct json_at *at)
{
    json_put_key(f->detail, code_of(field));
    if (field == YM_FIELD_OBLIGATIONS)
        read_obligations(f, at);
    else
        read_attendance(f, at);
}

/* The first and the last day on which one of the obligations falls due. */
static void take_dues(struct json_command *c)
{
    c->cmd.first_due = YM_DAY_NONE;
    c->cmd.date = YM_DAY_NONE;
    for (size_t i = 0; c->obligations != NULL && i < c->cmd.items; i++) {
        const ym_day due = c->obligations[i].due;

        if (i == 0 || due < c->cmd.first_due)
            c->cmd.first_due = due;
        if (due > c->cmd.date)
            c->cmd.date = due;
    }
}

void json_field_read(struct json_fields *f, enum ym_field field, const struct json_at *at)
{
    static void (*const readers[YM_KIND_COUNT])(struct json_fields *, enum ym_field,
                                                const struct json_at *) = {
        [YM_KIND_TEXT] = read_text, [YM_KIND_LONG] = read_long, [YM_KIND_INT] = read_int,
        [YM_KIND_DATE] = read_date, [YM_KIND_REF] = read_ref,   [YM_KIND_CODE] = read_code,
        [YM_KIND_CASE] = read_case, [YM_KIND_LIST] = read_list, [YM_KIND_MONEY] = read_money,
    };
    struct ym_command *const c = &f->ret->cmd;

    readers[ym_field_kind(field)](f, field, at);
    c->fields |= UINT64_C(1) << field;
    /* Obligations come after a date in byte order, so this is not overwritten. */
    if (field == YM_FIELD_OBLIGATIONS)
        take_dues(f->ret);
}
