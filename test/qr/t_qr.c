/* SPDX-License-Identifier: Apache-2.0 */
/* Codes and printed labels: versions, refusals, limits, and what the files hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "qr/code.h"
#include "qr/grid.h"

#define URL "HTTPS://YIMA.EXAMPLE.GOV.CN/M/7QK2M9X4HT0CZB5VJ3W8RN6DGPFA"

/* A label that prints. */
static struct ym_qr_label sample(void)
{
    return (struct ym_qr_label){
        .url = YM_SPAN(URL),
        .number = YM_SPAN("滨江2026-000417-8"),
        .colour = YM_COLOUR_YELLOW,
        .stage_zh = YM_SPAN("首次受理调解"),
        .stage_en = YM_SPAN("first mediation"),
        .heading_zh = YM_SPAN("滨江区调解中心"),
        .heading_en = YM_SPAN("Binjiang Centre"),
    };
}

/* Capacities of ISO/IEC 18004, table 7, level Q, alphanumeric. */
static void version_is_the_smallest(void **state)
{
    static const size_t holds[] = { 16, 29, 47, 67, 87, 108, 125 };
    char text[YM_QR_TEXT_MAX];
    struct ym_qr_grid grid;

    (void)state;
    memset(text, 'A', sizeof(text));
    for (unsigned i = 0; i < 7; i++) {
        assert_int_equal(ym_qr_grid_make((struct ym_span){ text, holds[i] }, &grid, NULL), YM_E_OK);
        assert_int_equal(grid.version, i + 1);
        assert_int_equal(grid.side, 21 + 4 * i);
        if (i == 6)
            break;
        assert_int_equal(ym_qr_grid_make((struct ym_span){ text, holds[i] + 1 }, &grid, NULL),
                         YM_E_OK);
        assert_int_equal(grid.version, i + 2);
    }
    assert_int_equal(strlen(URL), 30 + 28);
    assert_int_equal(ym_qr_grid_make(YM_SPAN(URL), &grid, NULL), YM_E_OK);
    assert_int_equal(grid.version, 4);
}

/* The three finder patterns, and white all around. */
static void grid_has_its_finders_and_quiet_zone(void **state)
{
    struct ym_qr_grid grid;

    (void)state;
    assert_int_equal(ym_qr_grid_make(YM_SPAN(URL), &grid, NULL), YM_E_OK);
    for (int i = 0; i < 7; i++) {
        assert_true(ym_qr_grid_dark(&grid, i, 0));
        assert_true(ym_qr_grid_dark(&grid, 32 - i, 0));
        assert_true(ym_qr_grid_dark(&grid, 0, 32 - i));
        assert_int_equal(ym_qr_grid_dark(&grid, i, 1), i == 0 || i == 6);
    }
    for (int i = -YM_QR_QUIET; i < 33 + YM_QR_QUIET; i++) {
        assert_false(ym_qr_grid_dark(&grid, i, -1));
        assert_false(ym_qr_grid_dark(&grid, -1, i));
        assert_false(ym_qr_grid_dark(&grid, i, 33));
        assert_false(ym_qr_grid_dark(&grid, 33, i));
    }
}

static void text_limits_and_alphabet(void **state)
{
    static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    char text[YM_QR_TEXT_MAX + 1];
    struct ym_qr_grid grid;
    struct ym_error error = { .text = "" };

    (void)state;
    memset(text, 'A', sizeof(text));
    assert_int_equal(ym_qr_grid_make((struct ym_span){ text, YM_QR_TEXT_MAX }, &grid, NULL),
                     YM_E_OK);
    assert_int_equal(ym_qr_grid_make((struct ym_span){ text, YM_QR_TEXT_MAX + 1 }, &grid, &error),
                     YM_E_TOO_LARGE);
    assert_int_equal(grid.side, 0);
    assert_int_equal(ym_qr_grid_make((struct ym_span){ NULL, 0 }, &grid, &error),
                     YM_E_UNPROCESSABLE);
    for (int c = 0; c < 256; c++) {
        const bool is_legal = c != 0 && strchr(alphabet, c) != NULL;

        text[7] = (char)c;
        assert_int_equal(ym_qr_grid_make((struct ym_span){ text, 20 }, &grid, &error),
                         is_legal ? YM_E_OK : YM_E_UNPROCESSABLE);
    }
    assert_non_null(strstr(error.text, "character 8"));
}

typedef enum ym_err write_fn(const struct ym_qr_label *label, struct ym_buf *buf,
                             struct ym_error *reterr);

static enum ym_err write_png(const struct ym_qr_label *label, struct ym_buf *buf,
                             struct ym_error *reterr)
{
    return ym_qr_png(label, YM_QR_DPI_MIN, buf, reterr);
}

static enum ym_err write_terminal(const struct ym_qr_label *label, struct ym_buf *buf,
                                  struct ym_error *reterr)
{
    const struct ym_qr_terminal terminal = { .is_utf8 = true };

    return ym_qr_terminal(label, &terminal, buf, reterr);
}

static write_fn *const writers[] = { ym_qr_svg, write_png, write_terminal };

static void assert_all(const struct ym_qr_label *label, enum ym_err want)
{
    struct ym_buf buf;

    ym_buf_init(&buf, YM_QR_PNG_BYTES_MAX);
    for (size_t i = 0; i < sizeof(writers) / sizeof(writers[0]); i++) {
        struct ym_error error = { .text = "" };

        ym_buf_clear(&buf);
        assert_int_equal(writers[i](label, &buf, &error), want);
        assert_int_equal(error.text[0] == '\0', want == YM_E_OK);
    }
    ym_buf_release(&buf);
}

/* Each text of a label in turn. */
static struct ym_span *line_of(struct ym_qr_label *label, size_t i)
{
    struct ym_span *const lines[] = { &label->number, &label->stage_zh, &label->stage_en,
                                      &label->heading_zh, &label->heading_en };

    return i < sizeof(lines) / sizeof(lines[0]) ? lines[i] : NULL;
}

static void bad_texts_are_refused_by_every_form(void **state)
{
    static const char *const bad[] = {
        "a\nb",
        "\t",
        "\033[31m",
        "\x7f",
        "\xc2\x9b",
        "\x80",
        "\xc0\xaf",
        "\xe4\xb8",
        "\xed\xa0\x80",
        "\xf4\x90\x80\x80",
        "\xf8\x88\x80\x80\x80",
        "\xef\xbf\xbf",
        "\xe2\x80\xae",
        "\xe2\x81\xa6",
        "\xe0\x80\x80",
        "\xe2\x80\xa8",
        "\xf0\x8f\xbf\xbf",
        "\xe4\xb8\x41",
    };

    (void)state;
    for (size_t line = 0; line < 5; line++) {
        for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
            struct ym_qr_label label = sample();

            *line_of(&label, line) = ym_span_of(bad[i]);
            assert_all(&label, YM_E_UNPROCESSABLE);
        }
    }
}

static void text_length_limit(void **state)
{
    char text[YM_QR_LINE_MAX + 1];

    (void)state;
    memset(text, 'm', sizeof(text));
    for (size_t line = 0; line < 5; line++) {
        struct ym_qr_label label = sample();

        *line_of(&label, line) = (struct ym_span){ text, YM_QR_LINE_MAX };
        assert_all(&label, YM_E_OK);
        line_of(&label, line)->n = YM_QR_LINE_MAX + 1;
        assert_all(&label, YM_E_TOO_LARGE);
    }
}

static void empty_texts_and_bad_labels(void **state)
{
    struct ym_qr_label label = sample();

    (void)state;
    for (size_t line = 1; line < 5; line++)
        *line_of(&label, line) = (struct ym_span){ NULL, 0 };
    label.url = YM_SPAN("NO HOST");
    assert_all(&label, YM_E_OK);
    label.number.n = 0;
    assert_all(&label, YM_E_UNPROCESSABLE);
    label = sample();
    label.colour = YM_COLOUR_COUNT;
    assert_all(&label, YM_E_UNPROCESSABLE);
    label = sample();
    label.url = YM_SPAN("https://yima.example");
    assert_all(&label, YM_E_UNPROCESSABLE);
    label.url = (struct ym_span){ NULL, 0 };
    assert_all(&label, YM_E_UNPROCESSABLE);
}

static void full_buffer_is_told(void **state)
{
    const struct ym_qr_label label = sample();

    (void)state;
    for (size_t i = 0; i < sizeof(writers) / sizeof(writers[0]); i++) {
        struct ym_buf buf;
        size_t whole;

        ym_buf_init(&buf, YM_QR_PNG_BYTES_MAX);
        assert_int_equal(writers[i](&label, &buf, NULL), YM_E_OK);
        whole = buf.n;
        ym_buf_release(&buf);
        ym_buf_init(&buf, whole);
        assert_int_equal(writers[i](&label, &buf, NULL), YM_E_OK);
        ym_buf_release(&buf);
        ym_buf_init(&buf, whole - 1);
        assert_int_equal(writers[i](&label, &buf, NULL), YM_E_TOO_LARGE);
        ym_buf_release(&buf);
        ym_buf_init(&buf, 20);
        assert_int_equal(writers[i](&label, &buf, NULL), YM_E_TOO_LARGE);
        ym_buf_release(&buf);
    }
}

/* The longest code with the longest texts, each byte of which becomes six in an SVG. */
static void advised_buffers_hold_the_largest_label(void **state)
{
    const struct ym_qr_terminal terminal = { .is_ansi = true };
    struct ym_qr_label label = sample();
    char url[YM_QR_TEXT_MAX];
    char text[YM_QR_LINE_MAX];
    struct ym_buf buf;

    (void)state;
    memset(url, 'A', sizeof(url));
    memset(text, '"', sizeof(text));
    label.url = (struct ym_span){ url, sizeof(url) };
    for (size_t line = 0; line < 5; line++)
        *line_of(&label, line) = (struct ym_span){ text, sizeof(text) };
    ym_buf_init(&buf, YM_QR_SVG_BYTES_MAX);
    assert_int_equal(ym_qr_svg(&label, &buf, NULL), YM_E_OK);
    ym_buf_release(&buf);
    ym_buf_init(&buf, YM_QR_PNG_BYTES_MAX);
    assert_int_equal(ym_qr_png(&label, YM_QR_DPI_MAX, &buf, NULL), YM_E_OK);
    ym_buf_release(&buf);
    ym_buf_init(&buf, YM_QR_TERM_BYTES_MAX);
    assert_int_equal(ym_qr_terminal(&label, &terminal, &buf, NULL), YM_E_OK);
    ym_buf_release(&buf);
}

static void svg_is_escaped_and_self_contained(void **state)
{
    struct ym_qr_label label = sample();
    struct ym_buf buf;

    (void)state;
    ym_buf_init(&buf, YM_QR_SVG_BYTES_MAX);
    label.stage_en = YM_SPAN("</text><script>alert('\"&')</script>");
    label.number = YM_SPAN("\"><image href='x'/>");
    assert_int_equal(ym_qr_svg(&label, &buf, NULL), YM_E_OK);
    assert_null(strstr(buf.at, "<script"));
    assert_null(strstr(buf.at, "<image"));
    assert_non_null(strstr(buf.at, "&lt;/text&gt;&lt;script&gt;alert(&#39;&quot;&amp;&#39;)"));
    assert_null(strstr(buf.at, "href=\""));
    assert_null(strstr(buf.at, "url("));
    assert_null(strstr(buf.at, "style"));
    assert_null(strstr(strstr(buf.at, "http://www.w3.org/2000/svg") + 1, "http"));
    assert_non_null(strstr(buf.at, "width=\"105mm\" height=\"148mm\""));
    assert_string_equal(buf.at + buf.n - 7, "</svg>\n");
    ym_buf_release(&buf);
}

/* Words, shape and frame of each colour; modules black in all of them. */
static void svg_says_the_colour_in_words(void **state)
{
#define WORD(name, code, zh, en) zh "码",
    static const char *const words[] = { YM_COLOURS(WORD) };
#undef WORD
    struct ym_qr_label label = sample();
    struct ym_buf buf;
    struct ym_buf last;

    (void)state;
    ym_buf_init(&buf, YM_QR_SVG_BYTES_MAX);
    ym_buf_init(&last, YM_QR_SVG_BYTES_MAX);
    for (size_t i = 0; i < YM_COLOUR_COUNT; i++) {
        label.colour = (enum ym_colour)i;
        ym_buf_clear(&buf);
        assert_int_equal(ym_qr_svg(&label, &buf, NULL), YM_E_OK);
        assert_non_null(strstr(buf.at, words[i]));
        assert_non_null(strstr(buf.at, "fill=\"#000000\" transform="));
        assert_false(ym_span_is(ym_buf_span(&buf), ym_buf_span(&last)));
        ym_buf_clear(&last);
        assert_int_equal(ym_qr_svg(&label, &last, NULL), YM_E_OK);
        assert_true(ym_span_is(ym_buf_span(&buf), ym_buf_span(&last)));
    }
    ym_buf_release(&buf);
    ym_buf_release(&last);
}

static uint32_t be32(const char *at)
{
    uint32_t v = 0;

    for (int i = 0; i < 4; i++)
        v = v << 8 | (unsigned char)at[i];
    return v;
}

static void png_has_its_true_size(void **state)
{
    const struct ym_qr_label label = sample();
    struct ym_buf buf;

    (void)state;
    ym_buf_init(&buf, YM_QR_PNG_BYTES_MAX);
    assert_int_equal(ym_qr_png(&label, 300, &buf, NULL), YM_E_OK);
    assert_memory_equal(buf.at, "\x89PNG\r\n\x1a\n", 8);
    assert_int_equal(be32(buf.at + 16), 1240); /* 105 mm */
    assert_int_equal(be32(buf.at + 20), 1748); /* 148 mm */
    assert_memory_equal(buf.at + 33, "\0\0\0\x09pHYs", 8);
    assert_int_equal(be32(buf.at + 41), 11811); /* per metre */
    assert_int_equal(be32(buf.at + 45), 11811);
    assert_int_equal(buf.at[49], 1);
    assert_memory_equal(buf.at + buf.n - 8, "IEND\xae\x42\x60\x82", 8);
    ym_buf_release(&buf);
}

static void png_is_deterministic(void **state)
{
    struct ym_qr_label label = sample();
    struct ym_buf a;
    struct ym_buf b;

    (void)state;
    ym_buf_init(&a, YM_QR_PNG_BYTES_MAX);
    ym_buf_init(&b, YM_QR_PNG_BYTES_MAX);
    assert_int_equal(ym_qr_png(&label, 150, &a, NULL), YM_E_OK);
    assert_int_equal(ym_qr_png(&label, 150, &b, NULL), YM_E_OK);
    assert_true(ym_span_is(ym_buf_span(&a), ym_buf_span(&b)));
    ym_buf_clear(&b);
    label.number = YM_SPAN("滨江2026-000418-6");
    assert_int_equal(ym_qr_png(&label, 150, &b, NULL), YM_E_OK);
    assert_false(ym_span_is(ym_buf_span(&a), ym_buf_span(&b)));
    ym_buf_release(&a);
    ym_buf_release(&b);
}

static void png_limits(void **state)
{
    struct ym_qr_label label = sample();
    struct ym_buf buf;

    (void)state;
    ym_buf_init(&buf, YM_QR_PNG_BYTES_MAX);
    assert_int_equal(ym_qr_png(&label, YM_QR_DPI_MIN - 1, &buf, NULL), YM_E_UNPROCESSABLE);
    assert_int_equal(ym_qr_png(&label, YM_QR_DPI_MAX + 1, &buf, NULL), YM_E_UNPROCESSABLE);
    assert_int_equal(buf.n, 0);
    assert_int_equal(ym_qr_png(&label, YM_QR_DPI_MAX, &buf, NULL), YM_E_OK);
    /* A private-use character is in no font: told, not drawn as a box. */
    label.stage_zh = YM_SPAN("\xf3\xb0\x80\x81");
    assert_int_equal(ym_qr_png(&label, YM_QR_DPI_MIN, &buf, NULL), YM_E_UNPROCESSABLE);
    ym_buf_release(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(version_is_the_smallest),
        cmocka_unit_test(grid_has_its_finders_and_quiet_zone),
        cmocka_unit_test(text_limits_and_alphabet),
        cmocka_unit_test(bad_texts_are_refused_by_every_form),
        cmocka_unit_test(text_length_limit),
        cmocka_unit_test(empty_texts_and_bad_labels),
        cmocka_unit_test(full_buffer_is_told),
        cmocka_unit_test(advised_buffers_hold_the_largest_label),
        cmocka_unit_test(svg_is_escaped_and_self_contained),
        cmocka_unit_test(svg_says_the_colour_in_words),
        cmocka_unit_test(png_has_its_true_size),
        cmocka_unit_test(png_is_deterministic),
        cmocka_unit_test(png_limits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
