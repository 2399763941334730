/* SPDX-License-Identifier: Apache-2.0 */
#include "app/rights.h"

#include <assert.h>

const struct app_right_row *app_right_row(enum app_right right)
{
    static const struct app_right_row rows[APP_RIGHT_COUNT] = {
#define X(name, code, zh, en, roles) [APP_RIGHT_##name] = { code, zh, en, roles },
        APP_RIGHTS(X)
#undef X
    };

    assert(right < APP_RIGHT_COUNT);
    return &rows[right];
}

bool app_role_may(unsigned role, enum app_right right)
{
    return role < YM_ROLE_COUNT && (app_right_row(right)->roles & UINT32_C(1) << role) != 0;
}
