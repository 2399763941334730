/* SPDX-License-Identifier: Apache-2.0 */
/* The verbs of yima privacy. */
#ifndef YM_CLI_PRIVACY_H
#define YM_CLI_PRIVACY_H

#include "base/embedded.h"
#include "cli.h"
#include "database.h"

extern const struct ym_embedded ym_shipped_retention_files[]; /* engine/retention/ */
extern const size_t ym_shipped_retention_count;

/* What a call says. */
struct cli_privacy {
    const struct cli *cli;
    struct cli_database *db;
    const char *word;      /* behind the verb; NULL: none */
    const char *by;        /* --by LOGIN */
    const char *before;    /* --closed-before DATE */
    const char *retention; /* --retention FILE; NULL: the shipped table */
    const char *summary;   /* --summary FILE; NULL: none */
    bool is_dry;           /* --dry-run */
};

/* Each returns an exit code, and has said what went wrong. */
int cli_privacy_anonymise(const struct cli_privacy *p);
int cli_privacy_proof(const struct cli_privacy *p);

#endif
