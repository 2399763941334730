/* SPDX-License-Identifier: Apache-2.0 */
/* What every test of stories stands on: the shipped procedures, the calendar, the story files. */
#ifndef STORY_WORLD_H
#define STORY_WORLD_H

#include "json/calendar.h"
#include "json/procedure.h"
#include "story.h"

#define WORLD_PROCEDURES 2
#define WORLD_FILES_MAX  64

struct world {
    struct json_procedure *owned[WORLD_PROCEDURES];
    struct json_calendar *calendar;
    struct ym_procedures procedures;
    struct story_backend *backend; /* the test's own */
    struct story_coverage cover[WORLD_PROCEDURES];
};

/* Read procedures and calendar; fails the test when they cannot be read. */
struct world *world_open(void);
void world_close(struct world *w); /* the backend is the test's to free */

/* A story file. */
struct world_file {
    char path[1024];
    struct ym_span text; /* owned by whoever read it */
};

/* Read all of them, in the order of their names. Returns how many; fails the test when there are
 * none, or more than WORLD_FILES_MAX. */
size_t world_read(struct world_file files[WORLD_FILES_MAX]);
void world_forget(struct world_file *files, size_t n);

/* Play every file *.story on w->backend. Returns how many lines did not come true. */
int world_play(struct world *w);

#endif
