/* SPDX-License-Identifier: Apache-2.0 */
/* Forms: what the reader refuses, and what filling does with what is and is not known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "document/form.h"

#define HEAD                                                                                       \
    "{\"document\":\"receipt\",\"version\":\"1\",\"source\":\"s\","                                \
    "\"title\":{\"zh\":\"回执\",\"en\":\"Receipt\"},\"offered\":{\"always\":true},"

static struct doc_form *read(const char *text)
{
    struct doc_form *form = NULL;
    struct ym_error why;

    if (doc_form_read(ym_span_of(text), &form, &why) != YM_E_OK)
        fail_msg("%s", why.text);
    return form;
}

static void is_refused(const char *text, const char *word)
{
    struct doc_form *form = NULL;
    struct ym_error why;

    assert_int_not_equal(doc_form_read(ym_span_of(text), &form, &why), YM_E_OK);
    if (strstr(why.text, word) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", why.text, word);
}

/* Every document that the engine can ask for has its form, but those that a court makes itself. */
static void every_document_has_a_form(void **state)
{
    static const enum ym_document from_court[] = { YM_DOC_CONFIRM_RULING, YM_DOC_FEE_NOTICE,
                                                   YM_DOC_MEDIATION_STATEMENT };
    uint64_t foreign = 0;

    (void)state;
    for (size_t i = 0; i < sizeof(from_court) / sizeof(from_court[0]); i++)
        foreign |= UINT64_C(1) << from_court[i];
    for (int d = 0; d < YM_DOC_COUNT; d++) {
        const struct ym_embedded *file = doc_form_shipped((enum ym_document)d);

        if ((foreign >> d & 1) != 0) {
            assert_null(file);
            continue;
        }
        assert_non_null(file);
        struct doc_form *form = read((const char *)file->at);
        assert_int_equal(doc_form_document(form), d);
        assert_true(strlen(doc_form_version(form)) > 0);
        doc_form_free(form);
    }
}

static void reader_refuses(void **state)
{
    (void)state;
    is_refused(HEAD "\"needs\":[],\"body\":[]}", "/body");
    is_refused(HEAD "\"needs\":[\"nonsense\"],\"body\":[{\"text\":\"a\"}]}", "/needs/0");
    is_refused(HEAD "\"needs\":[\"seat\"],\"body\":[{\"text\":\"a\"}]}", "/needs/0");
    is_refused(HEAD "\"needs\":[],\"body\":[{\"text\":\"{nonsense}\"}]}", "slot");
    is_refused(HEAD "\"needs\":[],\"body\":[{\"text\":\"a } b\"}]}", "brace");
    is_refused(HEAD "\"needs\":[],\"body\":[{\"text\":\"a { b\"}]}", "brace");
    is_refused(HEAD "\"needs\":[],\"body\":[{\"text\":\"{name}\"}]}", "scope");
    is_refused(HEAD "\"needs\":[],\"body\":[{\"each\":\"session\",\"text\":\"{name}\"}]}", "scope");
    is_refused(HEAD "\"needs\":[],\"body\":[{\"each\":\"dispute\",\"text\":\"a\"}]}",
               "takes party");
    is_refused(HEAD "\"needs\":[],\"body\":[{\"text\":\"a\",\"heading\":\"b\"}]}", "one thing");
    is_refused(HEAD "\"needs\":[],\"body\":[{\"wish\":\"a\"}]}", "/body/0");
    is_refused(HEAD "\"needs\":[],\"body\":[{\"table\":\"party\",\"columns\":[]}]}", "columns");
    is_refused(HEAD "\"needs\":[],\"body\":[{\"table\":\"party\",\"columns\":[{\"head\":\"h\","
                    "\"cell\":\"{name}\",\"share\":0}]}]}",
               "share");
    is_refused(
        "{\"document\":\"wish\",\"version\":\"1\",\"source\":\"s\",\"title\":{\"zh\":\"a\","
        "\"en\":\"b\"},\"offered\":{\"always\":true},\"needs\":[],\"body\":[{\"text\":\"a\"}]}",
        "/document");
}

#define PLAIN                                                                                      \
    "{\"document\":\"receipt\",\"version\":\"1\",\"source\":\"s\","                                \
    "\"title\":{\"zh\":\"a\",\"en\":\"b\"},\"needs\":[],"

static void reader_refuses_offers_and_tests(void **state)
{
    (void)state;
    is_refused(PLAIN "\"body\":[{\"text\":\"a\"}]}", "/offered");
    is_refused(PLAIN "\"offered\":{},\"body\":[{\"text\":\"a\"}]}", "/offered");
    is_refused(PLAIN "\"offered\":{\"always\":false},\"body\":[{\"text\":\"a\"}]}", "/offered");
    is_refused(PLAIN "\"offered\":{\"stages\":[\"wish\"]},\"body\":[{\"text\":\"a\"}]}",
               "/offered");
    is_refused(PLAIN "\"offered\":{\"known\":[\"name\"]},\"body\":[{\"text\":\"a\"}]}", "/offered");
    is_refused(HEAD "\"needs\":[],\"body\":[{\"text\":\"a\",\"if\":\"name\"}]}", "takes party");
    is_refused(HEAD
               "\"needs\":[],\"body\":[{\"text\":\"a\",\"if\":\"court\",\"unless\":\"body\"}]}",
               "not both");
    is_refused(HEAD "\"needs\":[],\"body\":[{\"text\":\"a\",\"en\":\"{name}\"}]}", "scope");
}

#define WHEN(when) HEAD "\"needs\":[],\"body\":[{\"text\":\"a\",\"when\":" when "}]}"

/* A text of the law names its case and its source. */
static void reader_refuses_cases(void **state)
{
    (void)state;
    is_refused(WHEN("{\"binding\":\"signed\"}"), "source");
    is_refused(WHEN("{},\"source\":\"s\""), "takes binding or confirmation");
    is_refused(WHEN("{\"wish\":\"signed\"},\"source\":\"s\""), "takes binding or confirmation");
    is_refused(WHEN("{\"binding\":\"wish\"},\"source\":\"s\""), "/body/0/when/binding");
    is_refused(WHEN("{\"confirmation\":\"signed\"},\"source\":\"s\""), "/body/0/when/confirmation");
    is_refused(WHEN("{\"binding\":\"signed\",\"confirmation\":\"open\"},\"source\":\"s\""),
               "one thing");
    is_refused(HEAD "\"needs\":[],\"body\":[{\"text\":\"a\",\"source\":\"s\"}]}", "/body/0");
}

/* Of the cases the one at hand stands; where it is not known, none. */
static void the_case_at_hand_stands(void **state)
{
    struct doc_form *form =
        read(HEAD "\"needs\":[],\"body\":[{\"text\":\"a\",\"when\":{\"binding\":\"signed\"},"
                  "\"source\":\"s\"},{\"text\":\"b\",\"when\":{\"confirmation\":\"open\"},"
                  "\"source\":\"s\"},{\"text\":\"c\",\"if\":\"court\",\"when\":{\"confirmation\":"
                  "\"labour_route\"},\"source\":\"s\"}]}");
    struct doc_facts facts = { .rows = { 1 } };
    struct ym_arena arena;
    struct doc_sheet sheet;
    struct ym_error why;

    (void)state;
    assert_true(ym_arena_init(&arena, DOC_FILL_BYTES));
    assert_int_equal(doc_form_fill(form, &facts, DOC_ZH, &arena, &sheet, &why), YM_E_OK);
    assert_int_equal(sheet.n, 1);
    facts.choice[DOC_CHOICE_BINDING] = YM_SPAN("signed");
    facts.choice[DOC_CHOICE_CONFIRMATION] = YM_SPAN("labour_route");
    assert_int_equal(doc_form_fill(form, &facts, DOC_ZH, &arena, &sheet, &why), YM_E_OK);
    assert_int_equal(sheet.n, 2);
    assert_true(ym_span_is(sheet.blocks[1].text, YM_SPAN("a")));
    ym_arena_release(&arena);
    doc_form_free(form);
}

static bool is_offered(const char *offered, const struct doc_facts *facts)
{
    char text[512];
    struct doc_form *form;
    bool is;

    (void)snprintf(text, sizeof(text), PLAIN "\"offered\":%s,\"body\":[{\"text\":\"a\"}]}",
                   offered);
    form = read(text);
    is = doc_form_is_offered(form, facts);
    doc_form_free(form);
    return is;
}

static void is_offered_when_it_makes_sense(void **state)
{
    const struct ym_span court = YM_SPAN("法院");
    struct doc_facts facts = { .rows = { 1 }, .stage = YM_STAGE_FIRST };

    (void)state;
    assert_true(is_offered("{\"always\":true}", &facts));
    assert_true(is_offered("{\"stages\":[\"intake\",\"first\"]}", &facts));
    assert_false(is_offered("{\"stages\":[\"intake\"]}", &facts));
    assert_false(is_offered("{\"asked\":true}", &facts));
    assert_false(is_offered("{\"known\":[\"court\"]}", &facts));
    facts.asked = UINT32_C(1) << YM_DOC_RECEIPT;
    facts.value[DOC_SLOT_COURT] = &court;
    assert_true(is_offered("{\"asked\":true}", &facts));
    assert_true(is_offered("{\"known\":[\"body\",\"court\"]}", &facts));
}

/* Blocks that stand only when something is known, and glosses only for who asks. */
static void blocks_stand_and_glosses_follow(void **state)
{
    struct doc_form *form = read(
        HEAD "\"needs\":[],\"body\":[{\"text\":\"{court}\",\"en\":\"to {court}\",\"if\":\"court\"},"
             "{\"text\":\"b\",\"unless\":\"court\"},{\"text\":\"c\",\"if\":\"party\"},"
             "{\"table\":\"session\",\"when_empty\":\"无\",\"when_empty_en\":\"none\",\"columns\":["
             "{\"head\":\"h\",\"cell\":\"{said}\",\"share\":1}]}]}");
    const struct ym_span zh = YM_SPAN("法院");
    const struct ym_span en = YM_SPAN("court");
    struct doc_facts facts = { .rows = { 1 } };
    struct ym_arena arena;
    struct doc_sheet sheet;
    struct ym_error why;

    (void)state;
    assert_true(ym_arena_init(&arena, DOC_FILL_BYTES));
    assert_int_equal(doc_form_fill(form, &facts, DOC_ZH, &arena, &sheet, &why), YM_E_OK);
    assert_int_equal(sheet.n, 3);
    assert_true(ym_span_is(sheet.blocks[1].text, YM_SPAN("b")));
    assert_true(ym_span_is(sheet.blocks[2].text, YM_SPAN("无")));
    facts.value[DOC_SLOT_COURT] = &zh;
    facts.english[DOC_SLOT_COURT] = &en;
    facts.rows[DOC_SCOPE_PARTY] = 1;
    ym_arena_reset(&arena);
    assert_int_equal(doc_form_fill(form, &facts, DOC_ZH_EN, &arena, &sheet, &why), YM_E_OK);
    assert_int_equal(sheet.n, 7);
    assert_int_equal(sheet.blocks[1].kind, DOC_SUBTITLE);
    assert_true(ym_span_is(sheet.blocks[2].text, zh));
    assert_int_equal(sheet.blocks[3].kind, DOC_GLOSS);
    assert_true(ym_span_is(sheet.blocks[3].text, YM_SPAN("to court")));
    assert_true(ym_span_is(sheet.blocks[4].text, YM_SPAN("c")));
    assert_true(ym_span_is(sheet.blocks[6].text, YM_SPAN("none")));
    ym_arena_release(&arena);
    doc_form_free(form);
}

static void reader_holds_its_limits(void **state)
{
    static char text[DOC_FORM_BYTES_MAX];
    int n = snprintf(text, sizeof(text), HEAD "\"needs\":[],\"body\":[");
    struct doc_form *form;

    (void)state;
    for (unsigned i = 0; i < DOC_FORM_BLOCKS_MAX; i++)
        n += snprintf(text + n, sizeof(text) - (size_t)n, "{\"text\":\"a\"},");
    (void)snprintf(text + n - 1, 3, "]}");
    form = read(text);
    doc_form_free(form);
    (void)snprintf(text + n - 1, 32, ",{\"text\":\"a\"}]}");
    is_refused(text, "/body");
}

static void filling_names_what_is_missing(void **state)
{
    struct doc_form *form = read(HEAD "\"needs\":[\"court\"],\"body\":[{\"text\":\"{court}\"}]}");
    struct doc_facts facts = { .rows = { 1 } };
    struct ym_arena arena;
    struct doc_sheet sheet;
    struct ym_error why;

    (void)state;
    assert_true(ym_arena_init(&arena, DOC_FILL_BYTES));
    assert_int_equal(doc_form_fill(form, &facts, DOC_ZH, &arena, &sheet, &why), YM_E_UNPROCESSABLE);
    assert_non_null(strstr(why.text, "court (人民法院)"));
    ym_arena_release(&arena);
    doc_form_free(form);
}

static void fills_rows_and_blanks(void **state)
{
    struct doc_form *form =
        read(HEAD "\"needs\":[],\"body\":[{\"each\":\"party\",\"text\":\"{side}：{name}。\"},"
                  "{\"text\":\"{court}\"},{\"table\":\"obligation\",\"when_empty\":\"无\","
                  "\"columns\":[{\"head\":\"金额\",\"cell\":\"{sum}元\",\"share\":1}]},"
                  "{\"table\":\"session\",\"columns\":[{\"head\":\"h\",\"cell\":\"{said}\","
                  "\"share\":1}]}]}");
    const struct ym_span side[] = { YM_SPAN_INIT("申请人"), YM_SPAN_INIT("被申请人") };
    const struct ym_span name[] = { YM_SPAN_INIT("{title}"), { NULL, 0 } };
    struct doc_facts facts = { .rows = { [DOC_SCOPE_DISPUTE] = 1, [DOC_SCOPE_PARTY] = 2 } };
    struct ym_arena arena;
    struct doc_sheet sheet;
    struct ym_error why;

    (void)state;
    facts.value[DOC_SLOT_SIDE] = side;
    facts.value[DOC_SLOT_NAME] = name;
    assert_true(ym_arena_init(&arena, DOC_FILL_BYTES));
    assert_int_equal(doc_form_fill(form, &facts, DOC_ZH, &arena, &sheet, &why), YM_E_OK);
    assert_int_equal(sheet.n, 6);
    assert_int_equal(sheet.blocks[0].kind, DOC_TITLE);
    /* What a party is called is never read as a slot. */
    assert_true(ym_span_is(sheet.blocks[1].text, YM_SPAN("申请人：{title}。")));
    assert_true(ym_span_is(sheet.blocks[2].text, YM_SPAN("被申请人：＿＿＿＿＿＿。")));
    assert_true(ym_span_is(sheet.blocks[3].text, YM_SPAN("＿＿＿＿＿＿")));
    assert_true(ym_span_is(sheet.blocks[4].text, YM_SPAN("无")));
    assert_int_equal(sheet.blocks[5].table->rows, 2); /* one to be filled by hand */
    ym_arena_release(&arena);
    doc_form_free(form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_document_has_a_form),
        cmocka_unit_test(reader_refuses),
        cmocka_unit_test(reader_refuses_offers_and_tests),
        cmocka_unit_test(reader_refuses_cases),
        cmocka_unit_test(the_case_at_hand_stands),
        cmocka_unit_test(is_offered_when_it_makes_sense),
        cmocka_unit_test(blocks_stand_and_glosses_follow),
        cmocka_unit_test(reader_holds_its_limits),
        cmocka_unit_test(filling_names_what_is_missing),
        cmocka_unit_test(fills_rows_and_blanks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
