/* SPDX-License-Identifier: Apache-2.0 */
/* yima token: bearer tokens of programs and, later, of what people carry. The secret is printed
 * once; the database keeps a hash. */
#include <stdio.h>
#include <string.h>

#include "ask.h"
#include "cli.h"
#include "crypto/bearer.h"
#include "crypto/crypto.h"
#include "database.h"
#include "library.h"
#include "pg/reference.h"
#include "words.h"
#include "yima/command.h"
#include "yima/limits.h"
#include "yima/number.h"
#include "yima/region.h"

#define DAYS_MAX        3650
#define LABEL_CHARS_MAX 100

struct wish {
    const char *role, *body, *staff, *region, *dispute, *seat, *days, *label;
};

/* What a role must be bound to, from its relation to disputes. Staff bring their body with them,
 * and a body its region. */
static enum ym_err check_bindings(const struct pg_token *t, struct ym_error *reterr)
{
    const char *role = ym_word(YM_VOCAB_ROLE, t->role)->code;

    switch (ym_role_relation((enum ym_role)t->role)) {
    case YM_REL_SEAT:
        if (t->dispute.v == 0 || t->seat == YM_SEAT_NONE)
            return ym_fail(reterr, YM_E_UNPROCESSABLE, "role %s needs --dispute N and --seat K",
                           role);
        return YM_E_OK;
    case YM_REL_ASSIGNED:
        if (t->staff == 0)
            return ym_fail(reterr, YM_E_UNPROCESSABLE,
                           "role %s needs --staff ID; `yima user list` shows them", role);
        return YM_E_OK;
    case YM_REL_BODY:
    case YM_REL_COURT:
        if (t->body == 0 && t->staff == 0)
            return ym_fail(reterr, YM_E_UNPROCESSABLE,
                           "role %s needs --staff ID, or --body ID for a program", role);
        return YM_E_OK;
    case YM_REL_REGION:
        if (t->region == 0 && t->body == 0 && t->staff == 0)
            return ym_fail(
                reterr, YM_E_UNPROCESSABLE,
                "role %s needs --region CODE, or --body ID or --staff ID whose region it "
                "takes",
                role);
        return YM_E_OK;
    case YM_REL_ANY:
        if (t->role == YM_ROLE_CLOCK)
            return ym_fail(reterr, YM_E_UNPROCESSABLE, "nobody can hold the role clock");
        return YM_E_OK;
    case YM_REL_COUNT:
        break;
    }
    return ym_fail(reterr, YM_E_INTERNAL, "role %s has no relation", role);
}

static enum ym_err read_number(const char *option, const char *text, long long min, long long max,
                               int64_t *ret, struct ym_error *reterr)
{
    long long v;

    if (text == NULL)
        return YM_E_OK;
    if (!cli_number(text, min, max, &v))
        return ym_fail(reterr, YM_E_INVALID, "%s takes a whole number from %lld to %lld", option,
                       min, max);
    *ret = v;
    return YM_E_OK;
}

/* The words of the call, turned into a row; nothing is looked up yet. */
static enum ym_err read_wish(const struct wish *w, struct pg_token *ret, struct ym_error *reterr)
{
    int64_t seat = YM_SEAT_NONE;
    int64_t days = 365;
    enum ym_err err;

    *ret = (struct pg_token){ .seat = YM_SEAT_NONE,
                              .label = ym_span_of(w->label != NULL ? w->label : ""),
                              .revoked_at = YM_USEC_NONE,
                              .issued_at = cli_now() };
    if (w->role == NULL)
        return ym_fail(reterr, YM_E_INVALID, "name a role with --role, such as --role job");
    err = cli_read_code(YM_VOCAB_ROLE, ym_span_of(w->role), &ret->role, reterr);
    if (err == YM_E_OK)
        err = read_number("--body", w->body, 1, INT64_MAX, &ret->body, reterr);
    if (err == YM_E_OK)
        err = read_number("--staff", w->staff, 1, INT64_MAX, &ret->staff, reterr);
    if (err == YM_E_OK)
        err = read_number("--days", w->days, 1, DAYS_MAX, &days, reterr);
    if (err == YM_E_OK)
        err = read_number("--seat", w->seat, 0, YM_SEATS_MAX - 1, &seat, reterr);
    if (err == YM_E_OK && w->dispute != NULL)
        err = cli_read_dispute(w->dispute, &ret->dispute, reterr);
    if (err == YM_E_OK && w->region != NULL &&
        !ym_region_parse(ym_span_of(w->region), &ret->region))
        err = ym_fail(reterr, YM_E_INVALID, "--region takes 2, 4, 6, 9 or 12 digits, as 330108");
    if (err == YM_E_OK && ret->label.n > LABEL_CHARS_MAX)
        err = ym_fail(reterr, YM_E_TOO_LARGE, "--label is longer than %d bytes", LABEL_CHARS_MAX);
    ret->seat = (uint8_t)seat;
    ret->expires_at = ret->issued_at + days * YM_USEC_PER_DAY;
    return err;
}

/* The member of staff must exist, hold the role and work for the body. */
static enum ym_err look_up_staff(const struct pg_registry *r, struct pg_token *t,
                                 struct ym_error *reterr)
{
    const struct pg_staff *s = pg_registry_staff(r, t->staff);

    if (s == NULL || !s->is_active)
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "there is no active staff %lld; `yima user list` shows them",
                       (long long)t->staff);
    if ((s->roles & UINT32_C(1) << t->role) == 0)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "staff %lld does not hold the role %s",
                       (long long)t->staff, ym_word(YM_VOCAB_ROLE, t->role)->code);
    if (t->body == 0)
        t->body = s->body;
    if (t->body != s->body)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "staff %lld works for body %lld",
                       (long long)t->staff, (long long)s->body);
    return YM_E_OK;
}

/* What the call names must exist; staff bring their body, bodies their region. */
static enum ym_err look_up(const struct pg_registry *r, struct pg_token *t, struct ym_error *reterr)
{
    const struct pg_body *b;
    enum ym_err err = t->staff == 0 ? YM_E_OK : look_up_staff(r, t, reterr);

    if (err == YM_E_OK && t->region != 0 && !pg_registry_has_region(r, t->region))
        err = ym_fail(reterr, YM_E_UNPROCESSABLE,
                      "there is no such region; `yima import --as regions FILE` brings them");
    if (err != YM_E_OK || t->body == 0)
        return err;
    b = pg_registry_body(r, t->body);
    if (b == NULL || !b->is_active)
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "there is no active body %lld; `yima import --as bodies FILE` brings them",
                       (long long)t->body);
    if (t->region == 0)
        t->region = b->region;
    return YM_E_OK;
}

/* Can staff of such a body hold the role under any procedure? Who holds it as a program (a party, a
 * job) needs no body. */
static enum ym_err check_holder(const struct cli *cli, struct ym_conn *conn,
                                const struct pg_registry *r, const struct pg_token *t,
                                struct ym_error *reterr)
{
    const struct pg_body *b = t->body != 0 ? pg_registry_body(r, t->body) : NULL;
    struct cli_library lib;
    bool can_hold = b == NULL;
    enum ym_err err = cli_library_open(cli, conn, &lib, reterr);

    if (err != YM_E_OK)
        return err;
    for (int i = 1; i <= YM_PROCEDURES_MAX && !can_hold; i++) {
        const struct ym_procedure *p = ym_procedures_get(&lib.procedures, (uint16_t)i);

        can_hold = p != NULL && (p->holders[t->role].is_program ||
                                 (p->holders[t->role].bodies & UINT32_C(1) << b->kind) != 0);
    }
    cli_library_close(&lib);
    if (can_hold)
        return YM_E_OK;
    return ym_fail(reterr, YM_E_UNPROCESSABLE, "no procedure lets staff of a %s be %s",
                   ym_word(YM_VOCAB_BODY, b->kind)->en, ym_word(YM_VOCAB_ROLE, t->role)->en);
}

static enum ym_err store(const struct cli *cli, struct pg_token *t, struct ym_bearer *bearer,
                         struct ym_error *reterr)
{
    char text[YM_BEARER_LEN + 1] = "";
    struct cli_database db;
    struct pg_registry *registry;
    enum ym_err err = cli_database_open(cli, &db, reterr);

    if (err != YM_E_OK)
        return err;
    registry = pg_registry_load(db.conn, reterr);
    err = registry == NULL ? reterr->code : look_up(registry, t, reterr);
    if (err == YM_E_OK)
        err = check_holder(cli, db.conn, registry, t, reterr);
    if (err == YM_E_OK) {
        ym_bearer_make(text, bearer);
        t->id = ym_span_of(bearer->id);
        memcpy(t->hash, bearer->hash, sizeof(t->hash));
        err = pg_token_put(db.conn, t, reterr);
    }
    if (err == YM_E_OK)
        (void)puts(text);
    ym_crypto_wipe(text, sizeof(text));
    pg_registry_free(registry);
    cli_database_close(&db);
    return err;
}

static void on_seats(void *arg, enum ym_err err, const struct app_view *v)
{
    (void)err; /* only called with OK */
    *(int *)arg = v->dispute.seats;
}

/* A party sits at a seat of a dispute; both must be there. */
static enum ym_err check_seat(const struct cli *cli, const struct wish *w, const struct pg_token *t,
                              struct ym_error *reterr)
{
    struct cli_ask ask;
    int seats = 0;
    enum ym_err err;

    if (w->dispute == NULL)
        return YM_E_OK;
    err = cli_ask_open(cli, &ask, reterr);
    if (err != YM_E_OK)
        return err;
    err = cli_ask_dispute(&ask, w->dispute, on_seats, &seats, reterr);
    cli_ask_close(&ask);
    if (err == YM_E_OK && t->seat != YM_SEAT_NONE && t->seat >= seats)
        err = ym_fail(reterr, YM_E_UNPROCESSABLE,
                      "dispute %s has seats 0 to %d; `yima show` says who sits where", w->dispute,
                      seats - 1);
    return err;
}

static int create(const struct cli *cli, const struct wish *wish)
{
    struct pg_token token;
    struct ym_bearer bearer;
    struct ym_error why;

    if (read_wish(wish, &token, &why) != YM_E_OK || check_bindings(&token, &why) != YM_E_OK) {
        (void)cli_fail(&why);
        return CLI_USAGE;
    }
    if (check_seat(cli, wish, &token, &why) != YM_E_OK ||
        store(cli, &token, &bearer, &why) != YM_E_OK)
        return cli_fail(&why);
    (void)fprintf(stderr, "this is shown once: keep it now; `yima token revoke %.*s` ends it\n",
                  (int)token.id.n, token.id.at);
    return CLI_DONE;
}

static void print_row(void *arg, const struct pg_token *t)
{
    const ym_usec now = *(const ym_usec *)arg;
    char until[YM_USEC_TEXT_MAX];
    char number[YM_NUMBER_TEXT_MAX] = "-";
    const char *state = "in force";

    if (t->revoked_at != YM_USEC_NONE)
        state = "revoked";
    else if (t->expires_at <= now)
        state = "expired";
    ym_usec_print(t->expires_at, until);
    if (t->dispute.v != 0)
        ym_number_print(t->dispute, number);
    (void)printf("%.*s  %-16s %-8s %.10s  body %lld  staff %lld  dispute %s  %.*s\n", (int)t->id.n,
                 t->id.at, ym_word(YM_VOCAB_ROLE, t->role)->code, state, until, (long long)t->body,
                 (long long)t->staff, number, (int)t->label.n, t->label.at);
}

static int list(const struct cli *cli)
{
    struct cli_database db;
    struct ym_error why;
    ym_usec now = cli_now();
    enum ym_err err = cli_database_open_existing(cli, &db, &why);

    if (err != YM_E_OK)
        return cli_fail(&why);
    err = pg_tokens_each(db.conn, print_row, &now, &why);
    cli_database_close(&db);
    return err == YM_E_OK ? CLI_DONE : cli_fail(&why);
}

/* The id alone, or the whole token, of which the id is taken. */
static int revoke(const struct cli *cli, const char *text)
{
    struct ym_span id = ym_span_of(text);
    struct ym_bearer claim;
    struct cli_database db;
    struct ym_error why;
    enum ym_err err;

    if (ym_bearer_parse(id, &claim))
        id = ym_span_of(claim.id);
    err = cli_database_open_existing(cli, &db, &why);
    if (err != YM_E_OK)
        return cli_fail(&why);
    err = pg_token_revoke(db.conn, id, cli_now(), &why);
    cli_database_close(&db);
    if (err == YM_E_NOT_FOUND)
        return cli_complain("no token has the id %.*s; `yima token list` shows them", (int)id.n,
                            id.at);
    return err == YM_E_OK ? CLI_DONE : cli_fail(&why);
}

static int run(struct cli *cli, int argc, char **argv)
{
    struct wish w = { 0 };
    const struct cli_option options[] = {
        { "role", "ROLE", "create: what the holder is, such as mediator, job, admin", &w.role,
          NULL },
        { "body", "ID", "body that the holder works for", &w.body, NULL },
        { "staff", "ID", "member of staff; a mediator needs it", &w.staff, NULL },
        { "region", "CODE", "region whose disputes the holder sees", &w.region, NULL },
        { "dispute", "N", "the one dispute of a party or agent", &w.dispute, NULL },
        { "seat", "K", "and the seat there, from 0", &w.seat, NULL },
        { "days", "N", "how long it holds (365)", &w.days, NULL },
        { "label", "TEXT", "what it is for, as `token list` shows it", &w.label, NULL },
    };
    int code;
    int at =
        cli_options(cli, &cli_token, argc, argv, &(struct cli_syntax){ options, 8, 1, 2 }, &code);

    if (at < 0)
        return code;
    if (strcmp(argv[at], "create") == 0 && argc - at == 1)
        return create(cli, &w);
    if (strcmp(argv[at], "list") == 0 && argc - at == 1)
        return list(cli);
    if (strcmp(argv[at], "revoke") == 0 && argc - at == 2)
        return revoke(cli, argv[at + 1]);
    (void)cli_complain("usage: yima token create --role R … | list | revoke ID");
    return CLI_USAGE;
}

const struct cli_command cli_token = { "token", "create | list | revoke ID",
                                       "make, list and end bearer tokens", run };
