/* SPDX-License-Identifier: Apache-2.0 */
/* Office rules: single numbers that a law, a court or an office may change, each with the day from
 * which it holds and its source.
 *
 * They are data (engine/office/), and what an office imports later stands beside it. Whoever needs
 * one asks for the day that the rule is judged on, never for "now" where something began earlier:
 * an objection keeps the time that held on the day on which it came.
 *
 * Every function is total. A table is sound when ym_office_valid() says so: then every key has a
 * row, and no question goes without an answer. */
#ifndef YM_OFFICE_H
#define YM_OFFICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "yima/date.h"
#include "yima/span.h"
#include "yima/vocab.h"

#define YM_OFFICE_ROWS_MAX  1024 /* of one table */
#define YM_OFFICE_VALUE_MAX 11   /* bytes of a printed value with its NUL */

/* clang-format off */

/* What a value counts. */
#define YM_OFFICE_UNITS(X) /* name, code, zh, en */ \
    X(DAY,     "day",     "天",       "days") \
    X(WORKDAY, "workday", "个工作日", "working days") \
    X(MONTH,   "month",   "个月",     "months") \
    X(YEAR,    "year",    "年",       "years") \
    X(COUNT,   "count",   "次（件）", "times")

/* Of which day the row counts. */
#define YM_OFFICE_JUDGED(X) /* name, code, zh, en */ \
    X(CAME,   "came",   "收到之日",       "the day on which it came") \
    X(RAISED, "raised", "提出之日",       "the day on which it was raised") \
    X(MADE,   "made",   "出具之日",       "the day on which it was made") \
    X(ISSUED, "issued", "签发之日",       "the day on which it was issued") \
    X(ASKED,  "asked",  "回访或办结之日", "the day of the visit or of the end") \
    X(GIVEN,  "given",  "首次评价之日",   "the day of the first answer") \
    X(TODAY,  "today",  "当日",           "today") \
    X(MONTH,  "month",  "统计月末日",     "the last day of the month") \
    X(KEPT,   "kept",   "期内最长",       "the longest that held meanwhile")

/* The rules. least and most bound a value. */
#define YM_OFFICE_KEYS(X) /* name, code, unit, least, most, judged, zh, en */ \
    X(OBJECTION_ANSWER, "objection_answer", WORKDAY, 1, 60, CAME, \
      "信用异议答复期限", "an objection to a credit item is answered within") \
    X(OBJECTION_LATEST, "objection_latest", DAY, 1, 180, CAME, \
      "信用异议延长后的最长期限", "an objection is answered at the latest within") \
    X(CONTEST_ANSWER, "contest_answer", DAY, 1, 180, RAISED, \
      "考核异议答复期限", "an objection to an assessment is answered within") \
    X(CERTIFICATE_VALID, "certificate_valid", MONTH, 1, 60, MADE, \
      "自动履行证明有效期", "a certificate of performance may be shown for") \
    X(CODE_VALID, "code_valid", DAY, 1, 3650, ISSUED, \
      "通行码有效期", "an access code works for") \
    X(ANSWER_OPEN, "answer_open", DAY, 1, 365, ASKED, \
      "满意度评价开放期", "how content a party is can be answered for") \
    X(ANSWER_CHANGE, "answer_change", DAY, 0, 90, GIVEN, \
      "满意度评价可修改期", "an answer may be changed for") \
    X(ORDER_DOUBLE, "order_double", DAY, 1, 365, TODAY, \
      "外来工单查重期", "a work order may be a double of a dispute of the last") \
    X(ORDER_RECENT, "order_recent", DAY, 0, 365, TODAY, \
      "外来工单近期期限", "a dispute counts as recent for") \
    X(POINTS_PAST, "points_past", DAY, 1, 3660, TODAY, \
      "积分申报追溯期", "points may be put forward for what happened in the last") \
    X(REPEAT_WITHIN, "repeat_within", MONTH, 1, 60, MONTH, \
      "重复纠纷统计期", "a dispute repeats one of the last") \
    X(ANSWERS_MIN, "answers_min", COUNT, 1, 1000, MONTH, \
      "满意度最少评价数", "fewer answers than these are never summed up") \
    X(CASES_MIN, "cases_min", COUNT, 1, 1000, MONTH, \
      "考核比较最少件数", "of fewer cases no outcome is compared") \
    X(ADULT_YEARS, "adult_years", YEAR, 14, 25, MONTH, \
      "成年年龄", "a natural person is of age at") \
    X(STALLED, "stalled", DAY, 1, 365, TODAY, \
      "久未办理期限", "an open dispute without a record is stalled after") \
    X(AT_RISK, "at_risk", WORKDAY, 0, 30, TODAY, \
      "即将到期期限", "a dispute is at risk when it is due within") \
    X(RADAR_WITHIN, "radar_within", WORKDAY, 0, 30, TODAY, \
      "期限雷达范围", "the radar looks ahead") \
    X(LOOKS_KEEP, "looks_keep", YEAR, 3, 100, KEPT, \
      "查询记录保存期", "the log of who looked is kept for") \
    X(EXCHANGE_RECEIPTS_KEEP, "exchange_receipts_keep", DAY, 30, 3650, KEPT, \
      "交换回执保存期", "a repeated message is recognised for") \
    X(EXCHANGE_PAYLOAD_KEEP, "exchange_payload_keep", DAY, 30, 3650, KEPT, \
      "交换内容保存期", "what a finished message said is kept for")

/* clang-format on */

#define X(name, ...) YM_OFFICE_IN_##name,
enum ym_office_unit { YM_OFFICE_UNITS(X) YM_OFFICE_UNIT_COUNT };
#undef X
#define X(name, ...) YM_OFFICE_JUDGED_##name,
enum ym_office_judged { YM_OFFICE_JUDGED(X) YM_OFFICE_JUDGED_COUNT };
#undef X
#define X(name, ...) YM_OFFICE_##name,
enum ym_office_key { YM_OFFICE_KEYS(X) YM_OFFICE_KEY_COUNT };
#undef X

struct ym_office_row {
    uint8_t key;           /* enum ym_office_key */
    ym_day from;           /* first day on which it holds */
    uint32_t value;        /* in the unit of the key */
    struct ym_span source; /* law and article, "local: …" where no law gives it */
};

/* A table. The rows and their texts are the caller's. */
struct ym_office {
    const struct ym_office_row *rows; /* n of them, by key and then by day, each pair once */
    size_t n;                         /* at most YM_OFFICE_ROWS_MAX */
};

/* What a key is about. */
struct ym_office_about {
    struct ym_word word;  /* code, zh, en */
    uint8_t unit;         /* enum ym_office_unit */
    uint8_t judged;       /* enum ym_office_judged */
    uint32_t least, most; /* of a value */
};

/* Pre: the value is below its COUNT. */
const struct ym_office_about *ym_office_about(enum ym_office_key key);
const struct ym_word *ym_office_unit_word(enum ym_office_unit unit);
const struct ym_word *ym_office_judged_word(enum ym_office_judged judged);

/* The index of a code, or -1. */
int ym_office_find(struct ym_span code);
int ym_office_unit_find(struct ym_span code);

/* Is the value within its bounds? */
bool ym_office_allows(enum ym_office_key key, uint32_t value);

/* Read a value: a whole number. False, and *ret untouched, for what is none or out of its bounds.
 */
__attribute__((warn_unused_result)) bool ym_office_value_read(enum ym_office_key key,
                                                              struct ym_span text, uint32_t *ret);
void ym_office_value_print(uint32_t value, char out[YM_OFFICE_VALUE_MAX]);

/* Do the rows ascend, is each allowed and has a source, and does no key lack one? */
bool ym_office_valid(const struct ym_office *o);

/* The first key without a row, or YM_OFFICE_KEY_COUNT. */
enum ym_office_key ym_office_lacking(const struct ym_office *o);

/* The row of a key that holds on this day: the last that has begun; before all, the first. Never
 * NULL. Pre: the table is sound. */
const struct ym_office_row *ym_office_on(const struct ym_office *o, enum ym_office_key key,
                                         ym_day day);
uint32_t ym_office_value(const struct ym_office *o, enum ym_office_key key, ym_day day);

/* For deletions: the greatest value of the rows that held at some time within that value back from
 * today, so that shortening a time reaches nothing that was kept under the longer one before that
 * has passed. DAY, WORKDAY (as days), MONTH and YEAR; else the value today. */
uint32_t ym_office_longest(const struct ym_office *o, enum ym_office_key key, ym_day today);

/* The last day up to which (inclusive) what the longest rule keeps may go: today less that. */
ym_day ym_office_before(const struct ym_office *o, enum ym_office_key key, ym_day today);

/* Two tables as one, into room for the rows of both: over's rows win on the same key and day. Both
 * ascend; spans are taken over. Returns how many. */
size_t ym_office_merge(const struct ym_office *base, const struct ym_office *over,
                       struct ym_office_row *room);

#endif
