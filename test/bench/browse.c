/* SPDX-License-Identifier: Apache-2.0 */
/* How long lists and searches take.
 *
 *   browse PORT CONNECTIONS SECONDS FILE      YIMA_TOKEN: of whoever looks
 *
 * FILE has lines "class path": what to ask for, the path below /api/v1/. Each connection asks for a
 * random class, and in it for a random line, as soon as it is answered. When a page has a next one,
 * that is asked for after it, and counts under "class/2". Prints a line for each class, and one for
 * all; the status is 1 when any answer was not a page, and how long that took counts as well. */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cases.h"
#include "measure.h"
#include "wire.h"

#define CONNECTIONS_MAX 64
#define CLASSES_MAX     64
#define NAME_BYTES      32
#define PATH_BYTES      512
#define CURSOR_BYTES    256
#define REQUEST_BYTES   4096
#define TIMEOUT_MS      60000

/* Questions of one kind. */
struct class
{
    char name[NAME_BYTES];
    char (*paths)[PATH_BYTES];
    size_t n;
    uint64_t items;         /* on all first pages */
    uint64_t failed;        /* answers that were no page; the first is shown */
    struct samples samples; /* of first pages */
    struct samples second;  /* of the pages after them */
};

struct client {
    struct wire wire;
    struct class *class;
    size_t path;
    bool is_second; /* the page under way is the one after the first */
    bool is_busy;
    int64_t sent;
};

struct run {
    struct cases cases; /* for its token alone */
    struct class classes[CLASSES_MAX];
    size_t classes_n;
    struct client clients[CONNECTIONS_MAX];
    size_t clients_n;
    int64_t until;
    uint64_t seed;
};

static bool fail(const struct client *c, const char *what)
{
    (void)fprintf(stderr, "browse: %s: %s: status %d: %.*s\n", what, c->class->paths[c->path],
                  c->wire.status, (int)(c->wire.body_n > 600 ? 600 : c->wire.body_n),
                  c->wire.status == 0 ? "" : c->wire.body);
    return false;
}

/* ---- Questions ---- */

static bool ask(struct run *r, struct client *c, const char *cursor)
{
    char path[PATH_BYTES + CURSOR_BYTES + 16];

    (void)snprintf(path, sizeof(path), "%s%s%s", c->class->paths[c->path],
                   cursor == NULL                                  ? ""
                   : strchr(c->class->paths[c->path], '?') != NULL ? "&cursor="
                                                                   : "?cursor=",
                   cursor == NULL ? "" : cursor);
    wire_begin(&c->wire);
    cases_add_head(&r->cases, &c->wire, "GET", path);
    wire_add(&c->wire, "\r\n");
    c->is_second = cursor != NULL;
    c->sent = measure_now();
    return wire_write(&c->wire) ? true : fail(c, "writing");
}

static bool ask_first(struct run *r, struct client *c)
{
    c->is_busy = measure_now() < r->until;
    if (!c->is_busy)
        return true;
    c->class = &r->classes[measure_random(&r->seed, r->classes_n)];
    c->path = measure_random(&r->seed, c->class->n);
    return ask(r, c, NULL);
}

/* The page's "next", into ret; false when it is null. */
static bool next_of(const struct wire *w, char ret[CURSOR_BYTES])
{
    static const char member[] = "\"next\":\"";
    const char *at = strstr(w->body, member);
    size_t n;

    if (at == NULL)
        return false;
    at += sizeof(member) - 1;
    n = strcspn(at, "\"");
    if (n == 0 || n >= CURSOR_BYTES)
        return false;
    memcpy(ret, at, n);
    ret[n] = '\0';
    return true;
}

static uint64_t items_of(const struct wire *w)
{
    uint64_t n = 0;

    for (const char *at = strstr(w->body, "\"received_at\":"); at != NULL;
         at = strstr(at + 1, "\"received_at\":"))
        n++;
    return n;
}

static bool settle(struct run *r, struct client *c)
{
    char cursor[CURSOR_BYTES];

    if (c->wire.status != 200 && c->class->failed++ == 0)
        (void)fail(c, "no page");
    if (!samples_add(c->is_second ? &c->class->second : &c->class->samples,
                     measure_now() - c->sent))
        return false;
    if (c->is_second || c->wire.status != 200)
        return ask_first(r, c);
    c->class->items += items_of(&c->wire);
    return next_of(&c->wire, cursor) ? ask(r, c, cursor) : ask_first(r, c);
}

/* ---- The loop ---- */

static size_t await(struct run *r, struct pollfd *fds)
{
    size_t busy = 0;

    for (size_t i = 0; i < r->clients_n; i++) {
        const struct client *c = &r->clients[i];

        busy += c->is_busy;
        fds[i] = (struct pollfd){ .fd = c->is_busy ? c->wire.fd : -1, .events = POLLIN };
        if (!wire_is_written(&c->wire))
            fds[i].events |= POLLOUT;
    }
    return busy;
}

static bool loop(struct run *r)
{
    struct pollfd fds[CONNECTIONS_MAX];

    for (size_t i = 0; i < r->clients_n; i++)
        if (!ask_first(r, &r->clients[i]))
            return false;
    while (await(r, fds) > 0) {
        const int n = poll(fds, r->clients_n, TIMEOUT_MS);

        if (n == 0 || (n < 0 && errno != EINTR)) {
            (void)fputs("browse: no answer within 60 s\n", stderr);
            return false;
        }
        for (size_t i = 0; i < r->clients_n; i++) {
            struct client *c = &r->clients[i];
            bool is_done = false;

            if (fds[i].revents == 0)
                continue;
            if (!wire_write(&c->wire) || !wire_read(&c->wire, &is_done))
                return fail(c, "the connection was lost");
            if (is_done && !settle(r, c))
                return false;
        }
    }
    return true;
}

/* ---- The file ---- */

static struct class *class_of(struct run *r, const char *name, size_t n)
{
    for (size_t i = 0; i < r->classes_n; i++)
        if (strlen(r->classes[i].name) == n && memcmp(r->classes[i].name, name, n) == 0)
            return &r->classes[i];
    if (r->classes_n == CLASSES_MAX || n == 0 || n >= NAME_BYTES)
        return NULL;
    memcpy(r->classes[r->classes_n].name, name, n);
    return &r->classes[r->classes_n++];
}

static bool take_line(struct run *r, char *line)
{
    const size_t n = strcspn(line, " ");
    struct class *class = class_of(r, line, n);
    char *path = line + n + 1;

    if (class == NULL || line[n] == '\0')
        return false;
    path[strcspn(path, "\n")] = '\0';
    class->paths = realloc(class->paths, (class->n + 1) * sizeof(*class->paths));
    if (class->paths == NULL)
        exit(1);
    (void)snprintf(class->paths[class->n++], PATH_BYTES, "%s", path);
    return true;
}

static bool read_questions(struct run *r, const char *name)
{
    FILE *f = fopen(name, "r");
    char line[PATH_BYTES];
    bool ok = f != NULL;

    if (f == NULL)
        perror(name);
    while (ok && fgets(line, sizeof(line), f) != NULL)
        ok = take_line(r, line);
    if (f != NULL)
        (void)fclose(f);
    return ok && r->classes_n > 0;
}

/* ---- Main ---- */

static void show(const struct class *c, const char *suffix, struct samples *s, double items)
{
    if (s->n > 0)
        (void)printf("class=%s%s n=%zu p50=%.2f p99=%.2f max=%.2f items=%.1f failed=%" PRIu64 "\n",
                     c->name, suffix, s->n, samples_at(s, 500), samples_at(s, 990),
                     samples_at(s, 1000), items, c->failed);
}

static bool report(struct run *r)
{
    struct class all = { .name = "all" };
    bool ok = true;

    for (size_t i = 0; ok && i < r->classes_n; i++) {
        struct class *c = &r->classes[i];

        show(c, "", &c->samples, c->samples.n == 0 ? 0 : (double)c->items / (double)c->samples.n);
        show(c, "/2", &c->second, 0);
        all.failed += c->failed;
        ok = samples_join(&all.samples, &c->samples) && samples_join(&all.samples, &c->second);
    }
    show(&all, "", &all.samples, 0);
    samples_free(&all.samples);
    return ok && all.failed == 0;
}

static int usage(FILE *to)
{
    (void)fputs("usage: YIMA_TOKEN=… browse PORT CONNECTIONS SECONDS FILE\n", to);
    return to == stdout ? 0 : 2;
}

int main(int argc, char **argv)
{
    struct run *r;
    unsigned short port;

    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return usage(stdout);
    if (argc != 5)
        return usage(stderr);
    r = calloc(1, sizeof(*r));
    if (r == NULL || !cases_init(&r->cases))
        return 1;
    port = (unsigned short)measure_number("PORT", argv[1], 1, 65535);
    r->clients_n = measure_number("CONNECTIONS", argv[2], 1, CONNECTIONS_MAX);
    r->seed = r->cases.key;
    if (!read_questions(r, argv[4])) {
        (void)fprintf(stderr, "browse: %s: not lines of class and path\n", argv[4]);
        return 2;
    }
    for (size_t i = 0; i < r->clients_n; i++)
        if (!wire_open(&r->clients[i].wire, port, REQUEST_BYTES))
            return 1;
    r->until =
        measure_now() + (int64_t)measure_number("SECONDS", argv[3], 1, 3600) * INT64_C(1000000);
    return loop(r) && report(r) ? 0 : 1;
}
