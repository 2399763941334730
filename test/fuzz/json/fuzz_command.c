/* SPDX-License-Identifier: Apache-2.0 */
/* The detail of whatever is accepted is JSON, and keeps its limit. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "json/command.h"
#include "json/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct json_command c;
    struct json_doc *doc;
    struct ym_arena arena;
    const bool ok = ym_arena_init(&arena, JSON_COMMAND_ARENA_BYTES);
    enum ym_err err;

    assert(ok);
    err = json_command_decode((struct ym_span){ (const char *)data, size }, &arena, &c, NULL);
    assert(err != YM_E_UNAVAILABLE);
    if (err == YM_E_OK) {
        assert(c.cmd.kind < YM_CMD_COUNT);
        assert(c.cmd.items <= YM_OBLIGATIONS_MAX);
        err = json_parse(c.cmd.detail, YM_DETAIL_BYTES_MAX, &doc, NULL);
        assert(err == YM_E_OK);
        json_free(doc);
    }
    ym_arena_release(&arena);
    return 0;
}
