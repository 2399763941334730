/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of the route table: what helps at the window. */
#include "api_private.h"
#include "app/rights.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define DECIMAL  "{\"type\":\"string\",\"pattern\":\"^[1-9][0-9]*$\"}"

static const struct ym_http_param regions_query[] = {
    { "parent", NULL, "what lies directly in this division; left out: the outermost ones" },
    { "q", "{\"type\":\"string\",\"minLength\":1,\"maxLength\":20}",
      "by a part of the name, inside parent or anywhere" },
};

static const struct ym_http_param worklists_query[] = {
    { "region", NULL, "only in this division and what lies in it" },
    { "body", DECIMAL, "only those that this body owns" },
};

static const struct ym_http_param labels_query[] = {
    { "ids", NULL, "one to four numbers of disputes, with commas between" },
};

static const struct ym_http_answer regions_answers[] = {
    { 200, "RegionPage", NULL, "by ascending code" },
};

static const struct ym_http_answer suggestions_answers[] = {
    { 200, "Suggestions", NULL, "the best first, each with the words that speak for it" },
};

static const struct ym_http_answer duplicates_answers[] = {
    { 200, "DuplicateList", NULL, "those that this caller may see, and how many others there are" },
    { 429, "Problem", "application/problem+json",
      "this caller looks too often; Retry-After says when" },
};

static const struct ym_http_answer worklists_answers[] = {
    { 200, "Worklists", NULL, "the lists of this role with what waits in them" },
};

static const struct ym_http_answer labels_answers[] = {
    { 200, NULL, "image/svg+xml", "a sheet of A4 with labels of A6" },
    { 404, "Problem", "application/problem+json", "one of them is not there, or not to be seen" },
    { 410, "Problem", "application/problem+json", "the code of one of them was revoked" },
};

/* clang-format off */
static const struct ym_http_route routes[] = {
    { .method = YM_HTTP_GET, .path = "/api/v1/regions", .handler = api_get_regions,
      .flags = YM_HTTP_AUTH, .right = APP_RIGHT_BODIES, .operation = "listRegions",
      .summary = "Divisions: what lies in one, or by name", .tag = "directory",
      .query = regions_query, .query_n = COUNT(regions_query), .answers = regions_answers,
      .answers_n = COUNT(regions_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/suggestions", .handler = api_post_suggestions,
      .flags = YM_HTTP_AUTH, .right = APP_RIGHT_INTAKE_AID,
      .body_bytes_max = JSON_INTAKE_BYTES_MAX, .operation = "suggest",
      .summary = "Which type and cause do these words suggest? Stores nothing", .tag = "intake",
      .request = "SuggestionWish", .answers = suggestions_answers,
      .answers_n = COUNT(suggestions_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/duplicates", .handler = api_post_duplicates,
      .flags = YM_HTTP_AUTH, .right = APP_RIGHT_INTAKE_AID,
      .body_bytes_max = JSON_INTAKE_BYTES_MAX, .operation = "findDuplicates",
      .summary = "Is this dispute here already? Stores nothing", .tag = "intake",
      .request = "DuplicateWish", .answers = duplicates_answers,
      .answers_n = COUNT(duplicates_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/worklists", .handler = api_get_worklists,
      .flags = YM_HTTP_AUTH, .right = APP_RIGHT_WORKLISTS, .operation = "countWorklists",
      .summary = "What waits for the caller's role", .tag = "disputes",
      .query = worklists_query, .query_n = COUNT(worklists_query), .answers = worklists_answers,
      .answers_n = COUNT(worklists_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/labels.svg", .handler = api_get_labels,
      .flags = YM_HTTP_AUTH, .right = APP_RIGHT_LABEL_SHEETS, .operation = "getLabels",
      .summary = "A sheet of printed codes", .tag = "codes", .query = labels_query,
      .query_n = COUNT(labels_query), .answers = labels_answers,
      .answers_n = COUNT(labels_answers) },
};
/* clang-format on */

const struct ym_http_route *api_clerk_routes(size_t *ret_n)
{
    *ret_n = COUNT(routes);
    return routes;
}
