/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever is accepted has two sides, and texts that end where they say. Gathering all mistakes, as
 * the service does, accepts the same and finds one in whatever is refused for its content. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "json/intake.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void examine(struct ym_span body, struct ym_arena *arena, enum ym_err expected)
{
    struct ym_mistakes mistakes;
    struct json_intake in;
    enum ym_err err;

    ym_mistakes_clear(&mistakes);
    ym_arena_reset(arena);
    err = json_intake_examine(body, arena, &in, &mistakes, NULL);
    assert(err == expected);
    assert(err != YM_E_OK || mistakes.n == 0);
    assert(err != YM_E_UNPROCESSABLE || mistakes.n > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct json_intake in;
    struct ym_arena arena;
    const bool ok = ym_arena_init(&arena, JSON_INTAKE_ARENA_BYTES);
    enum ym_err err;

    assert(ok);
    err = json_intake_decode((struct ym_span){ (const char *)data, size }, &arena, &in, NULL);
    assert(err != YM_E_UNAVAILABLE);
    if (err == YM_E_OK) {
        assert(in.nparties >= 2);
        assert(in.nparties <= YM_SEATS_MAX);
        assert((in.reg.claimants & in.reg.respondents) == 0);
        assert(strlen(in.title.at) == in.title.n);
        for (size_t i = 0; i < in.nparties; i++)
            assert(strlen(in.parties[i].name.at) == in.parties[i].name.n);
    }
    examine((struct ym_span){ (const char *)data, size }, &arena, err);
    ym_arena_release(&arena);
    return 0;
}
