/* SPDX-License-Identifier: Apache-2.0 */
#include "api_query.h"

#include "api_private.h"
#include "yima/region.h"

bool api_query_word(const struct ym_http_request *rq, const char *name, enum ym_vocab_id vocab,
                    uint8_t *ret)
{
    const struct ym_span value = ym_http_query(rq, name);
    int index;

    *ret = APP_ANY;
    if (value.at == NULL)
        return true;
    index = ym_vocab_find(vocab, value);
    if (index >= 0)
        *ret = (uint8_t)index;
    return index >= 0;
}

bool api_query_ref(const struct ym_http_request *rq, const char *name, int64_t *ret)
{
    const struct ym_span value = ym_http_query(rq, name);

    *ret = 0;
    return value.at == NULL || api_decimal(value, 1, INT64_MAX, ret);
}

bool api_query_region(const struct ym_http_request *rq, const char *name, int64_t *ret_lo,
                      int64_t *ret_hi)
{
    const struct ym_span value = ym_http_query(rq, name);
    int64_t code;

    *ret_lo = 0;
    *ret_hi = 0;
    if (value.at == NULL)
        return true;
    if (!ym_region_parse(value, &code))
        return false;
    ym_region_range(code, ret_lo, ret_hi);
    return true;
}
