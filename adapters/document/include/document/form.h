/* SPDX-License-Identifier: Apache-2.0 */
/* Forms: what a document says, as data, with slots for what is known of a dispute.
 *
 *   { "document": "receipt", "version": "2026-11-22", "source": "人民调解法 17",
 *     "title": { "zh": "纠纷登记回执", "en": "Receipt of a request for mediation" },
 *     "offered": { "asked": true, "stages": ["intake"], "known": ["received_on"] },
 *     "needs": ["number", "received_on"],
 *     "body": [
 *       { "right": "编号：{number}", "en": "Number: {number}" },
 *       { "addressee": "{claimants}：" },
 *       { "text": "……于{received_on}……", "if": "received_on" },
 *       { "each": "party", "text": "{side}：{name}" },
 *       { "table": "obligation", "when_empty": "无",
 *         "columns": [ { "head": "序号", "head_en": "No.", "cell": "{n}", "share": 1 } ] },
 *       { "sign": "调解员（签名）" } ] }
 *
 * A document is offered once it makes sense: when a rule of the procedure has asked for it, in a
 * stage, or when something is known; any one of these suffices, and { "always": true } needs none.
 * A block with "if" stands only when that slot of the dispute is known, or that scope has rows;
 * with "unless" only when not. What the law says in one case and not in another is a row of blocks
 * with "when", each with its "source"; the block of the case at hand stands:
 *
 *       { "text": "……", "when": { "binding": "signed" }, "source": "民法典 490" },
 *
 * "en" is the English gloss, set below its block when one asks for it.
 *
 * A brace that is not part of a slot does not stand in a form. A slot that has no value prints as a
 * line to write on, unless the form needs it: then the form is not filled, and the error says what
 * is missing. The reader refuses unknown members, slots and slots outside their scope, so that a
 * form that was read can always be filled. */
#ifndef YM_DOCUMENT_FORM_H
#define YM_DOCUMENT_FORM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/embedded.h"
#include "base/error.h"
#include "document/sheet.h"
#include "yima/vocab.h"

#define DOC_FORM_BYTES_MAX  65536u     /* one form as JSON */
#define DOC_FORM_BLOCKS_MAX 64u        /* blocks of a form */
#define DOC_FACT_ROWS_MAX   256u       /* rows of one scope */
#define DOC_FILL_BYTES      (8u << 20) /* an arena of this size fills every form */

/* clang-format off */
/* Scopes: what a slot says something about. */
#define DOC_SCOPES(X) /* name, code */ \
    X(DISPUTE,    "dispute")    /* one row */ \
    X(PARTY,      "party")      /* by seat */ \
    X(OBLIGATION, "obligation") /* of the agreement in force, by number */ \
    X(SIGNATURE,  "signature")  /* under the agreement, in the order given */ \
    X(SESSION,    "session")    /* held, in order */ \
    X(STEP,       "step")       /* what happened, in order */ \
    X(FACT,       "fact")       /* undisputed, as both sides recorded it */ \
    X(PAPER,      "paper")      /* evidence handed in */ \
    X(LACK,       "lack")       /* what a filing still lacks */

/* Slots. Those of DISPUTE stand first: a set of them is a uint64_t. */
#define DOC_SLOTS(X) /* name, code, scope, zh */ \
    X(NUMBER,       "number",       DISPUTE, "调解码编号") \
    X(TITLE,        "title",        DISPUTE, "纠纷名称") \
    X(DESCRIPTION,  "description",  DISPUTE, "纠纷简述") \
    X(TYPE,         "type",         DISPUTE, "纠纷类型") \
    X(CHANNEL,      "channel",      DISPUTE, "来源渠道") \
    X(SOURCE,       "source",       DISPUTE, "案件来源") \
    X(REGION,       "region",       DISPUTE, "纠纷发生地") \
    X(AMOUNT,       "amount",       DISPUTE, "涉及金额") \
    X(STAGE,        "stage",        DISPUTE, "所处阶段") \
    X(COLOUR,       "colour",       DISPUTE, "颜色") \
    X(PROCEDURE,    "procedure",    DISPUTE, "适用程序") \
    X(CLAIMANTS,    "claimants",    DISPUTE, "申请人") \
    X(RESPONDENTS,  "respondents",  DISPUTE, "被申请人") \
    X(THIRDS,       "thirds",       DISPUTE, "第三人") \
    X(BODY,         "body",         DISPUTE, "调解组织") \
    X(BODY_PHONE,   "body_phone",   DISPUTE, "调解组织电话") \
    X(BODY_ADDRESS, "body_address", DISPUTE, "调解组织地址") \
    X(MEDIATOR,     "mediator",     DISPUTE, "调解员") \
    X(COURT,        "court",        DISPUTE, "人民法院") \
    X(CASE_NUMBER,  "case_number",  DISPUTE, "案号") \
    X(RECEIVED_ON,  "received_on",  DISPUTE, "收到日期") \
    X(ACCEPTED_ON,  "accepted_on",  DISPUTE, "受理日期") \
    X(AGREED_ON,    "agreed_on",    DISPUTE, "协议日期") \
    X(EFFECTIVE_ON, "effective_on", DISPUTE, "协议生效日期") \
    X(ENDED_ON,     "ended_on",     DISPUTE, "终止日期") \
    X(DUE_ON,       "due_on",       DISPUTE, "到期日") \
    X(CONFIRM_TERM, "confirm_term", DISPUTE, "司法确认申请期限") \
    X(CONFIRM_BY,   "confirm_by",   DISPUTE, "司法确认申请截止日") \
    X(EXTENDED_TO,  "extended_to",  DISPUTE, "延长至") \
    X(EXTENSION_DAYS, "extension_days", DISPUTE, "延长天数") \
    X(TRANSFERRED_FROM, "transferred_from", DISPUTE, "移送前的调解组织") \
    X(GROUND,       "ground",       DISPUTE, "终止事由") \
    X(REASON,       "reason",       DISPUTE, "理由") \
    X(ROUTE,        "route",        DISPUTE, "引导途径") \
    X(TERMS,        "terms",        DISPUTE, "协议内容") \
    X(AGREED_FACTS, "agreed_facts", DISPUTE, "协议所载事实") \
    X(PLACE,        "place",        DISPUTE, "地点") \
    X(CLAIMS,       "claims",       DISPUTE, "诉讼请求") \
    X(FACTS,        "facts",        DISPUTE, "事实与理由") \
    X(FILER,        "filer",        DISPUTE, "起诉人") \
    X(COPIES,       "copies",       DISPUTE, "起诉状份数") \
    X(SUPPLEMENTED, "supplemented", DISPUTE, "补正说明") \
    X(ORAL,         "oral",         DISPUTE, "口头协议") \
    X(TOTAL,        "total",        DISPUTE, "金额合计") \
    X(PERFORMED_ON, "performed_on", DISPUTE, "履行完毕日期") \
    X(VOLUNTARY,    "voluntary",    DISPUTE, "自动履行") \
    X(DOCUMENT_CODE, "document_code", DISPUTE, "文书验证码") \
    X(VERIFY_AT,    "verify_at",    DISPUTE, "验证地址") \
    X(CODE_ADDRESS, "code_address", DISPUTE, "调解码地址") \
    X(TODAY,        "today",        DISPUTE, "出具日期") \
    X(SEAT,         "seat",         PARTY, "序号") \
    X(SIDE,         "side",         PARTY, "地位") \
    X(KIND,         "kind",         PARTY, "类别") \
    X(NAME,         "name",         PARTY, "姓名或名称") \
    X(IDENTITY,     "identity",     PARTY, "证件号码") \
    X(PHONE,        "phone",        PARTY, "电话") \
    X(ADDRESS,      "address",      PARTY, "住址") \
    X(AGENT,        "agent",        PARTY, "代理人") \
    X(AGENT_PHONE,  "agent_phone",  PARTY, "代理人电话") \
    X(N,            "n",            OBLIGATION, "序号") \
    X(PAYER,        "payer",        OBLIGATION, "义务人") \
    X(PAYEE,        "payee",        OBLIGATION, "权利人") \
    X(ACT,          "act",          OBLIGATION, "内容") \
    X(SUM,          "sum",          OBLIGATION, "金额") \
    X(DUE,          "due",          OBLIGATION, "履行期限") \
    X(DETAIL,       "detail",       OBLIGATION, "履行方式、账户和违约后果") \
    X(RESULT,       "result",       OBLIGATION, "履行情况") \
    X(PAID,         "paid",         OBLIGATION, "已履行金额") \
    X(RECORDED_ON,  "recorded_on",  OBLIGATION, "履行日期") \
    X(SIGNER,       "signer",       SIGNATURE, "签署人") \
    X(SIGNED_AT,    "signed_at",    SIGNATURE, "签署时间") \
    X(MANNER,       "manner",       SIGNATURE, "签署方式") \
    X(HELD_ON,      "held_on",      SESSION, "调解时间") \
    X(HELD_AT,      "held_at",      SESSION, "调解地点") \
    X(ATTENDED,     "attended",     SESSION, "到场情况") \
    X(SAID,         "said",         SESSION, "记录") \
    X(STEP_AT,      "step_at",      STEP, "时间") \
    X(STEP_WHAT,    "step_what",    STEP, "事项") \
    X(STEP_BY,      "step_by",      STEP, "办理人") \
    X(FACT_N,       "fact_n",       FACT, "序号") \
    X(FACT_TEXT,    "fact_text",    FACT, "无争议事实") \
    X(FACT_ON,      "fact_on",      FACT, "记载日期") \
    X(PAPER_N,      "paper_n",      PAPER, "序号") \
    X(PAPER_NAME,   "paper_name",   PAPER, "证据名称") \
    X(PAPER_FOR,    "paper_for",    PAPER, "用途") \
    X(PAPER_SIZE,   "paper_size",   PAPER, "大小") \
    X(PAPER_HASH,   "paper_hash",   PAPER, "校验值") \
    X(LACK_WHAT,    "lack_what",    LACK, "尚缺事项") \
    X(LACK_SOURCE,  "lack_source",  LACK, "依据")

/* Choices: of what a block with "when" asks which one of several it is. What the codes are is not
 * written here: the procedure answers (app/agreement_law.h). */
#define DOC_CHOICES(X) /* name, code */ \
    X(BINDING,      "binding")      /* what makes the agreement bind: a code of APP_BINDINGS */ \
    X(CONFIRMATION, "confirmation") /* what answers a joint application to confirm it: "open", or */ \
                                    /* the code of the refusal */
/* clang-format on */

#define X(name, code) DOC_SCOPE_##name,
enum doc_scope { DOC_SCOPES(X) DOC_SCOPE_COUNT };
#undef X
#define X(name, code, scope, zh) DOC_SLOT_##name,
enum doc_slot { DOC_SLOTS(X) DOC_SLOT_COUNT };
#undef X

#define X(name, code) DOC_CHOICE_##name,
enum doc_choice { DOC_CHOICES(X) DOC_CHOICE_COUNT };
#undef X

/* Those of scope DISPUTE stand first: a form can need them, and a set of them is a uint64_t. */
#define DOC_SLOTS_OF_DISPUTE DOC_SLOT_SEAT
_Static_assert(DOC_SLOTS_OF_DISPUTE <= 64, "a set of these slots is a uint64_t");

const char *doc_slot_code(enum doc_slot slot); /* "number" */
const char *doc_slot_zh(enum doc_slot slot);   /* "调解码编号" */
enum doc_scope doc_slot_scope(enum doc_slot slot);

/* What is known: for each slot as many values as its scope has rows; n == 0: not known. */
struct doc_facts {
    size_t rows[DOC_SCOPE_COUNT];                /* DISPUTE: always 1 */
    const struct ym_span *value[DOC_SLOT_COUNT]; /* rows[scope] of them; NULL: none is known */
    /* The same in English, where it reads otherwise there; n == 0 or NULL: as in value. */
    const struct ym_span *english[DOC_SLOT_COUNT];
    struct ym_span choice[DOC_CHOICE_COUNT]; /* its code; n == 0: not known */
    struct ym_span code;                     /* what the code opens; n == 0: none */
    struct ym_span seal;   /* code of the sealed document, at the foot of each page; n == 0: none */
    enum ym_colour colour; /* of the frame around a large code */
    uint8_t stage;         /* enum ym_stage */
    uint32_t asked;        /* set of enum ym_document that rules have asked for */
    ym_usec made_at;
};

/* In which languages a document is set. */
enum doc_language {
    DOC_ZH,    /* Chinese alone: the one that is signed and filed */
    DOC_ZH_EN, /* with an English gloss, which explains and does not bind */
};

/* "zh", "zh+en". False: neither. */
__attribute__((warn_unused_result)) bool doc_language_find(struct ym_span code,
                                                           enum doc_language *ret);

struct doc_form; /* immutable; owned by who read it */

/* Read a form. Errors: those of json/read.h. Nothing of text is kept. */
__attribute__((warn_unused_result)) enum ym_err
doc_form_read(struct ym_span text, struct doc_form **ret, struct ym_error *reterr);
void doc_form_free(struct doc_form *form); /* NULL is legal */

enum ym_document doc_form_document(const struct doc_form *form);
const char *doc_form_version(const struct doc_form *form);
uint64_t doc_form_needs(const struct doc_form *form); /* set of enum doc_slot; of scope DISPUTE */

/* The form of a document that the binary ships, or NULL: that document comes from elsewhere. */
const struct ym_embedded *doc_form_shipped(enum ym_document document);

/* Does the document make sense by now? */
bool doc_form_is_offered(const struct doc_form *form, const struct doc_facts *facts);

/* What the form needs and facts do not have: a set of enum doc_slot. */
uint64_t doc_form_missing(const struct doc_form *form, const struct doc_facts *facts);

/* Fill the form. *ret and what it points to lie in arena, in form and in facts.
 * UNPROCESSABLE: something needed is not known; TOO_LARGE: too many rows, or arena too small. */
__attribute__((warn_unused_result)) enum ym_err
doc_form_fill(const struct doc_form *form, const struct doc_facts *facts,
              enum doc_language language, struct ym_arena *arena, struct doc_sheet *ret,
              struct ym_error *reterr);

/* The files of forms/, sorted by name. */
extern const struct ym_embedded ym_form_files[];
extern const size_t ym_form_count;

#endif
