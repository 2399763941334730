/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/rules: the numbers that an office may change, as they hold on a day, each with its
 * source and the day since which it holds; and what the routes of this room ask of them. */
#include "api_private.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define PROBLEM  "application/problem+json"

int32_t api_rule(const struct api *api, enum ym_office_key key, ym_day day)
{
    return (int32_t)ym_office_value(api->config.office, key, day);
}

int32_t api_rule_now(const struct api *api, enum ym_office_key key)
{
    return api_rule(api, key, ym_day_of(api_now(api)));
}

bool api_office_load(struct api *api)
{
    if (api->config.office != NULL)
        return true;
    if (json_office_parse(json_office_shipped(), &api->office, NULL) != YM_E_OK)
        return false;
    api->config.office = api->office;
    return true;
}

/* The day on which the next row of this key begins. */
static ym_day until(const struct ym_office *o, const struct ym_office_row *r)
{
    const struct ym_office_row *next = r + 1;

    return next < o->rows + o->n && next->key == r->key ? next->from : YM_DAY_NONE;
}

static void put_rule(struct json_out *w, const struct ym_office *o, enum ym_office_key key,
                     ym_day day)
{
    const struct ym_office_about *about = ym_office_about(key);
    const struct ym_office_row *r = ym_office_on(o, key, day);

    json_put_object(w);
    json_add_named(w, "rule", &about->word);
    json_add_int(w, "value", r->value);
    json_add_named(w, "unit", ym_office_unit_word((enum ym_office_unit)about->unit));
    json_add_named(w, "judged", ym_office_judged_word((enum ym_office_judged)about->judged));
    json_add_day(w, "from", r->from);
    json_add_day(w, "next", until(o, r));
    json_add_text(w, "source", r->source);
    json_put_object_end(w);
}

static void get_rules(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_take(app, rq);
    const struct ym_span on = ym_http_query(rq, "on");
    ym_day day;

    if (op == NULL)
        return;
    day = ym_day_of(api_now(op->api));
    if (on.at != NULL && !ym_day_parse(on, &day)) {
        api_op_error(op, YM_E_INVALID, "on takes a day, 2026-11-22");
        return;
    }
    json_put_object(&op->w);
    json_add_day(&op->w, "on", day);
    json_put_key(&op->w, "items");
    json_put_array(&op->w);
    for (int key = 0; key < YM_OFFICE_KEY_COUNT; key++)
        put_rule(&op->w, op->api->config.office, (enum ym_office_key)key, day);
    json_put_array_end(&op->w);
    json_put_object_end(&op->w);
    api_op_json(op, 200);
}

static const struct ym_http_param rules_query[] = {
    { "on", "{\"type\":\"string\",\"format\":\"date\"}", "as they hold on this day; today" },
};

static const struct ym_http_answer rules_answers[] = {
    { 200, "OfficeRules", NULL, "every rule, with its source" },
    { 400, "Problem", PROBLEM, "on is no day" },
};

/* clang-format off */
static const struct ym_http_route routes[] = {
    { .method = YM_HTTP_GET, .path = "/api/v1/rules", .handler = get_rules,
      .operation = "listRules",
      .summary = "The numbers that an office may change, as they hold on a day", .tag = "procedures",
      .query = rules_query, .query_n = COUNT(rules_query),
      .answers = rules_answers, .answers_n = COUNT(rules_answers) },
};
/* clang-format on */

const struct ym_http_route *api_office_routes(size_t *ret_n)
{
    *ret_n = COUNT(routes);
    return routes;
}
