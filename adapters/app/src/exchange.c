/* SPDX-License-Identifier: Apache-2.0 */
/* Words of the exchange, and the labels under which what it says is sealed. */
#include "app/exchange.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *const partner_kinds[] = {
#define X(name, code, ...) code,
    APP_PARTNER_KINDS(X)
#undef X
};
static const char *const exchange_kinds[] = {
#define X(name, code, ...) code,
    APP_EXCHANGE_KINDS(X)
#undef X
};
static const char *const message_states[] = {
#define X(name, code, ...) code,
    APP_MESSAGE_STATES(X)
#undef X
};
static const char *const discrepancies[] = {
#define X(name, code, ...) code,
    APP_DISCREPANCY_KINDS(X)
#undef X
};

static int index_of(const char *const *words, int n, struct ym_span word)
{
    for (int i = 0; i < n; i++) {
        if (ym_span_is(word, ym_span_of(words[i])))
            return i;
    }
    return -1;
}

const char *app_partner_kind_code(unsigned kind)
{
    assert(kind < APP_PARTNER_KIND_COUNT);
    return partner_kinds[kind];
}

const char *app_exchange_kind_code(unsigned kind)
{
    assert(kind < APP_EXCHANGE_KIND_COUNT);
    return exchange_kinds[kind];
}

const char *app_message_state_code(unsigned state)
{
    assert(state < APP_MESSAGE_STATE_COUNT);
    return message_states[state];
}

const char *app_discrepancy_code(unsigned kind)
{
    assert(kind < APP_DISCREPANCY_KIND_COUNT);
    return discrepancies[kind];
}

int app_partner_kind_of(struct ym_span code)
{
    const int kind = index_of(partner_kinds, APP_PARTNER_KIND_COUNT, code);

    return kind == APP_PARTNER_NONE ? -1 : kind;
}

int app_exchange_kind_of(struct ym_span code)
{
    return index_of(exchange_kinds, APP_EXCHANGE_KIND_COUNT, code);
}

int app_message_state_of(struct ym_span code)
{
    return index_of(message_states, APP_MESSAGE_STATE_COUNT, code);
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

enum ym_err app_partner_code_check(struct ym_span code, struct ym_error *reterr)
{
    bool is_good = code.n >= APP_PARTNER_CODE_MIN && code.n <= APP_PARTNER_CODE_MAX;

    for (size_t i = 0; is_good && i < code.n; i++) {
        const bool is_inside = i > 0 && i + 1 < code.n;

        is_good = is_letter(code.at[i]) || (code.at[i] == '-' && is_inside);
    }
    if (is_good)
        return YM_E_OK;
    return ym_fail(reterr, YM_E_UNPROCESSABLE,
                   "the code of a partner has %d to %d of a-z, 0-9 and hyphens inside, as hz-court",
                   APP_PARTNER_CODE_MIN, APP_PARTNER_CODE_MAX);
}

uint32_t app_arrival_bucket(const struct app_secrets *secrets, int64_t partner, struct ym_span name)
{
    char number[24];
    unsigned char print[16];
    const int n = snprintf(number, sizeof(number), "%" PRId64, partner);
    const struct ym_span parts[] = { { number, (size_t)n }, name };

    secrets->fingerprint(YM_SPAN("yima exchange arrival"), parts, 2, print);
    return ((uint32_t)print[0] << 8 | print[1]) % YM_BUCKETS;
}

struct ym_span app_message_label(struct app_sealed_message of, char room[APP_MESSAGE_LABEL_MAX])
{
    int n;

    assert(of.name.n <= APP_MESSAGE_NAME_MAX);
    n = snprintf(room, APP_MESSAGE_LABEL_MAX, "yima exchange %" PRId64 " %.*s", of.partner,
                 (int)of.name.n, of.name.n > 0 ? of.name.at : "");
    assert(n > 0 && n < APP_MESSAGE_LABEL_MAX);
    return (struct ym_span){ room, (size_t)n };
}

enum ym_err app_message_seal(const struct app_secrets *secrets, struct app_sealed_message of,
                             struct ym_span plain, struct ym_arena *arena, struct ym_span *ret,
                             struct ym_error *reterr)
{
    char room[APP_MESSAGE_LABEL_MAX];

    return secrets->seal(secrets->ring, app_message_label(of, room), plain, arena, ret, reterr);
}

enum ym_err app_message_unseal(const struct app_secrets *secrets, struct app_sealed_message of,
                               struct ym_span sealed, struct ym_arena *arena, struct ym_span *ret,
                               struct ym_error *reterr)
{
    char room[APP_MESSAGE_LABEL_MAX];

    return secrets->unseal(secrets->ring, app_message_label(of, room), sealed, arena, ret, reterr);
}
