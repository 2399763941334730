/* SPDX-License-Identifier: Apache-2.0 */
#include "app/work.h"

#include <assert.h>

struct clock_row {
    enum app_work work;
    const char *deadline;
    uint32_t roles;
};

static const struct clock_row rows[] = {
#define X(work, deadline, roles) { APP_WORK_##work, deadline, (roles) | APP_WORK_WATCHERS },
    APP_WORK_CLOCKS(X)
#undef X
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

const struct ym_word *app_work_word(enum app_work work)
{
    static const struct ym_word words[APP_WORK_COUNT] = {
#define X(name, code, zh, en) { code, zh, en },
        APP_WORKS(X)
#undef X
    };

    assert(work < APP_WORK_COUNT);
    return &words[work];
}

bool app_work_find(struct ym_span code, enum app_work *ret)
{
    for (int i = 0; i < APP_WORK_COUNT; i++) {
        if (!ym_span_is(code, ym_span_of(app_work_word((enum app_work)i)->code)))
            continue;
        *ret = (enum app_work)i;
        return true;
    }
    return false;
}

static bool is_for(const struct clock_row *row, enum app_work work, enum ym_role role)
{
    return row->work == work && (row->roles >> role & 1U) != 0;
}

bool app_work_is_for(enum app_work work, enum ym_role role)
{
    if (ym_role_relation(role) == YM_REL_SEAT)
        return false;
    if (work == APP_WORK_OVERDUE || work == APP_WORK_STALLED)
        return true;
    for (size_t i = 0; i < ROWS; i++) {
        if (is_for(&rows[i], work, role))
            return true;
    }
    return false;
}

static void add_clock(const struct ym_procedures *all, const char *name,
                      struct app_work_clocks *ret)
{
    for (uint16_t number = 1; number <= YM_PROCEDURES_MAX; number++) {
        const struct ym_procedure *p = ym_procedures_get(all, number);
        const int deadline = p == NULL ? -1 : ym_procedure_deadline(p, ym_span_of(name));

        if (deadline < 0)
            continue;
        assert(ret->n < APP_WORK_CLOCKS_MAX);
        ret->at[ret->n++] = (struct app_work_clock){ number, (uint8_t)deadline };
    }
}

void app_work_clocks_of(const struct ym_procedures *all, enum app_work work, enum ym_role role,
                        struct app_work_clocks *ret)
{
    ret->n = 0;
    for (size_t i = 0; i < ROWS; i++) {
        if (is_for(&rows[i], work, role))
            add_clock(all, rows[i].deadline, ret);
    }
}

void app_work_ask(const struct ym_procedures *all, enum app_work work, enum ym_role role,
                  ym_usec now, int32_t stalled, struct app_work_question *ret)
{
    *ret = (struct app_work_question){
        .work = work,
        .filter = { .colour = APP_ANY,
                    .stage = APP_ANY,
                    .type = APP_ANY,
                    .is_open = APP_ANY,
                    .channel = APP_ANY,
                    .now = now,
                    .limit = APP_PAGE_MAX },
        .quiet_since = now - stalled * YM_USEC_PER_DAY,
    };
    app_work_clocks_of(all, work, role, &ret->clocks);
}
