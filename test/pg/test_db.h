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

/* Wait until every transaction of the cluster that has begun so far has ended: readers that stop
 * before the oldest one then see what was committed, whatever other tests are doing. Pre: the test
 * itself has none open. */
void test_db_settle(struct ym_conn *c);

#endif
