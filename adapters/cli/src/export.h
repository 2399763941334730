/* SPDX-License-Identifier: Apache-2.0 */
/* An export: disputes in the order of their ids, read in one snapshot and constant memory, and
 * written by one of the formats. */
#ifndef YM_CLI_EXPORT_H
#define YM_CLI_EXPORT_H

#include "base/buf.h"
#include "cli.h"
#include "crypto/crypto.h"
#include "json/write.h"
#include "library.h"
#include "output.h"
#include "pg/scan.h"
#include "progress.h"
#include "xml.h"

struct exporting;

/* How an export is written, in the order of the calls. A format may set x->failed; a stream that
 * takes no more is noticed by who calls. */
struct export_format {
    const char *name;
    void (*begin)(struct exporting *x);
    void (*dispute)(struct exporting *x, const struct ym_procedure *p, const struct ym_dispute *d,
                    const struct pg_scan_row *row);
    void (*event)(struct exporting *x, const struct app_event *e); /* of the last dispute */
    void (*end)(struct exporting *x);                              /* of its events */
    void (*finish)(struct exporting *x);
};
extern const struct export_format export_jsonl, export_xes;

/* Which disputes. */
struct export_filter {
    ym_usec from, before; /* received at or after, and before; YM_USEC_NONE: no bound */
    int64_t region;       /* in this subtree; YM_REGION_ALL: anywhere */
    int type;             /* enum ym_type; -1: any */
};

struct exporting {
    const struct cli *cli;
    const struct export_format *format;
    struct export_filter filter;
    struct cli_library library;
    struct cli_output output;
    struct cli_progress progress;
    struct ym_id id;                  /* of the dispute whose events come */
    bool is_passed_over;              /* the filter does not want it */
    uint64_t seen;                    /* disputes met, wanted or not */
    const char *failed;               /* NULL, or why it ended early */
    struct ym_buf line;               /* JSON Lines: the line that is made */
    struct cli_xml xml;               /* XES: the document */
    struct ym_dispute past;           /* XES: the dispute as it stood after the event before */
    bool is_anonymous;                /* XES: persons, bodies and numbers under hashes */
    unsigned char key[YM_SHA256_LEN]; /* of those hashes; of this export alone */
};

#endif
