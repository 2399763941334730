/* SPDX-License-Identifier: Apache-2.0 */
/* What an SQLSTATE means for whoever sent the statement: one table. */
#ifndef YM_PG_SQLSTATE_H
#define YM_PG_SQLSTATE_H

#include <stdbool.h>

#include "base/error.h"

#define YM_SQL_CLASSES(X)       /* name, fault that it becomes */                                  \
    X(NONE, OK)                 /* no error */                                                     \
    X(RETRY, CONFLICT)          /* lost a race, nothing done: the same again may succeed now */    \
    X(POISON, INTERNAL)         /* this very content is refused: bisect, do not resend */          \
    X(UNAVAILABLE, UNAVAILABLE) /* the server cannot now: wait, then the same again */

enum ym_sql_class {
#define X(name, err) YM_SQL_##name,
    YM_SQL_CLASSES(X)
#undef X
};

/* The class of a five-letter SQLSTATE. An empty state is NONE, an unknown one POISON. */
enum ym_sql_class ym_sql_class_of(const char *sqlstate);

/* The fault that a class becomes when nobody can do better. */
enum ym_err ym_sql_class_err(enum ym_sql_class c);

/* Has the server no room on its disk: 53100? */
bool ym_sql_is_full(const char *sqlstate);

/* Is it a fault of the server itself, whatever it was asked: XX000, among them a quota that is used
 * up and a file that is damaged? The content may be sound: it is POISON only so far as the change
 * must be tried alone. */
bool ym_sql_is_internal(const char *sqlstate);

/* Does the state leave open whether a transaction that was sent was committed: 08xxx, 57P0x? */
bool ym_sql_is_doubtful(const char *sqlstate);

#endif
