/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the live stream.
 *
 * A viewer:
 *
 *   WAITING ──the reader knows its place──> LIVE        it begins now, or resumes within the ring
 *                                      └──> REPLAYING   it resumes from before the ring
 *   REPLAYING ──history reaches the ring──> LIVE
 *   LIVE, REPLAYING ──another database──> WAITING
 *   any ──gone, dropped, ended──> GONE ──no longer queued──> FREE
 *
 * Besides, it may be blocked (its socket is full), owe the words `resync` and `ready`, and be in
 * the queue of those for whom there is something to send. */
#ifndef YM_HTTP_SRC_STREAM_H
#define YM_HTTP_SRC_STREAM_H

#include <stdbool.h>

#include "base/buf.h"
#include "http/stream.h"
#include "yima/span.h"

#define STREAM_ID_CHARS    46  /* of an event's id: epoch, turn, dispute, version */
#define STREAM_TEXT_MAX    464 /* one change in words, its id included */
#define STREAM_WORDS_MAX   256 /* any other event in words */
#define STREAM_TOKEN_MAX   128 /* bytes of a credential; a longer one is none */
#define STREAM_PEER_MAX    46  /* bytes of an address with its NUL */
#define STREAM_WAKES       5   /* looks that find nothing after one that was told to look */
#define STREAM_WORK_MAX    32  /* viewers served in one turn of the loop: others come in between */
#define STREAM_BATCH       64  /* changes handed to a socket at once */
#define STREAM_WHEEL       60  /* parts in which the viewers get their heartbeat */
#define STREAM_CHECKS_MAX  32  /* credentials being judged again at once */
#define STREAM_LINGER_MS   10000  /* after the last viewer the reader goes on from its place */
#define STREAM_STALE_MS    600000 /* after so long without an answer nobody knows what was missed */
#define STREAM_SLICE       APP_FEED_SLICE_MAX
#define STREAM_HOLDER_SETS 4096 /* heads of the table of tokens, and of that of addresses */

/* Where a viewer last was, as it says. */
struct stream_mark {
    uint64_t epoch;
    struct app_place place;
};

/* What a viewer wants of what it may see. */
struct stream_wish {
    int64_t region_lo, region_hi; /* both 0: any */
    int64_t body, mediator;       /* 0: any */
    uint8_t colour, type;         /* APP_ANY: any */
};

/* Why a viewer has to load afresh. */
#define STREAM_REASONS(X)                                                                          \
    X(NONE, "")                                                                                    \
    X(UNKNOWN, "unknown")   /* the id it resumed from is none of ours, or of another database */   \
    X(OLD, "old")           /* what came after that id is no longer kept */                        \
    X(FAR, "far")           /* more came after it than is worth reading again */                   \
    X(SLOW, "slow")         /* it did not take what was sent in time */                            \
    X(DATABASE, "database") /* the database is another one, or was restored */

enum stream_reason {
#define X(name, text) STREAM_##name,
    STREAM_REASONS(X)
#undef X
};

enum viewer_state { VIEWER_FREE, VIEWER_WAITING, VIEWER_REPLAYING, VIEWER_LIVE, VIEWER_GONE };

/* A token or session with viewers. */
struct holder {
    struct holder *next; /* of the same head, or of the free */
    unsigned viewers;
    bool is_checking;    /* the gate has been asked and has not answered */
    uint64_t checked_ms; /* monotonic; when it was last found good */
    struct app_caller caller;
    size_t token_n;
    char token[STREAM_TOKEN_MAX];
    struct stream *stream;
};

/* An address with viewers. */
struct peer {
    struct peer *next;
    unsigned viewers;
    char name[STREAM_PEER_MAX];
};

/* Viewers that can be found by the same key: the narrowest thing that each of them must see. */
enum group_kind {
    GROUP_ALL,
    GROUP_REGION,
    GROUP_COURT,
    GROUP_BODY,
    GROUP_MEDIATOR,
    GROUP_DISPUTE,
};

struct group {
    struct group *next; /* of the same head, or of the free */
    struct group *next_dirty;
    struct viewer *viewers;
    int64_t value; /* id, or the first code of the region */
    enum group_kind kind;
    bool is_dirty;  /* something for it came in this slice */
    uint64_t first; /* the first such change, in the ring */
};

struct viewer {
    struct viewer *next; /* in the queue, or of the free */
    struct viewer *next_in_group, *prev_in_group;
    struct group *group;
    struct holder *holder;
    struct peer *peer; /* NULL: not counted */
    struct app_scope scope;
    struct stream_wish wish;
    struct app_place after; /* it has seen everything up to here: while it is not LIVE or skips */
    uint64_t cursor;        /* LIVE: the next change in the ring to look at; WAITING: the epoch of
                               the id that it resumes from */
    uint64_t blocked_ms;    /* monotonic; since when its socket is full */
    char *rest;             /* owned: what the socket did not take of an event; NULL: nothing */
    uint16_t rest_at, rest_n;
    uint32_t looked; /* changes of history looked through */
    int16_t heard;   /* bytes that it sent, which it should not */
    int fd;
    uint8_t state;   /* enum viewer_state */
    uint8_t reason;  /* enum stream_reason: of the resync that it is owed */
    bool owes_ready; /* to be told that it has everything up to now */
    bool has_mark;   /* WAITING: `after` is where it resumes */
    bool skips;      /* LIVE: the ring may hold changes up to `after`, which it has seen */
    bool is_queued;
    bool is_blocked;
};

struct ring_slot {
    struct app_place place;
    struct app_keys keys;
    uint16_t n;
    char text[STREAM_TEXT_MAX];
};

enum question { ASK_NOTHING, ASK_END, ASK_TAIL, ASK_REPLAY };

struct stream {
    struct api_stream_config config; /* zeros resolved */
    struct app_gate *gate;
    struct api_stream_gauges gauges;
    bool is_closing, is_ended;
    void (*on_closed)(void *arg);
    void *closed_arg;

    struct viewer *viewers; /* array of viewers_max */
    struct viewer *free_viewers;
    size_t used; /* viewers before this index have been in use */
    struct viewer *queue, **queue_end;
    struct ym_defer work;   /* serves the queue */
    struct ym_timer *wheel; /* heartbeats, checks, drops */
    unsigned tick;
    struct stream_poll *poll; /* readiness of the sockets */

    struct holder *holders, *free_holders; /* arrays of viewers_max; lists of those used before */
    struct holder *holder_heads[STREAM_HOLDER_SETS];
    struct peer *peers, *free_peers;
    struct peer *peer_heads[STREAM_HOLDER_SETS];
    size_t holders_used, peers_used, groups_used; /* as `used` */
    unsigned checks;                              /* under way */
    size_t check_i;     /* the holder whose turn it is to be judged again */
    size_t checks_owed; /* holders to look at for that, as soon as there is room */

    struct group *groups, *free_groups;
    struct group **group_heads; /* viewers_max of them */
    struct group *dirty;

    struct ym_buf words;    /* of one change; its memory is taken once */
    struct ring_slot *ring; /* API_STREAM_RING of them */
    uint64_t head;          /* changes that ever came into the ring */
    uint64_t tail;          /* the oldest one that is there */
    struct app_place base;  /* everything after this and up to `place` is in the ring */

    bool has_place;         /* epoch and place are known */
    bool is_level;          /* and the place is as far as the feed goes, or was when last read */
    uint64_t epoch;         /* of the database */
    struct app_place place; /* read up to here */
    enum question asked;    /* of the feed, not answered yet */
    bool is_woken;          /* look as soon as the gap allows */
    unsigned wakes;         /* looks that may find nothing and are worth another one */
    uint64_t looked_ms;     /* monotonic; the last look at the feed */
    uint64_t answered_ms;   /* monotonic; the last good answer */
    uint64_t failed_ms;     /* monotonic; the last answer, when that was an error; 0: it was good */
    uint64_t left_ms;       /* monotonic; since when nobody watches */
    struct ym_timer *look;  /* the next look */

    struct ring_slot *past; /* a slice of history: STREAM_SLICE slots */
    size_t past_n;          /* in use */
    struct app_place past_from, past_end;
    bool is_sharing; /* the slice is being given to those whom it concerns */
    size_t share_i;  /* the next viewer to look at */
    size_t replay_i; /* whose turn it is to say from where history is read */
    struct ym_defer share;
};

/* ---- stream.c ---- */

uint64_t stream_now_ms(const struct stream *s);
void stream_enqueue(struct stream *s, struct viewer *v);
/* Closing, and nothing is under way any more: see to the end. */
void stream_end_if_idle(struct stream *s);
/* End it: the socket is closed, nothing more is sent. */
void stream_leave(struct stream *s, struct viewer *v);

/* May one more look? NULL, or why not: *ret_code is THROTTLED or BUSY. */
const char *stream_admit(struct stream *s, const struct app_caller *caller, const char *peer,
                         enum ym_err *ret_code);

/* A viewer on this socket, which is now the stream's. */
struct stream_guest {
    const struct app_caller *caller;
    struct ym_span token;
    const char *peer;
    struct stream_wish wish;
    bool has_mark;           /* it wants to resume */
    bool is_mark_sound;      /* and from an id of the right form */
    struct stream_mark mark; /* namely this one */
};
void stream_join(struct stream *s, int fd, const struct stream_guest *guest);

/* ---- stream_holder.c: tokens and addresses ---- */

bool stream_holders_new(struct stream *s);
void stream_holders_free(struct stream *s);
struct holder *stream_holder_find(const struct stream *s, const struct app_caller *caller);
struct holder *stream_holder_take(struct stream *s, const struct app_caller *caller,
                                  struct ym_span token);
void stream_holder_leave(struct stream *s, struct holder *h);
/* Look at the next n, each in its turn, and judge those again for whom that is due. */
void stream_holders_check(struct stream *s, size_t n);
struct peer *stream_peer_find(const struct stream *s, const char *name);
struct peer *stream_peer_take(struct stream *s, const char *name); /* NULL: not counted */
void stream_peer_leave(struct stream *s, struct peer *p);

/* ---- stream_group.c: who can be meant ---- */

bool stream_groups_new(struct stream *s);
void stream_groups_free(struct stream *s);
void stream_group_enter(struct stream *s, struct viewer *v); /* by its scope and wish */
void stream_group_leave(struct stream *s, struct viewer *v);
/* The change at `seq` of the ring may concern these groups. */
void stream_group_mark(struct stream *s, const struct app_keys *keys, uint64_t seq);
/* Queue everybody in marked groups. */
void stream_group_flush(struct stream *s);
bool stream_wants(const struct viewer *v, const struct app_keys *keys);

/* ---- stream_viewer.c: what a viewer is sent ---- */

/* Send what there is for it, as far as its socket takes it. It may be gone afterwards. */
void stream_serve(struct stream *s, struct viewer *v);
/* Give it the slice of history in s->past. */
void stream_give_past(struct stream *s, struct viewer *v);
void stream_heartbeat(struct stream *s, struct viewer *v);
void stream_say_end(struct stream *s, struct viewer *v); /* and end it */
/* Its socket takes more again, or has something to say, or is gone. */
void stream_ready(struct stream *s, struct viewer *v, bool is_writable, bool is_readable);

/* ---- stream_tail.c: reading the feed ---- */

/* Put it where it belongs: live, or into history. Pre: s->has_place. */
void stream_place(struct stream *s, struct viewer *v);
/* Let it load afresh and go on from now. */
void stream_resync(struct stream *s, struct viewer *v, enum stream_reason reason);
/* Ask the next question, when one is due, or see to it that it is asked later. */
void stream_look(struct stream *s);
void stream_share(void *arg); /* of struct ym_defer share */

/* ---- stream_text.c: words ---- */

void stream_id_print(uint64_t epoch, struct app_place place, char ret[STREAM_ID_CHARS + 1]);
bool stream_id_parse(struct ym_span text, struct stream_mark *ret);
/* Take the memory that the words of one change need. */
bool stream_text_reserve(struct stream *s);
void stream_text_change(struct stream *s, const struct app_change *change, struct ring_slot *ret);
size_t stream_text_ready(const struct stream *s, unsigned retry_ms, char ret[STREAM_WORDS_MAX]);
size_t stream_text_resync(const struct stream *s, enum stream_reason reason,
                          char ret[STREAM_WORDS_MAX]);
size_t stream_text_heartbeat(const struct stream *s, char ret[STREAM_WORDS_MAX]);
size_t stream_text_end(char ret[STREAM_WORDS_MAX]);

#endif
