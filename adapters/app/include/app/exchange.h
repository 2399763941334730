/* SPDX-License-Identifier: Apache-2.0 */
/* Exchange with courts, centres and channels: who they are, what was said, what came of it.
 *
 * A partner has a code that stands in addresses, the body that it is among ours, the address at
 * which it listens, its public keys with their validity, and a policy: what it takes. What goes to
 * it travels on the lanes of app/deliver.h, under the partner's id as that of a subscription.
 *
 * A message is one row for ever: what was sent, or what came, sealed; its state; and why. Those
 * that a person has to look at are READY or PENDING past their due time, and REFUSED. The room
 * adapters/exchange says what messages hold; here they are bytes. */
#ifndef YM_APP_EXCHANGE_H
#define YM_APP_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/deliver.h"
#include "base/error.h"
#include "yima/id.h"
#include "yima/ports.h"
#include "yima/span.h"

#define APP_PARTNERS_MAX         48  /* in one database; subscriptions and they are 64 together */
#define APP_PARTNER_CODE_MIN     2   /* characters: a-z, 0-9 and hyphens inside */
#define APP_PARTNER_CODE_MAX     40  /* likewise */
#define APP_PARTNER_NAME_MAX     120 /* bytes of its name in Chinese */
#define APP_PARTNER_FILE_MAX     400 /* bytes of the path of a certificate */
#define APP_PARTNER_KEYS_MAX     4   /* public keys of one partner, past ones included */
#define APP_PARTNER_PUBLIC_LEN   32  /* bytes of an Ed25519 public key */
#define APP_PARTNER_ANSWER_H     72  /* hours after which silence counts, by default */
#define APP_PARTNER_ANSWER_H_MAX 2160
#define APP_MESSAGE_BYTES_MAX    65536  /* one message, or one answer, as JSON */
#define APP_MESSAGE_NAME_MAX     64     /* bytes of a message's id, either way */
#define APP_RECEIPT_BYTES_MAX    16384  /* one receipt of ours as stored */
#define APP_REASON_CODE_MAX      64     /* bytes */
#define APP_REASON_TEXT_MAX      600    /* bytes of its words in one language */
#define APP_EXCHANGE_NOTE_MAX    1000   /* bytes of what a person notes while settling */
#define APP_EXCHANGE_PAGE_MAX    100    /* rows of one list */
#define APP_EXCHANGE_OPEN_MAX    20000  /* messages of one partner that wait or are refused */
#define APP_EXCHANGE_COUNTED_MAX 100000 /* counted so far and no further */
#define APP_DISCREPANCIES_MAX    1000   /* rows of one list of them */

/* clang-format off */
#define APP_PARTNER_KINDS(X) /* name, code, zh; stored, append at the end */ \
    X(NONE,    "none",    "")                                                \
    X(COURT,   "court",   "法院")                                            \
    X(CENTRE,  "centre",  "矛调中心")                                        \
    X(CHANNEL, "channel", "外部渠道")

#define APP_EXCHANGE_KINDS(X) /* what it is about: name, code, zh; stored */ \
    X(OTHER,        "other",        "其他")                                  \
    X(FILING,       "filing",       "立案")                                  \
    X(CONFIRMATION, "confirmation", "司法确认")                              \
    X(REFERRAL,     "referral",     "委派委托调解")                          \
    X(AGREEMENT,    "agreement",    "调解协议")                              \
    X(PERFORMANCE,  "performance",  "履行情况")                              \
    X(STATUS,       "status",       "办理状态")                              \
    X(INTAKE,       "intake",       "外部转入")

#define APP_MESSAGE_STATES(X) /* name, code, zh; stored */                   \
    X(READY,    "ready",    "待送达")   /* made; not received yet */         \
    X(PENDING,  "pending",  "待答复")   /* received; its answer is due */    \
    X(ACCEPTED, "accepted", "已接受")                                        \
    X(REFUSED,  "refused",  "被退回")   /* by whom it went to */             \
    X(SETTLED,  "settled",  "人工办结") /* a person saw to it */             \
    X(REPLACED, "replaced", "已重发")   /* a later revision stands for it */

#define APP_DISCREPANCY_KINDS(X) /* name, code, zh, en; stored */            \
    X(MISSING_THERE,  "missing_there",  "对方没有", "they do not have it")   \
    X(MISSING_HERE,   "missing_here",   "本方没有", "we do not have it")     \
    X(DIFFERS,        "differs",        "记载不一致", "the two sides differ") \
    X(UNACKNOWLEDGED, "unacknowledged", "未获确认", "nobody has acknowledged it")
/* clang-format on */

#define X(name, ...) APP_PARTNER_##name,
enum app_partner_kind { APP_PARTNER_KINDS(X) APP_PARTNER_KIND_COUNT };
#undef X
#define X(name, ...) APP_EXCHANGE_##name,
enum app_exchange_kind { APP_EXCHANGE_KINDS(X) APP_EXCHANGE_KIND_COUNT };
#undef X
#define X(name, ...) APP_MESSAGE_##name,
enum app_message_state { APP_MESSAGE_STATES(X) APP_MESSAGE_STATE_COUNT };
#undef X
#define X(name, ...) APP_DISCREPANCY_##name,
enum app_discrepancy_kind { APP_DISCREPANCY_KINDS(X) APP_DISCREPANCY_KIND_COUNT };
#undef X

#define APP_EXCHANGE_KINDS_ALL ((UINT32_C(1) << APP_EXCHANGE_KIND_COUNT) - 1)

/* "court"; and the index of a word, or -1. */
const char *app_partner_kind_code(unsigned kind);
const char *app_exchange_kind_code(unsigned kind);
const char *app_message_state_code(unsigned state);
const char *app_discrepancy_code(unsigned kind);
int app_partner_kind_of(struct ym_span code);
int app_exchange_kind_of(struct ym_span code);
int app_message_state_of(struct ym_span code);

/* ---- Partners ---- */

/* A key of theirs. */
struct app_partner_key {
    unsigned char open[APP_PARTNER_PUBLIC_LEN];
    ym_usec from, until; /* it counts from here and before there; until NONE: no end */
};

/* A key of ours: derived from the key ring, so that none is stored (crypto/signature.h). */
struct app_own_key {
    uint16_t ring;   /* number in the ring */
    uint32_t number; /* of the key for this partner, from 1; 0: none */
};

struct app_partner {
    int64_t id;          /* 1..APP_SUBSCRIPTION_ID_MAX; that of its subscription, too */
    uint8_t kind;        /* enum app_partner_kind */
    struct ym_span code; /* in addresses */
    struct ym_span zh;   /* its name */
    int64_t body;        /* which of our bodies it is; 0: none (a channel) */
    struct ym_span url;  /* where it listens; n == 0: it only sends */
    bool is_active;      /* false: paused: ours wait and go by paper, its own are not taken */
    ym_usec stopped_at;  /* YM_USEC_NONE while active */
    size_t nkeys;
    struct app_partner_key keys[APP_PARTNER_KEYS_MAX]; /* the newest first */
    struct app_own_key ours, before;         /* before.number == 0: none is being replaced */
    ym_usec before_until;                    /* when that one stops signing as well */
    struct ym_span cert_file, cert_key_file; /* our client certificate, PEM; n == 0: none */
    struct ym_span ca_file;                  /* whom to trust instead of the system's; likewise */
    uint32_t kinds;                          /* set of enum app_exchange_kind that it takes */
    uint32_t bytes_max;                      /* of a message that it takes */
    uint16_t answer_hours;                   /* silence after so many hours is named */
    ym_usec policy_at;                       /* when it last told its policy; YM_USEC_NONE: never */
    ym_usec created_at;
    struct ym_request_key by; /* add() alone: of the request that made it */
};

/* What an administrator changes; NULL: as it was. */
struct app_partner_change {
    const struct ym_span *zh, *url, *cert_file, *cert_key_file, *ca_file;
    const int64_t *body;
    const bool *is_active;
    const uint32_t *kinds, *bytes_max;
    const uint16_t *answer_hours;
    const ym_usec *policy_at;
    const struct app_own_key *ours; /* sign with this from now on … */
    ym_usec before_until;           /* … and with the one before until then */
    ym_usec now;
};

/* May it stand in an address? OK, or UNPROCESSABLE with what is allowed. */
__attribute__((warn_unused_result)) enum ym_err app_partner_code_check(struct ym_span code,
                                                                       struct ym_error *reterr);

/* ---- Messages ---- */

struct app_exchange_reason {
    struct ym_span code, zh, en; /* n == 0: none */
};

/* Where a message stands. */
struct app_message_key {
    uint32_t bucket;
    int64_t no; /* random */
};

struct app_message {
    struct app_message_key key;
    struct ym_id dispute; /* v == 0: not known; then the bucket is the partner's */
    int64_t partner;
    bool is_out;
    uint8_t verb;            /* enum exchange_verb */
    uint8_t kind;            /* enum app_exchange_kind */
    uint8_t state;           /* enum app_message_state */
    struct ym_span name;     /* the message's id, given by its sender */
    struct ym_span reply_to; /* the id of the one that it answers; n == 0: none */
    uint32_t seq;            /* out: version of the dispute after the event; else 0 */
    uint16_t revision;       /* out: from 1; one more after each refusal that was mended */
    ym_usec made_at;         /* written, or received */
    ym_usec due_at;          /* READY, PENDING: silence counts from then on; else NONE */
    ym_usec tried_at;        /* last post; YM_USEC_NONE: none */
    ym_usec answered_at;     /* accepted or refused; YM_USEC_NONE: not yet */
    uint16_t attempts;       /* posts */
    uint16_t status;         /* HTTP status of the last answer; 0: none came */
    struct ym_span error;    /* why the last post brought no receipt */
    struct app_exchange_reason reason; /* of a refusal, or of a wait */
    struct ym_span sealed;     /* what it says; n == 0: not asked for, or its time is over */
    struct app_delivery event; /* out: of which it tells */
    ym_usec settled_at;        /* YM_USEC_NONE: no person has */
    struct ym_span settled_by; /* public name of who */
    bool is_paper;             /* settled by paper */
    struct ym_span note;       /* sealed: why */
};

/* What came of a post. */
struct app_message_outcome {
    struct app_message_key key;
    uint8_t state; /* enum app_message_state after it */
    ym_usec now, due_at;
    uint16_t status;
    struct ym_span error;
    struct app_exchange_reason reason;
};

/* A message that is about to be taken in, as replay sees it. Of the bucket of its name. */
struct app_arrival {
    uint32_t bucket; /* of partner and name: app_arrival_bucket() */
    int64_t partner;
    struct ym_span name;
    unsigned char print[32]; /* SHA-256 of the body */
    ym_usec now;
};

enum app_arrived { APP_ARRIVED_NEW, APP_ARRIVED_BEFORE, APP_ARRIVED_CHANGED };

struct app_exchange_filter {
    int64_t partner;      /* 0: any */
    int64_t body;         /* the partner's body; 0: any */
    struct ym_id dispute; /* v == 0: any */
    int64_t region_lo;    /* the dispute lies there or, where none is named, the partner's body;
                             hi == 0: anywhere */
    int64_t region_hi;    /* likewise */
    uint32_t states;      /* set of enum app_message_state; 0: those that are open */
    bool is_late;         /* READY or PENDING past their due time alone */
    ym_usec now;          /* counts with is_late */
    ym_usec before;       /* cursor: only older ones; YM_USEC_NONE: from the newest */
    int64_t before_no;    /* likewise */
    unsigned limit;       /* 1..APP_EXCHANGE_PAGE_MAX */
};

struct app_exchange_counts {
    int64_t by_state[APP_MESSAGE_STATE_COUNT]; /* READY, PENDING and REFUSED alone */
    int64_t late;
    int64_t discrepancies; /* not settled */
    ym_usec oldest;        /* made_at of the oldest READY or PENDING; YM_USEC_NONE: none */
};

/* ---- What the two sides see differently ---- */

/* Its members mean what they mean for messages. */
struct app_discrepancy_filter {
    int64_t partner;   /* 0: any */
    int64_t body;      /* the partner's body; 0: any */
    int64_t region_lo; /* the dispute or the partner's body lies there; hi == 0: anywhere */
    int64_t region_hi; /* likewise */
    bool with_settled; /* those that a person saw to as well */
};

struct app_discrepancy {
    struct ym_id dispute; /* v == 0: no number of ours; then theirs says which */
    uint32_t bucket;      /* of the dispute, or of the partner */
    int64_t partner;
    uint8_t kind;                   /* enum app_exchange_kind */
    uint8_t what;                   /* enum app_discrepancy_kind */
    struct ym_span ref;             /* their id of it, <= APP_MESSAGE_NAME_MAX; n == 0: none */
    struct ym_span ours, theirs;    /* state and case number in words; <= APP_REASON_TEXT_MAX */
    struct app_message_key message; /* no == 0: none */
    ym_usec since;
    ym_usec settled_at; /* YM_USEC_NONE: not settled */
    struct ym_span settled_by;
};

/* Which message is looked for. */
struct app_message_wish {
    uint32_t bucket;
    int64_t partner;
    bool is_out;
    struct ym_span name;  /* n == 0: the newest revision of what was told of the event below */
    struct ym_id dispute; /* counts without a name */
    uint32_t seq;         /* likewise */
};

/* A message of theirs answers ours. */
struct app_message_answer {
    uint32_t bucket;
    int64_t partner;
    struct ym_span name; /* of ours */
    uint8_t state;       /* APP_MESSAGE_ACCEPTED or REFUSED */
    struct app_exchange_reason reason;
    ym_usec now;
};

/* A person saw to something. */
struct app_settling {
    struct ym_span by;   /* public name of who */
    struct ym_span note; /* sealed */
    bool is_paper;
    ym_usec now;
};

/* Whose turn it is to compare with a partner. */
struct app_exchange_turn {
    int64_t partner;
    const unsigned char *instance; /* 16 bytes: this run of the program */
    ym_usec now, until;
    ym_usec unless; /* not when it was compared since then; YM_USEC_NONE: whenever */
};

/* ---- Answers ----
 * Each call ends in exactly one of them, never before it returns; what they point to dies when they
 * return. err: OK, NOT_FOUND, CONFLICT, KEY_REUSED, UNAVAILABLE, BUSY or INTERNAL. */
typedef void app_partners_fn(void *arg, enum ym_err err, const struct app_partner *rows, size_t n);
typedef void app_messages_fn(void *arg, enum ym_err err, const struct app_message *rows, size_t n,
                             bool has_more);
typedef void app_arrived_fn(void *arg, enum ym_err err, enum app_arrived how,
                            struct ym_span receipt);
typedef void app_exchange_counts_fn(void *arg, enum ym_err err,
                                    const struct app_exchange_counts *counts);
typedef void app_discrepancies_fn(void *arg, enum ym_err err, const struct app_discrepancy *rows,
                                  size_t n);

struct app_exchange; /* whatever implements the port; it begins with its ops */

/* What is handed over by pointer, and what that points to, lives until the callback. */
struct app_exchange_ops {
    /* All (id 0 and an empty code), or the one with this id or code. */
    void (*partners)(struct app_exchange *x, int64_t id, struct ym_span code, app_partners_fn *done,
                     void *arg);
    /* Make one and its lanes. The same request again gives the row that it made. CONFLICT: the code
     * is taken, or there are as many as may be. */
    void (*add_partner)(struct app_exchange *x, const struct app_partner *row,
                        app_partners_fn *done, void *arg);
    void (*change_partner)(struct app_exchange *x, int64_t id,
                           const struct app_partner_change *change, app_partners_fn *done,
                           void *arg);

    /* Add a key of theirs, or set the validity of one that is there. CONFLICT: it has
     * APP_PARTNER_KEYS_MAX others. */
    void (*put_key)(struct app_exchange *x, int64_t id, const struct app_partner_key *key,
                    app_partners_fn *done, void *arg);

    /* The message that is wished for, with what it says. NOT_FOUND: there is none. */
    void (*find)(struct app_exchange *x, const struct app_message_wish *wish, app_messages_fn *done,
                 void *arg);
    /* Put a message down, unless its partner and name are there already: then nothing happens.
     * BUSY: the partner has APP_EXCHANGE_OPEN_MAX open ones. */
    void (*put)(struct app_exchange *x, const struct app_message *row, app_settled_fn *done,
                void *arg);
    /* A post has ended. Only a READY or PENDING message changes. */
    void (*posted)(struct app_exchange *x, const struct app_message_outcome *o,
                   app_settled_fn *done, void *arg);
    /* A message of theirs answers ours: it becomes ACCEPTED or REFUSED, if it was READY or
     * PENDING. */
    void (*answered)(struct app_exchange *x, const struct app_message_answer *answer,
                     app_settled_fn *done, void *arg);

    /* Has it come before? NEW: never, or it was not finished; BEFORE: with its receipt; CHANGED:
     * with another body. */
    void (*arrive)(struct app_exchange *x, const struct app_arrival *a, app_arrived_fn *done,
                   void *arg);
    /* Keep its receipt, if none is kept, and tell the one that is. */
    void (*receipt)(struct app_exchange *x, const struct app_arrival *a, struct ym_span receipt,
                    app_arrived_fn *done, void *arg);

    void (*list)(struct app_exchange *x, const struct app_exchange_filter *f, app_messages_fn *done,
                 void *arg);
    /* One, with what it says. */
    void (*one)(struct app_exchange *x, struct app_message_key key, app_messages_fn *done,
                void *arg);
    /* Send again: what was refused becomes REPLACED and is written anew, what is not answered goes
     * out as it was. CONFLICT: it came from them, or is neither. */
    void (*resend)(struct app_exchange *x, struct app_message_key key, ym_usec now,
                   app_messages_fn *done, void *arg);
    /* A person saw to it. CONFLICT: it is not READY, PENDING or REFUSED. */
    void (*settle)(struct app_exchange *x, struct app_message_key key,
                   const struct app_settling *how, app_messages_fn *done, void *arg);
    void (*count)(struct app_exchange *x, ym_usec now, app_exchange_counts_fn *done, void *arg);

    /* Whose turn is it to compare with this partner? OK: ours until then, and it was not compared
     * since `unless`; CONFLICT: not now. */
    void (*turn)(struct app_exchange *x, const struct app_exchange_turn *turn, app_settled_fn *done,
                 void *arg);
    /* Put one down; one that stands there keeps its since, and its settlement while both sides say
     * the same. */
    void (*discrepancy)(struct app_exchange *x, const struct app_discrepancy *d, ym_usec run_at,
                        app_settled_fn *done, void *arg);
    /* A comparison has ended, and with it the turn. Whole: those of this partner that it did not
     * name vanish. */
    void (*compared)(struct app_exchange *x, int64_t partner, ym_usec run_at, bool is_whole,
                     app_settled_fn *done, void *arg);
    /* The oldest first, at most APP_DISCREPANCIES_MAX. */
    void (*discrepancies)(struct app_exchange *x, const struct app_discrepancy_filter *f,
                          app_discrepancies_fn *done, void *arg);
    void (*settle_discrepancy)(struct app_exchange *x, const struct app_discrepancy *which,
                               const struct app_settling *how, app_settled_fn *done, void *arg);
    /* Forget receipts, and empty finished and refused messages, that are older than that: all, or
     * (after a long silence) as many as one night bears. One that waits keeps what it says. */
    void (*keep)(struct app_exchange *x, ym_usec receipts_before, ym_usec payloads_before,
                 app_settled_fn *done, void *arg);
};

struct app_exchange {
    const struct app_exchange_ops *ops;
};

/* The bucket in which the replay of a message is watched. */
uint32_t app_arrival_bucket(const struct app_secrets *secrets, int64_t partner,
                            struct ym_span name);

/* ---- Sealing ---- */

/* For which message something is sealed: what is copied to another one does not open there. */
struct app_sealed_message {
    int64_t partner;
    struct ym_span name;
};

/* The label: it names partner and message. Part of the stored form, never change it. */
#define APP_MESSAGE_LABEL_MAX 160 /* bytes of a sealing label with its NUL */
struct ym_span app_message_label(struct app_sealed_message of, char room[APP_MESSAGE_LABEL_MAX]);

/* What a message says, or a note about it. In arena. */
__attribute__((warn_unused_result)) enum ym_err
app_message_seal(const struct app_secrets *secrets, struct app_sealed_message of,
                 struct ym_span plain, struct ym_arena *arena, struct ym_span *ret,
                 struct ym_error *reterr);
__attribute__((warn_unused_result)) enum ym_err
app_message_unseal(const struct app_secrets *secrets, struct app_sealed_message of,
                   struct ym_span sealed, struct ym_arena *arena, struct ym_span *ret,
                   struct ym_error *reterr);

#endif
