/* SPDX-License-Identifier: Apache-2.0 */
#include "compact/compact.h"

#include <stdlib.h>
#include <zstd.h>

#include "base/embedded.h"

#define LEVEL (-1) /* 4 us a profile; level 3 saves another 12 bytes of 213 and costs 2 us more */

extern const struct ym_embedded ym_dictionary_files[]; /* profile-1.txt, profile-2.txt, ... */
extern const size_t ym_dictionary_count;

struct ym_compact {
    ZSTD_CCtx *packing;
    ZSTD_CDict *newest;
    ZSTD_DCtx *unpacking;
};

struct ym_compact *ym_compact_new(void)
{
    const struct ym_embedded *d = &ym_dictionary_files[ym_dictionary_count - 1];
    struct ym_compact *c = calloc(1, sizeof(*c));

    if (c == NULL)
        return NULL;
    c->packing = ZSTD_createCCtx();
    c->newest = ZSTD_createCDict(d->at, d->n, LEVEL);
    c->unpacking = ZSTD_createDCtx();
    if (c->packing == NULL || c->newest == NULL || c->unpacking == NULL) {
        ym_compact_free(c);
        return NULL;
    }
    return c;
}

void ym_compact_free(struct ym_compact *c)
{
    if (c == NULL)
        return;
    (void)ZSTD_freeCCtx(c->packing);
    (void)ZSTD_freeCDict(c->newest);
    (void)ZSTD_freeDCtx(c->unpacking);
    free(c);
}

enum ym_err ym_compact_put(struct ym_compact *c, struct ym_span text, struct ym_buf *ret,
                           struct ym_error *reterr)
{
    const size_t bound = ZSTD_COMPRESSBOUND(text.n);
    size_t n;
    char *at;

    if (text.n > YM_COMPACT_TEXT_MAX)
        return ym_fail(reterr, YM_E_TOO_LARGE, "a text of more than %d bytes", YM_COMPACT_TEXT_MAX);
    ym_buf_putc(ret, (char)ym_dictionary_count);
    at = ym_buf_grow(ret, bound);
    if (at == NULL)
        return ym_buf_fail(ret, "more texts than there is room for", reterr);
    n = ZSTD_compress_usingCDict(c->packing, at, bound, text.at, text.n, c->newest);
    if (ZSTD_isError(n))
        return ym_fail(reterr, YM_E_UNAVAILABLE, "a text cannot be packed: %s",
                       ZSTD_getErrorName(n));
    ret->n -= bound - n;
    ret->at[ret->n] = '\0';
    return YM_E_OK;
}

static enum ym_err odd(struct ym_error *reterr, const char *what)
{
    return ym_fail(reterr, YM_E_INTERNAL, "what is stored cannot be unpacked: %s", what);
}

enum ym_err ym_compact_take(struct ym_compact *c, struct ym_span stored, struct ym_arena *arena,
                            struct ym_span *ret, struct ym_error *reterr)
{
    const size_t number = stored.n > 0 ? (unsigned char)stored.at[0] : 0;
    unsigned long long size;
    size_t n;
    char *at;

    if (number == '{') {
        *ret = stored;
        return YM_E_OK;
    }
    if (number == 0 || number > ym_dictionary_count)
        return odd(reterr, "its dictionary is not known to this program");
    size = ZSTD_getFrameContentSize(stored.at + 1, stored.n - 1);
    if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR)
        return odd(reterr, "it is cut or altered");
    if (size > YM_COMPACT_TEXT_MAX)
        return ym_fail(reterr, YM_E_TOO_LARGE, "a text of more than %d bytes", YM_COMPACT_TEXT_MAX);
    at = ym_arena_alloc(arena, (size_t)size + 1, 1);
    if (at == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to unpack a text");
    n = ZSTD_decompress_usingDict(c->unpacking, at, (size_t)size, stored.at + 1, stored.n - 1,
                                  ym_dictionary_files[number - 1].at,
                                  ym_dictionary_files[number - 1].n);
    if (ZSTD_isError(n) || n != size)
        return odd(reterr, ZSTD_isError(n) ? ZSTD_getErrorName(n) : "it is cut");
    *ret = (struct ym_span){ at, n };
    return YM_E_OK;
}
