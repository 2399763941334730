/* SPDX-License-Identifier: Apache-2.0 */
/* Procedures and other files of the tests, read whole. */
#ifndef LOAD_H
#define LOAD_H

#include <stddef.h>

#include "json/procedure.h"
#include "yima/procedure.h"

#define LOAD_FLAWS_MAX 256

/* The bytes of a file and a NUL behind them; owned by the caller. Fails the test when there are
 * none. */
char *load_file(const char *path, size_t *ret_n);

/* The procedure in a text. Fails the test, naming what, when it is not one. */
struct json_procedure *load_text(const char *what, const char *text, size_t n);

/* The procedure in a file. */
struct json_procedure *load_procedure(const char *path);

/* Print what is wrong with a procedure, a line a flaw. */
void load_print_flaws(const struct ym_procedure *p, const struct ym_flaw *flaws, size_t n);

#endif
