/* SPDX-License-Identifier: Apache-2.0 */
/* Plans of migration, and those that stayed, as people and programs read them. */
#ifndef YM_CLI_MIGRATION_LIST_H
#define YM_CLI_MIGRATION_LIST_H

#include <stdint.h>

#include "base/error.h"
#include "pg/migration.h"
#include "procedure.h"

/* Lines at the end of a migration; the report has them all. */
#define MIGRATION_LIST_STAYS_MAX 1000

/* How a list is written. */
enum migration_format { MIGRATION_TABLE, MIGRATION_CSV, MIGRATION_JSON };
/* NULL: a table. INVALID for another word. */
__attribute__((warn_unused_result)) enum ym_err
migration_format_read(const char *text, enum migration_format *ret, struct ym_error *reterr);

/* One plan on standard output, its versions by the names that the library has for them. */
void migration_list_one(const struct cli_library *lib, const struct pg_migration *plan);

/* The subcommands status (plan != 0) and list; report. */
int migration_list_plans(const struct cli *cli, const struct cli_migration *w, int32_t plan);
int migration_list_report(const struct cli *cli, const struct cli_migration *w, int32_t plan);

/* A line for each that stayed, on standard output. */
__attribute__((warn_unused_result)) enum ym_err
migration_list_stays(struct ym_conn *conn, int32_t plan, struct ym_error *reterr);

#endif
