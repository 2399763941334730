/* SPDX-License-Identifier: Apache-2.0 */
/* A database of the test's own, migrated, with partitions around MADE_NOW. */
#ifndef YM_TEST_MIGRATED_H
#define YM_TEST_MIGRATED_H

#include "test_db.h"

/* The connection string; lives until test_db_drop(name). Prints why and exits on failure. */
const char *migrated_make(const char *name);

#endif
