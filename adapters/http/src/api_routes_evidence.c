/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of the route table: attachments. */
#include "api_evidence.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define PROBLEM  "application/problem+json"

static const struct ym_http_answer begin_answers[] = {
    { 201, "Upload", NULL,
      "begun; send its parts, then finish. The same request again says what is missing" },
    { 403, "Problem", PROBLEM, "in this role nobody puts in files of this kind" },
    { 409, "Problem", PROBLEM, "as many files, bytes or unfinished uploads as may be" },
};

static const struct ym_http_answer part_answers[] = {
    { 204, NULL, NULL, "stored; the same part again is no harm" },
    { 409, "Problem", PROBLEM, "this part is there with other bytes" },
    { 410, "Problem", PROBLEM, "this upload is over" },
    { 429, "Problem", PROBLEM, "too many parts of this caller are on their way" },
};

static const struct ym_http_answer finish_answers[] = {
    { 201, "Attachment", NULL, "on file: its event is in the history" },
    { 409, "Problem", PROBLEM, "missing: parts that have not arrived; or the procedure refuses" },
    { 410, "Problem", PROBLEM, "this upload is over" },
    { 422, "Problem", PROBLEM,
      "not what was announced, or not a kind of file that is taken (fault, taken); the upload is "
      "over" },
    { 429, "Problem", PROBLEM, "too many files of this caller are on their way" },
};

static const struct ym_http_answer give_up_answers[] = {
    { 204, NULL, NULL, "given up" },
};

static const struct ym_http_answer list_answers[] = {
    { 200, "AttachmentList", NULL, "those that this caller may read, oldest first" },
    { 403, "Problem", PROBLEM, "this role reads no attachments" },
};

static const struct ym_http_answer content_answers[] = {
    { 200, NULL, "application/octet-stream",
      "the file, to be kept and not to be shown; its own type from a closed list" },
    { 304, NULL, NULL, "If-None-Match names it" },
    { 429, "Problem", PROBLEM, "too many files of this caller are on their way" },
};

/* clang-format off */
static const struct ym_http_route routes[] = {
    { .method = YM_HTTP_POST, .path = "/api/v1/disputes/{id}/attachments", .handler = api_post_paper,
      .right = APP_RIGHT_PAPER_ADD, .flags = YM_HTTP_AUTH | YM_HTTP_KEY,
      .body_bytes_max = JSON_EVIDENCE_BYTES_MAX, .operation = "beginAttachment",
      .summary = "Begin to put a file in", .tag = "evidence", .request = "NewAttachment",
      .answers = begin_answers, .answers_n = COUNT(begin_answers) },
    { .method = YM_HTTP_PUT, .path = "/api/v1/disputes/{id}/attachments/{n}/parts/{i}",
      .handler = api_put_paper_part, .right = APP_RIGHT_PAPER_ADD,
      .flags = YM_HTTP_AUTH | YM_HTTP_OCTETS, .body_bytes_max = API_PAPER_PART_BYTES_MAX,
      .operation = "putAttachmentPart", .summary = "Send a part of a file, again if need be",
      .tag = "evidence", .answers = part_answers, .answers_n = COUNT(part_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/disputes/{id}/attachments/{n}/finish",
      .handler = api_post_paper_finish, .right = APP_RIGHT_PAPER_ADD,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY, .operation = "finishAttachment",
      .summary = "All parts are sent: put the file on record", .tag = "evidence",
      .answers = finish_answers, .answers_n = COUNT(finish_answers) },
    { .method = YM_HTTP_DELETE, .path = "/api/v1/disputes/{id}/attachments/{n}",
      .handler = api_delete_paper, .right = APP_RIGHT_PAPER_ADD, .flags = YM_HTTP_AUTH | YM_HTTP_KEY,
      .operation = "giveUpAttachment", .summary = "Give up an unfinished upload of one's own",
      .tag = "evidence", .answers = give_up_answers, .answers_n = COUNT(give_up_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes/{id}/attachments", .handler = api_get_papers,
      .right = APP_RIGHT_PAPERS, .flags = YM_HTTP_AUTH, .operation = "listAttachments",
      .summary = "Files on record, as far as this caller may read them", .tag = "evidence",
      .answers = list_answers, .answers_n = COUNT(list_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes/{id}/attachments/{n}/content",
      .handler = api_get_paper_content, .right = APP_RIGHT_PAPERS, .flags = YM_HTTP_AUTH,
      .operation = "getAttachment", .summary = "One of these files", .tag = "evidence",
      .answers = content_answers, .answers_n = COUNT(content_answers) },
};
/* clang-format on */

const struct ym_http_route *api_evidence_routes(size_t *ret_n)
{
    *ret_n = COUNT(routes);
    return routes;
}
