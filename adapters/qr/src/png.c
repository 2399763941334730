/* SPDX-License-Identifier: Apache-2.0 */
#include "layout.h"

#include <assert.h>

#include <pango/pangocairo.h>

#define UNITS_PER_INCH 2540 /* hundredths of a millimetre */
#define FONT_PIXELS    64   /* em at which texts are laid out, before scaling */

/* Draws pixels. The canvas comes first, so that one pointer is both. */
struct png {
    struct ym_qr_canvas canvas;
    cairo_t *cr;
    PangoLayout *layout;
    PangoFontDescription *regular;
    PangoFontDescription *bold;
    unsigned dpi;
    int unknown; /* characters that no installed font has */
};

static struct png *png_of(struct ym_qr_canvas *c)
{
    return (struct png *)(void *)c;
}

static double pixels(const struct png *png, int units)
{
    return (double)units * png->dpi / UNITS_PER_INCH;
}

static void colour(cairo_t *cr, uint32_t rgb)
{
    cairo_set_source_rgb(cr, (rgb >> 16 & 0xff) / 255.0, (rgb >> 8 & 0xff) / 255.0,
                         (rgb & 0xff) / 255.0);
}

static void png_box(struct ym_qr_canvas *c, struct ym_qr_box box, int radius, uint32_t rgb)
{
    const struct png *png = png_of(c);
    const double x = pixels(png, box.x);
    const double y = pixels(png, box.y);
    const double w = pixels(png, box.w);
    const double h = pixels(png, box.h);
    const double r = pixels(png, radius);
    const double right = 1.5707963267948966;

    cairo_new_path(png->cr);
    cairo_arc(png->cr, x + w - r, y + r, r, -right, 0);
    cairo_arc(png->cr, x + w - r, y + h - r, r, 0, right);
    cairo_arc(png->cr, x + r, y + h - r, r, right, 2 * right);
    cairo_arc(png->cr, x + r, y + r, r, 2 * right, 3 * right);
    cairo_close_path(png->cr);
    colour(png->cr, rgb);
    cairo_fill(png->cr);
}

static void png_polygon(struct ym_qr_canvas *c, const struct ym_qr_point *points, unsigned n,
                        uint32_t rgb)
{
    const struct png *png = png_of(c);

    cairo_new_path(png->cr);
    for (unsigned i = 0; i < n; i++)
        cairo_line_to(png->cr, pixels(png, points[i].x), pixels(png, points[i].y));
    cairo_close_path(png->cr);
    colour(png->cr, rgb);
    cairo_fill(png->cr);
}

/* Every text is laid out at one size and scaled by cairo: pango keeps a font for each size that it
 * ever saw, which in a long run with many resolutions and lengths of text would be a leak. */
static void png_text(struct ym_qr_canvas *c, const struct ym_qr_text *text)
{
    struct png *png = png_of(c);
    const double scale = pixels(png, text->size) / FONT_PIXELS;
    int width = 0;

    pango_layout_set_font_description(png->layout, text->is_bold ? png->bold : png->regular);
    pango_layout_set_text(png->layout, text->at.at, (int)text->at.n);
    png->unknown += pango_layout_get_unknown_glyphs_count(png->layout);
    if (text->is_centred)
        pango_layout_get_size(png->layout, &width, NULL);
    cairo_save(png->cr);
    cairo_translate(png->cr, pixels(png, text->x), pixels(png, text->baseline));
    cairo_scale(png->cr, scale, scale);
    cairo_move_to(png->cr, -width / 2.0 / PANGO_SCALE,
                  -(double)pango_layout_get_baseline(png->layout) / PANGO_SCALE);
    colour(png->cr, text->rgb);
    pango_cairo_show_layout(png->cr, png->layout);
    cairo_restore(png->cr);
}

/* Whole pixels and no smoothing: a scanner gets the sharpest edges that the resolution has. */
static void png_modules(struct ym_qr_canvas *c, const struct ym_qr_grid *grid, struct ym_qr_box box,
                        int side)
{
    const struct png *png = png_of(c);
    const int n = (int)grid->side;
    const int module = side * (int)png->dpi / UNITS_PER_INCH;
    const int left = (int)pixels(png, box.x + box.w / 2) - n * module / 2;
    const int top = (int)pixels(png, box.y + box.h / 2) - n * module / 2;

    assert(module > 0);
    cairo_save(png->cr);
    cairo_set_antialias(png->cr, CAIRO_ANTIALIAS_NONE);
    colour(png->cr, YM_QR_RGB_BLACK);
    for (int y = 0; y < n; y++) {
        for (int x = 0; x < n; x++) {
            if (ym_qr_grid_dark(grid, x, y))
                cairo_rectangle(png->cr, left + x * module, top + y * module, module, module);
        }
    }
    cairo_fill(png->cr);
    cairo_restore(png->cr);
}

static const struct ym_qr_canvas_ops png_ops = {
    .box = png_box,
    .polygon = png_polygon,
    .text = png_text,
    .modules = png_modules,
};

/* A Chinese font that is installed, or NULL. Without one, pango would draw boxes. */
static const char *chinese_font(void)
{
    static const char *const known[] = { YM_QR_FONT, "Noto Sans SC", "Source Han Sans SC",
                                         "WenQuanYi Zen Hei", "WenQuanYi Micro Hei" };
    PangoFontMap *map = pango_cairo_font_map_get_default();

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (pango_font_map_get_family(map, known[i]) != NULL)
            return known[i];
    }
    return NULL;
}

/* CRC-32 of a PNG chunk (ISO/IEC 15948, annex D). */
static uint32_t crc_of(const unsigned char *at, size_t n)
{
    uint32_t crc = 0xffffffffu;

    for (size_t i = 0; i < n; i++) {
        crc ^= at[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320u : 0);
    }
    return ~crc;
}

static void put_32(unsigned char *at, uint32_t value)
{
    for (int i = 3; i >= 0; i--) {
        at[i] = (unsigned char)(value & 0xff);
        value >>= 8;
    }
}

/* The pHYs chunk tells a printer the true size; cairo does not write one. */
static void add_size_chunk(struct ym_buf *buf, unsigned dpi)
{
    unsigned char chunk[21] = { 0, 0, 0, 9, 'p', 'H', 'Y', 's' };
    const uint32_t per_metre = (uint32_t)((dpi * 10000u + 127) / 254);

    put_32(chunk + 8, per_metre);
    put_32(chunk + 12, per_metre);
    chunk[16] = 1;
    put_32(chunk + 17, crc_of(chunk + 4, 13));
    ym_buf_add(buf, (struct ym_span){ (const char *)chunk, sizeof(chunk) });
}

/* Where cairo's stream goes, and how far it is. */
struct sink {
    struct ym_buf *buf;
    size_t n; /* bytes seen */
    unsigned dpi;
};

#define HEADER_LEN 33 /* signature and IHDR chunk: the size chunk goes behind them */

static cairo_status_t take(void *arg, const unsigned char *at, unsigned n)
{
    struct sink *sink = arg;

    for (unsigned i = 0; sink->n < HEADER_LEN && i < n; n--, at++) {
        ym_buf_putc(sink->buf, (char)*at);
        if (++sink->n == HEADER_LEN)
            add_size_chunk(sink->buf, sink->dpi);
    }
    sink->n += n;
    ym_buf_add(sink->buf, (struct ym_span){ (const char *)at, n });
    return ym_buf_ok(sink->buf) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

/* The same glyph pixels whatever the desktop's settings are. */
static void fix_rendering(PangoLayout *layout)
{
    cairo_font_options_t *options = cairo_font_options_create();

    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(pango_layout_get_context(layout), options);
    cairo_font_options_destroy(options);
    pango_context_set_language(pango_layout_get_context(layout),
                               pango_language_from_string("zh-cn"));
}

static PangoFontDescription *font_of(const char *family, PangoWeight weight)
{
    PangoFontDescription *font = pango_font_description_new();

    pango_font_description_set_family(font, family);
    pango_font_description_set_weight(font, weight);
    pango_font_description_set_absolute_size(font, FONT_PIXELS * PANGO_SCALE);
    return font;
}

/* Draw on surface. */
static enum ym_err draw(cairo_surface_t *surface, const struct ym_qr_label *label,
                        const struct ym_qr_grid *grid, unsigned dpi, struct ym_error *reterr)
{
    struct png png = { .canvas = { &png_ops }, .dpi = dpi };
    const char *family = chinese_font();
    cairo_status_t status;

    if (family == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE,
                       "no Chinese font is installed: install the package fonts-noto-cjk, or use "
                       "the SVG form");
    png.cr = cairo_create(surface);
    png.layout = pango_cairo_create_layout(png.cr);
    png.regular = font_of(family, PANGO_WEIGHT_NORMAL);
    png.bold = font_of(family, PANGO_WEIGHT_BOLD);
    fix_rendering(png.layout);
    colour(png.cr, YM_QR_RGB_WHITE);
    cairo_paint(png.cr);
    ym_qr_layout_draw(&png.canvas, label, grid);
    status = cairo_status(png.cr);
    pango_font_description_free(png.bold);
    pango_font_description_free(png.regular);
    g_object_unref(png.layout);
    cairo_destroy(png.cr);
    if (status != CAIRO_STATUS_SUCCESS)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "cannot draw the label: %s",
                       cairo_status_to_string(status));
    if (png.unknown > 0)
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "%d characters of the label are in no installed font: use the SVG form, or "
                       "install a font that has them",
                       png.unknown);
    return YM_E_OK;
}

enum ym_err ym_qr_png(const struct ym_qr_label *label, unsigned dpi, struct ym_buf *buf,
                      struct ym_error *reterr)
{
    struct sink sink = { .buf = buf, .dpi = dpi };
    struct ym_qr_grid grid;
    cairo_surface_t *surface;
    enum ym_err err = ym_qr_label_check(label, reterr);

    if (err == YM_E_OK)
        err = ym_qr_grid_make(label->url, &grid, reterr);
    if (err != YM_E_OK)
        return err;
    if (dpi < YM_QR_DPI_MIN || dpi > YM_QR_DPI_MAX)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "a label has %d to %d dots per inch",
                       YM_QR_DPI_MIN, YM_QR_DPI_MAX);
    surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)(YM_QR_PAGE_W * dpi / UNITS_PER_INCH),
                                   (int)(YM_QR_PAGE_H * dpi / UNITS_PER_INCH));
    err = draw(surface, label, &grid, dpi, reterr);
    if (err == YM_E_OK &&
        cairo_surface_write_to_png_stream(surface, take, &sink) != CAIRO_STATUS_SUCCESS)
        err = ym_buf_ok(buf) ? ym_fail(reterr, YM_E_UNAVAILABLE, "no memory; try again in a moment")
                             : ym_buf_fail(buf, "the label does not fit into its buffer", reterr);
    cairo_surface_destroy(surface);
    return err;
}
