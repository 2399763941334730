/* SPDX-License-Identifier: Apache-2.0 */
#include "firing.h"

#include <string.h>

#include "yima/number.h"

static void shot_done(struct cli_shot *shot, bool is_gone)
{
    struct cli_sweep *sweep = shot->sweep;

    sweep->gone += is_gone ? 1 : 0;
    sweep->pending--;
    if (sweep->pending == 0)
        pg_due_resume(sweep->firing->store, sweep->link, sweep->gone);
}

static void note_lateness(struct cli_firing *f, const struct pg_due_row *row)
{
    const ym_usec late = ym_clock_now(ym_loop_clock(f->loop)) - row->due;

    ym_histogram_observe(&f->lateness, &ym_scale_late_us, late > 0 ? (uint64_t)late : 0);
}

/* ---- Disputes that cannot be read ---- */

static struct cli_broken *aside_of(struct cli_firing *f, struct ym_id dispute)
{
    return &f->asides[((uint64_t)dispute.v ^ (uint64_t)dispute.v >> 17) % CLI_BROKEN_MAX];
}

/* Its row stays, since the deadline has passed and nothing was done; but it is tried more and more
 * rarely, until somebody has mended it. Two on one place only make each other be tried sooner. */
static void set_aside(struct cli_firing *f, struct ym_id dispute)
{
    struct cli_broken *b = aside_of(f, dispute);
    const bool is_known = b->dispute.v == dispute.v;

    b->dispute = dispute;
    b->wait_ms = is_known ? b->wait_ms * 2 : CLI_BROKEN_MS_MIN;
    if (b->wait_ms > CLI_BROKEN_MS_MAX)
        b->wait_ms = CLI_BROKEN_MS_MAX;
    b->next_ms = ym_loop_monotonic_ms(f->loop) + b->wait_ms;
    f->broken++;
}

static bool is_aside(struct cli_firing *f, struct ym_id dispute)
{
    const struct cli_broken *b = aside_of(f, dispute);

    return b->dispute.v == dispute.v && ym_loop_monotonic_ms(f->loop) < b->next_ms;
}

/* A row whose dispute has no such clock is an orphan and is deleted. A rule that refuses leaves the
 * row, so that it is seen and comes again once the procedure or the calendar is mended. */
static void on_expired(void *arg, const struct app_outcome *o)
{
    struct cli_shot *shot = arg;
    struct cli_firing *f = shot->sweep->firing;
    bool is_gone = o->err == YM_E_OK;
    char number[YM_NUMBER_COMPACT_MAX];

    if (o->err == YM_E_OK) {
        f->fired++;
        note_lateness(f, shot->row);
    } else if (o->err == YM_E_REFUSED && o->refusal == YM_REFUSAL_NO_DEADLINE) {
        pg_due_forget(f->store, shot->row, o->version);
        is_gone = true;
    } else if (o->err == YM_E_REFUSED) {
        f->refused++;
        ym_number_compact(shot->row->dispute, number);
        ym_log(f->log, ERROR, "deadline refused", ym_log_text("dispute_id", number),
               ym_log_int("deadline", shot->row->deadline), ym_log_int("rule", o->rule),
               ym_log_int("refusal", o->refusal));
    } else if (o->err == YM_E_INTERNAL) {
        set_aside(f, shot->row->dispute);
    }
    shot_done(shot, is_gone);
}

static void fire(struct cli_firing *f, struct cli_shot *shot, const struct pg_due_row *row)
{
    shot->row = row;
    if (is_aside(f, row->dispute)) {
        shot_done(shot, false);
        return;
    }
    shot->request = (struct app_request){
        .dispute = row->dispute,
        .cmd = { .kind = YM_CMD_EXPIRE,
                 .deadline = row->deadline,
                 .date = YM_DAY_NONE,
                 .at = ym_clock_now(ym_loop_clock(f->loop)),
                 .by = { .role = YM_ROLE_CLOCK, .seat = YM_SEAT_NONE } },
    };
    if (!app_submit(f->app, &shot->request, on_expired, shot))
        shot_done(shot, false);
}

static void on_due(void *arg, unsigned link, const struct pg_due_row *rows, size_t n)
{
    struct cli_firing *f = arg;
    struct cli_sweep *sweep = &f->sweeps[link];

    sweep->gone = 0;
    sweep->pending = n + 1; /* one for this loop, so that it ends after all were started */
    for (size_t i = 0; i < n; i++) {
        sweep->shots[i].sweep = sweep;
        fire(f, &sweep->shots[i], &rows[i]);
    }
    sweep->pending--;
    if (sweep->pending == 0)
        pg_due_resume(f->store, link, sweep->gone);
}

void cli_firing_start(struct cli_firing *f, struct app *app, struct pg_store *store,
                      struct ym_loop *loop, struct ym_log *log)
{
    memset(f, 0, sizeof(*f));
    f->app = app;
    f->store = store;
    f->loop = loop;
    f->log = log;
    for (unsigned i = 0; i < PG_STORE_LINKS_MAX; i++) {
        f->sweeps[i].firing = f;
        f->sweeps[i].link = i;
    }
    pg_due_start(store, on_due, f);
}
