/* SPDX-License-Identifier: Apache-2.0 */
#include "court/handler.h"

#include <stdlib.h>

#include "private.h"

static const struct exchange_handler_ops ops = { .wants = court_out_wants,
                                                 .draft = court_out_draft,
                                                 .take = court_in_take,
                                                 .standing = court_list_standing,
                                                 .record = court_list_record };

struct exchange_handler *court_handler_new(const struct court_handler_config *config)
{
    struct court_handler *c = calloc(1, sizeof(*c));

    if (c == NULL)
        return NULL;
    c->port.ops = &ops;
    c->config = *config;
    return &c->port;
}

void court_handler_free(struct exchange_handler *h)
{
    free(h);
}
