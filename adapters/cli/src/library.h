/* SPDX-License-Identifier: Apache-2.0 */
/* The library: procedure versions and the calendar of working days, read once and then immutable.
 */
#ifndef YM_CLI_LIBRARY_H
#define YM_CLI_LIBRARY_H

#include "base/embedded.h"
#include "cli.h"
#include "json/calendar.h"
#include "json/procedure.h"
#include "pg/conn.h"
#include "yima/procedure.h"

extern const struct ym_embedded ym_shipped_procedure_files[]; /* engine/procedures/ */
extern const size_t ym_shipped_procedure_count;
extern const struct ym_embedded ym_shipped_calendar_files[]; /* engine/calendars/ */
extern const size_t ym_shipped_calendar_count;

struct cli_library {
    struct json_procedure *owned[YM_PROCEDURES_MAX];
    size_t n;
    struct ym_procedures procedures; /* by number */
    struct json_calendar *calendar_owned;
    const struct ym_calendar *calendar;
};

/* Parse one procedure and check it; a flaw is an error that names it. */
__attribute__((warn_unused_result)) enum ym_err cli_procedure_read(struct ym_span text,
                                                                   const char *name,
                                                                   struct json_procedure **ret,
                                                                   struct ym_error *reterr);

/* Register the shipped versions in the database (a shipped file that changed under its old version
 * is refused), then load every version that the database holds, and the calendar. */
__attribute__((warn_unused_result)) enum ym_err cli_library_open(const struct cli *cli,
                                                                 struct ym_conn *conn,
                                                                 struct cli_library *ret,
                                                                 struct ym_error *reterr);
void cli_library_close(struct cli_library *lib); /* legal on a zeroed one */

/* The version named "id/version", or "id" for its newest; NULL when there is none. */
const struct ym_procedure *cli_library_find(const struct cli_library *lib, struct ym_span name);

#endif
