/* SPDX-License-Identifier: Apache-2.0 */
/* What the suite needs of an implementation. */
#ifndef YM_TEST_SUBJECT_H
#define YM_TEST_SUBJECT_H

#include "yima/ports.h"

struct ym_store *subject_open(void); /* an empty store */
void subject_close(void);
/* Let the store work until *count has reached n; fails the program when it does not in time. */
void subject_run(const unsigned *count, unsigned n);
/* Let the store work until nothing is left to be done: nothing more may be called back. */
void subject_settle(void);
/* From now on (false: no more) nothing can be reached. */
void subject_cut(bool is_cut);

#endif
