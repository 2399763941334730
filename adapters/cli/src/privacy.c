/* SPDX-License-Identifier: Apache-2.0 */
/* yima privacy: keys and words of personal data. */
#include "privacy.h"

#include <string.h>

static const struct {
    const char *name;
    int words; /* behind the verb */
    int (*run)(const struct cli_privacy *p);
} verbs[] = {
    { "status", 0, cli_privacy_status }, { "rotate", 0, cli_privacy_rotate },
    { "reseal", 0, cli_privacy_reseal }, { "retire", 1, cli_privacy_retire },
    { "rehash", 0, cli_privacy_rehash }, { "anonymise", 0, cli_privacy_anonymise },
    { "proof", 1, cli_privacy_proof },
};

#define VERBS (sizeof(verbs) / sizeof(verbs[0]))

enum ym_err cli_privacy_person(const struct cli_privacy *p, struct cli_granted *ret,
                               struct ym_error *reterr)
{
    const struct cli_claim claim = { p->by, APP_RIGHT_PRIVACY, p->is_stdin };

    return cli_person(p->cli, p->db, &claim, ret, reterr);
}

static size_t find_verb(const char *name)
{
    size_t i = 0;

    while (i < VERBS && strcmp(verbs[i].name, name) != 0)
        i++;
    return i;
}

static int run(struct cli *cli, int argc, char **argv)
{
    static const char *const trials[] = { "anonymise", NULL };
    struct cli_privacy p = { .cli = cli };
    const char *wait = NULL;
    long long seconds = CLI_PRIVACY_WAIT_S;
    const struct cli_option options[] = {
        { "by", "LOGIN", "the account that has it done; all but proof ask for it", &p.by, NULL },
        { "password-stdin", NULL, "retire, anonymise: " CLI_PERSON_HELP, NULL, &p.is_stdin },
        { "closed-before", "DATE", "anonymise: disputes whose last event lies before this day",
          &p.before, NULL },
        { "retention", "FILE", "anonymise: your own table of retention, instead of the example",
          &p.retention, NULL },
        { "summary", "FILE", "anonymise: what came of it, as JSON", &p.summary, NULL },
        { "wait", "SECONDS", "how long running programs may take to follow a change of keys (120)",
          &wait, NULL },
        { "dry-run", NULL, "anonymise: say what would go, and change nothing", NULL, &p.is_dry },
    };
    struct cli_database db;
    struct ym_error why;
    size_t verb;
    int code;
    const int at = cli_options(
        cli, &cli_privacy, argc, argv,
        &(struct cli_syntax){ options, sizeof(options) / sizeof(options[0]), 1, 2 }, &code);

    if (at < 0)
        return code;
    verb = find_verb(argv[at]);
    if (verb == VERBS || argc - at - 1 != verbs[verb].words) {
        (void)cli_complain("usage: yima privacy %s", cli_privacy.arguments);
        return CLI_USAGE;
    }
    if (!cli_trial_fits(p.is_dry, argv[at], trials))
        return CLI_USAGE;
    p.word = verbs[verb].words > 0 ? argv[at + 1] : NULL;
    if (wait != NULL && !cli_number(wait, 0, 86400, &seconds)) {
        (void)cli_complain("--wait takes 0 to 86400 seconds");
        return CLI_USAGE;
    }
    p.wait_s = (int)seconds;
    p.db = &db;
    if (cli_database_open_existing(cli, &db, &why) != YM_E_OK)
        return cli_fail(&why);
    code = verbs[verb].run(&p);
    cli_database_close(&db);
    return code;
}

const struct cli_command cli_privacy = {
    "privacy", "status | rotate | reseal | retire KEY | rehash | anonymise | proof DISPUTE",
    "keys and words of personal data", run
};
