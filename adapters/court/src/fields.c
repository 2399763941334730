/* SPDX-License-Identifier: Apache-2.0 */
/* What a court says, turned into the words of a command. */
#include "exchange/envelope.h"
#include "json/read.h"
#include "private.h"

#define TEXT_CHARS 1000 /* of any text in an answer */

enum form { FORM_TEXT, FORM_INT, FORM_ATTENDANCE };

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
    { "reason", YM_FIELD_REASON, FORM_TEXT },
    { "result", YM_FIELD_RESULT, FORM_TEXT },
    { "ruling", YM_FIELD_RULING, FORM_TEXT },
    { "seat", YM_FIELD_SEAT, FORM_INT },
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

/* Read every member, so that a wrong one is an error; write those that the command takes. */
static void put_fields(struct json_out *w, struct json_at *root, uint64_t takes)
{
    for (size_t i = 0; i < MEMBERS; i++) {
        struct json_at at = json_optional(root, members[i].key);
        const bool is_taken = (takes >> members[i].field & 1) != 0;

        if (!json_given(&at))
            continue;
        if (members[i].form == FORM_INT) {
            const int64_t value = json_get_int(&at, 0, INT16_MAX);

            if (is_taken)
                json_add_int(w, members[i].key, value);
        } else if (members[i].form == FORM_TEXT) {
            const struct ym_span text = json_get_text(&at, 1, TEXT_CHARS);

            if (is_taken)
                json_add_text(w, members[i].key, text);
        } else if (is_taken) {
            put_attendance(w, &at);
        }
    }
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

    (void)json_get_line(&outcome, 1, EXCHANGE_STATE_MAX);
    if (json_given(&reason))
        ret->reason = ym_arena_text(arena, json_get_text(&reason, 1, TEXT_CHARS));
    read_number(root, arena, ret);
}

/* A mediation that the court does not take up ends for another reason than those of the parties. */
static bool lacks_ground(struct json_at *root, const struct court_answer *answer)
{
    struct json_at at = json_optional(root, "ground");

    return answer->command == YM_CMD_TERMINATE && !json_given(&at);
}

enum ym_err court_read_answer(struct ym_span body, const struct court_answer *answer,
                              struct ym_arena *arena, struct court_said *ret,
                              struct ym_error *reterr)
{
    const bool makes = answer->command != COURT_COMMAND_NONE;
    const uint64_t takes = makes ? ym_command_fields((enum ym_cmd)answer->command) : 0;
    struct json_doc *doc;
    struct json_at root;
    struct ym_buf buf;
    struct json_out w;
    enum ym_err err = json_parse(body, APP_MESSAGE_BYTES_MAX, &doc, reterr);

    *ret = (struct court_said){ .case_number = { NULL, 0 } };
    if (err != YM_E_OK)
        return err;
    ym_buf_init(&buf, COURT_FIELDS_MAX);
    w = json_out(&buf);
    root = json_root(doc);
    json_put_object(&w);
    json_add_word(&w, "command",
                  ym_word(YM_VOCAB_COMMAND, makes ? answer->command : YM_CMD_ARCHIVE)->code);
    read_rest(&root, arena, ret);
    put_fields(&w, &root, takes);
    if (lacks_ground(&root, answer))
        json_add_code(&w, "ground", YM_VOCAB_GROUND, YM_GROUND_OTHER);
    json_put_object_end(&w);
    json_done(&root);
    err = json_result(doc, reterr);
    if (err == YM_E_OK && !json_put_ok(&w))
        err = ym_fail(reterr, YM_E_TOO_LARGE, "the answer says more than a command holds");
    if (err == YM_E_OK && makes)
        err = json_command_decode(ym_buf_span(&buf), arena, &ret->command, reterr);
    json_free(doc);
    ym_buf_release(&buf);
    return err;
}
