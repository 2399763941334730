/* SPDX-License-Identifier: Apache-2.0 */
/* What struct ym_conn is inside this layer. */
#ifndef YM_PG_CONN_PRIVATE_H
#define YM_PG_CONN_PRIVATE_H

#include <libpq-fe.h>

#include "pg/conn.h"

struct ym_conn {
    PGconn *pg; /* owned */
};

/* The fault that a result is, or YM_E_OK when it is a success. where begins the text and may be
 * NULL. Does not free res. */
enum ym_err ym_conn_fault(const struct ym_conn *c, const PGresult *res, const char *where,
                          struct ym_error *reterr);

#endif
