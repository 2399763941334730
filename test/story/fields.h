/* SPDX-License-Identifier: Apache-2.0 */
/* What the words of a line say about an act: its fields, its intake, how often it happens. */
#ifndef STORY_FIELDS_H
#define STORY_FIELDS_H

#include "story.h"
#include "words.h"

/* The lists that stories write short, written out. */
struct story_lists {
    char owes[STORY_VALUE_MAX];
    char attended[STORY_VALUE_MAX];
};

/* Where the word stands; w->n when it does not. */
size_t story_find(const struct story_words *w, const char *word);

/* The words 1 to until as fields or, for `register`, as the intake. act->command is known; what is
 * written out lies in lists, and act->fields is set to fields. */
bool story_read_fields(const struct story_words *w, size_t until, struct story_act *act,
                       struct json_pair fields[STORY_FIELDS_MAX], struct story_lists *lists);

/* expire DEADLINE [N times] -> ...: how often; 0 when it is not understood. */
long story_read_times(const struct story_words *w);

/* parties 1 claimant 2 respondent 1 third */
bool story_read_parties(const struct story_words *w, struct story_intake *ret);

#endif
