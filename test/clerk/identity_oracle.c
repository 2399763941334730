/* SPDX-License-Identifier: Apache-2.0 */
/* Thousands of numbers, sound ones and broken ones, with what the engine says of each: a line each,
 * "natural 11010519491231002X ok". The same numbers every time. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "yima/identity.h"

#define NUMBERS 20000

static const char *const citizen_words[] = {
    "ok", "length", "character", "region", "date", "check"
};
static const char *const uscc_words[] = { "ok", "length", "character", "check", "organisation" };

_Static_assert(sizeof(citizen_words) / sizeof(citizen_words[0]) == YM_CITIZEN_ERROR_COUNT, "each");
_Static_assert(sizeof(uscc_words) / sizeof(uscc_words[0]) == YM_USCC_ERROR_COUNT, "each");

static uint64_t next(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

/* A number that is nearly one: digits of a birth date that may be none, any check character. */
static void citizen(uint64_t *seed, char ret[32])
{
    static const char last[] = "0123456789Xx";

    (void)snprintf(ret, 32, "%02u0108%04u%02u%02u%03u%c", (unsigned)(next(seed) % 90) + 10,
                   (unsigned)(next(seed) % 420) + 1790, (unsigned)(next(seed) % 14),
                   (unsigned)(next(seed) % 33), (unsigned)(next(seed) % 1000),
                   last[next(seed) % 12]);
}

static void organisation(uint64_t *seed, char ret[32])
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXYabcIO";

    (void)snprintf(ret, 32, "91330108");
    for (int i = 8; i < YM_IDENTITY_CHARS; i++)
        ret[i] = alphabet[next(seed) % (i < 16 ? 31 : 34)];
    ret[YM_IDENTITY_CHARS] = '\0';
}

static const char *judge(bool is_citizen, const char *text)
{
    struct ym_citizen c;
    struct ym_uscc u;

    return is_citizen ? citizen_words[ym_citizen_parse(ym_span_of(text), &c)]
                      : uscc_words[ym_uscc_parse(ym_span_of(text), &u)];
}

/* Every check character in turn, so that sound ones are among them. */
static void tell(bool is_citizen, char text[32])
{
    static const char last[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    printf("%s %s %s\n", is_citizen ? "natural" : "legal", text, judge(is_citizen, text));
    for (size_t i = 0; i + 1 < sizeof(last); i++) {
        text[YM_IDENTITY_CHARS - 1] = last[i];
        if (strcmp(judge(is_citizen, text), "check") != 0)
            printf("%s %s %s\n", is_citizen ? "natural" : "legal", text, judge(is_citizen, text));
    }
}

/* As many or as few characters, and what may not stand there. */
static void tell_shapes(uint64_t *seed)
{
    char text[32];

    citizen(seed, text);
    for (size_t n = 1; n < YM_IDENTITY_CHARS; n++) {
        printf("natural %.*s length\n", (int)n, text);
        printf("legal %.*s length\n", (int)n, text);
    }
    for (int i = 0; i < YM_IDENTITY_CHARS; i++) {
        const char kept = text[i];

        text[i] = 'Z';
        printf("natural %s %s\n", text, judge(true, text));
        printf("legal %s %s\n", text, judge(false, text));
        text[i] = kept;
    }
    printf("natural %s0 length\n", text);
    printf("legal %s0 length\n", text);
}

int main(void)
{
    uint64_t seed = 20261122;

    tell_shapes(&seed);
    for (int i = 0; i < NUMBERS; i++) {
        char text[32];

        citizen(&seed, text);
        tell(true, text);
        organisation(&seed, text);
        tell(false, text);
    }
    return 0;
}
