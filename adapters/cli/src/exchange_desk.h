/* SPDX-License-Identifier: Apache-2.0 */
/* One question to the exchange at a time, asked and awaited: for subcommands. */
#ifndef YM_CLI_EXCHANGE_DESK_H
#define YM_CLI_EXCHANGE_DESK_H

#include "app/exchange.h"
#include "cli.h"
#include "crypto/keyring.h"
#include "database.h"
#include "loop/loop.h"
#include "pg/exchange.h"

struct cli_exchange_desk {
    struct cli_database db;
    struct ym_keyring *ring;
    struct app_secrets secrets;
    struct ym_loop *loop;
    struct pg_exchange *store;
    struct app_exchange *port;
    struct ym_arena arena;
    enum ym_err err; /* of the last answer */
};

/* Open over the database that is there. On failure all is closed again. */
__attribute__((warn_unused_result)) enum ym_err
cli_exchange_desk_open(const struct cli *cli, struct cli_exchange_desk *d, struct ym_error *reterr);
void cli_exchange_desk_close(struct cli_exchange_desk *d);

/* Wait for the answer: whoever takes it sets d->err and calls cli_exchange_desk_answered(). */
enum ym_err cli_exchange_desk_wait(struct cli_exchange_desk *d);
void cli_exchange_desk_answered(struct cli_exchange_desk *d, enum ym_err err);

#endif
