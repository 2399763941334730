/* SPDX-License-Identifier: Apache-2.0 */
/* What struct ym_conn is inside this layer. */
#ifndef YM_PG_CONN_PRIVATE_H
#define YM_PG_CONN_PRIVATE_H

#include <libpq-fe.h>

#include "pg/conn.h"

struct ym_conn {
    PGconn *pg;       /* owned */
    bool takes_turns; /* what is sent is waited for at once */
};

/* The fault that a result is, or YM_E_OK when it is a success. where begins the text and may be
 * NULL. Does not free res. */
enum ym_err ym_conn_fault(const struct ym_conn *c, const PGresult *res, const char *where,
                          struct ym_error *reterr);

/* Send a statement and do not wait: its result is to be received before anything else is sent. What
 * its parameters point to is not needed any more. */
__attribute__((warn_unused_result)) enum ym_err
ym_conn_send(struct ym_conn *c, const struct ym_statement *s, struct ym_error *reterr);

/* Wait for the result of what was sent; the caller clears it, also after an error. where is as
 * above. */
__attribute__((warn_unused_result)) enum ym_err
ym_conn_receive(struct ym_conn *c, const char *where, PGresult **ret, struct ym_error *reterr);

#endif
