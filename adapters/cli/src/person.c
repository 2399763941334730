/* SPDX-License-Identifier: Apache-2.0 */
#include "person.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/arena.h"
#include "credentials.h"
#include "crypto/crypto.h"
#include "pg/account.h"
#include "privacy_labels.h"
#include "secrets.h"

#define ARENA_BYTES 4096
#define INTERRUPT   '\003'

/* What a person says, in words. */
struct words {
    char password[APP_PASSWORD_BYTES_MAX + 3]; /* with the end of its line, until it is cut off */
    char code[32];
};

/* What the account has, to hold them against. */
struct kept {
    char stored[APP_PASSWORD_STORED_MAX];    /* "": none was set yet */
    unsigned char totp[APP_TOTP_SEALED_MAX]; /* ntotp bytes of it; 0: off */
    size_t ntotp;
    int64_t step; /* the last that was used */
};

/* ---- Asking ---- */

/* Cuts the end of the line off. False: nothing was said, or more than there is room for. */
static bool is_line(char *line, size_t size)
{
    const size_t n = strcspn(line, "\r\n");
    const bool is_whole = line[n] != '\0' || n + 1 < size;

    line[n] = '\0';
    return n > 0 && is_whole;
}

/* One line of the terminal, unseen. Its key to interrupt ends the line like any other, so that
 * nobody leaves a terminal behind that shows nothing. */
static bool read_unseen(int tty, const char *prompt, char *ret, size_t size)
{
    struct termios was, now;
    ssize_t n;

    if (tcgetattr(tty, &was) != 0)
        return false;
    now = was;
    now.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
    now.c_lflag |= ICANON;
    now.c_cc[VEOL] = INTERRUPT;
    if (tcsetattr(tty, TCSAFLUSH, &now) != 0)
        return false;
    (void)dprintf(tty, "%s", prompt);
    n = read(tty, ret, size - 1);
    (void)tcsetattr(tty, TCSAFLUSH, &was);
    (void)dprintf(tty, "\n");
    ret[n > 0 ? n : 0] = '\0';
    return is_line(ret, size) && strchr(ret, INTERRUPT) == NULL;
}

static enum ym_err ask(const char *login, bool has_code, struct words *ret, struct ym_error *reterr)
{
    char prompt[APP_LOGIN_CHARS_MAX + 64];
    const int tty = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    bool is_said;

    if (tty < 0)
        return ym_fail(reterr, YM_E_INVALID,
                       "there is no terminal on which to ask for the password of %.64s: give it as "
                       "a line of standard input, with --password-stdin",
                       login);
    (void)snprintf(prompt, sizeof(prompt), "密码 password of %s: ", login);
    is_said = read_unseen(tty, prompt, ret->password, sizeof(ret->password)) &&
              (!has_code || read_unseen(tty, "动态口令 code that the app shows: ", ret->code,
                                        sizeof(ret->code)));
    (void)close(tty);
    return is_said ? YM_E_OK : ym_fail(reterr, YM_E_INVALID, "no password was given");
}

static bool take_line(char *line, size_t size)
{
    return fgets(line, (int)size, stdin) != NULL && is_line(line, size);
}

static enum ym_err take(bool has_code, struct words *ret, struct ym_error *reterr)
{
    if (!take_line(ret->password, sizeof(ret->password)))
        return ym_fail(reterr, YM_E_INVALID,
                       "--password-stdin: the first line of standard input is no password");
    if (has_code && !take_line(ret->code, sizeof(ret->code)))
        return ym_fail(reterr, YM_E_INVALID,
                       "this account has one-time passwords: give the code that the app shows now "
                       "as the second line of standard input");
    return YM_E_OK;
}

/* ---- Checking ---- */

static void on_account(void *arg, const struct app_account *a)
{
    struct kept *k = arg;

    *k = (struct kept){ .step = a->totp_step };
    (void)snprintf(k->stored, sizeof(k->stored), "%.*s", (int)a->stored.n,
                   a->stored.n > 0 ? a->stored.at : "");
    if (a->totp.n > 0 && a->totp.n <= sizeof(k->totp)) {
        memcpy(k->totp, a->totp.at, a->totp.n);
        k->ntotp = a->totp.n;
    }
}

struct checking {
    const struct cli *cli;
    const struct cli_database *db;
    const struct cli_granted *by;
    struct words words;
    struct kept kept;
};

/* The secret of one-time passwords. */
static enum ym_err open_secret(const struct checking *c, unsigned char ret[APP_TOTP_SECRET_LEN],
                               struct ym_error *reterr)
{
    const struct ym_span sealed = { (const char *)c->kept.totp, c->kept.ntotp };
    char room[CLI_LABEL_MAX];
    const struct ym_span label = cli_sealed_label(
        PG_SEALED_account, &(struct pg_sealed){ .a = c->by->account, .sealed = sealed }, room);
    struct ym_keyring *ring = NULL;
    struct app_secrets secrets;
    struct ym_arena arena;
    struct ym_span plain;
    enum ym_err err = ym_arena_init(&arena, ARENA_BYTES)
                          ? cli_secrets_open(c->cli, c->db, &ring, &secrets, reterr)
                          : ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to check a password");

    if (err == YM_E_OK)
        err = secrets.unseal(secrets.ring, label, sealed, &arena, &plain, reterr);
    if (err == YM_E_OK && plain.n != APP_TOTP_SECRET_LEN)
        err = ym_fail(reterr, YM_E_INTERNAL, "a secret of one-time passwords has a wrong length");
    if (err == YM_E_OK)
        memcpy(ret, plain.at, APP_TOTP_SECRET_LEN);
    ym_keyring_close(ring);
    ym_arena_release(&arena);
    return err;
}

static enum ym_err wrong(const struct checking *c, struct ym_error *reterr)
{
    return ym_fail(reterr, YM_E_UNAUTHORIZED,
                   "the password of %.64s is wrong%s: the next try is taken in %d seconds",
                   c->by->login, c->kept.ntotp > 0 ? ", or the code is" : "", CLI_PERSON_WRONG_S);
}

static enum ym_err check_code(const struct checking *c, struct ym_error *reterr)
{
    unsigned char secret[APP_TOTP_SECRET_LEN];
    int64_t step = 0;
    enum ym_err err = open_secret(c, secret, reterr);

    if (err == YM_E_OK)
        step = app_totp_find(&cli_credentials, secret, ym_span_of(c->words.code), cli_now(),
                             c->kept.step);
    ym_crypto_wipe(secret, sizeof(secret));
    if (err != YM_E_OK)
        return err;
    return step != 0 ? pg_account_step(c->db->conn, c->by->account, step, reterr)
                     : wrong(c, reterr);
}

/* Within a try of its own: what the account has is read once more, since nothing but the try keeps
 * others from using up the same code. */
static enum ym_err check(struct checking *c, struct ym_error *reterr)
{
    struct ym_conn *conn = c->db->conn;
    enum ym_err err = pg_account_try(conn, c->by->account, reterr);

    if (err != YM_E_OK)
        return err;
    err = pg_account_find(conn, ym_span_of(c->by->login), on_account, &c->kept, reterr);
    if (err == YM_E_OK &&
        !cli_credentials.password_verify(c->kept.stored, ym_span_of(c->words.password)))
        err = wrong(c, reterr);
    if (err == YM_E_OK && c->kept.ntotp > 0)
        err = check_code(c, reterr);
    if (err == YM_E_OK)
        return pg_account_right(conn, reterr);
    if (err == YM_E_UNAUTHORIZED || err == YM_E_CONFLICT)
        pg_account_wrong(conn, CLI_PERSON_WRONG_S);
    else
        pg_account_untried(conn);
    return err;
}

enum ym_err cli_person(const struct cli *cli, const struct cli_database *db,
                       const struct cli_claim *claim, struct cli_granted *ret,
                       struct ym_error *reterr)
{
    struct checking c = { .cli = cli, .db = db, .by = ret };
    enum ym_err err = cli_granted(db->conn, claim->login, claim->right, ret, reterr);

    if (err == YM_E_OK)
        err = pg_account_find(db->conn, ym_span_of(ret->login), on_account, &c.kept, reterr);
    if (err == YM_E_OK && c.kept.stored[0] == '\0')
        err = ym_fail(reterr, YM_E_FORBIDDEN,
                      "account %.64s has no password yet: its person sets one by the link of `yima "
                      "account link`",
                      ret->login);
    if (err == YM_E_OK)
        err = claim->is_stdin ? take(c.kept.ntotp > 0, &c.words, reterr)
                              : ask(ret->login, c.kept.ntotp > 0, &c.words, reterr);
    if (err == YM_E_OK)
        err = check(&c, reterr);
    ym_crypto_wipe(&c.words, sizeof(c.words));
    return err;
}
