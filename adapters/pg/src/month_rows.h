/* SPDX-License-Identifier: Apache-2.0 */
/* The columns of a revision, as month_read, month_list and month_report_read have them first. */
#ifndef YM_PG_MONTH_ROWS_H
#define YM_PG_MONTH_ROWS_H

#include "pg/month.h"
#include "pg/rows.h"

#define PG_MONTH_COLUMNS 16

/* The revision of a row; its texts point into rows. */
struct app_month pg_month_of(const struct ym_rows *rows, int row);

/* The same with its texts copied and its digests. */
void pg_month_keep(const struct ym_rows *rows, int row, struct pg_month *ret);

#endif
