/* SPDX-License-Identifier: Apache-2.0 */
/* Prints a shipped form as PDF to stdout: document_sample DOCUMENT PARTIES OBLIGATIONS [zh+en].
 *
 * Names, texts and sums are as long as they may be, so that pages.py can look for what overflows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document/form.h"

#define ROWS  256
#define LONGE 100 /* characters of a long name: YM_NAME_CHARS_MAX */

static struct ym_span values[DOC_SLOT_COUNT][ROWS];
static struct ym_span english[DOC_SLOT_COUNT][ROWS];

/* n times the same character. */
static struct ym_span repeat(const char *character, size_t n)
{
    const size_t width = strlen(character);
    char *text = malloc(n * width);

    if (text == NULL)
        abort();
    for (size_t i = 0; i < n; i++)
        memcpy(text + i * width, character, width);
    return (struct ym_span){ text, n * width };
}

static struct ym_span numbered(const char *word, size_t i)
{
    char *text = malloc(64);
    const int n = text != NULL ? snprintf(text, 64, "%s%zu", word, i) : -1;

    if (n < 0)
        abort();
    return (struct ym_span){ text, (size_t)n };
}

static void fill(struct doc_facts *facts)
{
    for (int s = 0; s < DOC_SLOT_COUNT; s++) {
        const enum doc_scope scope = doc_slot_scope((enum doc_slot)s);

        for (size_t r = 0; r < facts->rows[scope]; r++)
            values[s][r] = numbered(doc_slot_zh((enum doc_slot)s), r);
        for (size_t r = 0; r < facts->rows[scope]; r++)
            english[s][r] = numbered(doc_slot_code((enum doc_slot)s), r);
        facts->value[s] = values[s];
        facts->english[s] = english[s];
    }
    facts->choice[DOC_CHOICE_BINDING] = YM_SPAN("committee_labour");
    facts->choice[DOC_CHOICE_CONFIRMATION] = YM_SPAN("open");
    values[DOC_SLOT_CONFIRM_TERM][0] = YM_SPAN("三十日");
    values[DOC_SLOT_NUMBER][0] = YM_SPAN("0SA6B-KHNG3-4EE2");
    values[DOC_SLOT_TERMS][0] = repeat("款", 4000);
    values[DOC_SLOT_DESCRIPTION][0] = repeat("漏", 4000);
    values[DOC_SLOT_CLAIMS][0] = repeat("请", 4000);
    values[DOC_SLOT_FACTS][0] = repeat("W", 4000); /* no place to break */
    values[DOC_SLOT_DOCUMENT_CODE][0] = YM_SPAN("K7QM2-9XHT4-PWC6R-81");
    values[DOC_SLOT_VERIFY_AT][0] = YM_SPAN("HTTP://127.0.0.1:8080/V/K7QM29XHT4PWC6R81");
    values[DOC_SLOT_PAPER_HASH][0] = repeat("f", 64);
    values[DOC_SLOT_PAPER_NAME][1] = repeat("证", 120);
    values[DOC_SLOT_FACT_TEXT][0] = repeat("实", 4000);
    if (facts->rows[DOC_SCOPE_PARTY] > 2) {
        values[DOC_SLOT_NAME][1] = repeat("名", LONGE);
        values[DOC_SLOT_NAME][2] = repeat("W", LONGE); /* no place to break */
    }
    if (facts->rows[DOC_SCOPE_OBLIGATION] > 1)
        values[DOC_SLOT_ACT][1] = repeat("行", 4000); /* higher than a page */
}

int main(int argc, char **argv)
{
    struct doc_facts facts = { .rows = { [DOC_SCOPE_DISPUTE] = 1,
                                         [DOC_SCOPE_SIGNATURE] = 3,
                                         [DOC_SCOPE_SESSION] = 3,
                                         [DOC_SCOPE_STEP] = 40,
                                         [DOC_SCOPE_FACT] = 3,
                                         [DOC_SCOPE_PAPER] = 12,
                                         [DOC_SCOPE_LACK] = 8 },
                               .colour = YM_COLOUR_YELLOW,
                               .seal = YM_SPAN("K7QM2-9XHT4-PWC6R-81"),
                               .code =
                                   YM_SPAN("HTTP://127.0.0.1:8080/M/0123456789ABCDEFGHJKMNPQRS"),
                               .made_at = INT64_C(1795320000000000) };
    const int document =
        argc == 4 || argc == 5 ? ym_vocab_find(YM_VOCAB_DOCUMENT, ym_span_of(argv[1])) : -1;
    const struct ym_embedded *file =
        document >= 0 ? doc_form_shipped((enum ym_document)document) : NULL;
    struct doc_form *form;
    struct ym_arena arena;
    struct doc_sheet sheet;
    struct ym_buf out;
    struct ym_error why = { .text = "usage: document_sample DOCUMENT PARTIES OBLIGATIONS [LANG]" };
    enum doc_language language = DOC_ZH;

    ym_buf_init(&out, DOC_PDF_BYTES_MAX);
    if (file == NULL || (argc == 5 && !doc_language_find(ym_span_of(argv[4]), &language)) ||
        !ym_arena_init(&arena, DOC_FILL_BYTES)) {
        (void)fprintf(stderr, "%s\n", why.text);
        return 2;
    }
    facts.rows[DOC_SCOPE_PARTY] = strtoul(argv[2], NULL, 10);
    facts.rows[DOC_SCOPE_OBLIGATION] = strtoul(argv[3], NULL, 10);
    fill(&facts);
    if (doc_form_read((struct ym_span){ (const char *)file->at, file->n }, &form, &why) !=
            YM_E_OK ||
        doc_form_fill(form, &facts, language, &arena, &sheet, &why) != YM_E_OK ||
        doc_sheet_pdf(&sheet, &out, &why) != YM_E_OK) {
        (void)fprintf(stderr, "%s\n", why.text);
        return 1;
    }
    return fwrite(out.at, 1, out.n, stdout) == out.n ? 0 : 1;
}
