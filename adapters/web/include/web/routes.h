/* SPDX-License-Identifier: Apache-2.0 */
/* The pages as rows of the route table (http/route.h): the shell, its hashed files, and the few
 * files with an address of their own. What is served lies in the binary; nothing is read or
 * remembered. */
#ifndef YM_WEB_ROUTES_H
#define YM_WEB_ROUTES_H

#include <stdbool.h>
#include <stddef.h>

#include "http/route.h"

/* Were the pages built in (YM_UI)? */
bool web_is_built(void);

/* The rows; static storage. *ret_n is 0 when no pages were built in. Their handlers need no app. */
const struct ym_http_route *web_routes(size_t *ret_n);

#endif
