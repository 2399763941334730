/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of the route table: credit profiles, their runs, objections, protected disputes. */
#include "api_credit.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define DECIMAL  "{\"type\":\"string\",\"pattern\":\"^[1-9][0-9]*$\"}"
#define MONTH    "{\"type\":\"string\",\"pattern\":\"^[0-9]{4}-(0[1-9]|1[0-2])$\"}"
#define PROBLEM  "application/problem+json"

static const struct ym_http_param me_query[] = {
    { "month", MONTH, "an approved month; the newest one when left out" },
};

static const struct ym_http_param cursor_query[] = {
    { "cursor", DECIMAL, "next of the page before" },
};

static const struct ym_http_param desk_query[] = {
    { "state",
      "{\"type\":\"string\",\"enum\":[\"open\",\"upheld\",\"rejected\"],\"default\":\"open\"}",
      "objections in this state" },
    { "cursor", NULL, "next of the page before" },
};

static const struct ym_http_param runs_query[] = {
    { "before", MONTH, "next of the page before" },
};

static const struct ym_http_answer me_answers[] = {
    { 200, "CreditAnswer", NULL, "the own profile of an approved month, or why there is none" },
    { 404, "Problem", PROBLEM, "these credentials belong to no party" },
    { 429, "Problem", PROBLEM, "too often; Retry-After says when" },
};

static const struct ym_http_answer look_answers[] = {
    { 200, "CreditAnswer", NULL, "the profile; other disputes without their numbers" },
    { 403, "Problem", PROBLEM, "reason protected: the dispute is under protection" },
    { 404, "Problem", PROBLEM, "not the mediator of such a dispute, or no such seat" },
    { 409, "Problem", PROBLEM, "reason closed: the dispute is over" },
    { 429, "Problem", PROBLEM, "too often; Retry-After says when" },
};

static const struct ym_http_answer reads_answers[] = {
    { 200, "CreditReadPage", NULL, "newest first, refused attempts among them" },
};

static const struct ym_http_answer statement_answers[] = {
    { 200, "CreditStated", NULL, "as it stands now; an empty text takes it away" },
    { 409, "Problem", PROBLEM, "reason no_identity: there is no profile to stand beside" },
};

static const struct ym_http_answer object_answers[] = {
    { 201, "CreditObjection", NULL, "put in; the item is marked at once" },
    { 404, "Problem", PROBLEM, "reason no_item: the profile of this month has no such item" },
    { 409, "Problem", PROBLEM, "reason already: one about this item is open or was upheld" },
};

static const struct ym_http_answer objections_answers[] = {
    { 200, "CreditObjectionList", NULL, "newest first" },
};

static const struct ym_http_answer desk_answers[] = {
    { 200, "CreditObjectionPage", NULL, "of the caller's regions, the first that is due first" },
};

static const struct ym_http_answer decide_answers[] = {
    { 200, "CreditObjection", NULL, "as it stands now" },
    { 403, "Problem", PROBLEM, "reason recorder: the caller recorded the item" },
    { 404, "Problem", PROBLEM, "no such objection in the caller's regions" },
    { 409, "Problem", PROBLEM, "reason not_open: decided or extended already" },
};

static const struct ym_http_answer runs_answers[] = {
    { 200, "CreditRunPage", NULL, "newest first" },
};

static const struct ym_http_answer run_answers[] = {
    { 200, "CreditRun", NULL, "counts and hashes; nothing of anybody" },
    { 404, "Problem", PROBLEM, "this month has no run" },
};

static const struct ym_http_answer approve_answers[] = {
    { 200, "CreditRun", NULL, "approved and frozen" },
    { 403, "Problem", PROBLEM, "reason person, same_person or forbidden" },
    { 404, "Problem", PROBLEM, "this month has no run" },
    { 409, "Problem", PROBLEM, "reason drawing, frozen, withdrawn or changed" },
};

static const struct ym_http_answer protection_answers[] = {
    { 200, "Protection", NULL, "as it stands now, and who changed it" },
};

static const struct ym_http_answer protect_answers[] = {
    { 200, "Protection", NULL, "as it stands now" },
    { 409, "Problem", PROBLEM, "it was changed as often as may be" },
};

static const struct ym_http_answer certificate_answers[] = {
    { 200, "CreditCertificate", NULL, "made now, or before of the same month" },
    { 409, "Problem", PROBLEM, "reason nothing: there is nothing to certify" },
    { 429, "Problem", PROBLEM, "too often; Retry-After says when" },
};

static const struct ym_http_answer bytes_answers[] = {
    { 200, NULL, "application/pdf", "the bytes that were sealed" },
};

/* clang-format off */
static const struct ym_http_route routes[] = {
    { .method = YM_HTTP_GET, .path = "/api/v1/credit/me", .handler = api_get_credit_me,
      .right = APP_RIGHT_CREDIT_OWN, .flags = YM_HTTP_AUTH, .operation = "getOwnCredit",
      .summary = "A party's own credit profile, with the reason of every point", .tag = "credit",
      .query = me_query, .query_n = COUNT(me_query), .answers = me_answers,
      .answers_n = COUNT(me_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/credit/me/reads", .handler = api_get_credit_reads,
      .right = APP_RIGHT_CREDIT_OWN, .flags = YM_HTTP_AUTH, .operation = "listOwnCreditReads",
      .summary = "Who looked at one's profile, or tried to", .tag = "credit",
      .query = cursor_query, .query_n = COUNT(cursor_query), .answers = reads_answers,
      .answers_n = COUNT(reads_answers) },
    { .method = YM_HTTP_PUT, .path = "/api/v1/credit/me/statement",
      .handler = api_put_credit_statement, .right = APP_RIGHT_CREDIT_OWN, .flags = YM_HTTP_AUTH,
      .body_bytes_max = API_CREDIT_BYTES_MAX, .operation = "putCreditStatement",
      .summary = "One's own words, shown with the profile", .tag = "credit",
      .request = "CreditStatementText", .answers = statement_answers,
      .answers_n = COUNT(statement_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/credit/me/objections",
      .handler = api_post_credit_objection, .right = APP_RIGHT_CREDIT_OWN,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY, .body_bytes_max = API_CREDIT_BYTES_MAX,
      .operation = "objectToCreditItem", .summary = "Object to an item of one's profile",
      .tag = "credit", .request = "NewCreditObjection", .answers = object_answers,
      .answers_n = COUNT(object_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/credit/me/objections",
      .handler = api_get_credit_objections, .right = APP_RIGHT_CREDIT_OWN, .flags = YM_HTTP_AUTH,
      .operation = "listOwnCreditObjections", .summary = "One's objections and their answers",
      .tag = "credit", .answers = objections_answers, .answers_n = COUNT(objections_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/credit/me/certificate",
      .handler = api_post_credit_certificate, .right = APP_RIGHT_CREDIT_OWN,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY | YM_HTTP_BODY_OPTIONAL,
      .body_bytes_max = API_CREDIT_BYTES_MAX, .operation = "makeCreditCertificate",
      .summary = "Have a certificate of voluntary performance made", .tag = "credit",
      .answers = certificate_answers, .answers_n = COUNT(certificate_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/credit/me/certificate/{code}",
      .handler = api_get_credit_certificate, .right = APP_RIGHT_CREDIT_OWN, .flags = YM_HTTP_AUTH,
      .operation = "getCreditCertificate", .summary = "The bytes of one's certificate",
      .tag = "credit", .answers = bytes_answers, .answers_n = COUNT(bytes_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/disputes/{id}/credit/{seat}",
      .handler = api_post_credit_look, .right = APP_RIGHT_CREDIT_CASE,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY,
      .body_bytes_max = API_CREDIT_BYTES_MAX, .operation = "lookAtCredit",
      .summary = "The mediator looks at a party's profile, for a purpose; the party reads who did",
      .tag = "credit", .request = "CreditLook", .answers = look_answers,
      .answers_n = COUNT(look_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/credit/reads", .handler = api_get_credit_looks,
      .right = APP_RIGHT_CREDIT_REVIEW, .flags = YM_HTTP_AUTH, .operation = "listCreditReads",
      .summary = "All looks at profiles within the caller's regions", .tag = "credit",
      .query = cursor_query, .query_n = COUNT(cursor_query), .answers = reads_answers,
      .answers_n = COUNT(reads_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/credit/objections", .handler = api_get_credit_desk,
      .right = APP_RIGHT_CREDIT_REVIEW, .flags = YM_HTTP_AUTH, .operation = "listCreditObjections",
      .summary = "Objections to be decided", .tag = "credit", .query = desk_query,
      .query_n = COUNT(desk_query), .answers = desk_answers, .answers_n = COUNT(desk_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/credit/objections/{objection}/decide",
      .handler = api_post_credit_decision, .right = APP_RIGHT_CREDIT_REVIEW,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY, .body_bytes_max = API_CREDIT_BYTES_MAX,
      .operation = "decideCreditObjection", .summary = "Uphold or reject an objection",
      .tag = "credit", .request = "CreditDecision", .answers = decide_answers,
      .answers_n = COUNT(decide_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/credit/objections/{objection}/extend",
      .handler = api_post_credit_extension, .right = APP_RIGHT_CREDIT_REVIEW,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY | YM_HTTP_BODY_OPTIONAL,
      .body_bytes_max = API_CREDIT_BYTES_MAX, .operation = "extendCreditObjection",
      .summary = "Take the longest time for an objection, once", .tag = "credit",
      .answers = decide_answers, .answers_n = COUNT(decide_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/credit/runs", .handler = api_get_credit_runs,
      .right = APP_RIGHT_CREDIT_APPROVE, .flags = YM_HTTP_AUTH, .operation = "listCreditRuns",
      .summary = "Runs of credit profiles", .tag = "credit", .query = runs_query,
      .query_n = COUNT(runs_query), .answers = runs_answers, .answers_n = COUNT(runs_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/credit/runs/{month}", .handler = api_get_credit_run,
      .right = APP_RIGHT_CREDIT_APPROVE, .flags = YM_HTTP_AUTH, .operation = "getCreditRun",
      .summary = "The newest run of a month, and what differs from the month before",
      .tag = "credit", .answers = run_answers, .answers_n = COUNT(run_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/credit/runs/{month}/approve",
      .handler = api_post_credit_approval, .right = APP_RIGHT_CREDIT_APPROVE,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY | YM_HTTP_BODY_OPTIONAL,
      .body_bytes_max = API_CREDIT_BYTES_MAX, .operation = "approveCreditRun",
      .summary = "Approve a run that another account ran", .tag = "credit",
      .request = "CreditApproval", .answers = approve_answers, .answers_n = COUNT(approve_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes/{id}/protection",
      .handler = api_get_protection, .right = APP_RIGHT_CREDIT_PROTECT, .flags = YM_HTTP_AUTH,
      .operation = "getProtection", .summary = "What protects a dispute from credit profiles",
      .tag = "credit", .answers = protection_answers, .answers_n = COUNT(protection_answers) },
    { .method = YM_HTTP_PUT, .path = "/api/v1/disputes/{id}/protection",
      .handler = api_put_protection, .right = APP_RIGHT_CREDIT_PROTECT,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY,
      .body_bytes_max = API_CREDIT_BYTES_MAX, .operation = "protectDispute",
      .summary = "Protect a dispute: no profile tells of it", .tag = "credit",
      .request = "ProtectionChange", .answers = protect_answers,
      .answers_n = COUNT(protect_answers) },
    { .method = YM_HTTP_DELETE, .path = "/api/v1/disputes/{id}/protection",
      .handler = api_delete_protection, .right = APP_RIGHT_CREDIT_REVIEW,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY,
      .body_bytes_max = API_CREDIT_BYTES_MAX, .operation = "liftProtection",
      .summary = "Lift the protection of a dispute", .tag = "credit",
      .request = "ProtectionChange", .answers = protect_answers,
      .answers_n = COUNT(protect_answers) },
};
/* clang-format on */

const struct ym_http_route *api_credit_routes(size_t *ret_n)
{
    *ret_n = COUNT(routes);
    return routes;
}
