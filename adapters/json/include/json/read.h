/* SPDX-License-Identifier: Apache-2.0 */
/* A strict reader of JSON.
 *
 * json_parse() admits a text only if it is one value of RFC 8259 in valid UTF-8, with nothing
 * behind it, no member twice, no NUL in a text and no limit of json/limits.h passed. What is read
 * from it is then taken member by member, and a member that nobody took is an error too.
 *
 * Errors are sticky: the first one stays with the document, everything read after it is empty or 0
 * (so loops end), and the caller asks json_result() once at its end. An error names its place as a
 * JSON pointer and says what is allowed: "/rules/12/on: unknown command \"acept\"". It repeats no
 * value of the document but a short word where a word of a vocabulary was due.
 *
 * YM_E_INVALID: not JSON, or a member missing, unknown or of the wrong type. YM_E_UNPROCESSABLE: a
 * value out of its range. YM_E_TOO_LARGE: more bytes, depth, members or values than the limits.
 * YM_E_UNAVAILABLE: the heap is empty. */
#ifndef YM_JSON_READ_H
#define YM_JSON_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/mistake.h"
#include "json/limits.h"
#include "yima/date.h"
#include "yima/span.h"
#include "yima/vocab.h"

struct json_doc; /* a parsed text and its first error; owned by who parsed it */

/* A value and the way to it. Made by the functions below, kept on the caller's stack; the place
 * that it was made from must live as long. */
struct json_at {
    struct json_doc *doc;         /* not owned */
    const struct json_at *parent; /* the object or array that holds it; NULL at the root */
    const void *node;             /* the value; NULL: there is none */
    const char *key;              /* its name in an object; NULL in an array and at the root */
    size_t index;                 /* its place in an array or object, from 0 */
    uint64_t taken;               /* of an object: members that were taken */
};

/* Parse. Nothing of text is kept. *ret is written only on YM_E_OK; free it with json_free(). */
__attribute__((warn_unused_result)) enum ym_err
json_parse(struct ym_span text, size_t bytes_max, struct json_doc **ret, struct ym_error *reterr);
void json_free(struct json_doc *doc); /* NULL is legal */

/* How many values the document holds: a bound for the texts in it. */
size_t json_nodes(const struct json_doc *doc);

/* YM_E_OK, or the first error, copied to *reterr. */
__attribute__((warn_unused_result)) enum ym_err json_result(const struct json_doc *doc,
                                                            struct ym_error *reterr);
bool json_ok(const struct json_doc *doc); /* no error so far */

/* Record an error at this place, unless there is one already. text says what is allowed. */
void json_refuse(const struct json_at *at, enum ym_err code, const char *text);

/* From now on gather every error in mistakes (which outlives doc) instead of ending with the first:
 * what is read after an error is what the document says, or empty or 0 at the place of the error.
 * A loop must then end by itself, and what follows from several places must ask json_is_sound()
 * first. json_result() still gives the first. NULL: as before. */
void json_gather(struct json_doc *doc, struct ym_mistakes *mistakes);

/* No error so far at this place or inside it; when errors are not gathered, nowhere. */
bool json_is_sound(const struct json_at *at);

/* A value as JSON text without white space, for a reader of its own; in the arena, with a NUL
 * behind it. Empty after an error, and when there is none. */
struct ym_span json_get_raw(const struct json_at *at, struct ym_arena *arena);

/* ---- Places ---- */

struct json_at json_root(struct json_doc *doc);

/* The member of this name; an error when it is missing or object is none. */
struct json_at json_member(struct json_at *object, const char *key);

/* The same, but it may be missing: ask json_given(). A null is a value, not a missing one. */
struct json_at json_optional(struct json_at *object, const char *key);

static inline bool json_given(const struct json_at *at)
{
    return at->node != NULL;
}

/* Every member must have been taken: an error names the first that was not. */
void json_done(const struct json_at *object);

/* at must be an array of min..max elements. Returns how many, 0 after an error. */
size_t json_array(const struct json_at *at, size_t min, size_t max);

/* at must be an object. Returns how many members it has, 0 after an error. */
size_t json_object(const struct json_at *at);

/* Step through an array or object: *it is zeroed before the first call. False at the end, after an
 * error and for what is neither. */
bool json_next(const struct json_at *of, struct json_at *it);

/* ---- Values ---- */

bool json_is_null(const struct json_at *at);
bool json_is_text(const struct json_at *at);

/* A text of min..max characters without control characters; NUL-terminated, dies with the document.
 * json_get_text() lets line feeds and tabs pass, json_get_line() does not, and wants the text not
 * to begin or end with a space. The empty text after an error. */
struct ym_span json_get_text(const struct json_at *at, size_t chars_min, size_t chars_max);
struct ym_span json_get_line(const struct json_at *at, size_t chars_min, size_t chars_max);

/* A number that is a whole one in min..max, within +-2^53. min (or 0, if in range) after an error.
 */
int64_t json_get_int(const struct json_at *at, int64_t min, int64_t max);

/* A text of decimal digits, "12300", without sign or needless zero, in min..max. 0 <= min. */
int64_t json_get_int64(const struct json_at *at, int64_t min, int64_t max);

bool json_get_bool(const struct json_at *at);
ym_day json_get_day(const struct json_at *at);      /* "2026-12-01"; YM_DAY_NONE after an error */
ym_usec json_get_instant(const struct json_at *at); /* RFC 3339; YM_USEC_NONE after an error */

/* The index of a word in a vocabulary; 0 after an error. */
int json_get_code(const struct json_at *at, enum ym_vocab_id vocab);

/* An array of different words of a vocabulary, as a set of bits; at least min of them. */
uint64_t json_get_codes(const struct json_at *at, enum ym_vocab_id vocab, size_t min);

#endif
