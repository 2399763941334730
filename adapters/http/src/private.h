/* SPDX-License-Identifier: Apache-2.0 */
/* The server's inside: connections, request slots, and how the two libraries meet.
 *
 * MHD never calls us but from within pump(), which runs at the loop's top level: on readiness of
 * its epoll descriptor, on its timer, and once at the end of a turn in which a handler answered.
 * A connection is suspended only by its own access handler and resumed only by an answer. */
#ifndef YM_HTTP_SRC_PRIVATE_H
#define YM_HTTP_SRC_PRIVATE_H

#include <microhttpd.h>
#include <uv.h>

#include "base/buf.h"
#include "http/server.h"
#include "loop/log.h"
#include "loop/loop.h"
#include "forwarded.h"
#include "router.h"

#define HTTP_REPLY_TEXT_BYTES   2048  /* values of the headers that one reply adds */
#define HTTP_BODY_KEPT_BYTES    65536 /* a body buffer larger than this is given back at once */
#define HTTP_SWEEP_MS_MAX       1000
#define HTTP_SWEEP_MS_MIN       10
#define HTTP_INACTIVITY_MARGIN  60u /* seconds the library waits longer than our own sweep */
#define HTTP_INSTANCE_BYTES_MAX (YM_HTTP_REQUEST_ID_MAX + 1)

/* Whose turn it is on a connection, and since when; the sweep judges by it. */
enum phase {
    PHASE_FIRST,   /* accepted, no request line yet: read_ms */
    PHASE_IDLE,    /* between two requests: idle_ms */
    PHASE_READING, /* request line is here, the rest is not: read_ms */
    PHASE_WORKING, /* handler has it; the request's own clock counts */
    PHASE_WRITING, /* the client takes the reply: write_ms */
};

struct conn {
    struct ym_http_server *server;
    struct conn *next; /* list of the open, or of the free */
    struct conn *prev; /* list of the open */
    int fd;            /* MHD's; we only shut it down, never close it */
    enum phase phase;
    uint64_t since_ms; /* when the phase began, monotonic */
    bool is_surplus;   /* past connections_max: every request is answered 503 */
    bool is_cut;       /* the sweep has ended it */
    char peer[YM_HTTP_PEER_MAX];
};

/* READING -> HANDLING -> ANSWERED, or with an answer that comes later
 * READING -> HANDLING -> WAITING (suspended) -> ANSWERED. A refusal skips HANDLING. */
enum stage { STAGE_FREE, STAGE_READING, STAGE_HANDLING, STAGE_WAITING, STAGE_ANSWERED };

/* Why the server itself says no. */
struct refusal {
    enum ym_err code;   /* YM_E_OK: none */
    const char *detail; /* one sentence */
    bool is_final;      /* the connection ends with this answer */
};

struct reply_header {
    const char *name;
    const char *value; /* in reply_text */
};

/* A body that comes in pieces. Shared by the library's response, which reads it, and the slot of a
 * handler that has yet to give some of it; freed when both have let go. */
struct pieces {
    struct request *rq; /* NULL: the handler has given all, or is no longer wanted */
    ym_http_more_fn *more;
    void *arg;
    uint64_t left;     /* bytes that the handler has yet to give */
    struct ym_buf now; /* the piece that is being taken */
    size_t taken;      /* of it */
    struct ym_defer ask;
    bool is_asked;     /* the handler works on the next one */
    bool is_suspended; /* the connection waits for it */
    bool is_lost;      /* it will not come */
    bool is_held;      /* the response still has this */
    uint64_t since_ms; /* when it was suspended, monotonic */
};

/* A slot of the pool. Free again when nobody needs it: neither the connection (is_attached) nor
 * the handler, which may still be working for a client that has gone (is_owed). */
struct request {
    struct ym_http_request pub;
    struct ym_http_server *server;
    struct request *next; /* list of the free */
    struct conn *conn;    /* NULL once detached */
    struct MHD_Connection *mhd;
    enum stage stage;
    bool is_attached;  /* MHD's context points here */
    bool is_owed;      /* a handler has yet to answer */
    bool is_abandoned; /* answered 503 in the handler's place */
    bool is_begun;     /* headers have been judged */
    struct refusal refusal;
    unsigned allowed;       /* methods for Allow; see struct match */
    uint64_t began_us;      /* request line, monotonic */
    uint64_t handled_ms;    /* handler called, monotonic */
    size_t body_bytes_max;  /* of the row and the server, the smaller */
    size_t drained;         /* bytes of a refused body read on */
    struct ym_buf body;     /* memory kept between requests up to HTTP_BODY_KEPT_BYTES */
    size_t held;            /* bytes counted in the server's bodies_held */
    struct ym_span raw_uri; /* in the arena */
    size_t raw_uri_n;       /* as sent, even when it was too long to keep */
    char id[HTTP_INSTANCE_BYTES_MAX];
    struct MHD_Response *response; /* owned until queued */
    int status;                    /* of the reply; 0 while there is none */
    struct reply_header reply[YM_HTTP_REPLY_HEADERS_MAX];
    size_t reply_n;
    char reply_text[HTTP_REPLY_TEXT_BYTES];
    size_t reply_text_n;
    struct pieces *pieces;   /* of a body that its handler has yet to give some of; else NULL */
    ym_http_taken_fn *taken; /* the handler wants the connection; NULL: it does not */
    void *taken_arg;
    const char *taken_media;
    struct request *next_taken; /* list of those */
};

/* OPEN -> LEAVING -> ASKED -> DRAINING -> ABANDONING -> STOPPED. LEAVING may be skipped. */
enum server_state {
    SERVER_OPEN,
    SERVER_LEAVING,
    SERVER_ASKED,
    SERVER_DRAINING,
    SERVER_ABANDONING,
    SERVER_STOPPED
};

struct ym_http_server {
    struct ym_loop *loop;
    struct ym_http_config config; /* limits resolved */
    struct http_router router;
    struct http_networks trusted; /* proxies that are believed */
    enum server_state state;
    struct MHD_Daemon *daemon; /* NULL once stopped */
    uv_poll_t poll;            /* on MHD's epoll descriptor */
    bool has_poll;
    struct ym_timer *timer; /* MHD's own timeouts */
    struct ym_timer *sweep;
    struct ym_defer pump; /* at the end of a turn with answers */
    struct conn *conns;   /* array; connections_max + YM_HTTP_SURPLUS_CONNECTIONS */
    struct conn *conn_free;
    struct conn *conn_open;
    struct request *requests; /* array; requests_max */
    struct request *request_free;
    struct request *taking;    /* whose connections are to be handed over; in any order */
    int dead_fd;               /* a socket that leads nowhere, see take.c; -1: none yet */
    struct MHD_Response *busy; /* ready-made 503 for when there is no slot */
    uint64_t stop_at_ms;       /* when draining ends, monotonic */
    uint64_t id_base;          /* random; request ids are this and a counter */
    uint64_t id_count;
    struct ym_http_stats stats;
    struct ym_histogram *latency; /* array; YM_HTTP_CLASSES for each row and for no row */
    int listen_fd;                /* MHD's; -1 once it is closed */
    ym_http_closed_fn *closed;
    void *closed_arg;
    char address[YM_HTTP_ADDRESS_MAX];
    char unix_path[YM_HTTP_UNIX_PATH_MAX + 1]; /* "" on TCP */
    int port;
};

/* listen.c: a bound, listening, non-blocking socket for s->config.listen; fills address, port and
 * unix_path. */
enum ym_err http_listen(struct ym_http_server *s, int *ret_fd, struct ym_error *reterr);

/* series.c: what was counted. */
bool http_series_init(struct ym_http_server *s); /* false: no memory */
void http_series_count(struct ym_http_server *s, const struct request *rq, uint64_t us);

/* access.c: MHD's callbacks for a request. */
void *http_on_uri(void *cls, const char *uri, struct MHD_Connection *mhd);
enum MHD_Result http_on_access(void *cls, struct MHD_Connection *mhd, const char *url,
                               const char *method, const char *version, const char *upload,
                               size_t *upload_n, void **context);
void http_on_completed(void *cls, struct MHD_Connection *mhd, void **context,
                       enum MHD_RequestTerminationCode why);

/* begin.c: judge the request line and the headers; fills rq->pub or rq->refusal. */
void http_begin(struct request *rq, const char *url, const char *method, const char *version);
void http_refuse(struct request *rq, enum ym_err code, const char *detail);

/* conn.c: connections and the sweep. */
void http_on_connection(void *cls, struct MHD_Connection *mhd, void **context,
                        enum MHD_ConnectionNotificationCode what);
struct conn *http_conn_of(struct MHD_Connection *mhd);
void http_conn_phase(struct conn *c, enum phase phase);
void http_sweep(struct ym_http_server *s);
bool http_abandon_waiting(struct ym_http_server *s, uint64_t older_than_ms); /* any? */

/* slot.c: the pool of requests. */
struct request *http_slot_take(struct ym_http_server *s);
void http_slot_detach(struct request *rq); /* the connection no longer needs it */
void http_slot_settle(struct request *rq); /* the handler no longer needs it */

/* reply.c: answers. */
void http_answer_refusal(struct request *rq);
void http_abandon(struct request *rq);
void http_answer_empty(struct request *rq, int status);
struct MHD_Response *http_busy_response(void);

/* Are connections taken, and kept as long as their clients may want? */
static inline bool http_is_open(const struct ym_http_server *s)
{
    return s->state == SERVER_OPEN || s->state == SERVER_LEAVING;
}

void http_answer_problem(struct request *rq, enum ym_err code, const char *detail);

/* Make a slot's answer of a response, which goes over; NULL: no memory, the connection ends. */
void http_answer_with(struct request *rq, int status, struct MHD_Response *response);
/* The headers that every reply has. */
void http_dress(struct MHD_Response *response, const struct request *rq, const char *media);

/* pieces.c: bodies that come in pieces. */
void http_pieces_detach(struct request *rq); /* the client has gone */
/* Give up pieces that are awaited for longer than that; any? */
bool http_pieces_abandon(struct ym_http_server *s, uint64_t older_than_ms);

/* take.c: hand over the connections that handlers took. Outside of MHD_run. */
void http_take_all(struct ym_http_server *s);

static inline uint64_t http_now_ms(const struct ym_http_server *s)
{
    return ym_loop_monotonic_ms(s->loop);
}

#endif
