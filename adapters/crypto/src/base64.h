/* SPDX-License-Identifier: Apache-2.0 */
/* What sodium_base642bin() leaves to its callers. Private to the layer. */
#ifndef YM_CRYPTO_SRC_BASE64_H
#define YM_CRYPTO_SRC_BASE64_H

#include <stdbool.h>

#include "yima/span.h"

/* May this be base64 at all? libsodium 1.0.18 takes every byte above 127 for a letter, so that one
 * key or signature would have many texts. */
static inline bool ym_base64_may_be(struct ym_span text)
{
    for (size_t i = 0; i < text.n; i++) {
        if ((unsigned char)text.at[i] > 0x7F)
            return false;
    }
    return true;
}

#endif
