/* SPDX-License-Identifier: Apache-2.0 */
#include "procedure.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(YM_STATES_MAX <= 64 && YM_DEADLINES_MAX <= 32, "sets of names are bits");

const char *json_procedure_line(struct json_procedure *jp, const struct json_at *at, size_t min,
                                size_t max)
{
    const char *const copy = ym_arena_text(&jp->texts, json_get_line(at, min, max)).at;

    return copy != NULL ? copy : "";
}

/* The member as a line; "" when it is left out. */
static const char *optional_line(struct json_procedure *jp, struct json_at *object, const char *key)
{
    const struct json_at at = json_optional(object, key);

    return json_given(&at) ? json_procedure_line(jp, &at, 0, JSON_LABEL_CHARS_MAX) : "";
}

static const char *line(struct json_procedure *jp, struct json_at *object, const char *key,
                        size_t max)
{
    const struct json_at at = json_member(object, key);

    return json_procedure_line(jp, &at, 1, max);
}

/* A name that others refer to: letters, digits and - _ . only, so that it needs no quoting anywhere
 * (diagrams, addresses, SQL literals of a report). */
static const char *name(struct json_procedure *jp, struct json_at *object, const char *key)
{
    const struct json_at at = json_member(object, key);
    const char *const text = json_procedure_line(jp, &at, 1, JSON_NAME_CHARS_MAX);

    if (text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")] !=
        '\0')
        json_refuse(&at, YM_E_UNPROCESSABLE,
                    "may hold letters A to Z, digits, dash, underscore and dot only");
    return text;
}

static int code(struct json_at *object, const char *key, enum ym_vocab_id vocab)
{
    const struct json_at at = json_member(object, key);

    return json_get_code(&at, vocab);
}

static int optional_code(struct json_at *object, const char *key, enum ym_vocab_id vocab)
{
    const struct json_at at = json_optional(object, key);

    return json_given(&at) ? json_get_code(&at, vocab) : 0;
}

uint64_t json_procedure_states(const struct ym_procedure *p, const struct json_at *at, size_t min)
{
    uint64_t set = 0;

    (void)json_array(at, min, YM_STATES_MAX);
    for (struct json_at it = { 0 }; json_next(at, &it);) {
        const int state = ym_procedure_state(p, json_get_line(&it, 1, JSON_NAME_CHARS_MAX));

        if (state < 0)
            json_refuse(&it, YM_E_UNPROCESSABLE, "no state bears this name; see /states");
        else if ((set >> state & 1U) != 0)
            json_refuse(&it, YM_E_UNPROCESSABLE, "this state stands here twice; keep one");
        else
            set |= UINT64_C(1) << state;
    }
    return set;
}

uint32_t json_procedure_deadlines(const struct ym_procedure *p, const struct json_at *at)
{
    uint32_t set = 0;

    (void)json_array(at, 0, YM_DEADLINES_MAX);
    for (struct json_at it = { 0 }; json_next(at, &it);) {
        const int deadline = ym_procedure_deadline(p, json_get_line(&it, 1, JSON_NAME_CHARS_MAX));

        if (deadline < 0)
            json_refuse(&it, YM_E_UNPROCESSABLE, "no deadline bears this name; see /deadlines");
        else if ((set >> deadline & 1U) != 0)
            json_refuse(&it, YM_E_UNPROCESSABLE, "this deadline stands here twice; keep one");
        else
            set |= UINT32_C(1) << deadline;
    }
    return set;
}

/* ---- States ---- */

static void read_state(struct json_procedure *jp, struct json_at *at)
{
    struct ym_procedure *const p = &jp->p;
    struct ym_state s = {
        .name = name(jp, at, "name"),
        .zh = line(jp, at, "zh", JSON_LABEL_CHARS_MAX),
        .en = line(jp, at, "en", JSON_LABEL_CHARS_MAX),
        .track = (uint8_t)code(at, "track", YM_VOCAB_TRACK),
        .phase = (uint8_t)code(at, "phase", YM_VOCAB_PHASE),
        .colour = (uint8_t)optional_code(at, "colour", YM_VOCAB_COLOUR),
        .stage = (uint8_t)optional_code(at, "stage", YM_VOCAB_STAGE),
        .next_zh = optional_line(jp, at, "next_zh"),
        .next_en = optional_line(jp, at, "next_en"),
    };

    json_done(at);
    if (p->idle[s.track] == YM_STATE_NONE && s.phase == YM_PHASE_IDLE)
        p->idle[s.track] = p->nstates;
    if (ym_procedure_state(p, ym_span_of(s.name)) >= 0)
        json_refuse(at, YM_E_UNPROCESSABLE, "a state of this name stands above; rename one");
    p->states[p->nstates++] = s;
}

static void read_states(struct json_procedure *jp, const struct json_at *states)
{
    (void)json_array(states, 1, YM_STATES_MAX);
    memset(jp->p.idle, YM_STATE_NONE, sizeof(jp->p.idle));
    for (struct json_at it = { 0 }; json_next(states, &it);)
        read_state(jp, &it);
}

/* ---- Deadlines ---- */

/* n and unit of a term, taken from an object that may have other members. */
static struct ym_term read_term_members(struct json_at *at)
{
    const struct json_at n = json_member(at, "n");

    return (struct ym_term){
        .n = (int16_t)json_get_int(&n, 1, YM_DAYS_MAX),
        .unit = (uint8_t)code(at, "unit", YM_VOCAB_UNIT),
    };
}

static struct ym_term read_term(struct json_at at)
{
    const struct ym_term term = read_term_members(&at);

    json_done(&at);
    return term;
}

/* A limit for one type; it counts from where the deadline does, unless it says otherwise. */
static struct ym_type_limit read_type_limit(struct json_procedure *jp, struct json_at *at,
                                            uint8_t origin)
{
    const struct json_at bodies = json_optional(at, "bodies");
    const struct json_at from = json_optional(at, "origin");
    const struct ym_type_limit limit = {
        .term = read_term_members(at),
        .bodies = json_given(&bodies) ? (uint32_t)json_get_codes(&bodies, YM_VOCAB_BODY, 1) : 0,
        .origin = json_given(&from) ? (uint8_t)json_get_code(&from, YM_VOCAB_ORIGIN) : origin,
        .source = line(jp, at, "source", JSON_SOURCE_CHARS_MAX),
    };

    json_done(at);
    return limit;
}

static void read_by_type(struct json_procedure *jp, const struct json_at *at, struct ym_deadline *d)
{
    (void)json_object(at);
    for (struct json_at it = { 0 }; json_next(at, &it);) {
        const int type = ym_vocab_find(YM_VOCAB_TYPE, ym_span_of(it.key));

        if (type < 0) {
            json_refuse(&it, YM_E_UNPROCESSABLE, "no type of dispute has this code");
            return;
        }
        d->by_type[type] = read_type_limit(jp, &it, d->origin);
    }
}

/* Where the deadline runs: "in", or else "within". */
static void read_span(struct json_procedure *jp, struct json_at *at, struct ym_deadline *d)
{
    const struct json_at in = json_optional(at, "in");
    const struct json_at within = json_optional(at, "within");

    if (json_given(&in) == json_given(&within)) {
        json_refuse(at, YM_E_INVALID, "needs either `in` or `within`, and not both");
        return;
    }
    if (json_given(&in))
        d->in = json_procedure_states(&jp->p, &in, 1);
    d->within = json_given(&in) ? d->in : json_procedure_states(&jp->p, &within, 1);
}

/* Days by which it may be extended in all: 0 when left out, null for no cap. */
static int16_t read_cap(struct json_at *at)
{
    const struct json_at cap = json_optional(at, "extend_days_max");

    if (!json_given(&cap))
        return 0;
    return json_is_null(&cap) ? YM_CAP_NONE : (int16_t)json_get_int(&cap, 0, YM_DAYS_MAX);
}

static bool optional_bool(struct json_at *object, const char *key)
{
    const struct json_at at = json_optional(object, key);

    return json_given(&at) && json_get_bool(&at);
}

/* How its last day may be moved. days_max left out: as far as extensions reach; null: no cap. */
static struct ym_shift_limit read_shift(struct json_procedure *jp, struct json_at at)
{
    const struct json_at cap = json_optional(&at, "days_max");
    struct ym_shift_limit shift = { .source = line(jp, &at, "source", JSON_SOURCE_CHARS_MAX),
                                    .days_max = YM_CAP_EXTENSION,
                                    .is_court = optional_bool(&at, "court"),
                                    .is_party = optional_bool(&at, "party") };

    if (json_given(&cap))
        shift.days_max =
            json_is_null(&cap) ? YM_CAP_NONE : (int16_t)json_get_int(&cap, 0, YM_DAYS_MAX);
    json_done(&at);
    return shift;
}

static void read_deadline(struct json_procedure *jp, struct json_at *at)
{
    struct ym_procedure *const p = &jp->p;
    struct ym_deadline *const d = &p->deadlines[p->ndeadlines];
    struct json_at simplified;
    struct json_at small_claim;
    struct json_at by_type;
    struct json_at shift;

    *d = (struct ym_deadline){
        .name = name(jp, at, "name"),
        .zh = line(jp, at, "zh", JSON_LABEL_CHARS_MAX),
        .en = line(jp, at, "en", JSON_LABEL_CHARS_MAX),
        .source = line(jp, at, "source", JSON_SOURCE_CHARS_MAX),
        .term = read_term(json_member(at, "term")),
        .origin = (uint8_t)optional_code(at, "origin", YM_VOCAB_ORIGIN),
        .is_limit = optional_bool(at, "limit"),
        .may_stay = optional_bool(at, "stays"),
        .extend_days_max = read_cap(at),
    };
    read_span(jp, at, d);
    simplified = json_optional(at, "simplified");
    if (json_given(&simplified))
        d->simplified = read_term(simplified);
    small_claim = json_optional(at, "small_claim");
    if (json_given(&small_claim))
        d->small_claim = read_term(small_claim);
    by_type = json_optional(at, "by_type");
    if (json_given(&by_type))
        read_by_type(jp, &by_type, d);
    shift = json_optional(at, "reschedule");
    if (json_given(&shift))
        d->shift = read_shift(jp, shift);
    json_done(at);
    if (ym_procedure_deadline(p, ym_span_of(d->name)) >= 0)
        json_refuse(at, YM_E_UNPROCESSABLE, "a deadline of this name stands above; rename one");
    p->ndeadlines++;
}

static void read_deadlines(struct json_procedure *jp, const struct json_at *deadlines)
{
    (void)json_array(deadlines, 0, YM_DEADLINES_MAX);
    for (struct json_at it = { 0 }; json_next(deadlines, &it);)
        read_deadline(jp, &it);
}

/* ---- Holders and risk ---- */

static void read_holders(struct json_procedure *jp, const struct json_at *holders)
{
    (void)json_object(holders);
    for (struct json_at it = { 0 }; json_next(holders, &it);) {
        const int role = ym_vocab_find(YM_VOCAB_ROLE, ym_span_of(it.key));

        if (role < 0) {
            json_refuse(&it, YM_E_UNPROCESSABLE, "no role has this code");
            return;
        }
        if (!json_is_text(&it))
            jp->p.holders[role].bodies = (uint32_t)json_get_codes(&it, YM_VOCAB_BODY, 1);
        else if (ym_span_is(json_get_line(&it, 1, JSON_NAME_CHARS_MAX), YM_SPAN("program")))
            jp->p.holders[role].is_program = true;
        else
            json_refuse(&it, YM_E_UNPROCESSABLE,
                        "must be \"program\" or an array of kinds of body");
    }
}

static void read_bytes(struct json_at *object, const char *key, uint8_t *ret, size_t n)
{
    const struct json_at at = json_member(object, key);

    (void)json_array(&at, n, n);
    for (struct json_at it = { 0 }; json_next(&at, &it);)
        ret[it.index] = (uint8_t)json_get_int(&it, 0, UINT8_MAX);
}

static void read_risk(struct json_procedure *jp, struct json_at at)
{
    struct ym_risk_table *const risk = &jp->p.risk;
    const struct json_at type = json_member(&at, "type");

    risk->source = line(jp, &at, "source", JSON_SOURCE_CHARS_MAX);
    (void)json_object(&type);
    for (struct json_at it = { 0 }; json_next(&type, &it);) {
        const int index = ym_vocab_find(YM_VOCAB_TYPE, ym_span_of(it.key));

        if (index < 0) {
            json_refuse(&it, YM_E_UNPROCESSABLE, "no type of dispute has this code");
            return;
        }
        risk->type[index] = (uint8_t)json_get_int(&it, 0, UINT8_MAX);
    }
    read_bytes(&at, "harm", risk->harm, sizeof(risk->harm));
    read_bytes(&at, "urgency", risk->urgency, sizeof(risk->urgency));
    read_bytes(&at, "scope", risk->scope, sizeof(risk->scope));
    read_bytes(&at, "until", risk->until, sizeof(risk->until));
    json_done(&at);
}

/* ---- The whole ---- */

static ym_day read_until(struct json_at *root)
{
    const struct json_at at = json_member(root, "valid_until");

    return json_is_null(&at) ? YM_DAY_NONE : json_get_day(&at);
}

static void read_procedure(struct json_procedure *jp, struct json_at *root)
{
    struct ym_procedure *const p = &jp->p;
    const struct json_at from = json_member(root, "valid_from");
    struct json_at part;

    p->id = name(jp, root, "id");
    p->version = name(jp, root, "version");
    p->zh = line(jp, root, "zh", JSON_LABEL_CHARS_MAX);
    p->en = line(jp, root, "en", JSON_LABEL_CHARS_MAX);
    p->source = line(jp, root, "source", JSON_SOURCE_CHARS_MAX);
    p->valid_from = json_get_day(&from);
    p->valid_until = read_until(root);
    part = json_member(root, "holders");
    read_holders(jp, &part);
    read_risk(jp, json_member(root, "risk"));
    part = json_member(root, "states");
    read_states(jp, &part);
    part = json_member(root, "deadlines");
    read_deadlines(jp, &part);
    part = json_member(root, "rules");
    json_procedure_rules(jp, &part);
    json_done(root);
}

/* Every text of the document fits: each is copied once, with its NUL, to an aligned place. */
static bool texts_init(struct json_procedure *jp, size_t bytes, size_t nodes)
{
    return ym_arena_init(&jp->texts, bytes + (nodes + 1) * (_Alignof(max_align_t) + 1));
}

enum ym_err json_procedure_parse(struct ym_span text, struct json_procedure **ret,
                                 struct ym_error *reterr)
{
    struct json_procedure *jp = NULL;
    struct json_doc *doc;
    struct json_at root;
    enum ym_err err = json_parse(text, JSON_PROCEDURE_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    jp = calloc(1, sizeof(*jp));
    if (jp == NULL || !texts_init(jp, text.n, json_nodes(doc))) {
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the procedure; try again later");
        goto out;
    }
    root = json_root(doc);
    read_procedure(jp, &root);
    err = json_result(doc, reterr);
    /* A text that could not be copied reads as empty: what followed from that is not the fault. */
    if (!ym_arena_ok(&jp->texts))
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the procedure; try again later");
out:
    json_free(doc);
    if (err == YM_E_OK)
        *ret = jp;
    else
        json_procedure_free(jp);
    return err;
}

void json_procedure_free(struct json_procedure *p)
{
    if (p == NULL)
        return;
    ym_arena_release(&p->texts);
    free(p);
}

const struct ym_procedure *json_procedure_get(const struct json_procedure *p)
{
    return &p->p;
}

void json_procedure_set(struct json_procedure *p, uint16_t number, const unsigned char sha256[32])
{
    p->p.number = number;
    memcpy(p->p.sha256, sha256, sizeof(p->p.sha256));
}
