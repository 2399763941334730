/* SPDX-License-Identifier: Apache-2.0 */
/* yima version: what this binary is and what it brings. */
#include <stdio.h>

#include "cli.h"
#include "library.h"
#include "pg/migrations.h"

static int run(struct cli *cli, int argc, char **argv)
{
    int code;

    if (cli_options(cli, &cli_version, argc, argv, &(struct cli_syntax){ NULL, 0, 0, 0 }, &code) <
        0)
        return code;
    (void)printf("yima %s\nschema %zu (%s)\n", CLI_VERSION, ym_migration_count,
                 ym_migration_files[ym_migration_count - 1].name);
    for (size_t i = 0; i < ym_shipped_procedure_count; i++)
        (void)printf("procedure %s\n", ym_shipped_procedure_files[i].name);
    return CLI_DONE;
}

const struct cli_command cli_version = { "version", "", "say what this binary is", run };
