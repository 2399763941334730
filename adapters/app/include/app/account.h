/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts of the staff, their sessions and the links that set a password; sessions of parties.
 *
 * An account has a login, a password (argon2id) and grants: each lets it act in one role, bound to
 * one of the staff, a body and a region. A session acts in one grant at a time. A party has no
 * account: its access code opens a session that is bound to its seat in one dispute.
 *
 * The token of a session or link is 32 random bytes as text; a hash of it is stored. What ends a
 * session (log-out, a new password, an account disabled, a grant taken back) is a change of rows,
 * seen at once on this node and by the others as soon as what they remember is old (app/gate.h). */
#ifndef YM_APP_ACCOUNT_H
#define YM_APP_ACCOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "yima/date.h"
#include "yima/id.h"
#include "yima/ports.h"
#include "yima/span.h"
#include "yima/vocab.h"

#define APP_LOGIN_CHARS_MIN      2 /* of a-z 0-9 . _ - and @ */
#define APP_LOGIN_CHARS_MAX      64
#define APP_ACCOUNT_NAME_MAX     100                      /* characters */
#define APP_ACCOUNT_ID_MAX       ((INT64_C(1) << 40) - 1) /* ids are random up to here */
#define APP_ACCOUNT_PAGE_MAX     200                      /* rows of one list */
#define APP_PASSWORD_CHARS_MIN   10
#define APP_PASSWORD_BYTES_MAX   256
#define APP_PASSWORD_STORED_MAX  128 /* bytes of an encoded hash with its NUL */
#define APP_TICKET_LEN           43  /* characters of a session's or link's token */
#define APP_TICKET_HASH_LEN      32
#define APP_SESSIONS_MAX         20     /* of one account; opening one more ends the oldest */
#define APP_SESSION_S            43200  /* a session ends after 12 hours whatever happens */
#define APP_SESSION_IDLE_S       7200   /* or after 2 hours without a request */
#define APP_SESSION_PARTY_S      14400  /* that of a party after 4 hours */
#define APP_SESSION_PARTY_IDLE_S 3600   /* or 1 hour without a request */
#define APP_SESSION_TOUCH_S      300    /* the time of the last request is noted as often */
#define APP_LINK_S               259200 /* a one-time link holds for 3 days */
#define APP_SESSION_FRESH_S      600    /* a log-in so recent stands for the password */
#define APP_TOTP_SECRET_LEN      20     /* bytes (RFC 4226, 4: 160 bits) */
#define APP_TOTP_STEP_S          30
#define APP_TOTP_DIGITS          6
#define APP_TOTP_DRIFT           1 /* steps before and after now that are taken */
#define APP_TOTP_SEALED_MAX      96
#define APP_RECOVERY_CODES       10 /* given when one-time passwords are switched on */
#define APP_RECOVERY_LEN         16 /* bytes of the keyed hash of one */

/* What an account may act as. */
struct app_grant {
    uint8_t role;                /* enum ym_role, of APP_ROLES_PEOPLE (app/rights.h) */
    int64_t staff, body, region; /* 0: none */
    bool is_usable;              /* not of staff that were disabled; of answers alone */
};

struct app_account {
    int64_t id;            /* 1..APP_ACCOUNT_ID_MAX */
    struct ym_span login;  /* in lower case */
    struct ym_span name;   /* as pages show it */
    struct ym_span stored; /* the encoded password; n == 0: none was set yet */
    bool is_active;
    struct ym_span totp;      /* sealed secret; n == 0: off */
    struct ym_span totp_next; /* sealed; waits for its first code; n == 0: none */
    int64_t totp_step;        /* the last step that was used */
    struct ym_span recovery;  /* hashes of recovery codes left, APP_RECOVERY_LEN each */
    ym_usec created_at;
    ym_usec changed_at; /* of the password; YM_USEC_NONE: never */
    size_t ngrants;     /* ascending by role */
    struct app_grant grants[YM_ROLE_COUNT];
    struct ym_request_key by; /* of the request that made it; not given: none did */
    ym_usec link_until;       /* read by a link alone: when that ends */
};

/* The grant of this role that may be used now, or NULL. */
const struct app_grant *app_account_grant(const struct app_account *a, unsigned role);

struct app_session {
    unsigned char hash[APP_TICKET_HASH_LEN];
    int64_t account;      /* 0: a party */
    uint8_t role;         /* enum ym_role */
    uint8_t seat;         /* of a party, else YM_SEAT_NONE */
    uint8_t code_bar;     /* of a party: enum app_code_bar of the code by which it came */
    struct ym_id dispute; /* of a party; v == 0: none */
    ym_usec opened_at, seen_at, expires_at;
    int64_t staff, body, region; /* of the grant, as it is now; of answers alone */
    bool is_good;                /* account, staff and grant are in force; of answers alone */
};

/* Is the session over at this time, for its age, for lack of use, or since its grant is gone? */
bool app_session_is_over(const struct app_session *s, ym_usec now);

/* Fill in a session that begins now. */
void app_session_begin_account(struct app_session *s, int64_t account, unsigned role, ym_usec now);
void app_session_begin_party(struct app_session *s, struct ym_id dispute, unsigned seat,
                             ym_usec now);

/* ---- Rules of people ---- */

/* Whose an account is. Who has two accounts is still one person, and only the number of a member of
 * staff tells that. */
struct app_person {
    int64_t account;
    size_t n; /* members of staff that its grants name, 0 left out */
    int64_t staff[YM_ROLE_COUNT];
};
void app_person_of(const struct app_account *a, struct app_person *ret);

/* Are they two people for certain: two accounts, each of which names somebody, and nobody is named
 * by both? For what one person may do and only another may approve. */
bool app_is_other_person(const struct app_person *a, const struct app_person *b);

/* ---- Rules of words ---- */

/* Fold to lower case into ret; false when text is no login: APP_LOGIN_CHARS_MIN to _MAX of letters,
 * digits and . _ - @, beginning with a letter or digit. */
bool app_login_fold(struct ym_span text, char ret[APP_LOGIN_CHARS_MAX + 1]);

/* May this be a password of that login? OK, or UNPROCESSABLE with what is asked for: length, UTF-8,
 * not the login, not one of the commonest. No classes of characters are demanded: they make
 * passwords worse (NIST SP 800-63B, 5.1.1.2). */
__attribute__((warn_unused_result)) enum ym_err
app_password_check(struct ym_span password, struct ym_span login, struct ym_error *reterr);

/* ---- What the composition root provides ---- */

enum app_ticket { APP_TICKET_SESSION, APP_TICKET_LINK };

struct app_credentials {
    /* A fresh token as text with its NUL, and what is stored of it. */
    void (*ticket)(enum app_ticket kind, char ret_text[APP_TICKET_LEN + 1],
                   unsigned char ret_hash[APP_TICKET_HASH_LEN]);
    /* False: it is not of that form. */
    bool (*ticket_hash)(enum app_ticket kind, struct ym_span text,
                        unsigned char ret_hash[APP_TICKET_HASH_LEN]);
    /* Slow on purpose, and heavy: only off the loop, few at a time. False: no memory. */
    bool (*password_store)(struct ym_span password, char ret[APP_PASSWORD_STORED_MAX]);
    bool (*password_verify)(const char *stored, struct ym_span password);
    bool (*password_is_old)(const char *stored); /* made with less than is asked for now */
    /* A stored password that nothing matches: unknown users cost the same. */
    const char *(*dummy)(void);
    /* RFC 6238 with HMAC-SHA-1. */
    unsigned (*totp_code)(const unsigned char secret[APP_TOTP_SECRET_LEN], int64_t step);
    bool (*same)(const void *a, const void *b, size_t n); /* in constant time */
};

/* The step whose code this is, within APP_TOTP_DRIFT of now and after `used`; 0: none. */
int64_t app_totp_find(const struct app_credentials *c,
                      const unsigned char secret[APP_TOTP_SECRET_LEN], struct ym_span code,
                      ym_usec now, int64_t used);

/* ---- The port ---- */

struct app_account_key {
    int64_t id;           /* 0: by login */
    struct ym_span login; /* folded */
};

struct app_account_change { /* a pointer that is NULL: as it was */
    const struct ym_span *name;
    const bool *is_active;
    const struct app_grant *grants; /* all of them; ngrants */
    size_t ngrants;
    bool ends_totp; /* switch one-time passwords off */
};

/* A new password, by a link or by who knew the old one. */
struct app_password_change {
    int64_t account;           /* without a link */
    const unsigned char *link; /* hash; NULL: without */
    struct ym_span was;        /* without a link: what is stored; another by now: not done */
    struct ym_span stored;
    const unsigned char *keep;      /* hash of the one session that goes on; NULL: none does */
    unsigned char by[YM_KEY_BYTES]; /* digest of the request: the same again is done again */
    ym_usec now;
};

struct app_totp_change {
    int64_t account;
    struct ym_span next;     /* sealed; n > 0: a secret waits for its first code */
    struct ym_span totp;     /* sealed; n > 0: it is switched on, if it is the one that waits */
    struct ym_span recovery; /* then: hashes of the recovery codes */
    int64_t step;            /* then: of that code */
    /* none of these: one-time passwords are switched off */
};

struct app_link {
    unsigned char hash[APP_TICKET_HASH_LEN];
    int64_t account;
    ym_usec made_at, expires_at;
};

struct app_link_key {
    const unsigned char *hash;
    const unsigned char *by; /* digest of the request, YM_KEY_BYTES; NULL: none */
    ym_usec now;
};

/* Which sessions end: all of an account but one, or those of a seat. */
struct app_sessions_of {
    int64_t account; /* 0: of dispute and seat */
    struct ym_id dispute;
    uint8_t seat;
    const unsigned char *keep; /* hash; NULL: none goes on */
};

/* Answers. Each call ends in exactly one, never before the call returns; what it points to dies
 * when it returns. err: OK, NOT_FOUND, CONFLICT (add: the login is taken), KEY_REUSED, UNAVAILABLE,
 * BUSY or INTERNAL. n of app_did_fn: rows that it concerned; 0: the condition did not hold. */
typedef void app_accounts_fn(void *arg, enum ym_err err, const struct app_account *rows, size_t n);
typedef void app_did_fn(void *arg, enum ym_err err, int64_t n);

struct app_accounts; /* whatever implements the port; it begins with its ops */

/* The arguments of every call may be released when it returns; done may be NULL where it says so.
 */
struct app_accounts_ops {
    void (*read)(struct app_accounts *s, const struct app_account_key *key, app_accounts_fn *done,
                 void *arg);
    /* Ascending by id, those above `after`, at most limit (<= APP_ACCOUNT_PAGE_MAX) + 1. */
    void (*list)(struct app_accounts *s, int64_t after, unsigned limit, app_accounts_fn *done,
                 void *arg);
    /* Make one. The same request again (a->by) gives the row that it made. */
    void (*add)(struct app_accounts *s, const struct app_account *a, app_accounts_fn *done,
                void *arg);
    /* Sessions that lose their ground end with it. */
    void (*change)(struct app_accounts *s, int64_t id, const struct app_account_change *change,
                   app_accounts_fn *done, void *arg);
    void (*password)(struct app_accounts *s, const struct app_password_change *change,
                     app_did_fn *done, void *arg);
    /* The same password under stronger parameters, if it is still the one that was. */
    void (*rehash)(struct app_accounts *s, int64_t id, struct ym_span was, struct ym_span stored,
                   app_did_fn *done, void *arg);
    void (*totp)(struct app_accounts *s, const struct app_totp_change *change, app_did_fn *done,
                 void *arg);
    /* Use a step up: n == 0 when it or a later one was used before, on whatever node. */
    void (*totp_step)(struct app_accounts *s, int64_t id, int64_t step, app_did_fn *done,
                      void *arg);
    /* Exchange the recovery codes left: n == 0 when they are not `was` any more. */
    void (*recovery)(struct app_accounts *s, int64_t id, struct ym_span was, struct ym_span now,
                     app_did_fn *done, void *arg);
    /* A link; the one before it, if it was not used, ends. n == 0: no such account. */
    void (*link_make)(struct app_accounts *s, const struct app_link *link, app_did_fn *done,
                      void *arg);
    /* The account of a link that can be used now, or was used by this very request. */
    void (*link_read)(struct app_accounts *s, const struct app_link_key *key, app_accounts_fn *done,
                      void *arg);
    void (*session_open)(struct app_accounts *s, const struct app_session *session,
                         app_did_fn *done, void *arg);
    /* Act in another grant; n == 0: the account has no such grant. */
    void (*session_role)(struct app_accounts *s, const unsigned char hash[APP_TICKET_HASH_LEN],
                         unsigned role, app_did_fn *done, void *arg);
    void (*session_end)(struct app_accounts *s, const unsigned char hash[APP_TICKET_HASH_LEN],
                        app_did_fn *done, void *arg);
    void (*sessions_end)(struct app_accounts *s, const struct app_sessions_of *which,
                         app_did_fn *done, void *arg);
    /* It was used at this time. done may be NULL. */
    void (*session_touch)(struct app_accounts *s, const unsigned char hash[APP_TICKET_HASH_LEN],
                          ym_usec now, app_did_fn *done, void *arg);
};

struct app_accounts {
    const struct app_accounts_ops *ops;
};

/* A fresh random id. random: as of struct app_secrets. */
int64_t app_account_id(void (*random)(void *ret, size_t n));

#endif
