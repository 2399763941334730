/* SPDX-License-Identifier: Apache-2.0 */
/* yima account: who logs in. Staff (yima user) are the people that commands name; an account lets
 * one of them, or an administrator, log in. */
#include <stdio.h>
#include <string.h>

#include "account_first.h"
#include "app/grant.h"
#include "cli.h"
#include "credentials.h"
#include "crypto/crypto.h"
#include "database.h"
#include "library.h"
#include "pg/account.h"
#include "pg/reference.h"
#include "words.h"
#include "yima/command.h"
#include "yima/region.h"
#include "yima/utf8.h"

#define LOGIN_COLUMNS 16

struct wish {
    const char *login, *name, *role, *staff, *body, *region, *url;
    bool has_password; /* on stdin */
};

/* One call of the subcommand. */
struct call {
    const struct cli *cli;
    struct cli_database db;
    struct wish wish;
    char login[APP_LOGIN_CHARS_MAX + 1]; /* folded */
    struct app_account found;            /* by that login; grants and id alone */
    struct ym_error why;
};

/* ---- What a grant may name ---- */

struct directory {
    struct app_directory port; /* first */
    const struct pg_registry *registry;
};

static const struct pg_registry *registry_of(struct app_directory *d)
{
    return ((struct directory *)d)->registry;
}

static bool body(struct app_directory *d, int64_t id, struct app_body_entry *ret)
{
    const struct pg_body *b = pg_registry_body(registry_of(d), id);

    if (b == NULL)
        return false;
    *ret = (struct app_body_entry){
        .id = b->id, .region = b->region, .kind = b->kind, .is_active = b->is_active
    };
    return true;
}

static bool staff(struct app_directory *d, int64_t id, struct app_staff_entry *ret)
{
    const struct pg_staff *s = pg_registry_staff(registry_of(d), id);

    if (s == NULL)
        return false;
    *ret = (struct app_staff_entry){
        .id = s->id, .body = s->body, .roles = s->roles, .is_active = s->is_active
    };
    return true;
}

static bool region(struct app_directory *d, int64_t code)
{
    return pg_registry_has_region(registry_of(d), code);
}

static enum ym_err check_grant(struct call *c, struct app_grant *g)
{
    static const struct app_directory_ops ops = { .body = body, .staff = staff, .region = region };
    struct directory d = { .port = { &ops } };
    struct pg_registry *registry = pg_registry_load(c->db.conn, &c->why);
    struct cli_library lib;
    enum ym_err err;

    if (registry == NULL)
        return c->why.code;
    d.registry = registry;
    err = cli_library_open(c->cli, c->db.conn, &lib, &c->why);
    if (err == YM_E_OK) {
        err = app_grant_check(&d.port, &lib.procedures, g, &c->why);
        cli_library_close(&lib);
    }
    pg_registry_free(registry);
    return err;
}

static enum ym_err read_number(const char *option, const char *text, int64_t *ret,
                               struct ym_error *reterr)
{
    long long v;

    if (text == NULL)
        return YM_E_OK;
    if (!cli_number(text, 1, INT64_MAX, &v))
        return ym_fail(reterr, YM_E_INVALID, "%s takes a whole number above 0", option);
    *ret = v;
    return YM_E_OK;
}

static enum ym_err read_grant(const struct wish *w, struct app_grant *ret, struct ym_error *reterr)
{
    enum ym_err err;

    *ret = (struct app_grant){ .is_usable = true };
    if (w->role == NULL)
        return ym_fail(reterr, YM_E_INVALID, "name a role with --role, such as --role mediator");
    err = cli_read_code(YM_VOCAB_ROLE, ym_span_of(w->role), &ret->role, reterr);
    if (err == YM_E_OK)
        err = read_number("--staff", w->staff, &ret->staff, reterr);
    if (err == YM_E_OK)
        err = read_number("--body", w->body, &ret->body, reterr);
    if (err == YM_E_OK && w->region != NULL &&
        !ym_region_parse(ym_span_of(w->region), &ret->region))
        err = ym_fail(reterr, YM_E_INVALID, "--region takes 2, 4, 6, 9 or 12 digits, as 330108");
    return err;
}

/* ---- Looking up ---- */

static void on_found(void *arg, const struct app_account *a)
{
    struct call *c = arg;

    c->found = *a;
    c->found.login = c->found.name = c->found.stored = (struct ym_span){ NULL, 0 };
    c->found.totp = c->found.totp_next = c->found.recovery = (struct ym_span){ NULL, 0 };
}

static enum ym_err find(struct call *c)
{
    return pg_account_find(c->db.conn, ym_span_of(c->login), on_found, c, &c->why);
}

static enum ym_err fold(struct call *c, const char *text)
{
    if (text != NULL && app_login_fold(ym_span_of(text), c->login))
        return YM_E_OK;
    return ym_fail(&c->why, YM_E_INVALID,
                   "a login has %d to %d letters, digits and . _ - @, and begins with a letter or "
                   "digit",
                   APP_LOGIN_CHARS_MIN, APP_LOGIN_CHARS_MAX);
}

/* ---- Links and passwords ---- */

static const char *origin_of(const struct call *c)
{
    return c->wish.url != NULL ? c->wish.url : "";
}

static void make_link(int64_t account, struct app_link *ret, char token[APP_TICKET_LEN + 1])
{
    *ret = (struct app_link){ .account = account,
                              .made_at = cli_now(),
                              .expires_at = cli_now() + APP_LINK_S * YM_USEC_PER_SECOND };
    cli_credentials.ticket(APP_TICKET_LINK, token, ret->hash);
}

static void say_link(void)
{
    (void)fprintf(stderr, "this is shown once, works once and for %d hours\n", APP_LINK_S / 3600);
}

/* One line of standard input. */
static enum ym_err read_password(struct call *c, char ret[APP_PASSWORD_STORED_MAX])
{
    char line[APP_PASSWORD_BYTES_MAX + 3] = "";
    struct ym_span password;
    enum ym_err err;

    if (fgets(line, sizeof(line), stdin) == NULL)
        return ym_fail(&c->why, YM_E_INVALID, "--password-stdin: there is no line on stdin");
    line[strcspn(line, "\r\n")] = '\0';
    password = ym_span_of(line);
    err = app_password_check(password, ym_span_of(c->login), &c->why);
    if (err == YM_E_OK && !cli_credentials.password_store(password, ret))
        err = ym_fail(&c->why, YM_E_UNAVAILABLE, "no memory to store a password");
    ym_crypto_wipe(line, sizeof(line));
    return err;
}

/* ---- The verbs ---- */

static enum ym_err add_account(struct call *c, struct app_account *a)
{
    char token[APP_TICKET_LEN + 1] = "";
    struct app_link link;
    enum ym_err err;

    make_link(a->id, &link, token);
    err = pg_account_add(c->db.conn, a, a->stored.n > 0 ? NULL : &link, &c->why);
    if (err == YM_E_OK && a->stored.n > 0) {
        (void)printf("%s\n", c->login);
    } else if (err == YM_E_OK) {
        cli_account_print_link(stdout, origin_of(c), token);
        say_link();
    }
    ym_crypto_wipe(token, sizeof(token));
    return err;
}

static enum ym_err add(struct call *c)
{
    const struct wish *w = &c->wish;
    char stored[APP_PASSWORD_STORED_MAX] = "";
    struct app_account a = { .login = ym_span_of(c->login),
                             .name = ym_span_of(w->name),
                             .created_at = cli_now(),
                             .ngrants = 1 };
    enum ym_err err = read_grant(w, &a.grants[0], &c->why);

    if (err == YM_E_OK)
        err = check_grant(c, &a.grants[0]);
    if (err == YM_E_OK && w->has_password)
        err = read_password(c, stored);
    if (err != YM_E_OK)
        return err;
    a.id = app_account_id(ym_random);
    a.stored = ym_span_of(stored);
    return add_account(c, &a);
}

static enum ym_err put_grants(struct call *c, const struct app_grant *grants, size_t n)
{
    const struct app_account_change change = { .grants = grants, .ngrants = n };

    return pg_account_change(c->db.conn, c->found.id, &change, &c->why);
}

/* In place of the grant of the same role, if there is one. */
static enum ym_err grant(struct call *c)
{
    struct app_grant g;
    size_t at = 0;
    enum ym_err err = find(c);

    if (err == YM_E_OK)
        err = read_grant(&c->wish, &g, &c->why);
    if (err == YM_E_OK)
        err = check_grant(c, &g);
    if (err != YM_E_OK)
        return err;
    while (at < c->found.ngrants && c->found.grants[at].role != g.role)
        at++;
    c->found.grants[at] = g;
    return put_grants(c, c->found.grants, at == c->found.ngrants ? at + 1 : c->found.ngrants);
}

static enum ym_err revoke(struct call *c)
{
    struct app_grant left[YM_ROLE_COUNT];
    uint8_t role = 0;
    size_t n = 0;
    enum ym_err err = find(c);

    if (err == YM_E_OK && c->wish.role == NULL)
        err = ym_fail(&c->why, YM_E_INVALID, "name the role with --role");
    if (err == YM_E_OK)
        err = cli_read_code(YM_VOCAB_ROLE, ym_span_of(c->wish.role), &role, &c->why);
    if (err != YM_E_OK)
        return err;
    for (size_t i = 0; i < c->found.ngrants; i++) {
        if (c->found.grants[i].role != role)
            left[n++] = c->found.grants[i];
    }
    if (n == c->found.ngrants)
        return ym_fail(&c->why, YM_E_NOT_FOUND, "%s cannot act as %s anyway", c->login,
                       c->wish.role);
    return put_grants(c, left, n);
}

static enum ym_err link_anew(struct call *c)
{
    char token[APP_TICKET_LEN + 1];
    struct app_link link;
    enum ym_err err = find(c);

    if (err != YM_E_OK)
        return err;
    make_link(c->found.id, &link, token);
    err = pg_account_link(c->db.conn, &link, &c->why);
    if (err == YM_E_OK) {
        cli_account_print_link(stdout, origin_of(c), token);
        say_link();
    }
    ym_crypto_wipe(token, sizeof(token));
    return err;
}

static enum ym_err set_active(struct call *c, bool is_active)
{
    const struct app_account_change change = { .is_active = &is_active };
    enum ym_err err = find(c);

    return err != YM_E_OK ? err : pg_account_change(c->db.conn, c->found.id, &change, &c->why);
}

static enum ym_err enable(struct call *c)
{
    return set_active(c, true);
}

static enum ym_err disable(struct call *c)
{
    return set_active(c, false);
}

static void print_session(void *arg, const struct app_session *s)
{
    char opened[YM_USEC_TEXT_MAX];
    char seen[YM_USEC_TEXT_MAX];
    const ym_usec now = *(const ym_usec *)arg;

    ym_usec_print(s->opened_at, opened);
    ym_usec_print(s->seen_at, seen);
    (void)printf("%-16s since %.19s  used %.19s  %s\n", ym_word(YM_VOCAB_ROLE, s->role)->code,
                 opened, seen, app_session_is_over(s, now) ? "over" : "open");
}

static enum ym_err sessions(struct call *c)
{
    ym_usec now = cli_now();
    enum ym_err err = find(c);

    if (err != YM_E_OK)
        return err;
    return pg_sessions_each(c->db.conn, c->found.id, print_session, &now, &c->why);
}

static enum ym_err end(struct call *c)
{
    int64_t n = 0;
    enum ym_err err = find(c);

    if (err == YM_E_OK)
        err = pg_sessions_end(c->db.conn, c->found.id, &n, &c->why);
    if (err == YM_E_OK)
        (void)printf("%lld sessions ended\n", (long long)n);
    return err;
}

static void print_account(void *arg, const struct app_account *a)
{
    const char *comma = "";

    (void)arg;
    cli_print_padded(a->login, LOGIN_COLUMNS);
    (void)printf("%s %s%s ", a->is_active ? "active  " : "disabled",
                 a->stored.n > 0 ? "password" : "no password", a->totp.n > 0 ? "+totp" : "");
    for (size_t i = 0; i < a->ngrants; i++) {
        (void)printf("%s%s", comma, ym_word(YM_VOCAB_ROLE, a->grants[i].role)->code);
        if (a->grants[i].staff != 0)
            (void)printf(" (staff %lld)", (long long)a->grants[i].staff);
        comma = ", ";
    }
    (void)printf("  %.*s\n", (int)a->name.n, a->name.at);
}

static enum ym_err list(struct call *c)
{
    return pg_accounts_each(c->db.conn, print_account, NULL, &c->why);
}

/* ---- Which verb ---- */

struct verb {
    const char *name;
    bool has_login; /* a word behind it names the account */
    enum ym_err (*act)(struct call *c);
};

static const struct verb verbs[] = {
    { "add", false, add },      { "list", false, list },        { "grant", true, grant },
    { "revoke", true, revoke }, { "link", true, link_anew },    { "disable", true, disable },
    { "enable", true, enable }, { "sessions", true, sessions }, { "end", true, end },
};

static const struct verb *find_verb(const char *name, int words)
{
    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
        if (strcmp(verbs[i].name, name) == 0 && words == (verbs[i].has_login ? 2 : 1))
            return &verbs[i];
    }
    return NULL;
}

static enum ym_err read_words(struct call *c, const struct verb *v, const char *login)
{
    const struct ym_span name = ym_span_of(c->wish.name != NULL ? c->wish.name : "");

    if (v->has_login)
        return fold(c, login);
    if (v->act != add)
        return YM_E_OK;
    if (c->wish.login == NULL || c->wish.name == NULL)
        return ym_fail(&c->why, YM_E_INVALID, "add needs --login, --name and --role");
    if (!ym_utf8_plain(name) || name.n == 0 || ym_utf8_chars(name) > APP_ACCOUNT_NAME_MAX)
        return ym_fail(&c->why, YM_E_INVALID, "--name takes 1 to %d characters of UTF-8",
                       APP_ACCOUNT_NAME_MAX);
    return fold(c, c->wish.login);
}

static int act(struct call *c, const struct verb *v)
{
    enum ym_err err = v->act == add ? cli_database_open(c->cli, &c->db, &c->why)
                                    : cli_database_open_existing(c->cli, &c->db, &c->why);

    if (err != YM_E_OK)
        return cli_fail(&c->why);
    err = v->act(c);
    cli_database_close(&c->db);
    return err == YM_E_OK ? CLI_DONE : cli_fail(&c->why);
}

static int run(struct cli *cli, int argc, char **argv)
{
    struct call c = { .cli = cli };
    const struct cli_option options[] = {
        { "login", "LOGIN", "add: the name to log in with", &c.wish.login, NULL },
        { "name", "NAME", "add: as pages show it", &c.wish.name, NULL },
        { "role", "ROLE", "add, grant, revoke: what it may act as", &c.wish.role, NULL },
        { "staff", "ID", "member of staff that it is in this role", &c.wish.staff, NULL },
        { "body", "ID", "body that it acts for", &c.wish.body, NULL },
        { "region", "CODE", "region whose disputes it sees", &c.wish.region, NULL },
        { "public-url", "URL", "origin of the link that is printed", &c.wish.url, NULL },
        { "password-stdin", NULL, "add: the password is a line of standard input", NULL,
          &c.wish.has_password },
    };
    int code;
    const int at =
        cli_options(cli, &cli_account, argc, argv, &(struct cli_syntax){ options, 8, 1, 2 }, &code);
    const struct verb *v = at >= 0 ? find_verb(argv[at], argc - at) : NULL;

    if (at < 0)
        return code;
    if (v == NULL) {
        (void)cli_complain("usage: yima account list | add --login … --name … --role … | "
                           "grant LOGIN --role … | revoke LOGIN --role … | link LOGIN | "
                           "disable LOGIN | enable LOGIN | sessions LOGIN | end LOGIN");
        return CLI_USAGE;
    }
    if (read_words(&c, v, argc - at > 1 ? argv[at + 1] : NULL) != YM_E_OK) {
        (void)cli_fail(&c.why);
        return CLI_USAGE;
    }
    return act(&c, v);
}

const struct cli_command cli_account = {
    "account", "list | add | VERB LOGIN",
    "who logs in: grant and revoke roles, link, disable, enable, sessions, end", run
};
