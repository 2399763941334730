/* SPDX-License-Identifier: Apache-2.0 */
/* Vocabularies of orders, their ids, labels and digests. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/casefile.h"
#include "app/outside.h"

#define PHONE_DIGITS_MAX 24
#define FOLD_PARTS       6 /* texts of one step of a digest */

/* ---- Words ---- */

static const struct ym_word states[APP_ORDER_STATE_COUNT] = {
#define X(name, code, zh, en) [APP_ORDER_##name] = { code, zh, en },
    APP_ORDER_STATES(X)
#undef X
};

static const struct ym_word tasks[APP_TASK_COUNT] = {
#define X(name, code, zh, en) [APP_TASK_##name] = { code, zh, en },
    APP_ORDER_TASKS(X)
#undef X
};

static const struct ym_word hows[APP_HOW_COUNT] = {
#define X(name, code, zh, en) [APP_HOW_##name] = { code, zh, en },
    APP_REFERENCE_HOWS(X)
#undef X
};

const struct ym_word *app_order_state_word(unsigned state)
{
    assert(state < APP_ORDER_STATE_COUNT);
    return &states[state];
}

const struct ym_word *app_order_task_word(unsigned task)
{
    assert(task < APP_TASK_COUNT);
    return &tasks[task];
}

const struct ym_word *app_reference_how_word(unsigned how)
{
    assert(how < APP_HOW_COUNT);
    return &hows[how];
}

int app_order_task_find(struct ym_span code)
{
    for (int i = 0; i < APP_TASK_COUNT; i++) {
        if (ym_span_is(code, ym_span_of(tasks[i].code)))
            return i;
    }
    return -1;
}

/* ---- What a channel means ---- */

enum ym_source app_channel_source(uint8_t channel)
{
    switch (channel) {
    case YM_CHANNEL_POLICE_110:
    case YM_CHANNEL_HOTLINE_12345:
    case YM_CHANNEL_PETITION:
    case YM_CHANNEL_COURT_WINDOW:
    case YM_CHANNEL_DEPARTMENT:
    case YM_CHANNEL_SHARED_COURT:
        return YM_SOURCE_ENTRUSTED;
    case YM_CHANNEL_GRID_WORKER:
    case YM_CHANNEL_OUTREACH:
        return YM_SOURCE_ACTIVE;
    default:
        return YM_SOURCE_APPLIED;
    }
}

bool app_is_unknown_name(struct ym_span name)
{
    return ym_span_is(name, APP_UNKNOWN_CLAIMANT) || ym_span_is(name, APP_UNKNOWN_RESPONDENT) ||
           ym_span_is(name, APP_UNKNOWN_NAME);
}

/* ---- Ids ---- */

uint32_t app_reference_bucket(struct ym_span partner, struct ym_span reference)
{
    const struct ym_span parts[] = { partner, reference };
    uint32_t h = UINT32_C(2166136261); /* FNV-1a */

    for (size_t p = 0; p < 2; p++) {
        for (size_t i = 0; i < parts[p].n; i++)
            h = (h ^ (unsigned char)parts[p].at[i]) * UINT32_C(16777619);
        h = (h ^ 0xffu) * UINT32_C(16777619); /* no UTF-8 holds it: "a" "bc" is not "ab" "c" */
    }
    return h % YM_BUCKETS;
}

uint32_t app_order_bucket(int64_t id)
{
    return (uint32_t)((uint64_t)id % YM_BUCKETS);
}

int64_t app_order_id(const struct app_secrets *secrets, struct ym_span partner,
                     struct ym_span reference, ym_usec now)
{
    const uint64_t id = (uint64_t)app_file_id(secrets, now);

    return (int64_t)((id & ~(uint64_t)(YM_BUCKETS - 1)) | app_reference_bucket(partner, reference));
}

struct ym_span app_order_label(int64_t order, const char *field, char room[APP_ORDER_LABEL_MAX])
{
    const int n =
        snprintf(room, APP_ORDER_LABEL_MAX, "yima outside order %" PRId64 "/%s", order, field);

    assert(n > 0 && n < APP_ORDER_LABEL_MAX);
    return (struct ym_span){ room, (size_t)n };
}

/* ---- Digests ---- */

/* Its digits alone, without the country's prefix; they lie in room. */
static struct ym_span digits_of(struct ym_span phone, char room[PHONE_DIGITS_MAX])
{
    struct ym_span text = { room, 0 };

    for (size_t i = 0; i < phone.n && text.n < PHONE_DIGITS_MAX; i++) {
        if (phone.at[i] >= '0' && phone.at[i] <= '9')
            room[text.n++] = phone.at[i];
    }
    if (text.n == 13 && room[0] == '8' && room[1] == '6') {
        text.at += 2;
        text.n -= 2;
    }
    return text;
}

void app_phone_hash(const struct app_secrets *secrets, struct ym_span phone, unsigned char ret[32])
{
    char room[PHONE_DIGITS_MAX];

    secrets->keyed_hash(secrets->ring, APP_LABEL_PHONE, digits_of(phone, room), ret);
}

bool app_phone_other(const struct app_secrets *secrets, struct ym_span phone, unsigned char ret[32])
{
    char room[PHONE_DIGITS_MAX];

    return secrets->hash_other != NULL &&
           secrets->hash_other(secrets->ring, APP_LABEL_PHONE, digits_of(phone, room), ret);
}

/* Texts, folded into a digest a few at a time. */
struct folding {
    const struct app_secrets *secrets;
    unsigned char *digest; /* 16 bytes: of all before */
    size_t n;
    struct ym_span parts[1 + FOLD_PARTS]; /* the digest, and what follows */
};

static void fold(struct folding *f)
{
    f->parts[0] = (struct ym_span){ (const char *)f->digest, 16 };
    f->secrets->fingerprint(YM_SPAN("yima outside order"), f->parts, f->n + 1, f->digest);
    f->n = 0;
}

static void add(struct folding *f, struct ym_span text)
{
    f->parts[++f->n] = text.at != NULL ? text : YM_SPAN("");
    if (f->n == FOLD_PARTS)
        fold(f);
}

void app_order_digest(const struct app_secrets *secrets, const struct app_order *o,
                      unsigned char ret[16])
{
    struct folding f = { .secrets = secrets, .digest = ret };
    char numbers[160];

    memset(ret, 0, 16);
    (void)snprintf(numbers, sizeof(numbers), "%u %u %u %d %d %" PRId64 " %" PRId64 " %" PRId64,
                   o->harm, o->urgency, o->scope, o->wants_status, o->joint, o->region,
                   o->amount_fen, o->occurred_at);
    add(&f, ym_span_of(numbers));
    add(&f, o->kind);
    add(&f, o->title);
    add(&f, o->description);
    add(&f, o->detail);
    add(&f, o->left_out);
    for (size_t i = 0; i < o->nparties; i++) {
        const struct ym_party_words *p = &o->parties[i];

        add(&f, p->name);
        add(&f, p->identity);
        add(&f, p->phone);
        add(&f, p->address);
        add(&f, p->agent);
        add(&f, p->agent_phone);
    }
    fold(&f);
}
