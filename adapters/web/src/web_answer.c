/* SPDX-License-Identifier: Apache-2.0 */
#include "web_answer.h"

#include <stdio.h>
#include <string.h>

#define NAME_BYTES_MAX 128

static int compare(struct ym_span a, const char *name)
{
    const size_t n = strlen(name);
    const int order = memcmp(a.at, name, a.n < n ? a.n : n);

    return order != 0 ? order : (a.n > n) - (a.n < n);
}

const struct ym_embedded *web_file(const struct web_files *files, struct ym_span name)
{
    size_t lo = 0;
    size_t hi = files->n;

    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        const int order = compare(name, files->at[mid].name);

        if (order == 0)
            return &files->at[mid];
        if (order < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return NULL;
}

static bool ends_so(const char *name, const char *suffix)
{
    const size_t n = strlen(name);
    const size_t m = strlen(suffix);

    return n >= m && strcmp(name + n - m, suffix) == 0;
}

const struct ym_embedded *web_file_like(const struct web_files *files, const char *prefix,
                                        const char *suffix)
{
    for (size_t i = 0; i < files->n; i++) {
        if (strncmp(files->at[i].name, prefix, strlen(prefix)) == 0 &&
            ends_so(files->at[i].name, suffix))
            return &files->at[i];
    }
    return NULL;
}

const struct ym_embedded *web_packed(const struct web_files *files, const struct ym_embedded *file)
{
    char name[NAME_BYTES_MAX];
    const int n = snprintf(name, sizeof(name), "%s.gz", file->name);

    if (n < 0 || (size_t)n >= sizeof(name))
        return NULL;
    return web_file(files, (struct ym_span){ name, (size_t)n });
}

const char *web_media(const char *name)
{
    static const struct {
        const char *suffix;
        const char *media;
    } kinds[] = {
        { ".js", "text/javascript; charset=utf-8" },
        { ".css", "text/css; charset=utf-8" },
        { ".svg", "image/svg+xml" },
        { ".webmanifest", "application/manifest+json" },
        { ".html", "text/html; charset=utf-8" },
    };

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (ends_so(name, kinds[i].suffix))
            return kinds[i].media;
    }
    return NULL;
}

/* ---- Lists in headers ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static struct ym_span trim(struct ym_span s)
{
    while (s.n > 0 && is_blank(s.at[0]))
        s = (struct ym_span){ s.at + 1, s.n - 1 };
    while (s.n > 0 && is_blank(s.at[s.n - 1]))
        s.n--;
    return s;
}

/* Take what stands before the next mark; *rest becomes what is behind it. */
static struct ym_span take(struct ym_span *rest, char mark)
{
    const char *end = rest->n > 0 ? memchr(rest->at, mark, rest->n) : NULL;
    const size_t n = end != NULL ? (size_t)(end - rest->at) : rest->n;
    const struct ym_span taken = { rest->at, n };
    const size_t used = end != NULL ? n + 1 : n;

    *rest = (struct ym_span){ rest->at + used, rest->n - used };
    return trim(taken);
}

/* Is a weight, "q=0.5", above zero? */
static bool is_wanted(struct ym_span weight)
{
    if (weight.n < 2 || (weight.at[0] != 'q' && weight.at[0] != 'Q') || weight.at[1] != '=')
        return true;
    for (size_t i = 2; i < weight.n; i++) {
        if (weight.at[i] >= '1' && weight.at[i] <= '9')
            return true;
    }
    return false;
}

static bool is_word(struct ym_span s, const char *word)
{
    if (s.n != strlen(word))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if ((char)(s.at[i] | 0x20) != word[i])
            return false;
    }
    return true;
}

bool web_takes_gzip(struct ym_span accept)
{
    bool any = false;

    while (accept.n > 0) {
        struct ym_span item = take(&accept, ',');
        const struct ym_span coding = take(&item, ';');
        const bool wanted = is_wanted(trim(item));

        if (is_word(coding, "gzip") || is_word(coding, "x-gzip"))
            return wanted;
        if (coding.n == 1 && coding.at[0] == '*')
            any = wanted;
    }
    return any;
}

bool web_is_known(struct ym_span list, const char *name)
{
    const size_t n = strlen(name);

    while (list.n > 0) {
        struct ym_span tag = take(&list, ',');

        if (tag.n == 1 && tag.at[0] == '*')
            return true;
        if (tag.n > 2 && tag.at[0] == 'W' && tag.at[1] == '/')
            tag = (struct ym_span){ tag.at + 2, tag.n - 2 };
        if (tag.n == n + 2 && tag.at[0] == '"' && tag.at[n + 1] == '"' &&
            memcmp(tag.at + 1, name, n) == 0)
            return true;
    }
    return false;
}
