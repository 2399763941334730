/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange_desk.h"

#include <string.h>

#include "secrets.h"

#define ARENA_BYTES (4u * APP_MESSAGE_BYTES_MAX)

static void on_closed(void *arg)
{
    struct cli_exchange_desk *d = arg;

    ym_loop_stop(d->loop);
}

void cli_exchange_desk_close(struct cli_exchange_desk *d)
{
    if (d->store != NULL) {
        pg_exchange_close(d->store, on_closed, d);
        ym_loop_run(d->loop);
    }
    if (d->loop != NULL)
        ym_loop_free(d->loop);
    ym_arena_release(&d->arena);
    ym_keyring_close(d->ring);
    cli_database_close(&d->db);
    memset(d, 0, sizeof(*d));
}

enum ym_err cli_exchange_desk_open(const struct cli *cli, struct cli_exchange_desk *d,
                                   struct ym_error *reterr)
{
    enum ym_err err;

    memset(d, 0, sizeof(*d));
    err = cli_database_open_existing(cli, &d->db, reterr);
    if (err != YM_E_OK)
        return err;
    err = cli_secrets_open(cli, &d->db, &d->ring, &d->secrets, reterr);
    if (err == YM_E_OK && !ym_arena_init(&d->arena, ARENA_BYTES))
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to start");
    if (err == YM_E_OK) {
        d->loop = ym_loop_new(cli_clock_offset(), reterr);
        err = d->loop == NULL ? reterr->code : YM_E_OK;
    }
    if (err == YM_E_OK) {
        d->store = pg_exchange_open(d->loop, d->db.conninfo, cli->is_unprepared, reterr);
        err = d->store == NULL ? reterr->code : YM_E_OK;
    }
    if (err != YM_E_OK) {
        cli_exchange_desk_close(d);
        return err;
    }
    d->port = pg_exchange_port(d->store);
    reterr->text[0] = '\0'; /* a server that was joined left words of its own */
    return YM_E_OK;
}

enum ym_err cli_exchange_desk_wait(struct cli_exchange_desk *d)
{
    ym_loop_run(d->loop);
    return d->err;
}

void cli_exchange_desk_answered(struct cli_exchange_desk *d, enum ym_err err)
{
    d->err = err;
    ym_loop_stop(d->loop);
}
