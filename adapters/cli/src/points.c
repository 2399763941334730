/* SPDX-License-Identifier: Apache-2.0 */
/* yima points: the table of rules by which points and subsidies are given. */
#include <stdio.h>
#include <stdlib.h>

#include "cli.h"
#include "crypto/crypto.h"
#include "database.h"
#include "json/points.h"
#include "pg/dated_document.h"

static enum ym_err store(const struct cli *cli, const struct ym_points_table *t,
                         struct ym_span text, struct ym_error *reterr)
{
    struct cli_database db = { .own = NULL };
    unsigned char digest[YM_SHA256_LEN];
    const struct pg_dated_document d = { .id = t->id,
                                         .version = t->version,
                                         .valid_from = t->valid_from,
                                         .valid_until = t->valid_until,
                                         .sha256 = { (const char *)digest, sizeof(digest) },
                                         .text = text,
                                         .at = cli_now(),
                                         .by = YM_SPAN("yima points") };
    enum ym_err err = cli_database_open(cli, &db, reterr);

    if (err == YM_E_OK) {
        ym_sha256(text.at, text.n, digest);
        err = pg_points_rules_put(db.conn, &d, reterr);
    }
    cli_database_close(&db);
    return err;
}

static void print_table(const struct ym_points_table *t)
{
    char from[YM_DAY_TEXT_MAX], until[YM_DAY_TEXT_MAX];

    ym_day_print(t->valid_from, from);
    ym_day_print(t->valid_until, until);
    (void)printf("%.*s/%.*s, from %s%s%s\n", (int)t->id.n, t->id.at, (int)t->version.n,
                 t->version.at, from, until[0] != '\0' ? " to " : "", until);
    for (size_t i = 0; i < t->n; i++) {
        const struct ym_points_rule *r = &t->rules[i];

        (void)printf("  %u %.*s %.*s: %d points, %lld.%02d yuan\n", (unsigned)r->id, (int)r->code.n,
                     r->code.at, (int)r->zh.n, r->zh.at, (int)r->points, (long long)(r->fen / 100),
                     (int)(r->fen % 100));
    }
}

static int take(const struct cli *cli, const char *path, bool is_check)
{
    struct ym_points_table *t = NULL;
    struct ym_error why;
    char *text = NULL;
    size_t n = 0;
    enum ym_err err = cli_read_file(path, JSON_POINTS_BYTES_MAX, &text, &n, &why);

    if (err == YM_E_OK)
        err = json_points_parse((struct ym_span){ text, n }, &t, &why);
    if (err == YM_E_OK && !is_check)
        err = store(cli, t, (struct ym_span){ text, n }, &why);
    if (err == YM_E_OK)
        print_table(t);
    json_points_free(t);
    free(text);
    return err == YM_E_OK ? CLI_DONE : cli_fail(&why);
}

static int run(struct cli *cli, int argc, char **argv)
{
    bool is_check = false;
    const struct cli_option options[] = {
        { "check", NULL, "look at the table, and keep nothing", NULL, &is_check },
    };
    int code;
    const int at =
        cli_options(cli, &cli_points, argc, argv, &(struct cli_syntax){ options, 1, 1, 1 }, &code);

    return at < 0 ? code : take(cli, argv[at], is_check);
}

const struct cli_command cli_points = { "points", "FILE",
                                        "keep a dated table of rules for points and subsidies",
                                        run };
