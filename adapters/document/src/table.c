/* SPDX-License-Identifier: Apache-2.0 */
/* Tables: every cell of a row is measured, then the row is drawn as high as its highest cell. */
#include "flow.h"

#define PAD        3.5  /* points between rule and text */
#define DENSE_PAD  2.0  /* the same in a dense table */
#define RULE       0.6  /* points */
#define SIZE       10.5 /* points */
#define DENSE_SIZE 8.5  /* points */
#define BEFORE     6.0  /* points above a table */
#define SHADE      0.94 /* grey behind a strong row */

#define LINES_APART 4 /* fewer lines of a row do not stand alone on a page */
#define ANY_HEIGHT  1e9

static const struct flow_style cell_style = { .size = SIZE, .align = PANGO_ALIGN_LEFT };
static const struct flow_style head_style = { .size = SIZE,
                                              .align = PANGO_ALIGN_CENTER,
                                              .is_bold = true };

/* A row on its way to paper. */
struct row {
    PangoLayout *cell[DOC_COLUMNS_MAX];
    int next[DOC_COLUMNS_MAX]; /* first line of each cell that is not yet set */
    double x[DOC_COLUMNS_MAX + 1];
    size_t columns;
    double pad; /* points between rule and text */
    bool is_strong;
};

static bool is_dense(const struct doc_table *t)
{
    return t->look != NULL && t->look->is_dense;
}

static double pad_of(const struct doc_table *t)
{
    return is_dense(t) ? DENSE_PAD : PAD;
}

/* How a cell is set: the head in the middle, figures at the right. */
static struct flow_style style_of(const struct doc_table *t, size_t r, size_t c, bool is_strong)
{
    struct flow_style style = r == 0 ? head_style : cell_style;

    if (is_dense(t))
        style.size = DENSE_SIZE;
    if (r > 0 && t->look != NULL && (t->look->figures >> c & 1) != 0)
        style.align = PANGO_ALIGN_RIGHT;
    style.is_bold = style.is_bold || is_strong;
    return style;
}

static void place_columns(const struct doc_table *t, struct row *row)
{
    unsigned sum = 0;
    unsigned so_far = 0;

    for (size_t c = 0; c < t->columns; c++)
        sum += t->shares[c];
    row->columns = t->columns;
    for (size_t c = 0; c <= t->columns; c++) {
        row->x[c] = FLOW_LEFT + FLOW_WIDTH * so_far / sum;
        so_far += c < t->columns ? t->shares[c] : 0;
    }
}

static void lay_row(struct flow *f, const struct doc_table *t, size_t r, struct row *row)
{
    row->pad = pad_of(t);
    row->is_strong = r > 0 && t->look != NULL && t->look->strong != NULL && t->look->strong[r] != 0;
    for (size_t c = 0; c < t->columns; c++) {
        const double width = row->x[c + 1] - row->x[c] - 2 * row->pad;
        const struct flow_style style = style_of(t, r, c, row->is_strong);

        row->next[c] = 0;
        row->cell[c] = pango_layout_copy(flow_lay(f, t->cells[r * t->columns + c], &style, width));
    }
}

static void drop_row(struct row *row)
{
    for (size_t c = 0; c < row->columns; c++)
        g_object_unref(row->cell[c]);
}

/* Height of the lines of a cell from `from` on, as many as fit into room; how many in *ret. */
static double cell_height(PangoLayout *cell, int from, double room, int *ret)
{
    const int n = pango_layout_get_line_count(cell);
    double height = 0;
    int i = from;

    for (; i < n; i++) {
        const double line = flow_line_height(pango_layout_get_line_readonly(cell, i));

        if (height + line > room)
            break;
        height += line;
    }
    *ret = i - from;
    return height;
}

static double row_height(const struct row *row, double room)
{
    double highest = 0;
    int n;

    for (size_t c = 0; c < row->columns; c++) {
        const double height = cell_height(row->cell[c], row->next[c], room, &n);

        if (height > highest)
            highest = height;
    }
    return highest;
}

static bool is_set(const struct row *row)
{
    for (size_t c = 0; c < row->columns; c++) {
        if (row->next[c] < pango_layout_get_line_count(row->cell[c]))
            return false;
    }
    return true;
}

static void draw_box(struct flow *f, const struct row *row, double height)
{
    if (!f->is_drawn)
        return;
    if (row->is_strong) {
        cairo_set_source_rgb(f->cr, SHADE, SHADE, SHADE);
        cairo_rectangle(f->cr, row->x[0], f->y, row->x[row->columns] - row->x[0], height);
        cairo_fill(f->cr);
    }
    cairo_set_source_rgb(f->cr, 0, 0, 0);
    cairo_set_line_width(f->cr, RULE);
    for (size_t c = 0; c < row->columns; c++)
        cairo_rectangle(f->cr, row->x[c], f->y, row->x[c + 1] - row->x[c], height);
    cairo_stroke(f->cr);
}

static void draw_cell(struct flow *f, struct row *row, size_t c, double room)
{
    PangoLayoutIter *at = pango_layout_get_iter(row->cell[c]);
    double y = f->y + row->pad;
    int n;

    (void)cell_height(row->cell[c], row->next[c], room, &n);
    for (int i = 0; i < row->next[c] + n; i++) {
        PangoLayoutLine *line = pango_layout_iter_get_line_readonly(at);
        PangoRectangle box;

        if (i >= row->next[c]) {
            pango_layout_iter_get_line_extents(at, NULL, &box);
            flow_draw(f, line, row->x[c] + row->pad + (double)box.x / PANGO_SCALE, y);
            y += flow_line_height(line);
        }
        (void)pango_layout_iter_next_line(at);
    }
    pango_layout_iter_free(at);
    row->next[c] += n;
}

/* Set as much of the row as fits into room (text alone, without its padding). */
static void set_part(struct flow *f, struct row *row, double room)
{
    const double height = row_height(row, room) + 2 * row->pad;

    draw_box(f, row, height);
    for (size_t c = 0; c < row->columns; c++)
        draw_cell(f, row, c, room);
    f->y += height;
}

static double set_head(struct flow *f, const struct doc_table *t)
{
    struct row head;
    const double from = f->y;

    place_columns(t, &head);
    lay_row(f, t, 0, &head);
    set_part(f, &head, FLOW_HEIGHT / 3);
    drop_row(&head);
    return f->y - from;
}

/* A row begins on a new page when it is whole there and not here. One that no page can hold begins
 * where it stands, unless only a few of its lines would. */
static double make_room(struct flow *f, const struct doc_table *t, const struct row *row,
                        double page)
{
    const double whole = row_height(row, ANY_HEIGHT);
    const double room = flow_left(f) - 2 * row->pad;

    if (whole <= room || (whole > page && room >= LINES_APART * SIZE * FLOW_LEADING))
        return room;
    flow_turn(f);
    (void)set_head(f, t);
    return page;
}

double flow_table_beginning(struct flow *f, const struct doc_table *t)
{
    const double least = LINES_APART * SIZE * FLOW_LEADING;
    double height = 4 * pad_of(t);

    for (size_t r = 0; r < t->rows && r < 2; r++) {
        struct row row;
        double whole;

        place_columns(t, &row);
        lay_row(f, t, r, &row);
        whole = row_height(&row, ANY_HEIGHT);
        height += r == 0 || whole < least ? whole : least;
        drop_row(&row);
    }
    return height < FLOW_HEIGHT ? height : FLOW_HEIGHT;
}

void flow_table(struct flow *f, const struct doc_table *t)
{
    struct row row;
    double page;

    if (f->y > FLOW_TOP)
        f->y += BEFORE;
    flow_need(f, flow_table_beginning(f, t));
    page = FLOW_HEIGHT - set_head(f, t) - 2 * pad_of(t);
    place_columns(t, &row);
    for (size_t r = 1; r < t->rows; r++) {
        lay_row(f, t, r, &row);
        set_part(f, &row, make_room(f, t, &row, page));
        while (!is_set(&row)) {
            flow_turn(f);
            (void)set_head(f, t);
            set_part(f, &row, page);
        }
        drop_row(&row);
    }
}
