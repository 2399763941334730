/* SPDX-License-Identifier: Apache-2.0 */
/* Keys stand in byte order; adapters/json/src/event.c reads them back. */
#include "yima/canon.h"

#include "text.h"

static void open_object(struct ym_text *w)
{
    ym_text_add(w, YM_SPAN("{"));
    w->first = true;
}

static void close_object(struct ym_text *w)
{
    ym_text_add(w, YM_SPAN("}"));
    w->first = false;
}

static void put_actor(struct ym_text *w, const struct ym_actor *a)
{
    ym_text_key(w, "by");
    open_object(w);
    ym_text_member_id_set(w, "body", a->body);
    ym_text_member_id_set(w, "region", a->region);
    ym_text_member_word(w, "role", ym_word(YM_VOCAB_ROLE, a->role)->code);
    if (a->seat != YM_SEAT_NONE)
        ym_text_member_u64(w, "seat", a->seat);
    ym_text_member_id_set(w, "staff", a->staff);
    close_object(w);
}

/* A clock that runs has last, one that stands still has left, one that is gone has neither. */
static void put_clocks(struct ym_text *w, const struct ym_event *ev)
{
    if (ev->nclocks == 0)
        return;
    ym_text_key(w, "clocks");
    ym_text_add(w, YM_SPAN("["));
    for (int i = 0; i < ev->nclocks; i++) {
        const struct ym_clock *k = &ev->clocks[i];

        if (i > 0)
            ym_text_add(w, YM_SPAN(","));
        open_object(w);
        ym_text_member_u64(w, "deadline", k->deadline);
        ym_text_member_day_set(w, "last", k->last);
        if (k->left >= 0)
            ym_text_member_u64(w, "left", (uint64_t)k->left);
        ym_text_member_signed_set(w, "moved", k->moved);
        close_object(w);
    }
    ym_text_add(w, YM_SPAN("]"));
    w->first = false;
}

static void put_registration(struct ym_text *w, const struct ym_command *c)
{
    const struct ym_registration *r = &c->reg;

    if (c->kind != YM_CMD_REGISTER && c->kind != YM_CMD_MIGRATE)
        return;
    ym_text_key(w, "reg");
    open_object(w);
    if (c->kind == YM_CMD_REGISTER) {
        ym_text_member_id_set(w, "body", r->body);
        ym_text_member_u64(w, "channel", r->channel);
        ym_text_member_u64(w, "claimants", r->claimants);
        ym_text_member_set(w, "joint", r->joint);
    }
    ym_text_member_u64(w, "procedure", r->procedure);
    if (c->kind == YM_CMD_REGISTER) {
        ym_text_member_id_set(w, "region", r->region);
        ym_text_member_u64(w, "respondents", r->respondents);
        ym_text_member_u64(w, "seats", r->seats);
        ym_text_member_u64(w, "source", r->source);
        ym_text_member_u64(w, "type", r->type);
    }
    close_object(w);
}

static void put_states(struct ym_text *w, const uint8_t to[YM_TRACKS])
{
    ym_text_key(w, "to");
    ym_text_add(w, YM_SPAN("["));
    for (int t = 0; t < YM_TRACKS; t++) {
        if (t > 0)
            ym_text_add(w, YM_SPAN(","));
        ym_text_u64(w, to[t]);
    }
    ym_text_add(w, YM_SPAN("]"));
}

static void put_body(struct ym_text *w, const struct ym_event *ev)
{
    const struct ym_command *c = &ev->c;

    ym_text_member_time(w, "at", c->at);
    ym_text_member_set(w, "attended", c->attended);
    ym_text_member_set(w, "body_kind", c->body_kind);
    put_actor(w, &c->by);
    put_clocks(w, ev);
    ym_text_member_set(w, "code", c->code);
    ym_text_member_word(w, "command", ym_word(YM_VOCAB_COMMAND, c->kind)->code);
    if (c->fields & (YM_FB(DATE) | YM_FB(OBLIGATIONS) | YM_FB(LAST_DAY)))
        ym_text_member_day_set(w, "date", c->date);
    if (c->days > 0)
        ym_text_member_u64(w, "days", (uint64_t)c->days);
    if (c->kind == YM_CMD_EXPIRE || c->kind == YM_CMD_RESCHEDULE ||
        (c->kind == YM_CMD_MIGRATE && c->deadline != YM_DEADLINE_NONE))
        ym_text_member_u64(w, "deadline", c->deadline);
    if (c->detail.n > 0) {
        ym_text_key(w, "detail");
        ym_text_add(w, c->detail);
    }
    ym_text_member_id_set(w, "dispute", ev->dispute.v);
    ym_text_member_set(w, "effects", ev->effects);
    ym_text_member_id_set(w, "fields", (int64_t)c->fields);
    if (c->fields & YM_FB(OBLIGATIONS))
        ym_text_member_day_set(w, "first_due", c->first_due);
    ym_text_member_set(w, "ground", ev->ground);
    ym_text_member_set(w, "harm", c->harm);
    ym_text_member_set(w, "item", c->item);
    ym_text_member_set(w, "items", c->items);
    ym_text_member_id_set(w, "ref", c->ref);
    ym_text_member_id_set(w, "ref2", c->ref2);
    put_registration(w, c);
    ym_text_member_u64(w, "risk", ev->risk);
    ym_text_member_u64(w, "rule", ev->rule);
    ym_text_member_set(w, "scope", c->scope);
    ym_text_member_set(w, "seats", c->seats);
    ym_text_member_u64(w, "seq", ev->seq);
    put_states(w, ev->to);
    ym_text_member_set(w, "urgency", c->urgency);
    if (c->kind == YM_CMD_RESCHEDULE)
        ym_text_member_day_set(w, "was", ev->was);
}

size_t ym_canon_event(const struct ym_event *ev, char *buf, size_t cap)
{
    struct ym_text w = { .at = buf, .cap = cap, .first = true };

    open_object(&w);
    put_body(&w, ev);
    close_object(&w);
    return w.overflowed ? 0 : w.n;
}
