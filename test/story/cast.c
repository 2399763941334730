/* SPDX-License-Identifier: Apache-2.0 */
#include "story.h"

/* clang-format off */
static const struct story_name names[] = {
    { "centre",    10,  YM_BODY_CENTRE,             0,  INT64_C(330108000000) },
    { "committee", 12,  YM_BODY_PEOPLE_COMMITTEE,   0,  INT64_C(330108001000) },
    { "town",      13,  YM_BODY_INDUSTRY_COMMITTEE, 0,  INT64_C(330108000000) },
    { "invited",   14,  YM_BODY_COURT_INVITED,      0,  INT64_C(330108000000) },
    { "lawyers",   15,  YM_BODY_LAWYER,             0,  INT64_C(330108000000) },
    { "police",    16,  YM_BODY_POLICE,             0,  INT64_C(330108000000) },
    { "market",    17,  YM_BODY_ADMINISTRATIVE,     0,  INT64_C(330108000000) },
    { "court",     20,  YM_BODY_COURT,              0,  INT64_C(330108000000) },
    { "wang",      501, YM_BODY_PEOPLE_COMMITTEE,   12, INT64_C(330108001000) },
    { "chen",      502, YM_BODY_PEOPLE_COMMITTEE,   12, INT64_C(330108001000) },
    { "li",        503, YM_BODY_INDUSTRY_COMMITTEE, 13, INT64_C(330108000000) },
    { "zhao",      504, YM_BODY_COURT_INVITED,      14, INT64_C(330108000000) },
    { "sun",       505, YM_BODY_LAWYER,             15, INT64_C(330108000000) },
    { "gao",       506, YM_BODY_POLICE,             16, INT64_C(330108000000) },
    { "lin",       507, YM_BODY_ADMINISTRATIVE,     17, INT64_C(330108000000) },
    { NULL, 0, 0, 0, 0 },
};
/* clang-format on */

const struct story_name *story_names(void)
{
    return names;
}

const struct story_name *story_name_find(struct ym_span name)
{
    for (const struct story_name *n = names; n->name != NULL; n++)
        if (ym_span_is(name, ym_span_of(n->name)))
            return n;
    return NULL;
}

const struct story_name *story_receiver(const struct story_intake *in)
{
    const struct story_name *const name =
        story_name_find(in->body.n > 0 ? in->body : YM_SPAN("committee"));

    return name != NULL && name->body == 0 ? name : NULL;
}
