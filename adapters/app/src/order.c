/* SPDX-License-Identifier: Apache-2.0 */
#include "app/order.h"

#include <stddef.h>
#include <stdint.h>

struct place {
    uint8_t command; /* enum ym_cmd */
    uint8_t group;   /* enum app_order_group */
};

static const struct place order[] = {
#define X(command, group) { YM_CMD_##command, APP_ORDER_##group },
    APP_ORDER(X)
#undef X
};

#define PLACES (sizeof(order) / sizeof(order[0]))

_Static_assert(PLACES + 2 == YM_CMD_COUNT, "every command but register and expire has its place");

unsigned app_order_rank(unsigned command)
{
    unsigned i = 0;

    while (i < PLACES && order[i].command != command)
        i++;
    return i;
}

const char *app_order_group(unsigned command)
{
    static const char *const codes[APP_ORDER_GROUP_COUNT] = {
#define X(name, code) [APP_ORDER_##name] = code,
        APP_ORDER_GROUPS(X)
#undef X
    };
    const unsigned i = app_order_rank(command);

    return codes[i < PLACES ? order[i].group : APP_ORDER_RECORD];
}
