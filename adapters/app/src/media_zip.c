/* SPDX-License-Identifier: Apache-2.0 */
/* The directory of a zip (APPNOTE 6.3.3): names alone, nothing is unpacked. It must lie within the
 * tail that is kept, reach to the end record without a gap, and its first entry must stand at the
 * file's first byte, so that nothing is hidden before, between or behind. */
#include <string.h>

#include "media.h"

#define END_BYTES      22 /* of the end record, without its comment */
#define ENTRY_BYTES    46 /* of an entry, without its name, extra field and comment */
#define NAME_BYTES_MAX 512

struct zip {
    const unsigned char *at; /* the directory */
    size_t n;                /* bytes */
    unsigned entries;
};

static unsigned u16(const unsigned char *at)
{
    return (unsigned)at[0] | (unsigned)at[1] << 8;
}

static uint32_t u32(const unsigned char *at)
{
    return (uint32_t)u16(at) | (uint32_t)u16(at + 2) << 16;
}

/* The end record whose comment reaches to the file's end; NULL: there is none. */
static const unsigned char *end_record(const struct app_media_look *look)
{
    const unsigned char *const end = look->tail + sizeof(look->tail);
    const unsigned char *const first = end - look->tail_n;

    for (const unsigned char *at = end; (size_t)(at - first) >= END_BYTES; at--) {
        const unsigned char *r = at - END_BYTES;

        if (memcmp(r, "PK\x05\x06", 4) == 0 && u16(r + 20) == (size_t)(end - at))
            return r;
    }
    return NULL;
}

bool media_ends_as_zip(const struct app_media_look *look)
{
    return end_record(look) != NULL;
}

static bool find_directory(const struct app_media_look *look, struct zip *ret)
{
    const unsigned char *const end = look->tail + sizeof(look->tail);
    const unsigned char *r = end_record(look);
    uint64_t record_at;

    if (r == NULL || u16(r + 4) != 0 || u16(r + 6) != 0 || u16(r + 8) != u16(r + 10))
        return false;
    record_at = look->seen - (uint64_t)(end - r);
    ret->n = u32(r + 12);
    ret->entries = u16(r + 10);
    if (ret->n > look->tail_n - (size_t)(end - r) || u32(r + 16) + (uint64_t)ret->n != record_at)
        return false;
    ret->at = r - ret->n;
    return true;
}

static unsigned char lower(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? (unsigned char)(c - 'A' + 'a') : c;
}

static bool ends_in(const char *name, size_t n, const char *end)
{
    const size_t m = strlen(end);

    return n >= m && memcmp(name + n - m, end, m) == 0;
}

/* name is in lower case. */
static bool is_program(const char *name, size_t n)
{
    static const char *const ends[] = {
        "vbaproject.bin", "vbadata.xml", ".exe",        ".dll",
        ".com",           ".scr",        ".bat",        ".cmd",
        ".ps1",           ".js",         ".vbs",        ".hta",
        ".jar",           ".class",      ".dex",        ".so",
        ".lnk",           ".msi",        "manifest.mf", "androidmanifest.xml",
    };

    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        if (ends_in(name, n, ends[i]))
            return true;
    }
    return strstr(name, "activex/") != NULL;
}

struct contents {
    bool has_types, has_word, has_sheet, has_ofd;
    bool has_program, is_odd, begins_at_zero;
};

static void take_entry(const unsigned char *entry, const unsigned char *raw, size_t n,
                       struct contents *c)
{
    char name[NAME_BYTES_MAX + 1];

    if (n == 0 || n > NAME_BYTES_MAX) {
        c->is_odd = true;
        return;
    }
    for (size_t i = 0; i < n; i++)
        name[i] = (char)lower(raw[i]);
    name[n] = '\0';
    c->is_odd = c->is_odd || strlen(name) != n || name[0] == '/' || strchr(name, '\\') != NULL ||
                strstr(name, "..") != NULL;
    c->begins_at_zero = c->begins_at_zero || u32(entry + 42) == 0;
    c->has_program = c->has_program || is_program(name, n);
    c->has_types = c->has_types || strcmp(name, "[content_types].xml") == 0;
    c->has_word = c->has_word || strcmp(name, "word/document.xml") == 0;
    c->has_sheet = c->has_sheet || strcmp(name, "xl/workbook.xml") == 0;
    c->has_ofd = c->has_ofd || strcmp(name, "ofd.xml") == 0;
}

static bool read_directory(const struct zip *z, struct contents *ret)
{
    size_t i = 0;

    *ret = (struct contents){ .has_types = false };
    for (unsigned k = 0; k < z->entries; k++) {
        const unsigned char *entry = z->at + i;
        size_t n;

        if (z->n - i < ENTRY_BYTES || memcmp(entry, "PK\x01\x02", 4) != 0)
            return false;
        n = u16(entry + 28);
        if (z->n - i - ENTRY_BYTES < n + u16(entry + 30) + u16(entry + 32))
            return false;
        take_entry(entry, entry + ENTRY_BYTES, n, ret);
        i += ENTRY_BYTES + n + u16(entry + 30) + u16(entry + 32);
    }
    return i == z->n && ret->begins_at_zero && !ret->is_odd;
}

int media_zip(const struct app_media_look *look, enum app_media_fault *fault)
{
    struct zip z;
    struct contents c;
    unsigned kinds;

    if (!find_directory(look, &z) || !read_directory(&z, &c)) {
        *fault = APP_FAULT_TORN;
        return -1;
    }
    kinds = (unsigned)(c.has_types && c.has_word) + (unsigned)(c.has_types && c.has_sheet) +
            (unsigned)c.has_ofd;
    if (kinds == 0)
        return -1;
    if (kinds > 1)
        *fault = APP_FAULT_DOUBLE;
    else if (c.has_program)
        *fault = APP_FAULT_MACROS;
    return c.has_ofd ? APP_MEDIA_OFD : c.has_sheet ? APP_MEDIA_XLSX : APP_MEDIA_DOCX;
}
