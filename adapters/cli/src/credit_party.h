/* SPDX-License-Identifier: Apache-2.0 */
/* The profile of one party: its disputes taken in one by one, then the bytes that are frozen. */
#ifndef YM_CLI_CREDIT_PARTY_H
#define YM_CLI_CREDIT_PARTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/credit.h"
#include "app/desk.h"
#include "base/buf.h"
#include "base/error.h"
#include "json/profile.h"
#include "yima/credit.h"
#include "yima/procedure.h"

#define CREDIT_COLLECT_MAX (JSON_PROFILE_ITEMS_MAX + 2 * YM_CREDIT_ITEMS_MAX)

/* What all profiles of a run have in common. */
struct credit_ground {
    const struct ym_procedures *procedures;  /* not owned */
    const struct app_secrets *secrets;       /* likewise */
    const struct ym_credit_formula *formula; /* likewise */
    ym_day month, end;                       /* its first day, and the first one behind it */
    uint32_t adult_years; /* of a natural person; the rule of the office on its last day */
};

/* An item, and the version and number of its rule until all of them are known. */
struct credit_collected {
    struct json_profile_item item;
    uint16_t procedure, rule;
};

struct credit_party {
    const struct credit_ground *ground; /* not owned */
    unsigned char party[APP_CREDIT_PARTY_LEN];
    uint8_t kind;    /* enum ym_party_kind */
    ym_day adult_on; /* of a natural person whose birth is known, else YM_DAY_NONE */
    int64_t *tally;  /* by enum app_credit_count; not owned */
    ym_day oldest;   /* of its items, listed or summed alone; YM_DAY_NONE: there is none */
    struct ym_credit_formula formula; /* of the ground; it keeps items app_credit_drawn_days() */

    struct ym_credit_sum sum;
    uint32_t older; /* items that are no longer among the collected */
    size_t ncollected;
    struct credit_collected collected[CREDIT_COLLECT_MAX];
    struct ym_credit_view views[YM_CREDIT_ITEMS_MAX];
    struct ym_credit_log log; /* of the dispute that is taken in */
    struct json_profile_item items[JSON_PROFILE_ITEMS_MAX];
    struct json_profile_rule rules[JSON_PROFILE_RULES_MAX];
    char names[YM_PROCEDURES_MAX + 1][APP_CREDIT_FORMULA_MAX * 2]; /* "id/version" by number */
};

/* Begin with a party. adult_on: YM_DAY_NONE when no birth is known. */
void credit_party_begin(struct credit_party *p, const unsigned char party[APP_CREDIT_PARTY_LEN],
                        uint8_t kind, ym_day adult_on);

/* Is it a minor on the last day of the month? Then there is no profile. */
bool credit_party_is_minor(const struct credit_party *p);

/* A seat of the party: e->log is p->log, filled by the caller; e->bar is what protects the dispute,
 * to which is added that the party was a minor when it was registered. TOO_LARGE: it has more
 * disputes than can be. */
__attribute__((warn_unused_result)) enum ym_err
credit_party_add(struct credit_party *p, struct ym_credit_entry *e, struct ym_error *reterr);

/* All seats are in. The profile without its words is *ret (which points into p), and its canonical
 * bytes are in buf (cleared first). *ret_is_empty: there is nothing to say, and no profile.
 * INTERNAL: an item names a rule that this program does not know. */
__attribute__((warn_unused_result)) enum ym_err
credit_party_close(struct credit_party *p, struct json_profile *ret, struct ym_buf *buf,
                   bool *ret_is_empty, struct ym_error *reterr);

#endif
