/* SPDX-License-Identifier: Apache-2.0 */
#include "privacy_move.h"

#include <string.h>

#include "app/credit_access.h"
#include "pg/credit_access.h"

struct move {
    const struct cli_moving *m;
    struct pg_moved moved;
};

static struct ym_span label_of(ym_day month, const unsigned char party[APP_CREDIT_PARTY_LEN],
                               char room[APP_CREDIT_LABEL_MAX])
{
    return month == YM_DAY_NONE ? app_statement_label(party, room)
                                : app_credit_label(month, party, room);
}

_Static_assert(APP_ACCESS_LABEL_MAX <= APP_CREDIT_LABEL_MAX, "one room holds both labels");

static enum ym_err seal_anew(void *arg, ym_day month, struct ym_span sealed, struct ym_span *ret,
                             struct ym_error *reterr)
{
    const struct move *v = arg;
    char room[APP_CREDIT_LABEL_MAX];
    struct ym_span plain;
    enum ym_err err;

    ym_arena_reset(v->m->arena);
    err = ym_unseal(v->m->ring, label_of(month, v->moved.from, room), sealed, v->m->arena, &plain,
                    reterr);
    return err == YM_E_OK ? ym_seal(v->m->ring, label_of(month, v->moved.to, room), plain,
                                    v->m->arena, ret, reterr)
                          : err;
}

enum ym_err cli_privacy_move(const struct cli_moving *m,
                             const unsigned char from[APP_CREDIT_PARTY_LEN],
                             const unsigned char to[APP_CREDIT_PARTY_LEN], struct ym_error *reterr)
{
    struct move v = { .m = m, .moved = { .seal = seal_anew } };

    memcpy(v.moved.from, from, sizeof(v.moved.from));
    memcpy(v.moved.to, to, sizeof(v.moved.to));
    v.moved.arg = &v;
    return pg_credit_moved(m->conn, &v.moved, reterr);
}
