/* SPDX-License-Identifier: Apache-2.0 */
/* A calendar file with one event (RFC 5545), for any telephone's calendar. */
#ifndef YM_HTTP_SRC_ICS_H
#define YM_HTTP_SRC_ICS_H

#include <stdbool.h>

#include "base/buf.h"
#include "yima/date.h"
#include "yima/span.h"

#define ICS_LINE_OCTETS 75 /* RFC 5545, 3.1: longer lines are folded, never inside a character */

struct ics_event {
    struct ym_span uid; /* the same for every revision */
    int sequence;       /* of the revision, from 0 */
    ym_usec stamp;      /* when the revision was made */
    ym_usec at;
    int minutes;
    bool is_cancelled;
    struct ym_span summary, location, description; /* n == 0: left out */
};

void ics_print(struct ym_buf *b, const struct ics_event *e);

#endif
