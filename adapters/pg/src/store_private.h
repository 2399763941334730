/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the store. One thread; everything here is owned by struct pg_store.
 *
 *   store.c    open, close, the port, the turn
 *   cache.c    disputes in memory, who waits for them
 *   load.c     loads and recalls, batched
 *   batch.c    slots: writing and its verdicts
 *   change.c   changes into arrays and statements
 *   lookup.c   what became of a change
 *   due.c      deadlines that are due */
#ifndef YM_PG_STORE_PRIVATE_H
#define YM_PG_STORE_PRIVATE_H

#include "change.h"
#include "pg/link.h"
#include "pg/store.h"

#define PG_LOAD_MAX 128 /* disputes in one load */

/* Batches under way on one link: the server goes on with the second while the answers to the first
 * travel and lead to the next commands. */
#define PG_SLOTS 2

/* While a batch (a load) is under way, fewer than this wait for its end: what a batch costs the
 * server besides its rows is worth the work of some ten changes. */
#define PG_BESIDE      16
#define PG_CAUTION_MAX 63 /* careful batches between two bold ones, at most */
#define PG_RANGES_MAX  8  /* halves waiting while a batch is bisected: log2(PG_BATCH_MAX) and two */
#define PG_KEY_PK      "request_key_pkey" /* violated when another node used the key meanwhile */

enum pg_call_kind { PG_CALL_ACQUIRE, PG_CALL_APPEND, PG_CALL_RECALL };

/* One acquire, append or recall that has not been answered. */
struct pg_call {
    struct pg_call *next; /* in whichever queue it waits, or in the pool */
    enum pg_call_kind kind;
    bool is_refusal;                /* will be answered BUSY and counts towards no limit */
    bool is_written;                /* APPEND: its event was inserted by the unit under way */
    bool is_found, is_used;         /* APPEND, looked up: its event is there; its key is there */
    bool is_used_here;              /* likewise: and stands for that event */
    bool is_overtaken;              /* APPEND, looked up: another event has its number */
    enum ym_stored result;          /* once it is in the ready queue */
    struct pg_entry *entry;         /* ACQUIRE: the dispute; APPEND: likewise, NULL if not cached */
    const struct ym_change *change; /* APPEND */
    uint32_t bucket;                /* RECALL */
    unsigned char key[YM_KEY_BYTES]; /* RECALL */
    union {
        ym_acquired_fn *acquired;
        ym_appended_fn *appended;
        ym_recalled_fn *recalled;
    } done;
    void *op;
};

struct pg_queue {
    struct pg_call *first, **last;
    size_t n;
};

enum pg_entry_state {
    PG_ENTRY_UNKNOWN, /* to be loaded when somebody wants it */
    PG_ENTRY_LOADING,
    PG_ENTRY_READY,
};

/* One dispute in memory. Held: acquired by somebody. Idle: READY, not held, nobody waits; only idle
 * ones are in the list from oldest to newest and may be given up. */
struct pg_entry {
    struct ym_dispute d;
    bool is_held, is_idle;
    bool is_fresh; /* as loaded for its present holder, not as remembered */
    enum pg_entry_state state;
    struct pg_queue waiting; /* acquires in order of arrival */
    struct pg_entry *same;   /* next with the same hash, or in the free list */
    struct pg_entry *older, *newer;
    struct pg_entry *load_next; /* in the queue of its shard's loads */
};

struct pg_cache {
    struct pg_entry *entries; /* the pool */
    struct pg_entry **table;  /* by hash; mask + 1 of them */
    struct pg_entry *free;    /* those that were in use before */
    size_t touched, max;      /* entries that ever were in use, from the first on; of how many */
    struct pg_entry *oldest, *newest;
    size_t mask;
    size_t used; /* entries in the table */
};

enum pg_slot_state { PG_SLOT_IDLE, PG_SLOT_WRITING, PG_SLOT_LOOKING };

struct pg_range {
    size_t lo, hi; /* calls[lo] … calls[hi - 1] */
};

/* One batch under way. */
struct pg_slot {
    struct pg_shard *shard;
    enum pg_slot_state state;
    struct pg_call *calls[PG_BATCH_MAX]; /* ascending by id; NULL once answered */
    size_t n;
    struct pg_range now;                  /* what is being written */
    struct pg_range later[PG_RANGES_MAX]; /* halves still to write, as a stack */
    size_t nlater;
    unsigned attempts;         /* of the range that is under way */
    bool is_bold;              /* no change of the batch is expected to lose: see sql.h */
    bool is_doubtful;          /* looking up after a commit without an answer */
    size_t key_statement;      /* looking up: the one that answers which keys were used; 0: none */
    struct pg_changes changes; /* arrays and statements */
    struct ym_pg_unit unit;
};

struct pg_load {
    struct pg_shard *shard;
    bool is_busy;
    struct pg_entry *entries[PG_LOAD_MAX];
    size_t n;
    struct ym_column bucket, id;
    struct ym_param params[2];
    struct ym_statement statement;
    struct ym_pg_unit unit;
};

struct pg_recall {
    struct pg_shard *shard;
    bool is_busy;
    struct pg_call *calls[PG_BATCH_MAX]; /* NULL once answered */
    size_t n;
    struct ym_column bucket, key;
    struct ym_param params[2];
    struct ym_statement statement;
    struct ym_pg_unit unit;
};

enum pg_due_state {
    PG_DUE_RESTING, /* the timer runs */
    PG_DUE_PEEKING,
    PG_DUE_HANDED, /* until pg_due_resume() */
};

struct pg_forget {
    struct pg_due *due;
    bool is_busy;
    struct ym_scalar room[5];
    struct ym_param params[5];
    struct ym_statement statement;
    struct ym_pg_unit unit;
};

struct pg_due {
    struct pg_shard *shard;
    enum pg_due_state state;
    struct ym_timer *timer;
    ym_usec next;    /* earliest due time known; INT64_MAX: none */
    uint32_t cursor; /* bucket at which the next peek begins */
    bool is_more;    /* the sweep is not complete */
    size_t n;
    struct pg_due_row rows[PG_DUE_BATCH_MAX];
    struct pg_forget forgets[PG_DUE_BATCH_MAX]; /* one a row */
    struct ym_column buckets;
    struct ym_scalar room[2];
    struct ym_param params[3];
    struct ym_statement statement;
    struct ym_pg_unit unit;
};

/* One link. Batches and loads go over any of them, since a dispute has one holder at a time;
 * recalls and due deadlines over that of their bucket, bucket % nshards. */
struct pg_shard {
    struct pg_store *store;
    unsigned index;
    bool is_up;
    struct ym_link *link;
    struct pg_slot *slots; /* store->nslots of them */
    struct pg_load load;
    struct pg_queue recalls;
    struct pg_recall recall;
    struct pg_due due;
};

struct pg_store {
    struct ym_store port; /* must be first */
    struct ym_loop *loop;
    struct ym_defer turn;
    struct pg_store_config config;
    unsigned nshards, nslots;
    size_t calls_max;
    struct pg_shard *shards;
    struct pg_cache cache;
    struct pg_call *pool;
    struct pg_call *free;
    size_t asking, appending, refusing; /* calls not answered, by what bounds them */
    struct pg_queue ready;              /* to be answered in the next turn */
    struct pg_queue appends;            /* waiting for a slot */
    unsigned caution;      /* careful batches that follow a bold one that was undone, about */
    unsigned careful_left; /* batches to send carefully before the next bold one */
    struct pg_entry *load_first, **load_last;
    size_t nloads; /* waiting to be loaded */
    struct pg_store_gauges gauges;
    bool is_full;      /* the server's disk, when it was last written to */
    pg_due_fn *on_due; /* NULL: deadlines are not watched */
    void *due_arg;
    ym_usec due_news; /* see pg_due_news() */
    bool is_closing;
    unsigned closed; /* links that have closed */
    void (*on_closed)(void *arg);
    void *closed_arg;
};

/* store.c */
enum pg_sql_text pg_store_text(const struct pg_store *s); /* sharded, or plain */
void pg_queue_init(struct pg_queue *q);
void pg_queue_push(struct pg_queue *q, struct pg_call *call);
struct pg_call *pg_queue_pop(struct pg_queue *q);
void pg_queue_prepend(struct pg_queue *q, struct pg_queue *first); /* first is empty afterwards */
struct pg_shard *pg_shard_of(struct pg_store *s, uint32_t bucket);
void pg_store_wake(struct pg_store *s); /* ask for a turn */
void pg_store_poisoned(struct pg_store *s, struct ym_id id, const char *sqlstate, const char *text);
void pg_call_ready(struct pg_store *s, struct pg_call *call, enum ym_stored r); /* answer soon */
void pg_call_end(struct pg_store *s, struct pg_call *call, const void *found);  /* answer now */

/* cache.c */
bool pg_cache_init(struct pg_cache *c, size_t max);
void pg_cache_release(struct pg_cache *c);
struct pg_entry *pg_cache_find(struct pg_cache *c, struct ym_id id);
struct pg_entry *pg_cache_take(struct pg_cache *c, struct ym_id id); /* found or new; NULL: full */
void pg_entry_advance(struct pg_store *s, struct pg_entry *e);       /* hand over, load or idle */
void pg_entry_give_back(struct pg_store *s, struct pg_entry *e);     /* by its holder */
void pg_entry_loaded(struct pg_store *s, struct pg_entry *e, enum ym_stored r);

/* load.c */
void pg_load_init(struct pg_shard *shard);
void pg_load_release(struct pg_shard *shard);
void pg_load_flush(struct pg_store *s);
void pg_recall_flush(struct pg_shard *shard);

/* batch.c */
struct pg_slot *pg_slots_new(struct pg_shard *shard, unsigned n); /* NULL: no memory */
void pg_slots_free(struct pg_slot *slots, unsigned n);            /* legal on NULL */
void pg_slot_arm(struct pg_slot *slot); /* its unit is for writing (again) */
void pg_batch_flush(struct pg_store *s);
void pg_slot_answer(struct pg_slot *slot, size_t i, enum ym_stored r);
void pg_slot_next(struct pg_slot *slot);

/* lookup.c: find out what became of the calls of slot->now that are not answered yet. */
void pg_lookup_start(struct pg_slot *slot, bool is_doubtful);

/* due.c */
enum ym_err pg_due_init(struct pg_shard *shard, struct ym_error *reterr);
void pg_due_release(struct pg_shard *shard);
void pg_due_note(struct pg_shard *shard, const struct ym_dispute *d); /* its clocks are stored */

#endif
