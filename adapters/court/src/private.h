/* SPDX-License-Identifier: Apache-2.0 */
#ifndef YM_COURT_PRIVATE_H
#define YM_COURT_PRIVATE_H

#include "app/deliver.h"
#include "court/fields.h"
#include "court/handler.h"
#include "court/history.h"
#include "court/word.h"
#include "exchange/front.h"
#include "json/command.h"
#include "json/intake.h"
#include "json/write.h"

#define COURT_ARENA_BYTES                                                                          \
    (JSON_COMMAND_ARENA_BYTES + JSON_INTAKE_ARENA_BYTES +                                          \
     APP_DESK_ARENA_BYTES) /* for one message that comes in */

struct court_handler;

/* A message that is being made. */
struct court_drafting {
    struct court_handler *court;
    const struct exchange_occasion *occasion;
    exchange_drafted_fn *done; /* NULL: the slot is free */
    void *arg;
    const struct court_act_row *row;
    struct ym_buf body;
    struct json_out w;
};

/* A message that is being taken. */
struct court_taking {
    struct court_handler *court;
    const struct exchange_inbound *in;
    exchange_taken_fn *done; /* NULL: the slot is free */
    void *arg;
    const struct court_answer *answer;
    struct court_said said;
    struct app_request request;
    enum exchange_reason doubt; /* NONE: it may be said; else why not, if it was not done already */
    unsigned tries;             /* of deciding, since the dispute moved meanwhile */
    struct ym_id made;          /* the dispute that it registers; v == 0: none */
    struct ym_intake intake;    /* likewise */
    struct ym_arena arena;
};

struct court_handler {
    struct exchange_handler port; /* first: the port is the handler */
    struct court_handler_config config;
    struct court_drafting drafts[APP_DELIVER_POSTS];
    struct court_taking takes[EXCHANGE_INBOUND_MAX];
};

static inline struct court_handler *court_of(struct exchange_handler *h)
{
    return (struct court_handler *)(void *)h;
}

static inline struct court_history_ports court_history_ports(const struct court_handler *c)
{
    return (struct court_history_ports){ .reader = c->config.reader,
                                         .procedures = c->config.procedures,
                                         .decode = c->config.decode };
}

/* out.c */
bool court_out_wants(struct exchange_handler *h, uint8_t command);
void court_out_draft(struct exchange_handler *h, const struct exchange_occasion *o,
                     exchange_drafted_fn *done, void *arg);

/* body.c: the members of a body besides act and case number. */
void court_put_agreement(struct json_out *w, const struct court_history *h);
void court_put_parties(struct json_out *w, const struct doc_packet *packet);

/* in.c */
void court_in_take(struct exchange_handler *h, const struct exchange_inbound *in,
                   exchange_taken_fn *done, void *arg);

/* verdict.c: the ends of a taking. */
void court_end(struct court_taking *t, enum ym_err err, const struct exchange_verdict *v);
void court_end_refused(struct court_taking *t, enum exchange_reason reason);
void court_end_malformed(struct court_taking *t, const struct ym_error *error);
void court_end_number(struct court_taking *t, const char *zh, const char *en);
void court_end_outcome(struct court_taking *t, const struct app_outcome *out);
void court_end_noted(struct court_taking *t);

/* entrust.c: RecordFiling, a complaint that the court entrusts. */
void court_entrust(struct court_taking *t);

/* list.c */
size_t court_list_standing(struct exchange_handler *h, const struct app_partner *partner,
                           const struct app_view *view,
                           struct exchange_standing ret[EXCHANGE_STANDINGS_MAX]);
void court_list_record(struct exchange_handler *h, const struct app_partner *partner,
                       const struct app_view *view, exchange_recorded_fn *done, void *arg);

#endif
