/* SPDX-License-Identifier: Apache-2.0 */
#include "handlers.h"

enum ym_err cli_handlers_open(struct cli_service *s, struct ym_error *reterr)
{
    (void)s;
    (void)reterr;
    return YM_E_OK;
}

void cli_handlers_close(struct cli_service *s)
{
    for (int i = 0; i < APP_PARTNER_KIND_COUNT; i++)
        s->exchanging.handlers.of[i] = NULL;
}
