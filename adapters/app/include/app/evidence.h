/* SPDX-License-Identifier: Apache-2.0 */
/* Attachments: files that people put into the file of a dispute, as evidence or as proof.
 *
 *   begin -> OPEN -> parts -> finish: look, hash -> CHECKED -> the event ATTACH -> ATTACHED
 *                      └─ given up, or a day old -> GONE -> swept
 *
 * A part is stored once and never replaced, so what was hashed is what is served. Nothing of an
 * attachment is shown before its event is committed: the row becomes ATTACHED in the transaction of
 * the event and in no other way. An attachment is never deleted and never changed: who wants to
 * show another paper, or the same one to others, puts it in again.
 *
 * What is sealed: name, content and the digests that would tell a content to who guesses it. In the
 * history, which all parties see, stands a commitment: SHA-256(salt || content). It tells nothing
 * without the salt, which is sealed beside the name, and binds the content for ever.
 *
 * Who reads what is said by app_file_sight() (app/casefile.h) and done by attachment_read.sql.
 * The port's calls end in exactly one callback, never before the call returns; arguments are read
 * before the call returns, but for a part's bytes, which are lent until its callback. */
#ifndef YM_APP_EVIDENCE_H
#define YM_APP_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/casefile.h"
#include "app/media.h"
#include "base/arena.h"
#include "base/error.h"
#include "yima/id.h"
#include "yima/ports.h"

/* Limits as of 2026-11. */
#define APP_PAPER_PART_BYTES 262144      /* of every part but the last, which is what is left */
#define APP_PAPER_BYTES_MAX  (20u << 20) /* of one attachment */
#define APP_PAPER_PARTS_MAX  (APP_PAPER_BYTES_MAX / APP_PAPER_PART_BYTES)
#define APP_PAPERS_MAX       200           /* of one dispute, unfinished ones included */
#define APP_PAPERS_BYTES_MAX (1024u << 20) /* of all of one dispute, likewise */
/* Of these one party, its agents included, may put in so much: it leaves room for the other side
 * and for who mediates, because what is on file stays there. */
#define APP_PAPERS_SEAT_MAX       80
#define APP_PAPERS_SEAT_BYTES_MAX (384u << 20)
#define APP_PAPERS_OPEN_MAX       8  /* unfinished ones of one caller in one dispute */
#define APP_PAPER_OPEN_HOURS      24 /* an unfinished one is swept after so long ... */
#define APP_PAPER_LATE_HOURS      23 /* ... and takes nothing more after so long */
#define APP_PAPER_NAME_CHARS_MAX  120
#define APP_PAPER_NAME_BYTES_MAX  (4 * APP_PAPER_NAME_CHARS_MAX)
#define APP_PAPER_SALT_LEN        32

/* clang-format off */

/* What for. The numbers are stored: append only. */
#define APP_PAPER_PURPOSES(X) /* name, code, zh, en */ \
    X(EVIDENCE,    "evidence",       "证据材料", "evidence") \
    X(IDENTITY,    "identity",       "身份证明", "proof of identity") \
    X(SIGNATURE,   "signature_scan", "签字扫描件", "scan of a signed paper") \
    X(PERFORMANCE, "performance",    "履行凭证", "proof of performance") \
    X(RULING,      "ruling",         "裁判文书", "ruling or notice of a court") \
    X(OTHER,       "other",          "其他材料", "other")

/* clang-format on */

#define X(name, code, zh, en) APP_PAPER_##name,
enum app_paper_purpose { APP_PAPER_PURPOSES(X) APP_PAPER_PURPOSE_COUNT };
#undef X

const struct ym_word *app_paper_purpose_word(unsigned purpose);
int app_paper_purpose_find(struct ym_span code); /* -1: none */

/* Stored: append only. */
enum app_paper_state { APP_PAPER_OPEN, APP_PAPER_CHECKED, APP_PAPER_ATTACHED, APP_PAPER_GONE };

/* One attachment, as it is kept. */
struct app_paper {
    int64_t id;
    uint8_t state;                /* enum app_paper_state */
    uint8_t kind;                 /* enum app_note_kind */
    uint8_t purpose;              /* enum app_paper_purpose */
    uint8_t media;                /* enum app_media, once it is CHECKED */
    uint8_t shown;                /* set of APP_SHOWN_… */
    uint8_t seat;                 /* whom it concerns; YM_SEATS_MAX: nobody in particular */
    uint8_t role;                 /* enum ym_role of who put it in */
    uint8_t author_seat;          /* of a party or agent; else YM_SEATS_MAX */
    int64_t staff;                /* who put it in; 0: not staff */
    int64_t confidant;            /* the mediator to whom a CAUCUS one is given; else 0 */
    ym_usec at;                   /* when it was begun */
    ym_usec attached_at;          /* YM_USEC_NONE: it is not */
    uint32_t seq;                 /* of its event; 0: none */
    uint32_t bytes;               /* of the content */
    unsigned char commitment[32]; /* once it is CHECKED */
    struct ym_span author;        /* public name of the credential */
    struct ym_span head;          /* sealed: struct app_paper_head */
};

/* Parts that an attachment of so many bytes has, and bytes of part i, counted from 0. */
uint16_t app_paper_parts(uint32_t bytes);
uint32_t app_paper_part_bytes(uint32_t bytes, uint16_t i);

/* ---- What is sealed ---- */

/* What goes with the content. */
struct app_paper_head {
    struct ym_span name;
    unsigned char sha256[32]; /* of the content, as announced and found */
    unsigned char salt[APP_PAPER_SALT_LEN];
};

#define APP_PAPER_HEAD_BYTES_MAX (1 + 32 + APP_PAPER_SALT_LEN + APP_PAPER_NAME_BYTES_MAX)

/* To bytes and back. Name points into bytes. False: they are no head. */
struct ym_span app_paper_head_pack(const struct app_paper_head *head,
                                   char room[APP_PAPER_HEAD_BYTES_MAX]);
__attribute__((warn_unused_result)) bool app_paper_head_read(struct ym_span bytes,
                                                             struct app_paper_head *ret);

/* Labels: part of the stored form, never change them. */
struct ym_span app_paper_label(struct ym_id dispute, int64_t paper, char room[APP_FILE_LABEL_MAX]);
struct ym_span app_paper_part_label(struct ym_id dispute, int64_t paper, uint16_t part,
                                    char room[APP_FILE_LABEL_MAX]);

/* NULL, or what is wrong with a name: it must be one line that no file system and no reader takes
 * for something else (no separators, no control characters, none that turn the direction of
 * writing, no space or dot at an end). */
const char *app_paper_name_fault(struct ym_span name);

/* The key under which the event of an attachment is sent: the same for each try, so that it
 * happens once. */
void app_paper_key(const struct app_secrets *secrets, struct ym_id dispute, int64_t paper,
                   struct ym_request_key *ret);

/* ---- The port ---- */

/* Who put it in, as a statement compares it. */
struct app_paper_owner {
    int64_t staff; /* 0: a party or agent */
    uint8_t role;
    uint8_t seat; /* of a party or agent; else YM_SEATS_MAX */
};

struct app_paper_owner app_paper_owner_of(const struct app_caller *c);

/* An attachment that its owner has under way, or has finished. */
struct app_paper_own {
    struct ym_id dispute;
    int64_t id;
    struct app_paper_owner owner;
};

/* Its owner's view of an attachment that is under way. */
struct app_upload {
    struct app_paper paper;
    uint16_t parts;    /* there are to be */
    uint16_t received; /* are there */
    bool has[APP_PAPER_PARTS_MAX];
};

/* err: OK, NOT_FOUND, CONFLICT, KEY_REUSED, UNAVAILABLE, BUSY or INTERNAL; the rest only when OK.
 * Pointers die with the callback. */
typedef void app_upload_fn(void *arg, enum ym_err err, const struct app_upload *upload);
typedef void app_papers_fn(void *arg, enum ym_err err, const struct app_paper *rows, size_t n);
/* sealed: the part that was asked for; n == 0: none was. */
typedef void app_paper_part_fn(void *arg, enum ym_err err, const struct app_paper *paper,
                               struct ym_span sealed);

/* What a read asks for. */
struct app_paper_query {
    struct app_file_sight sight;
    int64_t id;   /* 0: all */
    int32_t part; /* of the one with this id; < 0: none */
};

/* One part that arrived. */
struct app_paper_piece {
    struct ym_id dispute;
    int64_t paper;
    struct app_paper_owner owner;
    uint16_t part;
    ym_usec now;
    struct ym_span sealed;   /* lent until the callback */
    unsigned char print[16]; /* keyed digest of its bytes, so that the same part again is known */
};

struct app_evidence; /* begins with its ops */
struct app_evidence_ops {
    /* Begin one. The same request again gives the row that it made. CONFLICT: there are
     * APP_PAPERS_MAX or APP_PAPERS_BYTES_MAX of the dispute, APP_PAPERS_SEAT_MAX or
     * APP_PAPERS_SEAT_BYTES_MAX of the party, or APP_PAPERS_OPEN_MAX of the owner. */
    void (*begin)(struct app_evidence *e, struct ym_id dispute, const struct app_paper *row,
                  const struct ym_request_key *key, app_upload_fn *done, void *arg);
    /* The owner's own one, OPEN, CHECKED or ATTACHED. NOT_FOUND: there is none. */
    void (*look)(struct app_evidence *e, const struct app_paper_own *own, app_upload_fn *done,
                 void *arg);
    /* Store a part. The same again is OK. NOT_FOUND: the owner has no such one that is OPEN and
     * not late; CONFLICT: this part is there with other bytes. */
    void (*put)(struct app_evidence *e, const struct app_paper_piece *piece, app_logged_fn *done,
                void *arg);
    /* One part of the owner's own one, to be looked at before it is finished. */
    void (*own_part)(struct app_evidence *e, const struct app_paper_own *own, uint16_t part,
                     app_paper_part_fn *done, void *arg);
    /* OPEN becomes CHECKED, with media and commitment of row; already so is OK. CONFLICT: not all
     * parts are there, or it is neither, or late. */
    void (*check)(struct app_evidence *e, struct ym_id dispute, const struct app_paper *row,
                  ym_usec now, app_logged_fn *done, void *arg);
    /* OPEN becomes GONE. NOT_FOUND: the owner has no such one. */
    void (*give_up)(struct app_evidence *e, const struct app_paper_own *own, ym_usec now,
                    app_logged_fn *done, void *arg);

    /* The wall: what this sight shows of what is ATTACHED, oldest first, at most APP_PAPERS_MAX. */
    void (*papers)(struct app_evidence *e, struct ym_id dispute,
                   const struct app_paper_query *query, app_papers_fn *done, void *arg);
    /* The same for one of them, with a part of its content. */
    void (*part)(struct app_evidence *e, struct ym_id dispute, const struct app_paper_query *query,
                 app_paper_part_fn *done, void *arg);
};
struct app_evidence {
    const struct app_evidence_ops *ops;
};

#endif
