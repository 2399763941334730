/* SPDX-License-Identifier: Apache-2.0 */
/* An appending writer into a caller's buffer; overflow is sticky. For the canonical form only. */
#ifndef YM_TEXT_H
#define YM_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "yima/date.h"
#include "yima/span.h"

struct ym_text {
    char *at;
    size_t n, cap;
    bool overflowed;
    bool first; /* no member of the object being written yet */
};

void ym_text_add(struct ym_text *w, struct ym_span s);

/* A key, with the comma before it where one is due, and the colon behind it. */
void ym_text_key(struct ym_text *w, const char *key);

void ym_text_u64(struct ym_text *w, uint64_t v);

/* Members of an object. Those with "_set" are left out when they hold nothing (0 or none). */
void ym_text_member_u64(struct ym_text *w, const char *key, uint64_t v);
void ym_text_member_set(struct ym_text *w, const char *key, uint64_t v);
void ym_text_member_signed_set(struct ym_text *w, const char *key, int64_t v);
void ym_text_member_id_set(struct ym_text *w, const char *key, int64_t v); /* as a string */
void ym_text_member_word(struct ym_text *w, const char *key, const char *word);
void ym_text_member_day_set(struct ym_text *w, const char *key, ym_day day);
void ym_text_member_time(struct ym_text *w, const char *key, ym_usec at);

#endif
