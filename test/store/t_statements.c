/* SPDX-License-Identifier: Apache-2.0 */
/* Every statement file on a freshly migrated database, and the plans of the hot ones on tables that
 * are full enough for the planner to have a choice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/embedded.h"
#include "pg/link.h"
#include "world.h"

extern const struct ym_embedded ym_sql_sharded_files[];
extern const size_t ym_sql_sharded_count;

#define FILL_TEXT_MAX 65536

#define NO_WISH   "null,null,null,null,null,null,null,null,null,null" /* $1 to $10 */
#define ALL_SCOPE "null,null,null,null,null,null"                     /* $13 to $18 */

static struct world world;

/* The statement's name: its file's without .sql. */
static void name_of(const struct ym_embedded *file, char ret[64])
{
    snprintf(ret, 64, "%.*s", (int)(strlen(file->name) - strlen(".sql")), file->name);
}

/* The statement behind the comment of its file. */
static const char *text_of(const struct ym_embedded *file)
{
    const char *text = (const char *)file->at;

    while (strncmp(text, "--", 2) == 0)
        text = strchr(text, '\n') + 1;
    return text;
}

/* A definition: PostgreSQL prepares none. */
static bool is_definition(const struct ym_embedded *file)
{
    return strncmp(text_of(file), "create ", 7) == 0;
}

/* What of a file can be prepared: of a cursor its query, of a FETCH, an ANALYZE or a definition
 * nothing. */
static const char *query_of(const struct ym_embedded *file)
{
    const char *text = text_of(file), *query;

    if (strncmp(text, "fetch ", 6) == 0 || strncmp(text, "analyze ", 8) == 0 || is_definition(file))
        return NULL;
    query = strncmp(text, "declare ", 8) == 0 ? strstr(text, " cursor for\n") : NULL;
    return query != NULL ? query + strlen(" cursor for\n") : text;
}

/* Prepare every statement; returns how many. */
static int64_t prepare_all(void)
{
    struct ym_buf b;
    char name[64];
    int64_t n = 0;

    ym_buf_init(&b, FILL_TEXT_MAX);
    for (size_t i = 0; i < ym_sql_sharded_count; i++) {
        const char *query = query_of(&ym_sql_sharded_files[i]);

        if (query == NULL)
            continue;
        name_of(&ym_sql_sharded_files[i], name);
        ym_buf_clear(&b);
        ym_buf_printf(&b, "prepare %s as\n%s", name, query);
        assert_true(ym_buf_ok(&b));
        test_db_run(world.conn, b.at);
        n++;
    }
    ym_buf_release(&b);
    return n;
}

static void every_file_prepares(void **state)
{
    int64_t n = prepare_all();

    (void)state;
    assert_true(n > 40);
    assert_int_equal(test_db_number(world.conn, "select count(*) from pg_prepared_statements"), n);
    test_db_run(world.conn, "deallocate all");
}

/* A definition runs again on a database that has what it defines, and changes nothing there. */
static void every_definition_repeats(void **state)
{
    static const char catalogue[] = "select count(*) from pg_attribute";
    const int64_t before = test_db_number(world.conn, catalogue);
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < ym_sql_sharded_count; i++) {
        if (is_definition(&ym_sql_sharded_files[i])) {
            test_db_run(world.conn, text_of(&ym_sql_sharded_files[i]));
            n++;
        }
    }
    assert_int_equal(n, 1);
    assert_int_equal(test_db_number(world.conn, catalogue), before);
}

/* So many disputes of 40 bodies in all buckets, each with its rows. */
#define MADE(n)                                                                                    \
    "create temp table made as select ((i::bigint << 22) | ((i & 1023)))::bigint as id, i"         \
    " from generate_series(1, " #n ") i"

static const char fill[] =
    "insert into dispute select (id & 1023)::int, id, 330108000000 + i % 100, i % 40, i % 7,"
    " i % 500, 1, 1, 1, true, 1, null, now(), '\\x01', decode(repeat('00', 32), 'hex')"
    " from made;\n"
    "insert into dispute_detail select (id & 1023)::int, id, 1, 1, 1, 330108000000, 1, now(),"
    " 'ref' || i, null, 'title', '', array['t' || (i % 1000)] from made;\n"
    "insert into party select (id & 1023)::int, id, 0, 1, 0, 'name', null,"
    " decode(md5(i::text) || md5(i::text), 'hex') from made;\n"
    "insert into docket select k, (array[i % 40, i % 500, i % 7])[k], id, (id & 1023)::int"
    " from made, generate_series(1, 3) k;\n"
    "insert into event select (id & 1023)::int, id, 1, now(), 1, 1,"
    " decode(repeat('00', 32), 'hex'), '{}' from made;\n"
    "insert into deadline select (id & 1023)::int, now() + i * interval '1 minute', id, 1"
    " from made;\n"
    "insert into outbox (bucket, dispute_id, seq) select (id & 1023)::int, id, 1 from made;\n"
    "insert into request_key select (id & 1023)::int, md5(i::text)::uuid, id, 1,"
    " md5(i::text)::uuid, now() from made;\n"
    "insert into dispute_reference select (id & 1023)::int, id, 'p', 'their' || i, 1, i, 0, now(),"
    " true from made;\n"
    "insert into outside_order (bucket, order_id, partner, reference, revision, channel, region,"
    " received_at, digest, payload, wants_status, state, tasks) select (id & 1023)::int, id, 'p',"
    " 'their' || i, 0, 1, 330108000000, now(), decode(md5(i::text), 'hex'), '', true, 1,"
    " case when i % 100 = 0 then 2 else 0 end from made;\n"
    "insert into outside_phone select (id & 1023)::int, decode(md5(i::text) || md5(i::text), "
    "'hex'),"
    " id, now() from made;\n"
    "insert into exchange_message (bucket, message_no, dispute_id, partner_id, is_out, verb, kind,"
    " state, name, seq, made_at, payload) select (id & 1023)::int, i, id, i % 20, true, 0, 0,"
    " case when i % 50 = 0 then i % 4 else 2 end, 'n' || i, 1, now() + i * interval '1 second',"
    " case when i % 10 = 0 then '\\x01'::bytea end from made;\n"
    "insert into exchange_receipt select (id & 1023)::int, i % 20, 'n' || i,"
    " decode(repeat('00', 32), 'hex'), now() + i * interval '1 second', null from made;\n"
    "insert into exchange_discrepancy select (id & 1023)::int, id, i % 20, 0, 0, '', '', '', 0, "
    "now(),"
    " now() from made;\n"
    "insert into delivery select i % 20, id, 1, now(), 1, 1, 1, 1, 1, 1, 1, 1, 1, now() from "
    "made;\n"
    "insert into sealed_document select (id & 1023)::int, id, lpad(i::text, 20, '0'), 1, 1, '',"
    " now(), '', 1, 1, decode(md5(i::text) || md5(i::text), 'hex'), null,"
    " decode(repeat('00', 64), 'hex') from made;\n"
    "insert into sealed_part select (id & 1023)::int, lpad(i::text, 20, '0'), 0, '' from made;\n"
    "insert into attachment (bucket, dispute_id, attachment_id, state, kind, purpose, shown, role,"
    " staff_id, confidant, at, bytes, author, head, request_key, fingerprint) select"
    " (id & 1023)::int, id, i, 0, 1, 1, 1, 1, 0, 0, now(), 1, '', '', decode(md5(i::text), 'hex'),"
    " decode(md5(i::text), 'hex') from made;\n"
    "insert into attachment_part select (id & 1023)::int, id, i, 0, decode(md5(i::text), 'hex'), ''"
    " from made;\n"
    "insert into code select (id & 1023)::int, lpad(i::text, 28, '0'), id, now() from made;\n"
    "analyze;";

/* A plan, and whether it scans a table of disputes as a whole. */
struct plan {
    bool is_bad;
    char text[16384];
};

/* Does it scan a table of disputes as a whole? Bodies, staff, partners and what differs
 * with them are few. */
static bool scans_disputes(const char *plan)
{
    static const char scan[] = "Seq Scan on ";

    for (const char *at = strstr(plan, scan); at != NULL; at = strstr(at, scan)) {
        at += strlen(scan);
        if (strncmp(at, "body ", 5) != 0 && strncmp(at, "staff ", 6) != 0 &&
            strncmp(at, "partner ", 8) != 0 && strncmp(at, "exchange_discrepancy ", 21) != 0)
            return true;
    }
    return false;
}

static void on_plan(void *arg, const struct ym_rows *rows)
{
    struct plan *plan = arg;
    size_t n = 0;

    for (int row = 0; row < ym_rows_count(rows); row++) {
        struct ym_span line = ym_rows_span(rows, row, 0);

        n += (size_t)snprintf(plan->text + n, sizeof(plan->text) - n, "%.*s\n", (int)line.n,
                              line.at);
        if (n >= sizeof(plan->text))
            n = sizeof(plan->text) - 1;
    }
    plan->is_bad = scans_disputes(plan->text);
}

/* That no table of disputes is scanned as a whole, and that this index (NULL: any) is used. */
static void expect_index(const char *explain, const char *index)
{
    const struct ym_statement s = { .sql = explain };
    struct plan plan = { .is_bad = false };
    struct ym_error e = { .text = "" };

    if (ym_conn_run(world.conn, &s, on_plan, &plan, &e) != YM_E_OK)
        fail_msg("%s: %s", explain, e.text);
    assert_true(plan.text[0] != '\0');
    if (plan.is_bad || (index != NULL && strstr(plan.text, index) == NULL))
        fail_msg("%s: %s\n%s", explain, index != NULL ? index : "an index", plan.text);
}

/* Explain a prepared statement with a NULL for each of its n parameters; index as above. */
static void expect_index_generic(const char *name, const char *index)
{
    char sql[512];
    int64_t n;

    snprintf(sql, sizeof(sql),
             "select cardinality(parameter_types) from pg_prepared_statements where name = '%s'",
             name);
    n = test_db_number(world.conn, sql);
    snprintf(sql, sizeof(sql), "explain execute %s(null", name);
    for (int64_t i = 1; i < n; i++)
        snprintf(sql + strlen(sql), sizeof(sql) - strlen(sql), ", null");
    snprintf(sql + strlen(sql), sizeof(sql) - strlen(sql), ")");
    expect_index(sql, index);
}

/* As the store's sessions are told: not so for what Citus gets. */
static void plan_once(void)
{
    static const char *const plans[] = { YM_LINK_PLANS_ONCE };

    for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++)
        test_db_run(world.conn, plans[i]);
    prepare_all();
}

static void plan_as_ever(void)
{
    test_db_run(world.conn, "deallocate all; reset plan_cache_mode; reset enable_seqscan;"
                            " reset jit");
}

static void expect_hot_by_indexes(void)
{
    static const char *const hot[] = {
        "dispute_load",    "dispute_insert", "dispute_update",     "event_insert",
        "detail_insert",   "detail_update",  "party_insert",       "code_insert",
        "code_revoke",     "docket_insert",  "docket_delete",      "deadline_delete",
        "deadline_insert", "outbox_insert",  "request_key_insert", "lookup_event",
        "lookup_key",      "recall",         "due_peek",           "due_forget",
        "read_events",     "order_take",     "order_newest",       "order_end",
        "order_read",      "order_settle",   "order_list",         "refer_put",
        "refer_drop",      "refer_list",     "phone_put",          "phone_find",
    };

    for (size_t i = 0; i < sizeof(hot) / sizeof(hot[0]); i++)
        expect_index_generic(hot[i], NULL);
}

static void hot_statements_use_indexes(void **state)
{
    (void)state;
    test_db_run(world.conn, "set plan_cache_mode = force_generic_plan");
    prepare_all();
    expect_hot_by_indexes();
    plan_as_ever();
}

/* Messages, seals and attachments: who knows a key goes to its bucket; who does not takes this
 * index. */
static void what_others_get_uses_indexes(void **state)
{
    static const char *const bound[] = {
        "exchange_named",    "exchange_one",        "exchange_told",    "exchange_posted",
        "exchange_answered", "exchange_settle",     "exchange_resend",  "exchange_again",
        "exchange_wake",     "exchange_arrived",    "exchange_receive", "discrepancy_settle",
        "seal_find",         "seal_read",           "seal_parts",       "seal_list",
        "seal_insert",       "seal_part_insert",    "attachment_check", "attachment_give_up",
        "attachment_own",    "attachment_own_part", "attachment_print", "attachment_put",
        "attachment_read",   "attachment_insert",
    };
    static const struct {
        const char *name, *index;
    } others[] = {
        { "exchange_list", "exchange_message_age" },   { "exchange_open", "exchange_message_open" },
        { "exchange_room", "exchange_message_open" },  { "exchange_counts", "exchange_message_" },
        { "partner_resume", "exchange_message_open" }, { "seal_by_hash", "sealed_document_hash" },
        { "seal_next", "sealed_document_pkey" },       { "attachment_attach", "on attachment a" },
    };

    (void)state;
    test_db_run(world.conn, "set plan_cache_mode = force_generic_plan");
    prepare_all();
    for (size_t i = 0; i < sizeof(bound) / sizeof(bound[0]); i++)
        expect_index_generic(bound[i], "(bucket = $1)");
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        expect_index_generic(others[i].name, others[i].index);
    test_db_run(world.conn, "deallocate all");
}

static void lists_use_indexes(void **state)
{
    /* Wishes 1 to 18, looks, terms, number, channel; then what the list is of. A walk takes its
     * candidates from this index and in its order. */
    static const struct {
        const char *sql, *index;
    } lists[] = {
        { "read_list(" NO_WISH ",null,51," ALL_SCOPE ",1000,null,null,null)", "dispute_newest" },
        { "read_list(1::smallint,null,null,true,null,null,null,null,null,null,80000000000,"
          "51," ALL_SCOPE ",1000,null,null,null)",
          "dispute_newest" },
        { "read_list(" NO_WISH ",null,51,null,null,null,null,null,4194305,1000,null,null,null)",
          "dispute_newest" },
        { "read_list(" NO_WISH ",null,51," ALL_SCOPE ",1000,array['t7'],null,null)",
          "dispute_newest" },
        { "read_docket(" NO_WISH ",null,51," ALL_SCOPE ",1000,null,null,null,7,1::smallint)",
          "docket_pkey" },
        { "read_docket(" NO_WISH ",null,51," ALL_SCOPE ",1000,null,null,null,77,2::smallint)",
          "docket_pkey" },
        { "read_docket(" NO_WISH ",null,51," ALL_SCOPE ",1000,array['t7'],null,null,5,3::smallint)",
          "docket_pkey" },
        { "read_district(" NO_WISH ",null,51," ALL_SCOPE ",1000,null,null,null,330108)",
          "dispute_district" },
        { "read_street(" NO_WISH ",80000000000,51," ALL_SCOPE ",1000,null,null,null,330108000)",
          "dispute_street" },
        { "read_community(" NO_WISH ",null,51," ALL_SCOPE ",1000,null,null,null,330108000007)",
          "dispute_region" },
        { "read_overdue(null,null,null,null,'2000-01-01',null,null,null,null,null,null,"
          "51," ALL_SCOPE ",1000,null,null,null)",
          "deadline_pkey" },
        { "read_search(" NO_WISH ",null,51," ALL_SCOPE ",1000,array['t7'],null,null)",
          "dispute_detail_terms" },
        { "read_external(" NO_WISH ",null,51," ALL_SCOPE ",1000,null,'ref9',1::smallint)",
          "dispute_detail_reference" },
        { "exchange_keep_receipts('2100-01-01', 10)", "exchange_receipt_age" },
        { "exchange_keep_payloads('2100-01-01', 10)", "exchange_message_said" },
        { "read_dispute(1, 4194305)", NULL },
        { "read_scan(1, '0000000000000000000000000001')", NULL },
        { "read_duplicates(array['\\x00'::bytea], 1::smallint, 21)", NULL },
    };
    char sql[512];

    (void)state;
    /* one row each, so that an index on them is not worth a look */
    test_db_run(world.conn, "set plan_cache_mode = force_custom_plan");
    test_db_run(world.conn,
                "insert into body select i, 1, 100, 'b' from generate_series(1, 3000) i;"
                "insert into region select i, 'r', 0, 1 from generate_series(1, 3000) i;"
                "insert into staff select i, 1, 1, 's' from generate_series(1, 3000) i;"
                "analyze");
    prepare_all();
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        snprintf(sql, sizeof(sql), "explain execute %s", lists[i].sql);
        expect_index(sql, lists[i].index);
    }
    test_db_run(world.conn, "deallocate all");
}

static void expect_no_sort(void)
{
    char sql[8192] = "explain execute due_peek('{0";
    const struct ym_statement s = { .sql = sql };
    struct plan plan = { .is_bad = false };
    struct ym_error e;

    for (int bucket = 2; bucket < YM_BUCKETS; bucket += 2)
        snprintf(sql + strlen(sql), sizeof(sql) - strlen(sql), ",%d", bucket);
    snprintf(sql + strlen(sql), sizeof(sql) - strlen(sql), "}', '2100-01-01', 64)");
    assert_int_equal(ym_conn_run(world.conn, &s, on_plan, &plan, &e), YM_E_OK);
    if (strstr(plan.text, "Sort") != NULL)
        fail_msg("%s", plan.text);
}

static void a_backlog_needs_no_sort(void **state)
{
    (void)state;
    prepare_all();
    expect_no_sort();
    plan_as_ever();
    plan_once();
    expect_no_sort();
    plan_as_ever();
}

static int open_world(void **state)
{
    (void)state;
    world_open(&world, "yima_statements");
    return 0;
}

/* Two months of events; the months to come, which are empty, would only blur the plans. */
static void fill_with(const char *made)
{
    test_db_run(
        world.conn,
        "do $$ declare p regclass; begin for p in select inhrelid::regclass from pg_inherits"
        " where inhparent = 'event'::regclass loop execute format('drop table %s', p);"
        " end loop; end $$");
    test_db_run(world.conn, "create table event_a partition of event for values from (0) to"
                            " (41943040000);"
                            "create table event_b partition of event for values from (41943040000)"
                            " to (100000000000)");
    test_db_run(world.conn, made);
    test_db_run(world.conn, fill);
}

static int fill_tables(void **state)
{
    (void)state;
    fill_with(MADE(20000));
    return 0;
}

/* A plan that was made when there was next to nothing serves until the tables are analysed again.
 */
static void small_tables_use_indexes(void **state)
{
    (void)state;
    test_db_run(world.conn, "begin");
    fill_with(MADE(60));
    plan_once();
    expect_hot_by_indexes();
    test_db_run(world.conn, "rollback");
    plan_as_ever();
}

/* An earlier test may have failed with its statements prepared. */
static int forget_prepared(void **state)
{
    (void)state;
    test_db_run(world.conn, "deallocate all");
    return 0;
}

static int close_world(void **state)
{
    (void)state;
    world_close(&world);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_file_prepares),
        cmocka_unit_test(every_definition_repeats),
        cmocka_unit_test(small_tables_use_indexes),
        cmocka_unit_test_setup(hot_statements_use_indexes, fill_tables),
        cmocka_unit_test_setup(what_others_get_uses_indexes, forget_prepared),
        cmocka_unit_test_setup(lists_use_indexes, forget_prepared),
        cmocka_unit_test_setup(a_backlog_needs_no_sort, forget_prepared),
    };

    return cmocka_run_group_tests_name("statements", tests, open_world, close_world);
}
