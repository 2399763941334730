/* SPDX-License-Identifier: Apache-2.0 */
/* The names by which a migration goes: {"states":{"OLD":"NEW"},"deadlines":{"old":"new"}}. Names
 * that are the same in both versions need not be told. */
#ifndef YM_JSON_MIGRATION_H
#define YM_JSON_MIGRATION_H

#include <stddef.h>

#include "base/error.h"
#include "yima/migration.h"
#include "yima/span.h"

/* Read the names (text.n == 0: none). Both versions outlive *ret. Errors: those of json/read.h;
 * UNPROCESSABLE for a name that there is not, or states of different tracks. */
__attribute__((warn_unused_result)) enum ym_err
json_migration_read(struct ym_span text, size_t bytes_max, const struct ym_procedure *from,
                    const struct ym_procedure *to, struct ym_migration *ret,
                    struct ym_error *reterr);

#endif
