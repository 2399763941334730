/* SPDX-License-Identifier: Apache-2.0 */
/* What the papers say of the law, compared with the rules: for each type of dispute, kind of body
 * and stage, under both shipped procedures, an agreement is reached and signed, and what was
 * printed before must be what the rules then did. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "document/case.h"
#include "history.h"
#include "json/read.h"
#include "load.h"

#define REACH "{\"command\":\"reach_agreement\",\"terms\":\"甲\"}"
#define ORAL  "{\"command\":\"reach_oral_agreement\",\"terms\":\"甲\"}"
#define DAY   "2026-01-12"

enum stage { FIRST, SECOND, COURT, STAGES };

static const char *const files[] = { YM_PROCEDURES_DIR "/zhejiang-2025.json",
                                     YM_PROCEDURES_DIR "/binjiang-2020.json" };

/* ---- Before agreement ---- */

static void consent(struct history *h)
{
    history_send(h, YM_ROLE_PARTY, "2026-01-06", "{\"command\":\"consent\",\"seat\":0}");
    history_send(h, YM_ROLE_PARTY, "2026-01-06", "{\"command\":\"consent\",\"seat\":1}");
}

static void take_case(struct history *h)
{
    history_send(h, YM_ROLE_BODY_MANAGER, "2026-01-07",
                 "{\"command\":\"assign\",\"mediator\":\"5028\"}");
    history_send(h, YM_ROLE_MEDIATOR, "2026-01-07", "{\"command\":\"accept_case\"}");
}

static void second(struct history *h)
{
    history_accept(h);
    history_send(h, YM_ROLE_BODY_MANAGER, "2026-01-07",
                 "{\"command\":\"transfer\",\"body\":\"1012\",\"reason\":\"专业\"}");
    take_case(h);
}

static void entrusted(struct history *h)
{
    history_send(h, YM_ROLE_COURT_CLERK, "2026-01-07",
                 "{\"command\":\"appoint\",\"body\":\"1012\"}");
    history_send(h, YM_ROLE_BODY_MANAGER, "2026-01-07", "{\"command\":\"accept_referral\"}");
    take_case(h);
}

static void filed(struct history *h)
{
    history_send(h, YM_ROLE_PARTY, "2026-01-06",
                 "{\"command\":\"submit_filing\",\"seat\":0,\"claims\":\"甲\",\"facts\":\"乙\","
                 "\"court\":\"1009\"}");
    history_send(h, YM_ROLE_COURT_CLERK, "2026-01-06",
                 "{\"command\":\"register_court\",\"case_number\":\"(2026)浙0108民初12号\","
                 "\"court_procedure\":\"ordinary\"}");
    consent(h);
    entrusted(h);
}

static void delegated(struct history *h)
{
    history_send(h, YM_ROLE_DISPATCHER, "2026-01-06",
                 "{\"command\":\"refer_court\",\"court\":\"1009\",\"reason\":\"双方愿意\"}");
    history_send(h, YM_ROLE_COURT_CLERK, "2026-01-06",
                 "{\"command\":\"register_court\",\"case_number\":\"(2026)浙0108诉前调书12号\"}");
    consent(h);
    entrusted(h);
}

static void mediate(struct history *h, size_t file, enum stage stage)
{
    if (stage == FIRST)
        history_accept(h);
    else if (stage == SECOND)
        second(h);
    else if (file == 0)
        filed(h);
    else
        delegated(h);
}

/* ---- What is printed ---- */

static struct doc_case *told(const struct history *h)
{
    const struct app_view v = { .dispute = h->dispute, .due_at = YM_USEC_NONE, .nparties = 2 };
    struct doc_case *c = doc_case_new(&v, &h->procedures, &(struct doc_case_options){ .now = 0 });

    assert_non_null(c);
    for (size_t i = 0; i < h->n; i++)
        doc_case_feed(c, &h->event[i]);
    return c;
}

static struct ym_span shipped(enum ym_document document)
{
    const struct ym_embedded *file = doc_form_shipped(document);

    assert_non_null(file);
    return (struct ym_span){ (const char *)file->at, file->n };
}

static bool holds(struct ym_span text, const char *word)
{
    const size_t n = strlen(word);

    for (size_t at = 0; at + n <= text.n; at++) {
        if (memcmp(text.at + at, word, n) == 0)
            return true;
    }
    return false;
}

static struct ym_arena arena; /* for all papers of the program */
static struct doc_form *forms[YM_DOC_COUNT];

static int set_up(void **state)
{
    (void)state;
    return ym_arena_init(&arena, DOC_FILL_BYTES) ? 0 : 1;
}

static int tear_down(void **state)
{
    (void)state;
    for (int i = 0; i < YM_DOC_COUNT; i++)
        doc_form_free(forms[i]);
    ym_arena_release(&arena);
    return 0;
}

/* How many blocks of the filled paper hold the word. */
static size_t prints(const struct doc_facts *facts, enum ym_document document, const char *word)
{
    struct doc_facts known = *facts;
    const struct ym_span today = YM_SPAN("今天");
    struct doc_sheet sheet;
    struct ym_error why;
    size_t n = 0;

    known.value[DOC_SLOT_NUMBER] = known.value[DOC_SLOT_TITLE] = known.value[DOC_SLOT_BODY] =
        known.value[DOC_SLOT_TODAY] = &today;
    ym_arena_reset(&arena);
    if (forms[document] == NULL)
        assert_int_equal(doc_form_read(shipped(document), &forms[document], &why), YM_E_OK);
    if (doc_form_fill(forms[document], &known, DOC_ZH_EN, &arena, &sheet, &why) != YM_E_OK)
        fail_msg("%s", why.text);
    for (size_t i = 0; i < sheet.n; i++)
        n += holds(sheet.blocks[i].text, word) ? 1 : 0;
    return n;
}

/* The source of the row of the agreement's form for this way to bind. */
static void row_source(struct ym_span binding, char ret[256])
{
    struct json_doc *doc;
    struct json_at root, body;
    struct ym_error why;

    assert_int_equal(json_parse(shipped(YM_DOC_AGREEMENT), DOC_FORM_BYTES_MAX, &doc, &why),
                     YM_E_OK);
    root = json_root(doc);
    (void)json_object(&root);
    body = json_member(&root, "body");
    (void)json_array(&body, 1, DOC_FORM_BLOCKS_MAX);
    ret[0] = '\0';
    for (struct json_at it = { 0 }; json_next(&body, &it);) {
        struct json_at when = json_optional(&it, "when");
        const struct json_at code =
            json_given(&when) ? json_optional(&when, "binding") : (struct json_at){ 0 };

        if (json_given(&when) && json_given(&code) &&
            ym_span_is(json_get_line(&code, 1, 40), binding)) {
            const struct json_at source = json_member(&it, "source");
            const struct ym_span text = json_get_line(&source, 1, 200);

            (void)snprintf(ret, 256, "%.*s", (int)text.n, text.at);
        }
    }
    json_free(doc);
    if (ret[0] == '\0')
        fail_msg("the agreement has no row for %.*s", (int)binding.n, binding.at);
}

/* Each law that the row names stands in the source of the rule. */
static void same_law(struct ym_span binding, const struct ym_rule *r)
{
    char source[256];

    row_source(binding, source);
    for (char *law = source, *next; law != NULL; law = next) {
        next = strstr(law, "；");
        if (next != NULL) {
            *next = '\0';
            next += strlen("；");
        }
        if (strstr(r->source, law) == NULL)
            fail_msg("rule %u stands on %s, the paper on %s", r->id, r->source, law);
    }
}

/* ---- What the rules do ---- */

static const struct ym_procedure *procedure(const struct history *h)
{
    return h->procedures.at[1];
}

/* Is the text complete: in force, or with the court, which closes the case? */
static bool binds(const struct history *h)
{
    const struct ym_state *s = &procedure(h)->states[h->dispute.state[YM_TRACK_MAIN]];

    return s->phase == YM_PHASE_SETTLED || strcmp(s->name, "FILED_AGREED") == 0;
}

/* Sign until it binds; the rule under which the last signature did it. */
static const struct ym_rule *sign(struct history *h)
{
    static const struct {
        enum ym_role role;
        const char *body;
    } all[] = {
        { YM_ROLE_PARTY, "{\"command\":\"sign\",\"seat\":0,\"signing\":\"fingerprint\"}" },
        { YM_ROLE_PARTY, "{\"command\":\"sign\",\"seat\":1,\"signing\":\"fingerprint\"}" },
        { YM_ROLE_MEDIATOR, "{\"command\":\"sign_mediator\",\"signing\":\"paper\"}" },
        { YM_ROLE_BODY_MANAGER, "{\"command\":\"seal\",\"signing\":\"stamp\"}" },
    };

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        history_send(h, all[i].role, DAY, all[i].body);
        if (binds(h))
            return ym_procedure_rule(procedure(h), h->event[h->n - 1].rule);
    }
    fail_msg("all have signed and nothing binds");
    return NULL;
}

/* What the procedure answers to a joint application now, as the papers call it. */
static struct ym_span answer(const struct history *h, uint16_t *ret_rule)
{
    const struct ym_command nothing = { .kind = YM_CMD_COUNT };
    const struct ym_rule *r =
        ym_rule_find(procedure(h), h->dispute.state, YM_CMD_APPLY_CONFIRMATION, YM_DEADLINE_NONE,
                     ym_facts(procedure(h), &h->dispute, &nothing));

    assert_non_null(r);
    *ret_rule = r->id;
    return r->refuse == YM_REFUSAL_NONE ? YM_SPAN("open")
                                        : ym_span_of(ym_word(YM_VOCAB_REFUSAL, r->refuse)->code);
}

static void is_confirmed_as(const struct doc_facts *facts, struct ym_span wanted, uint16_t rule)
{
    const struct ym_span said = facts->choice[DOC_CHOICE_CONFIRMATION];
    const bool is_open = rule == 607 || rule == 609;

    if (!ym_span_is(said, wanted))
        fail_msg("the papers say %.*s, rule %u %.*s", (int)said.n, said.at, rule, (int)wanted.n,
                 wanted.at);
    assert_int_equal(prints(facts, YM_DOC_RIGHTS_NOTICE, "三十日"), is_open ? 1 : 0);
    assert_int_equal(prints(facts, YM_DOC_RIGHTS_NOTICE, "30 days"), is_open ? 1 : 0);
}

/* ---- The tests ---- */

static void speak_as_the_rules(struct history *h, size_t file, enum stage stage)
{
    struct doc_facts notice, draft, final;
    struct doc_case *before, *written, *after;
    const struct ym_rule *r;
    struct ym_span wanted;
    uint16_t rule;
    bool is_sealed, is_open;

    mediate(h, file, stage);
    before = told(h);
    assert_true(doc_case_facts(before, YM_DOC_RIGHTS_NOTICE, &notice));
    history_send(h, YM_ROLE_MEDIATOR, "2026-01-10", REACH);
    written = told(h);
    assert_true(doc_case_facts(written, YM_DOC_AGREEMENT, &draft));
    r = sign(h);
    after = told(h);
    assert_true(doc_case_facts(after, YM_DOC_AGREEMENT, &final));

    same_law(draft.choice[DOC_CHOICE_BINDING], r);
    is_sealed = (r->need & YM_F(SEALED)) != 0;
    assert_int_equal(prints(&draft, YM_DOC_AGREEMENT, "印章"), is_sealed ? 1 : 0);
    assert_true(ym_span_is(draft.choice[DOC_CHOICE_BINDING], final.choice[DOC_CHOICE_BINDING]));

    wanted = answer(h, &rule);
    is_open = rule == 607 || rule == 609;
    is_confirmed_as(&notice, wanted, rule);
    is_confirmed_as(&draft, wanted, rule);
    is_confirmed_as(&final, wanted, rule);
    assert_int_equal(prints(&draft, YM_DOC_AGREEMENT, "三十日"), is_open ? 1 : 0);
    assert_int_equal(prints(&final, YM_DOC_AGREEMENT, "三十日"), is_open ? 1 : 0);
    assert_int_equal(prints(&final, YM_DOC_AGREEMENT, "2026年2月11日"), is_open ? 1 : 0);
    assert_int_equal(final.value[DOC_SLOT_CONFIRM_BY][0].n > 0, is_open);
    doc_case_free(after);
    doc_case_free(written);
    doc_case_free(before);
}

/* Every kind of body that mediates in the first stage; one of each law in the others, where the
 * same rules answer. */
static bool is_looked_at(const struct ym_procedure *p, enum stage stage, int body)
{
    if (stage != FIRST && body != YM_BODY_PEOPLE_COMMITTEE && body != YM_BODY_COURT_INVITED)
        return false;
    return (p->holders[YM_ROLE_MEDIATOR].bodies >> body & 1U) != 0;
}

static void one_case(size_t file, enum stage stage, enum ym_type type, enum ym_body_kind body)
{
    static struct history h;

    history_start(&h, load_procedure(files[file]), type, body);
    speak_as_the_rules(&h, file, stage);
    history_end(&h);
}

static void every_case(size_t file)
{
    struct json_procedure *const owned = load_procedure(files[file]);

    for (int stage = 0; stage < STAGES; stage++) {
        for (int type = 0; type < YM_TYPE_COUNT; type++) {
            for (int body = 0; body < YM_BODY_COUNT; body++) {
                if (is_looked_at(json_procedure_get(owned), (enum stage)stage, body))
                    one_case(file, (enum stage)stage, (enum ym_type)type, (enum ym_body_kind)body);
            }
        }
    }
    json_procedure_free(owned);
}

static void papers_speak_as_the_rules_of_2025(void **state)
{
    (void)state;
    every_case(0);
}

static void papers_speak_as_the_rules_of_2020(void **state)
{
    (void)state;
    every_case(1);
}

/* Where a procedure gives another time, that one is printed, and the day follows. */
static void the_term_is_that_of_the_procedure(void **state)
{
    static struct history h;
    struct doc_facts facts;
    struct doc_case *c;
    size_t n;
    char *const text = load_file(files[0], &n);
    char *term = strstr(strstr(text, "\"confirm_window\""), "\"n\": 30");

    (void)state;
    assert_non_null(term);
    memcpy(term, "\"n\": 20", 7);
    history_start(&h, load_text("twenty days", text, n), YM_TYPE_CONTRACT,
                  YM_BODY_PEOPLE_COMMITTEE);
    mediate(&h, 0, FIRST);
    history_send(&h, YM_ROLE_MEDIATOR, "2026-01-10", REACH);
    (void)sign(&h);
    c = told(&h);
    assert_true(doc_case_facts(c, YM_DOC_AGREEMENT, &facts));
    for (int i = 0; i < 2; i++) {
        const enum ym_document paper = i == 0 ? YM_DOC_AGREEMENT : YM_DOC_CONFIRM_APPLICATION;

        assert_int_equal(prints(&facts, paper, "三十日"), 0);
        assert_int_equal(prints(&facts, paper, "二十日"), 1);
        assert_int_equal(prints(&facts, paper, "20 days"), 1);
        assert_int_equal(prints(&facts, paper, "2026年2月2日"), 1); /* the 1st is a Sunday */
    }
    assert_int_equal(prints(&facts, YM_DOC_RIGHTS_NOTICE, "二十日"), 1);
    doc_case_free(c);
    history_end(&h);
    free(text);
}

/* An oral one binds at once, and no court confirms it before it is written. */
static void an_oral_one_is_not_confirmed(void **state)
{
    static struct history h;
    struct doc_facts facts;
    struct doc_case *c;

    (void)state;
    history_begin(&h, files[0]);
    history_accept(&h);
    history_send(&h, YM_ROLE_MEDIATOR, "2026-01-10", ORAL);
    c = told(&h);
    assert_true(doc_case_facts(c, YM_DOC_RECORD, &facts));
    assert_true(ym_span_is(facts.choice[DOC_CHOICE_BINDING], YM_SPAN("oral")));
    assert_true(ym_span_is(facts.choice[DOC_CHOICE_CONFIRMATION], YM_SPAN("not_signed")));
    assert_int_equal(prints(&facts, YM_DOC_RECORD, "人民调解法第三十条"), 1);
    assert_int_equal(facts.value[DOC_SLOT_CONFIRM_BY][0].n, 0);
    doc_case_free(c);
    history_end(&h);
}

/* The paper goes on to say what it said, whatever has come of the application; and what changes an
 * agreement that a court's invitation led to binds as any change does. */
static void the_law_stays_and_a_change_has_its_own(void **state)
{
    static struct history h;
    struct doc_facts facts;
    struct doc_case *c;

    (void)state;
    history_start(&h, load_procedure(files[1]), YM_TYPE_CONTRACT, YM_BODY_COURT_INVITED);
    mediate(&h, 1, COURT);
    history_send(&h, YM_ROLE_MEDIATOR, "2026-01-10", REACH);
    (void)sign(&h);
    history_send(&h, YM_ROLE_PARTY, "2026-01-13",
                 "{\"command\":\"apply_confirmation\",\"seat\":0,\"court\":\"1009\"}");
    history_send(&h, YM_ROLE_PARTY, "2026-01-13",
                 "{\"command\":\"apply_confirmation\",\"seat\":1,\"court\":\"1009\"}");
    c = told(&h);
    assert_true(doc_case_facts(c, YM_DOC_AGREEMENT, &facts));
    assert_true(ym_span_is(facts.choice[DOC_CHOICE_BINDING], YM_SPAN("invited")));
    assert_int_equal(prints(&facts, YM_DOC_AGREEMENT, "三十日"), 1);
    doc_case_free(c);
    history_send(&h, YM_ROLE_PARTY, "2026-01-14",
                 "{\"command\":\"withdraw_confirmation\",\"seat\":0}");
    history_send(&h, YM_ROLE_MEDIATOR, "2026-01-15",
                 "{\"command\":\"vary\",\"terms\":\"乙\",\"reason\":\"改\"}");
    c = told(&h);
    assert_true(doc_case_facts(c, YM_DOC_AGREEMENT, &facts));
    assert_true(ym_span_is(facts.choice[DOC_CHOICE_BINDING], YM_SPAN("signed")));
    assert_int_equal(prints(&facts, YM_DOC_AGREEMENT, "三十日"), 1);
    assert_int_equal(facts.value[DOC_SLOT_CONFIRM_BY][0].n, 0); /* it does not bind yet */
    doc_case_free(c);
    history_end(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(papers_speak_as_the_rules_of_2025),
        cmocka_unit_test(papers_speak_as_the_rules_of_2020),
        cmocka_unit_test(the_term_is_that_of_the_procedure),
        cmocka_unit_test(an_oral_one_is_not_confirmed),
        cmocka_unit_test(the_law_stays_and_a_change_has_its_own),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
