/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers by which the state knows people and organisations.
 *
 * Citizen number, GB 11643-1999: 6 digits region, 8 digits birth date, 3 digits sequence (odd for
 * men), 1 check character (ISO 7064 MOD 11-2). Residence permits for people from Hong Kong, Macao
 * and Taiwan (81, 82, 83) follow the same rule. The region is the place of first registration; it
 * keeps codes that were abolished since, so only its province is checked. Passports and permanent
 * residence cards of foreigners are other kinds of document and not read here.
 *
 * Unified social credit code (USCC), GB 32100-2015: 18 of 31 characters (no I, O, S, V, Z):
 * authority, kind, 6 digits region, 9 characters organisation code with its own check (GB 11714),
 * check. */
#ifndef YM_IDENTITY_H
#define YM_IDENTITY_H

#include "yima/date.h"

#define YM_IDENTITY_CHARS 18 /* of either number */

/* Why a citizen number is refused: name, text, text in Chinese. */
#define YM_CITIZEN_ERRORS(X)                                                                       \
    X(OK, "ok", "正确")                                                                            \
    X(LENGTH, "a citizen number has 18 characters: enter all of them",                             \
      "公民身份号码应为18位,请完整输入")                                                           \
    X(CHARACTER, "a citizen number has 17 digits and a digit or X: check what was typed",          \
      "公民身份号码前17位为数字,末位为数字或X,请核对")                                             \
    X(REGION, "the first two digits name no province: compare with the card",                      \
      "前两位不是有效的省级代码,请对照证件核对")                                                   \
    X(DATE, "digits 7 to 14 are no date of birth: compare with the card",                          \
      "第7至14位不是有效的出生日期,请对照证件核对")                                                \
    X(CHECK, "the last character does not fit: compare with the card", "校验码不符,请对照证件核对")

enum ym_citizen_error {
#define X(name, text, zh) YM_CITIZEN_##name,
    YM_CITIZEN_ERRORS(X) YM_CITIZEN_ERROR_COUNT
#undef X
};

/* Sex as GB/T 2261.1 codes it. */
enum ym_sex { YM_SEX_MALE = 1, YM_SEX_FEMALE = 2 };

struct ym_citizen {
    char text[YM_IDENTITY_CHARS + 1]; /* normal form: X in upper case, NUL-terminated */
    int32_t region;                   /* six digits, perhaps of a region since abolished */
    ym_day born;                      /* date of birth */
    enum ym_sex sex;                  /* from the sequence */
    bool is_permit;                   /* residence permit for Hong Kong, Macao or Taiwan */
};

/* Read a citizen number; x counts as X. *ret is written only when the answer is YM_CITIZEN_OK.
 * Whether the date of birth lies in the future is for the caller, who has a clock. */
__attribute__((warn_unused_result)) enum ym_citizen_error ym_citizen_parse(struct ym_span text,
                                                                           struct ym_citizen *ret);

/* What went wrong and what to do next, in English and in Chinese. Static text. */
const char *ym_citizen_error_text(enum ym_citizen_error error);
const char *ym_citizen_error_zh(enum ym_citizen_error error);

/* Why a unified social credit code is refused: name, text, text in Chinese. */
#define YM_USCC_ERRORS(X)                                                                          \
    X(OK, "ok", "正确")                                                                            \
    X(LENGTH, "a unified social credit code has 18 characters: enter all of them",                 \
      "统一社会信用代码应为18位,请完整输入")                                                       \
    X(CHARACTER, "the code has no I, O, S, V or Z, and six digits from the third: check them",     \
      "统一社会信用代码不含I、O、S、V、Z,第3至8位为数字,请核对")                                   \
    X(CHECK, "the last character does not fit: compare with the licence",                          \
      "校验码不符,请对照证照核对")                                                                 \
    X(ORGANISATION, "characters 9 to 17 are no organisation code: compare with the licence",       \
      "第9至17位(组织机构代码)校验不符,请对照证照核对")

enum ym_uscc_error {
#define X(name, text, zh) YM_USCC_##name,
    YM_USCC_ERRORS(X) YM_USCC_ERROR_COUNT
#undef X
};

struct ym_uscc {
    char text[YM_IDENTITY_CHARS + 1]; /* normal form: upper case, NUL-terminated */
    int32_t region;                   /* six digits of the registering authority */
};

/* Read a unified social credit code in any case. *ret is written only when the answer is
 * YM_USCC_OK. */
__attribute__((warn_unused_result)) enum ym_uscc_error ym_uscc_parse(struct ym_span text,
                                                                     struct ym_uscc *ret);

/* What went wrong and what to do next, in English and in Chinese. Static text. */
const char *ym_uscc_error_text(enum ym_uscc_error error);
const char *ym_uscc_error_zh(enum ym_uscc_error error);

#endif
