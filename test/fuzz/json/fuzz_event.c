/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever is accepted writes back to the bytes that it was read from. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "json/event.h"
#include "yima/canon.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ym_event ev;
    char again[YM_EVENT_BYTES_MAX];

    if (!json_event_decode((struct ym_span){ (const char *)data, size }, &ev))
        return 0;
    assert(ym_canon_event(&ev, again, sizeof(again)) == size);
    assert(memcmp(again, data, size) == 0);
    return 0;
}
