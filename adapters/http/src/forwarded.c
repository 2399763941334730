/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "forwarded.h"

#include <arpa/inet.h>
#include <string.h>

#include "lint.h"

#define V4_BITS 96 /* of the prefix that maps an IPv4 address into IPv6 */

static const unsigned char v4_prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF };

/* ---- Addresses ---- */

/* Digits of either family; *ret_bits: how many bits it has of its own. */
static bool parse_address(struct ym_span text, unsigned char ret[16], unsigned *ret_bits)
{
    char copy[YM_HTTP_PEER_MAX];

    if (text.n == 0 || text.n >= sizeof(copy))
        return false;
    memcpy(copy, text.at, text.n);
    copy[text.n] = '\0';
    memcpy(ret, v4_prefix, sizeof(v4_prefix));
    *ret_bits = 32;
    if (inet_pton(AF_INET, copy, ret + 12) == 1)
        return true;
    *ret_bits = 128;
    return inet_pton(AF_INET6, copy, ret) == 1;
}

static void print_address(const unsigned char address[16], char ret[YM_HTTP_PEER_MAX])
{
    if (memcmp(address, v4_prefix, sizeof(v4_prefix)) == 0)
        (void)inet_ntop(AF_INET, address + 12, ret, YM_HTTP_PEER_MAX);
    else
        (void)inet_ntop(AF_INET6, address, ret, YM_HTTP_PEER_MAX);
}

static bool is_within(const unsigned char address[16], const unsigned char network[16],
                      unsigned bits)
{
    const unsigned whole = bits / 8;
    const unsigned rest = bits % 8;

    return memcmp(address, network, whole) == 0 &&
           (rest == 0 || (address[whole] ^ network[whole]) >> (8 - rest) == 0);
}

static bool is_trusted(const struct http_networks *nets, const unsigned char address[16])
{
    for (unsigned i = 0; i < nets->n; i++) {
        if (is_within(address, nets->at[i].address, nets->at[i].bits))
            return true;
    }
    return false;
}

bool http_networks_have(const struct http_networks *nets, const char *address)
{
    unsigned char bytes[16];
    unsigned bits;

    if (strcmp(address, "unix") == 0)
        return nets->has_unix;
    return parse_address(ym_span_of(address), bytes, &bits) && is_trusted(nets, bytes);
}

/* ---- The networks ---- */

static bool parse_bits(struct ym_span text, unsigned max, unsigned *ret)
{
    unsigned bits = 0;

    if (text.n == 0 || text.n > 3)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        bits = bits * 10 + (unsigned)(text.at[i] - '0');
    }
    *ret = bits;
    return bits <= max;
}

static const char *add_network(struct ym_span text, struct http_networks *ret)
{
    const char *slash = memchr(text.at, '/', text.n);
    const size_t n = slash != NULL ? (size_t)(slash - text.at) : text.n;
    unsigned own, bits;

    if (ym_span_is(text, YM_SPAN("unix"))) {
        ret->has_unix = true;
        return NULL;
    }
    if (ret->n == HTTP_NETWORKS_MAX)
        return "names more than 16 networks";
    if (!parse_address((struct ym_span){ text.at, n }, ret->at[ret->n].address, &own))
        return "takes addresses or networks like 10.0.0.0/8,2001:db8::1,unix";
    bits = own;
    if (slash != NULL && !parse_bits((struct ym_span){ slash + 1, text.n - n - 1 }, own, &bits))
        return "has a network whose number of bits is wrong";
    ret->at[ret->n++].bits = own == 32 ? V4_BITS + bits : bits;
    return NULL;
}

const char *http_networks_parse(const char *text, struct http_networks *ret)
{
    const char *fault = NULL;

    *ret = (struct http_networks){ .n = 0 };
    while (fault == NULL) {
        const size_t n = strcspn(text, ",");

        fault = add_network((struct ym_span){ text, n }, ret);
        if (text[n] == '\0')
            break;
        text += n + 1;
    }
    return fault;
}

/* ---- The hops ---- */

/* The addresses that a request names, in the order sent; the last ones, if they are many. */
struct hops {
    struct ym_span at[HTTP_HOPS_MAX];
    unsigned n;
};

void http_lines_add(struct http_lines *lines, struct ym_span value)
{
    if (lines->n == HTTP_LINES_KEPT) {
        memmove(&lines->at[0], &lines->at[1], sizeof(lines->at) - sizeof(lines->at[0]));
        lines->n--;
    }
    lines->at[lines->n++] = value;
}

static void add_hop(struct hops *h, struct ym_span hop)
{
    if (h->n == HTTP_HOPS_MAX) {
        memmove(&h->at[0], &h->at[1], sizeof(h->at) - sizeof(h->at[0]));
        h->n--;
    }
    h->at[h->n++] = hop;
}

static struct ym_span trimmed(struct ym_span s)
{
    while (s.n > 0 && (s.at[0] == ' ' || s.at[0] == '\t'))
        s = (struct ym_span){ s.at + 1, s.n - 1 };
    while (s.n > 0 && (s.at[s.n - 1] == ' ' || s.at[s.n - 1] == '\t'))
        s.n--;
    return s;
}

/* Does every quote have its end? If not, what a stranger sent may have swallowed what the proxy
 * wrote behind it. An escaped quote counts as one, so that it can shift nothing. */
static bool is_balanced(struct ym_span line)
{
    size_t quotes = 0;

    for (size_t i = 0; i < line.n; i++)
        quotes += line.at[i] == '"';
    return quotes % 2 == 0;
}

/* Cut what stands before the next separator outside of quotes. False at the end. Only
 * Forwarded has quotes. */
static bool cut(struct ym_span *rest, char separator, bool has_quotes, struct ym_span *ret)
{
    bool is_quoted = false;
    size_t i = 0;

    if (rest->at == NULL)
        return false;
    for (; i < rest->n && (is_quoted || rest->at[i] != separator); i++) {
        if (has_quotes && rest->at[i] == '"')
            is_quoted = !is_quoted;
    }
    *ret = trimmed((struct ym_span){ rest->at, i });
    *rest = i < rest->n ? (struct ym_span){ rest->at + i + 1, rest->n - i - 1 }
                        : (struct ym_span){ NULL, 0 };
    return true;
}

/* The node behind "for=" in one element of Forwarded; empty when it does not say. */
static struct ym_span node_of(struct ym_span element)
{
    struct ym_span pair;

    while (cut(&element, ';', true, &pair)) {
        if (pair.n < 4 || !http_span_is_caseless((struct ym_span){ pair.at, 4 }, YM_SPAN("for=")))
            continue;
        pair = (struct ym_span){ pair.at + 4, pair.n - 4 };
        if (pair.n >= 2 && pair.at[0] == '"' && pair.at[pair.n - 1] == '"')
            pair = (struct ym_span){ pair.at + 1, pair.n - 2 };
        return pair;
    }
    return (struct ym_span){ "", 0 };
}

static void gather(const struct http_lines *lines, bool is_forwarded, struct hops *ret)
{
    ret->n = 0;
    for (unsigned i = 0; i < lines->n; i++) {
        struct ym_span rest = lines->at[i];
        struct ym_span element;

        if (is_forwarded && !is_balanced(rest)) {
            add_hop(ret, YM_SPAN("")); /* nobody: what is further left is hearsay */
            continue;
        }
        while (cut(&rest, ',', is_forwarded, &element))
            add_hop(ret, is_forwarded ? node_of(element) : element);
    }
}

/* "192.0.2.1", "192.0.2.1:4711", "[2001:db8::1]", "[2001:db8::1]:4711", "2001:db8::1". */
static bool parse_hop(struct ym_span hop, unsigned char ret[16])
{
    const char *colon = hop.n > 0 ? memchr(hop.at, ':', hop.n) : NULL;
    unsigned bits;

    if (hop.n > 0 && hop.at[0] == '[') {
        const char *end = memchr(hop.at, ']', hop.n);

        return end != NULL &&
               parse_address((struct ym_span){ hop.at + 1, (size_t)(end - hop.at) - 1 }, ret,
                             &bits) &&
               bits == 128;
    }
    if (colon != NULL && memchr(hop.at, '.', (size_t)(colon - hop.at)) != NULL)
        hop.n = (size_t)(colon - hop.at);
    return parse_address(hop, ret, &bits);
}

/* Walk from the right. What is no address (unknown, hidden) cannot be counted, so the trusted one
 * behind it stands for it. */
static void walk(const struct http_networks *nets, const struct hops *hops,
                 char address[YM_HTTP_PEER_MAX])
{
    unsigned char hop[16];

    for (unsigned i = hops->n; i-- > 0;) {
        if (!parse_hop(hops->at[i], hop))
            return;
        print_address(hop, address);
        if (!is_trusted(nets, hop))
            return;
    }
}

void http_forwarded(const struct http_networks *nets, const struct http_lines *forwarded,
                    const struct http_lines *x_forwarded_for, char address[YM_HTTP_PEER_MAX])
{
    char by_standard[YM_HTTP_PEER_MAX];
    char by_custom[YM_HTTP_PEER_MAX];
    struct hops hops;

    if (!http_networks_have(nets, address))
        return;
    memcpy(by_standard, address, sizeof(by_standard));
    memcpy(by_custom, address, sizeof(by_custom));
    gather(forwarded, true, &hops);
    walk(nets, &hops, by_standard);
    gather(x_forwarded_for, false, &hops);
    walk(nets, &hops, by_custom);
    if (forwarded->n == 0 || strcmp(by_standard, by_custom) == 0)
        memcpy(address, by_custom, sizeof(by_custom));
    else if (x_forwarded_for->n == 0)
        memcpy(address, by_standard, sizeof(by_standard));
}
