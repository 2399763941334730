/* SPDX-License-Identifier: Apache-2.0 */
/* What the links of the store and of the reader have seen. */
#include "reader_private.h"
#include "store_private.h"

bool pg_store_link_gauges_get(const struct pg_store *s, unsigned link, struct ym_link_gauges *ret,
                              bool *ret_is_up)
{
    if (link >= s->nshards || s->shards[link].link == NULL)
        return false;
    ym_link_gauges_get(s->shards[link].link, ret);
    *ret_is_up = s->shards[link].is_up;
    return true;
}

bool pg_reader_link_gauges_get(const struct pg_reader *r, unsigned link, struct ym_link_gauges *ret,
                               bool *ret_is_up)
{
    if (link >= r->nlinks || r->links[link].link == NULL)
        return false;
    ym_link_gauges_get(r->links[link].link, ret);
    *ret_is_up = r->links[link].is_up;
    return true;
}
