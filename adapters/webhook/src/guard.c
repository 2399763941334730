/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "webhook/guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#define MAPPED    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff
#define V4_BITS   96 /* in front of an IPv4 address */
#define CIDR_TEXT 64 /* the longest CIDR, generously */

/* What is not public unicast. Sources: IANA IPv4 and IPv6 Special-Purpose Address Registries, and
 * the multicast and reserved ranges of RFC 5771, RFC 1112 and RFC 4291. */
/* clang-format off */
static const struct webhook_net closed[] = {
    { { MAPPED, 0 }, V4_BITS + 8 },             /* this network */
    { { MAPPED, 10 }, V4_BITS + 8 },            /* private */
    { { MAPPED, 100, 64 }, V4_BITS + 10 },      /* shared, carrier-grade NAT */
    { { MAPPED, 127 }, V4_BITS + 8 },           /* loopback */
    { { MAPPED, 169, 254 }, V4_BITS + 16 },     /* link-local, metadata services */
    { { MAPPED, 172, 16 }, V4_BITS + 12 },      /* private */
    { { MAPPED, 192, 0, 0 }, V4_BITS + 24 },    /* protocol assignments */
    { { MAPPED, 192, 0, 2 }, V4_BITS + 24 },    /* documentation */
    { { MAPPED, 192, 88, 99 }, V4_BITS + 24 },  /* 6to4 relays, withdrawn */
    { { MAPPED, 192, 168 }, V4_BITS + 16 },     /* private */
    { { MAPPED, 198, 18 }, V4_BITS + 15 },      /* benchmarking */
    { { MAPPED, 198, 51, 100 }, V4_BITS + 24 }, /* documentation */
    { { MAPPED, 203, 0, 113 }, V4_BITS + 24 },  /* documentation */
    { { MAPPED, 224 }, V4_BITS + 4 },           /* multicast */
    { { MAPPED, 240 }, V4_BITS + 4 },           /* reserved, broadcast */
};

/* Of IPv6 only 2000::/3 is given out as global unicast; in it these are not. */
static const struct webhook_net global = { { 0x20 }, 3 };
static const struct webhook_net closed6[] = {
    { { 0x20, 0x01 }, 23 },                   /* protocol assignments, Teredo, benchmarking, ORCHID */
    { { 0x20, 0x01, 0x0d, 0xb8 }, 32 },       /* documentation */
    { { 0x3f, 0xff }, 20 },                   /* documentation */
};
static const struct webhook_net sixtofour = { { 0x20, 0x02 }, 16 };
static const struct webhook_net nat64 = { { 0x00, 0x64, 0xff, 0x9b }, 96 };
static const struct webhook_net mapped = { { MAPPED }, V4_BITS };
/* clang-format on */

static bool is_in(const unsigned char at[16], const struct webhook_net *net)
{
    const size_t whole = net->bits / 8;
    const unsigned rest = net->bits % 8;
    unsigned mask;

    if (memcmp(at, net->at, whole) != 0)
        return false;
    if (rest == 0)
        return true;
    mask = 0xffu << (8 - rest) & 0xffu;
    return (at[whole] & mask) == (net->at[whole] & mask);
}

static bool is_in_any(const unsigned char at[16], const struct webhook_net *nets, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (is_in(at, &nets[i]))
            return true;
    }
    return false;
}

static bool is_public4(const unsigned char at[16])
{
    return !is_in_any(at, closed, sizeof(closed) / sizeof(closed[0]));
}

/* ::ffff:a.b.c.d of the four bytes at v4. */
static void map(const unsigned char *v4, unsigned char ret[16])
{
    memcpy(ret, mapped.at, 12);
    memcpy(ret + 12, v4, 4);
}

static bool is_public(const unsigned char at[16])
{
    unsigned char inner[16];

    if (is_in(at, &mapped))
        return is_public4(at);
    if (is_in(at, &nat64)) {
        map(at + 12, inner);
        return is_public4(inner);
    }
    if (is_in(at, &sixtofour)) {
        map(at + 2, inner);
        return is_public4(inner);
    }
    return is_in(at, &global) && !is_in_any(at, closed6, sizeof(closed6) / sizeof(closed6[0]));
}

/* Both families in one form. False for any other. */
static bool take(const void *sockaddr, unsigned char ret[16])
{
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    sa_family_t family;

    memcpy(&family, (const char *)sockaddr + offsetof(struct sockaddr, sa_family), sizeof(family));
    if (family == AF_INET) {
        memcpy(&v4, sockaddr, sizeof(v4));
        map((const unsigned char *)&v4.sin_addr, ret);
        return true;
    }
    if (family != AF_INET6)
        return false;
    memcpy(&v6, sockaddr, sizeof(v6));
    memcpy(ret, &v6.sin6_addr, 16);
    return true;
}

static bool admits(const struct webhook_guard *g, const unsigned char at[16])
{
    return is_in_any(at, g->allow, g->n) || is_public(at);
}

bool webhook_guard_admits(const struct webhook_guard *g, const void *sockaddr)
{
    unsigned char at[16];

    return take(sockaddr, at) && admits(g, at);
}

/* "10.1.2.3" or "fd00::1", strictly: no octal, no short forms. */
static bool read_address(const char *text, unsigned char ret[16], bool *ret_is_v4)
{
    unsigned char v4[4];

    *ret_is_v4 = inet_pton(AF_INET, text, v4) == 1;
    if (*ret_is_v4)
        map(v4, ret);
    return *ret_is_v4 || inet_pton(AF_INET6, text, ret) == 1;
}

void webhook_address_print(const void *sockaddr, char ret[WEBHOOK_ADDRESS_MAX])
{
    unsigned char at[16];
    const char *done = NULL;

    if (take(sockaddr, at))
        done = is_in(at, &mapped) ? inet_ntop(AF_INET, at + 12, ret, WEBHOOK_ADDRESS_MAX)
                                  : inet_ntop(AF_INET6, at, ret, WEBHOOK_ADDRESS_MAX);
    if (done == NULL)
        memcpy(ret, "?", 2);
}

/* ---- What the operator allows ---- */

static bool read_bits(const char *text, unsigned max, unsigned *ret)
{
    unsigned v = 0;

    if (*text == '\0' || strlen(text) > 3)
        return false;
    for (; *text >= '0' && *text <= '9'; text++)
        v = v * 10 + (unsigned)(*text - '0');
    *ret = v;
    return *text == '\0' && v <= max;
}

/* No bit is set behind those that count. */
static bool is_network(const struct webhook_net *net)
{
    for (unsigned bit = net->bits; bit < 128; bit++) {
        if ((net->at[bit / 8] >> (7 - bit % 8) & 1) != 0)
            return false;
    }
    return true;
}

static bool read_cidr(struct ym_span text, struct webhook_net *ret)
{
    char room[CIDR_TEXT];
    char *slash;
    bool is_v4;

    if (text.n == 0 || text.n >= sizeof(room))
        return false;
    memcpy(room, text.at, text.n);
    room[text.n] = '\0';
    slash = strchr(room, '/');
    if (slash != NULL)
        *slash = '\0';
    if (!read_address(room, ret->at, &is_v4))
        return false;
    ret->bits = 128;
    if (slash != NULL && !read_bits(slash + 1, is_v4 ? 32 : 128, &ret->bits))
        return false;
    if (slash != NULL && is_v4)
        ret->bits += V4_BITS;
    return is_network(ret);
}

enum ym_err webhook_guard_allow(struct webhook_guard *g, struct ym_span text,
                                struct ym_error *reterr)
{
    size_t at = 0;

    while (at <= text.n) {
        size_t end = at;

        while (end < text.n && text.at[end] != ',')
            end++;
        if (g->n == WEBHOOK_ALLOW_MAX)
            return ym_fail(reterr, YM_E_TOO_LARGE, "at most %d networks can be allowed",
                           WEBHOOK_ALLOW_MAX);
        if (!read_cidr((struct ym_span){ text.at + at, end - at }, &g->allow[g->n]))
            return ym_fail(reterr, YM_E_INVALID,
                           "name networks as 10.1.0.0/16 or fd00:1::/32, separated by commas, with "
                           "no bit set behind the mask");
        g->n++;
        at = end + 1;
    }
    return YM_E_OK;
}
