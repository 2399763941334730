/* SPDX-License-Identifier: Apache-2.0 */
/* Objections of the parties of one bucket. */
#include <stdlib.h>
#include <string.h>

#include "credit_weigh.h"

#define FLAGS_FIRST 64 /* for so many there is room at first */

/* To which item of whom an objection is. */
struct key {
    unsigned char party[APP_CREDIT_PARTY_LEN];
    struct ym_id dispute;
};

struct credit_flags {
    size_t n, cap;
    struct key *keys;          /* n of them, ascending */
    struct ym_credit_flag *at; /* likewise, side by side with them */
    bool is_short;             /* of memory */
};

struct credit_flags *credit_flags_new(void)
{
    return calloc(1, sizeof(struct credit_flags));
}

void credit_flags_free(struct credit_flags *f)
{
    if (f == NULL)
        return;
    free(f->keys);
    free(f->at);
    free(f);
}

static int compare(const struct key *a, const struct key *b)
{
    const int c = memcmp(a->party, b->party, sizeof(a->party));

    if (c != 0)
        return c;
    return (a->dispute.v > b->dispute.v) - (a->dispute.v < b->dispute.v);
}

static bool grow(struct credit_flags *f)
{
    const size_t cap = f->cap == 0 ? FLAGS_FIRST : 2 * f->cap;
    struct key *keys = realloc(f->keys, cap * sizeof(*keys));
    struct ym_credit_flag *at;

    if (keys == NULL)
        return false;
    f->keys = keys;
    at = realloc(f->at, cap * sizeof(*at));
    if (at == NULL)
        return false;
    f->at = at;
    f->cap = cap;
    return true;
}

static void on_flag(void *arg, const unsigned char party[APP_CREDIT_PARTY_LEN],
                    struct ym_id dispute, const struct ym_credit_flag *flag)
{
    struct credit_flags *f = arg;

    f->is_short = f->is_short || (f->n == f->cap && !grow(f));
    if (f->is_short)
        return;
    f->keys[f->n] = (struct key){ .dispute = dispute };
    memcpy(f->keys[f->n].party, party, APP_CREDIT_PARTY_LEN);
    f->at[f->n++] = *flag;
}

enum ym_err credit_flags_read(struct credit_flags *f, struct ym_conn *c, uint32_t bucket,
                              ym_usec at, struct ym_error *reterr)
{
    enum ym_err err;

    f->n = 0;
    f->is_short = false;
    err = pg_credit_flags(c, bucket, at, on_flag, f, reterr);
    if (err == YM_E_OK && f->is_short)
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for objections");
    return err;
}

size_t credit_flags_of(const struct credit_flags *f,
                       const unsigned char party[APP_CREDIT_PARTY_LEN], struct ym_id dispute,
                       const struct ym_credit_flag **ret)
{
    struct key key = { .dispute = dispute };
    size_t lo = 0;
    size_t hi = f->n;
    size_t n = 0;

    memcpy(key.party, party, APP_CREDIT_PARTY_LEN);
    while (lo < hi) {
        const size_t at = lo + (hi - lo) / 2;

        if (compare(&f->keys[at], &key) < 0)
            lo = at + 1;
        else
            hi = at;
    }
    while (lo + n < f->n && n < YM_CREDIT_FLAGS_MAX && compare(&f->keys[lo + n], &key) == 0)
        n++;
    *ret = f->at + lo;
    return n;
}
