/* SPDX-License-Identifier: Apache-2.0 */
#include "centre/handler.h"

#include <stdlib.h>

#include "private.h"

/* What a centre has is what its body owns; it keeps no list of ours. */
static const struct exchange_handler_ops ops = {
    .wants = centre_out_wants, .draft = centre_out_draft, .take = centre_in_take, .standing = NULL
};

struct exchange_handler *centre_handler_new(const struct centre_handler_config *config)
{
    struct centre_handler *c = calloc(1, sizeof(*c));

    if (c == NULL)
        return NULL;
    c->port.ops = &ops;
    c->config = *config;
    return &c->port;
}

void centre_handler_free(struct exchange_handler *h)
{
    free(h);
}
