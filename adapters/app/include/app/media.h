/* SPDX-License-Identifier: Apache-2.0 */
/* Which files are taken, and how one is known: by its content, never by what its sender calls it.
 *
 * The list is closed. A file is taken when its content begins, and where the format says so ends,
 * as a format of the list does, when the extension of its name is one of that format's, and when
 * it is not something else at the same time (a picture that is also an archive, or a page). What
 * could run on a reader's machine is not on the list: pages, drawings that hold scripts, programs,
 * archives, office files with macros.
 *
 * This is our own glue and not libmagic: that tells what a file looks most like, out of thousands,
 * where this asks whether it is surely one of a few; it takes polyglots; and it would be the sixth
 * foreign library, one that parses hostile bytes. Here nothing is parsed but fixed places and a zip
 * directory, in bounded memory, as the bytes stream by. */
#ifndef YM_APP_MEDIA_H
#define YM_APP_MEDIA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "yima/span.h"
#include "yima/vocab.h"

/* clang-format off */

/* The numbers are stored: append only. Extensions in lower case, between bars. */
#define APP_MEDIA(X) /* name, code, media type, extensions, zh, en */ \
    X(PDF,  "pdf",  "application/pdf", "|pdf|",             "PDF 文档",   "PDF document") \
    X(JPEG, "jpeg", "image/jpeg",      "|jpg|jpeg|",        "JPEG 图片",  "JPEG picture") \
    X(PNG,  "png",  "image/png",       "|png|",             "PNG 图片",   "PNG picture") \
    X(WEBP, "webp", "image/webp",      "|webp|",            "WebP 图片",  "WebP picture") \
    X(HEIC, "heic", "image/heic",      "|heic|heif|",       "HEIC 图片",  "HEIC picture") \
    X(MP4,  "mp4",  "video/mp4",       "|mp4|m4v|3gp|",     "MP4 视频",   "MP4 video") \
    X(MOV,  "mov",  "video/quicktime", "|mov|",             "MOV 视频",   "QuickTime video") \
    X(M4A,  "m4a",  "audio/mp4",       "|m4a|",             "M4A 录音",   "M4A recording") \
    X(MP3,  "mp3",  "audio/mpeg",      "|mp3|",             "MP3 录音",   "MP3 recording") \
    X(WAV,  "wav",  "audio/wav",       "|wav|",             "WAV 录音",   "WAV recording") \
    X(AMR,  "amr",  "audio/amr",       "|amr|",             "AMR 录音",   "AMR recording") \
    X(DOCX, "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", \
      "|docx|", "Word/WPS 文档", "DOCX document") \
    X(XLSX, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", \
      "|xlsx|", "Excel/WPS 表格", "XLSX table") \
    X(OFD,  "ofd",  "application/ofd", "|ofd|",             "OFD 版式文件", "OFD document (GB/T 33190)") \
    X(TEXT, "text", "text/plain; charset=utf-8", "|txt|",   "纯文本",     "plain text, UTF-8")

/* What may be wrong with a file, in the order in which it is told. */
#define APP_MEDIA_FAULTS(X) /* name, code, zh, en */ \
    X(NONE,    "none",    "可以接收", "it is taken") \
    X(TYPE,    "type",    "不接收这种文件", "this kind of file is not taken") \
    X(NAME,    "name",    "文件扩展名与内容不符", "the extension of the name is not that of the content") \
    X(DOUBLE,  "double",  "文件同时是另一种格式", "the file is something else at the same time") \
    X(MACROS,  "macros",  "文件含有宏或程序", "the file holds macros or programs") \
    X(TORN,    "torn",    "文件不完整或已损坏", "the file is cut off or damaged")

/* clang-format on */

#define X(name, code, type, extensions, zh, en) APP_MEDIA_##name,
enum app_media { APP_MEDIA(X) APP_MEDIA_COUNT };
#undef X
#define X(name, code, zh, en) APP_FAULT_##name,
enum app_media_fault { APP_MEDIA_FAULTS(X) APP_FAULT_COUNT };
#undef X

const struct ym_word *app_media_word(unsigned media);
const char *app_media_type(unsigned media); /* "application/pdf" */
const struct ym_word *app_media_fault_word(unsigned fault);

/* Is the extension of this name one of those that are taken? */
bool app_media_is_called(struct ym_span name);

/* "PDF, JPEG, …" with all extensions, for a refusal: the list of what is taken. */
const char *app_media_taken(void);

#define APP_MEDIA_HEAD_BYTES 4096   /* of the beginning that are kept */
#define APP_MEDIA_TAIL_BYTES 131072 /* of the end: the directory of a zip lies within */

/* A look at a file whose bytes come in order. Plain memory; on the heap, since it is large. */
struct app_media_look {
    uint64_t seen; /* bytes so far */
    size_t head_n;
    size_t tail_n;         /* bytes kept of the end, at the end of tail */
    bool is_text;          /* valid UTF-8 without control characters, so far */
    unsigned char rest[4]; /* of a character that goes on in the next piece */
    size_t rest_n;
    unsigned char head[APP_MEDIA_HEAD_BYTES];
    unsigned char tail[APP_MEDIA_TAIL_BYTES];
};

void app_media_begin(struct app_media_look *look);
void app_media_add(struct app_media_look *look, struct ym_span bytes);

/* What it is: one of enum app_media in *ret_media, or what is wrong with it. name: as its sender
 * calls it. Pre: all bytes were added. */
enum app_media_fault app_media_end(struct app_media_look *look, struct ym_span name,
                                   enum app_media *ret_media);

#endif
