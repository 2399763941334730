/* SPDX-License-Identifier: Apache-2.0 */
/* A credit profile as it is frozen: the canonical bytes of what one party's disputes add up to at
 * the end of a month, and the way back from them.
 *
 * One JSON object: keys in byte order, no white space, every count a number, codes for words. It
 * says everything that the points rest on: each item with the event and the rule that made it, its
 * day, whether it counts or why not, its points and its weight then; the rules with their sources;
 * the formula. Of a party with more than JSON_PROFILE_ITEMS_MAX items the newest are told one by
 * one and the others stand in the sums alone ("older"). It holds no name and no number of a person.
 * The nonce is a keyed hash, so that nobody can tell a profile from its hash by guessing.
 *
 *   {"formula":{"id":…,"source":…,"version":…},
 *    "habits":[{"n":2,"side":"claimant","type":"neighbour"},…],
 *    "items":[{"day":…,"dispute":"0SA6BKHNG34EE2","flag":…,"item":0,"kind":"on_time","of":…,
 *              "points":1000,"ref":17,"rule":0,"seat":1,"seq":19,"type":"neighbour",
 *              "weight":1000,"why":"counts"},…],
 *    "kind":"natural","left_out":0,"month":"2026-10","nonce":"…","not":{"expired":1,…},"older":0,
 *    "participation":{"counted":4,"kinds":{"attended":4},"minimum":3,"points":1000},
 *    "performance":{…},
 *    "rules":[{"procedure":"zhejiang-2025/1.1","rule":105,"source":"…"},…],"v":1}
 *
 * Items stand in the order of their days, and of one day in that of dispute, event, kind and
 * obligation, with "rule" as the index in "rules"; flag stands there only while an objection is
 * open or after it was upheld, points are null where the kind has none, ref is left out where there
 * is none, "of" where it is the same day. Rules stand in the order of procedure and number. */
#ifndef YM_JSON_PROFILE_H
#define YM_JSON_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "json/write.h"
#include "yima/credit.h"
#include "yima/date.h"
#include "yima/id.h"
#include "yima/span.h"

#define JSON_PROFILE_BYTES_MAX 262144 /* of the canonical form */
#define JSON_PROFILE_ITEMS_MAX 500    /* told one by one */
#define JSON_PROFILE_RULES_MAX 500    /* different rules among them */
#define JSON_PROFILE_NONCE_LEN 16     /* bytes */

/* What an arena must have for any profile that is read. */
#define JSON_PROFILE_ARENA_BYTES (1u << 20)

struct json_profile_rule {
    struct ym_span procedure; /* "id/version" */
    uint16_t rule;
    struct ym_span source; /* law and article */
};

struct json_profile_item {
    struct ym_id dispute;
    uint32_t seq;     /* of the event */
    uint32_t ref_seq; /* of the item that it answers, repairs or takes the place of; 0: none */
    ym_day day;       /* on which it was recorded */
    ym_day of;        /* that it is of, from which it ages */
    uint16_t rule;    /* index among the rules */
    uint16_t weight;  /* 0..YM_CREDIT_WEIGHT_MAX */
    int16_t points;   /* of its kind; -1: none */
    uint8_t seat;     /* of the party in the dispute */
    uint8_t type;     /* enum ym_type, of the dispute */
    uint8_t kind;     /* enum ym_credit_kind */
    uint8_t item;     /* obligation, from 0; of other kinds 0 */
    uint8_t why;      /* enum ym_credit_why */
    uint8_t flag;     /* enum ym_credit_why: DISPUTED, UPHELD or COUNTS (nobody objects) */
};

struct json_profile {
    ym_day month; /* its first day */
    uint8_t kind; /* enum ym_party_kind */
    struct ym_span formula_id, formula_version, formula_source;
    uint8_t minimum[YM_CREDIT_PART_COUNT]; /* of the formula; of habits 0 */
    struct ym_credit_sum sum;              /* entries, barred, weight and product are not told: 0
                                              after reading */
    uint32_t older;                        /* items that stand in the sums alone */
    size_t nitems, nrules;
    const struct json_profile_item *items; /* in the order of the form */
    const struct json_profile_rule *rules; /* likewise */
    unsigned char nonce[JSON_PROFILE_NONCE_LEN];
};

/* The order of items: negative when a stands before b. */
int json_profile_compare(const struct json_profile_item *a, const struct json_profile_item *b);

/* Write the canonical bytes; ask ym_buf_ok(). */
void json_profile_write(const struct json_profile *p, struct ym_buf *buf);

/* Read them. What *ret points to lies in arena. INVALID and the other errors of json/read.h;
 * INTERNAL when the arena is too small. */
__attribute__((warn_unused_result)) enum ym_err json_profile_read(struct ym_span bytes,
                                                                  struct ym_arena *arena,
                                                                  struct json_profile *ret,
                                                                  struct ym_error *reterr);

/* The day of its oldest item, as far as its bytes tell: of a profile that says some only in its
 * sums the earliest day that an item of its month can be of when items are kept for expiry_days.
 * YM_DAY_NONE: it has no items. */
ym_day json_profile_oldest(const struct json_profile *p, uint16_t expiry_days);

/* An item with its words, for people: an object with kind, part, why and flag as
 * {"code","zh","en"}, the procedure, number and source of its rule, and the number of its dispute,
 * or null where shows_dispute is false. */
void json_profile_put_item(struct json_out *w, const struct json_profile *p,
                           const struct json_profile_item *i, bool shows_dispute);

#endif
