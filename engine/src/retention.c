/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/retention.h"

#define MONTHS_OF_A_YEAR 12

const struct ym_retention_rule *ym_retention_find(const struct ym_retention *t, unsigned type)
{
    for (size_t i = 0; i + 1 < t->nrules; i++) {
        if ((t->rules[i].types >> type & 1u) != 0)
            return &t->rules[i];
    }
    return &t->rules[t->nrules - 1];
}

ym_day ym_retention_last(const struct ym_retention_rule *rule, ym_day ended)
{
    return ym_day_plus_months(ended, (int64_t)MONTHS_OF_A_YEAR * rule->years);
}

bool ym_retention_is_over(const struct ym_retention_rule *rule, ym_day ended, ym_day today)
{
    return ended != YM_DAY_NONE && today != YM_DAY_NONE && ym_retention_last(rule, ended) < today;
}
