/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of the route table: agreements and their confirmation. */
#include "api_private.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define DECIMAL  "{\"type\":\"string\",\"pattern\":\"^[1-9][0-9]*$\"}"
#define PROBLEM  "application/problem+json"

static const struct ym_http_param check_query[] = {
    { "court", DECIMAL, "the court that would be asked; without it the one that is named already" },
};

static const struct ym_http_answer agreement_answers[] = {
    { 200, "Agreement", NULL, "every version, what became of it, and what may be done next" },
};

static const struct ym_http_answer check_answers[] = {
    { 200, "ConfirmationCheck", NULL, "what stands against a confirmation, the gravest first" },
};

static const struct ym_http_answer draft_answers[] = {
    { 200, "ConfirmationCheck", NULL, "what would stand against the confirmation of this draft" },
    { 422, "Problem", PROBLEM, "the command states no agreement, or a field is wrong" },
};

/* clang-format off */
static const struct ym_http_route routes[] = {
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes/{id}/agreement",
      .handler = api_get_agreement, .flags = YM_HTTP_AUTH, .right = APP_RIGHT_DISPUTES,
      .operation = "getAgreement",
      .summary = "The agreement: versions, signatures, performance, confirmation",
      .tag = "agreement", .answers = agreement_answers, .answers_n = COUNT(agreement_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes/{id}/confirmation/check",
      .handler = api_get_confirmation_check, .flags = YM_HTTP_AUTH, .right = APP_RIGHT_DISPUTES,
      .operation = "checkConfirmation",
      .summary = "What would make a court refuse to confirm the agreement?", .tag = "agreement",
      .query = check_query, .query_n = COUNT(check_query), .answers = check_answers,
      .answers_n = COUNT(check_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/disputes/{id}/confirmation/check",
      .handler = api_post_confirmation_check, .flags = YM_HTTP_AUTH | YM_HTTP_KEY,
      .right = APP_RIGHT_DISPUTES,
      .body_bytes_max = JSON_COMMAND_BYTES_MAX, .operation = "checkDraft",
      .summary = "The same of a draft, given as the command that would state it. Stores nothing",
      .tag = "agreement", .request = "Command", .answers = draft_answers,
      .answers_n = COUNT(draft_answers) },
};
/* clang-format on */

const struct ym_http_route *api_agreement_routes(size_t *ret_n)
{
    *ret_n = COUNT(routes);
    return routes;
}
