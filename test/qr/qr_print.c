/* SPDX-License-Identifier: Apache-2.0 */
/* Print one label of each colour in every form into a folder, for scan.sh to read back.
 *
 *   qr_print DIR    -> DIR/<colour>.svg, .png, -100.png, -600.png, .<terminal form>.ppm
 *                      DIR/expect-<colour>: the text that each of them must read as */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "qr/code.h"
#include "raster.h"
#include "yima/vocab.h"

/* One way to show a label on a terminal. */
struct form {
    const char *name;
    struct ym_qr_terminal terminal;
    bool theme_is_dark;
};

static const struct form forms[] = {
    { "ansi-dark", { .is_utf8 = true, .is_ansi = true }, true },
    { "ansi-light", { .is_utf8 = true, .is_ansi = true }, false },
    { "cells-dark", { .is_ansi = true }, true },
    { "plain-light", { .is_utf8 = true }, false },
    { "plain-dark", { .is_utf8 = true, .is_dark = true }, true },
    { "ascii-light", { .is_utf8 = false }, false },
    { "ascii-dark", { .is_dark = true }, true },
};

#define X(name, code, zh, en) code,
static const char *const colours[] = { YM_COLOURS(X) };
#undef X

static const struct {
    const char *zh;
    const char *en;
} stages[YM_COLOUR_COUNT] = {
    [YM_COLOUR_NONE] = { "登记待受理", "registered, not yet accepted" },
    [YM_COLOUR_YELLOW] = { "首次受理调解", "first mediation" },
    [YM_COLOUR_ORANGE] = { "二次转交调解", "second, transferred mediation" },
    [YM_COLOUR_BLUE] = { "诉前委派调解", "court referral before filing" },
    [YM_COLOUR_RED] = { "调解不成，可依法起诉", "mediation ended without agreement" },
    [YM_COLOUR_GREEN] = { "调解成功，履行中", "agreed, being performed" },
};

static void must(bool ok, const char *what)
{
    if (!ok) {
        (void)fprintf(stderr, "qr_print: %s\n", what);
        exit(1);
    }
}

static void write_file(const char *path, struct ym_span text)
{
    FILE *f = fopen(path, "wb");

    must(f != NULL && fwrite(text.at, 1, text.n, f) == text.n, path);
    must(fclose(f) == 0, path);
}

static void print_terminals(const char *dir, const char *name, const struct ym_qr_label *label,
                            struct ym_buf *buf)
{
    struct ym_error error;
    char path[512];

    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        ym_buf_clear(buf);
        must(ym_qr_terminal(label, &forms[i].terminal, buf, &error) == YM_E_OK, error.text);
        (void)snprintf(path, sizeof(path), "%s/%s.%s.txt", dir, name, forms[i].name);
        write_file(path, ym_buf_span(buf));
        (void)snprintf(path, sizeof(path), "%s/%s.%s.ppm", dir, name, forms[i].name);
        must(raster(ym_buf_span(buf), forms[i].theme_is_dark, path), path);
    }
}

static void print_label(const char *dir, const char *name, const struct ym_qr_label *label,
                        struct ym_buf *buf)
{
    static const struct {
        unsigned dpi;
        const char *suffix;
    } sizes[] = { { 300, "" }, { YM_QR_DPI_MIN, "-100" }, { YM_QR_DPI_MAX, "-600" } };
    struct ym_error error;
    char path[512];

    ym_buf_clear(buf);
    must(ym_qr_svg(label, buf, &error) == YM_E_OK, error.text);
    (void)snprintf(path, sizeof(path), "%s/%s.svg", dir, name);
    write_file(path, ym_buf_span(buf));
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        ym_buf_clear(buf);
        must(ym_qr_png(label, sizes[i].dpi, buf, &error) == YM_E_OK, error.text);
        (void)snprintf(path, sizeof(path), "%s/%s%s.png", dir, name, sizes[i].suffix);
        write_file(path, ym_buf_span(buf));
    }
    print_terminals(dir, name, label, buf);
    (void)snprintf(path, sizeof(path), "%s/expect-%s", dir, name);
    write_file(path, label->url);
}

int main(int argc, char **argv)
{
    struct ym_qr_label label = {
        .number = YM_SPAN("滨江2026-000417-8"),
        .heading_zh = YM_SPAN("杭州市滨江区社会矛盾纠纷调处化解中心"),
        .heading_en = YM_SPAN("Binjiang Centre for Dispute Mediation"),
    };
    struct ym_buf buf;
    char url[64];
    char longest[YM_QR_TEXT_MAX];

    must(argc == 2, "usage: qr_print DIR");
    ym_buf_init(&buf, YM_QR_PNG_BYTES_MAX);
    for (size_t i = 0; i < YM_COLOUR_COUNT; i++) {
        (void)snprintf(url, sizeof(url),
                       "HTTPS://YIMA.EXAMPLE.GOV.CN/M/%zu7QK2M9X4HT0CZB5VJ3W8RN6DGP", i);
        label.url = ym_span_of(url);
        label.colour = (enum ym_colour)i;
        label.stage_zh = ym_span_of(stages[i].zh);
        label.stage_en = ym_span_of(stages[i].en);
        print_label(argv[1], colours[i], &label, &buf);
    }
    for (size_t i = 0; i < sizeof(longest); i++)
        longest[i] = "HTTPS://LONGEST.EXAMPLE/M/"[i < 26 ? i : 8 + i % 7];
    label.url = (struct ym_span){ longest, sizeof(longest) };
    print_label(argv[1], "longest", &label, &buf);
    ym_buf_release(&buf);
    return 0;
}
