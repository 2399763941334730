/* SPDX-License-Identifier: Apache-2.0 */
/* What the interface stands on in a fuzz target: the world in memory of test/api (store, reader,
 * gate, directory), ports that have nothing, and partners. One for the whole program; bed_reset()
 * gives each input the same beginning. */
#ifndef YM_TEST_FUZZ_BED_H
#define YM_TEST_FUZZ_BED_H

#include "exchange/front.h"
#include "http/api.h"
#include "ports.h"
#include "yima/number.h"

#define BED_DISPUTES 16 /* most that one input registers */

struct bed {
    struct world world;
    struct ports ports;
    struct app_credentials credentials;
    struct app_gate_ops gate_ops; /* the world's, and sessions by the same names */
    struct ym_office *office;     /* the rules of the office that the program brings along */
    struct app_boards *boards;
    struct app_sealer *sealer;
    struct app_outside *outside;
    struct channel *channel;
    struct exchange_handlers handlers;
    struct exchange_front *front;
    struct exchange_courier *courier;
    struct api *api; /* NULL until bed_open_api() */
    struct ym_http_route routes[API_ROUTES_MAX];
    size_t nroutes;
    ym_usec now;     /* moved by whoever drives it; everything reads it */
    uint64_t random; /* state of what stands for the random source */
};

/* sources: the project's root. Ends the program when something fails. */
void bed_open(struct bed *b, const char *sources);
void bed_open_api(struct bed *b);

/* Forget every dispute, and begin the ids and what is random again. Pre: nothing is under way. */
void bed_reset(struct bed *b);

/* Until nobody waits for anything. */
void bed_run(struct bed *b);

/* ---- Requests: http.c, request.c ---- */

/* A request without a connection. */
struct visit {
    struct ym_http_request rq; /* first */
    struct bed *bed;
    unsigned answers; /* how often it was answered */
    unsigned headers; /* that the reply has so far */
    int status;
};

/* The parts of one as text. */
struct wish {
    struct ym_span operation; /* of a row of the table */
    struct ym_span token;     /* "-": a stranger */
    struct ym_span target;    /* "/first/second?name=value": the path's parameters and the query;
                                 "@" and "~" stand for number and code of the first dispute */
    struct ym_span headers;   /* lines */
    struct ym_span body;
};

/* Send it as far as the server would let it pass, and wait for its answer, which must come exactly
 * once. Its status, or 0: the server would have refused it. */
int bed_visit(struct bed *b, const struct wish *wish);

/* Register one dispute, as a clerk. */
void bed_register(struct bed *b);

/* Number and code of the first dispute of this input; empty when there is none. */
struct ym_span bed_number(const struct bed *b, char room[YM_NUMBER_TEXT_MAX]);
struct ym_span bed_code(const struct bed *b, struct ym_token *room);

/* Cut the text up to a byte, which goes as well, from rest. */
struct ym_span cut(struct ym_span *rest, char at);

#endif
