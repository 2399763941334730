/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a form: its own words and slots are checked here, so that filling cannot meet others. */
#include <stdlib.h>
#include <string.h>

#include "app/agreement_law.h"
#include "form.h"
#include "json/read.h"
#include "slots.h"

#define X(name, code) code,
static const char *const scopes[DOC_SCOPE_COUNT] = { DOC_SCOPES(X) };
#undef X

#define X(name, code) code,
static const char *const choices[DOC_CHOICE_COUNT] = { DOC_CHOICES(X) };
#undef X

/* The member that makes a block of each kind; TITLE and SUBTITLE come from the form's title, GLOSS
 * from "en", TABLE is read by itself. */
static const char *const members[DOC_BLOCK_COUNT] = {
    [DOC_RIGHT] = "right", [DOC_ADDRESSEE] = "addressee", [DOC_HEADING] = "heading",
    [DOC_TEXT] = "text",   [DOC_NOTE] = "note",           [DOC_SIGN] = "sign",
    [DOC_CODE] = "code",
};

static struct ym_span keep(struct doc_form *f, struct ym_span text)
{
    const struct ym_span copy = ym_arena_text(&f->texts, text);

    return copy.at != NULL ? copy : YM_SPAN("");
}

static void check_slots(const struct json_at *at, struct ym_span text, enum doc_scope scope)
{
    struct slots_piece piece;

    while (slots_next(&text, &piece)) {
        if (piece.plain.n > 0)
            continue;
        if (piece.slot < 0) {
            json_refuse(at, YM_E_UNPROCESSABLE,
                        "a brace stands only around the name of a slot (document/form.h)");
            return;
        }
        if (doc_slot_scope((enum doc_slot)piece.slot) != DOC_SCOPE_DISPUTE &&
            doc_slot_scope((enum doc_slot)piece.slot) != scope)
            json_refuse(at, YM_E_UNPROCESSABLE, "this slot does not belong to the block's scope");
    }
}

static struct ym_span read_text(struct doc_form *f, const struct json_at *at, size_t chars_max,
                                enum doc_scope scope)
{
    const struct ym_span text = json_get_text(at, 1, chars_max);

    check_slots(at, text, scope);
    return keep(f, text);
}

static enum doc_scope read_scope(const struct json_at *at)
{
    const struct ym_span word = json_get_line(at, 1, FORM_HEAD_CHARS_MAX);

    for (int i = DOC_SCOPE_DISPUTE + 1; i < DOC_SCOPE_COUNT; i++) {
        if (ym_span_is(word, ym_span_of(scopes[i])))
            return (enum doc_scope)i;
    }
    json_refuse(at, YM_E_UNPROCESSABLE,
                "takes party, obligation, signature, session, step, fact, paper or lack");
    return DOC_SCOPE_DISPUTE;
}

static struct ym_span read_gloss(struct doc_form *f, struct json_at *of, const char *key,
                                 enum doc_scope scope)
{
    const struct json_at at = json_optional(of, key);

    return json_given(&at) ? read_text(f, &at, FORM_TEXT_CHARS_MAX, scope) : YM_SPAN("");
}

static void read_column(struct doc_form *f, struct json_at *at, struct form_block *b)
{
    const struct json_at head = json_member(at, "head");
    const struct json_at cell = json_member(at, "cell");
    const struct json_at share = json_member(at, "share");
    struct form_column *c = &b->column[at->index];

    c->head = keep(f, json_get_line(&head, 1, FORM_HEAD_CHARS_MAX));
    c->head_en = read_gloss(f, at, "head_en", DOC_SCOPE_DISPUTE);
    c->cell = read_text(f, &cell, FORM_TEXT_CHARS_MAX, b->scope);
    c->share = (unsigned char)json_get_int(&share, 1, 100);
    json_done(at);
}

static void read_table(struct doc_form *f, struct json_at *at, const struct json_at *table,
                       struct form_block *b)
{
    const struct json_at columns = json_member(at, "columns");
    const struct json_at empty = json_optional(at, "when_empty");

    b->kind = DOC_TABLE;
    b->scope = read_scope(table);
    b->columns = json_array(&columns, 1, DOC_COLUMNS_MAX);
    for (struct json_at it = { 0 }; json_next(&columns, &it);)
        read_column(f, &it, b);
    if (json_given(&empty))
        b->text = read_text(f, &empty, FORM_TEXT_CHARS_MAX, DOC_SCOPE_DISPUTE);
    b->en = read_gloss(f, at, "when_empty_en", DOC_SCOPE_DISPUTE);
}

static void read_line(struct doc_form *f, struct json_at *at, struct form_block *b)
{
    const struct json_at each = json_optional(at, "each");

    if (json_given(&each))
        b->scope = read_scope(&each);
    for (int k = 0; k < DOC_BLOCK_COUNT; k++) {
        const struct json_at text =
            members[k] != NULL ? json_optional(at, members[k]) : (struct json_at){ 0 };

        if (members[k] == NULL || !json_given(&text))
            continue;
        if (b->text.n > 0)
            json_refuse(&text, YM_E_INVALID, "a block is one thing only");
        b->kind = (enum doc_block_kind)k;
        b->text = read_text(f, &text, FORM_TEXT_CHARS_MAX, b->scope);
    }
    b->en = read_gloss(f, at, "en", b->scope);
    if (b->text.n == 0)
        json_refuse(at, YM_E_INVALID,
                    "a block has text, heading, addressee, right, note, sign, code or table");
}

/* The slot of a dispute with this name, or -1. */
static int find_slot(struct ym_span word)
{
    for (int i = 0; i < DOC_SLOT_COUNT; i++) {
        if (doc_slot_scope((enum doc_slot)i) == DOC_SCOPE_DISPUTE &&
            ym_span_is(word, ym_span_of(doc_slot_code((enum doc_slot)i))))
            return i;
    }
    return -1;
}

static void read_test(struct json_at *at, struct form_test *ret)
{
    static const char *const keys[] = { "if", "unless" };

    for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++) {
        const struct json_at name = json_optional(at, keys[k]);

        if (!json_given(&name))
            continue;
        if (ret->is_given)
            json_refuse(&name, YM_E_INVALID, "a block has if or unless, not both");
        ret->is_given = true;
        ret->is_unless = k == 1;
        ret->slot = find_slot(json_get_line(&name, 1, FORM_HEAD_CHARS_MAX));
        if (ret->slot < 0)
            ret->scope = read_scope(&name);
    }
}

static bool is_case(enum doc_choice choice, struct ym_span code)
{
    if (choice == DOC_CHOICE_BINDING)
        return app_binding_is(code);
    return ym_span_is(code, YM_SPAN("open")) || ym_vocab_find(YM_VOCAB_REFUSAL, code) >= 0;
}

/* The source is for people, like that of the form, and not kept; but a text of the law has one. */
static void read_when(struct doc_form *f, struct json_at *at, struct form_when *ret)
{
    struct json_at when = json_optional(at, "when");
    struct json_at source;

    if (!json_given(&when))
        return;
    source = json_member(at, "source");
    (void)json_get_line(&source, 1, JSON_SOURCE_CHARS_MAX);
    (void)json_object(&when);
    for (int i = 0; i < DOC_CHOICE_COUNT; i++) {
        const struct json_at code = json_optional(&when, choices[i]);

        if (!json_given(&code))
            continue;
        if (ret->is_given)
            json_refuse(&code, YM_E_INVALID, "a block asks for one thing only");
        *ret = (struct form_when){ true, (enum doc_choice)i,
                                   keep(f, json_get_line(&code, 1, FORM_HEAD_CHARS_MAX)) };
        if (!is_case((enum doc_choice)i, ret->code))
            json_refuse(&code, YM_E_UNPROCESSABLE,
                        "is no case of this choice (document/form.h says which there are)");
    }
    if (!ret->is_given)
        json_refuse(&when, YM_E_INVALID, "takes binding or confirmation");
    json_done(&when);
}

static void read_block(struct doc_form *f, struct json_at *at)
{
    struct form_block *b = &f->block[at->index];
    const struct json_at table = json_optional(at, "table");

    if (json_given(&table))
        read_table(f, at, &table, b);
    else
        read_line(f, at, b);
    read_test(at, &b->test);
    read_when(f, at, &b->when);
    json_done(at);
}

static uint64_t read_slots(const struct json_at *at)
{
    uint64_t set = 0;

    (void)json_array(at, 0, DOC_SLOT_COUNT);
    for (struct json_at it = { 0 }; json_next(at, &it);) {
        const int slot = find_slot(json_get_line(&it, 1, FORM_HEAD_CHARS_MAX));

        if (slot < 0)
            json_refuse(&it, YM_E_UNPROCESSABLE, "takes names of slots of a dispute");
        else
            set |= UINT64_C(1) << slot;
    }
    return set;
}

static void read_offered(struct doc_form *f, struct json_at *at)
{
    const struct json_at always = json_optional(at, "always");
    const struct json_at asked = json_optional(at, "asked");
    const struct json_at stages = json_optional(at, "stages");
    const struct json_at known = json_optional(at, "known");

    (void)json_object(at);
    f->is_always = json_given(&always) && json_get_bool(&always);
    f->is_asked = json_given(&asked) && json_get_bool(&asked);
    if (json_given(&stages))
        f->stages = (uint32_t)json_get_codes(&stages, YM_VOCAB_STAGE, 1);
    if (json_given(&known))
        f->known = read_slots(&known);
    if (!f->is_always && !f->is_asked && f->stages == 0 && f->known == 0)
        json_refuse(at, YM_E_INVALID, "says always, asked, stages or known: when it makes sense");
    json_done(at);
}

static void read_head(struct doc_form *f, struct json_at *root)
{
    const struct json_at document = json_member(root, "document");
    const struct json_at version = json_member(root, "version");
    const struct json_at source = json_member(root, "source");
    struct json_at title = json_member(root, "title");
    const struct json_at zh = json_member(&title, "zh");
    const struct json_at en = json_member(&title, "en");
    const struct json_at needs = json_member(root, "needs");
    struct json_at offered = json_member(root, "offered");

    f->document = (enum ym_document)json_get_code(&document, YM_VOCAB_DOCUMENT);
    f->version = keep(f, json_get_line(&version, 1, JSON_NAME_CHARS_MAX)).at;
    (void)json_get_line(&source, 1, JSON_SOURCE_CHARS_MAX); /* for people, and not kept */
    f->title_zh = keep(f, json_get_line(&zh, 1, JSON_LABEL_CHARS_MAX));
    f->title_en = keep(f, json_get_line(&en, 1, JSON_LABEL_CHARS_MAX));
    json_done(&title);
    f->needs = read_slots(&needs);
    read_offered(f, &offered);
}

static void read_form(struct doc_form *f, struct json_doc *doc)
{
    struct json_at root = json_root(doc);
    struct json_at body;

    (void)json_object(&root);
    read_head(f, &root);
    body = json_member(&root, "body");
    f->n = json_array(&body, 1, DOC_FORM_BLOCKS_MAX);
    for (struct json_at it = { 0 }; json_next(&body, &it);)
        read_block(f, &it);
    json_done(&root);
}

enum ym_err doc_form_read(struct ym_span text, struct doc_form **ret, struct ym_error *reterr)
{
    struct json_doc *doc;
    struct doc_form *f;
    enum ym_err err = json_parse(text, DOC_FORM_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    f = calloc(1, sizeof(*f));
    if (f == NULL || !ym_arena_init(&f->texts, text.n + json_nodes(doc) * 32 + 64)) {
        json_free(doc);
        free(f);
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for a form");
    }
    read_form(f, doc);
    err = json_result(doc, reterr);
    json_free(doc);
    if (err != YM_E_OK) {
        doc_form_free(f);
        return err;
    }
    *ret = f;
    return YM_E_OK;
}

void doc_form_free(struct doc_form *form)
{
    if (form == NULL)
        return;
    ym_arena_release(&form->texts);
    free(form);
}

enum ym_document doc_form_document(const struct doc_form *form)
{
    return form->document;
}

const char *doc_form_version(const struct doc_form *form)
{
    return form->version;
}

uint64_t doc_form_needs(const struct doc_form *form)
{
    return form->needs;
}

const struct ym_embedded *doc_form_shipped(enum ym_document document)
{
    const char *const code = ym_word(YM_VOCAB_DOCUMENT, (int)document)->code;
    const size_t n = strlen(code);

    for (size_t i = 0; i < ym_form_count; i++) {
        const char *const name = ym_form_files[i].name;

        if (strncmp(name, code, n) == 0 && strcmp(name + n, ".json") == 0)
            return &ym_form_files[i];
    }
    return NULL;
}
