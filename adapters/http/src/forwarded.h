/* SPDX-License-Identifier: Apache-2.0 */
/* Whose address counts behind a reverse proxy.
 *
 * A proxy says in Forwarded (RFC 7239) or X-Forwarded-For for whom it asks; so can anybody else.
 * Only what a trusted proxy wrote is believed: beginning with the peer itself, from the right, as
 * long as each address is that of a trusted proxy, the one before it is taken; the first that is
 * not trusted is the client. What stands further left is hearsay. Pure. */
#ifndef YM_HTTP_SRC_FORWARDED_H
#define YM_HTTP_SRC_FORWARDED_H

#include <stdbool.h>

#include "http/limits.h"
#include "yima/span.h"

#define HTTP_NETWORKS_MAX 16 /* networks of trusted proxies */
#define HTTP_HOPS_MAX     16 /* addresses of one request that are looked at, from the right */
#define HTTP_LINES_KEPT   8  /* header lines of one name that are looked at, the last ones */

/* Networks, IPv4 ones as IPv4-mapped IPv6 addresses. */
struct http_networks {
    struct {
        unsigned char address[16];
        unsigned bits; /* 0..128 */
    } at[HTTP_NETWORKS_MAX];
    unsigned n;
    bool has_unix; /* whoever comes by a unix socket is trusted */
};

/* Lines of one header, oldest first. */
struct http_lines {
    struct ym_span at[HTTP_LINES_KEPT];
    unsigned n;
};

/* "10.0.0.0/8,192.0.2.1,2001:db8::/32,unix". NULL when done, else one sentence. */
const char *http_networks_parse(const char *text, struct http_networks *ret);

/* Is this numeric address, or "unix", one of them? */
bool http_networks_have(const struct http_networks *nets, const char *address);

/* Add a line; of more than fit the oldest goes. */
void http_lines_add(struct http_lines *lines, struct ym_span value);

/* The client's address into address, which holds the peer's; left alone unless the peer is trusted
 * and says another. When both headers are given and name different clients, neither is believed:
 * a proxy writes one of them, and the other came through from outside. */
void http_forwarded(const struct http_networks *nets, const struct http_lines *forwarded,
                    const struct http_lines *x_forwarded_for, char address[YM_HTTP_PEER_MAX]);

#endif
