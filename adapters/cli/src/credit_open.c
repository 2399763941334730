/* SPDX-License-Identifier: Apache-2.0 */
#include "credit_open.h"

_Static_assert(APP_CREDIT_BYTES_MAX <= YM_COMPACT_TEXT_MAX, "every profile can be made small");

enum ym_err credit_open(const struct app_secrets *secrets, struct ym_compact *compact,
                        const struct app_credit_row *row, struct ym_arena *arena,
                        struct ym_span *ret, struct ym_error *reterr)
{
    char label[APP_CREDIT_LABEL_MAX];
    struct ym_span small;
    const enum ym_err err =
        secrets->unseal(secrets->ring, app_credit_label(row->month, row->party, label), row->sealed,
                        arena, &small, reterr);

    return err == YM_E_OK ? ym_compact_take(compact, small, arena, ret, reterr) : err;
}
