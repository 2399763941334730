/* SPDX-License-Identifier: Apache-2.0 */
/* yima import: disputes and reference data from CSV and JSON Lines. */
#include "import.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "pg/lease.h"
#include "yima/id.h"

/* The words of --as, by kind. */
static const char *const words[CLI_IMPORT_KINDS] = { "disputes", "regions",    "bodies", "staff",
                                                     "calendar", "population", "office" };

struct wish {
    const char *as, *rejects, *batch, *node;
};

static bool find_kind(const char *word, enum cli_import_kind *ret)
{
    for (int i = 0; i < CLI_IMPORT_KINDS; i++) {
        if (strcmp(words[i], word) == 0) {
            *ret = (enum cli_import_kind)i;
            return true;
        }
    }
    return false;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? slash + 1 : path;
}

static void summarise(const struct cli_import *im, enum cli_import_kind kind)
{
    (void)printf("%s: %" PRIu64 " %s, %" PRIu64 " already there, %" PRIu64 " rejected\n",
                 words[kind], im->fresh, kind == CLI_IMPORT_DISPUTES ? "new" : "new or changed",
                 im->known, im->rejects.n);
    if (im->rejects.n > 0)
        (void)fprintf(stderr, "yima: %s names line and reason of each; mend %s%s and import it\n",
                      im->rejects.path, im->rejects.path,
                      cli_rows_is_csv(im->rows) ? "" : ".jsonl");
}

static int import_rows(struct cli_import *im, enum cli_import_kind kind)
{
    struct ym_error why;
    struct ym_error unwritten;
    enum ym_err err = kind == CLI_IMPORT_DISPUTES ? cli_import_disputes(im, &why)
                                                  : cli_import_reference(im, kind, &why);

    if (cli_rejects_close(&im->rejects, &unwritten) != YM_E_OK && err == YM_E_OK) {
        why = unwritten;
        err = why.code;
    }
    if (err != YM_E_OK) {
        if (im->fresh + im->known > 0)
            summarise(im, kind);
        return cli_fail(&why);
    }
    summarise(im, kind);
    return im->rejects.n == 0 ? CLI_DONE : CLI_FAILED;
}

static int import_file(struct cli_import *im, const struct wish *w, enum cli_import_kind kind,
                       bool is_named)
{
    struct ym_error why;
    enum ym_err err = cli_rows_open(im->path, &im->rows, &why);
    int code;

    if (err != YM_E_OK)
        return cli_fail(&why);
    if (!is_named)
        err = cli_import_recognise(im->rows, &kind, &why);
    if (err == YM_E_OK)
        err = cli_rejects_open(&im->rejects, w->rejects, im->path, im->rows, &why);
    code = err == YM_E_OK ? import_rows(im, kind) : cli_fail(&why);
    cli_rows_close(im->rows);
    return code;
}

static int run(struct cli *cli, int argc, char **argv)
{
    struct wish w = { .as = "auto" };
    const struct cli_option options[] = {
        { "as", "KIND",
          "disputes, regions, bodies, staff, calendar, population, office or auto (auto)", &w.as,
          NULL },
        { "rejects", "FILE", "where rows go that cannot be taken (FILE.rejects.csv)", &w.rejects,
          NULL },
        { "batch", "NAME", "the same batch, line and text is imported once (name of FILE)",
          &w.batch, NULL },
        { "node", "N", "number of this import among its peers, 0 to 31 (one that is free)", &w.node,
          NULL },
    };
    struct cli_import im = { .cli = cli };
    enum cli_import_kind kind = CLI_IMPORT_DISPUTES;
    long long node = PG_LEASE_ANY;
    int code;
    const int at =
        cli_options(cli, &cli_import, argc, argv, &(struct cli_syntax){ options, 4, 1, 1 }, &code);

    if (at < 0)
        return code;
    im.path = argv[at];
    im.batch = w.batch != NULL ? w.batch : base_name(im.path);
    if ((strcmp(w.as, "auto") != 0 && !find_kind(w.as, &kind)) ||
        (w.node != NULL && !cli_number(w.node, 0, YM_ID_NODES - 1, &node)) || im.batch[0] == '\0' ||
        strlen(im.batch) > CLI_BATCH_BYTES_MAX) {
        (void)cli_complain("--as takes auto, disputes, regions, bodies, staff, calendar, "
                           "population or office; --node 0 to %d; --batch 1 to %d bytes",
                           YM_ID_NODES - 1, CLI_BATCH_BYTES_MAX);
        return CLI_USAGE;
    }
    im.node = (int)node;
    return import_file(&im, &w, kind, strcmp(w.as, "auto") != 0);
}

const struct cli_command cli_import = { "import", "FILE",
                                        "take in disputes, regions, bodies, staff, a calendar, "
                                        "population or rules of the office; "
                                        "run it again after a failure and it goes on",
                                        run };
