/* SPDX-License-Identifier: Apache-2.0 */
/* Every call of the store's port fails in turn, in every way that the port allows, under every
 * command of a script. After each failure the command was refused with a clear error and nothing
 * changed, or it was done; asked again under its key it comes to what it comes to when nothing
 * fails; and in the end the store holds, byte for byte, what it holds then. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/command.h"
#include "crypto/crypto.h"
#include "faulty.h"
#include "json/event.h"
#include "json/procedure.h"
#include "random.h"
#include "yima/canon.h"
#include "yima/id.h"

#define SCRIPT    16 /* requests of one script; the first registers the dispute */
#define DETAIL    1024
#define EVENTS    (SCRIPT + 1)
#define SCRIPTS   4 /* of each procedure: every single fault */
#define STRIDE    7 /* of the pairs of faults every so many is tried; YM_FAULT_STRIDE=1: all */
#define ASKS_MAX  8 /* for one request until it is answered for good */
#define ALL_TIMES 1000000
#define START     (1760000000 * YM_USEC_PER_SECOND)

/* What a command came to, as the caller was told. */
struct told {
    enum ym_err err;
    uint8_t refusal;
    uint16_t rule;
    uint32_t version;
    struct ym_token token;
    bool has_text;
};

struct asked {
    struct ym_command cmd;
    char detail[DETAIL];
    size_t ndetail;
    struct ym_request_key key;
    bool is_expiry; /* of a deadline: fired again until it no longer runs; it has no key */
};

/* A script, and what it comes to when nothing fails. */
struct script {
    uint64_t seed;
    const struct ym_procedures *procedures;
    size_t n;
    struct asked asks[SCRIPT];
    struct told told[SCRIPT];
    size_t nevents;
    struct {
        unsigned char hash[32];
        size_t n;
        char payload[4096];
    } events[EVENTS];
    unsigned char state[YM_STATE_BYTES_MAX];
    size_t nstate;
    struct ym_token code;
    struct mem_due due;
    bool has_due;
    long calls; /* of the store */
};

/* A world in which a script is played. */
struct world {
    const struct script *script;
    struct mem_store *db;
    struct faulty store;
    struct app *app;
    bool is_woken;
    bool is_there; /* the answer */
    bool is_replayed;
    struct told answer;
};

static const struct ym_hash_ops hash = { .sha256_2 = ym_sha256_2 };
static const struct ym_id dispute = { (INT64_C(77) << 22) + 5 };

/* app_decode_fn has no argument; which of its calls fails stands here. */
static long decodes, decode_fails_at;

static bool decode(struct ym_span payload, struct ym_event *ret)
{
    return ++decodes != decode_fails_at && json_event_decode(payload, ret);
}

static void wake(void *arg)
{
    ((struct world *)arg)->is_woken = true;
}

static void open_world(struct world *w, const struct script *s)
{
    *w = (struct world){ .script = s, .db = mem_store_new(4) };
    assert_non_null(w->db);
    faulty_init(&w->store, w->db);
    w->app = app_new(&(struct app_config){ .store = &w->store.port,
                                           .procedures = s->procedures,
                                           .hash = &hash,
                                           .decode = decode,
                                           .operations_max = 2,
                                           .wake = wake,
                                           .wake_arg = w });
    assert_non_null(w->app);
    decodes = 0;
    decode_fails_at = 0;
}

static void close_world(struct world *w)
{
    assert_int_equal(app_under_way(w->app), 0);
    app_free(w->app);
    mem_store_free(w->db);
}

static void on_done(void *arg, const struct app_outcome *o)
{
    struct world *const w = arg;

    assert_false(w->is_there); /* once */
    w->is_there = true;
    w->is_replayed = o->replayed;
    w->answer = (struct told){ .err = o->err,
                               .refusal = o->refusal,
                               .rule = o->rule,
                               .version = o->version,
                               .token = o->token,
                               .has_text = o->text != NULL && o->text[0] != '\0' };
}

static uint32_t version_of(const struct world *w)
{
    const struct ym_dispute *const d = mem_store_dispute(w->db, dispute);

    return d != NULL ? d->version : 0;
}

/* Ask once. Whatever comes of it, the answer is the truth about what happened. */
static void ask(struct world *w, const struct asked *a)
{
    static const struct ym_party parties[3] = {
        { .side = YM_SIDE_CLAIMANT, .kind = YM_PARTY_NATURAL, .name = { "甲", 3 } },
        { .side = YM_SIDE_RESPONDENT, .kind = YM_PARTY_NATURAL, .name = { "乙", 3 } },
        { .side = YM_SIDE_THIRD, .kind = YM_PARTY_NATURAL, .name = { "丙", 3 } },
    };
    static const struct ym_correction correction = { .title = { "某纠纷之更正", 18 } };
    const uint32_t before = version_of(w);
    unsigned char bytes[YM_TOKEN_RANDOM_BYTES] = { 0 };
    struct ym_token token;
    struct ym_intake intake;
    struct app_request rq = { .cmd = a->cmd, .dispute = dispute, .key = a->key };
    uint32_t after;

    memcpy(bytes, a->key.key, sizeof(bytes) < YM_KEY_BYTES ? sizeof(bytes) : YM_KEY_BYTES);
    ym_token_make(ym_id_bucket(dispute), bytes, &token);
    intake = (struct ym_intake){ .title = YM_SPAN("某纠纷"),
                                 .amount_fen = -1,
                                 .nparties = 3,
                                 .parties = parties,
                                 .token = token };
    rq.cmd.detail = (struct ym_span){ a->detail, a->ndetail };
    rq.intake = a->cmd.kind == YM_CMD_REGISTER ? &intake : NULL;
    rq.correction = a->cmd.kind == YM_CMD_CORRECT ? &correction : NULL;
    rq.token = a->cmd.kind == YM_CMD_REISSUE_CODE ? &token : NULL;
    w->is_there = false;
    assert_true(app_submit(w->app, &rq, on_done, w));
    assert_false(w->is_there); /* never before it returned */
    while (!w->is_there) {
        if (w->is_woken) {
            w->is_woken = false;
            app_turn(w->app);
        } else {
            assert_true(faulty_step(&w->store)); /* or it waits for nothing */
        }
    }
    assert_int_equal(app_under_way(w->app), 0);
    assert_int_equal(mem_store_unanswered(w->db), 0);
    after = version_of(w);
    if (w->answer.err == YM_E_OK && !w->is_replayed && w->answer.version > before)
        assert_true(after == before + 1 && w->answer.version == after);
    else if (w->answer.err == YM_E_OK)
        assert_int_equal(after, before); /* the very same change was there, and counted as done */
    else if (w->answer.err == YM_E_UNAVAILABLE)
        assert_in_range(after, before, before + 1); /* in doubt: and so it says */
    else
        assert_int_equal(after, before);
    if (w->answer.err != YM_E_OK && w->answer.err != YM_E_REFUSED)
        assert_true(w->answer.has_text);
}

static bool same(const struct told *a, const struct told *b)
{
    return a->err == b->err && a->refusal == b->refusal && a->version == b->version &&
           a->rule == b->rule && memcmp(&a->token, &b->token, sizeof(a->token)) == 0;
}

/* A deadline is fired until it no longer runs, as the program does. */
static bool still_runs(const struct world *w, const struct asked *a)
{
    struct mem_due due;

    return mem_store_next_due(w->db, &due) && due.deadline == a->cmd.deadline &&
           due.due <= a->cmd.at;
}

/* Ask until it is what it is when nothing fails. The last asks find nothing failing any more. */
static void insist(struct world *w, size_t i)
{
    const struct asked *const a = &w->script->asks[i];

    for (int n = 0; n < ASKS_MAX; n++) {
        if (n == ASKS_MAX - 2) {
            memset(w->store.plans, 0, sizeof(w->store.plans));
            decode_fails_at = 0;
        }
        ask(w, a);
        if (same(&w->answer, &w->script->told[i]) || (a->is_expiry && !still_runs(w, a)))
            return;
    }
    fail_msg("script %llu, request %zu (command %d): it should come to %d, version %u, and comes "
             "to %d, version %u",
             (unsigned long long)w->script->seed, i, (int)a->cmd.kind, (int)w->script->told[i].err,
             w->script->told[i].version, (int)w->answer.err, w->answer.version);
}

/* The store holds what it holds when nothing fails. */
static void compare(const struct world *w)
{
    const struct script *const s = w->script;
    const struct ym_dispute *const d = mem_store_dispute(w->db, dispute);
    unsigned char state[YM_STATE_BYTES_MAX];
    struct mem_due due = { .deadline = 0 };
    const struct ym_token code = mem_store_code(w->db, dispute);
    size_t n = 0;

    assert_non_null(d);
    assert_int_equal(ym_dispute_pack(d, state, sizeof(state)), s->nstate);
    assert_memory_equal(state, s->state, s->nstate);
    for (const struct mem_event *e = mem_store_events(w->db, dispute); e != NULL; e = e->next) {
        assert_true(n < s->nevents);
        assert_int_equal(e->payload.n, s->events[n].n);
        assert_memory_equal(e->payload.at, s->events[n].payload, e->payload.n);
        assert_memory_equal(e->hash, s->events[n].hash, sizeof(e->hash));
        n++;
    }
    assert_int_equal(n, s->nevents);
    assert_memory_equal(&code, &s->code, sizeof(code));
    assert_int_equal(mem_store_next_due(w->db, &due), s->has_due);
    if (s->has_due)
        assert_true(due.deadline == s->due.deadline && due.due == s->due.due);
}

/* ---- Scripts ---- */

static void note_end(struct script *s, const struct world *w)
{
    const struct ym_dispute *const d = mem_store_dispute(w->db, dispute);

    assert_non_null(d);
    s->nstate = ym_dispute_pack(d, s->state, sizeof(s->state));
    for (const struct mem_event *e = mem_store_events(w->db, dispute); e != NULL; e = e->next) {
        assert_true(s->nevents < EVENTS && e->payload.n <= sizeof(s->events[0].payload));
        memcpy(s->events[s->nevents].hash, e->hash, sizeof(e->hash));
        memcpy(s->events[s->nevents].payload, e->payload.at, e->payload.n);
        s->events[s->nevents++].n = e->payload.n;
    }
    s->code = mem_store_code(w->db, dispute);
    s->has_due = mem_store_next_due(w->db, &s->due);
    s->calls = w->store.calls;
}

/* A request after what was asked so far: a command of somebody, a deadline that passes, or one that
 * was asked before, under the same key. */
static void write_ask(struct script *s, const struct world *w, uint64_t *rng, ym_usec *now)
{
    struct asked *const a = &s->asks[s->n];
    const struct ym_dispute *const d = mem_store_dispute(w->db, dispute);
    struct mem_due due;

    *now += (ym_usec)(1 + random_below(rng, 3)) * YM_USEC_PER_DAY;
    if (s->n > 2 && random_below(rng, 6) == 0) {
        *a = s->asks[1 + random_below(rng, (unsigned)s->n - 1)];
        if (!a->is_expiry)
            return;
    }
    *a = (struct asked){ .key.given = true };
    memset(a->key.key, (int)s->n + 1, sizeof(a->key.key));
    memset(a->key.fingerprint, (int)s->n + 1, sizeof(a->key.fingerprint));
    if (mem_store_next_due(w->db, &due) && due.due <= *now) {
        a->is_expiry = true;
        a->key.given = false;
        a->cmd = random_expiry(due.deadline, *now);
    } else if (d == NULL) {
        a->cmd = random_registration(rng, s->procedures->at[1] != NULL ? 1 : 2, *now);
    } else {
        a->cmd = random_command(rng, ym_procedures_get(s->procedures, d->procedure), d, *now);
    }
    assert_true(a->cmd.detail.n <= sizeof(a->detail));
    memcpy(a->detail, a->cmd.detail.at, a->cmd.detail.n);
    a->ndetail = a->cmd.detail.n;
}

static void write_script(struct script *s, const struct ym_procedures *procedures, uint64_t seed)
{
    uint64_t rng = seed;
    ym_usec now = START;
    struct world w;

    memset(s, 0, sizeof(*s));
    s->seed = seed;
    s->procedures = procedures;
    open_world(&w, s);
    while (s->n < SCRIPT) {
        write_ask(s, &w, &rng, &now);
        ask(&w, &s->asks[s->n]);
        s->told[s->n] = w.answer;
        s->n++;
    }
    note_end(s, &w);
    close_world(&w);
}

/* Play it with these faults. True: at least one of them struck. */
static bool play(const struct script *s, const struct faulty_plan plans[FAULTY_PLANS],
                 long decode_at)
{
    struct world w;
    bool struck;

    open_world(&w, s);
    memcpy(w.store.plans, plans, sizeof(w.store.plans));
    decode_fails_at = decode_at;
    for (size_t i = 0; i < s->n; i++)
        insist(&w, i);
    compare(&w);
    struck = w.store.fired > 0 || (decode_at > 0 && decodes >= decode_at);
    close_world(&w);
    return struck;
}

/* ---- The tests ---- */

struct shelf {
    struct json_procedure *procedures[2];
    struct ym_procedures books[2]; /* each with one procedure */
    struct script script;
};

static struct json_procedure *load(const char *name, uint16_t number)
{
    char *const text = calloc(1, 1 << 20);
    char path[512];
    struct json_procedure *p = NULL;
    struct ym_error err = { .text = "" };
    FILE *f;
    size_t n;

    assert_non_null(text);
    assert_true(snprintf(path, sizeof(path), "%s/%s", getenv("YM_PROCEDURES"), name) > 0);
    f = fopen(path, "rb");
    assert_non_null(f);
    n = fread(text, 1, 1 << 20, f);
    assert_int_equal(fclose(f), 0);
    if (json_procedure_parse((struct ym_span){ text, n }, &p, &err) != YM_E_OK)
        fail_msg("%s: %s", name, err.text);
    json_procedure_set(p, number, (const unsigned char[32]){ 0 });
    free(text);
    return p;
}

static int open_shelf(void **state)
{
    static const char *const names[2] = { "binjiang-2020.json", "zhejiang-2025.json" };
    struct shelf *const s = calloc(1, sizeof(*s));

    assert_non_null(s);
    for (uint16_t i = 0; i < 2; i++) {
        s->procedures[i] = load(names[i], (uint16_t)(i + 1));
        s->books[i].at[i + 1] = json_procedure_get(s->procedures[i]);
    }
    *state = s;
    return 0;
}

static int close_shelf(void **state)
{
    struct shelf *const s = *state;

    for (size_t i = 0; i < 2; i++)
        json_procedure_free(s->procedures[i]);
    free(s);
    return 0;
}

static void every_call_fails_once_or_for_long(void **state)
{
    static const long times[] = { 1, 2, APP_ATTEMPTS_MAX, ALL_TIMES };
    static const char *const names[] = {
#define X(name) #name,
        FAULTY_HOWS(X)
#undef X
    };
    struct shelf *const shelf = *state;
    long struck[FAULTY_HOWS_N] = { 0 };

    for (uint64_t seed = 1; seed <= 2 * SCRIPTS; seed++) {
        write_script(&shelf->script, &shelf->books[seed % 2], seed);
        for (int how = 0; how < FAULTY_HOWS_N; how++)
            for (size_t t = 0; t < sizeof(times) / sizeof(times[0]); t++)
                for (long at = 1; at <= shelf->script.calls; at++) {
                    const struct faulty_plan plans[FAULTY_PLANS] = { { at, times[t],
                                                                       (enum faulty_how)how } };

                    struck[how] += play(&shelf->script, plans, 0) ? 1 : 0;
                }
    }
    for (int how = 0; how < FAULTY_HOWS_N; how++) {
        print_message("%8ld times %s\n", struck[how], names[how]);
        assert_true(struck[how] > SCRIPTS);
    }
}

static void any_two_calls_fail(void **state)
{
    const char *const given = getenv("YM_FAULT_STRIDE");
    const long stride = given != NULL ? strtol(given, NULL, 10) : STRIDE;
    struct shelf *const shelf = *state;
    long struck = 0;

    assert_true(stride > 0);
    for (uint64_t seed = 1; seed <= 2; seed++) {
        const long kinds = (long)FAULTY_HOWS_N * FAULTY_HOWS_N;

        write_script(&shelf->script, &shelf->books[seed % 2], seed + 100);
        for (long a = 1; a <= shelf->script.calls; a++)
            for (long b = a + 1; b <= shelf->script.calls + 1; b++)
                for (long k = (a + b) % stride; k < kinds; k += stride) {
                    const struct faulty_plan plans[FAULTY_PLANS] = {
                        { a, 1, (enum faulty_how)(k % FAULTY_HOWS_N) },
                        { b, 1, (enum faulty_how)(k / FAULTY_HOWS_N) },
                    };

                    struck += play(&shelf->script, plans, 0) ? 1 : 0;
                }
    }
    assert_true(struck > 10000 / stride);
}

/* The answer to an earlier request is read back from its event; a lost reply comes before it. */
static void no_event_can_be_read_back(void **state)
{
    struct shelf *const shelf = *state;
    long struck = 0;

    for (uint64_t seed = 1; seed <= 2 * SCRIPTS; seed++) {
        write_script(&shelf->script, &shelf->books[seed % 2], seed);
        for (long at = 1; at <= shelf->script.calls; at++)
            for (long n = 1; n <= 6; n++) {
                const struct faulty_plan plans[FAULTY_PLANS] = { { at, 1, FAULTY_LOST } };

                struck += play(&shelf->script, plans, n) ? 1 : 0;
            }
    }
    assert_true(struck > SCRIPTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_call_fails_once_or_for_long),
        cmocka_unit_test(any_two_calls_fail),
        cmocka_unit_test(no_event_can_be_read_back),
    };

    return cmocka_run_group_tests(tests, open_shelf, close_shelf);
}
