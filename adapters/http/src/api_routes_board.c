/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of the route table: the board and the radar. */
#include "api_board.h"
#include "app/rights.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define DECIMAL  "{\"type\":\"string\",\"pattern\":\"^[1-9][0-9]*$\"}"

#define PARAM_REGION                                                                               \
    {                                                                                              \
        "region", NULL, "only in this division and what lies in it"                                \
    }
#define PARAM_BODY                                                                                 \
    {                                                                                              \
        "body", DECIMAL, "only what this body owns"                                                \
    }

static const struct ym_http_param board_query[] = { PARAM_REGION, PARAM_BODY };

static const struct ym_http_param radar_query[] = {
    PARAM_REGION,
    PARAM_BODY,
    { "within_days", "{\"type\":\"integer\",\"minimum\":0,\"maximum\":30,\"default\":5}",
      "working days ahead; what is overdue is shown in any case" },
    { "limit", "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}",
      "rows of a page" },
    { "cursor", NULL, "next of the page before" },
};

static const struct ym_http_answer board_answers[] = {
    { 200, "Board", NULL, "every list adds up to total.open" },
};

static const struct ym_http_answer radar_answers[] = {
    { 200, "Radar", NULL, "the most harm first" },
};

/* clang-format off */
static const struct ym_http_route routes[] = {
    { .method = YM_HTTP_GET, .path = "/api/v1/board", .handler = api_get_board,
      .flags = YM_HTTP_AUTH, .right = APP_RIGHT_BOARD, .operation = "getBoard",
      .summary = "Open disputes by colour, age, division, body and type, and the last thirty days",
      .tag = "board", .query = board_query, .query_n = COUNT(board_query),
      .answers = board_answers, .answers_n = COUNT(board_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/radar", .handler = api_get_radar,
      .flags = YM_HTTP_AUTH, .right = APP_RIGHT_RADAR, .operation = "getRadar",
      .summary = "Open disputes about to break a limit or over it, sorted by harm",
      .tag = "board", .query = radar_query, .query_n = COUNT(radar_query),
      .answers = radar_answers, .answers_n = COUNT(radar_answers) },
};
/* clang-format on */

const struct ym_http_route *api_board_routes(size_t *ret_n)
{
    *ret_n = COUNT(routes);
    return routes;
}
