/* SPDX-License-Identifier: Apache-2.0 */
/* Clients, and the deadlines that nodes fire. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

#include "app/gate.h"
#include "sim.h"
#include "yima/id.h"

static struct sim_copy *free_copy(struct sim *s)
{
    for (struct sim_copy *c = s->copies; c < s->copies + SIM_REQUESTS * SIM_COPIES; c++)
        if (!c->is_used)
            return c;
    return NULL;
}

/* ---- What comes back ---- */

/* Is this the end of it, or shall the client ask again? */
static bool is_final(const struct app_outcome *o)
{
    return o->err != YM_E_UNAVAILABLE && o->err != YM_E_BUSY && o->err != YM_E_CONFLICT;
}

static void told(struct sim *s, struct sim_request *r, const struct app_outcome *o)
{
    s->n[SIM_N_REFUSED] += o->err == YM_E_REFUSED ? 1 : 0;
    s->n[SIM_N_REPLAYED] += o->replayed ? 1 : 0;
    r->is_told = true;
    r->untold = 0;
    if (o->err != YM_E_OK) {
        if (o->err != YM_E_REFUSED && o->err != YM_E_STALE)
            fail_msg("seed %llu: a client was told: %s", (unsigned long long)s->seed, o->text);
        return;
    }
    if (r->is_stored && (r->version != o->version || r->answered.v != o->event->dispute.v))
        fail_msg("seed %llu: the same key gave version %u, and then %u",
                 (unsigned long long)s->seed, r->version, o->version);
    r->is_stored = true;
    r->version = o->version;
    r->answered = o->event->dispute;
}

static void on_done(void *arg, const struct app_outcome *o)
{
    struct sim_copy *const c = arg;
    struct sim_request *const r = c->of;
    struct sim *const s = c->node->sim;

    c->is_used = false;
    if (r == NULL)
        return;
    r->copies--;
    if (c->is_untold) {
        s->n[SIM_N_UNTOLD]++;
        r->untold++;
    } else if (is_final(o)) {
        told(s, r, o);
    } else {
        r->untold++;
    }
}

/* ---- Asking ---- */

/* The words of a registration; nothing that is decided hangs on them. */
static void intake_of(struct sim_copy *c)
{
    static const struct ym_party parties[3] = {
        { .side = YM_SIDE_CLAIMANT, .kind = YM_PARTY_NATURAL, .name = { "甲", 3 } },
        { .side = YM_SIDE_RESPONDENT, .kind = YM_PARTY_NATURAL, .name = { "乙", 3 } },
        { .side = YM_SIDE_THIRD, .kind = YM_PARTY_NATURAL, .name = { "丙", 3 } },
    };

    c->intake = (struct ym_intake){ .title = YM_SPAN("某纠纷"),
                                    .amount_fen = -1,
                                    .nparties = 3,
                                    .parties = parties,
                                    .token = c->token };
    c->asked.intake = &c->intake;
}

/* What stands beside the command: every copy has an id and a code of its own, as every attempt of a
 * program has. */
static void furnish(struct sim *s, struct sim_copy *c)
{
    static const struct ym_correction correction = { .title = { "某纠纷之更正", 18 } };
    unsigned char bytes[YM_TOKEN_RANDOM_BYTES] = { 0 };

    s->made++;
    memcpy(bytes, &s->made, sizeof(s->made));
    if (c->asked.cmd.kind == YM_CMD_REGISTER)
        c->asked.dispute = (struct ym_id){ (s->made << 22) + c->of->bucket };
    ym_token_make(ym_id_bucket(c->asked.dispute), bytes, &c->token);
    if (c->asked.cmd.kind == YM_CMD_REGISTER)
        intake_of(c);
    if (c->asked.cmd.kind == YM_CMD_CORRECT)
        c->asked.correction = &correction;
    if (c->asked.cmd.kind == YM_CMD_REISSUE_CODE)
        c->asked.token = &c->token;
}

static void submit(struct sim *s, struct sim_copy *c)
{
    struct sim_node *const node = &s->nodes[random_below(&s->rng, SIM_NODES)];

    c->node = node;
    c->is_used = true;
    c->asked.cmd.at = sim_node_clock(node);
    if (!app_submit(node->app, &c->asked, on_done, c)) {
        c->is_used = false;
        if (c->of != NULL)
            c->of->untold++;
        return;
    }
    if (c->of != NULL)
        c->of->copies++;
}

static void ask(struct sim *s, struct sim_request *r)
{
    struct sim_copy *const c = free_copy(s);

    if (c == NULL || r->copies == SIM_COPIES)
        return;
    *c = (struct sim_copy){ .of = r, .is_untold = sim_strikes(s, 12) };
    c->asked.cmd = r->cmd;
    c->asked.cmd.detail = (struct ym_span){ r->detail, r->ndetail };
    c->asked.dispute = r->dispute;
    c->asked.key = r->key;
    furnish(s, c);
    submit(s, c);
}

/* ---- Making requests ---- */

static const struct ym_dispute *some_dispute(struct sim *s)
{
    size_t n = 0;

    while (n < SIM_DISPUTES && mem_store_at(s->db, n).v != 0)
        n++;
    if (n == 0)
        return NULL;
    return mem_store_dispute(s->db, mem_store_at(s->db, random_below(&s->rng, (unsigned)n)));
}

/* Only bodies that mediate are handed a dispute: any other is refused before anything is decided.
 */
static void name_mediating(const struct ym_procedure *p, struct ym_command *cmd)
{
    if (cmd->kind != YM_CMD_REGISTER && (cmd->fields & YM_FB(BODY)) == 0)
        return;
    while (!app_body_mediates(p, cmd->body_kind))
        cmd->body_kind = (uint8_t)((cmd->body_kind + 1) % YM_BODY_COUNT);
}

/* The command is one that makes sense now: by the time it is decided it may not any more. */
static void make(struct sim *s, struct sim_request *r)
{
    const size_t i = (size_t)(r - s->requests);
    const struct ym_dispute *const d = i < SIM_DISPUTES ? NULL : some_dispute(s);

    if (i >= SIM_DISPUTES && d == NULL)
        return;
    *r = (struct sim_request){ .is_made = true };
    if (d == NULL) {
        r->cmd = random_registration(&s->rng, (uint16_t)(1 + random_below(&s->rng, 2)), s->now);
        r->bucket = random_below(&s->rng, YM_BUCKETS);
    } else {
        r->cmd = random_command(&s->rng, ym_procedures_get(s->procedures, d->procedure), d, s->now);
        r->dispute = d->id;
    }
    name_mediating(
        ym_procedures_get(s->procedures, d == NULL ? r->cmd.reg.procedure : d->procedure), &r->cmd);
    assert_true(r->cmd.detail.n <= sizeof(r->detail));
    memcpy(r->detail, r->cmd.detail.at, r->cmd.detail.n);
    r->ndetail = r->cmd.detail.n;
    r->key.given = true;
    memcpy(r->key.key, &i, sizeof(i));
    memcpy(r->key.fingerprint, &i, sizeof(i));
    s->nrequests++;
    ask(s, r);
    if (sim_strikes(s, 8))
        ask(s, r);
}

void sim_clients_ask(struct sim *s)
{
    struct sim_request *r;

    if (s->nrequests < SIM_REQUESTS && random_below(&s->rng, 2) == 0) {
        make(s, &s->requests[s->nrequests]);
        return;
    }
    r = &s->requests[random_below(&s->rng, SIM_REQUESTS)];
    if (r->is_made && ((r->untold > 0 && r->copies == 0) || (r->is_stored && sim_strikes(s, 6))))
        ask(s, r);
}

bool sim_clients_insist(struct sim *s)
{
    bool is_any = false;

    for (struct sim_request *r = s->requests; r < s->requests + s->nrequests; r++) {
        if (r->copies > 0 || r->untold == 0)
            continue;
        is_any = true;
        ask(s, r);
    }
    return is_any;
}

/* ---- Deadlines ---- */

void sim_fire(struct sim_node *node)
{
    struct sim *const s = node->sim;
    struct sim_copy *const c = free_copy(s);
    struct mem_due due;

    if (c == NULL || !mem_store_next_due(s->db, &due) || due.due > sim_node_clock(node))
        return;
    *c = (struct sim_copy){ .node = node, .is_used = true };
    c->asked.cmd = random_expiry(due.deadline, sim_node_clock(node));
    c->asked.dispute = due.dispute;
    if (!app_submit(node->app, &c->asked, on_done, c))
        c->is_used = false;
}
