/* SPDX-License-Identifier: Apache-2.0 */
#include "engine_backend.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "translate.h"

#define EVENTS_MAX   256     /* of one story */
#define DETAIL_BYTES 1048576 /* that they may hold together */

struct engine {
    struct story_backend backend;
    const struct ym_procedures *procedures;
    const struct ym_calendar *calendar;
    struct ym_arena arena;
    struct ym_arena kept; /* the details of the events so far */
    struct ym_dispute dispute;
    struct ym_event history[EVENTS_MAX]; /* every event so far, to be folded again */
    size_t nevents;
    engine_watch_fn *watch; /* NULL: nobody */
    void *watch_arg;
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
    ym_arena_reset(&e->kept);
    if (e->watch != NULL)
        e->watch(e->watch_arg, NULL);
}

/* The procedure that the dispute is pinned to, or that its registration names. */
static const struct ym_procedure *procedure_of(const struct engine *e, const struct story_act *act)
{
    if (e->dispute.version > 0)
        return ym_procedures_get(e->procedures, e->dispute.procedure);
    return story_procedure(e->procedures, act->procedure);
}

/* The law of the engine: the events, folded from nothing, give the dispute as it stands. */
static bool folds(const struct engine *e)
{
    struct ym_dispute again;

    memset(&again, 0, sizeof(again));
    for (size_t i = 0; i < e->nevents; i++)
        ym_evolve(&again, &e->history[i]);
    return story_same(&again, &e->dispute);
}

static void happen(struct engine *e, const struct ym_decision *made, struct story_seen *ret)
{
    const char *flaw;

    if (e->nevents == EVENTS_MAX) {
        (void)snprintf(ret->fault, sizeof(ret->fault), "a story holds at most %d events",
                       EVENTS_MAX);
        return;
    }
    e->history[e->nevents] = made->event;
    e->history[e->nevents++].c.detail = ym_arena_text(&e->kept, made->event.c.detail);
    if (e->watch != NULL)
        e->watch(e->watch_arg, &made->event);
    ym_evolve(&e->dispute, &made->event);
    flaw = story_flaw(ym_procedures_get(e->procedures, e->dispute.procedure), &e->dispute);
    if (flaw == NULL && !folds(e))
        flaw = "the events do not fold to the dispute";
    if (flaw != NULL)
        (void)snprintf(ret->fault, sizeof(ret->fault), "%s", flaw);
}

static void decide(struct engine *e, const struct ym_procedure *p, const struct ym_command *c,
                   struct story_seen *ret)
{
    struct ym_decision made;

    ym_decide(p, e->calendar, &e->dispute, c, &made);
    ret->rule = made.rule;
    ret->missing = made.missing;
    ret->documents = made.documents;
    if (made.refusal != YM_REFUSAL_NONE)
        ret->refusal = ym_word(YM_VOCAB_REFUSAL, made.refusal)->code;
    else if (!story_foreseen(p, &e->dispute, c))
        (void)snprintf(ret->fault, sizeof(ret->fault), "it happened, but was not offered");
    else
        happen(e, &made, ret);
}

static void act(struct story_backend *b, const struct story_act *act, struct story_seen *ret)
{
    struct engine *const e = engine_of(b);
    const struct ym_procedure *const p = procedure_of(e, act);
    struct story_command c;

    memset(ret, 0, sizeof(*ret));
    if (p == NULL) {
        (void)snprintf(ret->fault, sizeof(ret->fault), "there is no procedure %.*s",
                       (int)act->procedure.n, act->procedure.at);
        return;
    }
    ym_arena_reset(&e->arena);
    if (!story_translate(e->procedures, p, act, &e->arena, &c, ret->fault))
        return;
    decide(e, p, &c.cmd, ret);
    if (e->dispute.version > 0)
        story_show(ym_procedures_get(e->procedures, e->dispute.procedure), &e->dispute, ret);
    else
        story_show(p, &e->dispute, ret);
    ret->procedure = p->id; /* the rule that answered is this one's, also when it was left */
}

static void look(struct story_backend *b, struct story_seen *ret)
{
    struct engine *const e = engine_of(b);

    memset(ret, 0, sizeof(*ret));
    if (e->dispute.version > 0)
        story_show(ym_procedures_get(e->procedures, e->dispute.procedure), &e->dispute, ret);
}

struct story_backend *engine_backend_new(const struct ym_procedures *procedures,
                                         const struct ym_calendar *calendar)
{
    static const struct story_ops ops = { .begin = begin, .act = act, .look = look };
    struct engine *const e = calloc(1, sizeof(*e));

    if (e == NULL)
        return NULL;
    e->backend.ops = &ops;
    e->procedures = procedures;
    e->calendar = calendar;
    if (!ym_arena_init(&e->arena, JSON_COMMAND_ARENA_BYTES) ||
        !ym_arena_init(&e->kept, DETAIL_BYTES)) {
        engine_backend_free(&e->backend);
        return NULL;
    }
    return &e->backend;
}

void engine_backend_watch(struct story_backend *b, engine_watch_fn *watch, void *arg)
{
    engine_of(b)->watch = watch;
    engine_of(b)->watch_arg = arg;
}

void engine_backend_free(struct story_backend *b)
{
    if (b == NULL)
        return;
    ym_arena_release(&engine_of(b)->arena);
    ym_arena_release(&engine_of(b)->kept);
    free(b);
}
