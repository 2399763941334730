/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of the route table: plans by which disputes move to another version of their procedure. */
#include "api_migration.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define PROBLEM  "application/problem+json"

static const struct ym_http_param stays_query[] = {
    { "limit", "{\"type\":\"integer\",\"minimum\":1,\"maximum\":500,\"default\":100}",
      "rows of a page" },
    { "cursor", "{\"type\":\"string\",\"pattern\":\"^[0-9]+$\"}", "next of the page before" },
};

#define NO_RIGHT                                                                                   \
    {                                                                                              \
        403, "Problem", PROBLEM, "this role has not the right, or the session no X-CSRF-Token"     \
    }
#define NO_PLAN                                                                                    \
    {                                                                                              \
        404, "Problem", PROBLEM, "there is no such plan"                                           \
    }

static const struct ym_http_answer list_answers[] = {
    { 200, "MigrationList", NULL, "the newest first" },
    NO_RIGHT,
};

static const struct ym_http_answer begun_answers[] = {
    { 201, "Migration", NULL, "begun: it runs by itself" },
    NO_RIGHT,
    { 409, "Problem", PROBLEM, "as many plans are open as may be" },
    { 422, "Problem", PROBLEM, "no such version or name, or the key of another plan" },
};

static const struct ym_http_answer one_answers[] = {
    { 200, "Migration", NULL, "as it stands now" },
    NO_RIGHT,
    NO_PLAN,
};

static const struct ym_http_answer changed_answers[] = {
    { 200, "Migration", NULL, "as it stands now" },
    NO_RIGHT,
    NO_PLAN,
    { 409, "Problem", PROBLEM, "it has ended" },
};

static const struct ym_http_answer stays_answers[] = {
    { 200, "MigrationStays", NULL, "those that stayed so far, and why" },
    NO_RIGHT,
    NO_PLAN,
};

/* clang-format off */
static const struct ym_http_route routes[] = {
    { .method = YM_HTTP_GET, .path = "/api/v1/migrations", .handler = api_get_migrations,
      .right = APP_RIGHT_PROCEDURES, .flags = YM_HTTP_AUTH, .operation = "listMigrations",
      .summary = "Plans by which disputes move to another version", .tag = "procedures",
      .answers = list_answers, .answers_n = COUNT(list_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/migrations", .handler = api_post_migration,
      .right = APP_RIGHT_PROCEDURES, .flags = YM_HTTP_AUTH | YM_HTTP_KEY,
      .body_bytes_max = API_MIGRATION_BYTES_MAX, .operation = "beginMigration",
      .summary = "Begin a plan: move disputes to another version", .tag = "procedures",
      .request = "NewMigration", .answers = begun_answers, .answers_n = COUNT(begun_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/migrations/{plan}", .handler = api_get_migration,
      .right = APP_RIGHT_PROCEDURES, .flags = YM_HTTP_AUTH, .operation = "getMigration",
      .summary = "How far a plan is", .tag = "procedures", .answers = one_answers,
      .answers_n = COUNT(one_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/migrations/{plan}/stays",
      .handler = api_get_migration_stays, .right = APP_RIGHT_PROCEDURES, .flags = YM_HTTP_AUTH,
      .operation = "listMigrationStays", .summary = "Which disputes stayed, and why",
      .tag = "procedures", .query = stays_query, .query_n = COUNT(stays_query),
      .answers = stays_answers, .answers_n = COUNT(stays_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/migrations/{plan}/pause",
      .handler = api_post_migration_pause, .right = APP_RIGHT_PROCEDURES,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY, .operation = "pauseMigration",
      .summary = "Let a plan rest", .tag = "procedures", .answers = changed_answers,
      .answers_n = COUNT(changed_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/migrations/{plan}/resume",
      .handler = api_post_migration_resume, .right = APP_RIGHT_PROCEDURES,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY, .operation = "resumeMigration",
      .summary = "Let a plan go on", .tag = "procedures", .answers = changed_answers,
      .answers_n = COUNT(changed_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/migrations/{plan}/cancel",
      .handler = api_post_migration_cancel, .right = APP_RIGHT_PROCEDURES,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY, .operation = "cancelMigration",
      .summary = "End a plan; what moved stays where it is", .tag = "procedures",
      .answers = changed_answers, .answers_n = COUNT(changed_answers) },
};
/* clang-format on */

const struct ym_http_route *api_migration_routes(size_t *ret_n)
{
    *ret_n = COUNT(routes);
    return routes;
}
