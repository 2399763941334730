/* SPDX-License-Identifier: Apache-2.0 */
/* The detail of whatever is accepted is JSON, and keeps its limit. Gathering all mistakes, as the
 * service does, accepts the same and finds one in whatever is refused for its content. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "json/command.h"
#include "json/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void examine(struct ym_span body, struct ym_arena *arena, enum ym_err expected)
{
    struct ym_mistakes mistakes;
    struct json_command c;
    enum ym_err err;

    ym_mistakes_clear(&mistakes);
    ym_arena_reset(arena);
    err = json_command_examine(body, arena, &c, &mistakes, NULL);
    assert(err == expected);
    assert(err != YM_E_OK || mistakes.n == 0);
    assert(err != YM_E_UNPROCESSABLE || mistakes.n > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct json_command c;
    struct json_doc *doc;
    struct ym_arena arena;
    const bool ok = ym_arena_init(&arena, JSON_COMMAND_ARENA_BYTES);
    enum ym_err err, verdict;

    assert(ok);
    verdict = err =
        json_command_decode((struct ym_span){ (const char *)data, size }, &arena, &c, NULL);
    assert(err != YM_E_UNAVAILABLE);
    if (err == YM_E_OK) {
        assert(c.cmd.kind < YM_CMD_COUNT);
        assert(c.cmd.items <= YM_OBLIGATIONS_MAX);
        err = json_parse(c.cmd.detail, YM_DETAIL_BYTES_MAX, &doc, NULL);
        assert(err == YM_E_OK);
        json_free(doc);
    }
    examine((struct ym_span){ (const char *)data, size }, &arena, verdict);
    ym_arena_release(&arena);
    return 0;
}
