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
    bool is_full;      /* more blocks than fit */
    bool with_english; /* the glosses too */
};

static struct ym_span at_row(const struct filling *f, const struct ym_span *values,
                             enum doc_slot slot, size_t row)
{
    const enum doc_scope scope = doc_slot_scope(slot);
    const size_t at = scope == DOC_SCOPE_DISPUTE ? 0 : row;

    return values == NULL || at >= f->facts->rows[scope] ? (struct ym_span){ NULL, 0 } : values[at];
}

static struct ym_span value(const struct filling *f, enum doc_slot slot, size_t row)
{
    const struct ym_span known = at_row(f, f->facts->value[slot], slot, row);

    return known.n > 0 ? known : BLANK;
}

static struct ym_span english(const struct filling *f, enum doc_slot slot, size_t row)
{
    const struct ym_span known = at_row(f, f->facts->english[slot], slot, row);

    return known.n > 0 ? known : value(f, slot, row);
}

static struct ym_span piece_text(const struct filling *f, const struct slots_piece *p, size_t row,
                                 bool is_english)
{
    if (p->plain.n > 0)
        return p->plain;
    return is_english ? english(f, (enum doc_slot)p->slot, row)
                      : value(f, (enum doc_slot)p->slot, row);
}

/* The text with its slots filled from this row of its scope. */
static struct ym_span expand(const struct filling *f, struct ym_span text, size_t row,
                             bool is_english)
{
    struct ym_span rest = text;
    struct slots_piece piece;
    size_t n = 0;
    char *at;
    struct ym_span whole;

    while (slots_next(&rest, &piece))
        n += piece_text(f, &piece, row, is_english).n;
    at = n > 0 ? ym_arena_alloc(f->arena, n, 1) : NULL;
    if (at == NULL)
        return YM_SPAN("");
    whole = (struct ym_span){ at, n };
    for (rest = text; slots_next(&rest, &piece);) {
        const struct ym_span part = piece_text(f, &piece, row, is_english);

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

/* ---- Tables ---- */

/* Two texts, one below the other; the first alone when the second is empty or says the same. */
static struct ym_span stacked(const struct filling *f, struct ym_span above, struct ym_span below)
{
    char *at;

    if (below.n == 0 || ym_span_is(above, below))
        return above;
    at = ym_arena_alloc(f->arena, above.n + 1 + below.n, 1);
    if (at == NULL)
        return above;
    memcpy(at, above.at, above.n);
    at[above.n] = '\n';
    memcpy(at + above.n + 1, below.at, below.n);
    return (struct ym_span){ at, above.n + 1 + below.n };
}

static struct ym_span cell_text(const struct filling *f, const struct form_column *c, size_t row)
{
    const struct ym_span zh = expand(f, c->cell, row, false);

    return f->with_english ? stacked(f, zh, expand(f, c->cell, row, true)) : zh;
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
        add(f, DOC_TEXT, expand(f, b->text, 0, false), NULL);
        if (f->with_english && b->en.n > 0)
            add(f, DOC_GLOSS, expand(f, b->en, 0, true), NULL);
        return;
    }
    if (t == NULL || cell == NULL || share == NULL)
        return;
    *t = (struct doc_table){ b->columns, rows, cell, share, NULL };
    for (size_t c = 0; c < b->columns; c++) {
        share[c] = b->column[c].share;
        cell[c] = f->with_english ? stacked(f, b->column[c].head, b->column[c].head_en)
                                  : b->column[c].head;
        for (size_t r = 1; r < rows; r++)
            cell[r * b->columns + c] = cell_text(f, &b->column[c], r - 1);
    }
    add(f, DOC_TABLE, YM_SPAN(""), t);
}

/* ---- Blocks ---- */

static bool is_known(const struct doc_facts *facts, int slot)
{
    return facts->value[slot] != NULL && facts->value[slot][0].n > 0;
}

static bool is_at_hand(const struct filling *f, const struct form_when *when)
{
    return !when->is_given || ym_span_is(f->facts->choice[when->choice], when->code);
}

static bool stands(const struct filling *f, const struct form_test *test)
{
    const bool holds =
        test->slot >= 0 ? is_known(f->facts, test->slot) : f->facts->rows[test->scope] > 0;

    return !test->is_given || holds != test->is_unless;
}

/* A gloss that says the same as its block says nothing. */
static void add_text(struct filling *f, const struct form_block *b, size_t row)
{
    const struct ym_span zh = expand(f, b->text, row, false);
    const struct ym_span en =
        f->with_english && b->en.n > 0 ? expand(f, b->en, row, true) : YM_SPAN("");

    add(f, b->kind, zh, NULL);
    if (en.n > 0 && !ym_span_is(zh, en))
        add(f, DOC_GLOSS, en, NULL);
}

static void add_block(struct filling *f, const struct form_block *b)
{
    if (!stands(f, &b->test) || !is_at_hand(f, &b->when))
        return;
    if (b->kind == DOC_TABLE) {
        add_table(f, b);
        return;
    }
    for (size_t r = 0; r < f->facts->rows[b->scope]; r++)
        add_text(f, b, r);
}

bool doc_language_find(struct ym_span code, enum doc_language *ret)
{
    *ret = ym_span_is(code, YM_SPAN("zh+en")) ? DOC_ZH_EN : DOC_ZH;
    return *ret == DOC_ZH_EN || ym_span_is(code, YM_SPAN("zh"));
}

bool doc_form_is_offered(const struct doc_form *form, const struct doc_facts *facts)
{
    if (form->is_always || (form->stages >> facts->stage & 1) != 0 ||
        (form->is_asked && (facts->asked >> form->document & 1) != 0))
        return true;
    for (int s = 0; s < DOC_SLOTS_OF_DISPUTE; s++) {
        if ((form->known >> s & 1) != 0 && is_known(facts, s))
            return true;
    }
    return false;
}

uint64_t doc_form_missing(const struct doc_form *form, const struct doc_facts *facts)
{
    uint64_t missing = 0;

    for (int i = 0; i < DOC_SLOTS_OF_DISPUTE; i++) {
        if ((form->needs >> i & 1) != 0 && !is_known(facts, i))
            missing |= UINT64_C(1) << i;
    }
    return missing;
}

static enum ym_err check_facts(const struct doc_form *form, const struct doc_facts *facts,
                               struct ym_error *reterr)
{
    const uint64_t missing = doc_form_missing(form, facts);

    for (int i = 0; i < DOC_SLOTS_OF_DISPUTE; i++) {
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
                          enum doc_language language, struct ym_arena *arena, struct doc_sheet *ret,
                          struct ym_error *reterr)
{
    struct filling f = {
        .form = form, .facts = facts, .arena = arena, .with_english = language == DOC_ZH_EN
    };
    const enum ym_err err = check_facts(form, facts, reterr);

    if (err != YM_E_OK)
        return err;
    f.block = ym_arena_alloc(arena, DOC_BLOCKS_MAX, sizeof(*f.block));
    if (f.block == NULL)
        return ym_fail(reterr, YM_E_TOO_LARGE, "too little memory for a document");
    add(&f, DOC_TITLE, form->title_zh, NULL);
    if (f.with_english)
        add(&f, DOC_SUBTITLE, form->title_en, NULL);
    for (size_t i = 0; i < form->n; i++)
        add_block(&f, &form->block[i]);
    if (f.is_full || !ym_arena_ok(arena))
        return ym_fail(reterr, YM_E_TOO_LARGE,
                       "what is known of this dispute does not fit into "
                       "one document");
    *ret = (struct doc_sheet){ .title = form->title_zh,
                               .number = value(&f, DOC_SLOT_NUMBER, 0),
                               .code = facts->code,
                               .seal = facts->seal,
                               .colour = facts->colour,
                               .made_at = facts->made_at,
                               .blocks = f.block,
                               .n = f.n };
    return YM_E_OK;
}
