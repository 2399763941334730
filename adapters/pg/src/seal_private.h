/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of sealed documents: seal.c lives, asks and stores; seal_rows.c reads rows, also for
 * subcommands (seal_scan.c). */
#ifndef YM_PG_SEAL_PRIVATE_H
#define YM_PG_SEAL_PRIVATE_H

#include "app/seal.h"
#include "pg/rows.h"

/* A row of part/seal_columns.sql. False: it holds what no program wrote. */
__attribute__((warn_unused_result)) bool pg_take_seal(const struct ym_rows *rows, int row,
                                                      struct app_seal *ret);

/* Rows of seal_keys.sql, at most APP_SEAL_KEYS_MAX; how many. */
size_t pg_take_seal_keys(const struct ym_rows *rows, struct app_seal_key *ret);

#endif
