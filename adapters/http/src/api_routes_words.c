/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/words: the vocabularies of the engine, so that no page types a word of them again.
 * They change with the program alone; the tag is a fingerprint of what is sent. */
#include "api_private.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Vocabularies that people never read as such: those of the rules, which have one language, and the
 * commands and fields, which have lists of their own. A phone on a slow line loads the rest. */
#define UNREAD                                                                                     \
    (VB(RELATION) | VB(UNIT) | VB(FACT) | VB(EFFECT) | VB(ORIGIN) | VB(COMMAND) | VB(FIELD))
#define VB(name) (UINT64_C(1) << YM_VOCAB_##name)

static void put_vocabularies(struct json_out *w)
{
    json_put_key(w, "vocabularies");
    json_put_object(w);
    for (int v = 0; v < YM_VOCAB_COUNT; v++) {
        const struct ym_vocab *vocab = ym_vocab((enum ym_vocab_id)v);

        if ((UNREAD >> v & 1) != 0)
            continue;
        json_put_key(w, vocab->name);
        json_put_array(w);
        for (int i = 0; i < vocab->count; i++)
            api_put_word(w, (enum ym_vocab_id)v, i);
        json_put_array_end(w);
    }
    json_put_object_end(w);
}

/* clang-format off */
/* Laws that rules name, as of 2026-11: their names in English are ours, for readers; what counts is
 * the Chinese text. A longer name stands before one that is a part of it. */
#define LAWS(X) /* zh, en */                                                                       \
    X("人民调解工作若干规定", "Provisions on People's Mediation Work")                             \
    X("人民调解法", "PRC People's Mediation Law")                                                  \
    X("民事诉讼法", "PRC Civil Procedure Law")                                                     \
    X("民诉法解释", "SPC Interpretation of the Civil Procedure Law")                               \
    X("在线调解规则", "SPC Rules on Online Mediation")                                             \
    X("特邀调解规定", "SPC Provisions on Invited Mediation")                                       \
    X("登记立案规定", "SPC Provisions on Registering Cases")                                       \
    X("诉讼时效规定", "SPC Provisions on Limitation of Actions")                                   \
    X("司法确认规定", "SPC Provisions on Judicial Confirmation")                                   \
    X("民法典", "PRC Civil Code")                                                                  \
    X("浙江省劳动人事争议调解仲裁条例",                                                            \
      "Zhejiang Regulations on Labour Mediation and Arbitration")                                  \
    X("劳动争议调解仲裁法", "PRC Labour Dispute Mediation and Arbitration Law")                    \
    X("宁波市人民调解条例", "Ningbo Regulations on People's Mediation")                            \
    X("医疗纠纷预防和处理条例", "Regulations on Preventing and Handling Medical Disputes")         \
    X("诉讼费用交纳办法", "Measures on the Payment of Litigation Costs")                           \
    X("电子签名法", "PRC Electronic Signature Law")                                                \
    X("市场监督管理投诉举报处理暂行办法", "Interim Measures on Market Supervision Complaints")     \
    X("道路交通事故处理程序规定", "Provisions on Handling Road Traffic Accidents")                 \
    X("个人信息保护法", "PRC Personal Information Protection Law")                                 \
    X("多元化纠纷解决机制改革意见", "SPC Opinions on Diversified Dispute Resolution")              \
    X("2025年立案与调解工作意见", "SPC Opinions on Filing and Mediation (2025)")                   \
    X("商事调解条例", "Regulations on Commercial Mediation")
/* clang-format on */

static void put_laws(struct json_out *w)
{
    static const struct {
        const char *zh, *en;
    } laws[] = {
#define X(zh, en) { zh, en },
        LAWS(X)
#undef X
    };

    json_put_key(w, "laws");
    json_put_array(w);
    for (size_t i = 0; i < COUNT(laws); i++) {
        json_put_object(w);
        json_add_word(w, "zh", laws[i].zh);
        json_add_word(w, "en", laws[i].en);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_commands(struct json_out *w)
{
    json_put_key(w, "commands");
    json_put_array(w);
    for (int i = 0; i < YM_CMD_COUNT; i++) {
        json_put_object(w);
        json_put_names(w, ym_word(YM_VOCAB_COMMAND, i));
        json_put_key(w, "fields");
        json_put_codes(w, YM_VOCAB_FIELD, ym_command_fields((enum ym_cmd)i));
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_fields(struct json_out *w)
{
    json_put_key(w, "fields");
    json_put_array(w);
    for (int i = 0; i < YM_FIELD_COUNT; i++) {
        const enum ym_field_kind kind = ym_field_kind((enum ym_field)i);

        json_put_object(w);
        json_put_names(w, ym_word(YM_VOCAB_FIELD, i));
        json_add_word(w, "kind", api_kind_word(kind));
        if (kind == YM_KIND_CODE)
            json_add_word(w, "vocabulary", ym_vocab(ym_field_vocab((enum ym_field)i))->name);
        else
            json_add_null(w, "vocabulary");
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

/* FNV-1a, folded into what a tag may be: a version. */
static uint32_t fingerprint(struct ym_span s)
{
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.at[i]) * 16777619u;
    return h % YM_VERSION_MAX + 1;
}

static void get_words(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_take(app, rq);
    uint32_t tag;

    if (op == NULL)
        return;
    json_put_object(&op->w);
    put_vocabularies(&op->w);
    put_commands(&op->w);
    put_fields(&op->w);
    put_laws(&op->w);
    json_put_object_end(&op->w);
    tag = fingerprint(ym_buf_span(&op->out));
    api_etag_reply(rq, tag);
    ym_http_reply_header(rq, "Cache-Control", "public, max-age=3600");
    if (api_etag_listed(rq->header[YM_HTTP_H_IF_NONE_MATCH], tag)) {
        ym_http_reply_bytes(rq, 304, NULL, (struct ym_span){ NULL, 0 });
        api_op_end(op);
    } else {
        api_op_json(op, 200);
    }
}

static const struct ym_http_answer words_answers[] = {
    { 200, "Words", NULL, "vocabularies that people read, commands and their fields" },
    { 304, NULL, NULL, "If-None-Match names what would be sent" },
};

/* clang-format off */
static const struct ym_http_route routes[] = {
    { .method = YM_HTTP_GET, .path = "/api/v1/words", .handler = get_words, .operation = "getWords",
      .summary = "The words of the vocabularies, in Chinese and English", .tag = "procedures",
      .answers = words_answers, .answers_n = COUNT(words_answers) },
};
/* clang-format on */

const struct ym_http_route *api_words_routes(size_t *ret_n)
{
    *ret_n = COUNT(routes);
    return routes;
}
