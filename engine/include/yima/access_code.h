/* SPDX-License-Identifier: Apache-2.0 */
/* The code on paper by which a party opens its file without an account: eight characters of
 * Crockford's Base32, shown as "K7QM-2D4X".
 *
 * The first character is the seat of the party, so that a wrong try counts against that party's
 * code and no other; six are 30 random bits; the last is a check sign, by the scheme of
 * yima/number.h: it tells every single wrong character and every two neighbours that were swapped.
 * 30 bits suffice because a code is locked after a handful of wrong tries. */
#ifndef YM_ACCESS_CODE_H
#define YM_ACCESS_CODE_H

#include <stdint.h>

#include "yima/limits.h"
#include "yima/span.h"

#define YM_ACCESS_CODE_CHARS     8  /* the check sign included */
#define YM_ACCESS_CODE_TEXT_MAX  10 /* "K7QM-2D4X" and its NUL */
#define YM_ACCESS_CODE_INPUT_MAX 32 /* bytes that a typed code may have, with its separators */
#define YM_ACCESS_CODE_RANDOM    30 /* random bits */

_Static_assert(YM_SEATS_MAX <= 32, "a seat is one character");

/* Why a typed code is refused before anything is looked up: name, text, text in Chinese. */
#define YM_ACCESS_CODE_ERRORS(X)                                                                   \
    X(OK, "ok", "正确")                                                                            \
    X(LENGTH, "a code has 8 characters: copy all of them from the paper",                          \
      "通行码应为8位，请对照纸面完整输入")                                                         \
    X(CHARACTER, "a code holds digits and letters without U: compare it with the paper",           \
      "通行码只含数字和字母（不含U），请核对")                                                     \
    X(CHECK, "the check sign does not fit: one character is mistyped, compare it with the paper",  \
      "校验位不符：有字符输错，请对照纸面核对")

enum ym_access_code_error {
#define X(name, text, zh) YM_ACCESS_CODE_##name,
    YM_ACCESS_CODE_ERRORS(X) YM_ACCESS_CODE_ERROR_COUNT
#undef X
};

/* One code in its normal form: upper case, no separator. */
struct ym_access_code {
    char text[YM_ACCESS_CODE_CHARS + 1];
};

/* Make the code of a seat. Of random the low YM_ACCESS_CODE_RANDOM bits are used; they must come
 * from a source that nobody can guess. Pre: seat < YM_SEATS_MAX. */
void ym_access_code_make(uint8_t seat, uint32_t random, struct ym_access_code *ret);

/* As printed and shown, in two groups of four. */
void ym_access_code_print(const struct ym_access_code *code, char out[YM_ACCESS_CODE_TEXT_MAX]);

/* Read what somebody typed, in any case, with spaces and dashes anywhere; I, L and O are read as
 * what they look like. *ret is written only when the answer is OK. */
__attribute__((warn_unused_result)) enum ym_access_code_error
ym_access_code_parse(struct ym_span text, struct ym_access_code *ret);

/* The seat whose code it is. Pre: made by one of the functions above. */
uint8_t ym_access_code_seat(const struct ym_access_code *code);

/* What went wrong and what to do next, in English and in Chinese. Static text. */
const char *ym_access_code_error_text(enum ym_access_code_error error);
const char *ym_access_code_error_zh(enum ym_access_code_error error);

#endif
