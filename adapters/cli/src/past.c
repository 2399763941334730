/* SPDX-License-Identifier: Apache-2.0 */
#include "past.h"

#include <string.h>

#include "json/event.h"
#include "words.h"
#include "yima/canon.h"

static void on_view(void *arg, enum ym_err err, const struct app_view *v)
{
    struct cli_past *p = arg;

    (void)err; /* only called with OK */
    p->stored = v->dispute;
}

static void take_event(struct cli_past *p, const struct app_event *e)
{
    struct app_reason reason;
    struct ym_event ev;

    if (p->broken_at != 0)
        return;
    if (!cli_redactions_link(&p->redactions, e, p->head) || !json_event_decode(e->payload, &ev) ||
        !app_explainer_feed(&p->explainer, &ev, &reason)) {
        p->broken_at = e->seq;
        return;
    }
    app_asof_take(&p->asof, &p->explainer.dispute, ev.c.at, e->hash);
}

static void on_events(void *arg, enum ym_err err, const struct app_event_page *page)
{
    (void)err; /* only called with OK */
    for (size_t i = 0; i < page->n; i++)
        take_event(arg, &page->at[i]);
}

static bool is_proven(const struct cli_past *p)
{
    return p->broken_at == 0 && cli_redactions_end(&p->redactions) == NULL &&
           ym_dispute_proves(&p->explainer.dispute, &p->stored) &&
           memcmp(p->head, p->stored.head, sizeof(p->head)) == 0;
}

enum ym_err cli_past_read(struct cli_ask *ask, const char *text, const char *at,
                          struct cli_past *ret, struct ym_error *reterr)
{
    ym_usec instant = YM_USEC_NONE;
    enum ym_err err = app_asof_read(ym_span_of(at), cli_now(), &instant, reterr);

    memset(ret, 0, sizeof(*ret));
    app_explainer_init(&ret->explainer, &ask->library.procedures);
    app_asof_begin(&ret->asof, instant);
    if (err == YM_E_OK)
        err = cli_ask_dispute(ask, text, on_view, ret, reterr);
    if (err == YM_E_OK)
        err = cli_redactions_open(&ret->redactions, ask->db.conn, reterr);
    if (err == YM_E_OK)
        err = cli_redactions_begin(&ret->redactions, ask->db.conn, ask->id, reterr);
    if (err == YM_E_OK)
        err = cli_ask_events(ask, on_events, ret, reterr);
    if (err == YM_E_OK && !is_proven(ret))
        err = ym_fail(reterr, YM_E_INTERNAL,
                      "the history does not prove the stored state; run `yima verify`");
    return err == YM_E_OK ? app_asof_check(&ret->asof, reterr) : err;
}
