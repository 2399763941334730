/* SPDX-License-Identifier: Apache-2.0 */
/* An agreement in JSON. */
#include "api_agreement.h"
#include "app/agreement_law.h"
#include "json/said.h"

static void put_coded(struct json_out *w, const char *key, enum ym_vocab_id vocab, int index)
{
    json_put_key(w, key);
    if (index == 0)
        json_put_null(w);
    else
        api_put_word(w, vocab, index);
}

static void put_seats(struct json_out *w, const char *key, uint32_t seats)
{
    json_put_key(w, key);
    json_put_array(w);
    for (int seat = 0; seat < YM_SEATS_MAX; seat++) {
        if ((seats >> seat & 1U) != 0)
            json_put_int(w, seat);
    }
    json_put_array_end(w);
}

static void put_day(struct json_out *w, const char *key, ym_day day)
{
    if (day == YM_DAY_NONE)
        json_add_null(w, key);
    else
        json_add_day(w, key, day);
}

/* ---- Signatures ---- */

static void put_signature(struct json_out *w, const struct app_signature *s)
{
    json_put_object(w);
    json_add_word(w, "who", app_signer_word(s->who)->code);
    if (s->who == APP_SIGNER_PARTY)
        json_add_int(w, "seat", s->seat);
    else
        json_add_null(w, "seat");
    put_coded(w, "signing", YM_VOCAB_SIGNING, s->signing);
    json_add_optional(w, "manner", s->manner);
    json_add_optional(w, "document_code", s->document_code);
    json_add_optional(w, "sha256", s->sha256);
    api_put_ref(w, "attachment", s->attachment);
    put_day(w, "date", s->date);
    json_add_instant(w, "at", s->at);
    json_put_object_end(w);
}

/* What is missing until it takes effect; null for a version that does not wait. */
static void put_needed(struct json_out *w, const struct app_agreement *a,
                       const struct app_version *v)
{
    const struct app_needed n = app_agreement_needed(a);

    json_put_key(w, "needed");
    if (v != app_agreement_open(a)) {
        json_put_null(w);
        return;
    }
    json_put_object(w);
    put_seats(w, "seats", n.seats);
    json_add_bool(w, "mediator", n.mediator);
    json_add_bool(w, "seal", n.seal);
    json_add_bool(w, "court", n.court);
    json_add_word(w, "source", n.source);
    json_put_object_end(w);
}

/* ---- Performance ---- */

/* What staff noted beside a record may hold what was said between four eyes: parties read the
 * record, and not the note. Their own words are meant for the other side. */
static void put_entry(struct api_op *op, const struct app_entry *e)
{
    struct json_out *w = &op->w;
    const bool is_party = ym_role_relation((enum ym_role)op->caller->actor.role) == YM_REL_SEAT;

    json_put_object(w);
    if (e->seat < YM_SEATS_MAX)
        json_add_int(w, "seat", e->seat);
    else
        json_add_null(w, "seat");
    json_put_key(w, "role");
    api_put_word(w, YM_VOCAB_ROLE, e->role);
    put_coded(w, "result", YM_VOCAB_RESULT, e->result);
    if (e->amount_fen >= 0)
        json_add_int64(w, "amount_fen", e->amount_fen);
    else
        json_add_null(w, "amount_fen");
    put_day(w, "date", e->date);
    json_add_optional(w, "note", e->is_claim || !is_party ? e->note : (struct ym_span){ NULL, 0 });
    api_put_ref(w, "attachment", e->attachment);
    json_add_instant(w, "at", e->at);
    json_put_object_end(w);
}

static void put_entries(struct api_op *op, const struct app_debt *d, const char *key, bool claims)
{
    json_put_key(&op->w, key);
    json_put_array(&op->w);
    for (size_t i = 0; i < d->nentries; i++) {
        if (d->entries[i].is_claim == claims)
            put_entry(op, &d->entries[i]);
    }
    json_put_array_end(&op->w);
}

static void put_debt(struct api_op *op, const struct app_debt *d, size_t n, bool is_in_force)
{
    struct json_out *w = &op->w;
    const ym_day today = ym_day_of(api_now(op->api));

    json_put_object(w);
    json_add_int(w, "n", (int64_t)n);
    json_add_obligation(w, &d->said);
    put_coded(w, "result", YM_VOCAB_RESULT, d->result);
    json_add_instant(w, "recorded_at", d->recorded_at);
    put_day(w, "performed_on", d->performed_on);
    json_add_int64(w, "paid_fen", d->paid_fen);
    if (is_in_force && !app_debt_is_settled(d))
        json_add_int(w, "days_left", (int64_t)d->said.due - today);
    else
        json_add_null(w, "days_left");
    json_add_bool(w, "overdue", is_in_force && app_debt_is_overdue(d, today));
    put_entries(op, d, "claims", true);
    put_entries(op, d, "records", false);
    json_add_int(w, "earlier", d->earlier);
    json_add_int(w, "reminders", d->reminders);
    json_add_instant(w, "reminded_at", d->reminded_at);
    json_put_object_end(w);
}

/* ---- Versions ---- */

static void put_version(struct api_op *op, const struct app_version *v)
{
    struct json_out *w = &op->w;

    json_put_object(w);
    json_add_int(w, "version", v->number);
    json_add_int(w, "seq", v->seq);
    json_add_named(w, "state", app_version_word(v->state));
    json_add_word(w, "form", v->is_oral ? "oral" : "written");
    json_add_text(w, "terms", v->terms);
    json_add_optional(w, "facts", v->facts);
    json_add_optional(w, "place", v->place);
    json_add_optional(w, "reason", v->reason);
    json_add_instant(w, "stated_at", v->stated_at);
    put_day(w, "effective_on", v->effective_on);
    json_add_instant(w, "ended_at", v->ended_at);
    json_add_optional(w, "end_reason", v->end_reason);
    json_put_key(w, "obligations");
    json_put_array(w);
    for (size_t i = 0; i < v->ndebts; i++)
        put_debt(op, &v->debts[i], i, v->state == APP_VERSION_IN_FORCE);
    json_put_array_end(w);
    json_put_key(w, "signatures");
    json_put_array(w);
    for (size_t i = 0; i < v->nsignatures; i++)
        put_signature(w, &v->signatures[i]);
    json_put_array_end(w);
    put_needed(w, &op->bond.known, v);
    json_put_object_end(w);
}

static bool may_read(const struct api_op *op, const struct app_version *v)
{
    return (APP_ROLES_COURT >> op->caller->actor.role & 1) == 0 || app_version_bound(v);
}

static void put_versions(struct api_op *op)
{
    const struct app_agreement *a = &op->bond.known;

    json_put_key(&op->w, "versions");
    json_put_array(&op->w);
    for (size_t i = 0; i < a->nversions; i++) {
        if (may_read(op, a->versions[i]))
            put_version(op, a->versions[i]);
    }
    json_put_array_end(&op->w);
    json_add_int(&op->w, "forgotten", (int64_t)a->stated - (int64_t)a->nversions);
}

/* ---- Sums: what each payer owes each payee in money ---- */

struct sum {
    uint8_t payer, payee;
    int64_t owed, paid, overdue; /* fen; 64 amounts of a trillion yuan fit */
};

static size_t add_up(const struct app_version *v, ym_day today, struct sum ret[YM_OBLIGATIONS_MAX])
{
    size_t n = 0;

    for (size_t i = 0; i < v->ndebts; i++) {
        const struct app_debt *d = &v->debts[i];
        const struct ym_obligation *o = &d->said;
        size_t at = 0;

        if (o->amount_fen == 0)
            continue;
        while (at < n && (ret[at].payer != o->payer || ret[at].payee != o->payee))
            at++;
        if (at == n)
            ret[n++] = (struct sum){ .payer = o->payer, .payee = o->payee };
        ret[at].owed += d->result == YM_RESULT_EXCUSED ? d->paid_fen : o->amount_fen;
        ret[at].paid += d->paid_fen;
        if (app_debt_is_overdue(d, today))
            ret[at].overdue += o->amount_fen - d->paid_fen;
    }
    return n;
}

static void put_sums(struct api_op *op)
{
    const struct app_version *v = app_agreement_shown(&op->bond.known);
    const bool is_in_force = v != NULL && v->state == APP_VERSION_IN_FORCE;
    struct json_out *w = &op->w;
    struct sum sums[YM_OBLIGATIONS_MAX];
    size_t n = 0;

    v = is_in_force ? v : app_agreement_in_force(&op->bond.known);
    if (v != NULL)
        n = add_up(v, ym_day_of(api_now(op->api)), sums);
    json_put_key(w, "sums");
    json_put_array(w);
    for (size_t i = 0; i < n; i++) {
        json_put_object(w);
        json_add_int(w, "payer", sums[i].payer);
        json_add_int(w, "payee", sums[i].payee);
        json_add_int64(w, "owed_fen", sums[i].owed);
        json_add_int64(w, "paid_fen", sums[i].paid);
        json_add_int64(w, "overdue_fen", sums[i].overdue);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

/* ---- Ways, signing, proof ---- */

static void put_ways(struct api_op *op)
{
    struct json_out *w = &op->w;
    struct app_way ways[APP_WAYS_MAX];
    const size_t n = app_agreement_ways(&op->bond.known, ym_day_of(api_now(op->api)), ways);

    json_put_key(w, "ways");
    json_put_array(w);
    for (size_t i = 0; i < n; i++) {
        json_put_object(w);
        json_put_key(w, "command");
        api_put_word(w, YM_VOCAB_COMMAND, ways[i].command);
        put_coded(w, "refusal", YM_VOCAB_REFUSAL, ways[i].refusal);
        put_day(w, "until", ways[i].until);
        json_add_word(w, "source", ways[i].source);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_esign(struct api_op *op)
{
    const struct app_esign e = app_agreement_esign(&op->bond.known);
    struct json_out *w = &op->w;

    json_put_key(w, "esign");
    json_put_object(w);
    json_add_bool(w, "allowed", e.is_allowed);
    json_add_word(w, "zh", e.zh);
    json_add_word(w, "en", e.en);
    json_add_word(w, "source", e.source);
    json_put_object_end(w);
}

/* Is everything that was promised performed? Then a proof of it can be printed. */
static bool is_performed(const struct app_version *v)
{
    for (size_t i = 0; v != NULL && i < v->ndebts; i++) {
        if (!app_debt_is_settled(&v->debts[i]))
            return false;
    }
    return v != NULL && v->ndebts > 0;
}

/* ---- Confirmation ---- */

static void put_ruling(struct json_out *w, const struct app_ruling *r)
{
    json_put_key(w, "ruling");
    if (r->command == YM_CMD_COUNT) {
        json_put_null(w);
        return;
    }
    json_put_object(w);
    json_put_key(w, "command");
    api_put_word(w, YM_VOCAB_COMMAND, r->command);
    put_coded(w, "bar", YM_VOCAB_BAR, r->bar);
    json_add_optional(w, "reason", r->reason);
    put_day(w, "date", r->date);
    json_add_instant(w, "at", r->at);
    json_put_object_end(w);
}

/* The bars for which it would be refused as things stand. */
static void put_bars(struct api_op *op)
{
    const struct ym_confirm_table *t = &op->api->confirm->table;
    struct ym_confirm_finding found[YM_FINDING_COUNT];
    const size_t n = api_confirm_look(op, 0, NULL, found);
    uint64_t bars = 0;

    for (size_t i = 0; i < n; i++) {
        if (t->kinds[found[i].kind].stops)
            bars |= UINT64_C(1) << t->kinds[found[i].kind].bar;
    }
    json_add_codes(&op->w, "bars", YM_VOCAB_BAR, bars);
}

/* A term of the procedure, null when there is none. */
static void put_term(struct json_out *w, const char *key, struct ym_term term)
{
    static const char *const units[YM_UNIT_COUNT] = {
#define X(name, json) json,
        YM_UNITS(X)
#undef X
    };

    json_put_key(w, key);
    if (term.n <= 0) {
        json_put_null(w);
        return;
    }
    json_put_object(w);
    json_add_int(w, "n", term.n);
    json_add_word(w, "unit", units[term.unit]);
    json_put_object_end(w);
}

static void put_confirmation(struct api_op *op)
{
    const struct app_agreement *a = &op->bond.known;
    const struct ym_dispute *d = &a->dispute;
    const struct ym_procedure *p = ym_procedures_get(op->api->config.procedures, d->procedure);
    struct json_out *w = &op->w;

    json_put_key(w, "confirmation");
    json_put_object(w);
    if (p != NULL && d->state[YM_TRACK_CONFIRM] < p->nstates)
        json_add_word(w, "state", p->states[d->state[YM_TRACK_CONFIRM]].name);
    else
        json_add_null(w, "state");
    put_day(w, "window_until", a->window_until);
    if (a->window_until == YM_DAY_NONE)
        json_add_null(w, "days_left");
    else
        json_add_int(w, "days_left", (int64_t)a->window_until - ym_day_of(api_now(op->api)));
    put_term(w, "term", app_agreement_law(a, app_agreement_shown(a)).confirm_term);
    json_add_int(w, "ending_days", op->api->confirm->table.ending_days);
    put_seats(w, "applied", d->applied);
    put_seats(w, "appeared", d->appeared);
    api_put_ref(w, "court", d->court);
    json_add_optional(w, "case_number", a->case_number);
    put_ruling(w, &a->ruling);
    put_bars(op);
    json_put_object_end(w);
}

void api_put_agreement(struct api_op *op)
{
    json_add_int(&op->w, "seq", op->bond.known.dispute.version);
    put_versions(op);
    put_sums(op);
    put_ways(op);
    put_esign(op);
    json_add_bool(&op->w, "performed", is_performed(app_agreement_in_force(&op->bond.known)));
    put_confirmation(op);
}
