/* SPDX-License-Identifier: Apache-2.0 */
/* A dispute that is led through a shipped procedure, command by command, for the tests of what its
 * history tells. */
#ifndef HISTORY_H
#define HISTORY_H

#include <stddef.h>

#include "json/procedure.h"
#include "yima/dispute.h"

#define HISTORY_EVENTS_MAX 512

struct history {
    struct json_procedure *file; /* owned */
    struct ym_procedures procedures;
    struct ym_dispute dispute;
    enum ym_body_kind body_kind; /* of every body that is named */
    size_t n;
    struct ym_event event[HISTORY_EVENTS_MAX];
    char *bytes[HISTORY_EVENTS_MAX]; /* owned: canonical; the events' details lie in them */
    size_t size[HISTORY_EVENTS_MAX];
};

/* Begin with two parties, registered on a day of 2026; path: of the procedure. */
void history_begin(struct history *h, const char *path);

/* The same under a procedure that was read, and is owned by the history from then on; of this type,
 * before a body of this kind. */
void history_start(struct history *h, struct json_procedure *file, enum ym_type type,
                   enum ym_body_kind body_kind);
void history_end(struct history *h);

/* The role sends this body at noon of a day ("2026-03-01"). Fails the test when it is refused. */
void history_send(struct history *h, enum ym_role role, const char *day, const char *body);

/* Through the usual way of people's mediation: accepted, both sides consent, a mediator. */
void history_accept(struct history *h);

/* Sign for everybody who must, on this day. */
void history_sign(struct history *h, const char *day);

#endif
