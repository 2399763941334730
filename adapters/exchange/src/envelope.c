/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/envelope.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "json/read.h"
#include "json/write.h"
#include "yima/number.h"

#define CODE_CHARS_MAX   APP_REASON_CODE_MAX
#define REASON_CHARS_MAX 200
#define SEQ_MAX          INT32_MAX
#define BYTES_MIN        1024 /* a partner that takes less takes nothing */

/* ---- Writing ---- */

void exchange_put_envelope(struct ym_buf *out, const struct exchange_envelope *e)
{
    struct json_out w = json_out(out);
    char compact[YM_NUMBER_COMPACT_MAX], number[YM_NUMBER_TEXT_MAX];

    json_put_object(&w);
    json_add_text(&w, "id", e->id);
    json_add_word(&w, "verb", exchange_verb_word(e->verb));
    json_add_text(&w, "partner", e->partner);
    if (e->dispute.v != 0) {
        ym_number_compact(e->dispute, compact);
        ym_number_print(e->dispute, number);
        json_add_word(&w, "dispute", compact);
        json_add_word(&w, "number", number);
    } else {
        json_add_null(&w, "dispute");
        json_add_null(&w, "number");
    }
    json_add_int(&w, "seq", e->seq);
    json_add_instant(&w, "at", e->at);
    json_add_optional(&w, "in_reply_to", e->in_reply_to);
    json_add_word(&w, "kind", app_exchange_kind_code(e->kind));
    json_add_raw(&w, "body", e->body);
    json_put_object_end(&w);
}

static const char *status_word(unsigned state)
{
    switch (state) {
    case APP_MESSAGE_ACCEPTED:
        return "accepted";
    case APP_MESSAGE_REFUSED:
        return "rejected";
    default:
        return "pending";
    }
}

void exchange_put_receipt(struct ym_buf *out, const struct exchange_receipt *r)
{
    struct json_out w = json_out(out);

    json_put_object(&w);
    json_add_text(&w, "id", r->id);
    json_add_word(&w, "status", status_word(r->state));
    if (r->reason.code.n > 0) {
        json_put_key(&w, "reason");
        json_put_object(&w);
        json_add_text(&w, "code", r->reason.code);
        json_add_text(&w, "zh", r->reason.zh);
        json_add_text(&w, "en", r->reason.en);
        json_put_object_end(&w);
    }
    if (r->body.n > 0)
        json_add_raw(&w, "body", r->body);
    json_put_object_end(&w);
}

/* ---- Reading: shared ---- */

/* An id of a message: visible ASCII without space. */
static struct ym_span read_name(const struct json_at *at, struct ym_arena *arena)
{
    const struct ym_span name = json_get_line(at, 1, APP_MESSAGE_NAME_MAX);

    for (size_t i = 0; i < name.n; i++) {
        if (name.at[i] <= ' ' || name.at[i] > '~') {
            json_refuse(at, YM_E_UNPROCESSABLE, "takes visible ASCII without spaces");
            return (struct ym_span){ NULL, 0 };
        }
    }
    return ym_arena_text(arena, name);
}

/* Is there a value that is not null? */
static bool is_said(const struct json_at *at)
{
    return json_given(at) && !json_is_null(at);
}

static uint8_t read_kind(const struct json_at *at)
{
    const int kind = app_exchange_kind_of(json_get_line(at, 1, CODE_CHARS_MAX));

    if (kind < 0 && json_ok(at->doc))
        json_refuse(at, YM_E_UNPROCESSABLE, "is no kind that is exchanged");
    return kind < 0 ? 0 : (uint8_t)kind;
}

/* What the text of one member says, as it stands there. */
static struct ym_span read_object(const struct json_at *at, struct ym_arena *arena)
{
    (void)json_object(at);
    return json_get_raw(at, arena);
}

static enum ym_err end(struct json_doc *doc, struct ym_arena *arena, struct ym_error *reterr)
{
    const enum ym_err err = json_result(doc, reterr);

    json_free(doc);
    if (err == YM_E_OK && arena != NULL && !ym_arena_ok(arena))
        return ym_fail(reterr, YM_E_TOO_LARGE, "the message needs more memory than one may have");
    return err;
}

/* ---- Reading a message ---- */

/* A number that no dispute can have is not malformed: it is somebody's mistake, to be answered. */
static void read_dispute(struct json_at *root, struct exchange_envelope *e)
{
    const struct json_at dispute = json_optional(root, "dispute");
    const struct json_at number = json_optional(root, "number");
    const struct json_at *at = is_said(&dispute) ? &dispute : &number;
    struct ym_id other;

    if (!is_said(at))
        return;
    if (ym_number_parse(json_get_line(at, 1, YM_NUMBER_INPUT_MAX), &e->dispute) != YM_NUMBER_OK)
        e->is_unreadable = true;
    if (at == &dispute && is_said(&number) &&
        (ym_number_parse(json_get_line(&number, 1, YM_NUMBER_INPUT_MAX), &other) != YM_NUMBER_OK ||
         other.v != e->dispute.v))
        e->is_unreadable = true;
    if (e->is_unreadable)
        e->dispute = (struct ym_id){ 0 };
}

static void read_envelope(struct json_doc *doc, struct ym_arena *arena, struct exchange_envelope *e)
{
    struct json_at root = json_root(doc);
    const struct json_at id = json_member(&root, "id");
    const struct json_at verb = json_member(&root, "verb");
    const struct json_at partner = json_member(&root, "partner");
    const struct json_at seq = json_optional(&root, "seq");
    const struct json_at at = json_member(&root, "at");
    const struct json_at reply = json_optional(&root, "in_reply_to");
    const struct json_at kind = json_member(&root, "kind");
    const struct json_at body = json_member(&root, "body");
    int word;

    e->id = read_name(&id, arena);
    word = exchange_verb_of(json_get_line(&verb, 1, CODE_CHARS_MAX));
    if ((word < 0 || word == EXCHANGE_INTAKE) && json_ok(doc))
        json_refuse(&verb, YM_E_UNPROCESSABLE, "is no verb of the exchange");
    e->verb = word < 0 ? 0 : (uint8_t)word;
    e->partner = ym_arena_text(arena, json_get_line(&partner, 1, APP_PARTNER_CODE_MAX));
    read_dispute(&root, e);
    if (is_said(&seq))
        e->seq = (uint32_t)json_get_int(&seq, 0, SEQ_MAX);
    e->at = json_get_instant(&at);
    if (is_said(&reply))
        e->in_reply_to = read_name(&reply, arena);
    e->kind = read_kind(&kind);
    e->body = read_object(&body, arena);
    json_done(&root);
}

enum ym_err exchange_read_envelope(struct ym_span text, struct ym_arena *arena,
                                   struct exchange_envelope *ret, struct ym_error *reterr)
{
    struct exchange_envelope e = { .at = YM_USEC_NONE };
    struct json_doc *doc;
    enum ym_err err = json_parse(text, APP_MESSAGE_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    read_envelope(doc, arena, &e);
    err = end(doc, arena, reterr);
    if (err == YM_E_OK)
        *ret = e;
    return err;
}

/* ---- Reading a receipt ---- */

static void read_reason(const struct json_at *given, struct ym_arena *arena,
                        struct app_exchange_reason *reason)
{
    struct json_at at = *given;
    const struct json_at code = json_member(&at, "code");
    const struct json_at zh = json_optional(&at, "zh");
    const struct json_at en = json_optional(&at, "en");

    reason->code = ym_arena_text(arena, json_get_line(&code, 1, CODE_CHARS_MAX));
    if (reason->code.n > APP_REASON_CODE_MAX)
        json_refuse(&code, YM_E_UNPROCESSABLE, "has at most 64 bytes");
    if (is_said(&zh))
        reason->zh = ym_arena_text(arena, json_get_text(&zh, 0, REASON_CHARS_MAX));
    if (is_said(&en))
        reason->en = ym_arena_text(arena, json_get_text(&en, 0, REASON_CHARS_MAX));
    json_done(&at);
}

static uint8_t read_status(const struct json_at *at)
{
    const struct ym_span word = json_get_line(at, 1, CODE_CHARS_MAX);

    if (ym_span_is(word, YM_SPAN("accepted")))
        return APP_MESSAGE_ACCEPTED;
    if (ym_span_is(word, YM_SPAN("rejected")))
        return APP_MESSAGE_REFUSED;
    if (!ym_span_is(word, YM_SPAN("pending")) && json_ok(at->doc))
        json_refuse(at, YM_E_UNPROCESSABLE, "takes accepted, rejected or pending");
    return APP_MESSAGE_PENDING;
}

static void read_receipt(struct json_doc *doc, struct ym_arena *arena, struct exchange_receipt *r)
{
    struct json_at root = json_root(doc);
    const struct json_at id = json_member(&root, "id");
    const struct json_at status = json_member(&root, "status");
    const struct json_at reason = json_optional(&root, "reason");
    const struct json_at body = json_optional(&root, "body");

    r->id = read_name(&id, arena);
    r->state = read_status(&status);
    if (is_said(&reason))
        read_reason(&reason, arena, &r->reason);
    else if (r->state == APP_MESSAGE_REFUSED)
        json_refuse(&reason, YM_E_INVALID, "stands with rejected");
    if (is_said(&body))
        r->body = read_object(&body, arena);
    json_done(&root);
}

enum ym_err exchange_read_receipt(struct ym_span text, struct ym_arena *arena,
                                  struct exchange_receipt *ret, struct ym_error *reterr)
{
    struct exchange_receipt r = { .state = APP_MESSAGE_PENDING };
    struct json_doc *doc;
    enum ym_err err = json_parse(text, APP_MESSAGE_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    read_receipt(doc, arena, &r);
    err = end(doc, arena, reterr);
    if (err == YM_E_OK)
        *ret = r;
    return err;
}

/* ---- Answers to questions ---- */

enum ym_err exchange_read_policy(struct ym_span text, struct exchange_policy *ret,
                                 struct ym_error *reterr)
{
    struct exchange_policy p = { .kinds = 0 };
    struct json_doc *doc;
    struct json_at root, kinds, bytes, hours;
    struct json_at each = { .doc = NULL };
    enum ym_err err = json_parse(text, APP_MESSAGE_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    kinds = json_optional(&root, "kinds");
    bytes = json_optional(&root, "max_bytes");
    hours = json_optional(&root, "answer_hours");
    if (is_said(&kinds)) {
        (void)json_array(&kinds, 1, APP_EXCHANGE_KIND_COUNT);
        while (json_next(&kinds, &each))
            p.kinds |= UINT32_C(1) << read_kind(&each);
    }
    if (is_said(&bytes)) {
        const int64_t n = json_get_int(&bytes, BYTES_MIN, INT32_MAX);

        p.bytes_max = n > APP_MESSAGE_BYTES_MAX ? APP_MESSAGE_BYTES_MAX : (uint32_t)n;
    }
    if (is_said(&hours))
        p.answer_hours = (uint16_t)json_get_int(&hours, 1, APP_PARTNER_ANSWER_H_MAX);
    json_done(&root);
    err = end(doc, NULL, reterr);
    if (err == YM_E_OK)
        *ret = p;
    return err;
}

static struct ym_span read_state(const struct json_at *at, struct ym_arena *arena)
{
    const struct ym_span state = json_get_line(at, 1, EXCHANGE_STATE_MAX);

    for (size_t i = 0; i < state.n; i++) {
        const char c = state.at[i];

        if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_') {
            json_refuse(at, YM_E_UNPROCESSABLE, "takes a-z, digits and _");
            break;
        }
    }
    return ym_arena_text(arena, state);
}

static void read_item(const struct json_at *given, struct ym_arena *arena,
                      struct exchange_listed *row)
{
    struct json_at at = *given;
    const struct json_at ref = json_member(&at, "ref");
    const struct json_at dispute = json_optional(&at, "dispute");
    const struct json_at kind = json_member(&at, "kind");
    const struct json_at state = json_member(&at, "state");
    const struct json_at number = json_optional(&at, "case_number");

    row->ref = read_name(&ref, arena);
    if (is_said(&dispute) && ym_number_parse(json_get_line(&dispute, 1, YM_NUMBER_INPUT_MAX),
                                             &row->dispute) != YM_NUMBER_OK)
        row->dispute = (struct ym_id){ 0 };
    row->kind = read_kind(&kind);
    row->state = read_state(&state, arena);
    if (is_said(&number)) {
        row->case_number = ym_arena_text(arena, json_get_line(&number, 1, EXCHANGE_CASE_MAX));
        if (row->case_number.n > EXCHANGE_CASE_MAX)
            json_refuse(&number, YM_E_UNPROCESSABLE, "has at most 120 bytes");
    }
    json_done(&at);
}

enum ym_err exchange_read_list(struct ym_span text, struct ym_arena *arena,
                               struct exchange_list *ret, struct ym_error *reterr)
{
    struct json_doc *doc;
    struct json_at root, items, next;
    struct json_at each = { .doc = NULL };
    enum ym_err err = json_parse(text, APP_MESSAGE_BYTES_MAX, &doc, reterr);

    ret->n = 0;
    ret->next = (struct ym_span){ NULL, 0 };
    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    items = json_member(&root, "items");
    next = json_optional(&root, "next");
    (void)json_array(&items, 0, EXCHANGE_LIST_MAX);
    while (ret->n < EXCHANGE_LIST_MAX && json_next(&items, &each)) {
        ret->at[ret->n] = (struct exchange_listed){ .kind = 0 };
        read_item(&each, arena, &ret->at[ret->n++]);
    }
    if (is_said(&next))
        ret->next = read_name(&next, arena);
    json_done(&root);
    return end(doc, arena, reterr);
}

/* ---- Names ---- */

void exchange_message_name(struct ym_id dispute, uint32_t seq, unsigned verb, unsigned revision,
                           char ret[APP_MESSAGE_NAME_MAX + 1])
{
    char compact[YM_NUMBER_COMPACT_MAX];
    int n;

    ym_number_compact(dispute, compact);
    if (revision > 1)
        n = snprintf(ret, APP_MESSAGE_NAME_MAX + 1, "%s.%" PRIu32 ".%s.r%u", compact, seq,
                     exchange_verb_word(verb), revision);
    else
        n = snprintf(ret, APP_MESSAGE_NAME_MAX + 1, "%s.%" PRIu32 ".%s", compact, seq,
                     exchange_verb_word(verb));
    assert(n > 0 && n <= APP_MESSAGE_NAME_MAX);
    (void)n;
}
