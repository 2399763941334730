/* SPDX-License-Identifier: Apache-2.0 */
#include "ask.h"

#include <string.h>

#include "words.h"

static void on_closed(void *arg)
{
    struct cli_ask *a = arg;

    ym_loop_stop(a->loop);
}

void cli_ask_close(struct cli_ask *a)
{
    if (a->reader != NULL) {
        pg_reader_close(a->reader, on_closed, a);
        ym_loop_run(a->loop);
    }
    if (a->loop != NULL)
        ym_loop_free(a->loop);
    cli_library_close(&a->library);
    cli_database_close(&a->db);
    memset(a, 0, sizeof(*a));
}

enum ym_err cli_ask_open(const struct cli *cli, struct cli_ask *a, struct ym_error *reterr)
{
    enum ym_err err;

    memset(a, 0, sizeof(*a));
    err = cli_database_open_existing(cli, &a->db, reterr);
    if (err != YM_E_OK)
        return err;
    err = cli_library_open(cli, a->db.conn, &a->library, reterr);
    if (err == YM_E_OK) {
        a->loop = ym_loop_new(cli_clock_offset(), reterr);
        err = a->loop == NULL ? reterr->code : YM_E_OK;
    }
    if (err == YM_E_OK) {
        a->reader = pg_reader_open(a->loop, a->db.conninfo, 1, cli->is_unprepared, reterr);
        err = a->reader == NULL ? reterr->code : YM_E_OK;
    }
    if (err != YM_E_OK)
        cli_ask_close(a);
    return err;
}

static void on_view(void *arg, enum ym_err err, const struct app_view *view)
{
    struct cli_ask *a = arg;

    a->err = err;
    if (err == YM_E_OK) {
        a->id = view->dispute.id;
        a->on_view(a->arg, err, view);
    }
    ym_loop_stop(a->loop);
}

enum ym_err cli_ask_dispute(struct cli_ask *a, const char *text, app_view_fn *fn, void *arg,
                            struct ym_error *reterr)
{
    struct app_reader *r = pg_reader_port(a->reader);
    struct ym_id id;
    enum ym_err err = cli_read_dispute(text, &id, reterr);

    if (err != YM_E_OK)
        return err;
    a->on_view = fn;
    a->arg = arg;
    r->ops->dispute(r, id, on_view, a);
    ym_loop_run(a->loop);
    if (a->err == YM_E_NOT_FOUND)
        return ym_fail(reterr, a->err, "there is no dispute %.40s in this database", text);
    if (a->err != YM_E_OK)
        return ym_fail(reterr, a->err, "the dispute cannot be read: %s", ym_err_title(a->err));
    return YM_E_OK;
}

/* The page is handed on; the last seq in it is where the next one begins. */
struct paging {
    struct cli_ask *a;
    app_events_fn *fn;
    void *arg;
    uint32_t after;
    size_t n;
    enum ym_err err;
};

static void on_page(void *arg, enum ym_err err, const struct app_event_page *page)
{
    struct paging *p = arg;

    p->err = err;
    p->n = 0;
    if (err == YM_E_OK && page->n > 0) {
        p->n = page->n;
        p->after = page->at[page->n - 1].seq;
        p->fn(p->arg, err, page);
    }
    ym_loop_stop(p->a->loop);
}

enum ym_err cli_ask_events(struct cli_ask *a, app_events_fn *fn, void *arg, struct ym_error *reterr)
{
    struct app_reader *r = pg_reader_port(a->reader);
    struct paging p = { .a = a, .fn = fn, .arg = arg };

    do {
        r->ops->events(r, a->id, p.after, APP_PAGE_MAX, on_page, &p);
        ym_loop_run(a->loop);
    } while (p.err == YM_E_OK && p.n == APP_PAGE_MAX);
    if (p.err != YM_E_OK)
        return ym_fail(reterr, p.err, "the events cannot be read: %s", ym_err_title(p.err));
    return YM_E_OK;
}
