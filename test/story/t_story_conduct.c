/* SPDX-License-Identifier: Apache-2.0 */
/* What each story says of the conduct of its parties, item by item: the event, the rule, the day,
 * and whether it counts or why not. Compared with conduct.golden, so that no change of meaning
 * passes unnoticed. With YM_GOLDEN_WRITE in the environment that file is written anew. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "engine_backend.h"
#include "world.h"
#include "yima/credit.h"

#define TEXT_MAX (1024 * 1024)
#define LINE_MAX 160
#define GOLDEN   YM_STORY_DIR "/conduct.golden"

struct telling {
    struct ym_buf out;
    struct ym_credit credit;
    int stories;
};

static void put_item(struct ym_buf *out, const struct ym_credit_item *i)
{
    char day[YM_DAY_TEXT_MAX];
    char of[YM_DAY_TEXT_MAX];
    char line[LINE_MAX];
    int n;

    ym_day_print(i->day, day);
    ym_day_print(i->of, of);
    n = snprintf(line, sizeof(line), "seat %u %-9s event %2u rule %u %s", i->seat,
                 ym_credit_kind_word((enum ym_credit_kind)i->kind)->code, i->seq, i->rule, day);
    if (i->of != i->day)
        n += snprintf(line + n, sizeof(line) - (size_t)n, " of %s", of);
    if (i->terms_seq != 0)
        n += snprintf(line + n, sizeof(line) - (size_t)n, " obligation %u/%u", i->terms_seq,
                      i->item);
    if (i->ref_seq != 0)
        n += snprintf(line + n, sizeof(line) - (size_t)n, " after %u", i->ref_seq);
    n += snprintf(line + n, sizeof(line) - (size_t)n, ": %s\n",
                  ym_credit_why_word((enum ym_credit_why)i->why)->code);
    ym_buf_add(out, (struct ym_span){ line, (size_t)n });
}

/* The story before has ended. */
static void tell(struct telling *t)
{
    char line[LINE_MAX];
    int n;

    if (t->credit.dispute.version == 0)
        return;
    n = snprintf(line, sizeof(line), "\nstory %d under procedure %u, %s, %u events%s\n",
                 ++t->stories, t->credit.dispute.procedure,
                 ym_word(YM_VOCAB_TYPE, t->credit.dispute.type)->code, t->credit.dispute.version,
                 t->credit.log.is_reported_family ? ", reported family matter" : "");
    ym_buf_add(&t->out, (struct ym_span){ line, (size_t)n });
    for (uint32_t i = 0; i < t->credit.log.n; i++)
        put_item(&t->out, &t->credit.log.items[i]);
}

static void on_event(void *arg, const struct ym_event *ev)
{
    struct telling *t = arg;

    if (ev == NULL) {
        tell(t);
        ym_credit_begin(&t->credit);
    } else {
        assert_true(ym_credit_take(&t->credit, ev));
    }
}

static void compare(const struct ym_buf *told)
{
    static char want[TEXT_MAX];
    FILE *f;
    size_t n;

    if (getenv("YM_GOLDEN_WRITE") != NULL) {
        f = fopen(GOLDEN, "wb");
        assert_non_null(f);
        assert_int_equal(fwrite(told->at, 1, told->n, f), told->n);
        assert_int_equal(fclose(f), 0);
        return;
    }
    f = fopen(GOLDEN, "rb");
    assert_non_null(f);
    n = fread(want, 1, sizeof(want), f);
    assert_int_equal(fclose(f), 0);
    for (size_t i = 0; i < n && i < told->n; i++) {
        if (want[i] != told->at[i])
            fail_msg("differs from %s at byte %zu: \"%.60s\"", GOLDEN, i, told->at + i);
    }
    assert_int_equal(n, told->n);
}

static void test_conduct_of_every_story(void **state)
{
    struct telling *const t = calloc(1, sizeof(*t));
    struct world *const w = world_open();

    (void)state;
    assert_non_null(t);
    ym_buf_init(&t->out, TEXT_MAX);
    ym_credit_begin(&t->credit);
    w->backend = engine_backend_new(&w->procedures, json_calendar_get(w->calendar));
    assert_non_null(w->backend);
    engine_backend_watch(w->backend, on_event, t);
    assert_int_equal(world_play(w), 0);
    tell(t);
    assert_true(ym_buf_ok(&t->out));
    assert_true(t->stories > 100);
    compare(&t->out);
    engine_backend_free(w->backend);
    world_close(w);
    ym_buf_release(&t->out);
    free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_conduct_of_every_story) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
