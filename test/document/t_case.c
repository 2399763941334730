/* SPDX-License-Identifier: Apache-2.0 */
/* What the history of a dispute tells its documents. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "document/case.h"
#include "history.h"
#include "yima/number.h"

#define ZHEJIANG YM_PROCEDURES_DIR "/zhejiang-2025.json"

#define REACH                                                                                      \
    "{\"command\":\"reach_agreement\",\"terms\":\"甲\",\"place\":\"调解室\",\"obligations\":[" \
    "{\"payer\":1,\"payee\":0,\"amount_fen\":\"100050\",\"due\":\"2026-03-01\","                   \
    "\"account\":\"6222\",\"consequence\":\"按日万分之五\"},"                                \
    "{\"payer\":0,\"payee\":1,\"act\":\"返还钥匙\",\"due\":\"2026-04-01\"}]}"

/* A case fed with the whole history. */
static struct doc_case *told(const struct history *h)
{
    struct app_view v = {
        .dispute = h->dispute, .due_at = YM_USEC_NONE, .amount_fen = 1234567, .nparties = 2
    };
    struct doc_case *c;

    v.mediator.name = YM_SPAN("周敏");
    v.stage = (uint8_t)ym_dispute_stage(h->procedures.at[1], &h->dispute);
    v.parties[0] = (struct ym_party){ .side = YM_SIDE_CLAIMANT, .name = YM_SPAN("王芳") };
    v.parties[1] = (struct ym_party){ .side = YM_SIDE_RESPONDENT, .name = YM_SPAN("李强") };
    c = doc_case_new(&v, &h->procedures, &(struct doc_case_options){ .now = 0 });
    assert_non_null(c);
    for (size_t i = 0; i < h->n; i++)
        doc_case_feed(c, &h->event[i]);
    return c;
}

static void says_for(struct doc_case *c, enum ym_document document, enum doc_slot slot, size_t row,
                     const char *text)
{
    struct doc_facts facts;

    assert_true(doc_case_facts(c, document, &facts));
    if (!ym_span_is(facts.value[slot][row], ym_span_of(text)))
        fail_msg("%s is \"%.*s\", not \"%s\"", doc_slot_code(slot), (int)facts.value[slot][row].n,
                 facts.value[slot][row].at, text);
}

static void says(struct doc_case *c, enum doc_slot slot, size_t row, const char *text)
{
    says_for(c, YM_DOC_AGREEMENT, slot, row, text);
}

static void says_english(struct doc_case *c, enum doc_slot slot, size_t row, const char *text)
{
    struct doc_facts facts;

    assert_true(doc_case_facts(c, YM_DOC_AGREEMENT, &facts));
    if (!ym_span_is(facts.english[slot][row], ym_span_of(text)))
        fail_msg("%s is \"%.*s\", not \"%s\"", doc_slot_code(slot), (int)facts.english[slot][row].n,
                 facts.english[slot][row].at, text);
}

static void has_rows(struct doc_case *c, enum doc_scope scope, size_t n)
{
    struct doc_facts facts;

    assert_true(doc_case_facts(c, YM_DOC_AGREEMENT, &facts));
    assert_int_equal(facts.rows[scope], n);
}

static bool is_offered(struct doc_case *c, enum ym_document document)
{
    const struct ym_embedded *file = doc_form_shipped(document);
    struct doc_facts facts;
    struct doc_form *form;
    struct ym_error why;
    bool is;

    assert_non_null(file);
    assert_int_equal(
        doc_form_read((struct ym_span){ (const char *)file->at, file->n }, &form, &why), YM_E_OK);
    assert_true(doc_case_facts(c, document, &facts));
    is = doc_form_is_offered(form, &facts);
    doc_form_free(form);
    return is;
}

/* The documents that make sense now are these, and no others. */
static void offers(struct doc_case *c, const char *codes)
{
    struct ym_buf all;

    ym_buf_init(&all, 1024);
    for (int d = 0; d < YM_DOC_COUNT; d++) {
        if (doc_form_shipped((enum ym_document)d) != NULL && is_offered(c, (enum ym_document)d))
            ym_buf_printf(&all, "%s%s", all.n > 0 ? " " : "", ym_word(YM_VOCAB_DOCUMENT, d)->code);
    }
    assert_string_equal(all.at, codes);
    ym_buf_release(&all);
}

static struct history *begin(void)
{
    static struct history h;

    history_begin(&h, ZHEJIANG);
    return &h;
}

#define PLAN                                                                                       \
    "{\"command\":\"reach_agreement\",\"terms\":\"甲\",\"obligations\":["                         \
    "{\"payer\":1,\"payee\":0,\"amount_fen\":\"1\",\"due\":\"2026-03-01\"},"                       \
    "{\"payer\":1,\"payee\":0,\"amount_fen\":\"1\",\"due\":\"2026-03-01\",\"account\":\"6222\"},"  \
    "{\"payer\":1,\"payee\":0,\"amount_fen\":\"1\",\"due\":\"2026-04-01\",\"account\":\"6222\"},"  \
    "{\"payer\":1,\"payee\":0,\"amount_fen\":\"1\",\"due\":\"2026-05-01\",\"account\":\"6222\"}]}"

static void what_instalments_share_is_said_once(void **state)
{
    struct history *h = begin();
    struct doc_case *c;

    (void)state;
    history_accept(h);
    history_send(h, YM_ROLE_MEDIATOR, "2026-01-10", PLAN);
    c = told(h);
    says(c, DOC_SLOT_DETAIL, 0, "—");
    says(c, DOC_SLOT_DETAIL, 1, "账户：6222");
    says(c, DOC_SLOT_DETAIL, 2, "同第2项");
    says(c, DOC_SLOT_DETAIL, 3, "同第2项");
    says_english(c, DOC_SLOT_DETAIL, 3, "as item 2");
    doc_case_free(c);
    history_end(h);
}

static void an_agreement_binds_when_it_is_signed(void **state)
{
    struct history *h = begin();
    struct doc_case *c;

    (void)state;
    history_accept(h);
    history_send(h, YM_ROLE_MEDIATOR, "2026-01-10", REACH);
    c = told(h);
    says(c, DOC_SLOT_TERMS, 0, "甲");
    says(c, DOC_SLOT_PLACE, 0, "调解室");
    says(c, DOC_SLOT_AGREED_ON, 0, "2026年1月10日");
    says(c, DOC_SLOT_EFFECTIVE_ON, 0, "");
    says(c, DOC_SLOT_PAYER, 0, "李强");
    says(c, DOC_SLOT_PAYEE, 0, "王芳");
    says(c, DOC_SLOT_SUM, 0, "1,000.50元");
    says_english(c, DOC_SLOT_SUM, 0, "CNY 1,000.50");
    says(c, DOC_SLOT_DETAIL, 0, "账户：6222；违约后果：按日万分之五");
    says_english(c, DOC_SLOT_DETAIL, 0, "account: 6222; on breach: 按日万分之五");
    says(c, DOC_SLOT_DUE, 0, "2026年3月1日");
    says_english(c, DOC_SLOT_DUE, 0, "1 March 2026");
    says(c, DOC_SLOT_SUM, 1, "—");
    says(c, DOC_SLOT_ACT, 1, "返还钥匙");
    says(c, DOC_SLOT_TOTAL, 0, "1,000.50元");
    doc_case_free(c);

    history_sign(h, "2026-01-12");
    c = told(h);
    says(c, DOC_SLOT_EFFECTIVE_ON, 0, "2026年1月12日");
    says(c, DOC_SLOT_CONFIRM_BY, 0, "2026年2月11日");
    has_rows(c, DOC_SCOPE_SIGNATURE, 4);
    says(c, DOC_SLOT_SIGNER, 1, "李强");
    says(c, DOC_SLOT_SIGNED_AT, 0, "2026-01-12 12:00");
    says(c, DOC_SLOT_MANNER, 0, "页面电子签名（文书验证码 K7QM）");
    says(c, DOC_SLOT_MANNER, 1, "纸质按指印");
    says(c, DOC_SLOT_SIGNER, 2, "调解员 周敏");
    doc_case_free(c);
    history_end(h);
}

/* What waits to be signed stands on the agreement's paper, what binds on every other. */
static void a_change_stands_beside_what_binds(void **state)
{
    struct history *h = begin();
    struct doc_case *c;

    (void)state;
    history_accept(h);
    history_send(h, YM_ROLE_MEDIATOR, "2026-01-10", REACH);
    history_sign(h, "2026-01-12");
    history_send(h, YM_ROLE_MEDIATOR, "2026-01-20",
                 "{\"command\":\"vary\",\"terms\":\"乙\",\"reason\":\"改\",\"obligations\":["
                 "{\"payer\":1,\"payee\":0,\"amount_fen\":\"1\",\"due\":\"2026-05-01\"}]}");
    c = told(h);
    says_for(c, YM_DOC_AGREEMENT, DOC_SLOT_TERMS, 0, "乙");
    has_rows(c, DOC_SCOPE_OBLIGATION, 1);
    has_rows(c, DOC_SCOPE_SIGNATURE, 0);
    says_for(c, YM_DOC_CONFIRM_APPLICATION, DOC_SLOT_TERMS, 0, "甲");
    says_for(c, YM_DOC_CONFIRM_APPLICATION, DOC_SLOT_EFFECTIVE_ON, 0, "2026年1月12日");
    says_for(c, YM_DOC_AGREEMENT, DOC_SLOT_EFFECTIVE_ON, 0, "");
    doc_case_free(c);

    history_sign(h, "2026-01-22");
    c = told(h);
    says_for(c, YM_DOC_CONFIRM_APPLICATION, DOC_SLOT_TERMS, 0, "乙");
    says(c, DOC_SLOT_EFFECTIVE_ON, 0, "2026年1月22日");
    has_rows(c, DOC_SCOPE_SIGNATURE, 4);
    doc_case_free(c);
    history_end(h);
}

static void an_oral_agreement_binds_at_once(void **state)
{
    struct history *h = begin();
    struct doc_case *c;

    (void)state;
    history_accept(h);
    history_send(h, YM_ROLE_MEDIATOR, "2026-01-10",
                 "{\"command\":\"reach_oral_agreement\",\"terms\":\"甲\"}");
    c = told(h);
    says(c, DOC_SLOT_EFFECTIVE_ON, 0, "2026年1月10日");
    says(c, DOC_SLOT_ORAL, 0, "口头协议");
    doc_case_free(c);
    history_end(h);
}

/* A document is offered once the procedure asks for it or there is something to tell, not before.
 */
static void documents_are_offered_when_they_make_sense(void **state)
{
    struct history *h = begin();
    struct doc_case *c = told(h);

    (void)state;
    offers(c, "receipt rights_notice code_label");
    doc_case_free(c);
    history_accept(h);
    c = told(h);
    offers(c, "receipt rights_notice disclosure_form code_label");
    doc_case_free(c);
    history_send(h, YM_ROLE_MEDIATOR, "2026-01-10", REACH);
    history_sign(h, "2026-01-12");
    c = told(h);
    offers(c, "receipt rights_notice disclosure_form record agreement confirm_application "
              "code_label");
    doc_case_free(c);
    for (int i = 0; i < 2; i++)
        history_send(h, YM_ROLE_MEDIATOR, "2026-02-20",
                     i == 0 ? "{\"command\":\"record_performance\",\"obligation\":0,\"result\":"
                              "\"fulfilled\",\"date\":\"2026-02-19\"}"
                            : "{\"command\":\"record_performance\",\"obligation\":1,\"result\":"
                              "\"fulfilled\"}");
    c = told(h);
    assert_true(is_offered(c, YM_DOC_PERFORMANCE_PROOF));
    says_for(c, YM_DOC_PERFORMANCE_PROOF, DOC_SLOT_PERFORMED_ON, 0, "2026年2月20日");
    says_for(c, YM_DOC_PERFORMANCE_PROOF, DOC_SLOT_VOLUNTARY, 0, "自动履行");
    says_for(c, YM_DOC_PERFORMANCE_PROOF, DOC_SLOT_RECORDED_ON, 0, "2026年2月19日");
    says_for(c, YM_DOC_PERFORMANCE_PROOF, DOC_SLOT_PAID, 0, "1,000.50元");
    doc_case_free(c);
    history_end(h);
}

static void red_offers_the_way_to_court(void **state)
{
    struct history *h = begin();
    struct doc_case *c;

    (void)state;
    history_accept(h);
    history_send(h, YM_ROLE_PARTY, "2026-01-09", "{\"command\":\"go_to_court\",\"seat\":0}");
    c = told(h);
    offers(c, "receipt rights_notice remedies_notice disclosure_form filing_packet code_label");
    doc_case_free(c);
    /* Mediation begins anew: what ended it is told no more. */
    history_send(h, YM_ROLE_PARTY, "2026-01-10", "{\"command\":\"reopen\",\"seat\":0}");
    history_send(h, YM_ROLE_PARTY, "2026-01-10", "{\"command\":\"reopen\",\"seat\":1}");
    c = told(h);
    assert_false(is_offered(c, YM_DOC_REMEDIES_NOTICE));
    assert_false(is_offered(c, YM_DOC_FILING_PACKET));
    doc_case_free(c);
    history_end(h);
}

/* A history that lacks an event makes no document. */
static void a_torn_history_is_refused(void **state)
{
    struct history *h = begin();
    struct doc_facts facts;
    struct doc_case *c;

    (void)state;
    history_accept(h);
    c = told(h);
    doc_case_feed(c, &h->event[h->n - 1]);
    assert_false(doc_case_facts(c, YM_DOC_RECEIPT, &facts));
    doc_case_free(c);
    history_end(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_agreement_binds_when_it_is_signed),
        cmocka_unit_test(what_instalments_share_is_said_once),
        cmocka_unit_test(a_change_stands_beside_what_binds),
        cmocka_unit_test(an_oral_agreement_binds_at_once),
        cmocka_unit_test(documents_are_offered_when_they_make_sense),
        cmocka_unit_test(red_offers_the_way_to_court),
        cmocka_unit_test(a_torn_history_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
