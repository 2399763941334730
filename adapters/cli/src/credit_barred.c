/* SPDX-License-Identifier: Apache-2.0 */
/* The parties of one bucket of whom no profile is drawn. */
#include <stdlib.h>
#include <string.h>

#include "credit_weigh.h"

#define BARRED_FIRST 16 /* for so many there is room at first */

struct credit_barred {
    size_t n, cap;
    unsigned char (*at)[APP_CREDIT_PARTY_LEN]; /* n of them, ascending */
    bool is_short;                             /* of memory */
};

struct credit_barred *credit_barred_new(void)
{
    return calloc(1, sizeof(struct credit_barred));
}

void credit_barred_free(struct credit_barred *b)
{
    if (b == NULL)
        return;
    free(b->at);
    free(b);
}

static bool grow(struct credit_barred *b)
{
    const size_t cap = b->cap == 0 ? BARRED_FIRST : 2 * b->cap;
    void *at = realloc(b->at, cap * sizeof(b->at[0]));

    if (at == NULL)
        return false;
    b->at = at;
    b->cap = cap;
    return true;
}

static void on_party(void *arg, const unsigned char party[APP_CREDIT_PARTY_LEN])
{
    struct credit_barred *b = arg;

    b->is_short = b->is_short || (b->n == b->cap && !grow(b));
    if (!b->is_short)
        memcpy(b->at[b->n++], party, APP_CREDIT_PARTY_LEN);
}

enum ym_err credit_barred_read(struct credit_barred *b, struct ym_conn *c, uint32_t bucket,
                               ym_day month, struct ym_error *reterr)
{
    enum ym_err err;

    b->n = 0;
    b->is_short = false;
    err = pg_credit_barred(c, bucket, month, on_party, b, reterr);
    if (err == YM_E_OK && b->is_short)
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for parties that are barred");
    return err;
}

static int compare(const void *a, const void *b)
{
    return memcmp(a, b, APP_CREDIT_PARTY_LEN);
}

bool credit_is_barred(const struct credit_barred *b,
                      const unsigned char party[APP_CREDIT_PARTY_LEN])
{
    return b->n > 0 && bsearch(party, b->at, b->n, sizeof(b->at[0]), compare) != NULL;
}
