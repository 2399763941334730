/* SPDX-License-Identifier: Apache-2.0 */
#include "directory.h"

#include <stdlib.h>

#include "cli.h"

struct cli_directory {
    struct app_directory port; /* first: the port is the directory */
    struct pg_registry *registry;
    struct pg_reader *reader;
    struct ym_log *log;
    struct ym_timer *poll;
    bool is_asking;
    bool is_again; /* there is news of which the answer under way may not know */
};

static const struct pg_registry *registry_of(struct app_directory *port)
{
    return ((struct cli_directory *)port)->registry;
}

static bool take_body(const struct pg_body *b, struct app_body_entry *ret)
{
    if (b == NULL)
        return false;
    *ret = (struct app_body_entry){ .id = b->id,
                                    .region = b->region,
                                    .kind = b->kind,
                                    .is_active = b->is_active,
                                    .name = b->name,
                                    .phone = b->phone,
                                    .address = b->address };
    return true;
}

static bool take_staff(const struct pg_staff *s, struct app_staff_entry *ret)
{
    if (s == NULL)
        return false;
    *ret = (struct app_staff_entry){ .id = s->id,
                                     .body = s->body,
                                     .roles = s->roles,
                                     .is_active = s->is_active,
                                     .name = s->name,
                                     .phone = s->phone };
    return true;
}

static bool find_body(struct app_directory *port, int64_t id, struct app_body_entry *ret)
{
    return take_body(pg_registry_body(registry_of(port), id), ret);
}

static bool find_staff(struct app_directory *port, int64_t id, struct app_staff_entry *ret)
{
    return take_staff(pg_registry_staff(registry_of(port), id), ret);
}

static bool find_region(struct app_directory *port, int64_t code)
{
    return pg_registry_has_region(registry_of(port), code);
}

static bool next_body(struct app_directory *port, int64_t after, struct app_body_entry *ret)
{
    return after < INT64_MAX && take_body(pg_registry_body_from(registry_of(port), after + 1), ret);
}

static bool next_staff(struct app_directory *port, int64_t after, struct app_staff_entry *ret)
{
    return after < INT64_MAX &&
           take_staff(pg_registry_staff_from(registry_of(port), after + 1), ret);
}

static bool region_from(struct app_directory *port, int64_t code, struct app_region_entry *ret)
{
    const struct pg_registry_region *r = pg_registry_region_from(registry_of(port), code);

    if (r == NULL)
        return false;
    *ret = (struct app_region_entry){ .code = r->code, .name = r->name };
    return true;
}

static void on_poll(void *arg);

/* What was asked is answered. */
static void end_asking(struct cli_directory *d)
{
    d->is_asking = false;
    if (d->is_again)
        on_poll(d);
}

static void on_registry(void *arg, enum ym_err err, struct pg_registry *registry)
{
    struct cli_directory *d = arg;

    if (err == YM_E_OK) { /* else the next poll asks again */
        pg_registry_free(d->registry);
        d->registry = registry;
        ym_log(d->log, INFO, "reference data loaded",
               ym_log_int("revision", pg_registry_revision(registry)));
    }
    end_asking(d);
}

static void on_revision(void *arg, enum ym_err err, int64_t revision)
{
    struct cli_directory *d = arg;

    if (err == YM_E_OK && revision != pg_registry_revision(d->registry))
        pg_read_registry(d->reader, on_registry, d);
    else
        end_asking(d);
}

static void on_poll(void *arg)
{
    struct cli_directory *d = arg;

    if (d->is_asking)
        return;
    d->is_asking = true;
    d->is_again = false;
    pg_read_revision(d->reader, on_revision, d);
}

void cli_directory_look(struct cli_directory *d)
{
    d->is_again = d->is_asking && ym_timer_is_started(d->poll);
    if (ym_timer_is_started(d->poll))
        on_poll(d);
}

struct cli_directory *cli_directory_new(struct ym_loop *loop, struct ym_conn *conn,
                                        struct pg_reader *reader, struct ym_log *log,
                                        struct ym_error *reterr)
{
    static const struct app_directory_ops ops = { .body = find_body,
                                                  .staff = find_staff,
                                                  .region = find_region,
                                                  .next_body = next_body,
                                                  .next_staff = next_staff,
                                                  .region_from = region_from };
    struct cli_directory *d = calloc(1, sizeof(*d));

    if (d == NULL) {
        (void)ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the directory");
        return NULL;
    }
    d->port.ops = &ops;
    d->reader = reader;
    d->log = log;
    d->registry = pg_registry_load(conn, reterr);
    d->poll = ym_timer_new(loop, on_poll, d);
    if (d->registry == NULL || d->poll == NULL) {
        cli_directory_free(d);
        return NULL;
    }
    ym_timer_start(d->poll, cli_poll_ms(CLI_DIRECTORY_POLL_MS), cli_poll_ms(CLI_DIRECTORY_POLL_MS));
    return d;
}

void cli_directory_stop(struct cli_directory *d)
{
    d->is_again = false;
    ym_timer_stop(d->poll);
}

void cli_directory_free(struct cli_directory *d)
{
    if (d == NULL)
        return;
    ym_timer_free(d->poll);
    pg_registry_free(d->registry);
    free(d);
}

struct app_directory *cli_directory_port(struct cli_directory *d)
{
    return &d->port;
}
