/* SPDX-License-Identifier: Apache-2.0 */
/* All reports of one month at once: each fact is counted for the whole, for every division that
 * holds it down to the street, and for the body that owned the dispute. */
#ifndef YM_CLI_REPORT_SCOPES_H
#define YM_CLI_REPORT_SCOPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/month.h"
#include "base/error.h"
#include "pg/month.h"
#include "pg/reference.h"
#include "report/report.h"
#include "yima/fact.h"

#define REPORT_SCOPES_MAX                                                                          \
    4096                /* reports of one month: divisions and bodies with something to tell */
#define REPORT_STREET 4 /* level of the smallest divisions that have reports of their own */

struct report_scopes; /* owned by who made it */

/* only: count for this scope alone (of its id); NULL: for all. NULL when there is no memory. */
struct report_scopes *report_scopes_new(const struct report_scope *only);
void report_scopes_free(struct report_scopes *s); /* NULL is legal */

/* Count packed facts. INTERNAL: they are not what ym_fact_pack() writes; TOO_LARGE: more scopes
 * than REPORT_SCOPES_MAX; UNAVAILABLE. */
__attribute__((warn_unused_result)) enum ym_err
report_scopes_add(struct report_scopes *s, struct ym_span facts, struct ym_error *reterr);

/* What all reports of the month have in common. */
struct report_common {
    struct ym_conn *conn; /* for the frozen reports that they are compared with */
    const struct pg_registry *registry;
    const struct report_people *people; /* npeople of them, ascending by region */
    size_t npeople;
    ym_day month;
    int32_t revision; /* 0: a preview */
    struct ym_span procedures, calendar, reason, by;
};

/* Make them, each checked, in the order of scope and id: *ret_n of them in *ret, which is the
 * caller's to free with report_puts_free(). The whole is always there. Errors: those of
 * report_make(), and of the database. */
__attribute__((warn_unused_result)) enum ym_err
report_scopes_make(struct report_scopes *s, const struct report_common *common,
                   struct pg_month_put **ret, size_t *ret_n, struct ym_error *reterr);
void report_puts_free(struct pg_month_put *puts, size_t n); /* NULL is legal */

#endif
