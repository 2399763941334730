/* SPDX-License-Identifier: Apache-2.0 */
/* The migrations runner: once each, in order, one at a time, and never an edited file. */
#define _POSIX_C_SOURCE 200809L
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pg/migrate.h"
#include "test_db.h"

static const char *conninfo; /* of the database of the test that runs */

#define FILE_OF(name, text)                                                                        \
    {                                                                                              \
        (name), (const unsigned char *)(text), sizeof(text) - 1                                    \
    }

static const struct ym_embedded files[] = {
    FILE_OF("0001_first.sql", "create table a(v int);\ninsert into a values (1);\n"),
    FILE_OF("0002_second.sql", "alter table a add w text;\n"),
    FILE_OF("0003_index.sql", "-- migrate: no-transaction\n"
                              "create index concurrently if not exists a_v on a(v);\n"),
};

/* Not a digest, but it tells the files of these tests apart, which is all that is asked here. */
static void digest(const void *at, size_t n, unsigned char ret[32])
{
    const unsigned char *bytes = at;

    memset(ret, 0, 32);
    for (size_t i = 0; i < n; i++)
        ret[i % 32] = (unsigned char)(ret[i % 32] * 31 + bytes[i]);
}

static int set_up(void **state)
{
    conninfo = test_db_make("t_migrate");
    *state = test_db_connect(conninfo);
    return 0;
}

static int tear_down(void **state)
{
    ym_conn_close(*state);
    test_db_drop("t_migrate");
    return 0;
}

static struct ym_migrate_options options(const struct ym_embedded *f, size_t n)
{
    return (struct ym_migrate_options){ .files = f, .n = n, .sha256 = digest, .app = "test" };
}

static void good(struct ym_conn *c, const struct ym_embedded *f, size_t n)
{
    const struct ym_migrate_options o = options(f, n);
    struct ym_error e = { .text = "" };

    if (ym_migrate_run(c, &o, &e) != YM_E_OK)
        fail_msg("%s", e.text);
}

static void bad(struct ym_conn *c, const struct ym_embedded *f, size_t n, enum ym_err code,
                const char *text)
{
    const struct ym_migrate_options o = options(f, n);
    struct ym_error e = { .text = "" };

    assert_int_equal(ym_migrate_run(c, &o, &e), code);
    if (strstr(e.text, text) == NULL)
        fail_msg("expected \"%s\" in: %s", text, e.text);
    /* The lock is free and the connection usable; others lock in databases of their own. */
    assert_int_equal(test_db_number(c, "select count(*) from pg_locks join pg_database d "
                                       "on d.oid = database where locktype = 'advisory' "
                                       "and datname = current_database()"),
                     0);
}

static void status_is(struct ym_conn *c, int applied, int pending)
{
    const struct ym_migrate_options o = options(files, 3);
    struct ym_migrate_status s;
    struct ym_error e = { .text = "" };

    if (ym_migrate_status(c, &o, &s, &e) != YM_E_OK)
        fail_msg("%s", e.text);
    assert_int_equal(s.known, 3);
    assert_int_equal(s.applied, applied);
    assert_int_equal(s.pending, pending);
}

static void count_file(void *arg, size_t i, size_t n, const char *name)
{
    size_t *seen = arg;

    assert_int_equal(i, *seen);
    assert_true(n <= 3);
    assert_non_null(strstr(name, ".sql"));
    (*seen)++;
}

static void test_apply_and_rerun(void **state)
{
    struct ym_conn *c = *state;
    struct ym_migrate_options o = options(files, 3);
    struct ym_error e;
    size_t seen = 0;

    status_is(c, 0, 3);
    good(c, files, 1);
    status_is(c, 1, 2);
    o.on_file = count_file;
    o.arg = &seen;
    assert_int_equal(ym_migrate_run(c, &o, &e), YM_E_OK);
    assert_int_equal(seen, 2);
    status_is(c, 3, 0);
    seen = 0;
    assert_int_equal(ym_migrate_run(c, &o, &e), YM_E_OK);
    assert_int_equal(seen, 0);
    assert_int_equal(test_db_number(c, "select count(*) from a"), 1);
    assert_int_equal(test_db_number(c, "select count(*) from schema_migration where app = 'test'"),
                     3);
    assert_int_equal(test_db_number(c, "select count(*) from pg_indexes where indexname = 'a_v'"),
                     1);
}

/* Four at once: each file runs once, everybody succeeds. */
static void test_two_at_once(void **state)
{
    enum { RUNNERS = 4 };
    static const struct ym_embedded slow[] = {
        FILE_OF("0001_slow.sql", "create table once(v int); select pg_sleep(0.3);"),
        FILE_OF("0002_count.sql", "insert into once values (1);"),
    };
    pid_t pid[RUNNERS];

    for (int i = 0; i < RUNNERS; i++) {
        pid[i] = fork();
        if (pid[i] == 0) {
            const struct ym_migrate_options o = options(slow, 2);
            struct ym_conn *c = ym_conn_open(conninfo, NULL);

            _exit(c != NULL && ym_migrate_run(c, &o, NULL) == YM_E_OK ? 0 : 1);
        }
    }
    for (int i = 0; i < RUNNERS; i++) {
        int status = -1;

        assert_int_equal(waitpid(pid[i], &status, 0), pid[i]);
        assert_int_equal(status, 0);
    }
    assert_int_equal(test_db_number(*state, "select count(*) from once"), 1);
}

static void test_edited(void **state)
{
    struct ym_embedded f[3];

    good(*state, files, 3);
    memcpy(f, files, sizeof(f));
    f[1] = (struct ym_embedded)FILE_OF("0002_second.sql", "alter table a add w  text;\n");
    bad(*state, f, 3, YM_E_CONFLICT, "0002_second.sql was edited");
}

static void test_newer(void **state)
{
    good(*state, files, 3);
    bad(*state, files, 2, YM_E_CONFLICT, "at migration 3, this program knows 2");
}

/* File and line, where PostgreSQL counts characters and not bytes; nothing of the file stays. */
static void test_failing(void **state)
{
    struct ym_embedded f[4];

    memcpy(f, files, sizeof(files));
    f[3] = (struct ym_embedded)FILE_OF("0004_bad.sql", "-- 中文中文中文中文中文中文中文中文中文\n"
                                                       "create table b(v int);\n"
                                                       "select 中 from b;\n");
    bad(*state, f, 4, YM_E_INVALID, "0004_bad.sql:3: 42703");
    status_is(*state, 3, 0);
    assert_int_equal(test_db_number(*state, "select (to_regclass('b') is null)::int"), 1);

    f[3] = (struct ym_embedded)FILE_OF("0004_bad.sql", "insert into a(v) values (1); select 1/0;");
    bad(*state, f, 4, YM_E_INVALID, "0004_bad.sql: 22012");
    assert_int_equal(test_db_number(*state, "select count(*) from a"), 1);

    f[3] = (struct ym_embedded)FILE_OF("0004_bad.sql", "select 1; commit;");
    bad(*state, f, 4, YM_E_INVALID, "may not begin or commit");

    f[3] = (struct ym_embedded)FILE_OF("0004_good.sql", "create table b(v int);");
    good(*state, f, 4);
}

static void test_misnumbered(void **state)
{
    static const struct {
        const char *name;
    } rows[] = { { "0002_x.sql" }, { "0000_x.sql" }, { "1_x.sql" }, { "0001-x.sql" },
                 { "0001_x.txt" }, { "000a_x.sql" }, { "" } };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct ym_embedded f = { rows[i].name, (const unsigned char *)"select 1", 8 };

        bad(*state, &f, 1, YM_E_INVALID, "should be number 1");
    }
    bad(*state, &(struct ym_embedded)FILE_OF("0001_x.sql", "select 1;\0 drop"), 1, YM_E_INVALID,
        "NUL");
}

/* A table that somebody else holds is waited for, then the file gives up and says so. */
static void test_table_in_use(void **state)
{
    static const struct ym_embedded f[] = {
        FILE_OF("0001_first.sql", "create table a(v int);"),
        FILE_OF("0002_second.sql", "alter table a add w text;"),
    };
    struct ym_conn *other = test_db_connect(conninfo);

    good(*state, f, 1);
    test_db_run(other, "begin; lock table a in share mode");
    bad(*state, f, 2, YM_E_UNAVAILABLE, "table in use");
    test_db_run(other, "rollback");
    ym_conn_close(other);
    good(*state, f, 2);
}

static void test_partitions(void **state)
{
    struct ym_conn *c = *state;
    const ym_usec now = ym_day_start(ym_day_make(2026, 11, 30)) + YM_USEC_PER_DAY - 1;
    struct ym_error e = { .text = "" };
    size_t made = 99;

    assert_int_not_equal(ym_partitions_ensure(c, now, 2, &made, &e), YM_E_OK);
    assert_int_equal(made, 0); /* there is no table event */
    test_db_run(c, "create table event(bucket int not null, id bigint not null, "
                   "primary key(bucket, id)) partition by range (id)");
    if (ym_partitions_ensure(c, now, 2, &made, &e) != YM_E_OK)
        fail_msg("%s", e.text);
    assert_int_equal(made, 4); /* one for clocks that are set back */
    assert_int_equal(test_db_number(c, "select count(*) from pg_class where relname in "
                                       "('event_p202610', 'event_p202611', 'event_p202612', "
                                       "'event_p202701')"),
                     4);
    assert_int_equal(ym_partitions_ensure(c, now, 2, &made, &e), YM_E_OK);
    assert_int_equal(made, 0);
    /* A microsecond later it is December in Shanghai. */
    assert_int_equal(ym_partitions_ensure(c, now + 1, 2, &made, &e), YM_E_OK);
    assert_int_equal(made, 1);
    assert_int_equal(test_db_number(c, "select count(*) from pg_class where relname = "
                                       "'event_p202702'"),
                     1);
    assert_int_equal(ym_partitions_ensure(c, YM_USEC_PER_DAY, 0, &made, &e), YM_E_INVALID);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(test_apply_and_rerun), T(test_two_at_once), T(test_edited),       T(test_newer),
        T(test_failing),         T(test_misnumbered), T(test_table_in_use), T(test_partitions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
