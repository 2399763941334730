/* SPDX-License-Identifier: Apache-2.0 */
/* How a port that has no rows is written: a line for each question and for each kind of answer.
 * Private to ports*.c. */
#ifndef YM_TEST_FUZZ_STUB_H
#define YM_TEST_FUZZ_STUB_H

#include <stdlib.h>
#include <string.h>

#include "ports.h"

/* The stubs take what the ports give and look at none of it. */
#pragma GCC diagnostic ignored "-Wunused-parameter"

#define NOTHING                                                                                    \
    (struct ym_span)                                                                               \
    {                                                                                              \
        NULL, 0                                                                                    \
    }

typedef void any_fn(void);

/* One question that waits for its end. */
struct asked {
    any_fn *done; /* of the type that its end knows */
    void *arg;
    enum ym_err err;
};

/* End the question with this error, at the end of the turn. */
static inline void later(struct world *w, enum ym_err err, any_fn *done, void *arg,
                         void (*end)(struct world *w, void *asked))
{
    struct asked *p = malloc(sizeof(*p));

    if (p == NULL)
        abort();
    *p = (struct asked){ done, arg, err };
    world_later(w, end, p);
}

#define END(type, list)                                                                            \
    static void end_##type(struct world *w, void *asked)                                           \
    {                                                                                              \
        struct asked *p = asked;                                                                   \
                                                                                                   \
        if (p->done != NULL)                                                                       \
            ((type *)p->done) list;                                                                \
        free(p);                                                                                   \
    }

#define STUB(name, type, params)                                                                   \
    static void name params                                                                        \
    {                                                                                              \
        const struct ports *all = ports_of(self);                                                  \
                                                                                                   \
        later(all->world, all->err, (any_fn *)done, arg, end_##type);                              \
    }

static inline struct ports *ports_of(void *port)
{
    return ((union port *)port)->row.all;
}

extern const struct app_casefile_ops ports_casefile_ops;
extern const struct app_evidence_ops ports_evidence_ops;
extern const struct app_seals_ops ports_seals_ops;
extern const struct app_credits_ops ports_credits_ops;
extern const struct app_credit_access_ops ports_credit_access_ops;
extern const struct app_points_ops ports_points_ops;
extern const struct app_answers_ops ports_answers_ops;
extern const struct app_assess_ops ports_assess_ops;
extern const struct app_orders_ops ports_orders_ops;
extern const struct app_exchange_ops ports_exchange_ops;
extern const struct app_subscriptions_ops ports_subscriptions_ops;
extern const struct app_months_ops ports_months_ops;
extern const struct app_migrations_ops ports_migrations_ops;
extern const struct app_accounts_ops ports_accounts_ops;

#endif
