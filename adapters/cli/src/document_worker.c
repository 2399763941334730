/* SPDX-License-Identifier: Apache-2.0 */
/* yima document-worker: reads a packed sheet, writes its PDF. `yima serve` runs it, one process a
 * document, so that a broken font takes no server down; it is of no use to people. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cli.h"
#include "document/sheet.h"
#include "loop/children.h"

#define READ_BYTES 65536
#define CPU_S      60 /* then the system ends it, whatever its parent does */

static bool read_all(struct ym_buf *in)
{
    ssize_t n;

    do {
        char *at = ym_buf_grow(in, READ_BYTES);

        if (at == NULL)
            return false;
        n = read(STDIN_FILENO, at, READ_BYTES);
        in->n -= READ_BYTES - (n > 0 ? (size_t)n : 0);
    } while (n > 0);
    return n == 0;
}

static int refuse(const char *why)
{
    (void)fputs(why, stdout);
    return YM_CHILD_REFUSED;
}

/* The PDF of a packed sheet to standard output, or a sentence why there is none. */
static int print(const struct ym_buf *in, struct ym_arena *arena, struct ym_buf *out)
{
    struct doc_sheet sheet;
    struct ym_error why;

    if (!doc_sheet_unpack(ym_buf_span(in), arena, &sheet))
        return refuse("this is no packed document");
    if (doc_sheet_pdf(&sheet, out, &why) != YM_E_OK)
        return refuse(why.text);
    return fwrite(out->at, 1, out->n, stdout) == out->n && fflush(stdout) == 0 ? CLI_DONE
                                                                               : CLI_FAILED;
}

int cli_document_worker(void)
{
    const struct rlimit cpu = { CPU_S, CPU_S };
    struct ym_arena arena;
    struct ym_buf in, out;
    int code = CLI_FAILED;

    (void)setrlimit(RLIMIT_CPU, &cpu);
    if (!ym_arena_init(&arena, DOC_UNPACK_BYTES))
        return CLI_FAILED;
    ym_buf_init(&in, DOC_PACKED_BYTES_MAX);
    ym_buf_init(&out, DOC_PDF_BYTES_MAX);
    if (read_all(&in))
        code = print(&in, &arena, &out);
    ym_buf_release(&out);
    ym_buf_release(&in);
    ym_arena_release(&arena);
    return code;
}
