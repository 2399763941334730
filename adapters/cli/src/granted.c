/* SPDX-License-Identifier: Apache-2.0 */
#include "granted.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "pg/account.h"
#include "reading.h"

#define ROLES_TEXT_MAX 1024

struct looking {
    enum app_right right;
    bool is_active, may;
    int64_t account;
};

static void on_account(void *arg, const struct app_account *a)
{
    struct looking *l = arg;

    l->account = a->id;
    l->is_active = a->is_active;
    for (size_t i = 0; i < a->ngrants; i++)
        l->may = l->may || (a->grants[i].is_usable && app_role_may(a->grants[i].role, l->right));
}

/* A login holds no space, so that it can be told from what stands behind it. */
static void leave_trace(struct cli_granted *by)
{
    char os[CLI_OS_USER_MAX];
    char both[sizeof(by->login) + sizeof(os)];

    cli_os_user(os);
    (void)snprintf(both, sizeof(both), "%s %s", by->login, os);
    (void)snprintf(by->trace, sizeof(by->trace), "%.*s", (int)sizeof(by->trace) - 1, both);
}

/* The words of the roles that may, such as "centre or supervisor". */
static void name_roles(enum app_right right, struct ym_buf *out)
{
    const char *between = "";

    for (int role = 0; role < YM_ROLE_COUNT; role++) {
        if (!app_role_may((unsigned)role, right) ||
            !app_role_may((unsigned)role, APP_RIGHT_ACCOUNT))
            continue;
        ym_buf_printf(out, "%s%s", between, ym_word(YM_VOCAB_ROLE, role)->code);
        between = " or ";
    }
}

static enum ym_err refuse(const char *login, enum app_right right, struct ym_error *reterr)
{
    struct ym_buf roles;
    struct ym_span text;
    enum ym_err err;

    ym_buf_init(&roles, ROLES_TEXT_MAX);
    name_roles(right, &roles);
    text = ym_buf_span(&roles);
    err = ym_fail(reterr, YM_E_FORBIDDEN,
                  "account %.64s may not do this (%s): have it done by one whose role is %.*s",
                  login, app_right_row(right)->en, (int)text.n, text.at);
    ym_buf_release(&roles);
    return err;
}

enum ym_err cli_granted(struct ym_conn *c, const char *login, enum app_right right,
                        struct cli_granted *ret, struct ym_error *reterr)
{
    struct looking l = { .right = right };
    enum ym_err err;

    *ret = (struct cli_granted){ .account = 0 };
    if (login == NULL || !app_login_fold(ym_span_of(login), ret->login))
        return ym_fail(reterr, YM_E_INVALID, "say who has it done: --by LOGIN, an account");
    err = pg_account_find(c, ym_span_of(ret->login), on_account, &l, reterr);
    if (err == YM_E_NOT_FOUND)
        return ym_fail(reterr, err, "there is no account %.64s: `yima account list` has them all",
                       ret->login);
    if (err != YM_E_OK)
        return err;
    if (!l.is_active)
        return ym_fail(reterr, YM_E_FORBIDDEN,
                       "account %.64s is disabled: have another one do it, or `yima account enable "
                       "%.64s`",
                       ret->login, ret->login);
    if (!l.may)
        return refuse(ret->login, right, reterr);
    ret->account = l.account;
    leave_trace(ret);
    return YM_E_OK;
}

/* ---- Who is who ---- */

static void on_person(void *arg, const struct app_account *a)
{
    app_person_of(a, arg);
}

/* An account that is not there names nobody. */
static enum ym_err find_person(struct ym_conn *c, struct ym_span login, struct app_person *ret,
                               struct ym_error *reterr)
{
    enum ym_err err;

    *ret = (struct app_person){ .n = 0 };
    err = pg_account_find(c, login, on_person, ret, reterr);
    return err == YM_E_NOT_FOUND ? YM_E_OK : err;
}

enum ym_err cli_other_person(struct ym_conn *c, const char *trace, const char *login,
                             struct ym_error *reterr)
{
    const struct ym_span runner = { trace, strcspn(trace, " ") };
    struct app_person one, two;
    enum ym_err err = find_person(c, runner, &one, reterr);

    if (err == YM_E_OK)
        err = find_person(c, ym_span_of(login), &two, reterr);
    if (err != YM_E_OK || app_is_other_person(&one, &two))
        return err;
    return ym_fail(reterr, YM_E_REFUSED,
                   "who ran it may not approve it: another account with the right to approve must, "
                   "and both must name their member of staff, who is not the same (`yima account "
                   "grant LOGIN --role ROLE --staff ID`)");
}

enum ym_err cli_is_staff(struct ym_conn *c, const char *login, struct ym_error *reterr)
{
    struct app_person person;
    enum ym_err err = find_person(c, ym_span_of(login), &person, reterr);

    if (err != YM_E_OK || person.n > 0)
        return err;
    return ym_fail(reterr, YM_E_REFUSED,
                   "account %.64s names no member of staff, so that nobody could tell whether "
                   "another person approves: `yima account grant %.64s --role ROLE --staff ID`",
                   login, login);
}
