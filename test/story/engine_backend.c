/* SPDX-License-Identifier: Apache-2.0 */
#include "engine_backend.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "yima/number.h"

#define EVENTS_MAX 256 /* of one story */

struct engine {
    struct story_backend backend;
    const struct ym_procedures *procedures;
    const struct ym_calendar *calendar;
    struct ym_arena arena;
    struct ym_dispute dispute;
    struct ym_event history[EVENTS_MAX]; /* every event so far, to be folded again */
    size_t nevents;
};

static struct engine *engine_of(struct story_backend *b)
{
    return (struct engine *)(void *)b;
}

static void begin(struct story_backend *b)
{
    struct engine *const e = engine_of(b);

    memset(&e->dispute, 0, sizeof(e->dispute));
    e->nevents = 0;
}

static const struct ym_procedure *procedure_named(const struct engine *e, struct ym_span id)
{
    for (uint16_t i = 1; i <= YM_PROCEDURES_MAX; i++) {
        const struct ym_procedure *p = e->procedures->at[i];

        if (p != NULL && ym_span_is(id, ym_span_of(p->id)))
            return p;
    }
    return NULL;
}

/* The procedure that the dispute is pinned to, or that its registration names. */
static const struct ym_procedure *procedure_of(const struct engine *e, const struct story_act *act)
{
    if (e->dispute.version > 0)
        return ym_procedures_get(e->procedures, e->dispute.procedure);
    return procedure_named(e, act->procedure);
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
        .body = story_name_find(YM_SPAN("committee"))->id,
    };
}

static bool is_reference(struct ym_span key)
{
    return ym_span_is(key, YM_SPAN("mediator")) || ym_span_is(key, YM_SPAN("body")) ||
           ym_span_is(key, YM_SPAN("court"));
}

/* Stories know one dispute besides their own, and call it "another". */
static const struct ym_id another = { INT64_C(1) << 50 };

/* The fields with numbers instead of the names that stories use. */
static bool resolve(const struct story_act *act, struct json_pair pairs[STORY_FIELDS_MAX],
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

/* States and deadlines of one procedure by the names that they bear in another. */
static void map_names(const struct ym_procedure *from, const struct ym_procedure *to,
                      struct ym_migration *ret)
{
    memset(ret, 0, sizeof(*ret));
    memset(ret->state, YM_STATE_NONE, sizeof(ret->state));
    memset(ret->deadline, YM_DEADLINE_NONE, sizeof(ret->deadline));
    ret->procedure = to->number;
    for (int i = 0; i < from->nstates; i++) {
        const int s = ym_procedure_state(to, ym_span_of(from->states[i].name));

        if (s >= 0)
            ret->state[i] = (uint8_t)s;
    }
    for (int i = 0; i < from->ndeadlines; i++) {
        const int d = ym_procedure_deadline(to, ym_span_of(from->deadlines[i].name));

        if (d >= 0)
            ret->deadline[i] = (uint8_t)d;
    }
}

/* Everything but register: the words become a command as they would from the command line. */
static bool take_fields(struct engine *e, const struct story_act *act, const struct ym_procedure *p,
                        struct ym_migration *migration, struct ym_command *ret,
                        struct story_seen *seen)
{
    struct json_pair pairs[STORY_FIELDS_MAX];
    char numbers[STORY_FIELDS_MAX][24];
    struct json_command jc;
    struct ym_error err;
    const struct ym_procedure *target;
    const struct json_words words = {
        .command = ym_span_of(ym_word(YM_VOCAB_COMMAND, (int)act->command)->code),
        .pairs = pairs,
        .n = act->nfields,
    };

    if (!resolve(act, pairs, numbers)) {
        (void)snprintf(seen->fault, sizeof(seen->fault), "a name is not among those of cast.c");
        return false;
    }
    if (json_command_from_words(&words, &e->arena, &jc, &err) != YM_E_OK) {
        (void)snprintf(seen->fault, sizeof(seen->fault), "%s", err.text);
        return false;
    }
    *ret = jc.cmd;
    if (act->command == YM_CMD_EXPIRE) {
        const int deadline = ym_procedure_deadline(p, jc.deadline);

        ret->deadline = deadline < 0 ? YM_DEADLINE_NONE : (uint8_t)deadline;
    }
    target = procedure_named(e, jc.procedure);
    if (act->command == YM_CMD_MIGRATE && target != NULL) {
        map_names(p, target, migration);
        ret->migration = migration;
    }
    return true;
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

/* The law of the engine: the events, folded from nothing, give the dispute as it stands. */
static bool folds(const struct engine *e)
{
    static const unsigned char nothing[32];
    struct ym_dispute again;

    memset(&again, 0, sizeof(again));
    for (size_t i = 0; i < e->nevents; i++)
        ym_evolve(&again, &e->history[i]);
    return memcmp(&again, &e->dispute, sizeof(again)) == 0 &&
           memcmp(again.head, nothing, sizeof(nothing)) == 0;
}

static void show(const struct engine *e, const struct ym_procedure *p, struct story_seen *ret)
{
    const struct ym_dispute *d = &e->dispute;

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

static bool is_offered(const struct engine *e, const struct ym_procedure *p,
                       const struct ym_actor *a, uint8_t command)
{
    struct ym_option options[YM_CMD_COUNT];
    const size_t n = ym_options(p, &e->dispute, a, options, YM_CMD_COUNT);

    for (size_t i = 0; i < n && i < YM_CMD_COUNT; i++)
        if (options[i].command == command)
            return true;
    return false;
}

/* Whatever an actor could do stood among what it was offered; deadlines and registration are not
 * offered to anybody. */
static bool was_foreseen(const struct engine *e, const struct ym_procedure *p,
                         const struct ym_command *c)
{
    return c->kind == YM_CMD_REGISTER || c->kind == YM_CMD_EXPIRE ||
           is_offered(e, p, &c->by, c->kind);
}

/* Mediation never bars the way to court: every party is offered it while mediation is open. */
static bool offers_court(const struct engine *e, const struct ym_procedure *p)
{
    const struct ym_dispute *d = &e->dispute;

    if (p->states[d->state[YM_TRACK_MAIN]].phase != YM_PHASE_OPEN)
        return true;
    for (uint8_t seat = 0; seat < d->seats; seat++) {
        const struct ym_actor party = { .role = YM_ROLE_PARTY, .seat = seat };

        if (!is_offered(e, p, &party, YM_CMD_GO_TO_COURT))
            return false;
    }
    return true;
}

static void happen(struct engine *e, const struct ym_decision *made, struct story_seen *ret)
{
    const struct ym_procedure *p;
    const char *flaw;

    if (e->nevents == EVENTS_MAX) {
        (void)snprintf(ret->fault, sizeof(ret->fault), "a story holds at most %d events",
                       EVENTS_MAX);
        return;
    }
    e->history[e->nevents++] = made->event;
    ym_evolve(&e->dispute, &made->event);
    p = ym_procedures_get(e->procedures, e->dispute.procedure);
    flaw = ym_dispute_flaw(p, &e->dispute);
    if (flaw == NULL && !offers_court(e, p))
        flaw = "a party of an open dispute is not offered the way to court";
    if (flaw == NULL && !folds(e))
        flaw = "the events do not fold to the dispute";
    if (flaw != NULL)
        (void)snprintf(ret->fault, sizeof(ret->fault), "%s", flaw);
}

static void act(struct story_backend *b, const struct story_act *act, struct story_seen *ret)
{
    struct engine *const e = engine_of(b);
    const struct ym_procedure *const p = procedure_of(e, act);
    struct ym_migration migration;
    struct ym_command c = { .kind = (uint8_t)act->command, .date = YM_DAY_NONE };
    struct ym_decision made;

    memset(ret, 0, sizeof(*ret));
    if (p == NULL) {
        (void)snprintf(ret->fault, sizeof(ret->fault), "there is no procedure %.*s",
                       (int)act->procedure.n, act->procedure.at);
        return;
    }
    ym_arena_reset(&e->arena);
    if (act->command == YM_CMD_REGISTER)
        take_intake(&c, act, p);
    else if (!take_fields(e, act, p, &migration, &c, ret))
        return;
    c.at = act->at;
    c.by = actor_of(act);
    c.detail = (struct ym_span){ NULL, 0 }; /* it would die with the arena; nothing here reads it */
    ym_decide(p, e->calendar, &e->dispute, &c, &made);
    ret->rule = made.rule;
    ret->missing = made.missing;
    ret->documents = made.documents;
    if (made.refusal == YM_REFUSAL_NONE && !was_foreseen(e, p, &c))
        (void)snprintf(ret->fault, sizeof(ret->fault), "it happened, but was not offered");
    else if (made.refusal == YM_REFUSAL_NONE)
        happen(e, &made, ret);
    else
        ret->refusal = ym_word(YM_VOCAB_REFUSAL, made.refusal)->code;
    show(e, p, ret);
    if (act->command == YM_CMD_MIGRATE && ret->refusal == NULL) {
        show(e, ym_procedures_get(e->procedures, e->dispute.procedure), ret);
        ret->procedure = p->id; /* the rule that answered is one of the old procedure's */
    }
}

static void look(struct story_backend *b, struct story_seen *ret)
{
    struct engine *const e = engine_of(b);

    memset(ret, 0, sizeof(*ret));
    if (e->dispute.version > 0)
        show(e, ym_procedures_get(e->procedures, e->dispute.procedure), ret);
}

struct story_backend *engine_backend_new(const struct ym_procedures *procedures,
                                         const struct ym_calendar *calendar)
{
    static const struct story_ops ops = { .begin = begin, .act = act, .look = look };
    struct engine *const e = calloc(1, sizeof(*e));

    if (e == NULL || !ym_arena_init(&e->arena, JSON_COMMAND_ARENA_BYTES)) {
        free(e);
        return NULL;
    }
    e->backend.ops = &ops;
    e->procedures = procedures;
    e->calendar = calendar;
    return &e->backend;
}

void engine_backend_free(struct story_backend *b)
{
    if (b == NULL)
        return;
    ym_arena_release(&engine_of(b)->arena);
    free(b);
}
