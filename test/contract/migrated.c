/* SPDX-License-Identifier: Apache-2.0 */
#include "migrated.h"

#include <stdio.h>
#include <stdlib.h>

#include "crypto/crypto.h"
#include "pg/migrate.h"

extern const struct ym_embedded ym_migration_files[];
extern const size_t ym_migration_count;

#define AROUND INT64_C(1795000000000000) /* MADE_NOW of made.h */

const char *migrated_make(const char *name)
{
    const char *conninfo = test_db_make(name);
    struct ym_conn *c = test_db_connect(conninfo);
    struct ym_migrate_options options = {
        .files = ym_migration_files, .n = ym_migration_count, .sha256 = ym_sha256, .app = "test"
    };
    struct ym_error e = { .text = "" };

    if (ym_migrate_run(c, &options, &e) != YM_E_OK ||
        ym_partitions_ensure(c, AROUND, 3, NULL, &e) != YM_E_OK) {
        fprintf(stderr, "%s\n", e.text);
        exit(1);
    }
    ym_conn_close(c);
    return conninfo;
}
