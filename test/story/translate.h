/* SPDX-License-Identifier: Apache-2.0 */
/* What backends share that hold the engine's own values: an act of a story as a command, a dispute
 * as the runner sees it, and what must hold after every act. */
#ifndef STORY_TRANSLATE_H
#define STORY_TRANSLATE_H

#include "story.h"

/* A command and what it points to. It must not be copied: cmd.migration points into it. */
struct story_command {
    struct ym_command cmd; /* detail lies in the arena */
    struct ym_migration migration;
    struct ym_correction correction;
};

/* The procedure with this id, or NULL. */
const struct ym_procedure *story_procedure(const struct ym_procedures *all, struct ym_span id);

/* The fields with numbers instead of the names that stories use; they lie in numbers. False when a
 * name is not among those of cast.c. */
bool story_resolve(const struct story_act *act, struct json_pair pairs[STORY_FIELDS_MAX],
                   char numbers[STORY_FIELDS_MAX][24]);

/* The act as a command under p. False, and fault filled, when its words are no command. */
bool story_translate(const struct ym_procedures *all, const struct ym_procedure *p,
                     const struct story_act *act, struct ym_arena *arena, struct story_command *ret,
                     char fault[STORY_TEXT_MAX]);

/* How d stands. Leaves fault, refusal, rule, missing and documents alone. */
void story_show(const struct ym_procedure *p, const struct ym_dispute *d, struct story_seen *ret);

/* Did the command stand among what its actor was offered before? Deadlines and registration are
 * offered to nobody, and count as foreseen. */
bool story_foreseen(const struct ym_procedure *p, const struct ym_dispute *d,
                    const struct ym_command *c);

/* What must hold after every act: the invariants of a dispute, and the way to court for every party
 * while mediation is open. NULL, or the sentence that is broken. */
const char *story_flaw(const struct ym_procedure *p, const struct ym_dispute *d);

/* True when the two are equal in everything that is stored, the head of the chain apart. */
bool story_same(const struct ym_dispute *a, const struct ym_dispute *b);

#endif
