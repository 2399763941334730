/* SPDX-License-Identifier: Apache-2.0 */
/* The pure parts of the live stream: ids, words, and who can be meant by a change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "stream.h"
#include "yima/region.h"
#include "yima/vocab.h"

#define VIEWERS 64

static void an_id_is_read_as_it_was_written(void **state)
{
    static const struct stream_mark marks[] = {
        { 0, { 0, 0, 0 } },
        { 1, { 2, 3, 4 } },
        { UINT64_MAX, { INT64_MAX, INT64_MAX, INT32_MAX } },
        { UINT64_C(0x123456789ABCDEF), { 42, INT64_C(1) << 60, 7 } },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        char text[STREAM_ID_CHARS + 1];
        struct stream_mark back;

        stream_id_print(marks[i].epoch, marks[i].place, text);
        assert_int_equal(strlen(text), STREAM_ID_CHARS);
        assert_true(stream_id_parse(ym_span_of(text), &back));
        assert_true(back.epoch == marks[i].epoch);
        assert_int_equal(app_place_compare(back.place, marks[i].place), 0);
        /* Each character counts, and none may be left out. */
        assert_false(stream_id_parse((struct ym_span){ text, STREAM_ID_CHARS - 1 }, &back));
        for (size_t at = 0; at < STREAM_ID_CHARS; at++) {
            const char kept = text[at];

            text[at] = '!';
            assert_false(stream_id_parse(ym_span_of(text), &back));
            text[at] = kept;
        }
    }
}

static void an_id_beyond_its_range_is_none(void **state)
{
    char text[STREAM_ID_CHARS + 1];
    struct stream_mark back;

    (void)state;
    stream_id_print(0, (struct app_place){ UINT64_MAX, 0, 0 }, text);
    assert_false(stream_id_parse(ym_span_of(text), &back));
    stream_id_print(0, (struct app_place){ 0, INT64_MIN, 0 }, text);
    assert_false(stream_id_parse(ym_span_of(text), &back));
    stream_id_print(0, (struct app_place){ 0, 0, UINT32_MAX }, text);
    assert_false(stream_id_parse(ym_span_of(text), &back));
    assert_false(stream_id_parse((struct ym_span){ NULL, 0 }, &back));
}

static void places_are_ordered(void **state)
{
    static const struct app_place rising[] = { { 0, 0, 0 },         { 0, 0, 1 }, { 0, 1, 0 },
                                               { 1, 0, 0 },         { 1, 5, 1 }, { 1, 5, 2 },
                                               { UINT64_MAX, 0, 0 } };
    const int n = sizeof(rising) / sizeof(rising[0]);

    (void)state;
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
            const int order = app_place_compare(rising[i], rising[j]);

            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
        }
    }
}

/* The longest word of each kind, the longest numbers: it fits, and the form holds. */
static void every_change_can_be_said(void **state)
{
    struct stream s = { .epoch = UINT64_MAX };
    struct ring_slot slot;
    struct app_change c = {
        .place = { INT64_MAX, INT64_MAX, INT32_MAX },
        .keys = { .dispute = { INT64_MAX }, .body = INT64_MAX, .region = INT64_C(659012999999) },
        .at = INT64_C(253402214399999999),
        .due_at = INT64_C(253402214399999999),
        .version = INT32_MAX
    };
    size_t most = 0;

    (void)state;
    assert_true(stream_text_reserve(&s));
    for (c.command = 0; c.command < YM_CMD_COUNT; c.command++) {
        for (c.keys.type = 0; c.keys.type < YM_TYPE_COUNT; c.keys.type++) {
            c.stage = (uint8_t)(c.command % YM_STAGE_COUNT);
            c.keys.colour = (uint8_t)(c.command % YM_COLOUR_COUNT);
            stream_text_change(&s, &c, &slot); /* asserts that it fits */
            assert_memory_equal(slot.text, "id: ", 4);
            assert_memory_equal(slot.text + slot.n - 3, "}\n\n", 3);
            most = slot.n > most ? slot.n : most;
        }
    }
    assert_true(most > 300);
    ym_buf_release(&s.words);
}

/* ---- Groups ---- */

static struct stream *stream_of_groups(struct viewer *viewers)
{
    struct stream *s = calloc(1, sizeof(*s));

    assert_non_null(s);
    s->config.viewers_max = VIEWERS;
    s->viewers = viewers;
    assert_true(stream_groups_new(s));
    return s;
}

static bool is_marked(const struct stream *s, const struct viewer *v)
{
    for (const struct group *g = s->dirty; g != NULL; g = g->next_dirty) {
        if (g == v->group)
            return true;
    }
    return false;
}

static void unmark_all(struct stream *s)
{
    for (struct group *g = s->dirty; g != NULL; g = g->next_dirty)
        g->is_dirty = false;
    s->dirty = NULL;
}

/* Whatever a viewer wants to see, its group is marked: no change can pass it by. */
static void whoever_wants_a_change_is_in_a_marked_group(void **state)
{
    static const int64_t regions[] = {
        330000000000, 330100000000, 330108000000, 330108001000, 330108001007,
        330106000000, 441900000000, 441900003000, 441900003005, 0
    };
    struct viewer viewers[VIEWERS];
    struct stream *s = stream_of_groups(viewers);
    unsigned wanted = 0, random = 12345;

    (void)state;
    for (unsigned i = 0; i < VIEWERS; i++) {
        struct viewer *v = &viewers[i];
        struct app_scope scope = { .kind = (enum app_scope_kind)(i % (APP_SCOPE_DISPUTE + 1)),
                                   .lo = 1 + i % 4 };

        *v = (struct viewer){ .wish = { .colour = APP_ANY, .type = APP_ANY } };
        if (scope.kind == APP_SCOPE_REGION)
            ym_region_range(regions[i % 10], &scope.lo, &scope.hi);
        v->scope = scope;
        if (i % 3 == 1)
            v->wish.body = 1 + i % 4;
        if (i % 5 == 1)
            v->wish.mediator = 1 + i % 4;
        if (i % 4 == 1)
            ym_region_range(regions[i % 9], &v->wish.region_lo, &v->wish.region_hi);
        stream_group_enter(s, v);
    }
    for (unsigned n = 0; n < 20000; n++) {
        struct app_keys keys;

        random = random * 1103515245u + 12345u;
        keys = (struct app_keys){ .dispute = { 1 + (random >> 8) % 4 },
                                  .body = 1 + (random >> 10) % 4,
                                  .mediator = (random >> 12) % 5,
                                  .court = (random >> 15) % 5,
                                  .region = regions[(random >> 18) % 9] };
        stream_group_mark(s, &keys, n);
        for (unsigned i = 0; i < VIEWERS; i++) {
            if (!stream_wants(&viewers[i], &keys))
                continue;
            wanted++;
            assert_true(is_marked(s, &viewers[i]));
        }
        unmark_all(s);
    }
    assert_true(wanted > 100000);
    for (unsigned i = 0; i < VIEWERS; i++)
        stream_group_leave(s, &viewers[i]);
    for (unsigned i = 0; i < VIEWERS; i++)
        assert_null(s->group_heads[i]);
    stream_groups_free(s);
    free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_id_is_read_as_it_was_written),
        cmocka_unit_test(an_id_beyond_its_range_is_none),
        cmocka_unit_test(places_are_ordered),
        cmocka_unit_test(every_change_can_be_said),
        cmocka_unit_test(whoever_wants_a_change_is_in_a_marked_group),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
