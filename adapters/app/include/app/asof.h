/* SPDX-License-Identifier: Apache-2.0 */
/* A dispute as it stood at an instant: the fold of its events until then, and no others.
 *
 * Nothing is stored for it. A dispute is what its events make of it, so its past is what a prefix
 * of them makes of it; whoever goes on to the last event can prove that this prefix is one of the
 * history whose chain and state are stored. Words that stand beside the events (title, names,
 * telephone numbers) are those of today: what they were is not kept.
 *
 * Who may look is asked of the dispute as it stands today. */
#ifndef YM_APP_ASOF_H
#define YM_APP_ASOF_H

#include "app/gate.h"
#include "app/query.h"

struct app_asof {
    ym_usec at;                /* events at this instant count, too */
    struct ym_dispute dispute; /* version 0: it was not registered yet; its head is that of then */
    ym_usec changed_at;        /* time of the last event until then */
    bool is_over;              /* an event of later was met: nothing more belongs to that time */
};

/* Read an instant: RFC 3339 with its zone, or a day "2026-11-22", which is its end in Shanghai, and
 * today, which is now. INVALID: it is neither; UNPROCESSABLE: it lies in the future. */
__attribute__((warn_unused_result)) enum ym_err
app_asof_read(struct ym_span text, ym_usec now, ym_usec *ret, struct ym_error *reterr);

void app_asof_begin(struct app_asof *a, ym_usec at); /* no event has been taken */

/* Take the next event of the history, in order from the first. folded: the dispute with it; hash:
 * its own, 32 bytes. */
void app_asof_take(struct app_asof *a, const struct ym_dispute *folded, ym_usec event_at,
                   const unsigned char hash[32]);

/* NOT_FOUND when the dispute was not registered yet. Ask when the history has been read. */
__attribute__((warn_unused_result)) enum ym_err app_asof_check(const struct app_asof *a,
                                                               struct ym_error *reterr);

/* The view of then. now: what may be seen today, whose words and names it borrows; who had it then
 * is named by d (NULL: only where it is the same as now). The code is none: the one that is in
 * force today opens the dispute of today. Pre: app_asof_check() says OK, and the procedure of then
 * is known. */
struct app_view app_asof_view(const struct app_asof *a, const struct ym_procedure *p,
                              struct app_directory *d, const struct app_view *now);

#endif
