/* SPDX-License-Identifier: Apache-2.0 */
/* A world for the interface to stand on: store, reader, gate and directory in memory, and switches
 * to let each of them fail. Everything runs on the loop's thread. */
#ifndef YM_TEST_API_WORLD_H
#define YM_TEST_API_WORLD_H

#include "app/command.h"
#include "app/desk.h"
#include "app/gate.h"
#include "app/query.h"
#include "crypto/keyring.h"
#include "json/calendar.h"
#include "json/procedure.h"
#include "loop/loop.h"
#include "memory/store.h"

#define WORLD_DISPUTES      4096
#define WORLD_CENTRE        1  /* body: a centre */
#define WORLD_BODY          2  /* body: a people's committee */
#define WORLD_FAR_BODY      3  /* body: one elsewhere */
#define WORLD_CLOSED_BODY   4  /* body: no longer active */
#define WORLD_COURT         9  /* body: a court */
#define WORLD_MANAGER       20 /* staff of WORLD_BODY */
#define WORLD_MEDIATOR      21 /* staff of WORLD_BODY, mediates */
#define WORLD_GONE_MEDIATOR 22 /* staff of WORLD_BODY, no longer active */
#define WORLD_FAR_MEDIATOR  23 /* staff of WORLD_FAR_BODY, mediates */
#define WORLD_CLERK         31 /* staff of WORLD_COURT */

/* The words of one dispute, as the store was given them. */
struct world_words {
    struct world_words *next;
    struct ym_id id;
    char *title, *description, *external_ref; /* owned */
    int64_t amount_fen;
    uint8_t nparties;
    struct ym_party parties[YM_SEATS_MAX]; /* spans are owned */
};

struct world_call;

struct world_store {
    struct ym_store port; /* first */
    struct world *world;
};

struct world_reader {
    struct app_reader port; /* first */
    struct world *world;
};

struct world_gate {
    struct app_gate port; /* first */
    struct world *world;
};

struct world {
    struct ym_loop *loop;
    struct mem_store *mem;
    struct world_store store;
    struct world_reader reader;
    struct world_gate gate;
    struct app_directory directory;
    struct ym_keyring *ring;
    struct app_secrets secrets;
    struct app_desk desk;
    struct ym_id_gen ids;
    struct json_procedure *owned[2];
    struct ym_procedures procedures;
    struct json_calendar *calendar;
    struct app *app;
    struct ym_defer turn; /* runs app_turn() */
    struct ym_defer pump; /* runs mem_store_step() */
    struct world_words *words;
    struct world_call *calls, **calls_end; /* of reader and gate, unanswered, oldest first */
    struct ym_defer answers;
    unsigned reader_fails; /* so many answers of the reader are UNAVAILABLE */
    unsigned gate_fails;
    bool is_held; /* neither reader nor gate answers */
};

/* sources: the project's root. operations: of the app. Exits the program when something fails. */
void world_open(struct world *w, const char *sources, unsigned operations);
void world_close(struct world *w); /* ends the loop, too */

/* Forget every dispute, have room for so many new ones, and begin the ids again. Pre: nothing is
 * under way. */
void world_empty(struct world *w, size_t disputes);

/* Whoever asks waits until the end of a turn, as with a real database. */
void world_later(struct world *w, void (*answer)(struct world *w, void *arg), void *arg);
void world_hold(struct world *w, bool is_held);

/* reader.c, gate.c */
extern const struct app_reader_ops world_reader_ops;
extern const struct app_gate_ops world_gate_ops;
extern const struct app_directory_ops world_directory_ops;

/* Exchange what is sealed: the identities of the newest two disputes, and the phones of the
 * newest one's first party and of its agent. What somebody with the database at hand could do. */
void world_swap_sealed(struct world *w);

struct world_words *world_words_of(struct world *w, struct ym_id id);
struct app_named world_named(int64_t id);

#endif
