/* SPDX-License-Identifier: Apache-2.0 */
/* What this program wrote and reads back, and what a damaged disk, a restored copy or another hand
 * may have changed: profiles, reports, details and their redaction, forms, sheets on their way to
 * the printer, labels. The first byte says which. What is read is
 * written in one form, and that is read as the same. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "document/form.h"
#include "document/sheet.h"
#include "json/event.h"
#include "json/profile.h"
#include "json/redact.h"
#include "json/said.h"
#include "report/report.h"
#include "yima/canon.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct ym_arena new_arena(size_t bytes)
{
    struct ym_arena arena;
    const bool ok = ym_arena_init(&arena, bytes);

    assert(ok);
    return arena;
}

/* A reader lets white space and another order pass: what it read is written in the one form, and
 * that is read as the same. */
static void profile(struct ym_span bytes)
{
    struct ym_arena arena = new_arena(2 * JSON_PROFILE_ARENA_BYTES);
    struct json_profile *p = malloc(sizeof(*p));
    struct ym_buf out, again;
    enum ym_err err;

    assert(p != NULL);
    ym_buf_init(&out, JSON_PROFILE_BYTES_MAX);
    ym_buf_init(&again, JSON_PROFILE_BYTES_MAX);
    if (json_profile_read(bytes, &arena, p, NULL) == YM_E_OK) {
        assert(p->nitems <= JSON_PROFILE_ITEMS_MAX && p->nrules <= JSON_PROFILE_RULES_MAX);
        for (size_t i = 0; i < p->nitems; i++)
            assert(p->items[i].rule < p->nrules);
        json_profile_write(p, &out);
        assert(ym_buf_ok(&out));
        err = json_profile_read(ym_buf_span(&out), &arena, p, NULL);
        assert(err == YM_E_OK);
        json_profile_write(p, &again);
        assert(ym_span_is(ym_buf_span(&out), ym_buf_span(&again)));
    }
    ym_buf_release(&again);
    ym_buf_release(&out);
    free(p);
    ym_arena_release(&arena);
}

static void report(struct ym_span bytes)
{
    struct report *r = NULL, *back = NULL;
    struct ym_buf out, again;
    enum ym_err err;
    bool ok;

    if (report_read(bytes, &r, NULL) != YM_E_OK)
        return;
    ym_buf_init(&out, REPORT_JSON_BYTES_MAX);
    ok = report_json(r, &out);
    assert(ok);
    err = report_read(ym_buf_span(&out), &back, NULL);
    assert(err == YM_E_OK);
    ym_buf_init(&again, REPORT_JSON_BYTES_MAX);
    ok = report_json(back, &again);
    assert(ok && ym_span_is(ym_buf_span(&out), ym_buf_span(&again)));
    ym_buf_release(&again);
    ym_buf_release(&out);
    report_free(back);
    report_free(r);
}

static void said(struct ym_span bytes)
{
    struct ym_arena arena = new_arena(JSON_SAID_ARENA_BYTES);
    struct ym_said s;

    if (json_said_read(bytes, &arena, &s))
        assert(s.nobligations <= YM_OBLIGATIONS_MAX);
    ym_arena_release(&arena);
}

/* Redacted once or twice is the same, is an event, and folds as before: no code, number or day of
 * it changes. */
static void redact(struct ym_span bytes)
{
    struct ym_buf once, twice;
    struct ym_event before, after;
    bool changed = false, again = true;
    enum ym_err err;

    ym_buf_init(&once, YM_EVENT_BYTES_MAX);
    ym_buf_init(&twice, YM_EVENT_BYTES_MAX);
    if (json_event_redact(bytes, &once, &changed, NULL) == YM_E_OK) {
        assert(json_event_decode(bytes, &before));
        assert(json_event_decode(ym_buf_span(&once), &after));
        assert(changed || ym_span_is(bytes, ym_buf_span(&once)));
        assert(before.seq == after.seq && before.rule == after.rule &&
               before.c.kind == after.c.kind && before.dispute.v == after.dispute.v &&
               before.effects == after.effects &&
               memcmp(before.to, after.to, sizeof(before.to)) == 0);
        err = json_event_redact(ym_buf_span(&once), &twice, &again, NULL);
        assert(err == YM_E_OK && !again);
        assert(ym_span_is(ym_buf_span(&once), ym_buf_span(&twice)));
    }
    ym_buf_release(&once);
    ym_buf_release(&twice);
}

static void form(struct ym_span bytes)
{
    static const struct doc_facts nothing = { .rows = { 1 } };
    struct doc_form *f = NULL;

    if (doc_form_read(bytes, &f, NULL) != YM_E_OK)
        return;
    assert(doc_form_document(f) < YM_DOC_COUNT);
    assert((doc_form_missing(f, &nothing) & ~doc_form_needs(f)) == 0);
    doc_form_free(f);
}

static void sheet(struct ym_span bytes)
{
    struct ym_arena arena = new_arena(DOC_UNPACK_BYTES);
    struct doc_sheet s;
    struct ym_buf out;

    ym_buf_init(&out, 1u << 20);
    if (doc_sheet_unpack(bytes, &arena, &s)) {
        assert(s.n <= DOC_BLOCKS_MAX);
        if (doc_sheet_pack(&s, &out))
            assert(ym_span_is(ym_buf_span(&out), bytes));
    }
    ym_buf_release(&out);
    ym_arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const readers[])(struct ym_span) = { profile, report, said, redact, form, sheet };

    if (size > 0)
        readers[data[0] % (sizeof(readers) / sizeof(readers[0]))](
            (struct ym_span){ (const char *)data + 1, size - 1 });
    return 0;
}
