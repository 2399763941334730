/* SPDX-License-Identifier: Apache-2.0 */
#include "replies.h"

#include <stdio.h>
#include <string.h>

#include "translate.h"
#include "wire.h"

#define CHARS_MAX 4000 /* of any text that is read */

/* ---- Pieces that several replies share ---- */

static const struct ym_procedure *read_procedure(struct json_at *of,
                                                 const struct ym_procedures *all)
{
    struct json_at at = json_member(of, "procedure");
    const struct json_at id = json_member(&at, "id");

    return story_procedure(all, json_get_line(&id, 1, CHARS_MAX));
}

static bool read_standing(struct json_at *of, const char *states, const struct ym_procedure *p,
                          struct story_seen *seen)
{
    struct json_at at = json_member(of, states);
    const struct json_at colour = json_member(of, "colour");

    for (int t = 0; p != NULL && t < YM_TRACKS; t++) {
        struct json_at track = json_member(&at, ym_word(YM_VOCAB_TRACK, t)->code);
        const struct json_at name = json_member(&track, "name");
        const int state = ym_procedure_state(p, json_get_line(&name, 1, CHARS_MAX));

        if (state < 0)
            return false;
        seen->state[t] = p->states[state].name;
    }
    seen->colour = ym_word(YM_VOCAB_COLOUR, json_get_code(&colour, YM_VOCAB_COLOUR))->code;
    return p != NULL;
}

/* Codes of an array of {"code":…} as a set. */
static uint64_t read_words(struct json_at *of, const char *key, enum ym_vocab_id vocab)
{
    const struct json_at at = json_member(of, key);
    uint64_t set = 0;

    for (struct json_at it = { 0 }; json_next(&at, &it);) {
        const struct json_at code = json_member(&it, "code");

        set |= UINT64_C(1) << json_get_code(&code, vocab);
    }
    return set;
}

static bool read_clocks(struct json_at *of, const struct ym_procedure *p, struct story_seen *seen)
{
    const struct json_at at = json_member(of, "deadlines");

    for (struct json_at it = { 0 }; json_next(&at, &it);) {
        struct story_clock *const clock = &seen->clocks[seen->nclocks];
        const struct json_at name = json_member(&it, "name");
        const struct json_at last = json_member(&it, "last_day");
        const struct json_at due = json_member(&it, "due");
        const int d = ym_procedure_deadline(p, json_get_line(&name, 1, CHARS_MAX));

        if (d < 0 || seen->nclocks == YM_CLOCKS_MAX)
            return false;
        clock->deadline = p->deadlines[d].name;
        clock->last = json_is_null(&last) ? YM_DAY_NONE : json_get_day(&last);
        clock->due = json_is_null(&due) ? 0 : json_get_instant(&due);
        seen->nclocks++;
    }
    return true;
}

static const char *read_word(struct json_at *of, const char *key, enum ym_vocab_id vocab)
{
    const struct json_at at = json_member(of, key);

    return ym_word(vocab, json_get_code(&at, vocab))->code;
}

static uint32_t read_uint(struct json_at *of, const char *key)
{
    const struct json_at at = json_member(of, key);

    return (uint32_t)json_get_int(&at, 0, UINT32_MAX);
}

static void read_text(struct json_at *of, const char *key, char *out, size_t size)
{
    const struct json_at at = json_member(of, key);
    const struct ym_span text = json_is_null(&at) ? YM_SPAN("") : json_get_line(&at, 1, CHARS_MAX);

    (void)snprintf(out, size, "%.*s", (int)text.n, text.at);
}

/* The number of {"id":"12",…}; 0 for null. */
static int64_t read_ref(struct json_at *of, const char *key)
{
    struct json_at at = json_member(of, key);
    struct json_at id;

    if (json_is_null(&at))
        return 0;
    id = json_member(&at, "id");
    return json_get_int64(&id, 1, INT64_MAX);
}

/* Was everything read that was asked for? */
static bool is_read(struct json_doc *doc, bool ok)
{
    struct ym_error err;

    if (json_result(doc, &err) != YM_E_OK) {
        (void)fprintf(stderr, "reply: %s\n", err.text);
        ok = false;
    }
    json_free(doc);
    return ok;
}

static bool parsed(struct ym_span body, struct json_doc **ret)
{
    struct ym_error err;

    return json_parse(body, WIRE_REPLY_MAX, ret, &err) == YM_E_OK;
}

/* ---- Replies ---- */

bool reply_read_dispute(struct ym_span body, const struct ym_procedures *all,
                        struct reply_dispute *ret, struct story_seen *seen)
{
    struct json_doc *doc;
    struct json_at root;
    struct json_at parties;
    bool ok;

    if (!parsed(body, &doc))
        return false;
    root = json_root(doc);
    ret->p = read_procedure(&root, all);
    ok = read_standing(&root, "states", ret->p, seen) && read_clocks(&root, ret->p, seen);
    seen->procedure = ret->p != NULL ? ret->p->id : NULL;
    seen->stage = read_word(&root, "stage", YM_VOCAB_STAGE);
    seen->ground = read_word(&root, "ground", YM_VOCAB_GROUND);
    seen->risk = read_word(&root, "risk", YM_VOCAB_RISK);
    ret->version = read_uint(&root, "version");
    read_text(&root, "code_url", ret->code_url, sizeof(ret->code_url));
    parties = json_member(&root, "parties");
    ret->relations = (struct ym_dispute){ .body = read_ref(&root, "body"),
                                          .mediator = read_ref(&root, "mediator"),
                                          .court = read_ref(&root, "court"),
                                          .region = STORY_REGION,
                                          .seats = (uint8_t)json_array(&parties, 2, YM_SEATS_MAX) };
    return is_read(doc, ok);
}

bool reply_read_outcome(struct ym_span body, const struct ym_procedures *all,
                        struct reply_dispute *d, struct story_seen *seen)
{
    struct json_doc *doc;
    struct json_at root;
    bool ok;

    if (!parsed(body, &doc))
        return false;
    root = json_root(doc);
    read_text(&root, "id", d->id, sizeof(d->id));
    d->version = read_uint(&root, "version");
    ok = read_standing(&root, "states", read_procedure(&root, all), seen);
    seen->rule = (uint16_t)read_uint(&root, "rule");
    seen->documents = (uint32_t)read_words(&root, "documents", YM_VOCAB_DOCUMENT);
    return is_read(doc, ok);
}

bool reply_read_refusal(struct ym_span body, struct story_seen *seen)
{
    struct json_doc *doc;
    struct json_at root;
    struct json_at refusal;
    bool ok;

    if (!parsed(body, &doc))
        return false;
    root = json_root(doc);
    refusal = json_optional(&root, "refusal");
    ok = json_given(&refusal);
    if (ok) {
        seen->refusal = read_word(&refusal, "code", YM_VOCAB_REFUSAL);
        seen->rule = (uint16_t)read_uint(&root, "rule");
        seen->missing = read_words(&root, "fields", YM_VOCAB_FIELD);
    }
    return is_read(doc, ok);
}

/* A clock that runs has its last day, one that stands still what is left, one that ended neither.
 */
static void read_changes(struct json_at *payload, struct reply_event *ret)
{
    const struct json_at at = json_optional(payload, "clocks");

    if (!json_given(&at))
        return;
    for (struct json_at it = { 0 }; json_next(&at, &it) && ret->nclocks < YM_CLOCK_CHANGES_MAX;) {
        struct ym_clock *const clock = &ret->clocks[ret->nclocks++];
        const struct json_at last = json_optional(&it, "last");
        const struct json_at left = json_optional(&it, "left");

        *clock = (struct ym_clock){ .last = YM_DAY_NONE, .left = -1 };
        clock->deadline = (uint8_t)read_uint(&it, "deadline");
        if (json_given(&last)) {
            clock->last = json_get_day(&last);
            clock->due = ym_term_due(clock->last);
        }
        if (json_given(&left))
            clock->left = (int16_t)json_get_int(&left, 0, INT16_MAX);
    }
}

bool reply_apply_clocks(const struct reply_event *event, struct story_seen *seen)
{
    for (size_t i = 0; i < event->nclocks; i++) {
        const struct ym_clock *const change = &event->clocks[i];
        const char *const name = event->p->deadlines[change->deadline].name;
        size_t n = 0;

        for (size_t k = 0; k < seen->nclocks; k++)
            if (strcmp(seen->clocks[k].deadline, name) != 0)
                seen->clocks[n++] = seen->clocks[k];
        seen->nclocks = n;
        if (change->last == YM_DAY_NONE && change->left < 0)
            continue;
        if (n == YM_CLOCKS_MAX)
            return false;
        seen->clocks[seen->nclocks++] =
            (struct story_clock){ .deadline = name, .last = change->last, .due = change->due };
    }
    return true;
}

static bool read_event(struct json_at *at, const struct ym_procedures *all, struct reply_event *ret,
                       struct story_seen *seen)
{
    const char *const expire = ym_word(YM_VOCAB_COMMAND, YM_CMD_EXPIRE)->code;

    *ret = (struct reply_event){ .p = read_procedure(at, all), .seq = read_uint(at, "seq") };
    ret->rule = seen->rule = (uint16_t)read_uint(at, "rule");
    ret->is_expiry = strcmp(read_word(at, "command", YM_VOCAB_COMMAND), expire) == 0;
    if (ret->is_expiry) {
        struct json_at payload = json_member(at, "payload");

        ret->deadline = (uint8_t)read_uint(&payload, "deadline");
        read_changes(&payload, ret);
    }
    return read_standing(at, "to", ret->p, seen);
}

bool reply_read_events(struct ym_span body, const struct ym_procedures *all, reply_event_fn *take,
                       void *arg)
{
    struct json_doc *doc;
    struct json_at root;
    struct json_at items;
    bool ok = true;
    bool goes_on = true;

    if (!parsed(body, &doc))
        return false;
    root = json_root(doc);
    items = json_member(&root, "items");
    for (struct json_at it = { 0 }; ok && goes_on && json_next(&items, &it);) {
        struct story_seen seen;
        struct reply_event event;

        memset(&seen, 0, sizeof(seen));
        ok = read_event(&it, all, &event, &seen);
        goes_on = ok && take(arg, &event, &seen);
    }
    return is_read(doc, ok);
}
