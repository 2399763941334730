/* SPDX-License-Identifier: Apache-2.0 */
#include "report_seal.h"

void report_add_number(struct ym_sha256 *s, int64_t v)
{
    unsigned char be[8];

    for (int i = 0; i < 8; i++)
        be[i] = (unsigned char)((uint64_t)v >> (56 - 8 * i));
    ym_sha256_add(s, be, sizeof(be));
}

bool report_seal_is_known(const struct pg_month *m)
{
    return m->seal >= REPORT_SEAL_FIRST && m->seal <= REPORT_SEAL;
}

static void add_text(struct ym_sha256 *s, struct ym_span text)
{
    report_add_number(s, (int64_t)text.n);
    ym_sha256_add(s, text.at, text.n);
}

/* What form 2 has beside the first one. */
static void add_circumstances(struct ym_sha256 *s, const struct app_month *m)
{
    report_add_number(s, m->begun_at);
    report_add_number(s, m->frozen_at);
    report_add_number(s, m->known);
    report_add_number(s, m->disputes);
    report_add_number(s, m->events);
    report_add_number(s, m->facts);
    add_text(s, m->by);
    add_text(s, m->reason);
}

void report_seal_begin(struct ym_sha256 *s, const struct pg_month *m, const unsigned char facts[32])
{
    static const struct ym_span form = { "yima month 2\n", 13 };
    static const unsigned char none[32] = { 0 };

    ym_sha256_begin(s);
    if (m->seal != REPORT_SEAL_FIRST)
        ym_sha256_add(s, form.at, form.n);
    ym_sha256_add(s, m->has_previous ? m->m.previous : none, 32);
    report_add_number(s, m->m.month);
    report_add_number(s, m->m.revision);
    ym_sha256_add(s, m->procedures, 32);
    ym_sha256_add(s, m->calendar, 32);
    ym_sha256_add(s, facts, 32);
    if (m->seal != REPORT_SEAL_FIRST)
        add_circumstances(s, &m->m);
}

void report_seal_add(struct ym_sha256 *s, uint8_t scope, int64_t of, const unsigned char sha256[32])
{
    report_add_number(s, scope);
    report_add_number(s, of);
    ym_sha256_add(s, sha256, 32);
}
