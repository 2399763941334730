/* SPDX-License-Identifier: Apache-2.0 */
/* What partners send, signed as it should be: messages of courts and centres, work orders of
 * channels, each from its bytes to its receipt, with the commands that they become. Up to four
 * messages, with a byte 0x1E between two: "court", "centre" or "channel", a line feed, the body.
 * "@@@@-" in it stands for the number of the dispute that they are about.
 *
 * Each gets one answer; a receipt is well formed and fits; nothing is ever a fault of ours. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bed.h"
#include "exchange/envelope.h"
#include "exchange/signed.h"

#define MESSAGES_MAX 4
#define MARK         "@@@@-"
#define ARENA_BYTES  (4u * APP_MESSAGE_BYTES_MAX)
#define STEP         (INT64_C(60) * YM_USEC_PER_SECOND)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct bed bed; /* libFuzzer has no place for it */

static void open_bed(void)
{
    if (bed.api == NULL) {
        bed_open(&bed, YM_PROJECT);
        bed_open_api(&bed);
    }
}

struct told {
    unsigned answers;
    enum ym_err err;
};

static void check_receipt(struct ym_span text)
{
    struct exchange_receipt receipt;
    struct ym_arena arena;
    const bool ok = ym_arena_init(&arena, ARENA_BYTES);
    enum ym_err err;

    assert(ok && text.n <= APP_MESSAGE_BYTES_MAX);
    err = exchange_read_receipt(text, &arena, &receipt, NULL);
    assert(err == YM_E_OK);
    assert(receipt.state == APP_MESSAGE_ACCEPTED || receipt.state == APP_MESSAGE_REFUSED ||
           receipt.state == APP_MESSAGE_PENDING);
    ym_arena_release(&arena);
}

static void on_answer(void *arg, enum ym_err err, struct ym_span receipt, const char *text)
{
    struct told *told = arg;

    told->answers++;
    told->err = err;
    if (err == YM_E_OK)
        check_receipt(receipt);
    else
        assert(text != NULL && text[0] != '\0');
}

/* The body with the number of the dispute in place of each mark. */
static struct ym_buf fill(struct ym_span text)
{
    char number[YM_NUMBER_TEXT_MAX];
    const struct ym_span have = bed_number(&bed, number);
    const size_t mark_n = strlen(MARK);
    struct ym_buf buf;

    ym_buf_init(&buf, 2 * APP_MESSAGE_BYTES_MAX);
    while (text.n > 0) {
        const bool is_mark = text.n >= mark_n && memcmp(text.at, MARK, mark_n) == 0;
        const size_t n = is_mark ? mark_n : 1;

        ym_buf_add(&buf, is_mark ? have : (struct ym_span){ text.at, 1 });
        text = (struct ym_span){ text.at + n, text.n - n };
    }
    return buf;
}

static void deliver(struct ym_span partner, struct ym_span body)
{
    struct ym_buf scratch;
    char signature[EXCHANGE_SIGNATURE_LEN + 1], seconds[24];
    struct told told = { 0, YM_E_OK };
    struct exchange_front_request rq = { .partner = partner };
    bool is_taken;

    ym_buf_init(&scratch, 4 * APP_MESSAGE_BYTES_MAX);
    (void)snprintf(seconds, sizeof(seconds), "%lld", (long long)(bed.now / YM_USEC_PER_SECOND));
    exchange_sign_with(&bed.ports.theirs, YM_SPAN("m1"), bed.now / YM_USEC_PER_SECOND, body,
                       &scratch, signature);
    rq.is_intake = ym_span_is(partner, YM_SPAN("channel"));
    rq.message =
        (struct exchange_signed){ YM_SPAN("m1"), ym_span_of(seconds), ym_span_of(signature), body };
    is_taken = exchange_front_take(bed.front, &rq, on_answer, &told);
    assert(is_taken);
    bed_run(&bed);
    assert(told.answers == 1 && exchange_front_is_idle(bed.front));
    assert(told.err != YM_E_INTERNAL);
    ym_buf_release(&scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ym_span rest = { (const char *)data, size };

    open_bed();
    bed_reset(&bed);
    bed.now += STEP;
    bed_register(&bed);
    for (int i = 0; i < MESSAGES_MAX && rest.n > 0; i++) {
        struct ym_span text = cut(&rest, '\x1E');
        const struct ym_span partner = cut(&text, '\n');
        struct ym_buf body = fill(text);

        if (ym_buf_ok(&body))
            deliver(partner, ym_buf_span(&body));
        ym_buf_release(&body);
    }
    return 0;
}
