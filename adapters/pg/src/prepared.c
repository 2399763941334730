/* SPDX-License-Identifier: Apache-2.0 */
#include "prepared.h"

#include <stdint.h>
#include <string.h>

/* The slot that holds name, or the free one where it belongs. FNV-1a, linear probing. */
static size_t slot(const struct ym_prepared *p, const char *name)
{
    uint32_t hash = 2166136261U;

    for (const char *at = name; *at != '\0'; at++)
        hash = (hash ^ (unsigned char)*at) * 16777619U;
    for (size_t i = hash % YM_PREPARED_SLOTS;; i = (i + 1) % YM_PREPARED_SLOTS)
        if (p->name[i] == NULL || p->name[i] == name || strcmp(p->name[i], name) == 0)
            return i;
}

bool ym_prepared_has(const struct ym_prepared *p, const char *name)
{
    return p->name[slot(p, name)] != NULL;
}

bool ym_prepared_add(struct ym_prepared *p, const char *name)
{
    if (p->n == YM_LINK_PREPARED_MAX)
        return false;
    p->name[slot(p, name)] = name;
    p->n++;
    return true;
}

void ym_prepared_clear(struct ym_prepared *p)
{
    memset(p, 0, sizeof(*p));
}
