/* SPDX-License-Identifier: Apache-2.0 */
/* Sealing and opening, over the port.
 *
 *   sealing   [parts sealed at once] KEYS -> [none: ADD the first, KEYS again] -> signed -> PUT
 *   opening   PARTS -> opened, compared with the hash
 *
 * A task keeps what it needs in an arena of its own, for as long as it takes. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "app/seal.h"

#define PART_OVERHEAD 64 /* of a sealed part, and of its span */

struct task {
    struct app_sealer *sealer;
    struct task *next; /* free */
    struct ym_arena arena;
    struct app_seal seal;
    struct ym_span *parts; /* sealed; in arena */
    size_t n;
    const char *by;     /* in arena */
    bool has_added_key; /* nobody adds the first key twice */
    ym_usec now;
    app_seal_fn *sealed;
    app_seal_opened_fn *opened;
    void *arg;
};

struct app_sealer {
    struct app_sealer_config config;
    struct task tasks[APP_SEAL_AT_ONCE];
    struct task *free;
};

struct app_sealer *app_sealer_new(const struct app_sealer_config *config)
{
    struct app_sealer *s = calloc(1, sizeof(*s));

    if (s == NULL)
        return NULL;
    s->config = *config;
    for (size_t i = 0; i < APP_SEAL_AT_ONCE; i++) {
        s->tasks[i].sealer = s;
        s->tasks[i].next = s->free;
        s->free = &s->tasks[i];
    }
    return s;
}

void app_sealer_free(struct app_sealer *s)
{
    free(s);
}

static struct task *task_take(struct app_sealer *s, void *arg)
{
    struct task *t = s->free;

    if (t == NULL)
        return NULL;
    s->free = t->next;
    *t = (struct task){ .sealer = s, .arg = arg };
    return t;
}

static void task_end(struct task *t)
{
    struct app_sealer *s = t->sealer;

    ym_arena_release(&t->arena);
    t->next = s->free;
    s->free = t;
}

/* ---- Keys ---- */

static void ask_keys(struct task *t);

static void on_key_added(void *arg, enum ym_err err)
{
    struct task *t = arg;

    if (err == YM_E_OK) {
        ask_keys(t);
        return;
    }
    t->sealed(t->arg, err, NULL);
    task_end(t);
}

/* The first key ever, under the newest key of the ring. */
static enum ym_err add_first_key(struct task *t)
{
    const struct app_secrets *secrets = t->sealer->config.secrets;
    struct app_seals *port = t->sealer->config.seals;
    struct app_seal_key key = { .number = 1,
                                .ring = (uint8_t)secrets->newest(secrets->ring),
                                .from = t->now,
                                .until = YM_USEC_NONE };
    const struct app_sign_key which = { key.ring, APP_LABEL_SEAL, key.number };
    struct ym_error why;
    const enum ym_err err = secrets->public_key(secrets->ring, &which, key.open, &why);

    t->has_added_key = true;
    if (err == YM_E_OK)
        port->ops->add_key(port, &key, on_key_added, t);
    return err;
}

/* Sign what is to be stored, under the last key. */
static enum ym_err sign(struct task *t, const struct app_seal_key *key)
{
    const struct app_sealer_config *c = &t->sealer->config;
    const struct app_sign_key which = { key->ring, APP_LABEL_SEAL, key->number };
    char statement[APP_SEAL_STATEMENT_MAX];
    unsigned char open[32];
    struct ym_error why;
    size_t n;
    enum ym_err err;

    err = c->secrets->public_key(c->secrets->ring, &which, open, &why);
    if (err == YM_E_OK && memcmp(open, key->open, sizeof(open)) != 0)
        err = YM_E_UNAVAILABLE; /* the key file is not the one that it was made from */
    if (err != YM_E_OK)
        return err;
    t->seal.key = key->number;
    n = app_seal_statement(&t->seal, c->hash, statement);
    return c->secrets->sign(c->secrets->ring, &which, (struct ym_span){ statement, n },
                            t->seal.signature, &why);
}

static void on_put(void *arg, enum ym_err err, const struct app_seal *seal)
{
    struct task *t = arg;

    t->sealed(t->arg, err, seal);
    task_end(t);
}

static void seal_with(struct task *t, const struct app_seal_key *key)
{
    struct app_seals *port = t->sealer->config.seals;
    const enum ym_err err = sign(t, key);
    const struct app_seal_new new = { .seal = t->seal, .by = t->by, .parts = t->parts, .n = t->n };

    if (err == YM_E_OK) {
        port->ops->put(port, &new, on_put, t);
        return;
    }
    t->sealed(t->arg, err, NULL);
    task_end(t);
}

static void on_keys(void *arg, enum ym_err err, const struct app_seal_key *keys, size_t n)
{
    struct task *t = arg;

    if (err == YM_E_OK && n == 0)
        err = t->has_added_key ? YM_E_INTERNAL : add_first_key(t);
    if (err == YM_E_OK && n == 0)
        return;
    if (err == YM_E_OK) {
        seal_with(t, &keys[n - 1]);
        return;
    }
    t->sealed(t->arg, err, NULL);
    task_end(t);
}

static void ask_keys(struct task *t)
{
    struct app_seals *port = t->sealer->config.seals;

    port->ops->keys(port, on_keys, t);
}

/* ---- Sealing ---- */

static enum ym_err seal_parts(struct task *t, struct ym_span pdf)
{
    const struct app_secrets *secrets = t->sealer->config.secrets;
    char room[APP_SEAL_LABEL_MAX];
    struct ym_error why;
    enum ym_err err = YM_E_OK;

    for (size_t at = 0; err == YM_E_OK && at < pdf.n; at += APP_SEAL_PART_BYTES, t->n++) {
        const size_t left = pdf.n - at;
        const struct ym_span part = { pdf.at + at,
                                      left < APP_SEAL_PART_BYTES ? left : APP_SEAL_PART_BYTES };

        err = secrets->seal(secrets->ring, app_seal_part_label(&t->seal.code, (unsigned)t->n, room),
                            part, &t->arena, &t->parts[t->n], &why);
    }
    return err;
}

/* It stands in the statement as it is. */
static bool is_plain(struct ym_span subject)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-/";

    for (size_t i = 0; i < subject.n; i++) {
        if (memchr(allowed, subject.at[i], sizeof(allowed) - 1) == NULL)
            return false;
    }
    return true;
}

static enum ym_err prepare(struct task *t, const struct app_sealing *what)
{
    const struct ym_hash_ops *hash = t->sealer->config.hash;
    const size_t n = (what->pdf.n + APP_SEAL_PART_BYTES - 1) / APP_SEAL_PART_BYTES;

    assert(is_plain(what->subject));
    if (what->pdf.n == 0 || what->pdf.n > APP_SEAL_BYTES_MAX ||
        what->subject.n > APP_SEAL_SUBJECT_MAX)
        return YM_E_TOO_LARGE;
    if (!ym_arena_init(&t->arena, what->pdf.n + (n + 1) * (PART_OVERHEAD + sizeof(*t->parts)) +
                                      strlen(what->by) + 1))
        return YM_E_UNAVAILABLE;
    t->parts = ym_arena_alloc(&t->arena, n, sizeof(*t->parts));
    t->by = ym_arena_text(&t->arena, ym_span_of(what->by)).at;
    t->now = what->now;
    t->seal = (struct app_seal){ .dispute = what->dispute,
                                 .code = what->code,
                                 .document = (uint8_t)what->document,
                                 .version = what->version,
                                 .made_at = what->now,
                                 .size = (uint32_t)what->pdf.n,
                                 .has_terms = what->terms_sha256 != NULL };
    if (what->subject.n > 0)
        memcpy(t->seal.subject, what->subject.at, what->subject.n);
    hash->sha256_2(what->pdf.at, what->pdf.n, NULL, 0, t->seal.sha256);
    if (t->seal.has_terms)
        memcpy(t->seal.terms_sha256, what->terms_sha256, sizeof(t->seal.terms_sha256));
    return ym_arena_ok(&t->arena) ? seal_parts(t, what->pdf) : YM_E_UNAVAILABLE;
}

enum ym_err app_seal_document(struct app_sealer *s, const struct app_sealing *what,
                              app_seal_fn *done, void *arg)
{
    struct task *t = task_take(s, arg);
    enum ym_err err;

    assert(ym_seal_code_bucket(&what->code) == ym_id_bucket(what->dispute));
    assert(what->version > 0);
    if (t == NULL)
        return YM_E_BUSY;
    t->sealed = done;
    err = prepare(t, what);
    if (err == YM_E_OK)
        ask_keys(t);
    else
        task_end(t);
    return err;
}

/* ---- Opening ---- */

static enum ym_err open_parts(struct task *t, const struct ym_span *parts, size_t n, char *pdf)
{
    const struct app_secrets *secrets = t->sealer->config.secrets;
    char room[APP_SEAL_LABEL_MAX];
    struct ym_error why;
    size_t at = 0;
    enum ym_err err = YM_E_OK;

    for (size_t i = 0; err == YM_E_OK && i < n; i++) {
        struct ym_span plain;

        err = secrets->unseal(secrets->ring, app_seal_part_label(&t->seal.code, (unsigned)i, room),
                              parts[i], &t->arena, &plain, &why);
        if (err == YM_E_OK && plain.n > t->seal.size - at)
            err = YM_E_INTERNAL;
        if (err == YM_E_OK) {
            memcpy(pdf + at, plain.at, plain.n);
            at += plain.n;
        }
    }
    return err == YM_E_OK && at != t->seal.size ? YM_E_INTERNAL : err;
}

static void on_parts(void *arg, enum ym_err err, const struct ym_span *parts, size_t n)
{
    struct task *t = arg;
    const size_t size = t->seal.size;
    unsigned char hash[32];
    char *pdf = NULL;

    if (err == YM_E_OK && n == 0)
        err = YM_E_GONE; /* a document has a part: its content was removed (app/privacy.h) */
    if (err == YM_E_OK) {
        pdf = ym_arena_init(&t->arena, 2 * size + (n + 2) * PART_OVERHEAD)
                  ? ym_arena_alloc(&t->arena, 1, size)
                  : NULL;
        err = pdf != NULL ? open_parts(t, parts, n, pdf) : YM_E_UNAVAILABLE;
    }
    if (err == YM_E_OK) {
        t->sealer->config.hash->sha256_2(pdf, size, NULL, 0, hash);
        if (memcmp(hash, t->seal.sha256, sizeof(hash)) != 0)
            err = YM_E_INTERNAL;
    }
    t->opened(t->arg, err, (struct ym_span){ pdf, err == YM_E_OK ? size : 0 });
    task_end(t);
}

enum ym_err app_seal_open(struct app_sealer *s, const struct app_seal *seal,
                          app_seal_opened_fn *done, void *arg)
{
    struct task *t = task_take(s, arg);

    if (t == NULL)
        return YM_E_BUSY;
    t->opened = done;
    t->seal = *seal;
    s->config.seals->ops->parts(s->config.seals, &seal->code, on_parts, t);
    return YM_E_OK;
}
