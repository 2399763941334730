/* SPDX-License-Identifier: Apache-2.0 */
/* What is read from must be a replica of what is written, and at most a minute behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "pg/replica.h"
#include "test_db.h"

#define DB    "t_replica"
#define OTHER "t_replica_other"

/* Both ends are one database; how far the log of the second is applied stands in a table of the
 * test, since its own function is found before the server's. */
#define FAR                                                                                        \
    "create schema mine; create table mine.applied (upto pg_lsn); "                                \
    "insert into mine.applied values ('0/1'); "                                                    \
    "create function mine.pg_current_wal_lsn() returns pg_lsn language sql "                       \
    "as 'select upto from mine.applied'"
#define CAUGHT_UP "update mine.applied set upto = 'FFFFFFF/0'"

struct waiting {
    struct ym_conn *c;
    unsigned waited_ms, until_ms; /* it has caught up after so long */
};

static struct {
    const char *conninfo;
    struct ym_conn *primary, *replica;
} bed;

static int begin(void **state)
{
    (void)state;
    bed.conninfo = test_db_make(DB);
    bed.primary = test_db_connect(bed.conninfo);
    bed.replica = test_db_connect(bed.conninfo);
    test_db_run(bed.primary,
                "create table keyring_check as select decode(repeat('1a', 32), 'hex') as hash");
    test_db_run(bed.primary, "create table schema_migration ()");
    test_db_run(bed.primary, FAR);
    test_db_run(bed.replica, "set search_path = mine, pg_catalog, public");
    return 0;
}

static int end(void **state)
{
    (void)state;
    ym_conn_close(bed.replica);
    ym_conn_close(bed.primary);
    test_db_drop(DB);
    return 0;
}

static void on_wait(void *arg, unsigned ms)
{
    struct waiting *w = arg;

    w->waited_ms += ms;
    if (w->waited_ms == w->until_ms)
        test_db_run(w->c, CAUGHT_UP);
}

static enum ym_err check(unsigned until_ms, unsigned *ret_waited_ms, struct ym_error *reterr)
{
    struct waiting w = { .c = bed.primary, .until_ms = until_ms };
    enum ym_err err;

    test_db_run(bed.primary, "update mine.applied set upto = '0/1'");
    err = pg_replica_check(bed.primary, bed.replica, on_wait, &w, reterr);
    *ret_waited_ms = w.waited_ms;
    return err;
}

static void it_is_waited_for(void **state)
{
    struct ym_error why;
    unsigned waited_ms;

    (void)state;
    assert_int_equal(check(PG_REPLICA_LOOK_MS, &waited_ms, &why), YM_E_OK);
    assert_int_equal(waited_ms, PG_REPLICA_LOOK_MS);
    assert_int_equal(check(PG_REPLICA_WAIT_MS, &waited_ms, &why), YM_E_OK);
    assert_int_equal(waited_ms, PG_REPLICA_WAIT_MS);
}

static void and_for_no_longer_than_a_minute(void **state)
{
    struct ym_error why;
    unsigned waited_ms;

    (void)state;
    assert_int_equal(check(PG_REPLICA_WAIT_MS + PG_REPLICA_LOOK_MS, &waited_ms, &why),
                     YM_E_CONFLICT);
    assert_int_equal(waited_ms, PG_REPLICA_WAIT_MS);
    assert_string_equal(why.text, "the replica is more than 60 s behind: wait until it has caught "
                                  "up, or leave --report-db out");
}

static void the_same_server_needs_no_waiting(void **state)
{
    struct ym_error why;

    (void)state;
    assert_int_equal(pg_replica_check(bed.primary, bed.primary, NULL, NULL, &why), YM_E_OK);
}

/* Whether it belongs to this program or to another one. */
static void another_database_is_named(void **state)
{
    struct ym_conn *other = test_db_connect(test_db_make(OTHER));
    struct ym_error why;

    (void)state;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(pg_replica_check(bed.primary, other, NULL, NULL, &why), YM_E_CONFLICT);
        assert_non_null(strstr(why.text, "another database"));
        assert_non_null(strstr(why.text, "name a replica of this one"));
        if (i == 0)
            test_db_run(other, "create table schema_migration (); create table keyring_check as "
                               "select decode(repeat('1b', 32), 'hex') as hash");
    }
    ym_conn_close(other);
    test_db_drop(OTHER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_waited_for),
        cmocka_unit_test(and_for_no_longer_than_a_minute),
        cmocka_unit_test(the_same_server_needs_no_waiting),
        cmocka_unit_test(another_database_is_named),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
