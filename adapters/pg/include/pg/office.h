/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the office as the database has them (migrations/0030_office_rule.sql): rows are added
 * and never changed. Blocking, for imports and for learning. */
#ifndef YM_PG_OFFICE_H
#define YM_PG_OFFICE_H

#include <stddef.h>

#include "base/error.h"
#include "pg/conn.h"
#include "yima/office.h"

/* Insert what is new, in one transaction, and count up the revision, so that running programs learn
 * it. *ret_changed (may be NULL) counts the new ones; a row that is there already with the same
 * value and source is none. No pair of key and day may occur twice among the rows given. CONFLICT:
 * another value or source is there for a key and day. UNPROCESSABLE: a key that is judged by the
 * month would change in one that is frozen. TOO_LARGE: more than a table may have. Each names the
 * key and says what to do. */
__attribute__((warn_unused_result)) enum ym_err
pg_office_put(struct ym_conn *c, const struct ym_office_row *rows, size_t n, ym_usec now,
              size_t *ret_changed, struct ym_error *reterr);

/* Every rule, by key as YM_OFFICE_KEYS has them, then by day; the source dies when fn returns. A
 * key that this program does not know is nothing that it could ask for, and is left out;
 * *ret_unread counts what is left out of those that it knows, since a newer program stored a value
 * that this one does not allow. */
typedef void pg_office_fn(void *arg, const struct ym_office_row *row);
__attribute__((warn_unused_result)) enum ym_err pg_office_each(struct ym_conn *c, pg_office_fn *fn,
                                                               void *arg, size_t *ret_unread,
                                                               struct ym_error *reterr);

#endif
