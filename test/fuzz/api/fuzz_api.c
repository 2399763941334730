/* SPDX-License-Identifier: Apache-2.0 */
/* Requests to the interface, each from its text to its answer: parameters of path and query,
 * headers, cookies, cursors and bodies as every handler reads them, and the commands that they
 * become, on a dispute in memory. Up to eight requests, with a byte 0x1E between two:
 *
 *   OPERATION TOKEN ERROR     of the route table; "-" for a stranger; how ports without rows end
 *   /PARAMETERS?QUERY         "@" and "~" stand for number and code of the dispute
 *   Header: value             any number of lines, then an empty one
 *
 *   BODY
 *
 * Each is answered exactly once, never by 500; what is answered is JSON where it says so. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "bed.h"

#define REQUESTS_MAX 8
#define STEP         (INT64_C(900) * YM_USEC_PER_SECOND) /* so that no limit of a minute is reached */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct bed bed; /* libFuzzer has no place for it */

static void open_bed(void)
{
    if (bed.api == NULL) {
        bed_open(&bed, YM_PROJECT);
        bed_open_api(&bed);
    }
}

static enum ym_err error_of(struct ym_span word)
{
    /* What every question may end with; a conflict is an answer to some of them alone. */
    static const enum ym_err errors[] = { YM_E_UNAVAILABLE, YM_E_NOT_FOUND, YM_E_BUSY };

    return word.n == 0 ? YM_E_UNAVAILABLE : errors[(unsigned char)word.at[0] % 3];
}

static struct ym_span headers_of(struct ym_span *rest)
{
    const char *begin = rest->at;
    size_t n = 0;

    while (rest->n > 0) {
        const struct ym_span line = cut(rest, '\n');

        if (line.n == 0)
            return (struct ym_span){ begin, n };
        n = (size_t)(line.at - begin) + line.n;
    }
    return (struct ym_span){ begin, n };
}

static void visit(struct ym_span text)
{
    struct ym_span first = cut(&text, '\n');
    struct wish wish = { .operation = cut(&first, ' '), .token = cut(&first, ' ') };

    bed.ports.err = error_of(first);
    wish.target = cut(&text, '\n');
    wish.headers = headers_of(&text);
    wish.body = text;
    (void)bed_visit(&bed, &wish);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ym_span rest = { (const char *)data, size };

    open_bed();
    bed_reset(&bed);
    bed.now += STEP;
    bed_register(&bed);
    for (int i = 0; i < REQUESTS_MAX && rest.n > 0; i++)
        visit(cut(&rest, '\x1E'));
    return 0;
}

/* ---- Mutation that knows the table ---- */

#ifdef YM_FUZZING
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);

static const char *const tokens[] = { "admin",   "job",      "clerk", "dispatcher", "auditor",
                                      "manager", "mediator", "court", "-",          "foreigner" };

/* Another operation, another token: the first line anew, the rest as it was. */
static size_t swap_head(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    const uint8_t *end = memchr(data, '\n', size);
    const size_t rest = end == NULL ? 0 : size - (size_t)(end - data);
    char line[160];
    int n;

    n = snprintf(line, sizeof(line), "%s %s %c", bed.routes[seed % bed.nroutes].operation,
                 tokens[seed / bed.nroutes % (sizeof(tokens) / sizeof(tokens[0]))],
                 (char)('a' + seed / 7919 % 3));
    if (n < 0 || (size_t)n >= sizeof(line) || (size_t)n + rest > max)
        return LLVMFuzzerMutate(data, size, max);
    if (rest > 0)
        memmove(data + n, end, rest);
    memcpy(data, line, (size_t)n);
    return (size_t)n + rest;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    open_bed();
    if (seed % 8 == 0)
        return swap_head(data, size, max, seed / 8);
    return LLVMFuzzerMutate(data, size, max);
}
#endif
