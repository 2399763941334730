/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of reference data, from their cells to what the database takes. */
#ifndef YM_CLI_IMPORT_ITEM_H
#define YM_CLI_IMPORT_ITEM_H

#include "import.h"
#include "pg/month.h"
#include "pg/office.h"
#include "pg/reference.h"

/* One row of any kind; the union's texts are owned copies in `texts`. */
struct cli_item {
    int64_t key;   /* id, code or day; of population code and year, of a rule key and day */
    uint64_t line; /* where it stands */
    char *texts;   /* owned */
    union {
        struct pg_region region;
        struct pg_body body;
        struct pg_staff staff;
        struct pg_day day;
        struct pg_population population;
        struct ym_office_row office;
    } u;
};

/* Do the columns fit this kind? An error names what is missing or unknown. */
__attribute__((warn_unused_result)) enum ym_err cli_item_columns_check(const struct cli_rows *rows,
                                                                       enum cli_import_kind kind,
                                                                       struct ym_error *reterr);

/* Read one row, strictly; on success ret->texts is the caller's to free. UNAVAILABLE when there is
 * no memory, every other error is the row's own. */
__attribute__((warn_unused_result)) enum ym_err
cli_item_read(const struct cli_rows *rows, enum cli_import_kind kind, const struct cli_row *row,
              struct cli_item *ret, struct ym_error *reterr);

#endif
