/* SPDX-License-Identifier: Apache-2.0 */
/* Reads what engine/src/canon.c writes. Members that it leaves out hold nothing. */
#include "json/event.h"

#include <string.h>

#include "json/read.h"
#include "yima/canon.h"

/* ---- Members that are left out when they hold nothing ---- */

static int64_t number(struct json_at *object, const char *key, int64_t max)
{
    const struct json_at at = json_optional(object, key);

    return json_given(&at) ? json_get_int(&at, 0, max) : 0;
}

static int64_t id(struct json_at *object, const char *key)
{
    const struct json_at at = json_optional(object, key);

    return json_given(&at) ? json_get_int64(&at, 1, INT64_MAX) : 0;
}

static ym_day day(struct json_at *object, const char *key)
{
    const struct json_at at = json_optional(object, key);

    return json_given(&at) ? json_get_day(&at) : YM_DAY_NONE;
}

/* ---- Members that always stand ---- */

static int64_t due_number(struct json_at *object, const char *key, int64_t max)
{
    const struct json_at at = json_member(object, key);

    return json_get_int(&at, 0, max);
}

static uint8_t word(struct json_at *object, const char *key, enum ym_vocab_id vocab)
{
    const struct json_at at = json_member(object, key);

    return (uint8_t)json_get_code(&at, vocab);
}

/* ---- Parts ---- */

static struct ym_actor read_actor(struct json_at at)
{
    const struct json_at seat = json_optional(&at, "seat");
    const struct ym_actor actor = {
        .role = word(&at, "role", YM_VOCAB_ROLE),
        .seat =
            json_given(&seat) ? (uint8_t)json_get_int(&seat, 0, YM_SEAT_NONE - 1) : YM_SEAT_NONE,
        .staff = id(&at, "staff"),
        .body = id(&at, "body"),
        .region = id(&at, "region"),
    };

    json_done(&at);
    return actor;
}

/* A clock that runs has last, one that stands still has left, one that is gone has neither. */
static struct ym_clock read_clock(struct json_at *at)
{
    const struct json_at left = json_optional(at, "left");
    const struct json_at moved = json_optional(at, "moved");
    const ym_day last = day(at, "last");
    const struct ym_clock clock = {
        .deadline = (uint8_t)due_number(at, "deadline", YM_DEADLINES_MAX - 1),
        .last = last,
        .due = last == YM_DAY_NONE ? 0 : ym_term_due(last),
        .left = json_given(&left) ? (int16_t)json_get_int(&left, 0, INT16_MAX) : -1,
        .moved =
            json_given(&moved) ? (int16_t)json_get_int(&moved, -INT16_MAX, INT16_MAX) : (int16_t)0,
    };

    json_done(at);
    if (json_given(&left) && last != YM_DAY_NONE)
        json_refuse(at, YM_E_INVALID, "holds last or left, and never both");
    return clock;
}

static void read_clocks(struct json_at *root, struct ym_event *ev)
{
    const struct json_at at = json_optional(root, "clocks");

    if (!json_given(&at))
        return;
    ev->nclocks = (uint8_t)json_array(&at, 1, YM_CLOCK_CHANGES_MAX);
    for (struct json_at it = { 0 }; json_next(&at, &it);)
        ev->clocks[it.index] = read_clock(&it);
}

static void read_registration(struct json_at *root, struct ym_registration *reg)
{
    struct json_at at = json_optional(root, "reg");

    if (!json_given(&at))
        return;
    *reg = (struct ym_registration){
        .procedure = (uint16_t)due_number(&at, "procedure", UINT16_MAX),
        .type = (uint8_t)number(&at, "type", YM_TYPE_COUNT - 1),
        .channel = (uint8_t)number(&at, "channel", YM_CHANNEL_COUNT - 1),
        .source = (uint8_t)number(&at, "source", YM_SOURCE_COUNT - 1),
        .joint = (uint8_t)number(&at, "joint", 1),
        .seats = (uint8_t)number(&at, "seats", YM_SEATS_MAX),
        .claimants = (uint32_t)number(&at, "claimants", UINT32_MAX),
        .respondents = (uint32_t)number(&at, "respondents", UINT32_MAX),
        .region = id(&at, "region"),
        .body = id(&at, "body"),
    };
    json_done(&at);
}

static void read_states(struct json_at *root, uint8_t to[YM_TRACKS])
{
    const struct json_at at = json_member(root, "to");

    (void)json_array(&at, YM_TRACKS, YM_TRACKS);
    for (struct json_at it = { 0 }; json_next(&at, &it);)
        to[it.index] = (uint8_t)json_get_int(&it, 0, YM_STATES_MAX - 1);
}

/* Where the object begins that the member `detail` holds, or the end of bytes. Members before it
 * hold no free text, so the first such key is it. */
static size_t find_detail_start(struct ym_span bytes)
{
    static const struct ym_span key = { "\"detail\":{", 10 };

    for (size_t i = 0; i + key.n <= bytes.n; i++)
        if (memcmp(bytes.at + i, key.at, key.n) == 0)
            return i + key.n - 1;
    return bytes.n;
}

/* The bytes of detail, up to where its bracket closes. Pre: bytes are well-formed JSON. */
static struct ym_span find_detail(struct ym_span bytes)
{
    const size_t start = find_detail_start(bytes);
    size_t depth = 0;
    bool in_text = false;

    for (size_t i = start; i < bytes.n; i++) {
        const char c = bytes.at[i];

        if (c == '"')
            in_text = !in_text;
        else if (in_text)
            i += c == '\\'; /* what follows a backslash closes nothing */
        else if (c == '{' || c == '[')
            depth++;
        else if ((c == '}' || c == ']') && --depth == 0)
            return (struct ym_span){ bytes.at + start, i - start + 1 };
    }
    return (struct ym_span){ NULL, 0 };
}

static void read_command(struct json_at *root, struct ym_command *c)
{
    const struct json_at at = json_member(root, "at");
    const struct json_at deadline = json_optional(root, "deadline");

    *c = (struct ym_command){
        .kind = word(root, "command", YM_VOCAB_COMMAND),
        .code = (uint8_t)number(root, "code", UINT8_MAX),
        .item = (uint8_t)number(root, "item", YM_OBLIGATIONS_MAX - 1),
        .items = (uint8_t)number(root, "items", YM_OBLIGATIONS_MAX),
        .body_kind = (uint8_t)number(root, "body_kind", YM_BODY_COUNT - 1),
        .deadline =
            json_given(&deadline) ? (uint8_t)json_get_int(&deadline, 0, YM_DEADLINES_MAX - 1) : 0,
        .harm = (uint8_t)number(root, "harm", 3),
        .urgency = (uint8_t)number(root, "urgency", 3),
        .scope = (uint8_t)number(root, "scope", 3),
        .days = (int16_t)number(root, "days", INT16_MAX),
        .seats = (uint32_t)number(root, "seats", UINT32_MAX),
        .attended = (uint32_t)number(root, "attended", UINT32_MAX),
        .fields = (uint64_t)id(root, "fields"),
        .ref = id(root, "ref"),
        .ref2 = id(root, "ref2"),
        .date = day(root, "date"),
        .first_due = day(root, "first_due"),
        .at = json_get_instant(&at),
        .by = read_actor(json_member(root, "by")),
    };
    read_registration(root, &c->reg);
    if (c->kind == YM_CMD_MIGRATE && !json_given(&deadline))
        c->deadline = YM_DEADLINE_NONE;
}

static void read_event(struct json_at *root, struct ym_event *ev)
{
    struct json_at detail;

    read_command(root, &ev->c);
    ev->dispute.v = id(root, "dispute");
    ev->seq = (uint32_t)due_number(root, "seq", UINT32_MAX);
    ev->rule = (uint16_t)due_number(root, "rule", UINT16_MAX);
    ev->risk = (uint8_t)due_number(root, "risk", YM_RISK_COUNT - 1);
    ev->ground = (uint8_t)number(root, "ground", YM_GROUND_COUNT - 1);
    ev->effects = (uint32_t)number(root, "effects", UINT32_MAX);
    if (ev->c.kind == YM_CMD_RESCHEDULE)
        ev->was = day(root, "was");
    read_clocks(root, ev);
    read_states(root, ev->to);
    detail = json_optional(root, "detail");
    if (json_given(&detail))
        (void)json_object(&detail);
    json_done(root);
}

/* Writing the event again must give what was read: no other form of it was ever hashed. */
static enum ym_err check_canonical(struct ym_span bytes, const struct ym_event *ev,
                                   struct ym_error *reterr)
{
    char again[YM_EVENT_BYTES_MAX];
    const size_t n = ym_canon_event(ev, again, sizeof(again));

    if (ym_span_is(bytes, (struct ym_span){ again, n }))
        return YM_E_OK;
    return ym_fail(reterr, YM_E_INVALID, "the event is not in its canonical form; it was altered");
}

enum ym_err json_event_read(struct ym_span bytes, struct ym_event *ret, struct ym_error *reterr)
{
    struct ym_event ev = { .nclocks = 0 };
    struct json_doc *doc;
    struct json_at root;
    enum ym_err err = json_parse(bytes, YM_EVENT_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    read_event(&root, &ev);
    err = json_result(doc, reterr);
    json_free(doc);
    if (err != YM_E_OK)
        return err;
    ev.c.detail = find_detail(bytes);
    err = check_canonical(bytes, &ev, reterr);
    if (err == YM_E_OK)
        *ret = ev;
    return err;
}

bool json_event_decode(struct ym_span bytes, struct ym_event *ret)
{
    return json_event_read(bytes, ret, NULL) == YM_E_OK;
}
