/* SPDX-License-Identifier: Apache-2.0 */
#include "json/procedure.h"
#include "json/write.h"

/* What the reader takes for granted is left out, so that a printed procedure reads like a written
 * one. */
static void add_some(struct json_out *w, const char *key, enum ym_vocab_id vocab, uint64_t set)
{
    if (set != 0)
        json_add_codes(w, key, vocab, set);
}

static void add_states(struct json_out *w, const char *key, const struct ym_procedure *p,
                       uint64_t set)
{
    json_put_key(w, key);
    json_put_array(w);
    for (int i = 0; i < p->nstates; i++)
        if ((set >> i & 1U) != 0)
            json_put_word(w, p->states[i].name);
    json_put_array_end(w);
}

static void add_deadlines(struct json_out *w, const char *key, const struct ym_procedure *p,
                          uint32_t set)
{
    if (set == 0)
        return;
    json_put_key(w, key);
    json_put_array(w);
    for (int i = 0; i < p->ndeadlines; i++)
        if ((set >> i & 1U) != 0)
            json_put_word(w, p->deadlines[i].name);
    json_put_array_end(w);
}

static void put_holders(struct json_out *w, const struct ym_procedure *p)
{
    json_put_key(w, "holders");
    json_put_object(w);
    for (int i = 0; i < YM_ROLE_COUNT; i++) {
        const char *const role = ym_word(YM_VOCAB_ROLE, i)->code;

        if (p->holders[i].is_program)
            json_add_word(w, role, "program");
        else
            add_some(w, role, YM_VOCAB_BODY, p->holders[i].bodies);
    }
    json_put_object_end(w);
}

static void add_bytes(struct json_out *w, const char *key, const uint8_t *bytes, size_t n)
{
    json_put_key(w, key);
    json_put_array(w);
    for (size_t i = 0; i < n; i++)
        json_put_int(w, bytes[i]);
    json_put_array_end(w);
}

static void put_risk(struct json_out *w, const struct ym_risk_table *risk)
{
    json_put_key(w, "risk");
    json_put_object(w);
    json_add_word(w, "source", risk->source);
    json_put_key(w, "type");
    json_put_object(w);
    for (int i = 0; i < YM_TYPE_COUNT; i++)
        if (risk->type[i] != 0)
            json_add_int(w, ym_word(YM_VOCAB_TYPE, i)->code, risk->type[i]);
    json_put_object_end(w);
    add_bytes(w, "harm", risk->harm, sizeof(risk->harm));
    add_bytes(w, "urgency", risk->urgency, sizeof(risk->urgency));
    add_bytes(w, "scope", risk->scope, sizeof(risk->scope));
    add_bytes(w, "until", risk->until, sizeof(risk->until));
    json_put_object_end(w);
}

static void put_state(struct json_out *w, const struct ym_state *s)
{
    json_put_object(w);
    json_add_word(w, "name", s->name);
    json_add_word(w, "zh", s->zh);
    json_add_word(w, "en", s->en);
    json_add_code(w, "track", YM_VOCAB_TRACK, s->track);
    json_add_code(w, "phase", YM_VOCAB_PHASE, s->phase);
    if (s->track == YM_TRACK_MAIN || s->colour != YM_COLOUR_NONE)
        json_add_code(w, "colour", YM_VOCAB_COLOUR, s->colour);
    if (s->track == YM_TRACK_MAIN || s->stage != YM_STAGE_NONE)
        json_add_code(w, "stage", YM_VOCAB_STAGE, s->stage);
    if (s->next_zh[0] != '\0')
        json_add_word(w, "next_zh", s->next_zh);
    if (s->next_en[0] != '\0')
        json_add_word(w, "next_en", s->next_en);
    json_put_object_end(w);
}

static void put_term_members(struct json_out *w, struct ym_term term)
{
    json_add_int(w, "n", term.n);
    json_add_code(w, "unit", YM_VOCAB_UNIT, term.unit);
}

static void add_term(struct json_out *w, const char *key, struct ym_term term)
{
    json_put_key(w, key);
    json_put_object(w);
    put_term_members(w, term);
    json_put_object_end(w);
}

static void put_by_type(struct json_out *w, const struct ym_deadline *d)
{
    bool is_open = false;

    for (int i = 0; i < YM_TYPE_COUNT; i++) {
        if (d->by_type[i].term.n == 0)
            continue;
        if (!is_open) {
            json_put_key(w, "by_type");
            json_put_object(w);
            is_open = true;
        }
        json_put_key(w, ym_word(YM_VOCAB_TYPE, i)->code);
        json_put_object(w);
        put_term_members(w, d->by_type[i].term);
        add_some(w, "bodies", YM_VOCAB_BODY, d->by_type[i].bodies);
        if (d->by_type[i].origin != d->origin)
            json_add_code(w, "origin", YM_VOCAB_ORIGIN, d->by_type[i].origin);
        json_add_word(w, "source", d->by_type[i].source);
        json_put_object_end(w);
    }
    if (is_open)
        json_put_object_end(w);
}

static void put_shift(struct json_out *w, const struct ym_shift_limit *shift)
{
    if (shift->source == NULL)
        return;
    json_put_key(w, "reschedule");
    json_put_object(w);
    if (shift->is_court)
        json_add_bool(w, "court", true);
    if (shift->is_party)
        json_add_bool(w, "party", true);
    if (shift->days_max == YM_CAP_NONE)
        json_add_null(w, "days_max");
    else if (shift->days_max != YM_CAP_EXTENSION)
        json_add_int(w, "days_max", shift->days_max);
    json_add_word(w, "source", shift->source);
    json_put_object_end(w);
}

static void put_deadline(struct json_out *w, const struct ym_procedure *p,
                         const struct ym_deadline *d)
{
    json_put_object(w);
    json_add_word(w, "name", d->name);
    json_add_word(w, "zh", d->zh);
    json_add_word(w, "en", d->en);
    json_add_word(w, "source", d->source);
    if (d->in != 0)
        add_states(w, "in", p, d->in);
    else
        add_states(w, "within", p, d->within);
    add_term(w, "term", d->term);
    if (d->simplified.n != 0)
        add_term(w, "simplified", d->simplified);
    if (d->small_claim.n != 0)
        add_term(w, "small_claim", d->small_claim);
    put_by_type(w, d);
    if (d->origin != YM_ORIGIN_EVENT)
        json_add_code(w, "origin", YM_VOCAB_ORIGIN, d->origin);
    if (d->is_limit)
        json_add_bool(w, "limit", true);
    if (d->may_stay)
        json_add_bool(w, "stays", true);
    if (d->extend_days_max == YM_CAP_NONE)
        json_add_null(w, "extend_days_max");
    else if (d->extend_days_max != 0)
        json_add_int(w, "extend_days_max", d->extend_days_max);
    put_shift(w, &d->shift);
    json_put_object_end(w);
}

static void put_to(struct json_out *w, const struct ym_procedure *p, const struct ym_rule *r)
{
    uint64_t to = 0;

    for (int t = 0; t < YM_TRACKS; t++)
        if (r->to[t] != YM_STATE_NONE)
            to |= UINT64_C(1) << r->to[t];
    if (to != 0)
        add_states(w, "to", p, to);
}

static void put_rule(struct json_out *w, const struct ym_procedure *p, const struct ym_rule *r)
{
    json_put_object(w);
    json_add_int(w, "id", r->id);
    json_add_code(w, "on", YM_VOCAB_COMMAND, r->on);
    if (r->deadline != YM_DEADLINE_NONE)
        json_add_word(w, "deadline", p->deadlines[r->deadline].name);
    add_states(w, "from", p, r->from);
    add_some(w, "need", YM_VOCAB_FACT, r->need);
    add_some(w, "forbid", YM_VOCAB_FACT, r->forbid);
    if (r->refuse != YM_REFUSAL_NONE)
        json_add_code(w, "refuse", YM_VOCAB_REFUSAL, r->refuse);
    add_some(w, "roles", YM_VOCAB_ROLE, r->roles);
    add_some(w, "fields", YM_VOCAB_FIELD, r->fields);
    put_to(w, p, r);
    if (r->ground != YM_GROUND_NONE)
        json_add_code(w, "ground", YM_VOCAB_GROUND, r->ground);
    add_deadlines(w, "arm", p, r->arm);
    add_deadlines(w, "disarm", p, r->disarm);
    add_some(w, "effects", YM_VOCAB_EFFECT, r->effects);
    add_some(w, "documents", YM_VOCAB_DOCUMENT, r->documents);
    add_some(w, "topics", YM_VOCAB_TOPIC, r->topics);
    json_add_word(w, "source", r->source);
    json_put_object_end(w);
}

static void put_lists(struct json_out *w, const struct ym_procedure *p)
{
    json_put_key(w, "states");
    json_put_array(w);
    for (int i = 0; i < p->nstates; i++)
        put_state(w, &p->states[i]);
    json_put_array_end(w);
    json_put_key(w, "deadlines");
    json_put_array(w);
    for (int i = 0; i < p->ndeadlines; i++)
        put_deadline(w, p, &p->deadlines[i]);
    json_put_array_end(w);
    json_put_key(w, "rules");
    json_put_array(w);
    for (int i = 0; i < p->nrules; i++)
        put_rule(w, p, &p->rules[i]);
    json_put_array_end(w);
}

bool json_procedure_print(const struct ym_procedure *p, struct ym_buf *b)
{
    struct json_out w = json_out(b);

    json_put_object(&w);
    json_add_word(&w, "id", p->id);
    json_add_word(&w, "version", p->version);
    json_add_word(&w, "zh", p->zh);
    json_add_word(&w, "en", p->en);
    json_add_word(&w, "source", p->source);
    json_add_day(&w, "valid_from", p->valid_from);
    json_add_day(&w, "valid_until", p->valid_until);
    put_holders(&w, p);
    put_risk(&w, &p->risk);
    put_lists(&w, p);
    json_put_object_end(&w);
    return json_put_ok(&w);
}
