/* SPDX-License-Identifier: Apache-2.0 */
#include "seal_memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

struct memory memory;

typedef void any_fn(void);

static size_t wait_for(struct app_seals *s, void (*give)(struct memory *m, size_t i), any_fn *done,
                       void *arg)
{
    struct memory *m = (struct memory *)s;

    m->waiting[m->nwaiting].give = give;
    memcpy(&m->waiting[m->nwaiting].done, &done, sizeof(done));
    m->waiting[m->nwaiting].arg = arg;
    return m->nwaiting++;
}

#define DONE_OF(type)                                                                              \
    type *done;                                                                                    \
    memcpy(&done, &m->waiting[i].done, sizeof(done))

static void give_keys(struct memory *m, size_t i)
{
    DONE_OF(app_seal_keys_fn);
    done(m->waiting[i].arg, m->fails, m->keys, m->fails == YM_E_OK ? m->nkeys : 0);
}

static void ask_keys(struct app_seals *s, app_seal_keys_fn *done, void *arg)
{
    (void)wait_for(s, give_keys, (any_fn *)done, arg);
}

static void give_added(struct memory *m, size_t i)
{
    DONE_OF(app_seal_put_fn);
    if (m->fails == YM_E_OK && m->nkeys < m->waiting[i].key.number)
        m->keys[m->nkeys++] = m->waiting[i].key;
    done(m->waiting[i].arg, m->fails);
}

static void add_key(struct app_seals *s, const struct app_seal_key *key, app_seal_put_fn *done,
                    void *arg)
{
    const size_t i = wait_for(s, give_added, (any_fn *)done, arg);

    ((struct memory *)s)->waiting[i].key = *key;
}

static size_t place_of(const struct memory *m, const struct app_seal *like)
{
    size_t at = 0;

    while (at < m->n && (m->documents[at].dispute.v != like->dispute.v ||
                         m->documents[at].version != like->version ||
                         strcmp(m->documents[at].subject, like->subject) != 0))
        at++;
    return at;
}

static void give_put(struct memory *m, size_t i)
{
    const struct app_seal *new = &m->waiting[i].seal;
    const size_t at = place_of(m, new);

    DONE_OF(app_seal_fn);
    if (m->fails != YM_E_OK || m->is_full) {
        done(m->waiting[i].arg, m->is_full ? YM_E_CONFLICT : m->fails, NULL);
        return;
    }
    if (at == m->n) {
        assert_true(at < DOCUMENTS_MAX);
        m->documents[m->n++] = *new;
        for (size_t p = 0; p < m->waiting[i].given_n; p++) {
            char *copy = malloc(m->waiting[i].given[p].n);

            assert_non_null(copy);
            memcpy(copy, m->waiting[i].given[p].at, m->waiting[i].given[p].n);
            m->parts[at][p] = (struct ym_span){ copy, m->waiting[i].given[p].n };
        }
        m->nparts[at] = m->waiting[i].given_n;
    }
    done(m->waiting[i].arg, YM_E_OK, &m->documents[at]);
}

static void put(struct app_seals *s, const struct app_seal_new *what, app_seal_fn *done, void *arg)
{
    const size_t i = wait_for(s, give_put, (any_fn *)done, arg);
    struct memory *m = (struct memory *)s;

    assert_string_equal(what->by, "tester");
    m->waiting[i].seal = what->seal;
    m->waiting[i].given = what->parts;
    m->waiting[i].given_n = what->n;
}

static void give_parts(struct memory *m, size_t i)
{
    const size_t at = place_of(m, &m->waiting[i].seal);

    DONE_OF(app_seal_parts_fn);
    done(m->waiting[i].arg, m->fails, m->parts[at], m->fails == YM_E_OK ? m->nparts[at] : 0);
}

static void ask_parts(struct app_seals *s, const struct ym_seal_code *code, app_seal_parts_fn *done,
                      void *arg)
{
    const size_t i = wait_for(s, give_parts, (any_fn *)done, arg);
    struct memory *m = (struct memory *)s;

    for (size_t d = 0; d < m->n; d++) {
        if (strcmp(m->documents[d].code.text, code->text) == 0)
            m->waiting[i].seal = m->documents[d];
    }
}

static const struct app_seals_ops ops = {
    .keys = ask_keys, .add_key = add_key, .put = put, .parts = ask_parts
};

void memory_run(void)
{
    for (size_t i = 0; i < memory.nwaiting; i++)
        memory.waiting[i].give(&memory, i);
    memory.nwaiting = 0;
}

void memory_begin(void)
{
    memset(&memory, 0, sizeof(memory));
    memory.port.ops = &ops;
}

void memory_end(void)
{
    for (size_t d = 0; d < memory.n; d++) {
        for (size_t i = 0; i < memory.nparts[d]; i++)
            free((void *)(uintptr_t)memory.parts[d][i].at);
    }
}
