/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a comparison: reconcile.c walks, reconcile_theirs.c keeps their list. */
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

#endif
