/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a comparison: reconcile.c walks, reconcile_theirs.c keeps their list,
 * reconcile_found.c says what differs. */
#ifndef YM_EXCHANGE_RECONCILE_PRIVATE_H
#define YM_EXCHANGE_RECONCILE_PRIVATE_H

#include "exchange/envelope.h"
#include "exchange/reconcile.h"

/* One row of their list. */
struct theirs_row {
    struct ym_id dispute;
    uint8_t kind;
    bool is_seen; /* one of ours was compared with it */
    char ref[APP_MESSAGE_NAME_MAX + 1];
    char state[EXCHANGE_STATE_MAX + 1];
    char case_number[EXCHANGE_CASE_MAX + 1];
};

struct theirs {
    struct theirs_row *at; /* owned; sorted by dispute and kind once whole */
    size_t n, room;
};

/* Add a page. False: TOO_LARGE or no memory. */
bool theirs_add(struct theirs *t, const struct exchange_list *page);
void theirs_sort(struct theirs *t);
/* The row of this dispute and kind; NULL: they have none. */
struct theirs_row *theirs_find(const struct theirs *t, struct ym_id dispute, uint8_t kind);
void theirs_release(struct theirs *t);

#define RUN_ARENA  (4u * APP_MESSAGE_BYTES_MAX)
#define WORDS_MAX  400
#define SIDE_MAX   (EXCHANGE_STATE_MAX + EXCHANGE_CASE_MAX + 4)
#define ASK_MAX    256 /* bytes of one question */
#define UNACK_PAGE APP_EXCHANGE_PAGE_MAX

enum run_state {
    RUN_TURN,   /* whose turn is it? */
    RUN_THEIRS, /* ask for the next page of their list */
    RUN_OURS,   /* read the next page of our disputes */
    RUN_EACH,   /* look at the next dispute of that page */
    RUN_REST,   /* look at the next of theirs that no dispute of ours was compared with */
    RUN_LATE,   /* our messages without an answer, page by page */
    RUN_REFUSED,
    RUN_CLOSE, /* what was not found any more vanishes */
    RUN_DONE,
};

/* A difference that waits to be put down. */
struct found {
    struct app_discrepancy row;
    char ref[APP_MESSAGE_NAME_MAX + 1];
    char ours[SIDE_MAX], theirs[SIDE_MAX];
};

struct exchange_reconcile {
    struct exchange_reconcile_config config;
    enum run_state state;
    struct app_partner partner; /* of its texts the code alone */
    char code[APP_PARTNER_CODE_MAX + 1];
    bool has_url, has_turn;
    ym_usec run_at;
    struct app_exchange_turn turn;
    struct ym_arena arena;
    struct exchange_list page; /* of theirs */
    struct theirs theirs;
    unsigned pages;
    char after[APP_MESSAGE_NAME_MAX + 1];
    struct ym_id ids[APP_PAGE_MAX]; /* of our page */
    size_t nids, at_id;
    struct ym_id before; /* cursor over ours; v == 0 at the end */
    size_t at_rest;
    struct app_exchange_filter late; /* cursor over messages */
    struct found found[UNACK_PAGE];
    size_t nfound, at_found;
    struct exchange_reconciled counts;
    enum ym_err err;
    char why[WORDS_MAX];
    exchange_reconciled_fn *done;
    void *done_arg;
};

/* A difference that is about to be put down. */
struct found *found_difference(struct exchange_reconcile *r, struct ym_id dispute, uint8_t kind,
                               uint8_t what);
/* The standing of one kind against their row of it (NULL: none). */
void found_judge(struct exchange_reconcile *r, struct ym_id dispute,
                 const struct exchange_standing *s, struct theirs_row *row);
/* Theirs alone; ours: what stands here instead, in words. */
void found_not_here(struct exchange_reconcile *r, struct theirs_row *row, const char *ours);

#endif
