/* SPDX-License-Identifier: Apache-2.0 */
#include "app/desk.h"

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

static enum ym_err seal_field(const struct app_desk *desk, struct ym_span label,
                              struct ym_span plain, struct ym_arena *arena, struct ym_span *ret,
                              struct ym_error *reterr)
{
    *ret = (struct ym_span){ NULL, 0 };
    if (plain.n == 0)
        return YM_E_OK;
    return desk->secrets->seal(desk->secrets->ring, label, plain, arena, ret, reterr);
}

static enum ym_err seal_party(const struct app_desk *desk, const struct ym_party_words *w,
                              struct ym_arena *arena, struct ym_party *ret, struct ym_error *reterr)
{
    enum ym_err err;

    *ret =
        (struct ym_party){ .side = w->side, .kind = w->kind, .name = w->name, .agent = w->agent };
    err = seal_field(desk, APP_LABEL_IDENTITY, w->identity, arena, &ret->identity, reterr);
    if (err == YM_E_OK)
        err = seal_field(desk, APP_LABEL_PHONE, w->phone, arena, &ret->phone, reterr);
    if (err == YM_E_OK)
        err = seal_field(desk, APP_LABEL_ADDRESS, w->address, arena, &ret->address, reterr);
    if (err == YM_E_OK)
        err = seal_field(desk, APP_LABEL_PHONE, w->agent_phone, arena, &ret->agent_phone, reterr);
    if (err == YM_E_OK && w->identity.n > 0)
        desk->secrets->keyed_hash(desk->secrets->ring, APP_LABEL_IDENTITY, w->identity,
                                  ret->identity_hash);
    return err;
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

    if (parties == NULL)
        return ym_fail(reterr, YM_E_TOO_LARGE, "the intake is too large; name fewer parties");
    *ret = (struct ym_intake){ .title = words->title,
                               .description = words->description,
                               .external_ref = words->external_ref,
                               .amount_fen = words->amount_fen,
                               .nparties = words->nparties,
                               .parties = parties };
    for (int i = 0; i < words->nparties; i++) {
        enum ym_err err = seal_party(desk, &words->parties[i], arena, &parties[i], reterr);

        if (err != YM_E_OK)
            return err;
    }
    if (take_terms(words, arena, ret) != YM_E_OK)
        return ym_fail(reterr, YM_E_TOO_LARGE, "the intake is too large; shorten its texts");
    app_desk_token(desk, id, &ret->token);
    return YM_E_OK;
}
