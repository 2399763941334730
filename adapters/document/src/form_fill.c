/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "form.h"
#include "slots.h"

/* A line to write on, where nothing is known. */
#define BLANK YM_SPAN("＿＿＿＿＿＿")

/* One filling. */
struct filling {
    const struct doc_form *form;
    const struct doc_facts *facts;
    struct ym_arena *arena;
    struct doc_block *block; /* DOC_BLOCKS_MAX of them */
    size_t n;
    bool is_full; /* more blocks than fit */
};

static struct ym_span value(const struct filling *f, enum doc_slot slot, size_t row)
{
    const struct ym_span *values = f->facts->value[slot];
    const enum doc_scope scope = doc_slot_scope(slot);
    const size_t at = scope == DOC_SCOPE_DISPUTE ? 0 : row;

    if (values == NULL || at >= f->facts->rows[scope] || values[at].n == 0)
        return BLANK;
    return values[at];
}

static struct ym_span piece_text(const struct filling *f, const struct slots_piece *p, size_t row)
{
    return p->plain.n > 0 ? p->plain : value(f, (enum doc_slot)p->slot, row);
}

/* The text with its slots filled from this row of its scope. */
static struct ym_span expand(const struct filling *f, struct ym_span text, size_t row)
{
    struct ym_span rest = text;
    struct slots_piece piece;
    size_t n = 0;
    char *at;
    struct ym_span whole;

    while (slots_next(&rest, &piece))
        n += piece_text(f, &piece, row).n;
    at = n > 0 ? ym_arena_alloc(f->arena, n, 1) : NULL;
    if (at == NULL)
        return YM_SPAN("");
    whole = (struct ym_span){ at, n };
    for (rest = text; slots_next(&rest, &piece);) {
        const struct ym_span part = piece_text(f, &piece, row);

        memcpy(at, part.at, part.n);
        at += part.n;
    }
    return whole;
}

static void add(struct filling *f, enum doc_block_kind kind, struct ym_span text,
                const struct doc_table *table)
{
    if (f->n == DOC_BLOCKS_MAX) {
        f->is_full = true;
        return;
    }
    f->block[f->n++] = (struct doc_block){ kind, text, table };
}

/* Without rows the table has one to be filled by hand, unless the form has a word for that. */
static void add_table(struct filling *f, const struct form_block *b)
{
    const size_t known = f->facts->rows[b->scope];
    const size_t rows = (known > 0 ? known : 1) + 1;
    struct doc_table *t = ym_arena_alloc(f->arena, 1, sizeof(*t));
    struct ym_span *cell = ym_arena_alloc(f->arena, rows * b->columns, sizeof(*cell));
    unsigned char *share = ym_arena_alloc(f->arena, b->columns, 1);

    if (known == 0 && b->text.n > 0) {
        add(f, DOC_TEXT, expand(f, b->text, 0), NULL);
        return;
    }
    if (t == NULL || cell == NULL || share == NULL)
        return;
    *t = (struct doc_table){ b->columns, rows, cell, share };
    for (size_t c = 0; c < b->columns; c++) {
        share[c] = b->column[c].share;
        cell[c] = b->column[c].head;
        for (size_t r = 1; r < rows; r++)
            cell[r * b->columns + c] = expand(f, b->column[c].cell, r - 1);
    }
    add(f, DOC_TABLE, YM_SPAN(""), t);
}

static void add_block(struct filling *f, const struct form_block *b)
{
    if (b->kind == DOC_TABLE) {
        add_table(f, b);
        return;
    }
    for (size_t r = 0; r < f->facts->rows[b->scope]; r++)
        add(f, b->kind, expand(f, b->text, r), NULL);
}

uint64_t doc_form_missing(const struct doc_form *form, const struct doc_facts *facts)
{
    uint64_t missing = 0;

    for (int i = 0; i < DOC_SLOT_COUNT; i++) {
        const struct ym_span *v = facts->value[i];

        if ((form->needs >> i & 1) != 0 && (v == NULL || v[0].n == 0))
            missing |= UINT64_C(1) << i;
    }
    return missing;
}

static enum ym_err check_facts(const struct doc_form *form, const struct doc_facts *facts,
                               struct ym_error *reterr)
{
    const uint64_t missing = doc_form_missing(form, facts);

    for (int i = 0; i < DOC_SLOT_COUNT; i++) {
        if ((missing >> i & 1) != 0)
            return ym_fail(reterr, YM_E_UNPROCESSABLE,
                           "this document cannot be made yet: %s (%s) is not known",
                           doc_slot_code((enum doc_slot)i), doc_slot_zh((enum doc_slot)i));
    }
    for (int s = 0; s < DOC_SCOPE_COUNT; s++) {
        if (facts->rows[s] > DOC_FACT_ROWS_MAX)
            return ym_fail(reterr, YM_E_TOO_LARGE, "a document holds %u rows of one kind",
                           DOC_FACT_ROWS_MAX);
    }
    return YM_E_OK;
}

enum ym_err doc_form_fill(const struct doc_form *form, const struct doc_facts *facts,
                          struct ym_arena *arena, struct doc_sheet *ret, struct ym_error *reterr)
{
    struct filling f = { .form = form, .facts = facts, .arena = arena };
    const enum ym_err err = check_facts(form, facts, reterr);

    if (err != YM_E_OK)
        return err;
    f.block = ym_arena_alloc(arena, DOC_BLOCKS_MAX, sizeof(*f.block));
    if (f.block == NULL)
        return ym_fail(reterr, YM_E_TOO_LARGE, "too little memory for a document");
    add(&f, DOC_TITLE, form->title_zh, NULL);
    for (size_t i = 0; i < form->n; i++)
        add_block(&f, &form->block[i]);
    if (f.is_full || !ym_arena_ok(arena))
        return ym_fail(reterr, YM_E_TOO_LARGE,
                       "what is known of this dispute does not fit into "
                       "one document");
    *ret = (struct doc_sheet){ .title = form->title_zh,
                               .number = value(&f, DOC_SLOT_NUMBER, 0),
                               .code = facts->code,
                               .made_at = facts->made_at,
                               .blocks = f.block,
                               .n = f.n };
    return YM_E_OK;
}
