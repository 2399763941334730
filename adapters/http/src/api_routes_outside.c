/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of the route table: work orders of others. */
#include "api_outside.h"
#include "app/rights.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define DECIMAL  "{\"type\":\"string\",\"pattern\":\"^[1-9][0-9]*$\"}"
#define PROBLEM  "application/problem+json"

static const struct ym_http_param orders_query[] = {
    { "task",
      "{\"type\":\"string\",\"enum\":[\"unfinished\",\"classify\",\"parties\",\"numbers\","
      "\"duplicate\",\"attached\",\"update\"]}",
      "only where this is open" },
    { "partner", "{\"type\":\"string\",\"maxLength\":40}", "only what this partner sent" },
    { "cursor", DECIMAL, "next of the page before" },
};

static const struct ym_http_answer orders_answers[] = {
    { 200, "OutsideOrderPage", NULL, "what a person has to look at, the oldest first" },
};

static const struct ym_http_answer order_answers[] = {
    { 200, "OutsideOrderDetail", NULL, "what came, and what it may be a double of" },
};

static const struct ym_http_answer settle_answers[] = {
    { 200, "OutsideOrder", NULL, "as it stands now" },
    { 409, "Problem", PROBLEM, "none of these tasks is open any more" },
};

static const struct ym_http_answer split_answers[] = {
    { 200, "OutsideOrder", NULL, "as it stands now: a dispute of its own" },
    { 409, "Problem", PROBLEM, "it had not joined a dispute" },
};

static const struct ym_http_answer references_answers[] = {
    { 200, "ReferenceList", NULL, "the oldest first" },
};

/* clang-format off */
static const struct ym_http_route routes[] = {
    { .method = YM_HTTP_GET, .path = "/api/v1/outside/orders", .handler = api_get_orders,
      .right = APP_RIGHT_OUTSIDE, .flags = YM_HTTP_AUTH, .operation = "listOutsideOrders",
      .summary = "Work orders of others that wait for a person", .tag = "outside",
      .query = orders_query, .query_n = COUNT(orders_query), .answers = orders_answers,
      .answers_n = COUNT(orders_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/outside/orders/{order}", .handler = api_get_order,
      .right = APP_RIGHT_OUTSIDE, .flags = YM_HTTP_AUTH, .operation = "getOutsideOrder",
      .summary = "A work order as it came", .tag = "outside", .answers = order_answers,
      .answers_n = COUNT(order_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/outside/orders/{order}/settle",
      .handler = api_post_order_settle, .right = APP_RIGHT_OUTSIDE,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY, .body_bytes_max = API_OUTSIDE_BYTES_MAX,
      .operation = "settleOutsideOrder", .summary = "End tasks of a work order, with a note",
      .tag = "outside", .request = "OutsideSettling", .answers = settle_answers,
      .answers_n = COUNT(settle_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/outside/orders/{order}/split",
      .handler = api_post_order_split, .right = APP_RIGHT_OUTSIDE,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY, .body_bytes_max = API_OUTSIDE_BYTES_MAX,
      .operation = "splitOutsideOrder",
      .summary = "Part a work order from the dispute that it joined, and register it apart",
      .tag = "outside", .answers = split_answers, .answers_n = COUNT(split_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes/{id}/references",
      .handler = api_get_references, .right = APP_RIGHT_DISPUTES, .flags = YM_HTTP_AUTH,
      .operation = "listReferences", .summary = "The numbers that a dispute bears elsewhere",
      .tag = "outside", .answers = references_answers, .answers_n = COUNT(references_answers) },
};
/* clang-format on */

const struct ym_http_route *api_outside_routes(size_t *ret_n)
{
    *ret_n = COUNT(routes);
    return routes;
}
