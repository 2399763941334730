/* SPDX-License-Identifier: Apache-2.0 */
/* yima user: the people who work on disputes. */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "database.h"
#include "pg/reference.h"
#include "words.h"
#include "yima/limits.h"
#include "yima/utf8.h"

#define NAME_COLUMNS 20

struct wish {
    const char *id, *name, *role, *body, *phone;
    bool replaces;
};

static void print_roles(uint32_t roles)
{
    const char *comma = "";

    for (int i = 0; i < YM_ROLE_COUNT; i++) {
        if ((roles & UINT32_C(1) << i) == 0)
            continue;
        (void)printf("%s%s", comma, ym_word(YM_VOCAB_ROLE, i)->code);
        comma = ",";
    }
}

static int list(const struct pg_registry *r)
{
    size_t n;
    const struct pg_staff *people = pg_registry_people(r, &n);

    for (size_t i = 0; i < n; i++) {
        const struct pg_body *b = pg_registry_body(r, people[i].body);

        (void)printf("%-8lld ", (long long)people[i].id);
        cli_print_padded(people[i].name, NAME_COLUMNS);
        (void)printf("%s ", people[i].is_active ? "active  " : "disabled");
        print_roles(people[i].roles);
        (void)printf("  %lld %.*s\n", (long long)people[i].body, b != NULL ? (int)b->name.n : 0,
                     b != NULL ? b->name.at : "");
    }
    return CLI_DONE;
}

static enum ym_err read_wish(const struct wish *w, struct pg_staff *ret, struct ym_error *reterr)
{
    long long id;
    long long body;

    if (w->id == NULL || w->name == NULL || w->role == NULL || w->body == NULL)
        return ym_fail(reterr, YM_E_INVALID, "add needs --id, --name, --role and --body");
    if (!cli_number(w->id, 1, INT64_MAX, &id) || !cli_number(w->body, 1, INT64_MAX, &body))
        return ym_fail(reterr, YM_E_INVALID, "--id and --body take a whole number above 0");
    *ret = (struct pg_staff){ .id = id,
                              .body = body,
                              .is_active = true,
                              .name = ym_span_of(w->name),
                              .phone = ym_span_of(w->phone != NULL ? w->phone : "") };
    if (!ym_utf8_plain(ret->name) || ret->name.n == 0 ||
        ym_utf8_chars(ret->name) > YM_NAME_CHARS_MAX)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "--name takes 1 to %d characters of UTF-8",
                       YM_NAME_CHARS_MAX);
    if (!ym_utf8_plain(ret->phone) || ret->phone.n > YM_NAME_CHARS_MAX)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "--phone takes at most %d characters",
                       YM_NAME_CHARS_MAX);
    return cli_read_codes(YM_VOCAB_ROLE, w->role, &ret->roles, reterr);
}

static int put(struct ym_conn *conn, const struct pg_staff *row)
{
    struct ym_error why;
    size_t changed = 0;

    if (pg_staff_put(conn, row, 1, &changed, &why) != YM_E_OK)
        return cli_fail(&why);
    (void)printf("%lld %s\n", (long long)row->id, changed > 0 ? "stored" : "unchanged");
    return CLI_DONE;
}

/* What is there is changed only when that is asked for: a mistyped number would make somebody else
 * of a member of staff, or bring back one who left. */
static int add(struct ym_conn *conn, const struct pg_registry *r, const struct pg_staff *row,
               bool replaces)
{
    const struct pg_staff *found = pg_registry_staff(r, row->id);

    if (found == NULL || replaces)
        return put(conn, row);
    return cli_complain("there is a staff %lld already%s; another --id, or --replace to change it",
                        (long long)row->id, found->is_active ? "" : ", disabled");
}

static int disable(struct ym_conn *conn, const struct pg_registry *r, long long id)
{
    const struct pg_staff *found = pg_registry_staff(r, id);
    struct pg_staff row;

    if (found == NULL)
        return cli_complain("there is no staff %lld; `yima user list` shows them", id);
    row = *found;
    row.is_active = false;
    return put(conn, &row);
}

/* What is asked for, read. */
struct order {
    const char *verb;
    struct pg_staff row; /* add */
    bool replaces;       /* add: one that is there already */
    long long id;        /* disable */
};

/* What a subcommand does with the database open. */
static int act(const struct order *o, struct ym_conn *conn)
{
    struct ym_error why;
    struct pg_registry *r = pg_registry_load(conn, &why);
    int code;

    if (r == NULL)
        return cli_fail(&why);
    if (strcmp(o->verb, "add") == 0)
        code = add(conn, r, &o->row, o->replaces);
    else
        code = strcmp(o->verb, "list") == 0 ? list(r) : disable(conn, r, o->id);
    pg_registry_free(r);
    return code;
}

static int run(struct cli *cli, int argc, char **argv)
{
    struct wish w = { 0 };
    const struct cli_option options[] = {
        { "id", "ID", "add: number of the member of staff", &w.id, NULL },
        { "name", "NAME", "name", &w.name, NULL },
        { "role", "ROLE[,ROLE]…", "roles that it may hold", &w.role, NULL },
        { "body", "ID", "body that it works for", &w.body, NULL },
        { "phone", "PHONE", "phone at work, shown to the parties", &w.phone, NULL },
        { "replace", NULL, "add: change the one that has this number already", NULL, &w.replaces },
    };
    struct order o = { .id = 0 };
    struct cli_database db;
    struct ym_error why;
    int code;
    const int at =
        cli_options(cli, &cli_user, argc, argv, &(struct cli_syntax){ options, 6, 1, 2 }, &code);
    const char *verb = at < 0 ? "" : argv[at];
    const int words = argc - at;

    if (at < 0)
        return code;
    if (!(words == 1 && (strcmp(verb, "list") == 0 || strcmp(verb, "add") == 0)) &&
        !(words == 2 && strcmp(verb, "disable") == 0 &&
          cli_number(argv[at + 1], 1, INT64_MAX, &o.id))) {
        (void)cli_complain("usage: yima user list | add --id … --name … --role … --body … | "
                           "disable ID");
        return CLI_USAGE;
    }
    if (strcmp(verb, "add") == 0 && read_wish(&w, &o.row, &why) != YM_E_OK) {
        (void)cli_fail(&why);
        return CLI_USAGE;
    }
    if ((strcmp(verb, "add") == 0 ? cli_database_open(cli, &db, &why)
                                  : cli_database_open_existing(cli, &db, &why)) != YM_E_OK)
        return cli_fail(&why);
    o.verb = verb;
    o.replaces = w.replaces;
    code = act(&o, db.conn);
    cli_database_close(&db);
    return code;
}

const struct cli_command cli_user = {
    "user", "list | add | disable ID",
    "list, add and disable staff; `yima account` lets them log in", run
};
