/* SPDX-License-Identifier: Apache-2.0 */
#include "house.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "yima/region.h"

#define PATH_MAX_BYTES 128
#define KEEP_DAYS      "36500" /* the most that there is */
#define ARGS_MAX       24
#define TOKENS_MAX     1024
#define TOKEN_MAX      128
#define KEY_MAX        96
#define LOG_MAX        (64 * 1024)
#define PATIENCE_MS    120000 /* hang limit */
#define LOOK_MS        10

struct token {
    char key[KEY_MAX]; /* who holds it */
    char text[TOKEN_MAX];
};

struct house {
    char program[PATH_MAX_BYTES * 4];
    char dir[PATH_MAX_BYTES], data[PATH_MAX_BYTES + 8];
    pid_t server; /* 0: none */
    struct wire *wire;
    ym_usec at;       /* where the clock was moved to last */
    long long offset; /* seconds before the machine's clock */
    long count;       /* last number that house_count() gave */
    long log_read;    /* bytes of the server's log that were looked at */
    struct token *tokens;
    size_t ntokens;
};

static void nap(void)
{
    const struct timespec t = { .tv_nsec = LOOK_MS * 1000000L };

    (void)nanosleep(&t, NULL);
}

static FILE *open_file(const struct house *h, const char *name, const char *mode)
{
    char path[PATH_MAX_BYTES * 2];
    FILE *f;

    (void)snprintf(path, sizeof(path), "%s/%s", h->dir, name);
    f = fopen(path, mode);
    if (f == NULL)
        fail_msg("cannot open %s", path);
    return f;
}

/* ---- Programs ---- */

/* In the child: the program on the house's data, at the house's time, and nobody else's server. */
__attribute__((noreturn)) static void become(const struct house *h, const char *const *args)
{
    const char *argv[ARGS_MAX + 4] = { h->program };
    char offset[24];
    char clock[PATH_MAX_BYTES * 2];
    int n = 1;

    for (; n <= ARGS_MAX && args[n - 1] != NULL; n++)
        argv[n] = args[n - 1];
    argv[n++] = "--data";
    argv[n++] = h->data;
    argv[n] = NULL;
    (void)unsetenv("PGHOST");
    (void)unsetenv("PGHOSTADDR");
    (void)unsetenv("PGSERVICE");
    (void)snprintf(offset, sizeof(offset), "%lld", h->offset);
    (void)setenv("YIMA_TEST_CLOCK_OFFSET_S", offset, 1);
    (void)snprintf(clock, sizeof(clock), "%s/clock", h->dir);
    (void)setenv("YIMA_TEST_CLOCK_FILE", clock, 1);
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    (void)execv(h->program, (char *const *)(uintptr_t)argv);
    _exit(127);
}

static void log_to(const struct house *h, const char *name)
{
    char path[PATH_MAX_BYTES * 2];
    int fd;

    (void)snprintf(path, sizeof(path), "%s/%s", h->dir, name);
    fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (fd < 0 || dup2(fd, 2) < 0)
        _exit(126);
}

/* What a child prints, to its end; returns its exit code. */
static int harvest(pid_t child, int from, char *out, size_t size)
{
    size_t n = 0;
    ssize_t got;
    int status = 0;

    while (n + 1 < size && (got = read(from, out + n, size - n - 1)) > 0)
        n += (size_t)got;
    out[n] = '\0';
    (void)close(from);
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* In the child: what is printed goes to the parent. */
static void print_to(const int pipes[2])
{
    (void)dup2(pipes[1], 1);
    (void)close(pipes[0]);
    (void)close(pipes[1]);
}

int house_run(struct house *h, const char *const *args, char *out, size_t size)
{
    int pipes[2];
    pid_t child;

    assert_int_equal(pipe(pipes), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        print_to(pipes);
        log_to(h, "commands.log");
        become(h, args);
    }
    (void)close(pipes[1]);
    return harvest(child, pipes[0], out, size);
}

int house_program(const char *const *argv, char *out, size_t size)
{
    int pipes[2];
    pid_t child;

    assert_int_equal(pipe(pipes), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        print_to(pipes);
        (void)execvp(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    (void)close(pipes[1]);
    return harvest(child, pipes[0], out, size);
}

static void must_run(struct house *h, const char *const *args, char *out, size_t size)
{
    const int code = house_run(h, args, out, size);

    if (code != 0)
        fail_msg("yima %s %s ended with %d; see %s/commands.log", args[0], args[1], code, h->dir);
}

/* ---- The clock ---- */

static void write_clock(struct house *h, ym_usec at)
{
    struct timespec now;
    FILE *f;
    char from[PATH_MAX_BYTES * 2];
    char to[PATH_MAX_BYTES * 2];

    (void)clock_gettime(CLOCK_REALTIME, &now);
    h->at = at;
    h->offset = at / YM_USEC_PER_SECOND - (long long)now.tv_sec + 1;
    f = open_file(h, "clock.new", "w");
    (void)fprintf(f, "%lld\n", h->offset);
    assert_int_equal(fclose(f), 0);
    (void)snprintf(from, sizeof(from), "%s/clock.new", h->dir);
    (void)snprintf(to, sizeof(to), "%s/clock", h->dir);
    assert_int_equal(rename(from, to), 0);
}

/* What the server logged since the last look. */
static bool log_has(struct house *h, const char *word, char text[LOG_MAX])
{
    FILE *const f = open_file(h, "serve.log", "r");
    const char *found;
    size_t n;

    (void)fseek(f, h->log_read, SEEK_SET);
    n = fread(text, 1, LOG_MAX - 1, f);
    text[n] = '\0';
    (void)fclose(f);
    found = strstr(text, word);
    if (found == NULL && n == LOG_MAX - 1) /* keep some, the word may be cut in two */
        h->log_read += LOG_MAX / 2;
    if (found != NULL)
        h->log_read += found - text;
    return found != NULL;
}

static void wait_for(struct house *h, const char *word)
{
    char *const text = malloc(LOG_MAX);
    bool found = false;

    assert_non_null(text);
    for (int waited = 0; !found && waited < PATIENCE_MS; waited += LOOK_MS) {
        found = log_has(h, word, text);
        if (!found)
            nap();
    }
    free(text);
    if (!found)
        fail_msg("the server never logged %s; see %s/serve.log", word, h->dir);
}

void house_move(struct house *h, ym_usec at)
{
    char word[64];

    if (at <= h->at)
        return;
    write_clock(h, at);
    (void)snprintf(word, sizeof(word), "\"clock_offset_s\":%lld}", h->offset);
    wait_for(h, word);
}

/* ---- The cast ---- */

static void write_cast(const struct house *h)
{
    FILE *const bodies = open_file(h, "bodies.csv", "w");
    FILE *const staff = open_file(h, "staff.csv", "w");

    (void)fputs("id,name,kind,region\n", bodies);
    (void)fputs("id,name,role,body\n", staff);
    for (const struct story_name *n = story_names(); n->name != NULL; n++) {
        char region[YM_REGION_TEXT_MAX];

        ym_region_print(n->region, region);
        if (n->body == 0)
            (void)fprintf(bodies, "%lld,%s,%s,%s\n", (long long)n->id, n->name,
                          ym_word(YM_VOCAB_BODY, n->kind)->code, region);
        else
            (void)fprintf(staff, "%lld,%s,mediator,%lld\n", (long long)n->id, n->name,
                          (long long)n->body);
    }
    assert_int_equal(fclose(bodies), 0);
    assert_int_equal(fclose(staff), 0);
}

/* The divisions in which the stories play. */
static void write_regions(const struct house *h)
{
    FILE *const regions = open_file(h, "regions.csv", "w");

    (void)fputs("code,name,parent,level\n"
                "330108,滨江区,3301,district\n"
                "330108001,西兴街道,330108,street\n"
                "330108002,长河街道,330108,street\n",
                regions);
    assert_int_equal(fclose(regions), 0);
}

static void bring_in(struct house *h, const char *kind)
{
    char path[PATH_MAX_BYTES * 2];
    char out[512];
    const char *const args[] = { "import", "--as", kind, path, NULL };

    (void)snprintf(path, sizeof(path), "%s/%s.csv", h->dir, kind);
    must_run(h, args, out, sizeof(out));
}

/* ---- Tokens ---- */

/* Some see a region, some belong to a body; a mediator is one person. */
static void make_token(struct house *h, const struct house_holder *who, char out[TOKEN_MAX])
{
    const struct story_name *const name = story_name_find(who->of);
    const char *args[ARGS_MAX] = { "token",  "create",
                                   "--role", ym_word(YM_VOCAB_ROLE, (int)who->role)->code,
                                   "--days", "3650" };
    const bool sees_region = ym_role_relation(who->role) == YM_REL_REGION;
    char seat[8], body[24], staff[24], region[YM_REGION_TEXT_MAX];
    int n = 6;

    (void)snprintf(seat, sizeof(seat), "%u", who->seat);
    if (who->dispute != NULL) {
        args[n++] = "--dispute";
        args[n++] = who->dispute;
        args[n++] = "--seat";
        args[n++] = seat;
    }
    if (name != NULL && sees_region) {
        ym_region_print(name->region, region);
        args[n++] = "--region";
        args[n++] = region;
    } else if (name != NULL) {
        (void)snprintf(body, sizeof(body), "%lld",
                       (long long)(name->body != 0 ? name->body : name->id));
        args[n++] = "--body";
        args[n++] = body;
    }
    if (name != NULL && name->body != 0 && !sees_region) {
        (void)snprintf(staff, sizeof(staff), "%lld", (long long)name->id);
        args[n++] = "--staff";
        args[n++] = staff;
    }
    args[n] = NULL;
    must_run(h, args, out, TOKEN_MAX);
    out[strcspn(out, "\n")] = '\0';
}

const char *house_token(struct house *h, const struct house_holder *who)
{
    char key[KEY_MAX];
    struct token *t;

    (void)snprintf(key, sizeof(key), "%d %u %s %.*s", (int)who->role, who->seat,
                   who->dispute != NULL ? who->dispute : "-", (int)who->of.n,
                   who->of.n > 0 ? who->of.at : "");
    for (size_t i = 0; i < h->ntokens; i++)
        if (strcmp(h->tokens[i].key, key) == 0)
            return h->tokens[i].text;
    assert_true(h->ntokens < TOKENS_MAX);
    t = &h->tokens[h->ntokens++];
    memcpy(t->key, key, sizeof(key));
    make_token(h, who, t->text);
    return t->text;
}

/* ---- From morning to evening ---- */

static void start(struct house *h)
{
    char address[PATH_MAX_BYTES * 2];
    /* The stories' years pass while a sweep may come: what is compared afterwards has to stay. */
    const char *const args[] = { "serve", "--listen", address, "--keep-feed", KEEP_DAYS, NULL };

    (void)snprintf(address, sizeof(address), "unix:%s/http", h->dir);
    h->server = fork();
    assert_true(h->server >= 0);
    if (h->server == 0) {
        log_to(h, "serve.log");
        become(h, args);
    }
    h->wire = wire_open(address + strlen("unix:"));
    assert_non_null(h->wire);
}

static void wait_until_ready(struct house *h)
{
    const struct wire_request ready = { .method = "GET", .path = "/readyz" };

    for (int waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
        if (wire_ask(h->wire, &ready).status == 200)
            return;
        nap();
    }
    fail_msg("the server did not become ready; see %s/serve.log", h->dir);
}

struct house *house_open(const char *program, const char *dir, ym_usec at)
{
    struct house *const h = calloc(1, sizeof(*h));

    assert_non_null(h);
    h->tokens = calloc(TOKENS_MAX, sizeof(*h->tokens));
    assert_non_null(h->tokens);
    assert_true(strlen(dir) < sizeof(h->dir) && strlen(program) < sizeof(h->program));
    memcpy(h->program, program, strlen(program) + 1);
    memcpy(h->dir, dir, strlen(dir) + 1);
    (void)snprintf(h->data, sizeof(h->data), "%s/pg", dir);
    write_clock(h, at);
    start(h);
    wait_until_ready(h);
    write_regions(h);
    write_cast(h);
    bring_in(h, "regions");
    bring_in(h, "bodies");
    bring_in(h, "staff");
    wait_for(h, "\"revision\":6"); /* one each and for both procedures, from 1: all were loaded */
    return h;
}

void house_close(struct house *h)
{
    int status = 0;

    if (h == NULL)
        return;
    wire_close(h->wire);
    if (h->server > 0) {
        (void)kill(h->server, SIGTERM);
        assert_int_equal(waitpid(h->server, &status, 0), h->server);
    }
    free(h->tokens);
    free(h);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

struct wire *house_wire(struct house *h)
{
    return h->wire;
}

long house_count(struct house *h)
{
    return ++h->count;
}

const char *house_dir(const struct house *h)
{
    return h->dir;
}

const char *house_data(const struct house *h)
{
    return h->data;
}
