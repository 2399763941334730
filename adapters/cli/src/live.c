/* SPDX-License-Identifier: Apache-2.0 */
#include "live.h"

#include <sys/resource.h>

#include "gate.h"
#include "pg/feed.h"

void cli_raise_descriptors(void)
{
    struct rlimit files;

    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
        files.rlim_cur = files.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &files); /* else fewer viewers fit; nothing else changes */
    }
}

enum ym_err cli_live_open(struct cli_live *l, struct cli_service *s, struct ym_error *reterr)
{
    bool is_sharded = false;
    enum ym_err err = pg_store_probe(s->db.conn, &is_sharded, reterr);

    *l = (struct cli_live){ .feed = NULL };
    if (err != YM_E_OK || is_sharded)
        return err;
    l->feed = pg_feed_open(s->loop, s->db.conninfo, s->cli->is_unprepared, reterr);
    if (l->feed == NULL)
        return reterr->code;
    l->service = s;
    l->stream = stream_new(&(struct api_stream_config){ .loop = s->loop,
                                                        .feed = pg_feed_port(l->feed),
                                                        .poll_ms = cli_poll_ms(0) },
                           cli_gate_port(s->gate));
    if (l->stream == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory or no descriptor for the stream");
    s->stream = l->stream;
    return YM_E_OK;
}

static void on_feed_closed(void *arg)
{
    struct cli_live *l = arg;

    l->feed = NULL;
    l->done(l->arg);
}

static void on_stream_closed(void *arg)
{
    struct cli_live *l = arg;

    pg_feed_close(l->feed, on_feed_closed, l);
}

bool cli_live_close(struct cli_live *l, void (*done)(void *arg), void *arg)
{
    if (l->feed == NULL)
        return false;
    l->done = done;
    l->arg = arg;
    if (l->stream != NULL)
        stream_close(l->stream, on_stream_closed, l);
    else
        pg_feed_close(l->feed, on_feed_closed, l);
    return true;
}

void cli_live_free(struct cli_live *l)
{
    if (l->service != NULL)
        l->service->stream = NULL;
    stream_free(l->stream);
    l->stream = NULL;
}
