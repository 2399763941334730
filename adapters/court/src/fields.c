/* SPDX-License-Identifier: Apache-2.0 */
#include "court/fields.h"

#include "app/exchange.h"
#include "exchange/envelope.h"
#include "json/read.h"
#include "json/write.h"

enum form { FORM_TEXT, FORM_LONG, FORM_INT, FORM_ATTENDANCE, FORM_OBLIGATIONS };

/* Members that a body may have besides outcome. Each goes into the command under its own name when
 * the command takes it; else it stays in the message, which is kept. */
static const struct {
    const char *key;
    uint8_t field; /* enum ym_field */
    uint8_t form;
} members[] = {
    { "amount_fen", YM_FIELD_AMOUNT, FORM_TEXT },
    { "attendance", YM_FIELD_ATTENDANCE, FORM_ATTENDANCE },
    { "bar", YM_FIELD_BAR, FORM_TEXT },
    { "body", YM_FIELD_BODY, FORM_TEXT },
    { "case_number", YM_FIELD_CASE_NUMBER, FORM_TEXT },
    { "court_procedure", YM_FIELD_COURT_PROCEDURE, FORM_TEXT },
    { "date", YM_FIELD_DATE, FORM_TEXT },
    { "days", YM_FIELD_DAYS, FORM_INT },
    { "ground", YM_FIELD_GROUND, FORM_TEXT },
    { "manner", YM_FIELD_MANNER, FORM_TEXT },
    { "mediator", YM_FIELD_MEDIATOR, FORM_TEXT },
    { "note", YM_FIELD_NOTE, FORM_TEXT },
    { "obligation", YM_FIELD_OBLIGATION, FORM_INT },
    { "obligations", YM_FIELD_OBLIGATIONS, FORM_OBLIGATIONS },
    { "place", YM_FIELD_PLACE, FORM_TEXT },
    { "result", YM_FIELD_RESULT, FORM_TEXT },
    { "ruling", YM_FIELD_RULING, FORM_TEXT },
    { "seat", YM_FIELD_SEAT, FORM_INT },
    { "terms", YM_FIELD_TERMS, FORM_LONG },
    { "way", YM_FIELD_WAY, FORM_TEXT },
};
#define MEMBERS (sizeof(members) / sizeof(members[0]))

struct ym_span court_outcome(struct ym_span body, struct ym_arena *arena)
{
    struct ym_span outcome = { NULL, 0 };
    struct json_doc *doc;
    struct json_at root, at;

    if (json_parse(body, APP_MESSAGE_BYTES_MAX, &doc, NULL) != YM_E_OK)
        return outcome;
    root = json_root(doc);
    at = json_optional(&root, "outcome");
    if (json_given(&at))
        outcome = ym_arena_text(arena, json_get_line(&at, 1, EXCHANGE_STATE_MAX));
    if (!json_ok(doc))
        outcome.n = 0;
    json_free(doc);
    return outcome;
}

static void put_attendance(struct json_out *w, const struct json_at *at)
{
    struct json_at it = { 0 };

    (void)json_array(at, 1, YM_SEATS_MAX);
    json_put_key(w, "attendance");
    json_put_array(w);
    while (json_next(at, &it)) {
        struct json_at seat = json_member(&it, "seat");
        struct json_at status = json_member(&it, "status");

        json_put_object(w);
        json_add_int(w, "seat", json_get_int(&seat, 0, YM_SEATS_MAX - 1));
        json_add_code(w, "status", YM_VOCAB_ATTENDANCE,
                      json_get_code(&status, YM_VOCAB_ATTENDANCE));
        json_put_object_end(w);
        json_done(&it);
    }
    json_put_array_end(w);
}

static void put_obligation(struct json_out *w, struct json_at *it)
{
    static const char *const numbers[] = { "payer", "payee", "plan" };
    static const char *const texts[] = { "amount_fen", "act",    "due",
                                         "account",    "manner", "consequence" };

    json_put_object(w);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        struct json_at at = json_optional(it, numbers[i]);

        if (json_given(&at))
            json_add_int(w, numbers[i], json_get_int(&at, 0, UINT8_MAX));
    }
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct json_at at = json_optional(it, texts[i]);

        if (json_given(&at) && !json_is_null(&at))
            json_add_text(w, texts[i], json_get_text(&at, 1, COURT_TEXT_CHARS));
    }
    json_put_object_end(w);
    json_done(it);
}

static void put_obligations(struct json_out *w, const struct json_at *at)
{
    struct json_at it = { 0 };

    (void)json_array(at, 1, YM_OBLIGATIONS_MAX);
    json_put_key(w, "obligations");
    json_put_array(w);
    while (json_next(at, &it))
        put_obligation(w, &it);
    json_put_array_end(w);
}

static void put_field(struct json_out *w, const char *key, enum form form, const struct json_at *at)
{
    switch (form) {
    case FORM_INT:
        json_add_int(w, key, json_get_int(at, 0, INT16_MAX));
        break;
    case FORM_TEXT:
        json_add_text(w, key, json_get_text(at, 1, COURT_TEXT_CHARS));
        break;
    case FORM_LONG:
        json_add_text(w, key, json_get_text(at, 1, YM_LONG_TEXT_CHARS_MAX));
        break;
    case FORM_ATTENDANCE:
        put_attendance(w, at);
        break;
    case FORM_OBLIGATIONS:
        put_obligations(w, at);
        break;
    }
}

/* The day until which something is to be done has no field of its own in a command: the parties
 * read it behind the reason. */
static void put_reason(struct json_out *w, struct json_at *root)
{
    struct json_at reason = json_optional(root, "reason");
    struct json_at until = json_optional(root, "until");
    struct ym_buf text;
    int year, month, day;

    if (!json_given(&reason) || json_is_null(&reason))
        return;
    ym_buf_init(&text, 8 * COURT_TEXT_CHARS);
    ym_buf_add(&text, json_get_text(&reason, 1, COURT_TEXT_CHARS - COURT_UNTIL_CHARS));
    if (json_given(&until) && !json_is_null(&until)) {
        ym_day_split(json_get_day(&until), &year, &month, &day);
        ym_buf_printf(&text, "（请于%04d-%02d-%02d前补正）", year, month, day);
    }
    json_add_text(w, "reason", ym_buf_span(&text));
    ym_buf_release(&text);
}

/* Take every member that is known; write those that the command takes. */
static void put_fields(struct json_out *w, struct json_at *root, uint64_t takes)
{
    for (size_t i = 0; i < MEMBERS; i++) {
        struct json_at at = json_optional(root, members[i].key);

        if (json_given(&at) && !json_is_null(&at) && (takes >> members[i].field & 1) != 0)
            put_field(w, members[i].key, (enum form)members[i].form, &at);
    }
    if ((takes & YM_FB(REASON)) != 0)
        put_reason(w, root);
}

static void read_number(struct json_at *root, struct ym_arena *arena, struct court_said *ret)
{
    struct json_at at = json_optional(root, "case_number");
    char text[YM_COURT_NUMBER_TEXT_MAX];
    enum ym_court_error wrong;

    if (!json_given(&at))
        return;
    wrong =
        ym_court_number_parse(json_get_line(&at, 1, YM_COURT_NUMBER_INPUT_MAX), NULL, &ret->number);
    if (wrong != YM_COURT_OK) {
        json_refuse(&at, YM_E_UNPROCESSABLE, ym_court_error_text(wrong));
        return;
    }
    ym_court_number_print(&ret->number, text);
    ret->case_number = ym_arena_text(arena, ym_span_of(text));
}

static void read_rest(struct json_at *root, struct ym_arena *arena, struct court_said *ret)
{
    struct json_at outcome = json_member(root, "outcome");
    struct json_at reason = json_optional(root, "reason");
    struct json_at until = json_optional(root, "until");

    if (json_given(&until) && !json_is_null(&until))
        (void)json_get_day(&until);
    (void)json_get_line(&outcome, 1, EXCHANGE_STATE_MAX);
    if (json_given(&reason))
        ret->reason = ym_arena_text(arena, json_get_text(&reason, 1, COURT_TEXT_CHARS));
    read_number(root, arena, ret);
}

/* A mediation that somebody does not take up ends for another reason than those of the parties. */
static bool lacks_ground(struct json_at *root, uint8_t command)
{
    struct json_at at = json_optional(root, "ground");

    return command == YM_CMD_TERMINATE && !json_given(&at);
}

static enum ym_err read_all(struct json_doc *doc, uint8_t command, struct ym_arena *arena,
                            struct court_said *ret, struct ym_error *reterr)
{
    const bool makes = command != COURT_NO_COMMAND;
    const uint64_t takes = makes ? ym_command_fields((enum ym_cmd)command) : 0;
    struct json_at root = json_root(doc);
    struct ym_buf buf;
    struct json_out w;
    enum ym_err err;

    ym_buf_init(&buf, COURT_FIELDS_MAX);
    w = json_out(&buf);
    json_put_object(&w);
    if (makes)
        json_add_word(&w, "command", ym_word(YM_VOCAB_COMMAND, command)->code);
    read_rest(&root, arena, ret);
    put_fields(&w, &root, takes);
    if (lacks_ground(&root, command))
        json_add_code(&w, "ground", YM_VOCAB_GROUND, YM_GROUND_OTHER);
    json_put_object_end(&w);
    json_done(&root);
    err = json_result(doc, reterr);
    if (err == YM_E_OK && !json_put_ok(&w))
        err = ym_fail(reterr, YM_E_TOO_LARGE, "the message says more than a command holds");
    if (err == YM_E_OK && makes)
        err = json_command_decode(ym_buf_span(&buf), arena, &ret->command, reterr);
    ym_buf_release(&buf);
    return err;
}

enum ym_err court_fields_read(struct ym_span body, uint8_t command, struct ym_arena *arena,
                              struct court_said *ret, struct ym_error *reterr)
{
    struct json_doc *doc;
    enum ym_err err = json_parse(body, APP_MESSAGE_BYTES_MAX, &doc, reterr);

    *ret = (struct court_said){ .case_number = { NULL, 0 } };
    if (err != YM_E_OK)
        return err;
    err = read_all(doc, command, arena, ret, reterr);
    json_free(doc);
    return err;
}
