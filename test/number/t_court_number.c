/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "seed.h"
#include "yima/court_number.h"

static const struct {
    const char *text;
    enum ym_court_error error;
    const char *printed; /* NULL: as text */
    const char *court;
    const char *word;
    int year;
    int32_t serial;
    int suffix;
    bool is_ip;
} good[] = {
    { "(2024)粤0604诉前调确1716号", YM_COURT_OK, NULL, "粤0604", "诉前调确", 2024, 1716, 0, false },
    { "(2021)川0104民诉前调801号", YM_COURT_OK, NULL, "川0104", "民诉前调", 2021, 801, 0, false },
    { "(2024)浙02民诉前调595号", YM_COURT_OK, NULL, "浙02", "民诉前调", 2024, 595, 0, false },
    { "(2020)浙0108民初565号", YM_COURT_OK, NULL, "浙0108", "民初", 2020, 565, 0, false },
    { "（2020）浙0108民初565号", YM_COURT_OK, "(2020)浙0108民初565号", "浙0108", "民初", 2020, 565,
      0, false },
    { "（２０２０)浙０１０８民初５６５号", YM_COURT_OK, "(2020)浙0108民初565号", "浙0108", "民初",
      2020, 565, 0, false },
    { "(2019)最高法知民终2号", YM_COURT_OK, NULL, "最高法", "民终", 2019, 2, 0, true },
    { "(2019)最高法民再9号", YM_COURT_OK, NULL, "最高法", "民再", 2019, 9, 0, false },
    { "(2023)浙民终1号", YM_COURT_OK, NULL, "浙", "民终", 2023, 1, 0, false },
    { "(2023)浙01执999999999号", YM_COURT_OK, NULL, "浙01", "执", 2023, 999999999, 0, false },
    { "(2023)浙01执恢1号", YM_COURT_OK, NULL, "浙01", "执恢", 2023, 1, 0, false },
    { "(2023)浙0192知民初1号之一", YM_COURT_OK, NULL, "浙0192", "民初", 2023, 1, 1, true },
    { "(2023)军0001民督7号之九", YM_COURT_OK, NULL, "军0001", "民督", 2023, 7, 9, false },
    { "(2023)兵01民特7号之十", YM_COURT_OK, NULL, "兵01", "民特", 2023, 7, 10, false },
    { "(2023)浙01民特7号之十二", YM_COURT_OK, NULL, "浙01", "民特", 2023, 7, 12, false },
    { "(2023)浙01民特7号之二十", YM_COURT_OK, NULL, "浙01", "民特", 2023, 7, 20, false },
    { "(2023)浙01民特7号之九十九", YM_COURT_OK, NULL, "浙01", "民特", 2023, 7, 99, false },
    { "(2200)浙民初1号", YM_COURT_OK, NULL, "浙", "民初", 2200, 1, 0, false },
    { "(2022)浙0108诉前调书3号", YM_COURT_OK, NULL, "浙0108", "诉前调书", 2022, 3, 0, false },
    { "(2016)浙0108诉前调3号", YM_COURT_OK, NULL, "浙0108", "诉前调", 2016, 3, 0, false },
};

static void good_ones(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        struct ym_court_number n;
        char out[YM_COURT_NUMBER_TEXT_MAX];

        assert_int_equal(ym_court_number_parse(ym_span_of(good[i].text), NULL, &n), good[i].error);
        assert_int_equal(n.year, good[i].year);
        assert_string_equal(n.court, good[i].court);
        assert_string_equal(n.word, good[i].word);
        assert_int_equal(n.serial, good[i].serial);
        assert_int_equal(n.suffix, good[i].suffix);
        assert_int_equal(n.is_ip, good[i].is_ip);
        ym_court_number_print(&n, out);
        assert_string_equal(out, good[i].printed == NULL ? good[i].text : good[i].printed);
    }
}

static const struct {
    const char *text;
    enum ym_court_error error;
} bad[] = {
    { "", YM_COURT_YEAR },
    { "(", YM_COURT_YEAR },
    { "(202", YM_COURT_YEAR },
    { "(2020", YM_COURT_YEAR },
    { "2020浙0108民初565号", YM_COURT_YEAR },
    { "2020)浙0108民初565号", YM_COURT_YEAR },
    { "(2020浙0108民初565号", YM_COURT_YEAR },
    { "(1800)浙0108民初565号", YM_COURT_WORD_DATE },
    { "[2020]浙0108民初565号", YM_COURT_YEAR },
    { "(20x0)浙0108民初565号", YM_COURT_YEAR },
    { "(20200)浙0108民初565号", YM_COURT_YEAR },
    { "(1799)浙0108民初565号", YM_COURT_YEAR },
    { "(2201)浙0108民初565号", YM_COURT_YEAR },
    { " (2020)浙0108民初565号", YM_COURT_YEAR },
    { "(2020)", YM_COURT_COURT },
    { "(2020)某0108民初565号", YM_COURT_COURT },
    { "(2020)0108民初565号", YM_COURT_COURT },
    { "(2020)浙01081民初565号", YM_COURT_COURT },
    { "(2020)最高院民初565号", YM_COURT_COURT },
    { "(2020)\xE6\xB5", YM_COURT_COURT },
    { "(2020)浙", YM_COURT_WORD },
    { "(2020)浙0108", YM_COURT_WORD },
    { "(2020)浙0108号", YM_COURT_WORD },
    { "(2020)浙0108民565号", YM_COURT_WORD },
    { "(2020)浙0108民初初565号", YM_COURT_WORD },
    { "(2020)浙0108知565号", YM_COURT_WORD },
    { "(2020)浙0108知知民初565号", YM_COURT_WORD },
    { "(2020)最高法1民初565号", YM_COURT_WORD },
    { "(2020)浙0108\xFF\xFE"
      "565号",
      YM_COURT_WORD },
    { "(2015)浙0108民初565号", YM_COURT_WORD_DATE },
    { "(2021)粤0604诉前调确1716号", YM_COURT_WORD_DATE },
    { "(2025)浙02民诉前调595号", YM_COURT_WORD_DATE },
    { "(2025)浙02知诉前调595号", YM_COURT_WORD_DATE },
    { "(2020)浙0108民初", YM_COURT_SERIAL },
    { "(2020)浙0108民初565", YM_COURT_SERIAL },
    { "(2020)浙0108民初0号", YM_COURT_SERIAL },
    { "(2020)浙0108民初0565号", YM_COURT_SERIAL },
    { "(2020)浙0108民初1000000000号", YM_COURT_SERIAL }, /* one past the limit */
    { "(2020)浙0108民初565 号", YM_COURT_SERIAL },
    { "(2020)浙0108民初565号 ", YM_COURT_SUFFIX },
    { "(2020)浙0108民初565号之", YM_COURT_SUFFIX },
    { "(2020)浙0108民初565号之1", YM_COURT_SUFFIX },
    { "(2020)浙0108民初565号之一十", YM_COURT_SUFFIX },
    { "(2020)浙0108民初565号之一二", YM_COURT_SUFFIX },
    { "(2020)浙0108民初565号之十十", YM_COURT_SUFFIX },
    { "(2020)浙0108民初565号之九十九九", YM_COURT_SUFFIX },
    { "(2020)浙0108民初565号之一百", YM_COURT_SUFFIX },
    { "(2020)浙0108民初565号一", YM_COURT_SUFFIX },
};

static void bad_ones(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct ym_court_number n = { .year = -7 };

        assert_int_equal(ym_court_number_parse(ym_span_of(bad[i].text), NULL, &n), bad[i].error);
        assert_int_equal(n.year, -7);
    }
}

static void input_limit(void **state)
{
    char text[YM_COURT_NUMBER_INPUT_MAX + 1];
    struct ym_court_number n;

    (void)state;
    memset(text, 'x', sizeof(text));
    memcpy(text, "(2020)", 6);
    assert_int_equal(ym_court_number_parse((struct ym_span){ text, sizeof(text) - 1 }, NULL, &n),
                     YM_COURT_COURT);
    assert_int_equal(ym_court_number_parse((struct ym_span){ text, sizeof(text) }, NULL, &n),
                     YM_COURT_LENGTH);
    assert_int_equal(ym_court_number_parse((struct ym_span){ NULL, 0 }, NULL, &n), YM_COURT_YEAR);
}

/* The caller's own table: a word given up and taken up again, one of eight characters (the limit)
 * and one past it, one that begins with 知. */
static void own_table(void **state)
{
    const ym_day first = ym_day_make(2016, 1, 1), gap = ym_day_make(2018, 12, 31),
                 again = ym_day_make(2020, 7, 1);
    const struct ym_court_word words[] = {
        { "调", "", first, gap },
        { "调", "", again, YM_DAY_NONE },
        { "一二三四五六七八", "", first, YM_DAY_NONE },
        { "一二三四五六七八九", "", first, YM_DAY_NONE },
        { "知初", "", first, YM_DAY_NONE },
        { "年", "", ym_day_make(2017, 12, 31), ym_day_make(2019, 1, 1) },
        { "abcdefghijklmnopqrstuvwx", "", first, YM_DAY_NONE },
        { "abcdefghijklmnopqrstuvwxy", "", first, YM_DAY_NONE },
    };
    const struct ym_court_words table = { words, sizeof(words) / sizeof(words[0]) };
    struct ym_court_number n;
    char out[YM_COURT_NUMBER_TEXT_MAX];

    (void)state;
    assert_int_equal(ym_court_number_parse(YM_SPAN("(2018)浙调1号"), &table, &n), YM_COURT_OK);
    assert_int_equal(ym_court_number_parse(YM_SPAN("(2019)浙调1号"), &table, &n),
                     YM_COURT_WORD_DATE);
    assert_int_equal(ym_court_number_parse(YM_SPAN("(2020)浙调1号"), &table, &n), YM_COURT_OK);
    assert_int_equal(ym_court_number_parse(YM_SPAN("(2020)浙民初1号"), &table, &n), YM_COURT_WORD);
    assert_int_equal(ym_court_number_parse(YM_SPAN("(2020)浙知初1号"), &table, &n), YM_COURT_OK);
    assert_false(n.is_ip);
    assert_string_equal(n.word, "知初");
    assert_int_equal(ym_court_number_parse(
                         YM_SPAN("(2020)浙0108知一二三四五六七八999999999号之九十九"), &table, &n),
                     YM_COURT_OK);
    ym_court_number_print(&n, out);
    assert_string_equal(out, "(2020)浙0108知一二三四五六七八999999999号之九十九");
    assert_int_equal(ym_court_number_parse(YM_SPAN("(2020)浙一二三四五六七八九1号"), &table, &n),
                     YM_COURT_WORD);
    assert_int_equal(
        ym_court_number_parse(YM_SPAN("(2020)浙abcdefghijklmnopqrstuvwx1号"), &table, &n),
        YM_COURT_OK);
    assert_int_equal(
        ym_court_number_parse(YM_SPAN("(2020)浙abcdefghijklmnopqrstuvwxy1号"), &table, &n),
        YM_COURT_WORD);
    /* In use on the last day of one year, and until the first day of another. */
    assert_int_equal(ym_court_number_parse(YM_SPAN("(2016)浙年1号"), &table, &n),
                     YM_COURT_WORD_DATE);
    assert_int_equal(ym_court_number_parse(YM_SPAN("(2017)浙年1号"), &table, &n), YM_COURT_OK);
    assert_int_equal(ym_court_number_parse(YM_SPAN("(2019)浙年1号"), &table, &n), YM_COURT_OK);
    assert_int_equal(ym_court_number_parse(YM_SPAN("(2020)浙年1号"), &table, &n),
                     YM_COURT_WORD_DATE);
}

/* Entries past the limit of a table are not looked at. */
static void table_limit(void **state)
{
    struct ym_court_word words[YM_COURT_WORDS_MAX + 1];
    struct ym_court_words table = { words, YM_COURT_WORDS_MAX + 1 };
    struct ym_court_number n;

    (void)state;
    for (size_t i = 0; i <= YM_COURT_WORDS_MAX; i++)
        words[i] = (struct ym_court_word){ "别", "", YM_DAY_MIN, YM_DAY_NONE };
    words[YM_COURT_WORDS_MAX].word = "末";
    assert_int_equal(ym_court_number_parse(YM_SPAN("(2020)浙末1号"), &table, &n), YM_COURT_WORD);
    words[YM_COURT_WORDS_MAX - 1].word = "末";
    assert_int_equal(ym_court_number_parse(YM_SPAN("(2020)浙末1号"), &table, &n), YM_COURT_OK);
}

/* The shipped table: dates are dates, words fit and differ, each starts when it should. */
static void shipped_table(void **state)
{
    const struct ym_court_words *table = ym_court_words();

    (void)state;
    assert_true(table->n > 0 && table->n <= YM_COURT_WORDS_MAX);
    for (size_t i = 0; i < table->n; i++) {
        const struct ym_court_word *w = &table->words[i];

        assert_true(strlen(w->word) > 0 && strlen(w->word) < YM_COURT_WORD_MAX);
        assert_true(strlen(w->text) > 0);
        assert_true(w->from == ym_day_make(2016, 1, 1) || w->from == ym_day_make(2022, 1, 1));
        assert_true(w->until == YM_DAY_NONE || w->until == ym_day_make(2024, 12, 31));
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(table->words[k].word, w->word);
    }
}

/* Print and parse are inverse for every word, court, suffix and width. */
static void round_trip(void **state)
{
    static const char courts[] =
        "京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔云藏陕甘青宁新兵军";
    struct seed s = seed_new("court number");
    const struct ym_court_words *table = ym_court_words();

    (void)state;
    assert_int_equal(strlen(courts), 33 * 3);
    for (int i = 0; i < 50000; i++) {
        struct ym_court_number n = {
            .year = 2024,
            .is_ip = seed_below(&s, 2) == 1,
            .serial = (int32_t)(1 + seed_below(&s, YM_COURT_SERIAL_MAX)),
            .suffix = (uint8_t)seed_below(&s, YM_COURT_SUFFIX_MAX + 1),
        };
        struct ym_court_number back;
        const size_t digits = seed_below(&s, 5);
        char text[YM_COURT_NUMBER_TEXT_MAX], again[YM_COURT_NUMBER_TEXT_MAX];

        memcpy(n.court, courts + 3 * seed_below(&s, 33), 3);
        for (size_t k = 0; k < digits; k++)
            n.court[3 + k] = (char)('0' + seed_below(&s, 10));
        const char *word = table->words[seed_below(&s, table->n)].word;

        memcpy(n.word, word, strlen(word) + 1);
        ym_court_number_print(&n, text);
        assert_true(strlen(text) < sizeof(text));
        assert_int_equal(ym_court_number_parse(ym_span_of(text), NULL, &back), YM_COURT_OK);
        ym_court_number_print(&back, again);
        assert_string_equal(again, text);
        assert_int_equal(back.serial, n.serial);
        assert_int_equal(back.suffix, n.suffix);
        assert_string_equal(back.court, n.court);
    }
}

/* Cut or garbled anywhere, a number is refused or read as another one, and never past its end. */
static void garbled(void **state)
{
    struct seed s = seed_new("court number garbled");
    const char *right = "（2020）浙0108知民诉前调565号之二十一";
    const size_t length = strlen(right);

    (void)state;
    for (int i = 0; i < 100000; i++) {
        const size_t n = seed_below(&s, length + 1);
        char *text = malloc(n + 1); /* exact, so that the sanitizer sees an over-read */
        struct ym_court_number number;

        assert_non_null(text);
        memcpy(text, right, n);
        if (n > 0 && seed_below(&s, 2) == 1)
            text[seed_below(&s, n)] = (char)seed_next(&s);
        text = realloc(text, n > 0 ? n : 1);
        assert_non_null(text);
        if (ym_court_number_parse((struct ym_span){ text, n }, NULL, &number) == YM_COURT_OK)
            assert_true(number.serial > 0);
        free(text);
    }
}

static void errors_have_texts(void **state)
{
    (void)state;
    for (unsigned e = 0; e < YM_COURT_ERROR_COUNT; e++) {
        assert_true(strlen(ym_court_error_text((enum ym_court_error)e)) > 0);
        assert_true(strlen(ym_court_error_zh((enum ym_court_error)e)) > 0);
    }
    assert_string_equal(ym_court_error_text(YM_COURT_OK), "ok");
    assert_string_equal(ym_court_error_zh(YM_COURT_OK), "正确");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_ones),         cmocka_unit_test(bad_ones),
        cmocka_unit_test(input_limit),       cmocka_unit_test(own_table),
        cmocka_unit_test(table_limit),       cmocka_unit_test(shipped_table),
        cmocka_unit_test(round_trip),        cmocka_unit_test(garbled),
        cmocka_unit_test(errors_have_texts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
