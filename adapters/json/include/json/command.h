/* SPDX-License-Identifier: Apache-2.0 */
/* The body of POST /disputes/{id}/commands, turned into a command.
 *
 *   {"command":"sign","version":7,"seat":0,"manner":"paper"}
 *
 * Members are those of YM_FIELDS, besides command (required) and version. Whether the command takes
 * a field, and whether one is missing, is for ym_decide(); here each must be well formed:
 *   TEXT, LONG  text of 1..YM_TEXT_CHARS_MAX, 1..YM_LONG_TEXT_CHARS_MAX characters (title:
 *               YM_TITLE_CHARS_MAX)
 *   INT         whole number: seat and obligation from 0, days from 1, harm, urgency, scope 0..3
 *   DATE        "2026-12-01"
 *   REF         text: decimal id of a mediator, body, court or attachment; number of a dispute in
 * either form; digits of a region CODE        word of its vocabulary, but not "none" CASE court
 * case number, any width of brackets and digits MONEY       text: decimal number of
 * fen, 1..YM_AMOUNT_FEN_MAX sha256      64 lower-case hexadecimal digits; document_code: at most
 * JSON_SEAL_CODE_CHARS_MAX obligations 1..YM_OBLIGATIONS_MAX of
 * {"payer":0,"payee":1,"amount_fen":"12300","act":"…",
 *               "due":"2026-12-01","account":"…","manner":"…","consequence":"…","plan":1};
 *               amount_fen or act, or both; account, manner, consequence and plan (1..
 *               YM_PLANS_MAX: instalments of one promise bear the same) may be left out
 *   attendance  1..YM_SEATS_MAX of {"seat":0,"status":"attended"}, each seat once */
#ifndef YM_JSON_COMMAND_H
#define YM_JSON_COMMAND_H

#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/mistake.h"
#include "json/limits.h"
#include "yima/command.h"
#include "yima/intake.h"

/* Bytes that an arena must have for one command, whatever it says. */
#define JSON_COMMAND_ARENA_BYTES (JSON_COMMAND_BYTES_MAX * 2 + 16384)

/* One obligation of an agreement, as the command names it. */
struct json_obligation {
    uint8_t payer, payee;       /* seats: who owes, to whom */
    int64_t amount_fen;         /* 1..YM_AMOUNT_FEN_MAX; 0: an act is owed, not money */
    struct ym_span act;         /* n == 0: none */
    ym_day due;                 /* last day */
    uint8_t plan;               /* 1..YM_PLANS_MAX: instalments of one promise; 0: none */
    struct ym_span account;     /* to which it is paid; n == 0: none */
    struct ym_span manner;      /* n == 0: none */
    struct ym_span consequence; /* of a breach; n == 0: none */
};

/* What a body says. Spans lie in the arena. */
struct json_command {
    /* at, by, reg, migration and deadline are left to the caller. seats holds the seat that was
     * named and is 0 when none was. date is the last day on which an obligation falls due whenever
     * obligations are given, since that is what ym_decide() takes it for; a date given beside them
     * stands in detail. detail is canonical: the fields given, keys in byte order, values in their
     * normal form; of title and description only that they were given (true), so that the log,
     * which is never erased, does not keep words that may have to be. */
    struct ym_command cmd;
    uint32_t version;                /* that the caller saw; 0: none named */
    struct ym_span procedure;        /* MIGRATE: the version to move to, as named; n == 0: none */
    struct ym_span deadline;         /* EXPIRE: the deadline, as named; n == 0: none */
    struct ym_correction correction; /* CORRECT: the new words */
    const struct json_obligation *obligations; /* cmd.items of them; NULL: none */
};

/* Decode a body. *ret is written only on YM_E_OK; what it points to lies in arena.
 * Errors: those of json/read.h; YM_E_TOO_LARGE when detail passes YM_DETAIL_BYTES_MAX. */
__attribute__((warn_unused_result)) enum ym_err json_command_decode(struct ym_span body,
                                                                    struct ym_arena *arena,
                                                                    struct json_command *ret,
                                                                    struct ym_error *reterr);

/* The same; of what is wrong with a body that is JSON, all is added to mistakes (NULL is legal). */
__attribute__((warn_unused_result)) enum ym_err
json_command_examine(struct ym_span body, struct ym_arena *arena, struct json_command *ret,
                     struct ym_mistakes *mistakes, struct ym_error *reterr);

/* One field of a command in words: code of the field and its value as typed. */
struct json_pair {
    struct ym_span key;   /* "seat" */
    struct ym_span value; /* "0"; for obligations and attendance the JSON array */
};

/* A command in words, as it is typed. Nothing is owned. */
struct json_words {
    struct ym_span command;        /* its code, "sign" */
    uint32_t version;              /* that the caller saw; 0: none */
    const struct json_pair *pairs; /* n of them */
    size_t n;
};

/* The same from words, for the command line and the stories. */
__attribute__((warn_unused_result)) enum ym_err
json_command_from_words(const struct json_words *words, struct ym_arena *arena,
                        struct json_command *ret, struct ym_error *reterr);

#endif
