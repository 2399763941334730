/* SPDX-License-Identifier: Apache-2.0 */
/* The table of words as it ships, and what is no table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "json/suggestions.h"
#include "yima/vocab.h"

static char text[JSON_SUGGESTIONS_BYTES_MAX];

static struct ym_span shipped(void)
{
    FILE *f = fopen(YM_SUGGESTIONS, "rb");
    size_t n;

    assert_non_null(f);
    n = fread(text, 1, sizeof(text), f);
    assert_int_equal(fclose(f), 0);
    return (struct ym_span){ text, n };
}

/* It names a source and a version of its causes, has words for each type but "other", and finds
 * what a clerk would. */
static void as_shipped(void **state)
{
    struct json_suggestions *s;
    struct ym_suggestion found[YM_SUGGEST_MAX];
    struct ym_error e = { .text = "" };
    uint32_t types = 0;

    (void)state;
    if (json_suggestions_parse(shipped(), &s, &e) != YM_E_OK)
        fail_msg("%s", e.text);
    assert_true(s->source.n > 0);
    assert_true(s->causes_version.n > 0);
    for (size_t i = 0; i < s->nwords; i++)
        types |= UINT32_C(1) << s->words[i].type;
    assert_int_equal(types | 1u << YM_TYPE_OTHER, (UINT32_C(1) << YM_TYPE_COUNT) - 1);
    assert_true(ym_suggest_types(s->words, s->nwords, YM_SPAN("楼上漏水"), YM_SPAN(""), found) > 0);
    assert_int_equal(found[0].what, YM_TYPE_NEIGHBOUR);
    assert_true(ym_suggest_causes(s->words, s->nwords, YM_SPAN("楼上漏水"), YM_SPAN(""), found) >
                0);
    assert_true(ym_span_is(s->causes[found[0].what].code, YM_SPAN("55.1")));
    json_suggestions_free(s);
}

#define HEAD  "{\"id\":\"x\",\"version\":\"1\",\"source\":\"s\",\"causes_version\":\"1\","
#define CAUSE "{\"code\":\"1\",\"zh\":\"甲\",\"en\":\"a\"}"

static void refused(const char *json, enum ym_err code, const char *where)
{
    struct json_suggestions *s = NULL;
    struct ym_error e;

    assert_int_equal(json_suggestions_parse(ym_span_of(json), &s, &e), code);
    assert_null(s);
    if (strstr(e.text, where) == NULL)
        fail_msg("%s: %s", where, e.text);
}

static void no_tables(void **state)
{
    (void)state;
    refused("[", YM_E_INVALID, "");
    refused("{}", YM_E_INVALID, "");
    refused(HEAD "\"causes\":[" CAUSE "," CAUSE
                 "],\"words\":[{\"word\":\"a\",\"type\":\"other\",\"weight\":1}]}",
            YM_E_UNPROCESSABLE, "/causes/1");
    refused(HEAD "\"causes\":[],\"words\":[{\"word\":\"a\",\"type\":\"other\",\"weight\":1,"
                 "\"cause\":\"1\"}]}",
            YM_E_UNPROCESSABLE, "/words/0/cause");
    refused(HEAD "\"causes\":[],\"words\":[{\"word\":\"a\",\"type\":\"other\",\"weight\":10}]}",
            YM_E_UNPROCESSABLE, "/words/0/weight");
    refused(HEAD "\"causes\":[],\"words\":[{\"word\":\"a\",\"type\":\"other\",\"weight\":1},"
                 "{\"word\":\"a\",\"type\":\"labour\",\"weight\":1}]}",
            YM_E_UNPROCESSABLE, "/words/1");
    refused(HEAD "\"causes\":[],\"words\":[]}", YM_E_UNPROCESSABLE, "/words");
    json_suggestions_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(as_shipped), cmocka_unit_test(no_tables) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
