/* SPDX-License-Identifier: Apache-2.0 */
/* Files that an office imports: CSV and JSON Lines, disputes and reference data. The first byte
 * says which form, and as what the rows are taken; the rest is the file. Reading it again from the
 * first row gives the same rows, and every byte belongs to one of them. */
#define _POSIX_C_SOURCE 200809L
#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "import_item.h"

#define ROWS_MAX 256 /* of one input that are read */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/yima-fuzz-XXXXXX"; /* one for the whole program */

static void drop_folder(void)
{
    (void)rmdir(folder);
}

/* The name that mkdtemp makes may end with an X itself. */
static void make_folder(void)
{
    static bool is_made;
    const char *made;

    if (is_made)
        return;
    made = mkdtemp(folder);
    assert(made != NULL);
    is_made = true;
    (void)atexit(drop_folder);
}

static void write_file(const char *path, const uint8_t *data, size_t n)
{
    FILE *f = fopen(path, "wb");
    size_t done;

    assert(f != NULL);
    done = n == 0 ? 0 : fwrite(data, 1, n, f);
    assert(done == n);
    (void)fclose(f);
}

static void check_row(const struct cli_rows *rows, const struct cli_row *row, uint64_t after)
{
    assert(row->line > after);
    assert(row->text.n <= CLI_ROW_BYTES_MAX && row->text.at[row->text.n] == '\0');
    assert(row->flaw != NULL || !cli_rows_is_csv(rows) || row->n == cli_rows_columns(rows));
    for (size_t i = 0; i < row->n; i++)
        assert(row->fields[i].at[row->fields[i].n] == '\0');
}

static void take_dispute(const struct cli_rows *rows, const struct cli_row *row)
{
    struct json_intake in;
    struct ym_arena arena;
    struct ym_buf scratch;
    struct ym_error why = { .text = "" };
    const bool ok = ym_arena_init(&arena, JSON_INTAKE_ARENA_BYTES);

    assert(ok);
    ym_buf_init(&scratch, 2 * JSON_INTAKE_BYTES_MAX);
    if (cli_row_decode(rows, row, &scratch, &arena, &in, &why) == YM_E_OK)
        assert(in.nparties >= 2 && in.nparties <= YM_SEATS_MAX);
    else
        assert(why.text[0] != '\0');
    ym_buf_release(&scratch);
    ym_arena_release(&arena);
}

static void take_item(const struct cli_rows *rows, enum cli_import_kind kind,
                      const struct cli_row *row)
{
    struct ym_error why = { .text = "" };
    struct cli_item item;
    const enum ym_err err = cli_item_read(rows, kind, row, &item, &why);

    assert(err != YM_E_UNAVAILABLE);
    if (err == YM_E_OK)
        free(item.texts);
    else
        assert(why.text[0] != '\0');
}

static size_t read_all(struct cli_rows *rows, enum cli_import_kind kind, bool takes)
{
    struct cli_row row;
    uint64_t after = 0;
    size_t n = 0;

    while (n < ROWS_MAX && cli_rows_next(rows, &row)) {
        n++;
        check_row(rows, &row, after);
        after = row.line;
        if (takes && kind == CLI_IMPORT_DISPUTES)
            take_dispute(rows, &row);
        else if (takes && row.flaw == NULL)
            take_item(rows, kind, &row);
    }
    assert(n == ROWS_MAX || cli_rows_at(rows) == cli_rows_size(rows));
    return n;
}

static void import(const char *path, enum cli_import_kind kind)
{
    struct cli_rows *rows = NULL;
    enum cli_import_kind seen;
    bool fits;
    size_t n;

    if (cli_rows_open(path, &rows, NULL) != YM_E_OK)
        return;
    if (cli_import_recognise(rows, &seen, NULL) == YM_E_OK)
        assert(seen < CLI_IMPORT_KINDS);
    fits = (kind == CLI_IMPORT_DISPUTES ? cli_row_columns_check(rows, NULL)
                                        : cli_item_columns_check(rows, kind, NULL)) == YM_E_OK;
    cli_rows_rewind(rows);
    n = read_all(rows, kind, fits);
    cli_rows_rewind(rows);
    assert(read_all(rows, kind, false) == n);
    cli_rows_close(rows);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];

    if (size == 0)
        return 0;
    make_folder();
    (void)snprintf(path, sizeof(path), "%s/rows.%s", folder, (data[0] & 1) != 0 ? "jsonl" : "csv");
    write_file(path, data + 1, size - 1);
    import(path, (enum cli_import_kind)((data[0] >> 1) % CLI_IMPORT_KINDS));
    (void)unlink(path);
    return 0;
}
