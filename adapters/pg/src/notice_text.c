/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "pg/notice.h"

#define FROM_CHARS 16
#define DUE_AT     (FROM_CHARS + 3) /* behind who, a blank, a letter and a blank */
#define DUE_CHARS  18               /* of a time at most: some 30,000 years */

void pg_notice_write(const struct pg_notice_text *n, char ret[PG_NOTICE_TEXT_MAX])
{
    const int w = snprintf(ret, PG_NOTICE_TEXT_MAX, "%016llx %c ", (unsigned long long)n->from,
                           (char)n->what);
    char *at = ret + w;

    if (n->due == YM_USEC_NONE || n->due < 0)
        (void)snprintf(at, PG_NOTICE_TEXT_MAX - (size_t)w, "-");
    else
        (void)snprintf(at, PG_NOTICE_TEXT_MAX - (size_t)w, "%lld", (long long)n->due);
}

static bool read_from(const char *at, uint64_t *ret)
{
    static const char digits[] = "0123456789abcdef";

    *ret = 0;
    for (size_t i = 0; i < FROM_CHARS; i++) {
        const char *digit = at[i] != '\0' ? strchr(digits, at[i]) : NULL;

        if (digit == NULL)
            return false;
        *ret = *ret << 4 | (uint64_t)(digit - digits);
    }
    return true;
}

static bool read_due(struct ym_span text, ym_usec *ret)
{
    *ret = YM_USEC_NONE;
    if (text.n == 1 && text.at[0] == '-')
        return true;
    if (text.n == 0 || text.n > DUE_CHARS)
        return false;
    *ret = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        *ret = *ret * 10 + (text.at[i] - '0');
    }
    return true;
}

bool pg_notice_read(struct ym_span text, struct pg_notice_text *ret)
{
    char what;

    if (text.n <= DUE_AT || text.at[FROM_CHARS] != ' ' || text.at[DUE_AT - 1] != ' ')
        return false;
    what = text.at[FROM_CHARS + 1];
    if (what != PG_NOTICE_BEAT && what != PG_NOTICE_CHANGES && what != PG_NOTICE_RULES)
        return false;
    ret->what = (enum pg_notice_what)what;
    return read_from(text.at, &ret->from) &&
           read_due((struct ym_span){ text.at + DUE_AT, text.n - DUE_AT }, &ret->due);
}
