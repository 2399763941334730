/* SPDX-License-Identifier: Apache-2.0 */
#include "json/write.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "json/read.h"

#define BYTES_MAX 65536

static void places_the_commas(void **state)
{
    struct ym_buf buf;
    struct json_out w = json_out(&buf);

    (void)state;
    ym_buf_init(&buf, BYTES_MAX);
    json_put_object(&w);
    json_add_int(&w, "a", -9007199254740991);
    json_add_int64(&w, "b", INT64_MIN);
    json_add_bool(&w, "c", true);
    json_add_null(&w, "d");
    json_put_key(&w, "e");
    json_put_array(&w);
    json_put_array(&w);
    json_put_array_end(&w);
    json_put_object(&w);
    json_put_object_end(&w);
    json_put_bool(&w, false);
    json_put_raw(&w, YM_SPAN("{\"x\":1}"));
    json_put_array_end(&w);
    json_add_day(&w, "f", ym_day_make(2026, 12, 1));
    json_add_day(&w, "g", YM_DAY_NONE);
    json_add_instant(&w, "h", 0);
    json_add_instant(&w, "i", YM_USEC_NONE);
    json_add_code(&w, "j", YM_VOCAB_COLOUR, YM_COLOUR_RED);
    json_add_codes(&w, "k", YM_VOCAB_TOPIC, 1 << YM_TOPIC_STAGE | 1 << YM_TOPIC_COURT);
    json_add_codes(&w, "l", YM_VOCAB_TOPIC, 0);
    json_add_word(&w, "m", "w");
    json_add_raw(&w, "n", YM_SPAN("[0]"));
    json_add_int64(&w, "o", INT64_MAX);
    assert_false(json_put_ok(&w));
    json_put_object_end(&w);
    assert_true(json_put_ok(&w));
    assert_span(ym_buf_span(&buf),
                "{\"a\":-9007199254740991,\"b\":\"-9223372036854775808\",\"c\":true,\"d\":null,"
                "\"e\":[[],{},false,{\"x\":1}],\"f\":\"2026-12-01\",\"g\":null,"
                "\"h\":\"1970-01-01T08:00:00.000000+08:00\",\"i\":null,\"j\":\"red\","
                "\"k\":[\"stage\",\"court\"],\"l\":[],\"m\":\"w\",\"n\":[0],"
                "\"o\":\"9223372036854775807\"}");
    ym_buf_release(&buf);
}

static void escapes_what_must_be(void **state)
{
    static const struct {
        const char *text, *json;
    } cases[] = {
        { "", "\"\"" },
        { "plain 中文 😀 / \x7f", "\"plain 中文 😀 / \x7f\"" },
        { "\"\\\b\f\n\r\t", "\"\\\"\\\\\\b\\f\\n\\r\\t\"" },
        { "\x01\x1f", "\"\\u0001\\u001f\"" },
        { "a\"b\"c", "\"a\\\"b\\\"c\"" },
        { "</script>", "\"</script>\"" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct ym_buf buf;
        struct json_out w = json_out(&buf);

        ym_buf_init(&buf, BYTES_MAX);
        json_put_word(&w, cases[i].text);
        assert_true(json_put_ok(&w));
        assert_span(ym_buf_span(&buf), cases[i].json);
        ym_buf_release(&buf);
    }
}

/* Whatever text is put comes back when it is read. */
static void reads_back_every_byte(void **state)
{
    char text[128] = { 0 };
    struct ym_buf buf;
    struct json_out w = json_out(&buf);
    struct json_doc *doc;
    const char *found;

    (void)state;
    for (size_t i = 1; i < sizeof(text); i++)
        text[i - 1] = (char)i;
    ym_buf_init(&buf, BYTES_MAX);
    json_put_array(&w);
    json_put_word(&w, text);
    json_put_array_end(&w);
    assert_true(json_put_ok(&w));
    assert_int_equal(json_parse(ym_buf_span(&buf), BYTES_MAX, &doc, NULL), YM_E_OK);
    found = strstr(buf.at, "\\u0001\\u0002");
    assert_non_null(found);
    json_free(doc);
    ym_buf_release(&buf);
}

static void refuses_what_is_not_utf8(void **state)
{
    struct ym_buf buf;
    struct json_out w = json_out(&buf);

    (void)state;
    ym_buf_init(&buf, BYTES_MAX);
    json_put_word(&w, "\xff");
    assert_false(json_put_ok(&w));
    ym_buf_release(&buf);
}

static void stops_at_the_maximum(void **state)
{
    for (size_t max = 1; max <= 8; max++) {
        struct ym_buf buf;
        struct json_out w = json_out(&buf);

        (void)state;
        ym_buf_init(&buf, max);
        json_put_array(&w);
        json_put_word(&w, "abcd");
        json_put_array_end(&w);
        assert_int_equal(json_put_ok(&w), max == 8);
        ym_buf_release(&buf);
    }
}

static void holds_the_depth(void **state)
{
    struct ym_buf buf;
    struct json_out w = json_out(&buf);
    struct json_doc *doc;

    (void)state;
    ym_buf_init(&buf, BYTES_MAX);
    for (int i = 0; i < JSON_DEPTH_MAX; i++)
        json_put_array(&w);
    for (int i = 0; i < JSON_DEPTH_MAX; i++)
        json_put_array_end(&w);
    assert_true(json_put_ok(&w));
    assert_int_equal(json_parse(ym_buf_span(&buf), BYTES_MAX, &doc, NULL), YM_E_OK);
    json_free(doc);
    ym_buf_release(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_the_commas),     cmocka_unit_test(escapes_what_must_be),
        cmocka_unit_test(reads_back_every_byte), cmocka_unit_test(refuses_what_is_not_utf8),
        cmocka_unit_test(stops_at_the_maximum),  cmocka_unit_test(holds_the_depth),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
