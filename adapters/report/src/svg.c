/* SPDX-License-Identifier: Apache-2.0 */
/* Horizontal bars: a name, a bar as long as its number, the number. All in whole units of the view
 * box, so that the same table gives the same bytes. */
#include "html.h"

#define WIDTH   360
#define NAMES   122 /* for the names, at the left */
#define NUMBERS 58  /* for the numbers, at the right */
#define STEP    22
#define THICK   14
#define TOP     6
#define CHARS   8 /* Chinese characters of a name; the table has the whole one */

/* The first characters of a name. A Latin letter takes half the room of a Chinese character. */
static struct ym_span shorten(struct ym_span text, bool *ret_is_cut)
{
    size_t i = 0;
    int half = 0;

    while (i < text.n && half < 2 * CHARS) {
        const unsigned char c = (unsigned char)text.at[i];

        half += c < 0x80 ? 1 : 2;
        i += c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    }
    *ret_is_cut = i < text.n;
    return (struct ym_span){ text.at, i < text.n ? i : text.n };
}

static void put_bar(struct ym_buf *out, const struct view_bar *bar, int64_t max, int y)
{
    const int64_t room = WIDTH - NAMES - NUMBERS;
    const int64_t long_as = max > 0 ? bar->v * room / max : 0;
    char text[VIEW_CELL_BYTES];
    bool is_cut;
    const struct ym_span name = shorten(bar->zh, &is_cut);

    view_print(&bar->told, true, text);
    ym_buf_printf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", NAMES - 8, y + 11);
    html_text(out, name);
    ym_buf_puts(out, is_cut ? "…</text>" : "</text>");
    if (bar->colour >= 0)
        ym_buf_printf(out, "<rect class=\"c%d\"", bar->colour);
    else
        ym_buf_puts(out, "<rect class=\"bar\"");
    ym_buf_printf(out, " x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", NAMES, y,
                  (int)(bar->v > 0 && long_as < 1 ? 1 : long_as), THICK);
    ym_buf_printf(out, "<text class=\"v\" x=\"%d\" y=\"%d\">%s</text>\n",
                  (int)(NAMES + long_as + 6), y + 11, text);
}

void html_bars(struct ym_buf *out, const struct view_table *t)
{
    const int height = 2 * TOP + (int)t->nbars * STEP;
    int64_t max = 0;

    for (size_t i = 0; i < t->nbars; i++)
        max = t->bars[i].v > max ? t->bars[i].v : max;
    ym_buf_printf(out, "<figure><svg viewBox=\"0 0 %d %d\" role=\"img\"><title>", WIDTH, height);
    html_text(out, ym_span_of(t->zh));
    ym_buf_puts(out, " ");
    html_text(out, ym_span_of(t->en));
    ym_buf_printf(out, "</title><line class=\"axis\" x1=\"%d\" y1=\"0\" x2=\"%d\" y2=\"%d\"/>\n",
                  NAMES, NAMES, height);
    for (size_t i = 0; i < t->nbars; i++)
        put_bar(out, &t->bars[i], max, TOP + (int)i * STEP);
    ym_buf_puts(out, "</svg></figure>\n");
}
