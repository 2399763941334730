/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the shim share. */
#ifndef FAULT_SHIM_PRIVATE_H
#define FAULT_SHIM_PRIVATE_H

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "shim.h"

extern struct fault_page *fault_page; /* NULL: nothing ever fails */

/* Is this door watched at all? Asked first, since everything else costs. */
bool fault_is_watched(enum fault_door door);

/* Count a call of a watched door. True: it fails, as *ret_how says. */
bool fault_strikes(enum fault_door door, int64_t *ret_how);

/* Shall a write of n bytes at this place fail, errno set? at < 0: where the descriptor stands. */
bool fault_write_fails(int fd, off_t at, size_t n);

/* How many bytes these pieces hold. */
static inline size_t fault_total(const struct iovec *v, int count)
{
    size_t n = 0;

    for (int i = 0; i < count; i++)
        n += v[i].iov_len;
    return n;
}

/* The next definition of a name, looked up once. */
#define REAL(name)                                                                                 \
    static __typeof__(name) *real;                                                                 \
    if (real == NULL)                                                                              \
    *(void **)&real = dlsym(RTLD_NEXT, #name)

#endif
