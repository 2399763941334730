/* SPDX-License-Identifier: Apache-2.0 */
/* The look at a file: whatever the bytes, however they are cut, it reads nothing outside of them,
 * and how they are cut makes no difference. The first byte says how long the pieces are. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "app/media.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int judge(const uint8_t *data, size_t size, size_t piece)
{
    struct app_media_look *look = malloc(sizeof(*look));
    enum app_media media = APP_MEDIA_COUNT;
    enum app_media_fault fault = APP_FAULT_NONE;

    assert(look != NULL);
    app_media_begin(look);
    for (size_t i = 0; i < size; i += piece) {
        const size_t n = size - i < piece ? size - i : piece;

        app_media_add(look, (struct ym_span){ (const char *)data + i, n });
    }
    fault = app_media_end(look, YM_SPAN("a.docx"), &media);
    free(look);
    return (int)fault * APP_MEDIA_COUNT + (fault == APP_FAULT_NONE ? (int)media : 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    assert(judge(data + 1, size - 1, (size_t)data[0] + 1) == judge(data + 1, size - 1, size));
    return 0;
}
