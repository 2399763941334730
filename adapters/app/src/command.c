/* SPDX-License-Identifier: Apache-2.0 */
#include "app/command.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "app/casefile.h"
#include "app/gate.h"
#include "yima/canon.h"

/* Verbs in pairs: to do, and waiting for it. At most one wait at a time.
 *
 *   START ─┬─ ACQUIRE/ACQUIRING ─┬─ APPEND/APPENDING ── DONE
 *          │        ↑            │        │ └─(duplicate)─┐
 *          │        └──(conflict)┼────────┘               │
 *          └─(register)──────────┘└─(refused, with key)─ RECALL/RECALLING ── DONE
 *
 * A refusal stands only when the dispute was read anew for it: what a node remembers may be older
 * than what another program has done meanwhile, and nothing but an append would notice.
 *
 *   ACQUIRING ──(refused)── REFRESH/REFRESHING ── as after ACQUIRING
 */
enum op_state {
    OP_ACQUIRE,
    OP_ACQUIRING,
    OP_REFRESH,
    OP_REFRESHING,
    OP_APPEND,
    OP_APPENDING,
    OP_RECALL,
    OP_RECALLING,
    OP_DONE,
};

struct op {
    struct app *app;
    struct op *next; /* in the free list, or in the list of those that wait for the turn's end */
    enum op_state state;
    unsigned attempts; /* decisions so far */
    bool is_sure;      /* the dispute was read anew, or is not there yet: a refusal stands */
    bool has_big;      /* payload lies in one of the app's big buffers */
    const struct app_request *request;
    app_done_fn *done;
    void *arg;
    struct ym_dispute before, after;
    struct ym_decision decision;
    struct ym_event recalled; /* event of an earlier request with the same key */
    struct ym_change change;
    struct app_outcome out;
    char *payload;
    char small[APP_EVENT_BYTES];
};

struct app {
    struct app_config config;
    struct op *ops;      /* the pool, operations_max of them */
    struct op *free_ops; /* those not under way any more */
    uint32_t touched;    /* that ever were under way, from the first on: no other page is in use */
    struct op *ready;    /* those that wait for the turn's end, last in first out */
    char *big;           /* APP_BIG_EVENTS buffers */
    char *free_big[APP_BIG_EVENTS];
    unsigned free_big_n;
    uint32_t under_way;
    struct app_tally tally;
};

static void op_run(struct op *op);

struct app *app_new(const struct app_config *config)
{
    struct app *app = calloc(1, sizeof(*app));

    if (app == NULL)
        return NULL;
    app->config = *config;
    if (app->config.operations_max == 0)
        app->config.operations_max = APP_OPERATIONS;
    app->ops = calloc(app->config.operations_max, sizeof(*app->ops));
    app->big = malloc((size_t)APP_BIG_EVENTS * YM_EVENT_BYTES_MAX);
    if (app->ops == NULL || app->big == NULL) {
        app_free(app);
        return NULL;
    }
    for (unsigned i = 0; i < APP_BIG_EVENTS; i++)
        app->free_big[app->free_big_n++] = app->big + (size_t)i * YM_EVENT_BYTES_MAX;
    return app;
}

void app_free(struct app *app)
{
    if (app == NULL)
        return;
    assert(app->under_way == 0);
    free(app->ops);
    free(app->big);
    free(app);
}

uint32_t app_under_way(const struct app *app)
{
    return app->under_way;
}

const struct app_tally *app_tally(const struct app *app)
{
    return &app->tally;
}

/* ---- The one exit ---- */

static void tally(struct app *app, const struct op *op)
{
    const int outcome = op->out.replayed ? APP_OUTCOME_REPLAYED : (int)op->out.err;

    app->tally.n[op->request->cmd.kind][outcome]++;
}

static void op_finish(struct op *op)
{
    struct app *app = op->app;

    assert(op->state == OP_DONE);
    tally(app, op);
    op->done(op->arg, &op->out);
    if (op->has_big)
        app->free_big[app->free_big_n++] = op->payload;
    op->next = app->free_ops;
    app->free_ops = op;
    app->under_way--;
}

static void finish_at_turns_end(struct op *op)
{
    struct app *app = op->app;

    op->state = OP_DONE;
    op->next = app->ready;
    app->ready = op;
    app->config.wake(app->config.wake_arg);
}

static void fault(struct op *op, enum ym_err err, const char *text)
{
    op->state = OP_DONE;
    op->out.err = err;
    op->out.text = text;
}

/* ---- Deciding ---- */

/* Room for the canonical bytes: the detail, and what stands around it. */
static bool take_room(struct op *op)
{
    const size_t around = 1600; /* all other members of the longest event, generously */
    struct app *app = op->app;

    if (op->has_big || op->request->cmd.detail.n + around <= sizeof(op->small))
        return true;
    if (app->free_big_n == 0)
        return false;
    op->payload = app->free_big[--app->free_big_n];
    op->has_big = true;
    return true;
}

static void derive(const struct ym_procedure *p, const struct ym_dispute *after,
                   struct ym_change *ch)
{
    ch->colour = (uint8_t)ym_dispute_colour(p, after);
    ch->stage = (uint8_t)ym_dispute_stage(p, after);
    ch->is_open = ym_dispute_is_open(p, after);
}

/* The event becomes bytes, the bytes a link of the chain, the link a change to store. */
static void prepare_change(struct op *op)
{
    const struct app_config *config = &op->app->config;
    const struct ym_procedure *p;
    const size_t cap = op->has_big ? YM_EVENT_BYTES_MAX : sizeof(op->small);
    size_t n = ym_canon_event(&op->decision.event, op->payload, cap);

    if (n == 0) {
        fault(op, YM_E_TOO_LARGE, "the texts of this command are too long; shorten them");
        return;
    }
    op->after = op->before;
    ym_evolve(&op->after, &op->decision.event);
    config->hash->sha256_2(op->before.head, sizeof(op->before.head), op->payload, n,
                           op->after.head);
    op->change = (struct ym_change){
        .before = &op->before,
        .after = &op->after,
        .event = &op->decision.event,
        .payload = { op->payload, n },
        .tell = op->decision.topics != 0,
        .key = op->request->key,
        .intake = op->request->intake,
        .correction = op->request->correction,
        .token = op->request->token,
    };
    p = ym_procedures_get(config->procedures, op->after.procedure);
    assert(p != NULL);
    derive(p, &op->after, &op->change);
    op->state = OP_APPEND;
}

static enum op_state after_refusal(const struct op *op)
{
    if (!op->is_sure)
        return OP_REFRESH;
    return op->request->key.given ? OP_RECALL : OP_DONE;
}

static void refuse(struct op *op)
{
    op->out.err = YM_E_REFUSED;
    op->out.refusal = op->decision.refusal;
    op->out.rule = op->decision.rule;
    op->out.missing = op->decision.missing;
    op->out.version = op->before.version;
    op->out.procedure = op->before.procedure;
    op->state = after_refusal(op);
}

/* Does it hand the dispute to a body whose kind does not mediate? */
static bool names_idle_body(const struct ym_procedure *p, const struct ym_command *c)
{
    return (c->kind == YM_CMD_REGISTER || (c->fields & YM_FB(BODY)) != 0) &&
           !app_body_mediates(p, c->body_kind);
}

static void decide(struct op *op)
{
    const struct app_request *rq = op->request;
    const uint16_t number = op->before.version == 0 ? rq->cmd.reg.procedure : op->before.procedure;
    const struct ym_procedure *p = ym_procedures_get(op->app->config.procedures, number);

    op->attempts++;
    if (p == NULL) {
        fault(op, YM_E_UNAVAILABLE, "this program does not know the dispute's procedure version");
        return;
    }
    if (rq->expect != 0 && rq->expect != op->before.version) {
        op->out.err = YM_E_STALE;
        op->out.text = "read the dispute again, then decide whether the command still holds";
        op->out.version = op->before.version;
        op->out.procedure = op->before.procedure;
        op->state = after_refusal(op);
        return;
    }
    if (names_idle_body(p, &rq->cmd)) {
        op->out.err = YM_E_UNPROCESSABLE;
        op->out.text = "/body: bodies of this kind do not mediate under this dispute's procedure; "
                       "GET /api/v1/bodies?mediates=true lists those that do";
        op->state = after_refusal(op);
        return;
    }
    ym_decide(p, op->app->config.calendar, &op->before, &rq->cmd, &op->decision);
    if (op->decision.refusal != YM_REFUSAL_NONE) {
        refuse(op);
    } else if (rq->code_bar == APP_CODE_NO_BAR ||
               app_code_may_act(rq->code_bar, ym_procedure_rule(p, op->decision.rule))) {
        prepare_change(op);
    } else { /* asked last: any other refusal says more */
        refuse(op);
        op->out.err = YM_E_FORBIDDEN;
        op->out.code_bar = rq->code_bar;
    }
}

/* ---- Callbacks only record what came back, then run the machine ---- */

static void on_acquired(void *arg, enum ym_stored r, const struct ym_dispute *d)
{
    struct op *op = arg;

    assert(op->state == OP_ACQUIRING || op->state == OP_REFRESHING);
    op->is_sure = op->state == OP_REFRESHING;
    if (r == YM_STORED_OK) {
        op->before = *d;
        op->out = (struct app_outcome){ .text = "" };
        decide(op);
        if (op->state != OP_APPEND && op->state != OP_REFRESH)
            op->app->config.store->ops->release(op->app->config.store, op->request->dispute);
    } else if (r == YM_STORED_MISSING) {
        fault(op, YM_E_NOT_FOUND, "there is no such dispute, or it is not yours to see");
    } else if (r == YM_STORED_BUSY) {
        fault(op, YM_E_BUSY, "more commands are waiting than fit; try again in a moment");
    } else if (r == YM_STORED_POISON) {
        fault(op, YM_E_INTERNAL, "the stored dispute cannot be read; run yima verify");
    } else {
        fault(op, YM_E_UNAVAILABLE, "the database did not answer; try again in a moment");
    }
    op_run(op);
}

static void succeed(struct op *op)
{
    op->state = OP_DONE;
    op->out.err = YM_E_OK;
    op->out.rule = op->decision.rule;
    op->out.version = op->after.version;
    op->out.procedure = op->after.procedure;
    op->out.documents = op->decision.documents;
    op->out.event = &op->decision.event;
    op->out.after = &op->after;
    if (op->request->intake != NULL)
        op->out.token = op->request->intake->token;
    else if (op->request->token != NULL)
        op->out.token = *op->request->token;
}

static void on_appended(void *arg, enum ym_stored r)
{
    struct op *op = arg;

    assert(op->state == OP_APPENDING);
    switch (r) {
    case YM_STORED_OK:
        succeed(op);
        if (op->change.tell && op->app->config.told != NULL)
            op->app->config.told(op->app->config.told_arg);
        break;
    case YM_STORED_CONFLICT:
        if (op->attempts < APP_ATTEMPTS_MAX && op->request->cmd.kind != YM_CMD_REGISTER)
            op->state = OP_ACQUIRE;
        else
            fault(op, YM_E_CONFLICT, "others kept changing this dispute; read it and try again");
        break;
    case YM_STORED_DUPLICATE:
        op->out.err = YM_E_CONFLICT;
        op->out.text = "this request was made before";
        op->state = OP_RECALL;
        break;
    case YM_STORED_TAKEN:
        fault(op, YM_E_DUPLICATE,
              "/external_ref: this channel registered a dispute under this number before");
        break;
    case YM_STORED_POISON:
        fault(op, YM_E_UNPROCESSABLE, "the database does not accept what this command holds");
        break;
    case YM_STORED_FULL:
        fault(op, YM_E_UNAVAILABLE,
              "the database has no room left and nothing was done; tell its administrators, and "
              "send the same request with the same key again");
        break;
    case YM_STORED_BUSY:
        fault(op, YM_E_BUSY, "more commands are waiting than fit; try again in a moment");
        break;
    case YM_STORED_MISSING:
    case YM_STORED_UNAVAILABLE:
    case YM_STORED_COUNT:
        fault(op, YM_E_UNAVAILABLE,
              "the database did not answer; send the same request with the same key again");
        break;
    }
    op_run(op);
}

/* The same key under another body is a mistake of the caller; under the same body it gives the
 * answer that the first request had. */
static void replay(struct op *op, const struct ym_recalled *found)
{
    struct ym_event pinned;

    if (memcmp(found->fingerprint, op->request->key.fingerprint, YM_KEY_BYTES) != 0) {
        op->out = (struct app_outcome){ .text = "" };
        fault(op, YM_E_KEY_REUSED, "use a new Idempotency-Key for a new request");
        return;
    }
    if (!op->app->config.decode(found->payload, &op->recalled) ||
        !op->app->config.decode(found->pinned, &pinned)) {
        fault(op, YM_E_INTERNAL, "the stored event cannot be read; run yima verify");
        return;
    }
    op->recalled.c.detail = (struct ym_span){ NULL, 0 };
    op->out = (struct app_outcome){ .err = YM_E_OK,
                                    .text = "",
                                    .rule = op->recalled.rule,
                                    .replayed = true,
                                    .version = found->seq,
                                    .procedure = pinned.c.reg.procedure,
                                    .event = &op->recalled,
                                    .token = found->token };
    op->state = OP_DONE;
}

static void on_recalled(void *arg, enum ym_stored r, const struct ym_recalled *found)
{
    struct op *op = arg;

    assert(op->state == OP_RECALLING);
    op->state = OP_DONE; /* not found: the refusal stands */
    if (r == YM_STORED_OK)
        replay(op, found);
    else if (r != YM_STORED_MISSING)
        fault(op, YM_E_UNAVAILABLE, "the database did not answer; try again in a moment");
    op_run(op);
}

/* ---- The one switch that starts work ---- */

static uint32_t key_bucket(const struct op *op)
{
    return ym_id_bucket(op->request->dispute);
}

static void op_run(struct op *op)
{
    struct ym_store *s = op->app->config.store;

    switch (op->state) {
    case OP_ACQUIRE:
        op->state = OP_ACQUIRING;
        s->ops->acquire(s, op->request->dispute, on_acquired, op);
        break;
    case OP_REFRESH:
        op->state = OP_REFRESHING;
        s->ops->refresh(s, op->request->dispute, on_acquired, op);
        break;
    case OP_APPEND:
        op->state = OP_APPENDING;
        s->ops->append(s, &op->change, on_appended, op);
        break;
    case OP_RECALL:
        op->state = OP_RECALLING;
        s->ops->recall(s, key_bucket(op), op->request->key.key, on_recalled, op);
        break;
    case OP_DONE:
        op_finish(op);
        break;
    case OP_ACQUIRING:
    case OP_REFRESHING:
    case OP_APPENDING:
    case OP_RECALLING:
        assert(op->state == OP_DONE); /* a waiting operation was run */
        break;
    }
}

static void start(struct op *op)
{
    if (!take_room(op)) {
        fault(op, YM_E_BUSY, "too many large commands at once; try again in a moment");
        finish_at_turns_end(op);
        return;
    }
    if (op->request->cmd.kind != YM_CMD_REGISTER) {
        op->state = OP_ACQUIRE;
        op_run(op);
        return;
    }
    op->before.id = op->request->dispute;
    decide(op);
    if (op->state == OP_DONE)
        finish_at_turns_end(op);
    else
        op_run(op);
}

bool app_submit(struct app *app, const struct app_request *request, app_done_fn *done, void *arg)
{
    struct op *op = app->free_ops;

    if (op != NULL)
        app->free_ops = op->next;
    else if (app->touched < app->config.operations_max)
        op = &app->ops[app->touched++];
    else
        return false;
    app->under_way++;
    op->app = app;
    op->next = NULL;
    op->attempts = 0;
    op->is_sure = request->cmd.kind == YM_CMD_REGISTER;
    op->has_big = false;
    op->payload = op->small;
    op->request = request;
    op->done = done;
    op->arg = arg;
    op->before = (struct ym_dispute){ 0 };
    op->out = (struct app_outcome){ .text = "" };
    start(op);
    return true;
}

void app_turn(struct app *app)
{
    struct op *ready = app->ready;

    app->ready = NULL;
    while (ready != NULL) {
        struct op *op = ready;

        ready = op->next;
        op_finish(op);
    }
}
