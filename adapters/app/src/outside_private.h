/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the operation that takes an order: outside.c runs it, outside_seek.c looks for
 * doubles, outside_join.c registers or joins. */
#ifndef YM_APP_SRC_OUTSIDE_PRIVATE_H
#define YM_APP_SRC_OUTSIDE_PRIVATE_H

#include "app/outside.h"
#include "base/arena.h"

#define OUTSIDE_ARENA_BYTES (APP_DESK_ARENA_BYTES + APP_ORDER_SEALED_MAX + 32768)
#define OUTSIDE_CAUSE_MAX   32 /* bytes of a version of a list, and of a code in it, with NUL */
#define OUTSIDE_NUMBER_MAX  (YM_EXTERNAL_REF_CHARS_MAX * 4 + APP_ORDER_PARTNER_MAX + 2)

/* What is to be done next. Each step begins one question and ends the turn, but the last. */
enum outside_step {
    OUTSIDE_CLASS,      /* what does the partner's class mean? */
    OUTSIDE_TAKE,       /* take the order down */
    OUTSIDE_NEWEST,     /* what stands under its number now? */
    OUTSIDE_PHONES,     /* who has the next of these phones? */
    OUTSIDE_IDENTITIES, /* who has these identity numbers? */
    OUTSIDE_NEARBY,     /* what is open in the same street? */
    OUTSIDE_LOOK,       /* look at the next candidate */
    OUTSIDE_REGISTER,
    OUTSIDE_FIRST,     /* whose is the number that was registered before? */
    OUTSIDE_OWNERS,    /* and who gave it? */
    OUTSIDE_SURVIVOR,  /* where did this dispute go? */
    OUTSIDE_MERGED,    /* into which was it merged? */
    OUTSIDE_REFER,     /* give the dispute its number */
    OUTSIDE_UNREFER,   /* take it from the one before (splitting alone) */
    OUTSIDE_REMEMBER,  /* the next of its phones */
    OUTSIDE_END,       /* write down what became of the order */
    OUTSIDE_END_FIRST, /* and of the first content under its number, which was left unfinished */
    OUTSIDE_DONE,
};

/* A dispute that the order may be a double of. */
struct outside_candidate {
    struct ym_id id;
    uint32_t signs; /* set of enum app_likeness */
    bool has_phone; /* it has one of the phones */
    bool is_certain;
};

struct outside_op {
    struct app_outside *o;
    struct outside_op *next; /* in the free list */
    const struct app_order *order;
    const struct app_order_row *split; /* splitting: the row; NULL: taking */
    app_order_done_fn *done;
    void *arg;
    enum outside_step step;
    struct ym_arena arena;
    struct app_request request;
    struct ym_intake intake;
    struct app_order_outcome out;
    struct ym_error error;    /* text of out */
    unsigned char digest[16]; /* of what it says */
    int64_t first;            /* the first row of its number */
    bool is_first_open;       /* that one is another, and was left unfinished */
    bool was_replayed;        /* the dispute had been registered before */
    bool is_joined;           /* it joins a dispute in place of becoming one */
    bool uses_own_number;     /* another partner gave the same number in this channel */
    uint8_t type;             /* enum ym_type */
    int16_t days;
    int64_t region, body; /* where it lies, and who receives it */
    char cause_list[OUTSIDE_CAUSE_MAX], cause[OUTSIDE_CAUSE_MAX];
    char number[OUTSIDE_NUMBER_MAX]; /* with which it is registered */
    char likely[APP_LIKELY_TEXT_MAX];
    size_t nphones, nsought,
        nidentities; /* nsought: of phones, with those of the other generation */
    size_t phone;    /* PHONES, REMEMBER: the next one */
    unsigned char phones[2 * YM_SEATS_MAX][32];
    unsigned char identities[2 * YM_SEATS_MAX][32]; /* of those whose identity is known */
    unsigned char by_seat[YM_SEATS_MAX][32];        /* the same by seat; zeros: not known */
    unsigned char other[YM_SEATS_MAX]
                       [32];     /* likewise under the other generation, if there is one */
    const struct ym_span *terms; /* of the title */
    size_t nterms;
    size_t ncandidates, looked;
    struct outside_candidate candidates[APP_ORDER_LOOKS];
    unsigned hops;   /* merges followed so far */
    struct ym_id at; /* SURVIVOR, MERGED: where the search stands */
};

struct app_outside {
    struct app_outside_config config;
    struct outside_op *ops, *free; /* APP_ORDERS_AT_ONCE of them */
};

/* Go on with a step. */
void outside_go(struct outside_op *op, enum outside_step step);
/* End with this error. */
__attribute__((format(printf, 3, 4))) void outside_fail(struct outside_op *op, enum ym_err err,
                                                        const char *format, ...);
/* A port did not do what it was asked. */
void outside_unread(struct outside_op *op, enum ym_err err);
ym_usec outside_now(const struct outside_op *op);
/* A rule of the office today. */
uint32_t outside_rule(const struct outside_op *op, enum ym_office_key key);

/* ---- outside_seek.c ---- */

void outside_seek_prepare(struct outside_op *op); /* hashes and terms */
void outside_ask_phones(struct outside_op *op);
void outside_ask_identities(struct outside_op *op);
void outside_ask_nearby(struct outside_op *op);
void outside_look(struct outside_op *op);

/* ---- outside_join.c ---- */

/* The command that registers the order; false: something that it names is unknown. */
bool outside_request(struct outside_op *op);
void outside_register(struct outside_op *op);
void outside_ask_first(struct outside_op *op);
void outside_ask_owners(struct outside_op *op);
void outside_ask_survivor(struct outside_op *op);
void outside_ask_merged(struct outside_op *op);

#endif
