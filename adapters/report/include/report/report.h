/* SPDX-License-Identifier: Apache-2.0 */
/* The report of one month and one scope: counted from facts, frozen as canonical JSON, and read
 * back from it.
 *
 *   facts --report_tally_add()--> tally --report_make()--> report --report_json()--> bytes
 *   bytes --report_read()--> report --report/print.h--> CSV, HTML, PDF
 *
 * The bytes are what is frozen: the same facts, names, population and reports of other months give
 * the same bytes, whatever the order of the facts and whenever it is run. What people read is made
 * from the bytes alone, so that a closed month prints the same for ever.
 *
 * Everything is a sum. Each dimension (type, source, ...) puts every dispute into exactly one line,
 * so that its lines add up to the total in every cell; report_check() refuses what does not, and
 * names the dimension and the difference. Shares, changes and quantiles follow from the sums by
 * yima/indicator.h: they stand in the JSON for other programs, and readers compute them again.
 *
 * The lines stand in the order of their codes, never by merit: no league tables. */
#ifndef YM_REPORT_REPORT_H
#define YM_REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "yima/date.h"
#include "yima/figures.h"
#include "yima/indicator.h"
#include "yima/span.h"
#include "yima/vocab.h"

struct ym_month_fact; /* yima/fact.h */

#define REPORT_REGIONS_MAX    512u /* lines of regions; with more, whole streets stand for theirs */
#define REPORT_BODIES_MAX     512u /* lines of bodies; with more, the last is REPORT_OTHERS */
#define REPORT_MEDIATORS_MAX  512u /* likewise */
#define REPORT_NAME_BYTES_MAX 400u /* a name, source or reason in UTF-8 */
#define REPORT_CHANGES_MAX    64u  /* figures that an amendment may name; there are fewer */
#define REPORT_REFERENCES_MAX 64u  /* reference ranges of one month */
#define REPORT_REVISION_MAX   10000        /* of one month */
#define REPORT_JSON_BYTES_MAX (4u << 20)   /* a buffer of this size holds every report */
#define REPORT_COUNT_MAX      YM_COUNT_MAX /* of anything but money */
#define REPORT_FEN_MAX        INT64_C(9000000000000000) /* ninety trillion yuan; below 2^53 */

/* clang-format off */
/* What is counted beyond yima/figures.h, in every line. */
#define REPORT_MORE_CELLS(X) /* name, code, zh, en */ \
    X(DISPUTES,  "disputes",   "涉及纠纷数",     "disputes that the month touches") \
    X(CLOSED,    "closed",     "结案",           "disputes closed in the month") \
    X(LATE,      "closed_late", "超期结案",      "of these, after their limit") \
    X(OVERDUE_OPEN, "open_late", "超期未结",     "open at the end of the month, past their limit") \
    X(UNDER_WAY, "under_way",  "在办",           "disputes under way at any time in the month") \
    X(PROLONGED, "prolonged",  "延期件数",       "of these, with an extended limit") \
    X(CLOSE_DAYS, "close_days", "结案用时合计",  "days of those closed, together") \
    X(WRITTEN,   "written",    "书面协议",       "written agreements") \
    X(ORAL,      "oral",       "口头协议",       "oral agreements") \
    X(SESSIONS,  "sessions",   "调解场次",       "sessions held") \
    X(DUE,       "due",        "应履行",         "obligations that fell due") \
    X(PERFORMED, "performed",  "按期履行",       "of these, performed on time") \
    X(PERFORMED_LATE, "performed_late", "逾期履行", "of these, performed late, wholly") \
    X(PARTIAL,   "partial",    "部分履行",       "of these, performed in part") \
    X(EXCUSED,   "excused",    "免除履行",       "of these, excused") \
    X(BREACHED,  "breached",   "违约",           "of these, recorded as breached") \
    X(REPEAT,    "repeat",     "重复纠纷",       "registered again: same pair and type in 12 months") \
    X(VISITED,   "visited",    "已回访",         "disputes with a return visit") \
    X(VISITED_CLOSED, "closed_visited", "结案回访", "of those closed in the month, visited") \
    X(SUED,      "sued",       "进入法院",       "disputes that came before a court") \
    X(RULED,     "ruled",      "确认审结",       "confirmations decided") \
    X(RULED_DAYS, "ruled_days", "确认用时合计",  "days from application to ruling, together") \
    X(SCORES,    "scores",     "满意度评价数",   "answers on satisfaction") \
    X(SCORE,     "score",      "满意度合计",     "their scores (1 to 5), together") \
    X(AMOUNT,    "amount_fen", "协议金额(分)",   "amount settled, fen")

/* Dimensions. Each partitions the disputes of the month. */
#define REPORT_DIMENSIONS(X) /* name, code, zh, en, vocabulary (or NONE) */ \
    X(TYPE,      "type",      "纠纷类型",   "By type",             YM_VOCAB_TYPE) \
    X(SOURCE,    "source",    "案件来源",   "By source",           YM_VOCAB_SOURCE) \
    X(CHANNEL,   "channel",   "来源渠道",   "By channel",          YM_VOCAB_CHANNEL) \
    X(BODY_KIND, "body_kind", "组织类别",   "By kind of body",     YM_VOCAB_BODY) \
    X(COLOUR,    "colour",    "期末颜色",   "By colour at the end", YM_VOCAB_COLOUR) \
    X(REGION,    "region",    "区域",       "By region",           REPORT_NO_VOCAB) \
    X(BODY,      "body",      "调解组织",   "By mediation body",   REPORT_NO_VOCAB) \
    X(MEDIATOR,  "mediator",  "调解员",     "Caseload of mediators", REPORT_NO_VOCAB)
/* clang-format on */

#define REPORT_NO_VOCAB (-1)

/* Id of the line that holds the sum of all bodies, or mediators, without a line of their own. The
 * largest there is, so that it stands last; the sequences that number them never come to it. */
#define REPORT_OTHERS INT64_MAX

#define X(name, code, zh, en) REPORT_MORE_##name,
enum report_more { REPORT_MORE_CELLS(X) REPORT_MORE_COUNT };
#undef X

/* Cells of a line: the figures, then the cells above. */
#define REPORT_CELLS        (YM_FIGURE_COUNT + REPORT_MORE_COUNT)
#define REPORT_CELL(name)   (YM_FIGURE_COUNT + REPORT_MORE_##name)
#define REPORT_FIGURE(name) (YM_FIGURE_##name)

/* Code and words of a cell. Pre: 0 <= cell < REPORT_CELLS. */
const struct ym_word *report_cell_word(int cell);

#define X(name, code, zh, en, vocab) REPORT_BY_##name,
enum report_by { REPORT_DIMENSIONS(X) REPORT_BY_COUNT };
#undef X

const struct ym_word *report_by_word(enum report_by by); /* pre: by < REPORT_BY_COUNT */

/* Of what the report speaks. */
enum report_scope_kind {
    REPORT_WHOLE,  /* id is 0 */
    REPORT_REGION, /* id is a padded code: everything in it */
    REPORT_BODY,   /* id of a body: disputes that it held last in the month */
};

struct report_scope {
    enum report_scope_kind kind;
    int64_t id;
    struct ym_span name; /* as people read it; as of struct report_names */
};

/* One line of a dimension, or the total. */
struct report_line {
    int64_t id;          /* index in the vocabulary, padded region code, or id; 0: none, unknown;
                            or REPORT_OTHERS */
    struct ym_span name; /* n == 0 where the vocabulary has the words, or none is known */
    int64_t n[REPORT_CELLS];
};

struct report_dimension {
    size_t n;                  /* lines; those of a vocabulary are all there, in its order */
    struct report_line *lines; /* ascending by id */
    uint32_t left_out; /* so many are summed up in the line REPORT_OTHERS, the last; 0: there
                          is none. Without any line: so many there were, in a report frozen
                          before there was such a line */
    uint8_t depth;     /* REGION: level of the smallest regions told apart, 1 to 5 */
};

/* Name of a region in which lines of the region dimension lie. */
struct report_name {
    int64_t id;
    struct ym_span name;
};

/* Changes of colour. */
struct report_turnover {
    int64_t n;    /* how often */
    int64_t days; /* that the disputes had stood in the colour left, together */
};

/* Inhabitants of a region. Source is a publication with its date. */
struct report_people {
    int64_t region; /* padded code */
    int32_t year;
    int64_t residents;     /* 常住人口 */
    int64_t floating;      /* 登记流动人口; 0: not told */
    struct ym_span source; /* at most REPORT_NAME_BYTES_MAX */
};

/* Totals of another month, as its frozen report has them. */
struct report_then {
    bool is_known; /* false: that month has no frozen report of this scope */
    ym_day month;
    int32_t revision;
    int64_t n[REPORT_CELLS];
};

/* A published range, for orientation. */
struct report_reference {
    char code[24];     /* of the indicator: report_rate_word() and "days_mean" */
    int64_t low, high; /* per mille of a rate, tenths of days; equal when one value was published */
    struct ym_span zh, en; /* of whom, and when */
    struct ym_span source; /* where it was published */
};

struct report_change {
    uint16_t cell; /* < REPORT_CELLS */
    int64_t was, is;
};

/* A report. All texts and lines lie in memory that it owns. */
struct report {
    ym_day month; /* its first day */
    struct report_scope scope;
    int32_t revision;          /* from 1; 0 with is_preview */
    bool is_preview;           /* of a month that is not over or not frozen */
    struct ym_span procedures; /* SHA-256 of what was counted by, hexadecimal; may be empty */
    struct ym_span calendar;   /* likewise */

    struct report_line total; /* id 0 */
    struct report_dimension by[REPORT_BY_COUNT];
    size_t nabove;
    struct report_name *above; /* regions that hold lines of REGION, ascending */
    struct ym_day_counts days; /* of the disputes closed */
    struct report_turnover turnover[YM_COLOUR_COUNT][YM_COLOUR_COUNT]; /* from, to */

    size_t npeople;
    struct report_people
        *people; /* of the scope and of lines of its regions; ascending by region */
    struct report_then month_before, year_before;
    size_t nreferences;
    struct report_reference *references;

    struct ym_span amended_because; /* n == 0: not an amendment */
    struct ym_span amended_by;
    size_t nchanges;
    struct report_change *changes; /* of the totals against the revision before, by cell */

    void *memory; /* of the above; of no use to others */
};

/* ---- Counting ---- */

struct report_tally; /* sums of one scope; owned by who made it. Its memory does not grow with the
                        number of facts but with that of regions, bodies and mediators */

struct report_tally *report_tally_new(void);    /* NULL: no memory */
void report_tally_free(struct report_tally *t); /* NULL is legal */

/* Count one fact. False: no memory, or a sum past REPORT_COUNT_MAX or REPORT_FEN_MAX; the tally
 * is then of no use any more. */
__attribute__((warn_unused_result)) bool report_tally_add(struct report_tally *t,
                                                          const struct ym_month_fact *f);

/* ---- Making ---- */

/* Names, ascending by id; where one is longer than REPORT_NAME_BYTES_MAX, no single line, or begins
 * or ends with a space, the id is shown in its place. Not owned; read before the call returns. */
struct report_names {
    const struct report_name *regions, *bodies, *staff;
    size_t nregions, nbodies, nstaff;
};

/* Everything besides the facts. Not owned; copied before the call returns. */
struct report_about {
    ym_day month; /* its first day */
    struct report_scope scope;
    int32_t revision;
    bool is_preview;
    struct ym_span procedures, calendar; /* digests, hexadecimal */
    struct report_names names;
    const struct report_people
        *people; /* ascending by region, at most one of a region: that of
                    the year in force; those outside the scope are left out */
    size_t npeople;
    const struct report *month_before, *year_before; /* of the same scope; NULL: there is none */
    const struct report *amends; /* the revision before; NULL: not an amendment */
    struct ym_span reason, by;   /* of the amendment */
};

/* Make the report, checked by report_check(). Errors: those of the check; UNPROCESSABLE (a report
 * of another month or scope given for comparison, a text too long); UNAVAILABLE (no memory). */
__attribute__((warn_unused_result)) enum ym_err report_make(const struct report_tally *t,
                                                            const struct report_about *about,
                                                            struct report **ret,
                                                            struct ym_error *reterr);

void report_free(struct report *r); /* NULL is legal */

/* Do the tables balance? Each dimension adds up to the total in every cell, the equation of
 * yima/figures.h holds in every line, and parts are not larger than their wholes. UNPROCESSABLE
 * else; the text names the dimension, the cell and the difference. */
__attribute__((warn_unused_result)) enum ym_err report_check(const struct report *r,
                                                             struct ym_error *reterr);

/* ---- Bytes ---- */

/* Append the canonical JSON (RFC 8785: no white space, members in byte order; money as text).
 * False: out is full. */
__attribute__((warn_unused_result)) bool report_json(const struct report *r, struct ym_buf *out);

/* Read it back. Errors: INVALID, UNPROCESSABLE, TOO_LARGE: not what report_json() wrote. Indicators
 * are not believed: they follow from the figures, from which they are computed again. What was
 * written reads back to the same bytes; whatever was read writes one form, which reads as the same
 * (that the bytes are those that were frozen is proved by their digest). */
__attribute__((warn_unused_result)) enum ym_err
report_read(struct ym_span json, struct report **ret, struct ym_error *reterr);

/* ---- Indicators ---- */

/* clang-format off */
/* Rates: part / whole. Named by numerator and denominator, since one word stands for many. */
#define REPORT_RATES(X) /* name, code, zh, en, part and whole in words: zh, zh, en, en */ \
    X(SUCCESS_A, "success_a", "调解成功率A", "Success rate A", \
      "调解成功", "受理", "settled", "accepted") \
    X(SUCCESS_B, "success_b", "调解成功率B", "Success rate B", \
      "调解成功", "调解成功+调解不成+其他方式终结", "settled", "settled + failed + ended otherwise") \
    X(SUCCESS_C, "success_c", "调解成功率C", "Success rate C", \
      "调解成功", "调解成功+调解不成", "settled", "settled + failed") \
    X(PERFORMANCE, "performance", "自动履行率", "Voluntary performance", \
      "按期履行+逾期履行（均未经强制执行）", "当期应履行-免除履行", \
      "performed on time or late, without enforcement", "fell due in the month, unless excused") \
    X(CONFIRM, "confirm", "司法确认率", "Confirmed agreements", \
      "裁定确认有效", "书面协议+口头协议", "confirmed", "agreements, written and oral") \
    X(CONFIRM_UPHELD, "confirm_upheld", "确认支持率", "Confirmations granted", \
      "裁定确认有效", "裁定确认有效+裁定驳回", "confirmed", "confirmed + dismissed") \
    X(ON_TIME, "on_time", "按期结案率", "Closed on time", \
      "期限内结案", "结案+超期未结", "closed within the limit", "closed + open past the limit") \
    X(EXTENSION, "extension", "延期率", "Extension rate", \
      "延期件数", "在办", "with an extended limit", "under way in the month") \
    X(REPEAT, "repeat", "重复纠纷率", "Repeat disputes", \
      "重复纠纷", "登记", "same pair and type within 12 months", "registered") \
    X(VISIT, "visit", "回访率", "Return visits", \
      "结案回访", "结案", "of those, visited", "disputes closed") \
    X(SUED, "sued", "诉讼转化率", "Went to court", \
      "进入法院", "涉及纠纷数", "came before a court", "disputes that the month touches")
/* clang-format on */

#define X(name, ...) REPORT_RATE_##name,
enum report_rate { REPORT_RATES(X) REPORT_RATE_COUNT };
#undef X

/* Words of a rate. */
struct report_rate_words {
    struct ym_word word;
    const char *part_zh, *whole_zh, *part_en, *whole_en;
};

const struct report_rate_words *report_rate_words(enum report_rate rate);

/* Numerator and denominator of a rate in one line. */
void report_rate(const int64_t n[REPORT_CELLS], enum report_rate rate, int64_t *ret_part,
                 int64_t *ret_whole);

/* The inhabitants of a region; NULL when the report knows none. */
const struct report_people *report_people_of(const struct report *r, int64_t region);

#endif
