/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of the route table: courts, centres and channels, and what is said with them. */
#include "api_exchange.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define PROBLEM  "application/problem+json"

static const struct ym_http_param messages_query[] = {
    { "state",
      "{\"enum\":[\"ready\",\"pending\",\"refused\",\"unacknowledged\",\"accepted\",\"settled\","
      "\"replaced\",\"all\"]}",
      "left out: what waits or was refused" },
    { "partner", NULL, "only of the partner with this code" },
    { "dispute", NULL, "only of this dispute" },
    { "limit", "{\"type\":\"integer\",\"minimum\":1,\"maximum\":100,\"default\":50}",
      "rows of a page" },
    { "cursor", NULL, "next of the page before" },
};

static const struct ym_http_param discrepancies_query[] = {
    { "partner", NULL, "only with the partner with this code" },
    { "settled", "{\"type\":\"boolean\",\"default\":false}", "those that are settled as well" },
};

#define NO_RIGHT                                                                                   \
    {                                                                                              \
        403, "Problem", PROBLEM, "this role has not the right, or the session no X-CSRF-Token"     \
    }
#define NO_PARTNER                                                                                 \
    {                                                                                              \
        404, "Problem", PROBLEM, "there is no partner with this code"                              \
    }
#define NO_MESSAGE                                                                                 \
    {                                                                                              \
        404, "Problem", PROBLEM, "there is no such message, or it is not the caller's to see"      \
    }

static const struct ym_http_answer receipt_answers[] = {
    { 200, "ExchangeReceipt", NULL, "taken in, or refused with a reason; the same when repeated" },
    { 401, "Problem", PROBLEM, "no good signature of this partner, or not of this minute" },
    NO_PARTNER,
    { 422, "Problem", PROBLEM, "this webhook-id came before with another body" },
    { 429, "Problem", PROBLEM, "too many without a good signature from this address" },
};

static const struct ym_http_answer messages_answers[] = {
    { 200, "ExchangePage", NULL, "newest first" },
    NO_RIGHT,
    NO_PARTNER,
};

static const struct ym_http_answer message_answers[] = {
    { 200, "ExchangeMessageDetail", NULL, "with what it says" },
    NO_RIGHT,
    NO_MESSAGE,
};

static const struct ym_http_answer acted_answers[] = {
    { 200, "ExchangeMessage", NULL, "as it stands now" },
    NO_RIGHT,
    NO_MESSAGE,
    { 409, "Problem", PROBLEM, "it came from the partner, or is finished" },
};

static const struct ym_http_answer discrepancies_answers[] = {
    { 200, "DiscrepancyList", NULL, "the oldest first" },
    NO_RIGHT,
    NO_PARTNER,
};

static const struct ym_http_answer settled_answers[] = {
    { 204, NULL, NULL, "settled" },
    NO_RIGHT,
    { 404, "Problem", PROBLEM, "there is no such difference, or it is settled" },
};

static const struct ym_http_answer partners_answers[] = {
    { 200, "PartnerList", NULL, "the oldest first" },
    NO_RIGHT,
};

static const struct ym_http_answer partner_answers[] = {
    { 200, "Partner", NULL, "as it stands" },
    NO_RIGHT,
    NO_PARTNER,
};

static const struct ym_http_answer made_answers[] = {
    { 201, "Partner", NULL, "made; add its public key, and give it ours" },
    NO_RIGHT,
    { 409, "Problem", PROBLEM, "the code is taken, or there are as many as may be" },
};

static const struct ym_http_answer key_answers[] = {
    { 200, "Partner", NULL, "with the key" },
    NO_RIGHT,
    NO_PARTNER,
    { 409, "Problem", PROBLEM, "it has as many keys as may be; end one first" },
};

static const struct ym_http_answer policy_answers[] = {
    { 200, "Partner", NULL, "with what it says that it takes" },
    NO_RIGHT,
    NO_PARTNER,
};

/* clang-format off */
static const struct ym_http_route routes[] = {
    { .method = YM_HTTP_POST, .path = "/api/v1/exchange/{partner}", .handler = api_post_exchange,
      .right = APP_RIGHT_NONE, .body_bytes_max = APP_MESSAGE_BYTES_MAX,
      .operation = "takeMessage", .summary = "A partner sends a signed message (v1a)",
      .tag = "exchange", .request = "ExchangeEnvelope", .answers = receipt_answers,
      .answers_n = COUNT(receipt_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/intake/{partner}", .handler = api_post_intake,
      .right = APP_RIGHT_NONE, .body_bytes_max = APP_MESSAGE_BYTES_MAX,
      .operation = "takeOrder", .summary = "A channel sends a signed work order (v1a)",
      .tag = "exchange", .request = "ExchangeBody", .answers = receipt_answers,
      .answers_n = COUNT(receipt_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/exchange", .handler = api_get_messages,
      .flags = YM_HTTP_AUTH, .right = APP_RIGHT_EXCHANGE, .operation = "listMessages",
      .summary = "What goes to and comes from partners", .tag = "exchange",
      .query = messages_query, .query_n = COUNT(messages_query), .answers = messages_answers,
      .answers_n = COUNT(messages_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/exchange/{message}/content",
      .handler = api_get_message,
      .flags = YM_HTTP_AUTH, .right = APP_RIGHT_EXCHANGE, .operation = "getMessage",
      .summary = "One message, and what it says", .tag = "exchange", .answers = message_answers,
      .answers_n = COUNT(message_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/exchange/{message}/resend",
      .handler = api_post_resend, .flags = YM_HTTP_AUTH, .right = APP_RIGHT_EXCHANGE_WORK,
      .operation = "resendMessage",
      .summary = "Send it again: anew when it was refused, as it was when nobody answered",
      .tag = "exchange", .answers = acted_answers, .answers_n = COUNT(acted_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/exchange/{message}/settle",
      .handler = api_post_message_settle, .flags = YM_HTTP_AUTH,
      .right = APP_RIGHT_EXCHANGE_WORK, .body_bytes_max = API_EXCHANGE_BYTES_MAX,
      .operation = "settleMessage", .summary = "A person saw to it, on paper or otherwise",
      .tag = "exchange", .request = "ExchangeSettling", .answers = acted_answers,
      .answers_n = COUNT(acted_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/discrepancies", .handler = api_get_discrepancies,
      .flags = YM_HTTP_AUTH, .right = APP_RIGHT_EXCHANGE, .operation = "listDiscrepancies",
      .summary = "Where our record and a partner's differ", .tag = "exchange",
      .query = discrepancies_query, .query_n = COUNT(discrepancies_query),
      .answers = discrepancies_answers, .answers_n = COUNT(discrepancies_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/discrepancies/settle",
      .handler = api_post_discrepancy, .flags = YM_HTTP_AUTH, .right = APP_RIGHT_EXCHANGE_WORK,
      .body_bytes_max = API_EXCHANGE_BYTES_MAX, .operation = "settleDiscrepancy",
      .summary = "A person saw to a difference", .tag = "exchange",
      .request = "DiscrepancySettling", .answers = settled_answers,
      .answers_n = COUNT(settled_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/partners", .handler = api_get_partners,
      .flags = YM_HTTP_AUTH, .right = APP_RIGHT_PARTNERS, .operation = "listPartners",
      .summary = "Courts, centres and channels", .tag = "partners", .answers = partners_answers,
      .answers_n = COUNT(partners_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/partners", .handler = api_post_partner,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY, .right = APP_RIGHT_PARTNERS,
      .body_bytes_max = API_PARTNER_BYTES_MAX, .operation = "addPartner",
      .summary = "Add a court, centre or channel", .tag = "partners", .request = "NewPartner",
      .answers = made_answers, .answers_n = COUNT(made_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/partners/{partner}", .handler = api_get_partner,
      .flags = YM_HTTP_AUTH, .right = APP_RIGHT_PARTNERS, .operation = "getPartner",
      .summary = "One partner", .tag = "partners", .answers = partner_answers,
      .answers_n = COUNT(partner_answers) },
    { .method = YM_HTTP_PATCH, .path = "/api/v1/partners/{partner}", .handler = api_patch_partner,
      .flags = YM_HTTP_AUTH, .right = APP_RIGHT_PARTNERS, .body_bytes_max = API_PARTNER_BYTES_MAX,
      .operation = "changePartner", .summary = "Change, pause or resume a partner",
      .tag = "partners", .request = "PartnerChange", .answers = partner_answers,
      .answers_n = COUNT(partner_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/partners/{partner}/keys",
      .handler = api_post_partner_key, .flags = YM_HTTP_AUTH, .right = APP_RIGHT_PARTNERS,
      .body_bytes_max = API_PARTNER_BYTES_MAX, .operation = "putPartnerKey",
      .summary = "Add a public key of theirs, or set its validity", .tag = "partners",
      .request = "PartnerKey", .answers = key_answers, .answers_n = COUNT(key_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/partners/{partner}/rotate",
      .handler = api_post_partner_rotate, .flags = YM_HTTP_AUTH | YM_HTTP_BODY_OPTIONAL,
      .right = APP_RIGHT_PARTNERS, .body_bytes_max = API_PARTNER_BYTES_MAX,
      .operation = "rotateOwnKey",
      .summary = "Sign with a new key; the one before signs as well for a while",
      .tag = "partners", .request = "PartnerRotation", .answers = partner_answers,
      .answers_n = COUNT(partner_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/partners/{partner}/policy",
      .handler = api_post_partner_policy, .flags = YM_HTTP_AUTH, .right = APP_RIGHT_PARTNERS,
      .operation = "askPolicy", .summary = "Ask a partner what it takes (GetPolicy)",
      .tag = "partners", .answers = policy_answers, .answers_n = COUNT(policy_answers) },
};
/* clang-format on */

const struct ym_http_route *api_exchange_routes(size_t *ret_n)
{
    *ret_n = COUNT(routes);
    return routes;
}
