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

/* The grants of an account that is looked up. */
struct person {
    size_t n;
    int64_t account;
    int64_t staff[YM_ROLE_COUNT];
};

static void on_person(void *arg, const struct app_account *a)
{
    struct person *p = arg;

    p->account = a->id;
    for (p->n = 0; p->n < a->ngrants; p->n++)
        p->staff[p->n] = a->grants[p->n].staff;
}

enum ym_err cli_is_same_person(struct ym_conn *c, const char *login, const char *other, bool *ret,
                               struct ym_error *reterr)
{
    struct person one = { 0 }, two = { 0 };
    enum ym_err err = pg_account_find(c, ym_span_of(login), on_person, &one, reterr);

    *ret = false;
    if (err == YM_E_OK)
        err = pg_account_find(c, ym_span_of(other), on_person, &two, reterr);
    if (err == YM_E_NOT_FOUND)
        return YM_E_OK;
    *ret = err == YM_E_OK && one.account == two.account;
    for (size_t i = 0; err == YM_E_OK && i < one.n; i++) {
        for (size_t k = 0; k < two.n; k++)
            *ret = *ret || (one.staff[i] != 0 && one.staff[i] == two.staff[k]);
    }
    return err;
}
