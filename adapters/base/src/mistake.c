/* SPDX-License-Identifier: Apache-2.0 */
#include "base/mistake.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

void ym_mistakes_clear(struct ym_mistakes *f)
{
    if (f == NULL)
        return;
    f->n = 0;
    f->is_cut = false;
}

static bool has(const struct ym_mistakes *f, const char *place)
{
    for (size_t i = 0; i < f->n; i++) {
        if (strncmp(f->at[i].place, place, YM_MISTAKE_PLACE_MAX - 1) == 0)
            return true;
    }
    return false;
}

struct ym_mistake *ym_mistakes_add(struct ym_mistakes *f, const char *place, const char *code,
                                   const char *text)
{
    struct ym_mistake *mistake;

    assert(code != NULL);
    if (f == NULL || has(f, place))
        return NULL;
    if (f->n == YM_MISTAKES_MAX) {
        f->is_cut = true;
        return NULL;
    }
    mistake = &f->at[f->n++];
    (void)snprintf(mistake->place, sizeof(mistake->place), "%s", place);
    (void)snprintf(mistake->text, sizeof(mistake->text), "%s", text);
    mistake->code = code;
    mistake->vocabulary = YM_MISTAKE_NO_VOCABULARY;
    return mistake;
}

bool ym_mistakes_touch(const struct ym_mistakes *f, const char *place)
{
    const size_t n = strlen(place);

    for (size_t i = 0; i < f->n; i++) {
        const char *at = f->at[i].place;

        if (strncmp(at, place, n) == 0 && (at[n] == '\0' || at[n] == '/'))
            return true;
    }
    return false;
}
