/* SPDX-License-Identifier: Apache-2.0 */
/* One table for each dimension: lines in the order of their codes, and the total. */
#include <inttypes.h>

#include "tally.h"
#include "view.h"
#include "yima/indicator.h"
#include "yima/region.h"

#define NCOLUMNS 10
#define NCASES   9

static const struct view_column columns[NCOLUMNS] = {
    { "名称", "Line", 24, false },     { "期初", "Carried", 9, true },
    { "受理", "Accepted", 9, true },   { "占比", "Share", 10, true },
    { "成功", "Settled", 9, true },    { "不成", "Failed", 9, true },
    { "其他", "Ended", 9, true },      { "期末", "Open", 9, true },
    { "成功率A", "Rate A", 11, true }, { "协议金额（元）", "Amount, yuan", 20, true },
};

static const struct view_column case_columns[NCASES] = {
    { "调解员", "Mediator", 28, false },   { "在办", "Under way", 9, true },
    { "受理", "Accepted", 9, true },       { "成功", "Settled", 9, true },
    { "不成", "Failed", 9, true },         { "其他", "Ended", 9, true },
    { "期末", "Open", 9, true },           { "超期未结", "Overdue", 12, true },
    { "平均天数", "Mean days", 12, true },
};

/* What a line is called. */
static struct view_cell line_words(struct view *v, enum report_by by, const struct report_line *l)
{
    const int vocab = report_by_vocab(by);
    char region[YM_REGION_TEXT_MAX];
    struct view_cell cell = { .kind = VIEW_TEXT };

    if (vocab != REPORT_NO_VOCAB) {
        const struct ym_word *word = ym_word((enum ym_vocab_id)vocab, (int)l->id);

        return view_words(word->zh, word->en);
    }
    if (l->id == REPORT_OTHERS)
        return view_words("其余", "the others");
    if (l->id == 0)
        return by == REPORT_BY_MEDIATOR ? view_words("未分派", "not assigned")
                                        : view_words("未注明", "not stated");
    if (by == REPORT_BY_REGION) {
        ym_region_print(l->id, region);
        cell.zh = l->name.n > 0 ? l->name : view_text(v, "%s", region);
        cell.en = l->name.n > 0 ? view_text(v, "%s", region) : YM_SPAN("");
        return cell;
    }
    cell.zh = l->name.n > 0 ? l->name : view_text(v, "%" PRId64, l->id);
    cell.en = l->name.n > 0 ? view_text(v, "%" PRId64, l->id) : YM_SPAN("");
    return cell;
}

/* The same, but a line of a region that also holds other lines says that it is the rest of it. */
static struct view_cell rest_words(struct view *v, enum report_by by, const struct report_line *l)
{
    struct view_cell cell = line_words(v, by, l);

    for (size_t i = 0; by == REPORT_BY_REGION && i < v->r->nabove; i++) {
        if (v->r->above[i].id == l->id) {
            cell.zh = view_text(v, "%.*s（未细分）", (int)cell.zh.n, cell.zh.at);
            cell.en = YM_SPAN("not told more closely");
        }
    }
    return cell;
}

static void put_cells(const struct view *v, const int64_t n[REPORT_CELLS], struct view_cell *cells)
{
    cells[1] = view_number(VIEW_COUNT, n[YM_FIGURE_CARRIED]);
    cells[2] = view_number(VIEW_COUNT, n[YM_FIGURE_ACCEPTED]);
    cells[3] = view_share(n[YM_FIGURE_ACCEPTED], v->r->total.n[YM_FIGURE_ACCEPTED]);
    cells[4] = view_number(VIEW_COUNT, n[YM_FIGURE_SETTLED]);
    cells[5] = view_number(VIEW_COUNT, n[YM_FIGURE_FAILED]);
    cells[6] = view_number(VIEW_COUNT, n[YM_FIGURE_ENDED]);
    cells[7] = view_number(VIEW_COUNT, n[YM_FIGURE_OPEN]);
    cells[8] = view_share(n[YM_FIGURE_SETTLED], n[YM_FIGURE_ACCEPTED]);
    cells[9] = view_number(VIEW_FEN, n[REPORT_CELL(AMOUNT)]);
}

static void put_case_cells(const struct view *v, const int64_t n[REPORT_CELLS],
                           struct view_cell *cells)
{
    const int64_t closed = n[REPORT_CELL(CLOSED)];

    (void)v;
    cells[1] = view_number(VIEW_COUNT, n[REPORT_CELL(UNDER_WAY)]);
    cells[2] = view_number(VIEW_COUNT, n[YM_FIGURE_ACCEPTED]);
    cells[3] = view_number(VIEW_COUNT, n[YM_FIGURE_SETTLED]);
    cells[4] = view_number(VIEW_COUNT, n[YM_FIGURE_FAILED]);
    cells[5] = view_number(VIEW_COUNT, n[YM_FIGURE_ENDED]);
    cells[6] = view_number(VIEW_COUNT, n[YM_FIGURE_OPEN]);
    cells[7] = view_number(VIEW_COUNT, n[REPORT_CELL(OVERDUE_OPEN)]);
    cells[8] = closed == 0
                   ? view_number(VIEW_NONE, 0)
                   : view_number(VIEW_TENTHS, (n[REPORT_CELL(CLOSE_DAYS)] * 20 / closed + 1) / 2);
}

/* The last row: what all lines add up to. */
static void put_total(struct view *v, struct view_table *t,
                      void (*put)(const struct view *, const int64_t *, struct view_cell *))
{
    struct view_row *row = &t->rows[t->nrows - 1];

    row->is_sum = true;
    row->cells[0] = view_words("合计", "total");
    put(v, v->r->total.n, row->cells);
}

/* Lines of nothing have no bar, but every colour has one. */
static bool has_bar(enum report_by by, const struct report_line *line)
{
    return by == REPORT_BY_COLOUR || line->n[YM_FIGURE_ACCEPTED] > 0;
}

static void put_bars(struct view *v, struct view_table *t, enum report_by by)
{
    const struct report_dimension *d = &v->r->by[by];
    const int cell = by == REPORT_BY_COLOUR ? REPORT_CELL(DISPUTES) : REPORT_FIGURE(ACCEPTED);
    struct view_bar *bars;
    size_t n = 0;

    for (size_t i = 0; i < d->n; i++)
        n += has_bar(by, &d->lines[i]);
    bars = n < 2 ? NULL : view_bars(v, t, n);
    for (size_t i = 0, at = 0; bars != NULL && i < d->n; i++) {
        const struct view_cell words = rest_words(v, by, &d->lines[i]);
        struct view_bar *bar = &bars[at];

        if (!has_bar(by, &d->lines[i]))
            continue;
        at++;
        bar->zh = words.zh;
        bar->en = words.en;
        bar->v = d->lines[i].n[cell];
        bar->told = view_number(VIEW_COUNT, bar->v);
        bar->colour = by == REPORT_BY_COLOUR ? (int)d->lines[i].id : -1;
    }
}

static void put_left_out(struct view *v, struct view_table *t, enum report_by by)
{
    const uint32_t n = v->r->by[by].left_out;

    if (n == 0)
        return;
    if (v->r->by[by].n > 0) {
        t->note_zh = view_text(v, "%.*s“其余”为涉及纠纷较少的%u个之和，见各区域、各组织的月报。",
                               (int)t->note_zh.n, t->note_zh.at, n);
        t->note_en = view_text(v,
                               "%.*s%sThe others: %u with fewer disputes, summed up; see the "
                               "reports of the regions and bodies.",
                               (int)t->note_en.n, t->note_en.at, t->note_en.n > 0 ? " " : "", n);
        return;
    }
    t->note_zh = view_text(v, "本范围共%u个，超过列示上限，见各区域、各组织的月报。", n);
    t->note_en = view_text(v,
                           "There are %u, more than are listed here: see the reports of the "
                           "regions and bodies.",
                           n);
}

static void put_plain(struct view *v, enum report_by by)
{
    const struct report_dimension *d = &v->r->by[by];
    const bool is_cases = by == REPORT_BY_MEDIATOR;
    const struct ym_word *word = report_by_word(by);
    struct view_table *t =
        view_table(v, is_cases ? "调解员办案情况" : word->zh, word->en,
                   is_cases ? case_columns : columns, is_cases ? NCASES : NCOLUMNS, d->n + 1);

    if (t == NULL)
        return;
    for (size_t i = 0; i < d->n; i++) {
        t->rows[i].cells[0] = line_words(v, by, &d->lines[i]);
        if (is_cases)
            put_case_cells(v, d->lines[i].n, t->rows[i].cells);
        else
            put_cells(v, d->lines[i].n, t->rows[i].cells);
    }
    put_total(v, t, is_cases ? put_case_cells : put_cells);
    if (!is_cases)
        put_bars(v, t, by);
    t->note_zh = by == REPORT_BY_TYPE
                     ? YM_SPAN("期初：期初未结；其他：其他方式终结；期末：期末未结；"
                               "成功率A＝成功÷受理；图示受理件数。")
                     : YM_SPAN("");
    t->note_en = by == REPORT_BY_TYPE ? YM_SPAN("Rate A = settled ÷ accepted. Bars: accepted.")
                                      : YM_SPAN("");
    if (is_cases) {
        t->note_zh = YM_SPAN("按人员编号排列，不作排名；案件类型不同，数字不宜直接比较。");
        t->note_en = YM_SPAN("In the order of numbers, no ranking; cases differ in kind, so that "
                             "figures do not compare directly.");
    }
    put_left_out(v, t, by);
}

/* ---- Regions ---- */

/* Sum of the lines in a region. */
static void sum_in(const struct report_dimension *d, int64_t region, struct report_line *ret)
{
    *ret = (struct report_line){ .id = region };
    for (size_t i = 0; i < d->n; i++) {
        if (ym_region_contains(region, d->lines[i].id))
            line_add(ret, d->lines[i].n);
    }
}

/* Regions whose subtotal says something: those that do not hold everything. */
static bool is_told(const struct report *r, const struct report_line *sum)
{
    return sum->n[REPORT_CELL(DISPUTES)] < r->total.n[REPORT_CELL(DISPUTES)];
}

static void put_region(struct view *v, struct view_row *row, const struct report_line *line,
                       uint8_t indent)
{
    row->indent = indent;
    row->cells[0] = line_words(v, REPORT_BY_REGION, line);
    put_cells(v, line->n, row->cells);
}

/* Lines and subtotals in one order: a region stands before what it holds. A line whose own code is
 * that of a subtotal is what was not told more closely. */
static size_t put_regions(struct view *v, struct view_table *t)
{
    const struct report *r = v->r;
    const struct report_dimension *d = &r->by[REPORT_BY_REGION];
    size_t row = 0;
    size_t a = 0;
    int64_t open[6] = { 0 };
    uint8_t nopen = 0;

    for (size_t i = 0; i < d->n; i++) {
        while (a < r->nabove && r->above[a].id <= d->lines[i].id) {
            struct report_line sum;

            sum_in(d, r->above[a].id, &sum);
            sum.name = r->above[a].name;
            while (nopen > 0 && !ym_region_contains(open[nopen - 1], sum.id))
                nopen--;
            if (is_told(r, &sum) && nopen < 5) {
                put_region(v, &t->rows[row], &sum, nopen);
                t->rows[row++].is_sum = true;
                open[nopen++] = sum.id;
            }
            a++;
        }
        while (nopen > 0 && !ym_region_contains(open[nopen - 1], d->lines[i].id))
            nopen--;
        put_region(v, &t->rows[row], &d->lines[i], nopen);
        t->rows[row].cells[0] = rest_words(v, REPORT_BY_REGION, &d->lines[i]);
        row++;
    }
    return row;
}

static void put_region_table(struct view *v)
{
    static const char *const levels_zh[] = { "", "省级", "市级", "县级", "乡镇街道", "村（社区）" };
    static const char *const levels_en[] = { "",         "provinces", "prefectures",
                                             "counties", "streets",   "communities" };
    const struct report_dimension *d = &v->r->by[REPORT_BY_REGION];
    struct view_table *t =
        view_table(v, "区域分布", "By region", columns, NCOLUMNS, d->n + v->r->nabove + 1);

    if (t == NULL)
        return;
    t->nrows = put_regions(v, t) + 1;
    put_total(v, t, put_cells);
    put_bars(v, t, REPORT_BY_REGION);
    t->note_zh = view_text(v, "列至%s；加粗行为所辖小计，已含于合计。", levels_zh[d->depth]);
    t->note_en =
        view_text(v, "Down to %s. Bold rows are subtotals of what they hold.", levels_en[d->depth]);
}

void view_dimensions(struct view *v)
{
    static const enum report_by order[] = { REPORT_BY_TYPE,    REPORT_BY_SOURCE,
                                            REPORT_BY_CHANNEL, REPORT_BY_BODY_KIND,
                                            REPORT_BY_COLOUR,  REPORT_BY_REGION,
                                            REPORT_BY_BODY,    REPORT_BY_MEDIATOR };

    for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
        if (order[i] == REPORT_BY_REGION)
            put_region_table(v);
        else
            put_plain(v, order[i]);
    }
}
