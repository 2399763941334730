/* SPDX-License-Identifier: Apache-2.0 */
/* The canonical bytes of an event (yima/canon.h), read back. */
#ifndef YM_JSON_EVENT_H
#define YM_JSON_EVENT_H

#include <stdbool.h>

#include "base/error.h"
#include "yima/dispute.h"
#include "yima/span.h"

/* Read an event. ret->c.detail points into bytes, which must live as long. Only what
 * ym_canon_event() writes is read: writing *ret again gives the same bytes. *ret is written only on
 * YM_E_OK. Errors: those of json/read.h; YM_E_INVALID too when the bytes are not canonical. */
__attribute__((warn_unused_result)) enum ym_err
json_event_read(struct ym_span bytes, struct ym_event *ret, struct ym_error *reterr);

/* The same in the shape that the application asks for: false when it is not an event. */
bool json_event_decode(struct ym_span bytes, struct ym_event *ret);

#endif
