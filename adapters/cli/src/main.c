/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cli.h"
#include "hide.h"

#define CLOSED_TO_OTHERS 027 /* of whatever is made: others nothing, the group no writing */

static const struct cli_command *const commands[] = {
    &cli_serve,    &cli_migrate,  &cli_procedure, &cli_import,       &cli_export,
    &cli_show,     &cli_explain,  &cli_code,      &cli_document,     &cli_verify,
    &cli_user,     &cli_account,  &cli_token,     &cli_subscription, &cli_partner,
    &cli_exchange, &cli_seal_key, &cli_privacy,   &cli_radar,        &cli_credit,
    &cli_report,   &cli_assess,   &cli_points,    &cli_deadlines,    &cli_version,
};

static void print_help(FILE *to)
{
    (void)fputs("yima: colour-coded dispute mediation (一码解纠纷)\n\n"
                "usage: yima COMMAND [OPTION]... [ARGUMENT]...\n\ncommands:\n",
                to);
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
        (void)fprintf(to, "  %-10s %-34s %s\n", commands[i]->name, commands[i]->arguments,
                      commands[i]->summary);
    (void)fputs("\n`yima COMMAND --help` says more of each.\n", to);
}

static int run(const char *name, int argc, char **argv)
{
    struct cli cli = { .data = "yima-data" };

    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
        if (strcmp(name, commands[i]->name) == 0)
            return commands[i]->run(&cli, argc - 1, argv + 1);
    (void)fprintf(stderr, "yima: no command \"%s\"; `yima --help` lists them\n", name);
    return CLI_USAGE;
}

/* What was printed and did not arrive, as on a full disk, is no success. A reader who has had
 * enough of a pipe is no failure. */
static bool is_output_written(void)
{
    errno = 0;
    return !ferror(stdout) && (fflush(stdout) == 0 || errno == EPIPE);
}

int main(int argc, char **argv)
{
    char *hidden;
    int code;

    if (argc < 2) {
        print_help(stderr);
        return CLI_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return CLI_DONE;
    }
    if (strcmp(argv[1], "document-worker") == 0)
        return cli_document_worker();
    (void)umask(umask(CLOSED_TO_OTHERS) | CLOSED_TO_OTHERS);
    hidden = cli_hide(argc, argv);
    code = run(strcmp(argv[1], "--version") == 0 ? "version" : argv[1], argc, argv);
    if (!is_output_written()) {
        (void)fprintf(stderr, "yima: cannot write to standard output%s%s\n", errno != 0 ? ": " : "",
                      errno != 0 ? strerror(errno) : "");
        code = code == CLI_DONE ? CLI_FAILED : code;
    }
    cli_hide_end(hidden);
    return code;
}
