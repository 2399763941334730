/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of the route table: satisfaction, assessment, points. */
#include "api_assess.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define PROBLEM  "application/problem+json"
#define DECIMAL  "{\"type\":\"string\",\"pattern\":\"^[1-9][0-9]*$\"}"
#define MONTH    "{\"type\":\"string\",\"pattern\":\"^[0-9]{4}-[0-9]{2}$\"}"
#define BOOLEAN  "{\"type\":\"boolean\",\"default\":false}"

static const struct ym_http_param assessments_query[] = {
    { "from", MONTH, "first month; left out: the same as until" },
    { "until", MONTH, "last month; left out: the last one that is over" },
    { "subject", DECIMAL, "this mediator or body alone" },
    { "body", DECIMAL, "of this body alone" },
    { "limit", "{\"type\":\"integer\",\"minimum\":1,\"maximum\":100,\"default\":100}",
      "rows of a page" },
    { "cursor", DECIMAL, "next of the page before" },
};

static const struct ym_http_param cases_query[] = {
    { "month", MONTH, "which month" },
};

static const struct ym_http_param objections_query[] = {
    { "open", BOOLEAN, "those alone that wait for an answer" },
    { "cursor", DECIMAL, "next of the page before" },
};

static const struct ym_http_param points_query[] = {
    { "from", MONTH, "first month" },
    { "until", MONTH, "last month" },
    { "staff", DECIMAL, "of this mediator or volunteer" },
    { "body", DECIMAL, "of this body" },
    { "format", "{\"enum\":[\"json\",\"csv\"],\"default\":\"json\"}",
      "csv: a table of one body for its finance office" },
};

static const struct ym_http_param proposals_query[] = {
    { "from", MONTH, "first month" },
    { "until", MONTH, "last month" },
    { "staff", DECIMAL, "of this mediator or volunteer" },
    { "body", DECIMAL, "of this body" },
    { "open", BOOLEAN, "those alone that somebody has to look at" },
    { "cursor", DECIMAL, "next of the page before" },
};

static const struct ym_http_param entries_query[] = {
    { "from", MONTH, "first month" },
    { "until", MONTH, "last month" },
    { "staff", DECIMAL, "of this mediator or volunteer" },
    { "body", DECIMAL, "of this body" },
    { "cursor", DECIMAL, "next of the page before" },
};

static const struct ym_http_param rules_query[] = {
    { "on", "{\"type\":\"string\",\"format\":\"date\"}", "the day; left out: today" },
};

#define NO_RIGHT                                                                                   \
    {                                                                                              \
        403, "Problem", PROBLEM, "this role has not the right, or the session no X-CSRF-Token"     \
    }
#define NONE                                                                                       \
    {                                                                                              \
        404, "Problem", PROBLEM, "there is nothing of this number to be seen"                      \
    }
#define DECIDED                                                                                    \
    {                                                                                              \
        409, "Problem", PROBLEM,                                                                   \
            "it is not open, credited otherwise, or benefits or came from whoever decides"         \
    }

static const struct ym_http_answer satisfaction_answers[] = {
    { 200, "Satisfaction", NULL, "who may answer, and who did; a score for whoever gave it" },
    NO_RIGHT,
};

static const struct ym_http_answer satisfied_answers[] = {
    { 200, "SatisfactionSeat", NULL, "answered, or changed" },
    NO_RIGHT,
    { 409, "Problem", PROBLEM, "it cannot be answered now; the problem says why" },
};

static const struct ym_http_answer assessments_answers[] = {
    { 200, "AssessmentPage", NULL, "those that this caller sees, in the order of their ids" },
    NO_RIGHT,
    { 404, "Problem", PROBLEM, "there is no such kind" },
};

static const struct ym_http_answer cases_answers[] = {
    { 200, "AssessmentCases", NULL, "the disputes, and what each counts for" },
    NO_RIGHT,
    NONE,
};

static const struct ym_http_answer objections_answers[] = {
    { 200, "AssessmentObjectionPage", NULL, "those that this caller sees, newest first" },
    NO_RIGHT,
};

static const struct ym_http_answer objected_answers[] = {
    { 201, "AssessmentObjection", NULL, "raised; the figures bear a flag until it is answered" },
    NO_RIGHT,
    { 409, "Problem", PROBLEM, "as many are open as may be" },
};

static const struct ym_http_answer answered_answers[] = {
    { 200, "AssessmentObjection", NULL, "answered" },
    NO_RIGHT,
    NONE,
    { 409, "Problem", PROBLEM, "it is answered already" },
};

static const struct ym_http_answer points_answers[] = {
    { 200, "PointsSums", NULL, "by staff and month; with format=csv a table" },
    NO_RIGHT,
    { 413, "Problem", PROBLEM, "more sums than one answer may have" },
};

static const struct ym_http_answer rules_answers[] = {
    { 200, "PointsRules", NULL, "the table in force on that day" },
    NO_RIGHT,
};

static const struct ym_http_answer proposals_answers[] = {
    { 200, "PointsProposalPage", NULL, "newest first" },
    NO_RIGHT,
};

static const struct ym_http_answer proposed_answers[] = {
    { 201, "PointsProposal", NULL, "waits for somebody else to confirm it" },
    NO_RIGHT,
    { 409, "Problem", PROBLEM, "as many wait as may be" },
};

static const struct ym_http_answer declined_answers[] = {
    { 200, "PointsProposal", NULL, "declined" },
    NO_RIGHT,
    NONE,
    DECIDED,
};

static const struct ym_http_answer entries_answers[] = {
    { 200, "PointsEntryPage", NULL, "the ledger, newest first" },
    NO_RIGHT,
};

static const struct ym_http_answer entered_answers[] = {
    { 201, "PointsEntry", NULL, "the entry that was made" },
    NO_RIGHT,
    NONE,
    DECIDED,
};

/* clang-format off */
static const struct ym_http_route routes[] = {
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes/{id}/satisfaction",
      .handler = api_get_satisfaction, .right = APP_RIGHT_SATISFACTION, .flags = YM_HTTP_AUTH,
      .operation = "getSatisfaction", .summary = "Who was asked how content they are",
      .tag = "assessment", .answers = satisfaction_answers,
      .answers_n = COUNT(satisfaction_answers) },
    { .method = YM_HTTP_PUT, .path = "/api/v1/disputes/{id}/satisfaction/{seat}",
      .handler = api_put_satisfaction, .right = APP_RIGHT_SATISFACTION, .flags = YM_HTTP_AUTH,
      .body_bytes_max = API_ASSESS_BYTES_MAX, .operation = "putSatisfaction",
      .summary = "How content a party is: once for each visit", .tag = "assessment",
      .request = "SatisfactionWish", .answers = satisfied_answers,
      .answers_n = COUNT(satisfied_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/assessments/{kind}",
      .handler = api_get_assessments, .right = APP_RIGHT_ASSESSMENT, .flags = YM_HTTP_AUTH,
      .operation = "listAssessments", .summary = "How mediators or bodies did", .tag = "assessment",
      .query = assessments_query, .query_n = COUNT(assessments_query),
      .answers = assessments_answers, .answers_n = COUNT(assessments_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/assessments/{kind}/{subject}/cases",
      .handler = api_get_assessment_cases, .right = APP_RIGHT_ASSESSMENT, .flags = YM_HTTP_AUTH,
      .operation = "listAssessmentCases",
      .summary = "The disputes that a month of an assessment is made of", .tag = "assessment",
      .query = cases_query, .query_n = COUNT(cases_query), .answers = cases_answers,
      .answers_n = COUNT(cases_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/assessment_objections",
      .handler = api_get_contests, .right = APP_RIGHT_ASSESSMENT, .flags = YM_HTTP_AUTH,
      .operation = "listAssessmentObjections", .summary = "Objections against assessments",
      .tag = "assessment", .query = objections_query, .query_n = COUNT(objections_query),
      .answers = objections_answers, .answers_n = COUNT(objections_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/assessment_objections",
      .handler = api_post_contest, .right = APP_RIGHT_ASSESSMENT,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY, .body_bytes_max = API_ASSESS_BYTES_MAX,
      .operation = "objectToAssessment", .summary = "Object to one's own figures",
      .tag = "assessment", .request = "NewAssessmentObjection", .answers = objected_answers,
      .answers_n = COUNT(objected_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/assessment_objections/{objection}/answer",
      .handler = api_post_contest_answer, .right = APP_RIGHT_ASSESSMENT,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY, .body_bytes_max = API_ASSESS_BYTES_MAX,
      .operation = "answerAssessmentObjection", .summary = "Answer an objection",
      .tag = "assessment", .request = "AssessmentObjectionAnswer", .answers = answered_answers,
      .answers_n = COUNT(answered_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/points", .handler = api_get_points,
      .right = APP_RIGHT_POINTS, .flags = YM_HTTP_AUTH, .operation = "sumPoints",
      .summary = "Points and subsidies by staff and month", .tag = "points",
      .query = points_query, .query_n = COUNT(points_query), .answers = points_answers,
      .answers_n = COUNT(points_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/points_rules", .handler = api_get_points_rules,
      .right = APP_RIGHT_POINTS, .flags = YM_HTTP_AUTH, .operation = "getPointsRules",
      .summary = "For what points are given", .tag = "points", .query = rules_query,
      .query_n = COUNT(rules_query), .answers = rules_answers, .answers_n = COUNT(rules_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/points_proposals",
      .handler = api_get_points_proposals, .right = APP_RIGHT_POINTS, .flags = YM_HTTP_AUTH,
      .operation = "listPointsProposals", .summary = "What somebody might be credited with",
      .tag = "points", .query = proposals_query, .query_n = COUNT(proposals_query),
      .answers = proposals_answers, .answers_n = COUNT(proposals_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/points_proposals",
      .handler = api_post_points_proposal, .right = APP_RIGHT_POINTS,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY, .body_bytes_max = API_ASSESS_BYTES_MAX,
      .operation = "proposePoints", .summary = "Put somebody forward, with a note",
      .tag = "points", .request = "NewPointsProposal", .answers = proposed_answers,
      .answers_n = COUNT(proposed_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/points_proposals/{proposal}/confirm",
      .handler = api_post_points_confirm, .right = APP_RIGHT_POINTS,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY, .operation = "confirmPoints",
      .summary = "Credit a proposal: another person than whom it benefits", .tag = "points",
      .answers = entered_answers, .answers_n = COUNT(entered_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/points_proposals/{proposal}/decline",
      .handler = api_post_points_decline, .right = APP_RIGHT_POINTS,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY, .body_bytes_max = API_ASSESS_BYTES_MAX,
      .operation = "declinePoints", .summary = "Decline a proposal, with a reason",
      .tag = "points", .request = "PointsReason", .answers = declined_answers,
      .answers_n = COUNT(declined_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/points_entries", .handler = api_get_points_entries,
      .right = APP_RIGHT_POINTS, .flags = YM_HTTP_AUTH, .operation = "listPointsEntries",
      .summary = "The ledger", .tag = "points", .query = entries_query,
      .query_n = COUNT(entries_query), .answers = entries_answers,
      .answers_n = COUNT(entries_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/points_entries/{entry}/reverse",
      .handler = api_post_points_reverse, .right = APP_RIGHT_POINTS,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY, .body_bytes_max = API_ASSESS_BYTES_MAX,
      .operation = "reversePoints", .summary = "Reverse an entry by another one, with a reason",
      .tag = "points", .request = "PointsReason", .answers = entered_answers,
      .answers_n = COUNT(entered_answers) },
};
/* clang-format on */

const struct ym_http_route *api_assess_routes(size_t *ret_n)
{
    *ret_n = COUNT(routes);
    return routes;
}
