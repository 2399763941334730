/* SPDX-License-Identifier: Apache-2.0 */
#ifndef YM_CENTRE_PRIVATE_H
#define YM_CENTRE_PRIVATE_H

#include "app/deliver.h"
#include "centre/handler.h"
#include "court/fields.h"
#include "court/history.h"
#include "exchange/front.h"
#include "json/intake.h"
#include "json/write.h"

#define CENTRE_BODY_MAX   (APP_MESSAGE_BYTES_MAX - 4096) /* bytes of a body that we write */
#define CENTRE_STATUS_MAX 1024
#define CENTRE_ARENA_BYTES                                                                         \
    (JSON_COMMAND_ARENA_BYTES + JSON_INTAKE_ARENA_BYTES + APP_DESK_ARENA_BYTES)

struct centre_handler;

/* A message that is being made. */
struct centre_drafting {
    struct centre_handler *centre;
    const struct exchange_occasion *occasion;
    exchange_drafted_fn *done; /* NULL: the slot is free */
    void *arg;
    struct ym_buf body;
    struct json_out w;
};

/* What one of their outcomes does here. */
struct centre_answer {
    uint8_t verb, kind;
    const char *outcome;
    uint8_t command; /* COURT_NO_COMMAND: only answered */
    bool gives_back; /* the body that had it before is put in */
    bool refuses;    /* our message was not taken */
};

/* A message that is being taken. */
struct centre_taking {
    struct centre_handler *centre;
    const struct exchange_inbound *in;
    exchange_taken_fn *done; /* NULL: the slot is free */
    void *arg;
    const struct centre_answer *answer;
    struct court_said said;
    struct app_request request;
    enum exchange_reason doubt; /* NONE: it may be said; else why not, if it was not done already */
    struct ym_intake intake;
    struct ym_arena arena;
};

struct centre_handler {
    struct exchange_handler port; /* first: the port is the handler */
    struct centre_handler_config config;
    struct centre_drafting drafts[APP_DELIVER_POSTS];
    struct centre_taking takes[EXCHANGE_INBOUND_MAX];
};

static inline struct centre_handler *centre_of(struct exchange_handler *h)
{
    return (struct centre_handler *)(void *)h;
}

static inline struct court_history_ports centre_history_ports(const struct centre_handler *c)
{
    return (struct court_history_ports){ .reader = c->config.reader,
                                         .procedures = c->config.procedures,
                                         .decode = c->config.decode };
}

/* out.c */
bool centre_out_wants(struct exchange_handler *h, uint8_t command);
void centre_out_draft(struct exchange_handler *h, const struct exchange_occasion *o,
                      exchange_drafted_fn *done, void *arg);
/* Where a dispute stands, as one object: nothing but what a scan shows, and its number. */
void centre_put_status(struct json_out *w, const struct court_history *h,
                       const struct ym_procedures *procedures);

/* in.c */
void centre_in_take(struct exchange_handler *h, const struct exchange_inbound *in,
                    exchange_taken_fn *done, void *arg);

/* referral.c: what they hand over to us. */
void centre_refer(struct centre_taking *t);
void centre_end(struct centre_taking *t, enum ym_err err, const struct exchange_verdict *v);
void centre_end_refused(struct centre_taking *t, enum exchange_reason reason);
void centre_end_malformed(struct centre_taking *t, const struct ym_error *error);
void centre_end_outcome(struct centre_taking *t, const struct app_outcome *out);

#endif
