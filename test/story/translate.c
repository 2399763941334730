/* SPDX-License-Identifier: Apache-2.0 */
#include "translate.h"

#include <stdio.h>
#include <string.h>

#include "yima/canon.h"
#include "yima/migration.h"
#include "yima/number.h"

const struct ym_procedure *story_procedure(const struct ym_procedures *all, struct ym_span id)
{
    for (uint16_t i = 1; i <= YM_PROCEDURES_MAX; i++)
        if (all->at[i] != NULL && ym_span_is(id, ym_span_of(all->at[i]->id)))
            return all->at[i];
    return NULL;
}

static uint32_t seats_from(uint32_t first, uint32_t n)
{
    return ((UINT32_C(1) << n) - 1) << first;
}

static void take_intake(struct ym_command *c, const struct story_act *act,
                        const struct ym_procedure *p)
{
    const struct story_intake *in = &act->intake;

    c->harm = in->harm;
    c->urgency = in->urgency;
    c->scope = in->scope;
    c->reg = (struct ym_registration){
        .procedure = p->number,
        .type = (uint8_t)in->type,
        .channel = (uint8_t)in->channel,
        .source = (uint8_t)in->source,
        .joint = in->joint ? 1 : 0,
        .seats = (uint8_t)(in->claimants + in->respondents + in->thirds),
        .claimants = seats_from(0, in->claimants),
        .respondents = seats_from(in->claimants, in->respondents),
        .region = STORY_REGION,
        .body = story_receiver(in)->id,
    };
    c->body_kind = story_receiver(in)->kind;
}

static bool is_reference(struct ym_span key)
{
    return ym_span_is(key, YM_SPAN("mediator")) || ym_span_is(key, YM_SPAN("body")) ||
           ym_span_is(key, YM_SPAN("court"));
}

/* Stories know one dispute besides their own, and call it "another". */
static const struct ym_id another = { INT64_C(1) << 50 };

bool story_resolve(const struct story_act *act, struct json_pair pairs[STORY_FIELDS_MAX],
                   char numbers[STORY_FIELDS_MAX][24])
{
    for (size_t i = 0; i < act->nfields; i++) {
        const struct story_name *name;

        pairs[i] = act->fields[i];
        if (ym_span_is(pairs[i].key, YM_SPAN("dispute"))) {
            ym_number_print(another, numbers[i]);
            pairs[i].value = ym_span_of(numbers[i]);
        }
        if (!is_reference(pairs[i].key))
            continue;
        name = story_name_find(pairs[i].value);
        if (name == NULL)
            return false;
        (void)snprintf(numbers[i], 24, "%lld", (long long)name->id);
        pairs[i].value = ym_span_of(numbers[i]);
    }
    return true;
}

/* The kind of a body of the cast, as the reference data of a service would know it. */
static uint8_t kind_of(int64_t body)
{
    const struct story_name *n = story_names();

    while (n->name != NULL && n->id != body)
        n++;
    return n->kind;
}

static struct ym_actor actor_of(const struct story_act *act)
{
    const struct story_name *name = story_name_find(act->by.of);
    struct ym_actor a = { .role = (uint8_t)act->by.role, .seat = act->by.seat };

    if (name == NULL)
        return a;
    a.body = name->body != 0 ? name->body : name->id;
    a.staff = name->body != 0 ? name->id : 900 + name->id;
    a.region = name->region;
    return a;
}

/* The words of the story become a command as they would from the command line. */
static bool read_words(const struct story_act *act, struct ym_arena *arena,
                       struct json_command *ret, char fault[STORY_TEXT_MAX])
{
    struct json_pair pairs[STORY_FIELDS_MAX];
    char numbers[STORY_FIELDS_MAX][24];
    struct ym_error err;
    const struct json_words words = {
        .command = ym_span_of(ym_word(YM_VOCAB_COMMAND, (int)act->command)->code),
        .pairs = pairs,
        .n = act->nfields,
    };

    if (!story_resolve(act, pairs, numbers)) {
        (void)snprintf(fault, STORY_TEXT_MAX, "a name is not among those of cast.c");
        return false;
    }
    if (json_command_from_words(&words, arena, ret, &err) != YM_E_OK) {
        (void)snprintf(fault, STORY_TEXT_MAX, "%.*s", STORY_TEXT_MAX - 1, err.text);
        return false;
    }
    return true;
}

bool story_translate(const struct ym_procedures *all, const struct ym_procedure *p,
                     const struct story_act *act, struct ym_arena *arena, struct story_command *ret,
                     char fault[STORY_TEXT_MAX])
{
    const struct ym_procedure *target;
    struct json_command jc;

    memset(ret, 0, sizeof(*ret));
    memset(&jc, 0, sizeof(jc));
    if (act->command == YM_CMD_REGISTER) {
        ret->cmd = (struct ym_command){ .date = YM_DAY_NONE, .detail = YM_SPAN("{}") };
        take_intake(&ret->cmd, act, p);
    } else {
        if (!read_words(act, arena, &jc, fault))
            return false;
        ret->cmd = jc.cmd;
        ret->correction = jc.correction;
    }
    ret->cmd.kind = (uint8_t)act->command;
    if ((ret->cmd.fields & YM_FB(BODY)) != 0)
        ret->cmd.body_kind = kind_of(ret->cmd.ref);
    ret->cmd.at = act->at;
    ret->cmd.by = actor_of(act);
    if (act->command == YM_CMD_EXPIRE) {
        const int deadline = ym_procedure_deadline(p, jc.deadline);

        ret->cmd.deadline = deadline < 0 ? YM_DEADLINE_NONE : (uint8_t)deadline;
    }
    target = story_procedure(all, jc.procedure);
    if (act->command == YM_CMD_MIGRATE && target != NULL) {
        ym_migration_by_name(p, target, &ret->migration);
        ret->cmd.migration = &ret->migration;
    }
    return true;
}

void story_show(const struct ym_procedure *p, const struct ym_dispute *d, struct story_seen *ret)
{
    ret->procedure = p->id;
    for (int t = 0; t < YM_TRACKS; t++) /* before registration every track stands where it begins */
        ret->state[t] = p->states[d->version > 0 ? d->state[t] : p->idle[t]].name;
    ret->colour = ym_word(YM_VOCAB_COLOUR, (int)ym_dispute_colour(p, d))->code;
    ret->stage = ym_word(YM_VOCAB_STAGE, (int)ym_dispute_stage(p, d))->code;
    ret->ground = ym_word(YM_VOCAB_GROUND, d->ground)->code;
    ret->risk = ym_word(YM_VOCAB_RISK, d->risk)->code;
    ret->nclocks = d->nclocks;
    for (size_t i = 0; i < d->nclocks; i++)
        ret->clocks[i] = (struct story_clock){ .deadline = p->deadlines[d->clocks[i].deadline].name,
                                               .last = d->clocks[i].last,
                                               .due = d->clocks[i].due };
}

static bool is_offered(const struct ym_procedure *p, const struct ym_dispute *d,
                       const struct ym_actor *a, uint8_t command)
{
    struct ym_option options[YM_CMD_COUNT];
    const size_t n = ym_options(p, d, a, options, YM_CMD_COUNT);

    for (size_t i = 0; i < n && i < YM_CMD_COUNT; i++)
        if (options[i].command == command)
            return true;
    return false;
}

bool story_foreseen(const struct ym_procedure *p, const struct ym_dispute *d,
                    const struct ym_command *c)
{
    return c->kind == YM_CMD_REGISTER || c->kind == YM_CMD_EXPIRE ||
           is_offered(p, d, &c->by, c->kind);
}

/* Mediation never bars the way to court: every party is offered it while mediation is open. */
static bool offers_court(const struct ym_procedure *p, const struct ym_dispute *d)
{
    if (p->states[d->state[YM_TRACK_MAIN]].phase != YM_PHASE_OPEN)
        return true;
    for (uint8_t seat = 0; seat < d->seats; seat++) {
        const struct ym_actor party = { .role = YM_ROLE_PARTY, .seat = seat };

        if (!is_offered(p, d, &party, YM_CMD_GO_TO_COURT))
            return false;
    }
    return true;
}

const char *story_flaw(const struct ym_procedure *p, const struct ym_dispute *d)
{
    const char *flaw = ym_dispute_flaw(p, d);

    if (flaw == NULL && !offers_court(p, d))
        flaw = "a party of an open dispute is not offered the way to court";
    return flaw;
}

bool story_same(const struct ym_dispute *a, const struct ym_dispute *b)
{
    unsigned char left[YM_STATE_BYTES_MAX];
    unsigned char right[YM_STATE_BYTES_MAX];
    const size_t n = ym_dispute_pack(a, left, sizeof(left));

    return n > 0 && ym_dispute_pack(b, right, sizeof(right)) == n && memcmp(left, right, n) == 0;
}
