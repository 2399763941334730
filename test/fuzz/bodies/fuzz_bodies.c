/* SPDX-License-Identifier: Apache-2.0 */
/* Readers of bodies that are neither commands nor intakes (fuzz/json has those), and of what comes
 * back from partners. The first byte says which. Whatever is accepted keeps the limits that its
 * header names; no reader claims that a database did not answer. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "app/subscribe.h"
#include "crypto/crypto.h"
#include "exchange/envelope.h"
#include "exchange/signed.h"
#include "json/account.h"
#include "json/casefile.h"
#include "json/evidence.h"
#include "json/order.h"
#include "json/seal.h"
#include "json/subscription.h"

#define ARENA_BYTES (1u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_verdict(enum ym_err err)
{
    return err == YM_E_OK || err == YM_E_INVALID || err == YM_E_UNPROCESSABLE ||
           err == YM_E_TOO_LARGE;
}

static void casefile(struct ym_span text, struct ym_arena *arena)
{
    struct ym_mistakes mistakes;
    struct json_note note;
    struct json_appointment when;
    struct ym_span words;
    uint8_t seat;

    ym_mistakes_clear(&mistakes);
    if (json_note_read(text, arena, &note, &mistakes, NULL) == YM_E_OK)
        assert(note.seat <= YM_SEATS_MAX && note.text.n > 0);
    for (int is_change = 0; is_change < 2; is_change++)
        if (json_appointment_read(text, is_change != 0, arena, &when, &mistakes, NULL) == YM_E_OK)
            assert(when.minutes > 0 && when.minutes <= JSON_MINUTES_MAX);
    assert(is_verdict(json_reason_read(text, arena, &words, &mistakes, NULL)));
    assert(is_verdict(json_entry_read(text, arena, &words, &mistakes, NULL)));
    if (json_seat_read(text, &seat, &mistakes, NULL) == YM_E_OK)
        assert(seat < YM_SEATS_MAX);
}

static void account(struct ym_span text, struct ym_arena *arena)
{
    struct json_login login;
    struct json_account a;
    uint8_t role;

    if (json_login_read(text, arena, &login, NULL) == YM_E_OK)
        assert(login.role < YM_ROLE_COUNT || login.role == JSON_ROLE_NONE);
    if (json_role_read(text, arena, &role, NULL) == YM_E_OK)
        assert(role < YM_ROLE_COUNT || role == JSON_ROLE_NONE);
    for (int is_new = 0; is_new < 2; is_new++)
        if (json_account_read(text, is_new != 0, arena, &a, NULL) == YM_E_OK)
            assert(a.ngrants <= YM_ROLE_COUNT);
}

static void subscription(struct ym_span text, struct ym_arena *arena)
{
    struct json_subscription s;
    struct json_redrive redrive;
    int64_t hours;

    for (int is_new = 0; is_new < 2; is_new++)
        if (json_subscription_read(text, is_new != 0, arena, &s, NULL) == YM_E_OK)
            assert(s.body >= 0);
    if (json_rotation_read(text, 24, &hours, NULL) == YM_E_OK)
        assert(hours >= 0 && hours <= JSON_ROTATION_HOURS_MAX);
    assert(is_verdict(json_redrive_read(text, arena, &redrive, NULL)));
    assert(is_verdict(app_subscription_url_check(text, NULL)));
}

static void seal(struct ym_span text, struct ym_arena *arena)
{
    static struct json_seal_key keys[JSON_SEAL_KEYS_MAX];
    struct ym_mistakes mistakes;
    struct json_signature signature;
    struct json_seal_file file;
    struct json_statement statement;
    struct json_evidence evidence;
    enum ym_document document;
    size_t n;

    ym_mistakes_clear(&mistakes);
    assert(is_verdict(json_signature_read(text, arena, &signature, &mistakes, NULL)));
    if (json_seal_wish_read(text, &document, &mistakes, NULL) == YM_E_OK)
        assert((int)document < YM_DOC_COUNT);
    assert(is_verdict(json_seal_file_read(text, arena, &file, NULL)));
    if (json_statement_read(text, &statement, NULL) == YM_E_OK)
        assert(statement.document >= 0 && statement.document < YM_DOC_COUNT);
    if (json_seal_keys_read(text, keys, &n, NULL) == YM_E_OK)
        assert(n <= JSON_SEAL_KEYS_MAX);
    if (json_evidence_read(text, arena, &evidence, &mistakes, NULL) == YM_E_OK)
        assert(evidence.bytes <= JSON_FILE_BYTES_MAX && evidence.seat <= YM_SEATS_MAX);
}

static void exchange(struct ym_span text, struct ym_arena *arena)
{
    static struct exchange_list list;
    struct exchange_envelope envelope;
    struct exchange_receipt receipt;
    struct exchange_policy policy;

    assert(is_verdict(exchange_read_envelope(text, arena, &envelope, NULL)));
    if (exchange_read_receipt(text, arena, &receipt, NULL) == YM_E_OK)
        assert(receipt.id.n > 0);
    if (exchange_read_policy(text, &policy, NULL) == YM_E_OK)
        assert(policy.bytes_max <= APP_MESSAGE_BYTES_MAX);
    if (exchange_read_list(text, arena, &list, NULL) == YM_E_OK)
        assert(list.n <= EXCHANGE_LIST_MAX);
}

static void order(struct ym_span text, struct ym_arena *arena)
{
    const struct json_order_frame frame = { .claimant = YM_SPAN("报警人"),
                                            .respondent = YM_SPAN("对方当事人"),
                                            .nameless = YM_SPAN("姓名不详"),
                                            .now = 1795000000 * YM_USEC_PER_SECOND };
    struct ym_mistakes mistakes;
    struct json_order o;

    ym_mistakes_clear(&mistakes);
    if (json_order_read(text, &frame, arena, &o, &mistakes, NULL) == YM_E_OK)
        assert(o.nparties >= 2 && o.nparties <= YM_SEATS_MAX);
}

/* The three headers stand in a line each, the body behind them. */
static void headers(struct ym_span text, struct ym_arena *arena)
{
    static const struct app_partner partner = { .id = 1 };
    struct ym_span parts[4] = { { "", 0 } };
    size_t n = 0, at = 0;

    (void)arena;
    for (size_t i = 0; i < text.n && n < 3; i++)
        if (text.at[i] == '\n') {
            parts[n++] = (struct ym_span){ text.at + at, i - at };
            at = i + 1;
        }
    parts[3] = (struct ym_span){ text.at + at, text.n - at };
    assert(exchange_verify(&(struct exchange_signed){ parts[0], parts[1], parts[2], parts[3] },
                           &partner, 1795000000 * YM_USEC_PER_SECOND,
                           NULL) == YM_E_UNAUTHORIZED); /* a partner without a key */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const readers[])(struct ym_span,
                                   struct ym_arena *) = { casefile, account, subscription, seal,
                                                          exchange, order,   headers };
    const size_t n = sizeof(readers) / sizeof(readers[0]);
    struct ym_arena arena;
    const bool ok = ym_arena_init(&arena, ARENA_BYTES);

    assert(ok && ym_crypto_init(NULL) == YM_E_OK);
    if (size > 0)
        readers[data[0] % n]((struct ym_span){ (const char *)data + 1, size - 1 }, &arena);
    ym_arena_release(&arena);
    return 0;
}
