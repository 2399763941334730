/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of yima import. */
#ifndef YM_CLI_IMPORT_H
#define YM_CLI_IMPORT_H

#include "base/arena.h"
#include "base/buf.h"
#include "cli.h"
#include "json/intake.h"
#include "rejects.h"
#include "rows.h"

#define CLI_IMPORT_WINDOW    256     /* rows under way at once */
#define CLI_IMPORT_GIVE_UP_S 60      /* the database may be away for so long */
#define CLI_REFERENCE_MAX    1000000 /* rows of one file of reference data */
#define CLI_BATCH_BYTES_MAX  200     /* name of a batch */

enum cli_import_kind {
    CLI_IMPORT_DISPUTES,
    CLI_IMPORT_REGIONS,
    CLI_IMPORT_BODIES,
    CLI_IMPORT_STAFF,
    CLI_IMPORT_CALENDAR,
    CLI_IMPORT_POPULATION,
    CLI_IMPORT_OFFICE,
    CLI_IMPORT_KINDS,
};

/* What to import, and what came of it. */
struct cli_import {
    const struct cli *cli;
    const char *path;  /* FILE */
    const char *batch; /* name of the batch: same name, line and text is the same request */
    int node;          /* of the ids; PG_LEASE_ANY */
    struct cli_rows *rows;
    struct cli_rejects rejects;
    uint64_t fresh; /* rows stored, or changed */
    uint64_t known; /* rows that were there already */
};

/* import_disputes.c: every row a REGISTER command. */
__attribute__((warn_unused_result)) enum ym_err cli_import_disputes(struct cli_import *im,
                                                                    struct ym_error *reterr);

/* import_reference.c: the others. */
__attribute__((warn_unused_result)) enum ym_err
cli_import_reference(struct cli_import *im, enum cli_import_kind kind, struct ym_error *reterr);

/* The kind of a file by its columns, or by the members of its first row. */
__attribute__((warn_unused_result)) enum ym_err
cli_import_recognise(struct cli_rows *rows, enum cli_import_kind *ret, struct ym_error *reterr);

/* import_row.c: do the columns fit disputes? An error names what is missing or unknown. */
__attribute__((warn_unused_result)) enum ym_err cli_row_columns_check(const struct cli_rows *rows,
                                                                      struct ym_error *reterr);

/* Decode one row as POST /disputes decodes its body: the same checks, by the same code. A text of
 * an error names columns. Everything in *ret lies in arena. */
__attribute__((warn_unused_result)) enum ym_err
cli_row_decode(const struct cli_rows *rows, const struct cli_row *row, struct ym_buf *scratch,
               struct ym_arena *arena, struct json_intake *ret, struct ym_error *reterr);

#endif
