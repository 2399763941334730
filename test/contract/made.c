/* SPDX-License-Identifier: Apache-2.0 */
#include "made.h"

#include <assert.h>
#include <string.h>

struct ym_id made_id(uint32_t bucket, uint32_t n)
{
    const int64_t ms = (MADE_NOW - YM_ID_EPOCH) / 1000;

    return (struct ym_id){ (ms + n / YM_ID_SEQS) << 22 | (int64_t)(n % YM_ID_SEQS) << 10 |
                           (int64_t)bucket };
}

struct ym_token made_token(struct ym_id id, uint8_t salt)
{
    uint8_t random[YM_TOKEN_RANDOM_BYTES] = { 0 };
    struct ym_token token;

    memcpy(random, &id.v, sizeof(id.v));
    random[sizeof(id.v)] = salt;
    ym_token_make(ym_id_bucket(id), random, &token);
    return token;
}

/* Not a cryptographic hash: stores never compute one, they only compare. */
static void digest(const char *at, size_t n, const unsigned char *before, unsigned char ret[32])
{
    for (size_t i = 0; i < 32; i++) {
        uint64_t h = UINT64_C(1469598103934665603) + i + before[i];

        for (size_t k = 0; k < n; k++)
            h = (h ^ (unsigned char)at[k]) * UINT64_C(1099511628211);
        ret[i] = (unsigned char)(h >> 24);
    }
}

void made_seal(struct made *m)
{
    size_t n = ym_canon_event(&m->event, m->payload, sizeof(m->payload));
    struct ym_request_key key = m->change.key;
    bool is_new = m->before.version == 0;

    assert(n > 0);
    digest(m->payload, n, m->before.head, m->after.head);
    m->intake.parties = m->parties;
    m->intake.terms = m->terms;
    m->change = (struct ym_change){ .before = &m->before,
                                    .after = &m->after,
                                    .event = &m->event,
                                    .payload = { m->payload, n },
                                    .colour = YM_COLOUR_YELLOW,
                                    .stage = YM_STAGE_FIRST,
                                    .is_open = true,
                                    .tell = true,
                                    .key = key,
                                    .intake = is_new ? &m->intake : NULL };
}

void made_register(struct made *m, struct ym_id id)
{
    *m = (struct made){ .before = {
                            .id = id, .stayed_on = YM_DAY_NONE, .terms.last_due = YM_DAY_NONE } };
    m->after = (struct ym_dispute){ .id = id,
                                    .version = 1,
                                    .procedure = 1,
                                    .type = YM_TYPE_NEIGHBOUR,
                                    .channel = YM_CHANNEL_WINDOW,
                                    .seats = 2,
                                    .claimants = 1,
                                    .respondents = 2,
                                    .ext_deadline = YM_DEADLINE_NONE,
                                    .region = 330108000000,
                                    .body = MADE_BODY,
                                    .stayed_on = YM_DAY_NONE,
                                    .terms.last_due = YM_DAY_NONE,
                                    .received_at = MADE_NOW,
                                    .entered_at = MADE_NOW,
                                    .nclocks = 1,
                                    .clocks = { { .deadline = 1,
                                                  .last = ym_day_of(MADE_NOW),
                                                  .due = MADE_NOW + 3600 * YM_USEC_PER_SECOND,
                                                  .left = -1 } } };
    m->event = (struct ym_event){ .dispute = id, .seq = 1, .rule = 100, .c = { .at = MADE_NOW } };
    m->event.c.kind = YM_CMD_REGISTER;
    m->event.c.date = YM_DAY_NONE;
    m->event.c.by = (struct ym_actor){ .role = YM_ROLE_ADMIN, .seat = YM_SEAT_NONE };
    m->event.c.detail = YM_SPAN("{}");
    m->parties[0] = (struct ym_party){ .side = YM_SIDE_CLAIMANT, .name = YM_SPAN("张三") };
    m->parties[0].identity = YM_SPAN("sealed identity");
    m->parties[0].identity_hash[0] = 7;
    m->parties[1] = (struct ym_party){ .side = YM_SIDE_RESPONDENT, .name = YM_SPAN("李四") };
    m->terms[0] = YM_SPAN("噪声");
    m->terms[1] = YM_SPAN("张三");
    m->terms[2] = YM_SPAN("邻居");
    m->intake = (struct ym_intake){ .title = YM_SPAN("邻居噪声"),
                                    .description = YM_SPAN("夜间施工"),
                                    .amount_fen = 123456,
                                    .nparties = 2,
                                    .nterms = 3,
                                    .token = made_token(id, 0) };
    made_seal(m);
}

void made_next(struct made *m, const struct ym_dispute *before, const char *note)
{
    *m = (struct made){ .before = *before, .after = *before };
    m->after.version++;
    m->event = (struct ym_event){ .dispute = before->id,
                                  .seq = m->after.version,
                                  .rule = 200,
                                  .c = { .at = MADE_NOW + m->after.version } };
    m->event.c.kind = YM_CMD_VISIT;
    m->event.c.date = YM_DAY_NONE;
    m->event.c.by = (struct ym_actor){ .role = YM_ROLE_ADMIN, .seat = YM_SEAT_NONE };
    m->event.c.detail = ym_span_of(note);
    made_seal(m);
}

void made_key(struct made *m, uint8_t key, uint8_t fingerprint)
{
    m->change.key.given = true;
    memset(m->change.key.key, key, YM_KEY_BYTES);
    memset(m->change.key.fingerprint, fingerprint, YM_KEY_BYTES);
}

bool made_same(const struct ym_dispute *a, const struct ym_dispute *b)
{
    unsigned char x[YM_STATE_BYTES_MAX], y[YM_STATE_BYTES_MAX];
    size_t n = ym_dispute_pack(a, x, sizeof(x));

    return n > 0 && n == ym_dispute_pack(b, y, sizeof(y)) && memcmp(x, y, n) == 0 &&
           memcmp(a->head, b->head, sizeof(a->head)) == 0;
}
