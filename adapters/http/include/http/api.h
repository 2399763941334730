/* SPDX-License-Identifier: Apache-2.0 */
/* The interface over HTTP: routes, who may call them, and what they answer.
 *
 * It turns requests into commands and questions and gives them to ports; it decides nothing. A row
 * of the table marked YM_HTTP_AUTH needs a caller; the others take one. Who may not read a dispute
 * is told that there is none (404). All contexts come from pools made by api_new(); when one is
 * empty the answer is 503 at once. Everything runs on the loop's thread. */
#ifndef YM_HTTP_API_H
#define YM_HTTP_API_H

#include "app/account.h"
#include "app/assess.h"
#include "app/casefile.h"
#include "app/board.h"
#include "app/command.h"
#include "app/credit.h"
#include "app/credit_access.h"
#include "app/desk.h"
#include "app/evidence.h"
#include "app/gate.h"
#include "app/migration.h"
#include "app/month.h"
#include "app/outside.h"
#include "app/points.h"
#include "app/query.h"
#include "app/satisfaction.h"
#include "app/seal.h"
#include "app/deliver.h"
#include "app/subscribe.h"
#include "exchange/courier.h"
#include "exchange/front.h"
#include "http/request.h"
#include "http/route.h"
#include "http/stream.h"
#include "json/limits.h"
#include "yima/office.h"

#define API_OPERATIONS             512         /* requests under way at once, by default */
#define API_ROUTES_MAX             240         /* rows of the route table; a bug beyond it */
#define API_BATCHES                8           /* POST /commands under way at once */
#define API_BATCH_ROWS_MAX         256         /* commands of one POST /commands; 413 */
#define API_BATCH_BYTES_MAX        (1u << 20)  /* body of one POST /commands; 413 */
#define API_REPLY_BYTES_MAX        (16u << 20) /* one reply */
#define API_ROW_BYTES_MAX          16384u      /* one row of the reply of POST /commands */
#define API_SEARCH_CHARS_MIN       2           /* characters of ?q= */
#define API_SEARCH_CHARS_MAX       60   /* likewise; never more than APP_FILTER_TERMS_MAX terms */
#define API_PUBLIC_URL_MAX         80   /* bytes of the origin printed in codes */
#define API_SCAN_PEERS             4096 /* addresses whose scans are counted */
#define API_SCAN_BURST             120  /* scans of one address at once, by default */
#define API_SCANS_PER_MINUTE       600  /* and in the long run, by default; one more is a 429 */
#define API_CODE_PEERS             4096 /* addresses whose entered access codes are counted */
#define API_CODE_BURST             10   /* access codes that one address enters at once */
#define API_CODES_PER_MINUTE       10   /* and in the long run; one more is a 429 */
#define API_LOGIN_NAMES            4096 /* logins whose failures are counted */
#define API_LOGIN_BURST            10   /* wrong passwords of one login at once */
#define API_LOGINS_PER_MINUTE      1    /* and in the long run; one more is a 429 */
#define API_LOGIN_PEERS            4096 /* addresses whose failures are counted */
#define API_LOGIN_PEER_BURST       60   /* wrong passwords from one address at once */
#define API_LOGINS_PER_PEER_MINUTE 20   /* and in the long run; one more is a 429 */
#define API_SIGNED_PEERS           4096 /* addresses whose refused messages are counted */
#define API_SIGNED_BURST           120  /* messages without a good signature from one at once */
#define API_SIGNED_PER_MINUTE      60   /* and in the long run; one more is a 429 */
#define API_DUPLICATE_CALLERS      4096 /* callers whose looks for duplicates are counted */
#define API_DUPLICATE_BURST        60   /* looks of one caller at once */
#define API_DUPLICATES_PER_MINUTE  30   /* and in the long run; one more is a 429 */
#define API_LOOK_CALLERS           4096 /* callers whose looks at credit profiles are counted */
#define API_LOOK_BURST             60   /* looks and attempts of one caller at once */
#define API_LOOKS_PER_MINUTE       20   /* and in the long run; one more is a 429 */
#define API_SLOW_AT_ONCE           2    /* passwords being checked: each takes 19 MiB and a core */
#define API_SLOW_WAITING           32   /* that wait for it; one more is a 503 */
#define API_SLOW_RETRY_S           "2"  /* its Retry-After */
#define API_PRINTS_AT_ONCE         8    /* documents of one caller being set or waiting for it */
#define API_PNG_DPI                300  /* of code.png, unless ?dpi= says otherwise */

/* Run work(job) on another thread, then done(job) on the loop. False: too much is waiting, and
 * neither is called. */
typedef bool api_offload_fn(void *arg, void (*work)(void *job), void (*done)(void *job), void *job);

/* Set a packed document in another process: done(done_arg) gets the PDF, exactly once and never
 * before this returns; UNPROCESSABLE comes with a sentence. The memory of packed goes over when the
 * answer is OK. */
typedef enum ym_err api_print_fn(void *arg, struct ym_buf *packed,
                                 void (*done)(void *arg, enum ym_err err, struct ym_span output),
                                 void *done_arg, struct ym_error *reterr);

/* What the interface stands on. Nothing is owned; all of it outlives the api. */
struct api_config {
    struct app *app;
    const struct app_desk *desk;
    const struct app_secrets *secrets;
    struct app_gate *gate;
    struct app_directory *directory;
    struct app_reader *reader;
    const struct ym_procedures *procedures;
    const struct ym_calendar *calendar; /* of working days; NULL: Monday to Friday */
    const struct ym_office *office;     /* rules of the office; NULL: those of the program */
    struct app_boards *boards;          /* NULL: no board is kept here */
    struct app_months *months;          /* reports of months; NULL: none are kept here */
    struct app_migrations *migrations;  /* plans of migration; NULL: none are kept here */
    ym_usec (*now)(void *arg);          /* the clock of the loop */
    void *now_arg;
    const char *public_url; /* origin in codes, "HTTPS://YIMA.EXAMPLE.GOV.CN"; put in upper case */
    struct app_accounts *accounts;             /* NULL: there are no sessions; with credentials */
    const struct app_credentials *credentials; /* passwords and tokens of sessions */
    struct ym_log *log;      /* NULL: none; for what an operator has to look into */
    api_offload_fn *offload; /* for drawing a PNG */
    void *offload_arg;
    bool has_pages;                /* the scan page may name /scan.js and /scan.css */
    struct app_casefile *casefile; /* NULL: there are none here, and no read is logged */
    struct app_seals *seals;       /* sealed documents; NULL: none, and no signing on pages */
    struct app_sealer *sealer;     /* over seals */
    const struct ym_hash_ops *hash;
    struct app_evidence *evidence;           /* attachments; NULL: none are kept */
    struct app_credits *credits;             /* runs and profiles of credit; NULL: none … */
    struct app_credit_access *credit_access; /* … and who looks at them */
    struct app_answers *answers;             /* how content parties are, … */
    struct app_assess *assess;               /* … how mediators and bodies did, … */
    struct app_points *points;               /* … what they are credited with; NULL: not here */
    struct app_orders *orders;               /* work orders of others; NULL: none are taken */
    struct app_outside *outside;             /* over orders */
    /* Decode a work order as it came; set with orders. Spans lie in arena. */
    enum ym_err (*read_order)(struct ym_span payload, ym_usec now, struct ym_arena *arena,
                              struct app_order *ret, struct ym_mistakes *mistakes,
                              struct ym_error *reterr);
    api_print_fn
        *print; /* sets a packed document (document/sheet.h); NULL: this program does not */
    void *print_arg;
    struct stream *stream; /* the live stream (http/stream.h); NULL: there is none */
    struct app_subscriptions *subscriptions; /* NULL: this program delivers nothing */
    /* app_deliver_ping(), with ping_arg; NULL likewise. */
    bool (*ping)(void *arg, const struct app_subscription *s, app_posted_fn *done, void *done_arg);
    void *ping_arg;
    struct app_exchange *exchange;    /* with partners; NULL: this program talks to none, … */
    struct exchange_front *front;     /* … takes nothing from them … */
    struct exchange_courier *courier; /* … and asks them nothing */
    const struct ym_keyring *ring;    /* of which our keys for partners are made; likewise */
    unsigned operations_max;          /* 0: API_OPERATIONS */
    unsigned scan_burst;              /* 0: API_SCAN_BURST */
    unsigned scans_per_minute;        /* 0: API_SCANS_PER_MINUTE */
};

struct ym_log;
struct api; /* owned by the composition root */

/* NULL when the heap has no room, or public_url is too long or cannot stand in a code. */
__attribute__((warn_unused_result)) struct api *api_new(const struct api_config *config);
void api_free(struct api *api); /* Pre: no request is under way. NULL is legal. */

/* Copy the route table to ret; how many rows it has. Its handlers take the api as their app. */
size_t api_routes(struct ym_http_route ret[API_ROUTES_MAX]);

/* The front handler: who asks, and may it? Puts a const struct app_caller into rq->actor, or leaves
 * it NULL for a stranger where the row admits one; then calls the row's handler. A caller shows a
 * bearer token or the cookie of a session; its role must have the row's right (app/rights.h). What
 * changes something by a cookie must carry the session's X-CSRF-Token, and without a bearer token
 * none may come from another site's page. app is the api. */
void api_front(struct ym_http_request *rq, void *app);

/* May this caller (rq->actor, not NULL) see the metrics? Auditors, jobs and administrators may. */
bool api_may_watch(const struct ym_http_request *rq);

#endif
