/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of the route table: sessions, one's own account, accounts, rights. */
#include "api_session.h"
#include "json/account.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define DECIMAL  "{\"type\":\"string\",\"pattern\":\"^[1-9][0-9]*$\"}"
#define PROBLEM  "application/problem+json"

static const struct ym_http_param accounts_query[] = {
    { "limit", "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}",
      "rows of a page" },
    { "cursor", DECIMAL, "next of the page before" },
};

#define THROTTLED                                                                                  \
    {                                                                                              \
        429, "Problem", PROBLEM, "wrong too often; Retry-After says how long to wait"              \
    }
#define NO_RIGHT                                                                                   \
    {                                                                                              \
        403, "Problem", PROBLEM, "this role has not the right, or the session no X-CSRF-Token"     \
    }

static const struct ym_http_answer login_answers[] = {
    { 200, "Session", NULL, "logged in; Set-Cookie bears the session" },
    { 401, "LoginRefused", PROBLEM, "login or password is wrong, or a second factor is missing" },
    { 403, "Problem", PROBLEM,
      "the account may not act in this role, or another site's page asks" },
    THROTTLED,
};

static const struct ym_http_answer session_answers[] = {
    { 200, "Session", NULL, "as it stands" },
    NO_RIGHT,
};

static const struct ym_http_answer left_answers[] = {
    { 204, NULL, NULL, "over, here at once and on other nodes within seconds" },
    NO_RIGHT,
};

static const struct ym_http_answer password_answers[] = {
    { 204, NULL, NULL, "set; other sessions of the account are over" },
    { 403, "Problem", PROBLEM, "the old password is wrong" },
    { 409, "Problem", PROBLEM, "it was changed meanwhile" },
    THROTTLED,
};

static const struct ym_http_answer link_answers[] = {
    { 200, "Link", NULL, "whose password it sets" },
    { 404, "Problem", PROBLEM, "it was used, replaced or is past its end, or never was" },
    THROTTLED,
};

static const struct ym_http_answer linked_answers[] = {
    { 204, NULL, NULL, "set; sessions of the account are over; log in" },
    { 404, "Problem", PROBLEM, "it was used, replaced or is past its end, or never was" },
    { 409, "Problem", PROBLEM, "another request used it meanwhile" },
    THROTTLED,
};

static const struct ym_http_answer totp_answers[] = {
    { 200, "TotpSecret", NULL, "waits for its first code; shown here alone" },
    { 403, "Problem", PROBLEM, "the password is wrong" },
    { 409, "Problem", PROBLEM, "one-time passwords are on already" },
    THROTTLED,
};

static const struct ym_http_answer totp_on_answers[] = {
    { 200, "RecoveryCodes", NULL, "switched on; shown here alone" },
    { 403, "Problem", PROBLEM, "this is for accounts, with a session" },
    { 409, "Problem", PROBLEM, "no secret waits, or it was replaced meanwhile" },
};

static const struct ym_http_answer totp_off_answers[] = {
    { 204, NULL, NULL, "switched off" },
    { 403, "Problem", PROBLEM, "the password is wrong" },
    THROTTLED,
};

static const struct ym_http_answer accounts_answers[] = {
    { 200, "AccountPage", NULL, "by ascending id" },
    NO_RIGHT,
};

static const struct ym_http_answer account_answers[] = {
    { 200, "Account", NULL, "as it stands" },
    NO_RIGHT,
};

static const struct ym_http_answer made_answers[] = {
    { 201, "Account", NULL, "made; it has no password until its owner follows a link" },
    NO_RIGHT,
    { 409, "Problem", PROBLEM, "there is an account with this login" },
};

static const struct ym_http_answer new_link_answers[] = {
    { 201, "NewLink", NULL, "shown here alone; the one before it is over" },
    NO_RIGHT,
};

static const struct ym_http_answer rights_answers[] = {
    { 200, "Rights", NULL, "as they are judged" },
    NO_RIGHT,
};

/* clang-format off */
static const struct ym_http_route routes[] = {
    { .method = YM_HTTP_POST, .path = "/api/v1/session", .handler = api_post_session,
      .right = APP_RIGHT_NONE, .body_bytes_max = JSON_ACCOUNT_BYTES_MAX, .operation = "logIn",
      .summary = "Log in", .tag = "sessions", .request = "Login", .answers = login_answers,
      .answers_n = COUNT(login_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/session", .handler = api_get_session,
      .right = APP_RIGHT_SESSION, .flags = YM_HTTP_AUTH, .operation = "getSession",
      .summary = "Who am I here, and what may I do?", .tag = "sessions",
      .answers = session_answers, .answers_n = COUNT(session_answers) },
    { .method = YM_HTTP_DELETE, .path = "/api/v1/session", .handler = api_delete_session,
      .right = APP_RIGHT_SESSION, .flags = YM_HTTP_AUTH, .operation = "logOut",
      .summary = "Log out", .tag = "sessions", .answers = left_answers,
      .answers_n = COUNT(left_answers) },
    { .method = YM_HTTP_DELETE, .path = "/api/v1/sessions", .handler = api_delete_sessions,
      .right = APP_RIGHT_SESSION, .flags = YM_HTTP_AUTH, .operation = "logOutEverywhere",
      .summary = "Log out everywhere", .tag = "sessions", .answers = left_answers,
      .answers_n = COUNT(left_answers) },
    { .method = YM_HTTP_PUT, .path = "/api/v1/session/role", .handler = api_put_session_role,
      .right = APP_RIGHT_SESSION, .flags = YM_HTTP_AUTH, .body_bytes_max = JSON_ACCOUNT_BYTES_MAX,
      .operation = "switchRole", .summary = "Act in another role of the account",
      .tag = "sessions", .request = "RoleChoice", .answers = session_answers,
      .answers_n = COUNT(session_answers) },
    { .method = YM_HTTP_PUT, .path = "/api/v1/account/password", .handler = api_put_password,
      .right = APP_RIGHT_ACCOUNT, .flags = YM_HTTP_AUTH, .body_bytes_max = JSON_ACCOUNT_BYTES_MAX,
      .operation = "changePassword", .summary = "Change one's own password", .tag = "sessions",
      .request = "PasswordChange", .answers = password_answers,
      .answers_n = COUNT(password_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/account/totp", .handler = api_post_totp,
      .right = APP_RIGHT_ACCOUNT, .flags = YM_HTTP_AUTH | YM_HTTP_BODY_OPTIONAL,
      .body_bytes_max = JSON_ACCOUNT_BYTES_MAX,
      .operation = "makeTotp", .summary = "Make a secret of one-time passwords",
      .tag = "sessions", .request = "Password", .answers = totp_answers,
      .answers_n = COUNT(totp_answers) },
    { .method = YM_HTTP_PUT, .path = "/api/v1/account/totp", .handler = api_put_totp,
      .right = APP_RIGHT_ACCOUNT, .flags = YM_HTTP_AUTH, .body_bytes_max = JSON_ACCOUNT_BYTES_MAX,
      .operation = "beginTotp", .summary = "Switch one-time passwords on with the first code",
      .tag = "sessions", .request = "TotpCode", .answers = totp_on_answers,
      .answers_n = COUNT(totp_on_answers) },
    { .method = YM_HTTP_DELETE, .path = "/api/v1/account/totp", .handler = api_delete_totp,
      .right = APP_RIGHT_ACCOUNT, .flags = YM_HTTP_AUTH | YM_HTTP_BODY_OPTIONAL,
      .body_bytes_max = JSON_ACCOUNT_BYTES_MAX,
      .operation = "endTotp", .summary = "Switch one-time passwords off", .tag = "sessions",
      .request = "Password", .answers = totp_off_answers, .answers_n = COUNT(totp_off_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/links/{link}", .handler = api_get_link,
      .right = APP_RIGHT_NONE, .operation = "getLink", .summary = "Whose one-time link is it?",
      .tag = "sessions", .answers = link_answers, .answers_n = COUNT(link_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/links/{link}", .handler = api_post_link,
      .right = APP_RIGHT_NONE, .body_bytes_max = JSON_ACCOUNT_BYTES_MAX, .operation = "useLink",
      .summary = "Set a password by a one-time link", .tag = "sessions", .request = "Password",
      .answers = linked_answers, .answers_n = COUNT(linked_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/accounts", .handler = api_get_accounts,
      .right = APP_RIGHT_ACCOUNTS, .flags = YM_HTTP_AUTH, .operation = "listAccounts",
      .summary = "Accounts", .tag = "accounts", .query = accounts_query,
      .query_n = COUNT(accounts_query), .answers = accounts_answers,
      .answers_n = COUNT(accounts_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/accounts", .handler = api_post_account,
      .right = APP_RIGHT_ACCOUNTS, .flags = YM_HTTP_AUTH | YM_HTTP_KEY,
      .body_bytes_max = JSON_ACCOUNT_BYTES_MAX, .operation = "makeAccount",
      .summary = "Make an account", .tag = "accounts", .request = "NewAccount",
      .answers = made_answers, .answers_n = COUNT(made_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/accounts/{id}", .handler = api_get_account,
      .right = APP_RIGHT_ACCOUNTS, .flags = YM_HTTP_AUTH, .operation = "getAccount",
      .summary = "Read an account", .tag = "accounts", .answers = account_answers,
      .answers_n = COUNT(account_answers) },
    { .method = YM_HTTP_PATCH, .path = "/api/v1/accounts/{id}", .handler = api_patch_account,
      .right = APP_RIGHT_ACCOUNTS, .flags = YM_HTTP_AUTH,
      .body_bytes_max = JSON_ACCOUNT_BYTES_MAX, .operation = "changeAccount",
      .summary = "Change, disable or enable an account", .tag = "accounts",
      .request = "AccountChange", .answers = account_answers,
      .answers_n = COUNT(account_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/accounts/{id}/link",
      .handler = api_post_account_link, .right = APP_RIGHT_ACCOUNTS, .flags = YM_HTTP_AUTH,
      .operation = "makeLink", .summary = "Make a one-time link for an account's password",
      .tag = "accounts", .answers = new_link_answers, .answers_n = COUNT(new_link_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/rights", .handler = api_get_rights,
      .right = APP_RIGHT_SESSION, .flags = YM_HTTP_AUTH, .operation = "getRights",
      .summary = "Which role may do what", .tag = "about", .answers = rights_answers,
      .answers_n = COUNT(rights_answers) },
};
/* clang-format on */

const struct ym_http_route *api_people_routes(size_t *ret_n)
{
    *ret_n = COUNT(routes);
    return routes;
}
