/* SPDX-License-Identifier: Apache-2.0 */
#include "app_backend.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/command.h"
#include "crypto/crypto.h"
#include "json/event.h"
#include "memory/store.h"
#include "translate.h"

#define DISPUTES_MAX 1024 /* stories of all files */

struct app_backend {
    struct story_backend backend;
    const struct ym_procedures *procedures;
    struct mem_store *store;
    struct app *app;
    struct ym_arena arena;
    struct ym_id dispute; /* of the story at hand; v == 0: not registered */
    int64_t made;         /* ids and codes given out so far */
    bool is_woken;
};

static const struct ym_hash_ops hash = { .sha256_2 = ym_sha256_2 };

static struct app_backend *backend_of(struct story_backend *b)
{
    return (struct app_backend *)(void *)b;
}

static void wake(void *arg)
{
    struct app_backend *const b = arg;

    b->is_woken = true;
}

static void begin(struct story_backend *b)
{
    backend_of(b)->dispute = (struct ym_id){ 0 };
}

static const struct ym_dispute *stored(const struct app_backend *b)
{
    return b->dispute.v != 0 ? mem_store_dispute(b->store, b->dispute) : NULL;
}

/* What came back, copied out since the outcome dies with the callback. */
struct answer {
    bool is_there;
    enum ym_err err;
    uint8_t refusal;
    uint16_t rule;
    uint64_t missing;
    uint32_t documents;
    char text[STORY_TEXT_MAX];
};

static void on_done(void *arg, const struct app_outcome *out)
{
    struct answer *const a = arg;

    a->is_there = true;
    a->err = out->err;
    a->refusal = out->refusal;
    a->rule = out->rule;
    a->missing = out->missing;
    a->documents = out->documents;
    (void)snprintf(a->text, sizeof(a->text), "%s", out->text != NULL ? out->text : "");
}

/* Submit, and turn the wheels until the answer is there. */
static void ask(struct app_backend *b, const struct app_request *request, struct answer *ret)
{
    memset(ret, 0, sizeof(*ret));
    if (!app_submit(b->app, request, on_done, ret)) {
        (void)snprintf(ret->text, sizeof(ret->text), "the application is busy");
        ret->err = YM_E_BUSY;
        return;
    }
    while (!ret->is_there) {
        if (b->is_woken) {
            b->is_woken = false;
            app_turn(b->app);
        } else if (!mem_store_step(b->store)) {
            (void)snprintf(ret->text, sizeof(ret->text), "the operation waits for nothing");
            ret->err = YM_E_INTERNAL;
            return;
        }
    }
}

/* What is stored is a chain: each event's bytes read back and folded give the dispute, and each
 * hash covers the one before it. */
static const char *chain_flaw(const struct app_backend *b, const struct ym_dispute *d)
{
    struct ym_dispute again;

    memset(&again, 0, sizeof(again));
    for (const struct mem_event *e = mem_store_events(b->store, d->id); e != NULL; e = e->next) {
        struct ym_event ev;

        if (!json_event_decode(e->payload, &ev))
            return "a stored event cannot be read";
        ym_evolve(&again, &ev);
        ym_sha256_2(again.head, sizeof(again.head), e->payload.at, e->payload.n, again.head);
        if (memcmp(again.head, e->hash, sizeof(again.head)) != 0)
            return "the chain of hashes is broken";
    }
    if (memcmp(again.head, d->head, sizeof(again.head)) != 0)
        return "the last hash is not the dispute's";
    return story_same(&again, d) ? NULL : "the stored events do not fold to the dispute";
}

static void look_at(const struct app_backend *b, const struct ym_procedure *p,
                    struct story_seen *ret)
{
    const struct ym_dispute *const d = stored(b);
    const struct ym_dispute none = { .version = 0 };
    const char *flaw;

    if (d == NULL) {
        story_show(p, &none, ret);
        return;
    }
    story_show(ym_procedures_get(b->procedures, d->procedure), d, ret);
    flaw = story_flaw(ym_procedures_get(b->procedures, d->procedure), d);
    if (flaw == NULL)
        flaw = chain_flaw(b, d);
    if (flaw != NULL)
        (void)snprintf(ret->fault, sizeof(ret->fault), "%s", flaw);
}

/* The words that a registration brings; nothing that is decided hangs on them. */
static struct ym_intake words_of(const struct story_act *act, struct ym_party parties[YM_SEATS_MAX],
                                 const struct ym_token *token)
{
    const int claimants = act->intake.claimants;
    const int principals = claimants + act->intake.respondents;
    const int seats = principals + act->intake.thirds;

    memset(parties, 0, YM_SEATS_MAX * sizeof(*parties));
    for (int i = 0; i < seats && i < YM_SEATS_MAX; i++) {
        parties[i].side = (uint8_t)(i < claimants    ? YM_SIDE_CLAIMANT
                                    : i < principals ? YM_SIDE_RESPONDENT
                                                     : YM_SIDE_THIRD);
        parties[i].kind = YM_PARTY_NATURAL;
        parties[i].name = YM_SPAN("某人");
    }
    return (struct ym_intake){ .title = YM_SPAN("某纠纷"),
                               .amount_fen = -1,
                               .nparties = (uint8_t)seats,
                               .parties = parties,
                               .token = *token };
}

static void submit(struct app_backend *b, const struct story_act *act,
                   const struct story_command *c, struct story_seen *ret)
{
    struct ym_party parties[YM_SEATS_MAX];
    unsigned char bytes[YM_TOKEN_RANDOM_BYTES] = { 0 };
    struct app_request request = { .cmd = c->cmd, .dispute = b->dispute };
    struct ym_intake intake;
    struct ym_token token;
    struct answer answer;

    b->made++;
    memcpy(bytes, &b->made, sizeof(b->made));
    if (act->command == YM_CMD_REGISTER)
        request.dispute = (struct ym_id){ (b->made << 22) + (b->made % YM_BUCKETS) };
    ym_token_make(ym_id_bucket(request.dispute), bytes, &token);
    intake = words_of(act, parties, &token);
    request.intake = act->command == YM_CMD_REGISTER ? &intake : NULL;
    request.correction = act->command == YM_CMD_CORRECT ? &c->correction : NULL;
    request.token = act->command == YM_CMD_REISSUE_CODE ? &token : NULL;
    ask(b, &request, &answer);
    ret->rule = answer.rule;
    ret->missing = answer.missing;
    ret->documents = answer.documents;
    if (answer.err == YM_E_REFUSED)
        ret->refusal = ym_word(YM_VOCAB_REFUSAL, answer.refusal)->code;
    else if (answer.err != YM_E_OK)
        (void)snprintf(ret->fault, sizeof(ret->fault), "%s: %.180s", ym_err_title(answer.err),
                       answer.text);
    else if (act->command == YM_CMD_REGISTER)
        b->dispute = request.dispute;
}

static void act(struct story_backend *backend, const struct story_act *act, struct story_seen *ret)
{
    struct app_backend *const b = backend_of(backend);
    const struct ym_dispute *const d = stored(b);
    const struct ym_procedure *const p = d != NULL ? ym_procedures_get(b->procedures, d->procedure)
                                                   : story_procedure(b->procedures, act->procedure);
    struct story_command c;

    memset(ret, 0, sizeof(*ret));
    if (p == NULL || (d == NULL && act->command != YM_CMD_REGISTER)) {
        (void)snprintf(ret->fault, sizeof(ret->fault), "there is no such procedure or dispute");
        return;
    }
    ym_arena_reset(&b->arena);
    if (!story_translate(b->procedures, p, act, &b->arena, &c, ret->fault))
        return;
    submit(b, act, &c, ret);
    if (ret->fault[0] != '\0')
        return;
    look_at(b, p, ret);
    ret->procedure = p->id; /* the rule that answered is this one's, also when it was left */
}

static void look(struct story_backend *backend, struct story_seen *ret)
{
    struct app_backend *const b = backend_of(backend);

    memset(ret, 0, sizeof(*ret));
    if (stored(b) != NULL)
        look_at(b, NULL, ret);
}

struct story_backend *app_backend_new(const struct ym_procedures *procedures,
                                      const struct ym_calendar *calendar)
{
    static const struct story_ops ops = { .begin = begin, .act = act, .look = look };
    struct app_backend *const b = calloc(1, sizeof(*b));
    struct app_config config = { .procedures = procedures,
                                 .calendar = calendar,
                                 .hash = &hash,
                                 .decode = json_event_decode,
                                 .operations_max = 4,
                                 .wake = wake,
                                 .wake_arg = b };

    if (b == NULL)
        return NULL;
    b->backend.ops = &ops;
    b->procedures = procedures;
    b->store = mem_store_new(DISPUTES_MAX);
    if (b->store != NULL)
        config.store = mem_store_port(b->store);
    b->app = b->store != NULL ? app_new(&config) : NULL;
    if (b->app == NULL || !ym_arena_init(&b->arena, JSON_COMMAND_ARENA_BYTES)) {
        app_backend_free(&b->backend);
        return NULL;
    }
    return &b->backend;
}

void app_backend_free(struct story_backend *backend)
{
    struct app_backend *b;

    if (backend == NULL)
        return;
    b = backend_of(backend);
    ym_arena_release(&b->arena);
    app_free(b->app);
    mem_store_free(b->store);
    free(b);
}
