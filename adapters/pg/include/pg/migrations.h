/* SPDX-License-Identifier: Apache-2.0 */
/* The files of migrations/ as they stand in the binary, sorted by name. */
#ifndef YM_PG_MIGRATIONS_H
#define YM_PG_MIGRATIONS_H

#include <stddef.h>

#include "base/embedded.h"

extern const struct ym_embedded ym_migration_files[];
extern const size_t ym_migration_count;

#endif
