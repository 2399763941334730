/* SPDX-License-Identifier: Apache-2.0 */
#include "heap.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

void *__real_malloc(size_t n);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *at, size_t n);
void *__real_sodium_malloc(size_t n);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *at, size_t n);
void *__wrap_sodium_malloc(size_t n);
char *__wrap_strdup(const char *text);

static long first, left, calls, fired; /* of the heap; what --wrap calls has no other place */

void heap_fail(long n, long fails)
{
    first = n;
    left = fails;
    calls = 0;
    fired = 0;
}

long heap_fired(void)
{
    return fired;
}

static bool fails(void)
{
    if (first == 0 || ++calls < first || left == 0)
        return false;
    left--;
    fired++;
    return true;
}

void *__wrap_malloc(size_t n)
{
    return fails() ? NULL : __real_malloc(n);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *at, size_t n)
{
    return fails() ? NULL : __real_realloc(at, n);
}

void *__wrap_sodium_malloc(size_t n)
{
    return fails() ? NULL : __real_sodium_malloc(n);
}

char *__wrap_strdup(const char *text)
{
    return fails() ? NULL : __real_strdup(text);
}
