/* SPDX-License-Identifier: Apache-2.0 */
/* One question at the read side, asked and awaited: for subcommands that show one dispute. */
#ifndef YM_CLI_ASK_H
#define YM_CLI_ASK_H

#include "app/query.h"
#include "database.h"
#include "library.h"
#include "loop/loop.h"
#include "pg/reader.h"

struct cli_ask {
    struct cli_database db;
    struct cli_library library;
    struct ym_loop *loop;
    struct pg_reader *reader;
    struct ym_id id; /* of the dispute asked for */
    app_view_fn *on_view;
    app_events_fn *on_events;
    void *arg;
    enum ym_err err;
};

/* Open the database, the library and a reader. On failure everything is closed again. *a must not
 * move until it is closed. */
__attribute__((warn_unused_result)) enum ym_err
cli_ask_open(const struct cli *cli, struct cli_ask *a, struct ym_error *reterr);
void cli_ask_close(struct cli_ask *a);

/* Ask for a dispute by number or id; fn sees it. NOT_FOUND says so. */
__attribute__((warn_unused_result)) enum ym_err cli_ask_dispute(struct cli_ask *a, const char *text,
                                                                app_view_fn *fn, void *arg,
                                                                struct ym_error *reterr);

/* Every event of the dispute asked for last, page by page. */
__attribute__((warn_unused_result)) enum ym_err cli_ask_events(struct cli_ask *a, app_events_fn *fn,
                                                               void *arg, struct ym_error *reterr);

#endif
