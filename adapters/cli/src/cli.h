/* SPDX-License-Identifier: Apache-2.0 */
/* What every subcommand shares: the table of them, common options, exit codes.
 *
 * adapters/cli is the composition root: the only room that knows all the others. */
#ifndef YM_CLI_H
#define YM_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "yima/date.h"

#define CLI_VERSION "0.1.0"

/* Exit codes. */
enum cli_exit {
    CLI_DONE = 0,
    CLI_FAILED = 1, /* refused, or something in the world failed */
    CLI_USAGE = 2,  /* called wrongly */
    CLI_FAULT = 3,  /* of a job of timers: the world failed, and the same may succeed later */
};

/* Options that every subcommand takes. */
struct cli {
    const char *db;       /* --db CONNINFO; NULL: PG* variables, else the private server */
    const char *data;     /* --data DIR: the private server's and the key file's */
    const char *keys;     /* --keys FILE; NULL: DIR/yima.keys */
    const char *calendar; /* --calendar FILE; NULL: the one in the binary */
    bool is_quiet;        /* --quiet: no progress */
    bool no_migrate;      /* --no-migrate */
    bool is_unprepared;   /* --prepare off: for a pooler in transaction mode */
};

struct cli_command {
    const char *name;
    const char *arguments;                              /* "FILE", as shown in help */
    const char *summary;                                /* one line */
    int (*run)(struct cli *cli, int argc, char **argv); /* argv[0] is the subcommand's name */
};

/* One option of a subcommand. Exactly one of the targets is set. */
struct cli_option {
    const char *name;     /* long name without the dashes */
    const char *argument; /* "FILE", as shown in help; NULL for a flag */
    const char *help;
    const char **text; /* target of an option with an argument; may be given once */
    bool *flag;        /* target of a flag */
};

/* What a subcommand can be called with. */
struct cli_syntax {
    const struct cli_option *options; /* n of them, besides the common ones; may be NULL */
    size_t n;
    int min, max; /* words that may remain behind the options */
};

/* Read the options of a subcommand, the common ones included, out of argv. Returns the index of the
 * first word that is not an option, or -1 when the program shall end with *ret_exit: help was
 * asked for and printed, or the call is wrong and why was said. */
int cli_options(struct cli *cli, const struct cli_command *self, int argc, char **argv,
                const struct cli_syntax *syntax, int *ret_exit);

/* Say on stderr what went wrong and what to do; returns CLI_FAILED. */
int cli_fail(const struct ym_error *err);

/* The same of a job that timers begin: CLI_FAULT where it shall be begun again (UNAVAILABLE, BUSY,
 * THROTTLED), CLI_FAILED where a person must see to it first. */
int cli_fail_job(const struct ym_error *err);
__attribute__((format(printf, 1, 2))) int cli_complain(const char *format, ...);

/* The wall clock of a subcommand, YIMA_TEST_CLOCK_OFFSET_S applied. */
ym_usec cli_now(void);

/* Seconds by which tests shift the clock (YIMA_TEST_CLOCK_OFFSET_S), in microseconds; 0 as a rule.
 */
ym_usec cli_clock_offset(void);

/* How often something is to be looked at that others may have changed: as usual, or in tests as
 * YIMA_TEST_POLL_MS says. */
uint32_t cli_poll_ms(uint32_t usual);

/* Read a whole file of at most max bytes. The text (NUL-terminated) is the caller's to free. */
__attribute__((warn_unused_result)) enum ym_err
cli_read_file(const char *path, size_t max, char **ret, size_t *ret_n, struct ym_error *reterr);

/* A decimal number of a whole word. */
__attribute__((warn_unused_result)) bool cli_number(const char *text, long long min, long long max,
                                                    long long *ret);

/* Of a subcommand with several verbs: does --dry-run, if it was given, go with this one? knows:
 * those that have a trial, ended by NULL. False: complained of, since it would be done. */
__attribute__((warn_unused_result)) bool cli_trial_fits(bool is_dry, const char *verb,
                                                        const char *const *knows);

/* The subcommands, each in a file of its own. */
/* What `yima document-worker` does, which is no subcommand for people. */
int cli_document_worker(void);

extern const struct cli_command cli_serve, cli_migrate, cli_procedure, cli_import, cli_export,
    cli_show, cli_explain, cli_code, cli_document, cli_verify, cli_user, cli_account, cli_token,
    cli_subscription, cli_partner, cli_exchange, cli_seal_key, cli_privacy, cli_radar, cli_credit,
    cli_report, cli_assess, cli_points, cli_deadlines, cli_version;

#endif
