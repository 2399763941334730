/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>

#include "memory/store.h"
#include "subject.h"

static struct mem_store *store;

struct ym_store *subject_open(void)
{
    store = mem_store_new(100);
    assert(store != NULL);
    return mem_store_port(store);
}

void subject_close(void)
{
    mem_store_free(store);
}

void subject_run(const unsigned *count, unsigned n)
{
    while (*count < n) {
        bool is_answered = mem_store_step(store);

        assert(is_answered);
    }
}

void subject_settle(void)
{
    while (mem_store_step(store))
        continue;
}

void subject_cut(bool is_cut)
{
    mem_store_fail(store, is_cut ? MEM_FAULT_UNAVAILABLE : MEM_FAULT_NONE, 0, is_cut ? 1000 : 0);
}
