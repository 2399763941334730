/* SPDX-License-Identifier: Apache-2.0 */
/* The lease of a node number, by which programs on one database make ids that never collide.
 *
 * A number comes with a range of milliseconds (yima/id.h). The holder makes ids of that range only,
 * renewing moves its end forward (a lease's length ahead), and whoever takes the number next begins
 * behind it: a program that slept through the end of its lease, a commit that came late and a clock
 * that was set cannot make an id twice. That is the fence. The rest is courtesy: a holder that
 * could not renew stops making ids PG_LEASE_MARGIN_MS before others may take its number, by a clock
 * that nobody sets, and takes the same or another number as soon as the database answers.
 *
 *   HELD ─tick─> ASKING ─renewed─> HELD
 *    │             └─taken by another─> LOST ─tick─> ASKING ─a number─> HELD
 *    └─not renewed in time─> (makes no ids) ─renewed─> HELD
 *
 * A clock that stepped back so far that the number gives no ids for a while makes the program take
 * another number, whose ids all lie in the past, unless it was told to use this one. */
#ifndef YM_PG_LEASE_H
#define YM_PG_LEASE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "loop/loop.h"
#include "pg/conn.h"
#include "yima/id.h"

#define PG_LEASE_MS           30000 /* a number stays with a program that is not heard of */
#define PG_LEASE_MARGIN_MS    5000  /* before that end it stops by itself */
#define PG_LEASE_RENEW_MS     5000  /* how often it is renewed */
#define PG_LEASE_DEADLINE_MS  2000  /* of one question to the database */
#define PG_LEASE_TICK_MS      500   /* how often all this is looked at */
#define PG_LEASE_WAIT_MS      60000 /* long enough for the numbers of programs that were killed */
#define PG_LEASE_LABEL_MAX    64    /* bytes of the label */
#define PG_LEASE_ANY          (-1)  /* whichever number is free */
#define PG_LEASE_INSTANCE_LEN 16    /* bytes that tell one run of a program from all others */

struct pg_lease; /* owned by the composition root; one loop, one thread */

enum pg_lease_news {
    PG_LEASE_WAITING, /* every number is held, and one is waited for; while opening only */
    PG_LEASE_TAKEN,   /* ids are made with this number from now on */
    PG_LEASE_STOPPED, /* not renewed in time: no ids until it is */
    PG_LEASE_RESUMED, /* renewed after all */
    PG_LEASE_LOST,    /* another program has the number: no ids until another is taken */
};

struct pg_lease_config {
    const char *conninfo;          /* as for ym_link_open(); copied */
    bool is_unprepared;            /* for a pooler in transaction mode */
    unsigned lease_ms;             /* 0: PG_LEASE_MS; the other times shrink with it */
    unsigned wait_ms;              /* without a wish: for how long a free number is waited for */
    int wish;                      /* this number and no other; PG_LEASE_ANY */
    const unsigned char *instance; /* PG_LEASE_INSTANCE_LEN random bytes; copied */
    const char *label;     /* machine and process, shown to whoever is refused; copied and cut */
    struct ym_id_gen *ids; /* what is steered; not owned. Touched by nobody else but to make ids */

    /* Something changed. May be NULL. */
    void (*on_news)(void *arg, enum pg_lease_news news, unsigned node);
    void *arg; /* handed to on_news */
};

/* Take a number over conn, blocking, and open the link that renews it once the loop runs. NULL with
 * *reterr: YM_E_CONFLICT when the wished one is held, or every one for wait_ms (the text says by
 * whom and what to do), YM_E_UNAVAILABLE when the server went away, else as ym_link_open(). */
__attribute__((warn_unused_result)) struct pg_lease *
pg_lease_open(struct ym_loop *loop, struct ym_conn *conn, const struct pg_lease_config *config,
              struct ym_error *reterr);

/* Look at the clock now instead of at the next tick: it was set. */
void pg_lease_look(struct pg_lease *l);

/* May ids be made now? */
bool pg_lease_is_held(const struct pg_lease *l);
unsigned pg_lease_node(const struct pg_lease *l); /* the number, also while it is not held */

/* Stop making ids, give the number back, close the link, free, call on_closed (may be NULL). A
 * database that does not answer is not waited for longer than a unit's deadline; the number is then
 * free PG_LEASE_MS after it was last renewed. Asynchronous; call once. */
void pg_lease_close(struct pg_lease *l, void (*on_closed)(void *arg), void *arg);

#endif
