/* SPDX-License-Identifier: Apache-2.0 */
/* A database of its own for each test program, on the cluster of the fixture. */
#ifndef YM_TEST_DB_H
#define YM_TEST_DB_H

#include <stdint.h>

#include "pg/conn.h"

/* Make a fresh, empty database of this name and return the connection string to it, which lives
 * until test_db_drop(). Prints why and exits on failure. */
const char *test_db_make(const char *name);
void test_db_drop(const char *name);

/* Connect, run, ask for one number; print why and exit on failure. */
struct ym_conn *test_db_connect(const char *conninfo);
void test_db_run(struct ym_conn *c, const char *sql);
int64_t test_db_number(struct ym_conn *c, const char *sql);

#endif
