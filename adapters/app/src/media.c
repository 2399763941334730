/* SPDX-License-Identifier: Apache-2.0 */
/* The look at a file as it streams by, and the verdict. What a zip holds is media_zip.c's. */
#include "app/media.h"

#include <assert.h>
#include <string.h>

#include "media.h"
#include "yima/utf8.h"

#define MARKUP_BYTES   1024 /* of the beginning, as much as readers look at to guess */
#define PDF_END_BYTES  2048 /* of the end, in which a PDF says that it ends */
#define EXTENSION_MAX  5
#define BOX_HEAD       16 /* of a file of boxes: size, "ftyp", brand, version */
#define PNG_BYTES_MIN  45 /* signature, IHDR and IEND */
#define FRAME_HEAD     4  /* of an MP3 frame */
#define WAVE_BYTES_MIN 44 /* the canonical head */

/* ---- Words ---- */

static const struct ym_word words[APP_MEDIA_COUNT] = {
#define X(name, code, type, extensions, zh, en) [APP_MEDIA_##name] = { code, zh, en },
    APP_MEDIA(X)
#undef X
};

static const char *const types[APP_MEDIA_COUNT] = {
#define X(name, code, type, extensions, zh, en) [APP_MEDIA_##name] = type,
    APP_MEDIA(X)
#undef X
};

static const char *const extensions_of[APP_MEDIA_COUNT] = {
#define X(name, code, type, extensions, zh, en) [APP_MEDIA_##name] = extensions,
    APP_MEDIA(X)
#undef X
};

static const struct ym_word faults[APP_FAULT_COUNT] = {
#define X(name, code, zh, en) [APP_FAULT_##name] = { code, zh, en },
    APP_MEDIA_FAULTS(X)
#undef X
};

const struct ym_word *app_media_word(unsigned media)
{
    assert(media < APP_MEDIA_COUNT);
    return &words[media];
}

const char *app_media_type(unsigned media)
{
    assert(media < APP_MEDIA_COUNT);
    return types[media];
}

const struct ym_word *app_media_fault_word(unsigned fault)
{
    assert(fault < APP_FAULT_COUNT);
    return &faults[fault];
}

const char *app_media_taken(void)
{
    return "PDF, JPEG, PNG, WebP, HEIC, MP4, 3GP, MOV, M4A, MP3, WAV, AMR, DOCX, XLSX, OFD and "
           "plain "
           "UTF-8 text (.txt)";
}

/* ---- As it streams by ---- */

void app_media_begin(struct app_media_look *look)
{
    look->seen = 0;
    look->head_n = 0;
    look->tail_n = 0;
    look->is_text = true;
    look->rest_n = 0;
}

static void keep_head(struct app_media_look *look, struct ym_span b)
{
    const size_t room = sizeof(look->head) - look->head_n;
    const size_t n = b.n < room ? b.n : room;

    memcpy(look->head + look->head_n, b.at, n);
    look->head_n += n;
}

/* The last bytes so far, pushed against the end of the room. */
static void keep_tail(struct app_media_look *look, struct ym_span b)
{
    const size_t size = sizeof(look->tail);
    const size_t n = b.n < size ? b.n : size;
    const size_t kept = look->tail_n + n <= size ? look->tail_n : size - n;

    memmove(look->tail + size - n - kept, look->tail + size - kept, kept);
    memcpy(look->tail + size - n, b.at + b.n - n, n);
    look->tail_n = kept + n;
}

static bool is_plain(const unsigned char *at, size_t n)
{
    if (n == 1)
        return (at[0] >= 0x20 && at[0] != 0x7F) || at[0] == '\t' || at[0] == '\n' || at[0] == '\r';
    return !(n == 2 && at[0] == 0xC2 && at[1] < 0xA0); /* C1 */
}

/* Characters of b; what may go on in the next piece stays in rest. */
static void read_text(struct app_media_look *look, struct ym_span b)
{
    size_t i = 0;

    while (look->is_text && i < b.n) {
        const struct ym_span left = { b.at + i, b.n - i };
        const size_t n = ym_utf8_first(left);

        if (n == 0 && left.n < sizeof(look->rest)) {
            memcpy(look->rest, left.at, left.n);
            look->rest_n = left.n;
            return;
        }
        look->is_text = n > 0 && is_plain((const unsigned char *)left.at, n);
        i += n;
    }
}

/* A character that began in the piece before: byte by byte until it is whole. */
static size_t end_character(struct app_media_look *look, struct ym_span b)
{
    size_t i = 0;

    while (look->rest_n > 0 && i < b.n) {
        const struct ym_span rest = { (const char *)look->rest, look->rest_n + 1 };

        look->rest[look->rest_n] = (unsigned char)b.at[i++];
        if (ym_utf8_first(rest) == rest.n) {
            look->is_text = is_plain(look->rest, rest.n);
            look->rest_n = 0;
        } else if (++look->rest_n == sizeof(look->rest)) {
            look->is_text = false;
            look->rest_n = 0;
        }
    }
    return i;
}

void app_media_add(struct app_media_look *look, struct ym_span bytes)
{
    size_t i;

    if (bytes.n == 0)
        return;
    keep_head(look, bytes);
    keep_tail(look, bytes);
    look->seen += bytes.n;
    i = look->is_text ? end_character(look, bytes) : 0;
    if (look->is_text)
        read_text(look, (struct ym_span){ bytes.at + i, bytes.n - i });
}

/* ---- Places ---- */

static bool has_at(const struct app_media_look *look, size_t at, const char *bytes, size_t n)
{
    return look->head_n >= at + n && memcmp(look->head + at, bytes, n) == 0;
}

#define HAS(look, at, literal) has_at(look, at, literal, sizeof(literal) - 1)

static bool ends_with(const struct app_media_look *look, const char *bytes, size_t n)
{
    return look->tail_n >= n && memcmp(look->tail + sizeof(look->tail) - n, bytes, n) == 0;
}

static unsigned char lower(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? (unsigned char)(c - 'A' + 'a') : c;
}

/* Where a text in lower case stands within at[0..n), whatever its case there; n: nowhere. */
static size_t find(const unsigned char *at, size_t n, const char *text)
{
    const size_t m = strlen(text);

    for (size_t i = 0; i + m <= n; i++) {
        size_t k = 0;

        while (k < m && lower(at[i + k]) == (unsigned char)text[k])
            k++;
        if (k == m)
            return i;
    }
    return n;
}

/* ---- What it begins like ---- */

static const char *const picture_brands = "|heic|heix|heim|heis|hevc|hevx|";
static const char *const video_brands =
    "|isom|iso2|iso3|iso4|iso5|iso6|iso8|iso9|mp41|mp42|avc1|M4V |MSNV|dash|3gp4|3gp5|3gp6|3gp7|"
    "3gr6|3gs6|3ge6|3g2a|mmp4|";

static bool is_brand(const char *list, const unsigned char *brand)
{
    for (const char *at = list + 1; *at != '\0'; at += 5) {
        if (memcmp(at, brand, 4) == 0)
            return true;
    }
    return false;
}

/* A container of pictures says by the brands that it is compatible with which coding they have. */
static bool has_picture_brand(const struct app_media_look *look, size_t box)
{
    for (size_t i = BOX_HEAD; i + 4 <= box && i + 4 <= look->head_n; i += 4) {
        if (is_brand(picture_brands, look->head + i))
            return true;
    }
    return false;
}

static int box_media(const struct app_media_look *look)
{
    const unsigned char *h = look->head;
    const size_t box = (size_t)h[0] << 24 | (size_t)h[1] << 16 | (size_t)h[2] << 8 | h[3];

    if (look->head_n < BOX_HEAD || box < BOX_HEAD || box > sizeof(look->head))
        return -1;
    if (is_brand(picture_brands, h + 8))
        return APP_MEDIA_HEIC;
    if (HAS(look, 8, "mif1") || HAS(look, 8, "msf1"))
        return has_picture_brand(look, box) ? APP_MEDIA_HEIC : -1;
    if (HAS(look, 8, "qt  "))
        return APP_MEDIA_MOV;
    if (HAS(look, 8, "M4A ") || HAS(look, 8, "M4B "))
        return APP_MEDIA_M4A;
    return is_brand(video_brands, h + 8) ? APP_MEDIA_MP4 : -1;
}

/* Bytes of the MPEG audio frame of layer III that begins here (ISO/IEC 11172-3, 2.4.2.3); 0: none
 * does. */
static size_t frame_bytes(const unsigned char *h)
{
    static const uint16_t kbits[2][16] = {
        { 0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0 },
        { 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0 },
    };
    static const uint16_t rates[3] = { 44100, 48000, 32000 };
    const unsigned version = h[1] >> 3 & 3; /* 3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5 */
    const unsigned rate = h[2] >> 2 & 3;
    unsigned bits;
    unsigned hertz;

    if (h[0] != 0xFF || (h[1] & 0xE6) != 0xE2 || version == 1 || rate == 3)
        return 0;
    bits = kbits[version != 3][h[2] >> 4];
    hertz = rates[rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
    return bits == 0 ? 0 : (version == 3 ? 144000u : 72000u) * bits / hertz + (h[2] >> 1 & 1);
}

static bool is_mp3(const struct app_media_look *look)
{
    size_t n;

    if (HAS(look, 0, "ID3"))
        return look->head_n > 10 && look->head[3] < 5 && (look->head[6] & 0x80) == 0;
    if (look->head_n < FRAME_HEAD)
        return false;
    n = frame_bytes(look->head);
    return n > 0 && n + FRAME_HEAD <= look->head_n && frame_bytes(look->head + n) > 0;
}

static bool is_text(const struct app_media_look *look)
{
    size_t i = HAS(look, 0, "\xEF\xBB\xBF") ? 3 : 0;

    if (!look->is_text || look->rest_n > 0)
        return false;
    while (i < look->head_n && (look->head[i] == ' ' || look->head[i] == '\t' ||
                                look->head[i] == '\r' || look->head[i] == '\n'))
        i++;
    /* A page, a drawing, a script; what a printer or a word processor would run. */
    return !HAS(look, i, "<") && !HAS(look, i, "#!") && !HAS(look, i, "{\\rtf") &&
           !HAS(look, i, "%!");
}

/* By its first bytes; -1: nothing that is taken. */
static int begins_like(const struct app_media_look *look)
{
    if (HAS(look, 0, "%PDF-"))
        return APP_MEDIA_PDF;
    if (HAS(look, 0, "\xFF\xD8\xFF"))
        return APP_MEDIA_JPEG;
    if (HAS(look, 0, "\x89PNG\r\n\x1A\n") && HAS(look, 12, "IHDR"))
        return APP_MEDIA_PNG;
    if (HAS(look, 0, "RIFF") && HAS(look, 8, "WEBP"))
        return APP_MEDIA_WEBP;
    if (HAS(look, 0, "RIFF") && HAS(look, 8, "WAVEfmt "))
        return APP_MEDIA_WAV;
    if (HAS(look, 4, "ftyp"))
        return box_media(look);
    if (HAS(look, 0, "#!AMR\n") || HAS(look, 0, "#!AMR-WB\n"))
        return APP_MEDIA_AMR;
    if (is_mp3(look))
        return APP_MEDIA_MP3;
    return is_text(look) && look->seen > 0 ? APP_MEDIA_TEXT : -1;
}

/* ---- Whether it is whole, and nothing else ---- */

static bool is_riff_whole(const struct app_media_look *look)
{
    const unsigned char *h = look->head + 4;
    const uint64_t n =
        (uint64_t)h[0] | (uint64_t)h[1] << 8 | (uint64_t)h[2] << 16 | (uint64_t)h[3] << 24;

    return n + 8 == look->seen || n + 9 == look->seen;
}

static bool is_whole(const struct app_media_look *look, int media)
{
    const size_t size = sizeof(look->tail);
    const size_t end = look->tail_n < PDF_END_BYTES ? look->tail_n : PDF_END_BYTES;

    switch (media) {
    case APP_MEDIA_PDF:
        return find(look->tail + size - end, end, "%%eof") < end;
    case APP_MEDIA_PNG:
        return look->seen >= PNG_BYTES_MIN && ends_with(look, "\0\0\0\0IEND\xAE\x42\x60\x82", 12);
    case APP_MEDIA_WEBP:
        return is_riff_whole(look);
    case APP_MEDIA_WAV:
        return look->seen >= WAVE_BYTES_MIN; /* recorders that were cut off leave its size open */
    default:
        return true;
    }
}

/* What a reader who guesses would take it for: a page, or a PDF behind something else. */
static bool is_page_too(const struct app_media_look *look, int media)
{
    static const char *const marks[] = { "<html", "<script", "<!doctype", "<svg", "<?php" };
    const size_t n = look->head_n < MARKUP_BYTES ? look->head_n : MARKUP_BYTES;

    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        if (find(look->head, n, marks[i]) < n)
            return true;
    }
    return media != APP_MEDIA_PDF && find(look->head, n, "%pdf-") < n;
}

/* ---- The name ---- */

/* "|pdf|" of "a.PDF" into room; false: it has no extension of ours. */
static bool extension(struct ym_span name, char room[EXTENSION_MAX + 3])
{
    size_t n = 0;
    size_t k = 0;

    while (n < name.n && name.at[name.n - 1 - n] != '.')
        n++;
    if (n == 0 || n >= name.n || n > EXTENSION_MAX)
        return false;
    room[k++] = '|';
    for (size_t i = name.n - n; i < name.n; i++)
        room[k++] = (char)lower((unsigned char)name.at[i]);
    room[k++] = '|';
    room[k] = '\0';
    return true;
}

static bool is_called(struct ym_span name, int media)
{
    char ext[EXTENSION_MAX + 3];

    return extension(name, ext) && strstr(extensions_of[media], ext) != NULL;
}

bool app_media_is_called(struct ym_span name)
{
    for (int media = 0; media < APP_MEDIA_COUNT; media++) {
        if (is_called(name, media))
            return true;
    }
    return false;
}

/* A recorder writes sound alone into the same boxes as a film: there the name decides. */
static int as_called(struct ym_span name, int media)
{
    if (media == APP_MEDIA_MP4 && is_called(name, APP_MEDIA_M4A))
        return APP_MEDIA_M4A;
    if (media == APP_MEDIA_M4A && is_called(name, APP_MEDIA_MP4))
        return APP_MEDIA_MP4;
    return media;
}

enum app_media_fault app_media_end(struct app_media_look *look, struct ym_span name,
                                   enum app_media *ret_media)
{
    const bool is_zip = HAS(look, 0, "PK\x03\x04");
    enum app_media_fault fault = APP_FAULT_NONE;
    int media = is_zip ? media_zip(look, &fault) : begins_like(look);

    if (fault != APP_FAULT_NONE)
        return fault;
    if (media < 0)
        return APP_FAULT_TYPE;
    if (!is_whole(look, media))
        return APP_FAULT_TORN;
    if ((!is_zip && media_ends_as_zip(look)) || is_page_too(look, media))
        return APP_FAULT_DOUBLE;
    media = as_called(name, media);
    if (!is_called(name, media))
        return APP_FAULT_NAME;
    *ret_media = (enum app_media)media;
    return APP_FAULT_NONE;
}
