/* SPDX-License-Identifier: Apache-2.0 */
#include "firing.h"

#include <string.h>

#include "yima/number.h"

/* ---- Others' commands go first ---- */

static uint64_t answered_to_others(const struct cli_firing *f)
{
    const struct app_tally *tally = app_tally(f->app);
    uint64_t n = 0;

    for (size_t kind = 0; kind < YM_CMD_COUNT; kind++) {
        for (size_t i = 0; kind != YM_CMD_EXPIRE && i < APP_OUTCOMES; i++)
            n += tally->n[kind][i];
    }
    return n;
}

/* Did a command of anybody else come lately? */
static bool are_others_here(struct cli_firing *f)
{
    const uint64_t now_ms = ym_loop_monotonic_ms(f->loop);
    const uint64_t n = answered_to_others(f);

    if (n != f->others || app_under_way(f->app) > f->under_way)
        f->others_at_ms = now_ms;
    f->others = n;
    return f->others_at_ms != 0 && now_ms - f->others_at_ms < CLI_FIRING_QUIET_MS;
}

static uint64_t rest_ms(struct cli_sweep *sweep)
{
    const uint64_t ms = CLI_FIRING_REST * (ym_loop_precise_us() - sweep->began_us) / 1000;

    if (!are_others_here(sweep->firing))
        return 0;
    if (ms < CLI_FIRING_REST_MIN)
        return CLI_FIRING_REST_MIN;
    return ms < CLI_FIRING_REST_MAX ? ms : CLI_FIRING_REST_MAX;
}

static void rest(struct cli_sweep *sweep, uint64_t ms)
{
    if (sweep->rest != NULL)
        ym_timer_start(sweep->rest, ms, 0);
}

static void portion_end(struct cli_sweep *sweep)
{
    const uint64_t ms = rest_ms(sweep);

    sweep->firing->rested_at_ms = ym_loop_monotonic_ms(sweep->firing->loop) + ms;
    rest(sweep, ms);
}

/* Does another link fire, or rest, and somebody else need the database? */
static bool must_wait(struct cli_firing *f)
{
    return are_others_here(f) &&
           (f->under_way > 0 || ym_loop_monotonic_ms(f->loop) < f->rested_at_ms);
}

static void shot_done(struct cli_shot *shot, bool is_gone)
{
    struct cli_sweep *sweep = shot->sweep;

    sweep->gone += is_gone ? 1 : 0;
    sweep->pending--;
    if (sweep->pending == 0)
        portion_end(sweep);
}

static void note_lateness(struct cli_firing *f, const struct pg_due_row *row)
{
    const ym_usec late = ym_clock_now(ym_loop_clock(f->loop)) - row->due;

    ym_histogram_observe(&f->lateness, &ym_scale_late_us, late > 0 ? (uint64_t)late : 0);
}

/* ---- What cannot be fired ---- */

static struct cli_broken *aside_of(struct cli_firing *f, struct ym_id dispute, uint8_t deadline)
{
    const uint64_t v = (uint64_t)dispute.v;

    return &f->asides[(v ^ v >> 17 ^ (uint64_t)deadline << 3) % CLI_BROKEN_MAX];
}

static bool is_it(const struct cli_broken *b, struct ym_id dispute, uint8_t deadline)
{
    return b->dispute.v == dispute.v && b->deadline == deadline;
}

/* Its row stays, since the deadline has passed and nothing was done; but it is tried more and more
 * rarely, until somebody has mended it. Two on one place only make each other be tried sooner.
 * True: the log has not said so for a day. */
static bool set_aside(struct cli_firing *f, struct ym_id dispute, uint8_t deadline)
{
    struct cli_broken *b = aside_of(f, dispute, deadline);
    const uint64_t now = ym_loop_monotonic_ms(f->loop);
    bool must_say;

    if (!is_it(b, dispute, deadline))
        *b = (struct cli_broken){ .dispute = dispute, .deadline = deadline };
    b->wait_ms = b->wait_ms == 0 ? CLI_BROKEN_MS_MIN : b->wait_ms * 2;
    if (b->wait_ms > CLI_BROKEN_MS_MAX)
        b->wait_ms = CLI_BROKEN_MS_MAX;
    b->next_ms = now + b->wait_ms;
    must_say = b->said_ms == 0 || now - b->said_ms >= CLI_BROKEN_SAY_MS;
    if (must_say)
        b->said_ms = now;
    return must_say;
}

static bool is_waiting(struct cli_firing *f, struct ym_id dispute, uint8_t deadline)
{
    const struct cli_broken *b = aside_of(f, dispute, deadline);

    return is_it(b, dispute, deadline) && ym_loop_monotonic_ms(f->loop) < b->next_ms;
}

static bool is_aside(struct cli_firing *f, const struct pg_due_row *row)
{
    return is_waiting(f, row->dispute, CLI_BROKEN_WHOLE) ||
           is_waiting(f, row->dispute, (uint8_t)row->deadline);
}

static void take_back(struct cli_firing *f, const struct pg_due_row *row)
{
    struct cli_broken *b = aside_of(f, row->dispute, (uint8_t)row->deadline);

    if (is_it(b, row->dispute, (uint8_t)row->deadline))
        *b = (struct cli_broken){ .dispute = { 0 } };
}

/* One that is not tried again for so long was moved or ended by somebody, or another node fires it.
 */
uint64_t cli_firing_refused(const struct cli_firing *f)
{
    const uint64_t now = ym_loop_monotonic_ms(f->loop);
    uint64_t n = 0;

    for (size_t i = 0; i < CLI_BROKEN_MAX; i++) {
        const struct cli_broken *b = &f->asides[i];

        if (b->dispute.v != 0 && b->deadline != CLI_BROKEN_WHOLE &&
            now < b->next_ms + CLI_BROKEN_MS_MAX)
            n++;
    }
    return n;
}

static void refused(struct cli_firing *f, const struct pg_due_row *row, const struct app_outcome *o)
{
    char number[YM_NUMBER_COMPACT_MAX];

    f->refused++;
    if (!set_aside(f, row->dispute, (uint8_t)row->deadline))
        return;
    ym_number_compact(row->dispute, number);
    ym_log(f->log, ERROR, "deadline refused", ym_log_text("dispute_id", number),
           ym_log_int("deadline", row->deadline), ym_log_int("rule", o->rule),
           ym_log_int("refusal", o->refusal));
}

/* A row whose dispute has no such clock is an orphan and is deleted. A rule that refuses leaves the
 * row, so that it is seen and comes again once the procedure or the calendar is mended. */
static void on_expired(void *arg, const struct app_outcome *o)
{
    struct cli_shot *shot = arg;
    struct cli_firing *f = shot->sweep->firing;
    bool is_gone = o->err == YM_E_OK;

    if (o->err == YM_E_OK) {
        f->fired++;
        note_lateness(f, shot->row);
        take_back(f, shot->row);
    } else if (o->err == YM_E_REFUSED && o->refusal == YM_REFUSAL_NO_DEADLINE) {
        pg_due_forget(f->store, shot->row, o->version);
        take_back(f, shot->row);
        is_gone = true;
    } else if (o->err == YM_E_REFUSED) {
        refused(f, shot->row, o);
    } else if (o->err == YM_E_INTERNAL) {
        f->broken++;
        (void)set_aside(f, shot->row->dispute, CLI_BROKEN_WHOLE);
    }
    shot_done(shot, is_gone);
}

static void on_shot(void *arg, const struct app_outcome *o)
{
    struct cli_shot *shot = arg;

    shot->sweep->firing->under_way--;
    on_expired(shot, o);
}

/* A clock that was set back since the rows were read has made this one a thing of the future. */
static void fire(struct cli_firing *f, struct cli_shot *shot, const struct pg_due_row *row)
{
    const ym_usec now = ym_clock_now(ym_loop_clock(f->loop));

    shot->row = row;
    if (row->due > now || is_aside(f, row)) {
        shot_done(shot, false);
        return;
    }
    shot->request = (struct app_request){
        .dispute = row->dispute,
        .cmd = { .kind = YM_CMD_EXPIRE,
                 .deadline = row->deadline,
                 .date = YM_DAY_NONE,
                 .at = now,
                 .by = { .role = YM_ROLE_CLOCK, .seat = YM_SEAT_NONE } },
    };
    if (app_submit(f->app, &shot->request, on_shot, shot))
        f->under_way++;
    else
        shot_done(shot, false);
}

static void fire_portion(struct cli_sweep *sweep)
{
    struct cli_firing *f = sweep->firing;

    if (must_wait(f)) {
        rest(sweep, CLI_FIRING_REST_MIN);
        return;
    }
    const size_t left = sweep->n - sweep->next;
    const size_t most = are_others_here(f) ? CLI_FIRING_PORTION : left;
    const size_t end = sweep->next + (left < most ? left : most);

    sweep->began_us = ym_loop_precise_us();
    sweep->pending = 1; /* for this loop, so that the portion ends after all were begun */
    while (sweep->next < end) {
        struct cli_shot *shot = &sweep->shots[sweep->next];

        shot->sweep = sweep;
        sweep->pending++;
        fire(f, shot, &sweep->rows[sweep->next++]);
    }
    sweep->pending--;
    if (sweep->pending == 0)
        portion_end(sweep);
}

static void on_rested(void *arg)
{
    struct cli_sweep *sweep = arg;

    if (sweep->next < sweep->n)
        fire_portion(sweep);
    else
        pg_due_resume(sweep->firing->store, sweep->link, sweep->gone);
}

static void on_due(void *arg, unsigned link, const struct pg_due_row *rows, size_t n)
{
    struct cli_firing *f = arg;
    struct cli_sweep *sweep = &f->sweeps[link];

    sweep->rows = rows;
    sweep->n = n;
    sweep->next = 0;
    sweep->gone = 0;
    fire_portion(sweep);
}

enum ym_err cli_firing_start(struct cli_firing *f, struct app *app, struct pg_store *store,
                             struct ym_loop *loop, struct ym_log *log, struct ym_error *reterr)
{
    memset(f, 0, sizeof(*f));
    f->app = app;
    f->store = store;
    f->loop = loop;
    f->log = log;
    for (unsigned i = 0; i < PG_STORE_LINKS_MAX; i++) {
        f->sweeps[i].firing = f;
        f->sweeps[i].link = i;
        f->sweeps[i].rest = ym_timer_new(loop, on_rested, &f->sweeps[i]);
        if (f->sweeps[i].rest == NULL) {
            cli_firing_stop(f);
            return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to watch the deadlines");
        }
    }
    pg_due_start(store, on_due, f);
    return YM_E_OK;
}

void cli_firing_stop(struct cli_firing *f)
{
    for (unsigned i = 0; i < PG_STORE_LINKS_MAX; i++) {
        ym_timer_free(f->sweeps[i].rest);
        f->sweeps[i].rest = NULL;
    }
}
