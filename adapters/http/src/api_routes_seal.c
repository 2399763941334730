/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of the route table: sealed documents and signing on the page. */
#include "api_seal.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define PROBLEM  "application/problem+json"
#define HTML     "text/html; charset=utf-8"

static const struct ym_http_answer paper_answers[] = {
    { 200, "AgreementPaper", NULL, "the document that is signed, sealed when first asked for" },
    { 404, "Problem", PROBLEM, "reason no_agreement: there is nothing to sign" },
};

static const struct ym_http_answer list_answers[] = {
    { 200, "SealedList", NULL, "oldest first" },
};

static const struct ym_http_answer make_answers[] = {
    { 200, "Sealed", NULL, "made now, or before of the same events" },
    { 403, "Problem", PROBLEM, "this role has no such document sealed" },
    { 422, "Problem", PROBLEM, "something that it needs is not known yet" },
};

static const struct ym_http_answer bytes_answers[] = {
    { 200, NULL, "application/pdf", "the bytes that were sealed" },
};

static const struct ym_http_answer sign_answers[] = {
    { 200, "Outcome", NULL, "signed" },
    { 403, "Problem", PROBLEM,
      "reason: wrong (left: tries that remain), locked, or paper; zh says it in Chinese" },
    { 404, "Problem", PROBLEM, "reason unknown: no agreement of this dispute has this code" },
    { 409, "Problem", PROBLEM,
      "reason: replaced (the terms changed), other_bytes, already or paper; or a refusal" },
};

static const struct ym_http_answer seal_answers[] = {
    { 200, "Seal", NULL, "no name, no amount, no number" },
    { 404, "Problem", PROBLEM, "no document is sealed under this code" },
    { 429, "Problem", PROBLEM, "this address asks too often; Retry-After says when" },
};

static const struct ym_http_answer file_answers[] = {
    { 200, "SealFile", NULL, "for `yima verify --document FILE --seal FILE --keys FILE`" },
    { 404, "Problem", PROBLEM, "no document is sealed under this code" },
    { 429, "Problem", PROBLEM, "this address asks too often; Retry-After says when" },
};

static const struct ym_http_answer keys_answers[] = {
    { 200, "SealKeys", NULL, "all that ever signed, by number" },
    { 429, "Problem", PROBLEM, "this address asks too often; Retry-After says when" },
};

static const struct ym_http_answer page_answers[] = {
    { 200, NULL, HTML, "whether the seal holds, and how to compare a file" },
    { 404, NULL, HTML, "no document is sealed under this code" },
    { 429, NULL, HTML, "too often; Retry-After says when" },
};

/* clang-format off */
static const struct ym_http_route routes[] = {
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes/{id}/agreement/paper",
      .handler = api_get_agreement_paper, .flags = YM_HTTP_AUTH, .right = APP_RIGHT_DISPUTES,
      .operation = "getAgreementPaper", .summary = "The document of the agreement to be signed",
      .tag = "seals", .answers = paper_answers, .answers_n = COUNT(paper_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/disputes/{id}/agreement/signature",
      .handler = api_post_signature, .flags = YM_HTTP_AUTH | YM_HTTP_KEY,
      .right = APP_RIGHT_COMMANDS, .body_bytes_max = JSON_SIGNATURE_BYTES_MAX,
      .operation = "signAgreement", .summary = "Sign the agreement on the page", .tag = "seals",
      .request = "Signature", .answers = sign_answers, .answers_n = COUNT(sign_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes/{id}/sealed",
      .handler = api_get_sealed_list, .flags = YM_HTTP_AUTH, .right = APP_RIGHT_DISPUTES,
      .operation = "listSealed", .summary = "What is sealed of a dispute", .tag = "seals",
      .answers = list_answers, .answers_n = COUNT(list_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/disputes/{id}/sealed", .handler = api_post_sealed,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY, .right = APP_RIGHT_DISPUTES,
      .body_bytes_max = JSON_SIGNATURE_BYTES_MAX, .operation = "makeSealed",
      .summary = "Have a document made and sealed, once for the same events", .tag = "seals",
      .request = "SealWish", .answers = make_answers, .answers_n = COUNT(make_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes/{id}/sealed/{code}",
      .handler = api_get_sealed, .flags = YM_HTTP_AUTH, .right = APP_RIGHT_DISPUTES,
      .operation = "getSealed", .summary = "The bytes of a sealed document", .tag = "seals",
      .answers = bytes_answers, .answers_n = COUNT(bytes_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/seals/keys", .handler = api_get_seal_keys,
      .operation = "listSealKeys", .summary = "The public keys of seals", .tag = "seals",
      .answers = keys_answers, .answers_n = COUNT(keys_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/seals/{code}", .handler = api_get_seal,
      .operation = "checkSeal", .summary = "Check a sealed document by its code", .tag = "seals",
      .answers = seal_answers, .answers_n = COUNT(seal_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/seals/{code}/file", .handler = api_get_seal_file,
      .operation = "getSealFile", .summary = "What is needed to check a seal without a server",
      .tag = "seals", .answers = file_answers, .answers_n = COUNT(file_answers) },
    { .method = YM_HTTP_GET, .path = "/v/{code}", .handler = api_get_seal_page,
      .flags = YM_HTTP_PAGE, .operation = "sealPage", .summary = "Check a seal, as a page",
      .tag = "seals", .answers = page_answers, .answers_n = COUNT(page_answers) },
    { .method = YM_HTTP_GET, .path = "/V/{code}", .handler = api_get_seal_page,
      .flags = YM_HTTP_PAGE, .operation = "sealPageUpper",
      .summary = "The same, as codes spell it: upper case takes less room in them",
      .tag = "seals", .answers = page_answers, .answers_n = COUNT(page_answers) },
};
/* clang-format on */

const struct ym_http_route *api_seal_routes(size_t *ret_n)
{
    *ret_n = COUNT(routes);
    return routes;
}
