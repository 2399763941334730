/* SPDX-License-Identifier: Apache-2.0 */
/* The case file beside the events: codes on paper, notes, appointments, the wall that stands before
 * notes and attachments (app/evidence.h), and the log of reads.
 *
 * The port is app_casefile. Its calls end in exactly one callback, never before the call returns;
 * arguments are read before the call returns; what an answer points to dies when the callback
 * returns. What people wrote travels sealed: who makes a row seals it, who shows it opens it. */
#ifndef YM_APP_CASEFILE_H
#define YM_APP_CASEFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/desk.h"
#include "app/gate.h"
#include "base/arena.h"
#include "base/error.h"
#include "yima/access_code.h"
#include "yima/id.h"
#include "yima/ports.h"
#include "yima/vocab.h"

struct ym_rule;

#define APP_CODE_TRIES_MAX          10    /* wrong tries that lock a code for a while */
#define APP_CODE_LOCK_S             3600  /* after the first so many, one hour */
#define APP_CODE_LOCK_LONG_S        86400 /* after each so many more, a day */
#define APP_CODE_TRIES_ALL          50    /* wrong tries that lock it until another one is issued */
#define APP_CODE_ISSUES_MAX         200   /* of one answer */
#define APP_NOTE_CHARS_MAX          4000
#define APP_NOTES_MAX               500 /* notes of one dispute, corrections included */
#define APP_NOTE_PAGE_MAX           200 /* notes of one answer */
#define APP_APPOINTMENTS_MAX        100 /* of one dispute, cancelled ones included */
#define APP_APPOINTMENT_CHANGES_MAX 50  /* revisions of one, behind the first */
#define APP_APPOINTMENT_MINUTES_MAX 720
#define APP_APPOINTMENT_CHARS_MAX   500 /* place, note and reason each */
#define APP_READERS_PAGE_MAX        200 /* rows of one answer */
#define APP_FILE_ID_MAX             INT64_MAX

/* clang-format off */

/* Kinds of notes. The numbers are stored: append only.
 * A concession made for a settlement may not be held against a party later (民诉法解释 107); facts
 * that both sides recorded as undisputed need no more proof in court (多元化纠纷解决机制改革意见
 * 23); what was said in a caucus is between the mediator and that party (人民调解法 15(4)). */
#define APP_NOTE_KINDS(X) /* name, code, zh, en */ \
    X(NEUTRAL,    "neutral",    "办理记录",       "neutral note") \
    X(CONCESSION, "concession", "让步",           "concession") \
    X(UNDISPUTED, "undisputed", "无争议事实",     "undisputed fact") \
    X(CAUCUS,     "caucus",     "背对背谈话",     "private caucus")

/* Why somebody reads personal data (个人信息保护法 6). The numbers are stored: append only. */
#define APP_PURPOSES(X) /* name, code, zh, en */ \
    X(HANDLING,    "handling",    "办理纠纷",   "handling the dispute") \
    X(WINDOW,      "window",      "窗口服务",   "service at the window") \
    X(SUPERVISION, "supervision", "监督指导",   "supervision") \
    X(AUDIT,       "audit",       "审计",       "audit") \
    X(PARTY,       "party",       "当事人查阅", "a party reads its own file") \
    X(REQUEST,     "request",     "个人信息权利请求", "a request about one's personal data")

/* What was read. The numbers are stored: append only. */
#define APP_SIGHTS(X) /* name, code, zh, en */ \
    X(DISPUTE,      "dispute",      "案件信息", "the dispute and its parties") \
    X(EVENTS,       "events",       "办理过程", "what happened, with the words") \
    X(NOTES,        "notes",        "调解笔记", "notes") \
    X(APPOINTMENTS, "appointments", "日程",     "appointments") \
    X(LIST,         "list",         "案件列表", "a list of disputes") \
    X(DUPLICATES,   "duplicates",   "重复件比对", "disputes of the same parties") \
    X(PRINT,        "print",        "打印件",   "a print") \
    X(ATTACHMENT,   "attachment",   "证据材料", "the list of attachments, or one of them")

/* clang-format on */

#define X(name, code, zh, en) APP_NOTE_##name,
enum app_note_kind { APP_NOTE_KINDS(X) APP_NOTE_KIND_COUNT };
#undef X
#define X(name, code, zh, en) APP_PURPOSE_##name,
enum app_purpose { APP_PURPOSES(X) APP_PURPOSE_COUNT };
#undef X
#define X(name, code, zh, en) APP_SIGHT_##name,
enum app_sight { APP_SIGHTS(X) APP_SIGHT_COUNT };
#undef X

const struct ym_word *app_note_word(unsigned kind);
const struct ym_word *app_purpose_word(unsigned purpose);
const struct ym_word *app_sight_word(unsigned sight);

/* The index of a code in a list, or -1. */
int app_note_find(struct ym_span code);
int app_purpose_find(struct ym_span code);

/* Ids of notes, appointments and reads: milliseconds since 2020 above 22 random bits. Things stand
 * in the order in which they came, those of one millisecond in any. */
int64_t app_file_id(const struct app_secrets *secrets, ym_usec now);

/* ---- The wall ---- */

/* To whom whoever puts a paper in shows it, besides those who read its kind anyway. The numbers are
 * stored: append only. */
#define APP_SHOWN_PARTIES 1u /* all parties of the dispute, and their agents */
#define APP_SHOWN_COURT                                                                            \
    2u /* the court that has the dispute; never without the parties, who must be able to answer to \
          what a court sees (民事诉讼法 71) */
#define APP_SHOWN_ALL (APP_SHOWN_PARTIES | APP_SHOWN_COURT)

/* What of a dispute's file a caller may read: notes and attachments. The two statements that read
 * them (note_read.sql, attachment_read.sql) take this and nothing else, and no other statement
 * reads what somebody else wrote. CAUCUS is in no set of kinds: it is read by author alone. */
struct app_file_sight {
    uint32_t notes;  /* kinds of notes, a set of enum app_note_kind */
    uint32_t papers; /* kinds of attachments, whoever put them in */
    uint32_t shown;  /* kinds of attachments, of those that are shown to `to` */
    uint8_t to;      /* set of APP_SHOWN_…; 0: shown is empty */
    int64_t author;  /* caucus notes that this staff member wrote as mediator, and attachments given
                        to this mediator in confidence; 0: none */
    int64_t staff;   /* attachments that this staff member put in ... */
    uint8_t role;    /* ... in this role; 0: none */
    uint8_t seat;    /* attachments that this party or its agent put in; YM_SEATS_MAX: none */
};

/* The one place that says who reads what. An empty sight for who may not read the dispute.
 *
 *   who                                neutral     undisputed  concession  caucus
 *   its mediator                       yes         yes         yes         own alone; of papers:
 *                                                                          given to this mediator
 *   manager of the body that owns it   yes         yes         yes         no
 *   its court                          papers *    yes         no          no
 *   window, dispatcher, centre         yes         yes         no          no
 *   supervisor, auditor                yes         yes         no          no
 *   parties and agents                 papers *    papers      no          no
 *   everybody else                     no          no          no          no
 *
 *   * those that are shown to the court, or to the parties; what is undisputed is shown to both.
 *
 * Whoever put an attachment in reads it, whatever its kind, for as long as the dispute may be read:
 * a party reads what it or its agent put in. */
struct app_file_sight app_file_sight(const struct app_caller *c, const struct ym_dispute *d);

/* Is there anything that this sight shows, at best? */
bool app_file_sight_notes(const struct app_file_sight *sight);
bool app_file_sight_papers(const struct app_file_sight *sight);

/* What may leave for a court in a filing packet: undisputed notes and papers, and neutral papers
 * that who put them in shows to the court. All of it the parties see as well. Never a concession,
 * nothing of a caucus (民诉法解释 107, 特邀调解规定 22). */
struct app_file_sight app_file_sight_packet(void);

/* May the caller read a packet? Who sees of the file at least what is in it. */
bool app_may_read_packet(const struct app_caller *c, const struct ym_dispute *d);

/* May the caller write a note of this kind? Its mediator every kind, its manager all but CAUCUS. */
bool app_note_may_write(const struct app_caller *c, const struct ym_dispute *d, unsigned kind);

/* May the caller put in an attachment of this kind? The mediator every kind; its manager all but
 * CAUCUS; a party or agent neutral ones, and in confidence to the mediator (CAUCUS); window,
 * dispatcher, centre and court neutral ones. */
bool app_paper_may_write(const struct app_caller *c, const struct ym_dispute *d, unsigned kind);

/* The purpose of a read in this role, when the caller names none. */
enum app_purpose app_purpose_of(unsigned role);

/* May a caller in this role name this purpose? Parties theirs and requests; others any but that. */
bool app_purpose_fits(unsigned role, enum app_purpose purpose);

/* ---- Labels under which words are sealed: part of the stored form, never change them ---- */

#define APP_FILE_LABEL_MAX 128

struct ym_span app_note_label(struct ym_id dispute, int64_t note, int64_t staff,
                              char room[APP_FILE_LABEL_MAX]);
/* field: "place", "note", "reason". */
struct ym_span app_appointment_label(struct ym_id dispute, int64_t appointment, int32_t revision,
                                     const char *field, char room[APP_FILE_LABEL_MAX]);

/* ---- Codes ---- */

#define APP_STAFF_UNKNOWN (-1) /* who it was was not written down, or cannot be read any more */

/* What is kept of a code. */
struct app_code {
    uint8_t seat;
    int32_t issue; /* 1 for the first of this seat */
    unsigned char hash[32];
    ym_usec issued_at, expires_at;
    ym_usec locked_at; /* when it was locked last; YM_USEC_NONE: it was not since it worked */
    ym_usec used_at;   /* YM_USEC_NONE: never */
    uint8_t role;      /* enum ym_role that issued it */
    int32_t failures;  /* wrong tries since the last right one */
    unsigned char key[YM_KEY_BYTES]; /* of the request that issued it */
    struct ym_span issued_by;        /* public name */
    int64_t staff;                   /* that issued it; 0: not staff; or APP_STAFF_UNKNOWN */
    struct ym_actor registrar;       /* of the dispute; when read */
};

/* The code that this request issues as the issue-th of its seat: the same again for the same
 * request, so that nothing has to be kept for a repetition, and nobody without the keys can tell
 * it. */
void app_code_make(const struct app_secrets *secrets, struct ym_id dispute, uint8_t seat,
                   int32_t issue, const struct ym_request_key *key, struct ym_access_code *ret);

/* The hash under which a code is kept. */
void app_code_hash(const struct app_secrets *secrets, struct ym_id dispute,
                   const struct ym_access_code *code, unsigned char ret[32]);

/* Is a code with so many failures, locked then for the last time, locked at this moment? Whoever
 * tries wrong codes at another's seat keeps the party out for a while and not past its deadlines;
 * whoever guesses gets APP_CODE_TRIES_ALL guesses in all. ret_until: until when; YM_USEC_NONE:
 * until another one is issued. */
bool app_code_is_locked(int32_t failures, ym_usec locked_at, ym_usec now, ym_usec *ret_until);

/* The code in force of this seat among those of a dispute; NULL: there is none. */
const struct app_code *app_code_of(const struct app_code *rows, size_t n, uint8_t seat);

/* ---- Whose code speaks for a party ----
 *
 * Whoever issued a code could be who enters with it. So a code opens the file whoever issued it,
 * but it neither signs nor rates nor shows a credit profile when its issuer has a hand of his own
 * in the dispute. People count, not the role in which they issued it: a mediator who leads the
 * body, too, remains the mediator. */

#define APP_HANDS_MAX 16 /* mediators of one dispute that are told apart */

/* Who has a hand of his own in a dispute, besides whoever registered it, which codes tell. */
struct app_hands {
    int64_t mediators[APP_HANDS_MAX]; /* members of staff who mediate or did */
    size_t n;
    bool is_full;         /* there were more: every code is barred */
    bool has_seal;        /* the body has sealed what is signed now */
    struct ym_actor seal; /* then: who did */
};

void app_hands_mediator(struct app_hands *h, int64_t staff); /* 0: nobody; twice is legal */
void app_hands_seal(struct app_hands *h, const struct ym_actor *by);
void app_hands_stated(struct app_hands *h); /* terms were stated anew: nobody has sealed them */

/* Why a code does not speak for its party. The numbers are stored with sessions: append only. */
#define APP_CODE_BARS(X) /* name, code, zh, en: begins a sentence */                               \
    X(NO_BAR, "none", "", "")                                                                      \
    X(MEDIATOR, "mediator_code", "您的通行码由调解员签发", "a mediator issued your access code")   \
    X(SEALER, "sealer_code", "您的通行码由代表调解组织盖章的人员签发",                             \
      "who sealed for the body also issued your access code")                                      \
    X(REGISTRAR, "registrar_code", "您的通行码与纠纷登记为同一工作人员办理",                       \
      "who registered this dispute also issued your access code")                                  \
    X(UNKNOWN, "unknown_code", "您的通行码没有可核对的签发人记录",                                 \
      "it is not known who issued your access code")

enum app_code_bar {
#define X(name, code, zh, en) APP_CODE_##name,
    APP_CODE_BARS(X)
#undef X
        APP_CODE_BAR_COUNT
};

const struct ym_word *app_code_bar_word(unsigned bar);

/* What bars the code in force of this seat; NO_BAR as well when there is none, since whoever asks
 * then came by a token. MEDIATOR: issued in that role, or by one of those hands in any role.
 * SEALER, REGISTRAR: by the same member of staff, where there is none by the same role. UNKNOWN: it
 * was not written down, or cannot be read, who it was. */
enum app_code_bar app_code_bar_of(const struct app_code *rows, size_t n, uint8_t seat,
                                  const struct app_hands *hands);

/* May who entered by such a code do what this rule allows (NULL: it is not known)? What mediators
 * may do in their own name gives nothing away; what the law leaves to the party alone (to object,
 * to say that it performed, to file) no code does that a mediator issued, or may have. */
bool app_code_may_act(unsigned bar, const struct ym_rule *rule);

/* What came of a try. WRONG also stands for a seat that has no code. */
enum app_try { APP_TRY_OK, APP_TRY_WRONG, APP_TRY_LOCKED, APP_TRY_EXPIRED };

struct app_trial {
    struct ym_id dispute;
    uint8_t seat;
    unsigned char hash[32]; /* of what was typed */
    ym_usec now;
};

struct app_tried {
    enum app_try result;
    int32_t issue; /* when OK: which one opened */
    ym_usec until; /* when LOCKED: until then; YM_USEC_NONE: until another one is issued */
};

/* One code that was issued, at whatever time. */
struct app_code_issue {
    uint8_t seat;
    uint8_t role; /* enum ym_role in which it was issued */
    int32_t issue;
    ym_usec at;
    int64_t staff, body; /* 0: none; APP_STAFF_UNKNOWN: not written down */
    struct ym_span name; /* public name of who issued it */
};

#define APP_SEAT_ANY 255 /* of all seats */

/* ---- Notes ---- */

struct app_note {
    int64_t id;
    uint8_t kind;     /* enum app_note_kind */
    uint8_t seat;     /* YM_SEATS_MAX: nobody in particular */
    uint8_t role;     /* enum ym_role of the author */
    int64_t staff;    /* the author; 0: not staff */
    int64_t corrects; /* 0: none */
    ym_usec at;
    struct ym_span author; /* public name of the credential */
    struct ym_span sealed;
};

/* ---- Appointments ---- */

struct app_appointment {
    int64_t id;
    int32_t revision; /* 0 for the first */
    uint8_t role;     /* enum ym_role of who changed it last */
    ym_usec changed_at;
    ym_usec at; /* when it begins */
    int16_t minutes;
    uint32_t seats; /* set */
    bool is_cancelled;
    struct ym_span place, note, reason; /* sealed; n == 0: none */
    struct ym_span changed_by;          /* public name */
};

/* ---- Reads ---- */

struct app_access {
    int64_t id;
    struct ym_id dispute; /* v == 0: a list that spans disputes */
    ym_usec at;
    char reader[APP_CALLER_NAME_MAX];
    uint8_t role; /* enum ym_role */
    int64_t staff, body;
    uint8_t seat;    /* of a party or agent; else YM_SEATS_MAX */
    uint8_t purpose; /* enum app_purpose */
    uint8_t what;    /* enum app_sight */
};

/* Fill in who reads, for a read of this caller. */
void app_access_of(const struct app_caller *c, struct app_access *ret);

/* ---- The port ---- */

/* err: OK, NOT_FOUND, CONFLICT, KEY_REUSED, UNAVAILABLE, BUSY or INTERNAL; rows only when OK. */
typedef void app_codes_fn(void *arg, enum ym_err err, const struct app_code *rows, size_t n);
typedef void app_issues_fn(void *arg, enum ym_err err, const struct app_code_issue *rows, size_t n);
typedef void app_tried_fn(void *arg, enum ym_err err, const struct app_tried *tried);
typedef void app_notes_fn(void *arg, enum ym_err err, const struct app_note *rows, size_t n,
                          bool has_more);
typedef void app_appointments_fn(void *arg, enum ym_err err, const struct app_appointment *rows,
                                 size_t n);
typedef void app_logged_fn(void *arg, enum ym_err err);
typedef void app_readers_fn(void *arg, enum ym_err err, const struct app_access *rows, size_t n,
                            bool has_more);

struct app_casefile; /* begins with its ops */
struct app_casefile_ops {
    /* The codes of a dispute's seats, by seat. */
    void (*codes)(struct app_casefile *f, struct ym_id dispute, app_codes_fn *done, void *arg);
    /* Store code->issue for its seat in place of the one before. CONFLICT: code->issue does not
     * follow the one in force (somebody else was first). body: that the issuer works for. */
    void (*issue)(struct app_casefile *f, struct ym_id dispute, const struct app_code *code,
                  int64_t body, app_logged_fn *done, void *arg);
    /* Codes that were ever issued to this seat (APP_SEAT_ANY: to any), the newest
     * APP_CODE_ISSUES_MAX, newest first. */
    void (*issues)(struct app_casefile *f, struct ym_id dispute, uint8_t seat, app_issues_fn *done,
                   void *arg);
    /* Compare and count, as one step. */
    void (*try_code)(struct app_casefile *f, const struct app_trial *trial, app_tried_fn *done,
                     void *arg);

    /* Add a note. The same request again gives the row that it made. CONFLICT: there are
     * APP_NOTES_MAX, or there is no such note of the same author and kind to correct, or it is
     * corrected already. */
    void (*add_note)(struct app_casefile *f, struct ym_id dispute, const struct app_note *note,
                     const struct ym_request_key *key, app_notes_fn *done, void *arg);
    /* What this sight shows, oldest first, behind the note `after` (0: from the first). */
    void (*notes)(struct app_casefile *f, struct ym_id dispute, struct app_file_sight sight,
                  int64_t after, app_notes_fn *done, void *arg);

    /* Add revision row->revision. The same request again gives the row that it made. CONFLICT:
     * there are as many as may be, or the one to be changed is not there, is cancelled or was
     * changed meanwhile. */
    void (*put_appointment)(struct app_casefile *f, struct ym_id dispute,
                            const struct app_appointment *row, const struct ym_request_key *key,
                            app_appointments_fn *done, void *arg);
    /* The last revisions, by start: of all, or of one (id != 0), that concern this seat. */
    void (*appointments)(struct app_casefile *f, struct ym_id dispute, uint8_t seat, int64_t id,
                         app_appointments_fn *done, void *arg);

    /* Log a read; the answer may leave when this says OK. Reads wait for one another and go out
     * together: one statement for all that came meanwhile. */
    void (*log)(struct app_casefile *f, const struct app_access *row, app_logged_fn *done,
                void *arg);
    /* Who read, newest first, before the read `before` (0: from the newest). */
    void (*readers)(struct app_casefile *f, struct ym_id dispute, int64_t before, unsigned limit,
                    app_readers_fn *done, void *arg);
};
struct app_casefile {
    const struct app_casefile_ops *ops;
};

#endif
