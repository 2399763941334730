/* SPDX-License-Identifier: Apache-2.0 */
/* The read side. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "pg/reader.h"
#include "world.h"

#define DISPUTES 30
#define EXTERNAL 4 /* the one that bears a number in another system */

static struct world world;
static struct pg_reader *reader;
static struct app_reader *port;
static struct made made[DISPUTES];
static bool is_answered;
static enum ym_err result;

static bool have_answer(void *arg)
{
    (void)arg;
    return is_answered;
}

/* Wait for the answer to the question just asked; it must not have come before. */
static enum ym_err answer(void)
{
    assert_false(is_answered);
    world_run(&world, have_answer, NULL);
    is_answered = false;
    return result;
}

static void note(enum ym_err err, const void *given)
{
    assert_false(is_answered);
    assert_int_equal(err == YM_E_OK, given != NULL);
    is_answered = true;
    result = err;
}

/* ---- Tokens ---- */

static struct pg_token seen;

static void on_token(void *arg, enum ym_err err, const struct pg_token *token)
{
    (void)arg;
    note(err, token);
    if (token != NULL)
        seen = *token;
}

static void tokens_are_kept_and_revoked(void **state)
{
    struct pg_token t = { .id = YM_SPAN("7k2m9x4hq0tc"),
                          .hash = { 1, 2, 3 },
                          .label = YM_SPAN("窗口"),
                          .role = YM_ROLE_WINDOW_CLERK,
                          .seat = YM_SEAT_NONE,
                          .body = MADE_BODY,
                          .issued_at = MADE_NOW,
                          .expires_at = MADE_NOW + 1 };
    struct ym_error e;

    (void)state;
    assert_int_equal(pg_token_put(world.conn, &t, &e), YM_E_OK);
    assert_int_equal(pg_token_put(world.conn, &t, &e), YM_E_CONFLICT);
    pg_read_token(reader, t.id, on_token, NULL);
    assert_int_equal(answer(), YM_E_OK);
    assert_int_equal(seen.body, MADE_BODY);
    assert_int_equal(seen.hash[2], 3);
    assert_int_equal(seen.expires_at, MADE_NOW + 1);
    assert_true(seen.revoked_at == YM_USEC_NONE);
    assert_int_equal(pg_token_revoke(world.conn, t.id, MADE_NOW + 5, &e), YM_E_OK);
    assert_int_equal(pg_token_revoke(world.conn, t.id, MADE_NOW + 9, &e), YM_E_OK);
    pg_read_token(reader, t.id, on_token, NULL);
    assert_int_equal(answer(), YM_E_OK);
    assert_int_equal(seen.revoked_at, MADE_NOW + 5);
    pg_read_token(reader, YM_SPAN("unknown"), on_token, NULL);
    assert_int_equal(answer(), YM_E_NOT_FOUND);
    assert_int_equal(pg_token_revoke(world.conn, YM_SPAN("x"), MADE_NOW, &e), YM_E_NOT_FOUND);
    t.id = YM_SPAN("other");
    t.expires_at = t.issued_at;
    assert_int_equal(pg_token_put(world.conn, &t, &e), YM_E_UNPROCESSABLE);
}

/* ---- Disputes ---- */

static void on_view(void *arg, enum ym_err err, const struct app_view *v)
{
    (void)arg;
    note(err, v);
    if (v == NULL)
        return;
    assert_true(made_same(&v->dispute, &made[0].after));
    assert_true(ym_span_is(v->title, YM_SPAN("邻居噪声")));
    assert_true(ym_span_is(v->description, YM_SPAN("夜间施工")));
    assert_int_equal(v->amount_fen, 123456);
    assert_int_equal(v->external_ref.n, 0);
    assert_int_equal(v->nparties, 2);
    assert_true(ym_span_is(v->parties[0].name, YM_SPAN("张三")));
    assert_true(ym_span_is(v->parties[0].identity, YM_SPAN("sealed identity")));
    assert_int_equal(v->parties[0].identity_hash[0], 7);
    assert_int_equal(v->parties[1].side, YM_SIDE_RESPONDENT);
    assert_int_equal(v->parties[1].identity.n, 0);
    assert_true(ym_span_is(v->body.name, YM_SPAN("滨江区矛调中心")));
    assert_int_equal(v->mediator.id, 0);
    assert_int_equal(v->mediator.name.n, 0);
    assert_true(ym_span_is(v->region_name, YM_SPAN("滨江区")));
    assert_string_equal(v->token.text, made[0].intake.token.text);
    assert_int_equal(v->due_at, made[0].after.clocks[0].due);
    assert_int_equal(v->received_at, MADE_NOW);
}

static void a_dispute_is_read_whole(void **state)
{
    (void)state;
    port->ops->dispute(port, made[0].after.id, on_view, NULL);
    assert_int_equal(answer(), YM_E_OK);
    port->ops->dispute(port, made_id(999, 9), on_view, NULL);
    assert_int_equal(answer(), YM_E_NOT_FOUND);
}

static void on_events(void *arg, enum ym_err err, const struct app_event_page *page)
{
    note(err, page);
    assert_int_equal(page->n, *(size_t *)arg);
    if (page->n == 0)
        return;
    assert_int_equal(page->at[0].seq, 1);
    assert_int_equal(page->at[0].kind, YM_CMD_REGISTER);
    assert_memory_equal(page->at[0].hash, made[0].after.head, 32);
    assert_memory_equal(page->at[0].payload.at, made[0].payload, page->at[0].payload.n);
}

static void events_come_in_pages(void **state)
{
    size_t expected = 1;

    (void)state;
    port->ops->events(port, made[0].after.id, 0, APP_PAGE_MAX, on_events, &expected);
    assert_int_equal(answer(), YM_E_OK);
    expected = 0;
    port->ops->events(port, made[0].after.id, 1, 1, on_events, &expected);
    assert_int_equal(answer(), YM_E_OK);
    port->ops->events(port, made[0].after.id, UINT32_MAX, 1, on_events, &expected);
    assert_int_equal(answer(), YM_E_OK);
}

static bool is_revoked;

static void on_scan(void *arg, enum ym_err err, const struct app_scan *scan)
{
    (void)arg;
    note(err, scan);
    if (scan == NULL)
        return;
    is_revoked = scan->is_revoked;
    assert_int_equal(scan->stage, YM_STAGE_FIRST);
    assert_true(ym_span_is(scan->body.phone, YM_SPAN("0571-1")));
}

static void a_scan_knows_revoked_codes(void **state)
{
    struct ym_token old = made[1].intake.token, fresh = made_token(made[1].after.id, 5);
    struct ym_dispute before = made[1].after;

    (void)state;
    port->ops->scan(port, &old, on_scan, NULL);
    assert_int_equal(answer(), YM_E_OK);
    assert_false(is_revoked);
    made_next(&made[1], &before, "{}");
    made[1].change.token = &fresh;
    assert_int_equal(world_append(&world, pg_store_port(world.stores[0]), &made[1].change),
                     YM_STORED_OK);
    port->ops->scan(port, &old, on_scan, NULL);
    assert_int_equal(answer(), YM_E_OK);
    assert_true(is_revoked);
    port->ops->scan(port, &fresh, on_scan, NULL);
    assert_int_equal(answer(), YM_E_OK);
    assert_false(is_revoked);
    fresh = made_token(made[2].after.id, 200);
    port->ops->scan(port, &fresh, on_scan, NULL);
    assert_int_equal(answer(), YM_E_NOT_FOUND);
}

static struct app_list listed;

static void on_list(void *arg, enum ym_err err, const struct app_list *list)
{
    (void)arg;
    note(err, list);
    if (list == NULL)
        return;
    listed.n = list->n;
    listed.has_more = list->has_more;
    memcpy(listed.at, list->at, list->n * sizeof(list->at[0]));
}

static struct app_filter all(void)
{
    return (struct app_filter){ .scope = { .kind = APP_SCOPE_ALL },
                                .colour = APP_ANY,
                                .stage = APP_ANY,
                                .type = APP_ANY,
                                .is_open = APP_ANY,
                                .limit = APP_PAGE_MAX };
}

static size_t list(struct app_filter f)
{
    port->ops->list(port, &f, on_list, NULL);
    assert_int_equal(answer(), YM_E_OK);
    return listed.n;
}

static void lists_page_newest_first(void **state)
{
    struct app_filter f = all();
    struct ym_id last = { INT64_MAX };
    size_t n = 0;

    (void)state;
    assert_int_equal(list(f), DISPUTES);
    assert_false(listed.has_more);
    f.limit = 7;
    do {
        f.before = n == 0 ? (struct ym_id){ 0 } : last;
        n += list(f);
        for (size_t i = 0; i < listed.n; i++) {
            assert_true(listed.at[i].id.v < last.v);
            last = listed.at[i].id;
        }
    } while (listed.has_more);
    assert_int_equal(n, DISPUTES);
    f.limit = DISPUTES;
    f.before.v = 0;
    assert_int_equal(list(f), DISPUTES);
    assert_false(listed.has_more); /* a full page, and yet the last */
}

static void filters_and_scopes_cut(void **state)
{
    const struct ym_span found[] = { YM_SPAN("噪声"), YM_SPAN("张三") };
    const struct ym_span missed[] = { YM_SPAN("噪声"), YM_SPAN("劳动") };
    struct app_filter f = all();

    (void)state;
    f.colour = YM_COLOUR_YELLOW;
    assert_int_equal(list(f), DISPUTES);
    f.colour = YM_COLOUR_RED;
    assert_int_equal(list(f), 0);
    f = all();
    f.terms = found;
    f.nterms = 2;
    assert_int_equal(list(f), DISPUTES);
    f.terms = missed;
    assert_int_equal(list(f), 0);
    f = all();
    f.mediator = 77;
    assert_int_equal(list(f), 3); /* every tenth */
    f = all();
    f.scope = (struct app_scope){ APP_SCOPE_MEDIATOR, 77, 0 };
    assert_int_equal(list(f), 3);
    f.body = MADE_BODY + 1;
    assert_int_equal(list(f), 0);
    f = all();
    f.scope = (struct app_scope){ APP_SCOPE_REGION, 330108000000, 330108999999 };
    assert_int_equal(list(f), DISPUTES);
    f.region_lo = 330109000000;
    f.region_hi = 330109999999;
    assert_int_equal(list(f), 0);
    f = all();
    f.scope = (struct app_scope){ APP_SCOPE_DISPUTE, made[3].after.id.v, 0 };
    assert_int_equal(list(f), 1);
    assert_int_equal(listed.at[0].id.v, made[3].after.id.v);
    f.scope = (struct app_scope){ APP_SCOPE_NOTHING, 0, 0 };
    assert_int_equal(list(f), 0);
    f = all();
    f.scope = (struct app_scope){ APP_SCOPE_MEDIATOR, 0, 0 }; /* nobody is not a mediator */
    assert_int_equal(list(f), 0);
    f = all();
    f.is_overdue = true;
    f.now = MADE_NOW;
    assert_int_equal(list(f), 0);
    f.now = MADE_NOW + YM_USEC_PER_DAY;
    assert_int_equal(list(f), DISPUTES);
}

/* Number, channel and terms stand behind the wishes: together they are the most parameters. */
static void a_number_of_another_system_is_found(void **state)
{
    const struct ym_span terms[] = { YM_SPAN("噪声") };
    struct app_filter f = all();

    (void)state;
    f.external_ref = YM_SPAN("CITY-2026-4711");
    f.channel = APP_ANY;
    f.colour = YM_COLOUR_YELLOW;
    f.stage = YM_STAGE_FIRST;
    f.type = YM_TYPE_NEIGHBOUR;
    assert_int_equal(list(f), 1);
    assert_int_equal(listed.at[0].id.v, made[EXTERNAL].after.id.v);
    f.terms = terms;
    f.nterms = 1;
    f.channel = made[EXTERNAL].after.channel;
    assert_int_equal(list(f), 1);
    f.channel++;
    assert_int_equal(list(f), 0);
    f.channel = APP_ANY;
    f.colour = YM_COLOUR_RED;
    assert_int_equal(list(f), 0);
}

static void the_same_person_is_noticed(void **state)
{
    unsigned char hashes[2][32] = { { 0 } };

    (void)state;
    hashes[1][0] = 7;
    port->ops->duplicates(port, (const unsigned char(*)[32])hashes, 2, YM_TYPE_NEIGHBOUR, on_list,
                          NULL);
    assert_int_equal(answer(), YM_E_OK);
    assert_int_equal(listed.n, APP_DUPLICATES_MAX);
    assert_true(listed.has_more);
    port->ops->duplicates(port, (const unsigned char(*)[32])hashes, 2, YM_TYPE_LABOUR, on_list,
                          NULL);
    assert_int_equal(answer(), YM_E_OK);
    assert_int_equal(listed.n, 0);
}

static void on_busy(void *arg, enum ym_err err, int64_t revision)
{
    unsigned *counts = arg; /* answered, OK, BUSY, to be answered */

    (void)revision;
    counts[0]++;
    counts[err == YM_E_OK ? 1 : 2]++;
    assert_true(err == YM_E_OK || err == YM_E_BUSY);
    is_answered = counts[0] == counts[3];
}

/* Ask for as many as may be under way and more; each is answered once. */
static void ask_past_the_limit(unsigned more)
{
    unsigned counts[4] = { 0, 0, 0, PG_READER_CALLS + more };

    for (unsigned i = 0; i < PG_READER_CALLS + more; i++)
        pg_read_revision(reader, on_busy, counts);
    assert_int_equal(counts[0], 0);
    world_run(&world, have_answer, NULL);
    is_answered = false;
    assert_int_equal(counts[1], PG_READER_CALLS);
    assert_int_equal(counts[2], more);
}

static void one_past_the_limit_is_busy(void **state)
{
    (void)state;
    ask_past_the_limit(1);
}

/* Every row of the largest bulk requests may be refused in one turn, and each then asks. */
static void many_past_the_limit_are_busy(void **state)
{
    (void)state;
    ask_past_the_limit(PG_READER_REFUSALS);
}

static struct pg_registry *fresh_registry;

static void on_registry(void *arg, enum ym_err err, struct pg_registry *registry)
{
    (void)arg;
    note(err, registry);
    fresh_registry = registry;
}

static void the_registry_loads_without_blocking(void **state)
{
    (void)state;
    pg_read_registry(reader, on_registry, NULL);
    assert_int_equal(answer(), YM_E_OK);
    assert_non_null(pg_registry_body(fresh_registry, MADE_BODY));
    assert_false(pg_registry_body(fresh_registry, 5000)->is_active);
    pg_registry_free(fresh_registry);
}

static void put_reference(void)
{
    const struct pg_region region = { 330108000000, 330100000000, 3, YM_SPAN("滨江区") };
    const struct pg_body bodies[] = { { MADE_BODY, 330108000000, YM_BODY_CENTRE, true,
                                        YM_SPAN("滨江区矛调中心"), YM_SPAN("0571-1"), YM_SPAN("") },
                                      { 5000, 330108000000, YM_BODY_COURT, false,
                                        YM_SPAN("滨江区人民法院"), YM_SPAN("12368"),
                                        YM_SPAN("") } };
    struct ym_error e;

    assert_int_equal(pg_regions_put(world.conn, &region, 1, NULL, &e), YM_E_OK);
    assert_int_equal(pg_bodies_put(world.conn, bodies, 2, NULL, &e), YM_E_OK);
}

static int open_world(void **state)
{
    struct ym_store *store;
    struct ym_error e;

    (void)state;
    world_open(&world, "yima_reader");
    store = world_store(&world, 0, (struct pg_store_config){ .links = 1 });
    for (uint32_t i = 0; i < DISPUTES; i++) {
        made_register(&made[i], made_id(i % 8, i));
        made[i].after.mediator = i % 10 == 9 ? 77 : 0;
        if (i == EXTERNAL)
            made[i].intake.external_ref = YM_SPAN("CITY-2026-4711");
        made_seal(&made[i]);
        assert_int_equal(world_append(&world, store, &made[i].change), YM_STORED_OK);
    }
    put_reference();
    reader = pg_reader_open(world.loop, world.conninfo, 0, false, &e);
    assert_non_null(reader);
    port = pg_reader_port(reader);
    return 0;
}

static int close_world(void **state)
{
    (void)state;
    pg_reader_close(reader, NULL, NULL);
    world_close(&world);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_are_kept_and_revoked),
        cmocka_unit_test(a_dispute_is_read_whole),
        cmocka_unit_test(events_come_in_pages),
        cmocka_unit_test(a_scan_knows_revoked_codes),
        cmocka_unit_test(lists_page_newest_first),
        cmocka_unit_test(filters_and_scopes_cut),
        cmocka_unit_test(a_number_of_another_system_is_found),
        cmocka_unit_test(the_same_person_is_noticed),
        cmocka_unit_test(one_past_the_limit_is_busy),
        cmocka_unit_test(many_past_the_limit_are_busy),
        cmocka_unit_test(the_registry_loads_without_blocking),
    };

    return cmocka_run_group_tests_name("the read side", tests, open_world, close_world);
}
