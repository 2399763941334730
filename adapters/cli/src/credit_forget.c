/* SPDX-License-Identifier: Apache-2.0 */
/* yima credit forget, lift, barred: that no profile is drawn of a party, by order of who answers
 * for personal data (个人信息保护法 47). It stands until it is lifted, whatever is drawn. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/hex.h"
#include "credit.h"
#include "pg/credit.h"
#include "reading.h"
#include "words.h"
#include "yima/utf8.h"

#define LOGIN_COLUMNS 24

/* A decision on its way. */
struct deciding {
    const struct cli *cli;
    const struct credit_wish *wish;
    struct cli_database db;
    struct ym_id dispute;
    uint8_t seat;
    struct app_barred barred;
    struct ym_error why;
};

/* ---- What was asked for ---- */

static enum ym_err read_order(struct deciding *d)
{
    const char *until = d->wish->until_text;
    const struct ym_span text = ym_span_of(d->wish->reason != NULL ? d->wish->reason : "");

    if (until != NULL && !ym_day_parse(ym_span_of(until), &d->barred.until))
        return ym_fail(&d->why, YM_E_INVALID, "--until takes a day as 2026-10-31");
    if (!ym_utf8_plain(text) || text.n == 0 || ym_utf8_chars(text) > APP_BARRED_REFERENCE_CHARS_MAX)
        return ym_fail(&d->why, YM_E_INVALID,
                       "name the file of the order with --reason: its number, 1 to %d characters, "
                       "and no names",
                       APP_BARRED_REFERENCE_CHARS_MAX);
    d->barred.reference = text;
    return YM_E_OK;
}

static bool read_seat(struct deciding *d, const char *dispute, const char *seat)
{
    long long number;

    if (cli_read_dispute(dispute, &d->dispute, &d->why) != YM_E_OK ||
        !cli_number(seat, 0, YM_SEATS_MAX - 1, &number)) {
        (void)cli_complain("name the dispute by its number or id, and the seat from 0 to %d",
                           YM_SEATS_MAX - 1);
        return false;
    }
    d->seat = (uint8_t)number;
    return true;
}

/* ---- Who, and whose ---- */

/* The lock keeps a run from drawing meanwhile what is decided here. */
static enum ym_err begin(struct deciding *d)
{
    const struct cli_claim claim = credit_claim(d->wish, APP_RIGHT_CREDIT_BAR);
    struct ym_conn *c = d->db.conn;
    struct cli_granted by;
    enum ym_err err = cli_person(d->cli, &d->db, &claim, &by, &d->why);

    if (err == YM_E_OK)
        err = pg_credit_lock(c, &d->why);
    if (err == YM_E_OK)
        err = pg_credit_party(c, d->dispute, d->seat, d->barred.party, &d->why);
    if (err == YM_E_OK)
        err = cli_log_request(c, d->dispute, &by, &d->why);
    if (err != YM_E_OK)
        return err;
    d->barred.at = cli_now();
    d->barred.account = by.account;
    memcpy(d->barred.login, by.trace, sizeof(d->barred.login));
    return YM_E_OK;
}

/* ---- The verbs ---- */

/* What the bar holds back, and what ends it. */
static void print_bar(ym_day until)
{
    char day[YM_DAY_TEXT_MAX];

    if (until == YM_DAY_NONE) {
        (void)puts("no profile is drawn of this party until `yima credit lift`");
        return;
    }
    ym_day_print(until, day);
    (void)printf("no profile is drawn of this party for months that begin on %s or before, "
                 "unless `yima credit lift` comes first\n",
                 day);
}

static enum ym_err forget(struct deciding *d)
{
    struct pg_credit_forgotten n;
    const enum ym_err err = pg_credit_forget(d->db.conn, &d->barred, &n, &d->why);

    if (err != YM_E_OK)
        return err;
    (void)printf("%" PRId64 " profiles deleted; their hashes stay\n", n.profiles);
    (void)printf("%" PRId64 " statements, %" PRId64 " objections and %" PRId64
                 " certificates deleted\n",
                 n.statements, n.objections, n.certificates);
    print_bar(d->barred.until);
    return YM_E_OK;
}

static enum ym_err lift(struct deciding *d)
{
    const enum ym_err err = pg_barred_lift(d->db.conn, &d->barred, &d->why);

    if (err == YM_E_OK)
        (void)printf("已撤销 lifted: the next run draws this party again\n");
    return err;
}

bool credit_is_decision(const char *verb)
{
    return strcmp(verb, "forget") == 0 || strcmp(verb, "lift") == 0;
}

int credit_decide_party(const struct cli *cli, const struct credit_wish *w, char **words)
{
    const bool forgets = strcmp(words[0], "forget") == 0;
    struct deciding d = { .cli = cli, .wish = w, .barred = { .until = YM_DAY_NONE } };
    enum ym_err err = YM_E_OK;

    if (!read_seat(&d, words[1], words[2]))
        return CLI_USAGE;
    if (forgets)
        err = read_order(&d);
    if (err != YM_E_OK) {
        (void)cli_fail(&d.why);
        return CLI_USAGE;
    }
    err = cli_database_open_existing(cli, &d.db, &d.why);
    if (err == YM_E_OK) {
        err = begin(&d);
        if (err == YM_E_OK)
            err = forgets ? forget(&d) : lift(&d);
        cli_database_close(&d.db);
    }
    return err == YM_E_OK ? CLI_DONE : cli_fail(&d.why);
}

/* ---- The list ---- */

/* Of the party the beginning of its hash alone: who it is the file tells. */
static void on_barred(void *arg, const struct app_barred *b)
{
    char day[YM_DAY_TEXT_MAX], until[YM_DAY_TEXT_MAX], hex[9];

    (void)arg;
    ym_hex(b->party, 4, hex);
    ym_day_print(ym_day_of(b->at), day);
    ym_day_print(b->until, until);
    (void)printf("%s  %s  ", hex, day);
    cli_print_padded(ym_span_of(b->login), LOGIN_COLUMNS);
    (void)printf("  %-10s  %.*s\n", until, (int)b->reference.n, b->reference.at);
}

int credit_list_barred(const struct cli *cli, const struct credit_wish *w)
{
    struct cli_database db;
    struct cli_granted by;
    struct ym_error why;
    enum ym_err err = cli_database_open_existing(cli, &db, &why);

    if (err == YM_E_OK) {
        err = cli_granted(db.conn, w->by, APP_RIGHT_CREDIT_BAR, &by, &why);
        if (err == YM_E_OK)
            err = pg_barred(db.conn, on_barred, NULL, &why);
        cli_database_close(&db);
    }
    return err == YM_E_OK ? CLI_DONE : cli_fail(&why);
}
