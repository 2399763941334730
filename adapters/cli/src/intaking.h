/* SPDX-License-Identifier: Apache-2.0 */
/* Work orders of others: their store, the operation that takes them, and the handler of channels.
 */
#ifndef YM_CLI_INTAKING_H
#define YM_CLI_INTAKING_H

#include "app/outside.h"
#include "channel/channel.h"
#include "loop/loop.h"
#include "pg/outside.h"

/* What it stands on. */
struct cli_intaking_parts {
    struct ym_loop *loop;
    const char *conninfo;
    bool is_unprepared;
    struct app *app;
    struct app_reader *reader;
    struct app_directory *directory;
    const struct app_desk *desk;
    const struct app_secrets *secrets;
    const struct ym_procedures *procedures;
    const struct ym_office *office;
};

struct cli_intaking {
    struct ym_loop *loop;
    struct pg_outside *store; /* NULL: it is not open */
    struct app_outside *outside;
    struct channel *channel; /* the handler of partners that are channels */
};

/* On failure everything is closed again, but the link, which closes over the loop: then store is
 * set, and is the caller's to close as below. */
__attribute__((warn_unused_result)) enum ym_err
cli_intaking_open(struct cli_intaking *i, const struct cli_intaking_parts *parts,
                  struct ym_error *reterr);

/* Close the link; then call done. Pre: store is set. Free the rest afterwards. */
void cli_intaking_close(struct cli_intaking *i, void (*done)(void *arg), void *arg);
void cli_intaking_free(struct cli_intaking *i); /* legal on a zeroed one */

#endif
