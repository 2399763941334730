/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/dispute.h"

enum ym_risk ym_risk_level(const struct ym_risk_table *t, enum ym_type type, uint8_t harm,
                           uint8_t urgency, uint8_t scope)
{
    int sum;

    assert(type < YM_TYPE_COUNT);
    assert(harm <= 3);
    assert(urgency <= 3);
    assert(scope <= 3);
    sum = t->type[type] + t->harm[harm] + t->urgency[urgency] + t->scope[scope];
    for (int level = YM_RISK_LOW; level < YM_RISK_CRITICAL; level++)
        if (sum < t->until[level])
            return (enum ym_risk)level;
    return YM_RISK_CRITICAL;
}
