/* SPDX-License-Identifier: Apache-2.0 */
/* Plans by which disputes move to another version of their procedure, and what becomes of one.
 *
 * A plan is stored: from which version to which, by which names, for whom, why, and by whom.
 * Whoever runs it (one runner at a time) takes slices of the disputes that there were when it was
 * begun, in the order of ids, writes down which of a slice are of the old version, sends each the
 * command MIGRATE under a key of plan and dispute, and writes down what came of it. A runner that
 * is killed leaves a slice that is written down: the next one sends the same commands under the
 * same keys, and what was done is not done again. A dispute that changes meanwhile is decided as it
 * stands then.
 *
 *   RUNNING <-> PAUSED -> CANCELLED        RUNNING -> DONE, CANCELLED
 *
 * What moved stays where it is when a plan is cancelled: the way back is a plan of its own. */
#ifndef YM_APP_MIGRATION_H
#define YM_APP_MIGRATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/desk.h"
#include "base/error.h"
#include "yima/dispute.h"
#include "yima/id.h"
#include "yima/migration.h"
#include "yima/span.h"

#define APP_MIGRATION_SLICE         200   /* disputes that are about to move at once, at most */
#define APP_MIGRATION_WINDOW        2000  /* disputes looked at in one statement */
#define APP_MIGRATION_RATE          500   /* moves in a second, unless a plan says otherwise */
#define APP_MIGRATION_RATE_MAX      10000 /* and at most */
#define APP_MIGRATION_MAP_BYTES_MAX 16384 /* of the names as JSON */
#define APP_MIGRATION_WHY_MAX       200   /* bytes kept of why one stays, and its NUL */
#define APP_MIGRATIONS_OPEN_MAX     8     /* plans that run or are paused */
#define APP_MIGRATIONS_MAX          100   /* shown of the newest */
#define APP_MIGRATION_STAYS_MAX     500   /* of one page */

/* clang-format off */
#define APP_MIGRATION_STATES(X) /* name, code, zh, en */ \
    X(NONE,      "none",      "无",       "none") \
    X(RUNNING,   "running",   "进行中",   "running") \
    X(PAUSED,    "paused",    "已暂停",   "paused") \
    X(DONE,      "done",      "已完成",   "done") \
    X(CANCELLED, "cancelled", "已取消",   "cancelled")
/* clang-format on */
#define X(name, code, zh, en) APP_MIGRATION_##name,
enum app_migration_state { APP_MIGRATION_STATES(X) APP_MIGRATION_STATE_COUNT };
#undef X

/* Code and words of a state. Pre: state < APP_MIGRATION_STATE_COUNT. */
const struct ym_word *app_migration_state_word(unsigned state);

struct app_migration {
    int32_t plan;         /* from 1 */
    uint8_t state;        /* enum app_migration_state */
    uint16_t from, to;    /* numbers of versions */
    bool only_open;       /* disputes that are over stay out of it */
    struct ym_id dispute; /* that one alone; v == 0: all */
    int32_t rate;         /* moves in a second, at most */
    struct ym_id until;   /* the last dispute that there was when it was begun */
    struct ym_id at;      /* the last one that was looked at */
    int64_t looked, moved, stayed;
    int64_t pending;              /* are about to move */
    ym_usec begun_at, changed_at; /* changed: last time that anything came of it */
    ym_usec ended_at;             /* YM_USEC_NONE: it has not ended */
    struct ym_span map;           /* JSON of names; "{}": all names are the same */
    struct ym_span reason;        /* as every event keeps it */
    struct ym_span by;            /* login or name of who began it; n == 0: the command line */
    unsigned char fingerprint[YM_KEY_BYTES]; /* of the request that began it, if one did */
};

/* One that stayed. */
struct app_migration_stay {
    struct ym_id dispute;
    struct ym_span why; /* code of a refusal, or a sentence */
    ym_usec at;
};

/* Why one stays, for people: the words of a refusal by its code; a sentence stays itself. */
struct app_migration_why {
    struct ym_span zh, en;
};
struct app_migration_why app_migration_why(struct ym_span why);

/* May a plan go from one state to the other? */
bool app_migration_may(unsigned from, unsigned to);

/* What to do about an open plan that keeps another of its old version from beginning. */
const char *app_migration_way_out(unsigned state);

/* The key of the command that a plan sends to a dispute: the same for ever. */
void app_migration_key(const struct app_secrets *secrets, int32_t plan, struct ym_id dispute,
                       struct ym_request_key *ret);

/* ---- What becomes of a dispute ---- */

struct app_migration_effect {
    uint8_t refusal;          /* enum ym_refusal; NONE: it would move */
    struct ym_dispute after;  /* when it would */
    bool gains[YM_CMD_COUNT]; /* somebody may do this only afterwards ... */
    bool loses[YM_CMD_COUNT]; /* ... or only before; nobody who is a party. When it stays: what a
                                 party would lose */
    uint8_t state;            /* when it stays: of the old version, without counterpart; or */
    uint8_t deadline;         /* that could not go on; else YM_STATE_NONE, YM_DEADLINE_NONE */
    uint32_t unstarted;       /* deadlines of the new version whose states it is in and that do
                                 not begin by a migration: set of deadlines */
};

/* What MIGRATE by this map would do to a dispute now. Changes nothing. */
void app_migration_try(const struct ym_migration *map, const struct ym_calendar *calendar,
                       const struct ym_dispute *d, ym_usec now, struct app_migration_effect *ret);

/* ---- The port ---- */

struct app_migrations;

/* rows die when it returns. NOT_FOUND, CONFLICT: see the operation; with CONFLICT comes the plan
 * that stands in the way, when one does. */
typedef void app_migrations_fn(void *arg, enum ym_err err, const struct app_migration *rows,
                               size_t n);
typedef void app_migration_stays_fn(void *arg, enum ym_err err,
                                    const struct app_migration_stay *rows, size_t n);

/* Each call ends in exactly one callback, perhaps before it returns; BUSY when too many are under
 * way. */
struct app_migrations_ops {
    /* The newest plans, newest first; plan != 0: that one, NOT_FOUND without it. */
    void (*list)(struct app_migrations *port, int32_t plan, app_migrations_fn *done, void *arg);

    /* Begin a plan: from, to, map, reason, by, only_open, dispute and rate of *row, which is
     * copied. The same key gives the same plan; another body under it is KEY_REUSED; CONFLICT: a
     * plan of the same old version is open, or as many are as may be. */
    void (*begin)(struct app_migrations *port, const struct app_migration *row,
                  const struct ym_request_key *key, app_migrations_fn *done, void *arg);

    /* Bring a plan to a state; the plan as it stands then. One that is in that state already stays
     * as it is; CONFLICT: it cannot come to it. */
    void (*change)(struct app_migrations *port, int32_t plan, enum app_migration_state state,
                   app_migrations_fn *done, void *arg);

    /* A page of those that stayed behind an id, ascending. */
    void (*stays)(struct app_migrations *port, int32_t plan, struct ym_id after, size_t limit,
                  app_migration_stays_fn *done, void *arg);
};

struct app_migrations {
    const struct app_migrations_ops *ops;
};

#endif
