/* SPDX-License-Identifier: Apache-2.0 */
/* One pipelined, asynchronous connection to PostgreSQL that mends itself.
 *
 * Units of work go in by ym_link_submit() and come back, in the order of submission, by exactly one
 * on_done each, never before the submit has returned. Submitting only arms: at the end of the turn
 * the waiting units are written in one go. A transactional unit travels as
 * `BEGIN, statements…, Sync, COMMIT, Sync`, so that many may be in flight, each fails alone, and
 * the verdict is the tag of its COMMIT.
 *
 * The link keeps its own list of hosts and tries one at a time with its own timer, because libpq's
 * asynchronous multi-host connect hangs on a frozen host. Give numeric
 * addresses: a name is looked up on the loop's thread and stops everything meanwhile.
 *
 *   DOWN ──timer──> CONNECTING ──ready──> UP ──lost, deadline, read-only──> DOWN (back-off)
 *                        └──refused, 3 s──> DOWN (next host)
 *   ym_link_close() from any state ──> CLOSING ──> on_closed, freed
 *
 * After the back-off's growth only a successful transaction, not a successful connect, brings it
 * back to its start. */
#ifndef YM_PG_LINK_H
#define YM_PG_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/histogram.h"
#include "loop/loop.h"
#include "pg/param.h"
#include "pg/rows.h"
#include "pg/sqlstate.h"

#define YM_LINK_IN_FLIGHT_MAX  64   /* units sent and not answered; more wait in the link */
#define YM_LINK_WAITING_MAX    1024 /* units waiting to be sent; one more is YM_E_BUSY */
#define YM_LINK_HOSTS_MAX      8    /* hosts in one connection string */
#define YM_LINK_PREPARED_MAX   256  /* statements prepared on one connection; more go unprepared */
#define YM_LINK_CONNECT_MS     3000 /* for one host to become ready */
#define YM_LINK_DEADLINE_MS    5000 /* for one unit, from submit to verdict */
#define YM_LINK_BACKOFF_MS_MIN 50   /* first wait after a round of hosts failed */
#define YM_LINK_BACKOFF_MS_MAX 2000 /* longest wait */

/* What a session is told that plans each statement once, whatever its values: to plan a batch anew
 * takes as long as to do it. Such a plan must not be one for a table that is still small. A
 * scan that is switched off but needed has a price at which the server would compile it (jit). */
#define YM_LINK_PLANS_ONCE                                                                         \
    "set plan_cache_mode = force_generic_plan", "set enable_seqscan = off", "set jit = off"

struct ym_link; /* owned by the composition root or the store; one loop, one thread */
struct ym_pg_unit;

#define YM_UNIT_KINDS(X)                                                                           \
    X(TRANSACTION) /* BEGIN, statements, Sync, COMMIT, Sync */                                     \
    X(SINGLE)      /* exactly one statement, its own transaction, one Sync */                      \
    X(READ)        /* statements that change nothing, without BEGIN; each its own snapshot */

enum ym_unit_kind {
#define X(name) YM_UNIT_##name,
    YM_UNIT_KINDS(X)
#undef X
        YM_UNIT_KIND_COUNT
};

#define YM_VERDICTS(X)                                                                             \
    X(COMMITTED) /* durable: the only verdict on which anything may be acknowledged */             \
    X(FAILED)    /* rolled back; state and class say why */                                        \
    X(IN_DOUBT)  /* sent, and lost before the verdict: ask by command id before doing it again */  \
    X(NOT_SENT)  /* nothing happened on the server: the same again is safe */

enum ym_verdict {
#define X(name) YM_VERDICT_##name,
    YM_VERDICTS(X)
#undef X
};

struct ym_outcome {
    enum ym_verdict verdict;
    enum ym_sql_class class; /* FAILED: what to do; NOT_SENT and IN_DOUBT: UNAVAILABLE */
    char sqlstate[6];        /* first error of the unit; "" when the server gave none */
    size_t statement;        /* FAILED: index of the failing statement; n for BEGIN or COMMIT */
    char constraint[64];     /* name of the constraint that was violated, or "" */
    const char *text;        /* PostgreSQL's primary message or our own reason: for a developer's
                                log only, since it may quote a value; dies with the callback */
};

/* The rows of statement i of the unit, in order; also called for statements without rows. Rows of
 * a TRANSACTION are not yet committed here: keep copies, act in on_done. */
typedef void ym_unit_rows_fn(void *arg, size_t i, const struct ym_rows *rows);

/* The verdict. The unit is the caller's again: it may be freed or submitted anew in here. */
typedef void ym_unit_done_fn(void *arg, const struct ym_outcome *outcome);

/* One unit of work, embedded in its owner. It and everything it points to stay untouched from
 * submit to on_done. */
struct ym_pg_unit {
    enum ym_unit_kind kind;
    const struct ym_statement *statements; /* n of them */
    size_t n;                              /* 1 … YM_UNIT_STATEMENTS_MAX; 1 for SINGLE */
    ym_unit_rows_fn *on_rows;              /* may be NULL */
    ym_unit_done_fn *on_done;              /* required */
    void *arg;                             /* handed to both */

    struct { /* private to the link */
        struct ym_pg_unit *next;
        uint64_t due_ms;           /* monotonic; the verdict comes by then */
        uint64_t submitted_us;     /* of the same clock */
        size_t results;            /* results seen so far, of prepares and BEGIN too */
        size_t prepares;           /* statements prepared by this unit, ahead of BEGIN */
        bool is_ending;            /* the first Sync has come back, the COMMIT is next */
        bool is_committed;         /* COMMIT answered COMMIT */
        bool is_rolled_back;       /* COMMIT answered ROLLBACK */
        bool is_unreplicated;      /* the wait for the standby was cancelled: never acknowledge */
        struct ym_outcome outcome; /* the first error, as it becomes known */
        char text[160];            /* of outcome */
    } link;
};

#define YM_LINK_STATES(X) X(DOWN) X(CONNECTING) X(UP) X(CLOSING)

enum ym_link_state {
#define X(name) YM_LINK_##name,
    YM_LINK_STATES(X)
#undef X
};

struct ym_link_options {
    const char *conninfo; /* libpq's keyword string or URI, hosts separated by commas; NULL or "":
                             the PG* environment. Copied */
    bool is_unprepared;   /* `prepare=off`: for a pooler in transaction mode */
    bool is_planned_once; /* YM_LINK_PLANS_ONCE: every statement goes by keys. Not for Citus, which
                             has custom plans alone, nor done where is_unprepared */
    unsigned deadline_ms; /* 0: YM_LINK_DEADLINE_MS */
    unsigned connect_ms;  /* 0: YM_LINK_CONNECT_MS */
    unsigned in_flight_max; /* 0: YM_LINK_IN_FLIGHT_MAX, which is also the most */

    /* Became UP (true), or no longer is (false) and why; once per change. May be NULL. */
    void (*on_state)(void *arg, bool is_up, const char *why);

    /* The link can take units again after ym_link_submit() said YM_E_BUSY. May be NULL. */
    void (*on_room)(void *arg);

    /* A NOTIFY on a channel that this connection was told to LISTEN on; each new connection has to
     * be told again. payload dies with the call. May be NULL. */
    void (*on_notice)(void *arg, struct ym_span payload);
    void *arg; /* handed to all */
};

/* Make a link and start connecting. NULL with *reterr: YM_E_INVALID for a connection string that
 * libpq does not understand or with more than YM_LINK_HOSTS_MAX hosts (the text never quotes the
 * password), YM_E_UNAVAILABLE when the heap is empty. An unreachable server is no error here. */
__attribute__((warn_unused_result)) struct ym_link *
ym_link_open(struct ym_loop *loop, const struct ym_link_options *options, struct ym_error *reterr);

/* Take a unit, whatever the state: while the link is down units wait, at most until their deadline;
 * one that has waited for four fifths of it is no longer sent.
 * YM_E_BUSY when YM_LINK_WAITING_MAX wait already, YM_E_UNAVAILABLE when closing; then on_done is
 * not called. Legal inside any callback of the link. */
__attribute__((warn_unused_result)) enum ym_err ym_link_submit(struct ym_link *l,
                                                               struct ym_pg_unit *u);

/* Finish what was sent (within the deadline), give every waiting unit NOT_SENT, close, free, then
 * call on_closed (may be NULL). Asynchronous; call once. */
void ym_link_close(struct ym_link *l, void (*on_closed)(void *arg), void *arg);

enum ym_link_state ym_link_state_of(const struct ym_link *l);

struct ym_link_gauges {
    const char *why;    /* the last connection was lost or refused; "": none was. Lives like host */
    size_t in_flight;   /* units sent and not answered */
    size_t waiting;     /* units not sent yet */
    uint64_t connects;  /* times the link came UP */
    uint64_t committed; /* verdicts COMMITTED */
    uint64_t failed;    /* verdicts FAILED */
    uint64_t in_doubt;  /* verdicts IN_DOUBT */
    uint64_t not_sent;  /* verdicts NOT_SENT */
    const char *host;   /* host connected to or being tried; lives as long as the link */
    struct ym_histogram unit_us[YM_UNIT_KIND_COUNT]; /* from submit to COMMITTED or FAILED
                                                        (ym_scale_request_us) */
};

void ym_link_gauges_get(const struct ym_link *l, struct ym_link_gauges *ret);

const char *ym_verdict_name(enum ym_verdict v); /* "COMMITTED" */

#endif
