/* SPDX-License-Identifier: Apache-2.0 */
/* Packed states, facts, credit logs and sums: whatever is read back is written the same, and the
 * two readers of canonical events agree. The first byte says which. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/assess.h"
#include "json/event.h"
#include "yima/canon.h"
#include "yima/credit.h"
#include "yima/fact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A state packed by an older version is read, too, and written in the newer form: that one must be
 * read back as the same. */
static void state(struct ym_span bytes)
{
    unsigned char packed[YM_STATE_BYTES_MAX], again[YM_STATE_BYTES_MAX];
    struct ym_dispute d, back;
    size_t n, m;

    if (!ym_dispute_unpack((const unsigned char *)bytes.at, bytes.n, &d))
        return;
    n = ym_dispute_pack(&d, packed, sizeof(packed));
    assert(n > 0);
    assert(ym_dispute_unpack(packed, n, &back));
    m = ym_dispute_pack(&back, again, sizeof(again));
    assert(n == m && memcmp(packed, again, n) == 0);
}

static void fact(struct ym_span bytes)
{
    unsigned char packed[YM_FACT_BYTES_MAX];
    struct ym_span rest = bytes;
    struct ym_month_fact f;

    while (rest.n > 0) {
        const struct ym_span before = rest;
        size_t n;

        if (!ym_fact_unpack(&rest, &f))
            return;
        assert(rest.n < before.n);
        n = ym_fact_pack(&f, packed);
        assert(n == before.n - rest.n && memcmp(packed, before.at, n) == 0);
    }
}

static void credit(struct ym_span bytes)
{
    struct ym_credit_log *const log = malloc(sizeof(*log));
    unsigned char *const packed = malloc(YM_CREDIT_LOG_BYTES_MAX);

    assert(log != NULL && packed != NULL);
    if (ym_credit_items_unpack((const unsigned char *)bytes.at, bytes.n, log)) {
        const size_t n = ym_credit_items_pack(log, packed, YM_CREDIT_LOG_BYTES_MAX);

        assert(n == bytes.n && memcmp(packed, bytes.at, n) == 0);
    }
    free(log);
    free(packed);
}

static void sums(struct ym_span bytes)
{
    unsigned char packed[APP_ASSESS_SUMS_BYTES];
    struct app_assess_sums s;

    if (!app_assess_unpack(bytes, &s))
        return;
    app_assess_pack(&s, packed);
    assert(bytes.n == sizeof(packed) && memcmp(packed, bytes.at, bytes.n) == 0);
}

/* The quick reader may take what the strict one refuses; never the other way round, and never to
 * mean something else. */
static void event(struct ym_span bytes)
{
    static char first[YM_EVENT_BYTES_MAX], second[YM_EVENT_BYTES_MAX];
    struct ym_event strict, quick;
    size_t n;

    if (!json_event_decode(bytes, &strict))
        return;
    assert(ym_canon_event_read(bytes, &quick));
    n = ym_canon_event(&strict, first, sizeof(first));
    assert(n == bytes.n && memcmp(first, bytes.at, n) == 0);
    assert(ym_canon_event(&quick, second, sizeof(second)) == n);
    assert(memcmp(first, second, n) == 0);
}

/* On its own whatever it is given. */
static void quick_event(struct ym_span bytes)
{
    struct ym_event quick;

    if (ym_canon_event_read(bytes, &quick))
        assert(quick.c.kind < YM_CMD_COUNT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const readers[])(
        struct ym_span) = { state, fact, credit, sums, event, quick_event };
    const size_t n = sizeof(readers) / sizeof(readers[0]);

    if (size > 0)
        readers[data[0] % n]((struct ym_span){ (const char *)data + 1, size - 1 });
    return 0;
}
