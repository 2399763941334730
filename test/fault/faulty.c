/* SPDX-License-Identifier: Apache-2.0 */
#include "faulty.h"

#include <assert.h>
#include <stddef.h>

enum call { CALL_ACQUIRE, CALL_REFRESH, CALL_APPEND, CALL_REGISTER, CALL_RECALL };

static struct faulty *of(struct ym_store *port)
{
    return (struct faulty *)(void *)port;
}

static struct ym_store *behind(const struct faulty *f)
{
    return mem_store_port(f->db);
}

/* May a store fail so at this call? */
static bool is_lawful(enum faulty_how how, enum call call)
{
    switch (how) {
    case FAULTY_UNAVAILABLE:
    case FAULTY_BUSY:
        return true;
    case FAULTY_LOST:
        return call == CALL_APPEND || call == CALL_REGISTER;
    case FAULTY_FULL:
        return call == CALL_APPEND || call == CALL_REGISTER;
    case FAULTY_CONFLICT:
        return call == CALL_APPEND;
    case FAULTY_POISON:
        return call == CALL_APPEND || call == CALL_REGISTER || call == CALL_ACQUIRE;
    case FAULTY_TAKEN:
        return call == CALL_REGISTER;
    case FAULTY_GONE:
        return call == CALL_ACQUIRE || call == CALL_REFRESH;
    case FAULTY_HOWS_N:
        break;
    }
    return false;
}

static enum ym_stored answer_of(enum faulty_how how)
{
    static const enum ym_stored answers[FAULTY_HOWS_N] = {
        [FAULTY_UNAVAILABLE] = YM_STORED_UNAVAILABLE,
        [FAULTY_BUSY] = YM_STORED_BUSY,
        [FAULTY_LOST] = YM_STORED_UNAVAILABLE,
        [FAULTY_CONFLICT] = YM_STORED_CONFLICT,
        [FAULTY_POISON] = YM_STORED_POISON,
        [FAULTY_TAKEN] = YM_STORED_TAKEN,
        [FAULTY_GONE] = YM_STORED_MISSING,
        [FAULTY_FULL] = YM_STORED_FULL,
    };

    return answers[how];
}

/* Does this call fail? *ret says how. */
static bool strikes(struct faulty *f, enum call call, enum faulty_how *ret)
{
    f->calls++;
    for (size_t i = 0; i < FAULTY_PLANS; i++) {
        struct faulty_plan *const p = &f->plans[i];

        if (p->at == 0 || f->calls < p->at || p->times == 0 || !is_lawful(p->how, call))
            continue;
        p->times--;
        f->fired++;
        *ret = p->how;
        return true;
    }
    return false;
}

static void later(struct faulty *f, enum ym_stored answer, void *op)
{
    assert(!f->is_pending);
    f->is_pending = true;
    f->answer = answer;
    f->op = op;
    f->acquired = NULL;
    f->appended = NULL;
    f->recalled = NULL;
}

static void store_acquire(struct ym_store *s, struct ym_id id, ym_acquired_fn *done, void *op)
{
    struct faulty *const f = of(s);
    enum faulty_how how;

    if (!strikes(f, CALL_ACQUIRE, &how)) {
        behind(f)->ops->acquire(behind(f), id, done, op);
        return;
    }
    later(f, answer_of(how), op);
    f->acquired = done;
}

static void store_refresh(struct ym_store *s, struct ym_id id, ym_acquired_fn *done, void *op)
{
    struct faulty *const f = of(s);
    enum faulty_how how;

    if (!strikes(f, CALL_REFRESH, &how)) {
        behind(f)->ops->refresh(behind(f), id, done, op);
        return;
    }
    behind(f)->ops->release(behind(f), id); /* one that fails is no longer held */
    later(f, answer_of(how), op);
    f->acquired = done;
}

static void store_release(struct ym_store *s, struct ym_id id)
{
    behind(of(s))->ops->release(behind(of(s)), id);
}

static void on_lost(void *op, enum ym_stored r)
{
    struct faulty *const f = op;

    (void)r; /* nobody hears of it */
    f->lost(f->lost_op, YM_STORED_UNAVAILABLE);
}

static void store_append(struct ym_store *s, const struct ym_change *change, ym_appended_fn *done,
                         void *op)
{
    struct faulty *const f = of(s);
    const bool is_new = change->before->version == 0;
    enum faulty_how how;

    if (!strikes(f, is_new ? CALL_REGISTER : CALL_APPEND, &how)) {
        behind(f)->ops->append(behind(f), change, done, op);
    } else if (how == FAULTY_LOST) {
        f->lost = done;
        f->lost_op = op;
        behind(f)->ops->append(behind(f), change, on_lost, f);
    } else {
        if (!is_new)
            behind(f)->ops->release(behind(f), change->after->id);
        later(f, answer_of(how), op);
        f->appended = done;
    }
}

static void store_recall(struct ym_store *s, uint32_t bucket, const unsigned char key[YM_KEY_BYTES],
                         ym_recalled_fn *done, void *op)
{
    struct faulty *const f = of(s);
    enum faulty_how how;

    if (!strikes(f, CALL_RECALL, &how)) {
        behind(f)->ops->recall(behind(f), bucket, key, done, op);
        return;
    }
    later(f, answer_of(how), op);
    f->recalled = done;
}

void faulty_init(struct faulty *f, struct mem_store *db)
{
    static const struct ym_store_ops ops = { store_acquire, store_refresh, store_release,
                                             store_append, store_recall };

    *f = (struct faulty){ .port.ops = &ops, .db = db };
}

bool faulty_step(struct faulty *f)
{
    if (!f->is_pending)
        return mem_store_step(f->db);
    f->is_pending = false;
    if (f->acquired != NULL)
        f->acquired(f->op, f->answer, NULL);
    else if (f->appended != NULL)
        f->appended(f->op, f->answer);
    else
        f->recalled(f->op, f->answer, NULL);
    return true;
}
