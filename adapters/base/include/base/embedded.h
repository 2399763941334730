/* SPDX-License-Identifier: Apache-2.0 */
/* Files that .cmake/Embed.cmake puts into the binary: SQL, procedures, calendars, catalogues. */
#ifndef YM_BASE_EMBEDDED_H
#define YM_BASE_EMBEDDED_H

#include <stddef.h>

struct ym_embedded {
    const char *name;        /* file name without its folder */
    const unsigned char *at; /* the bytes, followed by one NUL that n does not count */
    size_t n;
};

#endif
