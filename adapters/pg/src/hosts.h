/* SPDX-License-Identifier: Apache-2.0 */
/* A connection string taken apart into hosts that are tried one at a time. */
#ifndef YM_PG_HOSTS_H
#define YM_PG_HOSTS_H

#include <libpq-fe.h>
#include <stddef.h>

#include "base/error.h"

struct ym_hosts; /* owned by its link */

/* Parse conninfo (NULL or "": the PG* environment). NULL with *reterr, see ym_link_open(). */
__attribute__((warn_unused_result)) struct ym_hosts *ym_hosts_new(const char *conninfo,
                                                                  struct ym_error *reterr);
void ym_hosts_free(struct ym_hosts *h); /* NULL is legal */

size_t ym_hosts_count(const struct ym_hosts *h);               /* 1 … YM_LINK_HOSTS_MAX */
const char *ym_hosts_name(const struct ym_hosts *h, size_t i); /* for people; "" is the default */

/* Start connecting to host i alone; as PQconnectStartParams(). */
PGconn *ym_hosts_connect(const struct ym_hosts *h, size_t i);

#endif
