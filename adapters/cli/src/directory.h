/* SPDX-License-Identifier: Apache-2.0 */
/* The directory: bodies and staff in memory, loaded again when an import changed them. */
#ifndef YM_CLI_DIRECTORY_H
#define YM_CLI_DIRECTORY_H

#include "app/gate.h"
#include "loop/log.h"
#include "loop/loop.h"
#include "pg/conn.h"
#include "pg/reader.h"

#define CLI_DIRECTORY_POLL_MS 2000 /* how often the revision is asked for */

struct cli_directory;

/* Load it, and start to watch the revision through reader. NULL with *reterr. */
struct cli_directory *cli_directory_new(struct ym_loop *loop, struct ym_conn *conn,
                                        struct pg_reader *reader, struct ym_log *log,
                                        struct ym_error *reterr);
void cli_directory_look(struct cli_directory *d); /* ask now; nothing happens when stopped */
void cli_directory_stop(struct cli_directory *d); /* no more polls */
void cli_directory_free(
    struct cli_directory *d); /* Pre: stopped and no poll under way; NULL legal */
struct app_directory *cli_directory_port(struct cli_directory *d);

#endif
