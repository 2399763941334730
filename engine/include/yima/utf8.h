/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8 as RFC 3629 has it: no overlong form, no surrogate, nothing above U+10FFFF.
 *
 * Text is checked once, where it enters; what is behind that line relies on it. */
#ifndef YM_UTF8_H
#define YM_UTF8_H

#include "yima/span.h"

/* True when text is well-formed UTF-8. The empty text is. A NUL byte is a character here. */
bool ym_utf8_valid(struct ym_span text);

/* Bytes of the character at the start of text, 0 when its first bytes are not one. Pre: text.n > 0.
 */
size_t ym_utf8_first(struct ym_span text);

/* How many characters (code points) text has. Pre: ym_utf8_valid(text); for other bytes the answer
 * is the number of bytes that do not continue a character. */
size_t ym_utf8_chars(struct ym_span text);

/* True when text is well-formed and free of control characters (C0, DEL and C1), except line feed
 * and tab, of marks that end a line or turn the direction of writing (U+2028 to U+202E, U+2066 to
 * U+2069), and of U+FFFE and U+FFFF. What a person wrote in a form passes; NUL, escape sequences,
 * carriage return and what reads otherwise than it is written do not. */
bool ym_utf8_plain(struct ym_span text);

#endif
