/* SPDX-License-Identifier: Apache-2.0 */
/* Figures that are kept, and when they may be counted anew.
 *
 * A cut:  EMPTY ─asked, affordable─> COUNTING ─counted─> KEPT ─asked, affordable─> COUNTING …
 *
 * Whoever asks while a cut is being counted waits for that count. After each count the program owes
 * the database a multiple of its time without another one of its kind: counted anew, or first. */
#include "app/board.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "app/radar.h"
#include "yima/region.h"

struct waiter {
    struct waiter *next;
    app_boards_fn *done;
    void *arg;
};

struct kept {
    struct app_boards *boards;
    struct app_cut cut;
    struct app_board *board; /* NULL: nothing was counted yet */
    bool is_used, is_counting;
    bool is_first;                /* what is under way: nothing that could be shown was kept */
    int64_t asked_ms;             /* when it was asked for last */
    int64_t begun_ms;             /* when the count that is kept, or under way, began */
    int64_t since_ms;             /* when what is kept was counted */
    ym_usec as_of;                /* the same by the clock of the day */
    ym_usec counting_at;          /* when the count that is under way began */
    struct waiter *first, **last; /* who waits for the count */
};

struct app_boards {
    struct app_boards_config config;
    struct app_boards_gauges gauges;
    int64_t owed_until_ms[2]; /* by is_first */
    ym_usec tallied;
    struct kept kept[APP_BOARD_CUTS_MAX];
    struct waiter waiters[APP_BOARD_WAITING_MAX];
    struct waiter *free;
};

int64_t app_figure_open(const struct app_figure *t)
{
    int64_t n = 0;

    for (int c = 0; c < YM_COLOUR_COUNT; c++)
        n += t->open[c];
    return n;
}

/* ---- Cuts ---- */

static const struct app_cut nothing = { .region_lo = 1, .region_hi = 0 };

/* The narrower of a wish and a scope; false when they exclude each other. */
static bool narrow(int64_t scope, int64_t *wish)
{
    if (*wish != 0 && *wish != scope)
        return false;
    *wish = scope;
    return true;
}

void app_cut_make(const struct app_scope *scope, int64_t region, int64_t body, struct app_cut *ret)
{
    bool is_any = true;

    *ret = (struct app_cut){ .root = region, .body = body };
    ym_region_range(region, &ret->region_lo, &ret->region_hi);
    switch (scope->kind) {
    case APP_SCOPE_ALL:
        break;
    case APP_SCOPE_REGION:
        if (ret->root == 0 && ym_region_level(scope->lo) != 0)
            ret->root = scope->lo;
        if (scope->lo > ret->region_lo)
            ret->region_lo = scope->lo;
        if (scope->hi < ret->region_hi)
            ret->region_hi = scope->hi;
        is_any = ret->region_lo <= ret->region_hi;
        break;
    case APP_SCOPE_BODY:
        is_any = scope->lo != 0 && narrow(scope->lo, &ret->body);
        break;
    case APP_SCOPE_MEDIATOR:
        is_any = scope->lo != 0 && narrow(scope->lo, &ret->mediator);
        break;
    case APP_SCOPE_COURT:
        is_any = scope->lo != 0 && narrow(scope->lo, &ret->court);
        break;
    case APP_SCOPE_NOTHING:
    case APP_SCOPE_DISPUTE:
        is_any = false;
        break;
    }
    if (!is_any)
        *ret = nothing;
}

static bool is_same(const struct app_cut *a, const struct app_cut *b)
{
    return a->region_lo == b->region_lo && a->region_hi == b->region_hi && a->root == b->root &&
           a->body == b->body && a->mediator == b->mediator && a->court == b->court;
}

ym_usec app_board_risk(const struct ym_calendar *cal, const struct ym_office *office, ym_usec now)
{
    return app_radar_horizon(cal, now,
                             (int)ym_office_value(office, YM_OFFICE_AT_RISK, ym_day_of(now)));
}

/* ---- Counting ---- */

static struct app_freshness freshness(const struct app_boards *b, const struct kept *k)
{
    const int64_t now = b->config.elapsed_ms(b->config.arg);
    int64_t next = k->begun_ms + APP_BOARD_MIN_MS;

    if (b->owed_until_ms[false] > next)
        next = b->owed_until_ms[false];
    return (struct app_freshness){ .as_of = k->as_of,
                                   .age_ms = now - k->since_ms,
                                   .next_ms = next > now ? next - now : 0 };
}

static void tell(struct kept *k, enum ym_err err)
{
    struct app_boards *b = k->boards;
    struct waiter *w = k->first;

    k->first = NULL;
    k->last = &k->first;
    while (w != NULL) {
        struct waiter *next = w->next;
        const struct waiter told = *w;
        const struct app_freshness fresh = freshness(b, k);

        w->next = b->free;
        b->free = w;
        b->gauges.waiting--;
        told.done(told.arg, err, err == YM_E_OK ? k->board : NULL, &fresh);
        w = next;
    }
}

static void keep(struct kept *k, const struct app_board *board)
{
    struct app_boards *b = k->boards;

    if (k->board == NULL)
        k->board = malloc(sizeof(*k->board));
    if (k->board == NULL)
        return;
    *k->board = *board;
    if (board->tallied > b->tallied)
        b->tallied = board->tallied;
}

static void owe(struct app_boards *b, bool is_first, int64_t now, int64_t cost)
{
    int64_t *until = &b->owed_until_ms[is_first];

    if (*until < now)
        *until = now;
    *until += cost * ((is_first ? APP_BOARD_FIRST_SHARE : APP_BOARD_SHARE) - 1);
}

static void on_counted(void *arg, enum ym_err err, const struct app_board *board)
{
    struct kept *k = arg;
    struct app_boards *b = k->boards;
    const int64_t now = b->config.elapsed_ms(b->config.arg);
    const int64_t cost = now > k->begun_ms ? now - k->begun_ms : 1;

    k->is_counting = false;
    owe(b, k->is_first, now, cost);
    b->gauges.spent_ms += (uint64_t)cost;
    if (err == YM_E_OK) {
        keep(k, board);
        if (k->board == NULL)
            err = YM_E_UNAVAILABLE;
    }
    if (err == YM_E_OK) {
        k->since_ms = k->begun_ms;
        k->as_of = k->counting_at;
    } else {
        b->gauges.failed++;
    }
    tell(k, err);
}

/* Is what is kept of another day, or from before the clock was set? */
static bool is_past(const struct app_boards *b, const struct kept *k)
{
    const ym_usec now = b->config.now(b->config.arg);

    return ym_day_of(k->as_of) != ym_day_of(now) || k->as_of > now;
}

static bool is_first(const struct app_boards *b, const struct kept *k)
{
    return k->board == NULL || is_past(b, k);
}

static void count(struct app_boards *b, struct kept *k)
{
    struct app_board_question q = { .cut = k->cut,
                                    .now = b->config.now(b->config.arg),
                                    .tallied = b->tallied,
                                    .procedures = b->config.procedures };

    q.risk = app_board_risk(b->config.calendar, b->config.office, q.now);
    k->is_counting = true;
    k->is_first = is_first(b, k);
    k->begun_ms = b->config.elapsed_ms(b->config.arg);
    k->counting_at = q.now;
    b->gauges.counted++;
    b->config.reader->ops->board(b->config.reader, &q, on_counted, k);
}

/* ---- Asking ---- */

/* Where this cut is kept, or the place that was asked for longest ago; NULL: all are counting. */
static struct kept *place_for(struct app_boards *b, const struct app_cut *cut)
{
    struct kept *oldest = NULL;

    for (size_t i = 0; i < APP_BOARD_CUTS_MAX; i++) {
        struct kept *k = &b->kept[i];

        if (k->is_used && is_same(&k->cut, cut))
            return k;
        if (!k->is_counting &&
            (oldest == NULL || !k->is_used || (oldest->is_used && k->asked_ms < oldest->asked_ms)))
            oldest = k;
    }
    if (oldest == NULL)
        return NULL;
    free(oldest->board);
    b->gauges.kept += !oldest->is_used;
    *oldest = (struct kept){ .boards = b, .cut = *cut, .is_used = true };
    oldest->last = &oldest->first;
    return oldest;
}

static bool may_count(const struct app_boards *b, const struct kept *k)
{
    const int64_t now = b->config.elapsed_ms(b->config.arg);

    if (is_first(b, k))
        return b->owed_until_ms[true] - now <= APP_BOARD_DEBT_MAX_MS;
    return now >= b->owed_until_ms[false] && now >= k->begun_ms + APP_BOARD_MIN_MS;
}

static void wait_for(struct app_boards *b, struct kept *k, app_boards_fn *done, void *arg)
{
    struct waiter *w = b->free;

    b->free = w->next;
    *w = (struct waiter){ .done = done, .arg = arg };
    *k->last = w;
    k->last = &w->next;
    b->gauges.waiting++;
    if (!k->is_counting)
        count(b, k);
}

void app_boards_ask(struct app_boards *b, const struct app_cut *cut, app_boards_fn *done, void *arg)
{
    struct kept *k = place_for(b, cut);
    const struct app_freshness none = { .as_of = YM_USEC_NONE };
    struct app_freshness fresh;

    b->gauges.asked++;
    if (k != NULL)
        k->asked_ms = b->config.elapsed_ms(b->config.arg);
    if (k != NULL && b->free != NULL && (k->is_counting || may_count(b, k))) {
        wait_for(b, k, done, arg);
    } else if (k != NULL && k->board != NULL) {
        fresh = freshness(b, k);
        done(arg, YM_E_OK, k->board, &fresh);
    } else {
        b->gauges.refused++;
        done(arg, YM_E_BUSY, NULL, &none);
    }
}

void app_boards_gauges_get(const struct app_boards *b, struct app_boards_gauges *ret)
{
    *ret = b->gauges;
}

/* ---- Life ---- */

struct app_boards *app_boards_new(const struct app_boards_config *config)
{
    struct app_boards *b = calloc(1, sizeof(*b));

    if (b == NULL)
        return NULL;
    b->config = *config;
    for (size_t i = 0; i < APP_BOARD_WAITING_MAX; i++) {
        b->waiters[i].next = b->free;
        b->free = &b->waiters[i];
    }
    return b;
}

void app_boards_free(struct app_boards *b)
{
    if (b == NULL)
        return;
    for (size_t i = 0; i < APP_BOARD_CUTS_MAX; i++)
        free(b->kept[i].board);
    free(b);
}
