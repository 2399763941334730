/* SPDX-License-Identifier: Apache-2.0 */
/* The guard against server-side request forgery: which addresses an endpoint may have.
 *
 * Names are judged by the addresses to which they lead, at the moment of each connection, so that a
 * name that changes its mind after it was checked (DNS rebinding) gains nothing. Refused is all
 * that is not ordinary public unicast (IANA special-purpose registries, RFC 6890 and its
 * successors): this host, private and shared networks, link-local (cloud metadata among it),
 * loopback, multicast, reserved, documentation; for IPv6 likewise, and whatever carries an IPv4
 * address inside (mapped, compatible, 6to4, Teredo, NAT64) is judged by that as well. What the
 * operator allows by CIDR is excepted. */
#ifndef YM_WEBHOOK_GUARD_H
#define YM_WEBHOOK_GUARD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "yima/span.h"

#define WEBHOOK_ALLOW_MAX   32 /* networks that an operator can allow */
#define WEBHOOK_ADDRESS_MAX 46 /* a numeric address with its NUL */

/* An address, or the network of its first bits. IPv4 stands as ::ffff:a.b.c.d. */
struct webhook_net {
    unsigned char at[16];
    unsigned bits; /* of at that count, 0..128 */
};

struct webhook_guard {
    struct webhook_net allow[WEBHOOK_ALLOW_MAX];
    size_t n;
};

/* Add networks: CIDRs separated by commas, as "10.1.0.0/16,fd00::/8"; an address alone is a network
 * of one. INVALID: not of that form, or bits beyond the mask. TOO_LARGE: more than the maximum. */
__attribute__((warn_unused_result)) enum ym_err
webhook_guard_allow(struct webhook_guard *g, struct ym_span text, struct ym_error *reterr);

/* May we connect to this address (a struct sockaddr of AF_INET or AF_INET6)? Any other family: no.
 */
bool webhook_guard_admits(const struct webhook_guard *g, const void *sockaddr);

/* The address as text, for an error; "?" for another family. */
void webhook_address_print(const void *sockaddr, char ret[WEBHOOK_ADDRESS_MAX]);

#endif
