/* SPDX-License-Identifier: Apache-2.0 */
/* Lists that may look at few disputes for a page: whatever is wished for, whoever asks, and however
 * few these are, going on until there is no next page shows each dispute once, newest first, and
 * each page does no more than it may. Against a plain loop over all disputes, on random wishes; the
 * seed is printed, and YM_SEED=n repeats a run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "pg/reader.h"
#include "world.h"
#include "yima/region.h"

#define DISPUTES 400
#define ROUNDS   60
#define WORDS    6
#define NOW      (INT64_C(1700000000) * 1000000)

/* A dispute as the test knows it. */
struct row {
    struct ym_id id;
    int64_t region, body, court, mediator;
    int type, colour, stage, channel;
    bool is_open, has_reference;
    ym_usec due_at;     /* YM_USEC_NONE: no clock */
    bool words[WORDS];  /* which of them it has */
    char reference[16]; /* its number in another system, which others may share */
};

static const char *const words[WORDS] = { "噪声", "漏水", "借款", "工资", "张三", "李四" };
static struct world world;
static struct pg_reader *reader;
static struct app_reader *port;
static struct row rows[DISPUTES];
static uint64_t seed;

/* A number below n (xorshift*). */
static unsigned any(unsigned n)
{
    seed ^= seed >> 12;
    seed ^= seed << 25;
    seed ^= seed >> 27;
    return (unsigned)((seed * UINT64_C(2685821657736338717)) >> 33) % n;
}

/* ---- Disputes ---- */

static const int64_t districts[] = { 330108, 330109, 110101 };

static int64_t any_region(void)
{
    const int64_t district = districts[any(3)] * 1000000;

    switch (any(3)) {
    case 0:
        return district;
    case 1:
        return district + (1 + any(2)) * 1000;
    default:
        return district + (1 + any(2)) * 1000 + 1 + any(3);
    }
}

static void make(struct row *r, size_t i)
{
    *r = (struct row){ .id = { ((int64_t)(i + 1) << 22) + (int64_t)any(YM_BUCKETS) },
                       .region = any_region(),
                       .body = 1 + any(4),
                       .court = any(3) == 0 ? 1 + any(2) : 0,
                       .mediator = any(2) == 0 ? 1 + any(9) : 0,
                       .type = (int)any(3),
                       .colour = any(20) == 0 ? 4 : (int)any(3),
                       .stage = (int)any(5),
                       .channel = (int)any(2),
                       .is_open = any(3) > 0,
                       .has_reference = any(4) == 0,
                       .due_at = YM_USEC_NONE };
    if (r->is_open && any(4) > 0)
        r->due_at = NOW + ((ym_usec)any(100) - 10) * 1000000; /* a tenth has passed */
    for (size_t w = 0; w < WORDS; w++)
        r->words[w] = any((unsigned)(1 + w * w)) == 0; /* from all to hardly any */
    snprintf(r->reference, sizeof(r->reference), "N%u", any(8));
}

/* Statements that insert a dispute wherever a list may look for it. */
static void put(const struct row *r)
{
    const unsigned bucket = ym_id_bucket(r->id);
    char due[64] = "null", terms[256] = "", sql[4096];
    size_t n = 0;

    if (r->due_at != YM_USEC_NONE)
        snprintf(due, sizeof(due), "to_timestamp(%lld)", (long long)(r->due_at / 1000000));
    for (size_t w = 0; w < WORDS; w++) {
        if (r->words[w])
            n += (size_t)snprintf(terms + n, sizeof(terms) - n, ",'%s'", words[w]);
    }
    snprintf(sql, sizeof(sql),
             "insert into dispute values (%u, %lld, %lld, %lld, %lld, %lld, %d, %d, %d, %s, 1, %s,"
             " now(), '\\x01', decode(repeat('00', 32), 'hex'));"
             "insert into dispute_detail values (%u, %lld, %d, %d, 1, %lld, 1, now(), %s%s%s, null,"
             " 't', '', array['all'%s]);"
             "insert into docket select k, h, %lld, %u from (values (1, %lld::bigint), (2, %lld),"
             " (3, %lld)) v(k, h) where h <> 0;"
             "insert into deadline select %u, at, %lld, k from (values (%s, 1), (%s, 2)) v(at, k)"
             " where at is not null",
             bucket, (long long)r->id.v, (long long)r->region, (long long)r->body,
             (long long)r->court, (long long)r->mediator, r->type, r->colour, r->stage,
             r->is_open ? "true" : "false", due, bucket, (long long)r->id.v, r->type, r->channel,
             (long long)r->region, r->has_reference ? "'" : "null",
             r->has_reference ? r->reference : "", r->has_reference ? "'" : "", terms,
             (long long)r->id.v, bucket, (long long)r->body, (long long)r->mediator,
             (long long)r->court, bucket, (long long)r->id.v, due,
             r->due_at == YM_USEC_NONE ? "null::timestamptz" : due);
    test_db_run(world.conn, sql);
}

/* ---- The same question, asked by a plain loop ---- */

static bool is_in_scope(const struct row *r, const struct app_scope *s)
{
    switch (s->kind) {
    case APP_SCOPE_NOTHING:
        return false;
    case APP_SCOPE_ALL:
        return true;
    case APP_SCOPE_REGION:
        return r->region >= s->lo && r->region <= s->hi;
    case APP_SCOPE_BODY:
        return r->body == s->lo;
    case APP_SCOPE_MEDIATOR:
        return s->lo != 0 && r->mediator == s->lo;
    case APP_SCOPE_COURT:
        return s->lo != 0 && r->court == s->lo;
    case APP_SCOPE_DISPUTE:
        return r->id.v == s->lo;
    }
    return false;
}

static bool has_words(const struct row *r, const struct app_filter *f)
{
    for (size_t i = 0; i < f->nterms; i++) {
        for (size_t w = 0; w < WORDS; w++) {
            if (ym_span_is(f->terms[i], ym_span_of(words[w])) && !r->words[w])
                return false;
        }
    }
    return true;
}

static bool is_any(unsigned wish, int has)
{
    return wish == APP_ANY || has == (int)wish;
}

static bool is_holder(int64_t wish, int64_t has)
{
    return wish == 0 || has == wish;
}

static bool has_reference(const struct row *r, const struct app_filter *f)
{
    return f->external_ref.n == 0 ||
           (r->has_reference && ym_span_is(f->external_ref, ym_span_of(r->reference)) &&
            is_any(f->channel, r->channel));
}

static bool is_in_time(const struct row *r, const struct app_filter *f)
{
    return !f->is_overdue || (r->due_at != YM_USEC_NONE && r->due_at <= f->now);
}

static bool is_in_region(const struct row *r, const struct app_filter *f)
{
    return f->region_lo == 0 || (r->region >= f->region_lo && r->region <= f->region_hi);
}

static bool is_wanted(const struct row *r, const struct app_filter *f)
{
    return is_in_scope(r, &f->scope) && has_words(r, f) && has_reference(r, f) &&
           is_in_time(r, f) && is_in_region(r, f) && is_any(f->colour, r->colour) &&
           is_any(f->stage, r->stage) && is_any(f->type, r->type) &&
           is_any(f->is_open, r->is_open) && is_holder(f->body, r->body) &&
           is_holder(f->court, r->court) && is_holder(f->mediator, r->mediator);
}

/* ---- Random questions ---- */

static void any_range(int64_t *ret_lo, int64_t *ret_hi)
{
    static const int64_t sizes[] = { 1, 1000, 1000000, 100000000, 10000000000 };
    const int64_t size = sizes[any(5)];

    *ret_lo = any_region() / size * size;
    *ret_hi = *ret_lo + size - 1;
}

static struct app_scope any_scope(void)
{
    struct app_scope s = { .kind = APP_SCOPE_ALL };

    switch (any(12)) {
    case 0:
        s.kind = APP_SCOPE_NOTHING;
        break;
    case 1:
        s.kind = APP_SCOPE_DISPUTE;
        s.lo = rows[any(DISPUTES)].id.v;
        break;
    case 2:
        s.kind = APP_SCOPE_MEDIATOR;
        s.lo = any(10);
        break;
    case 3:
        s.kind = APP_SCOPE_COURT;
        s.lo = any(3);
        break;
    case 4:
    case 5:
        s.kind = APP_SCOPE_BODY;
        s.lo = 1 + any(4);
        break;
    case 6:
    case 7:
        s.kind = APP_SCOPE_REGION;
        any_range(&s.lo, &s.hi);
        break;
    default:
        break;
    }
    return s;
}

static uint8_t perhaps(unsigned one_in, unsigned n)
{
    return (uint8_t)(any(one_in) == 0 ? any(n) : APP_ANY);
}

static struct app_filter any_filter(struct ym_span terms[2], char reference[16])
{
    static const unsigned looks[] = { 5, 7, 20, 50, 100, 0 };
    static const unsigned limits[] = { 2, 5, 30, 50, APP_PAGE_MAX };
    struct app_filter f = { .scope = any_scope(),
                            .colour = perhaps(4, 5),
                            .stage = perhaps(5, 5),
                            .type = perhaps(5, 3),
                            .is_open = perhaps(4, 2),
                            .is_overdue = any(5) == 0,
                            .now = NOW,
                            .body = any(6) == 0 ? 1 + any(4) : 0,
                            .mediator = any(8) == 0 ? 1 + any(9) : 0,
                            .court = any(8) == 0 ? 1 + any(2) : 0,
                            .channel = APP_ANY,
                            .limit = limits[any(5)],
                            .looks = looks[any(6)] };

    if (any(3) == 0)
        any_range(&f.region_lo, &f.region_hi);
    f.terms = terms;
    f.nterms = any(4) == 0 ? 1 + any(2) : 0;
    for (size_t i = 0; i < f.nterms; i++)
        terms[i] = ym_span_of(words[any(WORDS)]);
    if (any(8) == 0) {
        snprintf(reference, 16, "N%u", any(8));
        f.external_ref = ym_span_of(reference);
        f.channel = perhaps(2, 2);
    }
    return f;
}

/* ---- Asking ---- */

struct page {
    bool is_answered;
    enum ym_err err;
    size_t n;
    bool has_more;
    struct ym_id next, ids[APP_PAGE_MAX];
};

static void on_list(void *arg, enum ym_err err, const struct app_list *list)
{
    struct page *p = arg;

    assert_false(p->is_answered);
    p->is_answered = true;
    p->err = err;
    if (list == NULL)
        return;
    p->n = list->n;
    p->has_more = list->has_more;
    p->next = list->next;
    for (size_t i = 0; i < list->n; i++)
        p->ids[i] = list->at[i].id;
}

static bool is_answered(void *arg)
{
    return ((struct page *)arg)->is_answered;
}

static struct page ask(const struct app_filter *f)
{
    struct page p = { .is_answered = false };

    port->ops->list(port, f, on_list, &p);
    world_run(&world, is_answered, &p);
    assert_int_equal(p.err, YM_E_OK);
    assert_true(p.n <= f->limit);
    assert_true(p.has_more == (p.next.v != 0));
    return p;
}

/* All pages, against the loop. A page that is not full and not the last has looked at as many as it
 * may, so there are few such pages. Returns how many there were. */
static size_t walk(struct app_filter f)
{
    const size_t looks = f.looks != 0 ? f.looks : APP_LIST_LOOKS;
    size_t i = DISPUTES, pages = 0, shorts = 0;
    struct page p;

    do {
        p = ask(&f);
        pages++;
        shorts += p.n < f.limit;
        for (size_t k = 0; k < p.n; k++) {
            while (i > 0 && !is_wanted(&rows[i - 1], &f))
                i--;
            assert_true(i > 0); /* one too many, or one twice */
            assert_int_equal(p.ids[k].v, rows[i - 1].id.v);
            i--;
        }
        assert_true(p.next.v == 0 || f.before.v == 0 || p.next.v < f.before.v);
        f.before = p.next;
    } while (p.has_more);
    while (i > 0 && !is_wanted(&rows[i - 1], &f))
        i--;
    assert_int_equal(i, 0); /* none is missing */
    assert_true(shorts <= DISPUTES / looks + 1);
    return pages;
}

static struct app_filter all(void)
{
    return (struct app_filter){ .scope = { .kind = APP_SCOPE_ALL },
                                .colour = APP_ANY,
                                .stage = APP_ANY,
                                .type = APP_ANY,
                                .is_open = APP_ANY,
                                .channel = APP_ANY,
                                .now = NOW,
                                .limit = APP_PAGE_MAX };
}

static void each_dispute_is_shown_once(void **state)
{
    struct ym_span terms[2];
    char reference[16];

    (void)state;
    for (size_t i = 0; i < ROUNDS; i++)
        walk(any_filter(terms, reference));
}

/* Candidates as many as may be looked at, one less and one more. */
static void a_page_ends_where_its_looks_do(void **state)
{
    struct app_filter f = all();

    (void)state;
    f.looks = DISPUTES;
    f.limit = APP_PAGE_MAX;
    f.colour = 9;                 /* nobody has it */
    assert_int_equal(walk(f), 2); /* nothing is behind the last one: only the second page knows */
    f.looks = DISPUTES + 1;
    assert_int_equal(walk(f), 1);
    f.looks = DISPUTES - 1;
    assert_int_equal(walk(f), 2);
    f.looks = APP_LIST_LOOKS;
    assert_int_equal(walk(f), 1);
    f = all();
    f.looks = 1;
    assert_int_equal(walk(f), DISPUTES + 1);
}

/* Rare words come out of their index in one page, whatever a walk would have to look at; common
 * ones are walked for. What is common is known from the statistics. */
static void the_index_of_words_is_for_rare_ones(void **state)
{
    const struct ym_span rare = ym_span_of(words[5]), common = ym_span_of(words[0]);
    struct app_filter f = all();

    (void)state;
    f.nterms = 1;
    f.looks = 20;    /* rare: no more than 80 are expected */
    f.terms = &rare; /* one of 26 */
    assert_int_equal(walk(f), 1);
    f.terms = &common; /* all */
    assert_true(walk(f) > DISPUTES / 20);
}

/* Few overdue ones are found by their clocks, in one page; many by a walk. */
static void few_overdue_ones_need_no_walk(void **state)
{
    struct app_filter f = all();

    (void)state;
    f.is_overdue = true;
    f.looks = 80; /* less than all, more than the clocks that have passed */
    assert_int_equal(walk(f), 1);
    f.looks = 10;
    assert_true(walk(f) > 1);
}

/* What keeps updates on their page: no index of dispute mentions what a command changes, but for
 * whether it is open, which changes once. */
static void commands_move_no_index_entry(void **state)
{
    int64_t updated, hot;

    (void)state;
    assert_int_equal(
        test_db_number(
            world.conn,
            "select count(*) from pg_depend d join pg_index i on i.indexrelid = d.objid"
            " join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid"
            " where i.indrelid = 'dispute'::regclass and d.refobjid = i.indrelid"
            " and a.attname not in ('bucket', 'dispute_id', 'region', 'is_open')"),
        0);
    test_db_run(world.conn, "begin");
    test_db_run(world.conn,
                "update dispute set version = 2, colour = 2, stage = 3,"
                " due_at = now(), updated_at = now(), state = '\\x02', body = 9, mediator = 9,"
                " court = 9, head = decode(repeat('01', 32), 'hex')"
                " where dispute_id >> 22 <= 10 or (dispute_id >> 22) % 10 = 0");
    updated =
        test_db_number(world.conn, "select pg_stat_get_xact_tuples_updated('dispute'::regclass)");
    hot = test_db_number(world.conn,
                         "select pg_stat_get_xact_tuples_hot_updated('dispute'::regclass)");
    test_db_run(world.conn, "rollback");
    assert_true(updated > 40);
    assert_true(hot * 10 >= updated * 9);
}

static int open_world(void **state)
{
    const char *given = getenv("YM_SEED");
    struct ym_error e;

    (void)state;
    seed = given != NULL ? strtoull(given, NULL, 10) : 20261122;
    print_message("YM_SEED=%llu\n", (unsigned long long)seed);
    seed = seed * 2 + 1; /* never 0 */
    world_open(&world, "yima_lists");
    for (size_t i = 0; i < DISPUTES; i++) {
        make(&rows[i], i);
        put(&rows[i]);
    }
    test_db_run(world.conn, "analyze");
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
        cmocka_unit_test(each_dispute_is_shown_once),
        cmocka_unit_test(a_page_ends_where_its_looks_do),
        cmocka_unit_test(the_index_of_words_is_for_rare_ones),
        cmocka_unit_test(few_overdue_ones_need_no_walk),
        cmocka_unit_test(commands_move_no_index_entry),
    };

    return cmocka_run_group_tests_name("lists", tests, open_world, close_world);
}
