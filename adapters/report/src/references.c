/* SPDX-License-Identifier: Apache-2.0 */
/* Published ranges, dated data in the binary. They are copied into the report, so that a frozen
 * month keeps those that it was shown with. */
#include <string.h>

#include "base/embedded.h"
#include "json/read.h"
#include "model.h"
#include "month.h"

#define FILE_BYTES_MAX 65536u

extern const struct ym_embedded ym_reference_files[];
extern const size_t ym_reference_count;

static void take_range(struct report *r, struct json_at *at)
{
    struct json_at from = json_member(at, "from");
    struct json_at until = json_member(at, "until");
    struct json_at member = json_member(at, "indicator");
    const struct ym_span code = json_get_line(&member, 1, sizeof(r->references->code) - 1);
    struct report_reference *ref = &r->references[r->nreferences];
    const ym_day first = report_get_month(&from);
    const ym_day last = json_is_null(&until) ? YM_DAY_MAX : report_get_month(&until);

    *ref = (struct report_reference){ 0 };
    memcpy(ref->code, code.at, code.n);
    member = json_member(at, "low");
    ref->low = json_get_int(&member, 0, REPORT_COUNT_MAX);
    member = json_member(at, "high");
    ref->high = json_get_int(&member, ref->low, REPORT_COUNT_MAX);
    ref->zh = report_get_name(r, at, "zh");
    ref->en = report_get_name(r, at, "en");
    ref->source = report_get_name(r, at, "source");
    json_done(at);
    if (first <= r->month && r->month <= last)
        r->nreferences++;
}

static enum ym_err take_file(struct report *r, const struct ym_embedded *file,
                             struct ym_error *reterr)
{
    struct json_doc *doc;
    struct json_at root;
    struct json_at ranges;
    struct json_at at = { 0 };
    enum ym_err err = json_parse((struct ym_span){ (const char *)file->at, file->n },
                                 FILE_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    ranges = json_member(&root, "format");
    (void)json_get_line(&ranges, 1, 64);
    ranges = json_member(&root, "ranges");
    (void)json_array(&ranges, 0, REPORT_REFERENCES_MAX - r->nreferences);
    while (json_ok(doc) && json_next(&ranges, &at))
        take_range(r, &at);
    json_done(&root);
    err = json_result(doc, reterr);
    json_free(doc);
    return err;
}

enum ym_err report_references_load(struct report *r, struct ym_error *reterr)
{
    enum ym_err err = YM_E_OK;

    r->references = report_room(r, REPORT_REFERENCES_MAX + 1, sizeof(*r->references));
    if (r->references == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for a report");
    for (size_t i = 0; i < ym_reference_count && err == YM_E_OK; i++)
        err = take_file(r, &ym_reference_files[i], reterr);
    return err;
}
