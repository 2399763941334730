/* SPDX-License-Identifier: Apache-2.0 */
/* A value given on as it is: its reader is somebody else. */
#include "doc.h"

#include <string.h>

struct ym_span json_get_raw(const struct json_at *at, struct ym_arena *arena)
{
    const cJSON *const node = json_node(at);
    struct ym_span ret = { NULL, 0 };
    char *text;

    if (node == NULL)
        return ret;
    text = cJSON_PrintUnformatted(node);
    if (text == NULL) {
        json_refuse(at, YM_E_UNAVAILABLE, "needs more memory than there is");
        return ret;
    }
    ret = ym_arena_text(arena, (struct ym_span){ text, strlen(text) });
    cJSON_free(text);
    return ret;
}
