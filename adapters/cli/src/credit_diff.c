/* SPDX-License-Identifier: Apache-2.0 */
/* What differs from the month before: both sides come by party, and go on side by side. Only
 * numbers leave here, no party. */
#include <stdlib.h>
#include <string.h>

#include "credit_open.h"
#include "credit_weigh.h"
#include "crypto/crypto.h"

#define SMALL 50  /* points: a change below is small */
#define LARGE 200 /* from here on it is large */

/* The counts of a part begin with GAINED and stand in this order. */
enum change { GAINED, LOST, UP_SMALL, UP, UP_LARGE, DOWN_SMALL, DOWN, DOWN_LARGE, CHANGES, NONE };

_Static_assert(APP_CREDIT_N_PART_DOWN_LARGE - APP_CREDIT_N_PART_GAINED == CHANGES - 1,
               "the order of changes");
_Static_assert(APP_CREDIT_N_PERF_DOWN_LARGE - APP_CREDIT_N_PERF_GAINED == CHANGES - 1, "likewise");

/* A profile of the month before, as it is stored. */
struct old {
    unsigned char party[APP_CREDIT_PARTY_LEN];
    size_t at, n; /* its sealed bytes */
};

struct credit_diff {
    struct credit_weigher *w; /* not owned */
    size_t n, next;           /* of the page; the first that is not dealt with */
    bool is_last;             /* there is no page behind this one */
    struct pg_credit_browsing browsing;
    struct old olds[PG_CREDIT_PROFILES];
    struct ym_buf bytes;
    struct ym_arena arena;
};

struct credit_diff *credit_diff_new(void)
{
    struct credit_diff *d = calloc(1, sizeof(*d));

    if (d == NULL)
        return NULL;
    ym_buf_init(&d->bytes, CREDIT_STORE_BYTES_MAX);
    if (!ym_arena_init(&d->arena, JSON_PROFILE_ARENA_BYTES + CREDIT_OPEN_BYTES)) {
        credit_diff_free(d);
        return NULL;
    }
    return d;
}

void credit_diff_free(struct credit_diff *d)
{
    if (d == NULL)
        return;
    ym_buf_release(&d->bytes);
    ym_arena_release(&d->arena);
    free(d);
}

/* ---- Pages of the month before ---- */

static void on_row(void *arg, const struct app_credit_row *row)
{
    struct credit_diff *d = arg;
    struct old *old = &d->olds[d->n++];

    *old = (struct old){ .at = d->bytes.n, .n = row->sealed.n };
    memcpy(old->party, row->party, sizeof(old->party));
    ym_buf_add(&d->bytes, row->sealed);
}

void credit_diff_begin(struct credit_diff *d, struct credit_weigher *w)
{
    d->w = w;
    d->n = 0;
    d->next = 0;
    d->is_last = w->before.state == APP_CREDIT_NONE;
    d->browsing = (struct pg_credit_browsing){
        .run = &w->before, .bucket = w->bucket, .fn = on_row, .arg = d
    };
}

/* The next one of the month before; NULL: there is none, or *err says why. */
static const struct old *peek(struct credit_diff *d, enum ym_err *err, struct ym_error *reterr)
{
    const struct credit_weigher *w = d->w;

    if (d->next < d->n)
        return &d->olds[d->next];
    if (d->is_last)
        return NULL;
    d->n = 0;
    d->next = 0;
    ym_buf_clear(&d->bytes);
    *err = pg_credit_profiles(w->reading, &d->browsing, reterr);
    if (*err == YM_E_OK && !ym_buf_ok(&d->bytes))
        *err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for profiles");
    d->is_last = d->browsing.n < PG_CREDIT_PROFILES;
    return *err == YM_E_OK && d->n > 0 ? &d->olds[0] : NULL;
}

/* ---- Comparing ---- */

static enum change change_of(int16_t was, int16_t is)
{
    const int by = is - was;

    if (was < 0 || is < 0)
        return was < 0 ? (is < 0 ? NONE : GAINED) : LOST;
    if (by == 0)
        return NONE;
    if (by > 0)
        return by < SMALL ? UP_SMALL : by < LARGE ? UP : UP_LARGE;
    return -by < SMALL ? DOWN_SMALL : -by < LARGE ? DOWN : DOWN_LARGE;
}

static void count_part(struct credit_diff *d, enum app_credit_count first,
                       const struct ym_credit_part_sum *was, const struct ym_credit_part_sum *is)
{
    const enum change c = change_of(was->points, is->points);

    if (c != NONE)
        d->w->tally[(size_t)first + (size_t)c]++;
}

/* Kinds of habits are told by role and type instead. */
static bool is_same(const struct json_profile *a, const struct json_profile *b)
{
    for (int kind = 0; kind < YM_CREDIT_KIND_COUNT; kind++) {
        if (ym_credit_kind_part((enum ym_credit_kind)kind) != YM_CREDIT_PART_HABITS &&
            a->sum.n[kind] != b->sum.n[kind])
            return false;
    }
    for (int part = 0; part < YM_CREDIT_PART_COUNT; part++) {
        if (a->sum.parts[part].points != b->sum.parts[part].points ||
            a->sum.parts[part].counted != b->sum.parts[part].counted)
            return false;
    }
    return memcmp(a->sum.habits, b->sum.habits, sizeof(a->sum.habits)) == 0;
}

static enum ym_err compare(struct credit_diff *d, const struct old *old,
                           const struct json_profile *now, struct ym_error *reterr)
{
    struct app_credit_row row = { .month = d->w->before.month,
                                  .sealed = { d->bytes.at + old->at, old->n } };
    struct ym_span plain = { NULL, 0 };
    struct json_profile was;
    enum ym_err err;

    ym_arena_reset(&d->arena);
    memcpy(row.party, old->party, sizeof(row.party));
    err = credit_open(d->w->ground.secrets, d->w->compact, &row, &d->arena, &plain, reterr);
    if (err == YM_E_OK)
        err = json_profile_read(plain, &d->arena, &was, reterr);
    if (err != YM_E_OK)
        return err;
    d->w->tally[is_same(&was, now) ? APP_CREDIT_N_SAME : APP_CREDIT_N_CHANGED]++;
    count_part(d, APP_CREDIT_N_PART_GAINED, &was.sum.parts[YM_CREDIT_PART_PARTICIPATION],
               &now->sum.parts[YM_CREDIT_PART_PARTICIPATION]);
    count_part(d, APP_CREDIT_N_PERF_GAINED, &was.sum.parts[YM_CREDIT_PART_PERFORMANCE],
               &now->sum.parts[YM_CREDIT_PART_PERFORMANCE]);
    return YM_E_OK;
}

enum ym_err credit_diff_take(struct credit_diff *d, const unsigned char *party,
                             const struct json_profile *now, struct ym_error *reterr)
{
    enum ym_err err = YM_E_OK;
    const struct old *old = peek(d, &err, reterr);

    while (old != NULL && (party == NULL || memcmp(old->party, party, APP_CREDIT_PARTY_LEN) < 0)) {
        d->w->tally[APP_CREDIT_N_GONE]++;
        d->next++;
        old = peek(d, &err, reterr);
    }
    if (err != YM_E_OK || party == NULL)
        return err;
    if (old == NULL || memcmp(old->party, party, APP_CREDIT_PARTY_LEN) != 0) {
        d->w->tally[APP_CREDIT_N_NEW]++;
        return YM_E_OK;
    }
    d->next++;
    return compare(d, old, now, reterr);
}
