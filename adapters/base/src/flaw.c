/* SPDX-License-Identifier: Apache-2.0 */
#include "base/flaw.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

void ym_flaws_clear(struct ym_flaws *f)
{
    if (f == NULL)
        return;
    f->n = 0;
    f->is_cut = false;
}

static bool has(const struct ym_flaws *f, const char *place)
{
    for (size_t i = 0; i < f->n; i++) {
        if (strncmp(f->at[i].place, place, YM_FLAW_PLACE_MAX - 1) == 0)
            return true;
    }
    return false;
}

struct ym_flaw *ym_flaws_add(struct ym_flaws *f, const char *place, const char *code,
                             const char *text)
{
    struct ym_flaw *flaw;

    assert(code != NULL);
    if (f == NULL || has(f, place))
        return NULL;
    if (f->n == YM_FLAWS_MAX) {
        f->is_cut = true;
        return NULL;
    }
    flaw = &f->at[f->n++];
    (void)snprintf(flaw->place, sizeof(flaw->place), "%s", place);
    (void)snprintf(flaw->text, sizeof(flaw->text), "%s", text);
    flaw->code = code;
    flaw->vocabulary = YM_FLAW_NO_VOCABULARY;
    return flaw;
}

bool ym_flaws_touch(const struct ym_flaws *f, const char *place)
{
    const size_t n = strlen(place);

    for (size_t i = 0; i < f->n; i++) {
        const char *at = f->at[i].place;

        if (strncmp(at, place, n) == 0 && (at[n] == '\0' || at[n] == '/'))
            return true;
    }
    return false;
}
