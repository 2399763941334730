/* SPDX-License-Identifier: Apache-2.0 */
#include "noticing.h"

#include "directory.h"
#include "http/stream.h"

static void wake(struct cli_service *s)
{
    cli_delivering_nudge(&s->delivering);
    stream_wake(s->stream);
}

void cli_noticing_told(void *arg)
{
    struct cli_service *s = arg;

    wake(s);
    pg_notice_tell(s->notice, pg_due_news(s->store));
}

static void on_heard(void *arg, enum pg_notice_what what, ym_usec due)
{
    struct cli_service *s = arg;

    if (what == PG_NOTICE_RULES) {
        cli_directory_look(s->directory);
        cli_learning_look(s->learning);
        return;
    }
    wake(s);
    if (due != YM_USEC_NONE)
        pg_due_hear(s->store, due);
}

enum ym_err cli_noticing_open(struct cli_service *s, struct ym_error *reterr)
{
    s->notice = pg_notice_open(s->loop,
                               &(struct pg_notice_config){ .conninfo = s->db.conninfo,
                                                           .is_unprepared = s->cli->is_unprepared,
                                                           .instance = s->instance,
                                                           .on_heard = on_heard,
                                                           .arg = s },
                               reterr);
    return s->notice != NULL ? YM_E_OK : reterr->code;
}
