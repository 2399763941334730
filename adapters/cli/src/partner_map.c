/* SPDX-License-Identifier: Apache-2.0 */
#include "partner_map.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "database.h"
#include "json/order.h"
#include "library_office.h"
#include "pg/outside.h"
#include "pg/reference.h"

/* ---- import ---- */

static enum ym_err check_body(struct ym_conn *c, int64_t body, struct ym_error *reterr)
{
    struct pg_registry *registry = pg_registry_load(c, reterr);
    const struct pg_body *found;
    enum ym_err err = YM_E_OK;

    if (registry == NULL)
        return reterr->code;
    found = pg_registry_body(registry, body);
    if (found == NULL || !found->is_active)
        err = ym_fail(reterr, YM_E_UNPROCESSABLE,
                      "/body: there is no such body, or it is not active; import it first, or name "
                      "another one");
    pg_registry_free(registry);
    return err;
}

/* A table that does not say how far apart doubles may be takes what the office says today. */
static enum ym_err take_days(struct ym_conn *c, int16_t *days, struct ym_error *reterr)
{
    struct cli_office_table t;
    enum ym_err err;

    if (*days != 0)
        return YM_E_OK;
    err = cli_office_table_open(c, &t, reterr);
    if (err == YM_E_OK)
        *days = (int16_t)ym_office_value(&t.office, YM_OFFICE_ORDER_DOUBLE, ym_day_of(cli_now()));
    cli_office_table_close(&t);
    return err;
}

static enum ym_err store(struct ym_conn *c, const struct json_classes *in, struct ym_error *reterr)
{
    struct pg_class_table table = { .partner = in->partner,
                                    .name = in->name,
                                    .version = in->version,
                                    .source = in->source,
                                    .channel = in->channel,
                                    .body = in->body,
                                    .is_example = in->is_example,
                                    .days = in->days,
                                    .imported_at = cli_now() };
    struct pg_class *rows = calloc(in->n, sizeof(*rows));
    enum ym_err err;

    if (rows == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the classes");
    for (size_t i = 0; i < in->n; i++) {
        const struct json_class *k = &in->at[i];

        rows[i] = (struct pg_class){ .code = k->code,
                                     .name = k->name,
                                     .cause_list = k->cause.n > 0 ? in->causes : YM_SPAN(""),
                                     .cause = k->cause,
                                     .type = k->type,
                                     .from = k->from,
                                     .until = k->until };
    }
    err = check_body(c, table.body, reterr);
    if (err == YM_E_OK)
        err = take_days(c, &table.days, reterr);
    if (err == YM_E_OK)
        err = pg_class_table_put(c, &table, rows, in->n, reterr);
    free(rows);
    return err;
}

static int import_file(struct ym_conn *c, const char *path)
{
    struct json_classes *in;
    struct ym_error why;
    char *text;
    size_t n;
    enum ym_err err = cli_read_file(path, JSON_CLASSES_BYTES_MAX, &text, &n, &why);

    if (err != YM_E_OK)
        return cli_fail(&why);
    err = json_classes_parse((struct ym_span){ text, n }, &in, &why);
    free(text);
    if (err != YM_E_OK)
        return cli_complain("%.200s: %.300s", path, why.text);
    err = store(c, in, &why);
    if (err == YM_E_OK)
        (void)printf("%.*s: %zu classes of %s, version %.*s%s\n", (int)in->partner.n,
                     in->partner.at, in->n, ym_word(YM_VOCAB_CHANNEL, in->channel)->code,
                     (int)in->version.n, in->version.at,
                     in->is_example ? " (an example: replace it by the partner's own)" : "");
    json_classes_free(in);
    return err == YM_E_OK ? CLI_DONE : cli_complain("%.200s: %.300s", path, why.text);
}

/* ---- list ---- */

static void print_table(void *arg, const struct pg_class_table *t)
{
    char at[YM_USEC_TEXT_MAX];

    (void)arg;
    ym_usec_print(t->imported_at, at);
    (void)printf("%-24.*s %-14s body %-8lld %5lld classes, %.*s %.*s%s, imported %.10s\n",
                 (int)t->partner.n, t->partner.at, ym_word(YM_VOCAB_CHANNEL, t->channel)->code,
                 (long long)t->body, (long long)t->classes, (int)t->name.n, t->name.at,
                 (int)t->version.n, t->version.at, t->is_example ? " (example)" : "", at);
    (void)printf("%-24s %.*s\n", "", (int)t->source.n, t->source.at);
}

static void print_class(void *arg, const struct pg_class *k)
{
    const struct ym_word *type = ym_word(YM_VOCAB_TYPE, k->type);
    char from[YM_DAY_TEXT_MAX];
    char until[YM_DAY_TEXT_MAX];

    *(size_t *)arg += 1;
    ym_day_print(k->from, from);
    ym_day_print(k->until, until);
    (void)printf("%-16.*s %-12s %s … %-10s  %.*s  %.*s%s%.*s\n", (int)k->code.n, k->code.at,
                 type->code, from, until, (int)k->name.n, k->name.at, (int)k->cause_list.n,
                 k->cause_list.at, k->cause.n > 0 ? " " : "", (int)k->cause.n, k->cause.at);
}

static int list(struct ym_conn *c, const char *partner)
{
    struct ym_error why;
    size_t n = 0;
    const enum ym_err err = partner != NULL
                                ? pg_classes_each(c, ym_span_of(partner), print_class, &n, &why)
                                : pg_class_tables_each(c, print_table, NULL, &why);

    if (err != YM_E_OK)
        return cli_fail(&why);
    if (partner != NULL && n == 0)
        return cli_complain("no classes of this partner are known; import a table of them");
    return CLI_DONE;
}

int cli_partner_map(const struct cli *cli, char *const *words, int n)
{
    const bool is_list = n >= 1 && n <= 2 && strcmp(words[0], "list") == 0;
    const bool is_import = n == 2 && strcmp(words[0], "import") == 0;
    struct cli_database db;
    struct ym_error why;
    int code;

    if (!is_list && !is_import) {
        (void)fputs("usage: yima partner map list [PARTNER] | import FILE\n", stderr);
        return CLI_USAGE;
    }
    if (cli_database_open_existing(cli, &db, &why) != YM_E_OK)
        return cli_fail(&why);
    code = is_import ? import_file(db.conn, words[1]) : list(db.conn, n == 2 ? words[1] : NULL);
    cli_database_close(&db);
    return code;
}
