/* SPDX-License-Identifier: Apache-2.0 */
/* What is told besides the dimensions: rates, performance, confirmations, time, colours, courts. */
#include <inttypes.h>

#include "model.h"
#include "view.h"
#include "yima/indicator.h"
#include "yima/region.h"

#define BINS 6

static const struct view_column rate_columns[] = {
    { "指标", "Indicator", 16, false },      { "分子", "Numerator", 26, false },
    { "件数", "Number", 8, true },           { "分母", "Denominator", 26, false },
    { "件数", "Number", 8, true },           { "比率", "Rate", 9, true },
    { "公开参考值", "Published", 15, true },
};

static const struct view_column list_columns[] = { { "项目", "Item", 70, false },
                                                   { "数量", "Number", 30, true } };

/* ---- Rates ---- */

/* The span of the published values of an indicator, "43.7%–96.9%"; empty when there is none. */
static struct view_cell reference_of(struct view *v, const char *code, enum view_kind kind)
{
    const struct report *r = v->r;
    struct view_cell low = view_number(VIEW_NONE, 0);
    struct view_cell high = low;
    struct view_cell cell = view_words("", "");
    char from[VIEW_CELL_BYTES];
    char until[VIEW_CELL_BYTES];

    for (size_t i = 0; i < r->nreferences; i++) {
        const struct report_reference *ref = &r->references[i];

        if (!ym_span_is(ym_span_of(ref->code), ym_span_of(code)))
            continue;
        if (low.kind == VIEW_NONE || ref->low < low.v)
            low = view_number(kind, ref->low);
        if (high.kind == VIEW_NONE || ref->high > high.v)
            high = view_number(kind, ref->high);
    }
    if (low.kind == VIEW_NONE)
        return cell;
    view_print(&low, true, from);
    view_print(&high, true, until);
    cell.zh = low.v == high.v ? view_text(v, "%s", from) : view_text(v, "%s–%s", from, until);
    return cell;
}

static void put_rate(struct view *v, struct view_cell *cells, enum report_rate rate)
{
    const struct report_rate_words *words = report_rate_words(rate);
    int64_t part;
    int64_t whole;

    report_rate(v->r->total.n, rate, &part, &whole);
    cells[0] = view_words(words->word.zh, words->word.en);
    cells[1] = view_words(words->part_zh, words->part_en);
    cells[2] = view_number(VIEW_COUNT, part);
    cells[3] = view_words(words->whole_zh, words->whole_en);
    cells[4] = view_number(VIEW_COUNT, whole);
    cells[5] = view_share(part, whole);
    cells[6] = reference_of(v, words->word.code, VIEW_PER_MILLE);
}

static void put_rates(struct view *v)
{
    struct view_table *t = view_table(v, "比率", "Rates", rate_columns, 7, REPORT_RATE_COUNT);

    for (int i = 0; t != NULL && i < REPORT_RATE_COUNT; i++)
        put_rate(v, t->rows[i].cells, (enum report_rate)i);
    if (t == NULL)
        return;
    t->note_zh =
        YM_SPAN("同名“成功率”口径不同：A按受理数，B按结案数，C按有调解结果数；引用时须注明。"
                "分子、分母可跨月，A可超过100%。参考值仅供对照，不作考核。");
    t->note_en = YM_SPAN("\"Success rate\" has many denominators: A of those accepted, B of those "
                         "closed, C of those with a result. Say which. Settled in a month may have "
                         "been accepted before it, so that A may pass 100 %. Published values are "
                         "for orientation, not for appraisal.");
}

/* ---- Lists of cells ---- */

static void put_list(struct view *v, const char *zh, const char *en, const int *cells, size_t n)
{
    struct view_table *t = view_table(v, zh, en, list_columns, 2, n);

    for (size_t i = 0; t != NULL && i < n; i++) {
        const struct ym_word *word = report_cell_word(cells[i]);

        t->rows[i].cells[0] = view_words(word->zh, word->en);
        t->rows[i].cells[1] = view_number(VIEW_COUNT, v->r->total.n[cells[i]]);
    }
}

static struct view_table *last(struct view *v)
{
    return v->ntables > 0 ? &v->tables[v->ntables - 1] : NULL;
}

/* A mean with one decimal, or a dash. */
static struct view_cell mean(int64_t sum, int64_t count)
{
    int64_t v;

    return ym_share(sum, count, 10, &v) ? view_number(VIEW_TENTHS, v) : view_number(VIEW_NONE, 0);
}

static void put_performance(struct view *v)
{
    static const int cells[] = {
        REPORT_CELL(SESSIONS), REPORT_CELL(WRITTEN),   REPORT_CELL(ORAL),
        REPORT_CELL(DUE),      REPORT_CELL(PERFORMED), REPORT_CELL(PERFORMED_LATE),
        REPORT_CELL(PARTIAL),  REPORT_CELL(EXCUSED),   REPORT_CELL(BREACHED),
    };
    const size_t n = sizeof(cells) / sizeof(cells[0]);
    const int64_t *t = v->r->total.n;
    int64_t unrecorded = t[REPORT_CELL(DUE)];
    struct view_table *table;

    for (int c = REPORT_CELL(PERFORMED); c <= REPORT_CELL(BREACHED); c++)
        unrecorded -= t[c];
    put_list(v, "协议与履行", "Agreements and their performance", cells, n);
    table = last(v);
    if (table == NULL || !ym_arena_ok(v->arena))
        return;
    table->note_zh =
        view_text(v, "按当期应履行计，非按签订计；期末尚无记录的%" PRId64 "项。", unrecorded);
    table->note_en = view_text(v,
                               "Counted when they fall due, not when they are signed; %" PRId64
                               " had no result recorded by the end of the month.",
                               unrecorded);
}

static void put_confirmations(struct view *v)
{
    static const int cells[] = { YM_FIGURE_APPLIED,   YM_FIGURE_TAKEN,     YM_FIGURE_REJECTED,
                                 YM_FIGURE_CONFIRMED, YM_FIGURE_DISMISSED, REPORT_CELL(RULED) };
    const size_t n = sizeof(cells) / sizeof(cells[0]);
    const int64_t *t = v->r->total.n;
    struct view_table *table =
        view_table(v, "司法确认", "Judicial confirmation", list_columns, 2, n + 1);

    for (size_t i = 0; table != NULL && i < n; i++) {
        const struct ym_word *word = report_cell_word(cells[i]);

        table->rows[i].cells[0] = view_words(word->zh, word->en);
        table->rows[i].cells[1] = view_number(VIEW_COUNT, t[cells[i]]);
    }
    if (table == NULL)
        return;
    table->rows[n].cells[0] = view_words("平均审查天数", "mean days, application to ruling");
    table->rows[n].cells[1] = mean(t[REPORT_CELL(RULED_DAYS)], t[REPORT_CELL(RULED)]);
}

/* ---- Time ---- */

static const struct {
    int from, until;
    const char *zh, *en;
} bins[BINS] = {
    { 0, 7, "7天以内", "up to 7 days" },    { 8, 15, "8—15天", "8 to 15 days" },
    { 16, 30, "16—30天", "16 to 30 days" }, { 31, 60, "31—60天", "31 to 60 days" },
    { 61, 90, "61—90天", "61 to 90 days" }, { 91, YM_SPAN_DAYS, "90天以上", "more than 90 days" },
};

static struct view_cell rank(const struct ym_day_counts *c, int per_cent)
{
    int64_t v;

    return ym_day_counts_rank(c, per_cent, &v) ? view_number(VIEW_COUNT, v)
                                               : view_number(VIEW_NONE, 0);
}

static void put_days(struct view *v)
{
    static const struct view_column columns[] = { { "用时", "Time", 40, false },
                                                  { "件数", "Disputes", 30, true },
                                                  { "占比", "Share", 30, true } };
    const struct ym_day_counts *c = &v->r->days;
    struct view_table *t =
        view_table(v, "结案用时", "Days from acceptance to closing", columns, 3, BINS + 1);
    struct view_bar *bars = t == NULL ? NULL : view_bars(v, t, BINS);
    char avg[VIEW_CELL_BYTES];
    char median[VIEW_CELL_BYTES];
    char p90[VIEW_CELL_BYTES];
    struct view_cell cell = mean(c->sum, c->count);

    for (size_t i = 0; bars != NULL && i < BINS; i++) {
        int64_t n = 0;

        for (int d = bins[i].from; d <= bins[i].until; d++)
            n += c->n[d];
        t->rows[i].cells[0] = view_words(bins[i].zh, bins[i].en);
        t->rows[i].cells[1] = view_number(VIEW_COUNT, n);
        t->rows[i].cells[2] = view_share(n, c->count);
        bars[i].zh = ym_span_of(bins[i].zh);
        bars[i].en = ym_span_of(bins[i].en);
        bars[i].v = n;
        bars[i].told = view_number(VIEW_COUNT, n);
    }
    if (t == NULL)
        return;
    t->rows[BINS].is_sum = true;
    t->rows[BINS].cells[0] = view_words("合计", "total");
    t->rows[BINS].cells[1] = view_number(VIEW_COUNT, c->count);
    t->rows[BINS].cells[2] = view_share(c->count, c->count);
    view_print(&cell, true, avg);
    cell = rank(c, 50);
    view_print(&cell, true, median);
    cell = rank(c, 90);
    view_print(&cell, true, p90);
    cell = reference_of(v, "days_mean", VIEW_TENTHS);
    t->note_zh =
        view_text(v, "平均%s天，中位数%s天，九成在%s天以内（日历日，受理当日不计）。%s%.*s%s", avg,
                  median, p90, cell.zh.n > 0 ? "平均数公开参考值：" : "", (int)cell.zh.n,
                  cell.zh.n > 0 ? cell.zh.at : "", cell.zh.n > 0 ? "天。" : "");
    t->note_en = view_text(v,
                           "Mean %s, median %s, nine in ten within %s calendar days; the day of "
                           "acceptance is not counted.",
                           avg, median, p90);
}

static void put_limits(struct view *v)
{
    static const int cells[] = { REPORT_CELL(UNDER_WAY), REPORT_CELL(CLOSED),
                                 REPORT_CELL(LATE),      REPORT_CELL(OVERDUE_OPEN),
                                 REPORT_CELL(PROLONGED), YM_FIGURE_EXTENDED,
                                 YM_FIGURE_OVERDUE,      YM_FIGURE_TRANSFERRED };

    put_list(v, "期限", "Limits", cells, sizeof(cells) / sizeof(cells[0]));
}

/* ---- Colours ---- */

static void put_turnover(struct view *v)
{
    static const struct view_column columns[] = { { "由", "From", 30, false },
                                                  { "至", "To", 30, false },
                                                  { "次数", "Times", 16, true },
                                                  { "平均停留（天）", "Mean dwell, days", 24,
                                                    true } };
    const struct report *r = v->r;
    struct view_table *t;
    size_t n = 0;

    for (int from = 0; from < YM_COLOUR_COUNT; from++) {
        for (int to = 0; to < YM_COLOUR_COUNT; to++)
            n += r->turnover[from][to].n > 0;
    }
    t = view_table(v, "颜色流转", "Changes of colour", columns, 4, n);
    for (int i = 0, row = 0; t != NULL && i < YM_COLOUR_COUNT * YM_COLOUR_COUNT; i++) {
        const int from = i / YM_COLOUR_COUNT;
        const int to = i % YM_COLOUR_COUNT;
        const struct report_turnover *turn = &r->turnover[from][to];
        struct view_cell *cells;

        if (turn->n == 0)
            continue;
        cells = t->rows[row++].cells;
        cells[0] =
            view_words(ym_word(YM_VOCAB_COLOUR, from)->zh, ym_word(YM_VOCAB_COLOUR, from)->en);
        cells[1] = view_words(ym_word(YM_VOCAB_COLOUR, to)->zh, ym_word(YM_VOCAB_COLOUR, to)->en);
        cells[2] = view_number(VIEW_COUNT, turn->n);
        cells[3] = mean(turn->days, turn->n);
    }
    if (t == NULL)
        return;
    t->note_zh = YM_SPAN("颜色属于纠纷，不属于当事人。停留：离开前在该颜色的日历日数。");
    t->note_en = YM_SPAN("A colour belongs to a dispute, never to a person. Dwell: calendar days "
                         "in the colour that was left.");
}

/* ---- People and courts ---- */

static void put_visits(struct view *v)
{
    static const int cells[] = { YM_FIGURE_REGISTERED, REPORT_CELL(REPEAT), REPORT_CELL(VISITED),
                                 REPORT_CELL(SCORES) };
    const size_t n = sizeof(cells) / sizeof(cells[0]);
    const int64_t *t = v->r->total.n;
    struct view_table *table = view_table(v, "重复纠纷与回访", "Repeat disputes and return visits",
                                          list_columns, 2, n + 1);

    for (size_t i = 0; table != NULL && i < n; i++) {
        const struct ym_word *word = report_cell_word(cells[i]);

        table->rows[i].cells[0] = view_words(word->zh, word->en);
        table->rows[i].cells[1] = view_number(VIEW_COUNT, t[cells[i]]);
    }
    if (table == NULL)
        return;
    table->rows[n].cells[0] = view_words("平均满意度（1—5分）", "mean score, 1 to 5");
    table->rows[n].cells[1] = mean(t[REPORT_CELL(SCORE)], t[REPORT_CELL(SCORES)]);
}

/* Disputes that came before a court in a region; -1 when its lines do not tell it. */
static int64_t sued_in(const struct report *r, int64_t region)
{
    const struct report_dimension *d = &r->by[REPORT_BY_REGION];
    int64_t sum = 0;

    if (region == report_home(r))
        return r->total.n[REPORT_CELL(SUED)];
    for (size_t i = 0; i < d->n; i++) {
        if (ym_region_contains(region, d->lines[i].id))
            sum += d->lines[i].n[REPORT_CELL(SUED)];
    }
    return sum;
}

static struct view_cell region_words(struct view *v, int64_t region)
{
    const struct report *r = v->r;
    struct view_cell cell = { .kind = VIEW_TEXT };
    char code[YM_REGION_TEXT_MAX];

    if (r->scope.kind == REPORT_REGION && region == r->scope.id)
        cell.zh = r->scope.name;
    for (size_t i = 0; i < r->nabove; i++) {
        if (r->above[i].id == region)
            cell.zh = r->above[i].name;
    }
    for (size_t i = 0; i < r->by[REPORT_BY_REGION].n; i++) {
        if (r->by[REPORT_BY_REGION].lines[i].id == region)
            cell.zh = r->by[REPORT_BY_REGION].lines[i].name;
    }
    ym_region_print(region, code);
    if (cell.zh.n == 0)
        cell.zh = view_text(v, "%s", code);
    else
        cell.en = view_text(v, "%s", code);
    return cell;
}

static void put_people(struct view *v)
{
    static const struct view_column columns[] = {
        { "区域", "Region", 22, false },           { "年份", "Year", 8, true },
        { "常住人口", "Residents", 14, true },     { "登记流动人口", "Floating", 14, true },
        { "进入法院", "Came to court", 10, true }, { "每万人", "Per 10,000", 10, true },
        { "人口数据来源", "Source", 26, false },
    };
    const struct report *r = v->r;
    struct view_table *t =
        view_table(v, "万人起诉率（本平台口径）",
                   "Disputes that came to court per 10,000 inhabitants", columns, 7, r->npeople);

    for (size_t i = 0; t != NULL && i < r->npeople; i++) {
        const struct report_people *p = &r->people[i];
        const int64_t sued = sued_in(r, p->region);
        struct view_cell *cells = t->rows[i].cells;
        int64_t per;

        cells[0] = region_words(v, p->region);
        cells[1] = (struct view_cell){ .kind = VIEW_TEXT, .zh = view_text(v, "%d", p->year) };
        cells[2] = view_number(VIEW_COUNT, p->residents);
        cells[3] =
            p->floating > 0 ? view_number(VIEW_COUNT, p->floating) : view_number(VIEW_NONE, 0);
        cells[4] = view_number(VIEW_COUNT, sued);
        cells[5] = ym_share(sued * 10000, p->residents + p->floating, 100, &per)
                       ? view_number(VIEW_HUNDREDTHS, per)
                       : view_number(VIEW_NONE, 0);
        cells[6] = (struct view_cell){ .kind = VIEW_TEXT, .zh = p->source };
    }
    if (t == NULL)
        return;
    t->note_zh =
        YM_SPAN("本平台登记后进入法院的纠纷÷（常住人口＋登记流动人口）×10000。官方指标的分子为法院"
                "一审民事（行政）收案数，本系统不掌握，二者不可直接比较。未导入人口数据时不计算。");
    t->note_en = YM_SPAN("Disputes of this platform that came before a court ÷ (residents + "
                         "registered floating population) × 10,000. The official figure counts all "
                         "first-instance cases of the courts, which this system does not know: the "
                         "two do not compare. Without population data nothing is computed.");
}

void view_sections(struct view *v)
{
    put_rates(v);
    put_performance(v);
    put_confirmations(v);
    put_days(v);
    put_limits(v);
    put_turnover(v);
    put_visits(v);
    put_people(v);
}

/* ---- Sources ---- */

static void put_references(struct view *v)
{
    static const struct view_column columns[] = { { "指标", "Indicator", 14, false },
                                                  { "参考值", "Value", 14, true },
                                                  { "口径与时间", "Of whom, and when", 40, false },
                                                  { "来源", "Source", 32, false } };
    const struct report *r = v->r;
    struct view_table *t;

    if (r->nreferences == 0)
        return;
    t = view_table(v, "公开参考值及来源", "Published values and their sources", columns, 4,
                   r->nreferences);
    for (size_t i = 0; t != NULL && i < r->nreferences; i++) {
        const struct report_reference *ref = &r->references[i];
        const bool is_days = ym_span_is(ym_span_of(ref->code), YM_SPAN("days_mean"));
        const enum view_kind kind = is_days ? VIEW_TENTHS : VIEW_PER_MILLE;
        struct view_cell low = view_number(kind, ref->low);
        struct view_cell high = view_number(kind, ref->high);
        struct view_cell *cells = t->rows[i].cells;
        char from[VIEW_CELL_BYTES];
        char until[VIEW_CELL_BYTES];

        view_print(&low, true, from);
        view_print(&high, true, until);
        cells[0] = is_days ? view_words("平均用时（天）", "mean days") : view_words(ref->code, "");
        for (int k = 0; k < REPORT_RATE_COUNT; k++) {
            const struct report_rate_words *words = report_rate_words((enum report_rate)k);

            if (ym_span_is(ym_span_of(words->word.code), ym_span_of(ref->code)))
                cells[0] = view_words(words->word.zh, words->word.en);
        }
        cells[1] = (struct view_cell){ .kind = VIEW_TEXT };
        cells[1].zh =
            low.v == high.v ? view_text(v, "%s", from) : view_text(v, "%s–%s", from, until);
        cells[2] = (struct view_cell){ .kind = VIEW_TEXT, .zh = ref->zh, .en = ref->en };
        cells[3] = (struct view_cell){ .kind = VIEW_TEXT, .zh = ref->source };
    }
}

void view_sources(struct view *v)
{
    static const struct view_note notes[] = {
        { "统计口径：一件纠纷在同一维度内只计入一行，各行之和等于合计；不平衡的报表不予生成。",
          "Each dispute stands in exactly one line of a table, and lines add up to the total; a "
          "report "
          "that does not balance is not issued." },
        { "已冻结的月份不再改变；此后发现的更正以修订版公布，原版保留。",
          "A frozen month never changes; what is corrected later appears as an amendment beside "
          "it." },
        { "不作排名：各行按编码排列。地区、组织、人员之间案件构成不同，数字不宜直接比较。",
          "No ranking: lines stand in the order of their codes, since the cases behind them "
          "differ." },
        { "未统计：防止民间纠纷转化为刑事案件、防止群体性上访、示范与批量化解（系统尚无相应记录），"
          "以及法院全部"
          "一审收案。",
          "Not counted, for want of records: crimes and mass petitions prevented, exemplary and "
          "batch "
          "settlement, and the courts' whole docket." },
    };

    put_references(v);
    for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++)
        v->notes[v->nnotes++] = notes[i];
}
