/* SPDX-License-Identifier: Apache-2.0 */
/* What /events and /explain say of each event: what was done, who did it, by which rule, and what
 * it led to. */
#include "api_private.h"
#include "json/read.h"

/* Everybody who may read the dispute sees which deadline was moved, and why: it is theirs. */
static void put_shift(struct api_op *op, const struct app_reason *r)
{
    struct json_out *w = &op->w;

    if (r->deadline == NULL)
        return;
    json_put_key(w, "rescheduled");
    json_put_object(w);
    json_add_word(w, "deadline", r->deadline->name);
    json_add_word(w, "zh", r->deadline->zh);
    json_add_word(w, "en", r->deadline->en);
    json_add_day(w, "was", r->was);
    json_add_day(w, "last_day", r->last);
    api_put_provisional(w, op->api, r->last);
    json_put_key(w, "ground");
    api_put_word(w, YM_VOCAB_SHIFT, r->shift);
    json_put_object_end(w);
}

/* A text of the detail, or null where the event has none (any more). */
static void put_said(struct json_out *w, struct json_at *detail, const char *key)
{
    const struct json_at at = json_optional(detail, key);

    if (json_given(&at))
        json_add_text(w, key, json_get_text(&at, 0, YM_TEXT_CHARS_MAX));
    else
        json_add_null(w, key);
}

/* Why a dispute moved to another version, and by which plan. */
static void put_move_words(struct json_out *w, struct ym_span detail)
{
    struct json_doc *doc;
    struct json_at root;
    struct ym_error ignored;

    if (json_parse(detail, YM_DETAIL_BYTES_MAX, &doc, &ignored) != YM_E_OK) {
        json_add_null(w, "reason");
        json_add_null(w, "plan");
        return;
    }
    root = json_root(doc);
    put_said(w, &root, "reason");
    put_said(w, &root, "plan");
    json_free(doc);
}

/* Everybody who may read the dispute sees under which rules it goes on, and why, in plain words. */
static void put_move(struct api_op *op, const struct app_reason *r, const struct ym_event *ev)
{
    struct json_out *w = &op->w;

    if (ev->c.kind != YM_CMD_MIGRATE)
        return;
    json_put_key(w, "migrated");
    json_put_object(w);
    json_add_word(
        w, "zh",
        "本案改按另一版本的程序办理；所处阶段、各期限的届满日和当事人可以做的事都没有变化");
    json_add_word(
        w, "en",
        "the case goes on under another version of the procedure; its stage, the last day "
        "of each deadline and what the parties may do are what they were");
    api_put_procedure(w, r->after);
    put_move_words(w, ev->c.detail);
    json_put_object_end(w);
}

/* Is this a file that the party who asks does not see? What is said in a caucus stays between the
 * mediator and that side (人民调解法 15(4)): not even that it was this side who gave something. The
 * number stays, since the history has no gaps. */
static bool is_kept_from(const struct api_op *op, const struct ym_event *ev)
{
    const struct api_history *h = &op->history;

    if (!h->is_walled || ev->c.kind != YM_CMD_ATTACH)
        return false;
    for (size_t i = 0; i < h->npapers; i++) {
        if (h->papers[i] == ev->seq)
            return false;
    }
    return true;
}

static void put_who(struct api_op *op, const struct app_reason *r, const struct ym_event *ev)
{
    struct json_out *w = &op->w;
    const bool is_kept = is_kept_from(op, ev);
    const struct ym_word *command = ym_word(YM_VOCAB_COMMAND, r->command);

    json_add_word(w, "command_zh", is_kept ? "卷内存有材料" : command->zh);
    json_add_word(w, "command_en", is_kept ? "file kept" : command->en);
    if (is_kept) {
        json_add_null(w, "role");
        json_add_null(w, "role_zh");
        json_add_null(w, "staff");
        return;
    }
    json_add_code(w, "role", YM_VOCAB_ROLE, r->role);
    json_add_word(w, "role_zh", ym_word(YM_VOCAB_ROLE, r->role)->zh);
    api_put_ref(w, "staff", ev->c.by.staff);
}

void api_put_reason(struct api_op *op, const struct app_reason *r, const struct ym_event *ev)
{
    struct json_out *w = &op->w;

    json_add_int(w, "seq", r->seq);
    json_add_instant(w, "at", r->at);
    json_add_code(w, "command", YM_VOCAB_COMMAND, r->command);
    put_who(op, r, ev);
    json_add_int(w, "rule", r->rule);
    json_add_word(w, "source", r->source);
    api_put_procedure(w, r->procedure);
    api_put_states(w, "from", r->procedure, r->from);
    api_put_states(w, "to", r->after, r->to);
    api_put_standing(w, r->colour, r->stage);
    json_add_bool(w, "moved", r->moved);
    put_shift(op, r);
    put_move(op, r, ev);
}
