/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "reconcile_private.h"

static struct found *find_room(struct exchange_reconcile *r)
{
    assert(r->nfound < UNACK_PAGE);
    return &r->found[r->nfound++];
}

static void set_side(char side[SIDE_MAX], struct ym_span state, struct ym_span number)
{
    (void)snprintf(side, SIDE_MAX, "%.*s%s%.*s", (int)state.n, state.n > 0 ? state.at : "",
                   state.n > 0 && number.n > 0 ? ", " : "", (int)number.n,
                   number.n > 0 ? number.at : "");
}

struct found *found_difference(struct exchange_reconcile *r, struct ym_id dispute, uint8_t kind,
                               uint8_t what)
{
    struct found *f = find_room(r);

    memset(f, 0, sizeof(*f));
    f->row = (struct app_discrepancy){
        .dispute = dispute,
        .bucket = dispute.v != 0 ? ym_id_bucket(dispute)
                                 : (uint32_t)((uint64_t)r->partner.id % YM_BUCKETS),
        .partner = r->partner.id,
        .kind = kind,
        .what = what,
        .since = r->run_at,
        .settled_at = YM_USEC_NONE,
    };
    r->counts.found[what]++;
    return f;
}

/* The standing of one kind against their row of it (NULL: none). */
void found_judge(struct exchange_reconcile *r, struct ym_id dispute,
                 const struct exchange_standing *s, struct theirs_row *row)
{
    struct found *f;
    bool is_same;

    if (row == NULL) {
        f = found_difference(r, dispute, s->kind, APP_DISCREPANCY_MISSING_THERE);
        set_side(f->ours, s->state, s->case_number);
        return;
    }
    row->is_seen = true;
    is_same = (s->state.n == 0 || ym_span_is(s->state, ym_span_of(row->state))) &&
              (s->case_number.n == 0 || ym_span_is(s->case_number, ym_span_of(row->case_number)));
    if (is_same)
        return;
    f = found_difference(r, dispute, s->kind, APP_DISCREPANCY_DIFFERS);
    set_side(f->ours, s->state, s->case_number);
    set_side(f->theirs, ym_span_of(row->state), ym_span_of(row->case_number));
    memcpy(f->ref, row->ref, sizeof(f->ref));
}

void found_not_here(struct exchange_reconcile *r, struct theirs_row *row, const char *ours)
{
    struct found *f = found_difference(r, row->dispute, row->kind, APP_DISCREPANCY_MISSING_HERE);

    row->is_seen = true;
    (void)snprintf(f->ours, sizeof(f->ours), "%s", ours);
    set_side(f->theirs, ym_span_of(row->state), ym_span_of(row->case_number));
    memcpy(f->ref, row->ref, sizeof(f->ref));
}
