/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli.h"

#define OPTIONS_MAX 32 /* of one subcommand, the common ones included */

struct parser {
    struct cli_option all[OPTIONS_MAX];
    size_t n;
    const char *prepare; /* argument of --prepare */
    bool wants_help;
};

static void add(struct parser *p, struct cli_option o)
{
    assert(p->n < OPTIONS_MAX);
    p->all[p->n++] = o;
}

static void add_common(struct parser *p, struct cli *cli)
{
    add(p, (struct cli_option){ "db", "CONNINFO", "PostgreSQL to use (libpq string or URI)",
                                &cli->db, NULL });
    add(p, (struct cli_option){ "data", "DIR", "directory of the private PostgreSQL (./yima-data)",
                                &cli->data, NULL });
    add(p, (struct cli_option){ "keys", "FILE", "keys that seal personal data (DIR/yima.keys)",
                                &cli->keys, NULL });
    add(p, (struct cli_option){ "calendar", "FILE", "working days, instead of the built-in ones",
                                &cli->calendar, NULL });
    add(p, (struct cli_option){ "prepare", "on|off", "off for a pooler in transaction mode (on)",
                                &p->prepare, NULL });
    add(p, (struct cli_option){ "no-migrate", NULL, "do not bring the database up to date", NULL,
                                &cli->no_migrate });
    add(p, (struct cli_option){ "quiet", NULL, "no progress", NULL, &cli->is_quiet });
    add(p, (struct cli_option){ "help", NULL, "print this", NULL, &p->wants_help });
}

static void print_help(const struct cli_command *self, const struct parser *p)
{
    (void)printf("usage: yima %s [OPTION]... %s\n%s\n\noptions:\n", self->name, self->arguments,
                 self->summary);
    for (size_t i = 0; i < p->n; i++) {
        const struct cli_option *o = &p->all[i];
        char left[64];

        (void)snprintf(left, sizeof(left), "--%s%s%s", o->name, o->argument != NULL ? " " : "",
                       o->argument != NULL ? o->argument : "");
        (void)printf("  %-26s %s\n", left, o->help);
    }
    (void)puts("\nexit: 0 done, 1 refused or failed, 2 called wrongly, 3 a job may be begun again "
               "later");
}

static void take(const struct cli_option *o, const char *value)
{
    if (o->flag != NULL)
        *o->flag = true;
    else
        *o->text = value;
}

static bool read_all(const struct parser *p, int argc, char **argv)
{
    struct option longs[OPTIONS_MAX + 1] = { 0 };
    int at;
    int c;

    for (size_t i = 0; i < p->n; i++)
        longs[i] = (struct option){
            .name = p->all[i].name,
            .has_arg = p->all[i].argument != NULL ? required_argument : no_argument,
        };
    optind = 1;
    while ((c = getopt_long(argc, argv, "", longs, &at)) == 0)
        take(&p->all[at], optarg);
    return c == -1;
}

int cli_options(struct cli *cli, const struct cli_command *self, int argc, char **argv,
                const struct cli_syntax *syntax, int *ret_exit)
{
    struct parser p = { .n = 0 };

    for (size_t i = 0; i < syntax->n; i++)
        add(&p, syntax->options[i]);
    add_common(&p, cli);
    *ret_exit = CLI_USAGE;
    if (!read_all(&p, argc, argv)) {
        (void)fprintf(stderr, "`yima %s --help` lists the options\n", self->name);
        return -1;
    }
    if (p.wants_help) {
        print_help(self, &p);
        *ret_exit = CLI_DONE;
        return -1;
    }
    if (p.prepare != NULL && strcmp(p.prepare, "on") != 0 && strcmp(p.prepare, "off") != 0) {
        (void)fputs("yima: --prepare takes on or off\n", stderr);
        return -1;
    }
    cli->is_unprepared = p.prepare != NULL && strcmp(p.prepare, "off") == 0;
    if (argc - optind < syntax->min || argc - optind > syntax->max) {
        (void)fprintf(stderr, "usage: yima %s [OPTION]... %s\n", self->name, self->arguments);
        return -1;
    }
    return optind;
}

int cli_fail(const struct ym_error *err)
{
    (void)fprintf(stderr, "yima: %s\n", err->text);
    return CLI_FAILED;
}

int cli_fail_job(const struct ym_error *err)
{
    (void)cli_fail(err);
    return err->code == YM_E_UNAVAILABLE || err->code == YM_E_BUSY || err->code == YM_E_THROTTLED
               ? CLI_FAULT
               : CLI_FAILED;
}

int cli_complain(const char *format, ...)
{
    va_list args;

    (void)fputs("yima: ", stderr);
    va_start(args, format);
    (void)vfprintf(stderr, format, args);
    va_end(args);
    (void)fputc('\n', stderr);
    return CLI_FAILED;
}

bool cli_number(const char *text, long long min, long long max, long long *ret)
{
    char *end = NULL;
    long long v;

    errno = 0;
    v = strtoll(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || v < min || v > max)
        return false;
    *ret = v;
    return true;
}

bool cli_trial_fits(bool is_dry, const char *verb, const char *const *knows)
{
    for (; is_dry && *knows != NULL; knows++)
        is_dry = strcmp(*knows, verb) != 0;
    if (is_dry)
        (void)cli_complain("there is no --dry-run of %.20s, which would be done: leave it out",
                           verb);
    return !is_dry;
}

ym_usec cli_clock_offset(void)
{
    const char *text = getenv("YIMA_TEST_CLOCK_OFFSET_S");
    long long s;

    if (text == NULL || !cli_number(text, -4000000000LL, 4000000000LL, &s))
        return 0;
    return s * YM_USEC_PER_SECOND;
}

uint32_t cli_poll_ms(uint32_t usual)
{
    const char *text = getenv("YIMA_TEST_POLL_MS");
    long long ms;

    return text != NULL && cli_number(text, 1, UINT32_MAX, &ms) ? (uint32_t)ms : usual;
}

ym_usec cli_now(void)
{
    struct timespec ts;

    (void)clock_gettime(CLOCK_REALTIME, &ts);
    return ts.tv_sec * YM_USEC_PER_SECOND + ts.tv_nsec / 1000 + cli_clock_offset();
}

enum ym_err cli_read_file(const char *path, size_t max, char **ret, size_t *ret_n,
                          struct ym_error *reterr)
{
    FILE *f = fopen(path, "rb");
    enum ym_err err = YM_E_OK;
    char *text;
    size_t n;

    if (f == NULL)
        return ym_fail(reterr, YM_E_NOT_FOUND, "cannot read %s: %s", path, strerror(errno));
    text = malloc(max + 2);
    if (text == NULL) {
        (void)fclose(f);
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to read %s", path);
    }
    n = fread(text, 1, max + 1, f);
    if (n > max)
        err = ym_fail(reterr, YM_E_TOO_LARGE, "%s is larger than %zu bytes", path, max);
    else if (ferror(f))
        err = ym_fail(reterr, YM_E_INVALID, "cannot read %s: %s", path, strerror(errno));
    (void)fclose(f);
    if (err != YM_E_OK) {
        free(text);
        return err;
    }
    text[n] = '\0';
    *ret = text;
    *ret_n = n;
    return YM_E_OK;
}
