/* SPDX-License-Identifier: Apache-2.0 */
#include "intaking.h"

#include "json/event.h"
#include "loop/clock.h"

static ym_usec now(void *arg)
{
    struct cli_intaking *i = arg;

    return ym_clock_now(ym_loop_clock(i->loop));
}

enum ym_err cli_intaking_open(struct cli_intaking *i, const struct cli_intaking_parts *parts,
                              struct ym_error *reterr)
{
    *i = (struct cli_intaking){ .loop = parts->loop };
    i->store = pg_outside_open(parts->loop, parts->conninfo, parts->is_unprepared, reterr);
    if (i->store == NULL)
        return reterr->code;
    i->outside = app_outside_new(&(struct app_outside_config){ .app = parts->app,
                                                               .orders = pg_outside_port(i->store),
                                                               .reader = parts->reader,
                                                               .directory = parts->directory,
                                                               .desk = parts->desk,
                                                               .secrets = parts->secrets,
                                                               .procedures = parts->procedures,
                                                               .office = parts->office,
                                                               .decode = json_event_decode,
                                                               .now = now,
                                                               .now_arg = i });
    if (i->outside != NULL)
        i->channel = channel_new(&(struct channel_config){ .outside = i->outside,
                                                           .orders = pg_outside_port(i->store),
                                                           .reader = parts->reader,
                                                           .procedures = parts->procedures,
                                                           .decode = json_event_decode });
    return i->channel != NULL ? YM_E_OK : ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to start");
}

void cli_intaking_close(struct cli_intaking *i, void (*done)(void *arg), void *arg)
{
    pg_outside_close(i->store, done, arg);
    i->store = NULL;
}

void cli_intaking_free(struct cli_intaking *i)
{
    channel_free(i->channel);
    app_outside_free(i->outside);
    i->channel = NULL;
    i->outside = NULL;
}
