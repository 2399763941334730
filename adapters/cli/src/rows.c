/* SPDX-License-Identifier: Apache-2.0 */
#include "rows.h"

#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* One field while its row is being read: a place in values. */
struct field {
    size_t at, n;
};

struct cli_rows {
    FILE *file;
    struct stat stat;
    bool is_csv;
    bool has_failed;   /* the file could not be read further */
    uint64_t line;     /* lines read */
    uint64_t at;       /* bytes read */
    uint64_t first_at; /* where the first row begins, and how many lines stand before it */
    uint64_t first_line;
    struct csv_parser parser;
    size_t columns;
    char names[CLI_COLUMNS_MAX][CLI_COLUMN_BYTES];
    bool is_ended;   /* the parser saw the end of a row */
    bool is_crowded; /* more fields than there may be columns */
    size_t nfields;
    struct field places[CLI_COLUMNS_MAX];
    struct ym_span fields[CLI_COLUMNS_MAX];
    size_t values_n; /* bytes of values that are used */
    char values[CLI_ROW_BYTES_MAX + CLI_COLUMNS_MAX + 1];
    size_t text_n;
    char text[CLI_ROW_BYTES_MAX + 2]; /* one more byte than a row may have, and a NUL */
};

/* ---- Lines ---- */

/* Append the next line, its end included, to text. 1: a line; 0: none is left; -1: it does not fit
 * (the rest of it is skipped). */
static int read_line(struct cli_rows *r)
{
    const size_t before = r->text_n;
    int c = 0;
    bool fits = true;

    while (c != '\n' && (c = getc_unlocked(r->file)) != EOF) {
        r->at++;
        if (r->text_n < CLI_ROW_BYTES_MAX)
            r->text[r->text_n++] = (char)c;
        else
            fits = false;
    }
    r->has_failed = ferror(r->file) != 0;
    if (r->has_failed || (r->text_n == before && fits))
        return 0;
    r->line++;
    r->text[r->text_n] = '\0';
    return fits ? 1 : -1;
}

static bool is_blank(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strchr(" \t\r\n", text[i]) == NULL || text[i] == '\0')
            return false;
    return true;
}

static void trim_end(struct cli_rows *r)
{
    if (r->text_n > 0 && r->text[r->text_n - 1] == '\n')
        r->text_n--;
    if (r->text_n > 0 && r->text[r->text_n - 1] == '\r')
        r->text_n--;
    r->text[r->text_n] = '\0';
}

/* ---- CSV ---- */

static void on_field(void *at, size_t n, void *arg)
{
    struct cli_rows *r = arg;

    if (r->nfields == CLI_COLUMNS_MAX) {
        r->is_crowded = true;
        return;
    }
    /* A row's values are never longer than its text. */
    r->places[r->nfields++] = (struct field){ r->values_n, n };
    if (n > 0)
        memcpy(r->values + r->values_n, at, n);
    r->values_n += n;
    r->values[r->values_n++] = '\0';
}

static void on_row(int c, void *arg)
{
    struct cli_rows *r = arg;

    (void)c;
    r->is_ended = true;
}

static bool start_parser(struct cli_rows *r)
{
    csv_free(&r->parser);
    r->nfields = 0;
    r->values_n = 0;
    r->is_ended = false;
    r->is_crowded = false;
    return csv_init(&r->parser, CSV_STRICT | CSV_STRICT_FINI) == 0;
}

/* Go back to the line after the first one of this row, so that one stray quote does not swallow the
 * rows behind it. */
static void resume_after(struct cli_rows *r, uint64_t begin, uint64_t line)
{
    const char *end = memchr(r->text, '\n', r->text_n);

    if (end == NULL || r->line == line)
        return;
    r->text_n = (size_t)(end - r->text) + 1;
    r->at = begin + r->text_n;
    r->line = line;
    if (fseeko(r->file, (off_t)r->at, SEEK_SET) != 0)
        r->has_failed = true;
}

static const char *parse_line(struct cli_rows *r, size_t from)
{
    const size_t n = r->text_n - from;

    if (csv_parse(&r->parser, r->text + from, n, on_field, on_row, r) != n)
        return "a quote stands where none may be; double quotes inside a quoted field";
    if (!r->is_ended && r->text_n > 0 && r->text[r->text_n - 1] != '\n' &&
        csv_fini(&r->parser, on_field, on_row, r) != 0)
        return "a quote is never closed";
    return NULL;
}

/* Read lines until a row ends. True with *ret_flaw when there is one. */
static bool read_csv(struct cli_rows *r, uint64_t *ret_line, const char **ret_flaw)
{
    const uint64_t begin = r->at;
    const char *flaw = start_parser(r) ? NULL : "no memory to read a row";
    int got = 1;

    r->text_n = 0;
    while (got == 1 && !r->is_ended && flaw == NULL) {
        const size_t from = r->text_n;

        got = read_line(r);
        if (from == 0)
            *ret_line = r->line;
        if (got == 0 && from == 0)
            return false;
        if (got < 0)
            flaw = "longer than a row may be, or a quote is never closed";
        else if (got == 0)
            flaw = "a quote is never closed";
        else if (from == 0 && is_blank(r->text, r->text_n))
            r->text_n = 0;
        else
            flaw = parse_line(r, from);
    }
    if (flaw != NULL)
        resume_after(r, begin, *ret_line);
    else if (r->is_crowded)
        flaw = "more fields than a file may have columns";
    trim_end(r);
    for (size_t i = 0; i < r->nfields; i++)
        r->fields[i] = (struct ym_span){ r->values + r->places[i].at, r->places[i].n };
    *ret_flaw = flaw;
    return true;
}

/* ---- JSON Lines ---- */

static bool read_json(struct cli_rows *r, uint64_t *ret_line, const char **ret_flaw)
{
    int got;

    do {
        r->text_n = 0;
        got = read_line(r);
    } while (got == 1 && is_blank(r->text, r->text_n));
    if (got == 0)
        return false;
    *ret_line = r->line;
    *ret_flaw = got < 0 ? "longer than a line may be" : NULL;
    trim_end(r);
    return true;
}

/* ---- The file ---- */

static enum ym_err take_header(struct cli_rows *r, struct ym_error *reterr)
{
    uint64_t line = 0;
    const char *flaw = NULL;

    if (!read_csv(r, &line, &flaw))
        return ym_fail(reterr, YM_E_INVALID, "the file is empty: its first row names the columns");
    if (flaw != NULL)
        return ym_fail(reterr, YM_E_INVALID, "the header cannot be read: %s", flaw);
    for (size_t i = 0; i < r->nfields; i++) {
        if (r->fields[i].n == 0 || r->fields[i].n >= CLI_COLUMN_BYTES)
            return ym_fail(reterr, YM_E_INVALID, "column %zu needs a name of at most %d bytes",
                           i + 1, CLI_COLUMN_BYTES - 1);
        if (cli_rows_find(r, r->fields[i].at) >= 0)
            return ym_fail(reterr, YM_E_INVALID, "column \"%s\" stands there twice",
                           r->fields[i].at);
        memcpy(r->names[i], r->fields[i].at, r->fields[i].n + 1);
        r->columns = i + 1;
    }
    return YM_E_OK;
}

static bool has_suffix(const char *path, const char *suffix)
{
    const size_t n = strlen(path);
    const size_t m = strlen(suffix);

    return n >= m && strcmp(path + n - m, suffix) == 0;
}

/* A byte order mark belongs to the file, not to its first row. */
static void skip_mark(struct cli_rows *r)
{
    unsigned char mark[3];

    if (fread(mark, 1, 3, r->file) == 3 && memcmp(mark, "\xEF\xBB\xBF", 3) == 0)
        r->at = 3;
    else if (fseeko(r->file, 0, SEEK_SET) != 0)
        r->has_failed = true;
}

enum ym_err cli_rows_open(const char *path, struct cli_rows **ret, struct ym_error *reterr)
{
    struct cli_rows *r = calloc(1, sizeof(*r));
    enum ym_err err = YM_E_OK;

    if (r == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to read %s", path);
    r->is_csv =
        !has_suffix(path, ".jsonl") && !has_suffix(path, ".ndjson") && !has_suffix(path, ".json");
    r->file = fopen(path, "rb");
    if (r->file == NULL)
        err = ym_fail(reterr, YM_E_NOT_FOUND, "cannot read %s: %s", path, strerror(errno));
    else if (fstat(fileno(r->file), &r->stat) != 0 || !S_ISREG(r->stat.st_mode))
        err = ym_fail(reterr, YM_E_INVALID, "%s is not a file; a pipe cannot be resumed", path);
    if (err == YM_E_OK)
        skip_mark(r);
    if (err == YM_E_OK && r->is_csv)
        err = take_header(r, reterr);
    r->first_at = r->at;
    r->first_line = r->line;
    if (err != YM_E_OK) {
        cli_rows_close(r);
        return err;
    }
    *ret = r;
    return YM_E_OK;
}

void cli_rows_close(struct cli_rows *r)
{
    if (r == NULL)
        return;
    csv_free(&r->parser);
    if (r->file != NULL)
        (void)fclose(r->file);
    free(r);
}

void cli_rows_rewind(struct cli_rows *r)
{
    r->at = r->first_at;
    r->line = r->first_line;
    if (fseeko(r->file, (off_t)r->at, SEEK_SET) != 0)
        r->has_failed = true;
}

bool cli_rows_next(struct cli_rows *r, struct cli_row *ret)
{
    const char *flaw = NULL;
    uint64_t line = 0;

    if (r->has_failed || !(r->is_csv ? read_csv : read_json)(r, &line, &flaw))
        return false;
    if (flaw == NULL && r->is_csv && r->nfields != r->columns)
        flaw = r->nfields < r->columns ? "fewer fields than the header names"
                                       : "more fields than the header names";
    *ret = (struct cli_row){ .line = line,
                             .text = { r->text, r->text_n },
                             .flaw = flaw,
                             .n = flaw == NULL && r->is_csv ? r->nfields : 0,
                             .fields = r->fields };
    return true;
}

enum ym_err cli_rows_result(const struct cli_rows *r, struct ym_error *reterr)
{
    if (!r->has_failed)
        return YM_E_OK;
    return ym_fail(reterr, YM_E_UNAVAILABLE, "the file cannot be read after line %llu",
                   (unsigned long long)r->line);
}

bool cli_rows_is_csv(const struct cli_rows *r)
{
    return r->is_csv;
}

size_t cli_rows_columns(const struct cli_rows *r)
{
    return r->columns;
}

const char *cli_rows_column(const struct cli_rows *r, size_t i)
{
    return r->names[i];
}

int cli_rows_find(const struct cli_rows *r, const char *name)
{
    for (size_t i = 0; i < r->columns; i++)
        if (strcmp(r->names[i], name) == 0)
            return (int)i;
    return -1;
}

uint64_t cli_rows_size(const struct cli_rows *r)
{
    return (uint64_t)r->stat.st_size;
}

uint64_t cli_rows_at(const struct cli_rows *r)
{
    return r->at;
}
