/* SPDX-License-Identifier: Apache-2.0 */
/* Which files are taken: each kind by a small honest sample, and what is something else besides. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/media.h"

#define ROOM (APP_MEDIA_TAIL_BYTES + 65536)

/* A file being made. */
struct file {
    unsigned char at[ROOM];
    size_t n;
};

static void add(struct file *f, const void *at, size_t n)
{
    assert_true(n <= sizeof(f->at) - f->n);
    memcpy(f->at + f->n, at, n);
    f->n += n;
}

#define ADD(f, literal) add(f, literal, sizeof(literal) - 1)

static void add_u16(struct file *f, unsigned v)
{
    const unsigned char b[2] = { (unsigned char)v, (unsigned char)(v >> 8) };

    add(f, b, sizeof(b));
}

static void add_u32(struct file *f, size_t v)
{
    add_u16(f, (unsigned)(v & 0xFFFF));
    add_u16(f, (unsigned)(v >> 16 & 0xFFFF));
}

static void fill(struct file *f, unsigned char c, size_t n)
{
    while (n-- > 0)
        add(f, &c, 1);
}

static struct file *new_file(void **state)
{
    struct file *f = *state;

    f->n = 0;
    return f;
}

/* What comes of it, fed in pieces of this size. */
static enum app_media_fault judge(const struct file *f, const char *name, size_t piece, int *media)
{
    struct app_media_look *look = malloc(sizeof(*look));
    enum app_media found = APP_MEDIA_COUNT;
    enum app_media_fault fault;

    assert_non_null(look);
    app_media_begin(look);
    for (size_t i = 0; i < f->n; i += piece) {
        const size_t n = f->n - i < piece ? f->n - i : piece;

        app_media_add(look, (struct ym_span){ (const char *)f->at + i, n });
    }
    fault = app_media_end(look, ym_span_of(name), &found);
    free(look);
    *media = (int)found;
    return fault;
}

/* It makes no difference how a file is cut. */
static void expect(const struct file *f, const char *name, enum app_media_fault fault, int media)
{
    static const size_t pieces[] = { 1, 7, 4096, 262144 };

    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        int found;

        assert_int_equal(judge(f, name, pieces[i], &found), fault);
        if (fault == APP_FAULT_NONE)
            assert_int_equal(found, media);
    }
}

static void taken(const struct file *f, const char *name, int media)
{
    expect(f, name, APP_FAULT_NONE, media);
}

static void refused(const struct file *f, const char *name, enum app_media_fault fault)
{
    expect(f, name, fault, -1);
}

/* ---- Samples ---- */

static void add_pdf(struct file *f)
{
    ADD(f, "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
           "trailer\n<< /Root 1 0 R >>\nstartxref\n15\n%%EOF\n");
}

static void add_jpeg(struct file *f)
{
    ADD(f, "\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00");
    fill(f, 0x11, 300);
    ADD(f, "\xFF\xD9");
}

static void add_png(struct file *f)
{
    ADD(f, "\x89PNG\r\n\x1A\n\x00\x00\x00\x0DIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00"
           "\x00\x90\x77\x53\xDE");
    ADD(f, "\x00\x00\x00\x00IEND\xAE\x42\x60\x82");
}

static void add_riff(struct file *f, const char *form, size_t n)
{
    ADD(f, "RIFF");
    add_u32(f, n + 4);
    add(f, form, 4);
}

/* A box file of this brand that is compatible with another. */
static void add_box(struct file *f, const char *brand, const char *other)
{
    ADD(f, "\x00\x00\x00\x18"
           "ftyp");
    add(f, brand, 4);
    ADD(f, "\x00\x00\x02\x00");
    add(f, brand, 4);
    add(f, other, 4);
    ADD(f, "\x00\x00\x00\x10mdat12345678");
}

/* A zip of stored, empty entries; pad: bytes of a comment of each in the directory. */
static void add_padded_zip(struct file *f, const char *const *names, size_t n, const unsigned pad[],
                           const char *comment)
{
    size_t at[64];
    size_t directory;
    size_t end;

    assert_true(n <= sizeof(at) / sizeof(at[0]));
    for (size_t i = 0; i < n; i++) {
        at[i] = f->n;
        ADD(f, "PK\x03\x04\x14\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
               "\x00\x00\x00\x00");
        add_u16(f, (unsigned)strlen(names[i]));
        add_u16(f, 0);
        add(f, names[i], strlen(names[i]));
    }
    directory = f->n;
    for (size_t i = 0; i < n; i++) {
        ADD(f, "PK\x01\x02\x14\x00\x14\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
               "\x00\x00\x00\x00\x00\x00");
        add_u16(f, (unsigned)strlen(names[i]));
        add_u16(f, 0);
        add_u16(f, pad[i]);
        fill(f, 0, 8);
        add_u32(f, at[i]);
        add(f, names[i], strlen(names[i]));
        fill(f, 'p', pad[i]);
    }
    end = f->n;
    ADD(f, "PK\x05\x06\x00\x00\x00\x00");
    add_u16(f, (unsigned)n);
    add_u16(f, (unsigned)n);
    add_u32(f, end - directory);
    add_u32(f, directory);
    add_u16(f, (unsigned)strlen(comment));
    add(f, comment, strlen(comment));
}

static void add_zip(struct file *f, const char *const *names, size_t n, const char *comment)
{
    static const unsigned none[64];

    add_padded_zip(f, names, n, none, comment);
}

static const char *const docx[] = { "[Content_Types].xml", "_rels/.rels", "word/document.xml" };
static const char *const xlsx[] = { "[Content_Types].xml", "xl/workbook.xml" };
static const char *const ofd[] = { "OFD.xml", "Doc_0/Document.xml" };

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* ---- What is taken ---- */

static void pictures_and_pages(void **state)
{
    struct file *f = new_file(state);

    add_pdf(f);
    taken(f, "合同.PDF", APP_MEDIA_PDF);
    f = new_file(state);
    add_jpeg(f);
    taken(f, "现场.jpg", APP_MEDIA_JPEG);
    taken(f, "a.b.JPEG", APP_MEDIA_JPEG);
    f = new_file(state);
    add_png(f);
    taken(f, "截图.png", APP_MEDIA_PNG);
    f = new_file(state);
    add_riff(f, "WEBP", 12);
    ADD(f, "VP8 \x04\x00\x00\x00"
           "abcd");
    taken(f, "a.webp", APP_MEDIA_WEBP);
    f = new_file(state);
    add_box(f, "heic", "mif1");
    taken(f, "IMG_0001.HEIC", APP_MEDIA_HEIC);
    f = new_file(state);
    add_box(f, "mif1", "heic");
    taken(f, "a.heif", APP_MEDIA_HEIC);
}

static void sound_and_film(void **state)
{
    struct file *f = new_file(state);

    add_box(f, "isom", "mp42");
    taken(f, "a.mp4", APP_MEDIA_MP4);
    taken(f, "录音.m4a", APP_MEDIA_M4A); /* recorders write both into the same boxes */
    f = new_file(state);
    add_box(f, "3gp4", "isom");
    taken(f, "a.3gp", APP_MEDIA_MP4);
    f = new_file(state);
    add_box(f, "qt  ", "qt  ");
    taken(f, "IMG_0002.MOV", APP_MEDIA_MOV);
    refused(f, "a.mp4", APP_FAULT_NAME);
    f = new_file(state);
    add_box(f, "M4A ", "mp42");
    taken(f, "a.m4a", APP_MEDIA_M4A);
    f = new_file(state);
    ADD(f, "ID3\x03\x00\x00\x00\x00\x00\x0A"
           "0123456789");
    taken(f, "a.mp3", APP_MEDIA_MP3);
    f = new_file(state);
    for (int i = 0; i < 3; i++) { /* 128 kbit/s at 44.1 kHz: 417 bytes a frame */
        ADD(f, "\xFF\xFB\x90\x00");
        fill(f, 0x55, 413);
    }
    taken(f, "a.mp3", APP_MEDIA_MP3);
    f = new_file(state);
    add_riff(f, "WAVE", 100);
    ADD(f, "fmt \x10\x00\x00\x00\x01\x00\x01\x00\x44\xAC\x00\x00\x88\x58\x01\x00\x02\x00\x10\x00"
           "data\x40\x00\x00\x00");
    fill(f, 0, 64);
    taken(f, "a.wav", APP_MEDIA_WAV);
    f = new_file(state);
    ADD(f, "#!AMR\n\x3C\x91\x17\x16\xBE\x66\x79\xE1\xE0\x01");
    taken(f, "通话录音.amr", APP_MEDIA_AMR);
}

static void office_documents(void **state)
{
    struct file *f = new_file(state);

    add_zip(f, docx, COUNT(docx), "");
    taken(f, "协议.docx", APP_MEDIA_DOCX);
    refused(f, "协议.xlsx", APP_FAULT_NAME);
    refused(f, "协议.zip", APP_FAULT_NAME);
    f = new_file(state);
    add_zip(f, xlsx, COUNT(xlsx), "");
    taken(f, "账目.xlsx", APP_MEDIA_XLSX);
    f = new_file(state);
    add_zip(f, ofd, COUNT(ofd), "");
    taken(f, "发票.ofd", APP_MEDIA_OFD);
}

static void plain_text(void **state)
{
    struct file *f = new_file(state);

    ADD(f, "\xEF\xBB\xBF"
           "张三：还款日期是11月30日。\r\n李四：\t好的 😀\r\n");
    taken(f, "聊天记录.txt", APP_MEDIA_TEXT);
    refused(f, "聊天记录.csv", APP_FAULT_NAME);
    ADD(f, "\xE5\xBC"); /* a character that is cut off */
    refused(f, "a.txt", APP_FAULT_TYPE);
    f = new_file(state);
    ADD(f, "\xD5\xC5\xC8\xFD"); /* GBK */
    refused(f, "a.txt", APP_FAULT_TYPE);
    f = new_file(state);
    ADD(f, "a\x1B[31mb");
    refused(f, "a.txt", APP_FAULT_TYPE);
    f = new_file(state);
    ADD(f, "a\xC2\x85"
           "b");
    refused(f, "a.txt", APP_FAULT_TYPE);
    f = new_file(state);
    refused(f, "a.txt", APP_FAULT_TYPE); /* nothing at all */
}

/* ---- What is not ---- */

static void what_could_run(void **state)
{
    static const char *const texts[] = {
        "<!DOCTYPE html><html><script>alert(1)</script></html>",
        "  \n<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>",
        "<?xml version=\"1.0\"?><a/>",
        "#!/bin/sh\nrm -rf /\n",
        "{\\rtf1 a}",
        "%!PS-Adobe-3.0\n",
    };
    static const char *const names[] = { "a.txt", "a.html", "a.svg", "a.pdf", "a.jpg" };
    struct file *f;

    for (size_t i = 0; i < COUNT(texts); i++) {
        for (size_t k = 0; k < COUNT(names); k++) {
            f = new_file(state);
            add(f, texts[i], strlen(texts[i]));
            refused(f, names[k], APP_FAULT_TYPE);
        }
    }
    f = new_file(state);
    ADD(f, "MZ\x90\x00\x03\x00\x00\x00\x04\x00");
    refused(f, "a.pdf", APP_FAULT_TYPE);
    f = new_file(state);
    ADD(f, "\x7F"
           "ELF\x02\x01\x01\x00");
    refused(f, "a.jpg", APP_FAULT_TYPE);
    f = new_file(state); /* an old .doc: macros could be in it */
    ADD(f, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    refused(f, "a.docx", APP_FAULT_TYPE);
    f = new_file(state);
    ADD(f, "Rar!\x1A\x07\x00");
    refused(f, "a.docx", APP_FAULT_TYPE);
    f = new_file(state);
    ADD(f, "GIF89a\x01\x00\x01\x00");
    refused(f, "a.png", APP_FAULT_TYPE);
}

static void archives_and_macros(void **state)
{
    static const char *const plain[] = { "a.txt", "b.txt" };
    static const char *const macros[] = { "[Content_Types].xml", "word/document.xml",
                                          "word/vbaProject.bin" };
    static const char *const program[] = { "[Content_Types].xml", "word/document.xml",
                                           "word/embeddings/a.EXE" };
    static const char *const jar[] = { "OFD.xml", "META-INF/MANIFEST.MF" };
    static const char *const both[] = { "[Content_Types].xml", "word/document.xml",
                                        "xl/workbook.xml" };
    static const char *const climbs[] = { "[Content_Types].xml", "word/document.xml",
                                          "../../etc/passwd" };
    struct file *f = new_file(state);

    add_zip(f, plain, COUNT(plain), "");
    refused(f, "a.docx", APP_FAULT_TYPE);
    f = new_file(state);
    add_zip(f, macros, COUNT(macros), "");
    refused(f, "a.docx", APP_FAULT_MACROS);
    f = new_file(state);
    add_zip(f, program, COUNT(program), "");
    refused(f, "a.docx", APP_FAULT_MACROS);
    f = new_file(state);
    add_zip(f, jar, COUNT(jar), "");
    refused(f, "a.ofd", APP_FAULT_MACROS);
    f = new_file(state);
    add_zip(f, both, COUNT(both), "");
    refused(f, "a.docx", APP_FAULT_DOUBLE);
    f = new_file(state);
    add_zip(f, climbs, COUNT(climbs), "");
    refused(f, "a.docx", APP_FAULT_TORN);
}

static void two_things_at_once(void **state)
{
    struct file *f = new_file(state);

    add_jpeg(f); /* behind a picture a whole archive */
    add_zip(f, docx, COUNT(docx), "");
    refused(f, "a.jpg", APP_FAULT_DOUBLE);
    f = new_file(state);
    add_pdf(f);
    add_zip(f, docx, COUNT(docx), "");
    refused(f, "a.pdf", APP_FAULT_DOUBLE);
    f = new_file(state); /* a page in a picture's comment */
    ADD(f, "\xFF\xD8\xFF\xFE\x00\x30<HTML><sCript>alert(1)</script>");
    add_jpeg(f);
    refused(f, "a.jpg", APP_FAULT_DOUBLE);
    f = new_file(state);
    ADD(f, "\xFF\xD8\xFF\xFE\x00\x30%PDF-1.4");
    add_jpeg(f);
    refused(f, "a.jpg", APP_FAULT_DOUBLE);
    f = new_file(state);
    ADD(f, "see <script>alert(1)</script>");
    refused(f, "a.txt", APP_FAULT_DOUBLE);
    f = new_file(state); /* a comment that says that more follows than does */
    add_zip(f, docx, COUNT(docx), "x");
    f->n--;
    refused(f, "a.docx", APP_FAULT_TORN);
    f = new_file(state); /* something before the first entry */
    ADD(f, "PK\x03\x04 hidden ");
    add_zip(f, docx, COUNT(docx), "");
    refused(f, "a.docx", APP_FAULT_TORN);
}

static void what_is_cut_off(void **state)
{
    struct file *f = new_file(state);

    add_pdf(f);
    f->n -= 6;
    refused(f, "a.pdf", APP_FAULT_TORN);
    f = new_file(state);
    add_png(f);
    f->n--;
    refused(f, "a.png", APP_FAULT_TORN);
    f = new_file(state);
    add_png(f);
    ADD(f, "x");
    refused(f, "a.png", APP_FAULT_TORN);
    f = new_file(state);
    add_riff(f, "WEBP", 13);
    ADD(f, "VP8 \x04\x00\x00\x00"
           "ab");
    refused(f, "a.webp", APP_FAULT_TORN);
    f = new_file(state);
    add_zip(f, docx, COUNT(docx), "");
    f->n--;
    refused(f, "a.docx", APP_FAULT_TORN);
    for (size_t n = 0; n < 16; n++) { /* a head that ends before it says what it is */
        f = new_file(state);
        add_box(f, "isom", "mp42");
        f->n = n;
        refused(f, "a.mp4", APP_FAULT_TYPE);
    }
}

/* The directory of a zip must lie within what is kept of the end: at the limit and one past it. */
static void a_long_directory(void **state)
{
    const size_t names = strlen(docx[0]) + strlen(docx[1]) + strlen(docx[2]);
    const size_t pads = APP_MEDIA_TAIL_BYTES - 22 - 3 * 46 - names;

    for (unsigned past = 0; past < 2; past++) {
        const unsigned pad[] = { 65000, 60000, (unsigned)(pads - 125000 + past) };
        struct file *f = new_file(state);

        add_padded_zip(f, docx, COUNT(docx), pad, "");
        if (past == 0)
            taken(f, "a.docx", APP_MEDIA_DOCX);
        else
            refused(f, "a.docx", APP_FAULT_TORN);
    }
}

static void the_name_must_agree(void **state)
{
    struct file *f = new_file(state);

    add_pdf(f);
    refused(f, "a.jpg", APP_FAULT_NAME);
    refused(f, "a", APP_FAULT_NAME);
    refused(f, "pdf", APP_FAULT_NAME);
    refused(f, ".pdf.", APP_FAULT_NAME);
    refused(f, "a.pdf.exe", APP_FAULT_NAME);
    refused(f, "a.p|df", APP_FAULT_NAME);
    taken(f, "a.exe.pdf", APP_MEDIA_PDF);
    assert_true(app_media_is_called(YM_SPAN("a.Docx")));
    assert_false(app_media_is_called(YM_SPAN("a.doc")));
    assert_false(app_media_is_called(YM_SPAN("a.html")));
    assert_false(app_media_is_called(YM_SPAN("docx")));
}

static int set_up(void **state)
{
    *state = malloc(sizeof(struct file));
    return *state == NULL;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pictures_and_pages), cmocka_unit_test(sound_and_film),
        cmocka_unit_test(office_documents),   cmocka_unit_test(plain_text),
        cmocka_unit_test(what_could_run),     cmocka_unit_test(archives_and_macros),
        cmocka_unit_test(two_things_at_once), cmocka_unit_test(what_is_cut_off),
        cmocka_unit_test(a_long_directory),   cmocka_unit_test(the_name_must_agree),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
