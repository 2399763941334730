/* SPDX-License-Identifier: Apache-2.0 */
/* The whole service, as somebody runs it who has never seen its sources: `yima serve` on a private
 * PostgreSQL in a directory of its own, the cast of the stories brought in by `yima import`, bearer
 * tokens made by `yima token`, and a clock that only goes forward.
 *
 * What cannot be done fails the running test. */
#ifndef STORY_HOUSE_H
#define STORY_HOUSE_H

#include "story.h"
#include "wire.h"

struct house; /* owned by who opened it */

/* Who holds a token. */
struct house_holder {
    enum ym_role role;
    uint8_t seat;        /* of a party or agent, else YM_SEAT_NONE */
    const char *dispute; /* number of theirs; NULL for all others */
    struct ym_span of;   /* name of the person or body; n == 0: none is needed */
};

/* Start everything at this time, with a program and a directory below /tmp. */
struct house *house_open(const char *program, const char *dir, ym_usec at);
void house_close(struct house *h); /* NULL is legal; the server must end with exit code 0 */

/* Move the clock of the server to this time and wait until it came there. A time that has passed
 * leaves the clock as it is. */
void house_move(struct house *h, ym_usec at);

/* The holder's token; made when it is asked for the first time. */
const char *house_token(struct house *h, const struct house_holder *who);

/* Run a subcommand on the data; args ends with NULL. Returns its exit code; out is filled with what
 * it printed. */
int house_run(struct house *h, const char *const *args, char *out, size_t size);

/* The same for any program in the path, argv[0], without a house. */
int house_program(const char *const *argv, char *out, size_t size);

struct wire *house_wire(struct house *h);
long house_count(struct house *h);             /* 1, 2, 3, … */
const char *house_dir(const struct house *h);  /* for what a test writes */
const char *house_data(const struct house *h); /* of the private PostgreSQL */

#endif
