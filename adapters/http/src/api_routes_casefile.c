/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of the route table: case files. */
#include "api_casefile.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define DECIMAL  "{\"type\":\"string\",\"pattern\":\"^[1-9][0-9]*$\"}"
#define PROBLEM  "application/problem+json"

static const struct ym_http_param notes_query[] = {
    { "cursor", DECIMAL, "next of the page before" },
};

static const struct ym_http_param readers_query[] = {
    { "limit", "{\"type\":\"integer\",\"minimum\":1,\"maximum\":200,\"default\":200}",
      "rows of a page" },
    { "cursor", DECIMAL, "next of the page before" },
};

static const struct ym_http_answer codes_answers[] = {
    { 200, "AccessCodeList", NULL, "by seat; never the codes themselves" },
};

static const struct ym_http_answer issue_answers[] = {
    { 201, "AccessCode", NULL, "issued; the code is shown here alone" },
    { 409, "Problem", PROBLEM, "somebody else issued one at the same moment" },
};

static const struct ym_http_answer entry_answers[] = {
    { 200, "Session", NULL, "a session bound to this dispute and seat, and its cookie" },
    { 403, "Problem", PROBLEM,
      "reason: wrong (left: tries that remain), locked or expired; zh says it in Chinese" },
    { 404, "Problem", PROBLEM, "there is no such mediation code" },
    { 410, "Problem", PROBLEM, "the mediation code was revoked" },
    { 429, "Problem", PROBLEM, "this address enters codes too often; Retry-After says when" },
    { 503, "Problem", PROBLEM, "it cannot be judged now" },
};

static const struct ym_http_answer notes_answers[] = {
    { 200, "NotePage", NULL, "those that this caller may read, oldest first" },
    { 403, "Problem", PROBLEM, "this role reads no notes" },
};

static const struct ym_http_answer note_answers[] = {
    { 201, "Note", NULL, "written" },
    { 403, "Problem", PROBLEM, "this caller writes no notes of this kind" },
    { 409, "Problem", PROBLEM, "as many as may be, or nothing of that kind to correct" },
};

static const struct ym_http_answer appointments_answers[] = {
    { 200, "AppointmentList", NULL, "by start; a party sees those of its seat" },
};

static const struct ym_http_answer appoint_answers[] = {
    { 201, "Appointment", NULL, "made" },
    { 409, "Problem", PROBLEM, "there are as many as may be" },
};

static const struct ym_http_answer change_answers[] = {
    { 200, "Appointment", NULL, "changed" },
    { 409, "Problem", PROBLEM, "it was changed or cancelled meanwhile" },
};

static const struct ym_http_answer calendar_answers[] = {
    { 200, NULL, "text/calendar; charset=utf-8", "RFC 5545" },
};

static const struct ym_http_answer readers_answers[] = {
    { 200, "ReaderPage", NULL, "newest first; a party reads no names" },
};

/* clang-format off */
static const struct ym_http_route routes[] = {
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes/{id}/access-codes",
      .handler = api_get_access_codes, .right = APP_RIGHT_ACCESS_CODES, .flags = YM_HTTP_AUTH,
      .operation = "listAccessCodes", .summary = "Which parties have a code on paper",
      .tag = "casefile", .answers = codes_answers, .answers_n = COUNT(codes_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/disputes/{id}/access-codes",
      .handler = api_post_access_code, .right = APP_RIGHT_ACCESS_CODES,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY, .body_bytes_max = JSON_CASEFILE_BYTES_MAX,
      .operation = "issueAccessCode",
      .summary = "Issue a code to a party; the one before and its sessions end",
      .tag = "casefile", .request = "AccessCodeWish", .answers = issue_answers,
      .answers_n = COUNT(issue_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/codes/{token}/session",
      .handler = api_post_code_session, .body_bytes_max = JSON_CASEFILE_BYTES_MAX,
      .operation = "enterByCode", .summary = "A party enters with the code on its paper",
      .tag = "codes", .request = "AccessCodeEntry", .answers = entry_answers,
      .answers_n = COUNT(entry_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes/{id}/notes", .handler = api_get_notes,
      .right = APP_RIGHT_NOTES, .flags = YM_HTTP_AUTH, .operation = "listNotes",
      .summary = "Notes of a mediation, as far as this caller may read them", .tag = "casefile",
      .query = notes_query, .query_n = COUNT(notes_query), .answers = notes_answers,
      .answers_n = COUNT(notes_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/disputes/{id}/notes", .handler = api_post_note,
      .right = APP_RIGHT_NOTES, .flags = YM_HTTP_AUTH | YM_HTTP_KEY,
      .body_bytes_max = JSON_CASEFILE_BYTES_MAX, .operation = "addNote",
      .summary = "Write a note, or correct one", .tag = "casefile", .request = "NewNote",
      .answers = note_answers, .answers_n = COUNT(note_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes/{id}/appointments",
      .handler = api_get_appointments, .right = APP_RIGHT_APPOINTMENTS, .flags = YM_HTTP_AUTH,
      .operation = "listAppointments", .summary = "Planned sessions", .tag = "casefile",
      .answers = appointments_answers, .answers_n = COUNT(appointments_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/disputes/{id}/appointments",
      .handler = api_post_appointment, .right = APP_RIGHT_SCHEDULE,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY, .body_bytes_max = JSON_CASEFILE_BYTES_MAX,
      .operation = "makeAppointment", .summary = "Plan a session", .tag = "casefile",
      .request = "NewAppointment", .answers = appoint_answers,
      .answers_n = COUNT(appoint_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/disputes/{id}/appointments/{n}/change",
      .handler = api_post_appointment_change, .right = APP_RIGHT_SCHEDULE,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY, .body_bytes_max = JSON_CASEFILE_BYTES_MAX,
      .operation = "changeAppointment", .summary = "Move or change a planned session",
      .tag = "casefile", .request = "AppointmentChange", .answers = change_answers,
      .answers_n = COUNT(change_answers) },
    { .method = YM_HTTP_POST, .path = "/api/v1/disputes/{id}/appointments/{n}/cancel",
      .handler = api_post_appointment_cancel, .right = APP_RIGHT_SCHEDULE,
      .flags = YM_HTTP_AUTH | YM_HTTP_KEY, .body_bytes_max = JSON_CASEFILE_BYTES_MAX,
      .operation = "cancelAppointment", .summary = "Cancel a planned session", .tag = "casefile",
      .request = "Reason", .answers = change_answers, .answers_n = COUNT(change_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes/{id}/appointments/{n}/calendar.ics",
      .handler = api_get_calendar, .right = APP_RIGHT_APPOINTMENTS, .flags = YM_HTTP_AUTH,
      .operation = "getCalendar", .summary = "A planned session for a calendar",
      .tag = "casefile", .answers = calendar_answers, .answers_n = COUNT(calendar_answers) },
    { .method = YM_HTTP_GET, .path = "/api/v1/disputes/{id}/readers", .handler = api_get_readers,
      .right = APP_RIGHT_READERS, .flags = YM_HTTP_AUTH, .operation = "listReaders",
      .summary = "Who looked at personal data of this dispute", .tag = "casefile",
      .query = readers_query, .query_n = COUNT(readers_query), .answers = readers_answers,
      .answers_n = COUNT(readers_answers) },
};
/* clang-format on */

const struct ym_http_route *api_casefile_routes(size_t *ret_n)
{
    *ret_n = COUNT(routes);
    return routes;
}
