/* SPDX-License-Identifier: Apache-2.0 */
/* Who sees a credit profile, and what the people concerned say to it.
 *
 * A profile is read by the party that it is about (and its agent, for that seat alone), and by the
 * mediator of an open dispute of that party who says what for. Nobody else reads one: no court, no
 * manager, no list, no export. It is read as a run that a person approved left it, so nothing is
 * shown that only a program has seen; what changed since (an objection, a dispute that is protected
 * now) is marked at once and counts from the next run on.
 *
 * Every look is logged before its answer leaves, and so is every attempt that is refused. The log
 * is kept for looks_keep of the office and is read by the party and by who watches over the data.
 *
 * Parties are known by the keyed hash of their identity number. The port's calls end in exactly one
 * callback, never before the call returns; arguments are read before the call returns, but where it
 * is said that they are kept; what an answer points to dies with the callback. What people wrote
 * travels sealed. */
#ifndef YM_APP_CREDIT_ACCESS_H
#define YM_APP_CREDIT_ACCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/credit.h"
#include "app/desk.h"
#include "app/gate.h"
#include "yima/calendar.h"
#include "yima/office.h"
#include "yima/date.h"
#include "yima/id.h"
#include "yima/ports.h"
#include "yima/seal_code.h"
#include "yima/vocab.h"

#define APP_LOOK_PURPOSE_CHARS_MIN 4 /* of what a mediator says a look is for; signs that show */
#define APP_LOOK_PURPOSE_CHARS_MAX 200
#define APP_STATEMENT_CHARS_MAX    500  /* of a party's own words */
#define APP_OBJECTION_CHARS_MAX    1000 /* of an objection, an answer, a protection */
#define APP_LOOKS_PAGE_MAX         100  /* rows of one page of the log */
#define APP_LOOKS_SCAN_MAX         1000 /* rows that are looked at for one page of all */
#define APP_OBJECTIONS_MAX         100  /* of one party in all */
#define APP_OBJECTIONS_PAGE_MAX    100  /* objections of one page of the desk */
#define APP_OBJECTIONS_SCAN_MAX    1000 /* objections that are looked at for one page */
#define APP_PROTECTED_MAX          512  /* disputes of one profile that are looked up at once */
#define APP_PROTECTIONS_MAX        50   /* rows of one dispute */
#define APP_ITEM_NAME_MAX          64   /* bytes of the name of an item with its NUL */

/* clang-format off */

/* What somebody asked to see. The numbers are stored: append only. */
#define APP_LOOK_SIGHTS(X) /* name, code, zh, en */ \
    X(OWN,         "own",         "本人查看档案",   "the party looked at its own profile") \
    X(CASE,        "case",        "调解员案内查询", "a mediator looked within a dispute") \
    X(REVIEW,      "review",      "复核异议",       "somebody looked at an objection") \
    X(CERTIFICATE, "certificate", "开具自动履行证明", "a certificate was made")

/* What came of it. The numbers are stored: append only. */
#define APP_LOOK_VERDICTS(X) /* name, code, zh, en */ \
    X(ANSWERED,   "answered",   "已答复",           "answered") \
    X(NO_RIGHT,   "no_right",   "拒绝：角色无此权限", "refused: this role sees no profiles") \
    X(NOT_HERE,   "not_here",   "拒绝：并非该案调解员", "refused: not the mediator of this dispute") \
    X(CLOSED,     "closed",     "拒绝：案件已办结", "refused: the dispute is over") \
    X(NO_PURPOSE, "no_purpose", "拒绝：未写明查询目的", "refused: no purpose was stated") \
    X(PROTECTED,  "protected",  "拒绝：特殊保护案件", "refused: the dispute is protected")

/* Why there is nothing to show. */
#define APP_CREDIT_NONES(X) /* name, code, zh, en */ \
    X(NO_IDENTITY, "no_identity", "该当事人未登记身份号码，没有档案", \
      "no identity number is on file, and so no profile") \
    X(NOT_YET,     "not_yet",     "没有已经审批的档案", "no approved month tells of this party") \
    X(CHANGED,     "changed",     "档案含有受特殊保护的案件，下月重新生成前不提供", \
      "it holds a dispute that is protected now: not shown until the next run") \
    X(UNREADABLE,  "unreadable",  "档案暂时无法打开，请联系管理员", \
      "it cannot be opened now; tell the administrator") \
    X(EXPIRED,     "expired",     "档案含有超过保存期限的事项，不再提供", \
      "it holds an item that is past its time, and is told no more")

/* An objection. The numbers are stored: append only. */
#define APP_OBJECTION_STATES(X) /* name, code, zh, en */ \
    X(OPEN,     "open",     "处理中",   "open") \
    X(UPHELD,   "upheld",   "异议成立", "upheld") \
    X(REJECTED, "rejected", "异议不成立", "rejected")

/* Why no profile tells of a dispute. The numbers are stored: append only. */
#define APP_PROTECTIONS(X) /* name, code, zh, en */ \
    X(FAMILY_VIOLENCE, "family_violence", "涉家庭暴力",   "family violence") \
    X(MINOR,           "minor",           "涉未成年人",   "a minor is concerned") \
    X(OTHER,           "other",           "其他特殊保护", "another reason")

/* clang-format on */

#define X(name, ...) APP_SEES_##name,
enum app_look_sight { APP_LOOK_SIGHTS(X) APP_LOOK_SIGHT_COUNT };
#undef X
#define X(name, ...) APP_LOOK_##name,
enum app_look_verdict { APP_LOOK_VERDICTS(X) APP_LOOK_VERDICT_COUNT };
#undef X
#define X(name, ...) APP_CREDIT_NONE_##name,
enum app_credit_none { APP_CREDIT_NONES(X) APP_CREDIT_NONE_COUNT };
#undef X
#define X(name, ...) APP_OBJECTION_##name,
enum app_objection_state { APP_OBJECTION_STATES(X) APP_OBJECTION_STATE_COUNT };
#undef X
#define X(name, ...) APP_PROTECTION_##name,
enum app_protection_kind { APP_PROTECTIONS(X) APP_PROTECTION_COUNT };
#undef X

const struct ym_word *app_look_sight_word(unsigned sight);
const struct ym_word *app_look_verdict_word(unsigned verdict);
const struct ym_word *app_credit_none_word(unsigned none);
const struct ym_word *app_objection_word(unsigned state);
const struct ym_word *app_protection_word(unsigned kind);
int app_objection_find(struct ym_span code);  /* the index of a code, or -1 */
int app_protection_find(struct ym_span code); /* likewise */

/* ---- Rules ---- */

/* Is an identity number on file at all (the hash is not zeros)? */
bool app_party_is_known(const unsigned char party[APP_CREDIT_PARTY_LEN]);

/* Does this text, well-formed UTF-8, say what a look is for? Spaces, marks without a width and
 * marks that turn the direction say nothing: what is left must be APP_LOOK_PURPOSE_CHARS_MIN
 * characters. */
bool app_purpose_says(struct ym_span text);

/* May this caller look at the profile of a party of d? ANSWERED, or why not; in this order: not the
 * mediator who has it now, over, protected, no purpose. `protection` is a set of enum
 * app_protection_kind, has_purpose: one of the right length was given. */
enum app_look_verdict app_look_judge(const struct app_caller *c, const struct ym_dispute *d,
                                     bool is_open, uint32_t protection, bool has_purpose);

/* By when an objection that came on this day is answered: the rules of the office that held then.
 */
struct app_objection_due {
    ym_day due;    /* last day of the answer */
    ym_day latest; /* last day that an extension reaches, never before due */
};
struct app_objection_due app_objection_due(const struct ym_calendar *calendar,
                                           const struct ym_office *office, ym_day came);

/* ---- Protection ---- */

struct app_protection {
    int64_t id;
    uint8_t kind;      /* enum app_protection_kind */
    bool is_set;       /* false: lifted */
    bool lifts_report; /* lifted when the report to the police was known */
    ym_usec at;
    uint8_t role; /* enum ym_role of who did it */
    int64_t staff;
    struct ym_span by;     /* public name */
    struct ym_span reason; /* sealed */
};

/* Of which kinds a dispute is protected now, a set: the last row of a kind (rows: oldest first)
 * counts. A family dispute that was reported to the police is protected from family violence
 * without anybody's doing, until a supervisor who knew of the report lifts it. is_reported:
 * ym_dispute_is_reported_family(), which no correction of the type takes back. */
uint32_t app_protection_of(bool is_reported, const struct app_protection *rows, size_t n);

/* ---- What is kept ---- */

/* A look, or an attempt. */
struct app_look {
    int64_t id;                                /* by app_file_id() */
    unsigned char party[APP_CREDIT_PARTY_LEN]; /* zeros: not known */
    ym_usec at;
    char reader[APP_CALLER_NAME_MAX];
    uint8_t role; /* enum ym_role */
    int64_t staff, body;
    uint8_t reader_seat;    /* of a party or agent; else YM_SEATS_MAX */
    struct ym_id dispute;   /* within which; v == 0: none */
    uint8_t seat;           /* whose profile; YM_SEATS_MAX: not known */
    int64_t region;         /* of the dispute; 0: not known */
    uint8_t what;           /* enum app_look_sight */
    uint8_t verdict;        /* enum app_look_verdict */
    ym_day month;           /* its first day; YM_DAY_NONE: no profile was told */
    int16_t run;            /* likewise */
    struct ym_span purpose; /* sealed; n == 0: none */
};

/* What an item of a profile is named by: the same in every month. */
struct app_item {
    struct ym_id dispute;
    uint32_t seq;       /* of the event that made it */
    uint8_t kind;       /* enum ym_credit_kind */
    uint8_t obligation; /* from 0; of other kinds 0 */
};

static inline bool app_item_is(const struct app_item *a, const struct app_item *b)
{
    return a->dispute.v == b->dispute.v && a->seq == b->seq && a->kind == b->kind &&
           a->obligation == b->obligation;
}

/* "0SA6BKHNG34EE2.17.on_time.0": the name with its NUL, and back. False: it is none. */
void app_item_print(const struct app_item *item, char ret[APP_ITEM_NAME_MAX]);
__attribute__((warn_unused_result)) bool app_item_parse(struct ym_span name, struct app_item *ret);

struct app_objection {
    int64_t id; /* by app_file_id() */
    unsigned char party[APP_CREDIT_PARTY_LEN];
    ym_day month;
    int16_t run;
    struct app_item item;
    int64_t region;       /* of the item's dispute */
    struct ym_id dispute; /* through which the party came */
    uint8_t seat;
    ym_usec at;
    char by[APP_CALLER_NAME_MAX];
    struct ym_span reason; /* sealed */
    ym_day due, latest;
    ym_usec extended_at; /* YM_USEC_NONE: it was not */
    uint8_t state;       /* enum app_objection_state */
    ym_usec decided_at;  /* YM_USEC_NONE: it is open */
    uint8_t decided_role;
    struct ym_span decided_by; /* public name; n == 0: it is open */
    struct ym_span answer;     /* sealed; n == 0: it is open */
};

/* The day by which the answer is due: latest, once it was extended. */
ym_day app_objection_due_on(const struct app_objection *o);

/* A decision, or an extension of the time for it. */
struct app_objection_decision {
    int64_t id;
    bool is_extension;
    uint8_t state; /* UPHELD or REJECTED; of a decision */
    ym_usec at;
    uint8_t role;
    struct ym_span by;     /* public name */
    struct ym_span answer; /* sealed; of a decision */
};

/* What of the desk is asked for. */
struct app_desk_wish {
    int64_t lo, hi;   /* regions, padded */
    uint8_t state;    /* enum app_objection_state */
    ym_day after_due; /* the place where the page before ended; YM_DAY_NONE: from the first */
    int64_t after;
};

/* Where a page of the desk ends. */
struct app_desk_place {
    bool has_more;
    ym_day due;
    int64_t id;
};

struct app_statement {
    struct ym_span text; /* sealed; n == 0: none */
    ym_usec at;
};

/* A certificate that was sealed, so that the sweep finds it. */
struct app_certificate {
    struct ym_id dispute; /* of the sealed document */
    struct ym_seal_code code;
    unsigned char party[APP_CREDIT_PARTY_LEN];
    ym_day month;
    int16_t run;
    ym_usec made_at;
    ym_day expires_on;
};

/* ---- Labels under which words are sealed: part of the stored form, never change them ---- */

#define APP_ACCESS_LABEL_MAX 96
struct ym_span app_look_label(int64_t read, char room[APP_ACCESS_LABEL_MAX]);
/* field: "reason", "answer". */
struct ym_span app_objection_label(int64_t objection, const char *field,
                                   char room[APP_ACCESS_LABEL_MAX]);
struct ym_span app_protection_label(struct ym_id dispute, int64_t protection,
                                    char room[APP_ACCESS_LABEL_MAX]);
struct ym_span app_statement_label(const unsigned char party[APP_CREDIT_PARTY_LEN],
                                   char room[APP_ACCESS_LABEL_MAX]);

/* ---- The port ---- */

/* err: OK, NOT_FOUND, CONFLICT, KEY_REUSED, UNAVAILABLE, BUSY or INTERNAL; the answer only when
 * OK. */
typedef void app_access_done_fn(void *arg, enum ym_err err);

/* err: OK, BUSY when too much is under way, UNAVAILABLE or INTERNAL. expires_on: as it was noted
 * first, also when somebody else notes the same one at this moment. */
typedef void app_certified_fn(void *arg, enum ym_err err, ym_day expires_on);
typedef void app_looks_fn(void *arg, enum ym_err err, const struct app_look *rows, size_t n,
                          int64_t next);
/* next: of the desk; else NULL. */
typedef void app_objections_fn(void *arg, enum ym_err err, const struct app_objection *rows,
                               size_t n, const struct app_desk_place *next);
typedef void app_statement_fn(void *arg, enum ym_err err, const struct app_statement *s);
typedef void app_protections_fn(void *arg, enum ym_err err, const struct app_protection *rows,
                                size_t n);
/* protected: n ids, of those that were asked about. */
typedef void app_protected_fn(void *arg, enum ym_err err, const struct ym_id *ids, size_t n);

struct app_credit_access; /* begins with its ops */
struct app_credit_access_ops {
    /* Log a look; the answer may leave when this says OK. */
    void (*log)(struct app_credit_access *a, const struct app_look *row, app_access_done_fn *done,
                void *arg);
    /* Who looked at this party's profile, newest first, before `before` (0: from the newest). */
    void (*reads)(struct app_credit_access *a, const unsigned char party[APP_CREDIT_PARTY_LEN],
                  int64_t before, app_looks_fn *done, void *arg);
    /* All looks and attempts within these regions likewise. A page may be short and yet have a
     * next: APP_LOOKS_SCAN_MAX are looked at. */
    void (*reads_in)(struct app_credit_access *a, int64_t lo, int64_t hi, int64_t before,
                     app_looks_fn *done, void *arg);

    /* Put an objection in; row is kept until the answer. rows: as it is stored, the same again for
     * the same request. CONFLICT: one about this item is open or was upheld, or there are
     * APP_OBJECTIONS_MAX. */
    void (*object)(struct app_credit_access *a, const struct app_objection *row,
                   const struct ym_request_key *key, app_objections_fn *done, void *arg);
    /* Those of a party, newest first. */
    void (*objections)(struct app_credit_access *a, const unsigned char party[APP_CREDIT_PARTY_LEN],
                       app_objections_fn *done, void *arg);
    /* Those of the desk, by when they are due. A page may be short and yet have a next:
     * APP_OBJECTIONS_SCAN_MAX are looked at. */
    void (*desk)(struct app_credit_access *a, const struct app_desk_wish *wish,
                 app_objections_fn *done, void *arg);
    /* One. */
    void (*objection)(struct app_credit_access *a, int64_t id, app_objections_fn *done, void *arg);
    /* Decide one, or extend its time; rows: as it stands then. CONFLICT: it is decided already, or
     * was extended before. */
    void (*decide)(struct app_credit_access *a, const struct app_objection_decision *what,
                   app_objections_fn *done, void *arg);

    void (*statement)(struct app_credit_access *a, const unsigned char party[APP_CREDIT_PARTY_LEN],
                      app_statement_fn *done, void *arg);
    /* Put the party's own words in place of those before; text.n == 0: take them away. */
    void (*state)(struct app_credit_access *a, const unsigned char party[APP_CREDIT_PARTY_LEN],
                  const struct app_statement *s, app_access_done_fn *done, void *arg);

    /* The rows of a dispute, oldest first. */
    void (*protections)(struct app_credit_access *a, struct ym_id dispute, app_protections_fn *done,
                        void *arg);
    /* Add a row. CONFLICT: there are APP_PROTECTIONS_MAX. */
    void (*protect)(struct app_credit_access *a, struct ym_id dispute,
                    const struct app_protection *row, app_access_done_fn *done, void *arg);
    /* Which of these (at most APP_PROTECTED_MAX) are protected now. */
    void (*are_protected)(struct app_credit_access *a, const struct ym_id *ids, size_t n,
                          app_protected_fn *done, void *arg);

    /* Note a certificate; the same again is OK, and tells until when the first one said. */
    void (*certify)(struct app_credit_access *a, const struct app_certificate *row,
                    app_certified_fn *done, void *arg);
};
struct app_credit_access {
    const struct app_credit_access_ops *ops;
};

#endif
