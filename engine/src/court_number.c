/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/court_number.h"

#include "digits.h"

#define HAN_BYTES          3 /* of one Chinese character in UTF-8 */
#define COURT_DIGITS_MAX   4
#define SERIAL_DIGITS_MAX  9
#define SCHEME_START       16801 /* 2016-01-01 */
#define PRETRIAL_NEW_START 18993 /* 2022-01-01 */
#define PRETRIAL_OLD_END   20088 /* 2024-12-31, the day before the Opinion on filing took effect */

/* What is wrong with a case number, in two languages. */
static const struct {
    const char *text;
    const char *zh;
} errors[YM_COURT_ERROR_COUNT] = {
#define X(name, text, zh) { text, zh },
    YM_COURT_ERRORS(X)
#undef X
};

static const struct ym_court_word shipped_words[] = {
    { "民初", "民事一审", SCHEME_START, YM_DAY_NONE },
    { "民终", "民事二审", SCHEME_START, YM_DAY_NONE },
    { "民监", "民事依职权再审审查", SCHEME_START, YM_DAY_NONE },
    { "民申", "民事申请再审审查", SCHEME_START, YM_DAY_NONE },
    { "民抗", "民事抗诉再审审查", SCHEME_START, YM_DAY_NONE },
    { "民再", "民事再审", SCHEME_START, YM_DAY_NONE },
    { "民撤", "第三人撤销之诉", SCHEME_START, YM_DAY_NONE },
    { "民辖", "民事管辖", SCHEME_START, YM_DAY_NONE },
    { "民辖终", "民事管辖上诉", SCHEME_START, YM_DAY_NONE },
    { "民特", "民事特别程序", SCHEME_START, YM_DAY_NONE },
    { "民特监", "民事特别程序监督", SCHEME_START, YM_DAY_NONE },
    { "民催", "公示催告", SCHEME_START, YM_DAY_NONE },
    { "民督", "支付令", SCHEME_START, YM_DAY_NONE },
    { "民督监", "支付令监督", SCHEME_START, YM_DAY_NONE },
    { "民保令", "人身安全保护令", SCHEME_START, YM_DAY_NONE },
    { "诉前调", "诉前调解", SCHEME_START, PRETRIAL_OLD_END },
    { "民诉前调", "民事诉前调解", SCHEME_START, PRETRIAL_OLD_END },
    { "诉前调确", "诉前调解协议司法确认", PRETRIAL_NEW_START, YM_DAY_NONE },
    { "诉前调书", "诉前调解书", PRETRIAL_NEW_START, YM_DAY_NONE },
    { "行初", "行政一审", SCHEME_START, YM_DAY_NONE },
    { "行终", "行政二审", SCHEME_START, YM_DAY_NONE },
    { "行申", "行政申请再审审查", SCHEME_START, YM_DAY_NONE },
    { "行再", "行政再审", SCHEME_START, YM_DAY_NONE },
    { "行审", "非诉行政行为申请执行审查", SCHEME_START, YM_DAY_NONE },
    { "财保", "非诉财产保全审查", SCHEME_START, YM_DAY_NONE },
    { "执", "首次执行", SCHEME_START, YM_DAY_NONE },
    { "执恢", "恢复执行", SCHEME_START, YM_DAY_NONE },
    { "执保", "财产保全执行", SCHEME_START, YM_DAY_NONE },
    { "执异", "执行异议", SCHEME_START, YM_DAY_NONE },
    { "执复", "执行复议", SCHEME_START, YM_DAY_NONE },
    { "执监", "执行监督", SCHEME_START, YM_DAY_NONE },
    { "破申", "破产申请审查", SCHEME_START, YM_DAY_NONE },
    { "破", "破产", SCHEME_START, YM_DAY_NONE },
    { "司惩", "司法处罚", SCHEME_START, YM_DAY_NONE },
};

static const struct ym_court_words shipped = {
    shipped_words,
    sizeof(shipped_words) / sizeof(shipped_words[0]),
};

static const char numerals[] = "一二三四五六七八九";

const struct ym_court_words *ym_court_words(void)
{
    return &shipped;
}

/* Take prefix from the start of *rest, if it stands there. */
static bool take(struct ym_span *rest, struct ym_span prefix)
{
    if (rest->n < prefix.n || memcmp(rest->at, prefix.at, prefix.n) != 0)
        return false;
    rest->at += prefix.n;
    rest->n -= prefix.n;
    return true;
}

/* Take one of the Chinese characters of list. The answer is its position from 1, 0 for none. */
static int take_han(struct ym_span *rest, const char *list)
{
    for (int i = 0; list[i * HAN_BYTES] != '\0'; i++) {
        if (take(rest, (struct ym_span){ list + i * HAN_BYTES, HAN_BYTES }))
            return i + 1;
    }
    return 0;
}

/* How many digits *rest starts with. */
static size_t digits_ahead(struct ym_span rest)
{
    size_t n = 0;

    while (n < rest.n && ym_digit(rest.at[n]))
        n++;
    return n;
}

/* Copy text with full-width brackets and digits made half-width; out has text.n bytes. */
static struct ym_span narrow(struct ym_span text, char *out)
{
    size_t n = 0;

    while (text.n > 0) {
        int digit;

        if (take(&text, YM_SPAN("（"))) {
            out[n++] = '(';
        } else if (take(&text, YM_SPAN("）"))) {
            out[n++] = ')';
        } else if ((digit = take_han(&text, "０１２３４５６７８９")) > 0) {
            out[n++] = (char)('0' + digit - 1);
        } else {
            out[n++] = text.at[0];
            text.at++;
            text.n--;
        }
    }
    return (struct ym_span){ out, n };
}

static bool year_take(struct ym_span *rest, int16_t *ret)
{
    int64_t year;

    if (!take(rest, YM_SPAN("(")) || rest->n < 4 || !ym_digits_get(rest->at, 4, &year) ||
        year < YM_YEAR_MIN || year > YM_YEAR_MAX)
        return false;
    rest->at += 4;
    rest->n -= 4;
    *ret = (int16_t)year;
    return take(rest, YM_SPAN(")"));
}

/* The Supreme People's Court has no digits; a high court (33 of them, with the military and the
 * corps in Xinjiang) is its province's short name; all others add digits to that. */
static bool court_take(struct ym_span *rest, char ret[YM_COURT_TEXT_MAX])
{
    const char *start = rest->at;

    if (!take(rest, YM_SPAN("最高法"))) {
        const bool known = take_han(rest, "京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔云藏"
                                          "陕甘青宁新兵军") > 0;
        const size_t n = digits_ahead(*rest);

        if (!known || n > COURT_DIGITS_MAX)
            return false;
        rest->at += n;
        rest->n -= n;
    }

    const size_t length = (size_t)(rest->at - start);

    memcpy(ret, start, length);
    ret[length] = '\0';
    return true;
}

/* Is word in the table, and was it in use in that year? */
static enum ym_court_error word_find(const struct ym_court_words *words, struct ym_span word,
                                     int16_t year)
{
    const ym_day first = ym_day_make(year, 1, 1), last = ym_day_make(year, 12, 31);
    enum ym_court_error found = YM_COURT_WORD;

    for (size_t i = 0; i < words->n && i < YM_COURT_WORDS_MAX; i++) {
        const struct ym_court_word *w = &words->words[i];

        if (!ym_span_is(word, ym_span_of(w->word)))
            continue;
        if (w->from <= last && (w->until == YM_DAY_NONE || w->until >= first))
            return YM_COURT_OK;
        found = YM_COURT_WORD_DATE;
    }
    return found;
}

static enum ym_court_error word_take(struct ym_span *rest, const struct ym_court_words *words,
                                     struct ym_court_number *ret)
{
    struct ym_span word = { rest->at, 0 };

    while (word.n < rest->n && !ym_digit(rest->at[word.n]))
        word.n++;
    rest->at += word.n;
    rest->n -= word.n;

    /* The whole first, should a type word ever begin with the tribunal's own. */
    enum ym_court_error error = word_find(words, word, ret->year);

    if (error == YM_COURT_WORD && take(&word, YM_SPAN("知"))) {
        ret->is_ip = true;
        error = word_find(words, word, ret->year);
    }
    if (word.n >= YM_COURT_WORD_MAX)
        return YM_COURT_WORD;
    memcpy(ret->word, word.at, word.n);
    ret->word[word.n] = '\0';
    return error;
}

static bool serial_take(struct ym_span *rest, int32_t *ret)
{
    const size_t n = digits_ahead(*rest);
    int32_t serial = 0;

    if (n == 0 || n > SERIAL_DIGITS_MAX || rest->at[0] == '0')
        return false;
    for (size_t i = 0; i < n; i++)
        serial = serial * 10 + (rest->at[i] - '0');
    rest->at += n;
    rest->n -= n;
    *ret = serial;
    return take(rest, YM_SPAN("号"));
}

/* Read "之" and a number from 一 to 九十九, written as one writes it: 十, not 一十. */
static bool suffix_get(struct ym_span rest, uint8_t *ret)
{
    *ret = 0;
    if (rest.n == 0)
        return true;
    if (!take(&rest, YM_SPAN("之")))
        return false;

    int value = take_han(&rest, numerals);

    if (value != 1 && take(&rest, YM_SPAN("十")))
        value = (value == 0 ? 10 : value * 10) + take_han(&rest, numerals);
    *ret = (uint8_t)value;
    return value > 0 && rest.n == 0;
}

enum ym_court_error ym_court_number_parse(struct ym_span text, const struct ym_court_words *words,
                                          struct ym_court_number *ret)
{
    struct ym_court_number number = { 0 };
    char narrowed[YM_COURT_NUMBER_INPUT_MAX];

    if (text.n > YM_COURT_NUMBER_INPUT_MAX)
        return YM_COURT_LENGTH;

    struct ym_span rest = narrow(text, narrowed);

    if (!year_take(&rest, &number.year))
        return YM_COURT_YEAR;
    if (!court_take(&rest, number.court))
        return YM_COURT_COURT;

    const enum ym_court_error error = word_take(&rest, words == NULL ? &shipped : words, &number);

    if (error != YM_COURT_OK)
        return error;
    if (!serial_take(&rest, &number.serial))
        return YM_COURT_SERIAL;
    if (!suffix_get(rest, &number.suffix))
        return YM_COURT_SUFFIX;
    *ret = number;
    return YM_COURT_OK;
}

/* Add text at *at. */
static void put(char *out, size_t *at, struct ym_span text)
{
    memcpy(out + *at, text.at, text.n);
    *at += text.n;
}

static void put_numeral(char *out, size_t *at, unsigned digit)
{
    put(out, at, (struct ym_span){ numerals + (digit - 1) * HAN_BYTES, HAN_BYTES });
}

static void put_suffix(char *out, size_t *at, uint8_t suffix)
{
    const unsigned tens = suffix / 10U, ones = suffix % 10U;

    put(out, at, YM_SPAN("之"));
    if (tens > 1)
        put_numeral(out, at, tens);
    if (tens > 0)
        put(out, at, YM_SPAN("十"));
    if (ones > 0)
        put_numeral(out, at, ones);
}

void ym_court_number_print(const struct ym_court_number *number, char out[YM_COURT_NUMBER_TEXT_MAX])
{
    char serial[SERIAL_DIGITS_MAX];
    size_t at = 0, zeros = 0;

    out[at++] = '(';
    ym_digits_put(out + at, 4, number->year);
    at += 4;
    out[at++] = ')';
    put(out, &at, ym_span_of(number->court));
    if (number->is_ip)
        put(out, &at, YM_SPAN("知"));
    put(out, &at, ym_span_of(number->word));
    ym_digits_put(serial, sizeof(serial), number->serial);
    while (zeros < sizeof(serial) - 1 && serial[zeros] == '0')
        zeros++;
    put(out, &at, (struct ym_span){ serial + zeros, sizeof(serial) - zeros });
    put(out, &at, YM_SPAN("号"));
    if (number->suffix > 0)
        put_suffix(out, &at, number->suffix);
    out[at] = '\0';
}

const char *ym_court_error_text(enum ym_court_error error)
{
    assert(error < YM_COURT_ERROR_COUNT);
    return errors[error].text;
}

const char *ym_court_error_zh(enum ym_court_error error)
{
    assert(error < YM_COURT_ERROR_COUNT);
    return errors[error].zh;
}
