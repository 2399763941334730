/* SPDX-License-Identifier: Apache-2.0 */
#include "raster.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define CELL_W  8
#define CELL_H  16
#define COLUMNS 140
#define LINES   80

#define PIXEL_W ((size_t)CELL_W * COLUMNS)
#define PIXEL_H ((size_t)CELL_H * LINES)

struct screen {
    uint32_t *pixel; /* PIXEL_W to a row, 0xRRGGBB */
    uint32_t text;   /* colours now in force */
    uint32_t back;
    uint32_t theme_text;
    uint32_t theme_back;
    size_t column;
    size_t line;
};

/* The fixed part of the 256 colours: a cube of six steps, then greys. */
static uint32_t palette(unsigned n)
{
    static const uint32_t step[] = { 0, 95, 135, 175, 215, 255 };

    if (n >= 232)
        return (8 + 10 * (n - 232)) * 0x010101u;
    if (n < 16)
        return 0xff00ff; /* a theme may make it anything */
    n -= 16;
    return step[n / 36] << 16 | step[n / 6 % 6] << 8 | step[n % 6];
}

/* Fill the rows from..to of the present cell. */
static void fill(struct screen *s, size_t from, size_t to, uint32_t rgb)
{
    if (s->column >= COLUMNS || s->line >= LINES)
        return;
    for (size_t y = from; y < to; y++) {
        for (size_t x = 0; x < CELL_W; x++)
            s->pixel[(s->line * CELL_H + y) * PIXEL_W + s->column * CELL_W + x] = rgb;
    }
}

/* One character: blocks as they are; any other letter as a small blot. Returns its bytes. */
static size_t draw(struct screen *s, const char *at)
{
    const unsigned char first = (unsigned char)at[0];
    const size_t n = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    const bool is_block = n == 3 && memcmp(at, "\xe2\x96", 2) == 0;
    const unsigned char kind = is_block ? (unsigned char)at[2] : 0;
    const bool is_wide = n == 3 && first >= 0xe4;

    fill(s, 0, CELL_H, s->back);
    if (kind == 0x80 || kind == 0x88)
        fill(s, 0, CELL_H / 2, s->text);
    if (kind == 0x84 || kind == 0x88)
        fill(s, CELL_H / 2, CELL_H, s->text);
    if (first == '#')
        fill(s, 0, CELL_H, s->text);
    else if (kind == 0 && first != ' ')
        fill(s, 6, 10, s->text);
    s->column++;
    if (is_wide) {
        fill(s, 0, CELL_H, s->back);
        s->column++;
    }
    return n;
}

/* Obey the escape code at `at`; its bytes, 0 when it is none that we know. */
static size_t obey(struct screen *s, const char *at)
{
    unsigned text = 0;
    unsigned back = 0;
    int n = 0;

    if (strncmp(at, "\033[0m", 4) == 0) {
        s->text = s->theme_text;
        s->back = s->theme_back;
        return 4;
    }
    if (sscanf(at, "\033[38;5;%3u;48;5;%3um%n", &text, &back, &n) != 2 || n == 0)
        return 0;
    s->text = palette(text);
    s->back = palette(back);
    return (size_t)n;
}

static bool run(struct screen *s, struct ym_span text)
{
    size_t i = 0;

    while (i < text.n) {
        if (text.at[i] == '\n') {
            s->line++;
            s->column = 0;
            i++;
        } else if (text.at[i] == '\033') {
            const size_t n = obey(s, text.at + i);

            if (n == 0)
                return false;
            i += n;
        } else {
            i += draw(s, text.at + i);
        }
    }
    return true;
}

static bool save(const struct screen *s, const char *path)
{
    FILE *f = fopen(path, "wb");
    bool ok;

    if (f == NULL)
        return false;
    ok = fprintf(f, "P6 %zu %zu 255\n", PIXEL_W, PIXEL_H) > 0;
    for (size_t i = 0; i < PIXEL_W * PIXEL_H && ok; i++) {
        const unsigned char rgb[] = { (unsigned char)(s->pixel[i] >> 16 & 0xff),
                                      (unsigned char)(s->pixel[i] >> 8 & 0xff),
                                      (unsigned char)(s->pixel[i] & 0xff) };

        ok = fwrite(rgb, sizeof(rgb), 1, f) == 1;
    }
    return fclose(f) == 0 && ok;
}

bool raster(struct ym_span text, bool theme_is_dark, const char *path)
{
    struct screen s = { .pixel = calloc(PIXEL_W * PIXEL_H, sizeof(uint32_t)) };
    bool ok = s.pixel != NULL;

    s.theme_text = theme_is_dark ? 0xd0d0d0 : 0x202020;
    s.theme_back = theme_is_dark ? 0x101418 : 0xfafafa;
    s.text = s.theme_text;
    s.back = s.theme_back;
    for (size_t i = 0; ok && i < PIXEL_W * PIXEL_H; i++)
        s.pixel[i] = s.theme_back;
    ok = ok && run(&s, text) && save(&s, path);
    free(s.pixel);
    return ok;
}
