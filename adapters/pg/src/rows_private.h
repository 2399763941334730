/* SPDX-License-Identifier: Apache-2.0 */
/* What struct ym_rows is inside this layer: a result of libpq, borrowed for one callback. */
#ifndef YM_PG_ROWS_PRIVATE_H
#define YM_PG_ROWS_PRIVATE_H

#include <libpq-fe.h>

#include "pg/rows.h"

struct ym_rows {
    const PGresult *res; /* owned by whoever made the struct on its stack */
};

#endif
