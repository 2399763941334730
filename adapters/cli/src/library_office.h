/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of the office: those in the binary, and over them those of the database. */
#ifndef YM_CLI_LIBRARY_OFFICE_H
#define YM_CLI_LIBRARY_OFFICE_H

#include "json/office.h"
#include "pg/office.h"

/* Rows of both, to be asked as a struct ym_office of them. */
struct cli_office {
    struct ym_office_row *rows; /* n of them; owned */
    size_t n;
    struct ym_office_row *own; /* nown of the database, with sources of their own; owned */
    size_t nown;
};

/* Read them; base outlives *ret, which the caller releases after any answer. *ret_unread: see
 * pg_office_each(). */
__attribute__((warn_unused_result)) enum ym_err
cli_office_read(struct ym_conn *conn, const struct ym_office *base, struct cli_office *ret,
                size_t *ret_unread, struct ym_error *reterr);
void cli_office_release(struct cli_office *o); /* legal on a zeroed one */

bool cli_office_is_same(const struct cli_office *a, const struct cli_office *b);

/* The same for a program that opens no library. */
struct cli_office_table {
    struct ym_office *base; /* owned */
    struct cli_office rows;
    struct ym_office office; /* to be asked */
};

/* Close it after any answer. UNPROCESSABLE: a value that this program does not allow. */
__attribute__((warn_unused_result)) enum ym_err
cli_office_table_open(struct ym_conn *conn, struct cli_office_table *ret, struct ym_error *reterr);
void cli_office_table_close(struct cli_office_table *t);

/* Nothing in *reterr when unread is 0; else what is to be done about it. */
__attribute__((warn_unused_result)) enum ym_err cli_office_check(size_t unread,
                                                                 struct ym_error *reterr);

#endif
