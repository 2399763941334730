/* SPDX-License-Identifier: Apache-2.0 */
/* The page behind a code, for anybody's telephone: one file, no script, nothing from elsewhere.
 * Chinese first, English below it. Every text goes through text(), which escapes. */
#include "api_page.h"

#include <stdio.h>

/* What a colour looks like; pattern and shape say the same to who cannot tell colours apart. */
struct look {
    const char *band;    /* background */
    const char *ink;     /* on it */
    const char *pattern; /* CSS image of the stripe beside it, in its ink */
    const char *shape;   /* SVG in a box of 24 by 24 */
};

static const struct look looks[YM_COLOUR_COUNT] = {
    [YM_COLOUR_NONE] = { "#5f6368", "#ffffff",
                         "repeating-linear-gradient(0deg,#fff 0 2px,transparent 2px 6px)",
                         "<rect x=\"3\" y=\"9\" width=\"18\" height=\"6\"/>" },
    [YM_COLOUR_YELLOW] = { "#ffd400", "#1a1a1a",
                           "repeating-linear-gradient(45deg,#1a1a1a 0 2px,transparent 2px 6px)",
                           "<path d=\"M12 3 22 21H2z\"/>" },
    [YM_COLOUR_ORANGE] = { "#ff8c00", "#1a1a1a",
                           "repeating-linear-gradient(90deg,#1a1a1a 0 2px,transparent 2px 5px)",
                           "<path d=\"M12 2 22 12 12 22 2 12z\"/>" },
    [YM_COLOUR_BLUE] = { "#0b57d0", "#ffffff",
                         "radial-gradient(circle,#fff 1.5px,transparent 2px) 0 0/6px 6px",
                         "<circle cx=\"12\" cy=\"12\" r=\"10\"/>" },
    [YM_COLOUR_RED] = { "#c5221f", "#ffffff",
                        "repeating-linear-gradient(45deg,#fff 0 1.5px,transparent 1.5px 5px),"
                        "repeating-linear-gradient(-45deg,#fff 0 1.5px,transparent 1.5px 5px)",
                        "<path d=\"M5 2 12 9 19 2 22 5 15 12 22 19 19 22 12 15 5 22 2 19 9 12 2 "
                        "5z\"/>" },
    [YM_COLOUR_GREEN] = { "#137333", "#ffffff", "linear-gradient(#fff,#fff)",
                          "<path d=\"M9 16 20 5 23 8 9 22 1 14 4 11z\"/>" },
};

static const char style[] =
    "body{margin:0;font:17px/1.6 system-ui,\"PingFang SC\",\"Noto Sans CJK SC\",sans-serif;"
    "color:#1a1a1a;background:#fff}main{max-width:34em;margin:0 auto}"
    ".band{padding:1.2em 1em;display:flex;gap:.8em;align-items:center}.band svg{width:2.6em;"
    "height:2.6em;flex:none}.band h1{font-size:1.4em;margin:0;line-height:1.3}.en{color:#5f6368;"
    "font-size:.85em}.band .en{color:inherit}section{padding:.8em 1em;border-bottom:1px solid "
    "#dadce0}h2{font-size:.9em;color:#5f6368;margin:0}p{margin:.2em 0}a{color:#0b57d0}"
    "code{font-size:.85em;overflow-wrap:anywhere}";

/* ---- The escaping appender ---- */

void api_page_text(struct ym_buf *b, struct ym_span s)
{
    for (size_t i = 0; i < s.n; i++) {
        switch (s.at[i]) {
        case '&':
            ym_buf_puts(b, "&amp;");
            break;
        case '<':
            ym_buf_puts(b, "&lt;");
            break;
        case '>':
            ym_buf_puts(b, "&gt;");
            break;
        case '"':
            ym_buf_puts(b, "&quot;");
            break;
        case '\'':
            ym_buf_puts(b, "&#39;");
            break;
        default:
            ym_buf_putc(b, s.at[i]);
            break;
        }
    }
}

void api_page_words(struct ym_buf *b, const char *s)
{
    api_page_text(b, ym_span_of(s != NULL ? s : ""));
}

/* ---- Parts ---- */

void api_page_begin(struct ym_buf *b, const struct api_page_head *head)
{
    const struct look *look = &looks[head->colour];

    ym_buf_puts(b, "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"
                   "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                   "<meta name=\"referrer\" content=\"no-referrer\"><title>");
    api_page_words(b, head->title);
    ym_buf_puts(b, "</title>");
    if (head->script != NULL) /* before our own style, which so has the last word */
        ym_buf_printf(b,
                      "<link rel=\"icon\" href=\"/favicon.svg\">"
                      "<link rel=\"stylesheet\" href=\"/scan.css\">"
                      "<script type=\"module\" src=\"%s\"></script>",
                      head->script);
    ym_buf_puts(b, "<style nonce=\"");
    ym_buf_puts(b, head->nonce);
    ym_buf_puts(b, "\">");
    ym_buf_puts(b, style);
    ym_buf_printf(b,
                  ".band{background:%s;color:%s}.band::before{content:\"\";align-self:stretch;"
                  "flex:none;width:.8em;background:%s}",
                  look->band, look->ink, look->pattern);
    ym_buf_puts(b, "</style></head><body><main>");
}

void api_page_end(struct ym_buf *b)
{
    ym_buf_puts(b, "</main></body></html>\n");
}

void api_page_english(struct ym_buf *b, const char *s)
{
    ym_buf_puts(b, "<p class=\"en\" lang=\"en\">");
    api_page_words(b, s);
    ym_buf_puts(b, "</p>");
}

void api_page_heading(struct ym_buf *b, const char *zh)
{
    ym_buf_puts(b, "<section><h2>");
    api_page_words(b, zh);
    ym_buf_puts(b, "</h2>");
}

void api_page_part(struct ym_buf *b, const char *title, const char *zh, const char *en)
{
    api_page_heading(b, title);
    ym_buf_puts(b, "<p>");
    api_page_words(b, zh);
    ym_buf_puts(b, "</p>");
    api_page_english(b, en);
    ym_buf_puts(b, "</section>");
}

void api_page_band(struct ym_buf *b, enum ym_colour colour, const char *zh, const char *en)
{
    ym_buf_printf(b,
                  "<div class=\"band\"><svg viewBox=\"0 0 24 24\" aria-hidden=\"true\" "
                  "fill=\"currentColor\">%s</svg><div><h1>",
                  looks[colour].shape);
    api_page_words(b, zh);
    ym_buf_puts(b, "</h1><p class=\"en\" lang=\"en\">");
    api_page_words(b, en);
    ym_buf_puts(b, "</p></div></div>");
}

static void put_band(struct ym_buf *b, const struct app_scan *s)
{
    const struct ym_word *colour = ym_word(YM_VOCAB_COLOUR, s->colour);
    const struct ym_word *stage = ym_word(YM_VOCAB_STAGE, s->stage);
    char zh[128];
    char en[128];

    (void)snprintf(zh, sizeof(zh), "%s码 · %s", colour->zh, stage->zh);
    (void)snprintf(en, sizeof(en), "%s · %s", colour->en, stage->en);
    api_page_band(b, (enum ym_colour)s->colour, zh, en);
}

static void put_body(struct ym_buf *b, const struct app_named *body)
{
    api_page_heading(b, "承办组织");
    ym_buf_puts(b, "<p>");
    api_page_text(b, body->name);
    ym_buf_puts(b, "</p>");
    if (body->phone.n > 0) {
        ym_buf_puts(b, "<p>电话 <a href=\"tel:");
        api_page_text(b, body->phone);
        ym_buf_puts(b, "\">");
        api_page_text(b, body->phone);
        ym_buf_puts(b, "</a></p>");
    }
    api_page_english(b, "the body in charge and its telephone");
    ym_buf_puts(b, "</section>");
}

/* The deadline in words: which one, its last day, and how far that is. */
static void put_deadline(struct ym_buf *b, const struct api *api, const struct ym_procedure *p,
                         const struct ym_dispute *d)
{
    const ym_usec now = api_now(api);
    const struct ym_calendar *cal = api->config.calendar;
    const struct ym_clock *k = ym_dispute_next_clock(d);
    int year, month, day;
    int left;

    if (k == NULL || p == NULL || k->deadline >= p->ndeadlines)
        return;
    ym_day_split(k->last, &year, &month, &day);
    left = (int)(k->last - ym_day_of(now));
    api_page_heading(b, "期限");
    ym_buf_puts(b, "<p>");
    api_page_words(b, p->deadlines[k->deadline].zh);
    ym_buf_printf(b, "：%d年%d月%d日", year, month, day);
    if (k->due <= now)
        ym_buf_puts(b, "（已届满）");
    else if (left == 0)
        ym_buf_puts(b, "（今天截止）");
    else
        ym_buf_printf(b, "（还有%d天）", left);
    if (!ym_calendar_covers(cal, k->last))
        ym_buf_puts(b, "（暂计，节假日未公布）");
    ym_buf_puts(b, "</p><p class=\"en\" lang=\"en\">");
    api_page_words(b, p->deadlines[k->deadline].en);
    ym_buf_printf(b, ": until %04d-%02d-%02d%s</p></section>", year, month, day,
                  ym_calendar_covers(cal, k->last) ? "" : " (provisional: holidays not published)");
}

static void put_court(struct ym_buf *b, const struct app_scan *s)
{
    if (!s->is_open && s->colour != YM_COLOUR_RED)
        return;
    api_page_heading(b, "起诉的权利");
    ym_buf_puts(b, "<p>调解不影响您的诉讼权利：您可以随时要求转入诉讼，向有管辖权的人民法院"
                   "诉讼服务中心或网上立案系统提交起诉材料（人民调解法第三条）。");
    if (s->court.name.n > 0) {
        ym_buf_puts(b, "本案法院：");
        api_page_text(b, s->court.name);
        ym_buf_puts(b, "。");
    }
    ym_buf_puts(b, "</p>");
    api_page_english(
        b, "Mediation never bars the way to court: ask the body above to go to court now, or "
           "file with the court's service centre or online.");
    ym_buf_puts(b, "</section>");
}

/* Where the script draws the entry of the parties. Without it the page says whom to ask. */
static void put_entry(struct ym_buf *b, const struct ym_token *token)
{
    ym_buf_printf(b,
                  "<div id=\"party-entry\" data-token=\"%s\"><noscript><section><h2>当事人入口</h2>"
                  "<p>查看案卷需要启用脚本；也可以向上述组织查询。</p><p class=\"en\" lang=\"en\">"
                  "To open your file, allow scripts, or ask the body above.</p></section>"
                  "</noscript></div>",
                  token->text);
}

void api_page_scan(struct api_op *op, const struct app_scan *scan, const struct ym_token *token,
                   const char *nonce)
{
    struct ym_buf *b = &op->out;
    const struct api *api = op->api;
    const struct ym_procedure *p =
        ym_procedures_get(api->config.procedures, scan->dispute.procedure);
    const struct api_page_head head = { nonce, "一码解纠纷 · 调解码", (enum ym_colour)scan->colour,
                                        api->config.has_pages ? "/scan.js" : NULL };

    api_page_begin(b, &head);
    put_band(b, scan);
    if (p != NULL)
        api_page_part(b, "下一步", api_next_text(&op->arena, p, &scan->dispute, false).at,
                      api_next_text(&op->arena, p, &scan->dispute, true).at);
    put_body(b, &scan->body);
    if (api->config.has_pages)
        put_entry(b, token);
    put_deadline(b, api, p, &scan->dispute);
    put_court(b, scan);
    api_page_part(b, "关于此页", "此页不显示当事人、金额和事由；如需查看案卷，请以当事人身份登录。",
                  "This page shows no names, amounts or reasons.");
    api_page_end(b);
}

void api_page_message(struct ym_buf *b, const char *nonce, const char *zh, const char *en)
{
    const struct api_page_head head = { nonce, "一码解纠纷", YM_COLOUR_NONE, NULL };

    api_page_begin(b, &head);
    ym_buf_puts(b, "<div class=\"band\"><h1>一码解纠纷</h1></div>");
    api_page_part(b, "提示", zh, en);
    api_page_end(b);
}
