/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "delivery_bed.h"

struct world world;
struct ym_store *store;
static struct pg_delivery *programs[2];
static unsigned closed;
static uint32_t made_so_far; /* disputes */

/* ---- One question at a time, awaited ---- */

struct got got;

static bool is_done(void *arg)
{
    (void)arg;
    return got.is_done;
}

enum ym_err await(void)
{
    world_run(&world, is_done, NULL);
    return got.err;
}

/* The loop stood still meanwhile: its clock is that of the turn before, and a question is given so
 * long from then. */
void begin(void)
{
    ym_loop_sleep(world.loop, 0);
    memset(&got, 0, sizeof(got));
}

static void end(enum ym_err err, size_t n)
{
    assert_false(got.is_done); /* exactly once */
    got.is_done = true;
    got.err = err;
    got.n = n;
}

static void on_look(void *arg, enum ym_err err, const struct app_endpoint_row *rows, size_t n)
{
    (void)arg;
    if (n > 0)
        memcpy(got.endpoints, rows, n * sizeof(*rows));
    end(err, n);
}

static void on_news(void *arg, enum ym_err err, const struct app_news *rows, size_t n)
{
    (void)arg;
    if (n > 0)
        memcpy(got.news, rows, n * sizeof(*rows));
    end(err, n);
}

static void on_claimed(void *arg, enum ym_err err, const struct app_delivery *rows, size_t n)
{
    (void)arg;
    if (n > 0)
        memcpy(got.claimed, rows, n * sizeof(*rows));
    end(err, n);
}

void on_settled(void *arg, enum ym_err err)
{
    (void)arg;
    end(err, 0);
}

void on_subscriptions(void *arg, enum ym_err err, const struct app_subscription *rows, size_t n)
{
    (void)arg;
    if (n > 0)
        got.subscription = rows[0];
    end(err, n);
}

static void on_page(void *arg, enum ym_err err, const struct app_delivery_page *page)
{
    (void)arg;
    if (err == YM_E_OK) {
        memcpy(got.rows, page->at, page->n * sizeof(page->at[0]));
        if (page->n > 0)
            snprintf(got.error, sizeof(got.error), "%.*s", (int)page->at[0].error.n,
                     page->at[0].error.at);
    }
    end(err, err == YM_E_OK ? page->n : 0);
}

void on_count(void *arg, enum ym_err err, int64_t n)
{
    (void)arg;
    got.count = n;
    end(err, 0);
}

struct app_deliveries *port(unsigned program)
{
    return pg_delivery_port(programs[program]);
}

struct app_subscriptions *desk(void)
{
    return pg_delivery_subscriptions(programs[0]);
}

size_t look(unsigned program)
{
    begin();
    port(program)->ops->look(port(program), on_look, NULL);
    assert_int_equal(await(), YM_E_OK);
    return got.n;
}

size_t feed(const struct app_news_place *after)
{
    begin();
    port(0)->ops->feed(port(0), after, on_news, NULL);
    assert_int_equal(await(), YM_E_OK);
    return got.n;
}

size_t claim(unsigned program, int64_t subscription, ym_usec now, ym_usec until)
{
    const struct app_claim ask = { subscription, 10 };

    begin();
    port(program)->ops->claim(
        port(program), &(struct app_claims){ .now = now, .until = until, .at = &ask, .n = 1 },
        on_claimed, NULL);
    assert_int_equal(await(), YM_E_OK);
    return got.n;
}

void finish(unsigned program, const struct app_delivery *d, enum app_verdict_kind kind,
            ym_usec next_at)
{
    struct app_verdict v = { .d = *d, .kind = kind, .next_at = next_at, .status = 500 };

    snprintf(v.error, sizeof(v.error), "the endpoint answered 500");
    begin();
    port(program)->ops->finish(port(program), NOW, &v, 1, on_settled, NULL);
    assert_int_equal(await(), YM_E_OK);
}

size_t list(int64_t subscription, uint8_t is_dead)
{
    const struct app_delivery_filter f = { .subscription = subscription,
                                           .is_dead = is_dead,
                                           .limit = APP_DELIVERY_PAGE_MAX };

    begin();
    desk()->ops->deliveries(desk(), &f, on_page, NULL);
    assert_int_equal(await(), YM_E_OK);
    return got.n;
}

/* ---- The world: events, subscriptions ---- */

/* n events of a new dispute, told to the outside. */
struct ym_id happen(unsigned n)
{
    static struct made m[MANY];
    const struct ym_id id = made_id(made_so_far % 1024, made_so_far / 1024 + 1);

    made_so_far++;
    made_register(&m[0], id);
    m[0].change.tell = true;
    assert_int_equal(world_append(&world, store, &m[0].change), YM_STORED_OK);
    for (unsigned i = 1; i < n; i++) {
        made_next(&m[i], &m[i - 1].after, "{}");
        m[i].change.tell = true;
        assert_int_equal(world_append(&world, store, &m[i].change), YM_STORED_OK);
    }
    return id;
}

enum ym_err subscribe(int64_t id, uint8_t key, uint8_t fingerprint)
{
    struct app_subscription s = { .id = id,
                                  .url = YM_SPAN("https://a.example/"),
                                  .label = YM_SPAN("test"),
                                  .topics = APP_TOPICS_ALL,
                                  .secret = YM_SPAN("sealed"),
                                  .created_at = NOW,
                                  .by = { .given = true } };

    memset(s.by.key, key, sizeof(s.by.key));
    memset(s.by.fingerprint, fingerprint, sizeof(s.by.fingerprint));
    test_db_settle(world.conn); /* it begins with what comes from now on */
    begin();
    desk()->ops->add(desk(), &s, on_subscriptions, NULL);
    return await();
}

/* The subscription as the other program looks at it. */
struct app_endpoint_row standing(int64_t id)
{
    const size_t n = look(1);

    for (size_t i = 0; i < n; i++) {
        if (got.endpoints[i].s.id == id)
            return got.endpoints[i];
    }
    return (struct app_endpoint_row){ .s = { .id = 0 } };
}

struct app_news_place place_of(int64_t id)
{
    return standing(id).place;
}

/* What the feed holds beyond the place, as deliveries. */
size_t gather(int64_t id, const struct app_news_place *from, struct app_delivery *rows,
              struct app_news_place *to)
{
    size_t n;

    test_db_settle(world.conn);
    n = feed(from);
    *to = *from;
    for (size_t i = 0; i < n; i++) {
        rows[i] = (struct app_delivery){ .subscription = id,
                                         .dispute = { got.news[i].place.dispute },
                                         .seq = (uint32_t)got.news[i].place.seq,
                                         .at = got.news[i].at,
                                         .topics = 1,
                                         .is_first = true };
        for (size_t j = 0; j < i; j++)
            rows[i].is_first = rows[i].is_first && rows[j].dispute.v != rows[i].dispute.v;
        assert_true(got.news[i].is_whole);
        *to = got.news[i].place;
    }
    return n;
}

size_t fan_out(unsigned program, int64_t id)
{
    struct app_delivery rows[APP_DELIVER_FEED_MAX];
    struct app_fan_out what = {
        .subscription = id, .from = place_of(id), .rows = rows, .now = NOW
    };

    what.n = gather(id, &what.from, rows, &what.to);
    begin();
    port(program)->ops->fan_out(port(program), &what, on_settled, NULL);
    assert_int_equal(await(), YM_E_OK);
    return what.n;
}

/* ---- The bed ---- */

int open_bed(void **state)
{
    struct ym_error e;

    (void)state;
    world_open(&world, "yima_delivery");
    store = world_store(&world, 0, (struct pg_store_config){ .links = 1 });
    for (unsigned i = 0; i < 2; i++) {
        programs[i] = pg_delivery_open(world.loop, world.conninfo, false, &e);
        if (programs[i] == NULL)
            return -1;
    }
    return 0;
}

static void on_closed(void *arg)
{
    (void)arg;
    closed++;
}

static bool all_closed(void *arg)
{
    (void)arg;
    return closed == 2;
}

int close_bed(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 2; i++)
        pg_delivery_close(programs[i], on_closed, NULL);
    world_run(&world, all_closed, NULL);
    world_close(&world);
    return 0;
}
