/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/points.h"

static const struct ym_word bases[YM_POINTS_BASIS_COUNT] = {
#define X(name, code, zh, en) [YM_POINTS_##name] = { code, zh, en },
    YM_POINTS_BASES(X)
#undef X
};

const struct ym_word *ym_points_word(enum ym_points_basis basis)
{
    assert(basis < YM_POINTS_BASIS_COUNT);
    return &bases[basis];
}

int ym_points_find(struct ym_span code)
{
    for (int i = 0; i < YM_POINTS_BASIS_COUNT; i++) {
        if (ym_span_is(code, ym_span_of(bases[i].code)))
            return i;
    }
    return -1;
}

static bool fits(const struct ym_points_rule *r, const struct ym_month_fact *f)
{
    const bool is_settled = f->n[YM_FIGURE_SETTLED] > 0;
    const bool holds[YM_POINTS_BASIS_COUNT] = {
        [YM_POINTS_WRITTEN] = f->written > 0,
        [YM_POINTS_ORAL] = f->oral > 0,
        [YM_POINTS_SETTLED] = is_settled,
        [YM_POINTS_AMOUNT] = is_settled && f->amount_fen >= r->least,
        [YM_POINTS_SESSIONS] = is_settled && f->sessions >= r->least,
        [YM_POINTS_CONFIRMED] = f->n[YM_FIGURE_CONFIRMED] > 0,
        [YM_POINTS_PERFORMED] = f->due > 0 && f->performed + f->performed_late == f->due,
        [YM_POINTS_MANUAL] = false, /* a person puts it forward */
    };

    assert(r->basis < YM_POINTS_BASIS_COUNT);
    return holds[r->basis] && (r->types == 0 || (r->types >> f->type & 1U) != 0);
}

size_t ym_points_of(const struct ym_points_table *table, const struct ym_month_fact *f,
                    const struct ym_points_rule *ret[YM_POINTS_GROUPS_MAX])
{
    uint32_t taken = 0; /* groups */
    size_t n = 0;

    if (f->mediator == 0 || (table->bodies >> f->body_kind & 1U) == 0)
        return 0;
    for (size_t i = 0; i < table->n; i++) {
        const struct ym_points_rule *r = &table->rules[i];
        const uint32_t group = UINT32_C(1) << r->group;

        assert(r->group >= 1 && r->group <= YM_POINTS_GROUPS_MAX);
        if ((taken & group) != 0 || !fits(r, f))
            continue;
        taken |= group;
        ret[n++] = r;
    }
    return n;
}

const struct ym_points_rule *ym_points_manual(const struct ym_points_table *table,
                                              struct ym_span code)
{
    for (size_t i = 0; i < table->n; i++) {
        if (table->rules[i].basis == YM_POINTS_MANUAL && ym_span_is(table->rules[i].code, code))
            return &table->rules[i];
    }
    return NULL;
}

bool ym_points_holds(const struct ym_points_table *table, ym_day day)
{
    return table->valid_from <= day &&
           (table->valid_until == YM_DAY_NONE || day <= table->valid_until);
}
