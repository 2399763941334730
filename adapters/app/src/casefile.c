/* SPDX-License-Identifier: Apache-2.0 */
#include "app/casefile.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "yima/procedure.h"

#define ID_RANDOM_BITS 22
#define BIT(name)      (UINT32_C(1) << APP_NOTE_##name)

/* ---- Words ---- */

static const struct ym_word notes[APP_NOTE_KIND_COUNT] = {
#define X(name, code, zh, en) [APP_NOTE_##name] = { code, zh, en },
    APP_NOTE_KINDS(X)
#undef X
};

static const struct ym_word purposes[APP_PURPOSE_COUNT] = {
#define X(name, code, zh, en) [APP_PURPOSE_##name] = { code, zh, en },
    APP_PURPOSES(X)
#undef X
};

static const struct ym_word sights[APP_SIGHT_COUNT] = {
#define X(name, code, zh, en) [APP_SIGHT_##name] = { code, zh, en },
    APP_SIGHTS(X)
#undef X
};

const struct ym_word *app_note_word(unsigned kind)
{
    assert(kind < APP_NOTE_KIND_COUNT);
    return &notes[kind];
}

const struct ym_word *app_purpose_word(unsigned purpose)
{
    assert(purpose < APP_PURPOSE_COUNT);
    return &purposes[purpose];
}

const struct ym_word *app_sight_word(unsigned sight)
{
    assert(sight < APP_SIGHT_COUNT);
    return &sights[sight];
}

static int find(const struct ym_word *words, int n, struct ym_span code)
{
    for (int i = 0; i < n; i++) {
        if (ym_span_is(code, ym_span_of(words[i].code)))
            return i;
    }
    return -1;
}

int app_note_find(struct ym_span code)
{
    return find(notes, APP_NOTE_KIND_COUNT, code);
}

int app_purpose_find(struct ym_span code)
{
    return find(purposes, APP_PURPOSE_COUNT, code);
}

int64_t app_file_id(const struct app_secrets *secrets, ym_usec now)
{
    const int64_t ms = (now - YM_ID_EPOCH) / 1000;
    uint32_t random;

    secrets->random(&random, sizeof(random));
    random &= (UINT32_C(1) << ID_RANDOM_BITS) - 1;
    return (int64_t)((uint64_t)(ms > 0 ? ms : 0) << ID_RANDOM_BITS | random);
}

/* ---- The wall ---- */

#define NEUTRAL_ONES (BIT(NEUTRAL) | BIT(UNDISPUTED))
#define NEAR_ONES    (BIT(NEUTRAL) | BIT(UNDISPUTED) | BIT(CONCESSION))

/* What a role reads of disputes that it may read. */
struct reading {
    uint32_t notes, papers, shown; /* as in app_file_sight */
    uint8_t to;
};

static const struct reading readings[YM_ROLE_COUNT] = {
    [YM_ROLE_MEDIATOR] = { NEAR_ONES, NEAR_ONES, 0, 0 },
    [YM_ROLE_BODY_MANAGER] = { NEAR_ONES, NEAR_ONES, 0, 0 },
    [YM_ROLE_WINDOW_CLERK] = { NEUTRAL_ONES, NEUTRAL_ONES, 0, 0 },
    [YM_ROLE_DISPATCHER] = { NEUTRAL_ONES, NEUTRAL_ONES, 0, 0 },
    [YM_ROLE_CENTRE] = { NEUTRAL_ONES, NEUTRAL_ONES, 0, 0 },
    [YM_ROLE_SUPERVISOR] = { NEUTRAL_ONES, NEUTRAL_ONES, 0, 0 },
    [YM_ROLE_AUDITOR] = { NEUTRAL_ONES, NEUTRAL_ONES, 0, 0 },
    [YM_ROLE_COURT_CLERK] = { BIT(UNDISPUTED), BIT(UNDISPUTED), BIT(NEUTRAL), APP_SHOWN_COURT },
    [YM_ROLE_CONFIRM_JUDGE] = { BIT(UNDISPUTED), BIT(UNDISPUTED), BIT(NEUTRAL), APP_SHOWN_COURT },
    [YM_ROLE_FILING_JUDGE] = { BIT(UNDISPUTED), BIT(UNDISPUTED), BIT(NEUTRAL), APP_SHOWN_COURT },
    [YM_ROLE_PARTY] = { 0, 0, NEUTRAL_ONES, APP_SHOWN_PARTIES },
    [YM_ROLE_AGENT] = { 0, 0, NEUTRAL_ONES, APP_SHOWN_PARTIES },
};

static bool is_party(unsigned role)
{
    return role == YM_ROLE_PARTY || role == YM_ROLE_AGENT;
}

struct app_file_sight app_file_sight(const struct app_caller *c, const struct ym_dispute *d)
{
    struct app_file_sight sight = { .seat = YM_SEATS_MAX };
    const struct ym_actor *a = &c->actor;
    const struct reading *r;

    if (!app_caller_may_read(c, d))
        return sight;
    r = &readings[a->role];
    sight.notes = r->notes;
    sight.papers = r->papers;
    sight.shown = r->shown;
    sight.to = r->to;
    if (a->role == YM_ROLE_MEDIATOR)
        sight.author = a->staff;
    if (is_party(a->role)) {
        sight.seat = a->seat;
    } else if (a->staff != 0) {
        sight.staff = a->staff;
        sight.role = a->role;
    }
    return sight;
}

struct app_file_sight app_file_sight_packet(void)
{
    return (struct app_file_sight){ .notes = BIT(UNDISPUTED),
                                    .papers = BIT(UNDISPUTED),
                                    .shown = BIT(NEUTRAL),
                                    .to = APP_SHOWN_COURT,
                                    .seat = YM_SEATS_MAX };
}

bool app_may_read_packet(const struct app_caller *c, const struct ym_dispute *d)
{
    const struct app_file_sight sight = app_file_sight(c, d);

    return ((sight.papers | sight.shown) & BIT(UNDISPUTED)) != 0;
}

bool app_file_sight_notes(const struct app_file_sight *sight)
{
    return sight->notes != 0 || sight->author != 0;
}

bool app_file_sight_papers(const struct app_file_sight *sight)
{
    return sight->papers != 0 || sight->shown != 0 || sight->author != 0 || sight->staff != 0 ||
           sight->seat < YM_SEATS_MAX;
}

bool app_paper_may_write(const struct app_caller *c, const struct ym_dispute *d, unsigned kind)
{
    static const uint32_t kinds[YM_ROLE_COUNT] = {
        [YM_ROLE_MEDIATOR] = NEAR_ONES | BIT(CAUCUS),
        [YM_ROLE_BODY_MANAGER] = NEAR_ONES,
        [YM_ROLE_PARTY] = BIT(NEUTRAL) | BIT(CAUCUS),
        [YM_ROLE_AGENT] = BIT(NEUTRAL) | BIT(CAUCUS),
        [YM_ROLE_WINDOW_CLERK] = BIT(NEUTRAL),
        [YM_ROLE_DISPATCHER] = BIT(NEUTRAL),
        [YM_ROLE_CENTRE] = BIT(NEUTRAL),
        [YM_ROLE_COURT_CLERK] = BIT(NEUTRAL),
        [YM_ROLE_CONFIRM_JUDGE] = BIT(NEUTRAL),
        [YM_ROLE_FILING_JUDGE] = BIT(NEUTRAL),
    };

    if (kind >= APP_NOTE_KIND_COUNT || !app_caller_may_read(c, d))
        return false;
    return (kinds[c->actor.role] >> kind & 1) != 0 &&
           (is_party(c->actor.role) || c->actor.staff != 0);
}

bool app_note_may_write(const struct app_caller *c, const struct ym_dispute *d, unsigned kind)
{
    if (kind >= APP_NOTE_KIND_COUNT || c->actor.staff == 0 || !app_caller_may_read(c, d))
        return false;
    return c->actor.role == YM_ROLE_MEDIATOR ||
           (c->actor.role == YM_ROLE_BODY_MANAGER && kind != APP_NOTE_CAUCUS);
}

/* ---- Purposes ---- */

enum app_purpose app_purpose_of(unsigned role)
{
    static const uint8_t defaults[YM_ROLE_COUNT] = {
        [YM_ROLE_PARTY] = APP_PURPOSE_PARTY,         [YM_ROLE_AGENT] = APP_PURPOSE_PARTY,
        [YM_ROLE_WINDOW_CLERK] = APP_PURPOSE_WINDOW, [YM_ROLE_SUPERVISOR] = APP_PURPOSE_SUPERVISION,
        [YM_ROLE_DPO] = APP_PURPOSE_REQUEST,         [YM_ROLE_AUDITOR] = APP_PURPOSE_AUDIT,
        /* everybody else handles disputes: APP_PURPOSE_HANDLING is 0 */
    };

    assert(role < YM_ROLE_COUNT);
    return (enum app_purpose)defaults[role];
}

bool app_purpose_fits(unsigned role, enum app_purpose purpose)
{
    if (is_party(role))
        return purpose == APP_PURPOSE_PARTY || purpose == APP_PURPOSE_REQUEST;
    return purpose != APP_PURPOSE_PARTY;
}

void app_access_of(const struct app_caller *c, struct app_access *ret)
{
    const struct ym_actor *a = &c->actor;

    memcpy(ret->reader, c->name, sizeof(ret->reader));
    ret->role = a->role;
    ret->staff = a->staff;
    ret->body = a->body;
    ret->seat = is_party(a->role) && a->seat < YM_SEATS_MAX ? a->seat : YM_SEATS_MAX;
}

/* ---- Labels ---- */

struct ym_span app_note_label(struct ym_id dispute, int64_t note, int64_t staff,
                              char room[APP_FILE_LABEL_MAX])
{
    const int n = snprintf(room, APP_FILE_LABEL_MAX, "yima note/%" PRId64 "/%" PRId64 "/%" PRId64,
                           dispute.v, note, staff);

    return (struct ym_span){ room, (size_t)n };
}

struct ym_span app_appointment_label(struct ym_id dispute, int64_t appointment, int32_t revision,
                                     const char *field, char room[APP_FILE_LABEL_MAX])
{
    const int n =
        snprintf(room, APP_FILE_LABEL_MAX, "yima appointment %s/%" PRId64 "/%" PRId64 "/%" PRId32,
                 field, dispute.v, appointment, revision);

    return (struct ym_span){ room, (size_t)n };
}

/* ---- Codes ---- */

void app_code_make(const struct app_secrets *secrets, struct ym_id dispute, uint8_t seat,
                   int32_t issue, const struct ym_request_key *key, struct ym_access_code *ret)
{
    unsigned char text[sizeof(dispute.v) + sizeof(seat) + sizeof(issue) + YM_KEY_BYTES];
    unsigned char hash[32];
    uint32_t random;
    size_t n = 0;

    assert(key->given);
    memcpy(text + n, &dispute.v, sizeof(dispute.v));
    n += sizeof(dispute.v);
    memcpy(text + n, &seat, sizeof(seat));
    n += sizeof(seat);
    memcpy(text + n, &issue, sizeof(issue));
    n += sizeof(issue);
    memcpy(text + n, key->key, YM_KEY_BYTES);
    secrets->keyed_hash(secrets->ring, YM_SPAN("yima access code"),
                        (struct ym_span){ (const char *)text, sizeof(text) }, hash);
    memcpy(&random, hash, sizeof(random));
    ym_access_code_make(seat, random, ret);
}

void app_code_hash(const struct app_secrets *secrets, struct ym_id dispute,
                   const struct ym_access_code *code, unsigned char ret[32])
{
    char text[64];
    const int n = snprintf(text, sizeof(text), "%" PRId64 "/%s", dispute.v, code->text);

    secrets->keyed_hash(secrets->ring, YM_SPAN("yima access code as kept"),
                        (struct ym_span){ text, (size_t)n }, ret);
}

bool app_code_is_locked(int32_t failures, ym_usec locked_at, ym_usec now, ym_usec *ret_until)
{
    const int64_t lock_s =
        failures < 2 * APP_CODE_TRIES_MAX ? APP_CODE_LOCK_S : APP_CODE_LOCK_LONG_S;

    *ret_until = YM_USEC_NONE;
    if (failures >= APP_CODE_TRIES_ALL)
        return true;
    if (locked_at == YM_USEC_NONE || locked_at + lock_s * YM_USEC_PER_SECOND <= now)
        return false;
    *ret_until = locked_at + lock_s * YM_USEC_PER_SECOND;
    return true;
}

const struct app_code *app_code_of(const struct app_code *rows, size_t n, uint8_t seat)
{
    for (size_t i = 0; i < n; i++) {
        if (rows[i].seat == seat)
            return &rows[i];
    }
    return NULL;
}

/* ---- Whose code speaks for a party ---- */

static bool is_mediator(const struct app_hands *h, int64_t staff)
{
    for (size_t i = 0; i < h->n; i++) {
        if (h->mediators[i] == staff)
            return true;
    }
    return false;
}

void app_hands_mediator(struct app_hands *h, int64_t staff)
{
    if (staff == 0 || is_mediator(h, staff))
        return;
    if (h->n < APP_HANDS_MAX)
        h->mediators[h->n++] = staff;
    else
        h->is_full = true;
}

void app_hands_seal(struct app_hands *h, const struct ym_actor *by)
{
    h->has_seal = true;
    h->seal = *by;
}

void app_hands_stated(struct app_hands *h)
{
    h->has_seal = false;
}

const struct ym_word *app_code_bar_word(unsigned bar)
{
    static const struct ym_word words[APP_CODE_BAR_COUNT] = {
#define X(name, code, zh, en) [APP_CODE_##name] = { code, zh, en },
        APP_CODE_BARS(X)
#undef X
    };

    assert(bar < APP_CODE_BAR_COUNT);
    return &words[bar];
}

/* Accounts that belong to no member of staff are told apart by their roles alone. */
static bool is_by(const struct app_code *code, const struct ym_actor *a)
{
    return code->staff == a->staff && (code->staff != 0 || code->role == a->role);
}

enum app_code_bar app_code_bar_of(const struct app_code *rows, size_t n, uint8_t seat,
                                  const struct app_hands *hands)
{
    const struct app_code *code = app_code_of(rows, n, seat);

    if (code == NULL)
        return APP_CODE_NO_BAR;
    if (code->role == YM_ROLE_MEDIATOR || is_mediator(hands, code->staff))
        return APP_CODE_MEDIATOR;
    if (code->staff == APP_STAFF_UNKNOWN || code->registrar.staff == APP_STAFF_UNKNOWN ||
        hands->is_full)
        return APP_CODE_UNKNOWN;
    if (hands->has_seal && is_by(code, &hands->seal))
        return APP_CODE_SEALER;
    return is_by(code, &code->registrar) ? APP_CODE_REGISTRAR : APP_CODE_NO_BAR;
}

bool app_code_may_act(unsigned bar, const struct ym_rule *rule)
{
    if (bar != APP_CODE_MEDIATOR && bar != APP_CODE_UNKNOWN)
        return true;
    return rule != NULL && (rule->roles >> YM_ROLE_MEDIATOR & 1) != 0;
}
