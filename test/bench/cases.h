/* SPDX-License-Identifier: Apache-2.0 */
/* The disputes that a load works on, what it asks of them, and their list in a file.
 *
 * Two mixes of commands that go on for ever. MEDIATION: assign a mediator, he accepts, a session is
 * held, he declines, and again. REASSIGN: assign, decline, and again, so that every command
 * replaces a deadline and changes who has the dispute. Every command is an event and goes to the
 * outbox; none ends the dispute. All are those of the manager of body 1013 of the sample data. */
#ifndef YM_BENCH_CASES_H
#define YM_BENCH_CASES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire.h"

#define CASES_ID_BYTES 24

struct dispute {
    char id[CASES_ID_BYTES]; /* its number, as the interface takes it */
    uint32_t version;        /* 0: not registered */
};

struct cases {
    const char *token; /* of YIMA_TOKEN */
    struct dispute *disputes;
    size_t n;
    bool reassigns;
    char today[16]; /* in Shanghai, "2026-12-01" */
    uint64_t key;   /* prefix of Idempotency-Keys of this program */
    uint64_t keys;  /* given so far */
};

/* False, with a line on stderr, without YIMA_TOKEN. */
bool cases_init(struct cases *c);

/* Take "mediation" or "reassign". */
bool cases_mix(struct cases *c, const char *name);

/* Lines "number version"; a number may also be the plain id. */
bool cases_read(struct cases *c, const char *path);
bool cases_write(const struct cases *c, const char *path);

/* A request's first lines: "POST", "commands". The path is that below /api/v1/. */
void cases_add_head(const struct cases *c, struct wire *w, const char *method, const char *path);

/* The members of the command that this dispute takes next. */
void cases_add_command(const struct cases *c, struct wire *w, const struct dispute *d);

/* The members of an intake. */
void cases_add_intake(struct wire *w, uint32_t i);

/* A whole request: the next command on one dispute, with a key of its own. */
void cases_add_single(struct cases *c, struct wire *w, const struct dispute *d);

/* Does the reply to one command, or to a look at one dispute, say that it has this version now? */
bool cases_is_version(const struct wire *w, uint32_t version);

#endif
