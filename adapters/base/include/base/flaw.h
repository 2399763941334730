/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with a request, all of it at once.
 *
 * A list of flaws, each at its place, for whoever has to correct them: a person with a form needs
 * every field named, not one field a try. It holds at most one flaw a place, the first, since what
 * follows from a flaw is none. Filled while a request is read; made for reuse, so clear it first.
 */
#ifndef YM_BASE_FLAW_H
#define YM_BASE_FLAW_H

#include <stdbool.h>
#include <stddef.h>

#define YM_FLAWS_MAX          32  /* flaws told at once; is_cut says that there are more */
#define YM_FLAW_PLACE_MAX     120 /* bytes of a place with its NUL; of a longer one the beginning */
#define YM_FLAW_TEXT_MAX      420 /* bytes of a sentence with its NUL; likewise */
#define YM_FLAW_NO_VOCABULARY (-1)

struct ym_flaw {
    char place[YM_FLAW_PLACE_MAX]; /* JSON pointer (RFC 6901) into the request, "/parties/0/name" */
    const char *code;              /* stable word, "missing"; static */
    char text[YM_FLAW_TEXT_MAX];   /* says what is allowed; holds no value of the request */
    int vocabulary;                /* enum ym_vocab_id whose words are allowed there, or
                                      YM_FLAW_NO_VOCABULARY */
};

struct ym_flaws {
    size_t n;
    bool is_cut; /* more were found than fit */
    struct ym_flaw at[YM_FLAWS_MAX];
};

void ym_flaws_clear(struct ym_flaws *f); /* NULL is legal */

/* Add a flaw, unless its place has one. Returns it, or NULL when nothing was added. code must be
 * static. f may be NULL: then nobody wants to know. */
struct ym_flaw *ym_flaws_add(struct ym_flaws *f, const char *place, const char *code,
                             const char *text);

/* Is there a flaw at this place or inside it? */
bool ym_flaws_touch(const struct ym_flaws *f, const char *place);

#endif
