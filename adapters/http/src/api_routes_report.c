/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of the route table: the reports of months. */
#include "api_report.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define PROBLEM  "application/problem+json"

static const struct ym_http_param report_query[] = {
    { "region", "{\"type\":\"string\",\"pattern\":\"^([0-9]{2}){1,3}([0-9]{3})?$\"}",
      "of this division; streets and towns are the smallest" },
    { "body", "{\"type\":\"string\",\"pattern\":\"^[1-9][0-9]*$\"}", "of this body" },
    { "revision", "{\"type\":\"integer\",\"minimum\":1}",
      "1: as it was frozen first; left out: the newest amendment" },
    { "format", "{\"enum\":[\"json\",\"csv\",\"html\",\"pdf\"],\"default\":\"json\"}",
      "html is one page that loads nothing else" },
};

static const struct ym_http_answer list_answers[] = {
    { 200, "ReportMonthList", NULL, "the newest month first, and its newest revision first" },
};

static const struct ym_http_answer report_answers[] = {
    { 200, "Report", NULL, "the frozen bytes, the same for ever; their SHA-256 is the entity tag" },
    { 200, NULL, "text/csv", "?format=csv" },
    { 200, NULL, "text/html", "?format=html" },
    { 200, NULL, "application/pdf", "?format=pdf" },
    { 304, NULL, NULL, "If-None-Match names it" },
    { 404, "Problem", PROBLEM,
      "nothing is frozen of this month and scope, or it is not the caller's to see" },
};

/* clang-format off */
static const struct ym_http_route routes[] = {
    { .method = YM_HTTP_GET, .path = "/api/v1/reports", .handler = api_get_reports,
      .flags = YM_HTTP_AUTH, .right = APP_RIGHT_REPORTS, .operation = "listReports",
      .summary = "Months that were drawn up, with their amendments, and of what the caller may read",
      .tag = "reports", .answers = list_answers, .answers_n = COUNT(list_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/reports/{month}", .handler = api_get_report,
      .flags = YM_HTTP_AUTH, .right = APP_RIGHT_REPORTS, .operation = "getReport",
      .summary = "The report of a month: of all that the caller sees, or of a part of it",
      .tag = "reports", .query = report_query, .query_n = COUNT(report_query),
      .answers = report_answers, .answers_n = COUNT(report_answers) },
};
/* clang-format on */

const struct ym_http_route *api_report_routes(size_t *ret_n)
{
    *ret_n = COUNT(routes);
    return routes;
}
