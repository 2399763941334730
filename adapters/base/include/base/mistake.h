/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with a request, all of it at once.
 *
 * A list of mistakes, each at its place, for whoever has to correct them: a person with a form
 * needs every field named, not one field a try. It holds at most one mistake a place, the first,
 * since what follows from a mistake is none. Filled while a request is read; made for reuse, so
 * clear it first.
 */
#ifndef YM_BASE_MISTAKE_H
#define YM_BASE_MISTAKE_H

#include <stdbool.h>
#include <stddef.h>

#define YM_MISTAKES_MAX 32 /* mistakes told at once; is_cut says that there are more */
#define YM_MISTAKE_PLACE_MAX                                                                       \
    120 /* bytes of a place with its NUL; of a longer one the beginning                            \
         */
#define YM_MISTAKE_TEXT_MAX      420 /* bytes of a sentence with its NUL; likewise */
#define YM_MISTAKE_NO_VOCABULARY (-1)

struct ym_mistake {
    char place[YM_MISTAKE_PLACE_MAX]; /* JSON pointer (RFC 6901) into the request, "/parties/0/name"
                                       */
    const char *code;                 /* stable word, "missing"; static */
    char text[YM_MISTAKE_TEXT_MAX];   /* says what is allowed; holds no value of the request */
    int vocabulary;                   /* enum ym_vocab_id whose words are allowed there, or
                                         YM_MISTAKE_NO_VOCABULARY */
};

struct ym_mistakes {
    size_t n;
    bool is_cut; /* more were found than fit */
    struct ym_mistake at[YM_MISTAKES_MAX];
};

void ym_mistakes_clear(struct ym_mistakes *f); /* NULL is legal */

/* Add a mistake, unless its place has one. Returns it, or NULL when nothing was added. code must be
 * static. f may be NULL: then nobody wants to know. */
struct ym_mistake *ym_mistakes_add(struct ym_mistakes *f, const char *place, const char *code,
                                   const char *text);

/* Is there a mistake at this place or inside it? */
bool ym_mistakes_touch(const struct ym_mistakes *f, const char *place);

#endif
