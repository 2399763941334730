/* SPDX-License-Identifier: Apache-2.0 */
/* report_sample json|csv|html|pdf [FILE]: print the made-up month, or the report in FILE. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/print.h"
#include "sample.h"

static struct report *read_file(const char *path)
{
    char *text = malloc(REPORT_JSON_BYTES_MAX);
    FILE *file = fopen(path, "rb");
    struct report *r = NULL;
    struct ym_error why = { .text = "no such file" };

    if (text != NULL && file != NULL) {
        const size_t n = fread(text, 1, REPORT_JSON_BYTES_MAX, file);

        if (report_read((struct ym_span){ text, n }, &r, &why) != YM_E_OK)
            r = NULL;
    }
    if (r == NULL)
        (void)fprintf(stderr, "%s: %s\n", path, why.text);
    if (file != NULL)
        (void)fclose(file);
    free(text);
    return r;
}

static struct report *make(void)
{
    struct report *before = sample_report(sample_month(2026, 7), 840, NULL, NULL);
    struct report *year = sample_report(sample_month(2025, 8), 890, NULL, NULL);
    struct report *r = sample_report(sample_month(2026, 8), 869, before, year);

    report_free(before);
    report_free(year);
    return r;
}

static enum ym_err print(const struct report *r, const char *how, struct ym_buf *out,
                         struct ym_error *reterr)
{
    if (strcmp(how, "csv") == 0)
        return report_csv(r, out, reterr);
    if (strcmp(how, "html") == 0)
        return report_html(r, out, reterr);
    if (strcmp(how, "pdf") == 0)
        return report_pdf(r, out, reterr);
    return report_json(r, out) ? YM_E_OK : ym_fail(reterr, YM_E_TOO_LARGE, "it does not fit");
}

int main(int argc, char **argv)
{
    struct report *r = argc == 3 ? read_file(argv[2]) : make();
    struct ym_error why;
    struct ym_buf out;
    int code = 1;

    if (r == NULL || argc < 2)
        return 2;
    ym_buf_init(&out, DOC_PDF_BYTES_MAX);
    if (print(r, argv[1], &out, &why) == YM_E_OK)
        code = fwrite(out.at, 1, out.n, stdout) == out.n ? 0 : 1;
    else
        (void)fprintf(stderr, "%s\n", why.text);
    ym_buf_release(&out);
    report_free(r);
    return code;
}
