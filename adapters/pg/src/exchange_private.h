/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the exchange: exchange.c lives and opens, exchange_partner.c, _message.c,
 * _arrival.c and _compare.c ask. */
#ifndef YM_PG_EXCHANGE_PRIVATE_H
#define YM_PG_EXCHANGE_PRIVATE_H

#include "asker.h"
#include "pg/exchange.h"

#define PG_KEEP_SLICE  1000 /* rows forgotten by one statement */
#define PG_KEEP_SLICES 200  /* of receipts, and of payloads, at one time */

struct pg_exchange {
    struct app_exchange port; /* must be first */
    struct pg_asker asker;
    void (*on_closed)(void *arg);
    void *closed_arg;
    union { /* the answer that is being given; one at a time, since nothing is given later */
        struct app_partner partners[APP_PARTNERS_MAX];
        struct app_message messages[APP_EXCHANGE_PAGE_MAX];
        struct app_discrepancy discrepancies[APP_DISCREPANCIES_MAX];
    } answer;
};

static inline struct pg_asker *pg_exchange_asker(struct app_exchange *port)
{
    return &((struct pg_exchange *)port)->asker;
}

/* The exchange to which a question belongs. */
static inline struct pg_exchange *pg_exchange_asked(struct pg_question *q)
{
    return (struct pg_exchange *)(void *)((char *)q->asker - offsetof(struct pg_exchange, asker));
}

/* Parameters that may be none. */
void pg_give_usec_or_null(struct pg_question *q, ym_usec v); /* YM_USEC_NONE: NULL */
void pg_give_text_or_null(struct pg_question *q, const struct ym_span *v);
void pg_give_print(struct pg_question *q, const unsigned char *at, size_t n);
ym_usec pg_exchange_usec(const struct ym_rows *rows, int row, int column); /* NULL: YM_USEC_NONE */
struct ym_span pg_exchange_span(const struct ym_rows *rows, int row, int column); /* NULL: "" */

/* The end of what answers with an app_settled_fn: OK when it is committed. */
void pg_exchange_settled(struct pg_question *q, enum ym_err err);
/* Of statements that must touch a row: none is CONFLICT. */
void pg_exchange_touch(struct pg_question *q, const struct ym_rows *rows);
void pg_exchange_touched(struct pg_question *q, enum ym_err err);

/* ---- The port's operations, by file ---- */

void pg_exchange_partners(struct app_exchange *x, int64_t id, struct ym_span code,
                          app_partners_fn *done, void *arg);
void pg_exchange_add_partner(struct app_exchange *x, const struct app_partner *row,
                             app_partners_fn *done, void *arg);
void pg_exchange_change_partner(struct app_exchange *x, int64_t id,
                                const struct app_partner_change *change, app_partners_fn *done,
                                void *arg);
void pg_exchange_put_key(struct app_exchange *x, int64_t id, const struct app_partner_key *key,
                         app_partners_fn *done, void *arg);

void pg_exchange_find(struct app_exchange *x, const struct app_message_wish *wish,
                      app_messages_fn *done, void *arg);
void pg_exchange_put(struct app_exchange *x, const struct app_message *row, app_settled_fn *done,
                     void *arg);
void pg_exchange_posted(struct app_exchange *x, const struct app_message_outcome *o,
                        app_settled_fn *done, void *arg);
void pg_exchange_answered(struct app_exchange *x, const struct app_message_answer *a,
                          app_settled_fn *done, void *arg);
void pg_exchange_list(struct app_exchange *x, const struct app_exchange_filter *f,
                      app_messages_fn *done, void *arg);
void pg_exchange_one(struct app_exchange *x, struct app_message_key key, app_messages_fn *done,
                     void *arg);
void pg_exchange_resend(struct app_exchange *x, struct app_message_key key, ym_usec now,
                        app_messages_fn *done, void *arg);
void pg_exchange_settle(struct app_exchange *x, struct app_message_key key,
                        const struct app_settling *how, app_messages_fn *done, void *arg);

void pg_exchange_arrive(struct app_exchange *x, const struct app_arrival *a, app_arrived_fn *done,
                        void *arg);
void pg_exchange_receipt(struct app_exchange *x, const struct app_arrival *a,
                         struct ym_span receipt, app_arrived_fn *done, void *arg);

void pg_exchange_count(struct app_exchange *x, ym_usec now, app_exchange_counts_fn *done,
                       void *arg);
void pg_exchange_turn(struct app_exchange *x, const struct app_exchange_turn *t,
                      app_settled_fn *done, void *arg);
void pg_exchange_discrepancy(struct app_exchange *x, const struct app_discrepancy *d,
                             ym_usec run_at, app_settled_fn *done, void *arg);
void pg_exchange_compared(struct app_exchange *x, int64_t partner, ym_usec run_at, bool is_whole,
                          app_settled_fn *done, void *arg);
void pg_exchange_discrepancies(struct app_exchange *x, const struct app_discrepancy_filter *f,
                               app_discrepancies_fn *done, void *arg);
void pg_exchange_settle_discrepancy(struct app_exchange *x, const struct app_discrepancy *which,
                                    const struct app_settling *how, app_settled_fn *done,
                                    void *arg);
void pg_exchange_keep(struct app_exchange *x, ym_usec receipts_before, ym_usec payloads_before,
                      app_settled_fn *done, void *arg);

#endif
