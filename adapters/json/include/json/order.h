/* SPDX-License-Identifier: Apache-2.0 */
/* Work orders of others, and the tables that say what their classes mean.
 *
 *   order  {"external_ref":"…","external_type":"0503","title":"…","description":"…",
 *           "parties":[{"side":"claimant","kind":"natural","name":"…","identity":"…","phone":"…",
 *                       "address":"…"},…],
 *           "region":"330108001","occurred_at":"2026-11-22T10:00:00+08:00","amount_fen":"100",
 *           "harm":0,"urgency":1,"scope":0,"joint":false,"status_wanted":true}
 *
 * external_ref and title must stand there. Hotlines seldom know who the other side is: a party's
 * name may be missing, and so may a side or all parties; then a placeholder sits there and the
 * order says so (lacks_parties). A number of a person that does not hold is left out, and the order
 * says so (left_out): it is no reason to send a person away. Every other mistake is refused.
 *
 *   table  {"partner":"hz-12345","name":"…","version":"…","channel":"hotline_12345",
 *           "body":"1001","example":true,"source":"…","days":30,"causes":"2026-01-01",
 *           "classes":[{"code":"0503","name":"…","type":"neighbour","cause":"55.6",
 *                       "from":"2026-01-01","until":"2026-12-31"},…]}
 *
 * classes ascend by code, and those of one code by their days, which do not overlap. cause (of the
 * list that causes names) and until may be missing. */
#ifndef YM_JSON_ORDER_H
#define YM_JSON_ORDER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/mistake.h"
#include "yima/date.h"
#include "yima/intake.h"
#include "yima/span.h"

#define JSON_ORDER_BYTES_MAX   20000 /* one order */
#define JSON_ORDER_CODE_CHARS  64    /* a class of a partner */
#define JSON_ORDER_ARENA_BYTES (JSON_ORDER_BYTES_MAX * 2 + 16384)
#define JSON_CLASSES_BYTES_MAX 1048576 /* a table of classes */
#define JSON_CLASSES_MAX       10000   /* classes of one table */
#define JSON_CLASS_NAME_CHARS  100     /* what a partner calls a class; the table's name */

/* What decoding needs to know: names that stand for persons whom the sender did not know, and the
 * time. */
struct json_order_frame {
    struct ym_span claimant, respondent; /* of a side that has no party */
    struct ym_span nameless;             /* of a party without a name */
    ym_usec now;                         /* when it was received */
};

struct json_order {
    struct ym_span reference, kind, title, description; /* kind: n == 0: none */
    struct ym_span left_out; /* numbers that do not hold, each behind a line feed; n == 0: none */
    struct ym_span detail;   /* json_intake_detail() */
    int64_t region;          /* padded; 0: not said */
    int64_t amount_fen;      /* -1: none named */
    ym_usec occurred_at;     /* YM_USEC_NONE: not said */
    uint8_t harm, urgency, scope; /* 0..3 */
    bool joint, wants_status;
    bool lacks_parties; /* a placeholder sits somewhere */
    uint8_t nparties;   /* at least one claimant and one respondent */
    const struct ym_party_words *parties;
};

/* Decode an order. *ret is written only on YM_E_OK; spans lie in arena, or in frame. Every mistake
 * is added to mistakes (NULL is legal). Errors: those of json/read.h. */
__attribute__((warn_unused_result)) enum ym_err
json_order_read(struct ym_span text, const struct json_order_frame *frame, struct ym_arena *arena,
                struct json_order *ret, struct ym_mistakes *mistakes, struct ym_error *reterr);

struct json_class {
    struct ym_span code, name, cause; /* cause: n == 0: none */
    uint8_t type;                     /* enum ym_type */
    ym_day from, until;               /* until YM_DAY_NONE: open */
};

struct json_classes {
    struct ym_span partner, name, version, source, causes; /* causes: n == 0: none is suggested */
    uint8_t channel;                                       /* enum ym_channel */
    int64_t body; /* who receives what this partner sends */
    bool is_example;
    int16_t days; /* a double may be so many days apart; 1..365, 0: not said */
    size_t n;
    struct json_class *at;
};

/* Read a table. Errors as above; classes out of their order are
 * UNPROCESSABLE. All of it is owned by the caller and dies with json_classes_free(). */
__attribute__((warn_unused_result)) enum ym_err
json_classes_parse(struct ym_span text, struct json_classes **ret, struct ym_error *reterr);
void json_classes_free(struct json_classes *c); /* NULL is legal */

#endif
