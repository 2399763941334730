/* SPDX-License-Identifier: Apache-2.0 */
#include "report_seal.h"

void report_add_number(struct ym_sha256 *s, int64_t v)
{
    unsigned char be[8];

    for (int i = 0; i < 8; i++)
        be[i] = (unsigned char)((uint64_t)v >> (56 - 8 * i));
    ym_sha256_add(s, be, sizeof(be));
}

void report_seal_begin(struct ym_sha256 *s, const struct pg_month *m, const unsigned char facts[32])
{
    ym_sha256_begin(s);
    ym_sha256_add(s, m->m.previous, 32);
    report_add_number(s, m->m.month);
    report_add_number(s, m->m.revision);
    ym_sha256_add(s, m->procedures, 32);
    ym_sha256_add(s, m->calendar, 32);
    ym_sha256_add(s, facts, 32);
}

void report_seal_add(struct ym_sha256 *s, uint8_t scope, int64_t of, const unsigned char sha256[32])
{
    report_add_number(s, scope);
    report_add_number(s, of);
    ym_sha256_add(s, sha256, 32);
}
