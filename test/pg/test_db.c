/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "test_db.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

__attribute__((noreturn)) static void fail(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

static const char *server(void)
{
    const char *conninfo = getenv("YIMA_TEST_PG");

    if (conninfo == NULL)
        fail("YIMA_TEST_PG", "not set: run this test through ctest, which starts its server");
    return conninfo;
}

struct ym_conn *test_db_connect(const char *conninfo)
{
    struct ym_error e = { .text = "" };
    struct ym_conn *c = ym_conn_open(conninfo, &e);

    if (c == NULL)
        fail(conninfo, e.text);
    return c;
}

void test_db_run(struct ym_conn *c, const char *sql)
{
    struct ym_error e = { .text = "" };

    if (ym_conn_script(c, sql, &e) != YM_E_OK)
        fail(sql, e.text);
}

static void on_number(void *arg, const struct ym_rows *rows)
{
    *(int64_t *)arg = ym_rows_int(rows, 0, 0);
}

int64_t test_db_number(struct ym_conn *c, const char *sql)
{
    const struct ym_statement s = { .sql = sql };
    struct ym_error e = { .text = "" };
    int64_t v = 0;

    if (ym_conn_run(c, &s, on_number, &v, &e) != YM_E_OK)
        fail(sql, e.text);
    return v;
}

void test_db_settle(struct ym_conn *c)
{
    const struct timespec nap = { .tv_nsec = 2000000L };
    char sql[120];

    snprintf(sql, sizeof(sql),
             "select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint >= %" PRId64
             ")::int::bigint",
             test_db_number(c, "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint"));
    while (test_db_number(c, sql) == 0)
        nanosleep(&nap, NULL);
}

static void drop(struct ym_conn *c, const char *name)
{
    char sql[200];

    snprintf(sql, sizeof(sql), "drop database if exists %s with (force)", name);
    test_db_run(c, sql);
}

const char *test_db_make(const char *name)
{
    static char conninfo[256]; /* one database a program */
    struct ym_conn *c = test_db_connect(server());
    char sql[200];

    drop(c, name);
    snprintf(sql, sizeof(sql), "create database %s strategy file_copy", name);
    test_db_run(c, sql);
    ym_conn_close(c);
    snprintf(conninfo, sizeof(conninfo), "%s dbname=%s", server(), name);
    return conninfo;
}

void test_db_drop(const char *name)
{
    struct ym_conn *c = test_db_connect(server());

    drop(c, name);
    ym_conn_close(c);
}
