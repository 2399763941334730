/* SPDX-License-Identifier: Apache-2.0 */
/* The number of a dispute as people read it out, write it down and type it: its id as 13 characters
 * of Crockford's Base32 and one check character, in groups of 5, 5 and 4: "06XK2-9QW3T-ABC7".
 *
 * The check is Damm's scheme over GF(32) = GF(2)[x]/(x^5 + x^2 + 1), a field because the polynomial
 * is primitive: c := x*c + d for each character d, and the check character makes c end at 0.
 * So c = sum of x^i * d_i, i counted from the right, and since x has order 31:
 *   one wrong character changes c by x^i * (d + d'), which is not 0 because d' differs from d;
 *   swapping two neighbours changes c by x^i * (x + 1) * (d + d'), which is not 0 since x is not 1.
 * Characters that people confuse (I, L, O) are read as what they look like, so they are no error.
 */
#ifndef YM_NUMBER_H
#define YM_NUMBER_H

#include "yima/id.h"

#define YM_NUMBER_CHARS       14 /* 13 of the id and the check */
#define YM_NUMBER_COMPACT_MAX 15 /* "06XK29QW3TABC7" and its NUL */
#define YM_NUMBER_TEXT_MAX    17 /* "06XK2-9QW3T-ABC7" and its NUL */
#define YM_NUMBER_INPUT_MAX   64 /* bytes that a typed number may have, with its separators */

/* Why a number is refused: name, text, text in Chinese. Each says what to do next. */
#define YM_NUMBER_ERRORS(X)                                                                        \
    X(OK, "ok", "正确")                                                                            \
    X(LENGTH, "a number has 14 characters: copy all of them", "编号应为14位,请完整输入")           \
    X(CHARACTER, "a number holds digits and letters without U: check the marked character",        \
      "编号只含数字和字母(不含U),请核对")                                                          \
    X(CHECK, "the check character does not fit: compare the number with the original",             \
      "校验位不符,请对照原编号核对")                                                               \
    X(RANGE, "no dispute can have this number: compare it with the original",                      \
      "不存在这样的编号,请对照原编号核对")

enum ym_number_error {
#define X(name, text, zh) YM_NUMBER_##name,
    YM_NUMBER_ERRORS(X) YM_NUMBER_ERROR_COUNT
#undef X
};

/* Write the number in groups, as printed and shown. Pre: ym_id_valid(id). */
void ym_number_print(struct ym_id id, char out[YM_NUMBER_TEXT_MAX]);

/* Write the number without separators, as in addresses. Pre: ym_id_valid(id). */
void ym_number_compact(struct ym_id id, char out[YM_NUMBER_COMPACT_MAX]);

/* Read either form, in any case, with spaces and dashes anywhere. *ret is written only when the
 * answer is YM_NUMBER_OK. */
__attribute__((warn_unused_result)) enum ym_number_error ym_number_parse(struct ym_span text,
                                                                         struct ym_id *ret);

/* What went wrong and what to do next, in English and in Chinese. Static text. */
const char *ym_number_error_text(enum ym_number_error error);
const char *ym_number_error_zh(enum ym_number_error error);

#endif
