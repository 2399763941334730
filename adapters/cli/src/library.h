/* SPDX-License-Identifier: Apache-2.0 */
/* The library: procedure versions, the calendar of working days and the rules of the office.
 *
 * A version never changes and none is ever taken out, so that a pointer to one holds until the
 * library is closed. What is new in the database is read as a lesson, on whichever thread, and
 * learnt on the loop's in one step. */
#ifndef YM_CLI_LIBRARY_H
#define YM_CLI_LIBRARY_H

#include "base/embedded.h"
#include "cli.h"
#include "json/calendar.h"
#include "json/procedure.h"
#include "library_office.h"
#include "pg/conn.h"
#include "yima/procedure.h"

extern const struct ym_embedded ym_shipped_procedure_files[]; /* engine/procedures/ */
extern const size_t ym_shipped_procedure_count;
extern const struct ym_embedded ym_shipped_calendar_files[]; /* engine/calendars/ */
extern const size_t ym_shipped_calendar_count;

struct cli_library {
    struct json_procedure *owned[YM_PROCEDURES_MAX]; /* n of them */
    size_t n;
    struct ym_procedures procedures;    /* by number */
    struct json_calendar *base;         /* the calendar in the binary, or that of --calendar */
    struct ym_calendar_day *days;       /* of the calendar below; owned */
    struct ym_calendar merged;          /* base, and over it the days of the database */
    const struct ym_calendar *calendar; /* the above: for ever the same address */
    struct ym_office *office_base;      /* the rules of the office in the binary */
    struct cli_office office_rows;      /* they, and over them those of the database */
    struct ym_office office_merged;     /* the same, to be asked */
    const struct ym_office *office;     /* the above: for ever the same address */
};

/* What a library does not know yet. */
struct cli_lesson {
    struct json_procedure *procedures[YM_PROCEDURES_MAX]; /* n of them; owned until learnt */
    size_t n;
    struct ym_calendar_day *days; /* of the calendar below; owned until learnt */
    struct ym_calendar calendar;
    bool has_calendar;        /* false: the days of the database make none */
    struct cli_office office; /* owned until learnt */
    size_t unread; /* versions and rules that this program cannot read: a newer one stored them */
    struct ym_error why; /* of what is wrong, when there is no calendar or something unread */
};

/* Parse one procedure and check it; a flaw is an error that names it. */
__attribute__((warn_unused_result)) enum ym_err cli_procedure_read(struct ym_span text,
                                                                   const char *name,
                                                                   struct json_procedure **ret,
                                                                   struct ym_error *reterr);

/* Register the shipped versions in the database (a shipped file that changed under its old version
 * is refused), then load every version that the database holds, and the calendar.
 * *ret must not move until it is closed. */
__attribute__((warn_unused_result)) enum ym_err cli_library_open(const struct cli *cli,
                                                                 struct ym_conn *conn,
                                                                 struct cli_library *ret,
                                                                 struct ym_error *reterr);
/* Only the versions in the binary, for where there is no database; without a calendar. */
__attribute__((warn_unused_result)) enum ym_err cli_library_open_shipped(struct cli_library *ret,
                                                                         struct ym_error *reterr);

/* Digest of all procedure versions that are in the database, in the order of their numbers. */
void cli_library_digest(const struct cli_library *lib, unsigned char ret[32]);

void cli_library_close(struct cli_library *lib); /* legal on a zeroed one */

/* Read what the database holds beyond lib, of which nothing that learning changes is read: known
 * are the numbers that it knew when the lesson was asked for. Days of the database that make no
 * calendar are told by has_calendar; versions and rules that cannot be read are counted and left
 * out. */
__attribute__((warn_unused_result)) enum ym_err
cli_lesson_read(struct ym_conn *conn, const struct cli_library *lib,
                const bool known[YM_PROCEDURES_MAX + 1], struct cli_lesson *ret,
                struct ym_error *reterr);
void cli_lesson_release(struct cli_lesson *lesson); /* legal on a zeroed or learnt one */

/* Which numbers lib knows. */
void cli_library_known(const struct cli_library *lib, bool ret[YM_PROCEDURES_MAX + 1]);

/* Take the lesson over, and tell what is another one than before. */
struct cli_learnt {
    bool calendar, office;
};
struct cli_learnt cli_library_learn(struct cli_library *lib, struct cli_lesson *lesson);

/* The version named "id/version", or "id" for its newest; NULL when there is none. */
const struct ym_procedure *cli_library_find(const struct cli_library *lib, struct ym_span name);

#endif
