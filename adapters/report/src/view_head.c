/* SPDX-License-Identifier: Apache-2.0 */
/* Title, leading paragraph and the figures that stand first. */
#include <inttypes.h>
#include <stdio.h>

#include "view.h"
#include "yima/indicator.h"

#define PART_BYTES 200

static const struct view_column key_columns[] = {
    { "指标", "Figure", 22, false },      { "本月", "This month", 14, true },
    { "上月", "Month before", 14, true }, { "环比增减", "Change", 11, true },
    { "环比", "In per cent", 11, true },  { "上年同月", "Year before", 14, true },
    { "同比增减", "Change", 11, true },   { "同比", "In per cent", 11, true },
};

static const int key_cells[] = {
    REPORT_FIGURE(REGISTERED), REPORT_FIGURE(ACCEPTED), REPORT_FIGURE(REOPENED),
    REPORT_FIGURE(SETTLED),    REPORT_FIGURE(FAILED),   REPORT_FIGURE(ENDED),
    REPORT_FIGURE(OPEN),       REPORT_FIGURE(DECLINED), REPORT_FIGURE(WITH_COURT),
    REPORT_CELL(CLOSED),       REPORT_CELL(SESSIONS),   REPORT_CELL(AMOUNT),
};

#define KEY_ROWS (sizeof(key_cells) / sizeof(key_cells[0]))

/* Ten thousand yuan in hundredths: of fen, the last four digits rounded away. */
static int64_t wan_of(int64_t fen)
{
    return fen / 10000 + (fen % 10000 >= 5000) - (fen % 10000 <= -5000);
}

static struct view_cell key_number(int cell, int64_t n)
{
    return cell == REPORT_CELL(AMOUNT) ? view_number(VIEW_HUNDREDTHS, wan_of(n))
                                       : view_number(VIEW_COUNT, n);
}

/* ---- Words ---- */

static struct ym_span scope_words(struct view *v, bool is_zh)
{
    const struct report *r = v->r;
    static const char *const zh[] = { "全部", "区域", "调解组织" };
    static const char *const en[] = { "All", "Region", "Body" };

    if (r->scope.name.n > 0)
        return r->scope.name;
    if (r->scope.kind == REPORT_WHOLE)
        return ym_span_of(is_zh ? "全部辖区" : "The whole");
    return view_text(v, "%s %" PRId64, is_zh ? zh[r->scope.kind] : en[r->scope.kind], r->scope.id);
}

static void put_titles(struct view *v)
{
    const struct report *r = v->r;
    int year;
    int month;
    int day;

    ym_day_split(r->month, &year, &month, &day);
    v->title_zh = view_text(v, "%d年%d月矛盾纠纷调解工作统计月报", year, month);
    v->title_en = view_text(v, "Monthly report on dispute mediation, %04d-%02d", year, month);
    v->scope_zh = scope_words(v, true);
    v->scope_en = scope_words(v, false);
    if (r->is_preview) {
        v->state_zh = YM_SPAN("预览稿：未冻结，不作统计依据");
        v->state_en = YM_SPAN("Preview: not frozen, not for citation");
    } else if (r->amended_because.n > 0) {
        v->state_zh = view_text(v, "第%d次修订（第%d版）", r->revision - 1, r->revision);
        v->state_en = view_text(v, "Amended: revision %d", r->revision);
    } else {
        v->state_zh = view_text(v, "第%d版（已冻结）", r->revision);
        v->state_en = view_text(v, "Revision %d, frozen", r->revision);
    }
}

/* "（−15.5%）" or " (−15.5%)"; nothing when nothing can be said of a change from 0. */
static void put_per_cent(char out[PART_BYTES], int64_t now, int64_t was, const char *before,
                         const char *behind)
{
    char text[VIEW_CELL_BYTES];
    int64_t change;

    out[0] = '\0';
    if (ym_change(now, was, 1000, &change)) {
        const struct view_cell size = view_number(VIEW_PER_MILLE, change);

        view_print(&size, true, text);
        (void)snprintf(out, PART_BYTES, "%s%s%s%s", before, change > 0 ? "+" : "", text, behind);
    }
}

/* "，同比减少159件（−15.5%）", or nothing when there is nothing to compare with. */
static void put_change_zh(char out[PART_BYTES], const char *against, int64_t now,
                          const struct report_then *then, int cell)
{
    const int64_t by = now - then->n[cell];
    char per_cent[PART_BYTES];

    out[0] = '\0';
    if (!then->is_known)
        return;
    put_per_cent(per_cent, now, then->n[cell], "（", "）");
    if (by == 0)
        (void)snprintf(out, PART_BYTES, "，%s持平", against);
    else
        (void)snprintf(out, PART_BYTES, "，%s%s%" PRId64 "件%.100s", against,
                       by > 0 ? "增加" : "减少", by > 0 ? by : -by, per_cent);
}

/* ", −159 on the year (−15.5%)". */
static void put_change_en(char out[PART_BYTES], const char *against, int64_t now,
                          const struct report_then *then, int cell)
{
    const int64_t by = now - then->n[cell];
    char per_cent[PART_BYTES];

    out[0] = '\0';
    if (!then->is_known)
        return;
    put_per_cent(per_cent, now, then->n[cell], " (", ")");
    (void)snprintf(out, PART_BYTES, ", %s%" PRId64 " %s%.100s", by < 0 ? "\u2212" : "+",
                   by > 0 ? by : -by, against, per_cent);
}

static void put_lead(struct view *v)
{
    const int64_t *n = v->r->total.n;
    const int64_t accepted = n[YM_FIGURE_ACCEPTED];
    char year[PART_BYTES];
    char month[PART_BYTES];
    char rate[VIEW_CELL_BYTES];
    char yuan[VIEW_CELL_BYTES];
    const struct view_cell share = view_share(n[YM_FIGURE_SETTLED], accepted);
    const struct view_cell amount = view_number(VIEW_HUNDREDTHS, wan_of(n[REPORT_CELL(AMOUNT)]));

    view_print(&share, true, rate);
    view_print(&amount, true, yuan);
    put_change_zh(year, "同比", accepted, &v->r->year_before, YM_FIGURE_ACCEPTED);
    put_change_zh(month, "环比", accepted, &v->r->month_before, YM_FIGURE_ACCEPTED);
    v->lead_zh = view_text(v,
                           "本月共受理纠纷%" PRId64 "件%s%s；调解成功%" PRId64
                           "件，占受理数的%s；调解不成%" PRId64 "件，其他方式终结%" PRId64
                           "件，期末未结%" PRId64 "件；协议涉及金额%s万元。",
                           accepted, year, month, n[YM_FIGURE_SETTLED], rate, n[YM_FIGURE_FAILED],
                           n[YM_FIGURE_ENDED], n[YM_FIGURE_OPEN], yuan);
    put_change_en(year, "on the year", accepted, &v->r->year_before, YM_FIGURE_ACCEPTED);
    put_change_en(month, "on the month", accepted, &v->r->month_before, YM_FIGURE_ACCEPTED);
    v->lead_en = view_text(v,
                           "Accepted: %" PRId64 " disputes%s%s. Settled: %" PRId64
                           ", %s of those accepted. Failed: %" PRId64 "; ended otherwise: %" PRId64
                           "; open at the end: %" PRId64 ". Amount settled: %s ten thousand yuan.",
                           accepted, year, month, n[YM_FIGURE_SETTLED], rate, n[YM_FIGURE_FAILED],
                           n[YM_FIGURE_ENDED], n[YM_FIGURE_OPEN], yuan);
}

/* ---- Tiles ---- */

static struct view_cell change_of(const struct view *v, const struct report_then *then, int cell)
{
    return then->is_known ? view_change(v->r->total.n[cell], then->n[cell])
                          : view_number(VIEW_NONE, 0);
}

static void put_tile(struct view *v, int cell, enum view_kind kind, const char *unit)
{
    const struct ym_word *word = report_cell_word(cell);

    v->tiles[v->ntiles++] = (struct view_tile){
        .zh = cell == REPORT_CELL(AMOUNT) ? "协议金额" : word->zh,
        .en = cell == REPORT_CELL(AMOUNT)   ? "amount settled"
              : cell == REPORT_FIGURE(OPEN) ? "open at the end"
                                            : word->en,
        .value = view_number(kind, v->r->total.n[cell]),
        .unit = unit,
        .month = change_of(v, &v->r->month_before, cell),
        .year = change_of(v, &v->r->year_before, cell),
    };
}

static void put_tiles(struct view *v)
{
    const int64_t *n = v->r->total.n;

    put_tile(v, YM_FIGURE_ACCEPTED, VIEW_COUNT, "件");
    put_tile(v, YM_FIGURE_SETTLED, VIEW_COUNT, "件");
    v->tiles[v->ntiles++] =
        (struct view_tile){ .zh = "调解成功率A（成功÷受理）",
                            .en = "settled ÷ accepted",
                            .value = view_share(n[YM_FIGURE_SETTLED], n[YM_FIGURE_ACCEPTED]),
                            .unit = "" };
    put_tile(v, YM_FIGURE_OPEN, VIEW_COUNT, "件");
    put_tile(v, REPORT_CELL(AMOUNT), VIEW_FEN, "元");
}

void view_heads(struct view *v)
{
    put_titles(v);
    put_lead(v);
    put_tiles(v);
}

/* ---- Key figures and balance ---- */

static void put_then(const struct view *v, const struct report_then *then, int cell,
                     struct view_cell *out)
{
    const int64_t now = v->r->total.n[cell];
    const bool is_money = cell == REPORT_CELL(AMOUNT);

    if (!then->is_known)
        return;
    out[0] = key_number(cell, then->n[cell]);
    out[1] = is_money ? key_number(cell, now - then->n[cell])
                      : view_number(VIEW_DELTA, now - then->n[cell]);
    out[2] = view_change(now, then->n[cell]);
}

static void put_key(struct view *v)
{
    struct view_table *t = view_table(v, "主要指标", "Key figures", key_columns,
                                      sizeof(key_columns) / sizeof(key_columns[0]), KEY_ROWS);

    for (size_t i = 0; t != NULL && i < KEY_ROWS; i++) {
        const int cell = key_cells[i];
        const struct ym_word *word = report_cell_word(cell);
        struct view_cell *cells = t->rows[i].cells;

        cells[0] = cell == REPORT_CELL(AMOUNT)
                       ? view_words("协议金额（万元）", "amount settled, ten thousand yuan")
                       : view_words(word->zh, word->en);
        cells[1] = key_number(cell, v->r->total.n[cell]);
        put_then(v, &v->r->month_before, cell, &cells[2]);
        put_then(v, &v->r->year_before, cell, &cells[5]);
    }
    if (t == NULL)
        return;
    t->note_zh =
        YM_SPAN("环比、同比＝（本月数－对比月数）÷对比月数，由程序计算；无对比月份的冻结报表，或"
                "对比数为0时，以“—”表示。");
    t->note_en = YM_SPAN("Change = (now \u2212 then) ÷ then, computed. A dash: no frozen report of "
                         "that month, or nothing can be said of a change from 0.");
}

static void put_balance(struct view *v)
{
    static const struct view_column columns[] = {
        { "来", "What there was", 34, false },
        { "件数", "Disputes", 16, true },
        { "去", "What became of it", 34, false },
        { "件数", "Disputes", 16, true },
    };
    static const enum ym_figure in[] = { YM_FIGURE_CARRIED, YM_FIGURE_ACCEPTED,
                                         YM_FIGURE_REOPENED };
    static const enum ym_figure out[] = { YM_FIGURE_SETTLED, YM_FIGURE_FAILED, YM_FIGURE_ENDED,
                                          YM_FIGURE_OPEN };
    const int64_t *n = v->r->total.n;
    struct view_table *t = view_table(v, "收结平衡", "Balance", columns, 4, 5);

    if (t == NULL)
        return;
    for (size_t i = 0; i < 4; i++) {
        struct view_cell *cells = t->rows[i].cells;

        cells[0] = i < 3 ? view_words(ym_figure_word(in[i])->zh, ym_figure_word(in[i])->en)
                         : view_words("", "");
        cells[1] = i < 3 ? view_number(VIEW_COUNT, n[in[i]]) : view_words("", "");
        cells[2] = view_words(ym_figure_word(out[i])->zh, ym_figure_word(out[i])->en);
        cells[3] = view_number(VIEW_COUNT, n[out[i]]);
    }
    t->rows[4].is_sum = true;
    t->rows[4].cells[0] = view_words("合计", "total");
    t->rows[4].cells[1] = view_number(VIEW_COUNT, n[YM_FIGURE_CARRIED] + n[YM_FIGURE_ACCEPTED] +
                                                      n[YM_FIGURE_REOPENED]);
    t->rows[4].cells[2] = view_words("合计", "total");
    t->rows[4].cells[3] = view_number(VIEW_COUNT, n[YM_FIGURE_SETTLED] + n[YM_FIGURE_FAILED] +
                                                      n[YM_FIGURE_ENDED] + n[YM_FIGURE_OPEN]);
}

static void put_amendment(struct view *v)
{
    static const struct view_column columns[] = { { "指标", "Figure", 46, false },
                                                  { "原数", "Was", 18, true },
                                                  { "修订数", "Is", 18, true },
                                                  { "增减", "Change", 18, true } };
    const struct report *r = v->r;
    struct view_table *t;

    if (r->amended_because.n == 0)
        return;
    t = view_table(v, "修订说明", "Amendment", columns, 4, r->nchanges);
    if (t == NULL)
        return;
    for (size_t i = 0; i < r->nchanges; i++) {
        const struct report_change *c = &r->changes[i];
        struct view_cell *cells = t->rows[i].cells;
        const bool is_money = c->cell == REPORT_CELL(AMOUNT);

        cells[0] = view_words(report_cell_word(c->cell)->zh, report_cell_word(c->cell)->en);
        cells[1] = view_number(is_money ? VIEW_FEN : VIEW_COUNT, c->was);
        cells[2] = view_number(is_money ? VIEW_FEN : VIEW_COUNT, c->is);
        cells[3] = view_number(is_money ? VIEW_FEN : VIEW_DELTA, c->is - c->was);
    }
    t->note_zh = view_text(v, "修订原因：%.*s%s%.*s。总数未变时，变动在各分组之内。",
                           (int)r->amended_because.n, r->amended_because.at,
                           r->amended_by.n > 0 ? "；修订人：" : "", (int)r->amended_by.n,
                           r->amended_by.n > 0 ? r->amended_by.at : "");
    t->note_en = YM_SPAN("The revisions before it stay as they were frozen. Where no total is "
                         "named, something moved between the lines of a table.");
}

void view_key(struct view *v)
{
    put_amendment(v);
    put_key(v);
    put_balance(v);
}
