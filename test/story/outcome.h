/* SPDX-License-Identifier: Apache-2.0 */
/* What came of an act, against what the story says. */
#ifndef STORY_OUTCOME_H
#define STORY_OUTCOME_H

#include "story.h"
#include "words.h"

/* True when what was seen is what the words from i on say. */
bool story_came_true(const struct story_words *w, size_t i, const struct story_seen *seen);

/* What was seen, as a story would say it. */
void story_describe(const struct story_seen *seen, char out[STORY_TEXT_MAX]);

/* Add what was seen to the coverage of its procedure. */
void story_cover(struct story_coverage *c, const struct story_seen *seen);

#endif
