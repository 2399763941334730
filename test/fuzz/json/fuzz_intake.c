/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever is accepted has two sides, and texts that end where they say. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "json/intake.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
    ym_arena_release(&arena);
    return 0;
}
