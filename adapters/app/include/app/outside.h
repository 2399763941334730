/* SPDX-License-Identifier: Apache-2.0 */
/* Work orders of others: 110, 12345, grids, courts and departments hand matters over.
 *
 * Nothing that came is lost, nothing is overwritten, nobody is mixed up:
 *
 *  - An order is taken down before anything is done with it. The same number with the same content
 *    is the same order, and is answered as the first time. Another content is another revision: it
 *    waits for a person, and changes nothing by itself.
 *  - A class that no map knows becomes the type "other" and a task; so do numbers of persons that
 *    do not hold, and parties that the sender did not know.
 *  - An order joins an open dispute only when it is certain to be the same: the same number in its
 *    channel, or the same identity numbers on the same two sides and the same type, and one such
 *    dispute alone. A person sees it and can part them again. Whatever else looks alike is
 *    registered, and a person is shown what it may be a double of, and why.
 *
 *   class ─> take down ─known───────────────────────────────────────────────────┐
 *               │ └─another content─> where did its dispute go? ─> end ───────────┤
 *               └─new─> phones ─> identities ─> nearby ─> look at each            ├─> answer
 *                             ┌───────certain──────────────┘ │                    │
 *                             └─> refer <──────── register <─┘                    │
 *                                   └─> remember phones ─> end ───────────────────┘
 *
 * An order that fell between two of these steps is taken up where it was when its sender sends it
 * again; until then it stands in the worklist as unfinished. */
#ifndef YM_APP_OUTSIDE_H
#define YM_APP_OUTSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/command.h"
#include "app/desk.h"
#include "app/gate.h"
#include "app/query.h"
#include "base/error.h"
#include "base/mistake.h"
#include "yima/calendar.h"
#include "yima/office.h"
#include "yima/intake.h"
#include "yima/vocab.h"

#define APP_ORDER_PARTNER_MAX 64    /* bytes of a partner's code */
#define APP_ORDER_REVISIONS   100   /* contents under one number; one more is refused */
#define APP_ORDER_PAYLOAD_MAX 20000 /* bytes of an order as it came */
#define APP_ORDER_SEALED_MAX  20480 /* bytes of it as stored */
#define APP_ORDER_NOTE_CHARS  500   /* of what a person writes who ends a task */
#define APP_ORDER_PAGE_MAX    100   /* rows of one worklist */
#define APP_REFERENCES_MAX    64    /* numbers of one dispute that are shown */
#define APP_ORDERS_AT_ONCE    32    /* orders being taken; one more is BUSY */
#define APP_ORDER_LOOKS       8     /* disputes that are looked at for one order */
#define APP_ORDER_NEARBY      50    /* titles nearby that are compared */
#define APP_ORDER_HOPS        8     /* merges that are followed to the dispute that survived */
#define APP_LIKELY_MAX        3     /* disputes that a person is shown as possible doubles */
#define APP_LIKELY_SCORE      60    /* points from which one is shown */
#define APP_LIKELY_TEXT_MAX   256   /* bytes of a stored list of them, with its NUL */

/* clang-format off */

/* How far an order has come. The numbers are stored: append only. */
#define APP_ORDER_STATES(X) /* name, code, zh, en */ \
    X(TAKEN,      "taken",      "已收到",       "taken down, not yet a dispute") \
    X(REGISTERED, "registered", "已登记",       "registered as a dispute") \
    X(ATTACHED,   "attached",   "并入在办纠纷", "joined a dispute that is open") \
    X(UPDATE,     "update",     "内容变更",     "another content of an order known") \
    X(SPLIT,      "split",      "已拆分登记",   "parted again by a person")

/* What a person has to look at. Bits of the numbers are stored: append only. */
#define APP_ORDER_TASKS(X) /* name, code, zh, en */ \
    X(UNFINISHED, "unfinished", "未完成登记",     "not yet a dispute: its sender was told to send it again") \
    X(CLASSIFY,   "classify",   "待确定类型",     "its class is in no map: choose the type") \
    X(PARTIES,    "parties",    "当事人待补充",   "a side of it has no party with a name") \
    X(NUMBERS,    "numbers",    "号码待核对",     "a number of a person does not hold, and was left out") \
    X(DUPLICATE,  "duplicate",  "可能重复",       "it may be a double of another dispute") \
    X(ATTACHED,   "attached",   "已并入,请核对",  "joined a dispute: look whether it is the same") \
    X(UPDATE,     "update",     "有变更,请处理",  "its sender sent another content")

/* How a number came to a dispute. The numbers are stored: append only. */
#define APP_REFERENCE_HOWS(X) /* name, code, zh, en */ \
    X(REGISTERED, "registered", "据此登记",   "registered under it") \
    X(ATTACHED,   "attached",   "随后并入",   "joined later") \
    X(MERGED,     "merged",     "随并案转来", "came with a dispute that was merged into this one")

/* What speaks for two matters being one, with the points of each. The weights are a choice of this
 * program: APP_LIKELY_SCORE is reached by no single weak sign, and by one side's number with the
 * same type. */
#define APP_LIKENESSES(X) /* name, code, points, zh, en */ \
    X(BOTH_SIDES, "both_sides", 100, "双方证件号码相同",     "the same identity numbers on both sides") \
    X(SWAPPED,    "swapped",     70, "双方相同而申请相反",   "the same two persons with sides exchanged") \
    X(ONE_SIDE,   "one_side",    50, "一方证件号码相同",     "the same identity number on one side") \
    X(PHONE,      "phone",       45, "联系电话相同",         "the same telephone number") \
    X(NAMES,      "names",       40, "双方姓名相同",         "the same names on both sides") \
    X(NAME,       "name",        20, "一方姓名相同",         "the same name on one side") \
    X(TYPE,       "type",        10, "纠纷类型相同",         "the same type") \
    X(COMMUNITY,  "community",   20, "同一村社",             "the same community") \
    X(STREET,     "street",      10, "同一镇街",             "the same street or town") \
    X(WORDS,      "words",       35, "事由文字基本相同",     "nearly the same words") \
    X(SOME_WORDS, "some_words",  15, "事由文字部分相同",     "some of the same words") \
    X(RECENT,     "recent",      10, "近期登记",             "registered a short while ago")

/* clang-format on */

#define X(name, code, zh, en) APP_ORDER_##name,
enum app_order_state { APP_ORDER_STATES(X) APP_ORDER_STATE_COUNT };
#undef X
#define X(name, code, zh, en) APP_TASK_##name,
enum app_order_task { APP_ORDER_TASKS(X) APP_TASK_COUNT };
#undef X
#define APP_TASK(name)        (UINT32_C(1) << APP_TASK_##name)
#define X(name, code, zh, en) APP_HOW_##name,
enum app_reference_how { APP_REFERENCE_HOWS(X) APP_HOW_COUNT };
#undef X
#define X(name, code, points, zh, en) APP_LIKE_##name,
enum app_likeness { APP_LIKENESSES(X) APP_LIKENESS_COUNT };
#undef X
#define APP_LIKE(name) (UINT32_C(1) << APP_LIKE_##name)

const struct ym_word *app_order_state_word(unsigned state);
const struct ym_word *app_order_task_word(unsigned task);
const struct ym_word *app_reference_how_word(unsigned how);
const struct ym_word *app_likeness_word(unsigned likeness);
/* The index of a task's code, or -1. */
int app_order_task_find(struct ym_span code);

/* ---- An order ---- */

/* What a sender handed over, decoded and checked as far as it can be without a database. It and all
 * it points to must live until the callback. */
struct app_order {
    struct ym_span partner;       /* code of who sent it */
    struct ym_span reference;     /* its number there; 1..YM_EXTERNAL_REF_CHARS_MAX characters */
    struct ym_span payload;       /* the bytes as they came, to be kept sealed */
    struct ym_span kind;          /* the sender's class; n == 0: none was named */
    struct ym_span title;         /* 1..YM_TITLE_CHARS_MAX characters */
    struct ym_span description;   /* 0..YM_LONG_TEXT_CHARS_MAX characters */
    struct ym_span detail;        /* side and kind of each seat, canonical (json/intake.h) */
    struct ym_span left_out;      /* numbers of persons that do not hold, as sent: they stand in the
                                     payload alone, and another one makes another content */
    uint8_t channel;              /* enum ym_channel; APP_ANY: the one of the partner's map */
    uint8_t type;                 /* enum ym_type; APP_ANY: as the partner's map says of kind */
    uint8_t harm, urgency, scope; /* 0..3 */
    bool wants_status;
    bool joint;                           /* both sides apply together */
    int64_t region;                       /* padded; 0: that of the body */
    int64_t body;                         /* who receives it; 0: as the partner's map says */
    int64_t amount_fen;                   /* -1: none named */
    ym_usec occurred_at;                  /* YM_USEC_NONE: not said */
    uint32_t tasks;                       /* set of enum app_order_task that decoding found */
    uint8_t nparties;                     /* at least one claimant and one respondent */
    const struct ym_party_words *parties; /* by seat */
    struct ym_mistakes *mistakes; /* what is unknown of its body and region goes here; or NULL */
};

/* Names of parties whom the sender did not know. */
#define APP_UNKNOWN_CLAIMANT   YM_SPAN("申请人（待查明）")
#define APP_UNKNOWN_RESPONDENT YM_SPAN("被申请人（待查明）")
#define APP_UNKNOWN_NAME       YM_SPAN("姓名不详")

/* Is this one of these names? */
bool app_is_unknown_name(struct ym_span name);

/* On whose move mediation begins for what this channel sends. */
enum ym_source app_channel_source(uint8_t channel);

/* Digest of what an order says, whatever its form, its order of members or its number of spaces. */
void app_order_digest(const struct app_secrets *secrets, const struct app_order *o,
                      unsigned char ret[16]);

/* ---- What is kept ---- */

struct app_order_row {
    int64_t id;
    int32_t revision;
    uint8_t channel, state, type; /* enums */
    bool wants_status;
    uint32_t tasks; /* set of enum app_order_task */
    int64_t region; /* padded */
    ym_usec received_at;
    struct ym_id dispute; /* v == 0: none yet */
    unsigned char digest[16];
    struct ym_span partner, reference, kind, cause_list, cause, likely;
    struct ym_span payload;            /* sealed; n == 0: not asked for */
    ym_usec done_at;                   /* YM_USEC_NONE: no task was ended by a person */
    struct ym_span done_by, done_note; /* done_note sealed */
};

struct app_reference_row {
    struct ym_id dispute;
    struct ym_span partner, reference;
    uint8_t channel; /* enum ym_channel */
    uint8_t how;     /* enum app_reference_how */
    int64_t order;   /* id of the order */
    ym_usec received_at;
    bool wants_status;
};

/* What a partner's map says of one of its classes. */
struct app_class {
    uint8_t channel; /* enum ym_channel of this partner */
    int16_t days;    /* a double may be so many days apart; 0: as the office says */
    int64_t body;    /* who receives what this partner sends */
    bool is_mapped;  /* the map knows the class; else type is OTHER */
    uint8_t type;    /* enum ym_type */
    struct ym_span cause_list, cause; /* n == 0: none suggested */
    struct ym_span name;              /* what the partner calls it; n == 0: not mapped */
};

/* A phone number as it is matched. */
#define APP_LABEL_PHONE YM_SPAN("yima outside phone")
/* Keyed hash of the digits of a phone number, without the country's prefix. */
void app_phone_hash(const struct app_secrets *secrets, struct ym_span phone, unsigned char ret[32]);
/* The same of the other generation, which is searched as well; false: there is none. */
bool app_phone_other(const struct app_secrets *secrets, struct ym_span phone,
                     unsigned char ret[32]);

#define APP_ORDER_LABEL_MAX 96
/* Labels under which an order and what a person wrote about it are sealed: never change them. */
struct ym_span app_order_label(int64_t order, const char *field, char room[APP_ORDER_LABEL_MAX]);

/* A new id in the bucket of its partner and reference. */
int64_t app_order_id(const struct app_secrets *secrets, struct ym_span partner,
                     struct ym_span reference, ym_usec now);
/* The bucket of an order's id, and of a partner and reference. */
uint32_t app_order_bucket(int64_t id);
uint32_t app_reference_bucket(struct ym_span partner, struct ym_span reference);

/* ---- Likeness, pure ---- */

struct app_likely {
    struct ym_id dispute;
    uint32_t signs; /* set of enum app_likeness */
};

unsigned app_likeness_points(uint32_t signs); /* the sum of the points */

/* How alike two sets of search terms are, 0..100: twice what both hold by all that they hold. */
unsigned app_terms_alike(const struct ym_span *a, size_t na, const struct ym_span *b, size_t nb);

/* "0SA6BKHNG34EE2:1056,…" as stored: number and signs, the likeliest first. */
void app_likely_print(const struct app_likely *rows, size_t n, char ret[APP_LIKELY_TEXT_MAX]);
size_t app_likely_parse(struct ym_span text, struct app_likely ret[APP_LIKELY_MAX]);

/* ---- The port ---- */

/* err: OK, NOT_FOUND, CONFLICT, UNAVAILABLE, BUSY or INTERNAL. Exactly once, never before the call
 * returns; what it points to dies with it. */
typedef void app_order_rows_fn(void *arg, enum ym_err err, const struct app_order_row *rows,
                               size_t n, bool has_more);
typedef void app_references_fn(void *arg, enum ym_err err, const struct app_reference_row *rows,
                               size_t n);
typedef void app_ids_fn(void *arg, enum ym_err err, const struct ym_id *ids, size_t n);
typedef void app_class_fn(void *arg, enum ym_err err, const struct app_class *class);
typedef void app_orders_done_fn(void *arg, enum ym_err err);

/* Which orders a worklist shows. */
struct app_order_wish {
    int64_t region_lo, region_hi; /* only of this subtree */
    uint32_t tasks;               /* only with one of these open */
    struct ym_span partner;       /* n == 0: any */
    int64_t after;                /* behind this id; 0: from the first */
    unsigned limit;               /* 1..APP_ORDER_PAGE_MAX */
};

/* A person ends tasks of an order. */
struct app_order_settling {
    int64_t order;
    uint32_t tasks; /* set of enum app_order_task */
    ym_usec now;
    struct ym_span by;   /* public name of who */
    struct ym_span note; /* sealed; n == 0: none */
};

/* What became of an order. */
struct app_order_end {
    int64_t order;
    uint8_t state, type; /* enums */
    struct ym_id dispute;
    uint32_t tasks;
    struct ym_span cause_list, cause;
    const char *likely; /* as app_likely_print() */
};

struct app_orders; /* begins with its ops */
struct app_orders_ops {
    /* Take down an order, unless the newest content under its number is this one already, or there
     * are APP_ORDER_REVISIONS, or another program is taking one under it just now: newest() tells.
     */
    void (*take)(struct app_orders *s, const struct app_order_row *row, app_orders_done_fn *done,
                 void *arg);
    /* The first content under a number and, when it is another one, the newest. */
    void (*newest)(struct app_orders *s, struct ym_span partner, struct ym_span reference,
                   app_order_rows_fn *done, void *arg);
    void (*end)(struct app_orders *s, const struct app_order_end *end, app_orders_done_fn *done,
                void *arg);
    /* The class of a partner on a day; NOT_FOUND: the partner has no map. */
    void (*class_of)(struct app_orders *s, struct ym_span partner, struct ym_span code, ym_day day,
                     app_class_fn *done, void *arg);
    /* Put a number to a dispute. A repetition changes nothing. */
    void (*refer)(struct app_orders *s, const struct app_reference_row *row,
                  app_orders_done_fn *done, void *arg);
    /* Take a number from a dispute. */
    void (*unrefer)(struct app_orders *s, const struct app_reference_row *row,
                    app_orders_done_fn *done, void *arg);
    /* The numbers of a dispute, oldest first, at most APP_REFERENCES_MAX. */
    void (*references)(struct app_orders *s, struct ym_id dispute, app_references_fn *done,
                       void *arg);
    /* Remember a phone as one of a dispute. A repetition changes nothing. */
    void (*put_phone)(struct app_orders *s, const unsigned char hash[32], struct ym_id dispute,
                      ym_usec at, app_orders_done_fn *done, void *arg);
    /* Disputes with this phone since a time, newest first, at most APP_ORDER_LOOKS. */
    void (*phone)(struct app_orders *s, const unsigned char hash[32], ym_usec since,
                  app_ids_fn *done, void *arg);
    /* A worklist, oldest first; payloads are left out. */
    void (*list)(struct app_orders *s, const struct app_order_wish *wish, app_order_rows_fn *done,
                 void *arg);
    /* One order with its payload. NOT_FOUND: there is none. */
    void (*read)(struct app_orders *s, int64_t order, app_order_rows_fn *done, void *arg);
    /* End tasks of an order; it must have one of them open, else CONFLICT. */
    void (*settle)(struct app_orders *s, const struct app_order_settling *what,
                   app_orders_done_fn *done, void *arg);
};
struct app_orders {
    const struct app_orders_ops *ops;
};

/* ---- The operation ---- */

struct app_outside_config {
    struct app *app;
    struct app_orders *orders;
    struct app_reader *reader;
    struct app_directory *directory;
    const struct app_desk *desk;
    const struct app_secrets *secrets;
    const struct ym_procedures *procedures;
    const struct ym_office *office; /* how far back doubles are sought */
    app_decode_fn *decode;          /* canonical bytes of an event */
    ym_usec (*now)(void *arg);
    void *now_arg;
};

/* What came of an order. */
struct app_order_outcome {
    enum ym_err err;      /* OK: the rest is filled in; REFUSED: the procedure says no */
    const char *text;     /* else: what happened and what to do; dies with the callback */
    uint8_t refusal;      /* enum ym_refusal, when err is REFUSED */
    int64_t order;        /* its id */
    int32_t revision;     /* 0 for the first content under its number */
    uint8_t state;        /* enum app_order_state */
    bool is_known;        /* it had been taken before, with this content */
    uint32_t tasks;       /* what a person still looks at */
    struct ym_id dispute; /* what it became or belongs to */
    uint8_t type;         /* enum ym_type that it was given */
};
typedef void app_order_done_fn(void *arg, const struct app_order_outcome *out);

struct app_outside;

/* NULL when the heap has no room. *config is copied. */
__attribute__((warn_unused_result)) struct app_outside *
app_outside_new(const struct app_outside_config *config);
void app_outside_free(struct app_outside *o); /* Pre: nothing is under way. NULL is legal */

/* Take an order. True: done is called exactly once, never before this returns. False: too many are
 * under way; nothing was done. */
__attribute__((warn_unused_result)) bool app_outside_take(struct app_outside *o,
                                                          const struct app_order *order,
                                                          app_order_done_fn *done, void *arg);

/* Part an order from the dispute that it joined: register it as one of its own, and give it its
 * number back. row and order (its payload, decoded again) must live until the callback. CONFLICT:
 * it is not attached. As above otherwise. */
__attribute__((warn_unused_result)) bool app_outside_split(struct app_outside *o,
                                                           const struct app_order_row *row,
                                                           const struct app_order *order,
                                                           app_order_done_fn *done, void *arg);

#endif
