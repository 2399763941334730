/* SPDX-License-Identifier: Apache-2.0 */
/* The page by which anybody checks a sealed document: /v/CODE, as it stands on the paper. It says
 * whether the seal holds and what that means, and how to compare a file with what was sealed: by
 * hand, or, where the script runs, by choosing it. The file never leaves the device. */
#include <stdio.h>

#include "api_page.h"
#include "api_seal.h"
#include "json/seal.h"

static void line(struct ym_buf *b, const char *zh)
{
    ym_buf_puts(b, "<p>");
    api_page_words(b, zh);
    ym_buf_puts(b, "</p>");
}

static void put_document(struct ym_buf *b, const struct api_seal *c)
{
    const struct ym_word *document = ym_word(YM_VOCAB_DOCUMENT, c->seal.document);
    char code[YM_SEAL_CODE_TEXT_MAX];
    char at[YM_USEC_TEXT_MAX];
    char zh[256];
    char en[256];
    int year, month, day;

    ym_seal_code_print(&c->seal.code, code);
    ym_usec_print(c->seal.made_at, at);
    ym_day_split(ym_day_of(c->seal.made_at), &year, &month, &day);
    (void)snprintf(zh, sizeof(zh), "%s，于%d年%d月%d日 %.5s 封存", document->zh, year, month, day,
                   at + 11);
    (void)snprintf(en, sizeof(en), "%s, sealed on %.10s at %.5s (UTC+8)", document->en, at,
                   at + 11);
    api_page_heading(b, "文书");
    line(b, zh);
    ym_buf_printf(b, "<p>编码 <code>%s</code></p>", code);
    api_page_english(b, en);
    ym_buf_puts(b, "</section>");
}

static void put_state(struct ym_buf *b, const struct api_seal *c)
{
    const struct api_seal_standing s = api_seal_standing(c);
    char zh[256];
    char en[256];
    int year, month, day;

    if (s.needed > s.given) {
        (void)snprintf(zh, sizeof(zh), "%s：需要%zu个签名或印章，已有%zu个", s.state->zh, s.needed,
                       s.given);
        (void)snprintf(en, sizeof(en), "%s: %zu of %zu signatures and seals are given", s.state->en,
                       s.given, s.needed);
    } else if (s.effective_on != YM_DAY_NONE) {
        ym_day_split(s.effective_on, &year, &month, &day);
        (void)snprintf(zh, sizeof(zh), "%s（%d年%d月%d日起）", s.state->zh, year, month, day);
        (void)snprintf(en, sizeof(en), "%s (since %04d-%02d-%02d)", s.state->en, year, month, day);
    } else {
        (void)snprintf(zh, sizeof(zh), "%s", s.state->zh);
        (void)snprintf(en, sizeof(en), "%s", s.state->en);
    }
    api_page_part(b, "现在的状态", zh, en);
}

static void put_meaning(struct ym_buf *b, const struct api_seal *c)
{
    if (c->flaw != APP_SEAL_NONE) {
        api_page_part(b, "这说明什么", "请不要信赖这份文书：请联系承办的调解组织核实。",
                      "Do not rely on this document: ask the mediation body in charge.");
        return;
    }
    api_page_part(
        b, "这说明什么",
        "本系统封存过这份文书，封存记录没有被改动。您手中的文件是不是同一份，请按下面的方法核对。"
        "核验不显示姓名和金额，也不等于法院的确认。",
        "This system sealed this document and the record of it was not altered. Whether "
        "your file is that document is told by the comparison below. Nothing here is a "
        "confirmation by a court.");
}

/* The script finds the place by its name and the hash in it. */
static void put_comparison(struct ym_buf *b, const struct api_seal *c)
{
    char hex[2 * sizeof(c->seal.sha256) + 1];

    api_seal_hex(c->seal.sha256, sizeof(c->seal.sha256), hex);
    api_page_heading(b, "核对您手中的文件");
    ym_buf_printf(b,
                  "<div id=\"seal-check\" data-sha256=\"%s\"></div>"
                  "<p>电子文件的SHA-256应为：</p><p><code>%s</code></p>",
                  hex, hex);
    ym_buf_puts(b,
                "<p>在电脑上计算：Windows <code>certutil -hashfile 文件.pdf SHA256</code>；macOS "
                "<code>shasum -a 256 文件.pdf</code>；Linux <code>sha256sum 文件.pdf</code>。"
                "一个字符也不能不同。</p>");
    api_page_english(b, "The SHA-256 of your file must be the one above, character by character.");
    ym_buf_puts(b, "</section>");
}

static void put_offline(struct ym_buf *b, const struct api_seal *c)
{
    api_page_heading(b, "不联网也能核验");
    ym_buf_printf(b,
                  "<p><a href=\"/api/v1/seals/%s/file\" download>封存说明（.seal.json）</a>　"
                  "<a href=\"/api/v1/seals/keys\" download=\"keys.json\">公钥</a></p>"
                  "<p><code>yima verify --document 文件.pdf --seal %s.seal.json --keys "
                  "keys.json</code></p>",
                  c->seal.code.text, c->seal.code.text);
    api_page_english(b, "With the seal file and the public keys it can be checked without this "
                        "server: the signature is Ed25519 over the statement in the seal file.");
    ym_buf_puts(b, "</section>");
}

void api_seal_page(struct api_seal *c, const char *nonce)
{
    struct ym_buf *b = &c->op->out;
    const bool holds = c->flaw == APP_SEAL_NONE;
    const struct api_page_head head = { nonce, "一码解纠纷 · 文书核验",
                                        holds ? YM_COLOUR_GREEN : YM_COLOUR_RED,
                                        c->op->api->config.has_pages ? "/verify.js" : NULL };

    api_page_begin(b, &head);
    api_page_band(b, head.colour, app_seal_flaw_zh(c->flaw), app_seal_flaw_text(c->flaw));
    put_document(b, c);
    put_state(b, c);
    put_meaning(b, c);
    put_comparison(b, c);
    put_offline(b, c);
    api_page_end(b);
}
