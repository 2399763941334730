/* SPDX-License-Identifier: Apache-2.0 */
/* Which bytes answer a request for a file, and in which encoding: pure functions over the table of
 * embedded files, which is sorted by name. Beside "x" may lie "x.gz", the same file packed. */
#ifndef YM_WEB_SRC_WEB_ANSWER_H
#define YM_WEB_SRC_WEB_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/embedded.h"
#include "yima/span.h"

struct web_files {
    const struct ym_embedded *at; /* n of them, sorted by name */
    size_t n;
};

/* The file of this name; NULL: none. */
const struct ym_embedded *web_file(const struct web_files *files, struct ym_span name);

/* The first file whose name begins so and ends so ("shell-", ".html"); NULL: none. */
const struct ym_embedded *web_file_like(const struct web_files *files, const char *prefix,
                                        const char *suffix);

/* The packed one beside a file; NULL: none. */
const struct ym_embedded *web_packed(const struct web_files *files, const struct ym_embedded *file);

/* Media type by the name's ending; NULL: not one that is served. */
const char *web_media(const char *name);

/* Does this Accept-Encoding take gzip (RFC 9110, 12.5.3)? An empty one does not. */
bool web_takes_gzip(struct ym_span accept);

/* Does this If-None-Match name the file (RFC 9110, 13.1.2)? Its tag is its name in quotes. */
bool web_is_known(struct ym_span if_none_match, const char *name);

#endif
