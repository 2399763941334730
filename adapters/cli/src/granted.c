/* SPDX-License-Identifier: Apache-2.0 */
#include "granted.h"

#include "pg/account.h"

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
    if (!l.is_active || !l.may)
        return ym_fail(reterr, YM_E_FORBIDDEN,
                       "account %.64s may not do this (%s): have it done by one whose role may",
                       ret->login, app_right_row(right)->en);
    ret->account = l.account;
    return YM_E_OK;
}
