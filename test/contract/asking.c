/* SPDX-License-Identifier: Apache-2.0 */
#include "asking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "subject.h"

struct ym_store *store;
unsigned answers;
static bool is_calling; /* inside a call of the port: no callback may come now */

static void note(struct answer *a, enum ym_stored r)
{
    assert_false(is_calling);
    a->n++;
    a->r = r;
    a->order = answers++;
}

static void on_acquired(void *op, enum ym_stored r, const struct ym_dispute *d)
{
    struct answer *a = op;

    note(a, r);
    assert_int_equal(r == YM_STORED_OK, d != NULL);
    if (d != NULL)
        a->d = *d;
}

static void on_appended(void *op, enum ym_stored r)
{
    note(op, r);
}

static void on_recalled(void *op, enum ym_stored r, const struct ym_recalled *found)
{
    struct answer *a = op;

    note(a, r);
    assert_int_equal(r == YM_STORED_OK, found != NULL);
    if (found == NULL)
        return;
    a->found = *found;
    memcpy(a->payload, found->payload.at, found->payload.n);
    a->pinned_n = found->pinned.n;
    memcpy(a->pinned, found->pinned.at, found->pinned.n);
}

void acquire(struct ym_id id, struct answer *a)
{
    *a = (struct answer){ .n = 0 };
    is_calling = true;
    store->ops->acquire(store, id, on_acquired, a);
    is_calling = false;
}

void append(const struct ym_change *change, struct answer *a)
{
    *a = (struct answer){ .n = 0 };
    is_calling = true;
    store->ops->append(store, change, on_appended, a);
    is_calling = false;
}

void release(struct ym_id id)
{
    is_calling = true;
    store->ops->release(store, id);
    is_calling = false;
}

enum ym_stored appended(const struct ym_change *change)
{
    struct answer a;

    append(change, &a);
    subject_run(&answers, answers + 1);
    assert_int_equal(a.n, 1);
    return a.r;
}

struct answer acquired(struct ym_id id)
{
    struct answer a;

    acquire(id, &a);
    subject_run(&answers, answers + 1);
    assert_int_equal(a.n, 1);
    return a;
}

struct answer refreshed(struct ym_id id)
{
    struct answer a = { .n = 0 };

    is_calling = true;
    store->ops->refresh(store, id, on_acquired, &a);
    is_calling = false;
    subject_run(&answers, answers + 1);
    assert_int_equal(a.n, 1);
    return a;
}

struct answer recalled(uint32_t bucket, uint8_t key)
{
    unsigned char bytes[YM_KEY_BYTES];
    struct answer a = { .n = 0 };

    memset(bytes, key, sizeof(bytes));
    is_calling = true;
    store->ops->recall(store, bucket, bytes, on_recalled, &a);
    is_calling = false;
    subject_run(&answers, answers + 1);
    assert_int_equal(a.n, 1);
    return a;
}
