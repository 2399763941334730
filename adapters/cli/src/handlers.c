/* SPDX-License-Identifier: Apache-2.0 */
#include "handlers.h"

#include "centre/handler.h"
#include "court/handler.h"
#include "directory.h"
#include "json/event.h"

/* Hotlines, the police, grids and departments. */
static enum ym_err open_channel(struct cli_service *s, struct ym_error *reterr)
{
    const struct cli_intaking_parts parts = { .loop = s->loop,
                                              .office = s->library.office,
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

static enum ym_err open_court(struct cli_service *s, struct ym_error *reterr)
{
    const struct court_handler_config config = {
        .app = s->app,
        .reader = pg_reader_port(s->reader),
        .exchange = pg_exchange_port(s->exchanging.store),
        .casefile = s->casefile != NULL ? pg_casefile_port(s->casefile) : NULL,
        .evidence = s->evidence != NULL ? pg_evidence_port(s->evidence) : NULL,
        .directory = cli_directory_port(s->directory),
        .desk = &s->desk,
        .secrets = &s->secrets,
        .procedures = &s->library.procedures,
        .decode = json_event_decode
    };

    s->exchanging.handlers.of[APP_PARTNER_COURT] = court_handler_new(&config);
    if (s->exchanging.handlers.of[APP_PARTNER_COURT] == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the exchange with courts");
    return YM_E_OK;
}

static enum ym_err open_centre(struct cli_service *s, struct ym_error *reterr)
{
    const struct centre_handler_config config = {
        .app = s->app,
        .reader = pg_reader_port(s->reader),
        .casefile = s->casefile != NULL ? pg_casefile_port(s->casefile) : NULL,
        .evidence = s->evidence != NULL ? pg_evidence_port(s->evidence) : NULL,
        .directory = cli_directory_port(s->directory),
        .desk = &s->desk,
        .secrets = &s->secrets,
        .procedures = &s->library.procedures,
        .decode = json_event_decode
    };

    s->exchanging.handlers.of[APP_PARTNER_CENTRE] = centre_handler_new(&config);
    if (s->exchanging.handlers.of[APP_PARTNER_CENTRE] == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the exchange with centres");
    return YM_E_OK;
}

enum ym_err cli_handlers_open(struct cli_service *s, struct ym_error *reterr)
{
    enum ym_err err = open_channel(s, reterr);

    if (err == YM_E_OK)
        err = open_court(s, reterr);
    return err == YM_E_OK ? open_centre(s, reterr) : err;
}

void cli_handlers_close(struct cli_service *s)
{
    court_handler_free(s->exchanging.handlers.of[APP_PARTNER_COURT]);
    centre_handler_free(s->exchanging.handlers.of[APP_PARTNER_CENTRE]);
    for (int i = 0; i < APP_PARTNER_KIND_COUNT; i++)
        s->exchanging.handlers.of[i] = NULL;
}
