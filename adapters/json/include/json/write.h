/* SPDX-License-Identifier: Apache-2.0 */
/* Writing JSON: appends to a buffer, places the commas, escapes what must be escaped.
 *
 * The form is that of RFC 8785: no white space; in a text only the quote, the backslash and control
 * characters are escaped, the short way where there is one. Members keep the order in which they
 * are put; who needs canonical bytes puts them in byte order.
 *
 * Nothing is allocated but by the buffer. Failure is sticky: a text that is not UTF-8 fails the
 * buffer; ask json_put_ok() once, at the end. Misuse (a value without its key, an end without its
 * begin, more than JSON_DEPTH_MAX inside each other) is a bug and asserted. */
#ifndef YM_JSON_WRITE_H
#define YM_JSON_WRITE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "json/limits.h"
#include "yima/date.h"
#include "yima/span.h"
#include "yima/vocab.h"

/* Where a writer stands. Lives on the caller's stack. */
struct json_out {
    struct ym_buf *buf; /* not owned */
    uint32_t depth;     /* objects and arrays open */
    uint32_t objects;   /* bit d: the one at depth d is an object */
    uint32_t filled;    /* bit d: it holds something, so a comma is due */
    bool is_keyed;      /* a key was put and waits for its value */
};

/* Begin to write one value at the end of buf. */
struct json_out json_out(struct ym_buf *buf);

/* The value is whole and every byte of it is in the buffer. */
bool json_put_ok(const struct json_out *w);

void json_put_object(struct json_out *w);     /* { */
void json_put_object_end(struct json_out *w); /* } */
void json_put_array(struct json_out *w);      /* [ */
void json_put_array_end(struct json_out *w);  /* ] */

void json_put_key(struct json_out *w, const char *key); /* key: plain ASCII, of the program */

void json_put_text(struct json_out *w, struct ym_span text);
void json_put_word(struct json_out *w, const char *text); /* NUL-terminated */
void json_put_int(struct json_out *w, int64_t value);     /* a number: within +-2^53 */
void json_put_int64(struct json_out *w, int64_t value);   /* a text of decimal digits */
void json_put_bool(struct json_out *w, bool value);
void json_put_null(struct json_out *w);
void json_put_day(struct json_out *w, ym_day day);     /* "2026-12-01"; null for none */
void json_put_instant(struct json_out *w, ym_usec at); /* RFC 3339 at +08:00; null for none */
void json_put_code(struct json_out *w, enum ym_vocab_id vocab, int index);
void json_put_codes(struct json_out *w, enum ym_vocab_id vocab, uint64_t set); /* array of words */

/* One value that is JSON already, from this program or checked by it. n > 0. */
void json_put_raw(struct json_out *w, struct ym_span json);

/* Key and value at once. */
void json_add_text(struct json_out *w, const char *key, struct ym_span text);
void json_add_word(struct json_out *w, const char *key, const char *text);
void json_add_int(struct json_out *w, const char *key, int64_t value);
void json_add_int64(struct json_out *w, const char *key, int64_t value);
void json_add_bool(struct json_out *w, const char *key, bool value);
void json_add_null(struct json_out *w, const char *key);
void json_add_optional(struct json_out *w, const char *key, struct ym_span text); /* empty: null */
void json_add_day(struct json_out *w, const char *key, ym_day day);
void json_add_instant(struct json_out *w, const char *key, ym_usec at);
void json_add_code(struct json_out *w, const char *key, enum ym_vocab_id vocab, int index);
void json_add_codes(struct json_out *w, const char *key, enum ym_vocab_id vocab, uint64_t set);
void json_add_raw(struct json_out *w, const char *key, struct ym_span json);

/* A word of a vocabulary for people, {"code":…,"zh":…,"en":…}: under a key, as a value, or its
 * members alone in an object that is open. */
void json_add_named(struct json_out *w, const char *key, const struct ym_word *word);
void json_put_named(struct json_out *w, const struct ym_word *word);
void json_put_names(struct json_out *w, const struct ym_word *word);

#endif
