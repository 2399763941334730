/* SPDX-License-Identifier: Apache-2.0 */
/* What a dispute says of its parties' conduct, and what a party's disputes add up to.
 *
 * Two steps, both pure. The history of one dispute becomes a log of items, each with the event and
 * the rule that made it, the day that it is of, and whether it counts or why it does not. A dated
 * formula then weighs the items of one party at the end of a month. Logs only grow with the
 * history, so that the items recorded before the end of a month are the same for ever; everything
 * is integers, so that a profile can be computed again to its last digit.
 *
 * What is a right never counts against anybody: to refuse mediation or end it, to ask for another
 * mediator, to go to court, not to agree, to be a respondent, to complain, object or withdraw
 * (人民调解法 3, 17, 23). Silence is a way to refuse, so that an answer is shown and brings no
 * points; staying away counts only of a party who had consented and was told of that session: by a
 * notice that named its day, or by one that named none and came since the session before. Who came
 * counts once a day: of the sessions of one day in a dispute the best counts. An obligation
 * counts only when it has fallen due, its debtor was told of it, and somebody recorded what became
 * of it: that a day has passed is no evidence. Of each obligation the last record stands, so that
 * late but full performance takes the place of a breach (修复). Source: 个人信息保护法 6, 8, 24;
 * 征信业管理条例 16, 25; 浙江省公共信用信息管理条例 32. */
#ifndef YM_CREDIT_H
#define YM_CREDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "yima/date.h"
#include "yima/dispute.h"
#include "yima/limits.h"
#include "yima/vocab.h"

#define YM_CREDIT_ITEMS_MAX       1024 /* items of one dispute; what comes later is counted */
#define YM_CREDIT_REPAIRS_KEPT    64   /* of them: places that only performance may take */
#define YM_CREDIT_STAYS_MAX       8    /* periods of force majeure that are told apart */
#define YM_CREDIT_TOLD_MAX        8    /* days of sessions that a seat was told of; newest kept */
#define YM_CREDIT_ITEM_BYTES_MAX  40   /* one item, packed */
#define YM_CREDIT_LOG_BYTES_MAX   (16 + YM_CREDIT_ITEMS_MAX * YM_CREDIT_ITEM_BYTES_MAX)
#define YM_CREDIT_ENTRIES_MAX     1000000             /* disputes of one party */
#define YM_CREDIT_FLAGS_MAX       YM_CREDIT_ITEMS_MAX /* objections to items of one dispute */
#define YM_CREDIT_POINTS_MAX      1000 /* the best that an item can bring, and the whole scale */
#define YM_CREDIT_WEIGHT_MAX      1000 /* of a fresh item */
#define YM_CREDIT_MINIMUM_LEAST   3    /* counted items below which no formula may judge */
#define YM_CREDIT_EXPIRY_DAYS_MAX 1826 /* five years (征信业管理条例 16) */

/* clang-format off */

/* The three parts of a profile. Habits are counts by role and type and never have points. */
#define YM_CREDIT_PARTS(X) /* name, code, zh, en */ \
    X(HABITS,        "habits",        "纠纷习惯", "disputes") \
    X(PARTICIPATION, "participation", "参与情况", "taking part") \
    X(PERFORMANCE,   "performance",   "履行情况", "performance")

/* What an item says. The numbers are stored: append only. */
#define YM_CREDIT_KINDS(X) /* name, code, part, zh, en */ \
    X(PARTY,     "party",     HABITS,        "为纠纷一方",       "is a party of a dispute") \
    X(MERGED,    "merged",    HABITS,        "并入另一纠纷",     "merged into another dispute") \
    X(INVITED,   "invited",   PARTICIPATION, "已告知并征询",     "notified and asked") \
    X(REPLIED,   "replied",   PARTICIPATION, "按时答复",         "answered in time") \
    X(ATTENDED,  "attended",  PARTICIPATION, "到场",             "attended a session") \
    X(AWAY,      "away",      PARTICIPATION, "有正当理由缺席",   "absent with good cause") \
    X(ABSENT,    "absent",    PARTICIPATION, "无正当理由缺席",   "absent without good cause") \
    X(OVERDUE,   "overdue",   PERFORMANCE,   "到期未见履行记录", "due, with no record of performance") \
    X(ON_TIME,   "on_time",   PERFORMANCE,   "按期履行",         "performed on time") \
    X(LATE,      "late",      PERFORMANCE,   "逾期履行",         "performed late") \
    X(PARTIAL,   "partial",   PERFORMANCE,   "部分履行",         "performed in part") \
    X(EXCUSED,   "excused",   PERFORMANCE,   "免除履行",         "excused") \
    X(BREACHED,  "breached",  PERFORMANCE,   "违约",             "breached") \
    X(REPAIRED,  "repaired",  PERFORMANCE,   "违约后全部履行",   "performed in full after a breach") \
    X(ENFORCED,  "enforced",  PERFORMANCE,   "申请执行后履行",   "performed after enforcement was applied for") \
    X(CONTESTED, "contested", PERFORMANCE,   "债务人称已履行",   "the debtor says that it was performed") \
    X(REPLACED,  "replaced",  PERFORMANCE,   "协议已变更",       "the agreement was replaced")

/* Whether an item counts, or why it does not. The first ones stand in the log, those from LATER on
 * are found when it is weighed. The numbers are stored: append only. */
#define YM_CREDIT_WHYS(X) /* name, code, zh, en */ \
    X(COUNTS,        "counts",        "计入",                   "counts") \
    X(NOT_DUE,       "not_due",       "尚未到期，不计入",       "not due yet") \
    X(NOT_NOTIFIED,  "not_notified",  "未经告知，不计入",       "the party was not notified of it") \
    X(NOT_EVIDENCED, "not_evidenced", "尚无记录为证，不计入",   "nobody has recorded what became of it") \
    X(NO_CONSENT,    "no_consent",    "未同意调解，可以不参加", "had not consented and might stay away") \
    X(FORCE_MAJEURE, "force_majeure", "不可抗力期间，不计入",   "force majeure") \
    X(VARIED,        "varied",        "协议已由新协议替代",     "a new agreement took its place") \
    X(DISPUTED,      "disputed",      "有异议，暂不计入",       "disputed, and not counted meanwhile") \
    X(MERGED,        "merged",        "重复纠纷，不计入",       "its dispute was a duplicate") \
    X(LATER,         "later",         "已由后来的记录替代",     "a later record took its place") \
    X(OUT_OF_TIME,   "out_of_time",   "未在期限内，不计入",     "not within the time for it") \
    X(UPHELD,        "upheld",        "异议成立，不计入",       "an objection to it was upheld") \
    X(FAMILY_VIOLENCE, "family_violence", "涉家庭暴力，不作画像", "family violence: no profile") \
    X(MINOR,         "minor",         "未成年人，不作画像",     "a minor: no profile") \
    X(PROTECTED,     "protected",     "受保护，不作画像",       "protected: no profile") \
    X(SAME_DAY,      "same_day",      "同一天只计一次",         "another session of that day counts")

/* clang-format on */

#define X(name, ...) YM_CREDIT_PART_##name,
enum ym_credit_part { YM_CREDIT_PARTS(X) YM_CREDIT_PART_COUNT };
#undef X
#define X(name, ...) YM_CREDIT_##name,
enum ym_credit_kind { YM_CREDIT_KINDS(X) YM_CREDIT_KIND_COUNT };
#undef X
#define X(name, ...) YM_CREDIT_WHY_##name,
enum ym_credit_why { YM_CREDIT_WHYS(X) YM_CREDIT_WHY_COUNT };
#undef X

/* Code and words. Pre: the value is below the count of its list. */
const struct ym_word *ym_credit_part_word(enum ym_credit_part part);
const struct ym_word *ym_credit_kind_word(enum ym_credit_kind kind);
const struct ym_word *ym_credit_why_word(enum ym_credit_why why);
enum ym_credit_part ym_credit_kind_part(enum ym_credit_kind kind);

/* The kind with this code, or -1. */
int ym_credit_kind_find(struct ym_span code);

/* ---- The log of one dispute ---- */

struct ym_credit_item {
    uint32_t seq;       /* of the event that made it */
    uint32_t ref_seq;   /* of the item that it answers, repairs or takes the place of; 0: none */
    uint32_t terms_seq; /* event by which the agreement of the obligation was stated; 0: none */
    ym_day day;         /* on which it was recorded: an item of a month has day < its end */
    ym_day of;          /* that it is of, from which it ages: of the session, of the notice that
                           is answered, or on which the obligation falls due (it may lie after
                           day); else as day */
    uint16_t procedure; /* version under which the event was decided, its number */
    uint16_t rule;      /* the rule of that version that made the event */
    uint8_t seat;       /* whose it is */
    uint8_t kind;       /* enum ym_credit_kind */
    uint8_t item;       /* obligation, from 0; of other kinds 0 */
    uint8_t why;        /* enum ym_credit_why, below LATER */
};

struct ym_credit_log {
    bool is_reported_family; /* ym_dispute_is_reported_family() */
    uint8_t type;            /* enum ym_type, that of the dispute by now */
    uint32_t n;              /* items; their order is that of the history: a number once given
                                stays with its item */
    uint32_t left_out;       /* items beyond YM_CREDIT_ITEMS_MAX */
    struct ym_credit_item items[YM_CREDIT_ITEMS_MAX];
};

/* A period in which the clock stood still for force majeure, both days included. */
struct ym_credit_stay {
    ym_day from, until; /* until: YM_DAY_MAX while it lasts */
};

/* The fold of one dispute. Large: keep it off small stacks. */
struct ym_credit {
    struct ym_credit_log log; /* whole after every event */

    /* Where the history stands; of no use to others. */
    struct ym_dispute dispute;
    uint32_t terms_seq, next_seq;           /* event that stated the agreement; the new version */
    uint8_t payer[YM_OBLIGATIONS_MAX];      /* of the agreement; YM_SEAT_NONE: not told */
    uint8_t next_payer[YM_OBLIGATIONS_MAX]; /* of the new version */
    uint32_t stands[YM_OBLIGATIONS_MAX]; /* by obligation: its last item, counted from 1; 0: none */
    uint32_t told;                       /* set of seats on which the agreement was served */
    uint32_t asked_seq[YM_SEATS_MAX];    /* the notice that is not answered yet; 0: none */
    ym_day asked_on[YM_SEATS_MAX];       /* its day */
    ym_day told_of[YM_SEATS_MAX][YM_CREDIT_TOLD_MAX]; /* days of sessions that notices of this round
                                                         named, newest first; YM_DAY_NONE: none */
    ym_day told_on[YM_SEATS_MAX];    /* last notice of this round that named no day and told of no
                                        session that was held; YM_DAY_NONE: none */
    ym_day willing_on[YM_SEATS_MAX]; /* consents since; YM_DAY_NONE: does not */
    bool is_enforced;                /* enforcement of the agreement was applied for */
    uint8_t nstays;
    struct ym_credit_stay stays[YM_CREDIT_STAYS_MAX]; /* ascending */
};

/* Begin with an empty log. */
void ym_credit_begin(struct ym_credit *c);

/* Take the next event of the history, from the first one on, with its detail. False, and nothing
 * changed, when it is not the next one. */
__attribute__((warn_unused_result)) bool ym_credit_take(struct ym_credit *c,
                                                        const struct ym_event *ev);

/* Pack the log: a version byte, then variable-length integers; equal logs give equal bytes. Returns
 * their number, 0 when they do not fit. YM_CREDIT_LOG_BYTES_MAX always suffices. */
size_t ym_credit_items_pack(const struct ym_credit_log *log, unsigned char *buf, size_t cap);

/* Unpack into *ret. False when the bytes are not what ym_credit_items_pack() writes. */
__attribute__((warn_unused_result)) bool ym_credit_items_unpack(const unsigned char *buf, size_t n,
                                                                struct ym_credit_log *ret);

/* ---- The formula ---- */

struct ym_credit_formula {
    const char *id, *version;              /* "yima", "1.0" */
    const char *zh, *en, *source;          /* what it is, and on which rules it rests */
    ym_day valid_from, valid_until;        /* months whose last day lies within; NONE: open */
    int16_t points[YM_CREDIT_KIND_COUNT];  /* 0..YM_CREDIT_POINTS_MAX; -1: shown without points */
    const char *why[YM_CREDIT_KIND_COUNT]; /* source of that number; "" where none is needed */
    uint16_t reply_days;                   /* calendar days in which an answer is in time */
    uint16_t full_days;                    /* an item this old or younger weighs in full */
    uint16_t zero_days;                    /* one this old or older weighs nothing; > full_days */
    uint16_t expiry_days;                  /* the last day of an item's age on which it is kept */
    uint8_t minimum[YM_CREDIT_PART_COUNT]; /* counted items below which there are no points */
};

/* NULL, or the sentence of the law of this header that the formula breaks. */
const char *ym_credit_formula_flaw(const struct ym_credit_formula *f);

/* ---- The sum of one party ---- */

/* An objection to one item that is open or was upheld. The newest of an item counts. */
struct ym_credit_flag {
    uint32_t seq; /* of the item */
    uint8_t kind; /* likewise */
    uint8_t item; /* likewise */
    uint8_t why;  /* YM_CREDIT_WHY_DISPUTED or YM_CREDIT_WHY_UPHELD */
};

/* One dispute in which the party sits. */
struct ym_credit_entry {
    struct ym_id dispute;
    uint8_t seat;                       /* of the party */
    uint8_t side;                       /* enum ym_side */
    uint8_t type;                       /* enum ym_type */
    uint8_t bar;                        /* enum ym_credit_why: COUNTS, or FAMILY_VIOLENCE, MINOR or
                                           PROTECTED: nothing of it is shown or counted */
    const struct ym_credit_log *log;    /* items of all seats */
    const struct ym_credit_flag *flags; /* nflags of them, at most YM_CREDIT_FLAGS_MAX */
    size_t nflags;
};

/* What an item comes to at the end of a month. */
struct ym_credit_view {
    uint32_t number; /* in the log */
    uint8_t why;     /* enum ym_credit_why */
    uint8_t flag;    /* DISPUTED, UPHELD or, when nobody objects, COUNTS */
    int16_t points;  /* of its kind in the formula; -1: none */
    uint16_t weight; /* 0..YM_CREDIT_WEIGHT_MAX; 0 unless it counts */
};

/* Judge the items of the entry's seat that were recorded before `end`, the first day after the
 * month: writes one view each, in their order, to ret (room for YM_CREDIT_ITEMS_MAX) and returns
 * how many. Expired ones and those of a barred entry are left out. Pre: f has no flaw. */
size_t ym_credit_judge(const struct ym_credit_formula *f, const struct ym_credit_entry *e,
                       ym_day end, struct ym_credit_view *ret);

struct ym_credit_part_sum {
    uint32_t counted; /* items with points and a weight above 0 */
    int16_t points;   /* weighted mean, 0..YM_CREDIT_POINTS_MAX; -1: not enough data */
    uint64_t weight;  /* sum of the weights */
    uint64_t product; /* sum of weight times points */
};

struct ym_credit_sum {
    uint32_t entries;                              /* disputes taken */
    uint32_t barred;                               /* of them, left out because of their bar */
    uint32_t left_out;                             /* items that their logs had no room for */
    uint32_t n[YM_CREDIT_KIND_COUNT];              /* items that count, by kind */
    uint32_t not [YM_CREDIT_WHY_COUNT];            /* items that do not, by reason */
    uint32_t habits[YM_SIDE_COUNT][YM_TYPE_COUNT]; /* disputes by role and type */
    struct ym_credit_part_sum parts[YM_CREDIT_PART_COUNT];
};

/* Add one dispute to a sum that was zeroed before the first: judge its items and take them in.
 * views as ret of ym_credit_judge(); *ret_n: how many. False, and nothing changed, when
 * YM_CREDIT_ENTRIES_MAX are in it. The order of the disputes makes no difference. */
__attribute__((warn_unused_result)) bool ym_credit_add(struct ym_credit_sum *s,
                                                       const struct ym_credit_formula *f,
                                                       const struct ym_credit_entry *e, ym_day end,
                                                       struct ym_credit_view *views, size_t *ret_n);

/* All disputes are added: compute the points of the parts. */
void ym_credit_close(struct ym_credit_sum *s, const struct ym_credit_formula *f);

#endif
