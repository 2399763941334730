/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of this folder share. */
#ifndef YM_TEST_JSON_CHECK_H
#define YM_TEST_JSON_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/error.h"
#include "yima/span.h"

/* A text in which the first `find` was replaced by `put`; fails the test when there is none.
 * Freed by the caller. */
char *edited(const char *text, const char *find, const char *put);

/* A file beside the test, NUL-terminated; freed by the caller. */
char *load(const char *path);

/* `n` times the text `unit`; freed by the caller. */
char *repeated(const char *unit, size_t n);

/* The error has this code and its text holds `part`. */
void assert_error(const struct ym_error *error, enum ym_err code, const char *part);

/* The two texts are the same; shows both when not. */
void assert_span(struct ym_span got, const char *expected);

#endif
