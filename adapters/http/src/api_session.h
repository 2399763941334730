/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions in cookies: how one is recognised, opened and shown. */
#ifndef YM_HTTP_SRC_API_SESSION_H
#define YM_HTTP_SRC_API_SESSION_H

#include "api_private.h"

#define API_COOKIE     "__Host-yima"
#define API_CSRF_LEN   32  /* hexadecimal digits */
#define API_COOKIE_MAX 192 /* bytes of a Set-Cookie value with its NUL */

/* The session's token in the Cookie header; n == 0: none. */
struct ym_span api_session_cookie(const struct ym_http_request *rq);

/* What X-CSRF-Token must say: a keyed hash of what is stored of the session, so nothing more has to
 * be kept, and who reads the database cannot make it. */
void api_session_csrf(const struct api *api, const unsigned char session[APP_TICKET_HASH_LEN],
                      char ret[API_CSRF_LEN + 1]);

/* Open a session for the party that sits at this seat, and answer rq with it: 200 with the Session
 * and its cookie, or a problem. For who has checked the access code. Ends what op it needs itself:
 * the caller has none left. */
void api_session_open_party(struct api *api, struct ym_http_request *rq, struct ym_id dispute,
                            unsigned seat);

/* The party's sessions at this seat end, such as when its access code is issued anew. done may be
 * NULL. */
void api_session_end_party(struct api *api, struct ym_id dispute, unsigned seat, app_did_fn *done,
                           void *arg);

#endif
