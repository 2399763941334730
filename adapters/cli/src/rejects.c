/* SPDX-License-Identifier: Apache-2.0 */
#include "rejects.h"

#include <csv.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum ym_err cli_rejects_open(struct cli_rejects *j, const char *path, const char *file,
                             const struct cli_rows *rows, struct ym_error *reterr)
{
    struct stat a;
    struct stat b;
    int n;

    *j = (struct cli_rejects){ .rows = rows };
    n = path != NULL ? snprintf(j->path, sizeof(j->path), "%s", path)
                     : snprintf(j->path, sizeof(j->path), "%s.rejects.csv", file);
    if (n < 0 || (size_t)n >= sizeof(j->path))
        return ym_fail(reterr, YM_E_TOO_LARGE, "the path of the rejects is too long");
    if (stat(file, &a) == 0 && stat(j->path, &b) == 0 && a.st_dev == b.st_dev &&
        a.st_ino == b.st_ino)
        return ym_fail(reterr, YM_E_INVALID, "--rejects names the file that is read");
    return YM_E_OK;
}

static void put(struct cli_rejects *j, struct ym_span field, char before)
{
    if (before != '\0')
        (void)fputc(before, j->file);
    if (csv_fwrite(j->file, field.at, field.n) != 0)
        j->has_failed = true;
}

/* Columns that an earlier rejects file added stay out of the next one. */
static bool is_added(const char *column)
{
    return strcmp(column, "line") == 0 || strcmp(column, "reason") == 0;
}

static FILE *make_file(const char *path)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    FILE *file = fd >= 0 && fchmod(fd, 0600) == 0 ? fdopen(fd, "w") : NULL;

    if (file == NULL && fd >= 0)
        (void)close(fd);
    return file;
}

static bool make(struct cli_rejects *j)
{
    char again[CLI_REJECTS_PATH_MAX + sizeof(".jsonl")];

    j->file = make_file(j->path);
    (void)snprintf(again, sizeof(again), "%s.jsonl", j->path);
    if (j->file != NULL && !cli_rows_is_csv(j->rows))
        j->again = make_file(again);
    if (j->file == NULL || (j->again == NULL && !cli_rows_is_csv(j->rows))) {
        j->has_failed = true;
        return false;
    }
    (void)fputs("line,reason", j->file);
    if (!cli_rows_is_csv(j->rows))
        (void)fputs(",row", j->file);
    for (size_t i = 0; i < cli_rows_columns(j->rows); i++)
        if (!is_added(cli_rows_column(j->rows, i)))
            put(j, ym_span_of(cli_rows_column(j->rows, i)), ',');
    (void)fputc('\n', j->file);
    return true;
}

void cli_reject(struct cli_rejects *j, uint64_t line, const char *why, struct ym_span text,
                const struct ym_span *fields, size_t n)
{
    j->n++;
    if (j->has_failed || (j->file == NULL && !make(j)))
        return;
    (void)fprintf(j->file, "%" PRIu64, line);
    put(j, ym_span_of(why), ',');
    if (fields == NULL)
        put(j, text, ',');
    for (size_t i = 0; fields != NULL && i < n; i++)
        if (!is_added(cli_rows_column(j->rows, i)))
            put(j, fields[i], ',');
    (void)fputc('\n', j->file);
    if (j->again != NULL) {
        (void)fwrite(text.at, 1, text.n, j->again);
        (void)fputc('\n', j->again);
    }
}

enum ym_err cli_rejects_close(struct cli_rejects *j, struct ym_error *reterr)
{
    if (j->file != NULL && fclose(j->file) != 0)
        j->has_failed = true;
    if (j->again != NULL && fclose(j->again) != 0)
        j->has_failed = true;
    j->file = NULL;
    j->again = NULL;
    if (j->has_failed)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "cannot write %.180s: %s", j->path,
                       strerror(errno));
    return YM_E_OK;
}
