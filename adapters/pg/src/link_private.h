/* SPDX-License-Identifier: Apache-2.0 */
/* What struct ym_link is inside this layer. link.c owns the connection and its states, pipeline.c
 * what travels over it. */
#ifndef YM_PG_LINK_PRIVATE_H
#define YM_PG_LINK_PRIVATE_H

#include <libpq-fe.h>
#include <uv.h>

#include "hosts.h"
#include "pg/link.h"
#include "prepared.h"

/* A queue of units, linked through them. */
struct unit_queue {
    struct ym_pg_unit *first;
    struct ym_pg_unit *last;
    size_t n;
};

struct ym_link {
    struct ym_loop *loop;           /* not owned */
    struct ym_hosts *hosts;         /* owned */
    struct ym_link_options options; /* conninfo is not kept; zeros replaced by the defaults */
    enum ym_link_state state;       /* DOWN, CONNECTING or UP; closing is is_closing */
    size_t host;                    /* being tried or connected to */
    unsigned failures;              /* connections lost or refused since the last success */
    uint64_t random;                /* state of the jitter's generator */

    PGconn *conn;    /* owned; NULL while DOWN */
    uv_poll_t *poll; /* watches conn's socket; frees itself when closed */
    int socket;      /* the one that poll watches */
    int armed;       /* events that poll waits for */

    struct ym_timer *connect_timer;  /* DOWN: back-off; CONNECTING: the limit */
    struct ym_timer *deadline_timer; /* of the oldest unit; runs whenever there is one */
    struct ym_defer turn;            /* writes what waits */

    struct unit_queue flight;    /* sent with their Syncs, answers pending, in order */
    struct unit_queue waiting;   /* not sent */
    struct ym_prepared prepared; /* on this connection */
    bool is_draining;            /* send nothing more; reconnect when flight is empty */
    bool is_closing;             /* ym_link_close() was called */
    bool was_full;               /* somebody was told YM_E_BUSY */

    struct ym_pg_unit setup;                /* the link's own first unit on each connection */
    struct ym_statement setup_statement[5]; /* of setup */
    char setup_sql[2][64];                  /* of setup_statement */

    struct ym_link_gauges gauges; /* the counters only */

    char why[200]; /* the link last went down */

    void (*on_closed)(void *arg); /* from ym_link_close() */
    void *closed_arg;             /* handed to on_closed */
};

void ym_queue_push(struct unit_queue *q, struct ym_pg_unit *u);
struct ym_pg_unit *ym_queue_pop(struct unit_queue *q); /* NULL when empty */

/* link.c */

/* Drop the connection, give every unit in flight its verdict, start over with the next host. */
void ym_link_lost(struct ym_link *l, const char *why);

/* Wait for these events (UV_READABLE, UV_WRITABLE) on the connection's socket. */
void ym_link_arm(struct ym_link *l, int events);

/* pipeline.c */

/* Enter pipeline mode on a fresh connection and send the link's own first unit. */
void ym_pipeline_start(struct ym_link *l);

/* Write what waits, as far as the bound on units in flight allows. */
void ym_pipeline_send(struct ym_link *l);

/* Read what came and hand out results and verdicts. */
void ym_pipeline_pump(struct ym_link *l);

/* The verdict of a unit that was sent and whose answer will not come. */
void ym_pipeline_orphan(struct ym_link *l, struct ym_pg_unit *u, const char *why);

/* The verdict of a unit that was not sent. */
void ym_pipeline_unsent(struct ym_link *l, struct ym_pg_unit *u, const char *why);

/* Notices of the server; arg is the link. */
void ym_pipeline_notice(void *arg, const PGresult *res);

#endif
