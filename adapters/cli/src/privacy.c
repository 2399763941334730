/* SPDX-License-Identifier: Apache-2.0 */
/* yima privacy: keys and words of personal data. */
#include "privacy.h"

#include <string.h>

static const struct {
    const char *name;
    int words; /* behind the verb */
    int (*run)(const struct cli_privacy *p);
} verbs[] = {
    { "anonymise", 0, cli_privacy_anonymise },
    { "proof", 1, cli_privacy_proof },
};

#define VERBS (sizeof(verbs) / sizeof(verbs[0]))

static size_t find_verb(const char *name)
{
    size_t i = 0;

    while (i < VERBS && strcmp(verbs[i].name, name) != 0)
        i++;
    return i;
}

static int run(struct cli *cli, int argc, char **argv)
{
    struct cli_privacy p = { .cli = cli };
    const struct cli_option options[] = {
        { "by", "LOGIN", "anonymise: the account that has it done", &p.by, NULL },
        { "closed-before", "DATE", "anonymise: disputes whose last event lies before this day",
          &p.before, NULL },
        { "retention", "FILE", "anonymise: your own table of retention, instead of the example",
          &p.retention, NULL },
        { "summary", "FILE", "anonymise: what came of it, as JSON", &p.summary, NULL },
        { "dry-run", NULL, "anonymise: say what would go, and change nothing", NULL, &p.is_dry },
    };
    struct cli_database db;
    struct ym_error why;
    size_t verb;
    int code;
    const int at =
        cli_options(cli, &cli_privacy, argc, argv, &(struct cli_syntax){ options, 5, 1, 2 }, &code);

    if (at < 0)
        return code;
    verb = find_verb(argv[at]);
    if (verb == VERBS || argc - at - 1 != verbs[verb].words) {
        (void)cli_complain("usage: yima privacy %s", cli_privacy.arguments);
        return CLI_USAGE;
    }
    p.word = verbs[verb].words > 0 ? argv[at + 1] : NULL;
    p.db = &db;
    if (cli_database_open_existing(cli, &db, &why) != YM_E_OK)
        return cli_fail(&why);
    code = verbs[verb].run(&p);
    cli_database_close(&db);
    return code;
}

const struct cli_command cli_privacy = { "privacy", "anonymise | proof DISPUTE",
                                         "keys and words of personal data", run };
