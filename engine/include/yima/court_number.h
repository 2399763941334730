/* SPDX-License-Identifier: Apache-2.0 */
/* Case numbers of the people's courts, as they have been written since 2016-01-01:
 *
 *   (2020)浙0108民初565号   (2019)最高法知民终2号   (2021)浙0108民初565号之一
 *
 * year of receipt, court (short name and 0 to 4 digits), special tribunal (知) or nothing, type
 * word, serial of that court, type and year, 号, and for a further ruling in the same case 之 and a
 * number. Source: 关于人民法院案件案号的若干规定 (amended 2018) and its table of type words;
 * 诉前调确 and 诉前调书 since 2022-01-01. Type words come and go, so they are a table with dates.
 */
#ifndef YM_COURT_NUMBER_H
#define YM_COURT_NUMBER_H

#include "yima/date.h"

#define YM_COURT_NUMBER_INPUT_MAX 128 /* bytes that a typed case number may have */
#define YM_COURT_NUMBER_TEXT_MAX  96  /* bytes of a printed one, with its NUL */
#define YM_COURT_TEXT_MAX         16  /* bytes of a court's code, with its NUL: "最高法" */
#define YM_COURT_WORD_MAX         25  /* bytes of a type word, with its NUL: 8 characters */
#define YM_COURT_WORDS_MAX        512 /* type words in one table */
#define YM_COURT_SERIAL_MAX       999999999
#define YM_COURT_SUFFIX_MAX       99

/* A type word and when numbers with it were given out. */
struct ym_court_word {
    const char *word; /* "民初" */
    const char *text; /* what it stands for, in Chinese */
    ym_day from;      /* first day of use */
    ym_day until;     /* last day of use; YM_DAY_NONE while in use */
};

struct ym_court_words {
    const struct ym_court_word *words; /* owned by the caller; in any order */
    size_t n;                          /* of them, at most YM_COURT_WORDS_MAX */
};

struct ym_court_number {
    int16_t year;                  /* of receipt */
    char court[YM_COURT_TEXT_MAX]; /* "浙0108", "最高法" */
    bool is_ip;                    /* 知: a tribunal for intellectual property */
    char word[YM_COURT_WORD_MAX];  /* "民初" */
    int32_t serial;                /* 1 to YM_COURT_SERIAL_MAX */
    uint8_t suffix;                /* 之N: 1 to YM_COURT_SUFFIX_MAX; 0 for none */
};

/* Why a case number is refused: name, text, text in Chinese. */
#define YM_COURT_ERRORS(X)                                                                         \
    X(OK, "ok", "正确")                                                                            \
    X(LENGTH, "this is too long for a case number: enter only the number",                         \
      "内容过长,请只输入案号")                                                                     \
    X(YEAR, "a case number begins with the year in brackets, as in (2020)",                        \
      "案号以带括号的四位年份开头,如(2020)")                                                       \
    X(COURT, "after the year comes the court's code, as in 浙0108",                                \
      "年份之后应为法院代字,如浙0108")                                                             \
    X(WORD, "after the court's code comes a type word that is known, as in 民初",                  \
      "法院代字之后应为类型代字,如民初")                                                           \
    X(WORD_DATE, "this type word was not in use in that year: compare with the paper",             \
      "该年度尚未使用或已停用此类型代字,请对照文书核对")                                           \
    X(SERIAL, "after the type word comes the serial number and 号, as in 565号",                   \
      "类型代字之后应为编号和“号”,如565号")                                                        \
    X(SUFFIX, "after 号 there may only be 之 and a number up to 九十九, as in 之一",               \
      "“号”之后只能是“之”和九十九以内的数字,如之一")

enum ym_court_error {
#define X(name, text, zh) YM_COURT_##name,
    YM_COURT_ERRORS(X) YM_COURT_ERROR_COUNT
#undef X
};

/* The type words that this program ships with: those of civil, administrative, enforcement and
 * pre-trial matters that a mediated dispute can meet. Static data. */
const struct ym_court_words *ym_court_words(void);

/* Read a case number. Brackets and digits may be of full or half width. words is the table of type
 * words, or NULL for the shipped one. *ret is written only when the answer is YM_COURT_OK. */
__attribute__((warn_unused_result)) enum ym_court_error
ym_court_number_parse(struct ym_span text, const struct ym_court_words *words,
                      struct ym_court_number *ret);

/* Write the number in its one normal form, with half-width brackets and digits. Pre: filled by
 * ym_court_number_parse(). */
void ym_court_number_print(const struct ym_court_number *number,
                           char out[YM_COURT_NUMBER_TEXT_MAX]);

/* What went wrong and what to do next, in English and in Chinese. Static text. */
const char *ym_court_error_text(enum ym_court_error error);
const char *ym_court_error_zh(enum ym_court_error error);

#endif
