/* SPDX-License-Identifier: Apache-2.0 */
#include "label.h"

#include <assert.h>
#include <stdbool.h>

#define N(a) (unsigned char)(sizeof(a) / sizeof((a)[0]))

static const struct ym_qr_point bar[] = { { -90, -28 }, { 90, -28 }, { 90, 28 }, { -90, 28 } };
static const struct ym_qr_point triangle[] = { { 0, -88 }, { 98, 82 }, { -98, 82 } };
static const struct ym_qr_point diamond[] = { { 0, -100 }, { 100, 0 }, { 0, 100 }, { -100, 0 } };
static const struct ym_qr_point disc[] = {
    { 90, 0 },  { 87, 23 },   { 78, 45 },   { 64, 64 },   { 45, 78 },   { 23, 87 },
    { 0, 90 },  { -23, 87 },  { -45, 78 },  { -64, 64 },  { -78, 45 },  { -87, 23 },
    { -90, 0 }, { -87, -23 }, { -78, -45 }, { -64, -64 }, { -45, -78 }, { -23, -87 },
    { 0, -90 }, { 23, -87 },  { 45, -78 },  { 64, -64 },  { 78, -45 },  { 87, -23 },
};
static const struct ym_qr_point cross[] = {
    { -55, -90 }, { 0, -35 }, { 55, -90 }, { 90, -55 }, { 35, 0 },  { 90, 55 },
    { 55, 90 },   { 0, 35 },  { -55, 90 }, { -90, 55 }, { -35, 0 }, { -90, -55 },
};
static const struct ym_qr_point check[] = {
    { -100, 5 }, { -65, -30 }, { -30, 5 }, { 65, -80 }, { 100, -45 }, { -30, 80 },
};

/* Words and shapes by colour; the order is that of YM_COLOURS. */
static const struct ym_qr_ink inks[YM_COLOUR_COUNT] = {
    [YM_COLOUR_NONE] = { "灰码", "GREY", "-", 0x9aa0a8, 0x6b7178, YM_QR_RGB_TEXT, 247, 16, N(bar),
                         bar },
    [YM_COLOUR_YELLOW] = { "黄码", "YELLOW", "▲", 0xffd400, 0xc79a00, YM_QR_RGB_TEXT, 220, 16,
                           N(triangle), triangle },
    [YM_COLOUR_ORANGE] = { "橙码", "ORANGE", "◆", 0xff8a00, 0xc25e00, YM_QR_RGB_TEXT, 208, 16,
                           N(diamond), diamond },
    [YM_COLOUR_BLUE] = { "蓝码", "BLUE", "●", 0x1565ff, 0x0a3fb0, YM_QR_RGB_WHITE, 27, 231, N(disc),
                         disc },
    [YM_COLOUR_RED] = { "红码", "RED", "✕", 0xe0001b, 0x960012, YM_QR_RGB_WHITE, 160, 231, N(cross),
                        cross },
    [YM_COLOUR_GREEN] = { "绿码", "GREEN", "✓", 0x009140, 0x005f2a, YM_QR_RGB_WHITE, 28, 231,
                          N(check), check },
};

const struct ym_qr_ink *ym_qr_ink_of(enum ym_colour colour)
{
    assert((unsigned)colour < YM_COLOUR_COUNT);
    return &inks[colour];
}

uint32_t ym_qr_rgb(enum ym_colour colour)
{
    return ym_qr_ink_of(colour)->bright;
}

size_t ym_qr_decode(struct ym_span text, uint32_t *ret_code)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const unsigned char first = (unsigned char)text.at[0];
    size_t n = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    uint32_t code = n == 1 ? first : first & (0x7fu >> n);

    if (n == 0 || n > text.n || first > 0xf4)
        return 0;
    for (size_t i = 1; i < n; i++) {
        const unsigned char next = (unsigned char)text.at[i];

        if ((next & 0xc0) != 0x80)
            return 0;
        code = code << 6 | (next & 0x3fu);
    }
    if (code < least[n] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        return 0;
    *ret_code = code;
    return n;
}

/* Characters that would break out of an XML document or a terminal line, or turn the reading
 * direction of what follows. */
static bool is_harmful(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0xfffe || code == 0xffff ||
           code == 0x2028 || code == 0x2029 || code == 0x200e || code == 0x200f ||
           (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

static enum ym_err check_line(const char *what, struct ym_span line, struct ym_error *reterr)
{
    if (line.n > YM_QR_LINE_MAX)
        return ym_fail(reterr, YM_E_TOO_LARGE, "the label's %s is longer than %d bytes: shorten it",
                       what, YM_QR_LINE_MAX);
    while (line.n > 0) {
        uint32_t code = 0;
        const size_t n = ym_qr_decode(line, &code);

        if (n == 0 || is_harmful(code))
            return ym_fail(reterr, YM_E_UNPROCESSABLE,
                           "the label's %s holds invalid UTF-8 or a control character: remove it",
                           what);
        line.at += n;
        line.n -= n;
    }
    return YM_E_OK;
}

enum ym_err ym_qr_label_check(const struct ym_qr_label *label, struct ym_error *reterr)
{
    const struct {
        const char *what;
        struct ym_span line;
    } lines[] = {
        { "number", label->number },
        { "Chinese stage", label->stage_zh },
        { "English stage", label->stage_en },
        { "Chinese heading", label->heading_zh },
        { "English heading", label->heading_en },
    };

    if ((unsigned)label->colour >= YM_COLOUR_COUNT)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "the label has no colour numbered %u",
                       (unsigned)label->colour);
    if (label->number.n == 0)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "the label needs a number");
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        const enum ym_err err = check_line(lines[i].what, lines[i].line, reterr);

        if (err != YM_E_OK)
            return err;
    }
    return YM_E_OK;
}

struct ym_span ym_qr_host(struct ym_span url)
{
    struct ym_span host = { NULL, 0 };

    for (size_t i = 0; i + 3 <= url.n; i++) {
        if (memcmp(url.at + i, "://", 3) == 0) {
            host.at = url.at + i + 3;
            while (i + 3 + host.n < url.n && host.at[host.n] != '/')
                host.n++;
            break;
        }
    }
    return host;
}
