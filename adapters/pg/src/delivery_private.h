/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of delivery: delivery.c carries questions, delivery_port.c asks for app/deliver.h,
 * subscription.c for app/subscribe.h, account_port.c for app/account.h, delivery_rows.c turns rows
 * into structs. */
#ifndef YM_PG_DELIVERY_PRIVATE_H
#define YM_PG_DELIVERY_PRIVATE_H

#include "pg/bin.h"
#include "pg/delivery.h"
#include "pg/link.h"
#include "pg/rows.h"
#include "sql.h"

#define ASK_STATEMENTS_MAX YM_UNIT_STATEMENTS_MAX
#define ASK_PARAMS_MAX     128
#define ASK_COLUMNS_MAX    20
#define ASK_COLUMN_BYTES   65536 /* of one array */
#define ASK_TEXT_BYTES     4096  /* texts that must outlive the call */

struct pg_ask;

/* The rows of statement i. May answer at once in a READ; else keeps what it needs. */
typedef void pg_ask_rows_fn(struct pg_ask *ask, size_t i, const struct ym_rows *rows);
/* The unit has ended and the ask is not answered: answer, or ask on. */
typedef void pg_ask_end_fn(struct pg_ask *ask, enum ym_err err);

union pg_ask_done {
    app_endpoints_fn *endpoints;
    app_news_fn *feed;
    app_claimed_fn *claimed;
    app_counted_fn *counted;
    app_settled_fn *done;
    app_subscriptions_fn *subscriptions;
    app_deliveries_fn *deliveries;
    app_count_fn *count;
    app_accounts_fn *accounts;
    app_did_fn *did;
};

/* One question. */
struct pg_ask {
    struct pg_delivery *d;
    struct pg_ask *next; /* in the pool */
    struct ym_pg_unit unit;
    pg_ask_rows_fn *rows;
    pg_ask_end_fn *end;
    union pg_ask_done done;
    void *arg;
    bool is_answered, is_too_large;
    int64_t n;  /* rows that a statement touched */
    int64_t id; /* of the subscription or account that is changed; 0: none is */
    struct ym_request_key key;
    unsigned limit; /* of a list */
    size_t counted; /* statement whose rows are the answer */
    size_t nstatements, nparams, ncolumns, ntext;
    struct ym_statement statements[ASK_STATEMENTS_MAX];
    struct ym_param params[ASK_PARAMS_MAX];
    struct ym_scalar rooms[ASK_PARAMS_MAX];
    struct ym_column columns[ASK_COLUMNS_MAX];
    char text[ASK_TEXT_BYTES];
};

/* A question that is refused at the end of the turn. */
struct pg_refusal {
    pg_ask_end_fn *end;
    union pg_ask_done done;
    void *arg;
    enum ym_err err;
};

struct pg_subscriptions {
    struct app_subscriptions port; /* must be first */
    struct pg_delivery *d;
};

struct pg_accounts {
    struct app_accounts port; /* must be first */
    struct pg_delivery *d;
};

struct pg_delivery {
    struct app_deliveries port; /* must be first */
    struct pg_subscriptions subscriptions;
    struct pg_accounts accounts;
    struct ym_loop *loop;
    struct ym_link *link;
    struct ym_defer turn;
    struct pg_ask asks[PG_DELIVERY_ASKS];
    struct pg_ask *free;
    size_t asking;
    struct pg_refusal refusals[PG_DELIVERY_REFUSALS];
    size_t nrefusals;
    bool is_closing, is_link_closed;
    void (*on_closed)(void *arg);
    void *closed_arg;
    size_t nclaimed; /* rows of the claim under way; there is one at a time */
    struct app_delivery claimed[APP_DELIVER_SLOTS];
    union { /* the answer that is being given; one at a time, since nothing is given later */
        struct app_endpoint_row endpoints[APP_SUBSCRIPTIONS_MAX];
        struct app_news feed[APP_DELIVER_FEED_MAX];
        struct app_subscription subscriptions[APP_SUBSCRIPTIONS_MAX];
        struct app_delivery_page page;
        struct app_account accounts[APP_ACCOUNT_PAGE_MAX + 1];
    } answer;
};

/* ---- delivery.c ---- */

/* Begin a question; NULL: refused, and end will be called with BUSY at the end of the turn on a
 * question that holds done and arg alone. */
struct pg_ask *pg_ask_begin(struct pg_delivery *d, pg_ask_rows_fn *rows, pg_ask_end_fn *end,
                            union pg_ask_done done, void *arg);

/* The next statement begins; its parameters follow. */
void pg_ask_statement(struct pg_ask *ask, enum pg_sql sql);
void pg_ask_null(struct pg_ask *ask, enum ym_pg_type type);
void pg_ask_bool(struct pg_ask *ask, bool v);
void pg_ask_i16(struct pg_ask *ask, int16_t v);
void pg_ask_i32(struct pg_ask *ask, int32_t v);
void pg_ask_i64(struct pg_ask *ask, int64_t v);
void pg_ask_usec(struct pg_ask *ask, ym_usec v);
void pg_ask_text(struct pg_ask *ask, struct ym_span v);  /* copied */
void pg_ask_bytes(struct pg_ask *ask, struct ym_span v); /* copied */

/* A new array; filled, then a parameter (of several statements, if need be). It fills before any
 * column is made a parameter that the same question makes later. */
struct ym_column *pg_ask_column(struct pg_ask *ask, enum ym_pg_type type);
void pg_ask_array(struct pg_ask *ask, struct ym_column *c);

void pg_ask_send(struct pg_ask *ask, enum ym_unit_kind kind);

/* Ask on with the same question: other statements, other functions. */
void pg_ask_again(struct pg_ask *ask, pg_ask_rows_fn *rows, pg_ask_end_fn *end);

/* ---- delivery_rows.c ---- */

ym_usec pg_optional_usec(const struct ym_rows *rows, int row, int column);
struct ym_span pg_optional_span(const struct ym_rows *rows, int row, int column);
void pg_take_endpoint(const struct ym_rows *rows, int row, struct app_endpoint_row *ret);
void pg_take_feed(const struct ym_rows *rows, int row, struct app_news *ret);
void pg_take_delivery(const struct ym_rows *rows, int row, struct app_delivery *ret);
void pg_take_delivery_row(const struct ym_rows *rows, int row, struct app_delivery_row *ret);
void pg_take_subscription(const struct ym_rows *rows, int row, struct app_subscription *ret);

/* ---- account_rows.c ---- */

/* The account whose rows, one for each grant, begin here. Returns how many they are. */
int pg_take_account(const struct ym_rows *rows, int row, struct app_account *ret);
/* All of them, at most max. Returns how many. */
size_t pg_take_accounts(const struct ym_rows *rows, struct app_account *ret, size_t max);
void pg_take_session(const struct ym_rows *rows, int row, struct app_session *ret);

/* ---- the ports ---- */

extern const struct app_deliveries_ops pg_deliveries_ops;       /* delivery_port.c */
extern const struct app_subscriptions_ops pg_subscriptions_ops; /* subscription.c */
extern const struct app_accounts_ops pg_accounts_ops;           /* account_port.c */

#endif
