/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crypto/crypto.h"
#include "json/event.h"

#define FILE_BYTES_MAX (1u << 20)

static void give_up(const char *what, const char *why)
{
    (void)fprintf(stderr, "world: %s: %s\n", what, why);
    exit(1);
}

/* ---- Later ---- */

struct world_call {
    struct world_call *next;
    void (*answer)(struct world *w, void *arg);
    void *arg;
};

static void on_answers(void *arg)
{
    struct world *w = arg;
    struct world_call *c = w->calls;

    if (w->is_held)
        return;
    w->calls = NULL;
    w->calls_end = &w->calls;
    while (c != NULL) {
        struct world_call *next = c->next;

        c->answer(w, c->arg);
        free(c);
        c = next;
    }
}

void world_later(struct world *w, void (*answer)(struct world *w, void *arg), void *arg)
{
    struct world_call *c = calloc(1, sizeof(*c));

    if (c == NULL)
        give_up("a call", "no memory");
    c->answer = answer;
    c->arg = arg;
    *w->calls_end = c;
    w->calls_end = &c->next;
    ym_loop_defer(w->loop, &w->answers);
}

void world_hold(struct world *w, bool is_held)
{
    w->is_held = is_held;
    ym_loop_defer(w->loop, &w->answers);
}

/* ---- The store: the one in memory, and the words that pass by ---- */

static struct ym_span copy(struct ym_span s)
{
    char *at = malloc(s.n + 1);

    if (at == NULL)
        give_up("words", "no memory");
    if (s.n > 0)
        memcpy(at, s.at, s.n);
    at[s.n] = '\0';
    return (struct ym_span){ at, s.n };
}

static char *text(struct ym_span s)
{
    return (char *)(uintptr_t)copy(s).at;
}

static void keep_words(struct world *w, const struct ym_change *change)
{
    const struct ym_intake *in = change->intake;
    struct world_words *words = calloc(1, sizeof(*words));

    if (words == NULL)
        give_up("words", "no memory");
    words->id = change->after->id;
    words->title = text(in->title);
    words->description = text(in->description);
    words->external_ref = text(in->external_ref);
    words->amount_fen = in->amount_fen;
    words->nparties = in->nparties;
    for (int i = 0; i < in->nparties; i++) {
        words->parties[i] = in->parties[i];
        words->parties[i].name = copy(in->parties[i].name);
        words->parties[i].identity = copy(in->parties[i].identity);
        words->parties[i].phone = copy(in->parties[i].phone);
        words->parties[i].address = copy(in->parties[i].address);
        words->parties[i].agent = copy(in->parties[i].agent);
        words->parties[i].agent_phone = copy(in->parties[i].agent_phone);
    }
    words->next = w->words;
    w->words = words;
}

static void free_words(struct world_words *words)
{
    while (words != NULL) {
        struct world_words *next = words->next;

        free(words->title);
        free(words->description);
        free(words->external_ref);
        for (int i = 0; i < words->nparties; i++) {
            const struct ym_party *p = &words->parties[i];
            const struct ym_span all[] = { p->name,    p->identity, p->phone,
                                           p->address, p->agent,    p->agent_phone };

            for (size_t k = 0; k < sizeof(all) / sizeof(all[0]); k++)
                free((void *)(uintptr_t)all[k].at);
        }
        free(words);
        words = next;
    }
}

static void swap(struct ym_span *a, struct ym_span *b)
{
    const struct ym_span kept = *a;

    *a = *b;
    *b = kept;
}

void world_swap_sealed(struct world *w)
{
    struct ym_party *newest = w->words->parties, *older = w->words->next->parties;

    swap(&newest[0].identity, &older[0].identity);
    swap(&newest[0].phone, &newest[0].agent_phone);
}

struct world_words *world_words_of(struct world *w, struct ym_id id)
{
    for (struct world_words *words = w->words; words != NULL; words = words->next) {
        if (words->id.v == id.v)
            return words;
    }
    return NULL;
}

static void correct_words(struct world *w, const struct ym_change *change)
{
    struct world_words *words = world_words_of(w, change->after->id);

    if (words != NULL && change->correction->title.n > 0) {
        free(words->title);
        words->title = text(change->correction->title);
    }
}

static struct world *world_of(struct ym_store *s)
{
    return ((struct world_store *)(void *)s)->world;
}

static struct ym_store *inner(struct ym_store *s)
{
    struct world *w = world_of(s);

    ym_loop_defer(w->loop, &w->pump);
    return mem_store_port(w->mem);
}

static void acquire(struct ym_store *s, struct ym_id id, ym_acquired_fn *done, void *op)
{
    struct ym_store *m = inner(s);

    m->ops->acquire(m, id, done, op);
}

static void refresh(struct ym_store *s, struct ym_id id, ym_acquired_fn *done, void *op)
{
    struct ym_store *m = inner(s);

    m->ops->refresh(m, id, done, op);
}

static void release(struct ym_store *s, struct ym_id id)
{
    struct ym_store *m = inner(s);

    m->ops->release(m, id);
}

static void append(struct ym_store *s, const struct ym_change *change, ym_appended_fn *done,
                   void *op)
{
    struct ym_store *m = inner(s);

    if (change->intake != NULL)
        keep_words(world_of(s), change);
    if (change->correction != NULL)
        correct_words(world_of(s), change);
    m->ops->append(m, change, done, op);
}

static void recall(struct ym_store *s, uint32_t bucket, const unsigned char key[YM_KEY_BYTES],
                   ym_recalled_fn *done, void *op)
{
    struct ym_store *m = inner(s);

    m->ops->recall(m, bucket, key, done, op);
}

static const struct ym_store_ops store_ops = { acquire, refresh, release, append, recall };

static void on_pump(void *arg)
{
    struct world *w = arg;

    while (mem_store_step(w->mem))
        continue;
}

/* ---- Secrets ---- */

static enum ym_err seal(void *ring, struct ym_span label, struct ym_span plain,
                        struct ym_arena *arena, struct ym_span *ret, struct ym_error *reterr)
{
    return ym_seal(ring, label, plain, arena, ret, reterr);
}

static enum ym_err unseal(void *ring, struct ym_span label, struct ym_span sealed,
                          struct ym_arena *arena, struct ym_span *ret, struct ym_error *reterr)
{
    return ym_unseal(ring, label, sealed, arena, ret, reterr);
}

static void keyed_hash(void *ring, struct ym_span label, struct ym_span plain,
                       unsigned char ret[32])
{
    ym_keyed_hash(ring, label, plain, ret);
}

static void open_secrets(struct world *w)
{
    char folder[] = "/tmp/yima-api-XXXXXX";
    char path[64];
    struct ym_error err;

    if (ym_crypto_init(&err) != YM_E_OK || mkdtemp(folder) == NULL)
        give_up("secrets", "no random bytes or no folder");
    (void)snprintf(path, sizeof(path), "%s/keys", folder);
    if (ym_keyring_open(path, true, &w->ring, &err) != YM_E_OK)
        give_up("keys", err.text);
    (void)unlink(path);
    (void)rmdir(folder);
    w->secrets = (struct app_secrets){ .ring = w->ring,
                                       .seal = seal,
                                       .unseal = unseal,
                                       .keyed_hash = keyed_hash,
                                       .fingerprint = ym_fingerprint,
                                       .random = ym_random };
    ym_id_gen_init(&w->ids, 0);
    w->desk = (struct app_desk){ .secrets = &w->secrets, .ids = &w->ids };
}

/* ---- Procedures and calendar ---- */

static struct ym_span read_file(const char *sources, const char *name)
{
    char path[512];
    char *at = malloc(FILE_BYTES_MAX);
    FILE *f;
    size_t n;

    (void)snprintf(path, sizeof(path), "%s/engine/%s", sources, name);
    f = fopen(path, "r");
    if (at == NULL || f == NULL)
        give_up(path, "cannot be read");
    n = fread(at, 1, FILE_BYTES_MAX, f);
    (void)fclose(f);
    return (struct ym_span){ at, n };
}

static void open_library(struct world *w, const char *sources)
{
    static const char *const names[] = { "procedures/binjiang-2020.json",
                                         "procedures/zhejiang-2025.json" };
    struct ym_error err;
    struct ym_span file;

    for (uint16_t i = 0; i < 2; i++) {
        unsigned char sha[32];

        file = read_file(sources, names[i]);
        if (json_procedure_parse(file, &w->owned[i], &err) != YM_E_OK)
            give_up(names[i], err.text);
        ym_sha256(file.at, file.n, sha);
        json_procedure_set(w->owned[i], (uint16_t)(i + 1), sha);
        w->procedures.at[i + 1] = json_procedure_get(w->owned[i]);
        free((void *)(uintptr_t)file.at);
    }
    file = read_file(sources, "calendars/cn.json");
    if (json_calendar_parse(file, &w->calendar, &err) != YM_E_OK)
        give_up("calendar", err.text);
    free((void *)(uintptr_t)file.at);
}

/* ---- The whole ---- */

static void on_turn(void *arg)
{
    struct world *w = arg;

    app_turn(w->app);
}

static void wake(void *arg)
{
    struct world *w = arg;

    ym_loop_defer(w->loop, &w->turn);
}

static const struct ym_hash_ops hash = { .sha256_2 = ym_sha256_2 };

void world_open(struct world *w, const char *sources, unsigned operations)
{
    struct ym_error err = { .text = "" };

    memset(w, 0, sizeof(*w));
    w->loop = ym_loop_new(0, &err);
    w->mem = mem_store_new(WORLD_DISPUTES);
    if (w->loop == NULL || w->mem == NULL)
        give_up("loop and store", err.text);
    w->calls_end = &w->calls;
    w->store = (struct world_store){ { &store_ops }, w };
    w->reader = (struct world_reader){ { &world_reader_ops }, w };
    w->gate = (struct world_gate){ { &world_gate_ops }, w };
    w->directory.ops = &world_directory_ops;
    ym_defer_init(&w->turn, on_turn, w);
    ym_defer_init(&w->pump, on_pump, w);
    ym_defer_init(&w->answers, on_answers, w);
    open_secrets(w);
    open_library(w, sources);
    w->app = app_new(&(struct app_config){ .store = &w->store.port,
                                           .procedures = &w->procedures,
                                           .calendar = json_calendar_get(w->calendar),
                                           .hash = &hash,
                                           .decode = json_event_decode,
                                           .operations_max = operations,
                                           .wake = wake,
                                           .wake_arg = w });
    if (w->app == NULL)
        give_up("app", "no memory");
}

void world_empty(struct world *w, size_t disputes)
{
    mem_store_free(w->mem);
    free_words(w->words);
    w->words = NULL;
    w->mem = mem_store_new(disputes);
    if (w->mem == NULL)
        give_up("store", "no memory");
    ym_id_gen_init(&w->ids, 0);
}

void world_close(struct world *w)
{
    app_free(w->app);
    mem_store_free(w->mem);
    free_words(w->words);
    json_procedure_free(w->owned[0]);
    json_procedure_free(w->owned[1]);
    json_calendar_free(w->calendar);
    ym_keyring_close(w->ring);
    ym_loop_free(w->loop);
}
