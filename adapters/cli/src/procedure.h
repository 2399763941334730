/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of yima procedure. */
#ifndef YM_CLI_PROCEDURE_H
#define YM_CLI_PROCEDURE_H

#include <stdint.h>
#include <stdio.h>

#include "app/migration.h"
#include "cli.h"
#include "library.h"
#include "pg/conn.h"
#include "yima/procedure.h"

/* ---- procedure_migrate.c: plans of migration ---- */

struct cli_migration {
    const char *from, *to, *map; /* versions; map NULL: every name stays */
    const char *dispute;         /* one dispute, or NULL with is_all */
    const char *reason;          /* stands in every event; NULL: a general one */
    const char *by;              /* login of who has it done; NULL: the command line */
    const char *rate;            /* moves in a second; NULL: the default */
    const char *format, *output; /* of lists: table, csv or json; a file, NULL: standard output */
    bool is_all, only_open, is_dry, is_background;
};

/* words: the action and the number of its plan, n of them; none: start. */
int cli_procedure_move(const struct cli *cli, const struct cli_migration *m, char **words, int n);

/* ---- procedure_preview.c: what a migration would do ---- */

struct cli_preview {
    const struct cli_migration *wish;
    const struct cli_library *library;
    struct ym_conn *conn;
    struct ym_migration map;
    struct ym_id only; /* this one alone; v == 0: all */
};

/* Write what would become of each dispute, a page at a time. *ret_left: how many would stay. */
__attribute__((warn_unused_result)) enum ym_err cli_procedure_preview(const struct cli_preview *p,
                                                                      uint64_t *ret_moving,
                                                                      uint64_t *ret_left,
                                                                      struct ym_error *reterr);

/* ---- procedure_diff.c: what is other in a version ---- */

/* Print the differences; how many there are. */
size_t cli_procedure_diff(FILE *out, const struct ym_procedure *a, const struct ym_procedure *b);

#endif
