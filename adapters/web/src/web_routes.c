/* SPDX-License-Identifier: Apache-2.0 */
/* Serving the pages. The shell answers every address below /app: what it means, the script finds.
 *
 * Hashed names never change what they hold and may be kept for ever; what has an address of its own
 * is asked about each time. A tag is the name of the file that is sent, so the packed and the plain
 * form have different ones. */
#include "web/routes.h"

#include <stdio.h>
#include <string.h>

#include "http/request.h"
#include "web_answer.h"

#define COUNT(a)      (sizeof(a) / sizeof((a)[0]))
#define TAG_BYTES_MAX 160

extern const struct ym_embedded ym_web_files[]; /* what adapters/web/build.mjs wrote */
extern const size_t ym_web_count;

/* Scripts and styles of our own alone, nothing inline; framed by nobody. */
#define POLICY                                                                                     \
    "default-src 'self'; img-src 'self' data:; connect-src 'self'; object-src 'none'; "            \
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
/* The camera reads codes; nothing else of the device is asked for. */
#define PERMISSIONS "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"
#define FOREVER     "public, max-age=31536000, immutable"
#define ASK_FIRST   "no-cache"

static struct web_files all_files(void)
{
    return (struct web_files){ ym_web_files, ym_web_count };
}

static void not_found(struct ym_http_request *rq)
{
    struct ym_error err;

    (void)ym_fail(&err, YM_E_NOT_FOUND,
                  "there is no such file; it may belong to another version: load the page again");
    ym_http_problem(rq, &err, (struct ym_span){ NULL, 0 });
}

/* Answer with the file, packed where the client takes that, or with 304. */
static void send_file(struct ym_http_request *rq, const struct ym_embedded *file, const char *keep)
{
    const struct web_files files = all_files();
    const struct ym_embedded *packed = web_packed(&files, file);
    const bool is_packed = packed != NULL && web_takes_gzip(rq->header[YM_HTTP_H_ACCEPT_ENCODING]);
    const struct ym_embedded *sent = is_packed ? packed : file;
    char tag[TAG_BYTES_MAX];

    (void)snprintf(tag, sizeof(tag), "\"%s\"", sent->name);
    ym_http_reply_header(rq, "ETag", tag);
    ym_http_reply_header(rq, "Cache-Control", keep);
    ym_http_reply_header(rq, "Vary", "Accept-Encoding");
    ym_http_reply_header(rq, "Content-Security-Policy", POLICY);
    if (web_is_known(rq->header[YM_HTTP_H_IF_NONE_MATCH], sent->name)) {
        ym_http_reply_bytes(rq, 304, NULL, (struct ym_span){ NULL, 0 });
        return;
    }
    if (is_packed)
        ym_http_reply_header(rq, "Content-Encoding", "gzip");
    ym_http_reply_bytes(rq, 200, web_media(file->name),
                        (struct ym_span){ (const char *)sent->at, sent->n });
}

static void get_asset(struct ym_http_request *rq, void *app)
{
    const struct web_files files = all_files();
    const struct ym_embedded *file = web_file(&files, ym_http_param(rq, "file"));

    (void)app;
    /* The shell has its own address, and a packed file is a form of another. */
    if (file == NULL || web_media(file->name) == NULL || strncmp(file->name, "shell-", 6) == 0)
        not_found(rq);
    else
        send_file(rq, file, FOREVER);
}

static void get_shell(struct ym_http_request *rq, void *app)
{
    const struct web_files files = all_files();
    const struct ym_embedded *file = web_file_like(&files, "shell-", ".html");

    (void)app;
    if (file == NULL) {
        not_found(rq);
        return;
    }
    ym_http_reply_header(rq, "Permissions-Policy", PERMISSIONS);
    ym_http_reply_header(rq, "Cross-Origin-Opener-Policy", "same-origin");
    send_file(rq, file, ASK_FIRST);
}

/* Files with an address of their own. */
static const struct {
    const char *path;
    const char *prefix;
    const char *suffix;
} fixed[] = {
    { "/sw.js", "worker-", ".js" },
    { "/scan.js", "entry-", ".js" },
    { "/scan.css", "look-", ".css" },
    { "/verify.js", "check-", ".js" },
    { "/favicon.svg", "favicon-", ".svg" },
    { "/manifest.webmanifest", "manifest-", ".webmanifest" },
};

static void get_fixed(struct ym_http_request *rq, void *app)
{
    const struct web_files files = all_files();
    const struct ym_embedded *file = NULL;

    (void)app;
    for (size_t i = 0; i < COUNT(fixed); i++) {
        if (strcmp(rq->route->path, fixed[i].path) == 0)
            file = web_file_like(&files, fixed[i].prefix, fixed[i].suffix);
    }
    if (file == NULL)
        not_found(rq);
    else
        send_file(rq, file, ASK_FIRST);
}

/* clang-format off */
#define ROW(address, does, name, what) \
    { .method = YM_HTTP_GET, .path = address, .handler = does, .flags = YM_HTTP_PAGE | YM_HTTP_FILE, \
      .operation = name, .summary = what }

static const struct ym_http_route rows[] = {
    ROW("/", get_shell, "pagesHome", "The pages"),
    ROW("/app", get_shell, "pages", "The pages"),
    ROW("/app/", get_shell, "pagesBelow", "The pages"),
    ROW("/app/{a}", get_shell, "pages1", "A page"),
    ROW("/app/{a}/{b}", get_shell, "pages2", "A page"),
    ROW("/app/{a}/{b}/{c}", get_shell, "pages3", "A page"),
    ROW("/app/{a}/{b}/{c}/{d}", get_shell, "pages4", "A page"),
    ROW("/assets/{file}", get_asset, "pagesAsset", "A script or style of the pages"),
    ROW("/sw.js", get_fixed, "pagesWorker", "The service worker"),
    ROW("/scan.js", get_fixed, "pagesScanScript", "The script of the page behind a code"),
    ROW("/scan.css", get_fixed, "pagesScanStyle", "The style of what that script shows"),
    ROW("/verify.js", get_fixed, "pagesVerifyScript", "The script of the page that checks a seal"),
    ROW("/favicon.svg", get_fixed, "pagesIcon", "The icon"),
    ROW("/manifest.webmanifest", get_fixed, "pagesManifest", "What a phone keeps on its first page"),
};
/* clang-format on */

bool web_is_built(void)
{
    return ym_web_count > 0;
}

const struct ym_http_route *web_routes(size_t *ret_n)
{
    *ret_n = web_is_built() ? COUNT(rows) : 0;
    return rows;
}
