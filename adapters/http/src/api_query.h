/* SPDX-License-Identifier: Apache-2.0 */
/* Query parameters that say which disputes are meant. Each leaves "any" when it was not given, and
 * is false when what was given cannot be one. */
#ifndef YM_HTTP_SRC_API_QUERY_H
#define YM_HTTP_SRC_API_QUERY_H

#include "http/request.h"
#include "yima/vocab.h"

/* A word of a vocabulary; APP_ANY. */
bool api_query_word(const struct ym_http_request *rq, const char *name, enum ym_vocab_id vocab,
                    uint8_t *ret);

/* The number of a body or of one of the staff; 0. */
bool api_query_ref(const struct ym_http_request *rq, const char *name, int64_t *ret);

/* A division with all that lies in it; both 0. */
bool api_query_region(const struct ym_http_request *rq, const char *name, int64_t *ret_lo,
                      int64_t *ret_hi);

#endif
