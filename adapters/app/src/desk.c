/* SPDX-License-Identifier: Apache-2.0 */
#include "app/desk.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void app_request_key(const struct app_secrets *secrets, struct ym_span who, struct ym_span where,
                     struct ym_span key, struct ym_span body, struct ym_request_key *ret)
{
    const struct ym_span parts[] = { who, where, key };
    const struct ym_span asked[] = { where, body };

    memset(ret, 0, sizeof(*ret));
    if (key.n == 0)
        return;
    ret->given = true;
    secrets->fingerprint(YM_SPAN("yima request key"), parts, 3, ret->key);
    secrets->fingerprint(YM_SPAN("yima request body"), asked, 2, ret->fingerprint);
}

void app_desk_token(const struct app_desk *desk, struct ym_id id, struct ym_token *ret)
{
    unsigned char random[YM_TOKEN_RANDOM_BYTES];

    desk->secrets->random(random, sizeof(random));
    ym_token_make(ym_id_bucket(id), random, ret);
}

const char *app_sealed_code(enum app_sealed field)
{
    static const char *const codes[APP_SEALED_COUNT] = {
#define X(name, code) [APP_SEALED_##name] = code,
        APP_SEALED_FIELDS(X)
#undef X
    };

    return codes[field];
}

bool app_identity_other(const struct app_secrets *secrets, struct ym_span identity,
                        unsigned char ret[32])
{
    return secrets->hash_other != NULL &&
           secrets->hash_other(secrets->ring, APP_LABEL_IDENTITY, identity, ret);
}

struct ym_span app_sealed_label(struct app_sealed_at at, char room[APP_SEALED_LABEL_MAX])
{
    const int n = snprintf(room, APP_SEALED_LABEL_MAX, "yima party %s/%" PRId64 "/%u",
                           app_sealed_code(at.field), at.dispute.v, at.seat);

    return (struct ym_span){ room, (size_t)n };
}

/* One party on its way from words to what is stored. */
struct sealing {
    const struct app_desk *desk;
    struct ym_arena *arena;
    struct ym_id dispute;
    uint8_t seat;
    enum ym_err err; /* the first that failed; then nothing more is sealed */
    struct ym_error *reterr;
};

static struct ym_span seal_field(struct sealing *s, enum app_sealed field, struct ym_span plain)
{
    const struct app_secrets *secrets = s->desk->secrets;
    struct ym_span sealed = { NULL, 0 };
    char room[APP_SEALED_LABEL_MAX];

    if (s->err == YM_E_OK && plain.n > 0)
        s->err = secrets->seal(
            secrets->ring,
            app_sealed_label((struct app_sealed_at){ s->dispute, s->seat, field }, room), plain,
            s->arena, &sealed, s->reterr);
    return sealed;
}

static void seal_party(struct sealing *s, const struct ym_party_words *w, struct ym_party *ret)
{
    const struct app_secrets *secrets = s->desk->secrets;

    *ret =
        (struct ym_party){ .side = w->side,
                           .kind = w->kind,
                           .name = w->name,
                           .agent = w->agent,
                           .identity = seal_field(s, APP_SEALED_IDENTITY, w->identity),
                           .phone = seal_field(s, APP_SEALED_PHONE, w->phone),
                           .address = seal_field(s, APP_SEALED_ADDRESS, w->address),
                           .agent_phone = seal_field(s, APP_SEALED_AGENT_PHONE, w->agent_phone) };
    if (w->identity.n > 0)
        secrets->keyed_hash(secrets->ring, APP_LABEL_IDENTITY, w->identity, ret->identity_hash);
}

static uint32_t bucket_for(const struct app_desk *desk, const struct ym_request_key *key)
{
    uint16_t random;

    if (key->given)
        return (uint32_t)(key->key[0] | key->key[1] << 8) % YM_BUCKETS;
    desk->secrets->random(&random, sizeof(random));
    return random % YM_BUCKETS;
}

static enum ym_err take_terms(const struct ym_intake_words *words, struct ym_arena *arena,
                              struct ym_intake *ret)
{
    struct ym_span texts[YM_SEATS_MAX + 1];
    size_t n = 0;

    /* Names first: of a long title a part is enough to find it, of a name it is not. */
    for (int i = 0; i < words->nparties; i++)
        texts[n++] = words->parties[i].name;
    texts[n++] = words->title;
    ret->nterms = (uint16_t)app_terms(texts, n, arena, &ret->terms, YM_TERMS_MAX);
    return ym_arena_ok(arena) ? YM_E_OK : YM_E_TOO_LARGE;
}

enum ym_err app_desk_id(const struct app_desk *desk, const struct ym_request_key *key, ym_usec now,
                        struct ym_id *ret, struct ym_error *reterr)
{
    if (!ym_id_next(desk->ids, now, bucket_for(desk, key), ret))
        return ym_fail(reterr, YM_E_UNAVAILABLE,
                       "no id can be given now: the clock stepped back; try again in a moment");
    return YM_E_OK;
}

enum ym_err app_desk_prepare(const struct app_desk *desk, const struct ym_intake_words *words,
                             struct ym_id id, struct ym_arena *arena, struct ym_intake *ret,
                             struct ym_error *reterr)
{
    struct ym_party *parties = ym_arena_alloc(arena, words->nparties, sizeof(*parties));
    struct sealing sealing = {
        .desk = desk, .arena = arena, .dispute = id, .err = YM_E_OK, .reterr = reterr
    };

    if (parties == NULL)
        return ym_fail(reterr, YM_E_TOO_LARGE, "the intake is too large; name fewer parties");
    *ret = (struct ym_intake){ .title = words->title,
                               .description = words->description,
                               .external_ref = words->external_ref,
                               .amount_fen = words->amount_fen,
                               .nparties = words->nparties,
                               .parties = parties };
    for (sealing.seat = 0; sealing.seat < words->nparties; sealing.seat++)
        seal_party(&sealing, &words->parties[sealing.seat], &parties[sealing.seat]);
    if (sealing.err != YM_E_OK)
        return sealing.err;
    if (take_terms(words, arena, ret) != YM_E_OK)
        return ym_fail(reterr, YM_E_TOO_LARGE, "the intake is too large; shorten its texts");
    app_desk_token(desk, id, &ret->token);
    return YM_E_OK;
}
