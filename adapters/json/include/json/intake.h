/* SPDX-License-Identifier: Apache-2.0 */
/* The body of POST /disputes, turned into a registration and the words of a dispute.
 *
 *   {"title":"…","description":"…","type":"contract","channel":"window","source":"applied",
 *    "region":"330108","body":"12","procedure":"binjiang-2020/1.1","external_ref":"…",
 *    "amount_fen":"1000000","joint":false,"harm":0,"urgency":1,"scope":0,
 *    "parties":[{"side":"claimant","kind":"natural","name":"…","identity":"…","phone":"…",
 *                "address":"…","agent":{"name":"…","phone":"…"}},…]}
 *
 * body, procedure, external_ref, amount_fen, joint, identity, phone, address, agent and the agent's
 * phone may be left out. Seats are the order of parties; at least one claimant and one respondent.
 * An identity is a citizen number (natural) or a unified social credit code (legal), checked. */
#ifndef YM_JSON_INTAKE_H
#define YM_JSON_INTAKE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/mistake.h"
#include "json/limits.h"
#include "yima/command.h"
#include "yima/intake.h"
#include "yima/span.h"

/* Bytes that an arena must have for one intake, whatever it says. */
#define JSON_INTAKE_ARENA_BYTES (JSON_INTAKE_BYTES_MAX * 2 + 16384)

/* What a body says. Spans lie in the arena and are NUL-terminated. */
struct json_intake {
    /* procedure is 0: the caller finds it by name or by day. body is 0 when none was named. */
    struct ym_registration reg;
    uint8_t harm, urgency, scope;         /* 0..3 */
    struct ym_span procedure;             /* as named; n == 0: the one valid on the day of intake */
    struct ym_span title;                 /* 1..YM_TITLE_CHARS_MAX characters */
    struct ym_span description;           /* 0..YM_LONG_TEXT_CHARS_MAX characters */
    struct ym_span external_ref;          /* n == 0: none */
    int64_t amount_fen;                   /* in dispute; -1: none named */
    uint8_t nparties;                     /* = reg.seats */
    const struct ym_party_words *parties; /* by seat; personal numbers in plain */
    struct ym_span detail; /* for the event: side and kind of each seat, and nothing that names
                              a person, since an event is never erased */
};

/* Decode a body. *ret is written only on YM_E_OK; what it points to lies in arena.
 * Errors: those of json/read.h; texts repeat no name and no number. */
__attribute__((warn_unused_result)) enum ym_err json_intake_decode(struct ym_span body,
                                                                   struct ym_arena *arena,
                                                                   struct json_intake *ret,
                                                                   struct ym_error *reterr);

/* The same; of what is wrong with a body that is JSON, all is added to mistakes (NULL is legal). */
__attribute__((warn_unused_result)) enum ym_err
json_intake_examine(struct ym_span body, struct ym_arena *arena, struct json_intake *ret,
                    struct ym_mistakes *mistakes, struct ym_error *reterr);

/* The detail of a registration's event: side and kind of each party, canonical, in arena. at is
 * NULL when there is no room. */
struct ym_span json_intake_detail(const struct ym_party_words *parties, size_t n,
                                  struct ym_arena *arena);

#endif
