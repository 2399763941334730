/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of yima procedure. */
#ifndef YM_CLI_PROCEDURE_H
#define YM_CLI_PROCEDURE_H

#include "cli.h"
#include "yima/procedure.h"

/* procedure_migrate.c: disputes from one version to another. */
struct cli_migration {
    const char *from, *to, *map; /* versions; map NULL: every name stays */
    const char *dispute;         /* one dispute, or NULL with is_all */
    const char *reason;          /* stands in every event */
    bool is_all, is_dry;
};
int cli_procedure_move(const struct cli *cli, const struct cli_migration *m);

#endif
