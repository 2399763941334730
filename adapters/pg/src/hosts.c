/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "hosts.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "pg/link.h"

#define OPTIONS_MAX 96 /* libpq 15 knows 45 */

/* What is set unless the connection string says otherwise: whatever notices a frozen server soon.
 * The keepalives notice a dead peer of an idle link; a busy one has its deadline. */
#define DEFAULTS(X)                                                                                \
    X("target_session_attrs", "read-write")                                                        \
    X("tcp_user_timeout", "3000")                                                                  \
    X("keepalives_idle", "3")                                                                      \
    X("keepalives_interval", "1")                                                                  \
    X("keepalives_count", "3")                                                                     \
    X("client_encoding", "UTF8")                                                                   \
    X("fallback_application_name", "yima")

struct host {
    const char *host; /* NULL: libpq's default; points into ym_hosts.text */
    const char *addr; /* likewise */
    const char *port; /* likewise */
};

struct ym_hosts {
    PQconninfoOption *options; /* parsed; owned */
    char *text[3];             /* host, hostaddr, port, cut at their commas; owned */
    struct host host[YM_LINK_HOSTS_MAX];
    size_t n;
};

static const char *option(const PQconninfoOption *options, const char *keyword)
{
    for (; options->keyword != NULL; options++)
        if (strcmp(options->keyword, keyword) == 0)
            return options->val != NULL && options->val[0] != '\0' ? options->val : NULL;
    return NULL;
}

/* Cut a copy of list at its commas. Returns the number of items, 0 for no list, more than the
 * maximum when there are too many; *ret_copy is NULL when there is no list or no memory. */
static size_t cut(const char *list, char **ret_copy, const char *ret_item[YM_LINK_HOSTS_MAX])
{
    size_t n = 0;

    *ret_copy = list != NULL ? strdup(list) : NULL;
    for (char *at = *ret_copy; at != NULL && n <= YM_LINK_HOSTS_MAX; n++) {
        char *comma = strchr(at, ',');

        if (n < YM_LINK_HOSTS_MAX)
            ret_item[n] = at;
        if (comma != NULL)
            *comma++ = '\0';
        at = comma;
    }
    return n;
}

/* What the connection string lists: hosts, addresses, ports. */
struct lists {
    const char *item[3][YM_LINK_HOSTS_MAX];
    size_t n[3]; /* items; more than YM_LINK_HOSTS_MAX when there are too many */
};

static enum ym_err cut_all(struct ym_hosts *h, const PQconninfoOption *defaults, struct lists *ret,
                           struct ym_error *reterr)
{
    static const char *const keyword[3] = { "host", "hostaddr", "port" };

    for (size_t k = 0; k < 3; k++) {
        const char *list = option(h->options, keyword[k]);

        if (list == NULL)
            list = option(defaults, keyword[k]);
        ret->n[k] = cut(list, &h->text[k], ret->item[k]);
        if (list != NULL && ret->n[k] == 0)
            return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for a connection");
    }
    return YM_E_OK;
}

/* libpq's rules: as many addresses as hosts, one port for all or one for each. */
static enum ym_err count(const struct lists *l, size_t *ret_hosts, struct ym_error *reterr)
{
    const size_t named = l->n[0] > l->n[1] ? l->n[0] : l->n[1];
    const size_t hosts = named > 0 ? named : 1;

    if (hosts > YM_LINK_HOSTS_MAX)
        return ym_fail(reterr, YM_E_INVALID, "the connection string names more than %d hosts",
                       YM_LINK_HOSTS_MAX);
    if ((l->n[0] > 0 && l->n[1] > 0 && l->n[0] != l->n[1]) || (l->n[2] > 1 && l->n[2] != hosts))
        return ym_fail(reterr, YM_E_INVALID,
                       "the connection string has %zu hosts, %zu addresses and %zu ports: give one "
                       "address a host, and one port for all or one for each",
                       l->n[0], l->n[1], l->n[2]);
    *ret_hosts = hosts;
    return YM_E_OK;
}

/* Pair hosts, addresses and ports. */
static enum ym_err pair(struct ym_hosts *h, const PQconninfoOption *defaults,
                        struct ym_error *reterr)
{
    struct lists l = { .n = { 0 } };
    enum ym_err err = cut_all(h, defaults, &l, reterr);

    if (err == YM_E_OK)
        err = count(&l, &h->n, reterr);
    if (err != YM_E_OK)
        return err;
    for (size_t i = 0; i < h->n; i++) {
        const size_t port = l.n[2] > 1 ? i : 0;

        h->host[i] = (struct host){ .host = l.n[0] > 0 ? l.item[0][i] : NULL,
                                    .addr = l.n[1] > 0 ? l.item[1][i] : NULL,
                                    .port = l.n[2] > 0 ? l.item[2][port] : NULL };
    }
    return YM_E_OK;
}

struct ym_hosts *ym_hosts_new(const char *conninfo, struct ym_error *reterr)
{
    struct ym_hosts *h = calloc(1, sizeof(*h));
    PQconninfoOption *defaults = PQconndefaults();
    char *why = NULL;
    bool ok = false;

    if (h == NULL || defaults == NULL) {
        ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for a connection");
        goto out;
    }
    h->options = PQconninfoParse(conninfo != NULL ? conninfo : "", &why);
    PQfreemem(why); /* it may quote the password */
    if (h->options == NULL) {
        ym_fail(reterr, YM_E_INVALID,
                "cannot read the connection string: give `host=… dbname=… user=…` or "
                "postgresql://user@host/dbname");
        goto out;
    }
    ok = pair(h, defaults, reterr) == YM_E_OK;
out:
    PQconninfoFree(defaults);
    if (!ok) {
        ym_hosts_free(h);
        h = NULL;
    }
    return h;
}

void ym_hosts_free(struct ym_hosts *h)
{
    if (h == NULL)
        return;
    for (size_t k = 0; k < 3; k++)
        free(h->text[k]);
    PQconninfoFree(h->options);
    free(h);
}

size_t ym_hosts_count(const struct ym_hosts *h)
{
    return h->n;
}

const char *ym_hosts_name(const struct ym_hosts *h, size_t i)
{
    const struct host *host = &h->host[i];

    return host->host != NULL ? host->host : host->addr != NULL ? host->addr : "";
}

struct pairs {
    const char *key[OPTIONS_MAX + 1];
    const char *value[OPTIONS_MAX + 1];
    size_t n;
};

static void add(struct pairs *p, const char *key, const char *value)
{
    if (value != NULL && p->n < OPTIONS_MAX) {
        p->key[p->n] = key;
        p->value[p->n++] = value;
    }
}

PGconn *ym_hosts_connect(const struct ym_hosts *h, size_t i)
{
    struct pairs p = { .n = 0 };

    /* libpq takes the last of equal keywords, so defaults come first. */
#define X(key, value) add(&p, key, value);
    DEFAULTS(X)
#undef X
    for (const PQconninfoOption *o = h->options; o->keyword != NULL; o++)
        if (strcmp(o->keyword, "host") != 0 && strcmp(o->keyword, "hostaddr") != 0 &&
            strcmp(o->keyword, "port") != 0)
            add(&p, o->keyword, o->val);
    add(&p, "host", h->host[i].host);
    add(&p, "hostaddr", h->host[i].addr);
    add(&p, "port", h->host[i].port);
    return PQconnectStartParams(p.key, p.value, 0);
}
