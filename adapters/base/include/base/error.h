/* SPDX-License-Identifier: Apache-2.0 */
/* Faults: the world failed. One list yields the enum, the HTTP status, whether the
 * caller may retry, and the text.
 *
 * A refusal by a procedure is not a fault: it is an answer, carried in struct ym_decision. */
#ifndef YM_BASE_ERROR_H
#define YM_BASE_ERROR_H

#include <stdbool.h>

/* clang-format off */
#define YM_ERRORS(X) /* name, HTTP status, may the caller retry as is, problem type, text */ \
    X(OK,           200, false, "ok",              "ok")                                     \
    X(INVALID,      400, false, "invalid",         "the request is not well formed")         \
    X(UNAUTHORIZED, 401, false, "unauthorized",    "no valid credentials")                   \
    X(FORBIDDEN,    403, false, "forbidden",       "this actor may not do this here")        \
    X(NOT_FOUND,    404, false, "not-found",       "there is nothing at this address")       \
    X(METHOD,       405, false, "method",          "this address does not take this method") \
    X(GONE,         410, false, "gone",            "this was here and is no longer valid")  \
    X(CONFLICT,     409, true,  "conflict",        "the dispute changed meanwhile")          \
    X(DUPLICATE,    409, false, "duplicate",       "this dispute was registered before")     \
    X(REFUSED,      409, false, "refused",         "the procedure does not allow this now")  \
    X(STALE,        412, false, "stale",           "the version given is no longer current") \
    X(TOO_LARGE,    413, false, "too-large",       "the request is larger than its limit")   \
    X(URI_TOO_LONG, 414, false, "uri-too-long",    "the address is longer than its limit")   \
    X(HEADERS_TOO_LARGE, 431, false, "headers-too-large", "the headers are larger than their limit") \
    X(MEDIA,        415, false, "media-type",      "the body must be application/json")      \
    X(UNPROCESSABLE, 422, false, "unprocessable",  "a field holds what it may not hold")     \
    X(KEY_REUSED,   422, false, "key-reused",      "this idempotency key was used for another request") \
    X(THROTTLED,    429, true,  "throttled",       "too many requests")                      \
    X(INTERNAL,     500, false, "internal",        "an error of this program")               \
    X(UNAVAILABLE,  503, true,  "unavailable",     "a dependency did not answer")            \
    X(BUSY,         503, true,  "busy",            "more work is waiting than fits")

enum ym_err {
#define X(name, http, retry, type, text) YM_E_##name,
    YM_ERRORS(X)
#undef X
    YM_E_COUNT
};
/* clang-format on */

struct ym_error {
    enum ym_err code;
    char text[512]; /* says what happened and what to do; holds no personal data */
};

/* Fill *reterr (which may be NULL) and return code, so that a caller can `return ym_fail(...)`. */
__attribute__((format(printf, 3, 4))) enum ym_err ym_fail(struct ym_error *reterr, enum ym_err code,
                                                          const char *format, ...);

int ym_err_http(enum ym_err code);          /* HTTP status */
bool ym_err_may_retry(enum ym_err code);    /* may the same request succeed later? */
const char *ym_err_type(enum ym_err code);  /* stable problem type, "conflict" */
const char *ym_err_title(enum ym_err code); /* one English sentence */

#endif
