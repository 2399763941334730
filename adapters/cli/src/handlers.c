/* SPDX-License-Identifier: Apache-2.0 */
#include "handlers.h"

#include "directory.h"

/* Hotlines, the police, grids and departments. */
static enum ym_err open_channel(struct cli_service *s, struct ym_error *reterr)
{
    const struct cli_intaking_parts parts = { .loop = s->loop,
                                              .conninfo = s->db.conninfo,
                                              .is_unprepared = s->cli->is_unprepared,
                                              .app = s->app,
                                              .reader = pg_reader_port(s->reader),
                                              .directory = cli_directory_port(s->directory),
                                              .desk = &s->desk,
                                              .secrets = &s->secrets,
                                              .procedures = &s->library.procedures };
    const enum ym_err err = cli_intaking_open(&s->intaking, &parts, reterr);

    if (err == YM_E_OK)
        s->exchanging.handlers.of[APP_PARTNER_CHANNEL] = channel_handler(s->intaking.channel);
    return err;
}

enum ym_err cli_handlers_open(struct cli_service *s, struct ym_error *reterr)
{
    return open_channel(s, reterr);
}

void cli_handlers_close(struct cli_service *s)
{
    for (int i = 0; i < APP_PARTNER_KIND_COUNT; i++)
        s->exchanging.handlers.of[i] = NULL;
}
