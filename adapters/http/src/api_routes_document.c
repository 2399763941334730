/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of the route table: documents. */
#include "api_private.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define PROBLEM  "application/problem+json"

static const struct ym_http_answer list_answers[] = {
    { 200, "DocumentList", NULL, "each document with what it still lacks" },
};

static const struct ym_http_answer pdf_answers[] = {
    { 200, NULL, "application/pdf", "to print and sign; what the caller may not read is blank" },
    { 422, "Problem", PROBLEM, "something that it needs is not known yet" },
};

static const struct ym_http_param print_query[] = {
    { "lang", "{\"type\":\"string\",\"enum\":[\"zh\",\"zh+en\"]}",
      "zh: Chinese alone, which is signed and filed; zh+en: with an English gloss" },
};

static const struct ym_http_answer packet_answers[] = {
    { 200, "FilingPacket", NULL, "all that goes to a court, and what is missing" },
};

/* clang-format off */
static const struct ym_http_route routes[] = {
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes/{id}/documents",
      .handler = api_get_documents, .flags = YM_HTTP_AUTH, .right = APP_RIGHT_DISPUTES,
      .operation = "listDocuments",
      .summary = "What can be printed of a dispute", .tag = "documents", .answers = list_answers,
      .answers_n = COUNT(list_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes/{id}/documents/{document}",
      .handler = api_get_document, .flags = YM_HTTP_AUTH, .right = APP_RIGHT_DISPUTES,
      .operation = "getDocument",
      .summary = "A document as PDF", .tag = "documents", .query = print_query,
      .query_n = COUNT(print_query),
      .answers = pdf_answers,
      .answers_n = COUNT(pdf_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes/{id}/filing/packet",
      .handler = api_get_packet, .flags = YM_HTTP_AUTH, .right = APP_RIGHT_DISPUTES,
      .operation = "getFilingPacket",
      .summary = "What goes to a court when a dispute is filed: claims, facts that are undisputed, "
                 "evidence; never a concession, nothing of a caucus", .tag = "filing",
      .answers = packet_answers, .answers_n = COUNT(packet_answers) },
};
/* clang-format on */

const struct ym_http_route *api_document_routes(size_t *ret_n)
{
    *ret_n = COUNT(routes);
    return routes;
}
