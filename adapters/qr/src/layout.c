/* SPDX-License-Identifier: Apache-2.0 */
#include "layout.h"

#include <assert.h>
#include <string.h>

#define FRAME_X      400 /* white around the frame: most printers do not print to the edge */
#define BAND         800 /* width of the frame */
#define FRAME_RADIUS 500
#define INNER_RADIUS 250
#define MARKS_ACROSS 8 /* steps between the shapes along the frame */
#define MARKS_DOWN   12
#define MARK_RADIUS  190
#define CONTENT_W    7700
#define TEXT_W       7400 /* lines outside the plate keep clear of the frame */
#define SHAPE_MAX    24

#define HEADING_H    680
#define SUBHEADING_H 430
#define HEADING_GAP  80
#define CODE_GAP     150
#define PLATE_H      1750
#define PLATE_RADIUS 250
#define PLATE_GAP    170
#define NUMBER_H     760
#define HOST_H       420
#define ICON_RADIUS  470
#define ICON_X       950
#define PLATE_TEXT_X 1680

/* The middle of a line of capitals, digits or Chinese lies this far above its baseline, in
 * hundredths of the em. */
#define MIDDLE 37

/* Texts that are put together here; room for a whole line and its prefix. */
struct line {
    char at[YM_QR_LINE_MAX + 64];
    size_t n;
};

static void add(struct line *line, struct ym_span text)
{
    assert(text.n <= sizeof(line->at) - line->n);
    if (text.n > 0)
        memcpy(line->at + line->n, text.at, text.n);
    line->n += text.n;
}

static struct ym_span span_of(const struct line *line)
{
    return (struct ym_span){ line->at, line->n };
}

/* Width in hundredths of the em, a little more than what the usual fonts take. */
static int width_of(struct ym_span text)
{
    int width = 0;

    while (text.n > 0) {
        uint32_t code = 0;
        const size_t n = ym_qr_decode(text, &code);

        assert(n > 0);
        if (code == ' ' || code == '.' || code == 'i' || code == 'l' || code == '-')
            width += 34;
        else if (code == 'm' || code == 'w' || code == 'M' || code == 'W' || code >= 0x250)
            width += 100;
        else if (code < 0x80 && (code < 'A' || code > 'Z'))
            width += 58;
        else
            width += 70;
        text.at += n;
        text.n -= n;
    }
    return width;
}

/* Where to break a line in two: the blank nearest to the middle, or between two characters there
 * when there is none within a quarter of the line. */
static size_t break_at(struct ym_span text)
{
    const int half = width_of(text) / 2;
    size_t at = 0;
    size_t cut = 0;
    size_t blank = 0;

    while (at < text.n) {
        uint32_t code = 0;
        const size_t n = ym_qr_decode((struct ym_span){ text.at + at, text.n - at }, &code);
        const int before = width_of((struct ym_span){ text.at, at });

        assert(n > 0);
        if (cut == 0 && before >= half)
            cut = at;
        if (code == ' ' && before * 4 > half * 2 && before * 4 < half * 6 &&
            (blank == 0 || before <= half))
            blank = at;
        at += n;
    }
    return blank > 0 ? blank : cut;
}

/* The largest size up to wanted at which text fits into width. */
static int size_for(struct ym_span text, int wanted, int width)
{
    const int em = width_of(text);

    return em * (wanted / 10) * 10 <= width * 100 ? wanted : width * 100 / em;
}

static void put(struct ym_qr_canvas *c, struct ym_qr_text text, int middle)
{
    text.baseline = middle + text.size * MIDDLE / 100;
    c->ops->text(c, &text);
}

/* A text in a box: one line, smaller when it is somewhat too long, two lines when much. */
static void put_in(struct ym_qr_canvas *c, struct ym_qr_text text, struct ym_qr_box box)
{
    const int wanted = text.size;
    struct ym_span second;
    size_t cut;
    int size;

    if (text.at.n == 0)
        return;
    text.x = text.is_centred ? box.x + box.w / 2 : box.x;
    text.size = size_for(text.at, wanted, box.w);
    cut = text.size * 10 >= wanted * 6 ? 0 : break_at(text.at);
    if (cut == 0) {
        put(c, text, box.y + box.h / 2);
        return;
    }
    second = (struct ym_span){ text.at.at + cut, text.at.n - cut };
    if (second.at[0] == ' ')
        second = (struct ym_span){ second.at + 1, second.n - 1 };
    text.at.n = cut;
    size = size_for(text.at, box.h * 44 / 100, box.w);
    text.size = size_for(second, size, box.w);
    put(c, text, box.y + box.h / 4);
    text.at = second;
    put(c, text, box.y + box.h * 3 / 4);
}

static void draw_shape(struct ym_qr_canvas *c, const struct ym_qr_ink *ink,
                       struct ym_qr_point centre, int radius, uint32_t rgb)
{
    struct ym_qr_point points[SHAPE_MAX];

    assert(ink->n <= SHAPE_MAX);
    for (unsigned i = 0; i < ink->n; i++)
        points[i] = (struct ym_qr_point){ centre.x + ink->shape[i].x * radius / 100,
                                          centre.y + ink->shape[i].y * radius / 100 };
    c->ops->polygon(c, points, ink->n, rgb);
}

static void draw_frame(struct ym_qr_canvas *c, const struct ym_qr_ink *ink)
{
    const int w = YM_QR_PAGE_W - 2 * FRAME_X;
    const int h = YM_QR_PAGE_H - 2 * FRAME_X;
    const struct ym_qr_box outer = { FRAME_X, FRAME_X, w, h };
    const struct ym_qr_box inner = { FRAME_X + BAND, FRAME_X + BAND, w - 2 * BAND, h - 2 * BAND };
    const int line = FRAME_X + BAND / 2;

    c->ops->box(c, outer, FRAME_RADIUS, ink->bright);
    c->ops->box(c, inner, INNER_RADIUS, YM_QR_RGB_WHITE);
    for (int i = 0; i <= MARKS_ACROSS; i++) {
        const int x = line + i * (w - BAND) / MARKS_ACROSS;

        draw_shape(c, ink, (struct ym_qr_point){ x, line }, MARK_RADIUS, ink->deep);
        draw_shape(c, ink, (struct ym_qr_point){ x, YM_QR_PAGE_H - line }, MARK_RADIUS, ink->deep);
    }
    for (int i = 1; i < MARKS_DOWN; i++) {
        const int y = line + i * (h - BAND) / MARKS_DOWN;

        draw_shape(c, ink, (struct ym_qr_point){ line, y }, MARK_RADIUS, ink->deep);
        draw_shape(c, ink, (struct ym_qr_point){ YM_QR_PAGE_W - line, y }, MARK_RADIUS, ink->deep);
    }
}

/* The coloured plate: shape, word of the colour and stage, in both languages. */
static void draw_plate(struct ym_qr_canvas *c, const struct ym_qr_label *label,
                       struct ym_qr_box box)
{
    const struct ym_qr_ink *ink = ym_qr_ink_of(label->colour);
    const struct ym_qr_box text = { box.x + PLATE_TEXT_X, box.y + 170, box.w - PLATE_TEXT_X - 220,
                                    0 };
    struct ym_qr_box zh = { text.x, text.y, text.w, 830 };
    struct ym_qr_box en = { text.x, text.y + 860, text.w, 530 };
    struct line zh_line = { .n = 0 };
    struct line en_line = { .n = 0 };

    c->ops->box(c, box, PLATE_RADIUS, ink->bright);
    draw_shape(c, ink, (struct ym_qr_point){ box.x + ICON_X, box.y + box.h / 2 }, ICON_RADIUS,
               ink->on);
    add(&zh_line, ym_span_of(ink->zh));
    if (label->stage_zh.n > 0)
        add(&zh_line, YM_SPAN(" "));
    add(&zh_line, label->stage_zh);
    add(&en_line, ym_span_of(ink->en));
    if (label->stage_en.n > 0)
        add(&en_line, YM_SPAN(": "));
    add(&en_line, label->stage_en);
    put_in(c,
           (struct ym_qr_text){
               .at = span_of(&zh_line), .size = 620, .rgb = ink->on, .is_bold = true },
           zh);
    put_in(c, (struct ym_qr_text){ .at = span_of(&en_line), .size = 350, .rgb = ink->on }, en);
}

/* What to do with the code and where it leads, so that a false code can be told. */
static void draw_host(struct ym_qr_canvas *c, struct ym_span url, struct ym_qr_box box)
{
    const struct ym_span host = ym_qr_host(url);
    struct line line = { .n = 0 };

    add(&line, YM_SPAN("扫码查看进展 Scan to follow"));
    if (host.n > 0)
        add(&line, YM_SPAN("  "));
    for (size_t i = 0; i < host.n; i++) {
        const bool is_upper = host.at[i] >= 'A' && host.at[i] <= 'Z';
        const char lower = (char)(is_upper ? host.at[i] - 'A' + 'a' : host.at[i]);

        add(&line, (struct ym_span){ &lower, 1 });
    }
    put_in(c,
           (struct ym_qr_text){
               .at = span_of(&line), .size = 300, .rgb = YM_QR_RGB_QUIET, .is_centred = true },
           box);
}

/* The body that issues the label; returns where the code may begin. */
static int draw_heading(struct ym_qr_canvas *c, const struct ym_qr_label *label,
                        struct ym_qr_box box)
{
    struct ym_qr_text text = { .size = 540, .is_bold = true, .is_centred = true };

    if (label->heading_zh.n > 0) {
        text.at = label->heading_zh;
        text.rgb = YM_QR_RGB_TEXT;
        box.h = HEADING_H;
        put_in(c, text, box);
        box.y += HEADING_H;
    }
    if (label->heading_en.n > 0) {
        text = (struct ym_qr_text){
            .at = label->heading_en, .size = 300, .rgb = YM_QR_RGB_QUIET, .is_centred = true
        };
        box.h = SUBHEADING_H;
        put_in(c, text, box);
        box.y += SUBHEADING_H;
    }
    return box.y + HEADING_GAP;
}

void ym_qr_layout_draw(struct ym_qr_canvas *c, const struct ym_qr_label *label,
                       const struct ym_qr_grid *grid)
{
    const int heading_h = (label->heading_zh.n > 0 ? HEADING_H : 0) +
                          (label->heading_en.n > 0 ? SUBHEADING_H : 0) + HEADING_GAP;
    const int h = heading_h + CONTENT_W + CODE_GAP + PLATE_H + PLATE_GAP + NUMBER_H + HOST_H;
    const int module = CONTENT_W / (int)(grid->side + 2 * YM_QR_QUIET);
    struct ym_qr_box wide = { (YM_QR_PAGE_W - CONTENT_W) / 2, 0, CONTENT_W, CONTENT_W };
    struct ym_qr_box line = { (YM_QR_PAGE_W - TEXT_W) / 2, (YM_QR_PAGE_H - h) / 2, TEXT_W, 0 };

    draw_frame(c, ym_qr_ink_of(label->colour));
    wide.y = draw_heading(c, label, line);
    c->ops->modules(c, grid, wide, module);
    wide.y += CONTENT_W + CODE_GAP;
    wide.h = PLATE_H;
    draw_plate(c, label, wide);
    line.y = wide.y + PLATE_H + PLATE_GAP;
    line.h = NUMBER_H;
    put_in(c,
           (struct ym_qr_text){ .at = label->number,
                                .size = 620,
                                .rgb = YM_QR_RGB_TEXT,
                                .is_bold = true,
                                .is_centred = true },
           line);
    line.y += NUMBER_H;
    line.h = HOST_H;
    draw_host(c, label->url, line);
}
