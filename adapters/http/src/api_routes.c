/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of the route table: disputes, codes, directory, procedures, subscriptions. */
#include "api_private.h"
#include "api_subscription.h"

#define COUNT(a)  (sizeof(a) / sizeof((a)[0]))
#define REF(name) "{\"$ref\":\"#/components/schemas/" name "\"}"
#define DECIMAL   "{\"type\":\"string\",\"pattern\":\"^[1-9][0-9]*$\"}"
#define PROBLEM   "application/problem+json"

static const struct ym_http_param list_query[] = {
    { "colour", REF("colour"), "only of this colour" },
    { "stage", REF("stage"), "only at this stage" },
    { "type", REF("type"), "only of this type" },
    { "region", NULL, "only in this division and what lies in it" },
    { "body", DECIMAL, "only those that this body owns" },
    { "mediator", DECIMAL, "only those assigned to this mediator" },
    { "court", DECIMAL, "only those of this court" },
    { "open", "{\"type\":\"boolean\"}", "only open ones, or only the others" },
    { "overdue", "{\"type\":\"boolean\"}", "true: only those whose deadline has passed" },
    { "work",
      "{\"type\":\"string\",\"enum\":[\"to_accept\",\"to_assign\",\"to_refer\",\"to_file\","
      "\"to_confirm\",\"to_urge\",\"overdue\",\"stalled\"]}",
      "a worklist of the caller's role, oldest first; not with open, overdue, q, external_ref" },
    { "q", "{\"type\":\"string\",\"minLength\":2,\"maxLength\":60}",
      "words of the title and names of parties; all must occur" },
    { "external_ref", "{\"type\":\"string\",\"minLength\":1,\"maxLength\":64}",
      "only those with this number in another system" },
    { "limit", "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}",
      "rows of a page, at most: it looks at no more than 1,000 disputes and then ends" },
    { "cursor", NULL,
      "next of the page before; go on until next is null, also after an empty page" },
};

#define PAGE_LIMIT                                                                                 \
    {                                                                                              \
        "limit", "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}",            \
            "rows of a page"                                                                       \
    }

static const struct ym_http_param bodies_query[] = {
    { "region", NULL, "only in this division and what lies in it" },
    { "kind", REF("body_kind"), "only of this kind" },
    { "mediates", "{\"type\":\"string\",\"enum\":[\"true\"]}",
      "only of kinds that mediate under the procedure that is valid today" },
    PAGE_LIMIT,
    { "cursor", DECIMAL, "next of the page before" },
};

static const struct ym_http_param staff_query[] = {
    { "region", NULL, "only of bodies in this division and what lies in it" },
    { "body", DECIMAL, "only of this body" },
    { "role", REF("role"), "only who can act in this role" },
    PAGE_LIMIT,
    { "cursor", DECIMAL, "next of the page before" },
};

#define AS_OF                                                                                      \
    {                                                                                              \
        "at", NULL,                                                                                \
            "as it stood then, seen with the rights of today: a time with its zone, or a day, "    \
            "which is its end in Shanghai; 422 for the future"                                     \
    }

static const struct ym_http_param events_query[] = {
    { "after", "{\"type\":\"integer\",\"minimum\":0}", "only events after this one" },
    { "limit", "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":200}",
      "events of a page" },
    AS_OF,
};

static const struct ym_http_param past_query[] = { AS_OF };

static const struct ym_http_param stream_query[] = {
    { "colour", REF("colour"), "only of this colour" },
    { "type", REF("type"), "only of this type" },
    { "region", NULL, "only in this division and what lies in it" },
    { "body", DECIMAL, "only those that this body owns" },
    { "mediator", DECIMAL, "only those assigned to this mediator" },
    { "mine", "{\"type\":\"boolean\"}", "true: only those assigned to the caller" },
    { "last_event_id", NULL,
      "go on behind this event, as the header Last-Event-ID, which wins, says, too" },
};

static const struct ym_http_param deliveries_query[] = {
    { "dead", "{\"type\":\"boolean\"}", "only dead ones, or only the others" },
    { "limit", "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":50}",
      "rows of a page" },
    { "cursor", NULL, "next of the page before" },
};

static const struct ym_http_param png_query[] = {
    { "dpi", "{\"type\":\"integer\",\"minimum\":100,\"maximum\":600,\"default\":300}",
      "dots per inch" },
};

static const struct ym_http_param procedure_query[] = {
    { "version", NULL, "left out: the newest" },
};

/* Where no credentials are needed, wrong ones are refused all the same. */
#define WRONG_TOKEN                                                                                \
    {                                                                                              \
        401, "Problem", PROBLEM, "the token that was sent is not valid"                            \
    }

#define FUTURE                                                                                     \
    {                                                                                              \
        422, "Problem", PROBLEM, "at lies in the future"                                           \
    }

#define OUTCOME_ERRORS                                                                             \
    {                                                                                              \
        409, "Refusal", PROBLEM, "the procedure says no; refusal, rule and source say why"         \
    }

static const struct ym_http_answer register_answers[] = {
    { 201, "Outcome", NULL, "registered; Location, ETag, and possible_duplicates for staff" },
    { 403, "Refusal", PROBLEM, "this role may not, or not there" },
    { 409, "Refusal", PROBLEM,
      "the procedure says no, or external_ref was registered by this channel before" },
};

static const struct ym_http_answer command_answers[] = {
    { 200, "Outcome", NULL, "carried out" },
    { 403, "Refusal", PROBLEM, "this role may not" },
    OUTCOME_ERRORS,
    { 412, "Refusal", PROBLEM, "the version given is not current; version is the current one" },
};

static const struct ym_http_answer batch_answers[] = {
    { 200, "BatchResult", NULL, "one verdict for each command" },
};

static const struct ym_http_answer list_answers[] = {
    { 200, "DisputePage", NULL, "newest first" },
};

static const struct ym_http_answer dispute_answers[] = {
    { 200, "Dispute", NULL, "as far as this caller may see it" },
    { 304, NULL, NULL, "If-None-Match names this version" },
    FUTURE,
};

static const struct ym_http_answer events_answers[] = {
    { 200, "EventPage", NULL, "in the order in which they happened" },
    FUTURE,
};

static const struct ym_http_answer explain_answers[] = {
    { 200, "Explanation", NULL, "each step with its rule and source, and the proof" },
    FUTURE,
};

static const struct ym_http_answer options_answers[] = {
    { 200, "Options", NULL, "what may be done next" },
};

static const struct ym_http_answer stream_answers[] = {
    { 200, "StreamChange", "text/event-stream",
      "ready, change (data: this schema), resync (load afresh) and end, as they come" },
    { 429, "Problem", PROBLEM, "too many streams of this token or address" },
};

static const struct ym_http_answer bodies_answers[] = {
    { 200, "BodyPage", NULL, "those that work now, by ascending id" },
};

static const struct ym_http_answer staff_answers[] = {
    { 200, "StaffPage", NULL, "those who work now, by ascending id" },
    { 403, "Problem", PROBLEM, "parties and agents name no staff" },
};

static const struct ym_http_answer svg_answers[] = {
    { 200, NULL, "image/svg+xml", "a label of A6" },
    { 410, "Problem", PROBLEM, "the code was revoked" },
};

static const struct ym_http_answer png_answers[] = {
    { 200, NULL, "image/png", "a label of A6" },
    { 410, "Problem", PROBLEM, "the code was revoked" },
};

static const struct ym_http_answer scan_answers[] = {
    { 200, "Scan", NULL, "what this scan may show" },
    { 410, "Problem", PROBLEM, "the code was revoked" },
    { 429, "Problem", PROBLEM, "too many scans from this address; Retry-After says when" },
    WRONG_TOKEN,
};

static const struct ym_http_answer page_answers[] = {
    { 200, NULL, "text/html; charset=utf-8", "a page without names, amounts and reasons" },
    { 404, NULL, "text/html; charset=utf-8", "there is no such code" },
    { 410, NULL, "text/html; charset=utf-8", "the code was revoked" },
    { 429, NULL, "text/html; charset=utf-8", "too many scans from this address" },
    { 503, NULL, "text/html; charset=utf-8", "it cannot be looked up now" },
    WRONG_TOKEN,
};

static const struct ym_http_answer procedures_answers[] = {
    { 200, "ProcedureList", NULL, "every version that the program knows" },
    WRONG_TOKEN,
};

static const struct ym_http_answer procedure_answers[] = {
    { 200, "Procedure", NULL, "states, deadlines and rules, each with its source" },
    WRONG_TOKEN,
};

static const struct ym_http_answer openapi_answers[] = {
    { 200, "OpenApi", NULL, "this document" },
    WRONG_TOKEN,
};

static const struct ym_http_answer subscriptions_answers[] = {
    { 200, "SubscriptionList", NULL, "oldest first" },
    { 403, "Problem", PROBLEM, "only administrators may" },
};

static const struct ym_http_answer subscription_answers[] = {
    { 200, "Subscription", NULL, "as it stands" },
    { 403, "Problem", PROBLEM, "only administrators may" },
};

static const struct ym_http_answer subscribe_answers[] = {
    { 201, "SubscriptionSecret", NULL, "made; the secret is shown here alone" },
    { 403, "Problem", PROBLEM, "only administrators may" },
    { 409, "Problem", PROBLEM, "there are as many as may be" },
};

static const struct ym_http_answer rotate_answers[] = {
    { 200, "SubscriptionSecret", NULL, "the new secret is shown here alone" },
    { 403, "Problem", PROBLEM, "only administrators may" },
};

static const struct ym_http_answer unsubscribe_answers[] = {
    { 204, NULL, NULL, "it and all that was on its way to it are gone" },
    { 403, "Problem", PROBLEM, "only administrators may" },
};

static const struct ym_http_answer deliveries_answers[] = {
    { 200, "DeliveryPage", NULL, "by dispute, each in order" },
    { 403, "Problem", PROBLEM, "only administrators may" },
};

static const struct ym_http_answer redrive_answers[] = {
    { 200, "Redriven", NULL, "so many begin anew" },
    { 403, "Problem", PROBLEM, "only administrators may" },
};

static const struct ym_http_answer skip_answers[] = {
    { 200, "Skipped", NULL, "1, or 0 when nothing of this dispute is dead" },
    { 403, "Problem", PROBLEM, "only administrators may" },
};

static const struct ym_http_answer ping_answers[] = {
    { 200, "Pinged", NULL, "what the endpoint answered" },
    { 403, "Problem", PROBLEM, "only administrators may" },
};

/* clang-format off */
static const struct ym_http_route routes[] = {
    { .method = YM_HTTP_POST, .path = "/api/v1/disputes", .handler = api_post_dispute,
      .right = APP_RIGHT_COMMANDS,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY, .body_bytes_max = JSON_INTAKE_BYTES_MAX,
      .operation = "registerDispute", .summary = "Register a dispute", .tag = "disputes",
      .request = "Intake", .answers = register_answers, .answers_n = COUNT(register_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes", .handler = api_get_disputes,
      .right = APP_RIGHT_DISPUTES,
      .flags = YM_HTTP_AUTH, .operation = "listDisputes", .summary = "List and search disputes",
      .tag = "disputes", .query = list_query, .query_n = COUNT(list_query),
      .answers = list_answers, .answers_n = COUNT(list_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes/{id}", .handler = api_get_dispute,
      .right = APP_RIGHT_DISPUTES,
      .flags = YM_HTTP_AUTH, .operation = "getDispute", .summary = "Read a dispute",
      .tag = "disputes", .query = past_query, .query_n = COUNT(past_query),
      .answers = dispute_answers, .answers_n = COUNT(dispute_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes/{id}/events", .handler = api_get_events,
      .right = APP_RIGHT_DISPUTES,
      .flags = YM_HTTP_AUTH, .operation = "listEvents", .summary = "Read what happened",
      .tag = "disputes", .query = events_query, .query_n = COUNT(events_query),
      .answers = events_answers, .answers_n = COUNT(events_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes/{id}/explain", .handler = api_get_explain,
      .right = APP_RIGHT_DISPUTES,
      .flags = YM_HTTP_AUTH, .operation = "explainDispute",
      .summary = "Why does the dispute have its colour?", .tag = "disputes",
      .query = past_query, .query_n = COUNT(past_query),
      .answers = explain_answers, .answers_n = COUNT(explain_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes/{id}/commands", .handler = api_get_options,
      .right = APP_RIGHT_DISPUTES,
      .flags = YM_HTTP_AUTH, .operation = "listCommands",
      .summary = "What may this caller do next, and what does it need?", .tag = "disputes",
      .answers = options_answers, .answers_n = COUNT(options_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/disputes/{id}/commands",
      .handler = api_post_command,
      .right = APP_RIGHT_COMMANDS, .flags = YM_HTTP_AUTH | YM_HTTP_KEY | YM_HTTP_IF_MATCH,
      .body_bytes_max = JSON_COMMAND_BYTES_MAX, .operation = "sendCommand",
      .summary = "Do the next step", .tag = "disputes", .request = "Command",
      .answers = command_answers, .answers_n = COUNT(command_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/commands", .handler = api_post_batch,
      .right = APP_RIGHT_BULK,
      .flags = YM_HTTP_AUTH, .body_bytes_max = API_BATCH_BYTES_MAX, .operation = "sendCommands",
      .summary = "Do many steps, each with a key and a verdict of its own", .tag = "disputes",
      .request = "Batch", .answers = batch_answers, .answers_n = COUNT(batch_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/stream", .handler = api_get_stream,
      .right = APP_RIGHT_STREAM,
      .flags = YM_HTTP_AUTH, .operation = "watch", .summary = "Watch what changes, live",
      .tag = "disputes", .query = stream_query, .query_n = COUNT(stream_query),
      .answers = stream_answers, .answers_n = COUNT(stream_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes/{id}/code.svg",
      .handler = api_get_code_svg,
      .right = APP_RIGHT_LABELS, .flags = YM_HTTP_AUTH, .operation = "getCodeSvg",
      .summary = "The printed code as SVG", .tag = "codes", .answers = svg_answers,
      .answers_n = COUNT(svg_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes/{id}/code.png",
      .handler = api_get_code_png,
      .right = APP_RIGHT_LABELS, .flags = YM_HTTP_AUTH, .operation = "getCodePng",
      .summary = "The printed code as PNG", .tag = "codes", .query = png_query,
      .query_n = COUNT(png_query), .answers = png_answers, .answers_n = COUNT(png_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/bodies", .handler = api_get_bodies,
      .right = APP_RIGHT_BODIES,
      .flags = YM_HTTP_AUTH, .operation = "listBodies",
      .summary = "Bodies, centres and courts: what a command may name", .tag = "directory",
      .query = bodies_query, .query_n = COUNT(bodies_query), .answers = bodies_answers,
      .answers_n = COUNT(bodies_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/staff", .handler = api_get_staff,
      .right = APP_RIGHT_STAFF,
      .flags = YM_HTTP_AUTH, .operation = "listStaff",
      .summary = "Mediators and other staff: whom a command may name", .tag = "directory",
      .query = staff_query, .query_n = COUNT(staff_query), .answers = staff_answers,
      .answers_n = COUNT(staff_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/codes/{token}", .handler = api_get_code,
      .operation = "scanCode", .summary = "What a scan shows, as JSON", .tag = "codes",
      .answers = scan_answers, .answers_n = COUNT(scan_answers) },
    { .method = YM_HTTP_GET, .path = "/m/{token}", .handler = api_get_page,
      .flags = YM_HTTP_PAGE, .operation = "scanPage", .summary = "What a scan shows, as a page",
      .tag = "codes", .answers = page_answers, .answers_n = COUNT(page_answers) },
    { .method = YM_HTTP_GET, .path = "/M/{token}", .handler = api_get_page,
      .flags = YM_HTTP_PAGE, .operation = "scanPageUpper",
      .summary = "The same, as codes spell it: upper case takes less room in them",
      .tag = "codes", .answers = page_answers, .answers_n = COUNT(page_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/procedures", .handler = api_get_procedures,
      .operation = "listProcedures", .summary = "The procedures and when they hold",
      .tag = "procedures", .answers = procedures_answers, .answers_n = COUNT(procedures_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/procedures/{id}", .handler = api_get_procedure,
      .operation = "getProcedure", .summary = "One procedure, whole", .tag = "procedures",
      .query = procedure_query, .query_n = COUNT(procedure_query),
      .answers = procedure_answers, .answers_n = COUNT(procedure_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/subscriptions", .handler = api_get_subscriptions,
      .right = APP_RIGHT_SUBSCRIPTIONS,
      .flags = YM_HTTP_AUTH, .operation = "listSubscriptions",
      .summary = "Who is told of what happens", .tag = "subscriptions",
      .answers = subscriptions_answers, .answers_n = COUNT(subscriptions_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/subscriptions", .handler = api_post_subscription,
      .right = APP_RIGHT_SUBSCRIPTIONS,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY, .body_bytes_max = JSON_SUBSCRIPTION_BYTES_MAX,
      .operation = "subscribe", .summary = "Tell an endpoint of what happens",
      .tag = "subscriptions", .request = "NewSubscription", .answers = subscribe_answers,
      .answers_n = COUNT(subscribe_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/subscriptions/{id}",
      .handler = api_get_subscription,
      .right = APP_RIGHT_SUBSCRIPTIONS, .flags = YM_HTTP_AUTH, .operation = "getSubscription",
      .summary = "Read a subscription", .tag = "subscriptions", .answers = subscription_answers,
      .answers_n = COUNT(subscription_answers) },
    { .method = YM_HTTP_PATCH, .path = "/api/v1/subscriptions/{id}",
      .handler = api_patch_subscription,
      .right = APP_RIGHT_SUBSCRIPTIONS, .flags = YM_HTTP_AUTH | YM_HTTP_KEY,
      .body_bytes_max = JSON_SUBSCRIPTION_BYTES_MAX, .operation = "changeSubscription",
      .summary = "Change, pause or resume a subscription", .tag = "subscriptions",
      .request = "SubscriptionChange", .answers = subscription_answers,
      .answers_n = COUNT(subscription_answers) },
    { .method = YM_HTTP_DELETE, .path = "/api/v1/subscriptions/{id}",
      .handler = api_delete_subscription,
      .right = APP_RIGHT_SUBSCRIPTIONS, .flags = YM_HTTP_AUTH | YM_HTTP_KEY,
      .operation = "unsubscribe", .summary = "End a subscription", .tag = "subscriptions",
      .answers = unsubscribe_answers, .answers_n = COUNT(unsubscribe_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/subscriptions/{id}/rotate",
      .handler = api_post_rotate,
      .right = APP_RIGHT_SUBSCRIPTIONS, .flags = YM_HTTP_AUTH | YM_HTTP_KEY,
      .body_bytes_max = JSON_SUBSCRIPTION_BYTES_MAX, .operation = "rotateSecret",
      .summary = "Make a new secret; the one before signs as well for a while",
      .tag = "subscriptions", .request = "Rotation", .answers = rotate_answers,
      .answers_n = COUNT(rotate_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/subscriptions/{id}/deliveries",
      .handler = api_get_deliveries,
      .right = APP_RIGHT_SUBSCRIPTIONS, .flags = YM_HTTP_AUTH, .operation = "listDeliveries",
      .summary = "What is on its way to an endpoint, or dead, and why", .tag = "subscriptions",
      .query = deliveries_query, .query_n = COUNT(deliveries_query),
      .answers = deliveries_answers, .answers_n = COUNT(deliveries_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/subscriptions/{id}/redrive",
      .handler = api_post_redrive,
      .right = APP_RIGHT_SUBSCRIPTIONS, .flags = YM_HTTP_AUTH | YM_HTTP_KEY,
      .body_bytes_max = JSON_SUBSCRIPTION_BYTES_MAX, .operation = "redrive",
      .summary = "Let dead deliveries begin anew", .tag = "subscriptions", .request = "Redrive",
      .answers = redrive_answers, .answers_n = COUNT(redrive_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/subscriptions/{id}/skip",
      .handler = api_post_skip,
      .right = APP_RIGHT_SUBSCRIPTIONS, .flags = YM_HTTP_AUTH | YM_HTTP_KEY,
      .body_bytes_max = JSON_SUBSCRIPTION_BYTES_MAX, .operation = "skipDelivery",
      .summary = "Give up the dead delivery of a dispute, so that later ones go",
      .tag = "subscriptions", .request = "Skip", .answers = skip_answers,
      .answers_n = COUNT(skip_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/subscriptions/{id}/ping",
      .handler = api_post_ping,
      .right = APP_RIGHT_SUBSCRIPTIONS, .flags = YM_HTTP_AUTH | YM_HTTP_KEY, .operation = "ping",
      .summary = "Ask an endpoint whether it listens", .tag = "subscriptions",
      .answers = ping_answers, .answers_n = COUNT(ping_answers) },
    { .method = YM_HTTP_GET, .path = "/openapi.json", .handler = api_get_openapi,
      .operation = "getOpenApi", .summary = "This document", .tag = "about",
      .answers = openapi_answers, .answers_n = COUNT(openapi_answers) },
};
/* clang-format on */

const struct ym_http_route *api_base_routes(size_t *ret_n)
{
    *ret_n = COUNT(routes);
    return routes;
}
