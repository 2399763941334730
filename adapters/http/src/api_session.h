/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions in cookies: how one is recognised, opened and shown; what the calls about accounts
 * share. */
#ifndef YM_HTTP_SRC_API_SESSION_H
#define YM_HTTP_SRC_API_SESSION_H

#include "api_private.h"
#include "api_slow.h"

#define API_COOKIE     "__Host-yima"
#define API_CSRF_LEN   32  /* hexadecimal digits */
#define API_COOKIE_MAX 192 /* bytes of a Set-Cookie value with its NUL */

/* ---- api_front.c ---- */

/* The session's token in the Cookie header; n == 0: none. */
struct ym_span api_session_cookie(const struct ym_http_request *rq);

/* What X-CSRF-Token must say: a keyed hash of what is stored of the session, so nothing more has to
 * be kept, and who reads the database cannot make it. */
void api_session_csrf(const struct api *api, const unsigned char session[APP_TICKET_HASH_LEN],
                      char ret[API_CSRF_LEN + 1]);

/* ---- api_session.c ---- */

/* Open a session for the party that sits at this seat, and answer op with it: 200 with the Session
 * and its cookie, or a problem. For who has checked the access code; bar: why that code does not
 * speak for the party (enum app_code_bar). */
void api_session_open_party(struct api_op *op, struct ym_id dispute, unsigned seat, uint8_t bar);

/* The party's sessions at this seat end, such as when its access code is issued anew. done is
 * called like a port's; NULL is legal, and so is to call api_sessions_changed() in it, so that this
 * node sees it at once instead of some seconds later. */
void api_session_end_party(struct api *api, struct ym_id dispute, unsigned seat, app_did_fn *done,
                           void *arg);

/* Open session for this account (NULL: a party), whose token the reply's cookie bears. Ends op. a
 * lies in op's arena. */
void api_session_open(struct api_op *op, const struct app_account *a,
                      const struct app_session *session);

/* Sessions of an account (0: of a party of this dispute) were changed: this node forgets what it
 * remembers of sessions, and viewers of the live stream are judged anew. */
void api_sessions_changed(const struct api *api, int64_t account, struct ym_id dispute);

/* An operation of somebody with an account and a session; NULL: answered already. */
struct api_op *api_op_own_account(struct api *api, struct ym_http_request *rq);

/* Copy an account into the operation's arena; NULL when it has no room. */
struct app_account *api_account_keep(struct api_op *op, const struct app_account *a);

/* Answer for a question about accounts that was not answered with OK. */
void api_op_unanswered(struct api_op *op, enum ym_err err);

/* ---- api_login.c ---- */

/* Answer 429 when this login or address was wrong too often; else count one more failure, which
 * api_login_was_right() takes back. login: folded, NUL-terminated; NULL: the address alone. */
bool api_login_throttled(struct api_op *op, const char *login);
void api_login_was_right(struct api_op *op, const char *login);

/* Answer 503: too many passwords wait. */
void api_op_slow(struct api_op *op);

/* The digest of a request with an Idempotency-Key by who has no name; without a key a random one.
 */
void api_request_mark(const struct api_op *op, struct ym_span who, struct ym_request_key *ret);

/* ---- api_totp.c ---- */

/* Sealed secrets are bound to their account. The text of the label lies in room. */
#define API_TOTP_LABEL_MAX 48
struct ym_span api_totp_label(int64_t account, char room[API_TOTP_LABEL_MAX]);

/* Open the sealed secret of an account. */
__attribute__((warn_unused_result)) enum ym_err
api_totp_unseal(struct api_op *op, int64_t account, struct ym_span sealed,
                unsigned char ret[APP_TOTP_SECRET_LEN], struct ym_error *reterr);

/* The place of a recovery code among those left, or -1; ret_left gets the others. */
int api_recovery_find(const struct api_op *op, const struct app_account *a, struct ym_span code,
                      unsigned char ret_left[APP_RECOVERY_CODES * APP_RECOVERY_LEN]);

/* ---- Handlers ---- */

void api_post_session(struct ym_http_request *rq, void *app);      /* api_login.c */
void api_get_session(struct ym_http_request *rq, void *app);       /* api_session.c */
void api_delete_session(struct ym_http_request *rq, void *app);    /* api_session.c */
void api_delete_sessions(struct ym_http_request *rq, void *app);   /* api_session.c */
void api_put_session_role(struct ym_http_request *rq, void *app);  /* api_session.c */
void api_put_password(struct ym_http_request *rq, void *app);      /* api_account.c */
void api_get_link(struct ym_http_request *rq, void *app);          /* api_account.c */
void api_post_link(struct ym_http_request *rq, void *app);         /* api_account.c */
void api_post_totp(struct ym_http_request *rq, void *app);         /* api_totp.c */
void api_put_totp(struct ym_http_request *rq, void *app);          /* api_totp.c */
void api_delete_totp(struct ym_http_request *rq, void *app);       /* api_totp.c */
void api_get_accounts(struct ym_http_request *rq, void *app);      /* api_accounts.c */
void api_post_account(struct ym_http_request *rq, void *app);      /* api_accounts.c */
void api_get_account(struct ym_http_request *rq, void *app);       /* api_accounts.c */
void api_patch_account(struct ym_http_request *rq, void *app);     /* api_accounts.c */
void api_post_account_link(struct ym_http_request *rq, void *app); /* api_accounts.c */
void api_get_rights(struct ym_http_request *rq, void *app);        /* api_rights.c */

#endif
