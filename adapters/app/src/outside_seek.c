/* SPDX-License-Identifier: Apache-2.0 */
/* Looking for doubles of an order: by phone, by identity, by place and words. Each candidate is
 * looked at once and gets its signs. */
#include <string.h>

#include "outside_private.h"

#define DAY_USEC  INT64_C(86400000000)
#define SIMILAR   60            /* percent of the words that are nearly the same words */
#define SOMEWHAT  30            /* and some of the same words */
#define COMMUNITY INT64_C(1000) /* a street is a padded code by this */

/* While numbers are hashed anew, some of what is stored has the hashes of another generation. */
static void seek_other(struct outside_op *op, const struct app_secrets *secrets, size_t seat)
{
    const struct ym_party_words *p = &op->order->parties[seat];

    if (p->phone.n > 0 && app_phone_other(secrets, p->phone, op->phones[op->nsought]))
        op->nsought++;
    if (p->identity.n > 0 && app_identity_other(secrets, p->identity, op->other[seat]))
        memcpy(op->identities[op->nidentities++], op->other[seat], 32);
}

void outside_seek_prepare(struct outside_op *op)
{
    const struct app_secrets *secrets = op->o->config.secrets;
    const struct app_order *in = op->order;

    for (size_t i = 0; i < in->nparties; i++) {
        const struct ym_party_words *p = &in->parties[i];

        if (p->phone.n > 0)
            app_phone_hash(secrets, p->phone, op->phones[op->nphones++]);
        if (p->identity.n == 0)
            continue;
        secrets->keyed_hash(secrets->ring, APP_LABEL_IDENTITY, p->identity, op->by_seat[i]);
        memcpy(op->identities[op->nidentities++], op->by_seat[i], 32);
    }
    op->nsought = op->nphones;
    for (size_t i = 0; i < in->nparties; i++)
        seek_other(op, secrets, i);
    op->nterms = app_terms(&in->title, 1, &op->arena, &op->terms, APP_FILTER_TERMS_MAX);
}

/* ---- Candidates ---- */

static struct outside_candidate *add(struct outside_op *op, struct ym_id id)
{
    for (size_t i = 0; i < op->ncandidates; i++) {
        if (op->candidates[i].id.v == id.v)
            return &op->candidates[i];
    }
    if (op->ncandidates == APP_ORDER_LOOKS)
        return NULL;
    op->candidates[op->ncandidates] = (struct outside_candidate){ .id = id };
    return &op->candidates[op->ncandidates++];
}

static void on_phones(void *arg, enum ym_err err, const struct ym_id *ids, size_t n)
{
    struct outside_op *op = arg;

    if (err != YM_E_OK) {
        outside_unread(op, err);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        struct outside_candidate *c = add(op, ids[i]);

        if (c != NULL)
            c->has_phone = true;
    }
    op->phone++;
    outside_go(op, OUTSIDE_PHONES);
}

void outside_ask_phones(struct outside_op *op)
{
    struct app_orders *s = op->o->config.orders;

    if (op->phone == op->nsought)
        outside_go(op, OUTSIDE_IDENTITIES);
    else
        s->ops->phone(s, op->phones[op->phone], outside_now(op) - op->days * DAY_USEC, on_phones,
                      op);
}

static void on_identities(void *arg, enum ym_err err, const struct app_list *list)
{
    struct outside_op *op = arg;

    if (err != YM_E_OK) {
        outside_unread(op, err);
        return;
    }
    for (size_t i = 0; i < list->n; i++)
        (void)add(op, list->at[i].id);
    outside_go(op, OUTSIDE_NEARBY);
}

void outside_ask_identities(struct outside_op *op)
{
    struct app_reader *r = op->o->config.reader;

    if (op->nidentities == 0)
        outside_go(op, OUTSIDE_NEARBY);
    else
        r->ops->duplicates(r, (const unsigned char(*)[32])op->identities, op->nidentities, op->type,
                           on_identities, op);
}

static unsigned alike(struct outside_op *op, struct ym_span title)
{
    const struct ym_span *terms;
    const size_t n = app_terms(&title, 1, &op->arena, &terms, APP_FILTER_TERMS_MAX);

    return app_terms_alike(op->terms, op->nterms, terms, n);
}

static void on_nearby(void *arg, enum ym_err err, const struct app_list *list)
{
    struct outside_op *op = arg;

    if (err != YM_E_OK) {
        outside_unread(op, err);
        return;
    }
    for (size_t i = 0; i < list->n; i++) {
        const struct ym_arena before = op->arena;

        if (alike(op, list->at[i].title) >= SOMEWHAT)
            (void)add(op, list->at[i].id);
        op->arena.used = before.used; /* the terms of a title that was compared */
    }
    outside_go(op, OUTSIDE_LOOK);
}

/* What is open in the same street, the newest first. */
void outside_ask_nearby(struct outside_op *op)
{
    struct app_reader *r = op->o->config.reader;
    const int64_t street = op->region / COMMUNITY * COMMUNITY;
    const struct app_filter filter = { .scope = { .kind = APP_SCOPE_ALL },
                                       .colour = APP_ANY,
                                       .stage = APP_ANY,
                                       .type = APP_ANY,
                                       .is_open = 1,
                                       .channel = APP_ANY,
                                       .region_lo = street,
                                       .region_hi = street + COMMUNITY - 1,
                                       .limit = APP_ORDER_NEARBY };

    if (op->region % (COMMUNITY * COMMUNITY) == 0)
        outside_go(op, OUTSIDE_LOOK); /* a county says nothing of a neighbourhood */
    else
        r->ops->list(r, &filter, on_nearby, op);
}

/* ---- Looking ---- */

/* Which sides share somebody: bit 0 the claimants, bit 1 the respondents; shifted by two where one
 * stands on the other side. */
static unsigned side_bits(uint8_t mine, uint8_t theirs)
{
    const unsigned bit = mine == YM_SIDE_CLAIMANT ? 1u : mine == YM_SIDE_RESPONDENT ? 2u : 0u;

    if (theirs != YM_SIDE_CLAIMANT && theirs != YM_SIDE_RESPONDENT)
        return 0;
    return mine == theirs ? bit : bit << 2;
}

static bool same_person(const struct outside_op *op, size_t seat, const struct ym_party *p)
{
    static const unsigned char none[32];

    return memcmp(op->by_seat[seat], none, 32) != 0 &&
           (memcmp(op->by_seat[seat], p->identity_hash, 32) == 0 ||
            (memcmp(op->other[seat], none, 32) != 0 &&
             memcmp(op->other[seat], p->identity_hash, 32) == 0));
}

static bool same_name(const struct ym_party_words *mine, const struct ym_party *p)
{
    return ym_span_is(mine->name, p->name) && !app_is_unknown_name(mine->name);
}

static uint32_t signs_of_parties(const struct outside_op *op, const struct app_view *v)
{
    const struct app_order *in = op->order;
    unsigned persons = 0, names = 0;
    uint32_t signs = 0;

    for (size_t i = 0; i < in->nparties; i++) {
        for (size_t j = 0; j < v->nparties; j++) {
            const unsigned bits = side_bits(in->parties[i].side, v->parties[j].side);

            if (same_person(op, i, &v->parties[j]))
                persons |= bits;
            if (same_name(&in->parties[i], &v->parties[j]))
                names |= bits;
        }
    }
    if ((persons & 3) == 3)
        signs |= APP_LIKE(BOTH_SIDES);
    else if ((persons & 12) == 12)
        signs |= APP_LIKE(SWAPPED);
    else if (persons != 0)
        signs |= APP_LIKE(ONE_SIDE);
    if ((names & 3) == 3)
        signs |= APP_LIKE(NAMES);
    else if (names != 0)
        signs |= APP_LIKE(NAME);
    return signs;
}

static uint32_t signs_of_place(int64_t a, int64_t b)
{
    if (a == b && a % COMMUNITY != 0)
        return APP_LIKE(COMMUNITY);
    return a / COMMUNITY == b / COMMUNITY && a / COMMUNITY % COMMUNITY != 0 ? APP_LIKE(STREET) : 0;
}

static uint32_t signs_of_words(struct outside_op *op, struct ym_span title)
{
    const unsigned percent = alike(op, title);

    return percent >= SIMILAR ? APP_LIKE(WORDS) : percent >= SOMEWHAT ? APP_LIKE(SOME_WORDS) : 0;
}

/* Is it the number that an order bears when another partner gave the same one: "partner:number"? */
static bool is_own_number(const struct app_order *in, struct ym_span number)
{
    const size_t n = in->partner.n;

    return number.n > n && number.at[n] == ':' &&
           ym_span_is((struct ym_span){ number.at, n }, in->partner) &&
           ym_span_is((struct ym_span){ number.at + n + 1, number.n - n - 1 }, in->reference);
}

/* Was it registered from this very order, before something fell? */
static bool is_own(const struct outside_op *op, const struct app_view *v)
{
    return v->dispute.channel == op->request.cmd.reg.channel &&
           (ym_span_is(v->external_ref, op->order->reference) ||
            is_own_number(op->order, v->external_ref));
}

/* A double of what is done with is none: it has come again. */
static void judge(struct outside_op *op, struct outside_candidate *c, const struct app_view *v)
{
    const int64_t apart = outside_now(op) - v->received_at;

    if (!v->is_open || is_own(op, v))
        return;
    c->signs = signs_of_parties(op, v) | signs_of_place(op->region, v->dispute.region) |
               signs_of_words(op, v->title) | (c->has_phone ? APP_LIKE(PHONE) : 0);
    if (v->dispute.type == op->type && (op->out.tasks & APP_TASK(CLASSIFY)) == 0)
        c->signs |= APP_LIKE(TYPE);
    if (apart <= outside_rule(op, YM_OFFICE_ORDER_RECENT) * DAY_USEC)
        c->signs |= APP_LIKE(RECENT);
    c->is_certain = (c->signs & APP_LIKE(BOTH_SIDES)) != 0 && (c->signs & APP_LIKE(TYPE)) != 0;
    if (!c->is_certain && apart > op->days * DAY_USEC)
        c->signs = 0;
}

/* The likeliest first; as many as a person is shown. */
static size_t pick(const struct outside_op *op, struct app_likely ret[APP_LIKELY_MAX])
{
    bool is_taken[APP_ORDER_LOOKS] = { false };
    size_t n = 0;

    while (n < APP_LIKELY_MAX) {
        const struct outside_candidate *best = NULL;

        for (size_t i = 0; i < op->ncandidates; i++) {
            const struct outside_candidate *c = &op->candidates[i];

            if (!is_taken[i] && app_likeness_points(c->signs) >= APP_LIKELY_SCORE &&
                (best == NULL || app_likeness_points(c->signs) > app_likeness_points(best->signs)))
                best = c;
        }
        if (best == NULL)
            break;
        is_taken[best - op->candidates] = true;
        ret[n++] = (struct app_likely){ .dispute = best->id, .signs = best->signs };
    }
    return n;
}

static const struct outside_candidate *certain(const struct outside_op *op)
{
    const struct outside_candidate *found = NULL;

    for (size_t i = 0; i < op->ncandidates; i++) {
        if (!op->candidates[i].is_certain)
            continue;
        if (found != NULL)
            return NULL; /* two such: a person chooses */
        found = &op->candidates[i];
    }
    return found;
}

static void conclude(struct outside_op *op)
{
    const struct outside_candidate *same = certain(op);
    struct app_likely likely[APP_LIKELY_MAX];
    const size_t n = pick(op, likely);

    app_likely_print(likely, n, op->likely);
    if (same != NULL) {
        op->is_joined = true;
        op->out.dispute = same->id;
        op->out.type = op->type;
        op->out.state = APP_ORDER_ATTACHED;
        op->out.tasks |= APP_TASK(ATTACHED);
        outside_go(op, OUTSIDE_REFER);
        return;
    }
    if (n > 0)
        op->out.tasks |= APP_TASK(DUPLICATE);
    outside_go(op, OUTSIDE_REGISTER);
}

static void on_seen(void *arg, enum ym_err err, const struct app_view *view)
{
    struct outside_op *op = arg;

    if (err != YM_E_OK && err != YM_E_NOT_FOUND) {
        outside_unread(op, err);
        return;
    }
    if (err == YM_E_OK)
        judge(op, &op->candidates[op->looked], view);
    op->looked++;
    outside_go(op, OUTSIDE_LOOK);
}

void outside_look(struct outside_op *op)
{
    struct app_reader *r = op->o->config.reader;

    if (op->looked < op->ncandidates)
        r->ops->dispute(r, op->candidates[op->looked].id, on_seen, op);
    else
        conclude(op);
}
