/* SPDX-License-Identifier: Apache-2.0 */
#include "procedure.h"

#include <assert.h>
#include <string.h>

static uint64_t optional_codes(struct json_at *rule, const char *key, enum ym_vocab_id vocab)
{
    const struct json_at at = json_optional(rule, key);

    return json_given(&at) ? json_get_codes(&at, vocab, 0) : 0;
}

static uint32_t optional_deadlines(const struct ym_procedure *p, struct json_at *rule,
                                   const char *key)
{
    const struct json_at at = json_optional(rule, key);

    return json_given(&at) ? json_procedure_deadlines(p, &at) : 0;
}

static uint64_t read_from(const struct ym_procedure *p, struct json_at *rule)
{
    const struct json_at at = json_member(rule, "from");

    return json_procedure_states(p, &at, 1);
}

/* The states entered, at most one of each track. */
static void read_to(const struct ym_procedure *p, struct json_at *rule, uint8_t to[YM_TRACKS])
{
    const struct json_at at = json_optional(rule, "to");

    memset(to, YM_STATE_NONE, YM_TRACKS);
    if (!json_given(&at))
        return;
    (void)json_array(&at, 0, YM_TRACKS);
    for (struct json_at it = { 0 }; json_next(&at, &it);) {
        const int state = ym_procedure_state(p, json_get_line(&it, 1, JSON_NAME_CHARS_MAX));

        if (state < 0)
            json_refuse(&it, YM_E_UNPROCESSABLE, "no state bears this name; see /states");
        else if (to[p->states[state].track] != YM_STATE_NONE)
            json_refuse(&it, YM_E_UNPROCESSABLE, "a rule enters at most one state of a track");
        else
            to[p->states[state].track] = (uint8_t)state;
    }
}

/* The deadline that a rule on expire answers; no other rule names one. */
static uint8_t read_answered(const struct ym_procedure *p, struct json_at *rule, uint8_t on)
{
    const struct json_at at = json_optional(rule, "deadline");
    int deadline;

    if (json_given(&at) != (on == YM_CMD_EXPIRE)) {
        json_refuse(&at, YM_E_INVALID,
                    "a rule on expire names the deadline that it answers, and no other rule does");
        return YM_DEADLINE_NONE;
    }
    if (!json_given(&at))
        return YM_DEADLINE_NONE;
    deadline = ym_procedure_deadline(p, json_get_line(&at, 1, JSON_NAME_CHARS_MAX));
    if (deadline < 0) {
        json_refuse(&at, YM_E_UNPROCESSABLE, "no deadline bears this name; see /deadlines");
        return YM_DEADLINE_NONE;
    }
    return (uint8_t)deadline;
}

static uint8_t read_refusal(struct json_at *rule)
{
    const struct json_at at = json_optional(rule, "refuse");

    return json_given(&at) ? (uint8_t)json_get_code(&at, YM_VOCAB_REFUSAL) : YM_REFUSAL_NONE;
}

static uint8_t read_ground(struct json_at *rule)
{
    const struct json_at at = json_optional(rule, "ground");

    return json_given(&at) ? (uint8_t)json_get_code(&at, YM_VOCAB_GROUND) : YM_GROUND_NONE;
}

static void read_rule(struct json_procedure *jp, struct json_at *at)
{
    struct ym_procedure *const p = &jp->p;
    struct ym_rule *const r = &p->rules[p->nrules];
    const struct json_at id = json_member(at, "id");
    const struct json_at on = json_member(at, "on");
    const struct json_at source = json_member(at, "source");

    *r = (struct ym_rule){
        .id = (uint16_t)json_get_int(&id, 1, UINT16_MAX),
        .on = (uint8_t)json_get_code(&on, YM_VOCAB_COMMAND),
        .refuse = read_refusal(at),
        .ground = read_ground(at),
        .from = read_from(p, at),
        .need = optional_codes(at, "need", YM_VOCAB_FACT),
        .forbid = optional_codes(at, "forbid", YM_VOCAB_FACT),
        .fields = optional_codes(at, "fields", YM_VOCAB_FIELD),
        .roles = (uint32_t)optional_codes(at, "roles", YM_VOCAB_ROLE),
        .arm = optional_deadlines(p, at, "arm"),
        .disarm = optional_deadlines(p, at, "disarm"),
        .effects = (uint32_t)optional_codes(at, "effects", YM_VOCAB_EFFECT),
        .documents = (uint32_t)optional_codes(at, "documents", YM_VOCAB_DOCUMENT),
        .topics = (uint32_t)optional_codes(at, "topics", YM_VOCAB_TOPIC),
        .source = json_procedure_line(jp, &source, 1, JSON_SOURCE_CHARS_MAX),
    };
    read_to(p, at, r->to);
    r->deadline = read_answered(p, at, r->on);
    json_done(at);
    p->nrules++;
}

void json_procedure_rules(struct json_procedure *jp, const struct json_at *rules)
{
    (void)json_array(rules, 1, YM_RULES_MAX);
    for (struct json_at it = { 0 }; json_next(rules, &it);)
        read_rule(jp, &it);
}
