/* SPDX-License-Identifier: Apache-2.0 */
/* A procedure as people check it: for each state, each command and the rules that answer. */
#ifndef MATRIX_H
#define MATRIX_H

#include "base/buf.h"
#include "yima/procedure.h"

/* Append the matrix to b.
 *
 *   FIRST (yellow, open)
 *     hold_session          261 refuses stands_still, if stayed
 *                           265 stays */
void matrix_print(const struct ym_procedure *p, struct ym_buf *b);

#endif
