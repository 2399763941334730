/* SPDX-License-Identifier: Apache-2.0 */
/* The one command operation: every command on every dispute goes through it.
 *
 * Happy path: ACQUIRE, decide, APPEND, DONE. A refusal of a command that carries a key, and a
 * duplicate key, go through RECALL, so that the same key gives the same answer. A conflict goes
 * back to ACQUIRE, at most APP_ATTEMPTS_MAX times. Operations come from a fixed pool; when it is
 * empty the answer is YM_E_BUSY at once. */
#ifndef YM_APP_COMMAND_H
#define YM_APP_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "yima/dispute.h"
#include "yima/ports.h"

#define APP_ATTEMPTS_MAX 5    /* decisions on one command before it is a conflict */
#define APP_OPERATIONS   4096 /* operations under way at once, by default */
#define APP_BIG_EVENTS   64   /* of those: with an event larger than APP_EVENT_BYTES */
#define APP_EVENT_BYTES  2048 /* canonical bytes that every operation has room for */

/* Decode the canonical bytes of an event (adapters/json gives it; app itself knows no JSON).
 * False when they are not an event. */
typedef bool app_decode_fn(struct ym_span payload, struct ym_event *ret);

/* What the operation stands on. Nothing is owned; all of it outlives the app. */
struct app_config {
    struct ym_store *store;
    const struct ym_procedures *procedures;
    const struct ym_calendar *calendar;
    const struct ym_hash_ops *hash;
    app_decode_fn *decode;
    uint32_t operations_max; /* operations under way at once; 0: APP_OPERATIONS */

    /* Ask that app_turn() be called after the present callbacks have returned. */
    void (*wake)(void *arg);
    void *wake_arg;

    /* An event of which the outside is to be told has just been stored. May be NULL. */
    void (*told)(void *arg);
    void *told_arg;
};

/* One command, ready to be decided. It and all it points to must live until the callback. */
struct app_request {
    struct ym_command cmd;
    struct ym_id dispute; /* for REGISTER: the id that the new dispute shall have */
    uint32_t expect;      /* version that the caller saw; 0: any */
    uint8_t code_bar; /* why the code of who asks does not speak for its party (enum app_code_bar
                         of app/casefile.h): then mediators must be allowed the same; 0: it does */
    struct ym_request_key key;
    const struct ym_intake *intake;         /* REGISTER */
    const struct ym_correction *correction; /* CORRECT */
    const struct ym_token *token;           /* REISSUE_CODE */
};

/* What came of it. Everything an answer shows derives from the event, so a replay shows the same.
 */
struct app_outcome {
    enum ym_err err;    /* OK: event happened; REFUSED: see refusal; else a fault */
    const char *text;   /* for a fault: what happened and what to do; static or "" */
    uint8_t refusal;    /* enum ym_refusal, when err is REFUSED */
    uint8_t code_bar;   /* FORBIDDEN for this: that of the request; else 0 */
    uint16_t rule;      /* the rule that answered; 0: none */
    uint64_t missing;   /* fields, for FIELD_MISSING and FIELD_UNKNOWN */
    bool replayed;      /* the answer to an earlier request with this key */
    uint32_t version;   /* the dispute's version: after the event, or as it stands when refused */
    uint16_t procedure; /* number of the procedure version; 0: unknown */
    uint32_t documents; /* set of enum ym_document to produce; 0 when replayed */
    const struct ym_event *event;   /* what happened; NULL unless OK. A replayed event has been read
                                       back: only dispute, seq, rule, to, clocks, c.kind, c.at and
                                       c.reg are to be relied on */
    const struct ym_dispute *after; /* the dispute after it; NULL when replayed or not OK */
    struct ym_token token;          /* REGISTER and REISSUE_CODE: the code */
};

/* Exactly once per request, never before app_submit() returns; *outcome dies when it returns. */
typedef void app_done_fn(void *arg, const struct app_outcome *outcome);

struct app;

/* NULL when the heap has no room for the pool. */
__attribute__((warn_unused_result)) struct app *app_new(const struct app_config *config);
void app_free(struct app *app); /* Pre: nothing is under way. NULL is legal. */

/* Submit one command. True: done will be called exactly once. False: more operations are under way
 * than fit; nothing was done, done is not called, and the answer is YM_E_BUSY. */
__attribute__((warn_unused_result)) bool
app_submit(struct app *app, const struct app_request *request, app_done_fn *done, void *arg);

/* Go on with the operations that wait for nothing but the end of a turn. Called after wake(). */
void app_turn(struct app *app);

/* What came of the commands since the start. The last column counts answers to keys that were used
 * before, which are in no other. */
#define APP_OUTCOMES         (YM_E_COUNT + 1)
#define APP_OUTCOME_REPLAYED YM_E_COUNT
struct app_tally {
    uint64_t n[YM_CMD_COUNT][APP_OUTCOMES];
};

/* Lives as long as the app. */
const struct app_tally *app_tally(const struct app *app);

/* Operations under way: for a stop that drains. */
uint32_t app_under_way(const struct app *app);

#endif
