/* SPDX-License-Identifier: Apache-2.0 */
#include "label.h"

/* Colours of the 256-colour palette that themes leave alone, unlike the first sixteen. */
#define TERM_BLACK 16
#define TERM_WHITE 231
#define SIDE_CELLS 2 /* columns of frame on each side, only in colour */

/* One printing of one label. */
struct print {
    const struct ym_qr_label *label;
    const struct ym_qr_terminal *terminal;
    const struct ym_qr_ink *ink;
    const struct ym_qr_grid *grid;
    struct ym_buf *buf;
    int cells; /* columns for the code with its quiet zone */
};

static unsigned total_columns(const struct print *p)
{
    return (unsigned)p->cells + (p->terminal->is_ansi ? 2 * SIDE_CELLS : 0);
}

static void paint(const struct print *p, unsigned text, unsigned back)
{
    if (p->terminal->is_ansi)
        ym_buf_printf(p->buf, "\033[38;5;%u;48;5;%um", text, back);
}

static void end_line(const struct print *p)
{
    ym_buf_puts(p->buf, p->terminal->is_ansi ? "\033[0m\n" : "\n");
}

static void blanks(const struct print *p, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        ym_buf_putc(p->buf, ' ');
}

static void side_of_frame(const struct print *p)
{
    if (p->terminal->is_ansi) {
        paint(p, p->ink->term_text, p->ink->term_back);
        blanks(p, SIDE_CELLS);
    }
}

/* The edge of the frame above the code; it says the colour in words. */
static void top_of_frame(const struct print *p)
{
    const unsigned used = p->terminal->is_utf8 ? 3 + 4 + 1 : 1; /* mark, two wide characters */

    paint(p, p->ink->term_text, p->ink->term_back);
    ym_buf_putc(p->buf, ' ');
    if (p->terminal->is_utf8)
        ym_buf_printf(p->buf, "%s %s ", p->ink->mark, p->ink->zh);
    ym_buf_puts(p->buf, p->ink->en);
    if (p->terminal->is_ansi)
        blanks(p, total_columns(p) - used - (unsigned)strlen(p->ink->en));
    end_line(p);
}

/* Is the module, counted from the corner of the quiet zone, to be drawn? */
static bool is_drawn(const struct print *p, int x, int y)
{
    const bool is_inverted = p->terminal->is_dark && !p->terminal->is_ansi;

    return ym_qr_grid_dark(p->grid, x - YM_QR_QUIET, y - YM_QR_QUIET) != is_inverted;
}

/* Two rows of modules in one row of characters, which are about twice as high as wide. */
static void half_blocks(const struct print *p)
{
    static const char *const block[] = { " ", "▄", "▀", "█" };
    const int side = (int)p->grid->side + 2 * YM_QR_QUIET;

    for (int y = 0; y < side; y += 2) {
        side_of_frame(p);
        paint(p, TERM_BLACK, TERM_WHITE);
        for (int x = 0; x < side; x++)
            ym_buf_puts(p->buf,
                        block[(is_drawn(p, x, y) ? 2 : 0) + (is_drawn(p, x, y + 1) ? 1 : 0)]);
        side_of_frame(p);
        end_line(p);
    }
}

/* Two characters a module: blanks on black and white, or number signs without colours. */
static void whole_cells(const struct print *p)
{
    const int side = (int)p->grid->side + 2 * YM_QR_QUIET;

    for (int y = 0; y < side; y++) {
        side_of_frame(p);
        for (int x = 0; x < side; x++) {
            const bool is_on = is_drawn(p, x, y);

            if (x == 0 || is_on != is_drawn(p, x - 1, y))
                paint(p, TERM_BLACK, is_on ? TERM_BLACK : TERM_WHITE);
            ym_buf_puts(p->buf, is_on && !p->terminal->is_ansi ? "##" : "  ");
        }
        side_of_frame(p);
        end_line(p);
    }
}

static void bottom_of_frame(const struct print *p)
{
    if (p->terminal->is_ansi) {
        paint(p, p->ink->term_text, p->ink->term_back);
        blanks(p, total_columns(p));
        end_line(p);
    }
}

/* Two texts on a line; ASCII terminals get the second, which is English. Nothing when empty. */
static void line_of(const struct print *p, struct ym_span zh, struct ym_span en)
{
    const bool has_zh = p->terminal->is_utf8 && zh.n > 0;

    if (!has_zh && en.n == 0)
        return;
    ym_buf_putc(p->buf, ' ');
    if (has_zh)
        ym_buf_add(p->buf, zh);
    if (has_zh && en.n > 0)
        ym_buf_putc(p->buf, ' ');
    for (size_t i = 0; i < en.n; i++)
        ym_buf_putc(p->buf,
                    p->terminal->is_utf8 || (unsigned char)en.at[i] < 0x80 ? en.at[i] : '?');
    ym_buf_putc(p->buf, '\n');
}

enum ym_err ym_qr_terminal(const struct ym_qr_label *label, const struct ym_qr_terminal *terminal,
                           struct ym_buf *buf, struct ym_error *reterr)
{
    const struct ym_span none = { NULL, 0 };
    struct ym_qr_grid grid;
    struct print p = { .label = label, .terminal = terminal, .grid = &grid, .buf = buf };
    enum ym_err err = ym_qr_label_check(label, reterr);

    if (err == YM_E_OK)
        err = ym_qr_grid_make(label->url, &grid, reterr);
    if (err != YM_E_OK)
        return err;
    p.ink = ym_qr_ink_of(label->colour);
    p.cells = ((int)grid.side + 2 * YM_QR_QUIET) * (terminal->is_utf8 ? 1 : 2);
    if (terminal->columns != 0 && terminal->columns < total_columns(&p))
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "the code needs %u columns and the terminal has %u: widen it, or print the "
                       "SVG form",
                       total_columns(&p), terminal->columns);
    line_of(&p, label->heading_zh, label->heading_en);
    top_of_frame(&p);
    if (terminal->is_utf8)
        half_blocks(&p);
    else
        whole_cells(&p);
    bottom_of_frame(&p);
    line_of(&p, label->stage_zh, label->stage_en);
    line_of(&p, none, label->number);
    line_of(&p, none, label->url);
    if (!ym_buf_ok(buf))
        return ym_buf_fail(buf, "the label does not fit into its buffer", reterr);
    return YM_E_OK;
}
